/** Finds the nearest of many points without looking at all of them. */

/**
 * @typedef {{near: (x: number, y: number, reach: number,
 *   fits?: (i: number) => boolean) => number}} Grid
 */

/**
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @returns {Grid} `near` gives the index of the nearest point within reach, -1 none
 */
export function makeGrid(x, y) {
  const n = x.length;
  const side = Math.max(1, Math.ceil(Math.sqrt(n)));
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let i = 0; i < n; i += 1) {
    const px = /** @type {number} */ (x[i]);
    const py = /** @type {number} */ (y[i]);
    if (px < x0) x0 = px;
    if (px > x1) x1 = px;
    if (py < y0) y0 = py;
    if (py > y1) y1 = py;
  }
  const step = Math.max((x1 - x0) / side, (y1 - y0) / side, 1e-12);
  /** @param {number} v @param {number} low */
  const column = (v, low) => Math.min(side - 1, Math.max(0, Math.floor((v - low) / step)));
  /** @type {number[][]} */
  const boxes = Array.from({ length: side * side }, () => []);
  for (let i = 0; i < n; i += 1) {
    const box = column(/** @type {number} */ (y[i]), y0) * side + column(Number(x[i]), x0);
    boxes[box]?.push(i);
  }
  return {
    near(px, py, reach, fits) {
      if (n === 0) return -1;
      let best = -1;
      let least = reach * reach;
      for (let r = column(py - reach, y0); r <= column(py + reach, y0); r += 1) {
        for (let c = column(px - reach, x0); c <= column(px + reach, x0); c += 1) {
          for (const i of boxes[r * side + c] ?? []) {
            const dx = /** @type {number} */ (x[i]) - px;
            const dy = /** @type {number} */ (y[i]) - py;
            const gap = dx * dx + dy * dy;
            if ((gap < least || (gap === least && best < 0)) && (!fits || fits(i))) {
              least = gap;
              best = i;
            }
          }
        }
      }
      return best;
    },
  };
}

/** @typedef {import("#maps/surface").Box} Box */
/**
 * @typedef {{x0: Float64Array, y0: Float64Array, x1: Float64Array, y1: Float64Array}} Boxes
 * @typedef {(box: Box) => Int32Array} BoxGrid  which things may touch a box
 */

const PER_BOX = 4;

/** @type {WeakMap<object, Boxes>} */
const known = new WeakMap();

/**
 * @param {{start: Int32Array, x: Float64Array, y: Float64Array, vertex?: Int32Array}} lines
 *   vertices by number where they are shared
 * @returns {Boxes} of every line or ring; worked out once
 */
export function boxesOf(lines) {
  let boxes = known.get(lines);
  if (!boxes) known.set(lines, (boxes = measured(lines)));
  return boxes;
}

/** @param {Parameters<typeof boxesOf>[0]} lines @returns {Boxes} */
function measured({ start, x, y, vertex }) {
  const n = start.length - 1;
  const boxes = { x0: new Float64Array(n), y0: new Float64Array(n), x1: new Float64Array(n), y1: new Float64Array(n) };
  for (let i = 0; i < n; i += 1) {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = Number(start[i]); k < Number(start[i + 1]); k += 1) {
      const at = vertex ? Number(vertex[k]) : k;
      const px = Number(x[at]);
      const py = Number(y[at]);
      if (px < x0) x0 = px;
      if (px > x1) x1 = px;
      if (py < y0) y0 = py;
      if (py > y1) y1 = py;
    }
    boxes.x0[i] = x0;
    boxes.y0[i] = y0;
    boxes.x1[i] = x1;
    boxes.y1[i] = y1;
  }
  return boxes;
}

/**
 * Finds things by their boxes.
 * @param {Boxes} boxes @param {Int32Array} items  which of the boxes
 * @returns {BoxGrid}
 */
export function makeBoxGrid(boxes, items) {
  const side = Math.max(1, Math.ceil(Math.sqrt(items.length / PER_BOX)));
  const whole = around(boxes, items);
  const step = Math.max((whole.x1 - whole.x0) / side, (whole.y1 - whole.y0) / side, 1e-12);
  /** @param {number} v @param {number} low */
  const column = (v, low) => Math.min(side - 1, Math.max(0, Math.floor((v - low) / step)));
  /** Rows and columns that a box of the plane touches. @param {Box} b @returns {[number, number, number, number]} */
  const span = (b) => [column(b.y0, whole.y0), column(b.y1, whole.y0), column(b.x0, whole.x0), column(b.x1, whole.x0)];
  const { start, held } = sortedInto(side, items, (i) => span(boxAt(boxes, i)));
  const seen = new Int32Array(boxes.x0.length);
  const found = new Int32Array(items.length);
  let round = 0;
  return (box) => {
    let count = 0;
    round += 1;
    const [r0, r1, c0, c1] = span(box);
    for (let r = r0; r <= r1; r += 1) {
      for (let k = Number(start[r * side + c0]); k < Number(start[r * side + c1 + 1]); k += 1) {
        const i = Number(held[k]);
        if (seen[i] === round) continue;
        seen[i] = round;
        const apart =
          Number(boxes.x1[i]) < box.x0 || Number(boxes.x0[i]) > box.x1 ||
          Number(boxes.y1[i]) < box.y0 || Number(boxes.y0[i]) > box.y1;
        if (apart) continue;
        found[count] = i;
        count += 1;
      }
    }
    return found.slice(0, count);
  };
}

/** @param {Boxes} boxes @param {number} i @returns {Box} */
const boxAt = (boxes, i) => ({
  x0: Number(boxes.x0[i]), y0: Number(boxes.y0[i]), x1: Number(boxes.x1[i]), y1: Number(boxes.y1[i]),
});

/** @param {Boxes} boxes @param {Int32Array} items @returns {Box} about all of them */
function around(boxes, items) {
  const whole = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (const i of items) {
    whole.x0 = Math.min(whole.x0, Number(boxes.x0[i]));
    whole.y0 = Math.min(whole.y0, Number(boxes.y0[i]));
    whole.x1 = Math.max(whole.x1, Number(boxes.x1[i]));
    whole.y1 = Math.max(whole.y1, Number(boxes.y1[i]));
  }
  return whole;
}

/**
 * Items by cell: those of cell k are `held` from `start[k]` up to `start[k + 1]`.
 * @param {number} side of the grid @param {Int32Array} items
 * @param {(item: number) => [number, number, number, number]} spanOf
 */
function sortedInto(side, items, spanOf) {
  const spans = Array.from(items, spanOf);
  const start = new Int32Array(side * side + 1);
  for (const [r0, r1, c0, c1] of spans) {
    for (let r = r0; r <= r1; r += 1) {
      for (let c = c0; c <= c1; c += 1) start[r * side + c + 1] = Number(start[r * side + c + 1]) + 1;
    }
  }
  for (let k = 0; k < side * side; k += 1) start[k + 1] = Number(start[k + 1]) + Number(start[k]);
  const held = new Int32Array(Number(start[side * side]));
  const next = start.slice(0, -1);
  spans.forEach(([r0, r1, c0, c1], k) => {
    for (let r = r0; r <= r1; r += 1) {
      for (let c = c0; c <= c1; c += 1) {
        const cell = r * side + c;
        held[Number(next[cell])] = Number(items[k]);
        next[cell] = Number(next[cell]) + 1;
      }
    }
  });
  return { start, held };
}

/** @param {import("#maps/surface").View} view @param {Box} box on the canvas @param {number} reach pixels @returns {Box} on the unit plane */
export const onPlane = (view, box, reach) => ({
  x0: (box.x0 - reach + view.left) / view.scale,
  y0: (box.y0 - reach + view.top) / view.scale,
  x1: (box.x1 + reach + view.left) / view.scale,
  y1: (box.y1 + reach + view.top) / view.scale,
});
