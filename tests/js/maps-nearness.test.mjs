import assert from "node:assert/strict";
import { test } from "node:test";
import { nearCounty } from "#maps/road-nearness";
import { planeX, planeY } from "#maps/world";

// at 30 degrees north a hundredth of a degree is 1.11 km northward
const xs = (...lons) => Float64Array.from(lons, planeX);
const ys = (...lats) => Float64Array.from(lats, planeY);
const roads = {
  start: Int32Array.from([0, 2, 4, 6, 8]),
  x: xs(104.01, 104.02, 104.02, 104.02, 104.02, 104.02, 104.3, 104.3),
  // within; 2.2 km north of the outline; 3.9 km north of it; beside a village far away
  y: ys(30.01, 30.02, 30.07, 30.09, 30.085, 30.1, 30.3, 30.31),
};
const outlines = { start: Int32Array.from([0, 4]), x: xs(104, 104.05, 104.05, 104), y: ys(30, 30, 30.05, 30.05) };
const places = { villages: { x: xs(104.3), y: ys(30.3) }, schools: { x: xs(), y: ys() } };

test("roads near an outline or a place belong to the county, those further off do not", () => {
  assert.deepEqual([...nearCounty({ roads, outlines, ...places })], [1, 1, 0, 1]);
});

test("where no outline is known every road belongs to the county", () => {
  const none = { start: Int32Array.from([0]), x: xs(), y: ys() };
  assert.deepEqual([...nearCounty({ roads, outlines: none, ...places })], [1, 1, 1, 1]);
});
