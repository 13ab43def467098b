/** Who is hit: villages that lose most, schools that take in, villages that gain. */

import { addedCounts, changedSchools, impactOf, isWorse, movesOf } from "#maps/impact";
import { barList, signed, signedLength } from "#maps/charts";
import { classesOf, NEARER, OVER } from "#maps/colours";
import { h, icon, ICONS } from "#maps/dom";
import { DASH, minutes, number, pupilsText, unit } from "#maps/figures";
import { impactStrip } from "#maps/impact-strip";
import { impactTable } from "#maps/impact-table";
import { gradesText, schoolName, townName, villageName } from "#maps/names";
import { heading, moreList } from "#maps/parts";
import { planFileName } from "#maps/plan-file";
import { heads } from "#maps/preview-text";
import { saveText } from "#maps/saving";
import { seen } from "#maps/ui";
import { mapWord } from "#maps/words-map";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/ui").Seen} Seen */
/** @typedef {import("#maps/impact").Move} Move */
/** @typedef {import("#maps/impact").VillageChange} VillageChange */

const AT_ONCE = 15;

/** @param {Ui} ui @returns {HTMLElement} */
export function impactPanel(ui) {
  const now = seen(ui);
  const { language, before, plan } = now;
  if (before === plan) {
    return h("div", { class: "panel" }, h("p", { class: "empty" }, say(language, "impact_empty")));
  }
  const { losers, winners } = impactOf(before, plan);
  const list = (/** @type {readonly VillageChange[]} */ rows, /** @type {string} */ kind) =>
    moreList(rows, AT_ONCE, (row) => villageRow(ui, now, row), language, `villages ${kind}`);
  return h("div", { class: "panel" },
    impactStrip(ui),
    heading(say(language, "losers"), h("span", { class: "total" }, number(losers.length)),
      h("button", { type: "button", class: "link quiet push", "data-key": "save-impact", click: () => save(ui, now) }, icon(ICONS.export, 14), say(language, "save_list"))),
    losers.length === 0 ? h("p", { class: "soft" }, say(language, "no_losers")) : list(losers, "losers"),
    chart(now),
    schoolList(ui, now),
    heading(say(language, "winners"), h("span", { class: "total" }, number(winners.length))),
    winners.length === 0 ? h("p", { class: "soft" }, say(language, "no_winners")) : list(winners, "winners"));
}

/** @param {Ui} ui @param {Seen} now */
function save(ui, { before, plan, language }) {
  const name = `${planFileName(ui.session.current().name).replace(/\.json$/, "")} ${say(language, "impact")}.csv`;
  saveText(name, impactTable(before, plan, language), "text/csv;charset=utf-8");
  ui.speaker.tell(say(language, "exported", { name }));
}

/** @param {Ui} ui @param {Seen} now @param {VillageChange} row */
function villageRow(ui, { plan, language }, row) {
  const v = row.village;
  const town = townName(plan, plan.villages.township[v]);
  const most = row.lost > 0
    ? h("span", { class: "far harm" }, told(language, "mode", "unserved"))
    : h("span", { class: (row.addedM ?? 0) > 0 ? "far harm" : "far" }, row.addedM === null ? DASH : signedLength(row.addedM, language));
  return h("li", {},
    h("button", { type: "button", class: "village-row", "data-key": `impact-${plan.villages.id[v]}`, click: () => ui.act.go({ type: "village", index: v }) },
      h("span", { class: "subject" }, villageName(plan, v), town ? h("small", {}, town) : null),
      h("span", { class: "heads" }, pupilsText(row.pupils, language)),
      most,
      h("span", { class: "moves" }, bySchools(row.moves).map((moves) => moveLines(plan, moves, language))),
      icon(ICONS.go, 14)));
}

/** Moves between the same two schools, told together. @param {readonly Move[]} moves @returns {Move[][]} */
function bySchools(moves) {
  /** @type {Map<string, Move[]>} */
  const found = new Map();
  for (const move of moves) {
    const key = `${move.from} ${move.to}`;
    found.set(key, [...(found.get(key) ?? []), move]);
  }
  return [...found.values()];
}

/** @param {import("#maps/world").World} plan @param {readonly Move[]} moves @param {import("#maps/words").Language} language */
function moveLines(plan, moves, language) {
  const name = (/** @type {number} */ i) => (i < 0 ? told(language, "mode", "unserved") : schoolName(plan, i, language));
  const [{ from, to }] = /** @type {[Move]} */ (/** @type {unknown} */ (moves));
  return h("small", { class: "move" },
    h("span", { class: "move-schools" }, from === to ? name(to) : `${name(from)} → ${name(to)}`),
    moves.map((move) => h("span", { class: isWorse(move) ? "worse" : "" }, moveLine(plan, move, language))));
}

/** Grades, pupils, how much further, and the way before and after. @param {import("#maps/world").World} plan @param {Move} move @param {import("#maps/words").Language} language */
function moveLine(plan, move, language) {
  const mode = (/** @type {number} */ m) => told(language, "mode", plan.data.lists.modes[m] ?? "");
  const parts = [gradesText(move.first, move.last, language), pupilsText(move.pupils, language), move.addedM === null ? "" : signedLength(move.addedM, language)];
  const ways = move.wasS !== null && move.nowS !== null
    ? `${mode(move.was)} ${number(move.wasS / 60)} → ${move.was === move.mode ? "" : `${mode(move.mode)} `}${minutes(move.nowS, language)}`
    : `${mode(move.was)} → ${mode(move.mode)}`;
  return [parts.filter(Boolean).join(" · "), " · ", move.was === move.mode ? ways : h("em", { class: move.mode > move.was ? "harder" : "easier" }, ways)];
}

/** Pupils by how much further they go. @param {Seen} now */
function chart({ before, plan, language }) {
  const classes = classesOf(plan, "added", 0);
  const { counts, unserved, first } = addedCounts(movesOf(before, plan), classes);
  const km = (/** @type {number | null} */ m) => `${number(Math.abs(m ?? 0) / 1000)} ${unit("km", language)}`;
  const bars = classes.flatMap((c, i) => {
    const word = i === 0 ? "nearer_more" : i === 1 ? "nearer" : i === 2 ? "as_far"
      : i === classes.length - 1 ? "further_last" : c.from === 0 ? "further_first" : "further";
    const bar = { label: mapWord(language, word, { a: km(c.from ?? c.to), b: km(c.to) }), count: counts[i] ?? 0, colour: c.colour };
    return word === "as_far" && bar.count === 0 ? [] : [bar];
  });
  if (unserved > 0) bars.push({ label: mapWord(language, "newly_unserved"), count: unserved, colour: OVER });
  if (first > 0) bars.push({ label: mapWord(language, "newly_served"), count: first, colour: NEARER });
  return h("section", {}, heading(say(language, "how_much_further"), h("span", { class: "soft small" }, say(language, "pupils"))), barList(bars, say(language, "how_much_further")));
}

/** Schools whose pupils, seats or beds change: those that overflow first. @param {Ui} ui @param {Seen} now */
function schoolList(ui, { before, plan, language }) {
  const s = plan.schools;
  const changed = [...changedSchools(before, plan)].filter((i) => s.open[i] === 1 || before.schools.open[i] === 1);
  const grown = (/** @type {number} */ i) => (s.roll[i] ?? 0) - (before.schools.roll[i] ?? 0);
  const worse = (/** @type {number} */ i) => Number((s.overSeats[i] ?? 0) > (before.schools.overSeats[i] ?? 0));
  changed.sort((a, b) => worse(b) - worse(a) || grown(b) - grown(a) || a - b);
  if (changed.length === 0) return null;
  return h("section", {}, heading(say(language, "schools_hit"), h("span", { class: "total" }, number(changed.length))),
    moreList(changed, AT_ONCE, (i) => h("li", {}, h("button", { type: "button", class: "village-row", "data-key": `hit-${s.id[i]}`, click: () => ui.act.go({ type: "school", index: i }) },
      h("span", { class: "subject" }, schoolName(plan, i, language)),
      h("span", { class: "heads" }, `${signed(Math.round(grown(i)))} ${unit("pupil", language)}`),
      schoolState(before, plan, i, language),
      icon(ICONS.go, 14))), language, "villages"));
}

/** @param {Seen["before"]} before @param {Seen["plan"]} plan @param {number} i @param {import("#maps/words").Language} language */
function schoolState(before, { schools: s }, i, language) {
  if (s.open[i] !== 1) return h("span", { class: "far harm" }, mapWord(language, "school_closed"));
  if (before.schools.open[i] !== 1) return h("span", { class: "far" }, mapWord(language, "school_new"));
  const [roll, seats, over] = [s.roll[i] ?? 0, s.seats[i] ?? -1, s.overSeats[i] ?? 0];
  if (over > 0) return h("span", { class: "far harm" }, say(language, "over_by", { n: heads(over) }));
  return h("span", { class: "far" }, seats < 0 ? DASH : say(language, "spare_n", { n: number(Math.floor(seats - roll)) }));
}

