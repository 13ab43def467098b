import assert from "node:assert/strict";
import { test } from "node:test";
import { mostlyBlank } from "#maps/panel-overview";

const cut = (pupils) => Object.fromEntries(Object.entries(pupils).map(([group, n]) => [group, { pupils: [n, "pupil"] }]));

test("figures by group are left out where more than half of the pupils have none", () => {
  assert.equal(mostlyBlank(cut({ 马鞍镇: 87, "": 5370 })), true);
  assert.equal(mostlyBlank(cut({ 马鞍镇: 50, "": 50 })), false, "half is not more than half");
  assert.equal(mostlyBlank(cut({ 马鞍镇: 49, "": 50 })), true);
  assert.equal(mostlyBlank(cut({ 马鞍镇: 87 })), false);
  assert.equal(mostlyBlank(cut({ "": 0 })), false);
  assert.equal(mostlyBlank({}), false);
});
