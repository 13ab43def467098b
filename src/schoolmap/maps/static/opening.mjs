/** A school opened where none is listed: where it stands on the road, and the journeys to it. */

import { makeSnapping } from "#maps/hits";
import { planeX, planeY } from "#maps/world";

/**
 * @typedef {import("#network/routing").Router} Router
 * @typedef {import("#kernel/extending").AddedSite} AddedSite
 * @typedef {import("#kernel/scenario").Open} Open
 * @typedef {import("#maps/hits").RoadPlace} RoadPlace
 * @typedef {import("#maps/map-view").Roadway} Roadway
 * @typedef {import("#maps/scene").Scene} Scene
 * @typedef {import("#maps/world").World} World
 * @typedef {{id: string, name?: string, grades: string, seats?: number, beds?: number, bus?: boolean}} NewSchool
 */

const EARTH_M = 40_075_016.686;
const WORLD_UNITS = 256;
/** A millionth of a degree is a tenth of a metre; `at` is exact. */
const PER_DEGREE = 1e6;
const HELD = 200;

/**
 * @param {World} world @param {Router} router
 * @param {{snapLimitM: number}} limits
 */
export function makeOpening(world, router, { snapLimitM }) {
  const nearest = makeNearest(world, router, snapLimitM);
  /** @type {Map<string, AddedSite | null>} */
  const known = new Map();

  /** @param {Open} change @returns {AddedSite | null} */
  function made(change) {
    const [lon, lat] = [change.lon ?? null, change.lat ?? null];
    if (lon === null || lat === null) return null;
    const place = change.at ? placeOf(change.at) : nearest(lon, lat);
    if (!place || !router.isPlace(place)) return null;
    const site = { id: change.school, name: change.name ?? "", lonlat: /** @type {const} */ ([lon, lat]) };
    return router.addedSite({ ...place, ...site });
  }

  return {
    /**
     * The school that an opening adds, with its journeys; the same one for the same opening.
     * @param {Open} change @returns {AddedSite | null} null where it can stand on no road
     */
    add(change) {
      const { school, name, lon, lat, at } = change;
      const key = JSON.stringify([school, name, lon, lat, at]);
      let site = known.get(key);
      if (site === undefined) {
        if (known.size >= HELD) known.clear();
        site = made(change);
        known.set(key, site);
      }
      return site;
    },
    /**
     * An opening that says exactly where the school stands, so that a replay finds the same place.
     * @param {Open} change @returns {Open} itself where it says so, or no road is near
     */
    settle(change) {
      const [lon, lat] = [change.lon ?? null, change.lat ?? null];
      const place = change.at || lon === null || lat === null ? null : nearest(lon, lat);
      return place ? { ...change, at: router.at(place) } : change;
    },
    /**
     * The nearest place for a school: on a road that is walked and ridden, else on one that is
     * walked; where the county has no roads, the place itself.
     * @param {number} lon @param {number} lat @returns {RoadPlace | null} null where no road is near
     */
    placeAt: (lon, lat) => nearest(lon, lat),
    /** @param {NewSchool} school @param {RoadPlace} place @returns {Open} */
    change({ id, name, grades, seats, beds, bus }, place) {
      const [lon, lat] = [place.lon, place.lat].map((v) => Math.round(v * PER_DEGREE) / PER_DEGREE);
      /** @type {Open} */
      const change = { op: "open", school: id, name: name ?? "", lon, lat, grades };
      if (seats !== undefined) change.seats = seats;
      if (beds !== undefined) change.beds = beds;
      if (bus !== undefined) change.bus = bus;
      const lonlat = /** @type {const} */ ([Number(lon), Number(lat)]);
      return { ...change, at: router.at({ edge: place.edge, offsetMm: place.offsetMm, lonlat }) };
    },
    roadway: router.graph.nEdge > 0 ? roadwayOf(router) : null,
  };
}
/** @typedef {ReturnType<typeof makeOpening>} Opening */

/** @param {import("#kernel/scenario").Place} at @returns {import("#network/routing").Place} */
const placeOf = ({ edge = -1, offset_mm = -1, x_mm, y_mm }) =>
  x_mm === undefined || y_mm === undefined
    ? { edge, offsetMm: offset_mm }
    : { edge: -1, offsetMm: -1, xMm: x_mm, yMm: y_mm };

/**
 * @param {World} world @param {Router} router @param {number} snapLimitM
 * @returns {(lon: number, lat: number) => (RoadPlace & {lonlat: readonly [number, number]}) | null}
 */
function makeNearest(world, router, snapLimitM) {
  const lengthMm = (/** @type {number} */ edge) => Number(router.graph.lengthMm[edge]);
  const walked = (/** @type {number} */ edge) => router.isOpen(edge, "walk");
  const both = (/** @type {number} */ edge) => walked(edge) && router.isOpen(edge, "ride");
  // made when they are first needed: opening the page does not wait for them
  const snapping = [both, walked].map((open) => once(() => makeSnapping(world, { lengthMm, open })));
  return (lon, lat) => {
    const point = { x: planeX(lon), y: planeY(lat) };
    const lonlat = /** @type {const} */ ([lon, lat]);
    if (router.graph.nEdge === 0) return { edge: -1, offsetMm: -1, lon, lat, lonlat, ...point };
    const reach = (snapLimitM * WORLD_UNITS) / (EARTH_M * Math.cos((lat * Math.PI) / 180));
    for (const snap of snapping) {
      const place = snap()(point, reach);
      if (place) return { ...place, lonlat };
    }
    return null;
  };
}

/** @template T @param {() => T} make @returns {() => T} what was made the first time */
function once(make) {
  /** @type {{made: T} | null} */
  let known = null;
  return () => (known ??= { made: make() }).made;
}

/** What drawings ask of the roads. @param {Router} router @returns {Roadway} */
function roadwayOf(router) {
  /** @param {number} site @param {Scene} scene */
  const school = (site, scene) => {
    const listed = scene.evaluation.model.sites.n - scene.evaluation.added.length;
    return site < listed ? site : scene.evaluation.added[site - listed];
  };
  return {
    lengthMm: (edge) => Number(router.graph.lengthMm[edge]),
    open: (edge) => router.isOpen(edge, "walk") && router.isOpen(edge, "ride"),
    route(village, site, mode, scene) {
      const to = school(site, /** @type {Scene} */ (scene));
      return to === undefined ? null : router.route(village, /** @type {number | import("#network/routing").Place} */ (to), mode);
    },
  };
}
