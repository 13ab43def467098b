/** The journeys that all figures of access count: one entry per village and grade with pupils. */

import { code, flag, float, int } from "#kernel/arrays";
import { N_GRADE, UNSERVED } from "#kernel/codes";
import { walkSeconds } from "#kernel/od";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/assignment").Assignment} Assignment
 * @typedef {{cell: Int32Array, village: Int32Array, band: Uint8Array, way: Int32Array,
 *   pupils: Int32Array}} Heads
 *   one entry per village and grade (0 to 8) with pupils: `cell` is village * 9 + grade, `way`
 *   village * bands + band
 * @typedef {Heads & {mode: Uint8Array, lengthM: Int32Array, walkS: Int32Array, within: Uint8Array,
 *   mayBoard: Uint8Array, byLength: Int32Array}} Trips
 *   the journeys of all pupils; -1 where there is no journey; `byLength` lists those that have one
 *   by its length, then index
 */

/** @type {WeakMap<Int32Array, Heads>} */
const known = new WeakMap();

/** @param {KernelModel} model @returns {Heads} made once for each table of pupils */
function headsOf({ villages, rules }) {
  const made = known.get(villages.pupils);
  if (made) return made;
  const bandOf = new Uint8Array(N_GRADE);
  for (const [b, { first, last }] of rules.bands.entries()) bandOf.fill(b, first - 1, last);
  const cells = [...villages.pupils.keys()].filter((cell) => int(villages.pupils, cell) !== 0);
  const cell = Int32Array.from(cells);
  const village = cell.map((c) => Math.floor(c / N_GRADE));
  const band = Uint8Array.from(cells, (c) => code(bandOf, c % N_GRADE));
  const way = village.map((v, t) => v * rules.bands.length + code(band, t));
  const heads = { cell, village, band, way, pupils: cell.map((c) => int(villages.pupils, c)) };
  known.set(villages.pupils, heads);
  return heads;
}

/**
 * The journeys of all pupils, by village, then grade.
 * @param {KernelModel} model @param {Assignment} assignment @returns {Trips}
 */
export function journeys(model, assignment) {
  const { od, rules } = model;
  const heads = headsOf(model);
  const { cell, band } = heads;
  const speedMS = Float64Array.from(rules.bands, (b) => b.walkSpeedMS);
  const limitS = Float64Array.from(rules.bands, (b) => b.walkLimitS);
  const boards = Uint8Array.from(rules.bands, (b) => Number(b.mayBoard));
  const n = cell.length;
  const mode = new Uint8Array(n);
  const lengthM = new Int32Array(n).fill(-1);
  const walkS = new Int32Array(n).fill(-1);
  const within = new Uint8Array(n);
  const mayBoard = new Uint8Array(n);
  for (let t = 0; t < n; t += 1) {
    const row = int(assignment.row, int(cell, t));
    const b = code(band, t);
    mode[t] = code(assignment.mode, int(cell, t));
    mayBoard[t] = code(boards, b);
    if (row < 0) continue;
    const seconds = walkSeconds(int(od.walkRefS, row), float(speedMS, b));
    lengthM[t] = int(od.lengthM, row);
    walkS[t] = seconds;
    within[t] = seconds <= float(limitS, b) ? 1 : 0;
  }
  return { ...heads, mode, lengthM, walkS, within, mayBoard, byLength: byLength(lengthM) };
}

/**
 * Indices by length, then index, of those that have one. Neighbours of one length are sorted as
 * one: most pupils of a village go the same way.
 * @param {Int32Array} lengthM @returns {Int32Array}
 */
function byLength(lengthM) {
  const n = lengthM.length;
  const keys = new Float64Array(n);
  let runs = 0;
  let found = 0;
  for (let t = 0; t < n; t += 1) {
    const metres = int(lengthM, t);
    if (metres < 0) continue;
    found += 1;
    if (t > 0 && int(lengthM, t - 1) === metres) continue;
    // whole numbers far below 2^53: length first, then index
    keys[runs] = metres * n + t;
    runs += 1;
  }
  const sorted = keys.subarray(0, runs).sort();
  const order = new Int32Array(found);
  let filled = 0;
  for (let k = 0; k < runs; k += 1) {
    const key = float(sorted, k);
    const first = key - Math.floor(key / n) * n;
    const metres = int(lengthM, first);
    for (let t = first; t < n && int(lengthM, t) === metres; t += 1) {
      order[filled] = t;
      filled += 1;
    }
  }
  return order;
}

/** @param {Trips} trips @returns {number} pupils of bands that may board who are unserved */
export function withoutBed(trips) {
  let pupils = 0;
  for (let t = 0; t < trips.pupils.length; t += 1) {
    const left = code(trips.mode, t) === UNSERVED && flag(trips.mayBoard, t);
    if (left) pupils += int(trips.pupils, t);
  }
  return pupils;
}
