/** What may be done with a school: each opens a proposal. */

import { h, icon, ICONS } from "#maps/dom";
import { at } from "#maps/journeys";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/words").Word} Word */

const TEACHING_POINT = 218;
const POINT_LAST = 4;

/** @param {Ui} ui @param {Scene} plan @param {number} i @returns {HTMLElement} */
export function schoolActions(ui, plan, i) {
  const { ask, store } = ui;
  const { language } = store.get();
  /** @param {Word} word @param {() => void} click @param {keyof typeof ICONS | null} [sign] @param {string} [kind] */
  const action = (word, click, sign = null, kind = "plain") =>
    h("button", { type: "button", class: `button ${kind}`, "data-key": `do-${word}`, click }, sign ? icon(ICONS[sign], 16) : null, say(language, word));
  if (plan.schools.open[i] !== 1) return reopen(ui, plan, i, action);
  return h("section", { class: "school-actions", "aria-label": say(language, "actions") },
    h("div", { class: "main-actions" },
      action("do_close", () => ask.propose([{ op: "close", school: plan.schools.id[i] ?? "" }]), "shut"),
      action("do_merge", () => ask.merge(i), "merge")),
    h("div", { class: "more-actions" },
      mayBePoint(plan, i) ? action("do_convert", () => ask.convert(i)) : null,
      action("do_grades", () => ask.grades(i)),
      action("do_seats", () => ask.seats(i)),
      action("do_beds", () => ask.beds(i)),
      action(plan.schools.bus[i] === 1 ? "do_no_bus" : "do_bus", () => ask.bus(i))));
}

/** A primary school that is none yet. @param {Scene} plan @param {number} i */
const mayBePoint = ({ schools: s }, i) => s.type[i] !== TEACHING_POINT && at(s.first, i) === 1 && at(s.last, i) > POINT_LAST - 1;

/**
 * A school that is closed: by the plan, by the county, or planned.
 * @param {Ui} ui @param {Scene} plan @param {number} i @param {(word: Word, click: () => void, sign?: keyof typeof ICONS | null, kind?: string) => HTMLElement} action
 */
function reopen({ session, ask, store }, plan, i, action) {
  const id = plan.schools.id[i] ?? "";
  const { changes } = session.current();
  const k = changes.reduce((last, change, at) => ((change.op === "close" || change.op === "merge") && change.school === id ? at : last), -1);
  const planned = k < 0;
  return h("section", { class: "school-actions", "aria-label": say(store.get().language, "actions") },
    h("div", { class: "main-actions" },
      planned
        ? action("do_open", () => ask.propose([{ op: "open", school: id }]), "found", "main")
        : action("do_keep", () => void session.removeChange(k), "reset", "main")),
    h("div", { class: "more-actions" }, planned ? [action("do_grades", () => ask.grades(i)), action("do_seats", () => ask.seats(i)), action("do_beds", () => ask.beds(i))] : null));
}
