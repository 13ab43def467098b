/** The plans beside each other and beside today. */

import { multiples } from "#maps/charts";
import { openDialog, button } from "#maps/dialog";
import { fill, h, icon, ICONS } from "#maps/dom";
import { number } from "#maps/figures";
import { cellText, countFindings, figure, judged, KEY_FIGURES, moved } from "#maps/key-figures";
import { effectOf } from "#maps/impact-strip";
import { distanceParts, modeParts } from "#maps/panel-overview";
import { heading } from "#maps/parts";
import { choose } from "#maps/plan-menu";
import { mapWord } from "#maps/words-map";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/session").Plan} Plan */
/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {import("#maps/words").Word} Word */
/** @typedef {{label: string, cell: (plan: Plan | null, today: Scene) => {text: string, change: string, tone: string}}} Row */

/** @param {Ui} ui @returns {HTMLElement} */
export function compareSection(ui) {
  const { session, store } = ui;
  const { language } = store.get();
  const larger = h("button", { type: "button", class: "link quiet", "data-key": "compare-larger", click: () => openComparison(ui) }, icon(ICONS.fit, 14), say(language, "larger"));
  return h("section", { class: "compare-plans" },
    heading(say(language, "plans_compared"), larger),
    h("div", { class: "scroll-x" }, compareTable(ui)),
    session.plans().length > 1 ? null : h("p", { class: "soft small" }, say(language, "compare_more")),
    charts(ui));
}

/** The same with more room. @param {Ui} ui */
export function openComparison(ui) {
  const { language } = ui.store.get();
  const body = h("div", {});
  const draw = () => fill(body, h("div", { class: "scroll-x" }, compareTable(ui, draw)), charts(ui));
  draw();
  const dialog = openDialog(ui.root, {
    title: say(language, "plans_compared"), language, size: "wide", body,
    buttons: [button(say(language, "close"), () => dialog.close(), "main")],
  });
}

/** @param {Ui} ui @param {() => void} [chosen]  after another plan was chosen */
function compareTable(ui, chosen = () => undefined) {
  const { session, store } = ui;
  const { language } = store.get();
  const today = session.today();
  const active = session.active();
  const plans = session.plans();
  const head = plans.map((plan, i) => h("th", { scope: "col", class: i === active ? "chosen" : "" },
    h("button", { type: "button", "data-key": `compare-plan-${plan.id}`, "aria-pressed": String(i === active), title: say(language, "use_plan", { name: plan.name }), click() {
      choose(ui, i);
      chosen();
    } }, plan.name)));
  const cell = (/** @type {Row} */ row, /** @type {Plan | null} */ plan, /** @type {boolean} */ chosen) => {
    const { text, change, tone } = row.cell(plan, today);
    return h("td", { class: chosen ? "chosen" : "" }, text, change ? h("small", { class: `change ${tone}` }, change) : null);
  };
  return h("table", { class: "compare" },
    h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, ownToday(session, language)), head)),
    h("tbody", {}, rowsOf(language, triesRules(session)).map((row) => h("tr", {}, h("th", { scope: "row" }, row.label), cell(row, null, false), plans.map((plan, i) => cell(row, plan, i === active))))));
}

/** Today under the study's rules: said where any plan tries others. @param {Ui["session"]} session @param {Language} language */
const ownToday = (session, language) => (triesRules(session) ? say(language, "today_own") : mapWord(language, "view_today"));

/** @param {Ui["session"]} session @returns {boolean} */
const triesRules = (session) => session.plans().some((plan) => Object.keys(plan.rules).length > 0);

/** @param {Language} language @param {boolean} tries  whether any plan tries rules @returns {Row[]} */
function rowsOf(language, tries) {
  /** @param {Word} word @param {(plan: Plan, today: Scene) => number} of @param {boolean} [harm] @returns {Row} */
  const count = (word, of, harm = false) => ({
    label: say(language, word),
    cell(plan, today) {
      const n = plan ? of(plan, today) : null;
      return { text: n === null ? "" : number(n), change: "", tone: harm && n ? "bad" : "" };
    },
  });
  return [
    count("changes", (plan) => plan.changes.length),
    ...(tries ? [count("n_rules", (plan) => Object.keys(plan.rules).length)] : []),
    count("strip_moved", (plan) => effectOf(plan.before, plan.scene).moved),
    ...KEY_FIGURES.map((key) => ({
      label: say(language, key.word),
      cell(/** @type {Plan | null} */ plan, /** @type {Scene} */ today) {
        const [was, now] = [figure(today.data.figures, key.id), figure((plan?.scene ?? today).data.figures, key.id)];
        return { text: cellText(key, (plan?.scene ?? today).data.figures, language), change: moved(key.kind, was, now, language), tone: judged(key.worse, was, now) };
      },
    })),
    {
      label: say(language, "violations"),
      cell(plan, today) {
        const [was, now] = [countFindings(today, "violation"), countFindings(plan?.scene ?? today, "violation")];
        return { text: number(now), change: moved("count", was, now, language), tone: judged(1, was, now) };
      },
    },
  ];
}

/** Ways to school and distances of each plan, to look at. @param {Ui} ui */
function charts({ session, store }) {
  const { language } = store.get();
  const scenes = [{ label: ownToday(session, language), scene: session.today() }, ...session.plans().map((plan) => ({ label: plan.name, scene: plan.scene }))];
  const chosen = session.active() + 1;
  const key = modeParts(session.today(), language);
  return h("div", { class: "compare-charts" },
    h("h4", {}, say(language, "pupils_how")),
    multiples(scenes.map(({ label, scene }) => ({ label, parts: modeParts(scene, language) })), say(language, "pupils_how"), chosen),
    swatches(key),
    h("h4", {}, say(language, "distances")),
    multiples(scenes.map(({ label, scene }) => ({ label, parts: distanceParts(scene, language) })), say(language, "distances"), chosen),
    swatches(distanceParts(session.today(), language)));
}

/** @param {readonly import("#maps/parts").Part[]} parts */
const swatches = (parts) =>
  h("ul", { class: "swatches" }, parts.map((p) => h("li", {}, h("i", { "--colour": p.colour }), p.label)));
