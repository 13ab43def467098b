/** Conflicts and faults of files, told to people. */

import { trimmed } from "#maps/figures";
import { ruleName, schoolName, villageName } from "#maps/names";
import { isProblem, problemPhrase, wantedText } from "#maps/words-problems";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {import("#maps/plan-file").Problem} Problem */
/** @typedef {import("#kernel/conflicts").Conflict} Conflict */
/** @typedef {{where: string, text: string, commands: string[]}} Told */

const SHOWN_LETTERS = 60;

/** @param {World} scene @param {string} code @param {string} id @param {Language} language @returns {string} */
function nameOf(scene, code, id, language) {
  if (code === "unknown_band") return told(language, "band", id);
  const school = scene.schools.id.indexOf(id);
  if (school >= 0) return schoolName(scene, school, language);
  const village = scene.villages.id.indexOf(id);
  return village >= 0 ? villageName(scene, village) : id;
}

/** @param {World} scene @param {{code: string, subject: string, earlier: number}} conflict @param {Language} language @returns {string} */
export function conflictText(scene, { code, subject, earlier }, language) {
  if (!isProblem(code)) return `${code} ${subject}`;
  return problemPhrase(language, code, {
    name: nameOf(scene, code, subject, language),
    earlier: earlier >= 0 ? say(language, "by_change", { n: earlier + 1 }) : "",
  });
}

/** @param {unknown} value @returns {string} short enough to read */
function shown(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  return text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text;
}

/** @param {unknown} list @param {Language} language @returns {string} */
const listed = (list, language) => (Array.isArray(list) ? list.join(language === "zh" ? "、" : ", ") : "");

/** @param {World} scene @param {Problem} problem @param {Language} language @returns {Told} */
export function problemText(scene, problem, language) {
  const { code, change, field } = problem;
  const where = [change === undefined ? "" : say(language, "change_n", { n: change }), field ?? ""].filter(Boolean).join(" · ");
  const commands = Array.isArray(problem.commands) ? problem.commands.map(String) : [];
  if (typeof problem.subject === "string") {
    return { where, text: conflictText(scene, { code, subject: problem.subject, earlier: Number(problem.earlier ?? -1) }, language), commands };
  }
  if (!isProblem(code)) return { where, text: code, commands };
  const amounts = Object.fromEntries(["low", "high", "most"].map((key) => [key, typeof problem[key] === "number" ? trimmed(problem[key], 3) : ""]));
  const rule = typeof problem.rule === "string" ? ruleName(scene, problem.rule, language) : "";
  const text = problemPhrase(language, code, {
    mb: shown(problem.mb), detail: shown(problem.detail), value: shown(problem.value), theirs: shown(problem.theirs), mine: shown(problem.mine),
    ...amounts, rule, known: listed(problem.known, language),
    wanted: wantedText(language, String(problem.wanted ?? "")), whole: problem.whole ? say(language, "and_whole") : "",
  });
  return { where, text, commands };
}
