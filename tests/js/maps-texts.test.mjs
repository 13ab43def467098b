import assert from "node:assert/strict";
import { test } from "node:test";
import { changeKind, changesText, changeSubject } from "#maps/changes-text";
import { pupilsText } from "#maps/figures";
import { gradesText } from "#maps/names";
import { effectLine, effectsOf, heads } from "#maps/preview-text";
import { conflictText, problemText } from "#maps/problem-text";
import { fromField, ruleValueText, toField } from "#maps/rule-values";
import { makeSession } from "#maps/session";
import { learn } from "#maps/words";
import { readSmallCounty } from "./small-county.mjs";
import { SHARED } from "./shared-words.mjs";

learn({ ...SHARED, severity: { violation: ["不达标", "not met"], warning: ["预警", "warning"] }, unit: { ...SHARED.unit, pupil: ["人", "pupils"] } });

function session() {
  const { model, world } = readSmallCounty();
  for (const row of Object.values(world.data.standards)) Object.assign(row, { clause: "某号文", status: ["", ""] });
  return makeSession(world, model);
}

test("changes are told by the names of schools and villages", () => {
  const { schools } = session().plan();
  const scene = session().plan();
  const tell = (change) => `${changeKind(change, "zh")}|${changeSubject(scene, change, "zh")}`;
  assert.equal(tell({ op: "close", school: "S1" }), "撤并|教学点");
  assert.equal(tell({ op: "merge", school: "S1", into: "S0" }), "并入|教学点 → 一小");
  assert.equal(tell({ op: "open", school: "N1", name: "新校" }), "开办|新校");
  assert.equal(tell({ op: "set_grades", school: "S0", grades: "1-3" }), "年级|一小 · 1-3 年级");
  assert.equal(tell({ op: "set_seats", school: "S0", seats: 1200 }), "学位|一小 · 1,200");
  assert.equal(tell({ op: "set_bus", school: "S0", bus: false }), "校车|一小 · 无");
  assert.equal(tell({ op: "designate", village: "V0", band: "lower_primary", school: "S0" }), "划片|甲村（小学低年级）→ 一小");
  assert.equal(changesText(scene, [{ op: "close", school: "S1" }, { op: "close", school: "S2" }], "zh"), "撤并教学点等，另 1 项");
  assert.equal(changesText(scene, [{ op: "close", school: "gone" }], "en"), "Close gone", "an id that is not here stands for itself");
  assert.equal(schools.n, 4);
});

test("what a closure does is told with every harm that the preview counts", () => {
  const s = session();
  const preview = s.preview([{ op: "close", school: "S0" }]);
  const effects = effectsOf(preview, "zh");
  const texts = effects.map((e) => e.text).join("\n");
  assert.ok(preview.unserved > 0, "nothing else serves grades 4 to 6");
  assert.ok(texts.includes(`${preview.unserved} 名学生没有学校可上`));
  assert.ok(effects.filter((e) => e.tone === "harm").length >= 1);
  assert.ok(effectLine(preview, "zh").includes(`${preview.unserved} 人没有学校可上`));
  for (const language of ["zh", "en"]) for (const { text } of effectsOf(preview, language)) assert.doesNotMatch(text, /[{}]|undefined|NaN/);
});

test("a school that overflows is told with its seats and by how much", () => {
  const s = session();
  s.apply([{ op: "designate", village: "V1", band: "lower_primary", school: "S1" }, { op: "set_seats", school: "S0", seats: 10 }]);
  const preview = s.preview([{ op: "merge", school: "S1", into: "S0" }]);
  const [receiver] = preview.receivers;
  assert.equal(receiver.school, 0);
  const full = effectsOf(preview, "zh").find((e) => e.text.includes("学位 10"));
  assert.equal(full.tone, "harm");
  assert.ok(full.text.includes(`超 ${heads(receiver.overSeats.after)}`));
});

test("a school that opens for nobody says why", () => {
  const s = session();
  s.apply([{ op: "set_grades", school: "S3", grades: "1" }, ...["V0", "V1", "V2", "V3"].map((village) => ({ op: "designate", village, band: "lower_primary", school: "S0" }))]);
  const texts = effectsOf(s.preview([{ op: "open", school: "S3" }]), "zh").map((e) => e.text);
  assert.ok(texts.some((text) => text.startsWith("规划小学没有分到学生")), texts.join());
});

test("a change that does nothing says so, one that cannot stand says why", () => {
  const s = session();
  assert.deepEqual(effectsOf(s.preview([]), "zh").map((e) => e.text), ["没有学生受影响。"]);
  s.apply([{ op: "close", school: "S1" }]);
  const [why] = effectsOf(s.preview([{ op: "close", school: "S1" }]), "zh");
  assert.deepEqual(why, { text: "教学点已经停办（第 1 项调整）。", tone: "harm" });
});

test("faults of files are told in words, without holes, in both languages", () => {
  const scene = session().plan();
  const broken = [
    { format: "schoolmap-scenario", version: 1, changes: [{ op: "close" }, { op: "fly", school: "S0" }, { op: "set_seats", school: "S0", seats: -1 }, { op: "set_grades", school: "S0", grades: "9-1" }] },
    { format: "schoolmap-scenario", version: 2, changes: [], more: 1 }, { format: "other" }, [],
    { format: "schoolmap-scenario", version: 1, model_sha256: "00".repeat(32), changes: [] },
    { format: "schoolmap-scenario", version: 1, rules: { "walk_limit_s.lower_primary": 1, "class_limit.primary": 3, none: 2 }, changes: [{ op: "open", school: "N1", lon: 36, lat: 111 }] },
    { format: "schoolmap-scenario", version: 1, changes: [{ op: "close", school: "S9" }] },
  ];
  const { model, world } = readSmallCounty();
  const reader = makeSession(world, model, { ranges: { walk_limit_s: [60, 86400, true] } });
  let count = 0;
  for (const json of broken) {
    const read = reader.importPlan(json);
    assert.equal(read.ok, false);
    for (const problem of read.problems) for (const language of ["zh", "en"]) {
      count += 1;
      const { text } = problemText(scene, problem, language);
      assert.doesNotMatch(text, /\{\w|undefined|NaN/, problem.code);
      assert.notEqual(text, problem.code);
      assert.equal(/[\u4e00-\u9fff]/.test(text.replace(/“[^”]*”/g, "")), language === "zh", `${problem.code}: ${text}`);
    }
  }
  assert.ok(count > 16);
  const [other] = reader.importPlan(broken[4]).problems;
  assert.equal(problemText(scene, other, "zh").commands.length, 2, "the way back is a command");
});

test("a conflict names the school and the change in its way", () => {
  const scene = session().plan();
  assert.equal(conflictText(scene, { code: "into_closed", subject: "S1", earlier: 1 }, "en"), "教学点 is to take the pupils but is closed (change 2): choose another.");
  assert.equal(conflictText(scene, { code: "unheard_of", subject: "S1", earlier: -1 }, "en"), "unheard_of S1");
});

test("grades and heads are told as one says them", () => {
  assert.equal(gradesText(3, 3, "en"), "Grade 3");
  assert.equal(gradesText(1, 3, "zh"), "1–3 年级");
  assert.equal(pupilsText(1, "en"), "1 pupil");
  assert.equal(pupilsText(1200, "zh"), "1,200 人");
  assert.equal(heads(0.25), "0.25");
  assert.equal(heads(12.4), "12");
});

test("times are asked in minutes and kept in seconds", () => {
  assert.equal(toField("walk_limit_s.junior", 2400), 40);
  assert.equal(fromField("walk_limit_s.junior", 25), 1500);
  assert.equal(fromField("small_school_pupils", 25), 25);
  assert.equal(ruleValueText("walk_limit_s.junior", 1500, undefined, "en"), "25 min");
  assert.equal(ruleValueText("may_board.junior", true, undefined, "zh"), "是");
});
