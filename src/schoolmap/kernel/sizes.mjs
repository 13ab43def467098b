/** What a through school is, what a small school is, and how large classes are. */

import { flag, float, int, UNDEFINED } from "#kernel/arrays";
import { N_STAGE, STAGES } from "#kernel/codes";

/**
 * @typedef {import("#kernel/codes").Stage} Stage
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/rules").Band} Band
 * @typedef {import("#kernel/state").State} State
 */

/**
 * Which sites are through schools: open, of primary and junior grades by their span.
 * @param {State} state @param {readonly Band[]} bands @returns {Uint8Array}
 */
export const throughSchools = (state, bands) =>
  state.isOpen.map((open, j) => {
    const [first, last] = [int(state.first, j), int(state.last, j)];
    const served = bands.filter((band) => band.first <= last && first <= band.last);
    return Number(open === 1 && new Set(served.map((band) => band.stage)).size === N_STAGE);
  });

/**
 * The stage whose limit holds for a school: of several the first with the larger limit.
 * @param {readonly Stage[]} stages @param {Readonly<Record<Stage, number>>} limits
 * @returns {Stage}
 */
export const classStage = (stages, limits) =>
  stages.reduce((best, stage) => (limits[stage] > limits[best] ? stage : best));

/**
 * The stages whose limits hold for a school with a roll; none without one.
 * @param {Float64Array} stageRoll @param {number} site @param {boolean} isThrough
 * @returns {readonly Stage[]}
 */
export function heldTo(stageRoll, site, isThrough) {
  const mine = STAGES.filter((_, k) => float(stageRoll, site * N_STAGE + k) > 0);
  return mine.length > 0 && isThrough ? STAGES : mine;
}

/**
 * Pupils a class and the limit that they are held to.
 * @param {KernelModel} model @param {Float64Array} total roll by site
 * @param {Float64Array} stageRoll @param {Uint8Array} through
 * @returns {{size: Float64Array, limit: Float64Array}}
 */
export function classSizes({ sites, rules }, total, stageRoll, through) {
  const size = new Float64Array(sites.n).fill(UNDEFINED);
  const limit = new Float64Array(sites.n).fill(UNDEFINED);
  for (let j = 0; j < sites.n; j += 1) {
    if (float(total, j) <= 0) continue;
    const classes = float(sites.classes, j);
    if (classes > 0 && float(sites.seniorPupils, j) <= 0) size[j] = float(total, j) / classes;
    const stages = heldTo(stageRoll, j, flag(through, j));
    if (stages.length > 0) limit[j] = rules.classLimit[classStage(stages, rules.classLimit)];
  }
  return { size, limit };
}
