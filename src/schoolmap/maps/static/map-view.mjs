/** Puts the drawings on the map, redraws what a change concerns, and tells what is under the pointer. */

import { fillBySchool, fillByValue, sharedEdges } from "#maps/catchments";
import { makeLand } from "#maps/draw-land";
import { makePlaces } from "#maps/draw-places";
import { makeRoads } from "#maps/draw-roads";
import { makeGrid } from "#maps/grid";
import { bandView } from "#maps/journeys";
import { addSurface, viewOf } from "#maps/surface";
import { schoolRadius, villageRadius } from "#maps/symbols";

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/journeys").BandView} BandView */

const ACCENT = "#0c5c8a";
const REACH_PX = 14;

/** @param {Leaflet} L @param {LeafletMap} map @param {World} world @param {Store} store */
export function makeMapView(L, map, world, store) {
  const edges = sharedEdges(world.cells);
  const land = makeLand(world);
  const roads = makeRoads(world);
  const places = makePlaces(world);
  const grids = {
    school: makeGrid(world.schools.x, world.schools.y),
    village: makeGrid(world.villages.x, world.villages.y),
  };
  /** @type {BandView[]} */
  const bands = world.data.bands.map((_, i) => bandView(world, i));
  const band = () => /** @type {BandView} */ (bands[store.get().band]);
  /** @type {Map<string, string[]>} */
  const fills = new Map();
  /** @type {Subject | null} */
  let hovered = null;

  /** @param {State} state @returns {string[]} */
  function fillsOf(state) {
    const key = `${state.areas} ${state.band} ${state.areas === "value" ? state.measure : ""}`;
    let found = fills.get(key);
    if (!found) {
      if (state.areas === "school") found = fillBySchool(world, band(), edges);
      else found = fillByValue(world, band(), state.measure);
      fills.set(key, found);
    }
    return found;
  }

  /** @type {Record<"ground" | "roads" | "places" | "marks", import("#maps/surface").Drawing>} */
  const drawings = {
    ground(c, view) {
      const state = store.get();
      land.ground(c, view);
      if (state.areas !== "none") land.cells(c, view, fillsOf(state));
      if (state.areas === "school") land.borders(c, view, edges, land.owners(band()));
    },
    roads(c, view) {
      const state = store.get();
      if (state.layers.roads) roads(c, view);
      land.outlines(c, view, state.layers.townships);
    },
    places(c, view) {
      const state = store.get();
      if (state.selected?.type === "school") reachOf(c, view, state.selected.index);
      if (state.layers.lines) places.lines(c, view, band());
      if (state.layers.villages) places.villages(c, view, state, band());
      if (state.layers.schools) places.schools(c, view, state);
      if (state.layers.findings) places.findings(c, view);
      // only what is on the screen has panels above it
      const covers = view.margin > 0 ? panels(view.margin) : [];
      if (state.layers.labels) places.labels(c, view, state, band(), covers);
    },
    marks(c, view) {
      const { selected } = store.get();
      if (hovered) ring(c, view, hovered, 2);
      if (selected) ring(c, view, selected, 3);
    },
  };
  const ground = addSurface(L, map, "ground", 310, drawings.ground);
  const network = addSurface(L, map, "roads", 320, drawings.roads);
  const points = addSurface(L, map, "places", 330, drawings.places);
  const marks = addSurface(L, map, "marks", 340, drawings.marks);

  /** @param {CanvasRenderingContext2D} c @param {import("#maps/surface").View} view @param {number} site */
  function reachOf(c, view, site) {
    if (store.get().areas === "school") {
      land.traceBorders(c, view, edges, land.owners(band()), site);
      c.lineWidth = 3;
      c.lineJoin = "round";
      c.strokeStyle = ACCENT;
      c.stroke();
    }
    places.lines(c, view, band(), site);
  }

  /**
   * @param {CanvasRenderingContext2D} c @param {import("#maps/surface").View} view
   * @param {Subject} subject @param {number} width
   */
  function ring(c, view, subject, width) {
    const own = subject.type === "school" ? world.schools : world.villages;
    const x = Number(own.x[subject.index]) * view.scale - view.left;
    const y = Number(own.y[subject.index]) * view.scale - view.top;
    c.beginPath();
    c.arc(x, y, radius(subject, view.zoom) + 4, 0, Math.PI * 2);
    c.lineWidth = width + 2;
    c.strokeStyle = "#ffffff";
    c.stroke();
    c.lineWidth = width;
    c.strokeStyle = ACCENT;
    c.stroke();
  }

  /** @param {Subject} subject @param {number} zoom */
  function radius(subject, zoom) {
    if (subject.type === "school") return schoolRadius(world.schools.roll[subject.index] ?? 0, zoom);
    return villageRadius(Number(band().pupils[subject.index]), zoom);
  }

  /** @param {number} margin @returns {import("#maps/labels").Rect[]} */
  function panels(margin) {
    const frame = map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll("[data-covers-map]")].map((element) => {
      const r = element.getBoundingClientRect();
      return {
        x0: r.left - frame.left + margin - 4,
        y0: r.top - frame.top + margin - 4,
        x1: r.right - frame.left + margin + 4,
        y1: r.bottom - frame.top + margin + 4,
      };
    });
  }

  /** @param {import("./leaflet.d.ts").Point} p on the map @returns {Subject | null} */
  function find(p) {
    const view = viewOf(L, map);
    const state = store.get();
    const x = (p.x + view.margin + view.left) / view.scale;
    const y = (p.y + view.margin + view.top) / view.scale;
    const reach = REACH_PX / view.scale;
    const school = state.layers.schools ? grids.school.near(x, y, reach) : -1;
    const village = state.layers.villages ? grids.village.near(x, y, reach) : -1;
    /** @param {Subject} s */
    const gap = (s) => {
      const own = s.type === "school" ? world.schools : world.villages;
      const d = Math.hypot(Number(own.x[s.index]) - x, Number(own.y[s.index]) - y) * view.scale;
      return d - radius(s, view.zoom);
    };
    /** @type {Subject[]} */
    const near = [];
    if (school >= 0) near.push({ type: "school", index: school });
    if (village >= 0) near.push({ type: "village", index: village });
    near.sort((a, b) => gap(a) - gap(b));
    const [best] = near;
    return best && gap(best) <= 6 ? best : null;
  }

  store.on((state, before) => {
    const changed = (/** @type {(keyof State)[]} */ ...keys) => keys.some((k) => state[k] !== before[k]);
    if (changed("band", "areas", "measure")) ground.redraw();
    if (changed("layers")) network.redraw();
    if (changed("band", "measure", "layers", "language", "selected")) points.redraw();
    if (changed("band", "areas", "selected")) marks.redraw();
  });

  return {
    find,
    /** @param {number} i @returns {BandView} */
    bandAt: (i) => /** @type {BandView} */ (bands[i]),
    /** @param {Subject | null} subject */
    hover(subject) {
      if (subject?.type === hovered?.type && subject?.index === hovered?.index) return;
      hovered = subject;
      marks.redraw();
    },
    /** @param {CanvasRenderingContext2D} c @param {import("#maps/surface").View} view */
    drawAll(c, view) {
      for (const draw of Object.values(drawings)) draw(c, view);
    },
    /** What is seen, on the unit plane. */
    shown() {
      const { left, top, scale, margin, width, height } = viewOf(L, map);
      return {
        x0: (left + margin) / scale,
        y0: (top + margin) / scale,
        x1: (left + width - margin) / scale,
        y1: (top + height - margin) / scale,
      };
    },
    redrawPlaces: () => points.redraw(),
    places,
  };
}
/** @typedef {ReturnType<typeof makeMapView>} MapView */
