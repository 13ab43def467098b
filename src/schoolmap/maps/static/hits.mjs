/** What is under the pointer: schools and villages, and the nearest place on a road. */

import { boxesOf, makeBoxGrid, makeGrid } from "#maps/grid";
import { at } from "#maps/journeys";
import { sizeOfSchool } from "#maps/draw-places";
import { villageRadius } from "#maps/symbols";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {{x: number, y: number}} Point  on the unit plane */
/**
 * A place where a school could stand; edge -1 where the county has no roads.
 * @typedef {{edge: number, offsetMm: number, lon: number, lat: number, x: number, y: number}} RoadPlace
 * @typedef {{lengthMm: (edge: number) => number, open: (edge: number) => boolean}} RoadFacts
 *   open: walked and ridden
 */

const REACH_PX = 14;
const GENEROUS_PX = 24;
const BESIDE_PX = 6;

/** @param {World} world */
export function makeHits(world) {
  const grid = makeGrid(world.villages.x, world.villages.y);

  /** @param {Point} p @param {Picture} picture @param {View} view @param {number} reach pixels from its rim @returns {{index: number, gap: number}} */
  function nearestSchool(p, { scene, schools }, view, reach) {
    let best = { index: -1, gap: reach };
    for (let i = 0; i < scene.schools.n; i += 1) {
      const d = Math.hypot(at(scene.schools.x, i) - p.x, at(scene.schools.y, i) - p.y) * view.scale;
      const gap = d - sizeOfSchool(scene, i, view.zoom) + (schools[i]?.faint ? BESIDE_PX / 2 : 0);
      if (gap < best.gap) best = { index: i, gap };
    }
    return best;
  }

  return {
    /**
     * @param {Point} p @param {Picture} picture @param {View} view
     * @param {{schools: boolean, villages: boolean}} layers
     * @returns {Subject | null} what stands nearest by its rim
     */
    find(p, picture, view, layers) {
      const school = layers.schools ? nearestSchool(p, picture, view, BESIDE_PX) : { index: -1, gap: 0 };
      const village = layers.villages ? grid.near(p.x, p.y, REACH_PX / view.scale) : -1;
      if (village >= 0) {
        const { villages } = world;
        const d = Math.hypot(at(villages.x, village) - p.x, at(villages.y, village) - p.y) * view.scale;
        const gap = d - villageRadius(at(picture.band.pupils, village), view.zoom);
        if (gap <= BESIDE_PX && (school.index < 0 || gap < school.gap)) return { type: "village", index: village };
      }
      return school.index < 0 ? null : { type: "school", index: school.index };
    },

    /** @param {Point} p @param {Picture} picture @param {View} view @returns {number} -1 none: for a finger that means a school */
    schoolAt: (p, picture, view) => nearestSchool(p, picture, view, GENEROUS_PX).index,
  };
}
/** @typedef {ReturnType<typeof makeHits>} Hits */

/** @param {number} y on the unit plane @returns {number} degrees */
export const latitudeOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - y / 128))) * 180) / Math.PI;
/** @param {number} x on the unit plane @returns {number} degrees */
export const longitudeOf = (x) => (x / 256) * 360 - 180;

/**
 * Nearest point of a stretch.
 * @param {Point} p @param {Point} a @param {Point} b
 * @returns {{share: number, x: number, y: number, gap: number}} share of the stretch before it
 */
function nearestOn(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const whole = dx * dx + dy * dy;
  const along = whole === 0 ? 0 : ((p.x - a.x) * dx + (p.y - a.y) * dy) / whole;
  const share = Math.min(1, Math.max(0, along));
  const [x, y] = [a.x + share * dx, a.y + share * dy];
  return { share, x, y, gap: Math.hypot(x - p.x, y - p.y) };
}

/**
 * Snaps to the roads that are drawn.
 * @param {World} world @param {RoadFacts} facts
 * @returns {(p: Point, reach: number) => RoadPlace | null} reach on the unit plane
 */
export function makeSnapping(world, facts) {
  const { roads } = world;
  const boxes = boxesOf(roads);
  const open = Int32Array.from({ length: roads.kind.length }, (_, e) => e).filter((e) => facts.open(e));
  const grid = makeBoxGrid(boxes, open);
  const whole = Math.max(world.box.x1 - world.box.x0, world.box.y1 - world.box.y0);

  /** @param {Point} p @param {number} edge */
  function onEdge(p, edge) {
    let [length, before, best] = [0, 0, { share: 0, x: 0, y: 0, gap: Infinity }];
    for (let k = at(roads.start, edge); k + 1 < at(roads.start, edge + 1); k += 1) {
      const a = { x: at(roads.x, k), y: at(roads.y, k) };
      const b = { x: at(roads.x, k + 1), y: at(roads.y, k + 1) };
      const own = nearestOn(p, a, b);
      const stretch = Math.hypot(b.x - a.x, b.y - a.y);
      if (own.gap < best.gap) {
        best = own;
        before = length + own.share * stretch;
      }
      length += stretch;
    }
    return { ...best, edge, along: length === 0 ? 0 : before / length };
  }

  return (p, reach) => {
    // look near first, then wider
    for (let r = whole / 256; ; r *= 2) {
      const wide = Math.min(r, reach);
      let best = { share: 0, x: 0, y: 0, gap: Infinity, edge: -1, along: 0 };
      for (const edge of grid({ x0: p.x - wide, y0: p.y - wide, x1: p.x + wide, y1: p.y + wide })) {
        const own = onEdge(p, edge);
        if (own.gap < best.gap || (own.gap === best.gap && edge < best.edge)) best = own;
      }
      if (best.gap <= wide) {
        const offsetMm = Math.round(best.along * facts.lengthMm(best.edge));
        return { edge: best.edge, offsetMm, lon: longitudeOf(best.x), lat: latitudeOf(best.y), x: best.x, y: best.y };
      }
      if (wide >= reach || r > 2 * whole) return null;
    }
  };
}
