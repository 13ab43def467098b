import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { detailText, inLanguage } from "#maps/names";
import { createStore, firstState, LAYERS } from "#maps/state";
import { allWords, alone, isWord, learn, say, told } from "#maps/words";
import { SHARED } from "./shared-words.mjs";

const folder = new URL("../../src/schoolmap/maps/static/", import.meta.url);

learn(SHARED);

const modules = readdirSync(folder)
  .filter((f) => f.endsWith(".mjs") && f !== "words.mjs")
  .map((f) => readFileSync(new URL(f, folder), "utf8"));

/** Words whose keys are put together: the pattern in the source, and what may stand in the gap. */
const MADE = {
  "layer_${name}": LAYERS,
  "areas_${a}": ["school", "value", "none"],
  "areas_key_${ground}": ["school", "value"],
  "${state.measure}_unit": ["minutes", "distance", "mode", "access"],
};
const made = Object.entries(MADE).flatMap(([pattern, values]) => values.map((v) => pattern.replace(/\$\{[\w.]+\}/, v)));

test("every word that a module says is there, in both languages", () => {
  const said = new Set(made);
  for (const text of modules) {
    for (const [, args] of text.matchAll(/\bsay\(\s*[\w.()]+, ([^,()]*)/g)) {
      for (const [, word] of args.matchAll(/"(\w+)"(?!\s*[=?])/g)) said.add(word);
    }
    for (const [, pattern] of text.matchAll(/\bsay\([\w.()]+, `([^`]+)`/g)) assert.ok(Object.hasOwn(MADE, pattern), pattern);
  }
  assert.ok(said.size > 100, "the search finds words");
  for (const word of said) {
    assert.ok(isWord(word), word);
    assert.ok(say("zh", word, { n: 1 }) !== "" && say("en", word, { n: 1 }) !== "", word);
  }
});

test("every word is said by some module", () => {
  const named = new Set(made);
  for (const text of modules) for (const [, word] of text.matchAll(/"(\w+)"/g)) named.add(word);
  // a detail of the kernel's findings: cv_2012.mean.primary
  named.add("mean");
  assert.deepEqual(allWords().filter((word) => !named.has(word)), []);
});

test("a word that comes with the data has no second text in the page", () => {
  const kinds = Object.values(SHARED).flatMap((by) => Object.keys(by));
  assert.deepEqual(kinds.filter((key) => isWord(key)), []);
});

test("words take values; unknown words stand for themselves", () => {
  assert.equal(say("en", "of_schools", { n: 7 }), "of 7 open");
  assert.equal(told("zh", "mode", "walk"), "步行");
  assert.equal(told("zh", "mode", "toString"), "toString");
  assert.equal(told("en", "no kind", "x"), "x");
  assert.equal(alone("on foot"), "On foot");
});

test("details of findings are told by name", () => {
  const world = { data: { lists: { indicators: [{ name: "equipment_yuan", zh: "教学仪器设备值", en: "teaching equipment" }] } } };
  assert.equal(detailText(world, "cv_2017.equipment_yuan.primary", "zh"), "教学仪器设备值 · 小学");
  assert.equal(detailText(world, "lower_primary:no_beds", "en"), "Lower primary · no beds");
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
