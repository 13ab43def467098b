/** The keyboard: undo and redo, tools, views, search, and the way out of everything. */

import { TOOLS, VIEWS } from "#maps/state";

/** @typedef {Pick<import("#maps/session").Session, "readOnly" | "undo" | "redo">} Session */
/** @typedef {import("#maps/state").Store} Store */

const VIEW_KEYS = ["t", "p", "c"];

/** @param {EventTarget | null} target @returns {boolean} whether keys are letters there */
const typesInto = (target) =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;

const NO_TEXT = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];

/** @param {EventTarget | null} target @returns {boolean} whether there is a text of its own to undo */
const writesInto = (target) =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !NO_TEXT.includes(target.type));

/** @param {Store} store @param {Session} session @param {() => void} focusSearch */
export function listenToKeys(store, session, focusSearch) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const inDialog = document.querySelector("dialog[open]") !== null;
    if (pressKey(event, store, session, { focusSearch, inDialog })) event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    const menu = openMenu();
    if (menu && !menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
}

/**
 * @param {KeyboardEvent} event @param {Store} store @param {Session} session
 * @param {{focusSearch: () => void, inDialog: boolean}} page
 * @returns {boolean} whether the key is used up: the browser must do nothing with it
 */
export function pressKey(event, store, session, { focusSearch, inDialog }) {
  if (event.ctrlKey || event.metaKey) {
    const step = event.altKey || writesInto(event.target) ? null : stepOf(event);
    // left to itself the browser would undo what was typed in some field last
    if (step && !inDialog && !session.readOnly) session[step]();
    return step !== null;
  }
  // a dialog has keys of its own
  if (inDialog) return false;
  if (event.key === "Escape") return escape(store);
  return !typesInto(event.target) && !event.altKey && plainKey(event.key, store, session, focusSearch);
}

/** @returns {HTMLDetailsElement | null} */
const openMenu = () => document.querySelector("details.menu[open]");

/** One step back at a time. @param {Store} store @returns {boolean} */
function escape(store) {
  const menu = openMenu();
  const { pending, tool, selected } = store.get();
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (pending) store.set({ pending: null });
  else if (tool !== "select") store.set({ tool: "select" });
  else if (selected) store.set({ selected: null });
  else return false;
  return true;
}

/** @param {KeyboardEvent} event @returns {"undo" | "redo" | null} */
function stepOf({ key, shiftKey }) {
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}

/** @param {string} key @param {Store} store @param {Session} session @param {() => void} focusSearch @returns {boolean} */
function plainKey(key, store, session, focusSearch) {
  const tool = TOOLS[Number(key) - 1];
  const view = VIEWS[VIEW_KEYS.indexOf(key.toLowerCase())];
  if (key === "/") focusSearch();
  else if (tool && !session.readOnly) store.set({ tool, pending: null });
  else if (view) store.set({ view });
  else return false;
  return true;
}
