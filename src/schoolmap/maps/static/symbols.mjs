/** Symbols of villages and schools: drawn the same on the map and in the legend. */

import { MODE_COLOURS, NO_FIGURE, OVER } from "#maps/colours";
import { BOARD, RIDE, UNSERVED } from "#maps/journeys";

/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {"circle" | "square" | "triangle" | "hexagon"} Shape */

export const INK = "#17324d";

/** @param {number} type 办学类型 @returns {Shape} */
export function shapeOf(type) {
  if (type === 218) return "triangle";
  if (type === 311 || type === 319) return "square";
  if (type === 312 || type === 341 || type === 345) return "hexagon";
  return "circle";
}

/** @param {Context} c @param {Shape} shape @param {number} x @param {number} y @param {number} r */
export function trace(c, shape, x, y, r) {
  c.beginPath();
  if (shape === "circle") c.arc(x, y, r, 0, Math.PI * 2);
  else if (shape === "square") c.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  else {
    const [corners, turn, far] = shape === "triangle" ? [3, -Math.PI / 2, 1.25] : [6, 0, 1.1];
    for (let i = 0; i < corners; i += 1) {
      const a = turn + (i * 2 * Math.PI) / corners;
      c.lineTo(x + Math.cos(a) * r * far, y + Math.sin(a) * r * far + (corners === 3 ? r * 0.15 : 0));
    }
    c.closePath();
  }
}

/**
 * @typedef {{type: number, share: number | null, over: boolean, status: number,
 *   faint: boolean}} SchoolLook  share = roll / seats, null unknown
 */

/** @param {Context} c @param {SchoolLook} look @param {number} x @param {number} y @param {number} r */
export function drawSchool(c, look, x, y, r) {
  const shape = shapeOf(look.type);
  c.save();
  c.globalAlpha = look.faint ? 0.38 : 1;
  c.lineJoin = "round";
  if (look.status === 2) drawCross(c, x, y, r * 0.75, "#5b6672", 2);
  else if (look.status === 1) {
    trace(c, shape, x, y, r);
    c.fillStyle = "#ffffff";
    c.fill();
    c.setLineDash([3, 2]);
    c.lineWidth = 1.8;
    c.strokeStyle = INK;
    c.stroke();
  } else drawOpen(c, look, shape, x, y, r);
  c.restore();
}

/**
 * @param {Context} c @param {SchoolLook} look @param {Shape} shape
 * @param {number} x @param {number} y @param {number} r
 */
function drawOpen(c, look, shape, x, y, r) {
  const ink = look.over ? OVER : INK;
  trace(c, shape, x, y, r + 1.6);
  c.fillStyle = "#ffffff";
  c.fill();
  trace(c, shape, x, y, r);
  c.fillStyle = look.over ? OVER : "#ffffff";
  c.fill();
  if (!look.over && look.share !== null) {
    c.save();
    c.clip();
    const top = y + r * 1.25 - Math.min(1, look.share) * r * 2.5;
    c.fillStyle = "#4f7ea8";
    c.fillRect(x - r * 2, top, r * 4, r * 4);
    c.restore();
  }
  trace(c, shape, x, y, r);
  c.lineWidth = Math.max(1.4, r * 0.22);
  c.strokeStyle = ink;
  c.stroke();
  if (look.over) {
    const w = Math.max(1.4, r * 0.26);
    c.fillStyle = "#ffffff";
    c.fillRect(x - w / 2, y - r * 0.58, w, r * 0.72);
    c.fillRect(x - w / 2, y + r * 0.32, w, w);
  }
}

/**
 * @typedef {{colour: string, mode: number, connected: boolean, pupils: number}} VillageLook
 */

/** @param {Context} c @param {VillageLook} look @param {number} x @param {number} y @param {number} r */
export function drawVillage(c, look, x, y, r) {
  if (look.pupils === 0) {
    c.beginPath();
    c.arc(x, y, Math.max(1.2, r * 0.6), 0, Math.PI * 2);
    c.fillStyle = NO_FIGURE;
    c.fill();
  } else if (!look.connected) {
    trace(c, "triangle", x, y, r + 1.2);
    c.fillStyle = "#ffffff";
    c.fill();
    c.lineWidth = 1.8;
    c.strokeStyle = OVER;
    c.stroke();
  } else if (look.mode === UNSERVED) {
    const arm = Math.max(2.2, r * 0.95);
    const width = Math.min(2.4, Math.max(1.4, r * 0.45));
    drawCross(c, x, y, arm, "#ffffff", width + 1.8);
    drawCross(c, x, y, arm, OVER, width);
  } else {
    c.beginPath();
    c.arc(x, y, r, 0, Math.PI * 2);
    c.fillStyle = look.colour;
    c.fill();
    c.lineWidth = 1;
    c.strokeStyle = "rgba(23,33,43,0.62)";
    c.stroke();
  }
}

/**
 * In the measure "mode" the shape tells the mode too.
 * @param {Context} c @param {number} mode @param {number} x @param {number} y @param {number} r
 */
export function drawMode(c, mode, x, y, r) {
  if (mode === RIDE) trace(c, "square", x, y, r);
  else if (mode === BOARD) {
    c.beginPath();
    c.moveTo(x, y - r * 1.3);
    c.lineTo(x + r * 1.3, y);
    c.lineTo(x, y + r * 1.3);
    c.lineTo(x - r * 1.3, y);
    c.closePath();
  } else trace(c, "circle", x, y, r);
  c.fillStyle = MODE_COLOURS[mode] ?? NO_FIGURE;
  c.fill();
  c.lineWidth = 1;
  c.strokeStyle = "rgba(23,33,43,0.62)";
  c.stroke();
}

/**
 * @param {Context} c @param {number} x @param {number} y @param {number} r
 * @param {string} colour @param {number} width
 */
export function drawCross(c, x, y, r, colour, width) {
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
