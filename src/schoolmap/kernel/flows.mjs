/** How pupils move between two layouts, and the rolls with them. */

import { code, flag, float, int } from "#kernel/arrays";
import { N_GRADE, N_STAGE, UNSERVED } from "#kernel/codes";
import { serves } from "#kernel/state";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/assignment").Assignment} Assignment
 * @typedef {import("#kernel/layout").Layout} Layout
 * @typedef {import("#kernel/state").State} State
 * @typedef {{roll: Float64Array, between: ReadonlyMap<number, Float64Array>}} Moved
 *   rolls by grade, and for each site that closes what moved from it by site and stage
 * @typedef {{pairs: readonly number[], flow: ReadonlyMap<number, number>,
 *   heads: Float64Array}} Flows
 *   `flow` by `from * n + to`, its keys upwards in `pairs`; `heads` were unserved before
 */

/**
 * Pupils of a grade (0 to 8) by their site before and after.
 * @param {KernelModel} model @param {Assignment} before @param {Assignment} after
 * @param {number} grade
 * @returns {Flows}
 */
function flowsOf({ villages, sites }, before, after, grade) {
  const heads = new Float64Array(sites.n);
  /** @type {Map<number, number>} */
  const flow = new Map();
  for (let cell = grade; cell < villages.pupils.length; cell += N_GRADE) {
    const pupils = int(villages.pupils, cell);
    if (pupils === 0 || code(after.mode, cell) === UNSERVED) continue;
    const to = int(after.site, cell);
    if (code(before.mode, cell) === UNSERVED) {
      heads[to] = float(heads, to) + pupils;
    } else {
      const pair = int(before.site, cell) * sites.n + to;
      flow.set(pair, (flow.get(pair) ?? 0) + pupils);
    }
  }
  return { pairs: [...flow.keys()].sort((a, b) => a - b), flow, heads };
}

/**
 * Rolls after a change, moved by grade in proportion to the flows of load:
 * `after[B] = sum over A of (roll[A] * flow[A, B]) / load[A]`, in index order, plus the heads of
 * pupils who were unserved; a school that nobody left or joined keeps its roll as it is. A school
 * that serves a grade no more, and whose roll of it no load explains, gives it to its merge target,
 * else to the nearest school that serves the grade.
 * @param {KernelModel} model @param {Float64Array} roll by grade, before @param {Layout} before
 * @param {Layout} after @param {Int32Array} mergedInto last merge target of each site, -1 none
 * @returns {Moved}
 */
export function rollsAfter(model, roll, before, after, mergedInto) {
  const { n } = model.sites;
  /** @type {Map<number, Float64Array>} */
  const between = new Map();
  for (let a = 0; a < n; a += 1) {
    const closes = flag(before.state.isOpen, a) && !flag(after.state.isOpen, a);
    if (closes) between.set(a, new Float64Array(n * N_STAGE));
  }
  const result = roll.slice();
  const stages = stageOfGrades(model);
  for (let g = 0; g < N_GRADE; g += 1) {
    const stage = Number(stages[g]);
    /** @param {number} a @param {number} b @param {number} pupils */
    const note = (a, b, pupils) => {
      const row = a === b ? undefined : between.get(a);
      if (row) row[b * N_STAGE + stage] = float(row, b * N_STAGE + stage) + pupils;
    };
    const lost = lostGrade(before.state, after.state, g + 1);
    moveGrade(model, { roll, result, before, after, lost, note }, g);
    for (let a = 0; a < n; a += 1) {
      const cell = a * N_GRADE + g;
      if (!flag(lost, a) || int(before.load, cell) !== 0 || float(roll, cell) <= 0) continue;
      const target = heir(model, after.state, a, g + 1, int(mergedInto, a));
      if (target < 0) continue;
      const at = target * N_GRADE + g;
      result[at] = float(result, at) + float(roll, cell);
      note(a, target, float(roll, cell));
    }
  }
  return { roll: result, between };
}

/**
 * @typedef {{roll: Float64Array, result: Float64Array, before: Layout, after: Layout,
 *   lost: Uint8Array, note: (a: number, b: number, pupils: number) => void}} Move
 */

/**
 * Moves the rolls of one grade (0 to 8); what stays is the term of a school itself, and a roll that
 * no load explains stays where the grade is still served.
 * @param {KernelModel} model @param {Move} move @param {number} g @returns {void}
 */
function moveGrade(model, { roll, result, before, after, lost, note }, g) {
  const { n } = model.sites;
  const { pairs, flow, heads } = flowsOf(model, before.assignment, after.assignment, g);
  const moved = new Float64Array(n);
  const stays = new Float64Array(n);
  let next = 0;
  for (let a = 0; a < n; a += 1) {
    const cell = a * N_GRADE + g;
    const load = int(before.load, cell);
    if (load <= 0 && !flag(lost, a)) moved[a] = float(moved, a) + float(roll, cell);
    for (; next < pairs.length && Number(pairs[next]) < (a + 1) * n; next += 1) {
      const pair = Number(pairs[next]);
      const b = pair - a * n;
      const pupils = flow.get(pair) ?? 0;
      const share = (float(roll, cell) * pupils) / load;
      moved[b] = float(moved, b) + share;
      note(a, b, share);
      if (a === b) stays[a] = pupils;
    }
  }
  for (let b = 0; b < n; b += 1) {
    const cell = b * N_GRADE + g;
    const load = int(before.load, cell);
    const same = float(stays, b) === load && load === int(after.load, cell) && !flag(lost, b);
    if (!same) result[cell] = float(moved, b) + float(heads, b);
  }
}

/** @param {KernelModel} model @returns {number[]} stage of each grade, 0 to 8 */
const stageOfGrades = ({ rules }) =>
  rules.bands.flatMap((band) => new Array(band.last - band.first + 1).fill(band.stage));

/**
 * Which sites serve a grade no more: closed, or of another span.
 * @param {State} before @param {State} after @param {number} grade 1 to 9
 * @returns {Uint8Array}
 */
function lostGrade(before, after, grade) {
  return before.isOpen.map((open, j) => {
    const had = int(before.first, j) <= grade && grade <= int(before.last, j);
    const has = int(after.first, j) <= grade && grade <= int(after.last, j);
    return Number(open === 1 && (!flag(after.isOpen, j) || (had && !has)));
  });
}

/**
 * The site that takes over a roll without load; -1 where none serves the grade.
 * @param {KernelModel} model @param {State} after @param {number} site @param {number} grade
 * @param {number} mergedInto
 * @returns {number}
 */
function heir(model, after, site, grade, mergedInto) {
  const served = serves(after, grade);
  if (mergedInto >= 0 && flag(served, mergedInto)) return mergedInto;
  const byRoad = nearestByRoad(model, site, served);
  return byRoad >= 0 ? byRoad : nearestStraight(model, site, served);
}

/** @param {KernelModel} model @param {number} site @param {Uint8Array} served @returns {number} */
function nearestByRoad({ between }, site, served) {
  if (!between || site >= between.n) return -1;
  let best = -1;
  let least = 0;
  for (let row = int(between.start, site); row < int(between.start, site + 1); row += 1) {
    const seconds = int(between.walkRefS, row);
    if (!flag(served, int(between.site, row)) || (best >= 0 && seconds >= least)) continue;
    best = int(between.site, row);
    least = seconds;
  }
  return best;
}

/**
 * By squared metres, among listed sites: added ones stand on the road or nowhere.
 * @param {KernelModel} model @param {number} site @param {Uint8Array} served @returns {number}
 */
function nearestStraight({ between, sites }, site, served) {
  const listed = between ? between.n : sites.n;
  let best = -1;
  let least = 0;
  for (let j = 0; j < listed; j += 1) {
    const dx = int(sites.xM, j) - int(sites.xM, site);
    const dy = int(sites.yM, j) - int(sites.yM, site);
    const squared = dx * dx + dy * dy;
    if (!flag(served, j) || (best >= 0 && squared >= least)) continue;
    best = j;
    least = squared;
  }
  return best;
}
