/** Two evaluations side by side as plain data: what changes for whom (evaluation.json). */

import { code, flag, float, int, item, UNDEFINED, UNKNOWN } from "#kernel/arrays";
import { MODES, N_GRADE, N_STAGE, NO_RIDE, REASONS, spanText, STAGES } from "#kernel/codes";
import { walkSeconds } from "#kernel/od";
import { scenarioDocument } from "#kernel/scenario";

/**
 * @typedef {import("#kernel/evaluate").Evaluation} Evaluation
 * @typedef {import("#kernel/findings").Finding} Finding
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/rules").Band} Band
 * @typedef {import("#kernel/scenario").Scenario} Scenario
 * @typedef {Record<string, unknown>} Plain
 */

/**
 * What changes between two evaluations; unknown and undefined are null.
 * @param {KernelModel} model the county, without added schools
 * @param {Evaluation} before of today, under the rules that `after` was tried with
 * @param {Evaluation} after of the scenario
 * @param {Scenario} scenario
 * @returns {Plain}
 */
export function evaluationDocument(model, before, after, scenario) {
  const was = new Set(before.findings.map(keyOf));
  const now = new Set(after.findings.map(keyOf));
  const gone = new Set(after.model.sites.ids.filter((_, j) => !flag(after.state.isOpen, j)));
  return {
    format: "schoolmap-evaluation",
    version: 1,
    scenario: scenarioDocument(scenario),
    model_sha256: after.modelSha256,
    kernel_version: after.kernelVersion,
    before: before.indicators,
    after: after.indicators,
    villages: changedVillages(before, after),
    schools: changedSchools(model.sites.n, before, after),
    findings: after.findings.map((f) => {
      return { ...findingDocument(f), standing: was.has(keyOf(f)) ? "as_before" : "new" };
    }),
    solved: before.findings
      .filter((f) => !now.has(keyOf(f)))
      .map((f) => ({ ...findingDocument(f), standing: gone.has(f.subjectId) ? "closed" : "solved" })),
  };
}

/**
 * What makes two findings the same one, whatever their values.
 * @param {Finding} f @returns {string}
 */
const keyOf = (f) => JSON.stringify([f.rule, f.subjectType, f.subjectId, f.detail]);

/** @param {Finding} f @returns {Plain} */
const findingDocument = ({ subjectType, subjectId, ...rest }) => ({
  ...rest,
  subject_type: subjectType,
  subject_id: subjectId,
});

/**
 * The runs of grades whose school, way of travel or reason changes, with pupils.
 * @param {Evaluation} before @param {Evaluation} after @returns {Plain[]}
 */
function changedVillages(before, after) {
  const { villages, rules } = after.model;
  /** @type {Plain[]} */
  const found = [];
  for (let v = 0; v < villages.n; v += 1) {
    if (!changes(before, after, v)) continue;
    for (const band of rules.bands) {
      for (const [first, last] of changedRuns(before, after, v, band)) {
        let pupils = 0;
        for (let g = first - 1; g < last; g += 1) pupils += int(villages.pupils, v * N_GRADE + g);
        if (pupils === 0) continue;
        found.push({
          village_id: item(villages.ids, v),
          grades: spanText(first, last),
          band: band.id,
          pupils,
          before: wayOf(before, band, v * N_GRADE + first - 1),
          after: wayOf(after, band, v * N_GRADE + first - 1),
        });
      }
    }
  }
  return found;
}

/** @param {Evaluation} before @param {Evaluation} after @param {number} v @returns {boolean} */
function changes(before, after, v) {
  for (let cell = v * N_GRADE; cell < (v + 1) * N_GRADE; cell += 1) {
    const pupils = int(after.model.villages.pupils, cell) > 0;
    if (pupils && standing(before, cell) !== standing(after, cell)) return true;
  }
  return false;
}

/**
 * Site, mode and reason of a cell as one number.
 * @param {Evaluation} evaluation @param {number} cell @returns {number}
 */
function standing({ assignment }, cell) {
  const way = int(assignment.site, cell) * MODES.length + code(assignment.mode, cell);
  return way * REASONS.length + code(assignment.reason, cell);
}

/**
 * First and last grade of each run that changes in one way.
 * @param {Evaluation} before @param {Evaluation} after @param {number} v @param {Band} band
 * @returns {[number, number][]}
 */
function changedRuns(before, after, v, band) {
  /** @type {{was: number, now: number, span: [number, number]}[]} */
  const runs = [];
  for (let grade = band.first; grade <= band.last; grade += 1) {
    const cell = v * N_GRADE + grade - 1;
    const [was, now] = [standing(before, cell), standing(after, cell)];
    const last = runs.at(-1);
    if (last && last.was === was && last.now === now) last.span[1] = grade;
    else runs.push({ was, now, span: [grade, grade] });
  }
  return runs.filter((run) => run.was !== run.now).map((run) => run.span);
}

/** @param {Evaluation} evaluation @param {Band} band @param {number} cell @returns {Plain} */
function wayOf({ model, assignment }, band, cell) {
  const { od, sites } = model;
  const row = int(assignment.row, cell);
  const site = int(assignment.site, cell);
  const ride = row < 0 ? NO_RIDE : int(od.rideS, row);
  return {
    school_id: site < 0 ? null : item(sites.ids, site),
    length_m: row < 0 ? null : int(od.lengthM, row),
    walk_s: row < 0 ? null : walkSeconds(int(od.walkRefS, row), band.walkSpeedMS),
    ride_s: ride === NO_RIDE ? null : ride,
    mode: item(MODES, code(assignment.mode, cell)),
    reason: item(REASONS, code(assignment.reason, cell)) || null,
  };
}

/**
 * @param {number} listed @param {Evaluation} before @param {Evaluation} after @returns {Plain[]}
 */
function changedSchools(listed, before, after) {
  /** @type {Plain[]} */
  const found = [];
  for (const [j, id] of after.model.sites.ids.entries()) {
    const was = j < listed ? schoolDocument(before, j) : null;
    const now = schoolDocument(after, j);
    if (JSON.stringify(was) === JSON.stringify(now)) continue;
    found.push({ school_id: id, before: was, after: now });
  }
  return found;
}

/** @param {Evaluation} evaluation @param {number} j @returns {Plain} */
function schoolDocument({ model, state, schools: f }, j) {
  return {
    open: flag(state.isOpen, j),
    grades: spanText(int(state.first, j), int(state.last, j)),
    roll: float(f.rollTotal, j),
    load: int(f.loadTotal, j),
    seats: known(float(state.seats, j)),
    over_seats: defined(float(f.overSeats, j)),
    beds: flag(state.bedsKnown, j) ? float(state.beds, j) : null,
    boarders_needed: int(f.boardersNeeded, j),
    bed_gap: float(f.bedGap, j),
    bus: flag(state.bus, j),
    riders: int(f.riders, j),
    class_size: defined(float(f.classSize, j)),
    mean_length_m: defined(float(f.meanLengthM, j)),
    max_length_m: known(int(f.maxLengthM, j)),
    values: valuesOf(model, f, j),
  };
}

/**
 * @param {KernelModel} model @param {Evaluation["schools"]} f @param {number} j
 * @returns {Record<string, number | null>}
 */
function valuesOf({ indicators }, f, j) {
  /** @type {Record<string, number | null>} */
  const values = {};
  for (const [i, { name }] of indicators.entries()) {
    for (const [k, stage] of STAGES.entries()) {
      if (float(f.stageRoll, j * N_STAGE + k) <= 0) continue;
      const value = float(f.value, (j * indicators.length + i) * N_STAGE + k);
      values[`${name}.${stage}`] = defined(value);
    }
  }
  return values;
}

/** @param {number} value @returns {number | null} */
const known = (value) => (value === UNKNOWN ? null : value);

/** @param {number} value @returns {number | null} */
const defined = (value) => (value === UNDEFINED ? null : value);
