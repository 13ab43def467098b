/** Findings by rule, each with its clause; where a plan is shown, those that are new and solved. */

import { h, icon, ICONS } from "#maps/dom";
import { number, pupilsText } from "#maps/figures";
import { againstLimit, clauseText, detailText, inLanguage, ruleName, standing, subjectName, townName } from "#maps/names";
import { badge, moreList } from "#maps/parts";
import { beyond } from "#maps/preview";
import { seen } from "#maps/ui";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Finding} Finding */
/** @typedef {import("#maps/ui").Ui} Ui */
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

/** @param {Ui} ui @returns {HTMLElement} */
export function findingsPanel(ui) {
  const { language, before, plan, scene, changed } = seen(ui);
  const { findings } = scene.data;
  if (!changed) return h("div", { class: "panel" }, findings.length === 0 ? none(language) : groups(ui, scene, findings, "all"));
  const added = beyond(plan.data.findings, before.data.findings);
  const gone = beyond(before.data.findings, plan.data.findings);
  const [solved, closed] = [gone.filter((f) => !closes(plan, f)), gone.filter((f) => closes(plan, f))];
  const kept = beyond(plan.data.findings, added);
  return h("div", { class: "panel" },
    section(ui, plan, added, "findings_new", true),
    section(ui, before, solved, "findings_solved", false),
    closed.length === 0 ? null : section(ui, before, closed, "findings_closed", false),
    section(ui, plan, kept, "findings_kept", false));
}

/** What a closed school fell short of is gone with it: no gain. @param {World} plan @param {Finding} f */
const closes = (plan, f) => f.type === "school" && plan.schools.open[f.at] !== 1;

/** @param {Language} language */
const none = (language) => h("p", { class: "empty" }, say(language, "none_found"));

/**
 * @param {Ui} ui @param {World} world @param {readonly Finding[]} findings
 * @param {"findings_new" | "findings_solved" | "findings_closed" | "findings_kept"} word @param {boolean} open
 */
function section(ui, world, findings, word, open) {
  const { language } = ui.store.get();
  const graves = findings.filter((f) => f.severity === "violation").length;
  const alarm = word === "findings_new" && graves > 0;
  return h("details", { class: `group ${word}`, open, "data-keep": word },
    h("summary", {}, say(language, word),
      h("span", { class: "total" }, graves > 0 ? h("small", { class: alarm ? "alarm" : "" }, `${say(language, "n_violations", { n: number(graves) })} / `) : null, number(findings.length))),
    findings.length === 0 ? h("p", { class: "soft" }, say(language, `${word}_none`)) : groups(ui, world, findings, word));
}

/** @param {Ui} ui @param {World} world @param {readonly Finding[]} findings @param {string} part */
const groups = (ui, world, findings, part) =>
  byRule(findings).map(([, own], i) => group(world, ui.store.get().language, own, i === 0, part, ui.act.go));

/**
 * @param {World} world @param {Language} language @param {Finding[]} findings
 * @param {boolean} open @param {string} part @param {(s: Subject) => void} go
 */
function group(world, language, findings, open, part, go) {
  const [first] = /** @type {[Finding]} */ (/** @type {unknown} */ (findings));
  // a village's pupils are counted once by a rule; a school's load is no such count
  const pupils = findings.reduce((sum, f) => sum + (f.type === "village" ? f.pupils : 0), 0);
  return h(
    "details",
    { class: `rule ${first.severity}`, open, "data-rule": first.rule, "data-keep": `${part} ${first.severity} ${first.rule}` },
    h(
      "summary",
      {},
      badge(told(language, "severity", first.severity), first.severity),
      h("span", { class: "rule-name" }, ruleName(world, first.rule, language)),
      h("b", {}, number(findings.length)),
    ),
    clause(world, language, first.rule),
    pupils > 0 ? h("p", { class: "soft" }, pupilsText(pupils, language)) : null,
    moreList(findings, AT_ONCE, (f) => item(world, language, f, go), language, "finding-list"),
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
 * Findings of one subject, for its card; what a plan solves is struck out below.
 * @param {World} before @param {World} world @param {Language} language @param {"school" | "village"} type @param {number} at
 */
export function ownFindings(before, world, language, type, at) {
  const mine = (/** @type {World} */ w) => w.data.findings.filter((f) => f.type === type && f.at === at);
  const [own, old] = [mine(world), mine(before)];
  const fresh = new Set(before === world ? [] : beyond(own, old));
  const solved = before === world ? [] : beyond(old, own);
  if (own.length + solved.length === 0) return h("p", { class: "soft" }, say(language, "none_found"));
  return h("ul", { class: "own-findings" },
    own.map((f) => ownFinding(world, language, f, fresh.has(f) ? badge(say(language, "new"), "violation") : null)),
    solved.map((f) => ownFinding(before, language, f, closes(world, f) ? badge(say(language, "gone_with_it"), "plain") : badge(say(language, "solved"), "good"))));
}

/** @param {World} world @param {Language} language @param {Finding} f @param {HTMLElement | null} mark */
const ownFinding = (world, language, f, mark) =>
  h("li", {},
    badge(told(language, "severity", f.severity), f.severity),
    h("div", {},
      h("b", {}, ruleName(world, f.rule, language), " ", mark),
      h("span", { class: "against" }, againstLimit(f, language)),
      f.detail ? h("small", {}, detailText(world, f.detail, language)) : null,
      clauseLine(world, language, f.rule)));

/** @param {World} world @param {Language} language @param {string} rule */
function clauseLine(world, language, rule) {
  const s = world.data.standards[rule];
  if (!s) return null;
  return h("small", {}, clauseText(s, language), " ", badge(standing(s, language), s.unsure ? "unsure" : "plain"));
}
