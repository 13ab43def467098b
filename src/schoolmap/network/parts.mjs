/** Parts of edges: between a point of an edge and its ends, or another point of it. */

import { int } from "#network/arrays";
import { NO_WAY } from "#network/graph";

/**
 * @typedef {import("#network/graph").Graph} Graph
 * @typedef {import("#network/graph").Mode} Mode
 * @typedef {{edge: number, offsetMm: number}} Point
 * @typedef {[edge: number, fromOffsetMm: number, toOffsetMm: number]} Part
 * @typedef {{node: number, ms: number, mm: number, part: Part | null}} Link
 *   between a point and a node; no part where the point is the node
 */

const EXACT = 2 ** 53;

/**
 * Time over the first millimetres of an edge, so that the parts of an edge sum to the edge.
 * @param {number} timeMs of the edge @param {number} offsetMm @param {number} lengthMm
 * @returns {number} whole milliseconds, half up
 */
export function partMs(timeMs, offsetMm, lengthMm) {
  if (offsetMm <= 0) return 0;
  if (offsetMm >= lengthMm) return timeMs;
  const product = timeMs * offsetMm;
  if (product >= EXACT) throw new RangeError("this road is too long to be cut exactly");
  return Math.floor(product / lengthMm + 0.5);
}

/**
 * @param {Graph} graph @param {Mode} mode @param {Point} point
 * @returns {Link[]} ways to the point from the ends of its edge
 */
export function linksTo(graph, mode, point) {
  const { edge, offsetMm } = point;
  const { uvMs, vuMs } = graph[mode];
  const length = int(graph.lengthMm, edge);
  const end = endAt(graph, point);
  if (end >= 0) return [{ node: end, ms: 0, mm: 0, part: null }];
  /** @type {Link[]} */
  const links = [];
  if (uvMs[edge] !== NO_WAY) {
    const ms = partMs(int(uvMs, edge), offsetMm, length);
    links.push({ node: int(graph.u, edge), ms, mm: offsetMm, part: [edge, 0, offsetMm] });
  }
  if (vuMs[edge] !== NO_WAY) {
    const mm = length - offsetMm;
    const ms = partMs(int(vuMs, edge), mm, length);
    links.push({ node: int(graph.v, edge), ms, mm, part: [edge, length, offsetMm] });
  }
  return links;
}

/**
 * @param {Graph} graph @param {Mode} mode @param {Point} point
 * @returns {Link[]} ways from the point to the ends of its edge
 */
export function linksFrom(graph, mode, point) {
  const { edge, offsetMm } = point;
  const { uvMs, vuMs } = graph[mode];
  const length = int(graph.lengthMm, edge);
  const end = endAt(graph, point);
  if (end >= 0) return [{ node: end, ms: 0, mm: 0, part: null }];
  /** @type {Link[]} */
  const links = [];
  if (vuMs[edge] !== NO_WAY) {
    const ms = int(vuMs, edge) - partMs(int(vuMs, edge), length - offsetMm, length);
    links.push({ node: int(graph.u, edge), ms, mm: offsetMm, part: [edge, offsetMm, 0] });
  }
  if (uvMs[edge] !== NO_WAY) {
    const ms = int(uvMs, edge) - partMs(int(uvMs, edge), offsetMm, length);
    links.push({ node: int(graph.v, edge), ms, mm: length - offsetMm, part: [edge, offsetMm, length] });
  }
  return links;
}

/**
 * @param {Graph} graph @param {Mode} mode @param {Point} from @param {Point} to
 * @returns {{ms: number, mm: number, part: Part | null} | null} the way along their edge, where both
 *   are on one and it is open
 */
export function direct(graph, mode, from, to) {
  const { edge, offsetMm } = from;
  if (edge !== to.edge) return null;
  if (offsetMm === to.offsetMm) return { ms: 0, mm: 0, part: null };
  const length = int(graph.lengthMm, edge);
  const ahead = offsetMm < to.offsetMm;
  const whole = int(ahead ? graph[mode].uvMs : graph[mode].vuMs, edge);
  if (whole === NO_WAY) return null;
  /** @param {number} at @returns {number} milliseconds from where the way starts */
  const soFar = (at) => partMs(whole, ahead ? at : length - at, length);
  return {
    ms: soFar(to.offsetMm) - soFar(offsetMm),
    mm: Math.abs(to.offsetMm - offsetMm),
    part: [edge, offsetMm, to.offsetMm],
  };
}

/** @param {Graph} graph @param {Point} point @returns {number} the node that it is; -1 none */
export function endAt(graph, { edge, offsetMm }) {
  if (offsetMm <= 0) return int(graph.u, edge);
  return offsetMm >= int(graph.lengthMm, edge) ? int(graph.v, edge) : -1;
}
