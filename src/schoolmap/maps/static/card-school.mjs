/** A school: roll against load and seats, beds, its villages, its resources against the standards. */

import { h } from "#maps/dom";
import { against, amount, DASH, length, money, number, orDash, pupilsText, trimmed, unit } from "#maps/figures";
import { at, villagesOf } from "#maps/journeys";
import { areaName, closedName, schoolName, span, townName, typeName, villageName } from "#maps/names";
import { ownFindings } from "#maps/panel-findings";
import { total } from "#maps/panel-schools";
import { badge, heading, line, Sources, table } from "#maps/parts";
import { alone, say, told } from "#maps/words";

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
      open ? null : badge(closedName(world, i, language), "plain"),
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
  const limit = s.classLimit[i] ?? null;
  const broken = world.data.findings.find((f) => f.type === "school" && f.at === i && f.rule.startsWith("class_limit."));
  const stage = STAGES.find((one, k) =>
    (s.stageRoll[i * 2 + k] ?? 0) > 0 && world.data.standards[`class_limit.${one}`]?.value === limit);
  const rule = broken?.rule ?? `class_limit.${stage ?? ""}`;
  return [
    line(say(language, "roll_reported"), reported === null ? say(language, "not_reported") : number(reported)),
    line(say(language, "load"), number(load)),
    gap === null ? null : line(say(language, "calibration"), `${gap > 0 ? "+" : ""}${number(gap)}${share}`),
    line(say(language, "classes"), classes < 0 ? DASH : number(classes)),
    line(say(language, "class_size"), h("span", { "data-figure": "class_size" }, orDash(s.classSize[i], 1)),
      limit === null ? null : h("span", {}, say(language, "limit_n", { n: number(limit) }), sources.mark(rule)),
      broken !== undefined),
  ];
}

/** @param {World} world @param {number} i @param {Language} language */
function boarding(world, i, language) {
  const s = world.schools;
  const bus = s.bus[i] === 1 ? say(language, "yes") : say(language, "no");
  const gap = at(s.bedGap, i);
  return [
    line(say(language, "beds"), at(s.beds, i) < 0 ? DASH : number(at(s.beds, i))),
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
        h("h4", {}, alone(told(language, "stage", stage)), h("span", { class: "soft" }, pupilsText(s.stageRoll[i * 2 + k] ?? 0, language))),
        standing2017(world, i * 2 + k, language),
        table(
          [say(language, "indicator"), say(language, "value"), say(language, "threshold"), say(language, "short_by")],
          rows(world, i, k, stage, language, sources),
          "figures resources-table",
        ),
      ),
    ),
  );
}

const VERDICT_KINDS = /** @type {Record<string, string>} */ ({ 1: "good", 0: "violation", "-1": "warning", "-2": "plain" });

/** @param {World} world @param {number} place of the school and stage @param {Language} language */
function standing2017(world, place, language) {
  const s = world.schools;
  const code = at(s.verdict2017, place);
  const unknown = at(s.unknown2017, place);
  const counted = say(language, "standard_2017", { met: at(s.met2017, place) });
  return h("p", { class: "limits", "data-verdict": code },
    code === -2 ? null : counted + (unknown > 0 ? say(language, "unknown_2017", { n: unknown }) : "") + " ",
    badge(told(language, "verdict", String(code)), VERDICT_KINDS[String(code)] ?? "plain"));
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
    const name = h("span", {}, own[language], h("small", {}, ` ${unit(own.unit_per, language)}`));
    return [
      name,
      value !== null && limit !== null && (short ?? 0) > 0 && number(value, digits) === number(limit, digits)
        ? against(value, limit, "ratio", language)
        : orDash(value, digits),
      limit === null ? DASH : h("span", {}, `≥ ${trimmed(limit, 2)}`, sources.mark(rule)),
      verdict(value, limit, short, own.unit, language),
    ];
  });
}

/**
 * What the kernel says is missing decides; values are rounded on the way here.
 * @param {number | null} value @param {number | null} limit @param {number | null} short
 * @param {string} name of the unit @param {Language} language
 */
export function verdict(value, limit, short, name, language) {
  if (limit === null) return DASH;
  if (value === null) return h("span", { class: "soft" }, say(language, "no_value"));
  if (short === null) return DASH;
  if (short === 0) return h("span", { class: "met" }, `✓ ${say(language, "met")}`);
  const text = name === "yuan" ? money(short, language) : amount(Math.ceil(short * 10) / 10, name, language);
  return h("span", { class: "alarm" }, `▼ ${text}`);
}
