/** The sheet for the printer: the map drawn anew to fill the paper, with its own scale bar and legend. */

import { fill, h } from "#maps/dom";
import { length } from "#maps/figures";
import { sheetParts } from "#maps/print-sheet";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/map-view").MapView} MapView */
/** @typedef {{plans: () => readonly import("#maps/print-sheet").Plan[], active: () => number}} Plans */
/** @typedef {{width: number, height: number, landscape: boolean}} Paper  in CSS pixels, margins off */

/** Dots for each CSS pixel: about 290 an inch. */
const DENSE = 3;
const EDGE = 18;
const EARTH_M = 40075016.686;
const PX_PER_MM = 96 / 25.4;
const MARGIN_MM = 8;
const SIZES_MM = /** @type {const} */ ({ A4: [210, 297], A3: [297, 420] });
/** A3 and A2. */
const LARGER_MM = /** @type {const} */ ([[297, 420], [420, 594]]);
const LEAST_ZOOM = 1.2;
const SLACK_MM = 40;
/** What stands beside the map, and above and below it. */
const SIDE_PX = { A4: 212, A3: 264 };
const HEAD_PX = 52;
const FOOT_PX = 40;
const GAP_PX = 12;
/** Below a map that is printed upright stand the legend and the list. */
const BELOW_PX = { A4: 250, A3: 300 };

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
    frame: { x0: 0, y0: 0, x1: width, y1: height },
  };
}

/** @param {View} view @returns {number} metres on the ground for a pixel, at the middle of the view */
function metresPerPixel(view) {
  const y = (view.top + view.height / 2) / view.scale;
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - y / 128)));
  return (EARTH_M * Math.cos(latitude)) / 256 / view.scale;
}

/**
 * A round length whose bar is at most `most` wide.
 * @param {View} view @param {number} most pixels @returns {{metres: number, pixels: number}}
 */
export function scaleBar(view, most) {
  const perPixel = metresPerPixel(view);
  const power = 10 ** Math.floor(Math.log10(most * perPixel));
  const step = [5, 2, 1].find((s) => s * power <= most * perPixel) ?? 1;
  return { metres: step * power, pixels: (step * power) / perPixel };
}

/** @param {Box} outer @param {Box} inner */
const holds = (outer, inner) =>
  outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1;

/** @param {"A4" | "A3"} size @param {Box} box  what is to be shown @returns {Paper} turned so that it shows the more */
export function paperFor(size, box) {
  const [short, long] = SIZES_MM[size];
  const px = (/** @type {number} */ mm) => Math.floor((mm - 2 * MARGIN_MM) * PX_PER_MM);
  const landscape = { width: px(long), height: px(short), landscape: true };
  const upright = { width: px(short), height: px(long), landscape: false };
  const shown = (/** @type {Paper} */ paper) => {
    const { width, height } = mapRoom(size, paper);
    return viewOfBox(box, width, height, EDGE).scale;
  };
  return shown(upright) > shown(landscape) * 1.05 ? upright : landscape;
}

/**
 * A printer may hold larger paper than was asked for: the sheet grows with it. Smaller paper needs
 * no rules, browsers shrink a page to it.
 * @param {Paper} sheet @returns {string[]} rules of CSS, of which the last that the paper has room for counts
 */
export const growing = (sheet) => LARGER_MM.flatMap(([short, long]) => {
  const [across, down] = sheet.landscape ? [long, short] : [short, long];
  const px = (/** @type {number} */ mm) => (mm - 2 * MARGIN_MM) * PX_PER_MM;
  const zoom = Math.min(px(across) / sheet.width, px(down) / sheet.height);
  if (zoom < LEAST_ZOOM) return [];
  // either way round, and whether or not the browser takes its margins off
  const room = [[across, down], [down, across]]
    .map(([w, h]) => `print and (min-width: ${Number(w) - SLACK_MM}mm) and (min-height: ${Number(h) - SLACK_MM}mm)`);
  // a little less than fits: a line too much would make a page more
  const factor = Math.floor(zoom * 995) / 1000;
  return [`@media ${room.join(", ")} { @page { size: ${across}mm ${down}mm; } .sheet { zoom: ${factor}; } .sheet-scale { display: none; } }`];
});

/** @param {"A4" | "A3"} size @param {Paper} paper @returns {{width: number, height: number}} of the map */
function mapRoom(size, { width, height, landscape }) {
  if (landscape) return { width: width - SIDE_PX[size] - GAP_PX, height: height - HEAD_PX - FOOT_PX };
  return { width, height: height - HEAD_PX - FOOT_PX - BELOW_PX[size] - GAP_PX };
}

/**
 * @param {World} world @param {Store} store @param {Plans} session
 * @param {HTMLElement} place  an empty element that only paper shows
 * @param {MapView} mapView
 */
export function makePrinting(world, store, session, place, mapView) {
  const style = h("style", { id: "sm-paper" });
  document.head.append(style);

  /** What the reader sees; who sees the whole county prints it as large as the sheet allows. */
  function box() {
    const now = mapView.shown();
    return holds(now, world.box) ? world.box : now;
  }

  /** Browsers ask for the paper before they ask for the sheet. */
  function lay() {
    const { paper } = store.get();
    const sheet = paperFor(paper, box());
    const page = `@page { size: ${paper} ${sheet.landscape ? "landscape" : "portrait"}; margin: ${MARGIN_MM}mm; }`;
    style.textContent = [page, ...growing(sheet)].join("\n");
  }

  function draw() {
    lay();
    const state = store.get();
    const paper = paperFor(state.paper, box());
    const room = mapRoom(state.paper, paper);
    const view = viewOfBox(box(), room.width, room.height, EDGE);
    const canvas = h("canvas", { width: room.width * DENSE, height: room.height * DENSE, class: "sheet-map" });
    canvas.style.width = `${room.width}px`;
    canvas.style.height = `${room.height}px`;
    const c = canvas.getContext("2d");
    if (!c) return;
    c.scale(DENSE, DENSE);
    c.fillStyle = "#eef1f3";
    c.fillRect(0, 0, room.width, room.height);
    mapView.drawAll(c, view);
    bar(c, view, state.language);
    // strokes that are not yet pixels would be replayed by Chromium, at 63/64 of their size
    c.putImageData(c.getImageData(0, 0, 1, 1), 0, 0);
    const plan = session.plans()[session.active()] ?? null;
    const scale = Math.round(metresPerPixel(view) * PX_PER_MM * 1000);
    const { head, aside, foot } = sheetParts(mapView.picture(), state, plan, scale);
    const sheet = h("div", { class: `sheet ${paper.landscape ? "across" : "upright"} ${state.paper}` },
      head, h("div", { class: "sheet-body" }, canvas, aside), foot);
    sheet.style.width = `${paper.width}px`;
    sheet.style.height = `${paper.height}px`;
    fill(place, sheet);
  }

  lay();
  store.on((state, before) => {
    if (state.paper !== before.paper) lay();
  });
  window.addEventListener("beforeprint", draw);
  window.addEventListener("afterprint", () => fill(place));
}

/** @param {CanvasRenderingContext2D} c @param {View} view @param {"zh" | "en"} language */
function bar(c, view, language) {
  const { metres, pixels } = scaleBar(view, 150);
  const [x, y] = [view.width - EDGE - pixels - 8, view.height - EDGE];
  c.fillStyle = "rgba(255,255,255,0.88)";
  c.fillRect(x - 12, y - 26, pixels + 24, 36);
  const half = pixels / 2;
  c.lineWidth = 1;
  c.strokeStyle = "#17212b";
  c.fillStyle = "#17212b";
  c.fillRect(x, y - 4, half, 5);
  c.strokeRect(x, y - 4, pixels, 5);
  c.font = "11px sans-serif";
  c.textBaseline = "bottom";
  c.fillText("0", x, y - 6);
  c.textAlign = "end";
  c.fillText(length(metres, language).replace(".0", ""), x + pixels, y - 6);
  c.textAlign = "start";
  north(c, view.width - EDGE - 14, EDGE + 4);
}

/** @param {CanvasRenderingContext2D} c @param {number} x @param {number} y */
function north(c, x, y) {
  c.beginPath();
  c.moveTo(x, y);
  c.lineTo(x + 7, y + 22);
  c.lineTo(x, y + 17);
  c.lineTo(x - 7, y + 22);
  c.closePath();
  c.lineJoin = "round";
  c.lineWidth = 3;
  c.strokeStyle = "#ffffff";
  c.stroke();
  c.fillStyle = "#17212b";
  c.fill();
  c.font = "600 11px sans-serif";
  c.textAlign = "center";
  c.textBaseline = "top";
  c.strokeText("N", x, y + 23);
  c.fillText("N", x, y + 23);
  c.textAlign = "start";
}
