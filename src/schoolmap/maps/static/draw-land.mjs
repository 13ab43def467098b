/** Draws the county's ground: catchments or service areas, their borders, and outlines. */

import { boxesOf, makeBoxGrid, onPlane } from "#maps/grid";
import { at } from "#maps/journeys";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {import("#maps/catchments").Edges} Edges */
/** @typedef {CanvasRenderingContext2D} Context */

const GROUND = "#ffffff";
const REACH_PX = 6;
/** Stretches in one path; see the roads. */
const PIECE = 160;

/** @param {World} world @param {Edges} edges */
export function makeLand(world, edges) {
  const { cells, outlines } = world;
  const rings = cells.ringCell.length;
  const boxes = boxesOf(cells);
  const grid = makeBoxGrid(boxes, Int32Array.from({ length: rings }, (_, i) => i));
  const borders = edgeGrid(cells, edges);

  /** @param {Context} c @param {View} view @param {(owner: number) => boolean} of */
  function traceOutlines(c, view, of) {
    c.beginPath();
    for (let ring = 0; ring < outlines.kind.length; ring += 1) {
      if (!of(at(outlines.kind, ring))) continue;
      const from = at(outlines.start, ring);
      for (let k = from; k < at(outlines.start, ring + 1); k += 1) {
        const x = at(outlines.x, k) * view.scale - view.left;
        const y = at(outlines.y, k) * view.scale - view.top;
        if (k === from) c.moveTo(x, y);
        else c.lineTo(x, y);
      }
      c.closePath();
    }
  }

  /** @param {Context} c @param {View} view @param {number} ring */
  function traceRing(c, view, ring) {
    const from = at(cells.start, ring);
    for (let k = from; k < at(cells.start, ring + 1); k += 1) {
      const vertex = at(cells.vertex, k);
      const x = at(cells.x, vertex) * view.scale - view.left;
      const y = at(cells.y, vertex) * view.scale - view.top;
      if (k === from) c.moveTo(x, y);
      else c.lineTo(x, y);
    }
    c.closePath();
  }

  return {
    /** @param {Context} c @param {View} view */
    ground(c, view) {
      traceOutlines(c, view, (owner) => owner === -1);
      c.fillStyle = GROUND;
      c.fill("evenodd");
    },

    /**
     * Draws within the county, where its outline is known.
     * @param {Context} c @param {View} view @param {() => void} draw
     */
    inside(c, view, draw) {
      c.save();
      traceOutlines(c, view, (owner) => owner === -1);
      if (outlines.kind.includes(-1)) c.clip("evenodd");
      draw();
      c.restore();
    },

    /**
     * One path for each colour: between two paths of one colour the ground would shine through.
     * @param {Context} c @param {View} view @param {Box} box @param {readonly string[]} fills by cell
     */
    *cells(c, view, box, fills) {
      /** @type {Map<string, number[]>} */
      const byColour = new Map();
      for (const ring of grid(onPlane(view, box, 1))) {
        const colour = fills[at(cells.ringCell, ring)];
        if (!colour) continue;
        const own = byColour.get(colour);
        if (own) own.push(ring);
        else byColour.set(colour, [ring]);
      }
      for (const [colour, own] of byColour) {
        c.beginPath();
        for (const ring of own) traceRing(c, view, ring);
        c.fillStyle = colour;
        c.fill("evenodd");
        yield;
      }
    },

    /**
     * Borders between cells of different owners.
     * @param {View} view @param {Box | null} box null: all of them
     * @param {Int32Array} owner  school of each cell
     * @param {number} [only]  borders of this school only
     * @returns {Path2D[]} in pieces
     */
    borders(view, box, owner, only) {
      let path = new Path2D();
      const found = [path];
      let held = 0;
      const near = box ? borders(onPlane(view, box, REACH_PX)) : edges.a.keys();
      for (const e of near) {
        const p = owner[at(edges.left, e)];
        const q = owner[at(edges.right, e)];
        if (p === q || (only !== undefined && p !== only && q !== only)) continue;
        const [a, b] = [at(edges.a, e), at(edges.b, e)];
        if (held === PIECE) {
          path = new Path2D();
          found.push(path);
          held = 0;
        }
        path.moveTo(at(cells.x, a) * view.scale - view.left, at(cells.y, a) * view.scale - view.top);
        path.lineTo(at(cells.x, b) * view.scale - view.left, at(cells.y, b) * view.scale - view.top);
        held += 1;
      }
      return found;
    },

    /** @param {Context} c @param {readonly Path2D[]} paths @param {boolean} faint */
    *strokeBorders(c, paths, faint) {
      c.lineCap = "round";
      c.setLineDash([]);
      const passes = faint
        ? /** @type {const} */ ([[1, "#c5cbd1"]])
        : /** @type {const} */ ([[2.8, "#ffffff"], [1, "#7b8896"]]);
      for (const [width, colour] of passes) {
        c.lineWidth = width;
        c.strokeStyle = colour;
        for (const path of paths) c.stroke(path);
        yield;
      }
    },

    /** @param {readonly number[]} which cells @returns {Box[]} of their rings, on the unit plane */
    boxesOfCells(which) {
      const asked = new Set(which);
      /** @type {Box[]} */
      const found = [];
      for (let ring = 0; ring < rings; ring += 1) {
        if (!asked.has(at(cells.ringCell, ring))) continue;
        found.push({ x0: at(boxes.x0, ring), y0: at(boxes.y0, ring), x1: at(boxes.x1, ring), y1: at(boxes.y1, ring) });
      }
      return found;
    },
  };
}

/** @param {import("#maps/world").Cells} cells @param {Edges} edges */
function edgeGrid(cells, edges) {
  const n = edges.a.length;
  const vertex = new Int32Array(n * 2);
  edges.a.forEach((end, e) => {
    vertex[e * 2] = end;
    vertex[e * 2 + 1] = at(edges.b, e);
  });
  const start = Int32Array.from({ length: n + 1 }, (_, e) => e * 2);
  const boxes = boxesOf({ start, vertex, x: cells.x, y: cells.y });
  return makeBoxGrid(boxes, Int32Array.from({ length: n }, (_, i) => i));
}
