/** What the file carries, unpacked: the county, the kernel's model of it, and the session. */

import { readModel } from "#kernel/model";
import { readArrays, unpack, unpackJson } from "#maps/bytes";
import { makeOpening } from "#maps/opening";
import { makeSession } from "#maps/session";
import { learn } from "#maps/words";
import { makeWorld } from "#maps/world";
import { readGraph } from "#network/graph";
import { makeRouter } from "#network/routing";

/** @typedef {import("#maps/world").PageData} PageData */
/** @typedef {import("#maps/session").Session} Session */
/** @typedef {import("#maps/opening").Opening} Opening */
/** @typedef {import("#maps/plan-file").Problem} Problem */

const PLAN_NAMES = {
  zh: (/** @type {number} */ n) => `方案${n}`,
  en: (/** @type {number} */ n) => `Plan ${n}`,
};

/** @param {string} id @returns {string} */
const held = (id) => document.getElementById(id)?.textContent ?? "";

/** @returns {Promise<{data: PageData, session: Session, opening: Opening | null, problems: Problem[]}>} `problems` of plans that could not be loaded */
export async function readPage() {
  const [json, bytes] = await Promise.all([unpackJson(held("schoolmap-data")), unpack(held("schoolmap-arrays"))]);
  const data = /** @type {PageData} */ (json);
  learn(data.words);
  return readCounty(data, readArrays(bytes, data.arrays));
}

/** @param {PageData} data @param {Record<string, Int32Array>} arrays */
export function readCounty(data, arrays) {
  /** @param {string} name @returns {Int32Array} */
  const array = (name) => {
    const found = arrays[name];
    if (!found) throw new Error(`the page has no array ${name}`);
    return found;
  };
  const model = readModel(data.model, array);
  const world = makeWorld(data, model, array);
  const opening = openingOf(data, world, array);
  const nameOf = PLAN_NAMES[data.start_language];
  const session = makeSession(world, model, {
    ranges: data.rule_ranges, nameOf, ...(opening ? { openings: opening } : {}),
  });
  const problems = data.plans.flatMap((plan) => {
    const read = session.importPlan(plan);
    return read.ok ? [] : read.problems;
  });
  session.use(0);
  return { data, session, opening, problems };
}

/**
 * @param {PageData} data @param {import("#maps/world").World} world @param {(name: string) => Int32Array} array
 * @returns {Opening | null} null where schools cannot be put anywhere: nothing is known of the roads
 */
function openingOf(data, world, array) {
  const graph = readGraph(data.graph, array);
  if (graph.nEdge === 0 && !graph.plane?.projection) return null;
  return makeOpening(world, makeRouter(graph), { snapLimitM: graph.snapLimitM });
}
