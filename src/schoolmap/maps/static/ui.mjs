/** What panels, cards and dialogs are handed, and what they look at. */

import { say } from "#maps/words";
import { mapWord } from "#maps/words-map";

/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/session").Session} Session */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/words").Language} Language */
/**
 * @typedef {object} Actions  what the page does for its panels
 * @property {(s: Subject) => void} go
 * @property {() => void} print
 * @property {() => void} in
 * @property {() => void} out
 * @property {() => void} fit
 * @property {() => void} moved  panels take other room than before
 * @property {(i?: number) => void} exportPlan
 * @property {(file: File) => Promise<ReturnType<Session["importPlan"]>>} importFile
 * @property {import("#maps/autosave").Autosave} autosave
 * @property {import("#maps/opening").Opening | null} opening
 */
/**
 * @typedef {object} Ui
 * @property {HTMLElement} root
 * @property {Store} store
 * @property {Session} session
 * @property {Actions} act
 * @property {import("#maps/speaker").Speaker} speaker
 * @property {import("#maps/proposals").Ask} ask
 */
/**
 * @typedef {object} Seen
 * @property {State} state
 * @property {Language} language
 * @property {Scene} before  today, under the rules of the plan
 * @property {Scene} plan
 * @property {Scene} scene  the one that is shown
 * @property {boolean} changed  whether what is shown may differ from today
 */

/** @param {Ui} ui @returns {Seen} */
export function seen({ store, session }) {
  const state = store.get();
  const [before, plan] = [session.before(), session.plan()];
  const scene = state.view === "today" ? before : plan;
  return { state, language: state.language, before, plan, scene, changed: scene !== before };
}

/**
 * What today is called: a plan that tries rules is held against today under these rules.
 * @param {Pick<Session, "current">} session @param {Language} language @returns {string}
 */
export const todayName = (session, language) => todayUnder(session.current().rules, language);

/** @param {object | undefined} rules that a plan tries @param {Language} language @returns {string} */
export const todayUnder = (rules, language) =>
  Object.keys(rules ?? {}).length > 0 ? say(language, "today_tried") : mapWord(language, "view_today");

/**
 * Something about two layouts that is worked out once.
 * @template T
 * @param {(before: Scene, after: Scene) => T} work @returns {(before: Scene, after: Scene) => T}
 */
export function onceFor(work) {
  /** @type {WeakMap<Scene, WeakMap<Scene, T>>} */
  const known = new WeakMap();
  return (before, after) => {
    const by = known.get(before) ?? new WeakMap();
    known.set(before, by);
    const held = by.get(after);
    if (held !== undefined) return held;
    const made = work(before, after);
    by.set(after, made);
    return made;
  };
}
