/** What answers the pointer: rings, the school that would be opened, an arrow while a target is chosen. */

import { at } from "#maps/journeys";
import { sizeOfSchool } from "#maps/draw-places";
import { STAR_COLOUR, trace, villageRadius } from "#maps/symbols";

/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {object} Pointing
 * @property {Subject | null} hovered
 * @property {Point | null} ghost  where a school would be opened
 * @property {Point | null} pointer
 * @property {Subject | null} from  of an arrow
 * @property {Subject | null} to
 */

const ACCENT = "#0c5c8a";
const ORDER = 340;
const HEAD_PX = 11;
const GHOST_PX = 9;

/**
 * The marks of one map, or of two that show the same.
 * @param {import("#maps/surface").Stack} stack @param {() => Picture} picture
 * @param {() => Subject | null} selected
 */
export function makeMarks(stack, picture, selected) {
  /** @type {Pointing} */
  let now = { hovered: null, ghost: null, pointer: null, from: null, to: null };
  /** @type {import("#maps/surface").Drawing} */
  const drawing = (c, view) => drawMarks(c, view, picture(), selected(), now);
  const surfaces = [stack.add("marks", ORDER, drawing, false)];
  const draw = () => {
    for (const surface of surfaces) surface.draw();
  };
  return {
    draw,
    /** @param {Partial<Pointing>} change  draws only where something is another */
    point(change) {
      const keys = /** @type {(keyof Pointing)[]} */ (Object.keys(change));
      const same = keys.every((key) => JSON.stringify(now[key]) === JSON.stringify(change[key]));
      if (same) return;
      now = { ...now, ...change };
      draw();
    },
    /** The same marks on another map. @param {import("#maps/surface").Stack} other @returns {() => void} ends it */
    mirror(other) {
      const surface = other.add("marks", ORDER, drawing, false);
      surfaces.push(surface);
      return () => {
        surface.remove();
        surfaces.splice(surfaces.indexOf(surface), 1);
      };
    },
  };
}

/**
 * @param {Context} c @param {View} view @param {Picture} picture @param {Subject | null} selected
 * @param {Pointing} pointing
 */
function drawMarks(c, view, picture, selected, { hovered, from, to, ghost, pointer }) {
  if (hovered) ring(c, view, picture, hovered, 2);
  if (selected) ring(c, view, picture, selected, 3);
  if (from) ring(c, view, picture, from, 3);
  if (from && to) arrow(c, view, picture, from, to);
  if (ghost) drawGhost(c, view, ghost, pointer);
}

/** @param {Subject} subject @param {Picture} picture @returns {Point | null} on the unit plane; null where it is not on the map */
function pointOf(subject, { scene }) {
  const own = subject.type === "school" ? scene.schools : scene.villages;
  return subject.index < own.n ? { x: at(own.x, subject.index), y: at(own.y, subject.index) } : null;
}

/** @param {Point} p @param {View} view @returns {Point} on the canvas */
const onCanvas = (p, view) => ({ x: p.x * view.scale - view.left, y: p.y * view.scale - view.top });

/** @param {Subject} subject @param {Picture} picture @param {number} zoom */
function radiusOf(subject, { scene, band }, zoom) {
  if (subject.type === "school") return sizeOfSchool(scene, subject.index, zoom);
  return villageRadius(at(band.pupils, subject.index), zoom);
}

/** @param {Context} c @param {number} width @param {string} colour  with white on both sides */
function haloed(c, width, colour) {
  c.lineWidth = width + 2.4;
  c.strokeStyle = "#ffffff";
  c.stroke();
  c.lineWidth = width;
  c.strokeStyle = colour;
  c.stroke();
}

/**
 * @param {Context} c @param {View} view @param {Picture} picture @param {Subject} subject
 * @param {number} width
 */
function ring(c, view, picture, subject, width) {
  const place = pointOf(subject, picture);
  if (!place) return;
  const p = onCanvas(place, view);
  c.beginPath();
  c.arc(p.x, p.y, radiusOf(subject, picture, view.zoom) + 5, 0, Math.PI * 2);
  haloed(c, width, ACCENT);
}

/**
 * The school that would be opened, where the pointer is, held to the nearest road.
 * @param {Context} c @param {View} view @param {Point} place @param {Point | null} pointer
 */
function drawGhost(c, view, place, pointer) {
  const p = onCanvas(place, view);
  if (pointer) {
    const q = onCanvas(pointer, view);
    c.setLineDash([2, 3]);
    c.beginPath();
    c.moveTo(q.x, q.y);
    c.lineTo(p.x, p.y);
    c.lineWidth = 1.4;
    c.strokeStyle = STAR_COLOUR;
    c.stroke();
    c.setLineDash([]);
  }
  c.beginPath();
  c.arc(p.x, p.y, GHOST_PX * 2, 0, Math.PI * 2);
  c.fillStyle = "rgba(11,111,179,0.14)";
  c.fill();
  trace(c, "star", p.x, p.y, GHOST_PX);
  c.lineJoin = "round";
  c.fillStyle = STAR_COLOUR;
  c.globalAlpha = 0.85;
  c.fill();
  c.globalAlpha = 1;
  c.lineWidth = 1.6;
  c.strokeStyle = "#ffffff";
  c.stroke();
}

/** An arrow from one subject to another. @param {Context} c @param {View} view @param {Picture} picture @param {Subject} from @param {Subject} to */
function arrow(c, view, picture, from, to) {
  const [a, b] = [pointOf(from, picture), pointOf(to, picture)];
  if (!a || !b) return;
  const [p, q] = [onCanvas(a, view), onCanvas(b, view)];
  const length = Math.hypot(q.x - p.x, q.y - p.y);
  const rim = radiusOf(to, picture, view.zoom) + 6;
  if (length < rim + HEAD_PX) return;
  const [ux, uy] = [(q.x - p.x) / length, (q.y - p.y) / length];
  const tip = { x: q.x - ux * rim, y: q.y - uy * rim };
  c.lineCap = "round";
  c.beginPath();
  c.moveTo(p.x, p.y);
  c.lineTo(tip.x - ux * HEAD_PX, tip.y - uy * HEAD_PX);
  haloed(c, 2.6, ACCENT);
  head(c, tip, ux, uy, HEAD_PX);
  c.fillStyle = ACCENT;
  c.fill();
}

/** @param {Context} c @param {Point} tip @param {number} ux @param {number} uy @param {number} size */
export function head(c, tip, ux, uy, size) {
  c.beginPath();
  c.moveTo(tip.x, tip.y);
  c.lineTo(tip.x - ux * size - uy * size * 0.5, tip.y - uy * size + ux * size * 0.5);
  c.lineTo(tip.x - ux * size + uy * size * 0.5, tip.y - uy * size - ux * size * 0.5);
  c.closePath();
}
