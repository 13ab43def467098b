/** The canvases that show one picture: ground, roads, places, names. An edit redraws what it changed. */

import { assignmentLines, changeLines, schoolLines } from "#maps/draw-lines";
import { drawFindings, drawSchools, drawVillages, REACH_PX } from "#maps/draw-places";
import { boxesAbout, differences, joined } from "#maps/picture";
import { wholeOf } from "#maps/surface";

/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/surface").Stack} Stack */
/** @typedef {import("#maps/surface").Surface} Surface */
/** @typedef {import("#maps/surface").Drawing} Drawing */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {"ground" | "roads" | "reach" | "places" | "labels"} Part */
/**
 * What sheets share.
 * @typedef {object} Tools
 * @property {ReturnType<typeof import("#maps/draw-land").makeLand>} land
 * @property {ReturnType<typeof import("#maps/draw-relief").makeRelief>} relief
 * @property {ReturnType<typeof import("#maps/draw-roads").makeRoads>} roads
 * @property {ReturnType<typeof import("#maps/draw-outlines").makeOutlines>} outlines
 * @property {import("#maps/draw-labels").Labels} labels
 * @property {import("#maps/route-layer").Routes} routes
 */

const ORDER = { ground: 310, roads: 320, reach: 326, places: 330, labels: 336 };
const ACCENT = "#0c5c8a";
/** Changes this close together on the screen are drawn in one go. */
const FIELD_PX = 40;
const BORDER_PX = 4;
/** How strong roads are where changes are shown. */
export const ROADS_BACK = 0.55;

/**
 * The drawings of a picture.
 * @param {Tools} tools @param {() => Picture} picture @param {() => State} state
 * @param {(view: import("#maps/surface").View) => import("#maps/surface").Box[]} covers  panels above the map
 * @param {(view: import("#maps/surface").View) => import("#maps/surface").Box} frame  where names may stand
 * @returns {Record<Part, Drawing>}
 */
export function makeDrawings(tools, picture, state, covers, frame) {
  const { land, relief, roads, outlines, labels } = tools;
  return {
    *ground(c, view, box) {
      const { fills, owners, areas } = picture();
      land.ground(c, view);
      if (areas !== "none") yield* land.cells(c, view, box, fills);
      if (relief.here && state().layers.relief) land.inside(c, view, () => relief.draw(c, view));
      if (areas === "school" || areas === "change") {
        yield* land.strokeBorders(c, land.borders(view, box, owners), areas === "change");
      }
    },
    *roads(c, view, box) {
      const { layers } = state();
      if (layers.roads) yield* roads(c, view, box);
      yield* outlines(c, view, box, layers.townships);
    },
    *reach(c, view) {
      const { selected } = state();
      if (selected?.type === "village") tools.routes.draw(c, view, picture(), selected.index);
      if (selected?.type === "school") yield* schoolReach(c, view, picture(), land, selected.index);
    },
    *places(c, view, box) {
      const { layers } = state();
      const now = picture();
      if (layers.lines && now.view !== "change") yield* assignmentLines(c, view, box, now);
      if (now.view === "change") yield* changeLines(c, view, box, now);
      if (layers.villages) yield* drawVillages(c, view, box, now);
      if (layers.schools) yield* drawSchools(c, view, box, now);
      if (layers.findings) drawFindings(c, view, box, now);
    },
    *labels(c, view) {
      if (state().layers.labels) yield* labels.draw(c, view, state(), picture(), covers(view), frame(view));
    },
  };
}

/**
 * Where a school's pupils live: the border of its catchment, lines to its villages.
 * @param {CanvasRenderingContext2D} c @param {import("#maps/surface").View} view
 * @param {Picture} picture @param {Tools["land"]} land @param {number} school
 */
function* schoolReach(c, view, picture, land, school) {
  if (picture.areas === "school") {
    const paths = land.borders(view, null, picture.owners, school);
    c.lineJoin = c.lineCap = "round";
    for (const [width, colour] of /** @type {const} */ ([[5.5, "#ffffff"], [3, ACCENT]])) {
      c.lineWidth = width;
      c.strokeStyle = colour;
      for (const path of paths) c.stroke(path);
    }
  }
  yield* schoolLines(c, view, wholeOf(view), picture, school);
}

/**
 * @param {Stack} stack @param {string} name of the side @param {number} lift  above another sheet
 * @param {Record<Part, Drawing>} drawings @param {Tools} tools @param {boolean} roads
 */
export function makeSheet(stack, name, lift, drawings, tools, roads) {
  const add = (/** @type {Part} */ part) =>
    stack.add(`${part}${name}`, ORDER[part] + lift, drawings[part], part !== "labels" && part !== "reach");
  /** @type {Partial<Record<Part, Surface>>} */
  // in the order in which they are drawn: roads take longest
  const surfaces = {
    ground: add("ground"), reach: add("reach"), places: add("places"), labels: add("labels"),
    ...(roads ? { roads: add("roads") } : {}),
  };

  return {
    surfaces,
    /** @param {...Part} parts */
    redraw(...parts) {
      for (const part of parts) surfaces[part]?.redraw();
    },

    /**
     * Shows another picture, at once and only where it differs.
     * @param {Picture} before @param {Picture} after @param {boolean} lines @param {number} scale
     */
    change(before, after, lines, scale) {
      const field = FIELD_PX / scale;
      const { cells, villages, schools } = differences(before, after);
      if (before.view !== after.view || before.areas !== after.areas || before.band.band !== after.band.band) {
        surfaces.ground?.draw();
        surfaces.places?.draw();
      } else {
        if (cells.length > 0) surfaces.ground?.draw(joined(tools.land.boxesOfCells(cells), field), BORDER_PX);
        const boxes = boxesAbout([before, after], villages, schools, lines || after.view === "change");
        if (boxes.length > 0) surfaces.places?.draw(joined(boxes, field), REACH_PX);
      }
      surfaces.reach?.draw();
      surfaces.labels?.draw();
      // roads are not drawn anew for an edit; where changes are shown they stand back
      if (surfaces.roads) surfaces.roads.pane.style.opacity = after.view === "change" ? String(ROADS_BACK) : "";
    },

    /** @param {string} path in the map's layer pixels, empty for all; roads are the same on both sides */
    clip(path) {
      for (const [part, surface] of Object.entries(surfaces)) {
        if (part !== "roads") surface.pane.style.clipPath = path;
      }
    },

    remove() {
      for (const surface of Object.values(surfaces)) surface.remove();
    },
  };
}
/** @typedef {ReturnType<typeof makeSheet>} Sheet */
