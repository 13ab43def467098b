/**
 * A county that a pencil can follow, as the page carries it: one road, metres as seconds.
 *
 *   km  0      1      2      3             8                    12
 *       V0-----S0-----V1-----S1------------V2-------------------S2 V3       S3: planned, beside V2
 *              1-6           1-3                                7-9             1-6
 *              bus, 100 seats point, 30 seats                   10 beds, 100 seats
 *
 * Pupils in every grade: V0 2, V1 3, V2 4, V3 5; 126 in all. A ride takes an eighth of the walk.
 */

import { readFileSync } from "node:fs";
import { readModel } from "#kernel/model";
import { makeWorld } from "#maps/world";

const PLACES_KM = { villages: [0, 2, 8, 12], schools: [1, 3, 12, 8] };
const PUPILS = [2, 3, 4, 5];
const SPANS = [[1, 6], [1, 3], [7, 9], [1, 6]];
const FRAME = JSON.parse(readFileSync(new URL("../vectors/frame.json", import.meta.url), "utf8"));

export const SHA256 = "ab".repeat(32);

/** @returns what Python writes into the page: plain data, and columns by name */
export function smallCounty() {
  const n = PLACES_KM.villages.length;
  const sites = SPANS.length;
  const rows = PLACES_KM.villages.flatMap((v) => PLACES_KM.schools.map((s, j) => ({ site: j, metres: Math.abs(s - v) * 1000 })));
  const flat = (value, count = sites) => new Array(count).fill(value);
  const { standards, resources, indicators, area_groups, area_group_of } = FRAME;
  const things = flat(-1, sites * resources.length);
  const data = {
    sha256: SHA256, kernel_version: "1", estimated: false, language: "zh", cutoff_s: 50000,
    villages: { ids: ["V0", "V1", "V2", "V3"], townships: ["东", "东", "西", "西"] },
    sites: {
      ids: ["S0", "S1", "S2", "S3"], names: ["一小", "教学点", "初中", "规划小学"],
      classes: flat(-1), seats: [100, 30, 100, -1], beds: [0, 0, 10, -1], bus_seats: flat(-1),
      roll: flat(-1), roll_by_grade: flat(-1, sites * 9), senior_pupils: flat(0),
      resources: things, resources_primary: things, resources_junior: things,
    },
    standards, resources, indicators, area_groups, area_group_of, between: false,
  };
  const columns = {
    "villages.area_class": flat(220, n), "villages.pupils": PUPILS.flatMap((p) => flat(p, 9)),
    "villages.designated": flat(-1, n * 3), "villages.component": flat(0, n),
    "sites.type_code": [211, 218, 311, 211], "sites.area_class": flat(220), "sites.status": [0, 0, 0, 1],
    "sites.private": flat(0), "sites.bus": [1, 0, 0, 0], "sites.component": flat(0),
    "sites.first_grade": SPANS.map(([first]) => first), "sites.last_grade": SPANS.map(([, last]) => last),
    "sites.x_m": PLACES_KM.schools.map((km) => km * 1000), "sites.y_m": flat(0),
    "od.count": flat(sites, n), "od.like": flat(-1, n), "od.site": rows.map((r) => r.site),
    "od.length_m": rows.map((r) => r.metres), "od.walk_extra_s": flat(0, rows.length),
    "od.ride_s": rows.map((r) => r.metres / 8), "od.ride_length_m": rows.map((r) => r.metres),
    v_x: PLACES_KM.villages.map((km) => 11100000 + km * 1000), v_y: flat(3600000, n), v_township: [0, 0, 1, 1],
    v_population: flat(-1, n), v_snap_m: flat(0, n),
    s_x: PLACES_KM.schools.map((km) => 11100000 + km * 1000), s_y: flat(3600500), s_township: [0, 0, 1, 1],
    s_boarders: flat(-1), s_snap_m: flat(0),
    ...Object.fromEntries(["road_count", "road_x", "road_y", "road_class", "ring_cell", "cell_of", "ring_count",
      "ring_vertex", "cell_x", "cell_y", "outline_count", "outline_x", "outline_y", "outline_owner", "town_x", "town_y",
    ].map((name) => [name, []])),
  };
  return { data, columns };
}

/** @returns {{model: import("#kernel/model").KernelModel, world: import("#maps/world").World}} */
export function readSmallCounty() {
  const { data, columns } = smallCounty();
  const array = (name) => Int32Array.from(columns[name]);
  const model = readModel(data, array);
  const world = makeWorld({
    study: { sha256: SHA256, kernel: "1" }, bounds: [111, 35.9, 111.2, 36.1], lists: { townships: ["东", "西"] },
    bands: model.rules.bands.map((b) => ({
      id: b.id, first: b.first, last: b.last, walk_speed_m_s: b.walkSpeedMS, walk_limit_s: b.walkLimitS,
      ride_limit_s: b.rideLimitS, may_board: b.mayBoard,
    })),
    standards: Object.fromEntries(Object.entries(data.standards).map(([id, s]) => [id, { ...s, zh: id, en: id }])),
    limits: { small: 100, thresholds: {}, cv: {}, length_m: [1000, 2000, 5000] },
    villages: { name: ["甲村", "乙村", "丙村", "丁村"], admin: ["", "", "", ""] },
    schools: { name_en: ["", "", "", ""], roll_reported: [null, null, null, null] },
  }, model, array);
  return { model, world };
}
