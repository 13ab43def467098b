import assert from "node:assert/strict";
import { test } from "node:test";
import { against, amount, length, minutes, money, number, percent, unit } from "#maps/figures";
import { readArrays } from "#maps/bytes";
import { learn } from "#maps/words";
import { SHARED } from "./shared-words.mjs";

learn(SHARED);

test("numbers: halves up, thousands apart, no minus zero", () => {
  assert.equal(number(1234567), "1,234,567");
  assert.equal(number(0.5), "1");
  assert.equal(number(2.345, 1), "2.3");
  assert.equal(number(1000.25, 2), "1,000.25");
  assert.equal(number(-0.2), "0");
  assert.equal(number(-1500), "−1,500");
});

test("lengths and times name their unit; nothing is a dash", () => {
  assert.equal(length(999, "zh"), "999 米");
  assert.equal(length(1000, "en"), "1.0 km");
  assert.equal(length(null, "zh"), "—");
  assert.equal(length(-1, "en"), "—");
  assert.equal(minutes(1800, "zh"), "30 分钟");
  assert.equal(percent(0.3141), "31.4%");
  assert.equal(percent(null), "—");
});

test("money in ten thousands, units as the data say them", () => {
  assert.equal(money(123456, "zh"), "12.3 万元");
  assert.equal(money(123456, "en"), "123,456 yuan");
  assert.equal(unit("m2/pupil", "zh"), "平方米/人");
  assert.equal(unit("furlong", "zh"), "furlong");
  assert.equal(amount(54.23, "pupil/class", "zh"), "54.23 人/班");
  assert.equal(amount(0.7364, "ratio", "en"), "0.736");
});

test("varints: by hand", () => {
  const bytes = Uint8Array.from([0, 1, 2, 0x80, 0x01, 0x7e, 4, 2, 2]);
  const found = readArrays(bytes, [["a", 5, false], ["b", 3, true]]);
  assert.deepEqual([...(found.a ?? [])], [0, -1, 1, 64, 63]);
  assert.deepEqual([...(found.b ?? [])], [2, 3, 4]);
  assert.throws(() => readArrays(bytes, [["a", 2, false]]), /do not agree/);
});

test("a figure never reads like the limit that it misses", () => {
  assert.equal(against(1801, 1800, "s", "zh"), "30 分钟 1 秒");
  assert.equal(against(1800, 1800, "s", "zh"), "30 分钟");
  assert.equal(against(4.4996, 4.5, "m2/pupil", "en"), "4.4996 m²/pupil");
  assert.equal(against(4.2, 4.5, "m2/pupil", "zh"), "4.2 平方米/人");
  assert.equal(against(null, 4.5, "ratio", "zh"), "—");
  assert.equal(amount(0.5, "ratio", "zh"), "0.5");
});
