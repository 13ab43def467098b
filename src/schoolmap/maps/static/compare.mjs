/**
 * Two layouts on one map: a divider to swipe over them, or two halves that move together.
 * The active plan is on the right, what it is held against on the left.
 */

import { h } from "#maps/dom";
import { coversOf } from "#maps/map-view";
import { makeDrawings, makeSheet } from "#maps/sheet";
import { makeStack } from "#maps/surface";
import { todayUnder } from "#maps/ui";
import { mapWord } from "#maps/words-map";

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/map-view").MapView} MapView */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/sheet").Sheet} Sheet */
/** @typedef {import("#maps/map-view").Session & {plans: () => {name: string, rules?: Readonly<Record<string, unknown>>, scene: import("#maps/world").World}[], active: () => number}} Session */
/** @typedef {{refresh: () => void, rename: (state: State) => void, remove: () => void}} Side */

const FAR = 100000;
const KEY_STEP = 0.02;
const KEY_LEAP = 0.1;
const LEAST = 0.03;

/**
 * @param {Leaflet} L @param {LeafletMap} map @param {Store} store @param {Session} session
 * @param {MapView} mapView
 */
export function makeCompare(L, map, store, session, mapView) {
  /** @type {Side | null} */
  let side = null;

  /** @returns {Picture} what the plan is held against */
  function left() {
    const state = store.get();
    const before = session.before();
    const other = session.plans()[state.compareWith];
    return mapView.pictures.make({ view: other ? "plan" : "today", before, scene: other?.scene ?? before }, state);
  }

  /** @param {State} state @returns {[string, string]} */
  function names(state) {
    const [other, own] = [session.plans()[state.compareWith], session.plans()[session.active()]];
    return [other?.name ?? todayUnder(own?.rules, state.language), own?.name ?? mapWord(state.language, "view_plan")];
  }

  function turn() {
    side?.remove();
    const { compare } = store.get();
    const tools = { L, map, store, mapView, left, names };
    side = compare === "swipe" ? swipe(tools) : compare === "split" ? split(tools) : null;
  }

  store.on((state, before) => {
    if (state.compare !== before.compare) turn();
    else if (state.language !== before.language) side?.rename(state);
    const keys = /** @type {const} */ (["view", "band", "areas", "measure", "compareWith", "layers", "language", "selected"]);
    if (side && keys.some((key) => state[key] !== before[key])) side.refresh();
  });
  session.on(() => {
    side?.refresh();
    side?.rename(store.get());
  });
  turn();
}

/**
 * @typedef {{L: Leaflet, map: LeafletMap, store: Store, mapView: MapView, left: () => Picture,
 *   names: (state: State) => [string, string]}} Tools
 */

/** @param {Tools} tools @param {[HTMLElement, HTMLElement]} plates @returns {(state: State) => void} */
const namer = ({ names }, plates) => (state) => names(state).forEach((name, i) => {
  const plate = plates[i];
  if (plate) plate.textContent = name;
});

/** @returns {[HTMLElement, HTMLElement]} */
const newPlates = () => [h("div", { class: "compare-name left", "data-covers-map": true }), h("div", { class: "compare-name right", "data-covers-map": true })];

/**
 * A sheet that shows the left picture, and follows it.
 * @param {Tools} tools @param {import("#maps/surface").Stack} stack @param {LeafletMap} map
 * @param {(view: View) => import("#maps/surface").Box} frame @param {boolean} whole  with roads of its own
 */
function leftSheet({ mapView, store, left }, stack, map, frame, whole) {
  let now = left();
  const drawings = makeDrawings(mapView.tools, () => now, store.get, (view) => coversOf(map, view), frame);
  const sheet = makeSheet(stack, "-left", 1, drawings, mapView.tools, whole);
  return {
    sheet,
    refresh() {
      now = left();
      sheet.redraw("ground", "roads", "places", "reach", "labels");
    },
  };
}

/** @param {Tools} tools @returns {Side} */
function swipe(tools) {
  const { map, store, mapView } = tools;
  const host = /** @type {HTMLElement} */ (map.getContainer().parentElement);
  let share = store.get().swipeAt;
  const x = () => Math.round(share * map.getSize().x);
  const { sheet, refresh } = leftSheet(tools, mapView.stack, map, (view) => ({ ...view.frame, x1: view.frame.x0 + x() }), false);
  const plates = newPlates();
  const divider = makeDivider(store.get().language, (to, done) => {
    share = Math.min(1 - LEAST, Math.max(LEAST, to));
    place();
    if (!done) return;
    nameAnew();
    store.set({ swipeAt: share });
  });

  function place() {
    divider.style.left = `${x()}px`;
    divider.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    for (const plate of plates) plate.style.setProperty("--x", `${x()}px`);
    const at = map.containerPointToLayerPoint(tools.L.point(x(), 0)).x;
    sheet.clip(`polygon(${-FAR}px ${-FAR}px, ${at}px ${-FAR}px, ${at}px ${FAR}px, ${-FAR}px ${FAR}px)`);
    mapView.sheet.clip(`polygon(${FAR}px ${-FAR}px, ${at}px ${-FAR}px, ${at}px ${FAR}px, ${FAR}px ${FAR}px)`);
  }
  function nameAnew() {
    sheet.redraw("labels");
    mapView.frameNames((view) => ({ ...view.frame, x0: view.frame.x0 + x() }));
  }

  host.append(divider, ...plates);
  map.on("move resize zoomend", place);
  const rename = namer(tools, plates);
  rename(store.get());
  place();
  nameAnew();
  return {
    refresh, rename,
    remove() {
      map.off("move resize zoomend", place);
      for (const element of [divider, ...plates]) element.remove();
      sheet.remove();
      mapView.sheet.clip("");
      mapView.frameNames(null);
    },
  };
}

/**
 * @param {"zh" | "en"} language
 * @param {(share: number, done: boolean) => void} move  how far it stands from the left
 */
function makeDivider(language, move) {
  const divider = h("div", {
    class: "divider", role: "separator", tabindex: 0, "data-key": "compare-divider",
    "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": 100,
    "aria-label": mapWord(language, "compare_divider"),
  }, h("span", { class: "divider-grip", "aria-hidden": "true" }));
  const shareAt = (/** @type {number} */ clientX) => {
    const frame = /** @type {HTMLElement} */ (divider.parentElement).getBoundingClientRect();
    return (clientX - frame.left) / frame.width;
  };
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    event.preventDefault();
    divider.focus({ preventScroll: true });
  });
  divider.addEventListener("pointermove", (event) => {
    if (divider.hasPointerCapture(event.pointerId)) move(shareAt(event.clientX), false);
  });
  divider.addEventListener("pointerup", (event) => move(shareAt(event.clientX), true));
  divider.addEventListener("keydown", (event) => {
    const now = Number(divider.getAttribute("aria-valuenow")) / 100;
    const to = { ArrowLeft: now - KEY_STEP, ArrowRight: now + KEY_STEP, PageDown: now - KEY_LEAP, PageUp: now + KEY_LEAP, Home: 0, End: 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    // the map listens to arrow keys too
    event.stopPropagation();
    move(to, true);
  });
  return divider;
}

/** @param {Tools} tools @returns {Side} */
function split(tools) {
  const { L, map, store, mapView } = tools;
  const host = /** @type {HTMLElement} */ (map.getContainer().parentElement);
  const box = h("div", { class: "sm-second", "aria-label": mapWord(store.get().language, "compare_second_map") });
  host.prepend(box);
  host.classList.add("split");
  map.invalidateSize({ animate: false });
  const second = L.map(box, {
    zoomControl: false, attributionControl: false, zoomSnap: 0.1, zoomAnimation: false,
    minZoom: map.getMinZoom(), maxZoom: map.getMaxZoom(), center: map.getCenter(), zoom: map.getZoom(),
  });
  const stack = makeStack(L, second);
  const { sheet, refresh } = leftSheet(tools, stack, second, (view) => view.frame, true);
  const unlink = together(map, second);
  second.on("click", (event) => map.fire("click", event));
  second.on("mousemove", ({ containerPoint }) => mapView.hover(mapView.find(containerPoint)));
  const mirrored = mapView.mirror(stack);
  const plates = newPlates();
  host.append(...plates);
  const rename = namer(tools, plates);
  rename(store.get());
  mapView.redrawPlaces();
  return {
    refresh, rename,
    remove() {
      unlink();
      mirrored();
      sheet.remove();
      second.remove();
      for (const element of [box, ...plates]) element.remove();
      host.classList.remove("split");
      map.invalidateSize({ animate: false });
      mapView.redrawPlaces();
    },
  };
}

/** Two maps that show the same place. @param {LeafletMap} one @param {LeafletMap} two @returns {() => void} ends it */
function together(one, two) {
  let busy = false;
  /** @param {LeafletMap} from @param {LeafletMap} to */
  const follow = (from, to) => () => {
    if (busy) return;
    busy = true;
    to.setView(from.getCenter(), from.getZoom(), { animate: false });
    busy = false;
  };
  const [there, back] = [follow(one, two), follow(two, one)];
  one.on("move", there);
  two.on("move", back);
  return () => {
    one.off("move", there);
    two.off("move", back);
  };
}
