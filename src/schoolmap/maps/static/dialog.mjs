/** Dialogs: the keyboard stays inside while one is open and goes back to where it was. */

import { h, icon, ICONS } from "#maps/dom";
import { holdFocus } from "#maps/focus";
import { say } from "#maps/words";

/** @typedef {import("#maps/words").Language} Language */
/**
 * @typedef {object} DialogParts
 * @property {string} title
 * @property {Language} language
 * @property {import("#maps/dom").Children} body
 * @property {HTMLElement[]} buttons  the last is the one that does it
 * @property {"" | "wide" | "two"} [size]  `two`: two columns
 * @property {() => void} [closed]
 */

let count = 0;

/**
 * @param {HTMLElement} root @param {DialogParts} parts
 * @returns {{element: HTMLDialogElement, close: () => void}}
 */
export function openDialog(root, { title, language, body, buttons, size = "", closed }) {
  count += 1;
  const [heading, text] = [`sm-dialog-${count}`, `sm-dialog-text-${count}`];
  const giveBack = holdFocus(root);
  const dialog = h("dialog", { class: `dialog ${size}`, "aria-labelledby": heading,
    // a form is gone through field by field; a message is read at once
    "aria-describedby": size === "" ? text : null });
  const shut = h("button", { type: "button", class: "close", "aria-label": say(language, "close"), title: say(language, "close"), click: () => dialog.close() }, icon(ICONS.close));
  dialog.append(
    h("header", { class: "dialog-head" }, h("h2", { id: heading }, title)),
    h("div", { class: "dialog-body", id: text }, body),
    h("footer", { class: "dialog-foot" }, buttons),
    // last in the order of the keyboard: nobody comes for it
    shut,
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    giveBack();
    closed?.();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  root.append(dialog);
  dialog.showModal();
  const first = dialog.querySelector("[data-first]") ?? dialog.querySelector(".fields select, .fields input") ?? buttons.at(-1);
  if (first instanceof HTMLElement) first.focus();
  if (first instanceof HTMLInputElement && first.type !== "radio") first.select();
  return { element: dialog, close: () => dialog.close() };
}

/**
 * @param {string} text @param {() => void} click @param {"plain" | "main" | "grave"} [kind]
 * @returns {HTMLButtonElement}
 */
export const button = (text, click, kind = "plain") =>
  h("button", { type: "button", class: `button ${kind}`, click }, text);
