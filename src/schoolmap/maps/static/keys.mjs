/** The keyboard: undo and redo, tools, views, search, and the way out of everything. */

import { TOOLS, VIEWS } from "#maps/state";

/** @typedef {Pick<import("#maps/session").Session, "readOnly" | "undo" | "redo">} Session */
/** @typedef {import("#maps/state").Store} Store */

const VIEW_KEYS = ["t", "p", "c"];

/** @param {EventTarget | null} target @returns {boolean} whether keys are letters there */
const typesInto = (target) =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;

/** @param {Store} store @param {Session} session @param {() => void} focusSearch */
export function listenToKeys(store, session, focusSearch) {
  document.addEventListener("keydown", (event) => {
    // a dialog has keys of its own
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const typing = typesInto(event.target);
    const used =
      event.key === "Escape" ? escape(store)
      : event.ctrlKey || event.metaKey ? !typing && history(event, session)
      : !typing && !event.altKey && plainKey(event.key, store, session, focusSearch);
    if (used) event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    const menu = openMenu();
    if (menu && !menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
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

/** @param {KeyboardEvent} event @param {Session} session @returns {boolean} */
function history(event, session) {
  const key = event.key.toLowerCase();
  if (session.readOnly) return false;
  if (key === "z" && !event.shiftKey) session.undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) session.redo();
  else return false;
  return true;
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
