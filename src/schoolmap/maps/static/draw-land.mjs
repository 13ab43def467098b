/** Draws the county's ground: catchments or service areas, their borders, and outlines. */

import { cellSchools } from "#maps/catchments";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/catchments").Edges} Edges */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{x0: Float64Array, y0: Float64Array, x1: Float64Array, y1: Float64Array}} Boxes */

const GROUND = "#ffffff";
const BORDER = "#44566a";

/**
 * @param {{start: Int32Array}} lines @param {(vertex: number) => [number, number]} place
 * @returns {Boxes} of every line or ring
 */
export function boxesOf(lines, place) {
  const n = lines.start.length - 1;
  const boxes = {
    x0: new Float64Array(n).fill(Infinity),
    y0: new Float64Array(n).fill(Infinity),
    x1: new Float64Array(n).fill(-Infinity),
    y1: new Float64Array(n).fill(-Infinity),
  };
  for (let i = 0; i < n; i += 1) {
    for (let k = Number(lines.start[i]); k < Number(lines.start[i + 1]); k += 1) {
      const [x, y] = place(k);
      if (x < Number(boxes.x0[i])) boxes.x0[i] = x;
      if (x > Number(boxes.x1[i])) boxes.x1[i] = x;
      if (y < Number(boxes.y0[i])) boxes.y0[i] = y;
      if (y > Number(boxes.y1[i])) boxes.y1[i] = y;
    }
  }
  return boxes;
}

/** @param {Boxes} boxes @param {number} i @param {View} view @returns {boolean} */
export function inView(boxes, i, view) {
  const { scale, left, top, width, height } = view;
  return (
    Number(boxes.x1[i]) * scale >= left &&
    Number(boxes.x0[i]) * scale <= left + width &&
    Number(boxes.y1[i]) * scale >= top &&
    Number(boxes.y0[i]) * scale <= top + height
  );
}

/** @param {World} world */
export function makeLand(world) {
  const { cells, outlines } = world;
  const vertex = (/** @type {number} */ k) => Number(cells.vertex[k]);
  /** @type {Map<number, Int32Array>} */
  const owners = new Map();
  const boxes = boxesOf(cells, (k) => [Number(cells.x[vertex(k)]), Number(cells.y[vertex(k)])]);

  /** @param {Context} c @param {View} view @param {(owner: number) => boolean} of */
  function traceOutlines(c, view, of) {
    c.beginPath();
    for (let ring = 0; ring < outlines.kind.length; ring += 1) {
      if (!of(Number(outlines.kind[ring]))) continue;
      for (let k = Number(outlines.start[ring]); k < Number(outlines.start[ring + 1]); k += 1) {
        const x = Number(outlines.x[k]) * view.scale - view.left;
        const y = Number(outlines.y[k]) * view.scale - view.top;
        if (k === outlines.start[ring]) c.moveTo(x, y);
        else c.lineTo(x, y);
      }
      c.closePath();
    }
  }

  /** @param {Context} c @param {View} view @param {number} ring */
  function traceRing(c, view, ring) {
    const from = Number(cells.start[ring]);
    for (let k = from; k < Number(cells.start[ring + 1]); k += 1) {
      const x = Number(cells.x[vertex(k)]) * view.scale - view.left;
      const y = Number(cells.y[vertex(k)]) * view.scale - view.top;
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

    /** @param {Context} c @param {View} view @param {readonly string[]} fills by cell */
    cells(c, view, fills) {
      /** @type {Map<string, number[]>} */
      const byColour = new Map();
      for (let ring = 0; ring < cells.ringCell.length; ring += 1) {
        const colour = fills[Number(cells.ringCell[ring])];
        if (!colour || !inView(boxes, ring, view)) continue;
        const rings = byColour.get(colour);
        if (rings) rings.push(ring);
        else byColour.set(colour, [ring]);
      }
      for (const [colour, rings] of byColour) {
        c.beginPath();
        for (const ring of rings) traceRing(c, view, ring);
        c.fillStyle = colour;
        c.fill("evenodd");
      }
    },

    /**
     * @param {Context} c @param {View} view @param {Edges} edges
     * @param {Int32Array} owner  school of each cell
     * @param {number} [only]  borders of this school only
     * @returns {boolean} whether there was any
     */
    traceBorders(c, view, edges, owner, only) {
      let any = false;
      c.beginPath();
      for (let e = 0; e < edges.a.length; e += 1) {
        const p = owner[Number(edges.left[e])];
        const q = owner[Number(edges.right[e])];
        if (p === q || (only !== undefined && p !== only && q !== only)) continue;
        const [a, b] = [Number(edges.a[e]), Number(edges.b[e])];
        c.moveTo(Number(cells.x[a]) * view.scale - view.left, Number(cells.y[a]) * view.scale - view.top);
        c.lineTo(Number(cells.x[b]) * view.scale - view.left, Number(cells.y[b]) * view.scale - view.top);
        any = true;
      }
      return any;
    },

    /** @param {Context} c @param {View} view @param {Edges} edges @param {Int32Array} owner */
    borders(c, view, edges, owner) {
      c.lineCap = "square";
      this.traceBorders(c, view, edges, owner);
      c.lineWidth = 2.6;
      c.strokeStyle = "rgba(255,255,255,0.9)";
      c.stroke();
      c.lineWidth = 1;
      c.strokeStyle = "rgba(68,86,106,0.75)";
      c.stroke();
    },

    /** @param {Context} c @param {View} view @param {boolean} townships */
    outlines(c, view, townships) {
      c.lineJoin = "bevel";
      if (townships) {
        traceOutlines(c, view, (owner) => owner >= 0);
        c.setLineDash([2, 3]);
        c.lineCap = "butt";
        c.lineWidth = 1.6;
        c.strokeStyle = "rgba(58,70,84,0.7)";
        c.stroke();
      }
      c.setLineDash([]);
      traceOutlines(c, view, (owner) => owner === -1);
      c.lineWidth = 4;
      c.strokeStyle = "rgba(255,255,255,0.9)";
      c.stroke();
      c.setLineDash([9, 3, 2, 3]);
      c.lineWidth = 1.8;
      c.strokeStyle = BORDER;
      c.stroke();
      c.setLineDash([]);
    },

    /** @param {import("#maps/journeys").BandView} view @returns {Int32Array} school of each cell */
    owners(view) {
      let found = owners.get(view.band);
      if (!found) {
        found = cellSchools(world, view);
        owners.set(view.band, found);
      }
      return found;
    },
  };
}
