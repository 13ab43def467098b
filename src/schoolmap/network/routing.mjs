/** Routes in the page as Python does: a school anywhere on the road, and the roads of a journey. */

import { addedSite, componentOf, rowsByRoad, whole } from "#network/adding";
import { int } from "#network/arrays";
import { NO_WAY } from "#network/graph";
import { journeyFrom, partsOf, reach, targetOf } from "#network/journeys";
import { straightTo, toPlane } from "#network/plane";
import { arcsOf } from "#network/search";

/**
 * @typedef {import("#network/adding").AddedSite} AddedSite
 * @typedef {import("#network/graph").Graph} Graph
 * @typedef {import("#network/graph").Mode} Mode
 * @typedef {import("#network/journeys").Reach} Reach
 * @typedef {import("#network/journeys").Target} Target
 * @typedef {import("#network/parts").Part} Part
 * @typedef {{edge: number, offsetMm: number, xMm?: number, yMm?: number,
 *   lonlat?: readonly [number, number]}} Place
 *   a point of an edge; without roads (edge -1) a point of the plane, made of `lonlat` unless given
 * @typedef {Place & {id: string, name: string, lonlat: readonly [number, number]}} NewSchool
 * @typedef {{lengthM: number, timeS: number, parts: Part[]}} Journey `parts` of roads in order
 * @typedef {{edge: number, offset_mm: number} | {x_mm: number, y_mm: number}} At
 *   a place as a scenario writes it
 */

/** Journeys and new schools of a county; made once, it does its work when it is asked. */
export class Router {
  /** @param {Graph} graph as `readGraph` gives it */
  constructor(graph) {
    this.graph = graph;
    this.searches = { walk: makeSearches(graph, "walk"), ride: makeSearches(graph, "ride") };
  }

  /** @param {number} edge @param {Mode} mode @returns {boolean} in one direction at least */
  isOpen(edge, mode) {
    const { uvMs, vuMs } = this.graph[mode];
    return int(uvMs, edge) !== NO_WAY || int(vuMs, edge) !== NO_WAY;
  }

  /** @param {Place} place @returns {boolean} whether a school may be there */
  isPlace({ edge, offsetMm }) {
    const { plane, nEdge, lengthMm } = this.graph;
    if (plane) return edge < 0;
    if (!Number.isInteger(edge) || !Number.isInteger(offsetMm)) return false;
    return edge >= 0 && edge < nEdge && offsetMm >= 0 && offsetMm <= int(lengthMm, edge);
  }

  /** @param {Place} place @returns {At} */
  at(place) {
    const { plane } = this.graph;
    if (!plane) return { edge: place.edge, offset_mm: place.offsetMm };
    const { xMm, yMm } = onPlane(plane, place);
    return { x_mm: xMm, y_mm: yMm };
  }

  /**
   * @param {NewSchool} school
   * @returns {AddedSite}
   * @throws {RangeError} where it stands on no road, or on one too long to be cut exactly
   */
  addedSite(school) {
    const { graph, searches } = this;
    if (!this.isPlace(school)) throw new RangeError("no point of the road graph");
    if (graph.plane) {
      const rows = straightTo(graph.plane, onPlane(graph.plane, school), graph.cutoffMs);
      return addedSite(graph, { ...school, edge: -1, offsetMm: -1 }, 0, rows);
    }
    const target = pointTarget(school);
    const rows = rowsByRoad(graph, searches.walk.find(target), searches.ride.find(target));
    return addedSite(graph, school, componentOf(graph, school), rows);
  }

  /**
   * The journey that the OD matrix has, or the added school's rows.
   * @param {number} village
   * @param {number | Place} school number of a listed school, or where an added one stands
   * @param {Mode} mode
   * @returns {Journey | null} null where there is none
   */
  journey(village, school, mode) {
    const { graph } = this;
    if (graph.nEdge === 0) return null;
    const target =
      typeof school === "number"
        ? targetOf(graph, mode, graph.nVillage + school)
        : pointTarget(school);
    const found = this.searches[mode].again(target);
    const best = journeyFrom(graph, found, village);
    if (!best) return null;
    return { lengthM: whole(best.mm), timeS: whole(best.ms), parts: partsOf(graph, found, best) };
  }

  /**
   * @param {number} village @param {number | Place} school @param {Mode} mode
   * @returns {Part[]} to draw: edges with the offsets from and to which the journey goes along
   *   them; none where there is no journey, or no road between
   */
  route(village, school, mode) {
    return this.journey(village, school, mode)?.parts ?? [];
  }
}

/** @param {Graph} graph @returns {Router} */
export const makeRouter = (graph) => new Router(graph);

/**
 * @param {Graph} graph @param {Mode} mode
 * @returns {{find: (target: Target) => Reach, again: (target: Target) => Reach}}
 *   a search, and one that remembers the last: routes are asked for village after village of a school
 */
function makeSearches(graph, mode) {
  const limitMs = mode === "walk" ? graph.cutoffMs : Infinity;
  /** @type {import("#network/search").Arcs | null} */
  let arcs = null;
  /** @type {{key: string, found: Reach} | null} */
  let last = null;
  /** @param {Target} target */
  const find = (target) => {
    arcs ??= arcsOf(graph, mode);
    return reach(graph, mode, arcs, target, limitMs);
  };
  return {
    find,
    again(target) {
      const key = JSON.stringify(target);
      if (last?.key !== key) last = { key, found: find(target) };
      return last.found;
    },
  };
}

/** @param {{edge: number, offsetMm: number}} point @returns {Target} it stands on the road itself */
const pointTarget = ({ edge, offsetMm }) => ({ joins: [{ edge, offsetMm }], legMs: 0, legMm: 0 });

/** @param {import("#network/plane").Plane} plane @param {Place} place */
function onPlane(plane, { xMm, yMm, lonlat }) {
  if (xMm !== undefined && yMm !== undefined) return { xMm, yMm };
  if (!lonlat) throw new RangeError("a place needs coordinates");
  return toPlane(plane, lonlat);
}
