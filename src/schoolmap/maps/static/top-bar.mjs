/** The bar above: which layout is shown, which plan, back and forth, comparison, files, paper, language. */

import { h, icon, ICONS } from "#maps/dom";
import { closeMenu, entry, menu } from "#maps/menu";
import { openComparison } from "#maps/panel-compare";
import { segmented } from "#maps/parts";
import { exportPlan, importFile, planMenu } from "#maps/plan-menu";
import { VIEWS } from "#maps/state";
import { todayName } from "#maps/ui";
import { mapWord } from "#maps/words-map";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/words").Word} Word */

/** @param {Ui} ui @returns {HTMLElement[]} */
export function topBar(ui) {
  return [
    h("div", { class: "planning" },
      viewSwitch(ui),
      planMenu(ui),
      history(ui)),
    h("div", { class: "actions" },
      compareMenu(ui),
      tool(ui, "import_plan", "import", () => importFile(ui), "import_short"),
      tool(ui, "export_plan", "export", () => exportPlan(ui), "export_short"),
      printMenu(ui),
      tool(ui, "help", "help", () => ui.store.set({ tab: "about" })),
      languageSwitch(ui)),
  ];
}

/** @param {Ui} ui */
function viewSwitch({ store, session }) {
  const { language, view } = store.get();
  const views = VIEWS.map((value) => ({ value, text: value === "today" ? todayName(session, language) : mapWord(language, `view_${value}`) }));
  return segmented("view", say(language, "shown_layout"), views, view, (chosen) => store.set({ view: chosen }));
}

/** @param {Ui} ui */
function history({ session, store }) {
  const { language } = store.get();
  /** @param {"undo" | "redo"} what @param {boolean} can @param {string} keys */
  const step = (what, can, keys) =>
    h("button", {
      type: "button", class: "tool", "data-key": what, title: say(language, "with_key", { text: say(language, what), key: keys }), "aria-label": say(language, what),
      // stays in the order of the keyboard: pressing it until nothing is left must not lose the place
      "aria-disabled": String(!can), click: () => void session[what](),
    }, icon(ICONS[what]));
  return h("div", { class: "history" }, step("undo", session.canUndo(), "Ctrl+Z"), step("redo", session.canRedo(), "Ctrl+Y"));
}

/** @param {Ui} ui @param {Word} word @param {keyof typeof ICONS} sign @param {() => void} click @param {Word | null} [name] */
function tool({ store }, word, sign, click, name = null) {
  const text = say(store.get().language, word);
  return h("button", { type: "button", class: name ? "tool named" : "tool", "data-key": `top-${word}`, title: text, "aria-label": text, click },
    icon(ICONS[sign]), name ? h("span", { "aria-hidden": "true" }, say(store.get().language, name)) : null);
}

/** @param {Ui} ui */
function compareMenu(ui) {
  const { store, session } = ui;
  const { language, compare, compareWith } = store.get();
  const modes = /** @type {const} */ (["off", "swipe", "split"]).map((value) => ({ value, text: say(language, `compare_${value}`) }));
  const others = [{ i: -1, name: todayName(session, language) }, ...session.plans().map((plan, i) => ({ i, name: plan.name }))]
    .filter(({ i }) => i !== session.active());
  const left = others.some(({ i }) => i === compareWith) ? compareWith : -1;
  const body = [
    segmented("compare", say(language, "compare"), modes, compare, (mode) => {
      if (document.activeElement) closeMenu(document.activeElement);
      compareAs(store, session, mode);
    }),
    h("p", { class: "menu-head" }, say(language, "compare_left")),
    others.map(({ i, name }) => entry(`with-${i}`, [h("span", { class: "tick", "aria-hidden": "true" }, i === left ? "✓" : ""), h("span", { class: "plan-name" }, name)],
      () => {
        store.set({ compareWith: i });
        if (store.get().compare === "off") compareAs(store, session, "swipe");
      }, { "aria-current": i === left ? "true" : null })),
    h("p", { class: "menu-note" }, say(language, "compare_right", { name: session.current().name })),
    session.plans().length > 1 ? null : h("p", { class: "menu-note" }, say(language, "compare_one")),
    h("div", { class: "menu-actions" }, entry("compare-table", [icon(ICONS.table, 16), say(language, "compare_table")], () => openComparison(ui))),
  ];
  return menu("compare", [icon(ICONS.compare), h("span", { class: "wide" }, say(language, "compare"))], body,
    { title: say(language, "compare_help"), kind: compare === "off" ? "end" : "end on" });
}

/** Two layouts are beside each other: the plan itself is what should be seen. @param {Ui["store"]} store @param {Ui["session"]} session @param {"off" | "swipe" | "split"} compare */
function compareAs(store, session, compare) {
  const view = compare !== "off" && session.plan() !== session.before() ? "plan" : store.get().view;
  store.set({ compare, view });
}

/** @param {Ui} ui */
function printMenu({ store, act }) {
  const { language, paper } = store.get();
  const papers = /** @type {const} */ (["A4", "A3"]).map((value) => ({ value, text: value }));
  return menu("print", [icon(ICONS.print)], [
    h("p", { class: "menu-head" }, say(language, "paper")),
    segmented("paper", say(language, "paper"), papers, paper, (value) => store.set({ paper: value })),
    entry("print", [icon(ICONS.print, 16), say(language, "print")], act.print),
  ], { title: say(language, "print"), kind: "end print" });
}

/** @param {Ui} ui */
function languageSwitch({ store }) {
  const { language } = store.get();
  return h("button", { type: "button", class: "tool language", "data-key": "language", "aria-label": say(language, "to_other_language"),
    click: () => store.set({ language: language === "zh" ? "en" : "zh" }) }, say(language, "other_language"));
}
