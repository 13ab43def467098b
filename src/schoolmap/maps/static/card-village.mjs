/** A village: its pupils, where each band goes and how, and what else is in reach. */

import { MODE_COLOURS } from "#maps/colours";
import { h } from "#maps/dom";
import { against, DASH, length, minutes, number, pupilsText } from "#maps/figures";
import { alternatives, at, journey, runs, UNSERVED } from "#maps/journeys";
import { areaName, bandName, schoolName, span, townName, villageName } from "#maps/names";
import { ownFindings } from "#maps/panel-findings";
import { heading, Sources } from "#maps/parts";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/journeys").Run} Run */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {{world: World, language: Language, sources: Sources, go: (s: Subject) => void}} Context */

const ALTERNATIVES = 4;

/** @param {World} world @param {number} v @param {Language} language @param {(s: Subject) => void} go */
export function villageCard(world, v, language, go) {
  const own = world.villages;
  const sources = new Sources(world, language);
  const context = { world, language, sources, go };
  const where = [townName(world, own.township[v]), own.admin[v], areaName(world, own.area[v], language)];
  const found = runs(world, v);
  const pupils = own.pupils.subarray(v * 9, v * 9 + 9);
  const all = pupils.reduce((a, b) => a + b, 0);
  const head = h(
    "header",
    { class: "card-head" },
    h("p", { class: "card-kind" }, alone(told(language, "subject", "village")), h("code", {}, own.id[v])),
    h("h2", {}, villageName(world, v)),
    h("p", { class: "soft" }, where.filter(Boolean).join(" · ")),
  );
  const body = h(
    "div",
    { class: "card-body" },
    h(
      "dl",
      { class: "facts" },
      fact(number(all), say(language, "pupils")),
      fact(at(own.population, v) < 0 ? DASH : number(at(own.population, v)), say(language, "population")),
      fact(length(own.snapM[v], language), say(language, "snap")),
    ),
    gradeTable(pupils, language),
    networkLine(world, v, language),
    heading(say(language, "way_to_school")),
    world.data.bands.map((_, b) => bandBlock(context, v, b, found.filter((r) => r.band === b))),
    heading(say(language, "its_findings_village")),
    ownFindings(world, language, "village", v),
    sources.list(),
  );
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

/** @param {Context} context @param {number} v @param {number} b @param {Run[]} found */
function bandBlock(context, v, b, found) {
  const { world, language, sources } = context;
  const band = /** @type {import("#maps/world").Band} */ (world.data.bands[b]);
  const limits = [
    say(language, "walk_limit", { limit: minutes(band.walk_limit_s, language) }), sources.mark(`walk_limit_s.${band.id}`),
    " · ", say(language, "ride_limit", { limit: minutes(band.ride_limit_s, language) }), sources.mark(`ride_limit_s.${band.id}`),
  ];
  const nobody = found.length === 0;
  const shown = nobody ? [idle(world, v, b)] : found;
  const without = new Set(shown.map((r) => r.site));
  const others = alternatives(world, v, b, without, ALTERNATIVES);
  return h(
    "section",
    { class: "band", "data-band": band.id },
    h("h4", {}, bandName(world, b, language), h("span", { class: "soft" }, say(language, "grades", { span: span(band.first, band.last) }))),
    h("p", { class: "limits" }, limits),
    nobody ? h("p", { class: "soft" }, say(language, "nobody_in_band")) : null,
    shown.map((r) => runBlock(context, r, band, nobody)),
    h(
      "details",
      { class: "others" },
      h("summary", {}, `${say(language, "other_choices")} (${others.length})`),
      others.length === 0 ? h("p", { class: "soft" }, say(language, "no_other")) : h("ul", {}, others.map((o) => other(context, o, band))),
    ),
  );
}

/** @param {World} world @param {number} v @param {number} b @returns {Run} a band without pupils */
function idle(world, v, b) {
  const band = /** @type {import("#maps/world").Band} */ (world.data.bands[b]);
  return { ...journey(world, v, band.first), band: b, first: band.first, last: band.last, pupils: 0 };
}

/** @param {Context} context @param {number} site */
function schoolLink({ world, language, go }, site) {
  return h("button", { type: "button", class: "link", click: () => go({ type: "school", index: site }) }, schoolName(world, site, language));
}

/** @param {Context} context @param {Run} r @param {import("#maps/world").Band} band @param {boolean} idle */
function runBlock(context, r, band, idle) {
  const { world, language } = context;
  const mode = world.data.lists.modes[r.mode] ?? "";
  const lost = r.mode === UNSERVED;
  const reason = world.data.lists.reasons[r.reason] ?? "";
  const over = r.walkS !== null && r.walkS > band.walk_limit_s;
  const ways = [
    r.lengthM === null ? null : h("span", { class: "way" }, length(r.lengthM, language)),
    r.walkS === null ? null : h("span", { class: over ? "way over" : "way" }, `${told(language, "mode", "walk")} ${against(r.walkS, band.walk_limit_s, "s", language)}`),
    r.rideS === null ? null : h("span", { class: r.rideS > band.ride_limit_s ? "way over" : "way" }, `${told(language, "mode", "ride")} ${against(r.rideS, band.ride_limit_s, "s", language)}`),
    r.site >= 0 && r.rideS !== null && world.schools.bus[r.site] !== 1 ? h("span", { class: "soft" }, `(${say(language, "no_bus")})`) : null,
  ];
  return h(
    "div",
    { class: idle ? "run idle" : "run", "--colour": MODE_COLOURS[r.mode] ?? "" },
    h(
      "p",
      { class: "run-head" },
      h("span", { class: "mode" }, told(language, "mode", mode)),
      idle ? null : h("span", { class: "soft" }, `${say(language, "grades", { span: span(r.first, r.last) })} · ${pupilsText(r.pupils, language)}`),
    ),
    r.site < 0 ? null : h("p", {}, lost ? h("span", { class: "soft" }, `${say(language, "nearest_listed")} `) : null, schoolLink(context, r.site)),
    h("p", { class: "ways" }, ways),
    lost && reason ? h("p", { class: "reason" }, told(language, "reason", reason)) : null,
  );
}

/** @param {Context} context @param {import("#maps/journeys").Alternative} o @param {import("#maps/world").Band} band */
function other(context, o, band) {
  const { language } = context;
  return h(
    "li",
    {},
    schoolLink(context, o.site),
    h("span", { class: o.walkS > band.walk_limit_s ? "over" : "" }, `${length(o.lengthM, language)} · ${minutes(o.walkS, language)}`),
  );
}

