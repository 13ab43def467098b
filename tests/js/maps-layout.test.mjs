import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGrid } from "#maps/grid";
import { overlap, placeLabels, shorten, Taken } from "#maps/labels";
import { fold, search } from "#maps/search";
import { scaleBar, viewOfBox } from "#maps/print";
import { thin, tierOf } from "#maps/draw-roads";

/** A small seeded generator. */
function draws(seed) {
  let s = seed;
  return () => {
    s = (s * 1664525 + 1013904223) % 4294967296;
    return s / 4294967296;
  };
}

test("labels never overlap, keep out of what is taken, and stay in the frame", () => {
  const next = draws(7);
  const frame = { x0: 0, y0: 0, x1: 800, y1: 600 };
  const panel = { x0: 300, y0: 200, x1: 500, y1: 400 };
  const wishes = Array.from({ length: 400 }, () => ({
    x: next() * 800, y: next() * 600, width: 40 + next() * 90, height: 17, gap: 6, centred: false, room: 8,
  }));
  const taken = new Taken();
  taken.take(panel);
  const placed = placeLabels(wishes, taken, frame).filter((r) => r !== null);
  assert.ok(placed.length > 20);
  placed.forEach((r, i) => {
    assert.ok(!overlap(r, panel));
    assert.ok(r.x0 >= 0 && r.y0 >= 0 && r.x1 <= 800 && r.y1 <= 600);
    for (const other of placed.slice(0, i)) assert.ok(!overlap(r, other));
  });
});

test("the first wish wins where there is room for one", () => {
  const wish = { x: 100, y: 100, width: 60, height: 17, gap: 0, centred: true, room: 0 };
  const frame = { x0: 65, y0: 88, x1: 135, y1: 112 };
  const [first, second] = placeLabels([wish, wish], new Taken(), frame);
  assert.ok(first);
  assert.equal(second, null);
});

test("long names are cut by letters, not by code units", () => {
  assert.equal(shorten("𠮷野家小学", 4), "𠮷野家…");
  assert.equal(shorten("小学", 4), "小学");
});

test("the grid finds what a search of all finds", () => {
  const next = draws(3);
  const x = Float64Array.from({ length: 300 }, () => next() * 10);
  const y = Float64Array.from({ length: 300 }, () => next() * 4);
  const grid = makeGrid(x, y);
  for (let k = 0; k < 200; k += 1) {
    const [px, py] = [next() * 12 - 1, next() * 6 - 1];
    let best = -1;
    let least = 0.5;
    x.forEach((_, i) => {
      const d = Math.hypot(x[i] - px, y[i] - py);
      if (d < least) [least, best] = [d, i];
    });
    assert.equal(grid.near(px, py, 0.5), best);
  }
  assert.equal(makeGrid(new Float64Array(), new Float64Array()).near(0, 0, 1), -1);
});

test("search: exact before beginning before id before middle; every word must fit", () => {
  const entries = [
    ["石桥镇中心小学", "s001", "", "石桥镇"], ["石桥", "v9", "", ""], ["王家湾", "v001", "大王村", "石桥镇"], ["大石桥", "石桥1", "", ""],
  ].map((texts, index) => ({ type: "village", index, texts }));
  assert.deepEqual(search(entries, "石桥", 9).map((e) => e.index), [1, 0, 3, 2]);
  assert.deepEqual(search(entries, "石桥镇 王", 9).map((e) => e.index), [2]);
  assert.deepEqual(search(entries, " ", 9), []);
  assert.equal(fold("ＡＢＣ　１"), "abc 1");
});

test("the printed view shows its box whole, with a round scale bar", () => {
  const box = { x0: 200, y0: 98, x1: 200.4, y1: 98.3 };
  const view = viewOfBox(box, 1000, 500, 10);
  assert.ok(box.x0 * view.scale - view.left >= 10 && box.x1 * view.scale - view.left <= 990);
  assert.ok(Math.abs(box.y0 * view.scale - view.top - 10) < 1e-6);
  assert.ok(Math.abs(box.y1 * view.scale - view.top - 490) < 1e-6);
  const { metres, pixels } = scaleBar(view, 140);
  assert.ok(pixels <= 140 && pixels > 50);
  assert.match(String(metres), /^[125]0*$/);
});

test("thinned roads keep their ends; classes have a tier", () => {
  const lines = { x: Float64Array.from([0, 0.1, 0.2, 5, 9, 9.05]), y: new Float64Array(6), start: Int32Array.from([0, 4, 6]) };
  const found = thin(lines, 1);
  assert.deepEqual([...found.x], [0, 5, 9, 9.05]);
  assert.deepEqual([...found.start], [0, 2, 4]);
  assert.deepEqual(["primary_link", "tertiary", "residential", "steps", "国道", "?"].map(tierOf), [0, 1, 2, 3, 0, 2]);
});
