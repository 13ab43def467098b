/** Rules that are not kept, and things to look at, each with the rule that it cites. */

import { code, flag, float, int, item } from "#kernel/arrays";
import { EDITIONS, N_STAGE, REASONS, STAGES, UNSERVED } from "#kernel/codes";
import { inScope } from "#kernel/equity";
import { severity } from "#kernel/finding";
import { schoolFindings } from "#kernel/findings-schools";
import { reportsRoll } from "#kernel/rolls";
import { standard } from "#kernel/rules";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/trips").Trips} Trips
 * @typedef {import("#kernel/indicators").Figures} Figures
 * @typedef {import("#kernel/assignment").Assignment} Assignment
 * @typedef {import("#kernel/equity").Rolled} Rolled
 * @typedef {import("#kernel/evaluate").SchoolFigures} SchoolFigures
 * @typedef {import("#kernel/rules").Band} Band
 * @typedef {import("#kernel/finding").Severity} Severity
 * @typedef {import("#kernel/finding").Finding} Finding
 */

/**
 * All findings: of villages, of schools, of the county.
 * @param {KernelModel} model @param {Trips} trips @param {Assignment} assignment
 * @param {SchoolFigures} schools @param {Rolled} rolled @param {Figures} indicators
 * @returns {Finding[]}
 */
export function findingsOf(model, trips, assignment, schools, rolled, indicators) {
  return [
    ...villageFindings(model, trips, assignment),
    ...schoolFindings(model, schools, rolled),
    ...ceilings(model, indicators),
    ...undefinedOnes(model, rolled, indicators),
    ...calibration(model, schools, rolled),
  ];
}

/**
 * Pupils who can neither walk, ride nor board: by village, band and reason.
 * @param {KernelModel} model @param {Trips} trips @param {Assignment} assignment
 * @returns {Finding[]}
 */
function villageFindings(model, trips, assignment) {
  const { bands } = model.rules;
  /** @type {Map<number, {t: number, reason: number, walkS: number, pupils: number}>} */
  const groups = new Map();
  for (let t = 0; t < trips.mode.length; t += 1) {
    if (code(trips.mode, t) !== UNSERVED) continue;
    const reason = code(assignment.reason, int(trips.cell, t));
    const key = int(trips.way, t) * REASONS.length + reason;
    const group = groups.get(key) ?? { t, reason, walkS: -1, pupils: 0 };
    group.walkS = Math.max(group.walkS, int(trips.walkS, t));
    group.pupils += int(trips.pupils, t);
    groups.set(key, group);
  }
  return [...groups.keys()].sort((a, b) => a - b).map((key) => {
    const { t, reason, walkS, pupils } = /** @type {NonNullable<ReturnType<typeof groups.get>>} */ (
      groups.get(key)
    );
    const band = item(bands, code(trips.band, t));
    return {
      rule: `walk_limit_s.${band.id}`,
      severity: band.mayBoard ? "warning" : noWayToSchool(model, band),
      subjectType: "village",
      subjectId: item(model.villages.ids, int(trips.village, t)),
      value: walkS >= 0 ? walkS : null,
      limit: band.walkLimitS,
      unit: "s",
      detail: `${band.id}:${REASONS[reason]}`,
      pupils,
    };
  });
}

/**
 * That children who may not board can neither walk nor ride is a violation, also where the county
 * set the time; a warning where the time is this tool's assumption.
 * @param {KernelModel} model @param {Band} band @returns {Severity}
 */
function noWayToSchool(model, band) {
  const row = standard(model.standards, `walk_limit_s.${band.id}`);
  return row.force === "assumption" && row.table !== "study" ? "warning" : "violation";
}

/**
 * 差异系数 against their ceilings.
 * @param {KernelModel} model @param {Figures} indicators @returns {Finding[]}
 */
function ceilings(model, indicators) {
  const seven = model.indicators.filter((i) => i.editions.includes("2017"));
  const columns = seven.map((i) => ({ edition: "2017", column: i.name }));
  const tests = [...columns, { edition: "2012", column: "mean" }].flatMap(({ edition, column }) =>
    STAGES.map((s) => ({ name: `cv_${edition}.${column}.${s}`, of: `${edition}.${s}` })),
  );
  /** @type {Finding[]} */
  const found = [];
  for (const { name, of } of tests) {
    const value = indicators[name]?.value ?? null;
    const limit = Number(model.rules.cvLimits.get(of));
    const rule = `cv_limit_${of}`;
    if (value !== null && value > limit) {
      found.push({ ...ofCounty(rule, severity(model, rule), limit, name), value });
    }
  }
  return found;
}

/**
 * @param {string} rule @param {Severity} weight @param {number} limit @param {string} detail
 * @returns {Finding}
 */
const ofCounty = (rule, weight, limit, detail) => ({
  rule,
  severity: weight,
  subjectType: "county",
  subjectId: "",
  value: null,
  limit,
  unit: "ratio",
  detail,
  pupils: 0,
});

/**
 * 差异系数 that cannot be made although there are pupils: a note by edition and stage.
 * @param {KernelModel} model @param {Rolled} rolled @param {Figures} indicators
 * @returns {Finding[]}
 */
function undefinedOnes(model, rolled, indicators) {
  /** @type {Finding[]} */
  const found = [];
  for (const edition of [...EDITIONS].reverse()) {
    const counted = inScope(model, rolled, edition);
    const mine = model.indicators.filter((i) => i.editions.includes(edition));
    for (const [k, stage] of STAGES.entries()) {
      const names = mine.map((i) => `cv_${edition}.${i.name}.${stage}`);
      const lacking = names.filter((name) => indicators[name]?.value === null);
      const pupils = counted.some(
        (counts, j) => counts === 1 && float(rolled.stageRoll, j * N_STAGE + k) > 0,
      );
      const limit = Number(model.rules.cvLimits.get(`${edition}.${stage}`));
      if (lacking.length > 0 && pupils) {
        found.push(ofCounty(`cv_limit_${edition}.${stage}`, "note", limit, lacking.join(":")));
      }
    }
  }
  return found;
}

/**
 * Schools whose reported roll and modelled load lie far apart.
 * @param {KernelModel} model @param {SchoolFigures} schools @param {Rolled} rolled
 * @returns {Finding[]}
 */
function calibration(model, schools, rolled) {
  const { rules, sites } = model;
  /** @type {Finding[]} */
  const found = [];
  for (let j = 0; j < sites.n; j += 1) {
    const judged = flag(rolled.state.isOpen, j) && !flag(sites.isPrivate, j);
    if (!judged || !reportsRoll(model, j)) continue;
    const roll = float(rolled.total, j);
    const load = int(schools.loadTotal, j);
    const apart = Math.abs(load - roll);
    if (apart > rules.calibrationPupils && apart > rules.calibrationShare * roll) {
      found.push({
        rule: "calibration_share",
        severity: "note",
        subjectType: "school",
        subjectId: item(sites.ids, j),
        value: load,
        limit: roll,
        unit: "pupil",
        detail: "load_against_roll",
        pupils: load,
      });
    }
  }
  return found;
}
