/** Staff, equipment, books and computers follow the pupils of a school that closes. */

import { flag, float, int, UNKNOWN } from "#kernel/arrays";
import { N_STAGE } from "#kernel/codes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/resources").Stock} Stock
 * @typedef {import("#kernel/state").State} State
 * @typedef {{source: number, weight: Float64Array, total: readonly [number, number]}} Move
 *   a closed school and whom its things follow: weights by receiver and stage, and their sums
 */

/** @param {KernelModel} model @returns {Stock} what every site reports */
export function stockToday({ sites, resources }) {
  const width = resources.length;
  const byStage = new Float64Array(sites.n * N_STAGE * width);
  for (let j = 0; j < sites.n; j += 1) {
    const mine = [j * width, (j + 1) * width];
    byStage.set(sites.resourcesPrimary.subarray(...mine), j * N_STAGE * width);
    byStage.set(sites.resourcesJunior.subarray(...mine), (j * N_STAGE + 1) * width);
  }
  return { whole: sites.resources.slice(), byStage };
}

/**
 * The stock when the movables of closed schools have followed their pupils: to the merge target
 * where that is open, else to the schools that the roll moved to, in proportion; where nobody moved
 * they stay and count as released. What is unknown stays unknown. A site that opens and was not
 * open before starts from nothing.
 * @param {KernelModel} model @param {Stock} stock before @param {State} before @param {State} after
 * @param {ReadonlyMap<number, Float64Array>} between what moved from closed sites, in their order
 * @param {Int32Array} mergedInto
 * @returns {Stock}
 */
export function stockAfter(model, stock, before, after, between, mergedInto) {
  const moved = { whole: stock.whole.slice(), byStage: stock.byStage.slice() };
  startFromNothing(model, moved, before, after);
  for (const [source, rolls] of between) {
    const target = int(mergedInto, source);
    const merged = target >= 0 && flag(after.isOpen, target);
    const move = merged
      ? toTarget(source, target, totals(rolls), rolls.length, firstStage(model, before, source))
      : { source, weight: rolls, total: totals(rolls) };
    if (move.total[0] + move.total[1] > 0) follow(model, move, moved);
  }
  return moved;
}

/** @param {KernelModel} model @param {State} state @param {number} site @returns {number} */
function firstStage({ rules }, state, site) {
  const primary = rules.bands.filter((band) => band.stage === 0).map((band) => band.last);
  return Number(int(state.first, site) > Math.max(...primary));
}

/**
 * Everything goes to one site; where nobody moved, with the stage that the school has.
 * @param {number} source @param {number} target @param {readonly [number, number]} total
 * @param {number} size @param {number} stage
 * @returns {Move}
 */
function toTarget(source, target, total, size, stage) {
  /** @type {[number, number]} */
  const all = [total[0], total[1]];
  if (all[0] + all[1] <= 0) all[stage === 0 ? 0 : 1] = 1;
  const weight = new Float64Array(size);
  weight.set(all, target * N_STAGE);
  return { source, weight, total: all };
}

/** @param {Float64Array} weight @returns {[number, number]} sums over receivers in index order */
function totals(weight) {
  let primary = 0;
  let junior = 0;
  for (let at = 0; at < weight.length; at += N_STAGE) {
    primary += float(weight, at);
    junior += float(weight, at + 1);
  }
  return [primary, junior];
}

/**
 * @param {KernelModel} model @param {Stock} stock @param {State} before @param {State} after
 * @returns {void}
 */
function startFromNothing({ resources }, { whole, byStage }, before, after) {
  const width = resources.length;
  for (let j = 0; j < after.isOpen.length; j += 1) {
    if (!flag(after.isOpen, j) || flag(before.isOpen, j)) continue;
    for (const [r, { movable }] of resources.entries()) {
      if (!movable) continue;
      const cells = [0, 1].map((k) => (j * N_STAGE + k) * width + r);
      const staged = cells.filter((cell) => float(byStage, cell) !== UNKNOWN);
      for (const cell of staged) byStage[cell] = 0;
      if (staged.length === 0 || float(whole, j * width + r) !== UNKNOWN) whole[j * width + r] = 0;
    }
  }
}

/** @param {KernelModel} model @param {Move} move @param {Stock} stock @returns {void} */
function follow({ resources }, move, stock) {
  const width = resources.length;
  const receivers = receiversOf(move);
  for (const [r, { movable }] of resources.entries()) {
    if (!movable) continue;
    const mine = float(stock.whole, move.source * width + r);
    const parts = [0, 1].map((k) => float(stock.byStage, stageCell(move.source, k, width, r)));
    for (const b of receivers) {
      const weight = [float(move.weight, b * N_STAGE), float(move.weight, b * N_STAGE + 1)];
      const arriving = arrivingAt(mine, parts, weight, move.total);
      add(stock.whole, b * width + r, arriving.whole);
      arriving.byStage.forEach((x, k) => add(stock.byStage, stageCell(b, k, width, r), x));
    }
    leave(move, stock, width, r);
  }
}

/** @param {Move} move @returns {number[]} */
function receiversOf({ weight }) {
  const sites = [];
  for (let b = 0; b * N_STAGE < weight.length; b += 1) {
    if (float(weight, b * N_STAGE) > 0 || float(weight, b * N_STAGE + 1) > 0) sites.push(b);
  }
  return sites;
}

/** @param {number} site @param {number} k @param {number} width @param {number} r */
const stageCell = (site, k, width, r) => (site * N_STAGE + k) * width + r;

/** @param {Float64Array} amounts @param {number} at @param {number} more @returns {void} */
function add(amounts, at, more) {
  if (float(amounts, at) !== UNKNOWN) amounts[at] = float(amounts, at) + more;
}

/**
 * What arrives at a receiver, in all and by stage.
 * @param {number} mine @param {readonly number[]} parts @param {readonly number[]} weight
 * @param {readonly [number, number]} total
 * @returns {{whole: number, byStage: number[]}}
 */
function arrivingAt(mine, parts, weight, total) {
  const everyone = total[0] + total[1];
  const staged = parts.some((part) => part !== UNKNOWN);
  const byStage = parts.map((part, k) => {
    const w = Number(weight[k]);
    const all = Number(total[k]);
    if (part !== UNKNOWN && all > 0) return (part * w) / all;
    return mine !== UNKNOWN && !staged ? (mine * w) / everyone : 0;
  });
  const both = Number(byStage[0]) + Number(byStage[1]);
  const weights = Number(weight[0]) + Number(weight[1]);
  return { whole: mine !== UNKNOWN ? (mine * weights) / everyone : both, byStage };
}

/**
 * Takes what moved from the closed school; a stage whose pupils went nowhere keeps its part.
 * @param {Move} move @param {Stock} stock @param {number} width @param {number} r @returns {void}
 */
function leave({ source, total }, { whole, byStage }, width, r) {
  if (float(whole, source * width + r) !== UNKNOWN) whole[source * width + r] = 0;
  for (let k = 0; k < N_STAGE; k += 1) {
    const at = stageCell(source, k, width, r);
    if (float(byStage, at) !== UNKNOWN && Number(total[k]) > 0) byStage[at] = 0;
  }
}
