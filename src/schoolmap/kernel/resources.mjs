/** What a school has, by stage, per pupil, and what is missing to the standard. */

import { float, item, UNDEFINED, UNKNOWN } from "#kernel/arrays";
import { N_STAGE, STAGES } from "#kernel/codes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {{whole: Float64Array, byStage: Float64Array}} Stock
 *   amounts by site and resource, and by site, stage and resource, in `scale` ths of the unit
 */

/** Share of a need below which a gap is the arithmetic's own (0.1 * 3 is not 0.3). */
const NOISE = 1e-9;

/**
 * What is missing, 0 where the gap is within the noise of the arithmetic.
 * @param {number} need @param {number} have @returns {number}
 */
export function missing(need, have) {
  const gap = need - have;
  return gap <= NOISE * Math.max(need, 1) ? 0 : gap;
}

/**
 * Resources by site, stage and resource, in their own unit; undefined where not reported, or where
 * the school has no pupils of the stage. A school of one stage has all of it; a through school has
 * what its stage columns say, else the official split over weighted pupils.
 * @param {KernelModel} model @param {Stock} stock @param {Float64Array} stageRoll
 * @returns {Float64Array}
 */
export function stageResources(model, stock, stageRoll) {
  const { resources } = model;
  const amounts = new Float64Array(stageRoll.length * resources.length).fill(UNDEFINED);
  for (let j = 0; j < model.sites.n; j += 1) {
    const { parts, school } = stageShares(model, stageRoll, j);
    for (let k = 0; k < N_STAGE; k += 1) {
      if (float(stageRoll, j * N_STAGE + k) <= 0) continue;
      for (const [r, { scale }] of resources.entries()) {
        const at = (j * N_STAGE + k) * resources.length + r;
        const whole = inUnit(float(stock.whole, j * resources.length + r), scale);
        const given = inUnit(float(stock.byStage, at), scale);
        amounts[at] = stageAmount(whole, given, item(parts, k), school);
      }
    }
  }
  return amounts;
}

/** @param {number} stored @param {number} scale @returns {number} */
const inUnit = (stored, scale) => (stored === UNKNOWN ? UNDEFINED : stored / scale);

/**
 * Weighted pupils of each stage and of the school.
 * @param {KernelModel} model @param {Float64Array} stageRoll @param {number} site
 * @returns {{parts: readonly [number, number], school: number}}
 */
function stageShares({ rules, sites }, stageRoll, site) {
  const pupils = [float(stageRoll, site * N_STAGE), float(stageRoll, site * N_STAGE + 1)];
  const [ofPrimary, ofJunior] = /** @type {[number, number]} */ (pupils);
  // the official weights are 1 : 1.2 between junior and senior where there is no primary stage
  const withPrimary = ofPrimary > 0;
  const primary = (withPrimary ? 1 : 0) * ofPrimary;
  const junior = (withPrimary ? rules.splitJunior : 1) * ofJunior;
  const weight = withPrimary ? rules.splitJunior * rules.splitSenior : rules.splitSenior;
  const total = primary + junior + weight * float(sites.seniorPupils, site);
  return { parts: [primary, junior], school: total > 0 ? total : 1 };
}

/**
 * @param {number} whole @param {number} given @param {number} part @param {number} school
 * @returns {number}
 */
function stageAmount(whole, given, part, school) {
  if (part === school) return whole !== UNDEFINED ? whole : given;
  if (given !== UNDEFINED) return given;
  return whole === UNDEFINED ? UNDEFINED : (whole * part) / school;
}

/**
 * Resource per pupil and the shortfall to the threshold, by site, indicator and stage.
 * @param {KernelModel} model @param {Float64Array} amounts @param {Float64Array} stageRoll
 * @returns {{value: Float64Array, shortfall: Float64Array}}
 */
export function indicatorValues(model, amounts, stageRoll) {
  const { indicators, resources, rules, sites } = model;
  const value = new Float64Array(sites.n * indicators.length * N_STAGE).fill(UNDEFINED);
  const shortfall = value.slice();
  for (const [i, { name, resource, per }] of indicators.entries()) {
    for (const [k, stage] of STAGES.entries()) {
      const threshold = rules.thresholds.get(`${name}.${stage}`);
      for (let j = 0; j < sites.n; j += 1) {
        const amount = float(amounts, (j * N_STAGE + k) * resources.length + resource);
        const pupils = float(stageRoll, j * N_STAGE + k);
        if (amount === UNDEFINED || pupils <= 0) continue;
        const at = (j * indicators.length + i) * N_STAGE + k;
        value[at] = (amount * per) / pupils;
        if (threshold !== undefined) shortfall[at] = missing((threshold * pupils) / per, amount);
      }
    }
  }
  return { value, shortfall };
}

/**
 * Square metres of a school's dormitories, undefined where not reported. Where only the stages
 * gave theirs, those of the stages that have pupils, together; unless there are senior pupils.
 * @param {KernelModel} model @param {Float64Array} stageRoll @param {number} site
 * @returns {number}
 */
export function dormitoryArea({ sites, resources }, stageRoll, site) {
  const r = resources.findIndex((resource) => resource.name === "dorm_area_m2");
  const { scale } = item(resources, r);
  const at = site * resources.length + r;
  const whole = float(sites.resources, at);
  if (whole !== UNKNOWN) return whole / scale;
  if (float(sites.seniorPupils, site) > 0) return UNDEFINED;
  const parts = [float(sites.resourcesPrimary, at), float(sites.resourcesJunior, at)];
  const mine = parts.filter((_, k) => float(stageRoll, site * N_STAGE + k) > 0);
  if (mine.length === 0 || mine.includes(UNKNOWN)) return UNDEFINED;
  return mine.reduce((sum, part) => sum + part, 0) / scale;
}
