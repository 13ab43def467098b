/** The panel of the public page: layouts to choose from, the county's figures, what is left out. */

import { lengthColours, MODE_COLOURS, NO_FIGURE, rangeText } from "#maps/colours";
import { h } from "#maps/dom";
import { amount, DASH, length, number, orDash, percent, unit } from "#maps/figures";
import { bandName, ruleName, schoolName, span, villageName } from "#maps/names";
import { heading, line, segmented, table } from "#maps/parts";
import { alone, say, told } from "#maps/words";
import { isPublicWord, sayPublic } from "#maps/words-public";

/** @typedef {import("#maps/public-world").PublicCounty} PublicCounty */
/** @typedef {import("#maps/public-world").PublicScene} PublicScene */
/** @typedef {import("#maps/public-world").PublicChange} PublicChange */
/** @typedef {import("#maps/world").Figures} Figures */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {{county: PublicCounty, store: import("#maps/state").Store, session: import("#maps/public-page").PublicSession}} Ui */

/** @param {Ui} ui @returns {HTMLElement} */
export function publicPanel(ui) {
  const { county, store, session } = ui;
  const { language, view } = store.get();
  const scene = /** @type {PublicScene} */ (view === "today" ? session.before() : session.plan());
  const planned = scene !== session.before();
  return h("div", { class: "panel" },
    county.scenes.length > 1 ? chooser(ui) : null,
    heading(say(language, "pupils_how"), h("span", { class: "total" }, countText(county, figure(scene.data.figures, "pupils"), language))),
    counts(county, modes(scene, language), language),
    tiles(county, scene, language),
    heading(say(language, "distances")),
    counts(county, distances(scene, language), language),
    h("p", { class: "soft" }, sayPublic(language, "coarse", { least: county.data.public.least })),
    planned ? planParts(scene, language) : null,
    groups(county, scene, language),
    findings(scene, language),
    leftOut(county, language),
    about(scene, language));
}

/** @param {Figures} figures @param {string} id @returns {number | null} */
const figure = (figures, id) => figures[id]?.[0] ?? null;

/** @param {PublicCounty} county @param {number | null} count @param {Language} language */
export const countText = ({ data }, count, language) =>
  count === null || count < 0 ? sayPublic(language, "hidden", { least: data.public.least }) : `${number(count)} ${unit("pupil", language)}`;

/** @param {Ui} ui */
function chooser({ county, store, session }) {
  const { language, view } = store.get();
  const plans = county.scenes.slice(1).map((scene, i) => ({ value: i, text: scene.layout.name }));
  const views = /** @type {const} */ ([["today", say(language, "today")], ["plan", sayPublic(language, "view_plan")], ["change", sayPublic(language, "view_change")]]);
  return h("div", { class: "choosers" },
    segmented("plan", sayPublic(language, "layout"), plans, session.active(), (i) => {
      session.use(i);
      if (store.get().view === "today") store.set({ view: "change" });
    }),
    segmented("view", sayPublic(language, "view"), views.map(([value, text]) => ({ value, text })), view, (value) => store.set({ view: value })));
}

/** @typedef {{label: string, count: number | null, colour: string}} Part */

/** @param {PublicScene} scene @param {Language} language @returns {Part[]} */
const modes = (scene, language) => scene.data.lists.modes.map((mode, i) => ({
  label: told(language, "mode", mode),
  count: figure(scene.data.figures, `pupils_${mode}`),
  colour: MODE_COLOURS[i] ?? NO_FIGURE,
}));

/** @param {PublicScene} scene @param {Language} language @returns {Part[]} */
function distances(scene, language) {
  const rows = scene.layout.length_bands;
  const colours = lengthColours(rows.length - 1);
  const km = (/** @type {number | null | undefined} */ m) => (m === null || m === undefined ? null : m / 1000);
  return rows.map((row, i) => {
    if (row.no_journey) return { label: say(language, "no_journey"), count: row.pupils, colour: NO_FIGURE };
    const range = { colour: "", from: km(rows[i - 1]?.limit_m), to: km(row.limit_m) };
    return { label: `${rangeText(range)} ${unit("km", language)}`, count: row.pupils, colour: colours[i] ?? NO_FIGURE };
  });
}

/** A bar of what is shown, and its key. @param {PublicCounty} county @param {Part[]} parts @param {Language} language */
function counts(county, parts, language) {
  const total = parts.reduce((sum, p) => sum + (p.count ?? 0), 0);
  const share = (/** @type {number | null} */ n) => (total === 0 || n === null ? 0 : n / total);
  return h("div", { class: "stack" },
    h("div", { class: "stack-bar", "aria-hidden": "true" },
      parts.filter((p) => p.count).map((p) => h("span", { "--share": `${share(p.count) * 100}%`, "--colour": p.colour }))),
    h("ul", { class: "stack-key" }, parts.map((p) =>
      h("li", { class: p.count ? "" : "nil" }, h("i", { "--colour": p.colour }), h("span", { class: "stack-label" }, p.label),
        h("b", {}, p.count === null ? sayPublic(language, "hidden_short") : number(p.count)),
        h("span", { class: "soft" }, p.count === null ? "" : percent(share(p.count)))))));
}

/** @param {PublicCounty} county @param {PublicScene} scene @param {Language} language */
function tiles(county, scene, language) {
  const f = scene.data.figures;
  const tile = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ value) =>
    h("div", { class: "tile", "data-figure": id }, h("dt", {}, label), h("dd", {}, h("b", {}, value)));
  const need = figure(f, "board_need");
  return h("dl", { class: "tiles" },
    tile("mean_length_m", say(language, "mean_length"), length(figure(f, "mean_length_m"), language)),
    tile("p90_length_m", say(language, "p90_length"), length(figure(f, "p90_length_m"), language)),
    tile("share_walk_limit", say(language, "share_limit"), percent(figure(f, "share_walk_limit"))),
    tile("board_need", say(language, "board_need"), need === null ? sayPublic(language, "hidden_short") : number(need)),
    tile("schools_open", say(language, "schools"), orDash(figure(f, "schools_open"))),
    tile("schools_over_seats", say(language, "over_seats"), orDash(figure(f, "schools_over_seats"))));
}

/** What a plan does. @param {PublicScene} scene @param {Language} language */
function planParts(scene, language) {
  const { changes, amounts, rules } = scene.layout;
  const tried = Object.entries(rules);
  return h("section", {},
    heading(sayPublic(language, "changes")),
    h("ol", { class: "plain-list" }, changes.map((change) => h("li", {}, changeText(scene, change, language)))),
    amounts > 0 ? h("p", { class: "soft" }, sayPublic(language, "amounts", { n: amounts })) : null,
    tried.length > 0 ? h("p", {}, sayPublic(language, "rules_tried")) : null,
    h("dl", { class: "lines" }, tried.map(([rule, value]) => {
      const told = typeof value === "boolean" ? say(language, value ? "holds" : "holds_not") : amount(value, scene.data.standards[rule]?.unit ?? "", language);
      return line(ruleName(scene, rule, language), told);
    })));
}

/** @param {PublicScene} scene @param {PublicChange} change @param {Language} language @returns {string} */
function changeText(scene, change, language) {
  /** @param {string | undefined} id */
  const name = (id) => {
    const i = scene.schools.id.indexOf(id ?? "");
    return i < 0 ? id ?? "" : schoolName(scene, i, language);
  };
  const village = scene.villages.id.indexOf(change.village ?? "");
  const word = `op_${change.op}`;
  if (!isPublicWord(word)) return change.op;
  return sayPublic(language, word, {
    school: name(change.school), into: name(change.into), grades: change.grades ?? "",
    village: village < 0 ? "" : villageName(scene, village), band: told(language, "band", change.band ?? ""),
  });
}

/** @param {PublicCounty} county @param {PublicScene} scene @param {Language} language */
function groups(county, scene, language) {
  const head = ["", say(language, "pupils"), say(language, "mean_short"), say(language, "p90_short")];
  const row = (/** @type {string} */ name, /** @type {Figures | undefined} */ f) => {
    const pupils = figure(f ?? {}, "pupils");
    return [name, pupils === null ? sayPublic(language, "hidden_short") : number(pupils),
      length(figure(f ?? {}, "mean_length_m"), language), length(figure(f ?? {}, "p90_length_m"), language)];
  };
  const bands = scene.data.bands.map((b, i) => row(`${bandName(scene, i, language)} ${span(b.first, b.last)}`, scene.data.by_band[b.id]));
  const towns = Object.entries(county.data.by_township).map(([name, f]) => row(name || DASH, f));
  return h("section", {}, heading(say(language, "by_band")), table(head, bands, "figures"),
    heading(`${say(language, "by_township")} · ${say(language, "today")}`), h("div", { class: "scroll-x" }, table(head, towns, "figures")));
}

/** @param {PublicScene} scene @param {Language} language */
function findings(scene, language) {
  const rows = scene.layout.findings.map(({ rule, severity, type, count }) => {
    const word = `subject_${type}`;
    return line(`${told(language, "severity", severity)} · ${ruleName(scene, rule, language)}`,
      isPublicWord(word) ? sayPublic(language, word, { n: count }) : number(count));
  });
  return h("section", {}, heading(sayPublic(language, "findings_counted")), h("dl", { class: "lines" }, rows));
}

/** @param {PublicCounty} county @param {Language} language */
function leftOut({ data }, language) {
  const { omitted, least } = data.public;
  return h("section", {}, heading(sayPublic(language, "left_out")), h("ul", { class: "plain-list", "data-omitted": "" },
    omitted.map((code) => {
      const word = `omit_${code}`;
      return h("li", {}, isPublicWord(word) ? sayPublic(language, word, { least }) : code);
    })));
}

/** @param {PublicScene} scene @param {Language} language */
const about = ({ data }, language) =>
  h("section", {}, heading(say(language, "about_data")), h("dl", { class: "lines" },
    line(say(language, "data_year"), data.study.year || say(language, "unknown")),
    line(say(language, "coordinates"), "WGS-84 (EPSG:4326)"),
    line(say(language, "model"), h("code", {}, data.study.sha256.slice(0, 12)))),
  h("p", { class: "notice" }, sayPublic(language, "review")),
  h("p", {}, alone(say(language, "leaflet"))));
