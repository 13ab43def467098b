/** A school that is not listed, with the journeys to it: what Python's `added_site` makes too. */

import { int } from "#network/arrays";
import { NO_WAY } from "#network/graph";
import { journeyFrom } from "#network/journeys";
import { endAt } from "#network/parts";

/**
 * @typedef {import("#network/graph").Graph} Graph
 * @typedef {import("#network/journeys").Reach} Reach
 * @typedef {{id: string, name: string, lonlat: readonly [number, number], edge: number,
 *   offsetMm: number, component: number, village: Int32Array, lengthM: Int32Array,
 *   walkRefS: Int32Array, rideS: Int32Array, rideLengthM: Int32Array, site: Int32Array,
 *   siteWalkRefS: Int32Array}} AddedSite
 *   villages and listed schools within the cut-off, ascending; no ride is -1
 * @typedef {{id: string, name: string, lonlat: readonly [number, number], edge: number,
 *   offsetMm: number}} Standing where a school is and what it is called; edge -1 without roads
 * @typedef {{origin: number, walkMs: number, lengthMm: number, rideMs: number,
 *   rideMm: number}} Row
 *   from a village, or from a listed school (number of villages + its own), exact
 */

const NO_RIDE = -1;

/**
 * @param {Graph} graph @param {Reach} walk @param {Reach} ride what searches from the school found
 * @returns {Row[]} of all within the cut-off on foot, by bus however long that takes
 */
export function rowsByRoad(graph, walk, ride) {
  const rows = [];
  for (let p = 0; p < graph.nVillage + graph.nSite; p += 1) {
    const onFoot = journeyFrom(graph, walk, p);
    if (!onFoot) continue;
    const byBus = p < graph.nVillage ? journeyFrom(graph, ride, p) : null;
    rows.push({
      origin: p,
      walkMs: onFoot.ms,
      lengthMm: onFoot.mm,
      rideMs: byBus ? byBus.ms : NO_RIDE,
      rideMm: byBus ? byBus.mm : NO_RIDE,
    });
  }
  return rows;
}

/**
 * @param {Graph} graph @param {Standing} school @param {number} component
 * @param {readonly Row[]} rows
 * @returns {AddedSite}
 */
export function addedSite(graph, { id, name, lonlat, edge, offsetMm }, component, rows) {
  const villages = rows.filter((row) => row.origin < graph.nVillage);
  const sites = rows.filter((row) => row.origin >= graph.nVillage);
  return {
    id,
    name,
    lonlat,
    edge,
    offsetMm,
    component,
    village: Int32Array.from(villages, (row) => row.origin),
    lengthM: Int32Array.from(villages, (row) => whole(row.lengthMm)),
    walkRefS: Int32Array.from(villages, (row) => whole(row.walkMs)),
    rideS: Int32Array.from(villages, (row) => whole(row.rideMs)),
    rideLengthM: Int32Array.from(villages, (row) => whole(row.rideMm)),
    site: Int32Array.from(sites, (row) => row.origin - graph.nVillage),
    siteWalkRefS: Int32Array.from(sites, (row) => whole(row.walkMs)),
  };
}

/**
 * @param {Graph} graph @param {{edge: number, offsetMm: number}} point
 * @returns {number} its component of the walking network; -1 none
 */
export function componentOf(graph, point) {
  const end = endAt(graph, point);
  if (end >= 0) return int(graph.component, end);
  const { uvMs, vuMs } = graph.walk;
  const walked = uvMs[point.edge] !== NO_WAY || vuMs[point.edge] !== NO_WAY;
  return walked ? int(graph.component, int(graph.u, point.edge)) : -1;
}

/** @param {number} thousandths @returns {number} whole metres or seconds, half up; -1 stays */
export const whole = (thousandths) =>
  thousandths < 0 ? NO_RIDE : Math.floor((thousandths + 500) / 1000);
