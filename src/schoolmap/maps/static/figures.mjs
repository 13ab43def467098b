/** Numbers as people read them: halves up, thousands apart, units named. */

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

const UNITS = /** @type {Record<string, [string, string]>} */ ({
  pupil: ["人", "pupils"],
  person: ["人", ""],
  school: ["所", "schools"],
  bed: ["张", "beds"],
  seat: ["个", "seats"],
  class: ["个", "classes"],
  room: ["间", "rooms"],
  set: ["台", "sets"],
  volume: ["册", "volumes"],
  yuan: ["元", "yuan"],
  m2: ["m²", "m²"],
  m: ["m", "m"],
  km: ["km", "km"],
  s: ["秒", "s"],
  min: ["分钟", "min"],
  indicator: ["项", "indicators"],
  "of 7": ["项（共 7 项）", "of 7"],
  grade: ["年级", ""],
  month: ["个月", "months"],
  boarder: ["寄宿生", "boarder"],
  staff: ["教职工", "member of staff"],
  "seat/1000 persons": ["个/千人", "seats per 1,000 people"],
  "yes/no": ["", ""],
  "class x pupil": ["（班 × 人）", "(classes × pupils)"],
  "m/s": ["米/秒", "m/s"],
  "km/h": ["公里/小时", "km/h"],
  year: ["年", "year"],
  ratio: ["", ""],
  share: ["", ""],
});

/** @param {string} name @param {Language} language @returns {string} */
export function unit(name, language) {
  const known = UNITS[name];
  if (known) return known[language === "zh" ? 0 : 1];
  const [what = "", ...per] = name.split("/");
  if (per.length === 0) return name;
  return [unit(what, language), ...per.map((p) => perWord(p, language))].join("").trim();
}

/** What stands after the stroke: the Chinese measure words above do not fit there. */
const PER = /** @type {Record<string, string>} */ ({
  pupil: "生", "100 pupils": "百生", class: "班", seat: "座", room: "间",
});

/** @param {string} name @param {Language} language @returns {string} */
function perWord(name, language) {
  if (language === "en") return ` per ${name === "staff" ? unit(name, "en") : name}`;
  return `/${PER[name] ?? unit(name, "zh")}`;
}

/** @param {number | null | undefined} metres @param {Language} language @returns {string} */
export function length(metres, language) {
  if (metres === null || metres === undefined || metres < 0) return DASH;
  if (metres < 1000) return `${number(metres)} ${language === "zh" ? "米" : "m"}`;
  return `${number(metres / 1000, 1)} ${language === "zh" ? "公里" : "km"}`;
}

/** @param {number | null | undefined} seconds @param {Language} language @returns {string} */
export function minutes(seconds, language) {
  if (seconds === null || seconds === undefined || seconds < 0) return DASH;
  return `${number(seconds / 60)} ${language === "zh" ? "分钟" : "min"}`;
}

/**
 * Money: ten thousands in Chinese, thousands apart in English.
 * @param {number} yuan @param {Language} language @returns {string}
 */
export function money(yuan, language) {
  if (language === "zh" && Math.abs(yuan) >= 10000) return `${number(yuan / 10000, 1)} 万元`;
  return language === "zh" ? `${number(yuan)} 元` : `${number(yuan)} yuan`;
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
    return language === "zh" ? `${m} 分 ${s} 秒` : `${m} min ${s} s`;
  }
  const word = unit(name, language);
  let digits = 3;
  while (digits < 6 && number(value, digits) === number(limit, digits)) digits += 1;
  return `${number(value, digits)}${word ? ` ${word}` : ""}`;
}
