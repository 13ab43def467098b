import assert from "node:assert/strict";
import { test } from "node:test";
import { boxesOf, makeBoxGrid, onPlane } from "#maps/grid";
import { latitudeOf, longitudeOf, makeHits, makeSnapping } from "#maps/hits";
import { wrapName } from "#maps/labels";
import { paperFor, viewOfBox } from "#maps/print";
import { legsOf, lineOf } from "#maps/route-layer";
import { strips } from "#maps/surface";
import { planeX, planeY } from "#maps/world";

/** A small seeded generator. */
function draws(seed) {
  let s = seed;
  return () => {
    s = (s * 1664525 + 1013904223) % 4294967296;
    return s / 4294967296;
  };
}

/** Polylines scattered over ten by ten. */
function scattered(n, seed) {
  const next = draws(seed);
  const [x, y, start] = [[], [], [0]];
  for (let i = 0; i < n; i += 1) {
    let [px, py] = [next() * 10, next() * 10];
    const count = 2 + Math.floor(next() * 4);
    for (let k = 0; k < count; k += 1) {
      x.push(px);
      y.push(py);
      px += next() * 0.6 - 0.3;
      py += next() * 0.6 - 0.3;
    }
    start.push(x.length);
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y), start: Int32Array.from(start), kind: new Int32Array(n) };
}

test("a grid of boxes finds what a look at all of them finds", () => {
  const lines = scattered(400, 11);
  const boxes = boxesOf(lines);
  const some = Int32Array.from({ length: 200 }, (_, i) => i * 2);
  const grid = makeBoxGrid(boxes, some);
  const next = draws(2);
  for (let k = 0; k < 200; k += 1) {
    const [x0, y0] = [next() * 12 - 1, next() * 12 - 1];
    const box = { x0, y0, x1: x0 + next() * 3, y1: y0 + next() * 3 };
    const all = [...some].filter((i) =>
      boxes.x1[i] >= box.x0 && boxes.x0[i] <= box.x1 && boxes.y1[i] >= box.y0 && boxes.y0[i] <= box.y1);
    assert.deepEqual([...grid(box)].sort((a, b) => a - b), all);
  }
  assert.equal(makeBoxGrid(boxes, new Int32Array()) ({ x0: 0, y0: 0, x1: 9, y1: 9 }).length, 0);
});

test("after a pan the strips cover exactly what was not there before", () => {
  const view = (left, top) => ({ zoom: 9, scale: 512, left, top, width: 40, height: 24, frame: null });
  for (const [dx, dy] of [[8, 0], [-8, 0], [0, 4], [0, -12], [8, 4], [-8, 4], [8, -4], [-8, -4], [40, 0], [4, -30]]) {
    const found = strips(view(100, 100), view(100 + dx, 100 + dy));
    for (let x = 0; x < 40; x += 1) {
      for (let y = 0; y < 24; y += 1) {
        const known = x + dx >= 0 && x + dx < 40 && y + dy >= 0 && y + dy < 24;
        const hit = found.filter((b) => x >= b.x0 && x < b.x1 && y >= b.y0 && y < b.y1).length;
        assert.ok(hit === (known ? 0 : 1) || (hit === 1 && found.length === 1), `${dx},${dy} at ${x},${y}: ${hit}`);
      }
    }
  }
  assert.deepEqual(strips(view(100, 100), view(100, 100)), []);
});

test("a box of the canvas on the plane, and back", () => {
  const view = { zoom: 3, scale: 8, left: 80, top: 40, width: 100, height: 100 };
  assert.deepEqual(onPlane(view, { x0: 0, y0: 0, x1: 8, y1: 16 }, 8), { x0: 9, y0: 4, x1: 12, y1: 8 });
});

test("long names are broken where they read well, in two lines at most", () => {
  assert.deepEqual(wrapName("石桥镇中心小学"), ["石桥镇中心小学"]);
  assert.deepEqual(wrapName("云岭县石桥镇第一中心小学附属寄宿制九年一贯制实验学校"), ["云岭县石桥镇第一中心小学", "附属寄宿制九年一贯制实验…"]);
  const [first, second] = wrapName("Yunling County Second Experimental Primary School");
  assert.ok(first.length <= 26 && second.length <= 26 && !first.endsWith(" "));
  assert.deepEqual(wrapName(" a  b "), ["a b"]);
  assert.equal(wrapName("很".repeat(200)).length, 2);
  assert.ok(wrapName("很".repeat(200))[1].endsWith("…"));
});

test("a snapped place is the nearest on any open road, and says how far along it lies", () => {
  const roads = scattered(120, 4);
  const world = { roads, box: { x0: 0, y0: 0, x1: 10, y1: 10 } };
  const open = (e) => e % 3 !== 0;
  const snap = makeSnapping(world, { lengthMm: () => 1000, open });
  const next = draws(9);
  for (let k = 0; k < 100; k += 1) {
    const p = { x: next() * 10, y: next() * 10 };
    let best = { gap: Infinity };
    for (let e = 0; e < 120; e += 1) {
      if (!open(e)) continue;
      let [sum, whole] = [0, 0];
      for (let i = roads.start[e]; i + 1 < roads.start[e + 1]; i += 1) whole += Math.hypot(roads.x[i + 1] - roads.x[i], roads.y[i + 1] - roads.y[i]);
      for (let i = roads.start[e]; i + 1 < roads.start[e + 1]; i += 1) {
        const [dx, dy] = [roads.x[i + 1] - roads.x[i], roads.y[i + 1] - roads.y[i]];
        const length = Math.hypot(dx, dy);
        for (let t = 0; t <= 1; t += 0.002) {
          const gap = Math.hypot(roads.x[i] + t * dx - p.x, roads.y[i] + t * dy - p.y);
          if (gap < best.gap) best = { gap, edge: e, offset: ((sum + t * length) / whole) * 1000 };
        }
        sum += length;
      }
    }
    const found = snap(p, Infinity);
    assert.ok(Math.hypot(found.x - p.x, found.y - p.y) <= best.gap + 1e-9);
    if (found.edge === best.edge) assert.ok(Math.abs(found.offsetMm - best.offset) < 6);
    assert.equal(snap(p, best.gap * 0.5), null);
  }
});

test("degrees of a place on the plane", () => {
  for (const [lon, lat] of [[104.2, 26.9], [-71, -33], [0, 0]]) {
    assert.ok(Math.abs(longitudeOf(planeX(lon)) - lon) < 1e-9);
    assert.ok(Math.abs(latitudeOf(planeY(lat)) - lat) < 1e-9);
  }
});

test("a route runs along parts of its roads, against their direction where it must", () => {
  // road 0 from (0,0) by (1,0) to (2,0); road 1 from (2,2) to (2,0)
  const world = { roads: { x: Float64Array.from([0, 1, 2, 2, 2]), y: Float64Array.from([0, 0, 0, 2, 0]), start: Int32Array.from([0, 3, 5]) } };
  const line = lineOf(world, [[0, 500, 2000], [1, 1000, 250]], (edge) => [2000, 1000][edge]);
  assert.deepEqual(line, [{ x: 0.5, y: 0 }, { x: 1, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 1.5 }]);
});

test("legs of a village: each school and way once, what is no more first, the band in view last", () => {
  const nine = (values) => Int32Array.from(values);
  const world = (site, mode) => ({
    data: { bands: [{ id: "p", first: 1, last: 6, walk_speed_m_s: 1 }, { id: "j", first: 7, last: 9, walk_speed_m_s: 1 }] },
    villages: { n: 1, pupils: nine([1, 1, 1, 1, 1, 1, 1, 1, 1]), site: nine(site), mode: nine(mode), reason: new Int32Array(9) },
    journeys: { start: nine([0, 0]), site: nine([]) },
  });
  const before = world([0, 0, 0, 0, 0, 0, 5, 5, 5], [0, 0, 0, 0, 0, 0, 2, 2, 2]);
  const scene = world([3, 3, 3, 3, 3, 3, 5, 5, 5], [0, 0, 0, 0, 0, 0, 2, 2, 2]);
  const legs = legsOf({ scene, before }, 0, 0);
  assert.deepEqual(legs.map((l) => [l.site, l.mode, l.old]), [[0, "walk", true], [5, "ride", false], [3, "walk", false]]);
});

test("what stands under the pointer: by the rim of its symbol, a school rather than a village behind it", () => {
  const world = { villages: { n: 2, x: Float64Array.from([0, 1]), y: Float64Array.from([0, 0]) } };
  const scene = { schools: { n: 1, roll: [400], x: Float64Array.from([1.001]), y: Float64Array.from([0]) }, villages: world.villages };
  const picture = { scene, schools: [{ faint: false }], band: { pupils: Int32Array.from([9, 9]) } };
  const view = { zoom: 11, scale: 2 ** 11 };
  const hits = makeHits(world);
  const both = { schools: true, villages: true };
  assert.deepEqual(hits.find({ x: 1.001, y: 0 }, picture, view, both), { type: "school", index: 0 });
  assert.deepEqual(hits.find({ x: 0.001, y: 0 }, picture, view, both), { type: "village", index: 0 });
  assert.equal(hits.find({ x: 0.5, y: 0 }, picture, view, both), null);
  assert.equal(hits.find({ x: 0.001, y: 0 }, picture, view, { schools: true, villages: false }), null);
  assert.equal(hits.schoolAt({ x: 1.001 + 20 / view.scale, y: 0 }, picture, view), 0, "a finger is not so exact");
});

test("paper is turned so that the map is larger", () => {
  assert.equal(paperFor("A4", { x0: 0, y0: 0, x1: 2, y1: 1 }).landscape, true);
  assert.equal(paperFor("A4", { x0: 0, y0: 0, x1: 1, y1: 2 }).landscape, false);
  const [a4, a3] = ["A4", "A3"].map((size) => paperFor(size, { x0: 0, y0: 0, x1: 2, y1: 1 }));
  assert.ok(a3.width > a4.width * 1.4 && a3.width < a4.width * 1.45);
  assert.ok(viewOfBox({ x0: 0, y0: 0, x1: 2, y1: 1 }, 800, 300, 10).scale === 280);
});
