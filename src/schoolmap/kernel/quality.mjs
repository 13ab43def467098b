/** 教督〔2017〕6号 on one school: of seven indicators six are met, and the other is not far off. */

import { flag, float, UNDEFINED } from "#kernel/arrays";
import { MET, N_STAGE, NOT_MET, NOT_TESTED, STAGES, UNJUDGED } from "#kernel/codes";
import { missing } from "#kernel/resources";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {{value: Float64Array, shortfall: Float64Array}} Values
 * @typedef {{at: number, threshold: number}} Test
 * @typedef {{met: Int32Array, unknown: Int32Array, verdict: Int8Array}} Verdicts
 *   by site and stage
 */

/**
 * The verdict on every school and stage.
 * @param {KernelModel} model @param {Values} values @param {Float64Array} stageRoll
 * @param {Uint8Array} inScope
 * @returns {Verdicts}
 */
export function quality2017(model, values, stageRoll, inScope) {
  const { indicators, rules, sites } = model;
  const met = new Int32Array(sites.n * N_STAGE);
  const unknown = new Int32Array(sites.n * N_STAGE);
  const verdict = new Int8Array(sites.n * N_STAGE).fill(NOT_TESTED);
  for (const [k, stage] of STAGES.entries()) {
    /** @type {Test[]} */
    const tests = [];
    for (const [at, { name, editions }] of indicators.entries()) {
      const threshold = rules.thresholds.get(`${name}.${stage}`);
      if (editions.includes("2017") && threshold !== undefined) tests.push({ at, threshold });
    }
    for (let j = 0; j < sites.n; j += 1) {
      if (!flag(inScope, j) || float(stageRoll, j * N_STAGE + k) <= 0 || !tests.length) continue;
      /** @param {number} i */
      const cell = (i) => (j * indicators.length + i) * N_STAGE + k;
      const found = verdictOf(model, values, tests, cell);
      met[j * N_STAGE + k] = found.met;
      unknown[j * N_STAGE + k] = found.unknown;
      verdict[j * N_STAGE + k] = found.verdict;
    }
  }
  return { met, unknown, verdict };
}

/**
 * Whether a school passes: enough are met, and every other reaches the share for the rest.
 * @param {KernelModel} model @param {Values} values @param {readonly Test[]} tests
 * @param {(indicator: number) => number} cell
 * @returns {{met: number, unknown: number, verdict: number}}
 */
function verdictOf({ rules }, { value, shortfall }, tests, cell) {
  let unknown = 0;
  let failed = 0;
  let below = 0;
  for (const { at, threshold } of tests) {
    const short = float(shortfall, cell(at));
    if (short === UNDEFINED) unknown += 1;
    if (short > 0) {
      failed += 1;
      if (missing(rules.restShare * threshold, float(value, cell(at))) > 0) below += 1;
    }
  }
  const met = tests.length - unknown - failed;
  const least = rules.minIndicatorsMet;
  if (below > 0 || met + unknown < least) return { met, unknown, verdict: NOT_MET };
  const sure = met >= least && (unknown === 0 || rules.restShare <= 0);
  return { met, unknown, verdict: sure ? MET : UNJUDGED };
}
