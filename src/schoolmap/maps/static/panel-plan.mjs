/** The plan: its changes, what it does all in all, and the plans beside each other. */

import { changeKind, changeSubject } from "#maps/changes-text";
import { compareSection } from "#maps/panel-compare";
import { h, icon, ICONS } from "#maps/dom";
import { impactStrip } from "#maps/impact-strip";
import { ruleName } from "#maps/names";
import { heading } from "#maps/parts";
import { exportPlan, importFile, sizeOf } from "#maps/plan-menu";
import { ruleValueText } from "#maps/rule-values";
import { seen } from "#maps/ui";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/state").Tool} Tool */
/** @typedef {import("#kernel/scenario").Change} Change */

/** @param {Ui} ui @returns {HTMLElement} */
export function planPanel(ui) {
  const plan = ui.session.current();
  const empty = sizeOf(plan) === 0;
  return h("div", { class: "panel" },
    planHead(ui),
    empty ? start(ui) : [
      changeList(ui),
      triedList(ui),
      impactStrip(ui),
    ],
    compareSection(ui));
}

/** @param {Ui} ui */
function planHead(ui) {
  const { session, store, ask } = ui;
  const { language } = store.get();
  const plan = session.current();
  /** @param {import("#maps/words").Word} word @param {keyof typeof ICONS} sign @param {() => void} click */
  const tool = (word, sign, click) =>
    h("button", { type: "button", class: "small-tool", "data-key": `plan-${word}`, title: say(language, word), "aria-label": say(language, word), click }, icon(ICONS[sign], 16));
  return h("div", { class: "plan-head" },
    h("h2", { title: plan.name }, plan.name),
    h("div", { class: "small-tools" },
      tool("rename_plan", "edit", () => ask.rename(session.active())),
      tool("copy_plan", "copy", () => void session.duplicate(session.active(), say(language, "copy_of", { name: plan.name }))),
      tool("new_plan", "plus", () => void session.add()),
      tool("remove_plan", "remove", () => ask.removePlan(session.active()))),
    h("button", { type: "button", class: "button plain", "data-key": "plan-export", click: () => exportPlan(ui) }, icon(ICONS.export, 16), say(language, "export_short")));
}

/** What one may begin with. @param {Ui} ui */
function start(ui) {
  const { store } = ui;
  const { language } = store.get();
  const tools = /** @type {const} */ (["close", "merge", "open", "convert", "designate"]);
  const signs = /** @type {const} */ ({ close: "shut", merge: "merge", open: "found", convert: "point", designate: "assign" });
  return h("div", { class: "start" },
    h("p", {}, say(language, "plan_start")),
    h("ul", {}, tools.map((tool) => h("li", {},
      h("button", { type: "button", class: "start-tool", "data-key": `start-${tool}`, click: () => store.set({ tool, pending: null }) },
        icon(ICONS[signs[tool]], 20), h("b", {}, say(language, `tool_${tool}`)), h("small", {}, say(language, `tool_${tool}_help`)))))),
    h("p", { class: "soft small" }, say(language, "plan_start_more")),
    h("button", { type: "button", class: "button plain", "data-key": "start-import", click: () => importFile(ui) }, icon(ICONS.import, 16), say(language, "import_plan")));
}

/** @param {Ui} ui */
function changeList({ session, store, speaker, act }) {
  const { language } = store.get();
  const { changes, scene } = session.current();
  if (changes.length === 0) return null;
  const rows = changes.map((change, k) => h("li", { "data-change": k },
    h("span", { class: `kind op-${change.op}` }, changeKind(change, language)),
    subject({ session, act }, change, changeSubject(scene, change, language)),
    h("button", {
      type: "button", class: "remove", "data-key": `remove-${k}`, title: say(language, "remove_change"),
      "aria-label": say(language, "remove_this", { what: `${changeKind(change, language)} ${changeSubject(scene, change, language)}` }),
      click() {
        const dropped = session.removeChange(k);
        if (dropped.length > 0) speaker.tell(say(language, "dropped_too", { n: dropped.length }), [{ text: say(language, "undo"), click: () => session.undo() }]);
      },
    }, icon(ICONS.close, 14))));
  return h("section", {},
    heading(say(language, "changes"), h("button", { type: "button", class: "link quiet", "data-key": "clear", click: () => session.clear() }, say(language, "clear_plan"))),
    h("ol", { class: "changes" }, rows));
}

/** Leads to the school. @param {Pick<Ui, "session" | "act">} ui @param {Change} change @param {string} text */
function subject({ session, act }, change, text) {
  const i = session.plan().schools.id.indexOf(change.school);
  if (i < 0) return h("span", { class: "change-text" }, text);
  return h("button", { type: "button", class: "change-text", "data-key": `change-${change.op}-${change.school}`, click: () => act.go({ type: "school", index: i }) }, text);
}

/** Figures that the plan tries. @param {Ui} ui */
function triedList(ui) {
  const { session, store } = ui;
  const { language, scene } = seen(ui);
  const rules = Object.entries(session.current().rules);
  if (rules.length === 0) return null;
  const standards = session.plan().data.standards;
  return h("section", {},
    heading(say(language, "rules_tried"), h("button", { type: "button", class: "link quiet", "data-key": "to-rules", click: () => store.set({ tab: "rules" }) }, say(language, "rules"))),
    h("ul", { class: "tried" }, rules.map(([id, value]) => {
      const row = standards[id];
      const was = row?.was;
      return h("li", {}, h("span", {}, ruleName(scene, id, language)),
        h("b", {}, was === undefined || was === null ? "" : h("s", {}, ruleValueText(id, was, row, language)), " ", ruleValueText(id, value, row, language)));
    })));
}
