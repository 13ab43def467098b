/** The panels beside the map and their tabs. */

import { fill, h } from "#maps/dom";
import { keepOpen } from "#maps/focus";
import { number } from "#maps/figures";
import { impactOf } from "#maps/impact";
import { effectOf } from "#maps/impact-strip";
import { countFindings } from "#maps/key-figures";
import { aboutPanel } from "#maps/panel-about";
import { findingsPanel } from "#maps/panel-findings";
import { impactPanel } from "#maps/panel-impact";
import { overviewPanel } from "#maps/panel-overview";
import { planPanel } from "#maps/panel-plan";
import { rulesPanel } from "#maps/panel-rules";
import { schoolsPanel } from "#maps/panel-schools";
import { sizeOf } from "#maps/plan-menu";
import { seen } from "#maps/ui";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/state").Tab} Tab */

const TABS = /** @type {const} */ (["overview", "plan", "impact", "schools", "findings", "rules", "about"]);
/** @type {Readonly<Record<Tab, (ui: Ui) => HTMLElement>>} */
const PANELS = {
  overview: overviewPanel,
  plan: planPanel,
  impact: impactPanel,
  schools: schoolsPanel,
  findings: findingsPanel,
  rules: rulesPanel,
  about: aboutPanel,
};

/** @param {Ui} ui @param {{tabs: HTMLElement, panel: HTMLElement}} parts */
export function drawTabs(ui, { tabs, panel }) {
  const { language, tab } = ui.store.get();
  tabs.setAttribute("aria-label", say(language, "tabs"));
  panel.setAttribute("aria-labelledby", `sm-tab-${tab}`);
  fill(tabs, TABS.map((name) =>
    h("button", {
      type: "button", role: "tab", id: `sm-tab-${name}`, "data-tab": name, "data-key": `tab-${name}`, tabindex: name === tab ? 0 : -1,
      "aria-selected": String(name === tab), "aria-controls": "sm-panel", click: () => ui.store.set({ tab: name }),
      ...(name === "about" ? { "aria-label": say(language, "about"), title: say(language, "about") } : {}),
    }, name === "about" ? "?" : say(language, name), count(ui, name))));
}

/** What waits behind a tab. @param {Ui} ui @param {Tab} tab */
function count(ui, tab) {
  const { before, plan, scene, changed } = seen(ui);
  if (tab === "plan") return mark(sizeOf(ui.session.current()), false);
  if (tab === "impact") return before === plan ? null : mark(impactOf(before, plan).losers.length, true);
  if (tab !== "findings") return null;
  if (!changed) return mark(countFindings(scene, "violation"), true);
  const fresh = effectOf(before, plan).newFindings.filter((f) => f.severity === "violation").length;
  return fresh === 0 ? null : h("span", { class: "count" }, `+${number(fresh)}`);
}

/** @param {number} n @param {boolean} alarm */
const mark = (n, alarm) => (n === 0 ? null : h("span", { class: alarm ? "count" : "count plain" }, number(n)));

/** @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/** @param {Ui} ui @param {HTMLElement} panel */
export function drawPanel(ui, panel) {
  const { tab, language } = ui.store.get();
  const key = `${tab} ${language}`;
  const again = shown.get(panel) === key;
  shown.set(panel, key);
  keepOpen(panel, () => fill(panel, PANELS[tab](ui)), again);
  // where it is scrolled to stays, unless asked: asking lays all out before the frame does
  if (!again) panel.scrollTop = 0;
}

/** Arrow keys go from tab to tab. @param {KeyboardEvent} event @param {Ui["store"]} store */
export function turn(event, store) {
  const now = TABS.indexOf(store.get().tab);
  const last = TABS.length - 1;
  const to = { ArrowLeft: now === 0 ? last : now - 1, ArrowRight: now === last ? 0 : now + 1, Home: 0, End: last }[event.key];
  const tab = TABS[to ?? -1];
  if (!tab) return;
  event.preventDefault();
  store.set({ tab });
  document.getElementById(`sm-tab-${tab}`)?.focus();
}
