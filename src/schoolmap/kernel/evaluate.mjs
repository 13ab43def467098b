/** A model, evaluated whole: the twin of `schoolmap.kernel.evaluate`, but for Theil. */

import { villageAccess } from "#kernel/access";
import { code, flag, float, int, UNDEFINED, UNKNOWN } from "#kernel/arrays";
import { applied, layoutAt } from "#kernel/changes";
import { BOARD, RIDE, UNSERVED } from "#kernel/codes";
import { checkScenario } from "#kernel/conflicts";
import { equityFigures, inScope, rolledOf } from "#kernel/equity";
import { extended } from "#kernel/extending";
import { findingsOf } from "#kernel/findings";
import { rollsAfter } from "#kernel/flows";
import { cuts, lengthBands } from "#kernel/indicators";
import { layoutOf } from "#kernel/layout";
import { stockAfter, stockToday } from "#kernel/movables";
import { quality2017 } from "#kernel/quality";
import { indicatorValues } from "#kernel/resources";
import { loadTotals, rollsToday, sentBy } from "#kernel/rolls";
import { rulesOf, withTried } from "#kernel/rules";
import { TODAY } from "#kernel/scenario";
import { classSizes, throughSchools } from "#kernel/sizes";
import { today } from "#kernel/state";
import { journeys, withoutBed } from "#kernel/trips";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/assignment").Assignment} Assignment
 * @typedef {import("#kernel/extending").AddedSite} AddedSite
 * @typedef {import("#kernel/equity").Rolled} Rolled
 * @typedef {import("#kernel/findings").Finding} Finding
 * @typedef {import("#kernel/layout").Layout} Layout
 * @typedef {import("#kernel/indicators").Figures} Figures
 * @typedef {import("#kernel/indicators").LengthBand} LengthBand
 * @typedef {import("#kernel/trips").Trips} Trips
 * @typedef {import("#kernel/resources").Stock} Stock
 * @typedef {import("#kernel/od").Od} Od
 * @typedef {import("#kernel/rules").Rules} Rules
 * @typedef {import("#kernel/scenario").Scenario} Scenario
 * @typedef {import("#kernel/state").State} State
 * @typedef {{load: Int32Array, loadTotal: Int32Array, roll: Float64Array, rollTotal: Float64Array,
 *   overSeats: Float64Array, riders: Int32Array, boardersNeeded: Int32Array, bedGap: Float64Array,
 *   meanLengthM: Float64Array, maxLengthM: Int32Array, stageRoll: Float64Array,
 *   value: Float64Array, shortfall: Float64Array, isThrough: Uint8Array, isSmall: Uint8Array,
 *   classSize: Float64Array, classLimit: Float64Array, inScope2017: Uint8Array,
 *   met2017: Int32Array, unknown2017: Int32Array, verdict2017: Int8Array}} SchoolFigures
 *   by site: load and roll by grade (and in all), stageRoll, met, unknown and verdict by stage,
 *   value and shortfall by indicator, then stage
 * @typedef {{name: string, modelSha256: string, kernelVersion: string, scenario: Scenario,
 *   added: readonly AddedSite[], rules: Rules, state: State, model: KernelModel,
 *   assignment: Assignment, schools: SchoolFigures, stock: Stock, e2sfca: Float64Array,
 *   indicators: Figures, byBand: ReadonlyMap<string, Figures>,
 *   byTownship: ReadonlyMap<string, Figures>, byAreaClass: ReadonlyMap<string, Figures>,
 *   lengthBands: readonly LengthBand[], findings: readonly Finding[]}} Evaluation
 *   `model` is the county with the added schools, under the rules that were tried
 */

/**
 * A county as it stands, or as a scenario changes it.
 * @param {KernelModel} model
 * @param {Scenario | null} [scenario] changes and tried rules; null for today
 * @param {readonly AddedSite[]} [added] the schools that it opens where none is listed, in the
 *   order of their changes: their indices follow the listed ones
 * @returns {Evaluation}
 */
export function evaluate(model, scenario = null, added = []) {
  const plan = scenario ?? TODAY;
  const changes = plan.changes ?? [];
  const tried = underRules(model, plan);
  const conflicts = checkScenario(tried, plan, added);
  if (conflicts.length > 0) throw new Error(`conflicts: ${JSON.stringify(conflicts)}`);
  const whole = extended(tried, added);
  const before = layoutToday(whole);
  const roll = rollsToday(whole, before.state, before.load);
  const stock = stockToday(whole);
  if (changes.length === 0) {
    return evaluation(whole, rolledOf(whole, roll, stock, before.state), before, plan, added);
  }
  const last = applied(whole, before, changes);
  const { state, mergedInto } = last;
  const after = layoutAt(whole, last);
  const moved = rollsAfter(whole, roll, before, after, mergedInto);
  const things = stockAfter(whole, stock, before.state, state, moved.between, mergedInto);
  return evaluation(whole, rolledOf(whole, moved.roll, things, state), after, plan, added);
}

/**
 * What the last evaluations of a county found first: an edit is one of many of the same plan.
 * @type {WeakMap<KernelModel, {tried: string, model: KernelModel}>}
 */
const lastTried = new WeakMap();
/** @type {WeakMap<Od, {rules: Rules, layout: Layout}>} */
const lastToday = new WeakMap();

/** @param {KernelModel} model @param {Scenario} scenario @returns {KernelModel} */
function underRules(model, { rules }) {
  if (!rules || Object.keys(rules).length === 0) return model;
  const tried = JSON.stringify(rules);
  const last = lastTried.get(model);
  if (last && last.tried === tried) return last.model;
  const resources = new Set(model.resources.map((resource) => resource.name));
  const standards = withTried(model.standards, resources, rules);
  const changed = { ...model, standards, rules: rulesOf(standards) };
  lastTried.set(model, { tried, model: changed });
  return changed;
}

/** @param {KernelModel} model @returns {Layout} */
function layoutToday(model) {
  const last = lastToday.get(model.od);
  if (last && last.rules === model.rules) return last.layout;
  const layout = layoutOf(model, today(model));
  lastToday.set(model.od, { rules: model.rules, layout });
  return layout;
}

/**
 * @param {KernelModel} model @param {Rolled} rolled @param {Layout} layout
 * @param {Scenario} scenario @param {readonly AddedSite[]} added
 * @returns {Evaluation}
 */
function evaluation(model, rolled, { state, assignment, load }, scenario, added) {
  const trips = journeys(model, assignment);
  const schools = schoolFigures(model, rolled, assignment, load, trips);
  const e2sfca = villageAccess(model, state);
  const { all, ...by } = cuts(model, trips, e2sfca);
  const indicators = {
    ...all,
    ...capacityFigures(state, schools, trips),
    ...equityFigures(model, rolled),
  };
  return {
    name: scenario.name,
    modelSha256: model.sha256,
    kernelVersion: model.kernelVersion,
    scenario,
    added,
    rules: model.rules,
    state,
    model,
    assignment,
    schools,
    stock: rolled.stock,
    e2sfca,
    indicators,
    ...by,
    lengthBands: lengthBands(trips, model.rules.lengthClassesM),
    findings: findingsOf(model, trips, assignment, schools, rolled, indicators),
  };
}

/**
 * @param {KernelModel} model @param {Rolled} rolled @param {Assignment} assignment
 * @param {Int32Array} load @param {Trips} trips
 * @returns {SchoolFigures}
 */
function schoolFigures(model, rolled, assignment, load, trips) {
  const { state, roll, total, stageRoll } = rolled;
  const values = indicatorValues(model, rolled.amounts, stageRoll);
  const counted = inScope(model, rolled, "2017");
  const quality = quality2017(model, values, stageRoll, counted);
  const isThrough = throughSchools(state, model.rules.bands);
  const classes = classSizes(model, total, stageRoll, isThrough);
  const boardersNeeded = sentBy(model, assignment, BOARD);
  const least = model.rules.smallSchoolPupils;
  return {
    load,
    loadTotal: loadTotals(load, model.sites.n),
    roll,
    rollTotal: total,
    overSeats: overSeats(state, total),
    riders: sentBy(model, assignment, RIDE),
    boardersNeeded,
    bedGap: Float64Array.from(boardersNeeded, (n, j) => Math.max(n - float(state.beds, j), 0)),
    ...lengths(model, assignment, trips),
    stageRoll,
    ...values,
    isThrough,
    isSmall: state.isOpen.map((open, j) => Number(open === 1 && float(total, j) < least)),
    classSize: classes.size,
    classLimit: classes.limit,
    inScope2017: counted,
    met2017: quality.met,
    unknown2017: quality.unknown,
    verdict2017: quality.verdict,
  };
}

/**
 * Roll beyond seats; undefined where seats are unknown.
 * @param {State} state @param {Float64Array} total @returns {Float64Array}
 */
const overSeats = (state, total) =>
  total.map((pupils, j) => {
    const seats = float(state.seats, j);
    const known = flag(state.isOpen, j) && seats !== UNKNOWN;
    return known ? Math.max(pupils - seats, 0) : UNDEFINED;
  });

/**
 * Mean and longest journey of the pupils that each site takes.
 * @param {KernelModel} model @param {Assignment} assignment @param {Trips} trips
 * @returns {{meanLengthM: Float64Array, maxLengthM: Int32Array}}
 */
function lengths(model, assignment, trips) {
  const { n } = model.sites;
  const metres = new Float64Array(n);
  const heads = new Float64Array(n);
  const maxLengthM = new Int32Array(n).fill(-1);
  for (let t = 0; t < trips.pupils.length; t += 1) {
    const length = int(trips.lengthM, t);
    if (length < 0 || code(trips.mode, t) === UNSERVED) continue;
    const j = int(assignment.site, int(trips.cell, t));
    metres[j] = float(metres, j) + int(trips.pupils, t) * length;
    heads[j] = float(heads, j) + int(trips.pupils, t);
    if (length > int(maxLengthM, j)) maxLengthM[j] = length;
  }
  const meanLengthM = metres.map((sum, j) => {
    const pupils = float(heads, j);
    return pupils > 0 ? sum / pupils : UNDEFINED;
  });
  return { meanLengthM, maxLengthM };
}

/**
 * Seats, beds and sizes over open schools.
 * @param {State} state @param {SchoolFigures} schools @param {Trips} trips @returns {Figures}
 */
function capacityFigures(state, schools, trips) {
  const bedsKnown = state.isOpen.map((open, j) => Number(open === 1 && flag(state.bedsKnown, j)));
  const beds = state.beds.reduce((sum, each, j) => sum + (flag(bedsKnown, j) ? each : 0), 0);
  const gap = schools.bedGap.reduce((sum, each) => sum + each, 0);
  /** @param {Iterable<number>} values */
  const above = (values) => [...values].filter((each) => each > 0).length;
  return {
    schools_open: { value: above(state.isOpen), unit: "school" },
    beds: { value: bedsKnown.includes(1) ? beds : null, unit: "bed" },
    bed_gap: { value: gap + withoutBed(trips), unit: "bed" },
    schools_over_seats: { value: above(schools.overSeats), unit: "school" },
    schools_under_100: { value: above(schools.isSmall), unit: "school" },
  };
}
