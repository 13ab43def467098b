/** A change of a plan in words. */

import { number } from "#maps/figures";
import { schoolName, villageName } from "#maps/names";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {import("#kernel/scenario").Change} Change */

/** @param {World} scene that has the school @param {string} id @param {Language} language @returns {string} */
export function nameOfSchool(scene, id, language) {
  const i = scene.schools.id.indexOf(id);
  return i < 0 ? id : schoolName(scene, i, language);
}

/** @param {World} scene @param {string} id @returns {string} */
function nameOfVillage(scene, id) {
  const i = scene.villages.id.indexOf(id);
  return i < 0 ? id : villageName(scene, i);
}

/** What kind of change it is, in a word or two. @param {Change} change @param {Language} language @returns {string} */
export function changeKind({ op }, language) {
  const words = /** @type {const} */ ({
    close: "kind_close", merge: "kind_merge", open: "kind_open", set_grades: "kind_grades", set_seats: "kind_seats",
    set_beds: "kind_beds", set_bus: "kind_bus", designate: "kind_designate",
  });
  return say(language, words[op]);
}

/** What it is about. @param {World} scene @param {Change} change @param {Language} language @returns {string} */
export function changeSubject(scene, change, language) {
  const school = change.op === "open" && change.name ? change.name : nameOfSchool(scene, change.school, language);
  switch (change.op) {
    case "merge":
      return `${school} → ${nameOfSchool(scene, change.into, language)}`;
    case "set_grades":
      return `${school} · ${say(language, "grades", { span: change.grades })}`;
    case "set_seats":
      return `${school} · ${number(change.seats)}`;
    case "set_beds":
      return `${school} · ${number(change.beds)}`;
    case "set_bus":
      return `${school} · ${say(language, change.bus ? "yes" : "no")}`;
    case "designate":
      return say(language, "designate_subject", { village: nameOfVillage(scene, change.village), band: alone(told(language, "band", change.band)), school });
    default:
      return school;
  }
}

/** The change as a phrase. @param {World} scene @param {Change} change @param {Language} language @returns {string} */
export function changeText(scene, change, language) {
  const values = { school: change.op === "open" && change.name ? change.name : nameOfSchool(scene, change.school, language) };
  switch (change.op) {
    case "close":
      return say(language, "did_close", values);
    case "merge":
      return say(language, "did_merge", { ...values, into: nameOfSchool(scene, change.into, language) });
    case "open":
      return say(language, "did_open", values);
    case "designate":
      return say(language, "did_designate", { ...values, village: nameOfVillage(scene, change.village) });
    default:
      return `${changeKind(change, language)} ${changeSubject(scene, change, language)}`;
  }
}

/** @param {World} scene @param {readonly Change[]} changes @param {Language} language @returns {string} */
export function changesText(scene, changes, language) {
  const [first] = changes;
  if (!first) return "";
  const text = changeText(scene, first, language);
  return changes.length === 1 ? text : say(language, "and_more", { text, n: changes.length - 1 });
}
