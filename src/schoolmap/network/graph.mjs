/** The road graph with villages and schools on it, from the columns that Python writes. */

import { int } from "#network/arrays";
import { readPlane } from "#network/plane";

/**
 * @typedef {"walk" | "ride"} Mode
 * @typedef {{start: Int32Array, edge: Int32Array, offsetMm: Int32Array, legMm: Int32Array,
 *   legMs: Float64Array}} Places
 *   where places join the edges of a mode: place p owns the rows `start[p]` to `start[p + 1]`;
 *   villages come first, then listed schools
 * @typedef {{uvMs: Int32Array, vuMs: Int32Array, places: Places}} Network
 *   milliseconds from u to v and back, `NO_WAY` where barred
 * @typedef {{nVillage: number, nSite: number, nNode: number, nEdge: number, cutoffMs: number,
 *   snapLimitM: number, u: Int32Array, v: Int32Array, lengthMm: Int32Array,
 *   component: Int32Array, walk: Network, ride: Network,
 *   plane: import("#network/plane").Plane | null}} Graph
 *   `component` of the walking network, by node, -1 none; `plane` only where the county has no
 *   roads, and then there is no edge
 * @typedef {(name: string) => Int32Array} Reader
 * @typedef {{n_village: number, n_site: number, n_node?: number, cutoff_s: number,
 *   snap_limit_m: number, off_road_speed_m_s: number, paces?: number[]}
 *   & import("#network/plane").PlaneData} GraphData
 */

export const NO_WAY = -1;
/** Bits of an edge: open in a direction; u is the node of the higher number. */
const [WALK_UV, WALK_VU, RIDE_UV, RIDE_VU, TURNED] = [1, 2, 4, 8, 16];
/** A pace is held in milliseconds a kilometre. */
const PACE_SCALE = 1_000_000;

/**
 * @param {unknown} given as `graph_columns` of Python wrote it: plain data
 * @param {Reader} array as it wrote them: arrays of whole numbers by name
 * @returns {Graph}
 */
export function readGraph(given, array) {
  const data = /** @type {GraphData} */ (given);
  const counts = {
    nVillage: data.n_village,
    nSite: data.n_site,
    cutoffMs: data.cutoff_s * 1000,
    snapLimitM: data.snap_limit_m,
  };
  if (data.n_node === undefined) {
    return { ...counts, ...withoutRoads(data.n_village + data.n_site), plane: readPlane(data, array) };
  }
  const ways = array("net.ways");
  const lengthMm = array("net.length_mm");
  const walk = { base: lengthMm, rest: array("net.walk_rest"), turn: array("net.walk_turn") };
  const ride = {
    base: atPace(lengthMm, array("net.pace"), data.paces ?? []),
    rest: array("net.ride_rest"),
    turn: array("net.ride_turn"),
  };
  const speed = data.off_road_speed_m_s;
  const onFoot = walkPlaces(array, speed);
  return {
    ...counts,
    ...nodes(ways, array("net.node"), array("net.span")),
    nNode: data.n_node,
    nEdge: ways.length,
    lengthMm,
    component: array("net.component"),
    walk: { ...times(ways, walk, WALK_UV, WALK_VU), places: onFoot },
    ride: { ...times(ways, ride, RIDE_UV, RIDE_VU), places: ridePlaces(array, onFoot, speed) },
    plane: null,
  };
}

/** @param {number} nPlace @returns {Omit<Graph, "nVillage" | "nSite" | "cutoffMs" | "snapLimitM" | "plane">} */
function withoutRoads(nPlace) {
  const none = new Int32Array(0);
  const places = makePlaces(new Int32Array(nPlace), none, none, new Int32Array(nPlace), 1);
  const network = { uvMs: none, vuMs: none, places };
  const roads = { u: none, v: none, lengthMm: none, component: none };
  return { ...roads, nNode: 0, nEdge: 0, walk: network, ride: network };
}

/**
 * @param {Int32Array} ways @param {Int32Array} low @param {Int32Array} span
 * @returns {{u: Int32Array, v: Int32Array}}
 */
function nodes(ways, low, span) {
  const u = new Int32Array(ways.length);
  const v = new Int32Array(ways.length);
  for (let e = 0; e < ways.length; e += 1) {
    const high = int(low, e) + int(span, e);
    const turned = (int(ways, e) & TURNED) !== 0;
    u[e] = turned ? high : int(low, e);
    v[e] = turned ? int(low, e) : high;
  }
  return { u, v };
}

/**
 * @param {Int32Array} lengthMm @param {Int32Array} pace @param {readonly number[]} paces
 * @returns {Int32Array} milliseconds at the pace of each edge
 */
function atPace(lengthMm, pace, paces) {
  return lengthMm.map((mm, e) => Math.floor((mm * (paces[int(pace, e)] ?? 0)) / PACE_SCALE + 0.5));
}

/**
 * @param {Int32Array} ways
 * @param {{base: Int32Array, rest: Int32Array, turn: Int32Array}} time
 * @param {number} uvBit @param {number} vuBit
 * @returns {{uvMs: Int32Array, vuMs: Int32Array}}
 */
function times(ways, time, uvBit, vuBit) {
  const uvMs = new Int32Array(ways.length).fill(NO_WAY);
  const vuMs = new Int32Array(ways.length).fill(NO_WAY);
  for (let e = 0; e < ways.length; e += 1) {
    const ms = int(time.base, e) + int(time.rest, e);
    if (int(ways, e) & uvBit) uvMs[e] = ms;
    if (int(ways, e) & vuBit) vuMs[e] = ms + int(time.turn, e);
  }
  return { uvMs, vuMs };
}

/** @param {Reader} array @param {number} speed @returns {Places} */
function walkPlaces(array, speed) {
  const [joins, legs] = [array("net.walk_joins"), array("net.walk_leg_mm")];
  return makePlaces(joins, array("net.walk_edge"), array("net.walk_offset_mm"), legs, speed);
}

/**
 * Places join for vehicles as they do for walkers, but for those listed.
 * @param {Reader} array @param {Places} walk @param {number} speed
 * @returns {Places}
 */
function ridePlaces(array, walk, speed) {
  const own = array("net.ride_place");
  const joins = walk.start.subarray(1).map((end, p) => end - int(walk.start, p));
  const legMm = walk.legMm.slice();
  own.forEach((p, k) => {
    joins[p] = int(array("net.ride_joins"), k);
    legMm[p] = int(array("net.ride_leg_mm"), k);
  });
  const differs = new Set(own);
  const edge = [];
  const offsetMm = [];
  let at = 0;
  for (let p = 0; p < joins.length; p += 1) {
    const mine = differs.has(p);
    const from = mine ? array("net.ride_edge") : walk.edge;
    const offset = mine ? array("net.ride_offset_mm") : walk.offsetMm;
    const first = mine ? at : int(walk.start, p);
    for (let j = first; j < first + int(joins, p); j += 1) {
      edge.push(int(from, j));
      offsetMm.push(int(offset, j));
    }
    if (mine) at += int(joins, p);
  }
  return makePlaces(joins, Int32Array.from(edge), Int32Array.from(offsetMm), legMm, speed);
}

/**
 * @param {Int32Array} joins number of joins of each place
 * @param {Int32Array} edge @param {Int32Array} offsetMm @param {Int32Array} legMm
 * @param {number} speed off the road, m/s
 * @returns {Places}
 */
function makePlaces(joins, edge, offsetMm, legMm, speed) {
  const start = new Int32Array(joins.length + 1);
  joins.forEach((count, p) => {
    start[p + 1] = int(start, p) + count;
  });
  const legMs = Float64Array.from(legMm, (mm) => Math.floor(mm / speed + 0.5));
  return { start, edge, offsetMm, legMm, legMs };
}
