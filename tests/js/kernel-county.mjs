/** Counties of the vectors as models: rows with what they leave open filled in. */

import { readFileSync } from "node:fs";
import { readModel } from "#kernel/model";

const folder = new URL("../vectors/", import.meta.url);

/** @param {string} name */
export const vectors = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

const frame = vectors("frame");
const NINE = new Array(9).fill(-1);

const VILLAGE = { pupils: NINE, township: "T", area: 220, component: 0, designated: [-1, -1, -1] };
const SITE = {
  span: [1, 6], type_code: 211, status: 0, private: false, area: 220, seats: -1, beds: 0, bus: false,
  classes: -1, roll: -1, grades: NINE, senior: 0, component: 0, has: {}, has_primary: {}, has_junior: {},
};

const stored = (has) =>
  frame.resources.map(({ name, scale }) => (name in has ? Math.round(has[name] * scale) : -1));

const counted = (rows, n) => Array.from({ length: n }, (_, i) => rows.filter(([from]) => from === i).length);

function columnsOf({ villages, sites, ways, between, xy_m: xy }) {
  const like = (n) => new Array(n).fill(-1);
  return {
    "villages.area_class": villages.map((v) => v.area),
    "villages.pupils": villages.flatMap((v) => v.pupils),
    "villages.component": villages.map((v) => v.component),
    "villages.designated": villages.flatMap((v) => v.designated),
    "sites.type_code": sites.map((s) => s.type_code),
    "sites.area_class": sites.map((s) => s.area),
    "sites.status": sites.map((s) => s.status),
    "sites.private": sites.map((s) => Number(s.private)),
    "sites.first_grade": sites.map((s) => s.span[0]),
    "sites.last_grade": sites.map((s) => s.span[1]),
    "sites.bus": sites.map((s) => Number(s.bus)),
    "sites.component": sites.map((s) => s.component),
    "sites.x_m": xy.map((place) => place[0]),
    "sites.y_m": xy.map((place) => place[1]),
    "od.count": counted(ways, villages.length),
    "od.like": like(villages.length),
    "od.site": ways.map((w) => w[1]),
    "od.length_m": ways.map((w) => w[2]),
    "od.walk_extra_s": ways.map((w) => w[3] - w[2]),
    "od.ride_s": ways.map((w) => w[4]),
    "od.ride_length_m": ways.map((w) => w[5]),
    "between.count": counted(between ?? [], sites.length),
    "between.like": like(sites.length),
    "between.site": (between ?? []).map((w) => w[1]),
    "between.walk_ref_s": (between ?? []).map((w) => w[2]),
  };
}

/** A county of the vectors as a model. */
export function countyOf(county) {
  const named = { ...(county.like && frame.counties[county.like]), ...county };
  const villages = named.villages.map((v) => ({ ...VILLAGE, ...v }));
  const sites = named.sites.map((s) => ({ ...SITE, ...s }));
  const xy = named.xy_m ?? sites.map(() => [0, 0]);
  const columns = columnsOf({ ...named, villages, sites, xy_m: xy });
  const data = {
    sha256: "pencil",
    kernel_version: "1",
    estimated: false,
    language: "en",
    cutoff_s: 50000,
    villages: { ids: villages.map((_, i) => `V${i}`), townships: villages.map((v) => v.township) },
    sites: {
      ids: sites.map((_, j) => `S${j}`),
      names: sites.map((_, j) => `school ${j}`),
      classes: sites.map((s) => s.classes),
      seats: sites.map((s) => s.seats),
      beds: sites.map((s) => s.beds),
      bus_seats: sites.map(() => -1),
      roll: sites.map((s) => s.roll),
      roll_by_grade: sites.flatMap((s) => s.grades),
      senior_pupils: sites.map((s) => s.senior),
      resources: sites.flatMap((s) => stored(s.has)),
      resources_primary: sites.flatMap((s) => stored(s.has_primary)),
      resources_junior: sites.flatMap((s) => stored(s.has_junior)),
    },
    ...frame,
    between: Boolean(named.between),
  };
  return readModel(data, (name) => Int32Array.from(columns[name]));
}

/** An added school of the vectors, its lists as arrays. */
export const addedOf = (site) =>
  Object.fromEntries(
    Object.entries(site).map(([name, value]) =>
      Array.isArray(value) && name !== "lonlat" ? [name, Int32Array.from(value)] : [name, value],
    ),
  );

/** What JSON makes of an evaluation; a figure that is not finite is refused. */
export const plain = (value) =>
  JSON.parse(
    JSON.stringify(value, (_, each) => {
      if (typeof each === "number" && !Number.isFinite(each)) throw new Error("not finite");
      if (ArrayBuffer.isView(each)) return Array.from(each);
      return each instanceof Map ? Object.fromEntries(each) : each;
    }),
  );

