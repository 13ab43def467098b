/** The county as the page holds it: typed columns, coordinates on the map's unit plane. */

/**
 * @typedef {{id: string, first: number, last: number, stage: string, walk_speed_m_s: number,
 *   walk_limit_s: number, ride_limit_s: number, may_board: boolean}} Band
 * @typedef {{value: number | string | boolean | number[], unit: string, comparison: string,
 *   zh: string, en: string, clause: string, source: string, year: number | null, note: string, table: string,
 *   status: string[], unsure: boolean, tried?: boolean, was?: number | boolean | string | number[] | null}} Standard
 *   `tried`: a plan has its own figure, `was` is the study's (null where it has none)
 * @typedef {{name: string, per: number, zh: string, en: string, unit: string,
 *   unit_per: string, editions: string[]}} Indicator
 * @typedef {{rule: string, severity: string, type: string, id: string, at: number,
 *   value: number | null, limit: number | null, unit: string, detail: string,
 *   pupils: number}} Finding
 * @typedef {Record<string, [number | null, string]>} Figures
 * @typedef {{name: string, year: string, language: string, simulated: boolean,
 *   estimated: boolean, detour: number | null, slope?: [string, string] | null, aside?: [string, string], sha256: string, kernel: string,
 *   roads: boolean}} Study
 * @typedef {{townships: string[], townships_drawn: number, road_classes: string[],
 *   modes: string[], reasons: string[], area_groups: string[],
 *   area_classes: Record<string, [string, string]>, types: Record<string, [string, string]>,
 *   indicators: Indicator[]}} Lists
 * @typedef {{small: number, thresholds: Record<string, number>, cv: Record<string, number>,
 *   length_m: number[]}} Limits
 * @typedef {{limit_m: number | null, pupils: number, no_journey: boolean}} LengthBand
 * @typedef {{start_language: "zh" | "en", arrays: [string, number, boolean][], study: Study,
 *   bounds: [number, number, number, number], relief?: import("#maps/draw-relief").Relief,
 *   lists: Lists, bands: Band[],
 *   standards: Record<string, Standard>, limits: Limits,
 *   villages: {name: string[], admin: string[]},
 *   schools: {name_en: string[], roll_reported: (number | null)[]},
 *   model: import("#kernel/model").ModelData, graph: import("#network/graph").GraphData,
 *   plans: Record<string, unknown>[], rule_ranges: import("#maps/rules-tried").Ranges,
 *   words: import("#maps/words").Shared}} PageData
 * @typedef {PageData & {figures: Figures, by_band: Record<string, Figures>,
 *   by_township: Record<string, Figures>, by_area_class: Record<string, Figures>,
 *   length_bands: LengthBand[], findings: Finding[]}} ViewData  with the figures of an evaluation
 */

/**
 * @typedef {object} Villages
 * @property {number} n
 * @property {string[]} id
 * @property {string[]} name
 * @property {string[]} admin
 * @property {Int32Array} township  index into lists.townships, -1 none
 * @property {Int32Array} area
 * @property {Int32Array} population
 * @property {Int32Array} component  -1 no road within the limit
 * @property {Int32Array} snapM
 * @property {Int32Array} pupils  9 grades each
 * @property {Int32Array} site  9 grades each; -1 none
 * @property {Int32Array} mode
 * @property {Int32Array} reason
 * @property {Int32Array} row  of the journey, 9 grades each; -1 none
 * @property {(number | null)[]} access  E2SFCA
 * @property {Float64Array} x
 * @property {Float64Array} y
 */

/**
 * @typedef {object} Schools
 * @property {number} n
 * @property {string[]} id
 * @property {string[]} name
 * @property {string[]} nameEn
 * @property {Int32Array} township
 * @property {Int32Array} type
 * @property {Int32Array} area
 * @property {Int32Array} status  0 open, 1 candidate, 2 closed, as the study says
 * @property {Int32Array} open  1 where the plan has it open
 * @property {Int32Array} added  1 where the plan opens it and the county does not list it: these come last
 * @property {Int32Array} isPrivate
 * @property {Int32Array} first
 * @property {Int32Array} last
 * @property {Int32Array} classes
 * @property {Int32Array} seats
 * @property {Int32Array} beds
 * @property {Int32Array} boarders
 * @property {Int32Array} bus
 * @property {Int32Array} busSeats
 * @property {Int32Array} snapM
 * @property {Int32Array} load  9 grades each
 * @property {Int32Array} riders
 * @property {Int32Array} boardersNeeded
 * @property {Int32Array} bedGap
 * @property {Int32Array} maxLengthM
 * @property {Int32Array} inScope2017  1 where the 2017 method counts the school
 * @property {Int32Array} met2017  of seven indicators; 2 stages each
 * @property {Int32Array} unknown2017
 * @property {Int32Array} verdict2017  1 met, 0 not met, -1 cannot be judged, -2 not tested
 * @property {(number | null)[]} classSize
 * @property {(number | null)[]} classLimit
 * @property {(number | null)[]} rollReported
 * @property {(number | null)[]} roll
 * @property {number[]} rollByGrade  9 grades each
 * @property {(number | null)[]} stageRoll  2 stages each
 * @property {(number | null)[]} overSeats
 * @property {(number | null)[]} meanLengthM
 * @property {(number | null)[]} value  indicators x 2 stages each
 * @property {(number | null)[]} shortfall
 * @property {Float64Array} x
 * @property {Float64Array} y
 */

/**
 * @typedef {object} Journeys  rows of village v: start[v] up to start[v + 1]
 * @property {Int32Array} start
 * @property {Int32Array} site
 * @property {Int32Array} lengthM
 * @property {Int32Array} walkRefS
 * @property {Int32Array} rideS  -1 where no vehicle gets there
 * @property {Int32Array} rideLengthM
 */

/**
 * @typedef {object} Lines  line i: vertices start[i] up to start[i + 1]
 * @property {Int32Array} start
 * @property {Float64Array} x
 * @property {Float64Array} y
 * @property {Int32Array} kind  road class, or owner of an outline
 */

/**
 * @typedef {object} Cells
 * @property {number} n
 * @property {Int32Array} of  cell of each village, -1 none
 * @property {Int32Array} ringCell
 * @property {Int32Array} start  first vertex number of each ring
 * @property {Int32Array} vertex
 * @property {Float64Array} x
 * @property {Float64Array} y
 */

/**
 * @typedef {object} World
 * @property {ViewData} data
 * @property {Villages} villages
 * @property {Schools} schools
 * @property {Journeys} journeys
 * @property {Lines} roads
 * @property {Cells} cells
 * @property {Lines} outlines  kind -1 the county, else the township's index
 * @property {{x: Float64Array, y: Float64Array}} towns
 * @property {{x0: number, y0: number, x1: number, y1: number}} box
 */

const PER_DEGREE = 100000;

/** @param {number} lon @returns {number} 0..256 across the world, as web maps count */
export const planeX = (lon) => ((lon + 180) / 360) * 256;

/** @param {number} lat @returns {number} 0..256 from north to south */
export function planeY(lat) {
  const s = Math.sin((lat * Math.PI) / 180);
  return 128 - (Math.log((1 + s) / (1 - s)) * 64) / Math.PI;
}

/** @param {Int32Array} values */
const xs = (values) => Float64Array.from(values, (v) => planeX(v / PER_DEGREE));
/** @param {Int32Array} values */
const ys = (values) => Float64Array.from(values, (v) => planeY(v / PER_DEGREE));

/**
 * @param {Int32Array} counts
 * @returns {Int32Array} first place of each, and one past the last
 */
export function starts(counts) {
  const start = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i += 1) {
    start[i + 1] = /** @type {number} */ (start[i]) + /** @type {number} */ (counts[i]);
  }
  return start;
}

/**
 * The county without an evaluation: `sceneOf` puts one in.
 * @param {PageData} data
 * @param {import("#kernel/model").KernelModel} model
 * @param {(name: string) => Int32Array} a  a column by name
 * @returns {World}
 */
export function makeWorld(data, model, a) {
  return {
    data: {
      ...data, figures: {}, by_band: {}, by_township: {}, by_area_class: {}, length_bands: [], findings: [],
    },
    villages: readVillages(data, model, a),
    schools: readSchools(data, model, a),
    journeys: model.od,
    ...landOf(data.bounds, a),
  };
}

/**
 * Roads, cells and outlines.
 * @param {[number, number, number, number]} bounds
 * @param {(name: string) => Int32Array} a
 */
export function landOf([west, south, east, north], a) {
  return {
    roads: {
      start: starts(a("road_count")),
      x: xs(a("road_x")),
      y: ys(a("road_y")),
      kind: a("road_class"),
    },
    cells: {
      n: a("ring_cell").reduce((most, cell) => Math.max(most, cell + 1), 0),
      of: a("cell_of"),
      ringCell: a("ring_cell"),
      start: starts(a("ring_count")),
      vertex: a("ring_vertex"),
      x: xs(a("cell_x")),
      y: ys(a("cell_y")),
    },
    outlines: {
      start: starts(a("outline_count")),
      x: xs(a("outline_x")),
      y: ys(a("outline_y")),
      kind: a("outline_owner"),
    },
    towns: { x: xs(a("town_x")), y: ys(a("town_y")) },
    box: { x0: planeX(west), y0: planeY(north), x1: planeX(east), y1: planeY(south) },
  };
}

/** Where villages (`v`) or schools (`s`) are. @param {string} lead @param {(name: string) => Int32Array} a */
export const placesOf = (lead, a) => ({
  x: xs(a(`${lead}_x`)),
  y: ys(a(`${lead}_y`)),
  township: a(`${lead}_township`),
});

/**
 * @param {PageData} data @param {import("#kernel/model").KernelModel} model
 * @param {(name: string) => Int32Array} a @returns {Villages}
 */
function readVillages(data, { villages }, a) {
  const none = new Int32Array(villages.n * 9).fill(-1);
  return {
    n: villages.n,
    id: [...villages.ids],
    name: data.villages.name,
    admin: data.villages.admin,
    access: [],
    area: villages.areaClass,
    population: a("v_population"),
    component: villages.component,
    snapM: a("v_snap_m"),
    pupils: villages.pupils,
    site: none,
    mode: none,
    reason: none,
    row: none,
    ...placesOf("v", a),
  };
}

/**
 * @param {PageData} data @param {import("#kernel/model").KernelModel} model
 * @param {(name: string) => Int32Array} a @returns {Schools}
 */
function readSchools(data, { sites }, a) {
  const ints = (/** @type {ArrayLike<number>} */ values) => Int32Array.from(values);
  const zeros = new Int32Array(sites.n);
  return {
    n: sites.n,
    id: [...sites.ids],
    name: [...sites.names],
    nameEn: data.schools.name_en,
    type: sites.typeCode,
    area: sites.areaClass,
    status: sites.status,
    open: zeros,
    added: zeros,
    isPrivate: ints(sites.isPrivate),
    first: sites.first,
    last: sites.last,
    classes: ints(sites.classes),
    seats: ints(sites.seats),
    beds: ints(sites.beds),
    boarders: a("s_boarders"),
    bus: ints(sites.bus),
    busSeats: ints(sites.busSeats),
    snapM: a("s_snap_m"),
    load: new Int32Array(sites.n * 9),
    riders: zeros,
    boardersNeeded: zeros,
    bedGap: zeros,
    maxLengthM: zeros,
    inScope2017: zeros,
    met2017: zeros,
    unknown2017: zeros,
    verdict2017: zeros,
    classSize: [],
    classLimit: [],
    rollReported: data.schools.roll_reported,
    roll: [],
    rollByGrade: [],
    stageRoll: [],
    overSeats: [],
    meanLengthM: [],
    value: [],
    shortfall: [],
    ...placesOf("s", a),
  };
}
