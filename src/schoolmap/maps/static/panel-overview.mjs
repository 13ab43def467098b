/** The county in figures: how pupils get to school, how far, who is short of what. */

import { lengthColours, MODE_COLOURS, NO_FIGURE, rangeText } from "#maps/colours";
import { h } from "#maps/dom";
import { DASH, length, number, orDash, percent, pupilsText, unit } from "#maps/figures";
import { areaGroup, bandName, indicatorName, span } from "#maps/names";
import { heading, segmented, Sources, stackedBar, table } from "#maps/parts";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Figures} Figures */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/words").Language} Language */

/** @param {Figures} figures @param {string} id @returns {number | null} */
export const figure = (figures, id) => figures[id]?.[0] ?? null;

/** @param {World} world @param {Store} store @returns {HTMLElement} */
export function overviewPanel(world, store) {
  const { language } = store.get();
  const f = world.data.figures;
  const sources = new Sources(world, language);
  return h(
    "div",
    { class: "panel" },
    heading(
      say(language, "pupils_how"),
      h("span", { class: "total" }, pupilsText(figure(f, "pupils") ?? 0, language)),
    ),
    stackedBar(
      world.data.lists.modes.map((mode, i) => ({
        label: told(language, "mode", mode),
        count: figure(f, `pupils_${mode}`) ?? 0,
        colour: MODE_COLOURS[i] ?? NO_FIGURE,
      })),
      say(language, "pupils_how"),
    ),
    tiles(world, language, sources),
    heading(say(language, "distances")),
    distances(world, language),
    groupTable(world, store),
    balance(world, language, sources),
    sources.list(),
  );
}

/** @param {World} world @param {Language} language @param {Sources} sources */
function tiles(world, language, sources) {
  const f = world.data.figures;
  const open = say(language, "of_schools", { n: orDash(figure(f, "schools_open")) });
  const small = number(world.data.limits.small);
  const beds = { beds: orDash(figure(f, "beds")), gap: orDash(figure(f, "bed_gap")) };
  return h(
    "dl",
    { class: "tiles" },
    tile("mean_length_m", say(language, "mean_length"), length(figure(f, "mean_length_m"), language)),
    tile("p90_length_m", say(language, "p90_length"), length(figure(f, "p90_length_m"), language)),
    tile("share_walk_limit", say(language, "share_limit"), percent(figure(f, "share_walk_limit"))),
    tile("board_need", say(language, "board_need"), orDash(figure(f, "board_need")),
      say(language, "beds_line", beds), (figure(f, "bed_gap") ?? 0) > 0),
    tile("schools_over_seats", say(language, "over_seats"), orDash(figure(f, "schools_over_seats")),
      open, (figure(f, "schools_over_seats") ?? 0) > 0),
    tile("schools_under_100", [say(language, "under_small", { n: small }), sources.mark("small_school_pupils")],
      orDash(figure(f, "schools_under_100")), open),
    worstCv(world, language, sources),
    worstGap(world, language),
  );
}

/**
 * @param {string} id @param {import("#maps/dom").Child | import("#maps/dom").Child[]} label
 * @param {string} value @param {import("#maps/dom").Child} [small] @param {boolean} [alarm]
 */
const tile = (id, label, value, small, alarm) =>
  h(
    "div",
    { class: alarm ? "tile alarm" : "tile", "data-figure": id },
    h("dt", {}, label),
    h("dd", {}, h("b", {}, value), small ? h("small", {}, small) : null),
  );

/** @param {World} world @param {string} id of a figure @returns {boolean} whether a finding says so */
const breaks = (world, id) => world.data.findings.some((f) => f.type === "county" && f.detail === id);

/** @param {World} world @param {Language} language @param {Sources} sources */
function worstCv(world, language, sources) {
  let worst = { over: -1, value: 0, limit: 0, name: "", rule: "", id: "" };
  for (const [id, [value]] of Object.entries(world.data.figures)) {
    const [kind, indicator = "", stage = ""] = id.split(".");
    const limit = world.data.limits.cv[`2017.${stage}`];
    if (kind !== "cv_2017" || value === null || !limit || value / limit <= worst.over) continue;
    const name = `${indicatorName(world, indicator, language)} · ${told(language, "stage", stage)}`;
    worst = { over: value / limit, value, limit, name, rule: `cv_limit_2017.${stage}`, id };
  }
  if (worst.over < 0) return tile("cv_2017", say(language, "worst_cv"), DASH);
  const note = say(language, "cv_limit", { limit: number(worst.limit, 2), name: worst.name });
  const label = [say(language, "worst_cv"), sources.mark(worst.rule)];
  return tile("cv_2017", label, number(worst.value, 3), note, breaks(world, worst.id));
}

/** @param {World} world @param {Language} language */
function worstGap(world, language) {
  let worst = { far: -1, value: 0, name: "" };
  for (const [id, [value]] of Object.entries(world.data.figures)) {
    const [kind, indicator = "", stage = ""] = id.split(".");
    if (kind !== "gap_urban_rural" || value === null || value <= 0) continue;
    const far = value > 1 ? value : 1 / value;
    if (far <= worst.far) continue;
    worst = { far, value, name: `${indicatorName(world, indicator, language)} · ${told(language, "stage", stage)}` };
  }
  if (worst.far < 0) return tile("gap_urban_rural", say(language, "town_gap"), DASH);
  return tile("gap_urban_rural", say(language, "town_gap"), `${number(worst.value, 2)} ×`, worst.name);
}

/** @param {World} world @param {Language} language */
function distances(world, language) {
  const rows = world.data.length_bands;
  const colours = lengthColours(rows.length - 1);
  const km = (/** @type {number | null | undefined} */ m) => (m === null || m === undefined ? null : m / 1000);
  const parts = rows.map((row, i) => {
    if (row.no_journey) return { label: say(language, "no_journey"), count: row.pupils, colour: NO_FIGURE };
    const range = { colour: "", from: km(rows[i - 1]?.limit_m), to: km(row.limit_m) };
    const label = `${rangeText(range)} ${unit("km", language)}`;
    return { label, count: row.pupils, colour: colours[i] ?? NO_FIGURE };
  });
  return stackedBar(parts, say(language, "distances"));
}

/** @param {World} world @param {Store} store */
function groupTable(world, store) {
  const { language, groupBy } = store.get();
  const { data } = world;
  /** @type {[string, Figures][]} */
  let rows;
  if (groupBy === "band") {
    rows = data.bands.map((b, i) => [
      `${bandName(world, i, language)} ${span(b.first, b.last)}`, data.by_band[b.id] ?? {},
    ]);
  } else if (groupBy === "township") {
    rows = Object.entries(data.by_township).map(([name, f]) => [name || DASH, f]);
  } else {
    rows = Object.entries(data.by_area_class).map(([name, f]) => [areaGroup(name, language) || DASH, f]);
  }
  const head = ["", say(language, "pupils"), say(language, "mean_short"), say(language, "p90_short"),
    say(language, "in_limit_short"), alone(told(language, "mode", "unserved"))];
  const body = rows.map(([name, f]) => [
    name,
    orDash(figure(f, "pupils")),
    length(figure(f, "mean_length_m"), language),
    length(figure(f, "p90_length_m"), language),
    percent(figure(f, "share_walk_limit"), 0),
    orDash(figure(f, "pupils_unserved")),
  ]);
  /** @type {{value: "band" | "township" | "area", text: string}[]} */
  const choices = [
    { value: "band", text: say(language, "by_band") },
    { value: "township", text: say(language, "by_township") },
    { value: "area", text: say(language, "by_area") },
  ];
  return h(
    "section",
    {},
    heading(
      say(language, "groups"),
      segmented("group", say(language, "groups"), choices, groupBy, (v) => store.set({ groupBy: v })),
    ),
    h("div", { class: "scroll-x" }, table(head, body, "figures")),
  );
}

/** @param {World} world @param {Language} language @param {Sources} sources */
function balance(world, language, sources) {
  const f = world.data.figures;
  const indicators = world.data.lists.indicators.filter((i) => i.editions.includes("2017"));
  const stages = /** @type {const} */ (["primary", "junior"]);
  const cell = (/** @type {string} */ name, /** @type {string} */ stage) => {
    const value = figure(f, `cv_2017.${name}.${stage}`);
    const over = breaks(world, `cv_2017.${name}.${stage}`);
    return h("span", { class: over ? "alarm" : "" }, orDash(value, 3), over ? " ▲" : "");
  };
  const gap = (/** @type {string} */ name, /** @type {string} */ stage) =>
    orDash(figure(f, `gap_urban_rural.${name}.${stage}`), 2);
  const head = [say(language, "indicator"), ...stages.map((s) => h("span", {}, `${alone(told(language, "stage", s))} ${say(language, "cv")}`,
    h("br", {}), h("small", {}, `≤ ${orDash(world.data.limits.cv[`2017.${s}`], 2)}`), sources.mark(`cv_limit_2017.${s}`))),
    h("span", {}, say(language, "gap"), h("br", {}), h("small", {}, stages.map((s) => told(language, "stage", s)).join(" / ")))];
  const rows = indicators.map((i) => [
    i[language], cell(i.name, "primary"), cell(i.name, "junior"),
    `${gap(i.name, "primary")} / ${gap(i.name, "junior")}`,
  ]);
  return h("section", {}, heading(say(language, "balance")),
    h("div", { class: "scroll-x" }, table(head, rows, "figures")));
}
