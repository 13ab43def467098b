/** What the missing beds of a county are made of: those at schools, and those of pupils with none to go to. */

import { number } from "#maps/figures";
import { figure } from "#maps/key-figures";
import { say } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/words").Language} Language */

/** @param {World} world @returns {{total: number, atSchools: number, nowhere: number}} */
export function bedGap(world) {
  const total = figure(world.data.figures, "bed_gap") ?? 0;
  const atSchools = world.schools.bedGap.reduce((sum, each) => sum + each, 0);
  return { total, atSchools, nowhere: total - atSchools };
}

/** @param {World} world @param {Language} language @returns {string} the sum that the missing beds are; empty where none is missing */
export function bedGapText(world, language) {
  const { total, atSchools, nowhere } = bedGap(world);
  if (total === 0) return "";
  return say(language, "bed_gap_parts", { gap: number(total), at: number(atSchools), nowhere: number(nowhere) });
}

/** @param {World} world @param {Language} language @returns {string} how many of those who board have no bed; empty where all have one */
export function bedlessText(world, language) {
  const { atSchools } = bedGap(world);
  return atSchools === 0 ? "" : say(language, "bedless", { n: number(atSchools) });
}
