/** Plain charts of boxes: bars that add up, one above the other; bars side by side. */

import { h } from "#maps/dom";
import { length, number, percent } from "#maps/figures";

/** @typedef {import("#maps/parts").Part} Part */
/** @typedef {{label: string, parts: readonly Part[]}} Row */
/** @typedef {{label: string, count: number, colour: string, alarm?: boolean}} Bar */

/** @param {readonly Part[]} parts @returns {number} */
const totalOf = (parts) => parts.reduce((sum, p) => sum + p.count, 0);

/** @param {readonly Part[]} parts @param {string} title */
function strip(parts, title) {
  const total = totalOf(parts);
  const text = parts.map((p) => `${p.label} ${number(p.count)}`).join(", ");
  return h("div", { class: "stack-bar", role: "img", "aria-label": `${title}: ${text}` },
    parts.filter((p) => p.count > 0).map((p) => {
      const share = p.count / total;
      return h("span", { "--share": `${share * 100}%`, "--colour": p.colour, title: `${p.label} ${number(p.count)} (${percent(share)})` });
    }));
}

/**
 * The same parts in several layouts, each a bar; the key says the first and the last.
 * @param {readonly Row[]} rows the same parts in each @param {string} title
 * @param {(change: number, part: number) => "good" | "bad" | ""} [judge] of a change
 */
export function pairedBars(rows, title, judge = () => "") {
  const [was, now] = [rows[0]?.parts ?? [], rows.at(-1)?.parts ?? []];
  return h("div", { class: "stack paired" },
    h("div", { class: "paired-rows" },
      rows.map((row) => [h("span", { class: "paired-label" }, row.label), strip(row.parts, `${title}, ${row.label}`)])),
    h("ul", { class: "stack-key" }, now.map((p, i) => {
      const before = was[i]?.count ?? 0;
      const change = p.count - before;
      return h("li", { class: p.count === 0 && before === 0 ? "nil" : "" },
        h("i", { "--colour": p.colour }),
        h("span", { class: "stack-label" }, p.label),
        h("b", {}, number(p.count)),
        h("span", { class: `change ${judge(change, i)}` }, change === 0 ? "" : signed(change)),
        p.note ? h("small", {}, p.note) : null);
    })));
}

/** @param {number} value @param {number} [digits] @returns {string} with its sign; 0 for what rounds to nothing */
export function signed(value, digits = 0) {
  const text = number(value, digits);
  return value > 0 && Number(text.replace(/,/g, "")) > 0 ? `+${text}` : text;
}

/** @param {number} metres @param {import("#maps/words").Language} language @returns {string} with its sign */
export const signedLength = (metres, language) => `${metres > 0 ? "+" : metres < 0 ? "−" : ""}${length(Math.abs(metres), language)}`;

/** Several layouts as small bars below each other. @param {readonly Row[]} rows @param {string} title @param {number} [chosen] */
export const multiples = (rows, title, chosen = -1) =>
  h("div", { class: "multiples" },
    rows.map((row, i) => [
      h("span", { class: i === chosen ? "paired-label chosen" : "paired-label", title: row.label }, row.label),
      strip(row.parts, `${title}, ${row.label}`),
    ]));

/** Bars from one line, longest fills the room. @param {readonly Bar[]} bars @param {string} title */
export function barList(bars, title) {
  const most = Math.max(1, ...bars.map((b) => b.count));
  return h("ul", { class: "bar-list", "aria-label": title },
    bars.map((b) =>
      h("li", { class: b.count === 0 ? "nil" : "" },
        h("span", { class: "bar-label" }, b.label),
        h("span", { class: "bar-track", "aria-hidden": "true" }, h("i", { "--share": `${(b.count / most) * 100}%`, "--colour": b.colour })),
        h("b", { class: b.alarm && b.count > 0 ? "alarm" : "" }, number(b.count)))));
}
