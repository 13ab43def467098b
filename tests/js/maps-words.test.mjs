import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { detailText, inLanguage } from "#maps/names";
import { createStore, firstState, LAYERS } from "#maps/state";
import { isWord, say, sayAny } from "#maps/words";

const folder = new URL("../../src/schoolmap/maps/static/", import.meta.url);

test("every word that a module says is there, in both languages", () => {
  for (const name of readdirSync(folder).filter((f) => f.endsWith(".mjs"))) {
    const text = readFileSync(new URL(name, folder), "utf8");
    for (const [, word] of text.matchAll(/say\((?:language|state\.language|store\.get\(\)\.language), "(\w+)"/g)) {
      assert.ok(isWord(word), `${name}: ${word}`);
      assert.ok(say("zh", word) !== undefined && say("en", word) !== undefined);
    }
  }
});

test("every reason, mode, force and layer has its words", () => {
  const needed = [
    "reason_no_road_within_limit", "reason_other_component", "reason_beyond_cutoff", "reason_no_site_for_grade",
    "reason_band_may_not_board", "reason_no_beds", "walk", "ride", "board", "unserved", "force_binding", "force_guideline",
    "force_assumption", "verified_quoted", "verified_secondary", "verified_memory", ...LAYERS.map((l) => `layer_${l}`),
  ];
  for (const word of needed) assert.ok(isWord(word), word);
});

test("words take values; unknown words stand for themselves", () => {
  assert.equal(say("en", "of_schools", { n: 7 }), "of 7 open");
  assert.equal(sayAny("zh", "toString"), "toString");
});

test("details of findings are told by name", () => {
  const world = { data: { lists: { indicators: [{ name: "equipment_yuan", zh: "教学仪器设备值", en: "teaching equipment" }] } } };
  assert.equal(detailText(world, "cv_2017.equipment_yuan.primary", "zh"), "教学仪器设备值 · 小学");
  assert.equal(detailText(world, "lower_primary:no_beds", "en"), "Lower primary · too far to walk, no bus within the limit, no beds in reach");
  assert.equal(inLanguage("甲 / a", "en"), "a");
  assert.equal(inLanguage("甲", "en"), "甲");
});

test("the store tells what was and what is", () => {
  const store = createStore(firstState("zh"));
  const seen = [];
  store.on((state, before) => seen.push([before.band, state.band]));
  store.set({ band: 2 });
  assert.deepEqual(seen, [[0, 2]]);
  assert.equal(store.get().language, "zh");
});
