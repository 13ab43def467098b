/** Says what colours, shapes and sizes mean, with units and thresholds. */

import {
  AREA_INKS, classesOf, MODE_COLOURS, NEARER, OVER, rangeText, SAME_COLOUR,
} from "#maps/colours";
import { h } from "#maps/dom";
import { number } from "#maps/figures";
import { bandName, span } from "#maps/names";
import {
  CLOSED, CROSS, DIAMOND, DOT, EMPTY, GONE, NEW, OPEN, PLANNED, RINGED, SMALL, SQUARE, TRIANGLE,
} from "#maps/looks";
import { drawSchool, drawVillage, flag } from "#maps/symbols";
import { TIERS } from "#maps/draw-roads";
import { mapWord } from "#maps/words-map";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {CanvasRenderingContext2D} Context */

const SIZE = 18;
const DENSE = 2;
const PLAIN = "#79aed6";

/** @param {(c: Context, x: number, y: number) => void} draw @returns {HTMLCanvasElement} */
function swatch(draw) {
  const canvas = h("canvas", { width: SIZE * DENSE, height: SIZE * DENSE, class: "swatch", "aria-hidden": "true" });
  const c = canvas.getContext("2d");
  if (c) {
    c.scale(DENSE, DENSE);
    draw(c, SIZE / 2, SIZE / 2);
  }
  return canvas;
}

/** @param {HTMLElement} mark @param {import("#maps/dom").Child} text @param {import("#maps/dom").Child} [extra] */
const entry = (mark, text, extra) => h("li", {}, mark, h("span", {}, text, extra));

/** @param {number} symbol @param {string} colour @param {number} [r] */
const village = (symbol, colour, r = 4.6) => swatch((c, x, y) => drawVillage(c, symbol, colour, x, y, r));

/** @param {Partial<import("#maps/looks").SchoolLook>} part */
const school = (part) => {
  const look = { type: 211, share: 0.6, over: false, status: OPEN, faint: false, grey: false, gain: 0, ...part };
  // with its halo a school must still fit
  return swatch((c, x, y) => drawSchool(c, look, x, y, look.gain > 0 ? 2.4 : 5.6));
};

/** @param {string} colour @param {number} width @param {number[]} [dash] */
const stroke = (colour, width, dash = []) => swatch((c, x, y) => {
  c.setLineDash(dash);
  c.beginPath();
  c.moveTo(1, y);
  c.lineTo(x * 2 - 1, y);
  c.strokeStyle = colour;
  c.lineWidth = width;
  c.stroke();
});

/** @param {import("#maps/dom").Child} title @param {import("#maps/dom").Child} small @param {...HTMLElement} lists */
const section = (title, small, ...lists) => h("section", {}, title ? h("h4", {}, title, h("small", {}, small)) : null, ...lists);

/** @param {Language} language @param {string} key of a measure */
const words = (language, key) =>
  key === "added" || key === "school" || key === "added_unit" || key === "school_unit"
    ? mapWord(language, key)
    : say(language, /** @type {import("#maps/words").Word} */ (key));

/**
 * @param {World} scene  what is shown @param {State} state
 * @returns {HTMLElement}
 */
export function legendBody(scene, state) {
  const { language } = state;
  const change = state.view === "change";
  const roads = scene.data.study.roads && state.layers.roads;
  return h(
    "div",
    { class: "legend-body" },
    ...(change ? changeSections(scene, state) : villageSections(scene, state)),
    section(say(language, "schools"), say(language, "fill_seats"),
      h("ul", { class: "two" }, schoolEntries(language, state.view, state.layers.findings))),
    state.selected?.type === "village" ? section(null, null, h("ul", { class: "two" }, routeEntries(language, state.view))) : null,
    roads ? section(null, null, roadEntries(language)) : null,
  );
}

/** @param {World} scene @param {State} state @returns {string} */
function bandText(scene, { band, language }) {
  const own = scene.data.bands[band];
  return own ? `${bandName(scene, band, language)} ${span(own.first, own.last)}` : "";
}

/** @param {World} scene @param {State} state */
function villageSections(scene, state) {
  const { language, measure } = state;
  const ground = state.areas === "none" || scene.cells.n === 0 ? null : state.areas;
  const classes =
    measure === "mode" ? modeEntries(scene, language)
    : measure === "school" ? schoolColourEntries(language)
    : measure === "added" ? addedEntries(scene, state, true)
    : classEntries(scene, state);
  return [
    section(words(language, measure), `${bandText(scene, state)} · ${words(language, `${measure}_unit`)}`,
      h("ul", { class: measure === "added" ? "two" : "" }, classes)),
    section(null, null, h("ul", { class: "two" },
      entry(village(CROSS, OVER, 4), told(language, "mode", "unserved")),
      entry(village(TRIANGLE, OVER, 4), say(language, "not_connected")),
      entry(village(EMPTY, PLAIN, 3), say(language, "no_pupils")),
      h("li", { class: "sizes" }, say(language, "size_pupils")),
      ground ? h("li", { class: "sizes" }, say(language, `areas_key_${ground}`)) : null)),
  ];
}

/** @param {World} scene @param {State} state */
function changeSections(scene, state) {
  const { language } = state;
  return [
    section(mapWord(language, "change_of"), `${bandText(scene, state)} · ${mapWord(language, "added_unit")}`,
      h("ul", { class: "two" }, addedEntries(scene, state, false))),
    section(null, null, h("ul", { class: "two" },
      entry(village(SQUARE, "#f0d58c"), mapWord(language, "newly_riding")),
      entry(village(DIAMOND, "#f59a32"), mapWord(language, "newly_boarding")),
      entry(village(CROSS, OVER, 4), mapWord(language, "newly_unserved")),
      entry(village(RINGED, NEARER, 3.6), mapWord(language, "newly_served")),
      entry(stroke("#c03b25", 1.8), mapWord(language, "line_new")),
      entry(stroke("#5b6672", 1.3, [3, 3]), mapWord(language, "line_old")),
      h("li", { class: "sizes" }, say(language, "size_pupils")))),
  ];
}

/** @param {World} scene @param {State} state @param {boolean} plain  beside other measures */
function addedEntries(scene, state, plain) {
  const { language } = state;
  const km = (/** @type {number | null} */ m) => number(Math.abs(m ?? 0) / 1000, (m ?? 0) % 1000 ? 1 : 0);
  const entries = classesOf(scene, "added", state.band).map((k, i, all) => {
    const values = { a: km(k.from ?? k.to), b: km(k.to) };
    const word = i === 0 ? "nearer_more" : i === 1 ? "nearer" : i === 2 ? "as_far"
      : i === all.length - 1 ? "further_last" : k.from === 0 ? "further_first" : "further";
    return entry(village(DOT, k.colour, 5), mapWord(language, word, values));
  });
  return [...entries, entry(village(plain ? DOT : SMALL, SAME_COLOUR, 5), mapWord(language, "unchanged"))];
}

/** @param {World} scene @param {Language} language */
const modeEntries = (scene, language) =>
  [DOT, SQUARE, DIAMOND].map((symbol, i) =>
    entry(village(symbol, MODE_COLOURS[i] ?? ""), told(language, "mode", scene.data.lists.modes[i] ?? "")));

/** @param {Language} language */
const schoolColourEntries = (language) => [
  h("li", { class: "sizes" },
    ...AREA_INKS.slice(0, 4).map((colour) => village(DOT, colour, 4)), mapWord(language, "school_colours")),
];

/** @param {World} scene @param {State} state */
function classEntries(scene, state) {
  const limit = scene.data.bands[state.band]?.walk_limit_s ?? 0;
  const show = (/** @type {number} */ v) => {
    if (state.measure === "minutes") return number(v / 60, v % 60 ? 1 : 0);
    if (state.measure === "distance") return number(v / 1000);
    return number(v, 1);
  };
  return classesOf(scene, state.measure, state.band).map((k) => {
    const bound = state.measure === "minutes" && k.to === limit;
    const extra = bound ? h("em", {}, ` ← ${say(state.language, "limit_in_force")}`) : null;
    return entry(village(DOT, k.colour, 5), rangeText(k, show), extra);
  });
}

/** @param {Language} language @param {string} view @param {boolean} findings */
function schoolEntries(language, view, findings) {
  const planned = view === "today"
    ? [entry(school({ status: PLANNED }), told(language, "status", "candidate"))]
    : [
      entry(school({ status: CLOSED }), mapWord(language, "school_closed")),
      entry(school({ status: NEW }), mapWord(language, "school_new")),
      entry(school({ gain: 1 }), mapWord(language, "school_receives")),
    ];
  return [
    entry(school({ type: 211 }), say(language, "kind_primary")),
    entry(school({ type: 218 }), say(language, "kind_point")),
    entry(school({ type: 311 }), say(language, "kind_junior")),
    entry(school({ type: 312 }), say(language, "kind_through")),
    entry(school({ over: true }), say(language, "over_short")),
    findings ? entry(swatch((c, x, y) => flag(c, x, y, 3.4)),
      view === "change" ? mapWord(language, "fresh_finding") : say(language, "finding_mark")) : null,
    ...planned,
    view === "today" ? entry(school({ status: GONE }), told(language, "status", "closed")) : null,
    h("li", { class: "sizes" }, say(language, "other_band")),
  ];
}

/** @param {Language} language @param {string} view */
const routeEntries = (language, view) => [
  entry(swatch((c, x, y) => {
    c.lineCap = "round";
    c.setLineDash([0.1, 5]);
    c.lineWidth = 3.2;
    c.strokeStyle = "#0c5c8a";
    c.beginPath();
    c.moveTo(2, y);
    c.lineTo(x * 2 - 2, y);
    c.stroke();
  }), mapWord(language, "route_walk")),
  entry(stroke("#a34700", 3.2), mapWord(language, "route_ride")),
  view === "today" ? null : entry(stroke("#5b6672", 2, [4, 3]), mapWord(language, "route_old")),
];

/** @param {Language} language */
function roadEntries(language) {
  const names = /** @type {const} */ (["roads_major", "roads_local", "roads_minor", "roads_track"]);
  return h("ul", { class: "two" }, names.map((name, t) => entry(swatch((c, x, y) => {
    const tier = TIERS[t];
    if (!tier) return;
    c.setLineDash(tier.dash);
    for (const [colour, width] of /** @type {[string, number][]} */ ([[tier.casing, tier.width + 2.6], [tier.colour, tier.width + 1]])) {
      if (!colour) continue;
      c.beginPath();
      c.moveTo(1, y);
      c.lineTo(x * 2 - 1, y);
      c.strokeStyle = colour;
      c.lineWidth = width;
      c.stroke();
    }
  }), say(language, name))));
}
