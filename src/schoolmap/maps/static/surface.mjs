/**
 * Canvases that stay with the map: carried along by pans and zooms, drawn anew where they must.
 * After a pan only the strip that came into sight is drawn; after a zoom the old picture stands,
 * scaled, until the new one is whole.
 */

import { drawNow, makeQueue } from "#maps/draw-queue";

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {{x0: number, y0: number, x1: number, y1: number}} Box */
/**
 * What a drawing needs to know. A point (px, py) of the unit plane is at
 * (px * scale - left, py * scale - top) on the canvas; `frame` is what the reader sees of it.
 * @typedef {{zoom: number, scale: number, left: number, top: number, width: number,
 *   height: number, frame: Box}} View
 * A drawing draws at least what lies in the box. One that yields can be spread over frames.
 * @typedef {(context: CanvasRenderingContext2D, view: View, box: Box) => Iterable<void> | void} Drawing
 */

const MARGIN = 96;
/** Corners lie on multiples of this, so that pictures can be shifted by whole pixels on any screen. */
const LATTICE = 4;
const MOST_PIXELS = 2;
/** More than this share of the picture to draw anew: draw all of it. */
const MOST_PATCHED = 0.7;

/** @param {Leaflet} L @param {LeafletMap} map @returns {View} */
export function viewOf(L, map) {
  const size = map.getSize();
  const zoom = map.getZoom();
  const corner = map.project(map.containerPointToLatLng(L.point(0, 0)), zoom);
  const low = (/** @type {number} */ v) => Math.floor((Math.round(v) - MARGIN) / LATTICE) * LATTICE;
  const [left, top] = [low(corner.x), low(corner.y)];
  const [x0, y0] = [Math.round(corner.x) - left, Math.round(corner.y) - top];
  const wide = (/** @type {number} */ v) => Math.ceil((v + 2 * MARGIN) / LATTICE + 1) * LATTICE;
  return {
    zoom,
    scale: 2 ** zoom,
    left,
    top,
    width: wide(size.x),
    height: wide(size.y),
    frame: { x0, y0, x1: x0 + size.x, y1: y0 + size.y },
  };
}

/** @param {View} view @returns {Box} */
export const wholeOf = (view) => ({ x0: 0, y0: 0, x1: view.width, y1: view.height });

/** @param {View} a @param {View} b @returns {boolean} whether a's picture can be shifted into b's */
const alike = (a, b) => a.zoom === b.zoom && a.width === b.width && a.height === b.height;

/**
 * What comes into sight when a picture is shifted.
 * @param {View} from @param {View} to @returns {Box[]} on `to`
 */
export function strips(from, to) {
  const [dx, dy] = [to.left - from.left, to.top - from.top];
  const { width: w, height: h } = to;
  if (Math.abs(dx) >= w || Math.abs(dy) >= h) return [wholeOf(to)];
  /** @type {Box[]} */
  const found = [];
  if (dx !== 0) found.push(dx > 0 ? { x0: w - dx, y0: 0, x1: w, y1: h } : { x0: 0, y0: 0, x1: -dx, y1: h });
  const [x0, x1] = dx > 0 ? [0, w - dx] : [-dx, w];
  if (dy !== 0) found.push(dy > 0 ? { x0, y0: h - dy, x1, y1: h } : { x0, y0: 0, x1, y1: -dy });
  return found;
}

/** @param {Box} b @param {View} view @returns {Box} within the canvas; its edges are whole pixels on any screen */
const clipped = (b, view) => ({
  x0: Math.max(0, Math.floor(b.x0 / LATTICE) * LATTICE),
  y0: Math.max(0, Math.floor(b.y0 / LATTICE) * LATTICE),
  x1: Math.min(view.width, Math.ceil(b.x1 / LATTICE) * LATTICE),
  y1: Math.min(view.height, Math.ceil(b.y1 / LATTICE) * LATTICE),
});

/** In quarters, so that a step of the lattice is whole pixels. */
const density = () => Math.min(MOST_PIXELS, Math.ceil((window.devicePixelRatio || 1) * LATTICE) / LATTICE);

/** @param {CanvasRenderingContext2D} c @param {View} view @param {Box} box @param {Drawing} drawing */
function* within(c, view, box, drawing) {
  c.save();
  c.beginPath();
  c.rect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
  c.clip();
  c.clearRect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
  yield* drawing(c, view, box) ?? [];
  c.restore();
}

/**
 * The canvases of one map, bottom to top.
 * @param {Leaflet} L @param {LeafletMap} map
 */
export function makeStack(L, map) {
  const box = map.getContainer();
  const queue = makeQueue((idle) => {
    box.dataset.drawn = String(idle);
  });
  /** @type {ReturnType<typeof makeSurface>[]} */
  const surfaces = [];
  /** @type {HTMLCanvasElement[]} */
  const spare = [];

  /** @param {number} zoom @param {import("./leaflet.d.ts").LatLng} center @returns {import("./leaflet.d.ts").Point} */
  function origin(center, zoom) {
    const corner = map.project(center, zoom).subtract(map.getSize().divideBy(2));
    const { x, y } = corner.add(L.DomUtil.getPosition(/** @type {HTMLElement} */ (map.getPane("mapPane"))));
    return L.point(Math.round(x), Math.round(y));
  }

  /** @param {HTMLCanvasElement} canvas @param {View} drawn @param {import("./leaflet.d.ts").LatLng} center @param {number} zoom */
  function place(canvas, drawn, center, zoom) {
    const scale = map.getZoomScale(zoom, drawn.zoom);
    const { x, y } = origin(center, zoom);
    L.DomUtil.setTransform(canvas, L.point(drawn.left * scale - x, drawn.top * scale - y), scale);
  }

  /** @param {{zoom: number, center: import("./leaflet.d.ts").LatLng}} event */
  function animate({ center, zoom }) {
    for (const surface of surfaces) surface.carry(center, zoom);
  }

  function follow() {
    animate({ center: map.getCenter(), zoom: map.getZoom() });
    for (const surface of surfaces) surface.follow();
  }

  /** While a finger drags, what comes into sight is drawn before the margin is used up. */
  function drag() {
    const view = viewOf(L, map);
    for (const surface of surfaces) surface.drag(view);
  }

  const layer = new (L.Layer.extend({
    onAdd: () => undefined,
    onRemove: () => surfaces.forEach((s) => s.remove()),
    getEvents: () => ({
      moveend: follow,
      resize: follow,
      move: drag,
      zoomanim: animate,
      zoom: () => animate({ center: map.getCenter(), zoom: map.getZoom() }),
    }),
  }))();
  layer.addTo(map);

  return {
    /**
     * @param {string} name @param {number} order @param {Drawing} drawing
     * @param {boolean} [local]  whether what is drawn at a place depends on that place alone
     */
    add(name, order, drawing, local = true) {
      const pane = map.getPane(`schoolmap-${name}`) ?? map.createPane(`schoolmap-${name}`);
      pane.style.zIndex = String(order);
      pane.style.pointerEvents = "none";
      const tools = { L, map, queue, spare, place };
      const surface = makeSurface(tools, pane, drawing, local);
      surfaces.push(surface);
      surface.follow();
      return surface;
    },
    settled: queue.settled,
    follow,
    remove() {
      for (const surface of surfaces) surface.remove();
      surfaces.length = 0;
    },
  };
}
/** @typedef {ReturnType<typeof makeStack>} Stack */
/** @typedef {ReturnType<typeof makeSurface>} Surface */

/** @returns {HTMLCanvasElement} */
function newCanvas() {
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-animated sm-canvas";
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas @param {View} view
 * @returns {CanvasRenderingContext2D | null} in CSS pixels, ready to draw on
 */
function prepare(canvas, view) {
  const dense = density();
  const [w, h] = [Math.round(view.width * dense), Math.round(view.height * dense)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${w / dense}px`;
    canvas.style.height = `${h / dense}px`;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(dense, 0, 0, dense, 0, 0);
  return context;
}

/**
 * @param {{L: Leaflet, map: LeafletMap, queue: import("#maps/draw-queue").Queue, spare: HTMLCanvasElement[],
 *   place: (canvas: HTMLCanvasElement, drawn: View, center: import("./leaflet.d.ts").LatLng, zoom: number) => void}} tools
 * @param {HTMLElement} pane @param {Drawing} drawing @param {boolean} local
 */
function makeSurface({ L, map, queue, spare, place }, pane, drawing, local) {
  let front = newCanvas();
  pane.append(front);
  /** @type {View | null} */
  let drawn = null;
  let gone = false;
  const owner = {};

  /** @param {View} view @param {HTMLCanvasElement} canvas */
  function show(view, canvas) {
    if (gone) return;
    drawn = view;
    if (canvas === front) return;
    place(canvas, view, map.getCenter(), map.getZoom());
    front.replaceWith(canvas);
    spare.push(front);
    front = canvas;
  }

  /** @param {View} view @param {View | null} from  picture to shift */
  function later(view, from) {
    queue.add({
      owner,
      start() {
        const canvas = spare.pop() ?? newCanvas();
        const c = /** @type {CanvasRenderingContext2D} */ (prepare(canvas, view));
        return {
          canvas,
          ink: paint(c, view, from),
          done: () => show(view, canvas),
          drop() {
            // without a size it keeps neither ink nor clip
            canvas.width = 0;
            spare.push(canvas);
          },
        };
      },
    });
  }

  /** @param {CanvasRenderingContext2D} c @param {View} view @param {View | null} from */
  function* paint(c, view, from) {
    const boxes = from ? strips(from, view) : [wholeOf(view)];
    if (from) {
      const [dx, dy] = [from.left - view.left, from.top - view.top];
      c.globalCompositeOperation = "copy";
      c.drawImage(front, dx, dy, view.width, view.height);
      c.globalCompositeOperation = "source-over";
      yield;
    }
    for (const box of boxes) yield* within(c, view, box, drawing);
  }

  const surface = {
    /** Draws what has come into sight. */
    follow() {
      const view = viewOf(L, map);
      const whole = drawn !== null && !queue.holds(owner);
      if (drawn && whole && local && alike(drawn, view)) {
        if (drawn.left !== view.left || drawn.top !== view.top) later(view, drawn);
      } else later(view, null);
    },

    /** @param {View} view */
    drag(view) {
      if (!local || !drawn || !alike(drawn, view) || queue.holds(owner)) return;
      const far = Math.max(Math.abs(drawn.left - view.left), Math.abs(drawn.top - view.top));
      if (far > MARGIN / 2) later(view, drawn);
    },

    /** @param {import("./leaflet.d.ts").LatLng} center @param {number} zoom */
    carry(center, zoom) {
      if (!drawn) return;
      // what is being drawn for another zoom would come too late
      if (zoom !== drawn.zoom && queue.holds(owner)) queue.drop(owner);
      place(front, drawn, center, zoom);
    },

    /** Draws all of it, in slices. */
    redraw() {
      later(viewOf(L, map), null);
    },

    /**
     * Draws at once; only within the boxes of the unit plane, if any are given.
     * @param {readonly Box[]} [plane] @param {number} [reach]  pixels that symbols stand out
     */
    draw(plane, reach = 0) {
      const now = viewOf(L, map);
      if (queue.holds(owner) || !drawn || !alike(drawn, now)) {
        queue.drop(owner);
        drawn = null;
      }
      const view = drawn ?? now;
      const boxes = drawn && plane ? plane.map((b) => onCanvas(b, view, reach)) : [wholeOf(view)];
      const seen = boxes.filter((b) => b.x1 > b.x0 && b.y1 > b.y0);
      const area = seen.reduce((sum, b) => sum + (b.x1 - b.x0) * (b.y1 - b.y0), 0);
      const todo = area > MOST_PATCHED * view.width * view.height ? [wholeOf(view)] : seen;
      const c = drawn ? front.getContext("2d") : prepare(front, view);
      if (!c) return;
      for (const box of todo) drawNow(within(c, view, box, drawing));
      show(view, front);
      place(front, view, map.getCenter(), map.getZoom());
    },
    pane,
    remove() {
      gone = true;
      queue.drop(owner);
      front.remove();
    },
  };
  return surface;
}

/** @param {Box} b on the unit plane @param {View} view @param {number} reach @returns {Box} */
const onCanvas = (b, view, reach) =>
  clipped({
    x0: b.x0 * view.scale - view.left - reach,
    y0: b.y0 * view.scale - view.top - reach,
    x1: b.x1 * view.scale - view.left + reach,
    y1: b.y1 * view.scale - view.top + reach,
  }, view);
