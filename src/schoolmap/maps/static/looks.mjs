/** How each village and school is drawn: symbol and colour, from a scene and what it changes. */

import {
  AREA_INKS, classesOf, classOf, NEARER, OVER, SAME_COLOUR, valueOf,
} from "#maps/colours";
import { at, BOARD, RIDE, UNSERVED } from "#maps/journeys";
import { GAINED, LOST, SAME } from "#maps/village-changes";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/journeys").BandView} BandView */
/** @typedef {import("#maps/village-changes").Changes} Changes */
/** @typedef {import("#maps/colours").Measure} Measure */

/** Symbols of villages. */
export const DOT = 0;
export const SQUARE = 1;
export const DIAMOND = 2;
export const CROSS = 3;
export const TRIANGLE = 4;
export const EMPTY = 5;
export const SMALL = 6;
export const RINGED = 7;

/** What stands of a school: open, planned, closed before, closed by the plan, opened by it. */
export const OPEN = 0;
export const PLANNED = 1;
export const GONE = 2;
export const CLOSED = 3;
export const NEW = 4;

/**
 * @typedef {object} SchoolLook
 * @property {number} type 办学类型
 * @property {number | null} share  roll / seats
 * @property {boolean} over
 * @property {number} status
 * @property {boolean} faint  serves no grade of the band
 * @property {boolean} grey  the plan changes nothing here
 * @property {number} gain  pupils that the plan brings, or takes
 */
/**
 * @typedef {{symbol: Uint8Array, colour: string[], order: Int32Array}} VillageLooks
 *   in `order` what matters most is drawn last
 */

/** @param {number} mode @returns {number} */
const shapeOfMode = (mode) =>
  mode === RIDE ? SQUARE : mode === BOARD ? DIAMOND : mode === UNSERVED ? CROSS : DOT;

/**
 * @param {World} scene @param {BandView} band @param {Measure} measure
 * @param {Changes} changes @param {ReadonlyMap<number, number>} colours of schools
 * @param {boolean} only  whether what does not change stands back
 * @returns {VillageLooks}
 */
export function villageLooks(scene, band, measure, changes, colours, only) {
  const n = scene.villages.n;
  const symbol = new Uint8Array(n);
  /** @type {string[]} */
  const colour = new Array(n).fill("#ffffff");
  const weight = new Float64Array(n);
  const found = classesOf(scene, measure, band.band);
  for (let v = 0; v < n; v += 1) {
    const kind = at(changes.kind, v);
    const value = valueOf(measure, band, scene.villages.access, v, changes);
    const k = value === null || found.length === 0 ? -1 : classOf(found, value);
    if (only && kind === SAME) symbol[v] = at(band.pupils, v) === 0 ? EMPTY : SMALL;
    else symbol[v] = only ? changedSymbol(changes, v) : plainSymbol(scene, band, measure, v);
    colour[v] = k >= 0 ? found[k]?.colour ?? "" : colourless(measure, kind);
    if (measure === "school") colour[v] = AREA_INKS[colours.get(at(band.site, v)) ?? -1] ?? "#ffffff";
    weight[v] = symbol[v] === CROSS || symbol[v] === TRIANGLE ? 99 : kind === SAME ? k : 50 + k;
  }
  const order = Int32Array.from({ length: n }, (_, v) => v);
  order.sort((a, b) => at(weight, a) - at(weight, b) || a - b);
  return { symbol, colour, order };
}

/** @param {Measure} measure @param {number} kind @returns {string} where there is no figure */
const colourless = (measure, kind) => {
  if (measure !== "added") return "#ffffff";
  return kind === GAINED ? NEARER : kind === LOST ? OVER : SAME_COLOUR;
};

/** @param {Changes} changes @param {number} v @returns {number} */
function changedSymbol(changes, v) {
  const mark = at(changes.mark, v);
  if (changes.kind[v] === GAINED && mark < 0) return RINGED;
  return mark < 0 ? DOT : shapeOfMode(mark);
}

/** @param {World} scene @param {BandView} band @param {Measure} measure @param {number} v @returns {number} */
function plainSymbol(scene, band, measure, v) {
  if (at(band.pupils, v) === 0) return EMPTY;
  if (at(scene.villages.component, v) < 0) return TRIANGLE;
  const mode = at(band.mode, v);
  return measure === "mode" || mode === UNSERVED ? shapeOfMode(mode) : DOT;
}

/**
 * @param {World} before @param {World} scene @param {number} index of the band
 * @param {boolean} only  whether what does not change stands back
 * @returns {SchoolLook[]}
 */
export function schoolLooks(before, scene, index, only) {
  const { schools, data } = scene;
  const band = data.bands[index];
  return Array.from({ length: schools.n }, (_, i) => {
    const seats = at(schools.seats, i);
    const roll = schools.roll[i] ?? null;
    const status = statusOf(before, scene, i);
    const open = status === OPEN || status === NEW;
    const gain = scene === before ? 0 : gainOf(before, i, open ? roll : 0);
    const serves = !band || (at(schools.first, i) <= band.last && at(schools.last, i) >= band.first);
    const same = gain === 0 && status !== CLOSED && status !== NEW;
    return {
      type: at(schools.type, i),
      share: seats > 0 && roll !== null ? roll / seats : null,
      over: open && (schools.overSeats[i] ?? 0) > 0,
      status,
      faint: !serves,
      grey: only && same,
      gain,
    };
  });
}

/** @param {World} before @param {number} i @param {number | null} roll @returns {number} 0 where a roll is not told */
function gainOf({ schools }, i, roll) {
  const was = i < schools.n && schools.open[i] === 1 ? schools.roll[i] ?? null : 0;
  return roll === null || was === null ? 0 : Math.round(roll - was);
}

/** @param {World} before @param {World} scene @param {number} i @returns {number} */
function statusOf(before, scene, i) {
  const was = before.schools.open[i] === 1;
  if (scene.schools.open[i] === 1) return was || scene === before ? OPEN : NEW;
  if (was) return CLOSED;
  return scene.schools.status[i] === 1 ? PLANNED : GONE;
}

/** @param {SchoolLook} a @param {SchoolLook | undefined} b @returns {boolean} */
export const sameLook = (a, b) =>
  b !== undefined && a.type === b.type && a.share === b.share && a.over === b.over &&
  a.status === b.status && a.faint === b.faint && a.grey === b.grey && a.gain === b.gain;

/** @typedef {Map<number, boolean>} Flags  subject → whether the plan brings the finding */

/**
 * Subjects with a finding of the gravest kind.
 * @param {World} before @param {World} scene @returns {{school: Flags, village: Flags}}
 */
export function flagsOf(before, scene) {
  const key = (/** @type {import("#maps/world").Finding} */ f) => `${f.rule} ${f.type} ${f.id} ${f.detail}`;
  const known = new Set(before.data.findings.map(key));
  /** @type {{school: Flags, village: Flags}} */
  const flags = { school: new Map(), village: new Map() };
  for (const f of scene.data.findings) {
    if (f.severity !== "violation" || f.at < 0) continue;
    const own = f.type === "school" ? flags.school : f.type === "village" ? flags.village : null;
    own?.set(f.at, own.get(f.at) === true || !known.has(key(f)));
  }
  return flags;
}
