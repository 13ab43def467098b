/** Palettes that colour-blind readers can tell apart, classes with units, colours of catchments. */

import { number } from "#maps/figures";

/** @typedef {import("#maps/journeys").BandView} BandView */
/** @typedef {"minutes" | "distance" | "mode" | "access"} Measure */
/** @typedef {{colour: string, from: number | null, to: number | null}} Class */

/** Near to far: blue through pale to dark red. */
export const STEPS = ["#2b5c9b", "#79aed6", "#f2da8a", "#e08a52", "#8f2f2f"];
export const MODE_COLOURS = ["#4f9fd6", "#f0b429", "#4b2a7b", "#c0271d"];
/** More seats in reach is darker. */
export const ACCESS_STEPS = ["#8f2f2f", "#e08a52", "#f2da8a", "#79aed6", "#2b5c9b"];
export const NO_FIGURE = "#8b949e";
export const OVER = "#b3261e";
export const AREAS = [
  "#cfe1ee", "#f5e6bf", "#d6e8cf", "#f3d6c6", "#dfd6ec", "#cbe6e2", "#f0d7e2", "#e4e3d3",
];
export const LENGTH_COLOURS = ["#2b5c9b", "#5f97c9", "#a9cbe3", "#f2da8a", "#e08a52", "#8f2f2f"];
const ACCESS_BOUNDS = [0.5, 0.8, 1, 1.5];

/**
 * Classes of a measure; a value on a bound belongs to the class below it.
 * @param {Measure} measure @param {number} walkLimitS limit of the band in force
 * @param {readonly number[]} lengthsM upper limits of the classes of journeys, upwards
 * @returns {Class[]}
 */
export function classes(measure, walkLimitS, lengthsM) {
  if (measure === "distance") return split(lengthsM, lengthColours(lengthsM.length + 1));
  if (measure === "access") return split(ACCESS_BOUNDS, ACCESS_STEPS);
  if (measure === "mode") return split([0, 1, 2], MODE_COLOURS);
  const limit = walkLimitS;
  return split([limit / 2, limit, limit * 1.5, limit * 2], STEPS);
}

/**
 * @param {import("#maps/world").World} world @param {Measure} measure @param {number} band
 * @returns {Class[]} with the limits in force
 */
export const classesOf = (world, measure, band) =>
  classes(measure, world.data.bands[band]?.walk_limit_s ?? 0, world.data.limits.length_m);

/** @param {number} n @returns {string[]} from near to far */
export const lengthColours = (n) =>
  Array.from({ length: n }, (_, i) =>
    LENGTH_COLOURS[Math.round((i * (LENGTH_COLOURS.length - 1)) / Math.max(1, n - 1))] ?? NO_FIGURE);

/** @param {readonly number[]} bounds @param {readonly string[]} colours @returns {Class[]} */
function split(bounds, colours) {
  return colours.map((colour, i) => ({
    colour,
    from: i === 0 ? null : bounds[i - 1] ?? null,
    to: bounds[i] ?? null,
  }));
}

/** @param {readonly Class[]} found @param {number} value @returns {number} */
export function classOf(found, value) {
  const k = found.findIndex((c) => c.to === null || value <= c.to);
  return k < 0 ? found.length - 1 : k;
}

/** @param {Class} c @param {(v: number) => string} [show] @returns {string} ≤ 15, 15–30, > 60 */
export function rangeText(c, show = (v) => number(v, Number.isInteger(v) ? 0 : 1)) {
  if (c.from === null) return c.to === null ? "" : `≤ ${show(c.to)}`;
  return c.to === null ? `> ${show(c.from)}` : `${show(c.from)}–${show(c.to)}`;
}

/**
 * @param {Measure} measure @param {BandView} view @param {readonly (number | null)[]} access
 * @param {number} v
 * @returns {number} -1 where there is no figure
 */
export function valueOf(measure, view, access, v) {
  if (measure === "distance") return view.lengthM[v] ?? -1;
  if (measure === "access") return access[v] ?? -1;
  if (measure === "minutes") return view.walkS[v] ?? -1;
  return view.mode[v] ?? -1;
}

/** @param {string} hex @returns {[number, number, number]} */
export function rgb(hex) {
  const v = Number.parseInt(hex.slice(1), 16);
  return [(v >> 16) & 255, (v >> 8) & 255, v & 255];
}

/** @param {string} hex @param {number} share of white @returns {string} */
export function pale(hex, share) {
  const mixed = rgb(hex).map((c) => Math.round(c + (255 - c) * share));
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Greedy colours so that neighbours differ wherever the palette allows; steady for the same
 * input: most neighbours first, then the lower index; the least used free colour, then the first.
 * @param {ReadonlyMap<number, ReadonlySet<number>>} neighbours
 * @param {number} palette  how many colours there are
 * @returns {Map<number, number>}
 */
export function greedyColours(neighbours, palette) {
  const order = [...neighbours.keys()].sort(
    (a, b) => (neighbours.get(b)?.size ?? 0) - (neighbours.get(a)?.size ?? 0) || a - b,
  );
  /** @type {Map<number, number>} */
  const chosen = new Map();
  const used = new Array(palette).fill(0);
  for (const node of order) {
    const clashes = new Array(palette).fill(0);
    for (const other of neighbours.get(node) ?? []) {
      const colour = chosen.get(other);
      if (colour !== undefined) clashes[colour] += 1;
    }
    let best = 0;
    for (let c = 1; c < palette; c += 1) {
      const fewer = clashes[c] < clashes[best];
      if (fewer || (clashes[c] === clashes[best] && used[c] < used[best])) best = c;
    }
    chosen.set(node, best);
    used[best] += 1;
  }
  return chosen;
}
