/** Journeys from villages and listed schools to a target: a point of the road, or a listed school. */

import { float, int } from "#network/arrays";
import { direct, linksFrom, linksTo } from "#network/parts";
import { search } from "#network/search";

/**
 * @typedef {import("#network/graph").Graph} Graph
 * @typedef {import("#network/graph").Mode} Mode
 * @typedef {import("#network/parts").Part} Part
 * @typedef {import("#network/parts").Point} Point
 * @typedef {{joins: Point[], legMs: number, legMm: number}} Target
 *   where it joins the roads of a mode, and its leg off the road
 * @typedef {{mode: Mode, target: Target, limitMs: number, links: import("#network/parts").Link[],
 *   arcs: import("#network/search").Arcs, labels: import("#network/search").Labels}} Reach
 *   what a search found; its seeds are the links
 * @typedef {{ms: number, mm: number, node: number, part: Part | null}} Journey
 *   legs at both ends included; it goes over `part`, then from `node` (-1: it ends there)
 */

/**
 * @param {Graph} graph @param {Mode} mode @param {number} place number of a village, or number of
 *   villages + number of a listed school
 * @returns {Target}
 */
export function targetOf(graph, mode, place) {
  const { places } = graph[mode];
  const legMs = float(places.legMs, place);
  return { joins: joinsOf(graph, mode, place), legMs, legMm: int(places.legMm, place) };
}

/** @param {Graph} graph @param {Mode} mode @param {number} place @returns {Point[]} */
function joinsOf(graph, mode, place) {
  const { start, edge, offsetMm } = graph[mode].places;
  const joins = [];
  for (let j = int(start, place); j < int(start, place + 1); j += 1) {
    joins.push({ edge: int(edge, j), offsetMm: int(offsetMm, j) });
  }
  return joins;
}

/**
 * @param {Graph} graph @param {Mode} mode @param {import("#network/search").Arcs} arcs of the mode
 * @param {Target} target @param {number} limitMs of a whole journey, legs included
 * @returns {Reach}
 */
export function reach(graph, mode, arcs, target, limitMs) {
  const links = target.joins.flatMap((point) => linksTo(graph, mode, point));
  const seeds = links.map(({ node, ms, mm }) => ({
    node,
    ms: ms + target.legMs,
    mm: mm + target.legMm,
  }));
  return { mode, target, limitMs, links, arcs, labels: search(arcs, seeds, limitMs) };
}

/**
 * @param {Graph} graph @param {Reach} found @param {number} place as in `targetOf`
 * @returns {Journey | null} the quickest, of equal ones the shorter; null where there is none
 */
export function journeyFrom(graph, found, place) {
  const { mode, labels, target, limitMs } = found;
  const { places } = graph[mode];
  const legMs = float(places.legMs, place);
  const legMm = int(places.legMm, place);
  /** @type {Journey | null} */
  let best = null;
  /** @param {number} ms @param {number} mm @param {number} node @param {Part | null} part */
  const offer = (ms, mm, node, part) => {
    if (ms > limitMs || (best && (ms > best.ms || (ms === best.ms && mm >= best.mm)))) return;
    best = { ms, mm, node, part };
  };
  for (const join of joinsOf(graph, mode, place)) {
    for (const { node, ms, mm, part } of linksFrom(graph, mode, join)) {
      const onward = float(labels.timeMs, node);
      if (onward < Infinity) {
        offer(ms + onward + legMs, mm + float(labels.lengthMm, node) + legMm, node, part);
      }
    }
    for (const to of target.joins) {
      const along = direct(graph, mode, join, to);
      if (along) {
        const legs = { ms: legMs + target.legMs, mm: legMm + target.legMm };
        offer(along.ms + legs.ms, along.mm + legs.mm, -1, along.part);
      }
    }
  }
  return best;
}

/**
 * @param {Graph} graph @param {Reach} found @param {Journey} journey
 * @returns {Part[]} the parts of roads that a journey goes over, in order
 */
export function partsOf(graph, found, journey) {
  const { arcs, labels, links } = found;
  const parts = journey.part ? [journey.part] : [];
  let at = journey.node;
  while (at >= 0) {
    const arc = int(labels.via, at);
    if (arc < 0) {
      const last = links[-1 - arc]?.part;
      if (last) parts.push(last);
      break;
    }
    const code = int(arcs.edge, arc);
    const edge = code >> 1;
    const length = int(graph.lengthMm, edge);
    const ahead = (code & 1) === 0;
    parts.push(ahead ? [edge, 0, length] : [edge, length, 0]);
    at = ahead ? int(graph.v, edge) : int(graph.u, edge);
  }
  return parts;
}
