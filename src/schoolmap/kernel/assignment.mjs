/** Who goes where, and how: the nearest rule, and designations before it. */

import { code, flag, float, int } from "#kernel/arrays";
import { BOARD, N_GRADE, REASONS, RIDE, UNSERVED, WALK } from "#kernel/codes";
import { ordersOf, rowOf, walkSeconds } from "#kernel/od";
import { serves } from "#kernel/state";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/state").State} State
 * @typedef {import("#kernel/rules").Band} Band
 * @typedef {import("#kernel/od").Od} Od
 * @typedef {import("#kernel/od").Orders} Orders
 * @typedef {{site: Int32Array, mode: Uint8Array, reason: Uint8Array, row: Int32Array}} Assignment
 *   by village and grade; an unserved pupil is listed at a site but is part of no school's load
 * @typedef {{od: Od, orders: Orders, state: State, band: Band, grade: number,
 *   component: Int32Array, siteComponent: Int32Array, serves: Uint8Array, carries: Uint8Array,
 *   lodges: Uint8Array, roads: ReadonlySet<number>, served: boolean}} Grade
 *   what the choice of a grade looks at: sites that serve it, those of them with a bus, with beds,
 *   the road components that they stand on, and whether there is any such site
 */

/** @param {string} name @returns {number} */
const reasonOf = (name) => REASONS.indexOf(name);
const NO_ROAD = reasonOf("no_road_within_limit");
const ELSEWHERE = reasonOf("other_component");
const BEYOND = reasonOf("beyond_cutoff");
const NO_SITE = reasonOf("no_site_for_grade");
const NOT_BOARDING = reasonOf("band_may_not_board");
const NO_BEDS = reasonOf("no_beds");

/** @param {KernelModel} model @param {State} state @returns {Assignment} */
export function assign(model, state) {
  const { n } = model.villages;
  const found = {
    site: new Int32Array(n * N_GRADE).fill(-1),
    mode: new Uint8Array(n * N_GRADE).fill(UNSERVED),
    reason: new Uint8Array(n * N_GRADE),
    row: new Int32Array(n * N_GRADE).fill(-1),
  };
  for (const band of model.rules.bands) {
    /** @type {Grade | null} */
    let last = null;
    for (let grade = band.first; grade <= band.last; grade += 1) {
      const looked = gradeOf(model, state, band, grade);
      const alike = last !== null && sameSites(last, looked);
      for (let v = 0; v < n; v += 1) {
        if (!alike || !copied(state, v * N_GRADE + grade - 1, found)) choose(looked, v, found);
      }
      last = looked;
    }
  }
  return found;
}

/** @param {Grade} a @param {Grade} b @returns {boolean} whether two grades have the same choice */
const sameSites = (a, b) =>
  a.serves.every((serving, j) => serving === code(b.serves, j)) &&
  a.carries.every((carrying, j) => carrying === code(b.carries, j)) &&
  a.lodges.every((lodging, j) => lodging === code(b.lodges, j));

/**
 * Takes over what the grade before has, if both are designated alike.
 * @param {State} state @param {number} cell @param {Assignment} found @returns {boolean}
 */
function copied(state, cell, found) {
  if (int(state.designated, cell) !== int(state.designated, cell - 1)) return false;
  found.site[cell] = int(found.site, cell - 1);
  found.mode[cell] = code(found.mode, cell - 1);
  found.reason[cell] = code(found.reason, cell - 1);
  found.row[cell] = int(found.row, cell - 1);
  return true;
}

/**
 * @param {KernelModel} model @param {State} state @param {Band} band @param {number} grade
 * @returns {Grade}
 */
function gradeOf(model, state, band, grade) {
  const served = serves(state, grade);
  const siteComponent = model.sites.component;
  const components = siteComponent.filter((component, j) => flag(served, j) && component >= 0);
  return {
    od: model.od,
    orders: ordersOf(model.od),
    state,
    band,
    grade,
    component: model.villages.component,
    siteComponent,
    serves: served,
    carries: served.map((serving, j) => Number(serving === 1 && flag(state.bus, j))),
    lodges: served.map((serving, j) => Number(serving === 1 && float(state.beds, j) > 0)),
    roads: new Set(components),
    served: served.includes(1),
  };
}

/** @param {Grade} g @param {number} village @param {Assignment} found @returns {void} */
function choose(g, village, found) {
  const cell = village * N_GRADE + g.grade - 1;
  const named = int(g.state.designated, cell);
  if (named >= 0 && flag(g.serves, named)) {
    chooseNamed(g, village, named, found);
    return;
  }
  const { od, band } = g;
  let row = leastWalk(g, village);
  let mode = UNSERVED;
  if (row >= 0 && walkSeconds(int(od.walkRefS, row), band.walkSpeedMS) <= band.walkLimitS) {
    mode = WALK;
  } else {
    const byBus = leastRide(g, village, g.carries);
    if (byBus >= 0 && int(od.rideS, byBus) <= band.rideLimitS) {
      mode = RIDE;
      row = byBus;
    } else if (band.mayBoard) {
      const withBed = leastRide(g, village, g.lodges);
      if (withBed >= 0) {
        mode = BOARD;
        row = withBed;
      }
    }
  }
  found.mode[cell] = mode;
  found.row[cell] = row;
  found.site[cell] = row >= 0 ? int(od.site, row) : -1;
  found.reason[cell] = mode === UNSERVED ? reasonNear(g, village, row >= 0) : 0;
}

/**
 * The first of walk, ride, board that is possible at a designated site.
 * @param {Grade} g @param {number} village @param {number} site @param {Assignment} found
 * @returns {void}
 */
function chooseNamed(g, village, site, found) {
  const { od, band } = g;
  const cell = village * N_GRADE + g.grade - 1;
  const row = rowOf(od, village, site);
  let mode = UNSERVED;
  if (row >= 0) {
    const ride = int(od.rideS, row);
    if (walkSeconds(int(od.walkRefS, row), band.walkSpeedMS) <= band.walkLimitS) mode = WALK;
    else if (flag(g.carries, site) && ride >= 0 && ride <= band.rideLimitS) mode = RIDE;
    else if (flag(g.lodges, site) && ride >= 0 && band.mayBoard) mode = BOARD;
  }
  found.mode[cell] = mode;
  found.row[cell] = row;
  found.site[cell] = site;
  found.reason[cell] = mode === UNSERVED ? reasonNamed(g, village, site, row >= 0) : 0;
}

/** @param {Grade} g @param {number} village @returns {number} row of least walk, -1 none */
function leastWalk(g, village) {
  const { rows, start } = g.orders.walk;
  const { site } = g.od;
  const end = int(start, village + 1);
  for (let k = int(start, village); k < end; k += 1) {
    const row = int(rows, k);
    if (flag(g.serves, int(site, row))) return firstAsNear(g, k, end);
  }
  return -1;
}

/**
 * The lowest row of those that take as many whole seconds as the one at `k`, which serves.
 * @param {Grade} g @param {number} k @param {number} end @returns {number}
 */
function firstAsNear(g, k, end) {
  const { rows } = g.orders.walk;
  const { walkRefS, site } = g.od;
  const speed = g.band.walkSpeedMS;
  let best = int(rows, k);
  const least = walkSeconds(int(walkRefS, best), speed);
  for (let next = k + 1; next < end; next += 1) {
    const row = int(rows, next);
    if (walkSeconds(int(walkRefS, row), speed) > least) break;
    if (row < best && flag(g.serves, int(site, row))) best = row;
  }
  return best;
}

/**
 * @param {Grade} g @param {number} village @param {Uint8Array} usable
 * @returns {number} row of least ride to a usable site, -1 none
 */
function leastRide(g, village, usable) {
  const { rows, start } = g.orders.ride;
  const end = int(start, village + 1);
  for (let k = int(start, village); k < end; k += 1) {
    const row = int(rows, k);
    if (flag(usable, int(g.od.site, row))) return row;
  }
  return -1;
}

/** @param {Grade} g @param {number} village @param {boolean} hasRow @returns {number} */
function reasonNear(g, village, hasRow) {
  if (hasRow) return g.band.mayBoard ? NO_BEDS : NOT_BOARDING;
  const component = int(g.component, village);
  if (component < 0 || (g.served && g.roads.size === 0)) return NO_ROAD;
  if (!g.served) return NO_SITE;
  return g.roads.has(component) ? BEYOND : ELSEWHERE;
}

/**
 * @param {Grade} g @param {number} village @param {number} site @param {boolean} hasRow
 * @returns {number}
 */
function reasonNamed(g, village, site, hasRow) {
  if (hasRow) return g.band.mayBoard ? NO_BEDS : NOT_BOARDING;
  const component = int(g.component, village);
  const there = int(g.siteComponent, site);
  if (component < 0 || there < 0) return NO_ROAD;
  return component === there ? BEYOND : ELSEWHERE;
}
