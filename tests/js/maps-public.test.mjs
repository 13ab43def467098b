import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { bandView, journey } from "#maps/journeys";
import { readPublic } from "#maps/public-world";
import { PUBLIC_WORDS } from "#maps/words-public";

const BAND = { stage: "primary", walk_speed_m_s: 1, walk_limit_s: 1800, ride_limit_s: 1800, may_board: false };

/** Two villages, one school; a plan closes it, opens another and tries a limit. */
function county() {
  const columns = {
    v_x: [11100000, 11101000], v_y: [3600000, 3600000], v_township: [0, 0], v_area: [220, 220], v_component: [0, -1], v_total: [-1, 30],
    s_x: [11100500], s_y: [3600000], s_township: [0], s_area: [220], s_type: [211], s_status: [0], s_private: [0], s_first: [1], s_last: [6],
    l0_site: [0, 0, -1, -1], l0_mode: [0, 1, 3, 3], l0_length_m: [500, 500, -1, -1], l0_walk_ref_s: [510, 510, -1, -1],
    l0_ride_s: [60, 60, -1, -1], l0_ride_length_m: [520, 520, -1, -1], l0_open: [1], l0_first: [1], l0_last: [6], l0_point: [0], l0_x: [], l0_y: [],
    l1_site: [1, 1, -1, -1], l1_mode: [0, 0, 3, 3], l1_length_m: [900, 900, -1, -1], l1_walk_ref_s: [900, 900, -1, -1],
    l1_ride_s: [-1, -1, -1, -1], l1_ride_length_m: [-1, -1, -1, -1], l1_open: [0, 1], l1_first: [1, 1], l1_last: [6, 3], l1_point: [0, 1], l1_x: [11102000], l1_y: [3600000],
  };
  const layout = { changes: [], amounts: 0, rules: {}, added: [], findings: [], figures: {}, by_band: {}, length_bands: [] };
  const data = {
    bounds: [111, 35.9, 111.2, 36.1], lists: { townships: ["东"] }, public: { least: 10, omitted: [] },
    bands: [{ ...BAND, id: "lower_primary", first: 1, last: 3 }, { ...BAND, id: "upper_primary", first: 4, last: 6 }],
    villages: { id: ["V0", "V1"], name: ["甲", "乙"], admin: ["", ""] },
    schools: { id: ["S0"], name: ["一小"], name_en: [""], roll: [null], roll_hidden: [true] },
    layouts: [
      { ...layout, name: "" },
      { ...layout, name: "案", added: [{ id: "N1", name: "新" }], rules: { "walk_limit_s.lower_primary": 600 } },
    ],
  };
  return readPublic(data, (name) => Int32Array.from(columns[name] ?? []));
}

test("a layout reads like a scene: journeys by band, schools that a plan adds at the end", () => {
  const { scenes, totals } = county();
  const [today, plan] = scenes;
  assert.deepEqual([...totals], [-1, 30]);
  assert.deepEqual([...bandView(today, 0).site], [0, -1]);
  assert.equal(journey(today, 0, 5).rideS, 60);
  assert.equal(journey(today, 0, 5).mode, 1);
  assert.equal(journey(today, 1, 1).lengthM, null);
  assert.deepEqual(plan.schools.id, ["S0", "N1"]);
  assert.deepEqual([...plan.schools.open], [0, 1]);
  assert.deepEqual([...plan.schools.added], [0, 1]);
  assert.deepEqual([...plan.schools.type], [211, 218], "grades 1-3 make a teaching point");
  assert.deepEqual([...bandView(plan, 1).lengthM], [900, -1]);
  assert.equal(plan.data.bands[0].walk_limit_s, 600);
  assert.equal(today.data.bands[0].walk_limit_s, 1800);
});

test("who is hidden is drawn as a small village, whatever the band", () => {
  const { scenes } = county();
  for (const band of [0, 1]) assert.deepEqual([...bandView(scenes[0], band).pupils], [5, 30]);
});

test("every word of the public page is said, in both languages", () => {
  const folder = new URL("../../src/schoolmap/maps/static/", import.meta.url);
  const texts = readdirSync(folder).filter((f) => f.startsWith("public-")).map((f) => readFileSync(new URL(f, folder), "utf8")).join("\n");
  const python = readFileSync(new URL("../../src/schoolmap/maps/public.py", import.meta.url), "utf8");
  for (const [word, pair] of Object.entries(PUBLIC_WORDS)) {
    const [kind, ...rest] = word.split("_");
    const made = { omit: python.includes(`"${rest.join("_")}"`), op: true, subject: true }[kind];
    assert.ok(made || texts.includes(`"${word}"`), word);
    assert.ok(pair.length === 2 && pair.every((text) => text !== ""), word);
  }
  for (const [, code] of python.split("OMITTED")[1].split(")")[0].matchAll(/"(\w+)"/g)) assert.ok(`omit_${code}` in PUBLIC_WORDS, code);
});
