import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cellSchools, fillBySchool, fillByValue, sharedEdges } from "#maps/catchments";
import { classes, classOf, pale } from "#maps/colours";
import { alternatives, bandGrade, bandView, runs, villagesOf } from "#maps/journeys";
import { byRule } from "#maps/panel-findings";
import { planeX, planeY, starts } from "#maps/world";

const BANDS = [
  { id: "lower_primary", first: 1, last: 3, stage: "primary", walk_speed_m_s: 1, walk_limit_s: 1800, ride_limit_s: 1800, may_board: false },
  { id: "upper_primary", first: 4, last: 6, stage: "primary", walk_speed_m_s: 1.1, walk_limit_s: 2400, ride_limit_s: 2400, may_board: true },
];

const LENGTHS = [1000, 2000, 3000, 5000, 10000];

/**
 * Four villages in a row of square cells, the first two on one place; two schools.
 *   cell 0: villages 0, 1    cell 1: village 2    cell 2: village 3
 */
function row() {
  const none = () => new Int32Array(36);
  const pupils = none();
  const site = none().fill(-1);
  const mode = none().fill(3);
  const assign = (v, grades, s, m, n) => grades.forEach((g) => {
    pupils[v * 9 + g - 1] = n;
    site[v * 9 + g - 1] = s;
    mode[v * 9 + g - 1] = m;
  });
  assign(0, [1, 2, 3, 4, 5, 6], 0, 0, 2);
  assign(1, [1, 2], 0, 0, 1);
  assign(1, [3], 1, 1, 5);
  assign(2, [1, 2, 3], 1, 0, 1);
  assign(3, [1, 2, 3], 1, 3, 4);
  const x = Float64Array.from([0, 1, 2, 3, 0, 1, 2, 3]);
  const y = Float64Array.from([0, 0, 0, 0, 1, 1, 1, 1]);
  return {
    data: { bands: BANDS, limits: { length_m: LENGTHS } },
    villages: { n: 4, pupils, site, mode, reason: none(), access: [1, 0.2, null, 2] },
    schools: { n: 2, open: Int32Array.from([1, 1]), first: Int32Array.from([1, 1]), last: Int32Array.from([6, 3]) },
    journeys: {
      start: starts(Int32Array.from([2, 2, 2, 0])),
      site: Int32Array.from([0, 1, 0, 1, 0, 1]),
      lengthM: Int32Array.from([1800, 4000, 1801, 3000, 9000, 500]),
      walkRefS: Int32Array.from([1800, 4000, 1801, 3000, 9000, 500]),
      rideS: Int32Array.from([-1, 600, 300, 400, -1, 60]),
      rideLengthM: Int32Array.from([0, 4100, 1900, 3100, 0, 510]),
    },
    cells: {
      n: 3, of: Int32Array.from([0, 0, 1, 2]), ringCell: Int32Array.from([0, 1, 2]), start: Int32Array.from([0, 4, 8, 12]),
      vertex: Int32Array.from([0, 1, 5, 4, 1, 2, 6, 5, 2, 3, 7, 6]), x, y,
    },
  };
}

test("runs join grades that share site and mode, and hold every pupil", () => {
  const found = runs(row(), 1);
  assert.deepEqual(found.map((r) => [r.first, r.last, r.site, r.mode, r.pupils]), [[1, 2, 0, 0, 2], [3, 3, 1, 1, 5]]);
  assert.equal(found[0].walkS, 1801);
  assert.equal(found[1].rideS, 400);
});

const vectors = JSON.parse(readFileSync(new URL("../maps/runs.json", import.meta.url), "utf8"));
for (const { name, runs: expected, ...columns } of vectors.cases) {
  test(`runs, as Python makes them: ${name}`, () => {
    const world = row();
    world.data.bands = [...BANDS, { ...BANDS[1], id: "junior", first: 7, last: 9, stage: "junior" }];
    for (const [column, values] of Object.entries(columns)) world.villages[column].set(values, 9);
    assert.deepEqual(runs(world, 1).map((r) => [r.first, r.last, r.pupils]), expected);
  });
}

test("the journey of the most pupils stands for the band", () => {
  assert.equal(bandGrade(row(), 1, BANDS[0]), 3);
  assert.equal(bandGrade(row(), 0, BANDS[0]), 1);
  const view = bandView(row(), 0);
  assert.deepEqual([...view.site], [0, 1, 1, 1]);
  assert.deepEqual([...view.lengthM], [1800, 3000, 500, -1]);
  assert.deepEqual([...view.pupils], [6, 7, 3, 12]);
});

test("walking time is rounded half up at the band's speed", () => {
  const world = row();
  assert.equal(runs(world, 0)[1].walkS, Math.floor(1800 / 1.1 + 0.5));
});

test("alternatives: open schools of the band, nearest first, without one's own", () => {
  const found = alternatives(row(), 0, 0, new Set([0]), 4);
  assert.deepEqual(found.map((a) => [a.site, a.lengthM, a.rideS]), [[1, 4000, 600]]);
  assert.deepEqual(alternatives(row(), 0, 1, new Set(), 4).map((a) => a.site), [0]);
});

test("villages of a school: only those it takes in, farthest first", () => {
  assert.deepEqual(villagesOf(row(), 1), [
    { village: 1, pupils: 5, lengthM: 3000 }, { village: 2, pupils: 3, lengthM: 500 },
  ]);
});

test("edges between cells are found once each", () => {
  const edges = sharedEdges(row().cells);
  assert.deepEqual([...edges.left].map((l, i) => [l, edges.right[i]]), [[0, 1], [1, 2]]);
});

test("an unserved village belongs to no catchment", () => {
  const world = row();
  const owner = cellSchools(world, bandView(world, 0));
  assert.deepEqual([...owner], [0, 1, -1]);
  const fills = fillBySchool(world, bandView(world, 0), sharedEdges(world.cells));
  assert.notEqual(fills[0], fills[1]);
  assert.equal(fills[2], "");
});

test("no village beyond a threshold lies within its area", () => {
  const world = row();
  for (const measure of /** @type {const} */ (["minutes", "distance"])) {
    const view = bandView(world, 0);
    const fills = fillByValue(world, view, measure);
    const found = classes(measure, 1800, LENGTHS);
    for (let v = 0; v < 3; v += 1) {
      const value = measure === "minutes" ? view.walkS[v] : view.lengthM[v];
      const own = classOf(found, value);
      const shown = found.findIndex((c) => pale(c.colour, 0.6) === fills[world.cells.of[v]]);
      assert.ok(shown >= own, `${measure}: village ${v} of class ${own} lies in ${shown}`);
    }
    assert.equal(fills[2], "", "no journey, no area");
  }
});

test("the measure of seats: the least of a shared cell is shown", () => {
  const world = row();
  const fills = fillByValue(world, bandView(world, 0), "access");
  assert.equal(fills[0], pale(classes("access", 0, LENGTHS)[0].colour, 0.6));
  assert.equal(fills[1], "", "no figure, no area");
});

test("findings: gravest first, then the most", () => {
  const make = (rule, severity, n) => Array.from({ length: n }, () => ({ rule, severity }));
  const found = byRule([...make("a", "note", 9), ...make("b", "violation", 1), ...make("c", "violation", 3), ...make("a", "warning", 1)]);
  assert.deepEqual(found.map(([, all]) => [all[0].rule, all[0].severity, all.length]), [
    ["c", "violation", 3], ["b", "violation", 1], ["a", "warning", 1], ["a", "note", 9],
  ]);
});

test("the unit plane is the web map's", () => {
  assert.equal(planeX(-180), 0);
  assert.equal(planeX(0), 128);
  assert.ok(Math.abs(planeY(0) - 128) < 1e-12);
  assert.ok(Math.abs(planeY(85.0511287798066)) < 1e-9);
});
