/** The choice of a school that takes in another one's pupils. */

import { h } from "#maps/dom";
import { field, selectOf } from "#maps/fields";
import { length, minutes, number } from "#maps/figures";
import { targetsOf } from "#maps/merge-choice";
import { schoolName } from "#maps/names";
import { say } from "#maps/words";

/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/merge-choice").Target} Target */
/** @typedef {import("#maps/words").Language} Language */

/** So many are shown with what is known of them; the others by name. */
const NEAREST = 5;

/**
 * @param {Scene} scene @param {number} school @param {Language} language
 * @param {(target: number) => string} effect  what it would do to merge it there, in a line
 */
export function mergeFields(scene, school, language, effect) {
  const targets = targetsOf(scene, school);
  const near = targets.slice(0, NEAREST);
  let chosen = near[0]?.school ?? -1;
  const radios = near.map((target, i) => {
    const input = h("input", { type: "radio", name: "sm-target", value: target.school, checked: i === 0, "data-first": i === 0, change: () => choose(target.school) });
    return h("label", { class: "target" }, input, targetText(scene, target, language, effect(target.school)));
  });
  const rest = targets.slice(NEAREST);
  const others = selectOf(
    [{ value: "", text: "—" }, ...rest.map((t) => ({ value: String(t.school), text: `${schoolName(scene, t.school, language)} · ${length(t.straightM, language)}` }))],
    "", { change: () => choose(others.value === "" ? near[0]?.school ?? -1 : Number(others.value), others.value === "") });

  /** @param {number} to @param {boolean} [near] */
  function choose(to, near = true) {
    chosen = to;
    if (near) others.value = "";
    for (const radio of radios) {
      const input = radio.querySelector("input");
      if (input) input.checked = near && Number(input.value) === to;
    }
  }
  choose(chosen);
  if (targets.length === 0) return { fields: [h("p", { class: "soft" }, say(language, "no_target"))], chosen: () => -1 };
  return {
    fields: [
      h("fieldset", { class: "targets" }, h("legend", {}, say(language, "nearest_first")), radios),
      ...(rest.length > 0 ? [field(say(language, "other_target"), others)] : []),
    ],
    chosen: () => chosen,
  };
}

/** @param {Scene} scene @param {Target} target @param {Language} language @param {string} effect */
function targetText(scene, { school, walkS, straightM, spare, missing }, language, effect) {
  const way = walkS === null
    ? say(language, "straight", { length: length(straightM, language) })
    : say(language, "walk_between", { minutes: minutes(walkS, language) });
  const room = spare === null ? say(language, "seats_unknown")
    : spare >= 0 ? say(language, "spare_n", { n: number(Math.floor(spare)) }) : say(language, "over_by", { n: number(-spare) });
  return h("span", { class: "target-text" },
    h("b", {}, schoolName(scene, school, language)),
    h("small", {}, way, " · ", h("span", { class: spare !== null && spare <= 0 ? "alarm" : "" }, room),
      missing ? h("span", { class: "alarm" }, ` · ${say(language, "serves_not", { grades: missing })}`) : null),
    h("small", { class: "target-effect" }, effect));
}
