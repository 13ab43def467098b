/** Findings on schools: sizes, lodging, buses, resources. */

import { flag, float, int, item, UNDEFINED, UNKNOWN } from "#kernel/arrays";
import { N_STAGE, NOT_MET, STAGES } from "#kernel/codes";
import { severity } from "#kernel/finding";
import { dormitoryArea, missing } from "#kernel/resources";
import { classStage, heldTo } from "#kernel/sizes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/equity").Rolled} Rolled
 * @typedef {import("#kernel/evaluate").SchoolFigures} SchoolFigures
 * @typedef {import("#kernel/finding").Finding} Finding
 * @typedef {(j: number) => Finding[]} Test what is found of one site
 */

/**
 * @param {KernelModel} model @param {SchoolFigures} schools @param {Rolled} rolled
 * @returns {Finding[]}
 */
export function schoolFindings(model, schools, rolled) {
  const sites = Array.from({ length: model.sites.n }, (_, j) => j);
  /** @type {Test[]} */
  const tests = [
    (j) => sizes(model, schools, rolled, j),
    (j) => small(model, schools, rolled, j),
    (j) => lodging(model, schools, rolled, j),
    (j) => buses(model, schools, rolled, j),
    (j) => thresholds(model, schools, j),
  ];
  return tests.flatMap((test) => sites.flatMap(test));
}

/**
 * @param {KernelModel} model @param {number} j @param {string} rule @param {number} value
 * @param {number} limit @param {string} unit
 * @returns {Finding}
 */
const ofSchool = (model, j, rule, value, limit, unit) => ({
  rule,
  severity: severity(model, rule),
  subjectType: "school",
  subjectId: item(model.sites.ids, j),
  value,
  limit,
  unit,
  detail: "",
  pupils: 0,
});

/**
 * Class size, school size, seats.
 * @param {KernelModel} model @param {SchoolFigures} schools @param {Rolled} rolled
 * @param {number} j
 * @returns {Finding[]}
 */
function sizes(model, schools, rolled, j) {
  const { rules, sites } = model;
  const pupils = float(rolled.total, j);
  if (!flag(rolled.state.isOpen, j) || pupils <= 0) return [];
  const found = [];
  const through = flag(schools.isThrough, j);
  const stages = heldTo(schools.stageRoll, j, through);
  const limit = float(schools.classLimit, j);
  const size = float(schools.classSize, j);
  if (size !== UNDEFINED && missing(pupils, limit * float(sites.classes, j)) > 0) {
    const rule = `class_limit.${classStage(stages, rules.classLimit)}`;
    found.push(ofSchool(model, j, rule, size, limit, "pupil/class"));
  }
  const stage = through ? null : classStage(stages, rules.schoolLimit);
  const largest = stage ? rules.schoolLimit[stage] : rules.schoolLimitThrough;
  if (missing(pupils, largest) > 0) {
    found.push(ofSchool(model, j, `school_limit.${stage ?? "through"}`, pupils, largest, "pupil"));
  }
  const seats = float(rolled.state.seats, j);
  const room = seats * rules.seatsFull;
  if (seats !== UNKNOWN && missing(pupils, room) > 0) {
    found.push(ofSchool(model, j, "seats_full", pupils, room, "pupil"));
  }
  return found;
}

/**
 * Small schools, which are to be kept where children need them.
 * @param {KernelModel} model @param {SchoolFigures} schools @param {Rolled} rolled
 * @param {number} j
 * @returns {Finding[]}
 */
function small(model, schools, rolled, j) {
  if (!flag(schools.isSmall, j)) return [];
  const limit = model.rules.smallSchoolPupils;
  const found = ofSchool(model, j, "small_school_pupils", float(rolled.total, j), limit, "pupil");
  return [{ ...found, severity: "note" }];
}

/**
 * Beds and dormitory area against those who must board, by the model: not as reported.
 * @param {KernelModel} model @param {SchoolFigures} schools @param {Rolled} rolled
 * @param {number} j
 * @returns {Finding[]}
 */
function lodging(model, schools, rolled, j) {
  const boarders = int(schools.boardersNeeded, j);
  if (boarders <= 0) return [];
  const beds = float(rolled.state.beds, j);
  const each = model.rules.bedsPerBoarder;
  const tests = [{ rule: "beds_per_boarder", each, have: beds, unit: "bed" }];
  const area = dormitoryArea(model, schools.stageRoll, j);
  if (area !== UNDEFINED) {
    tests.push({ rule: "dorm_area_m2", each: model.rules.dormAreaM2, have: area, unit: "m2" });
  }
  return tests
    .filter((test) => missing(test.each * boarders, test.have) > 0)
    .map((test) => ({
      ...ofSchool(model, j, test.rule, test.have / boarders, test.each, test.unit),
      detail: "modelled_boarders",
      pupils: boarders,
    }));
}

/**
 * Riders beyond the bus seats that a school reported; how often a bus goes is not known.
 * @param {KernelModel} model @param {SchoolFigures} schools @param {Rolled} rolled
 * @param {number} j
 * @returns {Finding[]}
 */
function buses(model, schools, { state }, j) {
  const riders = int(schools.riders, j);
  const seats = float(state.busSeats, j);
  const room = seats * model.rules.busSeats;
  if (!flag(state.bus, j) || seats <= 0 || riders <= 0 || missing(riders, room) <= 0) return [];
  return [{ ...ofSchool(model, j, "bus_seats", riders, room, "pupil"), severity: "note" }];
}

/**
 * Resource thresholds, for the schools that the 2017 method counts, and its verdict.
 * @param {KernelModel} model @param {SchoolFigures} schools @param {number} j
 * @returns {Finding[]}
 */
function thresholds(model, schools, j) {
  if (!flag(schools.inScope2017, j)) return [];
  const { indicators, rules } = model;
  const found = [];
  for (const [k, stage] of STAGES.entries()) {
    for (const [i, { name, unit }] of indicators.entries()) {
      const at = (j * indicators.length + i) * N_STAGE + k;
      if (float(schools.shortfall, at) <= 0) continue;
      const limit = Number(rules.thresholds.get(`${name}.${stage}`));
      const rule = `threshold.${name}.${stage}`;
      found.push(ofSchool(model, j, rule, float(schools.value, at), limit, unit));
    }
    const cell = j * N_STAGE + k;
    if (schools.verdict2017[cell] !== NOT_MET) continue;
    const met = int(schools.met2017, cell);
    const least = rules.minIndicatorsMet;
    // enough are met, or may be: then one that is not lies below the share for the rest
    const far = met + int(schools.unknown2017, cell) >= least ? ":below_rest" : "";
    const verdict = ofSchool(model, j, "min_indicators_met_2017", met, least, "indicator");
    found.push({ ...verdict, detail: `${stage}${far}` });
  }
  return found;
}
