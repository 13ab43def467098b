/** The county as the kernel sees it, read from what a page or a file carries. */

import { int } from "#kernel/arrays";
import { rulesOf } from "#kernel/rules";

/**
 * @typedef {import("#kernel/rules").Rules} Rules
 * @typedef {import("#kernel/rules").Standard} Standard
 * @typedef {import("#kernel/od").Od} Od
 * @typedef {{n: number, ids: readonly string[], townships: readonly string[],
 *   areaClass: Int32Array, pupils: Int32Array, designated: Int32Array,
 *   component: Int32Array}} Villages `pupils` by grade, `designated` the site by band, -1 none
 * @typedef {{n: number, ids: readonly string[], names: readonly string[], typeCode: Int32Array,
 *   areaClass: Int32Array, status: Int32Array, isPrivate: Uint8Array, first: Int32Array,
 *   last: Int32Array, classes: Float64Array, seats: Float64Array, beds: Float64Array,
 *   bus: Uint8Array, busSeats: Float64Array, component: Int32Array, xM: Int32Array,
 *   yM: Int32Array, roll: Float64Array, rollByGrade: Float64Array, seniorPupils: Float64Array,
 *   resources: Float64Array, resourcesPrimary: Float64Array, resourcesJunior: Float64Array}} Sites
 *   -1 stands for what was not reported; resources in `scale` ths of their unit
 * @typedef {{name: string, scale: number, movable: boolean, unit: string}} Resource
 * @typedef {{name: string, resource: number, per: number, editions: readonly string[],
 *   unit: string}} Indicator `resource` is an index, `unit` that of the value
 * @typedef {{n: number, start: Int32Array, site: Int32Array, walkRefS: Int32Array}} Between
 *   walking times from each of the `n` listed sites to others, as `Od` holds them
 * @typedef {{sha256: string, kernelVersion: string, estimated: boolean, language: string,
 *   cutoffS: number, villages: Villages, sites: Sites, od: Od, between: Between | null,
 *   standards: ReadonlyMap<string, Standard>, rules: Rules, resources: readonly Resource[],
 *   indicators: readonly Indicator[], areaGroups: readonly string[],
 *   areaGroupOf: ReadonlyMap<number, number>}} KernelModel
 * @typedef {{sha256: string, kernel_version: string, estimated: boolean, language: string,
 *   cutoff_s: number, villages: {ids: string[], townships: string[]},
 *   sites: {ids: string[], names: string[], classes: number[], seats: number[], beds: number[],
 *     bus_seats: number[], roll: number[], roll_by_grade: number[], senior_pupils: number[],
 *     resources: number[], resources_primary: number[], resources_junior: number[]},
 *   standards: Record<string, Standard>, resources: Resource[], indicators: Indicator[],
 *   area_groups: string[], area_group_of: [number, number][], between: boolean}} ModelData
 * @typedef {(name: string) => Int32Array} Arrays
 */

/**
 * @param {ModelData} data plain JSON of `schoolmap.maps.columns.model_columns`
 * @param {Arrays} array its whole-number columns by name
 * @returns {KernelModel}
 */
export function readModel(data, array) {
  const standards = new Map(Object.entries(data.standards));
  const od = readOd(array);
  return {
    sha256: data.sha256,
    kernelVersion: data.kernel_version,
    estimated: data.estimated,
    language: data.language,
    cutoffS: data.cutoff_s,
    villages: {
      n: data.villages.ids.length,
      ids: data.villages.ids,
      townships: data.villages.townships,
      areaClass: array("villages.area_class"),
      pupils: array("villages.pupils"),
      designated: array("villages.designated"),
      component: array("villages.component"),
    },
    sites: readSites(data.sites, array),
    od,
    between: data.between ? readBetween(data.sites.ids.length, array) : null,
    standards,
    rules: rulesOf(standards),
    resources: data.resources,
    indicators: data.indicators,
    areaGroups: data.area_groups,
    areaGroupOf: new Map(data.area_group_of),
  };
}

/** @param {ModelData["sites"]} data @param {Arrays} array @returns {Sites} */
function readSites(data, array) {
  return {
    n: data.ids.length,
    ids: data.ids,
    names: data.names,
    typeCode: array("sites.type_code"),
    areaClass: array("sites.area_class"),
    status: array("sites.status"),
    isPrivate: Uint8Array.from(array("sites.private")),
    first: array("sites.first_grade"),
    last: array("sites.last_grade"),
    classes: Float64Array.from(data.classes),
    seats: Float64Array.from(data.seats),
    beds: Float64Array.from(data.beds),
    bus: Uint8Array.from(array("sites.bus")),
    busSeats: Float64Array.from(data.bus_seats),
    component: array("sites.component"),
    xM: array("sites.x_m"),
    yM: array("sites.y_m"),
    roll: Float64Array.from(data.roll),
    rollByGrade: Float64Array.from(data.roll_by_grade),
    seniorPupils: Float64Array.from(data.senior_pupils),
    resources: Float64Array.from(data.resources),
    resourcesPrimary: Float64Array.from(data.resources_primary),
    resourcesJunior: Float64Array.from(data.resources_junior),
  };
}

/** @param {Arrays} array @returns {Od} */
function readOd(array) {
  const start = starts(array("od.count"));
  const site = array("od.site");
  const like = array("od.like");
  /** @param {string} name */
  const column = (name) => undone(array(name), { start, site, like });
  const lengthM = column("od.length_m");
  const extra = column("od.walk_extra_s");
  return {
    start,
    site,
    lengthM,
    walkRefS: lengthM.map((metres, row) => metres + int(extra, row)),
    rideS: column("od.ride_s"),
    rideLengthM: column("od.ride_length_m"),
  };
}

/** @param {number} n @param {Arrays} array @returns {Between} */
function readBetween(n, array) {
  const rows = { start: starts(array("between.count")), site: array("between.site") };
  const like = array("between.like");
  return { n, ...rows, walkRefS: undone(array("between.walk_ref_s"), { ...rows, like }) };
}

/**
 * A column that was written as what each place adds to an earlier place like it, site by site.
 * @param {Int32Array} added
 * @param {{start: Int32Array, site: Int32Array, like: Int32Array}} rows `like` is -1 for none
 * @returns {Int32Array}
 */
function undone(added, { start, site, like }) {
  const values = new Int32Array(added.length);
  for (let v = 0; v < like.length; v += 1) {
    const earlier = int(like, v);
    let there = earlier < 0 ? 0 : int(start, earlier);
    const end = earlier < 0 ? 0 : int(start, earlier + 1);
    for (let row = int(start, v); row < int(start, v + 1); row += 1) {
      const to = int(site, row);
      while (there < end && int(site, there) < to) there += 1;
      const same = there < end && int(site, there) === to;
      values[row] = int(added, row) + (same ? int(values, there) : 0);
    }
  }
  return values;
}

/** @param {Int32Array} counts @returns {Int32Array} first row of each, and one more */
function starts(counts) {
  const start = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) start[i + 1] = int(start, i) + int(counts, i);
  return start;
}
