/** All schools in a list that can be sorted; a row leads to its school. */

import { h } from "#maps/dom";
import { DASH, orDash } from "#maps/figures";
import { closedName, schoolName, span, townName, typeName } from "#maps/names";
import { badge } from "#maps/parts";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {{id: string, text: string, value: (i: number) => number | string | null}} Column */

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

/** @param {World} world @param {import("#maps/words").Language} language @returns {Column[]} */
function columnsOf(world, language) {
  const s = world.schools;
  const counts = findingCounts(world);
  const known = (/** @type {number | undefined} */ v) => (v === undefined || v < 0 ? null : v);
  return [
    { id: "name", text: alone(told(language, "subject", "school")), value: (i) => schoolName(world, i, language) },
    { id: "roll", text: say(language, "roll"), value: (i) => s.roll[i] ?? null },
    { id: "load", text: say(language, "load_short"), value: (i) => total(s.load, i) },
    { id: "seats", text: say(language, "seats"), value: (i) => known(s.seats[i]) },
    { id: "over", text: say(language, "over_short"), value: (i) => s.overSeats[i] ?? null },
    { id: "bed_gap", text: say(language, "bed_gap"), value: (i) => s.bedGap[i] ?? null },
    { id: "findings", text: say(language, "findings_short"), value: (i) => counts.get(i) ?? 0 },
  ];
}

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

/** @param {World} world @param {Store} store @param {(s: Subject) => void} go @returns {HTMLElement} */
export function schoolsPanel(world, store, go) {
  const { language, sort, selected } = store.get();
  const columns = columnsOf(world, language);
  const column = columns.find((c) => c.id === sort.column) ?? columns[0];
  if (world.schools.n === 0 || !column) {
    return h("p", { class: "empty" }, say(language, "no_schools"));
  }
  const order = sorted(world, Array.from({ length: world.schools.n }, (_, i) => i), column, sort.down);
  return h(
    "div",
    { class: "panel list" },
    h(
      "table",
      { class: "schools" },
      h("thead", {}, h("tr", {}, columns.map((c) => header(c, store)))),
      h(
        "tbody",
        {},
        order.map((i) => row(world, store, columns, i, go, selected)),
      ),
    ),
  );
}

/** @param {Column} column @param {Store} store */
function header(column, store) {
  const { sort } = store.get();
  const own = sort.column === column.id;
  const down = own ? !sort.down : column.id !== "name";
  return h(
    "th",
    { scope: "col", "aria-sort": own ? (sort.down ? "descending" : "ascending") : "none" },
    h(
      "button",
      { type: "button", "data-sort": column.id, "data-key": `sort-${column.id}`, click: () => store.set({ sort: { column: column.id, down } }) },
      column.text,
      h("span", { class: "arrow", "aria-hidden": "true" }, own ? (sort.down ? "▼" : "▲") : ""),
    ),
  );
}

/**
 * @param {World} world @param {Store} store @param {Column[]} columns @param {number} i
 * @param {(s: Subject) => void} go @param {Subject | null} selected
 */
function row(world, store, columns, i, go, selected) {
  const { language } = store.get();
  const s = world.schools;
  const chosen = selected?.type === "school" && selected.index === i;
  const open = s.open[i] === 1;
  const status = open ? null : badge(closedName(world, i, language), "plain");
  const kind = [typeName(world, s.type[i] ?? 0, language), span(s.first[i] ?? 0, s.last[i] ?? 0), townName(world, s.township[i])];
  return h(
    "tr",
    { class: chosen ? "chosen" : "", "data-school": s.id[i], click: () => go({ type: "school", index: i }) },
    columns.map((c) => {
      if (c.id === "name") {
        const name = h("button", { type: "button", class: "name", "data-key": `school-${s.id[i]}`, click: stop(() => go({ type: "school", index: i })) }, schoolName(world, i, language));
        return h("th", { scope: "row" }, name, status, h("small", {}, kind.filter(Boolean).join(" · ")));
      }
      const value = /** @type {number | null} */ (c.value(i));
      const alarm = ["over", "bed_gap", "findings"].includes(c.id) && (value ?? 0) > 0;
      const text = !open && c.id !== "seats" ? DASH : ["over", "bed_gap", "findings"].includes(c.id) && value === 0 ? "·" : orDash(value);
      return h("td", { class: alarm ? "alarm" : "" }, text);
    }),
  );
}

/** @param {() => void} act @returns {(event: Event) => void} */
const stop = (act) => (event) => {
  event.stopPropagation();
  act();
};

