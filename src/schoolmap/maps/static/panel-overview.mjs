/** The county in figures: how pupils get to school, how far, who is short of what; against today. */

import { bedGapText, bedlessText } from "#maps/beds";
import { pairedBars, signed } from "#maps/charts";
import { lengthColours, MODE_COLOURS, NO_FIGURE, rangeText } from "#maps/colours";
import { h } from "#maps/dom";
import { DASH, length, number, orDash, percent, pupilsText, unit } from "#maps/figures";
import { figure, judged, KEY_FIGURES, moved, shownAs } from "#maps/key-figures";
import { areaGroup, bandName, indicatorName, span } from "#maps/names";
import { heading, segmented, Sources, stackedBar, table } from "#maps/parts";
import { seen, todayName } from "#maps/ui";
import { mapWord } from "#maps/words-map";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Figures} Figures */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {import("#maps/parts").Part} Part */
/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/ui").Seen} Seen */

const UNSERVED_BARS = 3;

/** @param {Ui} ui @returns {HTMLElement} */
export function overviewPanel(ui) {
  const now = seen(ui);
  const { language, scene } = now;
  const today = todayName(ui.session, language);
  const sources = new Sources(scene, language);
  return h("div", { class: "panel" },
    h("p", { class: "against-today" }, now.changed
      ? say(language, "against_today", { name: ui.session.current().name, today })
      : say(language, "as_it_is", { today: now.state.view === "today" ? today : ui.session.current().name, year: scene.data.study.year || say(language, "unknown") })),
    heading(say(language, "pupils_how"), h("span", { class: "total" }, pupilsText(figure(scene.data.figures, "pupils") ?? 0, language))),
    asideNote(scene, language),
    bars(now, today, (world) => modeParts(world, language), say(language, "pupils_how"),
      (change, i) => (i === 0 ? (change < 0 ? "bad" : "good") : i === UNSERVED_BARS ? (change > 0 ? "bad" : "good") : "")),
    tiles(now, sources),
    heading(say(language, "distances")),
    bars(now, today, (world) => distanceParts(world, language), say(language, "distances")),
    groupTable(ui, now),
    balance(now, sources),
    sources.list());
}

/** What is said of villages whose rows could not be used. @param {World} world @param {Language} language */
function asideNote({ data }, language) {
  const text = data.study.aside?.[language === "zh" ? 0 : 1];
  return text ? h("p", { class: "aside-note" }, text) : null;
}

/**
 * One bar for today, two where a plan is shown.
 * @param {Seen} now @param {string} today  what today is called @param {(world: World) => Part[]} parts @param {string} title
 * @param {(change: number, part: number) => "good" | "bad" | ""} [judge]
 */
function bars({ before, scene, changed, language }, today, parts, title, judge) {
  if (!changed) return stackedBar(parts(scene), title);
  return pairedBars([
    { label: today, parts: parts(before) },
    { label: mapWord(language, "view_plan"), parts: parts(scene) },
  ], title, judge);
}

/** @param {World} world @param {Language} language @returns {Part[]} */
export const modeParts = (world, language) =>
  world.data.lists.modes.map((mode, i) => ({
    label: told(language, "mode", mode), count: figure(world.data.figures, `pupils_${mode}`) ?? 0, colour: MODE_COLOURS[i] ?? NO_FIGURE,
    note: mode === "board" ? bedlessText(world, language) : "",
  }));

/** @param {World} world @param {Language} language @returns {Part[]} */
export function distanceParts(world, language) {
  const rows = world.data.length_bands;
  const colours = lengthColours(rows.length - 1);
  const km = (/** @type {number | null | undefined} */ m) => (m === null || m === undefined ? null : m / 1000);
  return rows.map((row, i) => {
    if (row.no_journey) return { label: say(language, "no_journey"), count: row.pupils, colour: NO_FIGURE };
    const range = { colour: "", from: km(rows[i - 1]?.limit_m), to: km(row.limit_m) };
    return { label: `${rangeText(range)} ${unit("km", language)}`, count: row.pupils, colour: colours[i] ?? NO_FIGURE };
  });
}

/** @param {Seen} now @param {Sources} sources */
function tiles(now, sources) {
  const { scene, language } = now;
  const f = scene.data.figures;
  const open = say(language, "of_schools", { n: orDash(figure(f, "schools_open")) });
  const small = number(scene.data.limits.small);
  const beds = [say(language, "beds_line", { beds: orDash(figure(f, "beds")) }), bedGapText(scene, language)].filter(Boolean).join(" · ");
  return h("dl", { class: "tiles" },
    keyTile(now, "mean_length_m"),
    keyTile(now, "p90_length_m"),
    keyTile(now, "share_walk_limit"),
    keyTile(now, "board_need", { note: beds, alarm: (figure(f, "bed_gap") ?? 0) > 0 }),
    keyTile(now, "schools_over_seats", { note: open, alarm: (figure(f, "schools_over_seats") ?? 0) > 0 }),
    keyTile(now, "schools_under_100", { note: open, label: [say(language, "under_small", { n: small }), sources.mark("small_school_pupils")] }),
    worstCv(now, sources),
    worstGap(now));
}

/** @param {Seen} now @param {string} id @param {{note?: string, alarm?: boolean, label?: import("#maps/dom").Child[]}} [more] */
function keyTile({ before, scene, changed, language }, id, { note, alarm = false, label } = {}) {
  const key = KEY_FIGURES.find((k) => k.id === id);
  if (!key) return null;
  const [was, is] = [figure(before.data.figures, id), figure(scene.data.figures, id)];
  const change = changed ? h("span", { class: `change ${judged(key.worse, was, is)}` }, moved(key.kind, was, is, language)) : null;
  return tile(id, label ?? say(language, key.word), shownAs(key.kind, is, language), note, alarm, change);
}

/**
 * @param {string} id @param {import("#maps/dom").Children} label
 * @param {string} value @param {import("#maps/dom").Child} [small] @param {boolean} [alarm] @param {HTMLElement | null} [change]
 */
const tile = (id, label, value, small, alarm, change = null) =>
  h("div", { class: alarm ? "tile alarm" : "tile", "data-figure": id },
    h("dt", {}, label),
    h("dd", {}, h("b", {}, value), change, small ? h("small", {}, small) : null));

/** @param {World} world @param {string} id of a figure @returns {boolean} whether a finding says so */
const breaks = (world, id) => world.data.findings.some((f) => f.type === "county" && f.detail === id);

/** @param {number | null} was @param {number | null} now @param {1 | -1} worse @param {number} digits */
function changeOf(was, now, worse, digits) {
  if (was === null || now === null || number(was, digits) === number(now, digits)) return null;
  // as far as the two figures read apart
  const scale = 10 ** digits;
  const steps = Math.floor(now * scale + 0.5) - Math.floor(was * scale + 0.5);
  return h("span", { class: `change ${judged(worse, was, now)}` }, signed(steps / scale, digits));
}

/** @param {Seen} now @param {Sources} sources */
function worstCv({ before, scene, changed, language }, sources) {
  let worst = { over: -1, value: 0, limit: 0, name: "", rule: "", id: "" };
  for (const [id, [value]] of Object.entries(scene.data.figures)) {
    const [kind, indicator = "", stage = ""] = id.split(".");
    const limit = scene.data.limits.cv[`2017.${stage}`];
    if (kind !== "cv_2017" || value === null || !limit || value / limit <= worst.over) continue;
    const name = `${indicatorName(scene, indicator, language)} · ${told(language, "stage", stage)}`;
    worst = { over: value / limit, value, limit, name, rule: `cv_limit_2017.${stage}`, id };
  }
  if (worst.over < 0) return tile("cv_2017", say(language, "worst_cv"), DASH);
  const note = say(language, "cv_limit", { limit: number(worst.limit, 2), name: worst.name });
  const label = [say(language, "worst_cv"), sources.mark(worst.rule)];
  const change = changed ? changeOf(figure(before.data.figures, worst.id), worst.value, 1, 3) : null;
  return tile("cv_2017", label, number(worst.value, 3), note, breaks(scene, worst.id), change);
}

/** @param {Seen} now */
function worstGap({ before, scene, changed, language }) {
  let worst = { far: -1, value: 0, name: "", id: "" };
  for (const [id, [value]] of Object.entries(scene.data.figures)) {
    const [kind, indicator = "", stage = ""] = id.split(".");
    if (kind !== "gap_urban_rural" || value === null || value <= 0) continue;
    const far = value > 1 ? value : 1 / value;
    if (far <= worst.far) continue;
    worst = { far, value, name: `${indicatorName(scene, indicator, language)} · ${told(language, "stage", stage)}`, id };
  }
  if (worst.far < 0) return tile("gap_urban_rural", say(language, "town_gap"), DASH);
  const change = changed ? changeOf(figure(before.data.figures, worst.id), worst.value, worst.value > 1 ? 1 : -1, 2) : null;
  return tile("gap_urban_rural", say(language, "town_gap"), `${number(worst.value, 2)} ×`, worst.name, false, change);
}

/** @param {World} world @param {State["groupBy"]} groupBy @param {Language} language @returns {[string, Figures][]} */
function groups({ data }, groupBy, language) {
  if (groupBy === "band") return data.bands.map((b) => [b.id, data.by_band[b.id] ?? {}]);
  const by = groupBy === "township" ? data.by_township : data.by_area_class;
  return Object.entries(by);
}
/** @typedef {import("#maps/state").State} State */

/** Whether more than half of the pupils are in no group. @param {Record<string, Figures>} cut */
export function mostlyBlank(cut) {
  const pupils = (/** @type {Figures | undefined} */ f) => (f ? figure(f, "pupils") ?? 0 : 0);
  return 2 * pupils(cut[""]) > Object.values(cut).reduce((sum, f) => sum + pupils(f), 0);
}

/** @param {World} world @param {State["groupBy"]} groupBy @param {string} id @param {Language} language @returns {string} */
function groupName(world, groupBy, id, language) {
  if (groupBy === "township") return id || DASH;
  if (groupBy === "area") return areaGroup(id, language) || DASH;
  const i = world.data.bands.findIndex((b) => b.id === id);
  const band = world.data.bands[i];
  return band ? `${bandName(world, i, language)} ${span(band.first, band.last)}` : id;
}

/** @param {Ui} ui @param {Seen} now */
function groupTable({ store }, { before, scene, changed, language, state }) {
  const blank = { band: false, township: mostlyBlank(scene.data.by_township), area: mostlyBlank(scene.data.by_area_class) };
  const groupBy = blank[state.groupBy] ? "band" : state.groupBy;
  const old = new Map(groups(before, groupBy, language));
  const head = ["", say(language, "pupils"), say(language, "mean_short"), say(language, "p90_short"),
    say(language, "in_limit_short"), alone(told(language, "mode", "unserved"))];
  /** @param {Figures} f @param {Figures} was @param {string} id @param {"length" | "share" | "count"} kind @param {1 | -1} worse */
  const cell = (f, was, id, kind, worse) => {
    const [a, b] = [figure(was, id), figure(f, id)];
    const text = kind === "length" ? length(b, language) : kind === "share" ? percent(b, 0) : orDash(b);
    const change = changed ? moved(kind, a, b, language) : "";
    return change ? h("span", {}, text, h("small", { class: `change ${judged(worse, a, b)}` }, change)) : text;
  };
  const body = groups(scene, groupBy, language).map(([id, f]) => {
    const was = old.get(id) ?? {};
    return [groupName(scene, groupBy, id, language), orDash(figure(f, "pupils")), cell(f, was, "mean_length_m", "length", 1),
      cell(f, was, "p90_length_m", "length", 1), cell(f, was, "share_walk_limit", "share", -1), cell(f, was, "pupils_unserved", "count", 1)];
  });
  /** @type {{value: State["groupBy"], text: string}[]} */
  const choices = [
    { value: "band", text: say(language, "by_band") },
    { value: "township", text: say(language, "by_township") },
    { value: "area", text: say(language, "by_area") },
  ];
  return h("section", {},
    heading(say(language, "groups"), segmented("group", say(language, "groups"), choices.filter((c) => !blank[c.value]), groupBy, (v) => store.set({ groupBy: v }))),
    h("div", { class: "scroll-x" }, table(head, body, "figures")),
    blank.township ? h("p", { class: "left-out" }, say(language, "no_townships")) : null,
    blank.area ? h("p", { class: "left-out" }, say(language, "no_areas")) : null);
}

/** @param {Seen} now @param {Sources} sources */
function balance({ before, scene, changed, language }, sources) {
  const [f, old] = [scene.data.figures, before.data.figures];
  const indicators = scene.data.lists.indicators.filter((i) => i.editions.includes("2017"));
  const stages = /** @type {const} */ (["primary", "junior"]);
  const cell = (/** @type {string} */ name, /** @type {string} */ stage) => {
    const id = `cv_2017.${name}.${stage}`;
    const over = breaks(scene, id);
    return h("span", {}, h("span", { class: over ? "alarm" : "" }, orDash(figure(f, id), 3), over ? " ▲" : ""),
      changed ? changeOf(figure(old, id), figure(f, id), 1, 3) : null);
  };
  const gap = (/** @type {string} */ name, /** @type {string} */ stage) => orDash(figure(f, `gap_urban_rural.${name}.${stage}`), 2);
  const head = [say(language, "indicator"), ...stages.map((s) => h("span", {}, `${alone(told(language, "stage", s))} ${say(language, "cv")}`,
    h("br", {}), h("small", {}, `≤ ${orDash(scene.data.limits.cv[`2017.${s}`], 2)}`), sources.mark(`cv_limit_2017.${s}`))),
    h("span", {}, say(language, "gap"), h("br", {}), h("small", {}, stages.map((s) => told(language, "stage", s)).join(" / ")))];
  const rows = indicators.map((i) => [
    i[language], cell(i.name, "primary"), cell(i.name, "junior"),
    `${gap(i.name, "primary")} / ${gap(i.name, "junior")}`,
  ]);
  return h("section", {}, heading(say(language, "balance")),
    h("div", { class: "scroll-x" }, table(head, rows, "figures")));
}
