/** A model with the schools that a scenario adds to it. */

import { int, UNKNOWN } from "#kernel/arrays";
import { N_GRADE, NO_RIDE, STATUS_CANDIDATE } from "#kernel/codes";
import { keepOrders, ordersOf } from "#kernel/od";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/model").Sites} Sites
 * @typedef {import("#kernel/model").Between} Between
 * @typedef {import("#kernel/od").Od} Od
 * @typedef {import("#kernel/od").Order} Order
 * @typedef {{id: string, name: string, lonlat: readonly number[], edge: number,
 *   offsetMm: number, component: number, village: Int32Array, lengthM: Int32Array,
 *   walkRefS: Int32Array, rideS: Int32Array, rideLengthM: Int32Array, site: Int32Array,
 *   siteWalkRefS: Int32Array}} AddedSite
 *   a school opened where none is listed: villages and listed sites within reach, ascending
 * @typedef {{added: readonly AddedSite[], sites: Sites, od: Od, between: Between}} Extension
 */

/**
 * The last extension of each matrix: an edit is evaluated many times with the same schools.
 * @type {WeakMap<Od, Extension>}
 */
const latest = new WeakMap();

/**
 * The model with added schools after the listed ones, as candidates that serve nothing; their
 * resources are unknown, but for the movable ones, of which they have none yet.
 * @param {KernelModel} model @param {readonly AddedSite[]} added in order of their site indices
 * @returns {KernelModel}
 */
export function extended(model, added) {
  if (added.length === 0) return model;
  let more = latest.get(model.od);
  if (!more || more.added.length !== added.length || more.added.some((a, k) => a !== added[k])) {
    const { n } = model.sites;
    const none = new Int32Array(0);
    const nothing = { n, start: new Int32Array(n + 1), site: none, walkRefS: none };
    more = {
      added: [...added],
      sites: moreSites(model, added),
      od: moreRows(model.od, n, added),
      between: moreWays(model.between ?? nothing, n, added),
    };
    latest.set(model.od, more);
  }
  return { ...model, sites: more.sites, od: more.od, between: more.between };
}

/** @param {KernelModel} model @param {readonly AddedSite[]} added @returns {Sites} */
function moreSites(model, added) {
  const { sites, resources } = model;
  const n = added.length;
  const movable = resources.map((r) => (r.movable ? 0 : UNKNOWN));
  const nothing = resources.map(() => UNKNOWN);
  /** @param {Float64Array} own @param {readonly number[]} [each] */
  const floats = (own, each = [UNKNOWN]) =>
    Float64Array.from([...own, ...added.flatMap(() => each)]);
  /** @param {Int32Array} own @param {number} [value] */
  const ints = (own, value = 0) => Int32Array.from([...own, ...added.map(() => value)]);
  /** @param {Uint8Array} own */
  const flags = (own) => Uint8Array.from([...own, ...added.map(() => 0)]);
  return {
    n: sites.n + n,
    ids: [...sites.ids, ...added.map((a) => a.id)],
    names: [...sites.names, ...added.map((a) => a.name || a.id)],
    typeCode: ints(sites.typeCode),
    areaClass: ints(sites.areaClass),
    status: ints(sites.status, STATUS_CANDIDATE),
    isPrivate: flags(sites.isPrivate),
    first: ints(sites.first),
    last: ints(sites.last),
    classes: floats(sites.classes),
    seats: floats(sites.seats),
    beds: floats(sites.beds),
    bus: flags(sites.bus),
    busSeats: floats(sites.busSeats),
    component: Int32Array.from([...sites.component, ...added.map((a) => a.component)]),
    xM: ints(sites.xM),
    yM: ints(sites.yM),
    roll: floats(sites.roll),
    rollByGrade: floats(sites.rollByGrade, new Array(N_GRADE).fill(UNKNOWN)),
    seniorPupils: floats(sites.seniorPupils, [0]),
    resources: floats(sites.resources, movable),
    resourcesPrimary: floats(sites.resourcesPrimary, nothing),
    resourcesJunior: floats(sites.resourcesJunior, nothing),
  };
}

/**
 * Rows of each place that are put in after its own, in order of the added schools.
 * @typedef {{start: Int32Array, school: Int32Array, row: Int32Array}} Guests
 */

/**
 * @param {number} n @param {readonly Int32Array[]} places by school, ascending
 * @returns {Guests}
 */
function guestsOf(n, places) {
  const start = new Int32Array(n + 1);
  for (const mine of places) for (const place of mine) start[place + 1] = int(start, place + 1) + 1;
  for (let v = 0; v < n; v += 1) start[v + 1] = int(start, v + 1) + int(start, v);
  const next = start.slice();
  const school = new Int32Array(int(start, n));
  const row = new Int32Array(int(start, n));
  for (const [k, mine] of places.entries()) {
    mine.forEach((place, r) => {
      const at = int(next, place);
      next[place] = at + 1;
      school[at] = k;
      row[at] = r;
    });
  }
  return { start, school, row };
}

/**
 * @param {Int32Array} start @param {Guests} guests
 * @returns {Int32Array} first row of each place, the guests counted
 */
const shifted = (start, guests) => start.map((first, v) => first + int(guests.start, v));

/**
 * @param {Int32Array} start @param {Guests} guests @param {Int32Array} own
 * @param {(school: number, row: number) => number} guest
 * @returns {Int32Array} a column with the values of the guests put in
 */
function joined(start, guests, own, guest) {
  const values = new Int32Array(own.length + guests.row.length);
  const n = start.length - 1;
  for (let v = 0; v < n; v += 1) {
    const first = int(guests.start, v);
    values.set(own.subarray(int(start, v), int(start, v + 1)), int(start, v) + first);
    for (let k = first; k < int(guests.start, v + 1); k += 1) {
      values[int(start, v + 1) + k] = guest(int(guests.school, k), int(guests.row, k));
    }
  }
  return values;
}

/**
 * @param {Od} od @param {number} n listed sites @param {readonly AddedSite[]} added
 * @returns {Od}
 */
function moreRows(od, n, added) {
  const guests = guestsOf(od.start.length - 1, added.map((a) => a.village));
  /** @param {Int32Array} own @param {readonly Int32Array[]} theirs */
  const column = (own, theirs) =>
    joined(od.start, guests, own, (k, row) => /** @type {number} */ (theirs[k]?.[row]));
  const more = {
    start: shifted(od.start, guests),
    site: joined(od.start, guests, od.site, (k) => n + k),
    lengthM: column(od.lengthM, added.map((a) => a.lengthM)),
    walkRefS: column(od.walkRefS, added.map((a) => a.walkRefS)),
    rideS: column(od.rideS, added.map((a) => a.rideS)),
    rideLengthM: column(od.rideLengthM, added.map((a) => a.rideLengthM)),
  };
  const { walk, ride } = ordersOf(od);
  const frame = { old: od.start, start: more.start, guests };
  keepOrders(more, {
    walk: moreOrder(walk, more.walkRefS, frame),
    ride: moreOrder(ride, more.rideS, frame),
  });
  return more;
}

/**
 * An order of rows with the guests put where their cost says, after equals of the village's own.
 * @param {Order} order @param {Int32Array} cost of all rows
 * @param {{old: Int32Array, start: Int32Array, guests: Guests}} frame
 * @returns {Order}
 */
function moreOrder(order, cost, { old, start, guests }) {
  const n = start.length - 1;
  const rows = new Int32Array(order.rows.length + guests.row.length);
  const starts = new Int32Array(n + 1);
  let filled = 0;
  for (let v = 0; v < n; v += 1) {
    const shift = int(start, v) - int(old, v);
    const begin = filled;
    for (let k = int(order.start, v); k < int(order.start, v + 1); k += 1) {
      rows[filled] = int(order.rows, k) + shift;
      filled += 1;
    }
    for (let row = int(old, v + 1) + shift; row < int(start, v + 1); row += 1) {
      if (int(cost, row) === NO_RIDE) continue;
      let at = filled;
      for (; at > begin && int(cost, int(rows, at - 1)) > int(cost, row); at -= 1) {
        rows[at] = int(rows, at - 1);
      }
      rows[at] = row;
      filled += 1;
    }
    starts[v + 1] = filled;
  }
  return { rows: rows.subarray(0, filled), start: starts };
}

/**
 * @param {Between} between @param {number} n listed sites @param {readonly AddedSite[]} added
 * @returns {Between}
 */
function moreWays(between, n, added) {
  const guests = guestsOf(between.n, added.map((a) => a.site));
  const theirs = added.map((a) => a.siteWalkRefS);
  return {
    n: between.n,
    start: shifted(between.start, guests),
    site: joined(between.start, guests, between.site, (k) => n + k),
    walkRefS: joined(between.start, guests, between.walkRefS, (k, row) =>
      Number(theirs[k]?.[row]),
    ),
  };
}
