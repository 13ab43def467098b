/** What is being planned: several plans, the active one, their scenes, what may be undone. */

import { PlanBook } from "#maps/plan-book";
import { planFile, readPlan } from "#maps/plan-file";
import { previewOf } from "#maps/preview";
import { ruleFaults } from "#maps/rules-tried";
import { isIdle, NOTHING, Scenes } from "#maps/scenes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/scenario").Change} Change
 * @typedef {import("#kernel/conflicts").Conflict} Conflict
 *   `index` is the place of the change in the plan as it would be, `earlier` that of the change in
 *   the way, -1 where it is the county itself
 * @typedef {import("#maps/scene").Scene} Scene
 * @typedef {import("#maps/scenes").Draft} Draft
 * @typedef {import("#maps/scenes").Openings} Openings
 * @typedef {import("#maps/plan-file").Problem} Problem
 * @typedef {import("#maps/preview").Preview} Preview
 * @typedef {import("#maps/rules-tried").Ranges} Ranges
 * @typedef {import("#maps/rules-tried").RuleFault} RuleFault
 * @typedef {import("#maps/rules-tried").TriedRules} TriedRules
 */
/**
 * @typedef {object} Plan  as it stands; a change makes a new one with the same id
 * @property {number} id
 * @property {string} name
 * @property {readonly Change[]} changes
 * @property {TriedRules} rules  figures tried, where they differ from the study's
 * @property {Scene} scene  made when it is first asked for; `before` itself where nothing changes
 * @property {Scene} before  today under the rules of the plan
 */
/**
 * @typedef {object} Options
 * @property {Openings} [openings]  without it no school can be opened that is not listed
 * @property {Ranges} [ranges]  of figures that may be tried
 * @property {(n: number) => string} [nameOf]  what a plan is called that nobody named
 */

/** @type {Openings} */
const NO_OPENINGS = { add: () => null, settle: (change) => change };

/**
 * @param {import("#maps/world").World} world  the county, without an evaluation
 * @param {KernelModel} model
 * @param {Options} [options]
 */
export function makeSession(world, model, options = {}) {
  const { openings = NO_OPENINGS, ranges = {}, nameOf = (n) => `Plan ${n}` } = options;
  const scenes = new Scenes(world, model, openings);
  const book = new PlanBook(nameOf);
  /** @type {(() => void)[]} */
  const listeners = [];
  /** Tells everybody, where something changed. @param {boolean} changed */
  const tell = (changed = true) => {
    if (changed) for (const listener of listeners) listener();
    return changed;
  };
  const planOf = makePlans(scenes);
  return {
    readOnly: false,
    model,
    ranges,
    ...views(scenes, book, planOf),
    ...shelf(book, tell),
    ...edits(scenes, book, ranges, tell),
    ...exchange(scenes, book, ranges, planOf, tell),
    /** After every change of plans, of their names and of which is active. @param {() => void} listener */
    on(listener) {
      listeners.push(listener);
    },
  };
}
/** @typedef {ReturnType<typeof makeSession>} Session */

/**
 * The scene that a view shows: today (under the rules of the plan), else the active plan.
 * @param {Pick<Session, "before" | "plan">} session @param {import("#maps/state").ViewName} view
 */
export const shownScene = (session, view) => (view === "today" ? session.before() : session.plan());

/** @param {Scenes} scenes */
function makePlans(scenes) {
  /** @type {WeakMap<Draft, Plan>} */
  const known = new WeakMap();
  /** @param {import("#maps/plan-book").Entry} entry @returns {Plan} */
  return ({ id, name, draft }) => {
    let plan = known.get(draft);
    if (plan?.id !== id || plan.name !== name) {
      const { changes, rules } = draft;
      plan = Object.freeze({
        id, name, changes, rules,
        get scene() { return scenes.of(draft); },
        get before() { return scenes.of({ ...NOTHING, rules }); },
      });
      known.set(draft, plan);
    }
    return plan;
  };
}

/** @param {Scenes} scenes @param {PlanBook} book @param {ReturnType<typeof makePlans>} planOf */
const views = (scenes, book, planOf) => ({
  /** Today under the study's own rules. */
  today: () => scenes.of(NOTHING),
  before: () => planOf(book.current).before,
  plan: () => planOf(book.current).scene,
  current: () => planOf(book.current),
  plans: () => book.entries.map(planOf),
  active: () => book.active,
  canUndo: () => book.current.past.length > 0,
  canRedo: () => book.current.future.length > 0,
  /** @returns {string} an id that no school has */
  newId() {
    const opened = book.entries.flatMap(({ draft }) => draft.changes.map((change) => change.school));
    const taken = new Set([...scenes.model.sites.ids, ...opened]);
    let n = 1;
    while (taken.has(`N${n}`)) n += 1;
    return `N${n}`;
  },
});

/** @param {PlanBook} book @param {(changed?: boolean) => boolean} tell */
const shelf = (book, tell) => ({
  /** @param {number} i */
  use: (i) => tell(book.use(i)),
  /** An empty plan, which becomes the active one. @param {string} [name] @returns {number} its place */
  add(name = "") {
    const place = book.add(name);
    tell();
    return place;
  },
  /** @param {number} i @param {string} name */
  rename: (i, name) => tell(book.rename(i, name)),
  /** The last plan leaves an empty one. @param {number} i */
  remove: (i) => tell(book.remove(i)),
  /** A copy, which becomes the active plan. @param {number} i @param {string} [name] @returns {number} its place */
  duplicate(i, name = "") {
    const place = book.duplicate(i, name);
    tell(place >= 0);
    return place;
  },
});

/** @param {Scenes} scenes @param {PlanBook} book @param {Ranges} ranges @param {(changed?: boolean) => boolean} tell */
const edits = (scenes, book, ranges, tell) => ({
  /**
   * Adds changes to the active plan, all or none.
   * @param {readonly Change[]} changes @returns {readonly Conflict[]} why not; none where it was done
   */
  apply(changes) {
    if (changes.length === 0) return [];
    const next = [...book.current.draft.changes, ...scenes.settled(changes)];
    const conflicts = scenes.conflicts({ ...book.current.draft, changes: next });
    if (conflicts.length === 0) {
      book.become({ changes: next });
      tell();
    }
    return conflicts;
  },
  /**
   * Figures tried in place of the study's; those that do not differ are left out.
   * @param {TriedRules} rules  all of them @returns {RuleFault[]} why not; none where it was done
   */
  setRules(rules) {
    const faults = ruleFaults(scenes.model, ranges, rules);
    if (faults.length > 0) return faults;
    const tried = Object.entries(rules).filter(([id, value]) => scenes.model.standards.get(id)?.value !== value);
    book.become({ rules: Object.fromEntries(tried) });
    tell();
    return [];
  },
  /**
   * Takes a change out of the active plan, and those that cannot stand without it.
   * @param {number} k @returns {Change[]} which went with it
   */
  removeChange(k) {
    const { draft } = book.current;
    if (!draft.changes[k]) return [];
    const { changes, dropped } = scenes.without(draft, k);
    book.become({ changes });
    tell();
    return dropped;
  },
  /** Empties the active plan; that can be undone. */
  clear() {
    if (isIdle(book.current.draft)) return;
    book.become(NOTHING);
    tell();
  },
  undo: () => tell(book.undo()),
  redo: () => tell(book.redo()),
  /** What changes would do to the active plan; nothing is kept. @param {readonly Change[]} changes @returns {Preview} */
  preview(changes) {
    const { draft } = book.current;
    const next = { ...draft, changes: [...draft.changes, ...scenes.settled(changes)] };
    const conflicts = scenes.conflicts(next);
    const before = scenes.of(draft);
    return previewOf(before, conflicts.length > 0 ? before : scenes.of(next), conflicts);
  },
});

/**
 * @param {Scenes} scenes @param {PlanBook} book @param {Ranges} ranges
 * @param {ReturnType<typeof makePlans>} planOf @param {(changed?: boolean) => boolean} tell
 */
const exchange = (scenes, book, ranges, planOf, tell) => ({
  /** @param {number} [i] the active plan unless given @returns {Record<string, unknown>} a scenario file's content */
  exportPlan: (i = book.active) =>
    planFile(planOf(book.entries[i] ?? book.current), scenes.model),
  /**
   * Takes in the content of a scenario file; the plan becomes the active one.
   * @param {unknown} json @param {string} [name] where the file gives none
   * @returns {{ok: true, index: number} | {ok: false, problems: Problem[]}}
   */
  importPlan(json, name = "") {
    const read = sound(scenes, json, ranges);
    if (!read.ok) return read;
    const index = book.take(read.plan.name || name, read.plan);
    tell();
    return { ok: true, index };
  },
  /**
   * Plans that were saved, in place of all; those that are not sound are left out.
   * @param {readonly unknown[]} documents @param {number} active @returns {number} how many were taken
   */
  restore(documents, active) {
    const plans = documents.flatMap((json) => {
      const read = sound(scenes, json, ranges);
      return read.ok ? [read.plan] : [];
    });
    if (plans.length === 0) return 0;
    book.refill(plans, active);
    tell();
    return plans.length;
  },
});

/** @param {Scenes} scenes @param {unknown} json @param {Ranges} ranges */
function sound(scenes, json, ranges) {
  const read = readPlan(json, { model: scenes.model, ranges });
  if (!read.ok) return read;
  const plan = { ...read.plan, changes: scenes.settled(read.plan.changes) };
  const conflicts = scenes.conflicts(plan);
  if (conflicts.length === 0) return { ok: /** @type {const} */ (true), plan };
  const problems = conflicts.map(({ index, ...conflict }) => ({ ...conflict, change: index + 1 }));
  return { ok: /** @type {const} */ (false), problems };
}
