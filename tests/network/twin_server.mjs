/**
 * Routes what Python asks for: a line of JSON in, a line of JSON out, until the input ends.
 * A question may bring a `graph`, which later ones go on with.
 */

import { createInterface } from "node:readline";
import { rowsByRoad } from "#network/adding";
import { readGraph } from "#network/graph";
import { makeRouter } from "#network/routing";

let router = null;

function routerOf({ data, arrays }) {
  const columns = new Map(Object.entries(arrays).map(([k, list]) => [k, Int32Array.from(list)]));
  const graph = readGraph(data, (name) => {
    if (!columns.has(name)) throw new Error(`no column ${name}`);
    return columns.get(name);
  });
  return makeRouter(graph);
}

const plain = (_, value) => {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error("not finite");
  return ArrayBuffer.isView(value) ? Array.from(value) : value;
};

/** Rows before anything is rounded. */
function exactRows({ edge, offsetMm }) {
  const target = { joins: [{ edge, offsetMm }], legMs: 0, legMm: 0 };
  const { walk, ride } = router.searches;
  return rowsByRoad(router.graph, walk.find(target), ride.find(target));
}

function answer({ schools = [], exact = [], routes = [], ways = false, places = [] }) {
  const { graph } = router;
  return {
    schools: schools.map((school) => router.addedSite(school)),
    exact: exact.map(exactRows),
    journeys: routes.map(([village, school, mode]) => router.journey(village, school, mode)),
    at: places.map((place) => router.at(place)),
    ...(ways && {
      graph: [graph.u, graph.v, graph.lengthMm, ...[graph.walk, graph.ride].flatMap(({ uvMs, vuMs, places: p }) => [
        uvMs, vuMs, p.start, p.edge, p.offsetMm, p.legMm, p.legMs])],
    }),
  };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  let reply;
  try {
    const question = JSON.parse(line);
    if (question.graph) router = routerOf(question.graph);
    reply = JSON.stringify(answer(question), plain);
  } catch (error) {
    reply = JSON.stringify({ error: String(error?.stack ?? error) });
  }
  process.stdout.write(`${reply}\n`);
});
