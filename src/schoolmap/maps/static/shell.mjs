/** The page around the map: each part is made anew when something that it shows changes. */

import { schoolCard } from "#maps/card-school";
import { villageCard } from "#maps/card-village";
import { fill, h, icon, ICONS } from "#maps/dom";
import { keepFocus, keepOpen, makeOpener } from "#maps/focus";
import { legendBody } from "#maps/legend";
import { makeNarrator } from "#maps/narrator";
import { makeAsk } from "#maps/proposals";
import { frameParts, notices } from "#maps/shell-frame";
import { drawPanel, drawTabs, turn } from "#maps/shell-panel";
import { searchBox } from "#maps/search-box";
import { makeSpeaker } from "#maps/speaker";
import { hint, hintText, toolStrip } from "#maps/tool-strip";
import { colourPickers, toolbarItems, zoomButtons } from "#maps/toolbar";
import { topBar } from "#maps/top-bar";
import { seen } from "#maps/ui";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/session").Session} Session */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/ui").Actions} Actions */
/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/ui").Seen} Seen */
/** @typedef {ReturnType<typeof makeParts>} Parts */
/** @typedef {{needs: () => unknown[], draw: () => void}} Part  drawn when what it needs is not what it was */

/** Below this the legend leaves the map too little room: it is opened when it is asked for. */
const ROOMY_PX = 1400;

/**
 * @param {World} world @param {Store} store @param {HTMLElement} mapElement
 * @param {Actions} act @param {Session} session
 */
export function makeShell(world, store, mapElement, act, session) {
  const speaker = makeSpeaker(() => say(store.get().language, "close"));
  const parts = makeParts(store);
  const box = searchBox(session, store, act.go);
  const root = layOut(parts, box, mapElement, speaker, grip(store, act));
  const ground = { root, store, session, act, speaker };
  /** @type {Ui} */
  const ui = { ...ground, ask: makeAsk(ground) };
  parts.tabs.addEventListener("keydown", (event) => turn(event, store));
  parts.legend.addEventListener("toggle", act.moved);
  const opener = makeOpener(root, parts.card);
  const drawn = partsOf(ui, parts, world, opener).map(watched);
  const update = () => {
    opener.mark();
    keepFocus(root, () => drawn.forEach((draw) => draw()));
  };
  update();
  store.on(update);
  session.on(update);
  act.autosave.on(update);
  makeNarrator(ui);
  tellTools(ui);
  const { propose, newSchool, convert, designate, inform, tell } = ui.ask;
  return { root, sheet: parts.printed, focusSearch: () => box.querySelector("input")?.focus(), propose, newSchool, convert, designate, inform, tell };
}

/** @param {Part} part @returns {() => void} draws it if it must */
function watched({ needs, draw }) {
  /** @type {unknown[] | null} */
  let held = null;
  return () => {
    const now = needs();
    if (held?.every((one, i) => one === now[i]) && held.length === now.length) return;
    held = now;
    draw();
  };
}

/** @param {Store} store */
const makeParts = (store) => ({
  title: h("div", { class: "title" }),
  bar: h("div", { class: "bar" }),
  notices: h("div", { class: "notices" }),
  tabs: h("div", { class: "tabs", role: "tablist" }),
  panel: h("div", { class: "panel-scroll", role: "tabpanel", id: "sm-panel", tabindex: 0 }),
  foot: h("footer", { class: "foot" }),
  tools: h("div", { class: "tools", "data-covers-map": true }),
  hint: h("div", { class: "hint-line", "data-covers-map": true }),
  toolbar: h("div", { class: "toolbar", "data-covers-map": true }),
  zoom: h("div", { class: "zoom", "data-covers-map": true }),
  legend: h("details", { class: "legend", open: window.innerWidth >= ROOMY_PX, "data-covers-map": true }),
  card: h("aside", { class: "card", hidden: true, tabindex: -1, "data-covers-map": true }),
  // for the mouse alone: read aloud, it would speak at every move
  tip: h("div", { class: "tip", "aria-hidden": "true", hidden: true }),
  printed: h("div", { class: "printed", lang: store.get().language }),
});

/** @param {Parts} parts @param {HTMLElement} box @param {HTMLElement} map @param {import("#maps/speaker").Speaker} speaker @param {HTMLElement} gripButton */
const layOut = (parts, box, map, speaker, gripButton) =>
  h("div", { class: "schoolmap" },
    h("header", { class: "top" }, parts.title, box, parts.bar),
    parts.notices,
    h("div", { class: "middle" },
      h("section", { class: "side" }, gripButton, parts.tabs, parts.panel, parts.foot),
      h("main", { class: "stage" }, map, h("div", { class: "over-map" }, h("div", { class: "map-row" }, parts.tools, parts.toolbar), parts.hint, speaker.note),
        parts.legend, parts.zoom, parts.card, parts.tip)),
    speaker.live,
    parts.printed);

/** @param {Ui} ui @param {Parts} parts @param {World} world @param {import("#maps/focus").Opener} opener @returns {Part[]} */
function partsOf(ui, parts, world, opener) {
  const { session, act } = ui;
  const state = () => ui.store.get();
  const scenes = () => [session.before(), session.plan()];
  const limits = () => seen(ui).scene.data.bands.map((band) => band.walk_limit_s);
  const plans = () => [session.active(), session.canUndo(), session.canRedo(), ...session.plans()];
  return [
    { needs: () => [state().language], draw: () => frameParts(world, state().language, parts) },
    { needs: () => [state().language], draw: () => fill(parts.zoom, zoomButtons(ui.store, act)) },
    { needs: () => [state().language, act.autosave.status(), act.autosave.offer()?.savedAt], draw: () => fill(parts.notices, notices(ui, world)) },
    { needs: () => [state().language, state().view, state().compare, state().compareWith, state().paper, ...plans()],
      draw: () => keepOpen(parts.bar, () => fill(parts.bar, topBar(ui))) },
    { needs: () => [state().language, state().tab, state().view, ...scenes()], draw: () => drawTabs(ui, parts) },
    { needs: () => [state().language, state().tab, state().view, state().groupBy, state().sort, state().tab === "schools" && state().selected, ...scenes(), ...plans()],
      draw: () => drawPanel(ui, parts.panel) },
    { needs: () => [state().language, state().tool], draw: () => fill(parts.tools, toolStrip(ui)) },
    { needs: () => [state().language, state().tool, hintText(state(), session)], draw: () => fill(parts.hint, hint(ui)) },
    { needs: () => [state().language, state().band, state().layers], draw: () => keepOpen(parts.toolbar, () => fill(parts.toolbar, toolbarItems(session.plan(), ui.store))) },
    { needs: () => [state().language, state().band, state().measure, state().areas, state().layers, state().view, state().selected?.type, ...limits()], draw: () => drawLegend(ui, parts.legend) },
    { needs: () => [state().language, state().view, state().selected, ...scenes()],
      draw: () => {
        drawCard(ui, parts.card);
        opener.turn(state().selected);
      } },
  ];
}

/** @param {Ui} ui @param {HTMLElement} legend */
function drawLegend(ui, legend) {
  const { language, scene } = seen(ui);
  fill(legend, h("summary", {}, say(language, "legend"), icon(ICONS.up, 14)),
    colourPickers(scene, ui.store), legendBody(scene, ui.store.get()));
}

/** @type {WeakMap<HTMLElement, import("#maps/state").Subject | null>} */
const shown = new WeakMap();

/** @param {Ui} ui @param {HTMLElement} card */
function drawCard(ui, card) {
  const { selected, language } = ui.store.get();
  const again = shown.get(card) === selected;
  shown.set(card, selected);
  card.hidden = selected === null;
  card.parentElement?.classList.toggle("has-card", selected !== null);
  if (!selected) {
    fill(card);
    return;
  }
  const close = h("button", { type: "button", class: "close", "data-key": "close", "aria-label": say(language, "close"), title: say(language, "close"),
    click: () => ui.store.set({ selected: null }) }, icon(ICONS.close));
  const make = selected.type === "school" ? schoolCard : villageCard;
  card.setAttribute("aria-label", alone(told(language, "subject", selected.type)));
  keepOpen(card, () => fill(card, make(ui, selected.index)), again);
  card.querySelector(".card-head")?.append(close);
  if (!again) card.scrollTop = 0;
}

/** What to do next is heard too. @param {Ui} ui */
function tellTools({ store, session, speaker }) {
  store.on((state, before) => {
    if (state.tool === before.tool && state.pending === before.pending) return;
    if (state.tool !== "select") speaker.say(hintText(state, session));
  });
}

const SHEETS = ["half", "full", "low"];

/** @param {Store} store @param {Actions} act @returns {HTMLElement} changes the sheet's height on a phone */
function grip(store, act) {
  const button = h("button", {
    type: "button", class: "grip", "data-key": "grip", "aria-label": say(store.get().language, "panel_size"),
    click: () => turnSheet((k) => SHEETS[(k + 1) % SHEETS.length] ?? ""),
  });
  /** @param {(k: number) => string} to  from the number of the height it has */
  function turnSheet(to) {
    const root = button.closest(".schoolmap");
    if (!(root instanceof HTMLElement)) return;
    root.dataset.sheet = to(Math.max(0, SHEETS.indexOf(root.dataset.sheet ?? "half")));
    act.moved();
  }
  store.on((state, before) => {
    if (state.language !== before.language) button.setAttribute("aria-label", say(state.language, "panel_size"));
    // what is chosen is seen on the map
    const covered = button.closest("[data-sheet='full']") !== null;
    if (covered && state.selected && state.selected !== before.selected) turnSheet(() => "half");
  });
  return button;
}
