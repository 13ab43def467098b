import assert from "node:assert/strict";
import { test } from "node:test";

for (const name of ["HTMLInputElement", "HTMLSelectElement", "HTMLTextAreaElement"]) {
  globalThis[name] = class {
    constructor(type = "text") {
      this.type = type;
    }
  };
}
const { pressKey } = await import("#maps/keys");
const { tipPlace } = await import("#maps/pointer");
const { growing, paperFor } = await import("#maps/print");
const { warmUp } = await import("#maps/warm-up");

/** @returns {[boolean, string[]]} whether the key was used up, and what it did */
function press(event, page = {}) {
  const done = [];
  const session = { readOnly: page.readOnly ?? false, undo: () => done.push("undo"), redo: () => done.push("redo") };
  const store = { get: () => ({}), set: (change) => done.push(...Object.keys(change)) };
  const keys = { key: "z", ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, target: null, ...event };
  return [pressKey(keys, store, session, { focusSearch: () => done.push("search"), inDialog: page.inDialog ?? false }), done];
}

test("Ctrl+Z undoes the plan, and never the text of a field that has no focus", () => {
  assert.deepEqual(press({}), [true, ["undo"]]);
  assert.deepEqual(press({ key: "Z", shiftKey: true }), [true, ["redo"]]);
  assert.deepEqual(press({ key: "y" }), [true, ["redo"]]);
  assert.deepEqual(press({}, { inDialog: true }), [true, []], "a dialog is answered first");
  assert.deepEqual(press({}, { readOnly: true }), [true, []]);
  assert.deepEqual(press({ target: new HTMLInputElement("search") }), [false, []], "the field undoes its own");
  assert.deepEqual(press({ target: new HTMLInputElement("number") }, { inDialog: true }), [false, []]);
  assert.deepEqual(press({ target: new HTMLInputElement("checkbox") }), [true, ["undo"]]);
  assert.deepEqual(press({ target: new HTMLSelectElement() }), [true, ["undo"]]);
  assert.deepEqual(press({ key: "c" }), [false, []], "copying is the browser's");
});

test("letters are tools and views where nobody types and no dialog is open", () => {
  const plain = { key: "t", ctrlKey: false };
  assert.deepEqual(press(plain), [true, ["view"]]);
  assert.deepEqual(press(plain, { inDialog: true }), [false, []]);
  assert.deepEqual(press({ ...plain, target: new HTMLSelectElement() }), [false, []]);
});

test("the note stands by the pointer, also on a map that begins further right or down", () => {
  assert.deepEqual(tipPlace({ x: 100, y: 50 }, { x: 1000 }, { offsetLeft: 0, offsetTop: 0 }), { x: 114, y: 66 });
  assert.deepEqual(tipPlace({ x: 100, y: 50 }, { x: 500 }, { offsetLeft: 500, offsetTop: 0 }), { x: 614, y: 66 });
  assert.deepEqual(tipPlace({ x: 480, y: 50 }, { x: 500 }, { offsetLeft: 500, offsetTop: 300 }), { x: 740, y: 366 });
});

test("on larger paper the sheet grows, whichever way it lies", () => {
  const wide = paperFor("A4", { x0: 0, y0: 0, x1: 3, y1: 1 });
  const rules = growing(wide);
  assert.equal(wide.landscape, true);
  assert.deepEqual(rules.map((rule) => /zoom: ([\d.]+)/.exec(rule)?.[1]), ["1.43", "2.046"]);
  assert.match(rules[0], /size: 420mm 297mm/);
  assert.match(rules[0], /min-width: 380mm\) and \(min-height: 257mm.*min-width: 257mm\) and \(min-height: 380mm/);
  assert.equal(growing(paperFor("A3", { x0: 0, y0: 0, x1: 3, y1: 1 })).length, 1);
});

test("what a first new school costs is spent while nobody waits, and nothing is kept", () => {
  const asked = [];
  const session = { today: () => ({ villages: { n: 6, x: new Float64Array(6).fill(128), y: new Float64Array(6).fill(128) } }), newId: () => "N1", preview: (changes) => asked.push(changes) };
  const opening = { placeAt: (lon, lat) => ({ lon, lat, edge: 0, offsetMm: 0 }), change: (school, place) => ({ op: "open", ...school, ...place }) };
  const waiting = [];
  warmUp(session, opening, (work) => waiting.push(work));
  assert.equal(asked.length, 0, "not before the page is idle");
  while (waiting.length > 0) waiting.shift()();
  assert.equal(asked.length, 3);
  assert.deepEqual([asked[0][0].op, Math.abs(asked[0][0].lon) < 1e-9, Math.abs(asked[0][0].lat) < 1e-9], ["open", true, true]);
  warmUp(session, null, (work) => waiting.push(work));
  assert.equal(waiting.length, 0);
});
