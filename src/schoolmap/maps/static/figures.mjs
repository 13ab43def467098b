/** Numbers as people read them: halves up, thousands apart, units named. */

import { told } from "#maps/words";

/** @typedef {"zh" | "en"} Language */

export const DASH = "—";

/** @param {number} value @param {number} [digits] @returns {string} */
export function number(value, digits = 0) {
  const factor = 10 ** digits;
  const scaled = Math.floor(Math.abs(value) * factor + 0.5);
  const [whole, part] = (scaled / factor).toFixed(digits).split(".");
  const apart = /** @type {string} */ (whole).replace(/\B(?=(\d{3})+$)/g, ",");
  const text = part ? `${apart}.${part}` : apart;
  return value < 0 && scaled > 0 ? `−${text}` : text;
}

/** @param {number | null | undefined} value @param {number} [digits] @returns {string} */
export const orDash = (value, digits = 0) =>
  value === null || value === undefined ? DASH : number(value, digits);

/** @param {number | null | undefined} share @param {number} [digits] @returns {string} */
export const percent = (share, digits = 1) =>
  share === null || share === undefined ? DASH : `${number(share * 100, digits)}%`;

/** @param {string} name @param {Language} language @returns {string} */
export const unit = (name, language) => told(language, "unit", name);

/** @param {number} count @param {Language} language @returns {string} 12 人, 12 pupils */
export const pupilsText = (count, language) =>
  language === "en" && number(count) === "1" ? "1 pupil" : `${number(count)} ${unit("pupil", language)}`;

/** @param {number | null | undefined} metres @param {Language} language @returns {string} */
export function length(metres, language) {
  if (metres === null || metres === undefined || metres < 0) return DASH;
  if (metres < 1000) return `${number(metres)} ${unit("m", language)}`;
  return `${number(metres / 1000, 1)} ${unit("km", language)}`;
}

/** @param {number | null | undefined} seconds @param {Language} language @returns {string} */
export function minutes(seconds, language) {
  if (seconds === null || seconds === undefined || seconds < 0) return DASH;
  return `${number(seconds / 60)} ${unit("min", language)}`;
}

/**
 * Money: ten thousands in Chinese, thousands apart in English.
 * @param {number} yuan @param {Language} language @returns {string}
 */
export function money(yuan, language) {
  const word = unit("yuan", language);
  if (language === "zh" && Math.abs(yuan) >= 10000) return `${number(yuan / 10000, 1)} 万${word}`;
  return `${number(yuan)} ${word}`;
}

/**
 * A figure in its unit, for a sentence.
 * @param {number | null | undefined} value @param {string} name of the unit
 * @param {Language} language @returns {string}
 */
export function amount(value, name, language) {
  if (value === null || value === undefined) return DASH;
  if (name === "m") return length(value, language);
  if (name === "s") return minutes(value, language);
  if (name === "share") return percent(value);
  if (name === "yuan") return money(value, language);
  const most = name === "ratio" || name === "" ? 3 : Math.abs(value) < 100 ? 2 : 0;
  const word = unit(name, language);
  return word ? `${trimmed(value, most)} ${word}` : trimmed(value, most);
}

/** @param {number} value @param {number} most @returns {string} without needless zeros */
export function trimmed(value, most) {
  const text = number(value, most);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/**
 * A figure that is held against a limit: fine enough that the two never read alike if they differ.
 * @param {number | null | undefined} value @param {number | null} limit @param {string} name
 * @param {Language} language @returns {string}
 */
export function against(value, limit, name, language) {
  const text = amount(value, name, language);
  if (value === null || value === undefined || limit === null || value === limit) return text;
  if (text !== amount(limit, name, language)) return text;
  if (name === "s") {
    const [m, s] = [Math.floor(value / 60), Math.floor(value % 60)];
    return `${m} ${unit("min", language)} ${s} ${unit("s", language)}`;
  }
  const word = unit(name, language);
  let digits = 3;
  while (digits < 6 && number(value, digits) === number(limit, digits)) digits += 1;
  return `${number(value, digits)}${word ? ` ${word}` : ""}`;
}
