/** Figures of the county and of every cut of it. */

import { villagePupils } from "#kernel/access";
import { code, flag, float, int, item, UNDEFINED } from "#kernel/arrays";
import { BOARD, RIDE, UNSERVED, WALK } from "#kernel/codes";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/equity").Figure} Figure
 * @typedef {import("#kernel/trips").Trips} Trips
 * @typedef {Record<string, Figure>} Figures
 * @typedef {{limitM: number | null, pupils: number, noJourney: boolean}} LengthBand
 */

/** Group of the villages whose township or area class is not given. */
const UNKNOWN_GROUP = "";

/** What is counted of ways and groups of them: whole numbers, so that any order gives the same. */
const [PUPILS, BY_MODE, NEED, WITHIN] = [0, 1, 5, 6];
const [TRAVELLING, METRES, SECONDS, WIDTH] = [7, 8, 9, 10];

/**
 * @typedef {{sums: Float64Array, longest: Float64Array}} Counts WIDTH sums for each way or group
 * @typedef {{member: Int32Array, size: number, n: number}} Groups
 *   a way belongs to `size` of the `n` groups, listed in `member`
 */

/**
 * Who travels how and how far, over each group of ways; distances cover pupils whose village has a
 * journey to its site, in any mode.
 * @param {Trips} trips @param {Groups} groups @returns {Figures[]}
 */
export function accessFigures(trips, groups) {
  const counts = countGroups(countWays(trips, groups.member.length / groups.size), groups);
  const apart = sumApart(trips, groups, counts);
  const upwards = goUpwards(trips, groups, counts);
  return Array.from({ length: groups.n }, (_, g) => figuresOf(counts, apart, upwards, g));
}

/** @param {Trips} trips @param {number} n ways @returns {Counts} */
function countWays(trips, n) {
  const sums = new Float64Array(n * WIDTH);
  const longest = new Float64Array(n).fill(-1);
  for (let t = 0; t < trips.way.length; t += 1) {
    const way = int(trips.way, t);
    const at = way * WIDTH;
    const pupils = int(trips.pupils, t);
    const mode = code(trips.mode, t);
    const metres = int(trips.lengthM, t);
    add(sums, at + PUPILS, pupils);
    add(sums, at + BY_MODE + mode, pupils);
    if (mode >= BOARD && flag(trips.mayBoard, t)) add(sums, at + NEED, pupils);
    if (flag(trips.within, t)) add(sums, at + WITHIN, pupils);
    if (metres < 0) continue;
    add(sums, at + TRAVELLING, pupils);
    add(sums, at + METRES, pupils * metres);
    add(sums, at + SECONDS, pupils * int(trips.walkS, t));
    if (metres > float(longest, way)) longest[way] = metres;
  }
  return { sums, longest };
}

/** @param {Counts} ways @param {Groups} groups @returns {Counts} */
function countGroups(ways, { member, size, n }) {
  const sums = new Float64Array(n * WIDTH);
  const longest = new Float64Array(n).fill(-1);
  for (let way = 0; way * size < member.length; way += 1) {
    const from = way * WIDTH;
    if (float(ways.sums, from + PUPILS) === 0) continue;
    for (let k = way * size; k < (way + 1) * size; k += 1) {
      const g = int(member, k);
      for (let c = 0; c < WIDTH; c += 1) add(sums, g * WIDTH + c, float(ways.sums, from + c));
      if (float(ways.longest, way) > float(longest, g)) longest[g] = float(ways.longest, way);
    }
  }
  return { sums, longest };
}

/**
 * How far journeys are from the mean of their group, in order of index: the Schutz coefficient's.
 * @param {Trips} trips @param {Groups} groups @param {Counts} counts @returns {Float64Array}
 */
function sumApart(trips, { member, size, n }, { sums }) {
  const apart = new Float64Array(n);
  const mean = apart.map((_, g) => {
    return float(sums, g * WIDTH + METRES) / Math.max(float(sums, g * WIDTH + TRAVELLING), 1);
  });
  for (let t = 0; t < trips.way.length; t += 1) {
    const metres = int(trips.lengthM, t);
    if (metres < 0) continue;
    const pupils = int(trips.pupils, t);
    const first = int(trips.way, t) * size;
    for (let k = first; k < first + size; k += 1) {
      const g = int(member, k);
      add(apart, g, pupils * Math.abs(metres - float(mean, g)));
    }
  }
  return apart;
}

/**
 * Takes the journeys in order of length: percentiles, and the sum of the Gini coefficient.
 * @param {Trips} trips @param {Groups} groups @param {Counts} counts
 * @returns {{median: Float64Array, p90: Float64Array, spread: Float64Array}}
 */
function goUpwards(trips, { member, size, n }, { sums }) {
  const everyone = new Float64Array(n).map((_, g) => float(sums, g * WIDTH + TRAVELLING));
  const cumulated = new Float64Array(n);
  const spread = new Float64Array(n);
  const median = new Float64Array(n).fill(-1);
  const p90 = new Float64Array(n).fill(-1);
  for (let i = 0; i < trips.byLength.length; i += 1) {
    const t = int(trips.byLength, i);
    const metres = int(trips.lengthM, t);
    const pupils = int(trips.pupils, t);
    const first = int(trips.way, t) * size;
    for (let k = first; k < first + size; k += 1) {
      const g = int(member, k);
      const all = float(everyone, g);
      const upTo = float(cumulated, g) + pupils;
      cumulated[g] = upTo;
      if (10 * upTo >= 5 * all && float(median, g) < 0) median[g] = metres;
      if (10 * upTo >= 9 * all && float(p90, g) < 0) p90[g] = metres;
      add(spread, g, pupils * metres * (2 * upTo - pupils - all));
    }
  }
  return { median, p90, spread };
}

/** @param {Float64Array} sums @param {number} at @param {number} more @returns {void} */
function add(sums, at, more) {
  sums[at] = float(sums, at) + more;
}

/**
 * @param {Counts} counts @param {Float64Array} apart
 * @param {{median: Float64Array, p90: Float64Array, spread: Float64Array}} upwards
 * @param {number} g
 * @returns {Figures}
 */
function figuresOf({ sums, longest }, apart, { median, p90, spread }, g) {
  /** @param {number} column */
  const sum = (column) => float(sums, g * WIDTH + column);
  const pupils = sum(PUPILS);
  const travelling = sum(TRAVELLING);
  const metres = sum(METRES);
  const far = travelling > 0 && metres > 0;
  /** @param {number} value @param {string} unit @param {boolean} [made] */
  const figure = (value, unit, made = travelling > 0) => ({ value: made ? value : null, unit });
  return {
    pupils: figure(pupils, "pupil", true),
    mean_length_m: figure(metres / travelling, "m"),
    median_length_m: figure(float(median, g), "m"),
    p90_length_m: figure(float(p90, g), "m"),
    max_length_m: figure(float(longest, g), "m"),
    mean_walk_s: figure(sum(SECONDS) / travelling, "s"),
    share_walk_limit: figure(sum(WITHIN) / pupils, "share", pupils > 0),
    pupils_walk: figure(sum(BY_MODE + WALK), "pupil", true),
    pupils_ride: figure(sum(BY_MODE + RIDE), "pupil", true),
    pupils_board: figure(sum(BY_MODE + BOARD), "pupil", true),
    pupils_unserved: figure(sum(BY_MODE + UNSERVED), "pupil", true),
    board_need: figure(sum(NEED), "pupil", true),
    gini_length: figure(float(spread, g) / (travelling * metres), "ratio", far),
    schutz_length: figure(float(apart, g) / (2 * metres), "ratio", far),
  };
}

/**
 * Pupils by the length of their journey, in any mode, and those without one; a journey of exactly
 * a limit is within it.
 * @param {Trips} trips @param {readonly number[]} limitsM upwards @returns {LengthBand[]}
 */
export function lengthBands(trips, limitsM) {
  const limits = Float64Array.from([...limitsM, Infinity]);
  const pupils = new Float64Array(limits.length);
  let at = 0;
  for (let k = 0; k < trips.byLength.length; k += 1) {
    const t = int(trips.byLength, k);
    while (int(trips.lengthM, t) > float(limits, at)) at += 1;
    add(pupils, at, int(trips.pupils, t));
  }
  let none = 0;
  for (let t = 0; t < trips.pupils.length; t += 1) {
    if (int(trips.lengthM, t) < 0) none += int(trips.pupils, t);
  }
  const rows = [...limitsM, null].map((limitM, i) => {
    return { limitM, pupils: float(pupils, i), noJourney: false };
  });
  return [...rows, { limitM: null, pupils: none, noJourney: true }];
}

/**
 * The pupil-weighted mean of E2SFCA over the villages of each group where it is defined.
 * @param {Float64Array} e2sfca @param {Int32Array} pupils of each village
 * @param {Int32Array} group of each village @param {number} n groups
 * @returns {Figure[]}
 */
function meanAccess(e2sfca, pupils, group, n) {
  const seats = new Float64Array(n);
  const heads = new Float64Array(n);
  for (let v = 0; v < pupils.length; v += 1) {
    if (float(e2sfca, v) === UNDEFINED || int(pupils, v) <= 0) continue;
    const g = int(group, v);
    seats[g] = float(seats, g) + float(e2sfca, v) * int(pupils, v);
    heads[g] = float(heads, g) + int(pupils, v);
  }
  return Array.from(heads, (total, g) => {
    return { value: total > 0 ? float(seats, g) / total : null, unit: "seat/pupil" };
  });
}

/**
 * How the figures are cut: into the county, its townships, its area classes and its bands. Villages
 * without a township or area class are a group of their own, so that every cut holds every pupil.
 * @typedef {{names: readonly (readonly string[])[], ofVillage: readonly Int32Array[],
 *   pupils: Int32Array, groups: Groups}} Division
 *   names of the groups by cut; the group of each village in each cut but the bands; pupils of each
 *   village
 */

/** @type {WeakMap<KernelModel["villages"], Division>} */
const divisions = new WeakMap();

/** @param {KernelModel} model @returns {Division} made once for each table of villages */
function divisionOf({ villages, rules, areaGroups, areaGroupOf }) {
  const made = divisions.get(villages);
  if (made) return made;
  const townships = [...new Set(villages.townships)];
  const number = new Map(townships.map((name, i) => [name, i]));
  const unknown = areaGroups.length;
  const area = villages.areaClass.map((each) => areaGroupOf.get(each) ?? unknown);
  const ofVillage = [
    new Int32Array(villages.n),
    Int32Array.from(villages.townships, (name) => Number(number.get(name))),
    area,
  ];
  const areas = area.includes(unknown) ? [...areaGroups, UNKNOWN_GROUP] : areaGroups;
  const names = [[""], townships, areas, rules.bands.map((band) => band.id)];
  const groups = groupsOf(ofVillage, names.map((each) => each.length));
  const division = { names, ofVillage, pupils: villagePupils(villages), groups };
  divisions.set(villages, division);
  return division;
}

/**
 * Access figures of the county, by band, by township and by area class of the village.
 * @param {KernelModel} model @param {Trips} trips @param {Float64Array} e2sfca
 * @returns {{all: Figures, byBand: Map<string, Figures>, byTownship: Map<string, Figures>,
 *   byAreaClass: Map<string, Figures>}}
 */
export function cuts(model, trips, e2sfca) {
  const { names, ofVillage, pupils, groups } = divisionOf(model);
  const figures = accessFigures(trips, groups);
  const [all, byTownship, byAreaClass, byBand] = names.map((named, i) => {
    const mine = figures.splice(0, named.length);
    const group = ofVillage[i];
    const means = group && meanAccess(e2sfca, pupils, group, named.length);
    /** @param {number} g @returns {Figures} */
    const whole = (g) => ({ ...item(mine, g), ...(means && { e2sfca_mean: item(means, g) }) });
    return new Map(named.map((name, g) => [name, whole(g)]));
  });
  if (!all || !byTownship || !byAreaClass || !byBand) throw new Error("a cut is missing");
  return { all: all.get("") ?? {}, byBand, byTownship, byAreaClass };
}

/**
 * The groups of each village and band: those of its village, then that of its band, numbered on.
 * @param {readonly Int32Array[]} ofVillage @param {readonly number[]} sizes the bands' last
 * @returns {Groups}
 */
function groupsOf(ofVillage, sizes) {
  const size = sizes.length;
  const bands = item(sizes, size - 1);
  const n = sizes.reduce((sum, each) => sum + each, 0);
  const ways = item(ofVillage, 0).length * bands;
  const member = new Int32Array(ways * size);
  for (let way = 0; way < ways; way += 1) {
    let first = 0;
    for (const [i, group] of ofVillage.entries()) {
      member[way * size + i] = first + int(group, Math.floor(way / bands));
      first += item(sizes, i);
    }
    member[way * size + size - 1] = first + (way % bands);
  }
  return { member, size, n };
}
