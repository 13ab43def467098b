/** Which cells touch, whose they are, and what colour they get. No geometry is made here. */

import { AREAS, classesOf, classOf, greedyColours, NEARER, OVER, pale, valueOf } from "#maps/colours";
import { UNSERVED } from "#maps/journeys";
import { GAINED, LOST } from "#maps/village-changes";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Cells} Cells */
/** @typedef {import("#maps/journeys").BandView} BandView */
/** @typedef {import("#maps/colours").Measure} Measure */
/** @typedef {import("#maps/village-changes").Changes} Changes */
/** @typedef {{a: Int32Array, b: Int32Array, left: Int32Array, right: Int32Array}} Edges
 *    vertices a, b of an edge that two cells share */

/** How much white is in an area's colour, so that roads and places stand out on it. */
export const PALENESS = 0.6;
export const LOST_FILL = pale(OVER, 0.45);
export const GAINED_FILL = pale(NEARER, 0.62);

/** @param {Cells} cells @returns {Edges} */
export function sharedEdges(cells) {
  const count = cells.x.length;
  /** @type {Map<number, number>} */
  const seen = new Map();
  /** @type {number[]} */ const a = [];
  /** @type {number[]} */ const b = [];
  /** @type {number[]} */ const left = [];
  /** @type {number[]} */ const right = [];
  for (let ring = 0; ring < cells.ringCell.length; ring += 1) {
    const cell = /** @type {number} */ (cells.ringCell[ring]);
    const from = /** @type {number} */ (cells.start[ring]);
    const to = /** @type {number} */ (cells.start[ring + 1]);
    for (let i = from; i < to; i += 1) {
      const p = /** @type {number} */ (cells.vertex[i]);
      const q = /** @type {number} */ (cells.vertex[i + 1 < to ? i + 1 : from]);
      if (p === q) continue;
      const key = Math.min(p, q) * count + Math.max(p, q);
      const other = seen.get(key);
      if (other === undefined) seen.set(key, cell);
      else if (other !== cell) {
        a.push(p);
        b.push(q);
        left.push(other);
        right.push(cell);
      }
    }
  }
  return {
    a: Int32Array.from(a),
    b: Int32Array.from(b),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
  };
}

/**
 * School of each cell for a band; -1 where its pupils are unserved or nobody's cell.
 * Villages on one place share a cell: the lowest row stands for it.
 * @param {World} world @param {BandView} view @returns {Int32Array}
 */
export function cellSchools(world, view) {
  const owner = new Int32Array(world.cells.n).fill(-1);
  for (let v = world.villages.n - 1; v >= 0; v -= 1) {
    const cell = world.cells.of[v] ?? -1;
    if (cell >= 0) owner[cell] = view.mode[v] === UNSERVED ? -1 : view.site[v] ?? -1;
  }
  return owner;
}

/** @typedef {Map<number, Set<number>>} Neighbours  of each school */

/**
 * @param {Int32Array} owner @param {Edges} edges
 * @param {Neighbours} [neighbours]  those found before
 * @returns {Neighbours} schools whose catchments touch
 */
function neighboursOf(owner, edges, neighbours = new Map()) {
  for (const school of owner) {
    if (school >= 0 && !neighbours.has(school)) neighbours.set(school, new Set());
  }
  for (let e = 0; e < edges.a.length; e += 1) {
    const p = /** @type {number} */ (owner[edges.left[e] ?? 0]);
    const q = /** @type {number} */ (owner[edges.right[e] ?? 0]);
    if (p >= 0 && q >= 0 && p !== q) {
      neighbours.get(p)?.add(q);
      neighbours.get(q)?.add(p);
    }
  }
  return neighbours;
}

/**
 * Colours of schools that stay: each school has one, in every band and every plan. Those of today
 * are chosen together, a school that a plan opens is given one beside its neighbours there.
 * @param {World} today @param {readonly BandView[]} bands of today @param {Edges} edges
 */
export function makeSchoolColours(today, bands, edges) {
  /** @type {Neighbours} */
  const near = new Map();
  for (const view of bands) neighboursOf(cellSchools(today, view), edges, near);
  /** @type {Map<string, number>} */
  const kept = new Map();
  for (const [site, colour] of greedyColours(near, AREAS.length)) {
    kept.set(today.schools.id[site] ?? "", colour);
  }
  /**
   * @param {World} scene @param {Int32Array} owner school of each cell
   * @returns {Map<number, number>} colour of each school that has one
   */
  return (scene, owner) => {
    /** @type {Map<number, number>} */
    const known = new Map();
    scene.schools.id.forEach((id, site) => {
      const colour = kept.get(id);
      if (colour !== undefined) known.set(site, colour);
    });
    if (owner.every((site) => site < 0 || known.has(site))) return known;
    const all = greedyColours(neighboursOf(owner, edges), AREAS.length, known);
    for (const [site, colour] of all) kept.set(scene.schools.id[site] ?? "", colour);
    return all;
  };
}
/** @typedef {ReturnType<typeof makeSchoolColours>} SchoolColours */

/**
 * Fill of each cell; empty text: not filled.
 * @param {World} world @param {BandView} view @param {Edges} edges
 * @param {ReadonlyMap<number, number>} [colours] of the schools
 * @returns {string[]}
 */
export function fillBySchool(world, view, edges, colours) {
  const owner = cellSchools(world, view);
  const chosen = colours ?? greedyColours(neighboursOf(owner, edges), AREAS.length);
  return Array.from(owner, (school) => AREAS[chosen.get(school) ?? -1] ?? "");
}

/**
 * Fill of each cell by a measure. A cell that several villages share takes the worst of them, so
 * that no village beyond a threshold lies within its area.
 * @param {World} world @param {BandView} view @param {Measure} measure
 * @param {Changes | null} [changes]
 * @returns {string[]}
 */
export function fillByValue(world, view, measure, changes = null) {
  const found = classesOf(world, measure, view.band);
  const worst = new Array(world.cells.n).fill(-1);
  const none = new Array(world.cells.n).fill(false);
  for (let v = 0; v < world.villages.n; v += 1) {
    const cell = world.cells.of[v] ?? -1;
    if (cell < 0) continue;
    const value = valueOf(measure, view, world.villages.access, v, changes);
    if (value === null || (measure === "mode" && value === UNSERVED)) none[cell] = true;
    else {
      const k = classOf(found, value);
      const far = measure === "access" ? found.length - 1 - k : k;
      worst[cell] = Math.max(worst[cell], far);
    }
  }
  return worst.map((far, cell) => {
    // where only changes are shown, an unchanged neighbour on the same place hides none
    if ((none[cell] && measure !== "added") || far < 0) return "";
    const k = measure === "access" ? found.length - 1 - far : far;
    return pale(found[k]?.colour ?? "#ffffff", PALENESS);
  });
}

/**
 * Fill of each cell by what changes: classes of added length, lost and first journeys.
 * @param {World} world @param {BandView} view @param {Changes} changes @returns {string[]}
 */
export function fillByChange(world, view, changes) {
  const fills = fillByValue(world, view, "added", changes);
  for (const v of changes.which) {
    const cell = world.cells.of[v] ?? -1;
    if (cell < 0) continue;
    if (changes.kind[v] === LOST) fills[cell] = LOST_FILL;
    else if (changes.kind[v] === GAINED && !fills[cell]) fills[cell] = GAINED_FILL;
  }
  return fills;
}
