/** What is drawn on the map: band, colours of villages and areas, layers; and zoom. */

import { h, icon, ICONS } from "#maps/dom";
import { menu } from "#maps/menu";
import { bandName, span } from "#maps/names";
import { segmented } from "#maps/parts";
import { LAYERS } from "#maps/state";
import { mapWord } from "#maps/words-map";
import { say } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/colours").Measure} Measure */
/** @typedef {import("#maps/words").Language} Language */

/** @type {Measure[]} */
const MEASURES = ["minutes", "distance", "mode", "added", "school", "access"];
const AREAS = /** @type {const} */ (["school", "value", "none"]);

/** @param {Measure} measure @param {Language} language @returns {string} */
export const measureName = (measure, language) =>
  measure === "added" || measure === "school" ? mapWord(language, measure) : say(language, measure);

/**
 * @template {string} T
 * @param {string} id @param {string} label @param {readonly {value: T, text: string}[]} choices @param {T} chosen
 * @param {(value: T) => void} choose
 */
function picker(id, label, choices, chosen, choose) {
  const select = h(
    "select",
    { "data-key": `pick-${id}`, change: () => choose(/** @type {T} */ (select.value)) },
    choices.map((c) => h("option", { value: c.value, selected: c.value === chosen }, c.text)),
  );
  return h("label", { class: "picker" }, h("span", {}, label), select);
}

/** @param {World} scene @param {Store} store @returns {HTMLElement[]} */
export function toolbarItems(scene, store) {
  const state = store.get();
  const { language } = state;
  const bands = scene.data.bands.map((b, i) => ({
    value: i,
    text: `${bandName(scene, i, language)} ${span(b.first, b.last)}`,
  }));
  return [
    segmented("band", say(language, "band"), bands, state.band, (band) => store.set({ band })),
    layerMenu(store, scene.data.relief ? LAYERS : LAYERS.filter((name) => name !== "relief")),
  ];
}

/** What villages and areas are coloured by; where changes are shown, both say that. @param {World} scene @param {Store} store */
export function colourPickers(scene, store) {
  const state = store.get();
  const { language } = state;
  if (state.view === "change") return null;
  const measures = MEASURES.map((m) => ({ value: m, text: measureName(m, language) }));
  const areas = AREAS.map((a) => ({ value: a, text: say(language, `areas_${a}`) }));
  return h("div", { class: "pickers" },
    picker("villages", say(language, "villages_by"), measures, state.measure, (measure) => store.set({ measure })),
    scene.cells.n > 0 ? picker("areas", say(language, "areas_by"), areas, state.areas, (value) => store.set({ areas: value })) : null);
}

/** @param {Store} store @param {readonly import("#maps/state").LayerName[]} names */
function layerMenu(store, names) {
  const { language, layers } = store.get();
  return menu("layers", [icon(ICONS.layers), h("span", {}, say(language, "layers"))], names.map((name) => {
    const box = h("input", {
      type: "checkbox",
      checked: layers[name],
      "data-layer": name,
      "data-key": `layer-${name}`,
      change: () => store.set({ layers: { ...store.get().layers, [name]: box.checked } }),
    });
    return h("label", {}, box, say(language, `layer_${name}`));
  }));
}

/** @param {Store} store @param {{in: () => void, out: () => void, fit: () => void}} act */
export function zoomButtons(store, act) {
  const { language } = store.get();
  const button = (/** @type {string} */ path, /** @type {string} */ name, /** @type {() => void} */ click) =>
    h("button", { type: "button", title: name, "aria-label": name, "data-key": path, click }, icon(path));
  return [
    button(ICONS.plus, say(language, "zoom_in"), act.in),
    button(ICONS.minus, say(language, "zoom_out"), act.out),
    button(ICONS.fit, say(language, "fit"), act.fit),
  ];
}
