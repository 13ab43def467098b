/** Fields of forms, each with its label. */

import { h } from "#maps/dom";

/** @typedef {{value: string, text: string}} Choice */

/** @param {string} label @param {HTMLElement} control @param {string} [unit] @param {string} [help] */
export const field = (label, control, unit = "", help = "") =>
  h("label", { class: "field" },
    h("span", { class: "field-label" }, label),
    h("span", { class: "field-control" }, control, unit ? h("span", { class: "soft" }, unit) : null),
    help ? h("small", {}, help) : null);

/** @param {string} value @param {number} [most] letters */
export const textInput = (value, most = 60) => {
  const input = h("input", { type: "text", maxlength: most, autocomplete: "off", spellcheck: "false", "data-first": true });
  input.value = value;
  return input;
};

/** @param {number | null} value null: empty @param {Record<string, string | number | boolean>} [more] */
export function numberInput(value, more = {}) {
  const input = h("input", { type: "number", inputmode: "decimal", min: 0, step: 1, ...more });
  input.value = value === null ? "" : String(value);
  return input;
}

/** @param {HTMLInputElement} input @returns {number | null} null where it holds no whole number that fits */
export function wholeOf(input) {
  const value = Number(input.value);
  return input.value.trim() !== "" && Number.isInteger(value) && value >= 0 ? value : null;
}

/** @param {readonly Choice[]} choices @param {string} chosen @param {Parameters<typeof h>[1]} [more] */
export function selectOf(choices, chosen, more = {}) {
  const select = h("select", more, choices.map((c) => h("option", { value: c.value }, c.text)));
  select.value = chosen;
  return select;
}

/** @param {string} text @param {boolean} checked @returns {{box: HTMLInputElement, label: HTMLElement}} */
export function checkbox(text, checked) {
  const box = h("input", { type: "checkbox" });
  box.checked = checked;
  return { box, label: h("label", { class: "check" }, box, h("span", {}, text)) };
}

/**
 * First and last grade.
 * @param {number} first @param {number} last @param {(end: "first" | "last") => string} word
 * @returns {{fields: HTMLElement[], span: () => string}} an empty span where the last comes before the first
 */
export function gradesFields(first, last, word) {
  const grades = Array.from({ length: 9 }, (_, i) => ({ value: String(i + 1), text: String(i + 1) }));
  const from = selectOf(grades, String(first));
  const to = selectOf(grades, String(last));
  return {
    fields: [h("div", { class: "field-pair" }, field(word("first"), from), field(word("last"), to))],
    span: () => (Number(from.value) > Number(to.value) ? "" : from.value === to.value ? from.value : `${from.value}-${to.value}`),
  };
}
