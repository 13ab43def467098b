/** Starts the public page: layouts to look at, nothing to try, no small count of pupils. */

import { readArrays, unpack, unpackJson } from "#maps/bytes";
import { makeCamera } from "#maps/camera";
import { listenToKeys } from "#maps/keys";
import { makeMapView } from "#maps/map-view";
import { schoolName, townName, villageName } from "#maps/names";
import { listenToPointer } from "#maps/pointer";
import { makePrinting } from "#maps/print";
import { makePublicShell, publicSheet } from "#maps/public-shell";
import { readPublic } from "#maps/public-world";
import { starting } from "#maps/starting";
import { createStore, firstState } from "#maps/state";
import { learn } from "#maps/words";

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("#maps/public-world").PublicCounty} PublicCounty */
/** @typedef {import("#maps/public-world").PublicData} PublicData */
/** @typedef {import("#maps/public-world").PublicScene} PublicScene */
/** @typedef {import("#maps/state").Subject} Subject */

/** @param {Leaflet} L @param {LeafletMap} map */
export const start = (L, map) => starting(() => open(L, map));

/** @returns {Promise<PublicCounty>} */
async function readCounty() {
  const held = (/** @type {string} */ id) => document.getElementById(id)?.textContent ?? "";
  const [json, bytes] = await Promise.all([unpackJson(held("schoolmap-data")), unpack(held("schoolmap-arrays"))]);
  const data = /** @type {PublicData} */ (json);
  learn(data.words);
  const arrays = readArrays(bytes, data.arrays);
  return readPublic(data, (name) => arrays[name] ?? new Int32Array());
}

/** Which layout is looked at; nothing can be changed. @param {PublicCounty} county */
function makePublicSession({ scenes }) {
  const [today, ...plans] = /** @type {[PublicScene, ...PublicScene[]]} */ (scenes);
  let active = 0;
  /** @type {(() => void)[]} */
  const listeners = [];
  return {
    readOnly: true,
    today: () => today,
    before: () => today,
    plan: () => plans[active] ?? today,
    plans: () => plans.map((scene) => ({ name: scene.layout.name, changes: /** @type {import("#kernel/scenario").Change[]} */ (scene.layout.changes), rules: scene.layout.rules, scene })),
    active: () => active,
    /** @param {number} i */
    use(i) {
      active = i;
      for (const listener of listeners) listener();
    },
    undo: () => false,
    redo: () => false,
    /** @param {() => void} listener */
    on: (listener) => void listeners.push(listener),
  };
}
/** @typedef {ReturnType<typeof makePublicSession>} PublicSession */

/** @param {Leaflet} L @param {LeafletMap} map */
async function open(L, map) {
  const county = await readCounty();
  const session = makePublicSession(county);
  const world = session.today();
  const first = firstState(world.data.start_language);
  // findings and lines to schools would tell of single villages
  const store = createStore({ ...first, layers: { ...first.layers, findings: false } });
  const camera = makeCamera(map, world.data.bounds, session.plan, store);
  let view = /** @type {import("#maps/map-view").MapView | null} */ (null);
  const shell = makePublicShell({ county, store, session }, map.getContainer(), {
    ...camera,
    fit: () => camera.fit(),
    moved: () => void camera.moved(() => view?.redrawPlaces()),
  });
  camera.mount(shell.root);
  view = makeMapView(L, map, world, store, session, null);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 120 }).addTo(map);
  view.redrawPlaces();
  const look = view;
  listenToPointer(map, look, {
    click: (event) => store.set({ selected: look.find(event.containerPoint) }),
    tip: (subject) => tipText(session.plan(), subject, store.get().language),
  });
  listenToKeys(store, session, shell.focusSearch);
  makePrinting(world, store, session, shell.sheet, view);
  window.addEventListener("beforeprint", () => publicSheet(shell.sheet, store.get().language));
  Object.assign(window, { schoolmap: { select: selector(session, camera.go) } });
}

/** @param {PublicSession} session @param {(s: Subject) => void} go */
const selector = (session, go) => (/** @type {string} */ id) => {
  const { schools, villages } = session.plan();
  const [school, village] = [schools.id.indexOf(id), villages.id.indexOf(id)];
  if (school < 0 && village < 0) return false;
  go(school >= 0 ? { type: "school", index: school } : { type: "village", index: village });
  return true;
};

/** @param {PublicScene} scene @param {Subject} subject @param {import("#maps/words").Language} language */
function tipText(scene, { type, index }, language) {
  const { schools, villages } = scene;
  const name = type === "school" ? schoolName(scene, index, language) : villageName(scene, index);
  const town = (type === "school" ? schools : villages).township[index];
  return [name, townName(scene, town)].filter(Boolean).join(" · ");
}
