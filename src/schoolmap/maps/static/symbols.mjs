/** Symbols of villages and schools: drawn the same on the map and in the legend. */

import { NEARER, NO_FIGURE, OVER } from "#maps/colours";
import {
  CLOSED, CROSS, DIAMOND, EMPTY, GONE, NEW, PLANNED, RINGED, SMALL, SQUARE, TRIANGLE,
} from "#maps/looks";

/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {import("#maps/looks").SchoolLook} SchoolLook */
/** @typedef {"circle" | "square" | "triangle" | "hexagon" | "diamond" | "star"} Shape */

export const INK = "#17324d";
export const STAR_COLOUR = "#0b6fb3";
const GREY = "#98a3ad";
const LEVEL = "#4f7ea8";
const OUTLINE = "rgba(23,33,43,0.62)";
const WHITE = "#ffffff";

/** @param {number} type 办学类型 @returns {Shape} */
function shapeOf(type) {
  if (type === 218) return "triangle";
  if (type === 311 || type === 319) return "square";
  if (type === 312 || type === 341 || type === 345) return "hexagon";
  return "circle";
}

/** Corners, turn, how far they lie out and in, of shapes that are drawn by their corners. */
const CORNERS = /** @type {const} */ ({
  triangle: [3, -Math.PI / 2, 1.25, 1.25, 0.15],
  hexagon: [6, 0, 1.1, 1.1, 0],
  diamond: [4, 0, 1.3, 1.3, 0],
  star: [10, -Math.PI / 2, 1.5, 0.66, 0.05],
});

/** @param {Context} c @param {Shape} shape @param {number} x @param {number} y @param {number} r */
export function trace(c, shape, x, y, r) {
  c.beginPath();
  if (shape === "circle") c.arc(x, y, r, 0, Math.PI * 2);
  else if (shape === "square") c.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  else {
    const [corners, turn, out, inner, down] = CORNERS[shape];
    for (let i = 0; i < corners; i += 1) {
      const a = turn + (i * 2 * Math.PI) / corners;
      const far = r * (i % 2 === 0 ? out : inner);
      c.lineTo(x + Math.cos(a) * far, y + Math.sin(a) * far + r * down);
    }
    c.closePath();
  }
}

/** @param {Context} c @param {SchoolLook} look @param {number} x @param {number} y @param {number} r */
export function drawSchool(c, look, x, y, r) {
  const shape = shapeOf(look.type);
  c.globalAlpha = look.faint ? 0.38 : 1;
  c.lineJoin = "round";
  if (look.status === GONE) drawCross(c, x, y, r * 0.6, "#7b8691", 1.8);
  else if (look.status === CLOSED) drawClosed(c, shape, x, y, r);
  else if (look.status === PLANNED) drawPlanned(c, shape, x, y, r);
  else {
    if (look.gain > 0 && look.status !== NEW) drawHalo(c, x, y, r);
    drawOpen(c, look, look.status === NEW ? "star" : shape, x, y, r);
  }
  c.globalAlpha = 1;
}

/** A star of the same radius looks smaller than a disc, and a new school should be found. */
const starSize = (/** @type {number} */ r) => Math.max(7.5, r * 1.15);

/** @param {SchoolLook} look @param {number} r @returns {number} how far the whole symbol reaches */
export const rimOf = (look, r) => {
  if (look.status === NEW) return starSize(r) * 1.4;
  return look.gain > 0 && look.status !== CLOSED ? r * 1.2 + 6 : r;
};

/** A school that takes in more pupils. @param {Context} c @param {number} x @param {number} y @param {number} r */
function drawHalo(c, x, y, r) {
  c.beginPath();
  c.arc(x, y, r * 1.2 + 5, 0, Math.PI * 2);
  c.fillStyle = "rgba(255,255,255,0.75)";
  c.fill();
  c.lineWidth = 2.4;
  c.strokeStyle = NEARER;
  c.stroke();
}

/** @param {Context} c @param {Shape} shape @param {number} x @param {number} y @param {number} r */
function drawClosed(c, shape, x, y, r) {
  trace(c, shape, x, y, r);
  c.fillStyle = "rgba(255,255,255,0.85)";
  c.fill();
  c.lineWidth = 1;
  c.strokeStyle = "rgba(23,33,43,0.45)";
  c.stroke();
  drawCross(c, x, y, r * 0.85, WHITE, 5);
  drawCross(c, x, y, r * 0.85, "#1f2933", 2.6);
}

/** @param {Context} c @param {Shape} shape @param {number} x @param {number} y @param {number} r */
function drawPlanned(c, shape, x, y, r) {
  trace(c, shape, x, y, r);
  c.fillStyle = WHITE;
  c.fill();
  c.setLineDash([3, 2]);
  c.lineWidth = 1.8;
  c.strokeStyle = INK;
  c.stroke();
  c.setLineDash([]);
}

/**
 * @param {Context} c @param {SchoolLook} look @param {Shape} shape
 * @param {number} x @param {number} y @param {number} r
 */
function drawOpen(c, look, shape, x, y, r) {
  const own = look.over && !look.grey ? OVER : look.grey ? GREY : shape === "star" ? STAR_COLOUR : INK;
  const full = look.over || shape === "star";
  const size = shape === "star" ? starSize(r) : r;
  trace(c, shape, x, y, size + 1.6);
  c.fillStyle = WHITE;
  c.fill();
  trace(c, shape, x, y, size);
  c.fillStyle = full ? own : WHITE;
  c.fill();
  if (!full && look.share !== null) {
    c.save();
    c.clip();
    const top = y + r * 1.25 - Math.min(1, look.share) * r * 2.5;
    c.fillStyle = look.grey ? "#d3d9de" : LEVEL;
    c.fillRect(x - r * 2, top, r * 4, r * 4);
    c.restore();
    trace(c, shape, x, y, size);
  }
  c.lineWidth = Math.max(1.4, r * 0.22);
  c.strokeStyle = shape === "star" && !look.over ? WHITE : own;
  c.stroke();
  if (look.over) bang(c, x, y, r);
}

/** @param {Context} c @param {number} x @param {number} y @param {number} r  an exclamation mark */
function bang(c, x, y, r) {
  const w = Math.max(1.4, r * 0.26);
  c.fillStyle = WHITE;
  c.fillRect(x - w / 2, y - r * 0.58, w, r * 0.72);
  c.fillRect(x - w / 2, y + r * 0.32, w, w);
}

/**
 * @param {Context} c @param {number} symbol @param {string} colour
 * @param {number} x @param {number} y @param {number} r
 */
export function drawVillage(c, symbol, colour, x, y, r) {
  if (symbol === EMPTY || symbol === SMALL) drawSmall(c, symbol, colour, x, y, r);
  else if (symbol === CROSS) {
    const arm = Math.max(2.2, r * 0.95);
    const width = Math.min(2.4, Math.max(1.4, r * 0.45));
    drawCross(c, x, y, arm, WHITE, width + 1.8);
    drawCross(c, x, y, arm, OVER, width);
  } else if (symbol === TRIANGLE) {
    trace(c, "triangle", x, y, r + 1.2);
    c.fillStyle = WHITE;
    c.fill();
    c.lineWidth = 1.8;
    c.strokeStyle = OVER;
    c.stroke();
  } else {
    trace(c, symbol === SQUARE ? "square" : symbol === DIAMOND ? "diamond" : "circle", x, y, r);
    c.fillStyle = colour;
    c.fill();
    c.lineWidth = 1;
    c.strokeStyle = OUTLINE;
    c.stroke();
    if (symbol !== RINGED) return;
    c.beginPath();
    c.arc(x, y, r + 2.4, 0, Math.PI * 2);
    c.lineWidth = 1.4;
    c.strokeStyle = colour;
    c.stroke();
  }
}

/**
 * @param {Context} c @param {number} symbol @param {string} colour
 * @param {number} x @param {number} y @param {number} r
 */
function drawSmall(c, symbol, colour, x, y, r) {
  c.beginPath();
  c.arc(x, y, Math.max(1.2, r * (symbol === SMALL ? 0.72 : 0.6)), 0, Math.PI * 2);
  c.fillStyle = symbol === SMALL ? colour : NO_FIGURE;
  c.fill();
  if (symbol !== SMALL) return;
  c.lineWidth = 0.8;
  c.strokeStyle = "rgba(86,99,112,0.55)";
  c.stroke();
}

/**
 * @param {Context} c @param {number} x @param {number} y @param {number} r
 * @param {string} colour @param {number} width
 */
function drawCross(c, x, y, r, colour, width) {
  c.beginPath();
  c.moveTo(x - r, y - r);
  c.lineTo(x + r, y + r);
  c.moveTo(x + r, y - r);
  c.lineTo(x - r, y + r);
  c.lineWidth = width;
  c.lineCap = "round";
  c.strokeStyle = colour;
  c.stroke();
}

/** A finding. @param {Context} c @param {number} x @param {number} y @param {number} r */
export function flag(c, x, y, r) {
  trace(c, "diamond", x, y, r * 1.15);
  c.fillStyle = "#d6336c";
  c.fill();
  c.lineWidth = 1.4;
  c.strokeStyle = WHITE;
  c.stroke();
}

/** @param {number} pupils @param {number} zoom @returns {number} radius of a village */
export function villageRadius(pupils, zoom) {
  const size = Math.min(1.7, Math.max(0.7, 0.7 + (zoom - 10) * 0.16));
  return size * Math.min(7, 1.7 + Math.sqrt(Math.max(0, pupils)) * 0.45);
}

/** @param {number} roll @param {number} zoom @returns {number} radius of a school */
export function schoolRadius(roll, zoom) {
  const size = Math.min(1.6, Math.max(0.72, 0.8 + (zoom - 10) * 0.13));
  return size * Math.min(10.5, 4.6 + Math.sqrt(Math.max(0, roll)) * 0.2);
}
