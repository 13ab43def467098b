/** Reads a packed graph and places from the input; writes journeys, and milliseconds each. */

import { readArrays, unpack } from "#maps/bytes";
import { readGraph } from "#network/graph";
import { makeRouter } from "#network/routing";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const { data, index, base64, places } = JSON.parse(text);

const begin = performance.now();
const arrays = readArrays(await unpack(base64), index);
const router = makeRouter(readGraph(data, (name) => arrays[name]));
const read_ms = performance.now() - begin;

const ms = [];
const route_ms = [];
const rows = places.map(([edge, offsetMm]) => {
  const place = { id: "N", name: "", lonlat: [0, 0], edge, offsetMm };
  let start = performance.now();
  const site = router.addedSite(place);
  ms.push(performance.now() - start);
  start = performance.now();
  if (site.village.length > 0) router.route(site.village[0], place, "walk");
  route_ms.push(performance.now() - start);
  return [site.village, site.walkRefS, site.lengthM, site.rideS, site.rideLengthM].map((c) => [...c]);
});
process.stdout.write(JSON.stringify({ read_ms, ms, route_ms, rows }));
