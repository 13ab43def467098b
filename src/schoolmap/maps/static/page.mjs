/** Starts the page: unpacks the data, puts drawings and panels together, answers mouse and keys. */

import { readArrays, unpack, unpackJson } from "#maps/bytes";
import { number, unit } from "#maps/figures";
import { makeMapView } from "#maps/map-view";
import { schoolName, townName, villageName } from "#maps/names";
import { makePrinting } from "#maps/print";
import { makeShell } from "#maps/shell";
import { createStore, firstState } from "#maps/state";
import { learn } from "#maps/words";
import { makeWorld } from "#maps/world";

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Subject} Subject */

const CLOSE_UP = 13;

/** @param {string} id @returns {string} */
const held = (id) => document.getElementById(id)?.textContent ?? "";

/** @returns {Promise<World>} */
async function readWorld() {
  const data = /** @type {import("#maps/world").ViewData} */ (await unpackJson(held("schoolmap-data")));
  learn(data.words);
  return makeWorld(data, readArrays(await unpack(held("schoolmap-arrays")), data.arrays));
}

/** @param {Leaflet} L @param {LeafletMap} map */
export async function start(L, map) {
  const wait = document.getElementById("schoolmap-wait");
  if (wait) wait.dataset.started = "true";
  try {
    await open(L, map);
  } catch (error) {
    // a browser that cannot unpack has been told so already
    if (!("DecompressionStream" in window)) return;
    fail(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} message */
function fail(message) {
  const place = document.getElementById("schoolmap-wait") ?? document.createElement("p");
  place.className = "sm-wait";
  place.setAttribute("role", "alert");
  place.textContent = `地图未能打开：${message} / The map did not open: ${message}`;
  if (!place.isConnected) document.body.append(place);
}

/** @param {Leaflet} L @param {LeafletMap} map */
async function open(L, map) {
  const world = await readWorld();
  const store = createStore(firstState(world.data.start_language));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [west, south, east, north] = world.data.bounds;
  const narrow = () => window.innerWidth <= 760;

  function fit(animate = !still) {
    map.fitBounds([[south, west], [north, east]], {
      animate,
      // room for the legend, where the map is wide enough to give it
      paddingTopLeft: [map.getSize().x > 900 ? 252 : 16, 64],
      paddingBottomRight: [narrow() ? 16 : 56, 24],
    });
  }

  /** @param {Subject} subject */
  function go(subject) {
    const own = subject.type === "school" ? world.schools : world.villages;
    const zoom = Math.max(map.getZoom(), CLOSE_UP);
    store.set({ selected: subject });
    map.stop();
    const place = placeOf(own, subject.index);
    // the card covers the right of the map, on a phone its lower part
    const [right, down] = narrow() ? [0, map.getSize().y * 0.22] : [180, 0];
    const point = map.project({ lat: place[0], lng: place[1] }, zoom);
    const centre = unproject(point.x + right, point.y + down, zoom);
    if (still) map.setView(centre, zoom, { animate: false });
    else map.flyTo(centre, zoom, { duration: 0.6 });
  }

  const mapElement = map.getContainer();
  let surface = /** @type {ReturnType<typeof makeMapView> | null} */ (null);
  const shell = makeShell(world, store, mapElement, {
    go,
    print: () => window.print(),
    in: () => map.zoomIn(),
    out: () => map.zoomOut(),
    fit: () => fit(),
    moved: () => setTimeout(() => {
      map.invalidateSize({ animate: false });
      surface?.redrawPlaces();
    }, 0),
  });
  document.body.append(shell.root);
  document.getElementById("schoolmap-wait")?.remove();
  mapElement.classList.add("sm-map");
  map.invalidateSize({ animate: false });
  fit(false);
  surface = makeMapView(L, map, world, store);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
  document.querySelector(".leaflet-control-scale")?.setAttribute("data-covers-map", "");
  surface.redrawPlaces();
  listen(map, world, store, surface, shell.focusSearch);
  makePrinting(world, shell.sheet, surface.drawAll, surface.shown, () => store.get().language);
  publish(world, go);
}

/** @param {{x: Float64Array, y: Float64Array}} own @param {number} i @returns {[number, number]} lat, lon */
function placeOf(own, i) {
  return unproject(Number(own.x[i]), Number(own.y[i]), 0);
}

/** @param {number} x @param {number} y @param {number} zoom @returns {[number, number]} lat, lon */
function unproject(x, y, zoom) {
  const scale = 256 * 2 ** zoom;
  const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / scale)));
  return [(lat * 180) / Math.PI, (x / scale) * 360 - 180];
}

/**
 * @param {LeafletMap} map @param {World} world @param {import("#maps/state").Store} store
 * @param {import("#maps/map-view").MapView} surface @param {() => void} focusSearch
 */
function listen(map, world, store, surface, focusSearch) {
  const tip = /** @type {HTMLElement} */ (document.querySelector(".tip"));
  map.on("click", (event) => store.set({ selected: surface.find(event.containerPoint) }));
  map.on("mousemove", (event) => {
    const subject = surface.find(event.containerPoint);
    surface.hover(subject);
    map.getContainer().style.cursor = subject ? "pointer" : "";
    tip.hidden = subject === null;
    if (!subject) return;
    tip.textContent = tipText(world, subject, store.get());
    const { x, y } = event.containerPoint;
    tip.style.transform = `translate(${Math.round(Math.min(x + 14, map.getSize().x - 260))}px, ${Math.round(y + 16)}px)`;
  });
  map.on("mouseout movestart", () => {
    tip.hidden = true;
    surface.hover(null);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu instanceof HTMLDetailsElement) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      } else store.set({ selected: null });
    } else if (event.key === "/" && !typing) {
      event.preventDefault();
      focusSearch();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (menu instanceof HTMLDetailsElement && !menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
  store.on((state, before) => {
    // names give way to the card
    if (state.selected !== before.selected) surface.redrawPlaces();
  });
}

/** @param {World} world @param {Subject} subject @param {import("#maps/state").State} state */
function tipText(world, subject, { language, band }) {
  const people = unit("pupil", language);
  if (subject.type === "school") {
    const seats = world.schools.seats[subject.index] ?? -1;
    const roll = number(world.schools.roll[subject.index] ?? 0);
    return `${schoolName(world, subject.index, language)} · ${roll}${seats < 0 ? "" : ` / ${number(seats)}`} ${people}`;
  }
  const own = world.data.bands[band];
  let pupils = 0;
  for (let g = own?.first ?? 1; own && g <= own.last; g += 1) {
    pupils += world.villages.pupils[subject.index * 9 + g - 1] ?? 0;
  }
  const town = townName(world, world.villages.township[subject.index]);
  return [villageName(world, subject.index), town, `${number(pupils)} ${people}`].filter(Boolean).join(" · ");
}

/** @param {World} world @param {(s: Subject) => void} go */
function publish(world, go) {
  /** @param {string} id of a school or village @returns {boolean} whether there is one */
  function select(id) {
    const school = world.schools.id.indexOf(id);
    const village = world.villages.id.indexOf(id);
    if (school < 0 && village < 0) return false;
    go(school >= 0 ? { type: "school", index: school } : { type: "village", index: village });
    return true;
  }
  Object.assign(window, { schoolmap: { model: world, select } });
  performance.mark("schoolmap-ready");
  document.documentElement.dataset.ready = "true";
}
