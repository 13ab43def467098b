/** The public page around the map: title, notice, panel, card, legend. */

import { fill, h, icon, ICONS } from "#maps/dom";
import { keepFocus, makeOpener } from "#maps/focus";
import { legendBody } from "#maps/legend";
import { bandName, span } from "#maps/names";
import { badge, segmented } from "#maps/parts";
import { publicCard } from "#maps/public-card";
import { publicPanel } from "#maps/public-panel";
import { searchBox } from "#maps/search-box";
import { frameParts } from "#maps/shell-frame";
import { zoomButtons } from "#maps/toolbar";
import { alone, say, told } from "#maps/words";
import { mapWord } from "#maps/words-map";
import { sayPublic } from "#maps/words-public";

/** @typedef {import("#maps/public-world").PublicScene} PublicScene */
/** @typedef {import("#maps/public-panel").Ui} Ui */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {{go: (s: Subject) => void, print: () => void, in: () => void, out: () => void, fit: () => void, moved: () => void}} Act */
/** @typedef {ReturnType<typeof makeParts>} Parts */

/** Below this the legend leaves the map too little room: it is opened when it is asked for. */
const ROOMY_PX = 1400;
/** What the public is told of villages. */
const MEASURES = /** @type {const} */ (["minutes", "distance", "mode"]);

/** @param {Ui} ui @param {HTMLElement} mapElement @param {Act} act */
export function makePublicShell(ui, mapElement, act) {
  const { store, session } = ui;
  const parts = makeParts();
  const searched = /** @type {import("#maps/session").Session} */ (/** @type {unknown} */ (session));
  const box = searchBox(searched, store, act.go);
  const root = h("div", { class: "schoolmap public" },
    h("header", { class: "top" }, parts.title, box, parts.bar),
    parts.notices,
    h("div", { class: "middle" },
      h("section", { class: "side" }, parts.panel, parts.foot),
      h("main", { class: "stage" }, mapElement, h("div", { class: "over-map" }, parts.toolbar), parts.legend, parts.zoom, parts.card, parts.tip)),
    parts.printed);
  parts.legend.addEventListener("toggle", act.moved);
  const opener = makeOpener(root, parts.card);
  const draw = () => keepFocus(root, () => drawParts(ui, parts, act));
  draw();
  store.on((state, before) => {
    opener.mark();
    draw();
    if (state.selected !== before.selected) opener.turn(state.selected);
  });
  session.on(draw);
  return { root, sheet: parts.printed, focusSearch: () => box.querySelector("input")?.focus() };
}

const makeParts = () => ({
  title: h("div", { class: "title" }),
  bar: h("div", { class: "bar" }),
  notices: h("div", { class: "notices" }),
  panel: h("div", { class: "panel-scroll", tabindex: 0, role: "region" }),
  foot: h("footer", { class: "foot" }),
  toolbar: h("div", { class: "toolbar", "data-covers-map": true }),
  zoom: h("div", { class: "zoom", "data-covers-map": true }),
  legend: h("details", { class: "legend", open: window.innerWidth >= ROOMY_PX, "data-covers-map": true }),
  card: h("aside", { class: "card", hidden: true, tabindex: -1, "data-covers-map": true }),
  tip: h("div", { class: "tip", "aria-hidden": "true", hidden: true }),
  printed: h("div", { class: "printed" }),
});

/** @param {Ui} ui @param {Parts} parts @param {Act} act */
function drawParts(ui, parts, act) {
  const { county, store, session } = ui;
  const state = store.get();
  const { language } = state;
  const scene = /** @type {PublicScene} */ (state.view === "today" ? session.before() : session.plan());
  const { study } = scene.data;
  frameParts(scene, language, parts);
  parts.title.querySelector("h1")?.append(badge(sayPublic(language, "public"), "plain"));
  fill(parts.foot, h("p", {}, `${sayPublic(language, "review")} · WGS-84 · ${say(language, "data_year")} ${study.year || say(language, "unknown")} · `,
    h("code", { title: say(language, "model") }, study.sha256.slice(0, 12))));
  fill(parts.bar,
    h("button", { type: "button", class: "print", "data-key": "print", title: say(language, "print"), "aria-label": say(language, "print"), click: act.print }, icon(ICONS.print)),
    h("button", { type: "button", class: "language", "data-key": "language", "aria-label": say(language, "to_other_language"),
      click: () => store.set({ language: language === "zh" ? "en" : "zh" }) }, say(language, "other_language")));
  fill(parts.notices,
    h("p", { class: "estimated", "data-public": "" }, sayPublic(language, "public_note", { least: county.data.public.least })),
    study.simulated ? h("p", { class: "simulated" }, say(language, "simulated")) : null,
    study.estimated ? h("p", { class: "estimated" }, say(language, "estimated", { detour: study.detour ?? "" })) : null);
  parts.panel.setAttribute("aria-label", say(language, "overview"));
  fill(parts.panel, publicPanel(ui));
  fill(parts.toolbar, ...toolbar(ui, scene));
  fill(parts.zoom, zoomButtons(store, act));
  fill(parts.legend, h("summary", {}, say(language, "legend"), icon(ICONS.up, 14)), legendBody(scene, state));
  trimLegend(parts.legend, language);
  drawCard(ui, scene, parts.card, act);
}

/** Takes out of a legend what the public page does not show: seats, and who lives where. @param {ParentNode} place @param {import("#maps/words").Language} language */
function trimLegend(place, language) {
  const unknown = [say(language, "fill_seats"), say(language, "over_short"), say(language, "no_pupils")];
  for (const part of place.querySelectorAll(".legend-body li, .legend-body small")) {
    if (unknown.includes(part.textContent ?? "")) part.remove();
  }
}

/** The printed sheet, made for planners, as the public's. @param {HTMLElement} sheet @param {import("#maps/words").Language} language */
export function publicSheet(sheet, language) {
  trimLegend(sheet, language);
  sheet.querySelector("h1")?.append(` · ${sayPublic(language, "public")}`);
  for (const line of sheet.querySelectorAll(".printed-foot p")) {
    const [text, own] = [line.textContent ?? "", mapWord(language, "print_unapproved")];
    if (text.includes(own)) line.textContent = text.replace(own, sayPublic(language, "review"));
  }
}

/** @param {Ui} ui @param {PublicScene} scene */
function toolbar({ store }, scene) {
  const { language, band, measure, view } = store.get();
  const bands = scene.data.bands.map((b, i) => ({ value: i, text: `${bandName(scene, i, language)} ${span(b.first, b.last)}` }));
  const measures = MEASURES.map((value) => ({ value, text: say(language, value) }));
  const own = MEASURES.find((one) => one === measure) ?? "minutes";
  return [
    segmented("band", say(language, "band"), bands, band, (value) => store.set({ band: value })),
    view === "change" ? null : segmented("measure", say(language, "villages_by"), measures, own, (value) => store.set({ measure: value })),
  ];
}

/** @param {Ui} ui @param {PublicScene} scene @param {HTMLElement} card @param {Act} act */
function drawCard({ county, store }, scene, card, act) {
  const { selected, language } = store.get();
  card.hidden = selected === null;
  card.parentElement?.classList.toggle("has-card", selected !== null);
  if (!selected) {
    fill(card);
    return;
  }
  card.setAttribute("aria-label", alone(told(language, "subject", selected.type)));
  fill(card, publicCard(county, scene, selected, language, act.go));
  card.querySelector(".card-head")?.append(
    h("button", { type: "button", class: "close", "data-key": "close", "aria-label": say(language, "close"), title: say(language, "close"), click: () => store.set({ selected: null }) }, icon(ICONS.close)));
}
