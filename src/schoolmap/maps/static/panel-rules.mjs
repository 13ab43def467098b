/** Rules in force: limits that a plan may try, each with the study's figure; sources of all. */

import { h, icon, ICONS } from "#maps/dom";
import { clauseText, ruleName, standing } from "#maps/names";
import { badge, Sources } from "#maps/parts";
import { bandRules } from "#maps/band-rules";
import { resetButton, ruleControl } from "#maps/rule-control";
import { fieldUnit, ruleValueText } from "#maps/rule-values";
import { seen } from "#maps/ui";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/world").Standard} Standard */
/** @typedef {import("#maps/words").Word} Word */
/** @typedef {import("#maps/words").Language} Language */

/** Groups of rules that may be tried, by the first part of their ids. */
const GROUPS = /** @type {readonly {word: Word, kinds: readonly string[], open: boolean}[]} */ ([
  { word: "rules_size", kinds: ["small_school_pupils", "seats_full", "school_limit", "bus_seats", "assign_private"], open: true },
  { word: "rules_boarding", kinds: ["beds_per_boarder", "dorm_area_m2"], open: false },
  { word: "rules_resources", kinds: ["threshold", "min_indicators_met_2017", "rest_share_2017"], open: false },
  { word: "rules_balance", kinds: ["cv_limit_2017", "cv_limit_2012", "scope_private", "scope_teaching_points", "scope_teaching_point_min"], open: false },
  { word: "rules_calibration", kinds: ["calibration_share", "calibration_pupils"], open: false },
]);

/** @param {Ui} ui @returns {HTMLElement} */
export function rulesPanel(ui) {
  const { session } = ui;
  const { language, plan } = seen(ui);
  const { standards } = plan.data;
  const tried = Object.keys(session.current().rules).length;
  const sources = new Sources(plan, language);
  return h("div", { class: "panel" },
    h("p", { class: "soft rules-lead" }, say(language, "rules_lead")),
    tried === 0 ? null : h("p", { class: "notice" }, say(language, "n_rules_tried", { n: tried }), " ",
      h("button", { type: "button", class: "link", "data-key": "reset-rules", click: () => void session.setRules({}) }, say(language, "reset_all"))),
    h("details", { class: "group", open: true, "data-keep": "rules_journey" },
      h("summary", {}, say(language, "rules_journey")), bandRules(ui, sources), sources.list()),
    GROUPS.map((group) => section(ui, group, language)),
    h("details", { class: "group", "data-keep": "all-standards" },
      h("summary", {}, say(language, "about_rules"), h("span", { class: "total" }, say(language, "n_items", { n: Object.keys(standards).length }))),
      h("ul", { class: "standards" }, Object.entries(standards).map(([id, s]) => standardRow(id, s, language)))));
}

/** @param {Ui} ui @param {(typeof GROUPS)[number]} group @param {Language} language */
function section(ui, { word, kinds, open }, language) {
  const { standards } = ui.session.plan().data;
  const rows = kinds.flatMap((kind) => Object.entries(standards).filter(([id, s]) => id.split(".")[0] === kind && ["number", "boolean"].includes(typeof s.value)));
  if (rows.length === 0) return null;
  const tried = rows.some(([, s]) => s.tried);
  return h("details", { class: "group", open: open || tried, "data-keep": word },
    h("summary", {}, say(language, word)),
    h("ul", { class: "rule-fields" }, rows.map(([id, s]) => ruleRow(ui, id, s, language))));
}

/** @param {Ui} ui @param {string} id @param {Standard} s @param {Language} language */
function ruleRow(ui, id, s, language) {
  const fault = h("p", { class: "alarm small", role: "alert", hidden: true });
  return h("li", { class: s.tried ? "tried" : "", "data-rule": id },
    h("label", { class: "rule-field" },
      h("span", {}, ruleName(ui.session.plan(), id, language)),
      h("span", { class: "field-control" }, ruleControl(ui, id, s, fault), h("span", { class: "soft unit" }, typeof s.value === "boolean" ? "" : fieldUnit(id, s, language)))),
    fault,
    resetButton(ui, id, s, icon(ICONS.reset, 13), say(language, "study_says", { value: s.was === null || s.was === undefined ? "" : ruleValueText(id, s.was, s, language) })),
    h("small", {}, clauseText(s, language), " ", badge(standing(s, language), s.unsure ? "unsure" : "plain")));
}

/** @param {string} id @param {Standard} s @param {Language} language */
const standardRow = (id, s, language) =>
  h("li", {},
    h("div", { class: "standard-head" }, h("span", {}, s[language] || s.zh || id), h("b", {}, ruleValueText(id, s.value, s, language))),
    h("small", {}, [clauseText(s, language), s.table].filter(Boolean).join(" · "), " ",
      badge(standing(s, language), s.unsure ? "unsure" : "plain")));
