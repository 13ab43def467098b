/** E2SFCA: seats per pupil in reach, with step weights. */

import { flag, float, int, item, UNDEFINED, UNKNOWN } from "#kernel/arrays";
import { N_GRADE } from "#kernel/codes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/od").Od} Od
 * @typedef {import("#kernel/state").State} State
 * @typedef {{steps: string, village: Int32Array, site: Int32Array, weight: Float64Array}} Near
 *   the rows that weigh anything, in order of rows, for the steps and weights named
 */

/** @type {WeakMap<Od, Near>} */
const nearest = new WeakMap();

/**
 * Seats per pupil in reach of each village, grade by grade; undefined for a village without
 * pupils, and everywhere where no open site has known seats.
 * @param {KernelModel} model @param {State} state @returns {Float64Array}
 */
export function villageAccess(model, state) {
  const { villages, sites } = model;
  const access = new Float64Array(villages.n).fill(UNDEFINED);
  const offers = state.assignable.map((can, j) =>
    Number(can === 1 && float(state.seats, j) !== UNKNOWN),
  );
  if (!offers.includes(1)) return access;
  const near = nearOf(model);
  const served = servedPupils(near, state, pupilsUpTo(villages), offers);
  const demand = new Float64Array(sites.n);
  for (let k = 0; k < served.length; k += 1) {
    const j = int(near.site, k);
    demand[j] = float(demand, j) + float(near.weight, k) * int(served, k);
  }
  const ratio = demand.map((pupils, j) => (pupils > 0 ? float(state.seats, j) / pupils : 0));
  const reach = new Float64Array(villages.n);
  for (let k = 0; k < served.length; k += 1) {
    const v = int(near.village, k);
    const seats = float(near.weight, k) * float(ratio, int(near.site, k));
    reach[v] = float(reach, v) + seats * int(served, k);
  }
  const everyone = villagePupils(villages);
  return access.map((none, v) => {
    const pupils = int(everyone, v);
    return pupils > 0 ? float(reach, v) / pupils : none;
  });
}

/**
 * Pupils of each near row that its site takes; 0 where it offers no seats.
 * @param {Near} near @param {State} state @param {Int32Array} upTo @param {Uint8Array} offers
 * @returns {Int32Array}
 */
function servedPupils(near, state, upTo, offers) {
  return near.site.map((j, k) => {
    if (!flag(offers, j)) return 0;
    const base = int(near.village, k) * (N_GRADE + 1);
    return int(upTo, base + int(state.last, j)) - int(upTo, base + int(state.first, j) - 1);
  });
}

/**
 * Pupils of each village in grades 1 to g, for g = 0 to 9.
 * @param {KernelModel["villages"]} villages @returns {Int32Array}
 */
function pupilsUpTo({ n, pupils }) {
  const upTo = new Int32Array(n * (N_GRADE + 1));
  for (let v = 0; v < n; v += 1) {
    for (let g = 0; g < N_GRADE; g += 1) {
      const at = v * (N_GRADE + 1) + g;
      upTo[at + 1] = int(upTo, at) + int(pupils, v * N_GRADE + g);
    }
  }
  return upTo;
}

/** @param {KernelModel["villages"]} villages @returns {Int32Array} pupils of all grades */
export function villagePupils({ n, pupils }) {
  const total = new Int32Array(n);
  for (let cell = 0; cell < pupils.length; cell += 1) {
    const v = Math.floor(cell / N_GRADE);
    total[v] = int(total, v) + int(pupils, cell);
  }
  return total;
}

/** @param {KernelModel} model @returns {Near} */
function nearOf({ od, rules }) {
  const steps = JSON.stringify([rules.accessStepS, rules.accessWeight]);
  const known = nearest.get(od);
  if (known && known.steps === steps) return known;
  /** @type {number[]} */
  const rows = [];
  /** @type {number[]} */
  const village = [];
  const farthest = Math.max(...rules.accessStepS);
  for (let v = 0; v + 1 < od.start.length; v += 1) {
    for (let row = int(od.start, v); row < int(od.start, v + 1); row += 1) {
      const seconds = int(od.walkRefS, row);
      if (seconds > farthest || weightOf(rules, seconds) <= 0) continue;
      rows.push(row);
      village.push(v);
    }
  }
  const near = {
    steps,
    village: Int32Array.from(village),
    site: Int32Array.from(rows, (row) => int(od.site, row)),
    weight: Float64Array.from(rows, (row) => weightOf(rules, int(od.walkRefS, row))),
  };
  nearest.set(od, near);
  return near;
}

/**
 * The weight of the first step that a walk is within.
 * @param {KernelModel["rules"]} rules @param {number} walkRefS @returns {number}
 */
function weightOf({ accessStepS, accessWeight }, walkRefS) {
  const step = accessStepS.findIndex((seconds) => walkRefS <= seconds);
  return step < 0 ? 0 : item(accessWeight, step);
}
