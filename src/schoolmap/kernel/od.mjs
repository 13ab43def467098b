/** The OD matrix: rows sorted by village, then site, and the same rows by what they cost. */

import { int } from "#kernel/arrays";

/**
 * @typedef {{start: Int32Array, site: Int32Array, lengthM: Int32Array, walkRefS: Int32Array,
 *   rideS: Int32Array, rideLengthM: Int32Array}} Od
 *   `start` holds the first row of each village, and one more; no ride is -1 in `rideS` and
 *   `rideLengthM`.
 * @typedef {{rows: Int32Array, start: Int32Array}} Order
 *   rows of each village by cost, then row
 * @typedef {{walk: Order, ride: Order}} Orders the rides leave out rows without one
 */

/** @type {WeakMap<Od, Orders>} */
const known = new WeakMap();

/** @param {Od} od @returns {Orders} made once for each matrix */
export function ordersOf(od) {
  let orders = known.get(od);
  if (!orders) {
    orders = { walk: sorted(od.start, od.walkRefS), ride: sorted(od.start, od.rideS) };
    known.set(od, orders);
  }
  return orders;
}

/** @param {Od} od @param {Orders} orders @returns {void} */
export const keepOrders = (od, orders) => void known.set(od, orders);

/**
 * Rows of a cost below 0 are left out.
 * @param {Int32Array} start @param {Int32Array} cost @returns {Order}
 */
function sorted(start, cost) {
  const n = start.length - 1;
  const rows = new Int32Array(cost.length);
  const starts = new Int32Array(n + 1);
  const keys = new Float64Array(widest(start));
  let filled = 0;
  for (let v = 0; v < n; v += 1) {
    const first = int(start, v);
    const size = int(start, v + 1) - first;
    let m = 0;
    for (let k = 0; k < size; k += 1) {
      const each = int(cost, first + k);
      if (each >= 0) {
        // whole numbers far below 2^53: cost first, then row
        keys[m] = each * size + k;
        m += 1;
      }
    }
    for (const key of keys.subarray(0, m).sort()) {
      rows[filled] = first + (key - Math.floor(key / size) * size);
      filled += 1;
    }
    starts[v + 1] = filled;
  }
  return { rows: rows.subarray(0, filled), start: starts };
}

/** @param {Int32Array} start @returns {number} */
function widest(start) {
  let most = 0;
  for (let v = 0; v + 1 < start.length; v += 1) {
    most = Math.max(most, int(start, v + 1) - int(start, v));
  }
  return most;
}

/** @param {Od} od @param {number} village @param {number} site @returns {number} row, -1 none */
export function rowOf(od, village, site) {
  let low = int(od.start, village);
  let high = int(od.start, village + 1);
  const end = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (int(od.site, middle) < site) low = middle + 1;
    else high = middle;
  }
  return low < end && int(od.site, low) === site ? low : -1;
}

/** @param {number} walkRefS @param {number} speedMS @returns {number} whole seconds, half up */
export const walkSeconds = (walkRefS, speedMS) => Math.floor(walkRefS / speedMS + 0.5);
