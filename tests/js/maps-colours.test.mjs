import assert from "node:assert/strict";
import { test } from "node:test";
import { PALENESS } from "#maps/catchments";
import {
  ACCESS_STEPS, ADDED_STEPS, classes, classOf, greedyColours, LENGTH_COLOURS, lengthColours, MODE_COLOURS, pale, rangeText, rgb, SAME_COLOUR, STEPS,
} from "#maps/colours";

// Machado, Oliveira and Fernandes 2009, full severity, on linear light
const SIGHT = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** @param {string} hex @param {number[]} [m] @returns {number[]} CIE Lab */
function lab(hex, m) {
  let c = rgb(hex).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  if (m) {
    const [r, g, b] = c;
    c = [0, 3, 6].map((i) => Math.min(1, Math.max(0, m[i] * r + m[i + 1] * g + m[i + 2] * b)));
  }
  const [r, g, b] = c;
  const xyz = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
  ].map((v) => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 16 / 116));
  return [116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])];
}

const PALETTES = {
  STEPS, ACCESS_STEPS, LENGTH_COLOURS, MODE_COLOURS,
  CHANGES: [...ADDED_STEPS, SAME_COLOUR],
  // areas of the view of changes are paler, and lie beside white ground
  "areas of CHANGES": [...ADDED_STEPS.map((c) => pale(c, PALENESS)), "#ffffff"],
};
const LEAST = { "areas of CHANGES": 9 };

for (const [name, palette] of Object.entries(PALETTES)) {
  for (const [sight, matrix] of [["plain", undefined], ...Object.entries(SIGHT)]) {
    test(`${name} can be told apart (${sight})`, () => {
      for (let i = 0; i < palette.length; i += 1) {
        for (let j = 0; j < i; j += 1) {
          const [p, q] = [lab(palette[i], matrix), lab(palette[j], matrix)];
          const gap = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
          assert.ok(gap > (LEAST[name] ?? 14), `${palette[i]} and ${palette[j]}: ${gap.toFixed(1)}`);
        }
      }
    });
  }
}

test("a value on a bound belongs to the class below, and the limit is a bound", () => {
  const found = classes("minutes", 1800, []);
  assert.deepEqual(found.map((c) => c.to), [900, 1800, 2700, 3600, null]);
  assert.equal(classOf(found, 1800), 1);
  assert.equal(classOf(found, 1801), 2);
  assert.equal(classOf(found, 1e9), 4);
  assert.deepEqual(found.map((c) => rangeText(c, (v) => String(v / 60))), ["≤ 15", "15–30", "30–45", "45–60", "> 60"]);
});

test("classes of journeys are those of the rules, in colours from near to far", () => {
  const found = classes("distance", 0, [3000, 6000]);
  assert.deepEqual(found.map((c) => c.to), [3000, 6000, null]);
  assert.deepEqual([found[0].colour, found[2].colour], [LENGTH_COLOURS[0], LENGTH_COLOURS.at(-1)]);
  assert.deepEqual(lengthColours(6), LENGTH_COLOURS);
  assert.deepEqual(lengthColours(1), [LENGTH_COLOURS[0]]);
});

test("neighbours differ, and the same input gives the same colours", () => {
  // a wheel: a hub and five spokes in a ring
  const near = new Map([[9, new Set([1, 2, 3, 4, 5])]]);
  for (let i = 1; i <= 5; i += 1) near.set(i, new Set([9, (i % 5) + 1, ((i + 3) % 5) + 1]));
  const found = greedyColours(near, 8);
  for (const [node, others] of near) {
    for (const other of others) assert.notEqual(found.get(node), found.get(other));
  }
  assert.deepEqual([...greedyColours(near, 8)], [...found]);
});

test("paler is nearer to white", () => {
  assert.equal(pale("#000000", 0.5), "#808080");
  assert.equal(pale("#336699", 1), "#ffffff");
});

test("classes of added length: nearer, as far, further; a metre nearer is nearer", () => {
  const found = classes("added", 0, [1000, 2000, 3000, 5000, 10000]);
  assert.deepEqual(found.map((c) => c.to), [-1000, -1, 0, 1000, 2000, 5000, null]);
  assert.deepEqual([-1000, -999, -1, 0, 1, 1000, 1001, 5001].map((v) => classOf(found, v)), [0, 1, 1, 2, 3, 3, 4, 6]);
  assert.equal(new Set(found.map((c) => c.colour)).size, found.length);
  // a study may have fewer classes of journeys
  assert.deepEqual(classes("added", 0, [3000]).map((c) => c.to), [-3000, -1, 0, 3000, null]);
});

test("kept colours stay, and a newcomer differs from its neighbours", () => {
  const near = new Map([[1, new Set([2, 3])], [2, new Set([1])], [3, new Set([1])]]);
  const found = greedyColours(near, 3, new Map([[2, 0], [3, 1], [9, 2]]));
  assert.deepEqual([...found], [[2, 0], [3, 1], [9, 2], [1, 2]]);
});
