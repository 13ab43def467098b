/** A school: roll against load and seats, beds, its villages, its resources against the standards. */

import { h } from "#maps/dom";
import { against, amount, DASH, length, money, number, orDash, trimmed, unit } from "#maps/figures";
import { at, villagesOf } from "#maps/journeys";
import { areaName, schoolName, span, townName, typeName, villageName } from "#maps/names";
import { ownFindings } from "#maps/panel-findings";
import { total } from "#maps/panel-schools";
import { badge, heading, line, Sources, table } from "#maps/parts";
import { say, sayAny } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/words").Language} Language */

const STAGES = /** @type {const} */ (["primary", "junior"]);

/** @param {World} world @param {number} i @param {Language} language @param {(s: Subject) => void} go */
export function schoolCard(world, i, language, go) {
  const s = world.schools;
  const sources = new Sources(world, language);
  const kind = [typeName(world, at(s.type, i), language), say(language, "grades", { span: span(at(s.first, i), at(s.last, i)) })];
  const where = [townName(world, s.township[i]), areaName(world, s.area[i], language)];
  const open = s.open[i] === 1;
  const head = h(
    "header",
    { class: "card-head" },
    h("p", { class: "card-kind" }, kind.join(" · "), h("code", {}, s.id[i]),
      open ? null : badge(say(language, s.status[i] === 1 ? "candidate" : "closed"), "plain"),
      s.isPrivate[i] === 1 ? badge(say(language, "private"), "plain") : null),
    h("h2", {}, schoolName(world, i, language)),
    h("p", { class: "soft" }, where.filter(Boolean).join(" · ")),
  );
  const body = h(
    "div",
    { class: "card-body" },
    open ? seatBar(world, i, language) : null,
    h("dl", { class: "lines" }, people(world, i, language, sources), boarding(world, i, language), reach(world, i, language, go)),
    open ? resources(world, i, language, sources) : null,
    heading(say(language, "its_findings")),
    ownFindings(world, language, "school", i),
    sources.list(),
  );
  return [head, body];
}

/** @param {World} world @param {number} i @param {Language} language */
function seatBar(world, i, language) {
  const s = world.schools;
  const roll = s.roll[i] ?? 0;
  const seats = at(s.seats, i);
  const over = s.overSeats[i] ?? 0;
  const share = seats > 0 ? Math.min(1, roll / seats) : 0;
  return h(
    "div",
    { class: over > 0 ? "seats over" : "seats" },
    h("p", {}, h("b", { "data-figure": "roll" }, number(roll)), ` / ${seats < 0 ? say(language, "unknown") : number(seats)} `, h("span", { class: "soft" }, say(language, "seats")),
      over > 0 ? badge(`! ${say(language, "over_by", { n: number(over) })}`, "violation") : null),
    h("div", { class: "seats-bar", "--share": `${share * 100}%` }, h("span", {})),
  );
}

/** @param {World} world @param {number} i @param {Language} language @param {Sources} sources */
function people(world, i, language, sources) {
  const s = world.schools;
  const load = total(s.load, i);
  const reported = s.rollReported[i] ?? null;
  const gap = reported === null ? null : reported - load;
  const share = gap !== null && load > 0 ? ` (${gap > 0 ? "+" : ""}${number((gap / load) * 100)}%)` : "";
  const classes = at(s.classes, i);
  const stages = STAGES.filter((_, k) => (s.stageRoll[i * 2 + k] ?? 0) > 0);
  const limits = stages.map((stage) => world.data.limits.class[stage] ?? 0);
  const limit = Math.max(0, ...limits);
  const size = classes > 0 ? (s.roll[i] ?? 0) / classes : null;
  const tight = stages[limits.indexOf(limit)] ?? "primary";
  return [
    line(say(language, "roll_reported"), reported === null ? say(language, "not_reported") : number(reported)),
    line(say(language, "load"), number(load)),
    gap === null ? null : line(say(language, "calibration"), `${gap > 0 ? "+" : ""}${number(gap)}${share}`),
    line(say(language, "classes"), classes < 0 ? DASH : number(classes)),
    line(say(language, "class_size"), orDash(size, 1),
      limit > 0 ? h("span", {}, say(language, "limit_n", { n: number(limit) }), sources.mark(`class_limit.${tight}`)) : null,
      size !== null && limit > 0 && size > limit),
  ];
}

/** @param {World} world @param {number} i @param {Language} language */
function boarding(world, i, language) {
  const s = world.schools;
  const bus = s.bus[i] === 1 ? say(language, "yes") : say(language, "no");
  const gap = at(s.bedGap, i);
  return [
    line(say(language, "beds"), number(at(s.beds, i))),
    line(say(language, "boarders"), at(s.boarders, i) < 0 ? DASH : number(at(s.boarders, i))),
    line(say(language, "boarders_needed"), number(at(s.boardersNeeded, i))),
    line(say(language, "bed_gap"), number(gap), null, gap > 0),
    line(say(language, "bus"), bus, at(s.busSeats, i) >= 0 ? amount(at(s.busSeats, i), "seat", language) : null),
    line(say(language, "riders"), number(at(s.riders, i))),
  ];
}

/** @param {World} world @param {number} i @param {Language} language @param {(s: Subject) => void} go */
function reach(world, i, language, go) {
  const s = world.schools;
  const villages = villagesOf(world, i);
  const [far] = villages;
  return [
    line(say(language, "served"), number(villages.length)),
    line(say(language, "mean_way"), length(s.meanLengthM[i], language)),
    line(
      say(language, "farthest"),
      far ? h("button", { type: "button", class: "link", click: () => go({ type: "village", index: far.village }) }, villageName(world, far.village)) : DASH,
      far ? length(far.lengthM, language) : null,
    ),
  ];
}

/** @param {World} world @param {number} i @param {Language} language @param {Sources} sources */
function resources(world, i, language, sources) {
  const s = world.schools;
  const stages = STAGES.map((stage, k) => ({ stage, k })).filter(({ k }) => (s.stageRoll[i * 2 + k] ?? 0) > 0);
  return h(
    "section",
    {},
    heading(say(language, "resources")),
    stages.map(({ stage, k }) =>
      h(
        "div",
        { class: "resources", "data-stage": stage },
        h("h4", {}, sayAny(language, stage), h("span", { class: "soft" }, `${orDash(s.stageRoll[i * 2 + k])} ${language === "zh" ? "人" : "pupils"}`)),
        table(
          [say(language, "indicator"), say(language, "value"), say(language, "threshold"), say(language, "short_by")],
          rows(world, i, k, stage, language, sources),
          "figures resources-table",
        ),
      ),
    ),
  );
}

/**
 * @param {World} world @param {number} i @param {number} k @param {string} stage
 * @param {Language} language @param {Sources} sources
 */
function rows(world, i, k, stage, language, sources) {
  const { indicators } = world.data.lists;
  return indicators.map((own, n) => {
    const place = (i * indicators.length + n) * 2 + k;
    const value = world.schools.value[place] ?? null;
    const short = world.schools.shortfall[place] ?? null;
    const rule = `threshold.${own.name}.${stage}`;
    const limit = world.data.limits.thresholds[`${own.name}.${stage}`] ?? null;
    const digits = (value ?? limit ?? 0) >= 100 ? 0 : 2;
    const per = own.per === 1 ? say(language, "per_1") : say(language, "per_100");
    const name = h("span", {}, own[language], h("small", {}, ` ${unit(own.unit, language)}${per}`));
    return [
      name,
      value !== null && limit !== null && value < limit && number(value, digits) === number(limit, digits)
        ? against(value, limit, "ratio", language)
        : orDash(value, digits),
      limit === null ? DASH : h("span", {}, `≥ ${trimmed(limit, 2)}`, sources.mark(rule)),
      verdict(value, limit, short, own.unit, language),
    ];
  });
}

/**
 * @param {number | null} value @param {number | null} limit @param {number | null} short
 * @param {string} name of the unit @param {Language} language
 */
function verdict(value, limit, short, name, language) {
  if (limit === null) return DASH;
  if (value === null) return h("span", { class: "soft" }, say(language, "no_value"));
  if (value >= limit) return h("span", { class: "met" }, `✓ ${say(language, "met")}`);
  if (short === null) return h("span", { class: "alarm" }, `▼ ${number(limit - value, 2)}`);
  const text = name === "yuan" ? money(short, language) : amount(Math.ceil(short * 10) / 10, name, language);
  return h("span", { class: "alarm" }, `▼ ${text}`);
}
