/** Loads (whom the assignment sends) and rolls (whom the school reports). */

import { code, flag, float, int, UNKNOWN } from "#kernel/arrays";
import { N_GRADE, N_STAGE, UNSERVED } from "#kernel/codes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/assignment").Assignment} Assignment
 * @typedef {import("#kernel/state").State} State
 * @typedef {import("#kernel/rules").Rules} Rules
 */

/**
 * Pupils sent to each site by grade; unserved pupils are in none.
 * @param {KernelModel} model @param {Assignment} assignment @returns {Int32Array}
 */
export function loads(model, assignment) {
  const { pupils } = model.villages;
  const load = new Int32Array(model.sites.n * N_GRADE);
  for (let cell = 0; cell < pupils.length; cell += 1) {
    const site = int(assignment.site, cell);
    if (site < 0 || code(assignment.mode, cell) === UNSERVED) continue;
    const at = site * N_GRADE + (cell % N_GRADE);
    load[at] = int(load, at) + int(pupils, cell);
  }
  return load;
}

/**
 * Pupils of all grades sent to each site in one mode.
 * @param {KernelModel} model @param {Assignment} assignment @param {number} mode
 * @returns {Int32Array}
 */
export function sentBy(model, assignment, mode) {
  const { pupils } = model.villages;
  const sent = new Int32Array(model.sites.n);
  for (let cell = 0; cell < pupils.length; cell += 1) {
    const site = int(assignment.site, cell);
    if (site < 0 || code(assignment.mode, cell) !== mode) continue;
    sent[site] = int(sent, site) + int(pupils, cell);
  }
  return sent;
}

/** @param {Int32Array} load by grade @param {number} n @returns {Int32Array} by site */
export function loadTotals(load, n) {
  const total = new Int32Array(n);
  for (let j = 0; j < n; j += 1) {
    for (let g = 0; g < N_GRADE; g += 1) total[j] = int(total, j) + int(load, j * N_GRADE + g);
  }
  return total;
}

/**
 * Pupils on the rolls by grade: grades as reported, a reported total spread by the load's grades,
 * else evenly over the span, the load where nothing is reported; none where a site is not open.
 * @param {KernelModel} model @param {State} state @param {Int32Array} load @returns {Float64Array}
 */
export function rollsToday(model, state, load) {
  const { sites } = model;
  const roll = new Float64Array(sites.n * N_GRADE);
  for (let j = 0; j < sites.n; j += 1) {
    if (!flag(state.isOpen, j)) continue;
    const at = j * N_GRADE;
    const mine = load.subarray(at, at + N_GRADE);
    if (float(sites.rollByGrade, at) !== UNKNOWN) {
      roll.set(sites.rollByGrade.subarray(at, at + N_GRADE), at);
    } else if (float(sites.roll, j) !== UNKNOWN) {
      const first = int(state.first, j);
      const last = int(state.last, j);
      const loaded = mine.some((pupils) => pupils > 0);
      const span = mine.map((_, g) => Number(first <= g + 1 && g + 1 <= last));
      roll.set(spread(float(sites.roll, j), loaded ? mine : span), at);
    } else {
      roll.set(mine, at);
    }
  }
  return roll;
}

/**
 * A total spread by weight; the last grade with a weight takes what is left, so that grades added
 * in order give the total to the last bit.
 * @param {number} total @param {Int32Array} weight @returns {Float64Array}
 */
function spread(total, weight) {
  let weights = 0;
  let last = -1;
  weight.forEach((w, g) => {
    weights += w;
    if (w > 0) last = g;
  });
  const parts = Float64Array.from(weight, (w) => (total * w) / Math.max(weights, 1));
  let before = 0;
  for (let g = 0; g < last; g += 1) before += float(parts, g);
  if (last >= 0) parts[last] = total - before;
  return parts;
}

/** @param {Float64Array} roll by grade @param {number} n @returns {Float64Array} by site */
export function rollTotals(roll, n) {
  const total = new Float64Array(n);
  for (let j = 0; j < n; j += 1) {
    let pupils = 0;
    for (let g = 0; g < N_GRADE; g += 1) pupils += float(roll, j * N_GRADE + g);
    total[j] = pupils;
  }
  return total;
}

/** @param {Float64Array} roll by grade @param {Rules} rules @returns {Float64Array} by stage */
export function stageRolls(roll, rules) {
  const n = roll.length / N_GRADE;
  const result = new Float64Array(n * N_STAGE);
  for (let j = 0; j < n; j += 1) {
    for (const band of rules.bands) {
      const at = j * N_STAGE + band.stage;
      for (let g = band.first - 1; g < band.last; g += 1) {
        result[at] = float(result, at) + float(roll, j * N_GRADE + g);
      }
    }
  }
  return result;
}

/** @param {KernelModel} model @param {number} site @returns {boolean} whether it reports a roll */
export const reportsRoll = ({ sites }, site) =>
  float(sites.roll, site) !== UNKNOWN || float(sites.rollByGrade, site * N_GRADE) !== UNKNOWN;
