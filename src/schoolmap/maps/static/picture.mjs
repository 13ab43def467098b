/** What is drawn now: a scene, the one it is held against, and how all of it looks. */

import {
  cellSchools, fillByChange, fillBySchool, fillByValue, makeSchoolColours, sharedEdges,
} from "#maps/catchments";
import { at, bandView } from "#maps/journeys";
import { flagsOf, sameLook, schoolLooks, villageLooks } from "#maps/looks";
import { changesOf } from "#maps/village-changes";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/journeys").BandView} BandView */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {"today" | "plan" | "change"} ViewName */
/** @typedef {{view: ViewName, before: World, scene: World}} Subject  what is to be shown */
/** @typedef {{today: () => World, before: () => World, plan: () => World}} Scenes */

/**
 * @typedef {object} Picture
 * @property {ViewName} view
 * @property {World} before
 * @property {World} scene
 * @property {BandView} band  of the scene
 * @property {import("#maps/village-changes").Changes} changes
 * @property {import("#maps/looks").VillageLooks} villages
 * @property {import("#maps/looks").SchoolLook[]} schools
 * @property {ReturnType<typeof flagsOf>} flags  findings
 * @property {Int32Array} owners  school of each cell
 * @property {string[]} fills  of the cells; empty text: not filled
 * @property {"school" | "value" | "change" | "none"} areas
 */

/** @param {World} world @param {Scenes} scenes */
export function makePictures(world, scenes) {
  const edges = sharedEdges(world.cells);
  /** @type {WeakMap<World, BandView[]>} */
  const bands = new WeakMap();
  /** @type {WeakMap<World, {before: World, flags: ReturnType<typeof flagsOf>}>} */
  const flagged = new WeakMap();
  /** @type {import("#maps/catchments").SchoolColours | null} */
  let colours = null;

  /** @param {World} scene @param {number} index @returns {BandView} */
  function bandOf(scene, index) {
    let own = bands.get(scene);
    if (!own) bands.set(scene, (own = []));
    return (own[index] ??= bandView(scene, index));
  }

  /** @param {World} before @param {World} scene */
  function flagsFor(before, scene) {
    const known = flagged.get(scene);
    if (known?.before === before) return known.flags;
    const flags = flagsOf(before, scene);
    flagged.set(scene, { before, flags });
    return flags;
  }

  function schoolColours() {
    const today = scenes.today();
    colours ??= makeSchoolColours(today, today.data.bands.map((_, i) => bandOf(today, i)), edges);
    return colours;
  }

  /** @param {Subject} subject @param {State} state @returns {Picture} */
  function make({ view, before, scene }, state) {
    const band = bandOf(scene, state.band);
    const owners = cellSchools(scene, band);
    const changes = changesOf(before, scene, state.band);
    const only = view === "change";
    const measure = only ? "added" : state.measure;
    const shown = only && state.areas !== "none" ? "change" : state.areas;
    const known = schoolColours()(scene, owners);
    /** @returns {string[]} */
    const fills = () => {
      if (shown === "none") return [];
      if (shown === "change") return fillByChange(scene, band, changes);
      if (shown === "school" || measure === "school") return fillBySchool(scene, band, edges, known);
      return fillByValue(scene, band, measure, changes);
    };
    return {
      view, before, scene, band, changes, owners,
      villages: villageLooks(scene, band, measure, changes, known, only),
      schools: schoolLooks(before, scene, state.band, only),
      fills: fills(),
      flags: flagsFor(before, scene),
      areas: shown,
    };
  }

  return { edges, bandOf, make };
}
/** @typedef {ReturnType<typeof makePictures>} Pictures */

/**
 * Where two pictures differ.
 * @param {Picture} a @param {Picture} b
 * @returns {{cells: number[], villages: number[], schools: number[]}}
 */
export function differences(a, b) {
  /** @type {number[]} */ const cells = [];
  /** @type {number[]} */ const villages = [];
  /** @type {number[]} */ const schools = [];
  for (let cell = 0; cell < b.owners.length; cell += 1) {
    if (a.owners[cell] !== b.owners[cell] || a.fills[cell] !== b.fills[cell]) cells.push(cell);
  }
  for (let v = 0; v < b.scene.villages.n; v += 1) {
    const same =
      a.villages.symbol[v] === b.villages.symbol[v] && a.villages.colour[v] === b.villages.colour[v] &&
      a.band.site[v] === b.band.site[v] && a.changes.from[v] === b.changes.from[v] &&
      a.flags.village.get(v) === b.flags.village.get(v);
    if (!same) villages.push(v);
  }
  const most = Math.max(a.schools.length, b.schools.length);
  for (let i = 0; i < most; i += 1) {
    const [p, q] = [a.schools[i], b.schools[i]];
    const same = p && sameLook(p, q) && a.scene.schools.x[i] === b.scene.schools.x[i];
    if (!same || a.flags.school.get(i) !== b.flags.school.get(i)) schools.push(i);
  }
  return { cells, villages, schools };
}

/**
 * Boxes of points on the unit plane; a village's box holds its schools where lines are drawn.
 * @param {readonly Picture[]} pictures @param {readonly number[]} villages
 * @param {readonly number[]} schools @param {boolean} lines
 * @returns {Box[]}
 */
export function boxesAbout(pictures, villages, schools, lines) {
  /** @type {Box[]} */
  const found = [];
  for (const { scene, band, changes } of pictures) {
    for (const i of schools) if (i < scene.schools.n) found.push(around([at(scene.schools.x, i)], [at(scene.schools.y, i)]));
    for (const v of villages) {
      const ends = lines ? [at(band.site, v), at(changes.from, v), at(changes.to, v)].filter((s) => s >= 0) : [];
      found.push(around(
        [at(scene.villages.x, v), ...ends.map((s) => at(scene.schools.x, s))],
        [at(scene.villages.y, v), ...ends.map((s) => at(scene.schools.y, s))],
      ));
    }
  }
  return found;
}

/** @param {number[]} xs @param {number[]} ys @returns {Box} */
const around = (xs, ys) => ({
  x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys),
});

/** @param {Box} a @param {Box} b @param {number} gap @returns {boolean} */
const close = (a, b, gap) =>
  a.x0 - gap < b.x1 && b.x0 - gap < a.x1 && a.y0 - gap < b.y1 && b.y0 - gap < a.y1;

/**
 * Few boxes that hold many: those that lie close become one.
 * @param {readonly Box[]} boxes @param {number} gap
 * @returns {Box[]}
 */
export function joined(boxes, gap) {
  /** @type {Box[]} */
  let found = [];
  for (const box of boxes) {
    let whole = box;
    // a box that has grown may have come close to one that was not
    for (let k = found.findIndex((other) => close(whole, other, gap)); k >= 0;) {
      const other = /** @type {Box} */ (found[k]);
      whole = {
        x0: Math.min(whole.x0, other.x0), y0: Math.min(whole.y0, other.y0),
        x1: Math.max(whole.x1, other.x1), y1: Math.max(whole.y1, other.y1),
      };
      found = found.filter((_, i) => i !== k);
      k = found.findIndex((one) => close(whole, one, gap));
    }
    found = [...found, whole];
  }
  return found;
}
