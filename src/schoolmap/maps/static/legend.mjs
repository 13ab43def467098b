/** Says what colours, shapes and sizes mean, with units and thresholds. */

import { classesOf, rangeText } from "#maps/colours";
import { h } from "#maps/dom";
import { number } from "#maps/figures";
import { bandName, span } from "#maps/names";
import { drawMode, drawSchool, drawVillage } from "#maps/symbols";
import { flag } from "#maps/draw-places";
import { TIERS } from "#maps/draw-roads";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").State} State */
/** @typedef {CanvasRenderingContext2D} Context */

const SIZE = 18;

/** @param {(c: Context, x: number, y: number) => void} draw @returns {HTMLCanvasElement} */
function swatch(draw) {
  const dense = 2;
  const canvas = h("canvas", { width: SIZE * dense, height: SIZE * dense, class: "swatch", "aria-hidden": "true" });
  const c = canvas.getContext("2d");
  if (c) {
    c.scale(dense, dense);
    draw(c, SIZE / 2, SIZE / 2);
  }
  return canvas;
}

/** @param {HTMLElement} mark @param {import("#maps/dom").Child} text @param {import("#maps/dom").Child} [extra] */
const entry = (mark, text, extra) => h("li", {}, mark, h("span", {}, text, extra));

/** @param {World} world @param {State} state @returns {HTMLElement} */
export function legendBody(world, state) {
  const { language } = state;
  const band = world.data.bands[state.band];
  const bandText = band ? `${bandName(world, state.band, language)} ${span(band.first, band.last)}` : "";
  const ground = state.areas === "none" || world.cells.n === 0 ? null : state.areas;
  return h(
    "div",
    { class: "legend-body" },
    h("section", {},
      h("h4", {}, say(language, state.measure), h("small", {}, `${bandText} · ${say(language, `${state.measure}_unit`)}`)),
      h("ul", {}, state.measure === "mode" ? modeEntries(world, language) : classEntries(world, state)),
    ),
    h("section", {},
      h("ul", { class: "two" },
        entry(swatch((c, x, y) => drawVillage(c, look({ mode: 3 }), x, y, 4)), told(language, "mode", "unserved")),
        entry(swatch((c, x, y) => drawVillage(c, look({ connected: false }), x, y, 4)), say(language, "not_connected")),
        entry(swatch((c, x, y) => drawVillage(c, look({ pupils: 0 }), x, y, 3)), say(language, "no_pupils")),
        h("li", { class: "sizes" }, say(language, "size_pupils")),
        ground ? h("li", { class: "sizes" }, say(language, `areas_key_${ground}`)) : null,
      ),
    ),
    h("section", {},
      h("h4", {}, say(language, "schools"), h("small", {}, say(language, "fill_seats"))),
      h("ul", { class: "two" }, schoolEntries(language)),
    ),
    world.data.study.roads && state.layers.roads ? h("section", {}, roadEntries(language)) : null,
  );
}

/** @param {Partial<import("#maps/symbols").VillageLook>} part */
const look = (part) => ({ colour: "#79aed6", mode: 0, connected: true, pupils: 9, ...part });

/** @param {World} world @param {import("#maps/words").Language} language */
const modeEntries = (world, language) =>
  world.data.lists.modes.slice(0, 3).map((mode, i) =>
    entry(swatch((c, x, y) => drawMode(c, i, x, y, 4.6)), told(language, "mode", mode)));

/** @param {World} world @param {State} state */
function classEntries(world, state) {
  const band = world.data.bands[state.band];
  const limit = band ? band.walk_limit_s : 0;
  const show = (/** @type {number} */ v) => {
    if (state.measure === "minutes") return number(v / 60, v % 60 ? 1 : 0);
    if (state.measure === "distance") return number(v / 1000);
    return number(v, 1);
  };
  return classesOf(world, state.measure, state.band).map((k) => {
    const bound = state.measure === "minutes" && k.to === limit;
    const extra = bound ? h("em", {}, ` ← ${say(state.language, "limit_in_force")}`) : null;
    return entry(swatch((c, x, y) => drawVillage(c, look({ colour: k.colour }), x, y, 5)), rangeText(k, show), extra);
  });
}

/** @param {import("#maps/words").Language} language */
function schoolEntries(language) {
  const open = { share: 0.6, over: false, status: 0, faint: false };
  const draw = (/** @type {object} */ part) =>
    swatch((c, x, y) => drawSchool(c, { type: 211, ...open, ...part }, x, y, 5.6));
  return [
    entry(draw({ type: 211 }), say(language, "kind_primary")),
    entry(draw({ type: 218 }), say(language, "kind_point")),
    entry(draw({ type: 311 }), say(language, "kind_junior")),
    entry(draw({ type: 312 }), say(language, "kind_through")),
    entry(draw({ over: true }), say(language, "over_short")),
    entry(swatch((c, x, y) => flag(c, x, y, 3.4)), say(language, "finding_mark")),
    entry(draw({ status: 1 }), told(language, "status", "candidate")),
    entry(draw({ status: 2 }), told(language, "status", "closed")),
    h("li", { class: "sizes" }, say(language, "other_band")),
  ];
}

/** @param {import("#maps/words").Language} language */
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
