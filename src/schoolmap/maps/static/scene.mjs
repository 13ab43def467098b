/** An evaluation in the shape in which panels and drawings read the county. */

import { STATUS_OPEN } from "#kernel/codes";
import { typesOf } from "#maps/school-types";
import { planeX, planeY } from "#maps/world";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Schools} Schools */
/** @typedef {import("#maps/world").Finding} Finding */
/** @typedef {import("#maps/world").Figures} Figures */
/** @typedef {import("#maps/world").Standard} Standard */
/** @typedef {import("#kernel/evaluate").Evaluation} Evaluation */
/** @typedef {World & {evaluation: Evaluation}} Scene */

const UNDEFINED = -1;

/**
 * Schools that a plan adds come after the listed ones; rules that it tries are in `data`.
 * @param {World} world without an evaluation @param {Evaluation} evaluation
 * @returns {Scene}
 */
export function sceneOf(world, evaluation) {
  const { assignment, model } = evaluation;
  return {
    ...world,
    evaluation,
    villages: {
      ...world.villages,
      site: assignment.site,
      mode: Int32Array.from(assignment.mode),
      reason: Int32Array.from(assignment.reason),
      row: assignment.row,
      access: defined(evaluation.e2sfca),
    },
    schools: schoolsOf(world.schools, evaluation),
    journeys: model.od,
    data: {
      ...world.data,
      ...triedOf(world, evaluation),
      figures: figuresOf(evaluation.indicators),
      by_band: grouped(evaluation.byBand),
      by_township: grouped(evaluation.byTownship),
      by_area_class: grouped(evaluation.byAreaClass),
      length_bands: evaluation.lengthBands.map((b) => ({
        limit_m: b.limitM, pupils: b.pupils, no_journey: b.noJourney,
      })),
      findings: findingsOf(evaluation),
    },
  };
}

/** @param {ArrayLike<number>} values @returns {(number | null)[]} */
const defined = (values) => Array.from(values, (v) => (v === UNDEFINED ? null : v));

/** @typedef {Readonly<Record<string, {value: number | null, unit: string}>>} KernelFigures */

/** @param {KernelFigures} figures @returns {Figures} */
const figuresOf = (figures) =>
  Object.fromEntries(Object.entries(figures).map(([id, f]) => [id, [f.value, f.unit]]));

/** @param {ReadonlyMap<string, KernelFigures>} groups */
const grouped = (groups) =>
  Object.fromEntries([...groups].map(([name, figures]) => [name, figuresOf(figures)]));

/** What the page knows of the rules, with the figures that the plan tries. @param {World} world @param {Evaluation} evaluation */
function triedOf({ data }, { rules, scenario }) {
  const tried = Object.entries(scenario.rules ?? {});
  if (tried.length === 0) return {};
  const rows = tried.map(([id, value]) => [id, triedRow(data.standards[id], id, /** @type {number | boolean} */ (value))]);
  return {
    standards: { ...data.standards, ...Object.fromEntries(rows) },
    bands: data.bands.map((band, i) => {
      const now = rules.bands[i];
      return now ? {
        ...band, walk_speed_m_s: now.walkSpeedMS, walk_limit_s: now.walkLimitS,
        ride_limit_s: now.rideLimitS, may_board: now.mayBoard,
      } : band;
    }),
    limits: {
      ...data.limits,
      small: rules.smallSchoolPupils,
      thresholds: Object.fromEntries(rules.thresholds),
      cv: Object.fromEntries(rules.cvLimits),
    },
  };
}

/** @param {Standard | undefined} row @param {string} id @param {number | boolean} value @returns {Standard} */
function triedRow(row, id, value) {
  const nothing = { comparison: ">=", zh: id, en: id, unit: "", clause: "", source: "", year: null, note: "", status: ["", ""] };
  return { ...nothing, ...row, value, table: "study", unsure: true, tried: true, was: row?.value ?? null };
}

/** @param {Evaluation} evaluation @returns {Finding[]} */
function findingsOf({ model, findings }) {
  /** @param {readonly string[]} ids */
  const rows = (ids) => new Map(ids.map((id, i) => [id, i]));
  /** @type {Record<string, Map<string, number>>} */
  const at = { school: rows(model.sites.ids), village: rows(model.villages.ids) };
  return findings.map(({ subjectType, subjectId, ...rest }) => ({
    ...rest,
    type: subjectType,
    id: subjectId,
    at: at[subjectType]?.get(subjectId) ?? -1,
  }));
}

/** @param {Schools} listed @param {Evaluation} evaluation @returns {Schools} */
function schoolsOf(listed, { state, schools: f, model, added }) {
  const { sites } = model;
  const primaryLast = Math.max(...model.rules.bands.map((band) => (band.stage === 0 ? band.last : 0)));
  /** @param {Int32Array} column @param {number} value of schools that are added */
  const ints = (column, value) => Int32Array.from([...column, ...added.map(() => value)]);
  const whole = (/** @type {ArrayLike<number>} */ column) => Int32Array.from(column);
  return {
    n: sites.n,
    id: [...sites.ids],
    name: [...sites.names],
    nameEn: [...listed.nameEn, ...added.map(() => "")],
    township: ints(listed.township, -1),
    type: typesOf(listed, state, primaryLast),
    area: ints(listed.area, 0),
    status: ints(listed.status, STATUS_OPEN),
    open: whole(state.isOpen),
    added: ints(listed.added, 1),
    isPrivate: ints(listed.isPrivate, 0),
    first: state.first,
    last: state.last,
    classes: ints(listed.classes, UNDEFINED),
    seats: whole(state.seats),
    beds: whole(state.beds).map((beds, i) => (state.bedsKnown[i] ? beds : UNDEFINED)),
    boarders: ints(listed.boarders, UNDEFINED),
    bus: whole(state.bus),
    busSeats: whole(state.busSeats),
    snapM: ints(listed.snapM, 0),
    load: f.load,
    riders: f.riders,
    boardersNeeded: f.boardersNeeded,
    bedGap: whole(f.bedGap),
    maxLengthM: f.maxLengthM,
    inScope2017: whole(f.inScope2017),
    met2017: f.met2017,
    unknown2017: f.unknown2017,
    verdict2017: whole(f.verdict2017),
    classSize: defined(f.classSize),
    classLimit: defined(f.classLimit),
    rollReported: [...listed.rollReported, ...added.map(() => null)],
    roll: Array.from(f.rollTotal),
    rollByGrade: Array.from(f.roll),
    stageRoll: Array.from(f.stageRoll),
    overSeats: defined(f.overSeats),
    meanLengthM: defined(f.meanLengthM),
    value: defined(f.value),
    shortfall: defined(f.shortfall),
    x: Float64Array.from([...listed.x, ...added.map((a) => planeX(Number(a.lonlat[0])))]),
    y: Float64Array.from([...listed.y, ...added.map((a) => planeY(Number(a.lonlat[1])))]),
  };
}
