/** A figure of a rule that can be tried: its field, why it is refused, and the way back. */

import { h } from "#maps/dom";
import { trimmed } from "#maps/figures";
import { fromField, isTime, toField } from "#maps/rule-values";
import { rangeOf } from "#maps/rules-tried";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/world").Standard} Standard */

/**
 * @param {Ui} ui @param {string} id @param {Standard} s @param {HTMLElement} fault  says why a figure is refused
 * @param {string} [label] where none stands beside it @returns {HTMLInputElement}
 */
export function ruleControl(ui, id, s, fault, label = "") {
  const shared = { "data-key": `rule-${id}`, "aria-label": label || null };
  if (typeof s.value === "boolean") {
    const box = h("input", { type: "checkbox", checked: s.value, ...shared, change: () => tryFigure(ui, id, box.checked, fault) });
    return box;
  }
  // the keyboard goes on first: the panel is made anew by what is tried
  const input = h("input", { type: "number", inputmode: "decimal", step: "any", ...shared, change: () => setTimeout(commit, 0) });
  const now = String(toField(id, Number(s.value)));
  input.value = now;
  function commit() {
    const value = Number(input.value);
    if (input.value.trim() === "" || !Number.isFinite(value)) input.value = now;
    else if (!tryFigure(ui, id, fromField(id, value), fault)) input.setAttribute("aria-invalid", "true");
  }
  return input;
}

/** @param {Ui} ui @param {string} id @param {Standard} s @param {...import("#maps/dom").Child} label @returns {HTMLElement | null} */
export function resetButton(ui, id, s, ...label) {
  if (!s.tried || s.was === null || s.was === undefined) return null;
  return h("button", { type: "button", class: "link reset", "data-key": `reset-${id}`, click: () => tryFigure(ui, id, null, null) }, label);
}

/**
 * @param {Ui} ui @param {string} id @param {number | boolean | null} value null: as the study has it
 * @param {HTMLElement | null} fault @returns {boolean} whether it was taken
 */
function tryFigure({ session, store }, id, value, fault) {
  const { [id]: _, ...others } = session.current().rules;
  const faults = session.setRules(value === null ? others : { ...others, [id]: value });
  if (fault) fault.hidden = faults.length === 0;
  if (faults.length === 0) return true;
  const { language } = store.get();
  const { low, high, whole } = rangeOf(session.ranges, id);
  if (fault) {
    fault.textContent = say(language, "rule_range", {
      low: trimmed(toField(id, low), 2), high: trimmed(toField(id, high), 2), whole: whole && !isTime(id) ? say(language, "and_whole") : "",
    });
  }
  return false;
}
