import assert from "node:assert/strict";
import { test } from "node:test";
import { addedCounts, changedSchools, flowsOf, impactOf, isWorse, movesOf } from "#maps/impact";
import { cell, impactTable } from "#maps/impact-table";
import { judged, moved } from "#maps/key-figures";
import { spareOf, targetsOf } from "#maps/merge-choice";
import { makeSession } from "#maps/session";
import { learn } from "#maps/words";
import { readSmallCounty } from "./small-county.mjs";
import { SHARED } from "./shared-words.mjs";

learn(SHARED);
const [WALK, RIDE, BOARD, UNSERVED] = [0, 1, 2, 3];

/** @param {object[]} changes */
function after(changes) {
  const { model, world } = readSmallCounty();
  const session = makeSession(world, model);
  assert.deepEqual(session.apply(changes), []);
  return { session, before: session.before(), plan: session.plan() };
}

test("closing the teaching point: who goes where, how much further", () => {
  const { before, plan } = after([{ op: "close", school: "S1" }]);
  // village 1 stands 1 km from both S0 (lower index) and S1: it never went to S1; village 2 did (5 km), now 7 km to S0
  const { losers, winners } = impactOf(before, plan);
  assert.deepEqual(winners, []);
  for (const { moves } of losers) {
    for (const move of moves) {
      assert.equal(move.from === 1 || move.to === 0 || move.to === -1, true);
      if (move.addedM !== null) {
        const km = [0, 2, 8, 12][move.village];
        assert.equal(move.addedM, Math.abs(km - 1) * 1000 - Math.abs(km - 3) * 1000);
      }
    }
  }
  assert.deepEqual(losers.map((c) => c.village).filter((v) => v < 2), [], "villages beside S0 stay");
});

test("moves hold exactly the pupils whose school, way or reason differs", () => {
  const { before, plan } = after([{ op: "close", school: "S0" }, { op: "open", school: "S3", grades: "1-6", seats: 40 }]);
  let pupils = 0;
  for (let cell = 0; cell < 36; cell += 1) {
    const [p, q] = [before.villages, plan.villages];
    if (p.site[cell] !== q.site[cell] || p.mode[cell] !== q.mode[cell] || p.reason[cell] !== q.reason[cell]) pupils += q.pupils[cell];
  }
  assert.equal(movesOf(before, plan).reduce((sum, m) => sum + m.pupils, 0), pupils);
  assert.ok(pupils > 0);
});

test("where pupils go and where new ones come from are two sides of the same moves", () => {
  const { before, plan } = after([{ op: "close", school: "S0" }, { op: "open", school: "S3", grades: "1-6", seats: 40 }]);
  const leave = flowsOf(before, plan, 0, "from");
  const total = (flows) => flows.reduce((sum, f) => sum + f.pupils, 0);
  const sent = before.evaluation.schools.loadTotal[0];
  assert.equal(total(leave), sent, "a school that closes loses all");
  for (const flow of leave.filter((f) => f.school >= 0)) {
    const back = flowsOf(before, plan, flow.school, "to").find((f) => f.school === 0);
    assert.equal(back.pupils, flow.pupils);
    assert.equal(back.addedM, flow.addedM);
  }
});

test("nothing is worked out for a plan that is today", () => {
  const { session } = after([]);
  assert.deepEqual(impactOf(session.before(), session.plan()), { losers: [], winners: [] });
});

test("worse: no school, further, or a harder way as far; not who had none before", () => {
  const move = (was, mode, addedM) => isWorse({ was, mode, addedM });
  assert.equal(move(WALK, UNSERVED, null), true);
  assert.equal(move(UNSERVED, BOARD, null), false);
  assert.equal(move(WALK, RIDE, 100), true);
  assert.equal(move(WALK, RIDE, -100), false);
  assert.equal(move(RIDE, BOARD, 0), true);
  assert.equal(move(RIDE, WALK, 0), false);
  assert.equal(move(UNSERVED, UNSERVED, null), false);
});

test("classes of a chart: bounds belong below, those without two ways are counted apart", () => {
  const classes = [{ from: null, to: -1 }, { from: -1, to: 0 }, { from: 0, to: 1000 }, { from: 1000, to: null }];
  const one = (addedM, was, mode, from = 0, to = 1) => ({ addedM, was, mode, from, to, pupils: 1 });
  const { counts, unserved, first } = addedCounts([
    one(-5, WALK, WALK), one(1000, WALK, WALK), one(1001, WALK, RIDE), one(null, WALK, UNSERVED, 0, -1),
    one(null, UNSERVED, WALK, -1, 0), one(0, WALK, RIDE, 0, 0),
  ], classes);
  assert.deepEqual(counts, [1, 0, 1, 1]);
  assert.equal(unserved, 1);
  assert.equal(first, 1);
});

test("a school is said to change only where something about it does", () => {
  const { before, plan } = after([{ op: "set_seats", school: "S2", seats: 120 }]);
  assert.deepEqual([...changedSchools(before, plan)], [2]);
});

test("schools that could take pupils: open, of shared grades, nearest first, with what they lack", () => {
  const { plan } = after([]);
  const targets = targetsOf(plan, 0);
  assert.deepEqual(targets.map((t) => t.school), [1], "junior and planned schools do not");
  assert.equal(targets[0].missing, "4–6");
  assert.equal(targets[0].spare, spareOf(plan, 1));
  // two hundredths of a degree along the parallel
  const parallel = 0.02 * (40_075_016.686 / 360) * Math.cos((36.005 * Math.PI) / 180);
  assert.ok(Math.abs(targets[0].straightM - parallel) < 1);
});

test("changes of figures: signed, as fine as they must be, judged by what more of it means", () => {
  assert.equal(moved("count", 10, 12, "en"), "+2");
  assert.equal(moved("count", 10, 10, "en"), "");
  assert.equal(moved("count", null, 10, "en"), "");
  assert.equal(moved("length", 3200, 3195, "en"), "−5 m");
  assert.equal(moved("length", 3200, 5300, "zh"), "+2.1 公里");
  assert.equal(moved("share", 0.602, 0.601, "en"), "−0.1 pp");
  assert.equal(moved("share", 0.602, 0.6015, "en"), "−0.05 pp");
  assert.equal(judged(1, 3, 4), "bad");
  assert.equal(judged(-1, 3, 4), "good");
  assert.equal(judged(0, 3, 4), "");
  assert.equal(judged(1, 3, 3), "");
});

test("the table of who is hit: a row for each move, names that run nothing", () => {
  const { before, plan } = after([{ op: "close", school: "S0" }]);
  plan.villages.name[0] = '=cmd|"x"';
  const world = { ...plan, data: { ...plan.data, lists: { ...plan.data.lists, modes: ["walk", "ride", "board", "unserved"] } } };
  const lines = impactTable(before, world, "en").split("\r\n");
  assert.equal(lines[0].charCodeAt(0), 0xfeff);
  assert.equal(lines.length, movesOf(before, world).length + 2);
  assert.ok(lines[1].startsWith('V0,"\'=cmd|""x""",东,'));
  assert.deepEqual(["-1", "+1", "@a", "a,b", "\ta"].map(cell), ["'-1", "'+1", "'@a", '"a,b"', "'\ta"]);
  assert.deepEqual([cell(-5), cell(null)], ["-5", ""]);
});
