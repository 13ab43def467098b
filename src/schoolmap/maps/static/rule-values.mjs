/** Figures of rules as people write them: minutes rather than seconds, yes or no. */

import { amount, trimmed, unit } from "#maps/figures";
import { say } from "#maps/words";

/** @typedef {import("#maps/world").Standard} Standard */
/** @typedef {import("#maps/words").Language} Language */

const MINUTE_S = 60;

/** @param {string} id @returns {boolean} whether the rule is a time in seconds */
export const isTime = (id) => /^(walk|ride)_limit_s\./.test(id);

/** @param {string} id @param {number} value @returns {number} as the field shows it */
export const toField = (id, value) => (isTime(id) ? value / MINUTE_S : value);

/** @param {string} id @param {number} value of the field @returns {number} as the rule holds it */
export const fromField = (id, value) => (isTime(id) ? Math.round(value * MINUTE_S) : value);

/** @param {string} id @param {Standard | undefined} row @param {Language} language @returns {string} */
export const fieldUnit = (id, row, language) => unit(isTime(id) ? "min" : row?.unit ?? "", language);

/** @param {string} id @param {Standard["value"]} value @param {Standard | undefined} row @param {Language} language @returns {string} */
export function ruleValueText(id, value, row, language) {
  if (Array.isArray(value)) return value.map((v) => amount(v, row?.unit ?? "", language)).join(language === "zh" ? "、" : ", ");
  if (typeof value === "boolean") return say(language, value ? "holds" : "holds_not");
  if (typeof value === "string") return `${value} ${unit(row?.unit ?? "", language)}`.trim();
  return isTime(id) ? `${trimmed(toField(id, value), 2)} ${unit("min", language)}` : amount(value, row?.unit ?? "", language);
}
