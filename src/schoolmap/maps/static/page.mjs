/** Starts the page: puts drawings, panels and the session together, answers mouse and keys. */

import { makeApi } from "#maps/api";
import { browserStore, makeAutosave } from "#maps/autosave";
import { makeCamera } from "#maps/camera";
import { makeCompare } from "#maps/compare";
import { number, unit } from "#maps/figures";
import { listenToKeys } from "#maps/keys";
import { makeMapTools } from "#maps/map-tools";
import { makeMapView } from "#maps/map-view";
import { schoolName, townName, villageName } from "#maps/names";
import { readPage } from "#maps/page-data";
import { parsePlan, planFileName, planText } from "#maps/plan-file";
import { listenToPointer } from "#maps/pointer";
import { makePrinting } from "#maps/print";
import { shownScene } from "#maps/session";
import { makeShell } from "#maps/shell";
import { starting } from "#maps/starting";
import { createStore, firstState } from "#maps/state";
import { warmUp } from "#maps/warm-up";

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("#maps/map-tools").Dialogs} Dialogs */
/** @typedef {import("#maps/map-view").MapView} MapView */
/** @typedef {import("#maps/session").Session} Session */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/world").World} World */

/** @param {Leaflet} L @param {LeafletMap} map */
export const start = (L, map) => starting(() => open(L, map));

/** @param {Leaflet} L @param {LeafletMap} map */
async function open(L, map) {
  const { session, opening, problems } = await readPage();
  const world = session.today();
  const store = createStore(firstState(world.data.start_language));
  followPlan(session, store);
  const camera = makeCamera(map, world.data.bounds, session.plan, store);
  let view = /** @type {MapView | null} */ (null);
  const shell = makeShell(world, store, map.getContainer(), {
    ...camera,
    fit: () => camera.fit(),
    moved: () => void camera.moved(() => view?.redrawPlaces()),
    ...files(session),
    autosave: makeAutosave(session, browserStore()),
    opening,
  }, session);
  camera.mount(shell.root);
  view = makeMapView(L, map, world, store, session, opening?.roadway ?? null);
  makeCompare(L, map, store, session, view);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
  document.querySelector(".leaflet-control-scale")?.setAttribute("data-covers-map", "");
  view.redrawPlaces();
  answerPointer(map, store, session, view, makeMapTools(store, session, view, shell, opening?.placeAt ?? null));
  listenToKeys(store, session, shell.focusSearch);
  makePrinting(world, store, session, shell.sheet, view);
  if (problems.length > 0) shell.inform(problems);
  Object.assign(window, { schoolmap: makeApi(session, camera.go) });
  warmUp(session, opening);
}

/**
 * The view follows the plan: the first change shows what it changes, an empty plan shows today.
 * What is selected must still be there.
 * @param {Session} session @param {Store} store
 */
function followPlan(session, store) {
  const idle = () => session.current().changes.length === 0;
  let was = idle();
  session.on(() => {
    const { selected, pending, view, compareWith } = store.get();
    const count = session.plan().schools.n;
    const gone = (/** @type {Subject | null} */ s) => s?.type === "school" && s.index >= count;
    /** @type {Partial<State>} */
    const change = {};
    if (gone(selected)) change.selected = null;
    if (gone(pending)) change.pending = null;
    if (compareWith >= session.plans().length) change.compareWith = -1;
    if (idle() !== was) {
      was = idle();
      if (was) change.view = "today";
      else if (view === "today") change.view = "change";
    }
    if (Object.keys(change).length > 0) store.set(change);
  });
}

/** Plans as files of the reader's. @param {Session} session */
const files = (session) => ({
  /** @param {number} [i] the active plan unless given */
  exportPlan(i = session.active()) {
    const { name } = session.plans()[i] ?? session.current();
    download(planFileName(name), planText(session.exportPlan(i)));
  },
  /** @param {File} file @returns {Promise<ReturnType<Session["importPlan"]>>} */
  async importFile(file) {
    const read = parsePlan(new Uint8Array(await file.arrayBuffer()));
    return read.ok ? session.importPlan(read.json, file.name.replace(/\.[^.]*$/, "")) : read;
  },
});

/** @param {string} name @param {string} text */
function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * @param {LeafletMap} map @param {Store} store @param {Session} session
 * @param {MapView} view @param {ReturnType<typeof makeMapTools>} tools
 */
function answerPointer(map, store, session, view, tools) {
  listenToPointer(map, view, {
    click: tools.click,
    move: tools.move,
    leave: tools.leave,
    cursor: (subject) => (store.get().tool === "open" ? "crosshair" : subject ? "pointer" : ""),
    tip: (subject) => tipText(shownScene(session, store.get().view), subject, store.get()),
  });
  store.on((state, before) => {
    // names give way to the card
    if (state.selected !== before.selected) view.redrawPlaces();
    if (state.tool !== before.tool) view.ghost(null);
    if (state.pending !== before.pending) view.link(state.pending, null);
  });
}

/** @param {World} scene @param {Subject} subject @param {State} state */
function tipText(scene, subject, { language, band }) {
  const people = unit("pupil", language);
  const { schools, villages } = scene;
  if (subject.type === "school") {
    const seats = schools.seats[subject.index] ?? -1;
    const roll = number(schools.roll[subject.index] ?? 0);
    return `${schoolName(scene, subject.index, language)} · ${roll}${seats < 0 ? "" : ` / ${number(seats)}`} ${people}`;
  }
  const own = scene.data.bands[band];
  let pupils = 0;
  for (let g = own?.first ?? 1; own && g <= own.last; g += 1) {
    pupils += villages.pupils[subject.index * 9 + g - 1] ?? 0;
  }
  const town = townName(scene, villages.township[subject.index]);
  return [villageName(scene, subject.index), town, `${number(pupils)} ${people}`].filter(Boolean).join(" · ");
}
