/** Changes applied to a layout, one after the other. */

import { code, flag, int, item, UNKNOWN } from "#kernel/arrays";
import { N_GRADE, parseSpan, UNSERVED } from "#kernel/codes";
import { layoutOf } from "#kernel/layout";
import { assignable, copyOf, pointSpan } from "#kernel/state";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/scenario").Change} Change
 * @typedef {import("#kernel/scenario").Designate} Designate
 * @typedef {import("#kernel/scenario").Merge} Merge
 * @typedef {import("#kernel/scenario").Open} Open
 * @typedef {import("#kernel/state").State} State
 * @typedef {import("#kernel/layout").Layout} Layout
 * @typedef {{state: State, mergedInto: Int32Array, layout: Layout | null}} Step
 *   sites after a change, the site that each was last merged into (-1 none), and who goes where
 *   once somebody has asked
 * @typedef {{state: State, mergedInto: Int32Array, model: KernelModel, before: Step}} Draft
 *   a layout while it is changed: arrays of its own, written to in place
 */

/**
 * The last run of changes from each state: an edit mostly adds to a run, or takes from its end.
 * @type {WeakMap<State, {changes: readonly Change[], steps: readonly Step[]}>}
 */
const runs = new WeakMap();

/**
 * The layout that changes make of another; the changes must be without conflicts, and an object
 * that was once a change is not written to later.
 * @param {KernelModel} model with the added schools @param {Layout} today
 * @param {readonly Change[]} changes
 * @returns {Step}
 */
export function applied(model, today, changes) {
  const mergedInto = new Int32Array(model.sites.n).fill(-1);
  const first = { state: today.state, mergedInto, layout: today };
  const last = runs.get(today.state) ?? { changes: [], steps: [first] };
  let same = 0;
  while (same < changes.length && changes[same] === last.changes[same]) same += 1;
  const steps = last.steps.slice(0, same + 1);
  for (const change of changes.slice(same)) {
    steps.push(next(model, item(steps, steps.length - 1), change));
  }
  if (steps.length > same + 1) runs.set(today.state, { changes: [...changes], steps });
  return item(steps, steps.length - 1);
}

/** @param {KernelModel} model @param {Step} step @returns {Layout} */
export function layoutAt(model, step) {
  step.layout ??= layoutOf(model, step.state);
  return step.layout;
}

/** @param {KernelModel} model @param {Step} before @param {Change} change @returns {Step} */
function next(model, before, change) {
  const draft = {
    model,
    before,
    state: copyOf(before.state),
    mergedInto: before.mergedInto.slice(),
  };
  apply(draft, change);
  return { state: draft.state, mergedInto: draft.mergedInto, layout: null };
}

/** @param {Draft} draft @param {Change} change @returns {void} */
function apply(draft, change) {
  const { state } = draft;
  const j = siteOf(draft, change.school);
  switch (change.op) {
    case "close":
      setOpen(draft, j, false);
      break;
    case "merge":
      merge(draft, j, siteOf(draft, change.into));
      break;
    case "open":
      open(draft, j, change);
      break;
    case "set_grades":
      setSpan(state, j, change.grades);
      break;
    case "set_seats":
      state.seats[j] = change.seats;
      break;
    case "set_beds":
      setBeds(state, j, change.beds);
      break;
    case "set_bus":
      setBus(state, j, change.bus);
      break;
    default:
      designate(draft, change, j);
  }
}

/** @param {Draft} draft @param {string} id @returns {number} */
function siteOf(draft, id) {
  const j = draft.model.sites.ids.indexOf(id);
  if (j < 0) throw new Error(`no school ${id}`);
  return j;
}

/**
 * @param {Draft} draft @param {number} j @param {boolean} isOpen
 * @param {number} [into] whom it was merged into
 * @returns {void}
 */
function setOpen(draft, j, isOpen, into = -1) {
  draft.state.isOpen[j] = Number(isOpen);
  draft.state.assignable = assignable(draft.model, draft.state.isOpen);
  draft.mergedInto[j] = into;
}

/**
 * Closes a school; whoever is assigned to it at this point is designated to the other one, and so
 * are those who are designated to it but cannot get there.
 * @param {Draft} draft @param {number} j @param {number} target @returns {void}
 */
function merge(draft, j, target) {
  const { state } = draft;
  const { assignment } = layoutAt(draft.model, draft.before);
  for (let cell = 0; cell < assignment.site.length; cell += 1) {
    if (int(assignment.site, cell) !== j) continue;
    // whoever is listed at a school that they are designated to is bound to it
    const bound = int(state.designated, cell) === j && serving(state, j, cell % N_GRADE);
    if (bound || code(assignment.mode, cell) !== UNSERVED) state.designated[cell] = target;
  }
  setOpen(draft, j, false, target);
}

/** @param {State} state @param {number} j @param {number} g 0 to 8 @returns {boolean} */
const serving = (state, j, g) =>
  flag(state.assignable, j) && int(state.first, j) <= g + 1 && g + 1 <= int(state.last, j);

/** @param {Draft} draft @param {number} j @param {Open} change @returns {void} */
function open(draft, j, change) {
  const { state } = draft;
  setOpen(draft, j, true);
  if (change.grades) setSpan(state, j, change.grades);
  if ((change.seats ?? null) !== null) state.seats[j] = Number(change.seats);
  if ((change.beds ?? null) !== null) setBeds(state, j, Number(change.beds));
  if ((change.bus ?? null) !== null) setBus(state, j, change.bus === true);
}

/**
 * A school whose span is changed is a teaching point by its span alone.
 * @param {State} state @param {number} j @param {string} grades @returns {void}
 */
function setSpan(state, j, grades) {
  const span = parseSpan(grades);
  if (!span) throw new Error(`not a span of grades: ${grades}`);
  const [first, last] = span;
  if (first === int(state.first, j) && last === int(state.last, j)) return;
  state.first[j] = first;
  state.last[j] = last;
  state.isPoint[j] = Number(pointSpan(first, last));
}

/** @param {State} state @param {number} j @param {number} beds @returns {void} */
function setBeds(state, j, beds) {
  state.beds[j] = beds;
  state.bedsKnown[j] = 1;
}

/** @param {State} state @param {number} j @param {boolean} on @returns {void} */
function setBus(state, j, on) {
  if (on === flag(state.bus, j)) return;
  state.bus[j] = Number(on);
  state.busSeats[j] = UNKNOWN;
}

/** @param {Draft} draft @param {Designate} change @param {number} j @returns {void} */
function designate(draft, change, j) {
  const { rules, villages } = draft.model;
  const band = rules.bands.find((b) => b.id === change.band);
  const v = villages.ids.indexOf(change.village);
  if (!band || v < 0) throw new Error(`no band ${change.band} or village ${change.village}`);
  draft.state.designated.fill(j, v * N_GRADE + band.first - 1, v * N_GRADE + band.last);
}
