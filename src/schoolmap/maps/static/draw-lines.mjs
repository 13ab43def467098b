/** Draws straight lines from villages to schools: who goes where, and who used to. */

import { onPlane } from "#maps/grid";
import { at, UNSERVED } from "#maps/journeys";

/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{village: number, site: number}} Line */

const PIECE = 80;
const MANY = 60;
// opaque: where lines cross, a picture drawn in parts is the same as one drawn whole
const PLAIN = "#93a0ac";
const OLD = "#77828d";

/**
 * @param {View} view @param {Box} box @param {Picture} picture @param {Iterable<Line>} lines
 * @returns {Path2D[]} those that may touch the box, in pieces
 */
function pathsOf(view, box, { scene }, lines) {
  const { villages, schools } = scene;
  const part = onPlane(view, box, 4);
  let path = new Path2D();
  const found = [path];
  let held = 0;
  for (const { village, site } of lines) {
    const [ax, ay] = [at(villages.x, village), at(villages.y, village)];
    const [bx, by] = [at(schools.x, site), at(schools.y, site)];
    const apart =
      Math.max(ax, bx) < part.x0 || Math.min(ax, bx) > part.x1 ||
      Math.max(ay, by) < part.y0 || Math.min(ay, by) > part.y1;
    if (apart) continue;
    if (held === PIECE) {
      path = new Path2D();
      found.push(path);
      held = 0;
    }
    path.moveTo(ax * view.scale - view.left, ay * view.scale - view.top);
    path.lineTo(bx * view.scale - view.left, by * view.scale - view.top);
    held += 1;
  }
  return found;
}

/** @param {Picture} picture @param {number} [only] school @returns {Generator<Line>} */
function* journeys({ scene, band }, only) {
  for (let village = 0; village < scene.villages.n; village += 1) {
    const site = at(band.site, village);
    const made = site >= 0 && band.mode[village] !== UNSERVED && at(band.pupils, village) > 0;
    if (made && (only === undefined || site === only)) yield { village, site };
  }
}

/**
 * @param {Context} c @param {readonly Path2D[]} paths
 * @param {{width: number, colour: string, dash?: number[]}} pen
 */
function* stroke(c, paths, { width, colour, dash = [] }) {
  c.lineCap = "butt";
  c.setLineDash(dash);
  c.lineWidth = width;
  c.strokeStyle = colour;
  for (const path of paths) {
    c.stroke(path);
    yield;
  }
  c.setLineDash([]);
}

/** Every village to its school. @param {Context} c @param {View} view @param {Box} box @param {Picture} picture */
export function* assignmentLines(c, view, box, picture) {
  const paths = pathsOf(view, box, picture, journeys(picture));
  yield* stroke(c, paths, { width: 0.8, colour: PLAIN });
}

/**
 * The villages of one school.
 * @param {Context} c @param {View} view @param {Box} box @param {Picture} picture @param {number} school
 */
export function* schoolLines(c, view, box, picture, school) {
  const paths = pathsOf(view, box, picture, journeys(picture, school));
  yield* stroke(c, paths, { width: 3, colour: "rgba(255,255,255,0.7)" });
  yield* stroke(c, paths, { width: 1.4, colour: "rgba(12,92,138,0.85)" });
}

/**
 * Villages that change school: the new line in the colour of the change, the old one thin and dashed.
 * @param {Context} c @param {View} view @param {Box} box @param {Picture} picture
 */
export function* changeLines(c, view, box, picture) {
  const { changes, villages } = picture;
  /** @type {Line[]} */
  const old = [];
  /** @type {Map<string, Line[]>} */
  const fresh = new Map();
  for (const village of changes.which) {
    const [from, to] = [at(changes.from, village), at(changes.to, village)];
    if (from >= 0 && from !== to) old.push({ village, site: from });
    if (to < 0) continue;
    const colour = villages.colour[village] ?? "";
    const held = fresh.get(colour);
    if (held) held.push({ village, site: to });
    else fresh.set(colour, [{ village, site: to }]);
  }
  // many lines at full width would hide the map
  const width = changes.which.length > MANY ? 1.1 : 1.7;
  const gone = pathsOf(view, box, picture, old);
  yield* stroke(c, gone, { width: width * 0.65, colour: OLD, dash: [3, 3] });
  for (const [colour, lines] of fresh) {
    const paths = pathsOf(view, box, picture, lines);
    yield* stroke(c, paths, { width: width + 1.2, colour: "#ffffff" });
    yield* stroke(c, paths, { width, colour });
  }
}
