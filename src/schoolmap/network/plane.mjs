/** Journeys of a county without road data: straight lines times a detour factor, as in Python. */

import { float, int } from "#network/arrays";

/**
 * @typedef {{middle: number[], half: number[], powers: number[][], x_mm: number[],
 *   y_mm: number[]}} Projection
 *   from degrees to the plane: polynomials about the middle of the county
 * @typedef {{cornerMm: number[], xMm: Int32Array, yMm: Int32Array, detourFactor: number,
 *   rideSpeedKmH: number, projection: Projection | null}} Plane
 *   places are counted from the corner; villages come first, then listed schools
 * @typedef {{corner_mm?: number[], detour_factor?: number, ride_speed_km_h?: number,
 *   projection?: Projection | null}} PlaneData
 */

/**
 * @param {PlaneData} data @param {(name: string) => Int32Array} array
 * @returns {Plane | null} null where nothing is known of the county's roads, not that it has none
 */
export function readPlane(data, array) {
  if (data.corner_mm === undefined) return null;
  return {
    cornerMm: data.corner_mm,
    xMm: array("net.x_mm"),
    yMm: array("net.y_mm"),
    detourFactor: data.detour_factor ?? 1,
    rideSpeedKmH: data.ride_speed_km_h ?? 1,
    projection: data.projection ?? null,
  };
}

/**
 * @param {Plane} plane @param {readonly [number, number]} lonlat
 * @returns {{xMm: number, yMm: number}} whole millimetres of the study's CRS, some centimetres off
 */
export function toPlane(plane, [lon, lat]) {
  const fitted = plane.projection;
  if (!fitted) throw new RangeError("the plane of this county is not known");
  const { middle, half } = fitted;
  const a = (lon - (middle[0] ?? 0)) / (half[0] ?? 1);
  const b = (lat - (middle[1] ?? 0)) / (half[1] ?? 1);
  let xMm = 0;
  let yMm = 0;
  fitted.powers.forEach(([i = 0, j = 0], k) => {
    const term = a ** i * b ** j;
    xMm += (fitted.x_mm[k] ?? 0) * term;
    yMm += (fitted.y_mm[k] ?? 0) * term;
  });
  return { xMm: Math.floor(xMm + 0.5), yMm: Math.floor(yMm + 0.5) };
}

/**
 * @param {Plane} plane @param {{xMm: number, yMm: number}} place @param {number} cutoffMs
 * @returns {import("#network/adding").Row[]} from all places within the cut-off
 */
export function straightTo(plane, place, cutoffMs) {
  const distance = new Float64Array(plane.xMm.length);
  for (let p = 0; p < distance.length; p += 1) {
    const dx = int(plane.xMm, p) + (plane.cornerMm[0] ?? 0) - place.xMm;
    const dy = int(plane.yMm, p) + (plane.cornerMm[1] ?? 0) - place.yMm;
    distance[p] = Math.floor(Math.sqrt(dx * dx + dy * dy) * plane.detourFactor + 0.5);
  }
  const journeys = [];
  for (let p = 0; p < distance.length; p += 1) {
    const mm = float(distance, p);
    if (mm > cutoffMs) continue;
    const rideMs = Math.floor((mm * 3.6) / plane.rideSpeedKmH + 0.5);
    journeys.push({ origin: p, walkMs: mm, lengthMm: mm, rideMs, rideMm: mm });
  }
  return journeys;
}
