/** All schools in a list that can be sorted; where a plan is shown, with what it changes. */

import { signed } from "#maps/charts";
import { h } from "#maps/dom";
import { DASH, orDash } from "#maps/figures";
import { changedSchools } from "#maps/impact";
import { closedName, schoolName, span, townName, typeName } from "#maps/names";
import { badge } from "#maps/parts";
import { heads } from "#maps/preview-text";
import { seen } from "#maps/ui";
import { mapWord } from "#maps/words-map";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/ui").Seen} Seen */
/** @typedef {{id: string, text: string, value: (i: number) => number | string | null}} Column */

/** Columns that are marked where there is anything, and blank where there is nothing. */
const ALARMS = ["over", "bed_gap", "findings"];

/** @param {World} world @returns {Map<number, number>} violations and warnings by school */
export function findingCounts(world) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const f of world.data.findings) {
    if (f.type === "school" && f.at >= 0 && f.severity !== "note") {
      counts.set(f.at, (counts.get(f.at) ?? 0) + 1);
    }
  }
  return counts;
}

/** @param {Seen} now @returns {Column[]} */
function columnsOf({ scene, before, changed, language }) {
  const s = scene.schools;
  const counts = findingCounts(scene);
  const known = (/** @type {number | undefined} */ v) => (v === undefined || v < 0 ? null : v);
  // nothing is told, and nothing sorted, of a school that is not open
  const ofOpen = (/** @type {number} */ i, /** @type {number | null} */ v) => (s.open[i] === 1 ? v : null);
  /** @type {Column} */
  // by how much, whichever way
  const more = changed
    ? { id: "change", text: mapWord(language, "view_change"), value: (i) => Math.abs(rollChange(before, scene, i)) }
    : { id: "load", text: say(language, "load_short"), value: (i) => ofOpen(i, total(s.load, i)) };
  return [
    { id: "name", text: alone(told(language, "subject", "school")), value: (i) => schoolName(scene, i, language) },
    { id: "roll", text: say(language, "roll"), value: (i) => ofOpen(i, s.roll[i] ?? null) },
    more,
    { id: "seats", text: say(language, "seats"), value: (i) => known(s.seats[i]) },
    { id: "over", text: say(language, "over_short"), value: (i) => ofOpen(i, s.overSeats[i] ?? null) },
    { id: "bed_gap", text: say(language, "bed_gap"), value: (i) => ofOpen(i, s.bedGap[i] ?? null) },
    { id: "findings", text: say(language, "findings_short"), value: (i) => ofOpen(i, counts.get(i) ?? 0) },
  ];
}

/** @param {World} before @param {World} scene @param {number} i */
const rollChange = (before, scene, i) => (scene.schools.roll[i] ?? 0) - (before.schools.roll[i] ?? 0);

/** @param {Int32Array} load @param {number} i */
export const total = (load, i) => load.subarray(i * 9, i * 9 + 9).reduce((a, b) => a + b, 0);

/**
 * @param {World} world @param {number[]} order @param {Column} column @param {boolean} down
 * @returns {number[]} sorted; what has no value stands last either way
 */
export function sorted(world, order, column, down) {
  const sign = down ? -1 : 1;
  return [...order].sort((a, b) => {
    const p = column.value(a);
    const q = column.value(b);
    if (p === null || q === null) return p === q ? a - b : p === null ? 1 : -1;
    if (typeof p === "string" || typeof q === "string") {
      return sign * String(p).localeCompare(String(q), "zh-Hans") || a - b;
    }
    return sign * (p - q) || a - b;
  });
}

/** @param {Ui} ui @returns {HTMLElement} */
export function schoolsPanel(ui) {
  const now = seen(ui);
  const { language, scene, state } = now;
  const columns = columnsOf(now);
  const column = columns.find((c) => c.id === state.sort.column) ?? columns[1];
  if (scene.schools.n === 0 || !column) {
    return h("p", { class: "empty" }, say(language, "no_schools"));
  }
  const moved = now.changed ? changedSchools(now.before, scene).size : 0;
  const order = sorted(scene, Array.from({ length: scene.schools.n }, (_, i) => i), column, state.sort.down);
  return h("div", { class: "panel list" },
    // always there: rows must not move under the mouse
    h("p", { class: "list-lead" }, moved > 0 ? h("button", {
      type: "button", class: "link", "data-key": "changed-first", click: () => ui.store.set({ sort: { column: "change", down: true } }),
    }, say(language, "changed_first", { n: moved })) : say(language, "n_schools", { n: scene.schools.n, open: scene.schools.open.reduce((a, b) => a + b, 0) })),
    h("table", { class: "schools" },
      h("thead", {}, h("tr", {}, columns.map((c) => header(c, column.id, ui.store)))),
      h("tbody", {}, order.map((i) => row(now, columns, i, ui.act)))));
}

/** @param {Column} column @param {string} chosen id @param {Store} store */
function header(column, chosen, store) {
  const { sort } = store.get();
  const own = chosen === column.id;
  const down = own ? !sort.down : column.id !== "name";
  return h("th", { scope: "col", "aria-sort": own ? (sort.down ? "descending" : "ascending") : "none" },
    h("button", { type: "button", "data-sort": column.id, "data-key": `sort-${column.id}`, click: () => store.set({ sort: { column: column.id, down } }) },
      column.text,
      h("span", { class: "arrow", "aria-hidden": "true" }, own ? (sort.down ? "▼" : "▲") : "")));
}

/** @type {WeakMap<object, Map<number, {key: string, row: HTMLElement}>>} rows as they were last made */
const known = new WeakMap();

/** A row is made anew only where it reads otherwise: an edit touches few of them. @param {Seen} now @param {Column[]} columns @param {number} i @param {Ui["act"]} act */
function row(now, columns, i, act) {
  const { language, scene, before, changed, state: { selected } } = now;
  const chosen = selected?.type === "school" && selected.index === i;
  const s = scene.schools;
  const differs = changed && changedSchools(before, scene).has(i);
  const key = [language, chosen, differs, s.open[i], before.schools.open[i], s.first[i], s.last[i], s.id[i],
    differs ? rollChange(before, scene, i) : 0, ...columns.map((c) => `${c.id}=${c.value(i)}`)].join("|");
  const rows = known.get(act) ?? new Map();
  known.set(act, rows);
  const held = rows.get(i);
  if (held?.key === key) return held.row;
  const made = makeRow(now, columns, i, act.go, chosen);
  rows.set(i, { key, row: made });
  return made;
}

/** @param {Seen} now @param {Column[]} columns @param {number} i @param {(s: Subject) => void} go @param {boolean} chosen */
function makeRow(now, columns, i, go, chosen) {
  const { language, scene } = now;
  const s = scene.schools;
  const kind = [`${typeName(scene, s.type[i] ?? 0, language)} ${span(s.first[i] ?? 0, s.last[i] ?? 0)}`, townName(scene, s.township[i])];
  return h("tr", { class: chosen ? "chosen" : "", "data-school": s.id[i], click: () => go({ type: "school", index: i }) },
    columns.map((c) => {
      if (c.id !== "name") return figureCell(now, c, i);
      const name = h("button", { type: "button", class: "name", "data-key": `school-${s.id[i]}`, click: stop(() => go({ type: "school", index: i })) }, schoolName(scene, i, language));
      return h("th", { scope: "row" }, name, mark(now, i), h("small", {}, kind.filter(Boolean).join(" · ")));
    }));
}

/** What the plan does to a school, or what it is today where it is not open. @param {Seen} now @param {number} i */
function mark({ scene, before, changed, language }, i) {
  const [was, is] = [before.schools.open[i] === 1, scene.schools.open[i] === 1];
  if (changed && was && !is) return badge(mapWord(language, "school_closed"), "violation");
  if (changed && !was && is) return badge(mapWord(language, "school_new"), "good");
  if (!is) return badge(closedName(scene, i, language), "plain");
  return changed && changedSchools(before, scene).has(i) ? badge(say(language, "changed"), "accent") : null;
}

/** @param {Seen} now @param {Column} c @param {number} i */
function figureCell({ scene, before }, c, i) {
  const value = /** @type {number | null} */ (c.value(i));
  if (c.id === "change") return h("td", { class: "change" }, (value ?? 0) < 0.5 ? "·" : signed(rollChange(before, scene, i)));
  const alarm = ALARMS.includes(c.id);
  const text = value === null ? DASH : alarm && value === 0 ? "·" : c.id === "over" ? heads(value) : orDash(value);
  return h("td", { class: alarm && (value ?? 0) > 0 ? "alarm" : "" }, text);
}

/** @param {() => void} act @returns {(event: Event) => void} */
const stop = (act) => (event) => {
  event.stopPropagation();
  act();
};
