/** Draws roads by class: casings, widths that grow with the zoom, small roads only when near. */

import { boxesOf, makeBoxGrid, onPlane } from "#maps/grid";
import { nearCounty } from "#maps/road-nearness";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {{x: Float64Array, y: Float64Array, start: Int32Array}} Thin */

/**
 * A class of roads: drawn from a zoom on, cased from another on.
 * @typedef {{from: number, cased: number, width: number, colour: string, far: string,
 *   casing: string, dash: number[]}} Tier
 */
/** @type {Tier[]} main, local, village, track */
export const TIERS = [
  { from: 0, cased: 10.6, width: 2.1, colour: "#f6c987", far: "#cf9a52", casing: "#b98a47", dash: [] },
  { from: 9, cased: 11.6, width: 1.5, colour: "#fdf3d7", far: "#a89c86", casing: "#a2967f", dash: [] },
  { from: 11.6, cased: 13, width: 1.1, colour: "#ffffff", far: "#a3a9b0", casing: "#979fa8", dash: [] },
  { from: 13, cased: 99, width: 0.9, colour: "#9a8f7f", far: "#9a8f7f", casing: "", dash: [4, 3] },
];

/** How roads beyond the county look: part of a colour, so that no canvas is left half transparent. */
const FADED = "50";
const FADED_TIERS = TIERS.map((tier) => ({ ...tier, colour: tier.colour + FADED, far: tier.far + FADED, casing: tier.casing && tier.casing + FADED }));

const CLASS_TIER = /** @type {Record<string, number>} */ ({
  motorway: 0, trunk: 0, primary: 0, 高速: 0, 国道: 0, 省道: 0, "?main": 0,
  secondary: 1, tertiary: 1, 县道: 1, 乡道: 1, "?local": 1,
  track: 3, path: 3, footway: 3, steps: 3, bridleway: 3, cycleway: 3, pedestrian: 3,
});

/** Vertices in one path: a long path costs more than its pieces, every row of pixels looks through all its edges. */
const PIECE = 200;
const THICK = 3;
const REACH_PX = 8;
/** From this zoom on roads are drawn as they are. */
const WHOLE_FROM = 16;

/** @param {string} name @returns {number} 0 main, 1 local, 2 village, 3 track */
export const tierOf = (name) => CLASS_TIER[name.replace(/_link$/, "")] ?? 2;

/** @param {number} width @param {number} zoom */
const widthAt = (width, zoom) => width * Math.min(3.4, Math.max(0.55, 1.24 ** (zoom - 11)));

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
  /** @type {Map<number, Thin>} */
  const levels = new Map();
  /** @type {{far: import("#maps/grid").BoxGrid[], near: import("#maps/grid").BoxGrid[]} | null} */
  let grids = null;

  /** Roads of each tier by place, those beyond the county apart; made when first drawn. */
  function byTier() {
    if (grids) return grids;
    const near = nearCounty(world);
    const tiers = world.data.lists.road_classes.map(tierOf);
    const boxes = boxesOf(roads);
    const gridsOf = (/** @type {0 | 1} */ side) => {
      /** @type {number[][]} */
      const items = TIERS.map(() => []);
      roads.kind.forEach((kind, i) => near[i] === side && items[tiers[kind] ?? 2]?.push(i));
      return items.map((own) => makeBoxGrid(boxes, Int32Array.from(own)));
    };
    grids = { far: gridsOf(0), near: gridsOf(1) };
    return grids;
  }

  /** @param {number} zoom @returns {Thin} */
  function level(zoom) {
    const whole = Math.ceil(zoom);
    let found = levels.get(whole);
    if (!found) {
      found = whole >= WHOLE_FROM ? roads : thin(roads, 1.1 / 2 ** whole);
      levels.set(whole, found);
    }
    return found;
  }

  /** @param {CanvasRenderingContext2D} c @param {View} view @param {Box} box */
  return function* draw(c, view, box) {
    const lines = level(view.zoom);
    const part = onPlane(view, box, REACH_PX);
    const { far, near } = byTier();
    for (const { tiers, grid } of [{ tiers: FADED_TIERS, grid: far }, { tiers: TIERS, grid: near }]) {
      for (let t = tiers.length - 1; t >= 0; t -= 1) {
        const tier = /** @type {Tier} */ (tiers[t]);
        const found = grid[t]?.(part);
        if (view.zoom < tier.from || !found?.length) continue;
        yield* strokes(c, view.zoom, tier, paths(view, lines, found));
      }
    }
    c.setLineDash([]);
  };
}

/** @param {View} view @param {Thin} lines @param {Int32Array} which @returns {Path2D[]} */
function paths(view, lines, which) {
  const { scale, left, top } = view;
  let path = new Path2D();
  const found = [path];
  let held = 0;
  for (const i of which) {
    const from = Number(lines.start[i]);
    const to = Number(lines.start[i + 1]);
    held += to - from;
    if (held > PIECE) {
      path = new Path2D();
      found.push(path);
      held = to - from;
    }
    path.moveTo(Number(lines.x[from]) * scale - left, Number(lines.y[from]) * scale - top);
    for (let k = from + 1; k < to; k += 1) {
      path.lineTo(Number(lines.x[k]) * scale - left, Number(lines.y[k]) * scale - top);
    }
  }
  return found;
}

/**
 * @param {CanvasRenderingContext2D} c @param {number} zoom @param {Tier} tier
 * @param {readonly Path2D[]} pieces
 */
function* strokes(c, zoom, tier, pieces) {
  const width = widthAt(tier.width, zoom);
  // from afar a casing would only blacken the map
  const cased = zoom >= tier.cased;
  /** @type {[string, number][]} */
  const passes = cased
    ? [[tier.casing, width + 1.4], [tier.colour, width]]
    : [[tier.far, width]];
  c.setLineDash(tier.dash);
  // on a thin line nobody sees a round corner, and it is slow to draw
  c.lineJoin = width > THICK ? "round" : "bevel";
  c.lineCap = width > THICK ? "round" : "butt";
  for (const [colour, wide] of passes) {
    let count = 0;
    c.strokeStyle = colour;
    c.lineWidth = wide;
    for (const path of pieces) {
      c.stroke(path);
      count += 1;
      if (count % 4 === 0) yield;
    }
    yield;
  }
}
