import assert from "node:assert/strict";
import { test } from "node:test";
import { fillByChange, GAINED_FILL, LOST_FILL, makeSchoolColours, sharedEdges } from "#maps/catchments";
import { classes, pale, SAME_COLOUR } from "#maps/colours";
import { bandView } from "#maps/journeys";
import { CLOSED, CROSS, DIAMOND, DOT, flagsOf, NEW, OPEN, RINGED, schoolLooks, SMALL, villageLooks } from "#maps/looks";
import { boxesAbout, differences, joined, makePictures } from "#maps/picture";
import { changesOf, GAINED, LOST, MOVED, SAME } from "#maps/village-changes";

const [WALK, RIDE, BOARD, UNSERVED] = [0, 1, 2, 3];
const BANDS = [
  { id: "lower", first: 1, last: 3, stage: "primary", walk_speed_m_s: 1, walk_limit_s: 1800, ride_limit_s: 1800, may_board: false },
  { id: "upper", first: 4, last: 6, stage: "primary", walk_speed_m_s: 1, walk_limit_s: 1800, ride_limit_s: 1800, may_board: true },
];
const LENGTHS = [1000, 2000, 3000, 5000, 10000];

/**
 * Five villages in a row of square cells, three schools, the third not open today.
 * Lengths: village v to school s is 1000 * (v + 1) * (s + 1).
 * @param {[number, number][]} ways  school and way of each village, all grades alike
 */
function county(ways, open = [1, 1, 0]) {
  const n = ways.length;
  const nine = (f) => Int32Array.from({ length: n * 9 }, (_, c) => f(Math.floor(c / 9), (c % 9) + 1));
  return {
    data: {
      bands: BANDS, limits: { length_m: LENGTHS }, findings: [], lists: { townships_drawn: 0 },
    },
    villages: {
      n, pupils: nine((v, g) => (g <= 3 ? v + 1 : 0)), site: nine((v) => ways[v][0]), mode: nine((v) => ways[v][1]),
      reason: nine(() => 0), component: new Int32Array(n), access: new Array(n).fill(null),
      x: Float64Array.from({ length: n }, (_, v) => v + 0.5), y: new Float64Array(n).fill(0.5),
    },
    schools: {
      n: 3, id: ["a", "b", "c"], open: Int32Array.from(open), status: Int32Array.from([0, 0, 1]), type: new Int32Array(3).fill(211),
      first: new Int32Array(3).fill(1), last: new Int32Array(3).fill(6), seats: Int32Array.from([10, 10, 10]),
      roll: [0, 1, 2].map((s) => ways.reduce((sum, [site, mode], v) => sum + (site === s && mode !== UNSERVED ? v + 1 : 0), 0)),
      overSeats: [0, 0, 0], x: Float64Array.from([0.2, 3.2, 4.2]), y: new Float64Array(3),
    },
    journeys: {
      start: Int32Array.from({ length: n + 1 }, (_, v) => v * 3),
      site: Int32Array.from({ length: n * 3 }, (_, r) => r % 3),
      lengthM: Int32Array.from({ length: n * 3 }, (_, r) => 1000 * (Math.floor(r / 3) + 1) * ((r % 3) + 1)),
      walkRefS: new Int32Array(n * 3).fill(60), rideS: new Int32Array(n * 3).fill(30), rideLengthM: new Int32Array(n * 3).fill(1),
    },
    cells: {
      n, of: Int32Array.from({ length: n }, (_, v) => v), ringCell: Int32Array.from({ length: n }, (_, v) => v),
      start: Int32Array.from({ length: n + 1 }, (_, v) => v * 4),
      vertex: Int32Array.from(Array.from({ length: n }, (_, v) => [v, v + 1, v + n + 2, v + n + 1]).flat()),
      x: Float64Array.from({ length: 2 * (n + 1) }, (_, k) => k % (n + 1)), y: Float64Array.from({ length: 2 * (n + 1) }, (_, k) => Math.floor(k / (n + 1))),
    },
  };
}

const TODAY = [[0, WALK], [0, WALK], [1, WALK], [1, UNSERVED], [1, RIDE]];
// village 0 stays; 1 goes to b by bus, 2 km further; 2 is left out; 3 gets a place; 4 boards at the school opened
const PLAN = [[0, WALK], [1, RIDE], [1, UNSERVED], [1, WALK], [2, BOARD]];

test("what a plan changes for each village", () => {
  const found = changesOf(county(TODAY), county(PLAN, [1, 1, 1]), 0);
  assert.deepEqual([...found.kind], [SAME, MOVED, LOST, GAINED, MOVED]);
  assert.deepEqual([...found.addedM], [0, 2000, 0, 0, 5000]);
  assert.deepEqual([...found.mark], [-1, RIDE, UNSERVED, -1, BOARD]);
  assert.deepEqual([...found.from], [-1, 0, 1, -1, 1]);
  assert.deepEqual([...found.to], [-1, 1, -1, 1, 2]);
  assert.deepEqual([...found.pupils], [0, 6, 9, 12, 15]);
  assert.deepEqual([...found.which], [1, 2, 3, 4]);
});

test("nothing changes where nobody goes elsewhere, or nobody lives", () => {
  const today = county(TODAY);
  assert.equal(changesOf(today, today, 0).which.length, 0);
  // no pupils in the upper grades
  assert.equal(changesOf(today, county(PLAN), 1).which.length, 0);
});

test("the change of the most pupils stands for a village", () => {
  const [before, after] = [county(TODAY), county(TODAY)];
  // grade 1 (one pupil) goes to b and rides, grades 2 and 3 to b and walk
  before.villages.pupils.set([1, 1, 1], 0);
  after.villages.site.set([1, 1, 1], 0);
  after.villages.mode.set([RIDE, WALK, WALK], 0);
  const found = changesOf(before, after, 0);
  assert.equal(found.mark[0], -1);
  assert.equal(found.pupils[0], 3);
});

test("in the view of changes shapes tell the new way, and what stays is small and grey", () => {
  const [before, after] = [county(TODAY), county(PLAN, [1, 1, 1])];
  const changes = changesOf(before, after, 0);
  const looks = villageLooks(after, bandView(after, 0), "added", changes, new Map(), true);
  assert.deepEqual([...looks.symbol], [SMALL, 1, CROSS, RINGED, DIAMOND]);
  assert.equal(looks.colour[0], SAME_COLOUR);
  const steps = classes("added", 0, LENGTHS);
  assert.equal(looks.colour[1], steps[4].colour);
  assert.equal(looks.colour[4], steps[5].colour);
  assert.equal(looks.order[0], 0, "what stays lies below");
  assert.equal(looks.order.at(-1), 2, "who is left out lies on top");
});

test("areas of the view of changes: only villages that change have one", () => {
  const [before, after] = [county(TODAY), county(PLAN, [1, 1, 1])];
  const fills = fillByChange(after, bandView(after, 0), changesOf(before, after, 0));
  assert.equal(fills[0], "");
  assert.equal(fills[1], pale(classes("added", 0, LENGTHS)[4].colour, 0.6));
  assert.deepEqual([fills[2], fills[3]], [LOST_FILL, GAINED_FILL]);
});

test("schools: closed and opened by the plan, who takes in pupils, who is not touched", () => {
  const [before, after] = [county(TODAY), county(PLAN, [0, 1, 1])];
  const looks = schoolLooks(before, after, 0, true);
  assert.deepEqual(looks.map((l) => l.status), [CLOSED, OPEN, NEW]);
  // b had villages 2 and 4 (3 + 5), has 1 and 3 (2 + 4); c has 4 (5)
  assert.deepEqual(looks.map((l) => l.gain), [-3, -2, 5]);
  assert.deepEqual(schoolLooks(before, before, 0, true).map((l) => l.grey), [true, true, true]);
});

test("a finding that the plan brings is fresh, one that stood before is not", () => {
  const finding = (at, rule) => ({ rule, severity: "violation", type: "village", id: `v${at}`, at, detail: "" });
  const [before, after] = [county(TODAY), county(PLAN)];
  before.data.findings = [finding(1, "walk")];
  after.data.findings = [finding(1, "walk"), finding(2, "walk"), { ...finding(3, "walk"), severity: "warning" }];
  assert.deepEqual([...flagsOf(before, after).village], [[1, false], [2, true]]);
});

test("a school keeps its colour in every band and plan; a new one differs from its neighbours", () => {
  const today = county(TODAY);
  const edges = sharedEdges(today.cells);
  const colours = makeSchoolColours(today, [bandView(today, 0), bandView(today, 1)], edges);
  const owners = Int32Array.from([0, 0, 1, -1, 1]);
  const first = colours(today, owners);
  const plan = county(PLAN, [1, 1, 1]);
  const later = colours(plan, Int32Array.from([0, 1, 1, 1, 2]));
  for (const [school, colour] of first) assert.equal(later.get(school), colour);
  assert.notEqual(later.get(2), later.get(1));
  assert.deepEqual([...colours(plan, Int32Array.from([2, 2, 2, 2, 2]))], [...later], "and the new one keeps its own");
});

test("an edit draws what it changed, and no more", () => {
  const [today, plan] = [county(TODAY), county(PLAN, [1, 1, 1])];
  const pictures = makePictures(today, { today: () => today, before: () => today, plan: () => plan });
  const state = { band: 0, areas: "school", measure: "minutes" };
  const a = pictures.make({ view: "plan", before: today, scene: today }, state);
  const b = pictures.make({ view: "plan", before: today, scene: plan }, state);
  const found = differences(a, b);
  assert.deepEqual(found.cells, [1, 2, 3, 4]);
  assert.deepEqual(found.villages, [1, 2, 3, 4]);
  assert.deepEqual(found.schools, [0, 1, 2]);
  assert.deepEqual(differences(b, b), { cells: [], villages: [], schools: [] });
  // with lines the box of village 4 holds its schools, b today and c in the plan
  const [box] = joined(boxesAbout([a, b], [4], [], true), 0.1);
  assert.deepEqual(box, { x0: 3.2, y0: 0, x1: 4.5, y1: 0.5 });
  assert.equal(a.villages.symbol[0], DOT);
});

test("joined boxes cover all boxes and lie apart", () => {
  let s = 5;
  const next = () => (s = (s * 16807) % 2147483647) / 2147483647;
  const boxes = Array.from({ length: 60 }, () => {
    const [x0, y0] = [next() * 100, next() * 100];
    return { x0, y0, x1: x0 + next() * 6, y1: y0 + next() * 6 };
  });
  const found = joined(boxes, 2);
  assert.ok(found.length > 1 && found.length < boxes.length);
  for (const b of boxes) {
    assert.ok(found.some((f) => f.x0 <= b.x0 && f.y0 <= b.y0 && f.x1 >= b.x1 && f.y1 >= b.y1));
  }
  for (const [i, f] of found.entries()) {
    for (const g of found.slice(0, i)) {
      assert.ok(f.x0 - 2 >= g.x1 || g.x0 - 2 >= f.x1 || f.y0 - 2 >= g.y1 || g.y0 - 2 >= f.y1);
    }
  }
});
