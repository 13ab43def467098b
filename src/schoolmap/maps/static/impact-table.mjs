/** Who is hit, as a table for a spreadsheet. */

import { movesOf } from "#maps/impact";
import { bandName, schoolName, span, townName, villageName } from "#maps/names";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/words").Language} Language */

const COLUMNS = /** @type {const} */ ([
  "col_village_id", "col_village", "col_township", "band", "grade", "pupils", "col_old_id", "col_old", "col_new_id", "col_new",
  "col_old_way", "col_new_way", "col_added_m", "col_old_s", "col_new_s",
]);

/**
 * A cell of a CSV file; a text that a spreadsheet would run as a formula gets an apostrophe in front.
 * @param {string | number | null} value @returns {string}
 */
export function cell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A row for each village, band and move. @param {Scene} before @param {Scene} after @param {Language} language @returns {string} */
export function impactTable(before, after, language) {
  const id = (/** @type {number} */ i) => (i < 0 ? "" : after.schools.id[i] ?? "");
  const name = (/** @type {number} */ i) => (i < 0 ? "" : schoolName(after, i, language));
  const mode = (/** @type {number} */ m) => told(language, "mode", after.data.lists.modes[m] ?? "");
  const rows = movesOf(before, after).map((m) => [
    after.villages.id[m.village] ?? "", villageName(after, m.village), townName(after, after.villages.township[m.village]),
    bandName(after, m.band, language), span(m.first, m.last), m.pupils, id(m.from), name(m.from), id(m.to), name(m.to),
    mode(m.was), mode(m.mode), m.addedM, m.wasS, m.nowS,
  ]);
  const lines = [COLUMNS.map((word) => say(language, word)), ...rows].map((row) => row.map(cell).join(","));
  // the mark tells a spreadsheet that this is UTF-8
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}
