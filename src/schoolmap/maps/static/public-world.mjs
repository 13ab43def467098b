/** The county as the public page holds it: layouts that were evaluated elsewhere. */

import { typesOf } from "#maps/school-types";
import { landOf, placesOf } from "#maps/world";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Figures} Figures */
/** @typedef {{op: string, school?: string, into?: string, grades?: string, name?: string, village?: string, band?: string}} PublicChange */
/**
 * @typedef {object} Layout  as Python wrote it
 * @property {string} name  empty for today
 * @property {PublicChange[]} changes
 * @property {number} amounts  changes of seats, beds and buses, which are only counted
 * @property {Record<string, number | boolean>} rules
 * @property {{id: string, name: string}[]} added
 * @property {{rule: string, severity: string, type: string, count: number}[]} findings
 * @property {Figures} figures
 * @property {Record<string, Figures>} by_band
 * @property {{limit_m: number | null, pupils: number | null, no_journey: boolean}[]} length_bands
 */
/**
 * @typedef {Omit<import("#maps/world").PageData, "villages" | "schools" | "model" | "graph" | "plans" | "rule_ranges">
 *   & {public: {least: number, omitted: string[]},
 *     villages: {id: string[], name: string[], admin: string[]},
 *     schools: {id: string[], name: string[], name_en: string[], roll: (number | null)[], roll_hidden: boolean[]},
 *     by_township: Record<string, Figures>, layouts: Layout[]}} PublicData
 */
/**
 * A layout in the shape in which drawings read a county. What is not known is drawn as if it were:
 * `totals` and `rolls` tell what may be said.
 * @typedef {World & {layout: Layout}} PublicScene
 */
/**
 * @typedef {object} PublicCounty
 * @property {PublicData} data
 * @property {Int32Array} totals  pupils of each village, -1 not shown
 * @property {PublicScene[]} scenes  today first
 */

const GRADES = 9;
const HIDDEN = -1;

/** @param {PublicData} data @param {(name: string) => Int32Array} array @returns {PublicCounty} */
export function readPublic(data, array) {
  const totals = array("v_total");
  const base = { ...landOf(data.bounds, array), villages: villagesOf(data, array, totals) };
  const scenes = data.layouts.map((layout, k) => sceneOf(data, base, layout, (name) => array(`l${k}_${name}`), array));
  return { data, totals, scenes };
}

/** @param {PublicData} data @param {(name: string) => Int32Array} array @param {Int32Array} totals */
function villagesOf(data, array, totals) {
  const n = data.villages.id.length;
  // who is hidden is drawn as a small village; each band is drawn as all pupils
  const drawn = totals.map((count) => (count === HIDDEN ? Math.round(data.public.least / 2) : count));
  const pupils = new Int32Array(n * GRADES);
  for (const band of data.bands) drawn.forEach((count, v) => (pupils[v * GRADES + band.first - 1] = count));
  return {
    n,
    ...data.villages,
    ...placesOf("v", array),
    area: array("v_area"),
    population: new Int32Array(n).fill(HIDDEN),
    component: array("v_component"),
    snapM: new Int32Array(n),
    pupils,
    access: new Array(n).fill(null),
  };
}

/**
 * @param {PublicData} data @param {Omit<World, "data" | "schools" | "journeys" | "villages"> & {villages: ReturnType<typeof villagesOf>}} base
 * @param {Layout} layout @param {(name: string) => Int32Array} own @param {(name: string) => Int32Array} array
 * @returns {PublicScene}
 */
function sceneOf(data, base, layout, own, array) {
  const { journeys, ...ways } = waysOf(data, base.villages.n, own);
  return {
    ...base,
    layout,
    villages: { ...base.villages, ...ways },
    journeys,
    schools: schoolsOf(data, layout, own, array),
    data: {
      .../** @type {World["data"]} */ (/** @type {unknown} */ (data)),
      bands: data.bands.map((band) => triedBand(band, layout.rules)),
      figures: layout.figures,
      by_band: layout.by_band,
      by_area_class: {},
      length_bands: layout.length_bands.map((b) => ({ ...b, pupils: b.pupils ?? 0 })),
      findings: [],
    },
  };
}

/** @param {import("#maps/world").Band} band @param {Record<string, number | boolean>} rules @returns {import("#maps/world").Band} */
function triedBand(band, rules) {
  const tried = Object.fromEntries(
    ["walk_speed_m_s", "walk_limit_s", "ride_limit_s", "may_board"]
      .filter((rule) => `${rule}.${band.id}` in rules)
      .map((rule) => [rule, rules[`${rule}.${band.id}`]]),
  );
  return { ...band, ...tried };
}

/** Journeys of each band, as those of its grades; a row for each. @param {PublicData} data @param {number} n @param {(name: string) => Int32Array} own */
function waysOf(data, n, own) {
  const bands = data.bands.length;
  const columns = { site: own("site"), mode: own("mode"), lengthM: own("length_m") };
  const cells = () => new Int32Array(n * GRADES).fill(HIDDEN);
  const [site, mode, row] = [cells(), cells(), cells()];
  for (let v = 0; v < n; v += 1) {
    data.bands.forEach((band, b) => {
      const at = v * bands + b;
      const [from, to] = [v * GRADES + band.first - 1, v * GRADES + band.last];
      site.fill(Number(columns.site[at]), from, to);
      mode.fill(Number(columns.mode[at]), from, to);
      row.fill(Number(columns.lengthM[at]) < 0 ? HIDDEN : at, from, to);
    });
  }
  const journeys = {
    start: Int32Array.from({ length: n + 1 }, (_, v) => v * bands),
    site: columns.site,
    lengthM: columns.lengthM,
    walkRefS: own("walk_ref_s"),
    rideS: own("ride_s"),
    rideLengthM: own("ride_length_m"),
  };
  return { site, mode, row, reason: new Int32Array(n * GRADES), journeys };
}

/**
 * @param {PublicData} data @param {Layout} layout @param {(name: string) => Int32Array} own
 * @param {(name: string) => Int32Array} array
 * @returns {World["schools"]}
 */
function schoolsOf(data, layout, own, array) {
  const { schools } = data;
  const more = layout.added.length;
  const n = schools.id.length + more;
  const listed = { n: schools.id.length, type: array("s_type"), first: array("s_first"), last: array("s_last") };
  const now = { first: own("first"), last: own("last"), isPoint: own("point") };
  const primaryLast = Math.max(...data.bands.map((band) => (band.stage === "primary" ? band.last : 0)));
  const places = placesOf("s", array);
  const added = placesOf("added", (name) => (name === "added_township" ? new Int32Array(more).fill(-1) : own(name.slice(6))));
  /** @param {Int32Array} column @param {number} value */
  const ints = (column, value) => Int32Array.from([...column, ...new Array(more).fill(value)]);
  const same = (/** @type {number} */ value, count = n) => new Int32Array(count).fill(value);
  const drawn = schools.roll.map((roll, i) => (schools.roll_hidden[i] ? Math.round(data.public.least / 2) : roll));
  return {
    n,
    id: [...schools.id, ...layout.added.map((a) => a.id)],
    name: [...schools.name, ...layout.added.map((a) => a.name || a.id)],
    nameEn: [...schools.name_en, ...layout.added.map(() => "")],
    township: ints(places.township, -1),
    x: Float64Array.from([...places.x, ...added.x]),
    y: Float64Array.from([...places.y, ...added.y]),
    type: typesOf(listed, now, primaryLast),
    area: ints(array("s_area"), 0),
    status: ints(array("s_status"), 0),
    open: own("open"),
    added: ints(same(0, listed.n), 1),
    isPrivate: ints(array("s_private"), 0),
    first: now.first,
    last: now.last,
    roll: [...drawn, ...layout.added.map(() => null)],
    rollReported: [...schools.roll, ...layout.added.map(() => null)],
    ...unknownOf(n, same),
  };
}

/** What the public is not told of schools. @param {number} n @param {(value: number, count?: number) => Int32Array} same */
const unknownOf = (n, same) => ({
  classes: same(HIDDEN), seats: same(HIDDEN), beds: same(HIDDEN), boarders: same(HIDDEN),
  bus: same(0), busSeats: same(HIDDEN), snapM: same(0), load: same(0, n * GRADES), riders: same(0),
  boardersNeeded: same(0), bedGap: same(0), maxLengthM: same(HIDDEN), inScope2017: same(0),
  met2017: same(0, n * 2), unknown2017: same(0, n * 2), verdict2017: same(-2, n * 2),
  classSize: [], classLimit: [], rollByGrade: [], stageRoll: [], overSeats: [], meanLengthM: [], value: [], shortfall: [],
});
