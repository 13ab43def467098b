/** Small pieces that panels and cards are made of. */

import { h } from "#maps/dom";
import { number, percent } from "#maps/figures";
import { clauseText, standing } from "#maps/names";
import { say } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {{label: string, count: number, colour: string, note?: string}} Part  `note` is said below its line in the key */

/**
 * A bar whose parts sum to the whole, with its key; whole percentages that sum to 100 are not
 * forced: counts are exact and shown.
 * @param {readonly Part[]} parts @param {string} title @returns {HTMLElement}
 */
export function stackedBar(parts, title) {
  const total = parts.reduce((sum, p) => sum + p.count, 0);
  const share = (/** @type {number} */ n) => (total === 0 ? 0 : n / total);
  const text = parts.map((p) => `${p.label} ${number(p.count)}${p.note ? ` (${p.note})` : ""}`).join(", ");
  return h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "stack-bar", role: "img", "aria-label": `${title}: ${text}` },
      parts
        .filter((p) => p.count > 0)
        .map((p) => h("span", { "--share": `${share(p.count) * 100}%`, "--colour": p.colour })),
    ),
    h(
      "ul",
      { class: "stack-key" },
      parts.map((p) =>
        h(
          "li",
          { class: p.count === 0 ? "nil" : "" },
          h("i", { "--colour": p.colour }),
          h("span", { class: "stack-label" }, p.label),
          h("b", {}, number(p.count)),
          h("span", { class: "soft" }, percent(total === 0 ? null : share(p.count))),
          p.note ? h("small", {}, p.note) : null,
        ),
      ),
    ),
  );
}

/** @param {string} text @param {...import("#maps/dom").Child} extra */
export const heading = (text, ...extra) => h("h3", {}, text, extra);

/**
 * @param {string} label @param {import("#maps/dom").Child} value
 * @param {import("#maps/dom").Child} [small] @param {boolean} [alarm]
 */
export const line = (label, value, small, alarm) =>
  h(
    "div",
    { class: "line" },
    h("dt", {}, label),
    h("dd", { class: alarm ? "alarm" : "" }, value, small ? h("small", {}, small) : null),
  );

/** @param {string} text @param {string} kind */
export const badge = (text, kind) => h("span", { class: `badge ${kind}` }, text);

/** Collects clauses so that each is printed once, and hands out its number. */
export class Sources {
  /** @param {World} world @param {Language} language */
  constructor(world, language) {
    this.world = world;
    this.language = language;
    /** @type {Map<string, {text: string, status: string, unsure: boolean}>} */
    this.found = new Map();
  }

  /** @param {string} rule @returns {HTMLElement | null} */
  mark(rule) {
    const s = this.world.data.standards[rule];
    if (!s) return null;
    const text = clauseText(s, this.language);
    const status = standing(s, this.language);
    const key = `${text}|${status}`;
    if (!this.found.has(key)) this.found.set(key, { text, status, unsure: s.unsure });
    const place = [...this.found.keys()].indexOf(key) + 1;
    return h("sup", { class: s.unsure ? "unsure" : "" }, String(place));
  }

  /** @returns {HTMLElement | null} */
  list() {
    if (this.found.size === 0) return null;
    return h(
      "ol",
      { class: "sources" },
      [...this.found.values()].map((s) =>
        h("li", {}, s.text, " ", badge(s.status, s.unsure ? "unsure" : "plain")),
      ),
    );
  }
}

/**
 * A table with a header row; cells that are numbers stand right.
 * @param {(import("#maps/dom").Child)[]} head @param {import("#maps/dom").Child[][]} rows
 * @param {string} [kind]
 */
export function table(head, rows, kind = "") {
  return h(
    "table",
    { class: kind },
    h("thead", {}, h("tr", {}, head.map((c) => h("th", { scope: "col" }, c)))),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h("tr", {}, row.map((c, i) => (i === 0 ? h("th", { scope: "row" }, c) : h("td", {}, c)))),
      ),
    ),
  );
}

/**
 * Buttons of which one is pressed.
 * @template {string | number} T
 * @param {string} id  keeps the focus where the buttons are made anew
 * @param {string} label @param {readonly {value: T, text: string}[]} choices @param {T} chosen
 * @param {(value: T) => void} choose
 */
export const segmented = (id, label, choices, chosen, choose) =>
  h(
    "div",
    { class: "segmented", role: "group", "aria-label": label },
    choices.map((c) =>
      h(
        "button",
        { type: "button", "data-key": `${id}-${c.value}`, "aria-pressed": String(c.value === chosen), click: () => choose(c.value) },
        c.text,
      ),
    ),
  );

/**
 * A list that begins short and grows when asked.
 * @template T
 * @param {readonly T[]} rows @param {number} atOnce @param {(row: T) => HTMLElement} make
 * @param {Language} language @param {string} kind
 * @returns {HTMLElement}
 */
export function moreList(rows, atOnce, make, language, kind) {
  const list = h("ul", { class: kind });
  let shown = 0;
  const more = h("button", { type: "button", class: "more", click: grow });
  function grow() {
    for (const row of rows.slice(shown, shown + atOnce)) list.append(make(row));
    shown = Math.min(rows.length, shown + atOnce);
    more.textContent = say(language, "more", { n: Math.min(atOnce, rows.length - shown) });
    more.hidden = shown >= rows.length;
  }
  grow();
  return h("div", {}, list, more);
}
