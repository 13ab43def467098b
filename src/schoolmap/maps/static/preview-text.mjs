/** What changes would do, in sentences: harms first to see, then what gets better. */

import { signed } from "#maps/charts";
import { length, number, trimmed } from "#maps/figures";
import { movesOf, moverVillages } from "#maps/impact";
import { journey } from "#maps/journeys";
import { figure } from "#maps/key-figures";
import { clauseText, ruleName, schoolName, subjectName, villageName } from "#maps/names";
import { conflictText } from "#maps/problem-text";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/preview").Preview} Preview */
/** @typedef {import("#maps/preview").Receiver} Receiver */
/** @typedef {import("#maps/world").Finding} Finding */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {"harm" | "warn" | "good" | "plain"} Tone */
/** @typedef {{text: string, tone: Tone, clause?: string}} Effect */

const MOST_RECEIVERS = 3;
const MOST_NAMES = 3;
const MOST_LETTERS = 24;

/** Pupils as heads: a part of one that rounds to none keeps a digit. @param {number} n @returns {string} */
export const heads = (n) => (n > 0 && n < 0.5 ? trimmed(n, 2) : number(n));

/** A name in a sentence, not longer than a line. @param {string} name @returns {string} */
const brief = (name) => ([...name].length > MOST_LETTERS ? `${[...name].slice(0, MOST_LETTERS - 1).join("")}…` : name);

/** @param {Preview} preview @param {Language} language @returns {Effect[]} */
export function effectsOf(preview, language) {
  if (preview.conflicts.length > 0) {
    return preview.conflicts.map((conflict) => ({ text: conflictText(preview.after, conflict, language), tone: "harm" }));
  }
  const effects = [...pupilEffects(preview, language), ...schoolEffects(preview, language), ...ruleEffects(preview, language)];
  return effects.length > 0 ? effects : [{ text: say(language, "eff_none"), tone: "plain" }];
}

/** @param {Preview} p @param {Language} language @returns {Effect[]} */
function pupilEffects(p, language) {
  /** @type {Effect[]} */
  const effects = [];
  /** @param {Tone} tone @param {import("#maps/words").Word} word @param {number} n */
  const add = (tone, word, n, values = {}) => {
    if (n > 0) effects.push({ tone, text: say(language, word, { n: number(n), ...values }) });
  };
  add("plain", "eff_moved", p.moved, { v: number(moverVillages(p.before, p.after)) });
  const [mean, max] = [p.meanAddedM ?? 0, p.maxAddedM ?? 0];
  if (mean !== 0) {
    effects.push({ tone: mean > 0 ? "warn" : "good", text: say(language, mean > 0 ? "eff_further" : "eff_nearer", { mean: length(Math.abs(mean), language) }) });
  }
  if (max > 0 && p.maxVillage >= 0) {
    effects.push({ tone: "warn", text: say(language, "eff_most", { max: length(max, language), village: brief(villageName(p.after, p.maxVillage)) }) });
  }
  add("warn", "eff_riding", p.riding);
  add("warn", "eff_boarding", p.boarding);
  add("harm", "eff_unserved", p.unserved);
  add("harm", "eff_lower", p.lowerBeyond);
  effects.push(...busless(p, language));
  add("good", "eff_served", p.served);
  return [...effects, ...countyBeds(p, language)];
}

/** Who could ride to the school that is named for them, if it had a bus. @param {Preview} p @param {Language} language @returns {Effect[]} */
function busless({ before, after }, language) {
  /** @type {Map<number, number>} */
  const by = new Map();
  for (const move of movesOf(before, after)) {
    if (move.to >= 0 || move.from < 0) continue;
    const { site, rideS } = journey(after, move.village, move.first);
    const limit = after.data.bands[move.band]?.ride_limit_s ?? 0;
    if (site >= 0 && rideS !== null && rideS <= limit && after.schools.bus[site] !== 1) by.set(site, (by.get(site) ?? 0) + move.pupils);
  }
  return [...by].map(([site, n]) => ({ tone: "harm", text: say(language, "eff_no_bus", { n: number(n), school: brief(schoolName(after, site, language)) }) }));
}

/** Need for beds in the whole county, where it changes. @param {Preview} p @param {Language} language @returns {Effect[]} */
function countyBeds({ before, after }, language) {
  return /** @type {const} */ ([["board_need", "eff_board_need"], ["bed_gap", "eff_bed_gap"]]).flatMap(([id, word]) => {
    const [was, now] = [figure(before.data.figures, id), figure(after.data.figures, id)];
    if (was === null || now === null || was === now) return [];
    return [{ tone: now > was ? "warn" : "good", text: say(language, word, { was: number(was), now: number(now), change: signed(now - was) }) }];
  });
}

/** @param {Preview} p @param {Language} language @returns {Effect[]} */
function schoolEffects(p, language) {
  // those that overflow are told however many come first
  const order = [...p.receivers].sort((a, b) => Number(overflows(b)) - Number(overflows(a)));
  const least = order.filter(overflows).length;
  const shown = order.slice(0, Math.max(least, MOST_RECEIVERS));
  const effects = shown.flatMap((r) => [receiverEffect(p, r, language), ...bedEffect(p, r, language), ...busEffect(p, r, language)]);
  const left = order.length - shown.length;
  if (left > 0) effects.push({ tone: "plain", text: say(language, "eff_others", { n: left }) });
  return [...effects, ...emptySchools(p, language), ...boarderEffects(p, language)];
}

/** Boarders who are registered at a school that closes. @param {Preview} p @param {Language} language @returns {Effect[]} */
function boarderEffects({ before, after }, language) {
  return Array.from(before.schools.open, (_, i) => i)
    .filter((i) => before.schools.open[i] === 1 && after.schools.open[i] !== 1 && (before.schools.boarders[i] ?? 0) > 0)
    .map((i) => ({ tone: "warn", text: say(language, "eff_boarders", { school: brief(schoolName(after, i, language)), n: number(before.schools.boarders[i] ?? 0) }) }));
}

/** Schools that open and to which nobody goes: a planner wonders why. @param {Preview} p @param {Language} language @returns {Effect[]} */
function emptySchools({ before, after }, language) {
  const { loadTotal } = after.evaluation.schools;
  return Array.from(after.schools.open, (_, i) => i)
    .filter((i) => after.schools.open[i] === 1 && before.schools.open[i] !== 1 && loadTotal[i] === 0)
    .map((i) => ({ tone: "warn", text: say(language, "eff_empty", { school: brief(schoolName(after, i, language)) }) }));
}

/** @param {Receiver} r @returns {boolean} whether it is over its seats, more than before */
const overflows = ({ overSeats }) => (overSeats.after ?? 0) > 0 && (overSeats.after ?? 0) > (overSeats.before ?? 0);

/** @param {Preview} p @param {Receiver} r @param {Language} language @returns {Effect} */
function receiverEffect(p, r, language) {
  const [was, roll] = [r.roll.before ?? 0, r.roll.after ?? 0];
  const values = {
    school: brief(schoolName(p.after, r.school, language)), was: number(was), roll: number(roll),
    change: signed(Math.floor(roll + 0.5) - Math.floor(was + 0.5)), seats: number(r.seats ?? 0),
  };
  if (r.seats === null) return { tone: "plain", text: say(language, "eff_takes", values) };
  if ((r.overSeats.after ?? 0) > 0) {
    return { tone: overflows(r) ? "harm" : "warn", text: say(language, "eff_full", { ...values, over: heads(r.overSeats.after ?? 0) }) };
  }
  return { tone: "plain", text: say(language, "eff_room", { ...values, left: number(Math.max(0, r.seats - roll)) }) };
}

/** More riders than the school's buses have seats. @param {Preview} p @param {Receiver} r @param {Language} language @returns {Effect[]} */
function busEffect({ before, after }, { school }, language) {
  const seats = after.schools.busSeats[school] ?? -1;
  const [was, now] = [before.schools.riders[school] ?? 0, after.schools.riders[school] ?? 0];
  if (seats < 0 || now <= seats || now <= was) return [];
  return [{ tone: "harm", text: say(language, "eff_bus", { school: brief(schoolName(after, school, language)), n: number(now), seats: number(seats), over: number(now - seats) }) }];
}

/** @param {Preview} p @param {Receiver} r @param {Language} language @returns {Effect[]} */
function bedEffect(p, r, language) {
  const [was, now] = [r.bedGap.before ?? 0, r.bedGap.after ?? 0];
  if (now <= Math.max(0, was)) return [];
  return [{ tone: "harm", text: say(language, "eff_beds", { school: brief(schoolName(p.after, r.school, language)), n: number(now) }) }];
}

/** @param {Preview} p @param {Language} language @returns {Effect[]} */
function ruleEffects(p, language) {
  /** @type {Map<string, Finding[]>} */
  const by = new Map();
  const bare = p.newFindings.filter((f) => isBare(p, f));
  for (const f of p.newFindings) {
    if (f.severity === "note" || isBare(p, f)) continue;
    by.set(f.rule, [...(by.get(f.rule) ?? []), f]);
  }
  const groups = [...by.values()].sort((a, b) => Number(grave(b)) - Number(grave(a)) || b.length - a.length);
  /** @type {Effect[]} */
  const effects = groups.map((group) => {
    const [f] = /** @type {[Finding]} */ (/** @type {unknown} */ (group));
    const row = p.after.data.standards[f.rule];
    const values = {
      n: group.length, severity: told(language, "severity", f.severity), rule: ruleName(p.after, f.rule, language),
      subjects: subjectNames(p.after, group, language),
    };
    return { tone: grave(group) ? "harm" : "warn", text: say(language, "eff_rule", values), clause: row ? clauseText(row, language) : "" };
  });
  if (bare.length > 0) effects.push({ tone: "warn", text: say(language, "eff_bare", { n: bare.length, subjects: subjectNames(p.after, bare, language) }) });
  const solved = p.solved.filter((f) => f.severity !== "note").length;
  if (solved > 0) effects.push({ tone: "good", text: say(language, "eff_solved", { n: solved }) });
  return effects;
}

/** A school that has just opened has no staff, rooms and equipment yet: that is one thing to know, not many. @param {Preview} p @param {Finding} f */
const isBare = (p, f) => f.type === "school" && p.after.schools.open[f.at] === 1 && p.before.schools.open[f.at] !== 1 && /^(threshold|min_indicators|rest_share)/.test(f.rule);

/** Whom a rule's findings are about: the first few. @param {import("#maps/world").World} scene @param {readonly Finding[]} group @param {Language} language */
function subjectNames(scene, group, language) {
  const names = [...new Set(group.map((f) => brief(subjectName(scene, f, language))))];
  return `${names.slice(0, MOST_NAMES).join(say(language, "list_comma"))}${names.length > MOST_NAMES ? "…" : ""}`;
}

/** @param {readonly Finding[]} group @returns {boolean} */
const grave = (group) => group.some((f) => f.severity === "violation");

/** The gravest effects in one line. @param {Preview} preview @param {Language} language @returns {string} */
export function effectLine(preview, language) {
  const words = /** @type {const} */ ([
    ["short_moved", preview.moved], ["short_riding", preview.riding], ["short_boarding", preview.boarding],
    ["short_unserved", preview.unserved], ["short_served", preview.served],
  ]);
  const parts = words.filter(([, n]) => n > 0).map(([word, n]) => say(language, word, { n: number(n) }));
  const full = preview.receivers.filter(overflows).length;
  if (full > 0) parts.push(say(language, "short_full", { n: full }));
  const graves = preview.newFindings.filter((f) => f.severity === "violation").length;
  if (graves > 0) parts.push(say(language, "short_rules", { n: graves }));
  return parts.length > 0 ? parts.join(say(language, "comma")) : say(language, "short_none");
}
