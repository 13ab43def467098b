/** 差异系数 of both editions, and the town-village gap; Theil, by logarithms, is Python's alone. */

import { flag, float, int, UNDEFINED } from "#kernel/arrays";
import { EDITIONS, N_STAGE, STAGES } from "#kernel/codes";
import { coefficientOfVariation, compositeCv, orderedSum } from "#kernel/measures";
import { stageResources } from "#kernel/resources";
import { rollTotals, stageRolls } from "#kernel/rolls";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/model").Indicator} Indicator
 * @typedef {import("#kernel/resources").Stock} Stock
 * @typedef {import("#kernel/state").State} State
 * @typedef {{value: number | null, unit: string}} Figure
 * @typedef {{roll: Float64Array, total: Float64Array, stageRoll: Float64Array, stock: Stock,
 *   amounts: Float64Array, state: State}} Rolled
 *   schools as the equity figures see them: roll by grade, in all and by stage, what they have,
 *   the same by stage
 */

/** Index of 乡村 among the area groups. */
const RURAL = 2;
/** @param {number} group -1 where the area class is not given @returns {boolean} */
const isTown = (group) => group >= 0 && group !== RURAL;

/**
 * @param {KernelModel} model @param {Float64Array} roll @param {Stock} stock @param {State} state
 * @returns {Rolled}
 */
export function rolledOf(model, roll, stock, state) {
  const stageRoll = stageRolls(roll, model.rules);
  const total = rollTotals(roll, model.sites.n);
  return { roll, total, stageRoll, stock, amounts: stageResources(model, stock, stageRoll), state };
}

/**
 * Which open schools an edition counts.
 * @param {KernelModel} model @param {Rolled} rolled @param {string} edition
 * @returns {Uint8Array}
 */
export function inScope({ rules, sites }, { state, total }, edition) {
  const scope = rules.scopes.get(edition);
  if (!scope) throw new Error(`no scope ${edition}`);
  return state.isOpen.map((open, j) => {
    const owner = scope.private || !flag(sites.isPrivate, j);
    const large = scope.teachingPoints && float(total, j) >= scope.teachingPointMin;
    return Number(open === 1 && owner && (large || !flag(state.isPoint, j)));
  });
}

/**
 * @param {KernelModel} model @param {Rolled} rolled @returns {Record<string, Figure>}
 */
export function equityFigures(model, rolled) {
  const scopes = new Map(EDITIONS.map((e) => [e, inScope(model, rolled, e)]));
  /** @type {Record<string, Figure>} */
  const figures = {};
  for (const edition of [...EDITIONS].reverse()) {
    const counted = model.indicators.filter((i) => i.editions.includes(edition));
    for (const [k, stage] of STAGES.entries()) {
      const values = counted.map((indicator) => {
        const { amount, pupils } = taken(model, rolled, indicator, k, scopes.get(edition));
        const value = coefficientOfVariation(amount, pupils);
        figures[`cv_${edition}.${indicator.name}.${stage}`] = { value, unit: "ratio" };
        return value;
      });
      if (edition === "2012") {
        figures[`cv_2012.mean.${stage}`] = { value: compositeCv(values), unit: "ratio" };
      }
    }
  }
  return { ...figures, ...gaps(model, rolled, scopes) };
}

/**
 * Amounts and pupils of the schools that count: in scope, with pupils of the stage and a known
 * value.
 * @param {KernelModel} model @param {Rolled} rolled @param {Indicator} indicator
 * @param {number} k stage @param {Uint8Array | undefined} scope
 * @returns {{amount: Float64Array, pupils: Float64Array}}
 */
function taken({ resources, sites }, rolled, { resource }, k, scope) {
  const amount = new Float64Array(sites.n);
  const pupils = new Float64Array(sites.n);
  let n = 0;
  for (let j = 0; scope && j < sites.n; j += 1) {
    const cell = j * N_STAGE + k;
    const has = float(rolled.amounts, cell * resources.length + resource);
    if (!flag(scope, j) || has === UNDEFINED || float(rolled.stageRoll, cell) <= 0) continue;
    amount[n] = has;
    pupils[n] = float(rolled.stageRoll, cell);
    n += 1;
  }
  return { amount: amount.subarray(0, n), pupils: pupils.subarray(0, n) };
}

/**
 * The per-pupil mean of 城区 and 镇区 over that of 乡村, by indicator and stage.
 * @param {KernelModel} model @param {Rolled} rolled @param {ReadonlyMap<string, Uint8Array>} scopes
 * @returns {Record<string, Figure>}
 */
function gaps(model, rolled, scopes) {
  const { areaClass } = model.sites;
  /** @type {Record<string, Figure>} */
  const figures = {};
  const group = areaClass.map((each) => model.areaGroupOf.get(each) ?? -1);
  for (const indicator of model.indicators) {
    const scope = scopes.get(indicator.editions.includes("2017") ? "2017" : "2012");
    const town = scope?.map((counts, j) => (isTown(int(group, j)) ? counts : 0));
    const rural = scope?.map((counts, j) => (int(group, j) === RURAL ? counts : 0));
    for (const [k, stage] of STAGES.entries()) {
      const ofTown = taken(model, rolled, indicator, k, town);
      const value = gap(ofTown, taken(model, rolled, indicator, k, rural));
      figures[`gap_urban_rural.${indicator.name}.${stage}`] = { value, unit: "ratio" };
    }
  }
  return figures;
}

/**
 * @param {{amount: Float64Array, pupils: Float64Array}} town
 * @param {{amount: Float64Array, pupils: Float64Array}} rural
 * @returns {number | null}
 */
function gap(town, rural) {
  const [townPupils, ruralPupils] = [orderedSum(town.pupils), orderedSum(rural.pupils)];
  const ruralAmount = orderedSum(rural.amount);
  if (townPupils <= 0 || ruralPupils <= 0 || ruralAmount <= 0) return null;
  return orderedSum(town.amount) / townPupils / (ruralAmount / ruralPupils);
}
