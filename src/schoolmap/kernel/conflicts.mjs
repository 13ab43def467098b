/** Changes that cannot be applied: to a school that is not there, or against an earlier change. */

import { int } from "#kernel/arrays";
import { N_GRADE, parseSpan, STATUS_OPEN } from "#kernel/codes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/extending").AddedSite} AddedSite
 * @typedef {import("#kernel/scenario").Change} Change
 * @typedef {import("#kernel/scenario").Designate} Designate
 * @typedef {import("#kernel/scenario").Merge} Merge
 * @typedef {import("#kernel/scenario").Open} Open
 * @typedef {import("#kernel/scenario").Scenario} Scenario
 * @typedef {{index: number, code: string, subject: string, earlier: number}} Conflict
 *   number of the change from 0; the id or text that it is about; number of the change that is in
 *   the way, -1 where it is the county itself
 * @typedef {{code: string, subject: string, earlier: number}} Found
 * @typedef {{isOpen: Map<string, boolean>, since: Map<string, number>,
 *   villages: readonly string[], bands: readonly string[],
 *   added: ReadonlySet<string> | null}} Count
 *   what is open while the changes are gone through, and which change made it so
 */

/**
 * Every change that cannot be applied, in order; a change in conflict is passed over.
 * @param {KernelModel} model without added schools @param {Scenario} scenario
 * @param {readonly AddedSite[] | null} [added] whose journeys are known; null: not looked at
 * @returns {Conflict[]}
 */
export function checkScenario(model, scenario, added = null) {
  const { sites, villages, rules } = model;
  /** @type {Count} */
  const count = {
    isOpen: new Map(sites.ids.map((id, j) => [id, int(sites.status, j) === STATUS_OPEN])),
    since: new Map(),
    villages: villages.ids,
    bands: rules.bands.map((band) => band.id),
    added: added && new Set(added.map((a) => a.id)),
  };
  return (scenario.changes ?? []).flatMap((change, index) => {
    const found = check(count, change).map((what) => ({ index, ...what }));
    if (found.length === 0) note(count, change, index);
    return found;
  });
}

/** @param {Count} count @param {Change} change @param {number} index @returns {void} */
function note(count, change, index) {
  if (change.op !== "close" && change.op !== "merge" && change.op !== "open") return;
  count.isOpen.set(change.school, change.op === "open");
  count.since.set(change.school, index);
}

/** @param {Count} count @param {Change} change @returns {Found[]} */
function check(count, change) {
  switch (change.op) {
    case "close":
      if (!count.isOpen.has(change.school)) return [found("unknown_school", change.school)];
      return closed(count, change.school, "already_closed");
    case "merge":
      return checkMerge(count, change);
    case "open":
      return checkOpen(count, change);
    case "designate":
      return checkDesignate(count, change);
    default:
      return checkSet(count, change);
  }
}

/** @param {string} code @param {string} subject @param {number} [earlier] @returns {Found} */
const found = (code, subject, earlier = -1) => ({ code, subject, earlier });

/** @param {Count} count @param {string} school @param {string} code @returns {Found[]} */
const closed = (count, school, code) =>
  count.isOpen.get(school) ? [] : [found(code, school, count.since.get(school))];

/** @param {Count} count @param {Merge} change @returns {Found[]} */
function checkMerge(count, { school, into }) {
  const unknown = [school, into].filter((id) => !count.isOpen.has(id));
  const problems = unknown.map((id) => found("unknown_school", id));
  if (school === into) return [...problems, found("into_itself", school)];
  if (!unknown.includes(school)) problems.push(...closed(count, school, "already_closed"));
  if (!unknown.includes(into)) problems.push(...closed(count, into, "into_closed"));
  return problems;
}

/** @param {Count} count @param {Open} change @returns {Found[]} */
function checkOpen(count, change) {
  const { school } = change;
  const isOpen = count.isOpen.get(school);
  /** @type {Found[]} */
  const problems = [];
  if (isOpen) problems.push(found("already_open", school, count.since.get(school)));
  const [lon, lat, at] = [change.lon ?? null, change.lat ?? null, change.at ?? null];
  if (isOpen === undefined) {
    if (lon === null || lat === null) problems.push(found("new_needs_place", school));
    else if (count.added && !count.added.has(school)) problems.push(found("no_journeys", school));
    if (!change.grades) problems.push(found("new_needs_grades", school));
  } else if (lon !== null || lat !== null || at !== null) {
    problems.push(found("listed_has_place", school));
  }
  if (change.grades) problems.push(...checkGrades(change.grades));
  return [...problems, ...checkAmount(change.seats), ...checkAmount(change.beds)];
}

/**
 * @param {Count} count @param {Exclude<Change, Merge | Open | Designate>} change
 * @returns {Found[]}
 */
function checkSet(count, change) {
  // a school that is closed may be set up before it opens
  const unknown = count.isOpen.has(change.school) ? [] : [found("unknown_school", change.school)];
  if (change.op === "set_grades") return [...unknown, ...checkGrades(change.grades)];
  if (change.op === "set_seats") return [...unknown, ...checkAmount(change.seats)];
  if (change.op === "set_beds") return [...unknown, ...checkAmount(change.beds)];
  return unknown;
}

/** @param {Count} count @param {Designate} change @returns {Found[]} */
function checkDesignate(count, { village, band, school }) {
  /** @type {Found[]} */
  const problems = [];
  if (!count.villages.includes(village)) problems.push(found("unknown_village", village));
  if (!count.bands.includes(band)) problems.push(found("unknown_band", band));
  if (!count.isOpen.has(school)) return [...problems, found("unknown_school", school)];
  return [...problems, ...closed(count, school, "not_open")];
}

/** @param {string} grades @returns {Found[]} */
function checkGrades(grades) {
  const span = parseSpan(grades);
  return span && span[1] <= N_GRADE ? [] : [found("bad_grades", grades)];
}

/** @param {number | null | undefined} amount @returns {Found[]} */
const checkAmount = (amount) =>
  (amount ?? 0) < 0 ? [found("negative", String(amount))] : [];
