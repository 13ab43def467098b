/** A village: its pupils, where each band goes and how, today and in the plan; other schools in reach. */

import { MODE_COLOURS } from "#maps/colours";
import { h } from "#maps/dom";
import { against, DASH, length, minutes, number, pupilsText } from "#maps/figures";
import { alternatives, at, journey, runs, UNSERVED } from "#maps/journeys";
import { spareOf } from "#maps/merge-choice";
import { areaName, bandName, gradesText, schoolName, span, townName, villageName } from "#maps/names";
import { ownFindings } from "#maps/panel-findings";
import { badge, heading, Sources } from "#maps/parts";
import { seen, todayName } from "#maps/ui";
import { mapWord } from "#maps/words-map";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/journeys").Run} Run */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {{ui: Ui, world: Scene, before: Scene, language: Language, sources: Sources, village: number}} Context */

const ALTERNATIVES = 4;

/** @param {Ui} ui @param {number} v */
export function villageCard(ui, v) {
  const { language, scene: world, before } = seen(ui);
  const own = world.villages;
  const sources = new Sources(world, language);
  const context = { ui, world, before, language, sources, village: v };
  const where = [townName(world, own.township[v]), own.admin[v], areaName(world, own.area[v], language)];
  const pupils = own.pupils.subarray(v * 9, v * 9 + 9);
  const all = pupils.reduce((a, b) => a + b, 0);
  const head = h("header", { class: "card-head" },
    h("p", { class: "card-kind" }, alone(told(language, "subject", "village")), h("code", {}, own.id[v])),
    h("h2", {}, villageName(world, v)),
    h("p", { class: "soft" }, where.filter(Boolean).join(" · ")));
  const body = h("div", { class: "card-body" },
    h("dl", { class: "facts" },
      fact(number(all), say(language, "pupils")),
      fact(at(own.population, v) < 0 ? DASH : number(at(own.population, v)), say(language, "population")),
      fact(length(own.snapM[v], language), say(language, "snap"))),
    gradeTable(pupils, language),
    networkLine(world, v, language),
    heading(say(language, "way_to_school")),
    world.data.bands.map((_, b) => bandBlock(context, b)),
    heading(say(language, "its_findings_village")),
    ownFindings(before, world, language, "village", v),
    sources.list());
  return [head, body];
}

/** @param {string} value @param {string} label */
export const fact = (value, label) => h("div", {}, h("dd", {}, value), h("dt", {}, label));

/** @param {Int32Array} pupils @param {Language} language */
function gradeTable(pupils, language) {
  const cells = Array.from(pupils, (p, i) => [i + 1, p]);
  return h(
    "table",
    { class: "grades", "aria-label": say(language, "by_grade") },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say(language, "grade")), cells.map(([g]) => h("th", { scope: "col" }, g)))),
    h("tbody", {}, h("tr", {}, h("th", { scope: "row" }, say(language, "pupils")), cells.map(([, p]) => h("td", {}, p === 0 ? "·" : p)))),
  );
}

/** @param {World} world @param {number} v @param {Language} language */
function networkLine(world, v, language) {
  const component = at(world.villages.component, v);
  if (component === 0 || world.data.study.estimated) return null;
  const text = component < 0 ? say(language, "not_connected") : say(language, "own_network", { n: component });
  return h("p", { class: "notice alarm" }, text);
}

/** @param {Run} a @param {Run} b */
const alike = (a, b) => a.site === b.site && a.mode === b.mode && a.reason === b.reason && a.first === b.first && a.last === b.last;

/** @param {Context} context @param {number} b */
function bandBlock(context, b) {
  const { world, before, language, sources, village } = context;
  const band = /** @type {import("#maps/world").Band} */ (world.data.bands[b]);
  const ofBand = (/** @type {World} */ w) => runs(w, village).filter((r) => r.band === b);
  const [old, found] = [ofBand(before), ofBand(world)];
  const differs = before !== world && (old.length !== found.length || old.some((r, i) => !alike(r, /** @type {Run} */ (found[i]))));
  const limits = [
    say(language, "walk_limit", { limit: minutes(band.walk_limit_s, language) }), sources.mark(`walk_limit_s.${band.id}`),
    " · ", say(language, "ride_limit", { limit: minutes(band.ride_limit_s, language) }), sources.mark(`ride_limit_s.${band.id}`),
  ];
  const nobody = found.length === 0;
  const shown = nobody ? [idle(world, village, b)] : found;
  return h("section", { class: differs ? "band differs" : "band", "data-band": band.id },
    h("h4", {}, bandName(world, b, language), h("span", { class: "soft" }, say(language, "grades", { span: span(band.first, band.last) })),
      differs ? badge(say(language, "changed"), "accent") : null),
    h("p", { class: "limits" }, limits),
    nobody ? h("p", { class: "soft" }, say(language, "nobody_in_band")) : null,
    differs ? h("div", { class: "was-runs" }, h("p", { class: "tag" }, todayName(context.ui.session, language)), old.map((r) => runBlock({ ...context, world: before }, r, band, true))) : null,
    differs ? h("p", { class: "tag now" }, mapWord(language, "view_plan")) : null,
    shown.map((r) => runBlock(context, r, band, nobody)),
    others(context, b, band, new Set(shown.map((r) => r.site))));
}

/** @param {World} world @param {number} v @param {number} b @returns {Run} a band without pupils */
function idle(world, v, b) {
  const band = /** @type {import("#maps/world").Band} */ (world.data.bands[b]);
  return { ...journey(world, v, band.first), band: b, first: band.first, last: band.last, pupils: 0 };
}

/** @param {Context} context @param {number} site */
function schoolLink({ world, language, ui }, site) {
  return h("button", { type: "button", class: "link", click: () => ui.act.go({ type: "school", index: site }) }, schoolName(world, site, language));
}

/** @param {Context} context @param {Run} r @param {import("#maps/world").Band} band @param {boolean} idle */
function runBlock(context, r, band, idle) {
  const { world, language } = context;
  const lost = r.mode === UNSERVED;
  const reason = world.data.lists.reasons[r.reason] ?? "";
  return h("div", { class: idle ? "run idle" : "run", "--colour": MODE_COLOURS[r.mode] ?? "" },
    h("p", { class: "run-head" },
      h("span", { class: "mode" }, told(language, "mode", world.data.lists.modes[r.mode] ?? "")),
      r.pupils === 0 ? null : h("span", { class: "soft" }, `${gradesText(r.first, r.last, language)} · ${pupilsText(r.pupils, language)}`)),
    r.site < 0 ? null : h("p", {}, lost ? h("span", { class: "soft" }, `${say(language, "nearest_listed")} `) : null, schoolLink(context, r.site)),
    h("p", { class: "ways" }, waysOf(context, r, band)),
    lost && reason ? h("p", { class: "reason" }, told(language, "reason", reason)) : null);
}

/** @param {Context} context @param {Run} r @param {import("#maps/world").Band} band */
function waysOf({ world, language }, r, band) {
  const over = r.walkS !== null && r.walkS > band.walk_limit_s;
  return [
    r.lengthM === null ? null : h("span", { class: "way" }, length(r.lengthM, language)),
    r.walkS === null ? null : h("span", { class: over ? "way over" : "way" }, `${told(language, "mode", "walk")} ${against(r.walkS, band.walk_limit_s, "s", language)}`),
    r.rideS === null ? null : h("span", { class: r.rideS > band.ride_limit_s ? "way over" : "way" }, `${told(language, "mode", "ride")} ${against(r.rideS, band.ride_limit_s, "s", language)}`),
    r.site >= 0 && r.rideS !== null && world.schools.bus[r.site] !== 1 ? h("span", { class: "soft" }, `(${say(language, "no_bus")})`) : null,
  ];
}

/** @param {Context} context @param {number} b @param {import("#maps/world").Band} band @param {Set<number>} without */
function others(context, b, band, without) {
  const { world, language, village } = context;
  const found = alternatives(world, village, b, without, ALTERNATIVES);
  return h("details", { class: "others", "data-keep": `others-${b}` },
    h("summary", { "data-key": `others-${b}` }, `${say(language, "other_choices")} (${found.length})`),
    found.length === 0 ? h("p", { class: "soft" }, say(language, "no_other")) : h("ul", {}, found.map((o) => other(context, o, b, band))));
}

/** @param {Context} context @param {import("#maps/journeys").Alternative} o @param {number} b @param {import("#maps/world").Band} band */
function other(context, o, b, band) {
  const { ui, world, language, village } = context;
  const spare = spareOf(world, o.site);
  const room = spare === null ? say(language, "seats_unknown")
    : spare >= 0 ? say(language, "spare_n", { n: number(Math.floor(spare)) }) : say(language, "over_by", { n: number(-spare) });
  return h("li", {},
    h("div", {}, schoolLink(context, o.site), h("small", { class: spare !== null && spare <= 0 ? "alarm" : "" }, room)),
    h("span", { class: o.walkS > band.walk_limit_s ? "over" : "" }, `${length(o.lengthM, language)} · ${minutes(o.walkS, language)}`),
    h("button", {
      type: "button", class: "button small", "data-key": `designate-${b}-${world.schools.id[o.site]}`,
      "aria-label": say(language, "designate_to", { school: schoolName(world, o.site, language) }), click: () => ui.ask.designate(village, o.site, b),
    }, say(language, "designate_here")));
}
