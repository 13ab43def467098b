/** Palettes that colour-blind readers can tell apart, classes with units, colours of catchments. */

import { number } from "#maps/figures";
import { MOVED } from "#maps/village-changes";

/** @typedef {import("#maps/journeys").BandView} BandView */
/** @typedef {import("#maps/village-changes").Changes} Changes */
/** @typedef {"minutes" | "distance" | "mode" | "added" | "school" | "access"} Measure */
/** @typedef {{colour: string, from: number | null, to: number | null}} Class */

/** Near to far: blue through pale to dark red. */
export const STEPS = ["#2b5c9b", "#79aed6", "#f2da8a", "#e08a52", "#8f2f2f"];
export const MODE_COLOURS = ["#4f9fd6", "#f0b429", "#4b2a7b", "#c0271d"];
/** More seats in reach is darker. */
export const ACCESS_STEPS = ["#8f2f2f", "#e08a52", "#f2da8a", "#79aed6", "#2b5c9b"];
/** Nearer by much, nearer, as far, further in four steps. */
export const ADDED_STEPS = [
  "#0d5064", "#45a394", "#a08fdd", "#f0d58c", "#f59a32", "#c03b25", "#5f0f1c",
];
/** What does not change. */
export const SAME_COLOUR = "#e1e5e9";
export const NEARER = "#0d7f7a";
export const NO_FIGURE = "#8b949e";
export const OVER = "#b3261e";
export const AREAS = [
  "#cfe1ee", "#f5e6bf", "#d6e8cf", "#f3d6c6", "#dfd6ec", "#cbe6e2", "#f0d7e2", "#e4e3d3",
];
/** The same hues for dots. */
export const AREA_INKS = [
  "#5b93bd", "#d1a93f", "#77b06a", "#d68a63", "#9a85c4", "#4fa79d", "#cf7ba0", "#a5a17c",
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
  if (measure === "added") return addedClasses(lengthsM);
  if (measure === "school") return [];
  const limit = walkLimitS;
  return split([limit / 2, limit, limit * 1.5, limit * 2], STEPS);
}

/**
 * Classes of added metres: bounds are those of journeys, the first, second and last but one.
 * @param {readonly number[]} lengthsM @returns {Class[]}
 */
function addedClasses(lengthsM) {
  const picked = [lengthsM[0], lengthsM[1], lengthsM.at(-2)].filter((v) => v !== undefined);
  const further = [...new Set(picked)].sort((a, b) => a - b);
  const [near = 0] = further;
  const colours = [...ADDED_STEPS.slice(0, 3), ...ADDED_STEPS.slice(-1 - further.length)];
  // metres are whole: what is nearer at all is at most -1
  return split([-near, -1, 0, ...further], colours);
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
 * @param {number} v @param {Changes | null} [changes]
 * @returns {number | null} null where there is no figure
 */
export function valueOf(measure, view, access, v, changes = null) {
  if (measure === "access") return access[v] ?? null;
  if (measure === "mode") return view.mode[v] ?? null;
  if (measure === "added") return changes && changes.kind[v] === MOVED ? changes.addedM[v] ?? null : null;
  const value = measure === "distance" ? view.lengthM[v] : measure === "minutes" ? view.walkS[v] : view.site[v];
  return value === undefined || value < 0 ? null : value;
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
 * @param {ReadonlyMap<number, number>} [kept]  colours that stay as they are
 * @returns {Map<number, number>}
 */
export function greedyColours(neighbours, palette, kept = new Map()) {
  const degree = (/** @type {number} */ node) => neighbours.get(node)?.size ?? 0;
  const order = [...neighbours.keys()].filter((node) => !kept.has(node));
  order.sort((a, b) => degree(b) - degree(a) || a - b);
  /** @type {Map<number, number>} */
  const chosen = new Map(kept);
  const used = new Array(palette).fill(0);
  for (const colour of kept.values()) used[colour] += 1;
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
