import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { detailText, inLanguage } from "#maps/names";
import { phrase } from "#maps/phrases";
import { createStore, firstState, LAYERS, TOOLS } from "#maps/state";
import { allWordPairs, allWords, alone, isWord, learn, say, told } from "#maps/words";
import { MAP_WORDS } from "#maps/words-map";
import { CONFLICT_WORDS, PROBLEM_WORDS } from "#maps/words-problems";
import { SHARED } from "./shared-words.mjs";

const folder = new URL("../../src/schoolmap/maps/static/", import.meta.url);

learn(SHARED);

const modules = readdirSync(folder)
  .filter((f) => f.endsWith(".mjs") && !/^words/.test(f))
  .map((f) => readFileSync(new URL(f, folder), "utf8"));

const TRIES = TOOLS.filter((tool) => tool !== "select");
/** Words whose keys are put together: the pattern in the source, and what may stand in the gap. */
const MADE = {
  "layer_${name}": LAYERS,
  "areas_${a}": ["school", "value", "none"],
  "areas_key_${ground}": ["school", "value"],
  "${state.measure}_unit": ["minutes", "distance", "mode", "access"],
  "tool_${name}": TOOLS,
  "tool_${name}_help": TOOLS,
  "tool_${tool}": TRIES,
  "tool_${tool}_help": TRIES,
  "hint_${tool}": ["close", "open", "convert"],
  "compare_${value}": ["off", "swipe", "split"],
  "${word}_none": ["findings_new", "findings_solved", "findings_closed", "findings_kept"],
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
  for (const word of said) assert.ok(isWord(word), word);
});

test("every word is told in both languages, with the same gaps to fill", () => {
  const gaps = (text) => [...new Set([...text.matchAll(/\{(\w+)[|}]/g)].map((m) => m[1]))].sort();
  for (const [word, pair] of Object.entries({ ...allWordPairs(), ...CONFLICT_WORDS, ...PROBLEM_WORDS, ...MAP_WORDS })) {
    const [zh, en] = pair;
    assert.ok(zh !== "" && en !== "", word);
    assert.deepEqual(gaps(zh), gaps(en).filter((g) => zh.includes(`{${g}`)), `${word}: Chinese asks for what English does not`);
  }
});

test("every word is said by some module", () => {
  const named = new Set(made);
  for (const text of modules) for (const [, word] of text.matchAll(/"(\w+)"/g)) named.add(word);
  // a detail of the kernel's findings: cv_2012.mean.primary
  named.add("mean");
  assert.deepEqual(allWords().filter((word) => !named.has(word)), []);
});

test("what the kernel and the reading of files refuse is told to people", () => {
  const python = readFileSync(new URL("../../src/schoolmap/kernel/conflicts.py", import.meta.url), "utf8");
  const [, list] = /CODES: tuple\[str, \.\.\.\] = \(([^)]*)\)/.exec(python);
  const codes = [...list.matchAll(/"(\w+)"/g)].map((m) => m[1]);
  assert.ok(codes.length > 10);
  for (const code of codes) assert.ok(Object.hasOwn(CONFLICT_WORDS, code), code);
  const reading = readFileSync(new URL("plan-file.mjs", folder), "utf8") + readFileSync(new URL("../../kernel/rules.mjs", folder), "utf8");
  for (const [, code] of reading.matchAll(/code: "(\w+)"|return "(\w+_rule\w*)"/g)) if (code) assert.ok(Object.hasOwn(PROBLEM_WORDS, code), code);
  for (const code of ["rule_not_tried", "unknown_rule", "unsuitable_rule_value", "no_road_here"]) assert.ok(Object.hasOwn(PROBLEM_WORDS, code), code);
});

test("one is one, more are more", () => {
  assert.equal(phrase(["{n} 个", "{n} {n|village|villages}"], "en", { n: 1 }), "1 village");
  assert.equal(phrase(["{n} 个", "{n} {n|village|villages}"], "en", { n: "1,200" }), "1,200 villages");
  assert.equal(phrase(["{n} 个", "{n} {n|village|villages}"], "zh", { n: 2 }), "2 个");
  assert.equal(phrase(["{a}{b}", ""], "zh", { a: "{b}" }), "{b}", "a name is never a pattern");
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
