/** What a plan does to villages and schools: who goes where otherwise, how much further, how. */

import { at, BOARD, journey, RIDE, UNSERVED } from "#maps/journeys";
import { onceFor } from "#maps/ui";

/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/journeys").Journey} Journey */
/**
 * Pupils of a village and band whose school, way or reason changes alike.
 * @typedef {object} Move
 * @property {number} village
 * @property {number} band
 * @property {number} first  lowest grade
 * @property {number} last
 * @property {number} pupils
 * @property {number} from  school before, -1 none
 * @property {number} to
 * @property {number} was  way to school before
 * @property {number} mode
 * @property {number} reason
 * @property {number | null} addedM  null where there are not two journeys
 * @property {number | null} wasS  time of the way that was taken
 * @property {number | null} nowS
 */
/**
 * @typedef {object} VillageChange
 * @property {number} village
 * @property {Move[]} moves
 * @property {number} pupils
 * @property {number} lost  pupils who had a school and have none
 * @property {number | null} addedM  the most
 */
/** @typedef {{losers: VillageChange[], winners: VillageChange[]}} Impact */
/** @typedef {{school: number, pupils: number, addedM: number | null}} Flow  `school` -1: no school; `addedM` mean */

/** @param {Journey} way @returns {number | null} */
const timeOf = (way) => (way.mode === RIDE || way.mode === BOARD ? way.rideS : way.mode === UNSERVED ? null : way.walkS);

/** @param {Journey} way @returns {number} */
const schoolOf = (way) => (way.mode === UNSERVED ? -1 : way.site);

/** @param {Journey} was @param {Journey} now @returns {number | null} */
const added = (was, now) =>
  schoolOf(was) < 0 || schoolOf(now) < 0 || was.lengthM === null || now.lengthM === null ? null : now.lengthM - was.lengthM;

/** @param {Scene} before @param {Scene} after @param {number} village @returns {Move[]} */
function movesOfVillage(before, after, village) {
  /** @type {Map<string, Move>} */
  const found = new Map();
  after.data.bands.forEach((band, b) => {
    for (let g = band.first; g <= band.last; g += 1) {
      const cell = village * 9 + g - 1;
      const pupils = at(after.villages.pupils, cell);
      const [p, q] = [before.villages, after.villages];
      const same = p.site[cell] === q.site[cell] && p.mode[cell] === q.mode[cell] && p.reason[cell] === q.reason[cell];
      if (same || pupils === 0) continue;
      const [was, now] = [journey(before, village, g), journey(after, village, g)];
      const key = [b, was.site, was.mode, now.site, now.mode, now.reason].join(" ");
      const held = found.get(key);
      if (held) {
        held.last = g;
        held.pupils += pupils;
      } else {
        found.set(key, {
          village, band: b, first: g, last: g, pupils, from: schoolOf(was), to: schoolOf(now), was: was.mode, mode: now.mode,
          reason: now.reason, addedM: added(was, now), wasS: timeOf(was), nowS: timeOf(now),
        });
      }
    }
  });
  return [...found.values()];
}

/** Whether pupils are worse off: no school, a longer way, or a way that asks more of them. @param {Move} move @returns {boolean} */
export const isWorse = ({ was, mode, addedM }) =>
  mode !== was && mode === UNSERVED ? true : was === UNSERVED ? false : (addedM ?? 0) > 0 || ((addedM ?? 0) === 0 && mode > was);

/** @param {Move} move @returns {boolean} */
const isBetter = (move) => !isWorse(move) && (move.was !== move.mode || (move.addedM ?? 0) < 0);

/** @param {number} village @param {Move[]} moves @returns {VillageChange} */
function villageChange(village, moves) {
  const metres = moves.flatMap((m) => (m.addedM === null ? [] : [m.addedM]));
  return {
    village,
    moves,
    pupils: moves.reduce((sum, m) => sum + m.pupils, 0),
    lost: moves.reduce((sum, m) => sum + (m.mode === UNSERVED && m.was !== UNSERVED ? m.pupils : 0), 0),
    addedM: metres.length > 0 ? Math.max(...metres) : null,
  };
}

/** Villages that lose, those that lose most first; villages that only gain, likewise. */
export const impactOf = onceFor((before, after) => {
  /** @type {Impact} */
  const impact = { losers: [], winners: [] };
  for (let v = 0; before !== after && v < after.villages.n; v += 1) {
    const moves = movesOfVillage(before, after, v);
    const change = villageChange(v, moves);
    if (moves.some(isWorse)) impact.losers.push(change);
    else if (moves.some(isBetter)) impact.winners.push(change);
  }
  const far = (/** @type {VillageChange} */ c) => c.addedM ?? 0;
  impact.losers.sort((a, b) => b.lost - a.lost || far(b) - far(a) || b.pupils - a.pupils || a.village - b.village);
  impact.winners.sort((a, b) => far(a) - far(b) || b.pupils - a.pupils || a.village - b.village);
  return impact;
});

/** Every move of pupils, in order of villages. */
export const movesOf = onceFor((before, after) => {
  /** @type {Move[]} */
  const moves = [];
  for (let v = 0; before !== after && v < after.villages.n; v += 1) moves.push(...movesOfVillage(before, after, v));
  return moves;
});

/** Villages from which pupils go from one school to another. */
export const moverVillages = onceFor((before, after) =>
  new Set(movesOf(before, after).filter(({ from, to }) => from >= 0 && to >= 0 && from !== to).map((move) => move.village)).size);

/**
 * Where the pupils of a school go, or where those who are new to it come from; most pupils first.
 * @param {Scene} before @param {Scene} after @param {number} school @param {"from" | "to"} side  on which the school is
 * @returns {Flow[]}
 */
export function flowsOf(before, after, school, side) {
  const other = side === "from" ? "to" : "from";
  /** @type {Map<number, {pupils: number, metres: number, known: number}>} */
  const by = new Map();
  for (const move of movesOf(before, after)) {
    if (move[side] !== school || move[other] === school) continue;
    const sum = by.get(move[other]) ?? { pupils: 0, metres: 0, known: 0 };
    sum.pupils += move.pupils;
    if (move.addedM !== null) {
      sum.metres += move.addedM * move.pupils;
      sum.known += move.pupils;
    }
    by.set(move[other], sum);
  }
  return [...by]
    .map(([to, { pupils, metres, known }]) => ({ school: to, pupils, addedM: known > 0 ? metres / known : null }))
    .sort((a, b) => b.pupils - a.pupils || a.school - b.school);
}

/**
 * Pupils by how much further they go, for the classes of a chart.
 * @param {readonly Move[]} moves @param {readonly {from: number | null, to: number | null}[]} classes  bounds belong below
 * @returns {{counts: number[], unserved: number, first: number}} `first`: pupils who had no school before
 */
export function addedCounts(moves, classes) {
  const counts = classes.map(() => 0);
  let [unserved, first] = [0, 0];
  for (const { addedM, pupils, was, mode, from, to } of moves) {
    if (mode === UNSERVED) unserved += was === UNSERVED ? 0 : pupils;
    else if (was === UNSERVED) first += pupils;
    else if (addedM !== null && from !== to) {
      const k = classes.findIndex((c) => c.to === null || addedM <= c.to);
      counts[k] = (counts[k] ?? 0) + pupils;
    }
  }
  return { counts, unserved, first };
}

/** @param {Scene} scene @returns {readonly ArrayLike<unknown>[]} what a plan can change about a school */
const columnsOf = ({ schools: s, evaluation }) =>
  [s.open, s.first, s.last, s.roll, s.seats, s.beds, s.bus, s.bedGap, s.boardersNeeded, evaluation.schools.loadTotal];

/** Schools about which anything differs, in order. */
export const changedSchools = onceFor((before, after) => {
  const [p, q] = [columnsOf(before), columnsOf(after)];
  /** @type {Set<number>} */
  const found = new Set();
  for (let i = 0; before !== after && i < after.schools.n; i += 1) {
    if (i >= before.schools.n || p.some((column, k) => column[i] !== q[k]?.[i])) found.add(i);
  }
  return found;
});
