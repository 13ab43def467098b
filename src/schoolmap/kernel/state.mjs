/** The layout that is evaluated: which sites are open, what they serve and hold. */

import { code, flag, float, int, UNKNOWN } from "#kernel/arrays";
import { N_GRADE, STATUS_OPEN, TEACHING_POINT } from "#kernel/codes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {{isOpen: Uint8Array, assignable: Uint8Array, first: Int32Array, last: Int32Array,
 *   seats: Float64Array, beds: Float64Array, bedsKnown: Uint8Array, bus: Uint8Array,
 *   busSeats: Float64Array, isPoint: Uint8Array, designated: Int32Array}} State
 *   `assignable`: open, and public unless private schools take part; `beds` are 0 where unknown;
 *   `designated` is the site by village and grade, -1 none
 */

/** @param {number} first @param {number} last @returns {boolean} whether 1-2, 1-3 or 1-4 */
export const pointSpan = (first, last) => first === 1 && last >= 2 && last <= 4;

/** @param {KernelModel} model @returns {State} */
export function today(model) {
  const { sites } = model;
  const n = sites.n;
  const isOpen = new Uint8Array(n);
  const isPoint = new Uint8Array(n);
  const bedsKnown = new Uint8Array(n);
  const beds = new Float64Array(n);
  for (let j = 0; j < n; j += 1) {
    const point = pointSpan(int(sites.first, j), int(sites.last, j));
    isOpen[j] = Number(int(sites.status, j) === STATUS_OPEN);
    isPoint[j] = Number(point || int(sites.typeCode, j) === TEACHING_POINT);
    bedsKnown[j] = Number(float(sites.beds, j) !== UNKNOWN);
    beds[j] = Math.max(float(sites.beds, j), 0);
  }
  return {
    isOpen,
    assignable: assignable(model, isOpen),
    first: sites.first.slice(),
    last: sites.last.slice(),
    seats: sites.seats.slice(),
    beds,
    bedsKnown,
    bus: sites.bus.slice(),
    busSeats: sites.busSeats.slice(),
    isPoint,
    designated: byGrade(model),
  };
}

/** @param {State} state @returns {State} the same, with arrays of its own */
export const copyOf = (state) => ({
  isOpen: state.isOpen.slice(),
  assignable: state.assignable.slice(),
  first: state.first.slice(),
  last: state.last.slice(),
  seats: state.seats.slice(),
  beds: state.beds.slice(),
  bedsKnown: state.bedsKnown.slice(),
  bus: state.bus.slice(),
  busSeats: state.busSeats.slice(),
  isPoint: state.isPoint.slice(),
  designated: state.designated.slice(),
});

/** @param {KernelModel} model @param {Uint8Array} isOpen @returns {Uint8Array} */
export const assignable = (model, isOpen) =>
  isOpen.map((open, j) =>
    Number(open === 1 && (model.rules.assignPrivate || !flag(model.sites.isPrivate, j))),
  );

/** @param {KernelModel} model @returns {Int32Array} */
function byGrade(model) {
  const { n, designated } = model.villages;
  const { bands } = model.rules;
  const site = new Int32Array(n * N_GRADE).fill(-1);
  for (let v = 0; v < n; v += 1) {
    for (const [b, band] of bands.entries()) {
      const named = int(designated, v * bands.length + b);
      site.fill(named, v * N_GRADE + band.first - 1, v * N_GRADE + band.last);
    }
  }
  return site;
}

/** @param {State} state @param {number} grade 1 to 9 @returns {Uint8Array} assignable and served */
export function serves(state, grade) {
  const n = state.first.length;
  const served = new Uint8Array(n);
  for (let j = 0; j < n; j += 1) {
    const within = int(state.first, j) <= grade && grade <= int(state.last, j);
    served[j] = within ? code(state.assignable, j) : 0;
  }
  return served;
}
