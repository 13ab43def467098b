/** Findings by rule, each rule with its clause, source and standing; a finding leads to its subject. */

import { h, icon, ICONS } from "#maps/dom";
import { number, pupilsText } from "#maps/figures";
import { againstLimit, clauseText, detailText, inLanguage, ruleName, standing, subjectName, townName } from "#maps/names";
import { badge } from "#maps/parts";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Finding} Finding */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/words").Language} Language */

const SEVERITIES = ["violation", "warning", "note"];
const AT_ONCE = 20;

/** @param {readonly Finding[]} findings @returns {[string, Finding[]][]} gravest rules first */
export function byRule(findings) {
  /** @type {Map<string, Finding[]>} */
  const groups = new Map();
  for (const f of findings) {
    const key = `${SEVERITIES.indexOf(f.severity)} ${f.rule}`;
    const held = groups.get(key);
    if (held) held.push(f);
    else groups.set(key, [f]);
  }
  return [...groups.entries()].sort((a, b) => Number(a[0][0]) - Number(b[0][0]) || b[1].length - a[1].length);
}

/** @param {World} world @param {Store} store @param {(s: Subject) => void} go @returns {HTMLElement} */
export function findingsPanel(world, store, go) {
  const { language } = store.get();
  const groups = byRule(world.data.findings);
  if (groups.length === 0) return h("p", { class: "empty" }, say(language, "none_found"));
  return h(
    "div",
    { class: "panel" },
    groups.map(([, findings], i) => group(world, language, findings, i === 0, go)),
  );
}

/**
 * @param {World} world @param {Language} language @param {Finding[]} findings
 * @param {boolean} open @param {(s: Subject) => void} go
 */
function group(world, language, findings, open, go) {
  const [first] = /** @type {[Finding]} */ (/** @type {unknown} */ (findings));
  const list = h("ul", { class: "finding-list" });
  let shown = 0;
  const more = h("button", { type: "button", class: "more", click: grow });
  function grow() {
    for (const f of findings.slice(shown, shown + AT_ONCE)) list.append(item(world, language, f, go));
    shown = Math.min(findings.length, shown + AT_ONCE);
    more.textContent = say(language, "more", { n: Math.min(AT_ONCE, findings.length - shown) });
    more.hidden = shown >= findings.length;
  }
  grow();
  // a village's pupils are counted once by a rule; a school's load is no such count
  const pupils = findings.reduce((sum, f) => sum + (f.type === "village" ? f.pupils : 0), 0);
  return h(
    "details",
    { class: `rule ${first.severity}`, open, "data-rule": first.rule },
    h(
      "summary",
      {},
      badge(told(language, "severity", first.severity), first.severity),
      h("span", { class: "rule-name" }, ruleName(world, first.rule, language)),
      h("b", {}, number(findings.length)),
    ),
    clause(world, language, first.rule),
    pupils > 0 ? h("p", { class: "soft" }, pupilsText(pupils, language)) : null,
    list,
    more,
  );
}

/** @param {World} world @param {Language} language @param {string} rule @returns {HTMLElement | null} */
export function clause(world, language, rule) {
  const s = world.data.standards[rule];
  if (!s) return null;
  return h(
    "dl",
    { class: "clause" },
    h("div", {}, h("dt", {}, say(language, "clause")), h("dd", {}, clauseText(s, language))),
    s.source ? h("div", {}, h("dt", {}, say(language, "source")), h("dd", { class: "address" }, inLanguage(s.source, language))) : null,
    h("div", {}, h("dt", {}, say(language, "status")), h("dd", {}, badge(standing(s, language), s.unsure ? "unsure" : "plain"))),
    s.note ? h("div", {}, h("dt", {}, say(language, "remark")), h("dd", {}, inLanguage(s.note, language))) : null,
  );
}

/** @param {World} world @param {Language} language @param {Finding} f @param {(s: Subject) => void} go */
function item(world, language, f, go) {
  const leads = f.at >= 0 && (f.type === "school" || f.type === "village");
  const town = f.type === "school" ? world.schools.township[f.at] : f.type === "village" ? world.villages.township[f.at] : -1;
  const pupils = f.type === "village" && f.pupils > 0 ? pupilsText(f.pupils, language) : "";
  const parts = [townName(world, town), detailText(world, f.detail, language), pupils];
  const body = [
    h("span", { class: "subject" }, subjectName(world, f, language)),
    h("span", { class: "against" }, againstLimit(f, language)),
    h("small", {}, parts.filter(Boolean).join(" · ")),
  ];
  const type = /** @type {"school" | "village"} */ (f.type);
  return h(
    "li",
    {},
    leads
      ? h("button", { type: "button", class: "finding", click: () => go({ type, index: f.at }) }, body, icon(ICONS.go, 14))
      : h("div", { class: "finding" }, body),
  );
}

/**
 * Findings of one subject, for its card.
 * @param {World} world @param {Language} language @param {"school" | "village"} type @param {number} at
 */
export function ownFindings(world, language, type, at) {
  const own = world.data.findings.filter((f) => f.type === type && f.at === at);
  if (own.length === 0) return h("p", { class: "soft" }, say(language, "none_found"));
  return h(
    "ul",
    { class: "own-findings" },
    own.map((f) =>
      h(
        "li",
        {},
        badge(told(language, "severity", f.severity), f.severity),
        h("div", {},
          h("b", {}, ruleName(world, f.rule, language)),
          h("span", { class: "against" }, againstLimit(f, language)),
          f.detail ? h("small", {}, detailText(world, f.detail, language)) : null,
          clauseLine(world, language, f.rule)),
      ),
    ),
  );
}

/** @param {World} world @param {Language} language @param {string} rule */
function clauseLine(world, language, rule) {
  const s = world.data.standards[rule];
  if (!s) return null;
  return h("small", {}, clauseText(s, language), " ", badge(standing(s, language), s.unsure ? "unsure" : "plain"));
}
