/** The standards in force and the typed figures that the kernel reads of them. */

import { BAND_IDS, EDITIONS, parseSpan, STAGE_OF_BAND, STAGES } from "#kernel/codes";

/**
 * @typedef {import("#kernel/codes").Stage} Stage
 * @typedef {number | boolean | string | readonly number[]} Value
 * @typedef {{value: Value, force: string, table: string}} Standard
 * @typedef {ReadonlyMap<string, Standard>} Standards
 * @typedef {{id: string, first: number, last: number, stage: number, walkSpeedMS: number,
 *   walkLimitS: number, rideLimitS: number, mayBoard: boolean}} Band
 * @typedef {{private: boolean, teachingPoints: boolean, teachingPointMin: number}} Scope
 * @typedef {{
 *   bands: readonly Band[],
 *   classLimit: Readonly<Record<Stage, number>>,
 *   schoolLimit: Readonly<Record<Stage, number>>,
 *   schoolLimitThrough: number, smallSchoolPupils: number, seatsFull: number,
 *   dormAreaM2: number, bedsPerBoarder: number, assignPrivate: boolean,
 *   thresholds: ReadonlyMap<string, number>,
 *   minIndicatorsMet: number, restShare: number,
 *   cvLimits: ReadonlyMap<string, number>, scopes: ReadonlyMap<string, Scope>,
 *   accessStepS: readonly number[], accessWeight: readonly number[],
 *   splitJunior: number, splitSenior: number,
 *   calibrationShare: number, calibrationPupils: number,
 *   lengthClassesM: readonly number[], busSeats: number}} Rules
 *   `stage` of a band is an index into STAGES; `thresholds` go by `<indicator>.<stage>`,
 *   `cvLimits` by `<edition>.<stage>`.
 */

/** First parts of the rules that a scenario may try; any other is built into the model. */
export const TRIED_RULES = [
  "walk_limit_s",
  "ride_limit_s",
  "walk_speed_m_s",
  "may_board",
  "assign_private",
  "school_limit",
  "small_school_pupils",
  "seats_full",
  "dorm_area_m2",
  "beds_per_boarder",
  "bus_seats",
  "threshold",
  "min_indicators_met_2017",
  "rest_share_2017",
  "cv_limit_2012",
  "cv_limit_2017",
  "scope_private",
  "scope_teaching_points",
  "scope_teaching_point_min",
  "calibration_share",
  "calibration_pupils",
];

/** @param {string} rule @returns {boolean} */
export const mayBeTried = (rule) => TRIED_RULES.includes(String(rule.split(".")[0]));

/** @param {Standards} standards @param {string} rule @returns {Standard} */
export function standard(standards, rule) {
  const row = standards.get(rule);
  if (!row) throw new Error(`no standards row ${rule}`);
  return row;
}

/** @param {Standards} standards @param {string} rule @returns {number} */
function number(standards, rule) {
  const { value } = standard(standards, rule);
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  throw new Error(`${rule} must be a number`);
}

/** @param {Standards} standards @param {string} rule @returns {readonly number[]} */
function numbers(standards, rule) {
  const { value } = standard(standards, rule);
  return Array.isArray(value) ? value : [number(standards, rule)];
}

/** @param {Standards} standards @param {string} id @returns {Band} */
function band(standards, id) {
  const span = parseSpan(String(standard(standards, `grades.${id}`).value));
  if (!span) throw new Error(`grades.${id} must be a span`);
  return {
    id,
    first: span[0],
    last: span[1],
    stage: Number(STAGE_OF_BAND[id]),
    walkSpeedMS: number(standards, `walk_speed_m_s.${id}`),
    walkLimitS: Math.trunc(number(standards, `walk_limit_s.${id}`)),
    rideLimitS: Math.trunc(number(standards, `ride_limit_s.${id}`)),
    mayBoard: number(standards, `may_board.${id}`) !== 0,
  };
}

/** @param {Standards} standards @param {string} edition @returns {Scope} */
const scope = (standards, edition) => ({
  private: number(standards, `scope_private.${edition}`) !== 0,
  teachingPoints: number(standards, `scope_teaching_points.${edition}`) !== 0,
  teachingPointMin: number(standards, `scope_teaching_point_min.${edition}`),
});

/** @param {Standards} standards @returns {Rules} */
export function rulesOf(standards) {
  /** @param {string} rule */
  const of = (rule) => number(standards, rule);
  const thresholds = [...standards.keys()].filter((rule) => rule.startsWith("threshold."));
  const limits = EDITIONS.flatMap((e) => STAGES.map((s) => `${e}.${s}`));
  const lengths = numbers(standards, "length_classes_m").map(Math.trunc);
  return {
    bands: BAND_IDS.map((id) => band(standards, id)),
    classLimit: { primary: of("class_limit.primary"), junior: of("class_limit.junior") },
    schoolLimit: { primary: of("school_limit.primary"), junior: of("school_limit.junior") },
    schoolLimitThrough: of("school_limit.through"),
    smallSchoolPupils: of("small_school_pupils"),
    seatsFull: of("seats_full"),
    dormAreaM2: of("dorm_area_m2"),
    bedsPerBoarder: of("beds_per_boarder"),
    assignPrivate: of("assign_private") !== 0,
    thresholds: new Map(thresholds.map((r) => [r.slice("threshold.".length), of(r)])),
    minIndicatorsMet: Math.trunc(of("min_indicators_met_2017")),
    restShare: of("rest_share_2017"),
    cvLimits: new Map(limits.map((key) => [key, of(`cv_limit_${key}`)])),
    scopes: new Map(EDITIONS.map((e) => [e, scope(standards, e)])),
    accessStepS: numbers(standards, "access_step_s").map(Math.trunc),
    accessWeight: numbers(standards, "access_weight"),
    splitJunior: of("split_weight.junior"),
    splitSenior: of("split_weight.senior"),
    calibrationShare: of("calibration_share"),
    calibrationPupils: of("calibration_pupils"),
    lengthClassesM: [...new Set(lengths)].sort((a, b) => a - b),
    busSeats: of("bus_seats"),
  };
}

/**
 * Whether a figure may be tried for a rule: why not, or null.
 * @param {Standards} standards @param {ReadonlySet<string>} resources columns of the schools table
 * @param {string} rule @param {Value} value
 * @returns {"rule_not_tried" | "unknown_rule" | "unsuitable_rule_value" | null}
 */
export function ruleFault(standards, resources, rule, value) {
  if (!mayBeTried(rule)) return "rule_not_tried";
  const row = standards.get(rule);
  if (!row && !newThreshold(resources, rule)) return "unknown_rule";
  const kind = row ? typeof row.value : "number";
  const fits = typeof value === kind && (typeof value !== "number" || Number.isFinite(value));
  return fits ? null : "unsuitable_rule_value";
}

/**
 * A threshold that no table has, of a known column and stage.
 * @param {ReadonlySet<string>} resources @param {string} rule @returns {boolean}
 */
function newThreshold(resources, rule) {
  const [kind, column, stage, ...more] = rule.split(".");
  const known = resources.has(String(column)) && STAGES.some((s) => s === stage);
  return kind === "threshold" && known && more.length === 0;
}

/**
 * The standards with tried figures in place of theirs, marked as the study's own assumptions.
 * @param {Standards} standards @param {ReadonlySet<string>} resources
 * @param {Readonly<Record<string, Value>>} tried
 * @returns {Standards}
 */
export function withTried(standards, resources, tried) {
  const rows = new Map(standards);
  for (const [rule, value] of Object.entries(tried)) {
    const fault = ruleFault(standards, resources, rule, value);
    if (fault) throw new Error(`${fault}: ${rule}`);
    if (standards.get(rule)?.value === value) continue;
    rows.set(rule, { value, force: "assumption", table: "study" });
  }
  return rows;
}
