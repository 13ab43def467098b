import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAutosave } from "#maps/autosave";
import { makeSession } from "#maps/session";
import { readSmallCounty, SHA256 } from "./small-county.mjs";

const LIMIT = "walk_limit_s.lower_primary";
const RANGES = { walk_limit_s: [60, 86400, true], "": [0, 1e9, false] };
const CLOSE_POINT = { op: "close", school: "S1" };

function session(options = {}) {
  const { model, world } = readSmallCounty();
  return makeSession(world, model, { ranges: RANGES, ...options });
}

test("there is always a plan; without changes it is today", () => {
  const s = session();
  assert.equal(s.plans().length, 1);
  assert.equal(s.plan(), s.before());
  assert.equal(s.before(), s.today());
  assert.equal(s.canUndo(), false);
});

test("an edit shows in the plan, and not in today", () => {
  const s = session();
  assert.deepEqual(s.apply([CLOSE_POINT]), []);
  assert.equal(s.plan().schools.open[1], 0);
  assert.equal(s.today().schools.open[1], 1);
  assert.deepEqual(s.current().changes, [CLOSE_POINT]);
});

test("undo and redo are for each plan, and give the very same scene back", () => {
  const s = session();
  s.apply([CLOSE_POINT]);
  const closed = s.plan();
  s.apply([{ op: "set_seats", school: "S0", seats: 5 }]);
  assert.equal(s.undo(), true);
  assert.equal(s.plan(), closed);
  assert.equal(s.undo(), true);
  assert.equal(s.plan(), s.today());
  assert.equal(s.undo(), false);
  s.add("other");
  assert.equal(s.canRedo(), false);
  s.use(0);
  assert.equal(s.redo(), true);
  assert.equal(s.plan(), closed);
  s.apply([{ op: "set_beds", school: "S0", beds: 5 }]);
  assert.equal(s.canRedo(), false, "a new edit leaves nothing to redo");
});

test("changes are applied all or none, and the conflict names its change", () => {
  const s = session();
  s.apply([CLOSE_POINT]);
  const conflicts = s.apply([{ op: "set_seats", school: "S0", seats: 9 }, { op: "merge", school: "S0", into: "S1" }]);
  assert.deepEqual(conflicts, [{ index: 2, code: "into_closed", subject: "S1", earlier: 0 }]);
  assert.equal(s.current().changes.length, 1);
});

test("a change takes with it what cannot stand without it; one undo brings all back", () => {
  const s = session();
  s.apply([{ op: "open", school: "S3" }, { op: "merge", school: "S1", into: "S3" }, { op: "set_bus", school: "S0", bus: false }]);
  const dropped = s.removeChange(0);
  assert.deepEqual(dropped, [{ op: "merge", school: "S1", into: "S3" }]);
  assert.deepEqual(s.current().changes.map((c) => c.op), ["set_bus"]);
  s.undo();
  assert.equal(s.current().changes.length, 3);
});

test("tried rules change today too, and travel; those that do not differ are left out", () => {
  const s = session();
  assert.deepEqual(s.setRules({ [LIMIT]: 900, "walk_limit_s.junior": 2400 }), []);
  assert.deepEqual(s.current().rules, { [LIMIT]: 900 });
  assert.notEqual(s.before(), s.today());
  assert.equal(s.before().data.bands[0].walk_limit_s, 900);
  assert.equal(s.before().data.standards[LIMIT].tried, true);
  assert.equal(s.before().data.standards[LIMIT].was, 1800);
  assert.equal(s.today().data.bands[0].walk_limit_s, 1800);
  assert.deepEqual(s.exportPlan().rules, { [LIMIT]: 900 });
  // V0 and V1 walk 1000 s to S0: beyond 900, they ride
  assert.equal(s.before().villages.mode[0], 1);
  assert.equal(s.today().villages.mode[0], 0);
});

test("figures that a file could not hold are refused", () => {
  const s = session();
  const fault = (rules) => s.setRules(rules).map((f) => [f.code, f.rule]);
  assert.deepEqual(fault({ [LIMIT]: 30 }), [["unsuitable_rule_value", LIMIT]]);
  assert.deepEqual(fault({ [LIMIT]: 1800.5 }), [["unsuitable_rule_value", LIMIT]]);
  assert.deepEqual(fault({ [LIMIT]: true }), [["unsuitable_rule_value", LIMIT]]);
  assert.deepEqual(fault({ "grades.junior": 3 }), [["rule_not_tried", "grades.junior"]]);
  assert.deepEqual(fault({ "walk_limit_s.nobody": 900 }), [["unknown_rule", "walk_limit_s.nobody"]]);
  assert.equal(s.canUndo(), false);
});

test("plans: names, copies, and the last one leaves an empty one", () => {
  const s = session({ nameOf: (n) => `方案${n}` });
  assert.equal(s.current().name, "方案1");
  s.apply([CLOSE_POINT]);
  assert.equal(s.duplicate(0), 1);
  assert.equal(s.active(), 1);
  assert.deepEqual(s.current().changes, [CLOSE_POINT]);
  assert.equal(s.canUndo(), false, "a copy has no past");
  assert.equal(s.rename(1, "  撤并  "), true);
  assert.equal(s.rename(1, " "), false);
  assert.deepEqual(s.plans().map((p) => p.name), ["方案1", "撤并"]);
  s.remove(0);
  assert.equal(s.current().name, "撤并");
  s.remove(0);
  assert.deepEqual(s.plans().map((p) => p.changes), [[]]);
});

test("everybody is told once a change, and not where nothing changes", () => {
  const s = session();
  let told = 0;
  s.on(() => (told += 1));
  s.apply([CLOSE_POINT]);
  s.undo();
  s.undo();
  s.clear();
  s.use(0);
  s.apply([]);
  s.preview([CLOSE_POINT]);
  assert.equal(told, 2);
});

test("a preview says who moves how far, and keeps nothing", () => {
  const s = session();
  // V2 (4 a grade) rides 7 km to S0 in grades 1-6; S3 opens beside it: 24 pupils walk 0 m
  const p = s.preview([{ op: "open", school: "S3" }]);
  assert.deepEqual([p.villages, p.pupils, p.moved], [1, 24, 24]);
  assert.deepEqual([p.meanAddedM, p.maxAddedM, p.maxVillage], [-7000, -7000, 2]);
  assert.deepEqual([p.riding, p.boarding, p.unserved, p.served, p.lowerBeyond], [0, 0, 0, 0, 0]);
  assert.deepEqual(p.receivers.map((r) => [r.school, r.pupils, r.seats]), [[3, 24, null]]);
  assert.equal(s.current().changes.length, 0);
  assert.deepEqual(s.preview([{ op: "close", school: "X" }]).conflicts.map((c) => c.code), ["unknown_school"]);
});

test("a merger that nobody can travel is told before it is accepted", () => {
  const s = session();
  // S0 has grades 1-6 of all; S1 is a point of 1-3 without a bus. Grades 1-3: V1 (3 a grade) walks
  // 1 km there too; V0 3 km, V2 5 km, V3 9 km, and they may not board: 3 x (2 + 4 + 5) = 33.
  // Grades 4-6 have no school left: 3 x 14 = 42.
  const p = s.preview([{ op: "merge", school: "S0", into: "S1" }]);
  assert.deepEqual([p.pupils, p.moved, p.unserved, p.lowerBeyond], [84, 9, 75, 33]);
  assert.deepEqual([p.meanAddedM, p.maxAddedM], [0, 0]);
  // whose pupils have no way count nowhere: S1 takes V1's nine only
  assert.deepEqual(p.receivers.map((r) => [r.school, r.pupils]), [[1, 9]]);
  const broken = p.newFindings.filter((f) => f.severity === "violation").map((f) => [f.type, f.id, f.detail]);
  for (const village of ["V0", "V2", "V3"]) {
    assert.ok(broken.some(([type, id]) => type === "village" && id === village), village);
  }
  assert.ok(!broken.some(([, id]) => id === "V1" && p.after.villages.mode[9] === 3));
});

test("over seats and short of beds at the receiver", () => {
  const s = session();
  // V0 and V1 walk to S0: 6 x 5 = 30 of the 100 seats; V2 and V3 ride there: 6 x 9 = 54
  s.apply([{ op: "set_seats", school: "S3", seats: 20 }, { op: "open", school: "S3" }]);
  const [receiver] = s.preview([{ op: "merge", school: "S0", into: "S3" }]).receivers;
  // V1 is 6 km from S3, V0 8 km, V3 4 km: who cannot walk has no bus; lower primary drops out,
  // upper primary has no bed there either: only V2's 24 pupils come, and they are there already
  assert.equal(receiver, undefined);
  const more = s.preview([{ op: "set_bus", school: "S3", bus: true }, { op: "merge", school: "S0", into: "S3" }]).receivers;
  // with a bus all others ride: 6 x (2 + 3 + 5) = 60 more than 24
  assert.deepEqual(more.map((r) => [r.school, r.pupils, r.overSeats.before, r.overSeats.after]), [[3, 60, 4, 64]]);
});

test("autosave: what was left is offered, restored, and silent where nothing is allowed", () => {
  const texts = new Map();
  const store = {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
  const clock = { later: (work) => work(), now: () => new Date("2026-09-01T08:00:00Z") };
  const first = session();
  const saving = makeAutosave(first, store, clock);
  assert.equal(saving.offer(), null);
  first.apply([CLOSE_POINT]);
  first.rename(0, "甲");
  assert.equal(saving.status(), "on");
  const second = session();
  const offered = makeAutosave(second, store, clock);
  assert.deepEqual(offered.offer(), { plans: 1, changes: 1, savedAt: "2026-09-01T08:00:00.000Z" });
  assert.equal(offered.beside(), false);
  second.apply([{ op: "close", school: "S0" }]);
  assert.equal(JSON.parse([...texts.values()][0]).plans[0].name, "甲", "the offer outlives an edit");
  assert.equal(offered.beside(), true, "what is new is kept beside it");
  const third = makeAutosave(session(), store, clock);
  assert.deepEqual([third.offer().plans, third.offer().changes], [2, 2], "nobody answered: both are offered");
  assert.deepEqual(offered.restore(), { plans: 1, left: 0 });
  assert.equal(second.current().name, "甲");
  assert.deepEqual(second.current().changes, [CLOSE_POINT]);
  assert.deepEqual(second.plans()[1].changes, [{ op: "close", school: "S0" }], "what was begun is not lost");
  assert.equal(offered.offer(), null);
  assert.equal(texts.size, 1, "all is in one place again");
  assert.ok([...texts.keys()][0].endsWith(SHA256));
  assert.equal(JSON.parse([...texts.values()][0]).plans.length, 2);
});

test("autosave: plans that are not sound are left out, and counted", () => {
  const head = { format: "schoolmap-scenario", version: 1 };
  const plans = [{ ...head, name: "甲", changes: [CLOSE_POINT] }, { ...head, name: "乙", changes: [{ op: "burn" }] }];
  const store = { getItem: (key) => (key.endsWith(SHA256) ? JSON.stringify({ version: 1, saved_at: "", active: 0, plans }) : null), setItem() {}, removeItem() {} };
  assert.deepEqual(makeAutosave(session(), store).restore(), { plans: 1, left: 1 });
});

test("autosave: a full store is told once; rubbish is not restored", () => {
  let asked = 0;
  const full = {
    getItem: () => "{not json",
    setItem: () => {
      asked += 1;
      throw new Error("QuotaExceededError");
    },
    removeItem: () => undefined,
  };
  const s = session();
  const saving = makeAutosave(s, full, { later: (work) => work() });
  let told = 0;
  saving.on(() => (told += 1));
  s.apply([CLOSE_POINT]);
  s.undo();
  assert.equal(saving.status(), "failed");
  assert.deepEqual([asked, told], [1, 1]);
  const none = makeAutosave(session(), null);
  assert.equal(none.allowed(), false);
  assert.equal(none.offer(), null);
});
