/** Where the figures come from: data, standards in force with their standing, method, software. */

import { h } from "#maps/dom";
import { amount, number, unit } from "#maps/figures";
import { clauseText, standing } from "#maps/names";
import { badge, heading, line } from "#maps/parts";
import { say } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Standard} Standard */
/** @typedef {import("#maps/words").Language} Language */

/** @param {World} world @param {import("#maps/state").Store} store @returns {HTMLElement} */
export function aboutPanel(world, store) {
  const { language } = store.get();
  const { study, standards } = world.data;
  const counts = {
    schools: number(world.schools.n),
    villages: number(world.villages.n),
    pupils: number(world.data.figures.pupils?.[0] ?? 0),
  };
  return h(
    "div",
    { class: "panel" },
    heading(say(language, "about_data")),
    h(
      "dl",
      { class: "lines" },
      line(say(language, "data_year"), study.year || say(language, "unknown")),
      line(say(language, "counts"), say(language, "counts_line", counts)),
      line(say(language, "coordinates"), "WGS-84 (EPSG:4326)"),
      line(say(language, "model"), h("code", {}, study.sha256.slice(0, 12))),
      line(say(language, "kernel"), study.kernel),
    ),
    h("p", { class: "notice" }, say(language, "unapproved")),
    heading(say(language, "about_method")),
    h("p", {}, say(language, "method_text")),
    heading(say(language, "about_rules"), h("span", { class: "total" }, say(language, "n_items", { n: Object.keys(standards).length }))),
    h("ul", { class: "standards" }, Object.entries(standards).map(([id, s]) => standard(id, s, language))),
    heading(say(language, "about_software")),
    h("p", {}, say(language, "leaflet")),
  );
}

/** @param {Standard} s @param {Language} language @returns {string} */
function valueText(s, language) {
  if (Array.isArray(s.value)) return s.value.map((v) => amount(v, s.unit, language)).join(language === "zh" ? "、" : ", ");
  if (typeof s.value === "boolean") return say(language, s.value ? "holds" : "holds_not");
  return typeof s.value === "number" ? amount(s.value, s.unit, language) : `${s.value} ${unit(s.unit, language)}`;
}

/** @param {string} id @param {Standard} s @param {Language} language */
const standard = (id, s, language) =>
  h(
    "li",
    {},
    h("div", { class: "standard-head" }, h("span", {}, s[language] || s.zh || id), h("b", {}, valueText(s, language))),
    h("small", {}, [clauseText(s, language), s.table].filter(Boolean).join(" · "), " ",
      badge(standing(s, language), s.unsure ? "unsure" : "plain")),
  );
