/** Menus that open below their button; one at a time. */

import { h } from "#maps/dom";

/**
 * @param {string} name  keeps it open, and the focus in it, where it is made anew
 * @param {import("#maps/dom").Child[]} label @param {import("#maps/dom").Children} body
 * @param {{title?: string, kind?: string}} [more]
 * @returns {HTMLDetailsElement}
 */
export function menu(name, label, body, { title = "", kind = "" } = {}) {
  const box = h("details", { class: `menu ${kind}`, "data-menu": name, toggle: () => alone(box) },
    h("summary", { "data-key": `menu-${name}`, title, "aria-label": title || null }, label),
    h("div", { class: "menu-body" }, body));
  return box;
}

/** @param {HTMLDetailsElement} box */
function alone(box) {
  if (!box.open) return;
  for (const other of document.querySelectorAll("details.menu[open]")) {
    if (other !== box && other instanceof HTMLDetailsElement) other.open = false;
  }
}

/** @param {Element} inside  closes the menu that holds it, and leaves the keyboard on its button */
export function closeMenu(inside) {
  const box = inside.closest("details.menu");
  if (!(box instanceof HTMLDetailsElement)) return;
  box.open = false;
  box.querySelector("summary")?.focus();
}

/**
 * An entry that does something and closes the menu.
 * @param {string} key @param {import("#maps/dom").Child[]} label @param {() => void} click
 * @param {Record<string, string | boolean | null>} [more]
 */
export function entry(key, label, click, more = {}) {
  const button = h("button", { type: "button", class: "menu-entry", "data-key": key, ...more, click: () => {
    closeMenu(button);
    click();
  } }, label);
  return button;
}
