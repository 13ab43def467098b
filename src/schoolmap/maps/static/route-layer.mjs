/** Draws the way of a village to its schools along the roads: whither, on foot or riding, now and before. */

import { head } from "#maps/draw-marks";
import { at, BOARD, RIDE, runs, UNSERVED } from "#maps/journeys";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {readonly [number, number, number]} Step  edge, and from where to where on it in millimetres */
/**
 * What the road network can tell: the way of a village to a school, and how long an edge is.
 * @typedef {object} Ways
 * @property {(village: number, site: number, mode: "walk" | "ride", scene: World) => readonly Step[] | null} route
 * @property {(edge: number) => number} lengthMm
 */
/**
 * @typedef {{village: number, site: number, mode: "walk" | "ride", band: number,
 *   old: boolean}} Leg
 */

const ARROW_EVERY_PX = 96;
const ARROW_PX = 9;
const INKS = { walk: "#0c5c8a", ride: "#a34700", old: "#5b6672" };

/** @param {number} mode @returns {"walk" | "ride"} who boards rides home */
const wayOf = (mode) => (mode === RIDE || mode === BOARD ? "ride" : "walk");

/**
 * The journeys of a village to be drawn: each school and way once, those that are no more first.
 * @param {Picture} picture @param {number} village @param {number} band  the one in view
 * @returns {Leg[]}
 */
export function legsOf({ scene, before }, village, band) {
  /** @type {Map<string, Leg>} */
  const found = new Map();
  /** @param {World} world @param {boolean} old */
  const take = (world, old) => {
    for (const run of runs(world, village)) {
      if (run.mode === UNSERVED || run.site < 0) continue;
      const leg = { village, site: run.site, mode: wayOf(run.mode), band: run.band, old };
      const key = `${leg.site} ${leg.mode}`;
      const known = found.get(key);
      if (!known || (known.old && !old)) found.set(key, leg);
      else if (known.old === old && run.band === band) known.band = band;
    }
  };
  if (scene !== before) take(before, true);
  take(scene, false);
  return [...found.values()].sort((a, b) => Number(b.old) - Number(a.old) || Number(a.band === band) - Number(b.band === band));
}

/**
 * The line of a route on the unit plane.
 * @param {World} world @param {readonly Step[]} steps @param {(edge: number) => number} lengthMm
 * @returns {Point[]}
 */
export function lineOf(world, steps, lengthMm) {
  /** @type {Point[]} */
  const line = [];
  for (const [edge, from, to] of steps) {
    const whole = lengthMm(edge);
    const part = partOf(world, edge, whole > 0 ? from / whole : 0, whole > 0 ? to / whole : 1);
    const last = line.at(-1);
    const first = part[0];
    const joins = last && first && Math.hypot(last.x - first.x, last.y - first.y) < 1e-9;
    line.push(...(joins ? part.slice(1) : part));
  }
  return line;
}

/**
 * A part of a road; against its direction where `from` is beyond `to`.
 * @param {World} world @param {number} edge @param {number} from share of its length @param {number} to
 * @returns {Point[]}
 */
function partOf({ roads }, edge, from, to) {
  const [first, last] = [at(roads.start, edge), at(roads.start, edge + 1)];
  const far = [0];
  for (let k = first + 1; k < last; k += 1) {
    far.push(at(far, far.length - 1) + Math.hypot(at(roads.x, k) - at(roads.x, k - 1), at(roads.y, k) - at(roads.y, k - 1)));
  }
  const length = at(far, far.length - 1);
  const [low, high] = [Math.min(from, to) * length, Math.max(from, to) * length];
  /** @param {number} d @returns {Point} */
  const point = (d) => {
    let k = 1;
    while (k < far.length - 1 && at(far, k) < d) k += 1;
    const [a, b] = [first + k - 1, first + Math.min(k, last - first - 1)];
    const stretch = at(far, Math.min(k, far.length - 1)) - at(far, k - 1);
    const t = stretch > 0 ? (d - at(far, k - 1)) / stretch : 0;
    return { x: at(roads.x, a) + t * (at(roads.x, b) - at(roads.x, a)), y: at(roads.y, a) + t * (at(roads.y, b) - at(roads.y, a)) };
  };
  const inner = [];
  for (let k = 0; k < far.length; k += 1) {
    if (at(far, k) > low && at(far, k) < high) inner.push({ x: at(roads.x, first + k), y: at(roads.y, first + k) });
  }
  const line = [point(low), ...inner, point(high)];
  return from <= to ? line : line.reverse();
}

/** @param {World} world @param {Ways | null} ways  null: the county has no roads, lines are straight */
export function makeRoutes(world, ways) {
  /** @type {WeakMap<World, Map<string, Point[] | null>>} */
  const known = new WeakMap();

  /** @param {World} scene @param {Leg} leg @returns {Point[] | null} from village to school */
  function lineFor(scene, leg) {
    let own = known.get(scene);
    if (!own) known.set(scene, (own = new Map()));
    const key = `${leg.village} ${leg.site} ${leg.mode}`;
    let line = own.get(key);
    if (line === undefined) {
      const steps = ways ? ways.route(leg.village, leg.site, leg.mode, scene) : null;
      line = steps && steps.length > 0 ? lineOf(world, steps, ways?.lengthMm ?? (() => 0)) : null;
      own.set(key, line);
    }
    return line;
  }

  /**
   * @param {Context} c @param {View} view @param {Picture} picture @param {number} village
   */
  function draw(c, view, picture, village) {
    for (const leg of legsOf(picture, village, picture.band.band)) {
      const scene = leg.old ? picture.before : picture.scene;
      const start = placeOn(scene.villages, village, view);
      const end = placeOn(scene.schools, leg.site, view);
      const line = (lineFor(scene, leg) ?? []).map((p) => ({ x: p.x * view.scale - view.left, y: p.y * view.scale - view.top }));
      drawLeg(c, leg, leg.band === picture.band.band, start, line, end);
    }
  }
  return { draw };
}
/** @typedef {ReturnType<typeof makeRoutes>} Routes */

/** @param {{x: Float64Array, y: Float64Array}} own @param {number} i @param {View} view */
const placeOn = (own, i, view) => ({ x: at(own.x, i) * view.scale - view.left, y: at(own.y, i) * view.scale - view.top });

/**
 * @param {Context} c @param {Leg} leg @param {boolean} main  of the band in view
 * @param {Point} start @param {Point[]} line on the canvas; empty: no road is known @param {Point} end
 */
function drawLeg(c, leg, main, start, line, end) {
  c.lineJoin = "round";
  c.lineCap = "round";
  const ink = leg.old ? INKS.old : INKS[leg.mode];
  const width = leg.old ? 2 : main ? 4.2 : 2.6;
  const first = line[0] ?? end;
  const last = line.at(-1) ?? start;
  // off the road: straight, and thin
  c.setLineDash([2, 4]);
  polyline(c, line.length > 0 ? [start, first] : [start, end]);
  pen(c, 2, ink, 2);
  if (line.length > 0) {
    polyline(c, [last, end]);
    pen(c, 2, ink, 2);
  }
  if (line.length < 2) return;
  c.setLineDash([]);
  polyline(c, line);
  pen(c, width + 3.4, "rgba(255,255,255,0.95)", 0);
  c.setLineDash(leg.old ? [5, 5] : leg.mode === "walk" ? [0.1, width * 1.75] : []);
  pen(c, width, ink, 0);
  c.setLineDash([]);
  if (!leg.old) arrows(c, line, ink, leg.mode === "walk");
}

/** @param {Context} c @param {readonly Point[]} line */
function polyline(c, line) {
  c.beginPath();
  for (const p of line) c.lineTo(p.x, p.y);
}

/** @param {Context} c @param {number} width @param {string} ink @param {number} halo */
function pen(c, width, ink, halo) {
  if (halo > 0) {
    c.lineWidth = width + halo;
    c.strokeStyle = "rgba(255,255,255,0.9)";
    c.stroke();
  }
  c.lineWidth = width;
  c.strokeStyle = ink;
  c.stroke();
}

/** @param {Context} c @param {readonly Point[]} line @param {string} ink @param {boolean} dotted */
function arrows(c, line, ink, dotted) {
  let [left, length] = [ARROW_EVERY_PX / 2, 0];
  for (let k = 1; k < line.length; k += 1) {
    const [a, b] = [/** @type {Point} */ (line[k - 1]), /** @type {Point} */ (line[k])];
    const stretch = Math.hypot(b.x - a.x, b.y - a.y);
    length += stretch;
    if (stretch === 0 || length < left) continue;
    left = length + ARROW_EVERY_PX;
    const [ux, uy] = [(b.x - a.x) / stretch, (b.y - a.y) / stretch];
    const tip = { x: (a.x + b.x) / 2 + (ux * ARROW_PX) / 2, y: (a.y + b.y) / 2 + (uy * ARROW_PX) / 2 };
    head(c, tip, ux, uy, ARROW_PX * (dotted ? 1.1 : 1.25));
    c.lineWidth = 2;
    c.strokeStyle = "#ffffff";
    c.stroke();
    c.fillStyle = ink;
    c.fill();
  }
}
