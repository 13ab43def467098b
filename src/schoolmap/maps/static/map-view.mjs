/** Puts the drawings on the map, redraws what a change concerns, and tells what is under the pointer. */

import { makeLabels } from "#maps/draw-labels";
import { makeLand } from "#maps/draw-land";
import { makeMarks } from "#maps/draw-marks";
import { makeOutlines } from "#maps/draw-outlines";
import { makeRelief } from "#maps/draw-relief";
import { makeRoads } from "#maps/draw-roads";
import { makeHits } from "#maps/hits";
import { makePictures } from "#maps/picture";
import { makeRoutes } from "#maps/route-layer";
import { makeDrawings, makeSheet, ROADS_BACK } from "#maps/sheet";
import { makeStack, viewOf, wholeOf } from "#maps/surface";
import { drawNow } from "#maps/draw-queue";

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("./leaflet.d.ts").Point} Point */
/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {import("#maps/hits").RoadPlace} RoadPlace */
/** @typedef {import("#maps/picture").Scenes & {on: (listener: () => void) => void}} Session */
/** @typedef {import("#maps/route-layer").Ways & import("#maps/hits").RoadFacts} Roadway */

/** @param {World} world @returns {Session} of a page that plays no plans */
const stillSession = (world) => ({ today: () => world, before: () => world, plan: () => world, on: () => undefined });

/**
 * @param {Leaflet} L @param {LeafletMap} map @param {World} world @param {Store} store
 * @param {Session} [session] @param {Roadway | null} [roadway]  null: the county has no roads
 */
export function makeMapView(L, map, world, store, session = stillSession(world), roadway = null) {
  const pictures = makePictures(world, session);
  const tools = {
    land: makeLand(world, pictures.edges),
    relief: makeRelief(world.data.relief),
    roads: makeRoads(world),
    outlines: makeOutlines(world.outlines),
    labels: makeLabels(/** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"))),
    routes: makeRoutes(world, roadway),
  };
  const hits = makeHits(world);
  /** @returns {Picture} of the scene that the reader has chosen */
  function choose() {
    const state = store.get();
    const before = session.before();
    // beside what it is compared with stands the plan
    const view = state.compare !== "off" && state.view === "today" ? "plan" : state.view;
    return pictures.make({ view, before, scene: view === "today" ? before : session.plan() }, state);
  }
  let now = choose();
  const covers = (/** @type {View} */ view) => coversOf(map, view);
  /** Where names may stand: half the map while two are compared. @type {(view: View) => Box} */
  let frame = (view) => view.frame;
  const drawings = makeDrawings(tools, () => now, store.get, covers, (view) => frame(view));

  const stack = makeStack(L, map);
  const sheet = makeSheet(stack, "", 0, drawings, tools, true);
  const marks = makeMarks(stack, () => now, () => store.get().selected);

  function refresh() {
    const before = now;
    now = choose();
    if (before.scene === now.scene && before.view === now.view && before.before === now.before) return;
    sheet.change(before, now, store.get().layers.lines, 2 ** map.getZoom());
    marks.draw();
  }

  store.on((state, before) => {
    const changed = (/** @type {(keyof State)[]} */ ...keys) => keys.some((k) => state[k] !== before[k]);
    if (changed("view", "compare", "band", "areas", "measure")) {
      const old = now;
      now = choose();
      sheet.change(old, now, state.layers.lines, 2 ** map.getZoom());
    }
    if (state.layers.relief !== before.layers.relief) sheet.redraw("ground");
    if (changed("layers")) sheet.redraw("roads", "places", "labels");
    else if (changed("language", "selected")) sheet.redraw("labels");
    if (changed("selected", "view", "band", "areas")) sheet.surfaces.reach?.draw();
    if (changed("selected", "view", "band")) marks.draw();
  });
  session.on(refresh);
  if (tools.relief.here) void tools.relief.ready.then(() => sheet.redraw("ground"));

  /** @param {Point} p on the map @returns {{x: number, y: number, view: View}} on the unit plane */
  function onPlane(p) {
    const view = viewOf(L, map);
    const { x0, y0 } = view.frame;
    return { x: (p.x + x0 + view.left) / view.scale, y: (p.y + y0 + view.top) / view.scale, view };
  }

  return {
    tools, pictures, stack, sheet,
    picture: () => now,
    /** @param {Point} p on the map @returns {Subject | null} */
    find(p) {
      const { x, y, view } = onPlane(p);
      return hits.find({ x, y }, now, view, store.get().layers);
    },
    /** @param {Point} p on the map @returns {number} -1 none */
    schoolAt(p) {
      const { x, y, view } = onPlane(p);
      return hits.schoolAt({ x, y }, now, view);
    },
    /** @param {Subject | null} hovered */
    hover: (hovered) => marks.point({ hovered }),
    /** @param {RoadPlace | null} place @param {Point} [p] the pointer, on the map */
    ghost(place, p) {
      const pointer = place && p ? onPlane(p) : null;
      marks.point({ ghost: place && { x: place.x, y: place.y }, pointer: pointer && { x: pointer.x, y: pointer.y } });
    },
    /** @param {Subject | null} from @param {Subject | null} [to] */
    link: (from, to = null) => marks.point({ from, to }),
    /** @param {((view: View) => Box) | null} own  null: all of the map */
    frameNames(own) {
      frame = own ?? ((view) => view.frame);
      sheet.surfaces.labels?.draw();
    },
    mirror: marks.mirror,
    /** All at once, for paper. @param {CanvasRenderingContext2D} c @param {View} view */
    drawAll(c, view) {
      const sheetOfPaper = makeDrawings(tools, () => now, store.get, () => [], (v) => v.frame);
      for (const [part, draw] of Object.entries(sheetOfPaper)) {
        if (part === "roads" && now.view === "change") faintly(c, ROADS_BACK, (own) => drawNow(draw(own, view, wholeOf(view))));
        else drawNow(draw(c, view, wholeOf(view)));
      }
    },
    /** What is seen, on the unit plane. @returns {Box} */
    shown() {
      const { left, top, scale, frame: seen } = viewOf(L, map);
      return { x0: (left + seen.x0) / scale, y0: (top + seen.y0) / scale, x1: (left + seen.x1) / scale, y1: (top + seen.y1) / scale };
    },
    redrawPlaces: () => sheet.redraw("labels"),
  };
}
/** @typedef {ReturnType<typeof makeMapView>} MapView */

/**
 * Draws on a sheet of its own, which is then laid over the picture.
 * @param {CanvasRenderingContext2D} c @param {number} strength @param {(own: CanvasRenderingContext2D) => void} draw
 */
function faintly(c, strength, draw) {
  const layer = document.createElement("canvas");
  layer.width = c.canvas.width;
  layer.height = c.canvas.height;
  const own = layer.getContext("2d");
  if (!own) return;
  own.setTransform(c.getTransform());
  draw(own);
  c.save();
  c.resetTransform();
  c.globalAlpha = strength;
  c.drawImage(layer, 0, 0);
  c.restore();
}

/** @param {LeafletMap} map @param {View} view @returns {Box[]} panels above the map, on the canvas */
export function coversOf(map, view) {
  const own = map.getContainer().getBoundingClientRect();
  const [dx, dy] = [view.frame.x0 - own.left, view.frame.y0 - own.top];
  return [...document.querySelectorAll("[data-covers-map]")].map((element) => {
    const r = element.getBoundingClientRect();
    return { x0: r.left + dx - 4, y0: r.top + dy - 4, x1: r.right + dx + 4, y1: r.bottom + dy + 4 };
  });
}
