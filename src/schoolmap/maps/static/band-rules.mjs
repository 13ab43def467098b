/** Limits of the bands side by side: walking and riding times, pace, boarding. */

import { h } from "#maps/dom";
import { bandName, ruleName, span } from "#maps/names";
import { resetButton, ruleControl } from "#maps/rule-control";
import { fieldUnit, ruleValueText } from "#maps/rule-values";
import { seen } from "#maps/ui";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/world").Band} Band */
/** @typedef {import("#maps/words").Word} Word */

const ROWS = /** @type {readonly (readonly [string, Word])[]} */ ([
  ["walk_limit_s", "rule_walk_limit"], ["ride_limit_s", "rule_ride_limit"], ["walk_speed_m_s", "rule_walk_speed"], ["may_board", "rule_may_board"],
]);

/** @param {Ui} ui @param {import("#maps/parts").Sources} sources @returns {HTMLElement} */
export function bandRules(ui, sources) {
  const { language, plan } = seen(ui);
  const { bands, standards } = plan.data;
  const fault = h("p", { class: "alarm small", role: "alert", hidden: true });
  const rows = ROWS.map(([kind, word]) => {
    const [first] = bands;
    const row = standards[`${kind}.${first?.id ?? ""}`];
    const unit = fieldUnit(`${kind}.x`, row, language);
    return h("tr", {}, h("th", { scope: "row" }, say(language, word), unit ? h("small", {}, ` ${unit}`) : null),
      bands.map((band) => cell(ui, `${kind}.${band.id}`, fault, sources)));
  });
  return h("div", {},
    h("table", { class: "band-rules" },
      h("thead", {}, h("tr", {}, h("td", {}), bands.map((band, i) => h("th", { scope: "col" }, bandName(plan, i, language), h("small", {}, span(band.first, band.last)))))),
      h("tbody", {}, rows)),
    fault);
}

/** @param {Ui} ui @param {string} id @param {HTMLElement} fault @param {import("#maps/parts").Sources} sources */
function cell(ui, id, fault, sources) {
  const { language, plan } = seen(ui);
  const s = plan.data.standards[id];
  if (!s) return h("td", {});
  const was = s.was === null || s.was === undefined ? "" : ruleValueText(id, s.was, s, language);
  const back = resetButton(ui, id, s, was);
  back?.setAttribute("aria-label", say(language, "study_says", { value: was }));
  return h("td", { class: s.tried ? "tried" : "", "data-rule": id },
    h("span", { class: "cell" }, ruleControl(ui, id, s, fault, ruleName(plan, id, language)), sources.mark(id)), back);
}
