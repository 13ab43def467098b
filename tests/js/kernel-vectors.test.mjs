import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSpan } from "#kernel/codes";
import { checkScenario } from "#kernel/conflicts";
import { evaluationDocument } from "#kernel/document";
import { evaluate } from "#kernel/evaluate";
import { addedOf, countyOf, plain, vectors } from "./kernel-county.mjs";

const expected = (value) => {
  if (Array.isArray(value)) return value.map(expected);
  if (value === null || typeof value !== "object") return value;
  if (value.ratio) return value.ratio[0] / value.ratio[1];
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, expected(v)]));
};

const at = (value, path) => path.split("/").reduce((found, key) => found?.[key], value);

function evaluated({ county, scenario = { name: "today" }, added = [] }) {
  const model = countyOf(county);
  const before = evaluate(model, { ...scenario, changes: [] });
  const { model: whole, ...after } = evaluate(model, scenario, added.map(addedOf));
  const document = evaluationDocument(model, before, { model: whole, ...after }, scenario);
  return plain({ ...after, document });
}

for (const name of ["assignment", "plans", "resources"]) {
  for (const vector of vectors(name).cases) {
    test(`${name}: ${vector.name}`, () => {
      const found = evaluated(vector);
      for (const [path, value] of Object.entries(vector.expect)) {
        assert.deepEqual(at(found, path), expected(value), path);
      }
    });
  }
}

test("changes that conflict are named, and those that follow are judged without them", () => {
  const { county, changes, expect } = vectors("conflicts");
  assert.deepEqual(checkScenario(countyOf(county), { name: "plan", changes }), expect);
  assert.throws(() => evaluate(countyOf(county), { name: "plan", changes }), /already_closed/);
});

test("a scenario cannot try what is built into the model, nor what is no figure", () => {
  const model = countyOf({ like: "lane" });
  const tried = (rules) => () => evaluate(model, { name: "plan", rules });
  assert.throws(tried({ "grades.junior": "6-9" }), /rule_not_tried/);
  assert.throws(tried({ "walk_limit_s.senior": 1800 }), /unknown_rule/);
  assert.throws(tried({ "threshold.nothing.primary": 1 }), /unknown_rule/);
  assert.throws(tried({ "walk_limit_s.junior": "1800" }), /unsuitable_rule_value/);
  assert.throws(tried({ "may_board.junior": 1 }), /unsuitable_rule_value/);
  assert.doesNotThrow(tried({ "threshold.books.junior": 30 }));
});

test("spans of grades", () => {
  for (const [text, span] of vectors("spans").cases) {
    assert.deepEqual(parseSpan(text), span, JSON.stringify(text));
  }
});

test("an evaluation leaves the model and earlier evaluations as they were", () => {
  const model = countyOf({ like: "lane" });
  const now = evaluate(model);
  const kept = plain(now);
  evaluate(model, { name: "plan", changes: [{ op: "merge", school: "S0", into: "S2" }] });
  evaluate(model, { name: "plan", changes: [{ op: "set_seats", school: "S0", seats: 1 }], rules: { seats_full: 2 } });
  assert.deepEqual(plain(now), kept);
  assert.deepEqual(plain(evaluate(model)), kept);
});

test("schools that are added are those of the scenario, not of the one before", () => {
  const added = { name: "", lonlat: [111, 36], edge: 0, offsetMm: 0, component: 0, lengthM: [1], walkRefS: [1] };
  const ways = { rideS: [-1], rideLengthM: [-1], site: [], siteWalkRefS: [] };
  const model = countyOf({ like: "lane" });
  for (const [id, village, load] of [["N1", 0, [12, 0, 0, 24]], ["N2", 1, [24, 0, 0, 12]]]) {
    const site = addedOf({ ...added, ...ways, id, village: [village] });
    const here = { village: `V${village}`, school: id };
    const changes = [
      { op: "open", school: id, lon: 111, lat: 36, grades: "1-6" },
      { op: "designate", band: "lower_primary", ...here },
      { op: "designate", band: "upper_primary", ...here },
    ];
    const { schools, model: whole } = evaluate(model, { name: "plan", changes }, [site]);
    assert.deepEqual(Array.from(schools.loadTotal), load);
    assert.equal(whole.sites.ids.at(-1), id);
  }
});

test("a run of changes that goes on, is cut short or goes another way is evaluated afresh", () => {
  const merge = { op: "merge", school: "S0", into: "S2" };
  const open = { op: "open", school: "S0", seats: 7 };
  const close = { op: "close", school: "S1" };
  const model = countyOf({ like: "lane" });
  for (const changes of [[merge], [merge, open], [merge, open, close], [merge], [close], [merge, close], []]) {
    const alone = evaluate(countyOf({ like: "lane" }), { name: "plan", changes });
    assert.deepEqual(plain(evaluate(model, { name: "plan", changes })), plain(alone));
  }
});
