/** The page around the map: header, panel, card, legend; each part is made anew when it changes. */

import { fill, h, icon, ICONS } from "#maps/dom";
import { keepFocus, makeOpener } from "#maps/focus";
import { number } from "#maps/figures";
import { legendBody } from "#maps/legend";
import { aboutPanel } from "#maps/panel-about";
import { findingsPanel } from "#maps/panel-findings";
import { overviewPanel } from "#maps/panel-overview";
import { schoolsPanel } from "#maps/panel-schools";
import { schoolCard } from "#maps/card-school";
import { villageCard } from "#maps/card-village";
import { searchBox } from "#maps/search-box";
import { toolbarItems, zoomButtons } from "#maps/toolbar";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {{go: (s: Subject) => void, print: () => void, in: () => void, out: () => void,
 *   fit: () => void, moved: () => void}} Actions */

const TABS = /** @type {const} */ (["overview", "schools", "findings", "about"]);
const PANELS = {
  overview: overviewPanel,
  schools: schoolsPanel,
  findings: findingsPanel,
  about: aboutPanel,
};

/**
 * @param {World} world @param {Store} store @param {HTMLElement} mapElement
 * @param {Actions} act
 * @returns {{root: HTMLElement, sheet: HTMLElement, focusSearch: () => void}}
 */
export function makeShell(world, store, mapElement, act) {
  const parts = {
    title: h("div", { class: "title" }),
    actions: h("div", { class: "actions" }),
    notices: h("div", { class: "notices" }),
    tabs: h("div", { class: "tabs", role: "tablist", keydown: (event) => turn(/** @type {KeyboardEvent} */ (event), store) }),
    panel: h("div", { class: "panel-scroll", role: "tabpanel", id: "sm-panel", tabindex: 0 }),
    foot: h("footer", { class: "foot" }),
    toolbar: h("div", { class: "toolbar", "data-covers-map": true }),
    zoom: h("div", { class: "zoom", "data-covers-map": true }),
    legend: h("details", { class: "legend", open: window.innerWidth > 760, "data-covers-map": true }),
    card: h("aside", { class: "card", hidden: true, tabindex: -1, "data-covers-map": true }),
    // for the mouse alone: read aloud, it would speak at every move
    tip: h("div", { class: "tip", "aria-hidden": "true", hidden: true }),
    sheet: h("div", { class: "sheet" }),
    printed: h("div", { class: "printed-legend" }),
    printedFoot: h("div", { class: "printed-foot" }),
  };
  const box = searchBox(world, store, act.go);
  const side = h("section", { class: "side" }, grip(store, act), parts.tabs, parts.panel, parts.foot);
  const stage = h("main", { class: "stage" }, mapElement, parts.toolbar, parts.legend, parts.zoom, parts.card, parts.tip);
  const root = h(
    "div",
    { class: "schoolmap" },
    h("header", { class: "top" }, parts.title, box, parts.actions),
    parts.notices,
    h("div", { class: "middle" }, side, stage),
    h("div", { class: "printed" }, parts.sheet, parts.printed, parts.printedFoot),
  );
  parts.legend.addEventListener("toggle", act.moved);
  const opener = makeOpener(root, parts.card);
  const draw = drawers(world, store, parts, act, opener);
  for (const one of Object.values(draw)) one();
  store.on((state, before) => {
    opener.mark();
    keepFocus(root, () => redraw(draw, state, before));
  });
  return { root, sheet: parts.sheet, focusSearch: () => box.querySelector("input")?.focus() };
}

/** @param {ReturnType<typeof drawers>} draw @param {State} state @param {State} before */
function redraw(draw, state, before) {
  const changed = (/** @type {(keyof State)[]} */ ...keys) => keys.some((k) => state[k] !== before[k]);
  if (changed("language")) draw.frame();
  if (changed("language", "tab")) draw.tabs();
  if (changed("language", "tab", "groupBy", "sort")) draw.panel(changed("language", "tab"));
  else if (changed("selected") && state.tab === "schools") draw.panel(false);
  if (changed("language", "band", "measure", "areas")) draw.toolbar();
  if (changed("language", "band", "measure", "layers", "areas")) draw.legend();
  if (changed("language", "selected")) draw.card();
}

/**
 * @param {World} world @param {Store} store @param {Record<string, HTMLElement>} parts
 * @param {Actions} act @param {import("#maps/focus").Opener} opener
 */
function drawers(world, store, parts, act, opener) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (parts[name]);
  return {
    frame() {
      drawFrame(world, store, parts, act);
    },
    tabs() {
      const { language, tab } = store.get();
      part("tabs").setAttribute("aria-label", say(language, "tabs"));
      const graves = world.data.findings.filter((f) => f.severity === "violation").length;
      part("panel").setAttribute("aria-labelledby", `sm-tab-${tab}`);
      fill(part("tabs"), TABS.map((name) =>
        h("button",
          { type: "button", role: "tab", id: `sm-tab-${name}`, "data-tab": name, "data-key": `tab-${name}`, tabindex: name === tab ? 0 : -1,
            "aria-selected": String(name === tab), "aria-controls": "sm-panel", click: () => store.set({ tab: name }) },
          say(language, name),
          name === "findings" && graves > 0 ? h("span", { class: "count" }, number(graves)) : null)));
    },
    /** @param {boolean} [top] */
    panel(top = true) {
      const { tab } = store.get();
      const scroll = part("panel").scrollTop;
      fill(part("panel"), PANELS[tab](world, store, act.go));
      part("panel").scrollTop = top ? 0 : scroll;
    },
    toolbar() {
      const open = part("toolbar").querySelector("details")?.open ?? false;
      fill(part("toolbar"), toolbarItems(world, store));
      const menu = part("toolbar").querySelector("details");
      if (menu && open) menu.open = true;
    },
    legend() {
      const { language } = store.get();
      fill(part("legend"), h("summary", {}, say(language, "legend"), icon(ICONS.up, 14)), legendBody(world, store.get()));
      fill(part("printed"), legendBody(world, store.get()));
    },
    card() {
      drawCard(world, store, part("card"), act);
      opener.turn(store.get().selected);
    },
  };
}

/** @param {World} world @param {Store} store @param {Record<string, HTMLElement>} parts @param {Actions} act */
function drawFrame(world, store, parts, act) {
  const { language } = store.get();
  const { study } = world.data;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (parts[name]);
  const plan = study.plan === "today" ? say(language, "today") : study.plan;
  fill(part("title"),
    h("span", { class: "brand", "aria-hidden": "true" }),
    h("div", {}, h("h1", { title: study.name }, study.name), h("p", {}, [say(language, "subtitle"), study.year, plan].filter(Boolean).join(" · "))));
  fill(part("actions"),
    h("button", { type: "button", class: "print", "data-key": "print", title: say(language, "print"), "aria-label": say(language, "print"), click: act.print }, icon(ICONS.print)),
    h("button", { type: "button", class: "language", "data-key": "language", "aria-label": say(language, "to_other_language"),
      click: () => store.set({ language: language === "zh" ? "en" : "zh" }) }, say(language, "other_language")));
  fill(part("notices"),
    study.simulated ? h("p", { class: "simulated" }, say(language, "simulated")) : null,
    study.estimated ? h("p", { class: "estimated" }, say(language, "estimated", { detour: study.detour ?? "" })) : null);
  // on paper too: a sheet that leaves the room must say that it is not a reviewed map
  for (const place of ["foot", "printedFoot"]) fill(part(place),
    h("p", {}, say(language, "unapproved"), " · WGS-84 · ", say(language, "data_year"), ` ${study.year || say(language, "unknown")} · `,
      h("code", { title: say(language, "model") }, study.sha256.slice(0, 12))));
  fill(part("zoom"), zoomButtons(store, act));
}

/** @param {World} world @param {Store} store @param {HTMLElement} card @param {Actions} act */
function drawCard(world, store, card, act) {
  const { selected, language } = store.get();
  card.hidden = selected === null;
  card.parentElement?.classList.toggle("has-card", selected !== null);
  if (!selected) {
    fill(card);
    return;
  }
  const close = h("button", { type: "button", class: "close", "data-key": "close", "aria-label": say(language, "close"), title: say(language, "close"),
    click: () => store.set({ selected: null }) }, icon(ICONS.close));
  const make = selected.type === "school" ? schoolCard : villageCard;
  card.setAttribute("aria-label", alone(told(language, "subject", selected.type)));
  fill(card, make(world, selected.index, language, act.go));
  card.querySelector(".card-head")?.append(close);
  card.scrollTop = 0;
}

/** @param {Store} store @param {Actions} act @returns {HTMLElement} changes the sheet's height on a phone */
function grip(store, act) {
  const sizes = ["half", "full", "low"];
  let k = 0;
  const button = h("button", {
    type: "button",
    class: "grip",
    "aria-label": say(store.get().language, "panel_size"),
    click: () => {
      k = (k + 1) % sizes.length;
      const root = button.closest(".schoolmap");
      if (root instanceof HTMLElement) root.dataset.sheet = sizes[k];
      act.moved();
    },
  });
  return button;
}

/** @param {KeyboardEvent} event @param {Store} store  arrow keys go from tab to tab */
function turn(event, store) {
  const now = TABS.indexOf(store.get().tab);
  const last = TABS.length - 1;
  const to = { ArrowLeft: now === 0 ? last : now - 1, ArrowRight: now === last ? 0 : now + 1, Home: 0, End: last }[event.key];
  const tab = TABS[to ?? -1];
  if (!tab) return;
  event.preventDefault();
  store.set({ tab });
  document.getElementById(`sm-tab-${tab}`)?.focus();
}
