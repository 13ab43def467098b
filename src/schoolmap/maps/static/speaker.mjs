/** Tells what an edit did: aloud to screen readers, and in a note that offers the next step. */

import { fill, h, icon, ICONS } from "#maps/dom";

/** @typedef {{text: string, click: () => void}} Step */

const SHOWN_MS = 14000;

/** @param {() => string} closeText */
export function makeSpeaker(closeText) {
  const live = h("p", { class: "unseen", role: "status" });
  const note = h("div", { class: "telling", hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const hide = () => {
    clearTimeout(timer);
    note.hidden = true;
  };
  /** Goes by itself, unless somebody is about to use it. */
  function wait() {
    clearTimeout(timer);
    timer = setTimeout(() => (note.matches(":hover, :focus-within") ? wait() : hide()), SHOWN_MS);
  }

  return {
    live,
    note,
    hide,
    /** @param {string} text  for screen readers alone */
    say(text) {
      // the same text twice is two events
      live.textContent = "";
      live.textContent = text;
    },
    /** @param {string} text @param {Step[]} [steps]  what one may do next */
    tell(text, steps = []) {
      this.say(text);
      fill(note,
        h("p", {}, text),
        steps.map((step) => h("button", { type: "button", class: "step", click: () => {
          hide();
          step.click();
        } }, step.text)),
        h("button", { type: "button", class: "hide", "aria-label": closeText(), click: hide }, icon(ICONS.close, 14)));
      note.hidden = false;
      wait();
    },
  };
}
/** @typedef {ReturnType<typeof makeSpeaker>} Speaker */
