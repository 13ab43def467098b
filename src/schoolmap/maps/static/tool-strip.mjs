/** What a click on the map means, and what to do next. */

import { h, icon, ICONS } from "#maps/dom";
import { schoolName, villageName } from "#maps/names";
import { TOOLS } from "#maps/state";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/state").Tool} Tool */

/** @type {Readonly<Record<Tool, keyof typeof ICONS>>} */
const SIGNS = { select: "select", close: "shut", merge: "merge", open: "found", convert: "point", designate: "assign" };

/** @param {Ui} ui @returns {HTMLElement} */
export function toolStrip({ store }) {
  const { language, tool } = store.get();
  return h("div", { class: "strip", role: "toolbar", "aria-label": say(language, "tools"), keydown: (event) => walk(/** @type {KeyboardEvent} */ (event)) },
      TOOLS.map((name, i) => h("button", {
        type: "button", "data-key": `tool-${name}`, "data-tool": name, "aria-pressed": String(name === tool), tabindex: name === tool ? 0 : -1,
        title: say(language, "with_key", { text: say(language, `tool_${name}_help`), key: i + 1 }), click: () => store.set({ tool: name, pending: null }),
      }, icon(ICONS[SIGNS[name]], 20), h("span", {}, say(language, `tool_${name}`)))));
}

/** @param {Ui} ui @returns {HTMLElement} */
export function hint({ store, session }) {
  const { language, tool } = store.get();
  const text = hintText(store.get(), session);
  return h("div", { class: tool === "select" ? "hint" : "hint active", hidden: text === "" },
    h("p", {}, text),
    tool === "select" ? null : h("button", { type: "button", class: "leave", "data-key": "leave-tool", click: () => store.set({ tool: "select", pending: null }) }, say(language, "leave_tool")));
}

/** What to do next. @param {import("#maps/state").State} state @param {Ui["session"]} session @returns {string} */
export function hintText({ language, tool, pending, view, selected }, session) {
  const scene = session.plan();
  const first = pending === null ? "" : pending.type === "school" ? schoolName(scene, pending.index, language) : villageName(scene, pending.index);
  if (tool === "merge") return first ? say(language, "hint_merge_into", { school: first }) : say(language, "hint_merge");
  if (tool === "designate") return first ? say(language, "hint_designate_to", { village: first }) : say(language, "hint_designate");
  if (tool !== "select") return say(language, `hint_${tool}`);
  const idle = session.current().changes.length === 0;
  if (idle && view !== "today") return say(language, "hint_no_change");
  return idle && selected === null ? say(language, "hint_start") : "";
}

/** Arrow keys go from tool to tool. @param {KeyboardEvent} event */
function walk(event) {
  const strip = /** @type {HTMLElement} */ (event.currentTarget);
  const buttons = [...strip.querySelectorAll("button")];
  const now = buttons.findIndex((b) => b === document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined || now < 0) return;
  event.preventDefault();
  buttons[(now + step + buttons.length) % buttons.length]?.focus();
}
