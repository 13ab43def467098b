/** Which roads belong to the land that is studied: the others are only its surroundings. */

import { boxesOf, makeBoxGrid } from "#maps/grid";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/grid").Boxes} Boxes */

/** Beyond that distance from outlines and places a road is not of the county. */
const MARGIN_KM = 3;
const EQUATOR_KM = 40075;
const PLANE = 256;

/** @param {number} y on the unit plane @returns {number} length of a kilometre there */
const kilometreAt = (y) => (PLANE / EQUATOR_KM) * Math.cosh(Math.PI * (1 - (2 * y) / PLANE));

/**
 * Whether each road comes near an outline's box, a village or a school. Without outlines all do:
 * nobody has said where the county ends.
 * @param {Pick<World, "roads" | "outlines" | "villages" | "schools">} world @returns {Uint8Array} by road
 */
export function nearCounty({ roads, outlines, villages, schools }) {
  const near = new Uint8Array(roads.start.length - 1).fill(1);
  if (outlines.start.length < 2) return near;
  const rings = boxesOf(outlines);
  /** @param {"x" | "y"} axis @param {"x0" | "x1" | "y0" | "y1"} edge */
  const both = (axis, edge) => Float64Array.from([...rings[edge], ...villages[axis], ...schools[axis]]);
  /** @type {Boxes} */
  const places = { x0: both("x", "x0"), y0: both("y", "y0"), x1: both("x", "x1"), y1: both("y", "y1") };
  const grid = makeBoxGrid(places, Int32Array.from(places.x0, (_, i) => i));
  const boxes = boxesOf(roads);
  for (let i = 0; i < near.length; i += 1) {
    const margin = MARGIN_KM * kilometreAt(Number(boxes.y0[i]));
    const around = {
      x0: Number(boxes.x0[i]) - margin, y0: Number(boxes.y0[i]) - margin,
      x1: Number(boxes.x1[i]) + margin, y1: Number(boxes.y1[i]) + margin,
    };
    if (grid(around).length === 0) near[i] = 0;
  }
  return near;
}
