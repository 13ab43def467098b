import assert from "node:assert/strict";
import { test } from "node:test";
import { readGraph } from "#network/graph";
import { partMs } from "#network/parts";
import { makeRouter } from "#network/routing";

//   V0--------N--------------V1     1000 m at 36 km/h: 100 ms a metre; a path of 400 m goes on to
//   0        400      900   1000    1400. V1 stands 80 m off the road (100 s at 0.8 m/s), S0 40 m
//                     S0            off at 900 (50 s). A village V2 stands on a path that the bus
//                                   reaches over 100 m off the road at 1000
const DATA = {
  n_village: 3, n_site: 1, n_node: 3, cutoff_s: 50_000, snap_limit_m: 2000,
  off_road_speed_m_s: 0.8, paces: [100_000],
};
const ARRAYS = {
  "net.ways": [15, 3], "net.node": [0, 1], "net.span": [1, 1], "net.length_mm": [1_000_000, 400_000],
  "net.walk_rest": [0, 0], "net.walk_turn": [0, 0], "net.ride_turn": [0, 0],
  "net.pace": [0, 0], "net.ride_rest": [0, 0], "net.component": [0, 0, 0],
  "net.walk_joins": [1, 1, 1, 1], "net.walk_edge": [0, 0, 1, 0],
  "net.walk_offset_mm": [0, 1_000_000, 100_000, 900_000], "net.walk_leg_mm": [0, 80_000, 0, 40_000],
  "net.ride_place": [2], "net.ride_joins": [1], "net.ride_edge": [0],
  "net.ride_offset_mm": [1_000_000], "net.ride_leg_mm": [100_000],
};

const read = (arrays = {}, data = {}) =>
  readGraph({ ...DATA, ...data }, (name) => Int32Array.from({ ...ARRAYS, ...arrays }[name]));
const school = (edge, offsetMm) => ({ id: "N1", name: "new", lonlat: [111.5, 36.25], edge, offsetMm });
const lists = (site) =>
  Object.fromEntries(Object.entries(site).map(([k, v]) => [k, ArrayBuffer.isView(v) ? [...v] : v]));

test("a school in the midst of an edge: no leg there, the villages' legs count", () => {
  assert.deepEqual(lists(makeRouter(read()).addedSite(school(0, 400_000))), {
    id: "N1", name: "new", lonlat: [111.5, 36.25], edge: 0, offsetMm: 400_000, component: 0,
    village: [0, 1, 2],
    lengthM: [400, 680, 700],
    walkRefS: [400, 700, 700],
    rideS: [40, 160, 185],
    rideLengthM: [400, 680, 700],
    site: [0],
    siteWalkRefS: [550],
  });
});

test("a school at an end of an edge, and one on the path that no bus reaches", () => {
  const router = makeRouter(read());
  assert.deepEqual([...router.addedSite(school(0, 0)).rideS], [0, 200, 225]);
  const inner = router.addedSite(school(1, 200_000));
  assert.deepEqual([...inner.walkRefS], [1200, 300, 100]);
  assert.deepEqual([...inner.rideS], [-1, -1, -1]);
  assert.deepEqual([...inner.rideLengthM], [-1, -1, -1]);
});

test("the cut-off counts the leg of the village", () => {
  const within = (cutoff_s) => [...makeRouter(read({}, { cutoff_s })).addedSite(school(0, 400_000)).village];
  assert.deepEqual(within(700), [0, 1, 2]);
  assert.deepEqual(within(699), [0]);
});

test("on a one-way street the bus does not turn back", () => {
  // open from u to v only: V0 gets to the school at 400 m, V1 at the other end does not
  const router = makeRouter(read({ "net.ways": [1 | 2 | 4, 3] }));
  const site = router.addedSite(school(0, 400_000));
  assert.deepEqual([...site.walkRefS], [400, 700, 700]);
  assert.deepEqual([...site.rideS], [40, -1, -1]);
});

test("routes go along the edges with offsets, in the direction of the journey", () => {
  const router = makeRouter(read());
  assert.deepEqual(router.route(0, school(0, 400_000), "walk"), [[0, 0, 400_000]]);
  assert.deepEqual(router.route(2, school(0, 400_000), "walk"), [[1, 100_000, 0], [0, 1_000_000, 400_000]]);
  assert.deepEqual(router.route(2, 0, "walk"), [[1, 100_000, 0], [0, 1_000_000, 900_000]]);
  assert.deepEqual(router.journey(2, 0, "walk"), {
    lengthM: 240, timeS: 250, parts: [[1, 100_000, 0], [0, 1_000_000, 900_000]],
  });
  assert.deepEqual(router.journey(1, 0, "ride"), { lengthM: 220, timeS: 160, parts: [[0, 1_000_000, 900_000]] });
  assert.deepEqual(router.route(0, school(0, 0), "walk"), []);
  assert.deepEqual(router.route(0, school(1, 200_000), "ride"), []);
  assert.equal(router.journey(0, school(1, 200_000), "ride"), null);
});

test("what is open, and what is a place", () => {
  const router = makeRouter(read({ "net.ways": [1 | 2 | 8, 3] }));
  assert.deepEqual([0, 1].map((edge) => router.isOpen(edge, "ride")), [true, false]);
  assert.deepEqual([0, 1].map((edge) => router.isOpen(edge, "walk")), [true, true]);
  for (const [edge, offsetMm] of [[-1, 0], [2, 0], [0, -1], [0, 1_000_001], [0.5, 0], [0, 0.5]]) {
    assert.equal(router.isPlace({ edge, offsetMm }), false);
    assert.throws(() => router.addedSite(school(edge, offsetMm)), RangeError);
  }
  assert.equal(router.isPlace({ edge: 1, offsetMm: 400_000 }), true);
  assert.deepEqual(router.at({ edge: 1, offsetMm: 5 }), { edge: 1, offset_mm: 5 });
});

test("parts of an edge sum to the edge, and one too long is refused", () => {
  const whole = 10_811;
  const cuts = [0, 1, 333, 50_000, 99_999, 100_000];
  const parts = cuts.slice(1).map((cut, k) => partMs(whole, cut, 100_000) - partMs(whole, cuts[k], 100_000));
  assert.equal(parts.reduce((a, b) => a + b), whole);
  assert.throws(() => partMs(2 ** 31, 2 ** 23, 2 ** 31), RangeError);
  assert.equal(partMs(2 ** 31, 2 ** 31, 2 ** 31), 2 ** 31);
});

test("without roads: straight lines times the detour factor, and no routes", () => {
  const projection = {
    middle: [111, 36], half: [0.5, 0.25], powers: [[0, 0], [1, 0], [0, 1]],
    x_mm: [1_000_000, 400_000, 0], y_mm: [2_000_000, 0, 300_000],
  };
  const data = {
    n_node: undefined, corner_mm: [700_000, 1_600_000], detour_factor: 1.35, ride_speed_km_h: 20, projection,
  };
  const arrays = { "net.x_mm": [0, 90_000_000, 0, 300_000], "net.y_mm": [0, 0, 0, 400_000] };
  const router = makeRouter(read(arrays, data));
  // 3-4-5 from (0, 0) to (300, 400) m: 500 m x 1.35
  const where = { ...school(-1, -1), xMm: 1_000_000, yMm: 2_000_000 };
  const site = router.addedSite(where);
  assert.deepEqual([[...site.village], [...site.walkRefS], [...site.rideS]], [[0, 2], [675, 675], [122, 122]]);
  assert.deepEqual([[...site.site], [...site.siteWalkRefS], site.component], [[0], [0], 0]);
  assert.deepEqual(router.route(0, 0, "walk"), []);
  assert.equal(router.isPlace(where), true);
  // from degrees: half a degree east of the middle is 400 m, a quarter north 300 m
  assert.deepEqual(router.at({ edge: -1, offsetMm: -1, lonlat: [111.5, 36.25] }), { x_mm: 1_400_000, y_mm: 2_300_000 });
});

test("where nothing is known of the roads, no school can be added", () => {
  const router = makeRouter(read({}, { n_node: undefined }));
  assert.equal(router.isPlace(school(-1, -1)), false);
  assert.throws(() => router.addedSite(school(-1, -1)), RangeError);
  assert.deepEqual(router.route(0, 0, "ride"), []);
});
