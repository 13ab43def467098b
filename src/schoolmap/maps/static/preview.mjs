/** What changes would do, told before they are accepted. */

import { BOARD, RIDE, UNSERVED } from "#kernel/codes";
import { bandOf } from "#maps/journeys";

/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/world").Finding} Finding */
/** @typedef {import("#kernel/conflicts").Conflict} Conflict */
/** @typedef {{before: number | null, after: number | null}} Pair  null where nobody can tell */
/**
 * A school to which more pupils go than before.
 * @typedef {{school: number, pupils: number, seats: number | null, roll: Pair, overSeats: Pair,
 *   bedGap: Pair, boarders: Pair}} Receiver
 */
/**
 * @typedef {object} Preview
 * @property {readonly Conflict[]} conflicts  where there are any, nothing would be done
 * @property {Scene} before  the plan as it stands
 * @property {Scene} after
 * @property {number} villages  where the school, the way there or the reason changes for anybody
 * @property {number} pupils  for whom one of these changes
 * @property {number} moved  of these, who go from one school to another
 * @property {number | null} meanAddedM  over those who moved and have a journey before and after
 * @property {number | null} maxAddedM
 * @property {number} maxVillage  where `maxAddedM` was found, -1 none
 * @property {number} riding  who did not ride before
 * @property {number} boarding
 * @property {number} unserved
 * @property {number} served  who were unserved before
 * @property {number} lowerBeyond  who are newly unserved and may not board: no way within the limits
 * @property {Receiver[]} receivers  most arrivals first
 * @property {Finding[]} newFindings
 * @property {Finding[]} solved
 */

/**
 * @param {Scene} before @param {Scene} after @param {readonly Conflict[]} conflicts
 * @returns {Preview}
 */
export function previewOf(before, after, conflicts) {
  return {
    conflicts,
    before,
    after,
    ...pupilsMoved(before, after),
    receivers: receiversOf(before, after),
    newFindings: beyond(after.data.findings, before.data.findings),
    // what a closed school fell short of is gone with it, which is no gain
    solved: beyond(before.data.findings, after.data.findings).filter(
      (f) => f.type !== "school" || after.schools.open[f.at] === 1),
  };
}

/** @param {Scene} before @param {Scene} after */
function pupilsMoved(before, after) {
  const count = {
    villages: 0, pupils: 0, moved: 0, riding: 0, boarding: 0, unserved: 0, served: 0, lowerBeyond: 0,
    maxAddedM: /** @type {number | null} */ (null), maxVillage: -1,
  };
  let [metres, heads, last] = [0, 0, -1];
  for (const { cell, pupils } of changedCells(before, after)) {
    const village = Math.floor(cell / 9);
    if (village !== last) count.villages += 1;
    last = village;
    count.pupils += pupils;
    countMode(count, before, after, cell, pupils);
    if (!goesElsewhere(before, after, cell)) continue;
    count.moved += pupils;
    const [near, far] = [lengthOf(before, cell), lengthOf(after, cell)];
    if (near === null || far === null) continue;
    metres += pupils * (far - near);
    heads += pupils;
    if (count.maxAddedM === null || far - near > count.maxAddedM) {
      count.maxAddedM = far - near;
      count.maxVillage = village;
    }
  }
  return { ...count, meanAddedM: heads > 0 ? metres / heads : null };
}

/** @param {Scene} before @param {Scene} after @returns {Generator<{cell: number, pupils: number}>} */
function* changedCells(before, after) {
  const [p, q] = [before.villages, after.villages];
  for (let cell = 0; before !== after && cell < q.pupils.length; cell += 1) {
    const same = p.site[cell] === q.site[cell] && p.mode[cell] === q.mode[cell] && p.reason[cell] === q.reason[cell];
    const pupils = Number(q.pupils[cell]);
    if (!same && pupils > 0) yield { cell, pupils };
  }
}

/** From one school to another: who has none before or after does not. @param {Scene} before @param {Scene} after @param {number} cell */
const goesElsewhere = ({ villages: was }, { villages: now }, cell) =>
  was.site[cell] !== now.site[cell] && was.mode[cell] !== UNSERVED && now.mode[cell] !== UNSERVED;

/**
 * @param {{riding: number, boarding: number, unserved: number, served: number, lowerBeyond: number}} count
 * @param {Scene} before @param {Scene} after @param {number} cell @param {number} pupils
 */
function countMode(count, before, after, cell, pupils) {
  const [was, now] = [before.villages.mode[cell], after.villages.mode[cell]];
  if (was === now) return;
  if (now === RIDE) count.riding += pupils;
  if (now === BOARD) count.boarding += pupils;
  if (was === UNSERVED) count.served += pupils;
  if (now !== UNSERVED) return;
  count.unserved += pupils;
  const band = after.data.bands[bandOf(after, (cell % 9) + 1)];
  if (band && !band.may_board) count.lowerBeyond += pupils;
}

/** @param {Scene} scene @param {number} cell @returns {number | null} metres to school; null where there is no journey */
function lengthOf({ evaluation, villages }, cell) {
  const row = villages.row[cell] ?? -1;
  return row < 0 ? null : Number(evaluation.model.od.lengthM[row]);
}

/** @param {Scene} before @param {Scene} after @returns {Receiver[]} */
function receiversOf(before, after) {
  const [was, now] = [before.evaluation.schools, after.evaluation.schools];
  const found = [];
  for (let school = 0; school < after.schools.n; school += 1) {
    const pupils = Number(now.loadTotal[school]) - (was.loadTotal[school] ?? 0);
    if (pupils > 0) found.push(receiver(before, after, school, pupils));
  }
  return found.sort((a, b) => b.pupils - a.pupils || a.school - b.school);
}

/** @param {Scene} before @param {Scene} after @param {number} school @param {number} pupils @returns {Receiver} */
function receiver(before, after, school, pupils) {
  /** @param {(s: Scene["schools"]) => ArrayLike<number | null>} column @returns {Pair} */
  const pair = (column) => ({
    before: column(before.schools)[school] ?? null,
    after: column(after.schools)[school] ?? null,
  });
  const seats = after.schools.seats[school] ?? -1;
  return {
    school,
    pupils,
    seats: seats < 0 ? null : seats,
    roll: pair((s) => s.roll),
    overSeats: pair((s) => s.overSeats),
    bedGap: pair((s) => s.bedGap),
    boarders: pair((s) => s.boardersNeeded),
  };
}

/** Two findings are the same one whatever their values. @param {Finding} f */
export const findingKey = ({ rule, type, id, detail }) => [rule, type, id, detail].join("\n");

/** @type {WeakMap<readonly Finding[], Set<string>>} */
const keys = new WeakMap();

/** @param {readonly Finding[]} findings @returns {Set<string>} made once for each list */
function keysOf(findings) {
  let known = keys.get(findings);
  if (!known) keys.set(findings, (known = new Set(findings.map(findingKey))));
  return known;
}

/** @param {readonly Finding[]} findings @param {readonly Finding[]} others @returns {Finding[]} that are not among the others */
export function beyond(findings, others) {
  const known = keysOf(others);
  return findings.filter((f) => !known.has(findingKey(f)));
}
