/** Draws roads by class: casings, widths that grow with the zoom, small roads only when near. */

import { boxesOf, inView } from "#maps/draw-land";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {{x: Float64Array, y: Float64Array, start: Int32Array}} Thin */

/** @typedef {{from: number, width: number, colour: string, casing: string, dash: number[]}} Tier */
/** @type {Tier[]} main, local, village, track */
export const TIERS = [
  { from: 0, width: 2, colour: "#f0b96a", casing: "#a97829", dash: [] },
  { from: 9, width: 1.5, colour: "#f7e3b3", casing: "#a39370", dash: [] },
  { from: 11.5, width: 1.1, colour: "#ffffff", casing: "#9aa3ad", dash: [] },
  { from: 13, width: 0.9, colour: "#9a8f7f", casing: "", dash: [4, 3] },
];

const CLASS_TIER = /** @type {Record<string, number>} */ ({
  motorway: 0, trunk: 0, primary: 0, 高速: 0, 国道: 0, 省道: 0, "?main": 0,
  secondary: 1, tertiary: 1, 县道: 1, 乡道: 1, "?local": 1,
  track: 3, path: 3, footway: 3, steps: 3, bridleway: 3, cycleway: 3, pedestrian: 3,
});

const PIECE = 200;
const THICK = 3;

/** @param {string} name @returns {number} 0 main, 1 local, 2 village, 3 track */
export const tierOf = (name) => CLASS_TIER[name.replace(/_link$/, "")] ?? 2;

/** @param {number} width @param {number} zoom */
export const widthAt = (width, zoom) => width * Math.min(3.4, Math.max(0.55, 1.24 ** (zoom - 11)));

/**
 * Drops vertices that no eye would miss: closer than the tolerance to the one kept before.
 * @param {Thin} lines @param {number} tolerance @returns {Thin} ends of lines are kept
 */
export function thin(lines, tolerance) {
  const n = lines.start.length - 1;
  const x = new Float64Array(lines.x.length);
  const y = new Float64Array(lines.y.length);
  const start = new Int32Array(n + 1);
  let kept = 0;
  for (let i = 0; i < n; i += 1) {
    const from = Number(lines.start[i]);
    const last = Number(lines.start[i + 1]) - 1;
    for (let k = from; k <= last; k += 1) {
      const far =
        k === from || k === last ||
        Math.abs(Number(lines.x[k]) - Number(x[kept - 1])) > tolerance ||
        Math.abs(Number(lines.y[k]) - Number(y[kept - 1])) > tolerance;
      if (!far) continue;
      x[kept] = Number(lines.x[k]);
      y[kept] = Number(lines.y[k]);
      kept += 1;
    }
    start[i + 1] = kept;
  }
  return { x: x.slice(0, kept), y: y.slice(0, kept), start };
}

/** @param {World} world */
export function makeRoads(world) {
  const { roads } = world;
  const tiers = world.data.lists.road_classes.map(tierOf);
  const tier = Uint8Array.from(roads.kind, (kind) => tiers[kind] ?? 2);
  const boxes = boxesOf(roads, (k) => [Number(roads.x[k]), Number(roads.y[k])]);
  /** @type {Map<number, Thin>} */
  const levels = new Map();

  /** @param {number} zoom @returns {Thin} */
  function level(zoom) {
    const whole = Math.ceil(zoom);
    let found = levels.get(whole);
    if (!found) {
      found = whole >= 16 ? roads : thin(roads, 1.1 / 2 ** whole);
      levels.set(whole, found);
    }
    return found;
  }

  /** @param {View} view @param {Thin} lines @returns {Path2D[][]} by tier, in pieces */
  function paths(view, lines) {
    const found = TIERS.map(() => [new Path2D()]);
    const held = TIERS.map(() => 0);
    for (let i = 0; i < tier.length; i += 1) {
      const own = TIERS[Number(tier[i])];
      if (!own || view.zoom < own.from || !inView(boxes, i, view)) continue;
      const t = Number(tier[i]);
      const from = Number(lines.start[i]);
      // a long path costs more than its pieces: every row of pixels looks through all its edges
      held[t] = Number(held[t]) + Number(lines.start[i + 1]) - from;
      if (Number(held[t]) > PIECE) {
        found[t]?.push(new Path2D());
        held[t] = 0;
      }
      const path = /** @type {Path2D} */ (found[t]?.at(-1));
      for (let k = from; k < Number(lines.start[i + 1]); k += 1) {
        const x = Number(lines.x[k]) * view.scale - view.left;
        const y = Number(lines.y[k]) * view.scale - view.top;
        if (k === from) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
    }
    return found;
  }

  /** @param {CanvasRenderingContext2D} c @param {View} view */
  return function draw(c, view) {
    const found = paths(view, level(view.zoom));
    for (let t = TIERS.length - 1; t >= 0; t -= 1) {
      const own = /** @type {Tier} */ (TIERS[t]);
      const pieces = /** @type {Path2D[]} */ (found[t]);
      if (view.zoom < own.from) continue;
      const width = widthAt(own.width, view.zoom);
      c.setLineDash(own.dash);
      // on a thin line nobody sees a round corner, and it is slow to draw
      c.lineJoin = width > THICK ? "round" : "bevel";
      c.lineCap = width > THICK ? "round" : "butt";
      // from afar a casing would only blacken the map
      if (own.casing && view.zoom >= own.from + 1) {
        c.strokeStyle = own.casing;
        c.lineWidth = width + 1.4;
        for (const path of pieces) c.stroke(path);
      }
      c.strokeStyle = view.zoom >= own.from + 1 || !own.casing ? own.colour : own.casing;
      c.lineWidth = width;
      for (const path of pieces) c.stroke(path);
    }
    c.setLineDash([]);
  };
}
