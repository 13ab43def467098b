import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePlan, planFileName, planText, readChangeList, readPlan } from "#maps/plan-file";
import { makeSession } from "#maps/session";
import { readSmallCounty, SHA256 } from "./small-county.mjs";

const { model, world } = readSmallCounty();
const RANGES = { walk_limit_s: [60, 86400, true] };
const HEAD = { format: "schoolmap-scenario", version: 1, name: "甲" };

const read = (document) => readPlan(document, { model, ranges: RANGES });
const codes = (document) => (read(document).problems ?? []).map((p) => [p.code, p.change ?? 0, p.field ?? ""]);
const change = (one) => readChangeList([one]);
const faults = (one) => (change(one).problems ?? []).map((p) => [p.code, p.field ?? ""]);

test("what a session writes, it reads back; and the text is the same again", () => {
  const s = makeSession(world, model, { ranges: RANGES });
  s.apply([
    { op: "merge", school: "S1", into: "S0" }, { op: "open", school: "S3", seats: 90, bus: true },
    { op: "set_grades", school: "S3", grades: "1-4" }, { op: "designate", village: "V2", band: "upper_primary", school: "S0" },
  ]);
  s.setRules({ "walk_limit_s.lower_primary": 1500, assign_private: true });
  const text = planText(s.exportPlan());
  const other = makeSession(world, model, { ranges: RANGES });
  assert.deepEqual(other.importPlan(JSON.parse(text)), { ok: true, index: 0 });
  assert.deepEqual(other.current().changes, s.current().changes);
  assert.equal(planText(other.exportPlan()), text);
  assert.match(text, /\n {4}\{"op": "merge", "school": "S1", "into": "S0"\},\n/);
});

test("order of keys does not matter, nothing given does not matter, strange keys do", () => {
  assert.equal(read({ changes: [{ school: "S1", op: "close" }], version: 1, format: HEAD.format }).ok, true);
  assert.equal(read({ ...HEAD, changes: [], model_sha256: "", rules: null, $schema: "x" }).ok, true);
  assert.deepEqual(codes({ ...HEAD, changes: [{ op: "close", school: "S1", into: null, seats: 3 }], note: "" }), [
    ["field_unknown", 0, "note"], ["field_unknown", 1, "seats"],
  ]);
});

test("what is no scenario at all is said first", () => {
  assert.deepEqual(codes([]), [["scenario_not_object", 0, ""]]);
  assert.deepEqual(codes({ a: 1 }), [["format_wrong", 0, "format"]]);
  assert.deepEqual(codes({ ...HEAD, version: 2 }), [["version_wrong", 0, "version"], ["field_missing", 0, "changes"]]);
  assert.deepEqual(codes({ ...HEAD, changes: {} }), [["field_type", 0, "changes"]]);
  assert.deepEqual(codes({ ...HEAD, changes: [3, {}, { op: "burn" }] }), [
    ["field_type", 1, ""], ["field_missing", 2, "op"], ["op_unknown", 3, "op"],
  ]);
});

test("another model's plan is refused with the command that rebuilds it", () => {
  const [problem, ...more] = read({ ...HEAD, changes: [{ op: "burn" }], model_sha256: "cd".repeat(32) }).problems;
  assert.deepEqual(more, []);
  assert.equal(problem.code, "other_model");
  assert.equal(problem.mine, SHA256.slice(0, 12));
  assert.ok(problem.commands.some((c) => c.startsWith("schoolmap run ")) && problem.commands.some((c) => c.startsWith("schoolmap assess ")));
  assert.equal(read({ ...HEAD, changes: [], model_sha256: SHA256.toUpperCase() }).ok, true);
  assert.deepEqual(codes({ ...HEAD, changes: [], model_sha256: "xyz" }), [["sha256_bad", 0, "model_sha256"]]);
});

test("every field is looked at", () => {
  assert.deepEqual(faults({ op: "close" }), [["field_missing", "school"]]);
  assert.deepEqual(faults({ op: "close", school: " " }), [["field_type", "school"]]);
  assert.deepEqual(faults({ op: "close", school: 3 }), [["field_type", "school"]]);
  for (const grades of ["", "0-3", "6-1", "1-10", "abc"]) assert.equal(faults({ op: "set_grades", school: "S1", grades })[0][0], "grades_bad", grades);
  for (const seats of ["9", 1.5, true, Infinity]) assert.deepEqual(faults({ op: "set_seats", school: "S1", seats }), [["field_type", "seats"]]);
  assert.deepEqual(faults({ op: "set_beds", school: "S1", beds: -1 }), [["count_out_of_range", "beds"]]);
  assert.deepEqual(faults({ op: "set_bus", school: "S1", bus: 1 }), [["field_type", "bus"]]);
  assert.deepEqual(faults({ op: "designate", village: "V1", band: "senior", school: "S1" }), [["band_unknown", "band"]]);
});

test("an opening needs both degrees, the right way round, and one sort of place", () => {
  const open = { op: "open", school: "N1", grades: "1-6" };
  assert.deepEqual(faults({ ...open, lon: 111 }), [["field_missing", "lat"]]);
  assert.deepEqual(faults({ ...open, lon: 36, lat: 111 }), [["lonlat_swapped", "lon, lat"]]);
  assert.deepEqual(faults({ ...open, lon: 200, lat: 36 }), [["degrees_out_of_range", "lon"]]);
  const at = (place) => faults({ ...open, lon: 111, lat: 36, at: place });
  assert.deepEqual(at({ edge: 3, offset_mm: 4 }), []);
  assert.deepEqual(at({ x_mm: -3, y_mm: 4 }), []);
  assert.deepEqual(at({ edge: 3 }), [["place_mixed", "at"]]);
  assert.deepEqual(at({ edge: -1, offset_mm: 4 }), [["place_mixed", "at"]]);
  assert.deepEqual(at({ edge: 1.5, offset_mm: 4 }), [["field_type", "at"]]);
  assert.deepEqual(at([1, 2]), [["field_type", "at"]]);
  assert.deepEqual(change({ ...open, name: "", seats: "", lon: 111, lat: 36 }).changes, [{ op: "open", school: "N1", lon: 111, lat: 36, grades: "1-6" }]);
});

test("ids and grades are read as the tables are", () => {
  const [one] = change({ op: "set_grades", school: " Ｓ１\u200b ", grades: "１至３年级" }).changes;
  assert.deepEqual(one, { op: "set_grades", school: "S1", grades: "1-3" });
});

test("rules: only those that may be tried, within what is believed", () => {
  const rules = (tried) => read({ ...HEAD, changes: [], rules: tried });
  assert.equal(rules({ "walk_limit_s.junior": 3000, assign_private: true }).ok, true);
  const wrong = { "grades.junior": "7-8", "walk_limit_s.junior": 5, "walk_limit_s.nobody": 900, off_road_speed_m_s: 1, assign_private: "yes" };
  assert.deepEqual(rules(wrong).problems.map((p) => [p.code, p.field]), [
    ["field_type", "grades.junior"], ["field_type", "assign_private"],
    ["unsuitable_rule_value", "walk_limit_s.junior"], ["unknown_rule", "walk_limit_s.nobody"], ["rule_not_tried", "off_road_speed_m_s"],
  ]);
  assert.deepEqual(codes({ ...HEAD, changes: [], rules: [1] }), [["field_type", 0, "rules"]]);
});

test("conflicts between changes are told with the number of the change", () => {
  const s = makeSession(world, model);
  const changes = [{ op: "close", school: "S1" }, { op: "merge", school: "S0", into: "S1" }, { op: "close", school: "S9" }];
  const { ok, problems } = s.importPlan({ ...HEAD, changes });
  assert.equal(ok, false);
  assert.deepEqual(problems.map((p) => [p.code, p.change, p.subject, p.earlier]), [["into_closed", 2, "S1", 0], ["unknown_school", 3, "S9", -1]]);
  assert.deepEqual(s.plans().map((p) => p.changes), [[]]);
});

test("where schools cannot be put anywhere, none is opened that is not listed", () => {
  const s = makeSession(world, model);
  const found = s.apply([{ op: "open", school: "N1", lon: 111, lat: 36, grades: "1-6" }]);
  assert.deepEqual(found.map((c) => c.code), ["no_journeys"]);
});

test("files: UTF-8 with a mark, GB18030, what is not JSON, what is too large", () => {
  const text = JSON.stringify({ name: "甲" });
  assert.deepEqual(parsePlan(new TextEncoder().encode(`\ufeff${text}`)).json, { name: "甲" });
  // 甲 is BCD7 in GB18030
  const bytes = Uint8Array.from([...new TextEncoder().encode('{"name": "'), 0xbc, 0xd7, ...new TextEncoder().encode('"}')]);
  assert.deepEqual(parsePlan(bytes).json, { name: "甲" });
  assert.equal(parsePlan(new TextEncoder().encode("{,}")).problems[0].code, "scenario_not_json");
  assert.equal(parsePlan(Uint8Array.from([0xff, 0xff, 0xff])).problems[0].code, "scenario_not_json");
  assert.equal(parsePlan(new Uint8Array(11 * 2 ** 20)).problems[0].code, "scenario_too_large");
});

test("file names that every system takes", () => {
  assert.equal(planFileName("撤并 方案/一: <甲>"), "撤并 方案_一_ _甲_.json");
  assert.equal(planFileName(" .. "), "plan.json");
  assert.equal([...planFileName("𠮷".repeat(200))].length, 85);
});

test("a key that is written twice is refused: nobody knows which one counts", () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const twice = parsePlan(bytes('{"name": "a", "changes": [{"op": "close", "school": "S0", "\\u0073chool": "S1"}], "name" : "b"}'));
  assert.deepEqual(twice.problems.map((p) => [p.code, p.value]), [["key_twice", "school"], ["key_twice", "name"]]);
  const once = '{"a": {"k": "k"}, "b": [{"k": 1}, {"k": "\\"k\\": {"}], "k": "a:"}';
  assert.equal(parsePlan(bytes(once)).ok, true);
});

test("a plan none of whose ids are here is for another county", () => {
  const strange = [{ op: "close", school: "X1" }, { op: "merge", school: "X2", into: "X3" }, { op: "designate", village: "W1", band: "upper_primary", school: "X1" }];
  assert.deepEqual(codes({ ...HEAD, changes: strange }), [["other_county", 0, ""]]);
  assert.equal(read({ ...HEAD, changes: strange }).problems[0].value, "X1, X2, X3");
  assert.equal(read({ ...HEAD, changes: [...strange, { op: "close", school: "S0" }] }).ok, true, "one that is here: the others are told one by one");
  assert.equal(read({ ...HEAD, changes: [{ op: "open", school: "N1", lon: 111, lat: 36, grades: "1-6" }] }).ok, true);
  assert.equal(read({ ...HEAD, changes: [] }).ok, true);
});
