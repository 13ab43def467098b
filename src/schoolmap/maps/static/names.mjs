/** Names of schools, places and rules in the language that is read. */

import { against, amount } from "#maps/figures";
import { alone, isWord, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Finding} Finding */
/** @typedef {import("#maps/world").Standard} Standard */
/** @typedef {import("#maps/words").Language} Language */

/** @param {World} world @param {number} i @param {Language} language @returns {string} */
export function schoolName(world, i, language) {
  const english = world.schools.nameEn[i] ?? "";
  return (language === "en" && english ? english : world.schools.name[i]) || world.schools.id[i] || "";
}

/** @param {World} world @param {number} i @returns {string} */
export const villageName = (world, i) => world.villages.name[i] || world.villages.id[i] || "";

/** @param {World} world @param {number | undefined} i @returns {string} */
export const townName = (world, i) => world.data.lists.townships[i ?? -1] ?? "";

/** @param {World} world @param {number} code @param {Language} language @returns {string} */
export function typeName(world, code, language) {
  const known = world.data.lists.types[String(code)];
  return known ? known[language === "zh" ? 0 : 1] : String(code);
}

/** @param {string} group @param {Language} language @returns {string} */
export const areaGroup = (group, language) => told(language, "area", group);

/** @param {World} world @param {number | undefined} code @param {Language} language @returns {string} */
export function areaName(world, code, language) {
  const known = world.data.lists.area_classes[String(code)];
  if (!known) return "";
  const [name, group] = known;
  if (language === "en") return `${areaGroup(group, "en")} (${code})`;
  return name === group ? group : `${group} · ${name}`;
}

/** @param {World} world @param {number} index @param {Language} language @returns {string} */
export function bandName(world, index, language) {
  const band = world.data.bands[index];
  return band ? alone(told(language, "band", band.id)) : "";
}

/** @param {number} first @param {number} last @returns {string} */
export const span = (first, last) => (first === last ? String(first) : `${first}–${last}`);

/** @param {number} first @param {number} last @param {Language} language @returns {string} 3 年级, grades 1–3 */
export const gradesText = (first, last, language) =>
  first === last ? say(language, "grade_n", { n: first }) : say(language, "grades", { span: span(first, last) });

/** @param {World} world @param {string} name @param {Language} language @returns {string} */
export function indicatorName(world, name, language) {
  const known = world.data.lists.indicators.find((i) => i.name === name);
  return known ? known[language] : name;
}

/** @param {World} world @param {string} rule @param {Language} language @returns {string} */
export function ruleName(world, rule, language) {
  const known = world.data.standards[rule];
  return known ? known[language] || known.zh || rule : rule;
}

/**
 * What a finding's detail says: bands, stages, indicators and reasons by name.
 * @param {World} world @param {string} detail @param {Language} language @returns {string}
 */
export function detailText(world, detail, language) {
  const parts = detail.split(/[\s.,:;/]+/).filter((part) => part && !/^cv_\d+$/.test(part));
  const named = parts.map((part) => {
    for (const kind of ["band", "stage", "reason", "mode", "area", "detail"]) {
      const word = told(language, kind, part);
      if (word !== part) return word;
    }
    if (isWord(part)) return say(language, part);
    return indicatorName(world, part, language);
  });
  return alone(named.join(" · "));
}

/** @param {World} world @param {Finding} finding @param {Language} language @returns {string} */
export function subjectName(world, finding, language) {
  if (finding.type === "school" && finding.at >= 0) return schoolName(world, finding.at, language);
  if (finding.type === "village" && finding.at >= 0) return villageName(world, finding.at);
  if (finding.type === "county") return alone(told(language, "subject", "county"));
  return finding.id;
}

/** @param {Finding} finding @param {Language} language @returns {string} value against limit */
export function againstLimit(finding, language) {
  const value = against(finding.value, finding.limit, finding.unit, language);
  if (finding.limit === null) return value;
  const word = finding.detail === "load_against_roll" ? "reported" : "asked";
  return `${value} / ${say(language, word)} ${amount(finding.limit, finding.unit, language)}`;
}

/**
 * Tables give some texts as "Chinese / English".
 * @param {string} text @param {Language} language @returns {string}
 */
export function inLanguage(text, language) {
  const parts = text.split(" / ");
  return (parts.length === 2 ? parts[language === "zh" ? 0 : 1] : text) ?? text;
}

/** @param {Standard} s @param {Language} language @returns {string} */
export const clauseText = (s, language) =>
  inLanguage(s.clause, language) || say(language, s.table === "study" ? "from_study" : "no_clause");

/** @param {Standard} s @param {Language} language @returns {string} how binding and how well verified */
export const standing = (s, language) => s.status[language === "zh" ? 0 : 1] ?? "";

/** @param {World} world @param {number} i @param {Language} language @returns {string} 规划, 停办; empty where open */
export function closedName(world, i, language) {
  if (world.schools.open[i] === 1) return "";
  return told(language, "status", world.schools.status[i] === 1 ? "candidate" : "closed");
}
