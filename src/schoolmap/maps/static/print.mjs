/** The sheet for the printer: the map drawn anew on one opaque canvas, with its own scale bar. */

import { fill, h } from "#maps/dom";
import { length } from "#maps/figures";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {{x0: number, y0: number, x1: number, y1: number}} Box */

const WIDTH = 1040;
const HEIGHT = 460;
const DENSE = 2;
const EDGE = 14;
const EARTH_M = 40075016.686;

/**
 * The view that shows a box of the unit plane whole.
 * @param {Box} box @param {number} width @param {number} height @param {number} edge
 * @returns {View}
 */
export function viewOfBox(box, width, height, edge) {
  const across = Math.max(box.x1 - box.x0, 1e-9);
  const down = Math.max(box.y1 - box.y0, 1e-9);
  const scale = Math.min((width - 2 * edge) / across, (height - 2 * edge) / down);
  return {
    zoom: Math.log2(scale),
    scale,
    left: ((box.x0 + box.x1) / 2) * scale - width / 2,
    top: ((box.y0 + box.y1) / 2) * scale - height / 2,
    width,
    height,
    margin: 0,
  };
}

/**
 * A round length whose bar is at most `most` wide.
 * @param {View} view @param {number} most pixels @returns {{metres: number, pixels: number}}
 */
export function scaleBar(view, most) {
  const y = (view.top + view.height / 2) / view.scale;
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - y / 128)));
  const perPixel = (EARTH_M * Math.cos(latitude)) / 256 / view.scale;
  const power = 10 ** Math.floor(Math.log10(most * perPixel));
  const step = [5, 2, 1].find((s) => s * power <= most * perPixel) ?? 1;
  return { metres: step * power, pixels: (step * power) / perPixel };
}

/** @param {Box} outer @param {Box} inner */
const holds = (outer, inner) =>
  outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1;

/**
 * @param {World} world @param {HTMLElement} place  where the sheet's picture stands
 * @param {(c: CanvasRenderingContext2D, view: View) => void} drawAll
 * @param {() => Box} shown  what the reader sees
 * @param {() => "zh" | "en"} language
 */
export function makePrinting(world, place, drawAll, shown, language) {
  window.addEventListener("beforeprint", () => {
    const now = shown();
    // a reader who sees the whole county prints the whole county, as large as the sheet allows
    const view = viewOfBox(holds(now, world.box) ? world.box : now, WIDTH, HEIGHT, EDGE);
    const canvas = h("canvas", { width: WIDTH * DENSE, height: HEIGHT * DENSE });
    const c = canvas.getContext("2d");
    if (!c) return;
    c.scale(DENSE, DENSE);
    c.fillStyle = "#e9edf0";
    c.fillRect(0, 0, WIDTH, HEIGHT);
    drawAll(c, view);
    bar(c, view, language());
    fill(place, canvas);
  });
  window.addEventListener("afterprint", () => fill(place));
}

/** @param {CanvasRenderingContext2D} c @param {View} view @param {"zh" | "en"} language */
function bar(c, view, language) {
  const { metres, pixels } = scaleBar(view, 140);
  const [x, y] = [view.width - EDGE - pixels, view.height - EDGE];
  c.strokeStyle = "#17212b";
  c.fillStyle = "#17212b";
  c.lineWidth = 1.5;
  c.beginPath();
  c.moveTo(x, y - 6);
  c.lineTo(x, y);
  c.lineTo(x + pixels, y);
  c.lineTo(x + pixels, y - 6);
  c.stroke();
  c.font = "12px sans-serif";
  c.textBaseline = "bottom";
  c.fillText(length(metres, language).replace(".0", ""), x + 4, y - 4);
}
