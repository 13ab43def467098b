/** Draws villages, schools and the marks of findings. */

import { at } from "#maps/journeys";
import { CLOSED, CROSS, GONE, NEW, OPEN, TRIANGLE } from "#maps/looks";
import { SAME } from "#maps/village-changes";
import { drawSchool, drawVillage, flag, rimOf, schoolRadius, villageRadius } from "#maps/symbols";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {CanvasRenderingContext2D} Context */

/** Pixels that a symbol may stand out from its place. */
export const REACH_PX = 26;
const SCHOOL_FLAGS_FROM = 11.6;
const VILLAGE_FLAGS_FROM = 12.5;
const AT_ONCE = 120;
/** In the view of changes even a small village that changes is seen. */
const LEAST_CHANGED = 3.4;

/**
 * @param {{x: Float64Array, y: Float64Array}} own @param {number} i @param {View} view
 * @returns {{x: number, y: number}} on the canvas
 */
export const placeOf = (own, i, view) => ({
  x: at(own.x, i) * view.scale - view.left,
  y: at(own.y, i) * view.scale - view.top,
});

/** @param {{x: number, y: number}} p @param {Box} box @param {number} [reach] */
export const near = (p, box, reach = REACH_PX) =>
  p.x > box.x0 - reach && p.x < box.x1 + reach && p.y > box.y0 - reach && p.y < box.y1 + reach;

/** @param {World} scene @param {number} i @param {number} zoom */
export const sizeOfSchool = (scene, i, zoom) => schoolRadius(scene.schools.roll[i] ?? 0, zoom);

/** @param {Context} c @param {View} view @param {Box} box @param {Picture} picture */
export function* drawVillages(c, view, box, { view: name, scene, band, villages, changes }) {
  const only = name === "change";
  let count = 0;
  for (const v of villages.order) {
    const p = placeOf(scene.villages, v, view);
    if (!near(p, box)) continue;
    const plain = villageRadius(at(band.pupils, v), view.zoom);
    const r = only && changes.kind[v] !== SAME ? Math.max(LEAST_CHANGED, plain * 1.2) : plain;
    drawVillage(c, at(villages.symbol, v), villages.colour[v] ?? "", p.x, p.y, r);
    count += 1;
    if (count % AT_ONCE === 0) yield;
  }
}

/** What stands back is drawn first, what the plan touches last. */
const layerOf = (/** @type {import("#maps/looks").SchoolLook} */ look) => {
  if (look.faint || look.status === GONE) return 0;
  if (look.status !== OPEN || look.gain !== 0) return look.status === CLOSED || look.status === NEW ? 3 : 2;
  return 1;
};

/** @param {Context} c @param {View} view @param {Box} box @param {Picture} picture */
export function* drawSchools(c, view, box, { scene, schools }) {
  for (const layer of [0, 1, 2, 3]) {
    for (let i = 0; i < schools.length; i += 1) {
      const look = schools[i];
      if (!look || layerOf(look) !== layer) continue;
      const p = placeOf(scene.schools, i, view);
      if (near(p, box)) drawSchool(c, look, p.x, p.y, sizeOfSchool(scene, i, view.zoom));
    }
    yield;
  }
}

/**
 * In the view of changes only what the plan brings.
 * @param {Context} c @param {View} view @param {Box} box @param {Picture} picture
 */
export function drawFindings(c, view, box, { view: name, scene, villages, schools, flags }) {
  for (const [i, fresh] of flags.school) {
    if (!fresh && (name === "change" || view.zoom < SCHOOL_FLAGS_FROM)) continue;
    const p = placeOf(scene.schools, i, view);
    const look = schools[i];
    if (!look || scene.schools.open[i] !== 1 || !near(p, box)) continue;
    const off = 0.8 * (look.status === NEW ? rimOf(look, 0) : sizeOfSchool(scene, i, view.zoom));
    flag(c, p.x + off, p.y - off, fresh ? 4.2 : 2.6);
  }
  for (const [v, fresh] of flags.village) {
    // a cross says it already
    const told = villages.symbol[v] === CROSS || villages.symbol[v] === TRIANGLE;
    if (told || view.zoom < VILLAGE_FLAGS_FROM || (!fresh && name === "change")) continue;
    const p = placeOf(scene.villages, v, view);
    if (near(p, box)) flag(c, p.x + 5, p.y - 5, fresh ? 3.2 : 2.2);
  }
}
