/** Which schools could take in another one's pupils: nearest first, with the places they have left. */

import { at } from "#maps/journeys";

/** @typedef {import("#maps/scene").Scene} Scene */
/**
 * @typedef {object} Target
 * @property {number} school
 * @property {number | null} walkS  by road from school to school, at the reference pace; null where it is not known
 * @property {number} straightM
 * @property {number | null} spare  seats minus roll; null where seats are not known
 * @property {string} missing  grades of the school that the target does not serve
 */

const EARTH_M = 40_075_016.686;
const PLANE = 256;
const UNKNOWN_S = 1e9;

/** @param {Scene} scene @param {number} a @param {number} b @returns {number} metres as the crow flies */
function straight({ schools: s }, a, b) {
  const y = (at(s.y, a) + at(s.y, b)) / 2;
  // metres to a unit of the web map's plane shrink with the latitude
  const perUnit = (EARTH_M / PLANE) / Math.cosh(Math.PI * (1 - (2 * y) / PLANE));
  return Math.hypot(at(s.x, a) - at(s.x, b), at(s.y, a) - at(s.y, b)) * perUnit;
}

/** @param {Scene} scene @param {number} from @param {number} to @returns {number | null} */
function walkBetween({ evaluation }, from, to) {
  const { between } = evaluation.model;
  if (!between || from + 1 >= between.start.length) return null;
  for (let row = at(between.start, from); row < at(between.start, from + 1); row += 1) {
    if (between.site[row] === to) return at(between.walkRefS, row);
  }
  return null;
}

/** @param {Scene} scene @param {number} own @param {number} other @returns {string} */
function missingGrades({ schools: s }, own, other) {
  const grades = [];
  for (let g = at(s.first, own); g <= at(s.last, own); g += 1) {
    if (g < at(s.first, other) || g > at(s.last, other)) grades.push(g);
  }
  return grades.length === 0 ? "" : grades.length === 1 ? String(grades[0]) : `${grades[0]}–${grades.at(-1)}`;
}

/** @param {Scene} scene @param {number} i @returns {number | null} places left, null where seats are not known */
export function spareOf({ schools: s }, i) {
  const seats = at(s.seats, i);
  return seats < 0 ? null : seats - (s.roll[i] ?? 0);
}

/** @param {Scene} scene @param {number} school @returns {Target[]} open schools that share a grade, nearest first */
export function targetsOf(scene, school) {
  const s = scene.schools;
  /** @type {Target[]} */
  const found = [];
  for (let i = 0; i < s.n; i += 1) {
    const shares = at(s.first, i) <= at(s.last, school) && at(s.last, i) >= at(s.first, school);
    if (i === school || s.open[i] !== 1 || !shares) continue;
    found.push({
      school: i, walkS: walkBetween(scene, school, i), straightM: straight(scene, school, i),
      spare: spareOf(scene, i), missing: missingGrades(scene, school, i),
    });
  }
  // where no road is known, after all others
  const far = (/** @type {Target} */ t) => t.walkS ?? UNKNOWN_S + t.straightM;
  return found.sort((a, b) => far(a) - far(b) || a.school - b.school);
}
