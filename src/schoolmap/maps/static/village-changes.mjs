/** What a plan changes for the villages: who goes elsewhere or otherwise, and how much further. */

import { at, BOARD, RIDE, rowOf, UNSERVED } from "#maps/journeys";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Band} Band */

/** Kinds of change: none, journeys of two lengths to compare, no journey any more, a first one. */
export const SAME = 0;
export const MOVED = 1;
export const LOST = 2;
export const GAINED = 3;

/**
 * One change per village for a band: that of the most pupils among those who change.
 * @typedef {object} Changes
 * @property {Uint8Array} kind
 * @property {Int32Array} addedM  0 where there are not two lengths
 * @property {Int8Array} mark  way to school that is new: ride, board or unserved; -1 none
 * @property {Int32Array} from  school before, -1 none
 * @property {Int32Array} to
 * @property {Int32Array} pupils  all of the band who change
 * @property {Int32Array} which  villages that change, upwards
 */

/** @param {number} mode @param {number} was @returns {number} */
const markOf = (mode, was) => (mode !== was && (mode === RIDE || mode === BOARD || mode === UNSERVED) ? mode : -1);

/** @param {World} world @param {number} village @param {number} site @returns {number} -1 none */
function lengthOf(world, village, site) {
  const row = site < 0 ? -1 : rowOf(world, village, site);
  return row < 0 ? -1 : at(world.journeys.lengthM, row);
}

/**
 * The grade of a band whose change the most pupils share; 0 where nobody's journey changes.
 * @param {World} before @param {World} after @param {number} village @param {Band} band
 * @returns {{grade: number, pupils: number}}
 */
function changedGrade(before, after, village, band) {
  const [p, q] = [before.villages, after.villages];
  const base = village * 9 - 1;
  /** @param {number} g */
  const key = (g) =>
    `${p.site[base + g]} ${p.mode[base + g]} ${q.site[base + g]} ${q.mode[base + g]}`;
  /** @type {Map<string, number>} */
  const shared = new Map();
  let [grade, most, pupils] = [0, 0, 0];
  for (let g = band.first; g <= band.last; g += 1) {
    const heads = at(q.pupils, base + g);
    const same = p.site[base + g] === q.site[base + g] && p.mode[base + g] === q.mode[base + g];
    if (heads === 0 || same) continue;
    pupils += heads;
    const count = (shared.get(key(g)) ?? 0) + heads;
    shared.set(key(g), count);
    if (count > most) [grade, most] = [g, count];
  }
  return { grade, pupils };
}

/**
 * @param {World} before @param {World} after @param {number} index of the band
 * @returns {Changes}
 */
export function changesOf(before, after, index) {
  const band = /** @type {Band} */ (after.data.bands[index]);
  const n = after.villages.n;
  const found = {
    kind: new Uint8Array(n),
    addedM: new Int32Array(n),
    mark: new Int8Array(n).fill(-1),
    from: new Int32Array(n).fill(-1),
    to: new Int32Array(n).fill(-1),
    pupils: new Int32Array(n),
  };
  /** @type {number[]} */
  const which = [];
  for (let v = 0; before !== after && v < n; v += 1) {
    const { grade, pupils } = changedGrade(before, after, v, band);
    if (grade === 0) continue;
    const cell = v * 9 + grade - 1;
    const [from, to] = [at(before.villages.site, cell), at(after.villages.site, cell)];
    const [was, mode] = [at(before.villages.mode, cell), at(after.villages.mode, cell)];
    which.push(v);
    found.pupils[v] = pupils;
    found.mark[v] = markOf(mode, was);
    found.from[v] = was === UNSERVED ? -1 : from;
    found.to[v] = mode === UNSERVED ? -1 : to;
    const [near, far] = [lengthOf(before, v, at(found.from, v)), lengthOf(after, v, at(found.to, v))];
    if (mode === UNSERVED) found.kind[v] = was === UNSERVED ? SAME : LOST;
    else if (near < 0 || far < 0) found.kind[v] = GAINED;
    else {
      found.kind[v] = MOVED;
      found.addedM[v] = far - near;
    }
  }
  return { ...found, which: Int32Array.from(which).filter((v) => found.kind[v] !== SAME) };
}
