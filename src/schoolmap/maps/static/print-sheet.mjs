/** The words of the printed sheet: whose map, which layout, what it changes, whence the data. */

import { changeText } from "#maps/changes-text";
import { h } from "#maps/dom";
import { length, number, orDash, percent } from "#maps/figures";
import { legendBody } from "#maps/legend";
import { bandName, ruleName, span } from "#maps/names";
import { ruleValueText } from "#maps/rule-values";
import { todayUnder } from "#maps/ui";
import { mapWord } from "#maps/words-map";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {{name: string, changes: readonly import("#kernel/scenario").Change[], rules: object}} Plan */

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
  const own = scene.data.bands[state.band];
  const band = own ? `${bandName(scene, state.band, language)} ${span(own.first, own.last)}` : "";
  const head = h("div", { class: "sheet-head" },
    h("h1", {}, mapWord(language, "print_title", { name: scene.data.study.name })),
    h("p", {}, h("b", {}, layoutName(view, plan, language)), h("span", {}, mapWord(language, "print_band", { band }))));
  const aside = h("div", { class: "sheet-aside" },
    view !== "today" && plan ? changeList(scene, plan, state) : null,
    h("section", { class: "sheet-figures" }, h("h4", {}, mapWord(language, "print_figures")), figures(before, scene, language)),
    legendBody(scene, { ...state, selected: null }));
  return { head, aside, foot: foot(scene, language, scale) };
}

/** @param {Picture["view"]} view @param {Plan | null} plan @param {Language} language @returns {string} */
function layoutName(view, plan, language) {
  if (view === "today") return todayUnder(plan?.rules, language);
  const name = plan?.name || mapWord(language, "view_plan");
  return view === "change" ? `${name} · ${mapWord(language, "view_change")}` : name;
}

/** Whether walks count slope; the particulars are in the help panel. @param {[string, string] | null | undefined} slope @param {Language} language */
const shortSlope = (slope, language) => (slope?.[language === "zh" ? 0 : 1] ?? "").replace(/\s?[（(].*$/u, "");

/** @param {World} scene @param {Language} language @param {number} scale */
function foot(scene, language, scale) {
  const { study } = scene.data;
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const round = 10 ** Math.max(0, Math.floor(Math.log10(scale)) - 1);
  const sources = mapWord(language, "print_sources", { year: study.year || say(language, "unknown"), model: study.sha256.slice(0, 12) });
  // on paper of another size it would not be true
  const ratio = h("span", { class: "sheet-scale" }, ` · ${mapWord(language, "print_scale", { n: number(Math.round(scale / round) * round) })}`);
  const marks = [
    mapWord(language, "print_unapproved"),
    study.simulated ? mapWord(language, "print_simulated") : "",
    study.estimated ? mapWord(language, "print_estimated", { detour: study.detour ?? "" }) : "",
    shortSlope(study.slope, language),
  ];
  return h("div", { class: "sheet-foot printed-foot" },
    h("div", {}, h("p", {}, sources, ratio, ` · ${mapWord(language, "print_date", { date })}`), h("p", {}, marks.filter(Boolean).join(" · "))),
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
function changeList(scene, plan, { language, paper }) {
  const lines = [
    ...plan.changes.map((change) => changeText(scene, change, language)),
    ...Object.keys(plan.rules).map((rule) => ruleText(scene, rule, language)),
  ];
  const left = lines.length - MOST_LINES[paper];
  return h("section", { class: "sheet-list" },
    h("h4", {}, mapWord(language, "print_changes", { n: lines.length })),
    lines.length === 0 ? h("p", {}, mapWord(language, "print_no_changes")) : null,
    h("ol", {},
      lines.slice(0, MOST_LINES[paper]).map((line) => h("li", {}, line)),
      left > 0 ? h("li", { class: "rest" }, mapWord(language, "print_more_changes", { n: left })) : null));
}

/** A rule that the plan tries. @param {World} scene @param {string} rule @param {Language} language @returns {string} */
function ruleText(scene, rule, language) {
  const row = scene.data.standards[rule];
  return `${ruleName(scene, rule, language)}: ${row ? ruleValueText(rule, row.value, row, language) : ""}`;
}
