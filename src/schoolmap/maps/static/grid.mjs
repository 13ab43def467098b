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
