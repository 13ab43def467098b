/** Who goes where: journeys of a village, the journey that stands for a band. */

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Band} Band */

export const RIDE = 1;
export const BOARD = 2;
export const UNSERVED = 3;

/**
 * @typedef {{site: number, mode: number, reason: number, lengthM: number | null,
 *   walkS: number | null, rideS: number | null, rideLengthM: number | null}} Journey
 * @typedef {Journey & {band: number, first: number, last: number, pupils: number}} Run
 * @typedef {{site: number, lengthM: number, walkS: number, rideS: number | null}} Alternative
 * @typedef {{band: number, grade: Int8Array, site: Int32Array, mode: Int8Array,
 *   reason: Int8Array, pupils: Int32Array, lengthM: Int32Array, walkS: Int32Array,
 *   rideS: Int32Array}} BandView
 */

/** @param {ArrayLike<number>} values @param {number} i @returns {number} */
export const at = (values, i) => /** @type {number} */ (values[i]);

/** @param {number} walkRefS @param {Band} band @returns {number} */
export const bandWalk = (walkRefS, band) => Math.floor(walkRefS / band.walk_speed_m_s + 0.5);

/** @param {World} world @param {number} village @param {number} site @returns {number} -1 none */
export function rowOf(world, village, site) {
  const { start, site: sites } = world.journeys;
  for (let row = at(start, village); row < at(start, village + 1); row += 1) {
    if (sites[row] === site) return row;
  }
  return -1;
}

/** @param {World} world @param {number} grade 1 to 9 @returns {number} -1 none */
export const bandOf = (world, grade) =>
  world.data.bands.findIndex((b) => b.first <= grade && grade <= b.last);

/**
 * @param {World} world @param {number} village @param {number} grade
 * @returns {Journey}
 */
export function journey(world, village, grade) {
  const cell = village * 9 + grade - 1;
  const { villages, journeys, data } = world;
  const site = at(villages.site, cell);
  const found = { site, mode: at(villages.mode, cell), reason: at(villages.reason, cell) };
  // an evaluation knows the rows of the journeys that are made
  const made = villages.row ? at(villages.row, cell) : -1;
  const row = made >= 0 ? made : site < 0 ? -1 : rowOf(world, village, site);
  if (row < 0) return { ...found, lengthM: null, walkS: null, rideS: null, rideLengthM: null };
  const band = data.bands[bandOf(world, grade)];
  const rides = at(journeys.rideS, row) >= 0;
  return {
    ...found,
    lengthM: at(journeys.lengthM, row),
    walkS: band ? bandWalk(at(journeys.walkRefS, row), band) : null,
    rideS: rides ? at(journeys.rideS, row) : null,
    rideLengthM: rides ? at(journeys.rideLengthM, row) : null,
  };
}

/**
 * Runs of grades that share band, site, mode and reason, as `schoolmap.model.journeys.runs` makes
 * them: a grade without pupils belongs to the run around it, a run without pupils is left out.
 * @param {World} world @param {number} village
 * @returns {Run[]}
 */
export function runs(world, village) {
  /** @type {Run[]} */
  const found = [];
  world.data.bands.forEach((band, index) => {
    /** @type {Run | null} */
    let run = null;
    for (let grade = band.first; grade <= band.last; grade += 1) {
      const pupils = at(world.villages.pupils, village * 9 + grade - 1);
      const way = journey(world, village, grade);
      const joins = run && run.site === way.site && run.mode === way.mode && run.reason === way.reason;
      if (run && joins) {
        run.last = grade;
        run.pupils += pupils;
      } else {
        run = { ...way, band: index, first: grade, last: grade, pupils };
        found.push(run);
      }
    }
  });
  return found.filter((run) => run.pupils > 0);
}

/**
 * The grade whose journey stands for a band: that of the most pupils who share site and mode.
 * @param {World} world @param {number} village @param {Band} band @returns {number}
 */
export function bandGrade(world, village, band) {
  const { pupils, site, mode } = world.villages;
  const base = village * 9 - 1;
  let best = band.first;
  let most = -1;
  for (let g = band.first; g <= band.last; g += 1) {
    let shared = 0;
    for (let h = band.first; h <= band.last; h += 1) {
      const same = site[base + g] === site[base + h] && mode[base + g] === mode[base + h];
      if (same) shared += at(pupils, base + h);
    }
    if (shared > most) {
      most = shared;
      best = g;
    }
  }
  return best;
}

/**
 * One journey per village for a band; -1 where there is no figure.
 * @param {World} world @param {number} index @returns {BandView}
 */
export function bandView(world, index) {
  const band = /** @type {Band} */ (world.data.bands[index]);
  const n = world.villages.n;
  /** @type {BandView} */
  const view = {
    band: index,
    grade: new Int8Array(n),
    site: new Int32Array(n),
    mode: new Int8Array(n),
    reason: new Int8Array(n),
    pupils: new Int32Array(n),
    lengthM: new Int32Array(n).fill(-1),
    walkS: new Int32Array(n).fill(-1),
    rideS: new Int32Array(n).fill(-1),
  };
  for (let v = 0; v < n; v += 1) {
    const grade = bandGrade(world, v, band);
    const way = journey(world, v, grade);
    view.grade[v] = grade;
    view.site[v] = way.site;
    view.mode[v] = way.mode;
    view.reason[v] = way.reason;
    view.lengthM[v] = way.lengthM ?? -1;
    view.walkS[v] = way.walkS ?? -1;
    view.rideS[v] = way.rideS ?? -1;
    for (let g = band.first; g <= band.last; g += 1) {
      view.pupils[v] = at(view.pupils, v) + at(world.villages.pupils, v * 9 + g - 1);
    }
  }
  return view;
}

/**
 * The nearest other open schools that serve a grade of the band, least walk first.
 * @param {World} world @param {number} village @param {number} index @param {Set<number>} without
 * @param {number} most
 * @returns {Alternative[]}
 */
export function alternatives(world, village, index, without, most) {
  const band = /** @type {Band} */ (world.data.bands[index]);
  const { journeys, schools } = world;
  /** @type {Alternative[]} */
  const found = [];
  for (let row = at(journeys.start, village); row < at(journeys.start, village + 1); row += 1) {
    const site = at(journeys.site, row);
    const serves =
      schools.open[site] === 1 &&
      at(schools.first, site) <= band.last &&
      at(schools.last, site) >= band.first;
    if (!serves || without.has(site)) continue;
    const ride = at(journeys.rideS, row);
    found.push({
      site,
      lengthM: at(journeys.lengthM, row),
      walkS: bandWalk(at(journeys.walkRefS, row), band),
      rideS: ride < 0 ? null : ride,
    });
  }
  found.sort((p, q) => p.walkS - q.walkS || p.site - q.site);
  return found.slice(0, most);
}

/**
 * The villages of a school: pupils it takes in, and the length of the way.
 * @param {World} world @param {number} site
 * @returns {{village: number, pupils: number, lengthM: number | null}[]} farthest first
 */
export function villagesOf(world, site) {
  const found = [];
  for (let v = 0; v < world.villages.n; v += 1) {
    let pupils = 0;
    for (let c = v * 9; c < v * 9 + 9; c += 1) {
      if (world.villages.site[c] === site && world.villages.mode[c] !== UNSERVED) {
        pupils += at(world.villages.pupils, c);
      }
    }
    if (pupils > 0) {
      const row = rowOf(world, v, site);
      found.push({ village: v, pupils, lengthM: row < 0 ? null : at(world.journeys.lengthM, row) });
    }
  }
  return found.sort((p, q) => (q.lengthM ?? -1) - (p.lengthM ?? -1) || p.village - q.village);
}
