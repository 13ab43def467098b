import assert from "node:assert/strict";
import { test } from "node:test";
import { bedGap, bedGapText, bedlessText } from "#maps/beds";

const world = (total, each) => ({ data: { figures: { bed_gap: [total, "bed"] } }, schools: { bedGap: Float64Array.from(each) } });

test("missing beds are said with their two parts, and boarders without a bed", () => {
  const county = world(1048, [400, 0, 97]);
  assert.deepEqual(bedGap(county), { total: 1048, atSchools: 497, nowhere: 551 });
  assert.equal(bedGapText(county, "zh"), "床位缺口 1,048 = 各校缺 497 + 没有学校可去的 551");
  assert.equal(bedGapText(county, "en"), "Bed gap 1,048 = 497 at schools + 551 with no school to board at");
  assert.equal(bedlessText(county, "zh"), "其中 497 人没有床位");
  assert.equal(bedlessText(county, "en"), "497 without a bed");
});

test("nothing is said where no bed is missing", () => {
  assert.equal(bedGapText(world(0, [0, 0]), "zh"), "");
  assert.equal(bedlessText(world(36, [0, 0]), "zh"), "");
});
