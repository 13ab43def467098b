/** Draws the outlines of the county and its townships; dashes stay where they are while the map moves. */

import { onPlane } from "#maps/grid";
import { at } from "#maps/journeys";

/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {{from: number, to: number, before: number}} Run  stretches of a ring, and what lies before */

const BORDER = "#44566a";
const TOWN = "rgba(58,70,84,0.72)";
const REACH_PX = 8;

/**
 * Stretches that another ring has drawn already: neighbours share their border.
 * @param {import("#maps/world").Lines} outlines @returns {Uint8Array} by the vertex that it starts from
 */
function drawnTwice(outlines) {
  const twice = new Uint8Array(outlines.x.length);
  /** @type {Set<string>} */
  const seen = new Set();
  outlines.kind.forEach((owner, ring) => {
    const [from, to] = [at(outlines.start, ring), at(outlines.start, ring + 1)];
    for (let k = from; owner >= 0 && k < to; k += 1) {
      const q = k + 1 < to ? k + 1 : from;
      const ends = [`${outlines.x[k]} ${outlines.y[k]}`, `${outlines.x[q]} ${outlines.y[q]}`].sort().join(" ");
      if (seen.has(ends)) twice[k] = 1;
      seen.add(ends);
    }
  });
  return twice;
}

/** @param {import("#maps/world").Lines} outlines */
export function makeOutlines(outlines) {
  const twice = drawnTwice(outlines);

  /** @param {number} ring @param {number} k @returns {number} vertex k of the ring, which closes */
  const vertex = (ring, k) => {
    const from = at(outlines.start, ring);
    const n = at(outlines.start, ring + 1) - from;
    return from + (k % n);
  };

  /** @param {number} ring @param {Box} part of the unit plane @returns {Run[]} */
  function runsWithin(ring, part) {
    const n = at(outlines.start, ring + 1) - at(outlines.start, ring);
    /** @type {Run[]} */
    const found = [];
    let [length, open] = [0, false];
    for (let k = 0; k < n; k += 1) {
      const [p, q] = [vertex(ring, k), vertex(ring, k + 1)];
      const [ax, ay, bx, by] = [at(outlines.x, p), at(outlines.y, p), at(outlines.x, q), at(outlines.y, q)];
      const seen =
        twice[p] === 0 &&
        Math.max(ax, bx) >= part.x0 && Math.min(ax, bx) <= part.x1 &&
        Math.max(ay, by) >= part.y0 && Math.min(ay, by) <= part.y1;
      const last = found.at(-1);
      if (seen && open && last) last.to = k + 1;
      else if (seen) found.push({ from: k, to: k + 1, before: length });
      open = seen;
      length += Math.hypot(bx - ax, by - ay);
    }
    return found;
  }

  /**
   * @param {CanvasRenderingContext2D} c @param {View} view @param {Box} box
   * @param {(owner: number) => boolean} of
   */
  function stroke(c, view, box, of) {
    const part = onPlane(view, box, REACH_PX);
    outlines.kind.forEach((owner, ring) => {
      if (!of(owner)) return;
      for (const run of runsWithin(ring, part)) {
        c.beginPath();
        for (let k = run.from; k <= run.to; k += 1) {
          const p = vertex(ring, k);
          c.lineTo(at(outlines.x, p) * view.scale - view.left, at(outlines.y, p) * view.scale - view.top);
        }
        c.lineDashOffset = run.before * view.scale;
        c.stroke();
      }
    });
    c.lineDashOffset = 0;
  }

  /**
   * @param {CanvasRenderingContext2D} c @param {View} view @param {Box} box
   * @param {boolean} townships
   */
  return function* draw(c, view, box, townships) {
    c.lineJoin = "bevel";
    c.lineCap = "butt";
    if (townships) {
      c.setLineDash([5, 2.5, 1.5, 2.5]);
      c.lineWidth = 1.4;
      c.strokeStyle = TOWN;
      stroke(c, view, box, (owner) => owner >= 0);
      yield;
    }
    c.setLineDash([]);
    c.lineWidth = 4;
    c.strokeStyle = "rgba(255,255,255,0.9)";
    stroke(c, view, box, (owner) => owner === -1);
    yield;
    c.setLineDash([9, 3, 2, 3]);
    c.lineWidth = 1.8;
    c.strokeStyle = BORDER;
    stroke(c, view, box, (owner) => owner === -1);
    c.setLineDash([]);
  };
}
