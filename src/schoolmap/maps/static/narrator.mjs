/** Tells every edit of the plan, whoever made it: what was done, what it does, what can be done next. */

import { changesText } from "#maps/changes-text";
import { previewOf } from "#maps/preview";
import { effectLine } from "#maps/preview-text";
import { ruleName } from "#maps/names";
import { say } from "#maps/words";

/** @typedef {import("#maps/session").Plan} Plan */
/** @typedef {import("#maps/ui").Ui} Ui */

const NARROW_PX = 760;

/** @param {Pick<Ui, "store" | "session" | "speaker">} ui */
export function makeNarrator(ui) {
  let was = ui.session.current();
  ui.session.on(() => {
    const now = ui.session.current();
    const before = was;
    was = now;
    if (now.id !== before.id) tellPlan(ui, now);
    else if (!alike(now.changes, before.changes)) tellChanges(ui, before, now);
    else if (!alike(now.rules, before.rules)) tellRules(ui, before, now);
  });
}

/** @param {Pick<Ui, "store" | "speaker">} ui @param {Plan} plan */
function tellPlan({ store, speaker }, plan) {
  speaker.say(say(store.get().language, "now_plan", { name: plan.name, n: plan.changes.length }));
}

/** @param {unknown} a @param {unknown} b @returns {boolean} */
const alike = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** @param {readonly object[]} list @param {readonly object[]} of @returns {boolean} whether one is the other's beginning */
const begins = (list, of) => list.length < of.length && list.every((one, i) => alike(one, of[i]));

/** @param {Pick<Ui, "store" | "session" | "speaker">} ui @param {Plan} before @param {Plan} now */
function tellChanges({ store, session, speaker }, before, now) {
  const { language } = store.get();
  if (begins(before.changes, now.changes)) {
    const done = changesText(now.scene, now.changes.slice(before.changes.length), language);
    const effect = effectLine(previewOf(before.scene, now.scene, []), language);
    speaker.tell(say(language, "did", { what: done, effect }), [
      { text: say(language, "undo"), click: () => session.undo() },
      // on a phone the card lies over the panels
      { text: say(language, "see_impact"), click: () => store.set({ tab: "impact", view: "change", ...(window.innerWidth <= NARROW_PX ? { selected: null } : {}) }) },
    ]);
    return;
  }
  const kept = new Set(now.changes.map((change) => JSON.stringify(change)));
  const gone = before.changes.filter((change) => !kept.has(JSON.stringify(change)));
  const what = changesText(before.scene, gone, language);
  speaker.tell(what ? say(language, "undid", { what }) : say(language, "plan_changed"), [
    session.canRedo()
      ? { text: say(language, "redo"), click: () => session.redo() }
      : { text: say(language, "undo"), click: () => session.undo() },
  ]);
}

/** @param {Pick<Ui, "store" | "speaker" | "session">} ui @param {Plan} before @param {Plan} now */
function tellRules({ store, speaker, session }, before, now) {
  const { language } = store.get();
  const changed = [...new Set([...Object.keys(before.rules), ...Object.keys(now.rules)])].filter((id) => before.rules[id] !== now.rules[id]);
  const names = changed.map((id) => ruleName(session.plan(), id, language)).slice(0, 2).join(say(language, "comma"));
  speaker.say(say(language, "rules_changed", { rules: names }));
}
