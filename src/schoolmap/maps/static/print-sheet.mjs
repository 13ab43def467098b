/** The words of the printed sheet: whose map, which layout, what it changes, whence the data. */

import { changeText } from "#maps/changes-text";
import { h } from "#maps/dom";
import { length, number, orDash, percent } from "#maps/figures";
import { legendBody } from "#maps/legend";
import { bandName, span } from "#maps/names";
import { mapWord } from "#maps/words-map";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {{name: string, changes: readonly import("#kernel/scenario").Change[]}} Plan */

/** Lines of the list of changes that a sheet has room for. */
const MOST_LINES = { A4: 9, A3: 24 };
const FIGURES = /** @type {const} */ ([
  ["mean_length_m", "mean_length"], ["p90_length_m", "p90_length"], ["share_walk_limit", "share_limit"],
  ["pupils_unserved", ""], ["board_need", "board_need"], ["schools_over_seats", "over_seats"],
]);

/**
 * @param {Picture} picture @param {State} state @param {Plan | null} plan
 * @param {number} scale  one to so many
 */
export function sheetParts(picture, state, plan, scale) {
  const { scene, before, view } = picture;
  const { language } = state;
  const { study } = scene.data;
  const band = scene.data.bands[state.band];
  const name = view === "today" ? mapWord(language, "view_today")
    : [plan?.name || mapWord(language, "view_plan"), view === "change" ? mapWord(language, "view_change") : ""].filter(Boolean).join(" · ");
  const head = h("div", { class: "sheet-head" },
    h("h1", {}, mapWord(language, "print_title", { name: study.name })),
    h("p", {}, h("b", {}, name),
      h("span", {}, mapWord(language, "print_band", { band: band ? `${bandName(scene, state.band, language)} ${span(band.first, band.last)}` : "" }))));
  const planned = view !== "today" && plan !== null;
  const aside = h("div", { class: "sheet-aside" },
    planned ? h("section", { class: "sheet-list" }, h("h4", {}, mapWord(language, "print_changes", { n: plan.changes.length })), changeList(scene, plan, state)) : null,
    h("section", { class: "sheet-figures" }, h("h4", {}, mapWord(language, "print_figures")), figures(before, scene, language)),
    legendBody(scene, { ...state, selected: null }));
  return { head, aside, foot: foot(scene, language, scale) };
}

/** @param {World} scene @param {Language} language @param {number} scale */
function foot(scene, language, scale) {
  const { study } = scene.data;
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const round = 10 ** Math.max(0, Math.floor(Math.log10(scale)) - 1);
  const sources = [
    mapWord(language, "print_sources", { year: study.year || say(language, "unknown"), model: study.sha256.slice(0, 12) }),
    mapWord(language, "print_scale", { n: number(Math.round(scale / round) * round) }),
    mapWord(language, "print_date", { date }),
  ];
  const marks = [
    mapWord(language, "print_unapproved"),
    study.simulated ? mapWord(language, "print_simulated") : "",
    study.estimated ? mapWord(language, "print_estimated", { detour: study.detour ?? "" }) : "",
  ];
  return h("div", { class: "sheet-foot printed-foot" },
    h("div", {}, h("p", {}, sources.join(" · ")), h("p", {}, marks.filter(Boolean).join(" · "))),
    h("div", { class: "approval" }, mapWord(language, "print_approval")));
}

/** @param {World} before @param {World} scene @param {Language} language */
function figures(before, scene, language) {
  /** @param {World} world @param {string} id */
  const show = (world, id) => {
    const [value, unit] = world.data.figures[id] ?? [null, ""];
    if (unit === "m") return length(value, language);
    return unit === "share" ? percent(value) : orDash(value);
  };
  return h("table", {}, h("tbody", {}, FIGURES.map(([id, word]) => {
    const [was, is] = [show(before, id), show(scene, id)];
    const label = word ? say(language, word) : told(language, "mode", "unserved");
    return h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, was === is ? is : `${was} → ${is}`));
  })));
}

/** @param {World} scene @param {Plan} plan @param {State} state */
function changeList(scene, plan, state) {
  const { language, paper } = state;
  if (plan.changes.length === 0) return h("p", {}, mapWord(language, "print_no_changes"));
  const most = MOST_LINES[paper];
  const left = plan.changes.length - most;
  return h("ol", {},
    plan.changes.slice(0, most).map((change) => h("li", {}, changeText(scene, change, language))),
    left > 0 ? h("li", { class: "rest" }, mapWord(language, "print_more_changes", { n: left })) : null);
}
