/** A school: roll against seats, beds, whom it serves, resources; today and in the plan, and what may be done. */

import { signed, signedLength } from "#maps/charts";
import { h } from "#maps/dom";
import { amount, DASH, length, number, orDash } from "#maps/figures";
import { flowsOf } from "#maps/impact";
import { at, villagesOf } from "#maps/journeys";
import { areaName, closedName, schoolName, span, townName, typeName, villageName } from "#maps/names";
import { ownFindings } from "#maps/panel-findings";
import { total } from "#maps/panel-schools";
import { badge, heading, line, Sources } from "#maps/parts";
import { heads } from "#maps/preview-text";
import { schoolActions } from "#maps/school-actions";
import { resources, STAGES } from "#maps/school-resources";
import { seen, todayName } from "#maps/ui";
import { say, told } from "#maps/words";

/** @typedef {import("#maps/scene").Scene} Scene */
/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {{ui: Ui, before: Scene, old: Scene, world: Scene, i: number, language: Language, sources: Sources}} Context
 *   `old`: what figures are held against; itself where the plan adds the school */

/** @param {Ui} ui @param {number} i */
export function schoolCard(ui, i) {
  const { language, scene, before, plan } = seen(ui);
  // a school that only the plan has is shown as the plan has it
  const world = i < scene.schools.n ? scene : plan;
  const s = world.schools;
  const old = i < before.schools.n ? before : world;
  const context = { ui, before, old, world, i, language, sources: new Sources(world, language) };
  const open = s.open[i] === 1;
  const opened = open || before.schools.open[i] === 1;
  const body = h("div", { class: "card-body" },
    opened ? seatBar(context) : null,
    schoolActions(ui, plan, i),
    flows(context),
    // of a school that the plan closes, where its pupils go says all
    open || !opened ? h("dl", { class: "lines" }, people(context), boarding(context), reach(context)) : null,
    open ? resources(old, world, i, language, context.sources) : null,
    heading(say(language, "its_findings")),
    ownFindings(before, world, language, "school", i),
    context.sources.list());
  return [cardHead(context), body];
}

/** @param {Context} context */
function cardHead({ ui, world, before, i, language }) {
  const s = world.schools;
  // what the plan does to it is told whatever is shown
  const planned = ui.session.plan().schools.open[i] === 1;
  const kind = [typeName(world, at(s.type, i), language), say(language, "grades", { span: span(at(s.first, i), at(s.last, i)) })];
  const where = [townName(world, s.township[i]), areaName(world, s.area[i], language)];
  const was = before.schools.open[i] === 1;
  return h("header", { class: "card-head" },
    h("p", { class: "card-kind" }, kind.join(" · "), h("code", {}, s.id[i]),
      was && !planned ? badge(say(language, "plan_closes"), "violation") : null,
      !was && planned ? badge(say(language, "plan_opens"), "good") : null,
      planned || was ? null : badge(closedName(world, i, language), "plain"),
      s.isPrivate[i] === 1 ? badge(say(language, "private"), "plain") : null),
    h("h2", {}, schoolName(world, i, language)),
    h("p", { class: "soft" }, where.filter(Boolean).join(" · ")));
}

/** @param {Context} context */
function seatBar(context) {
  const { ui, world, old, i, language } = context;
  const s = world.schools;
  if (s.open[i] !== 1) return closedSeats(context);
  const [roll, was] = [s.roll[i] ?? 0, old.schools.roll[i] ?? 0];
  const seats = at(s.seats, i);
  const over = s.overSeats[i] ?? 0;
  const most = Math.max(seats, roll, was, 1);
  const moved = old !== world && Math.abs(roll - was) >= 0.5;
  const today = todayName(ui.session, language);
  return h("div", { class: over > 0 ? "seats over" : "seats" },
    h("p", {}, h("b", { "data-figure": "roll" }, number(roll)), ` / ${seats < 0 ? say(language, "unknown") : number(seats)} `, h("span", { class: "soft" }, say(language, "seats")),
      over > 0 ? badge(`! ${say(language, "over_by", { n: heads(over) })}`, "violation") : null,
      moved ? h("span", { class: "change" }, ` ${say(language, "today_was", { today, n: number(was), change: signed(Math.round(roll) - Math.round(was)) })}`) : null),
    h("div", { class: "seats-bar", "--share": `${(Math.min(roll, seats < 0 ? roll : seats) / most) * 100}%`, "--over": `${(Math.max(0, over) / most) * 100}%`, "aria-hidden": "true" },
      h("span", {}), over > 0 ? h("i", {}) : null, moved ? h("em", { "--at": `${(was / most) * 100}%` }) : null));
}

/** A school that the plan closes has no seats to fill: what it had. @param {Context} context */
function closedSeats({ ui, before, i, language }) {
  const { roll, seats } = before.schools;
  const had = `${number(roll[i] ?? 0)} / ${at(seats, i) < 0 ? say(language, "unknown") : number(at(seats, i))} ${say(language, "seats")}`;
  return h("div", { class: "seats closed" }, h("p", {}, h("span", { class: "soft" }, todayName(ui.session, language)), " ", had));
}

/** Where its pupils go, or where the new ones come from. @param {Context} context */
function flows(context) {
  const { before, world, i, language } = context;
  if (before === world) return null;
  return /** @type {const} */ (["from", "to"]).map((side) => {
    const found = flowsOf(before, world, i, side);
    if (found.length === 0) return null;
    return h("section", { class: "flows" },
      heading(say(language, side === "from" ? "pupils_leave" : "pupils_arrive")),
      h("ul", {}, found.map((flow) => flowLine(context, flow))));
  });
}

/** @param {Context} context @param {import("#maps/impact").Flow} flow */
function flowLine({ ui, world, language }, { school, pupils, addedM }) {
  const name = school < 0
    ? h("span", { class: "alarm" }, told(language, "mode", "unserved"))
    : h("button", { type: "button", class: "link", click: () => ui.act.go({ type: "school", index: school }) }, schoolName(world, school, language));
  const added = addedM === null ? "" : say(language, "mean_added", { added: signedLength(addedM, language) });
  return h("li", {}, name, h("b", {}, number(pupils)), h("small", { class: (addedM ?? 0) > 0 ? "alarm" : "" }, added));
}

/**
 * A figure, and what it was where the plan changes it.
 * @param {string} label @param {number | null} was @param {number | null} now @param {(n: number | null) => string} show
 * @param {{alarm?: boolean, note?: import("#maps/dom").Child}} [more]
 */
function pairLine(label, was, now, show, { alarm = false, note = null } = {}) {
  const [old, text] = [show(was), show(now)];
  return line(label, h("span", {}, old === text ? null : h("s", { class: "was" }, old), text), note, alarm);
}

/** @param {Context} context */
function people({ world, old, i, language, sources }) {
  const s = world.schools;
  const load = total(s.load, i);
  const reported = s.rollReported[i] ?? null;
  const gap = reported === null || old !== world ? null : reported - load;
  const share = gap !== null && load > 0 ? ` (${gap > 0 ? "+" : ""}${number((gap / load) * 100)}%)` : "";
  const classes = at(s.classes, i);
  const limit = s.classLimit[i] ?? null;
  const broken = world.data.findings.find((f) => f.type === "school" && f.at === i && f.rule.startsWith("class_limit."));
  const stage = STAGES.find((one, k) => (s.stageRoll[i * 2 + k] ?? 0) > 0 && world.data.standards[`class_limit.${one}`]?.value === limit);
  const rule = broken?.rule ?? `class_limit.${stage ?? ""}`;
  return [
    line(say(language, "roll_reported"), reported === null ? say(language, "not_reported") : number(reported)),
    pairLine(say(language, "load"), total(old.schools.load, i), load, (n) => orDash(n)),
    gap === null ? null : line(say(language, "calibration"), `${gap > 0 ? "+" : ""}${number(gap)}${share}`),
    line(say(language, "classes"), classes < 0 ? DASH : number(classes)),
    line(say(language, "class_size"), h("span", { "data-figure": "class_size" }, orDash(s.classSize[i], 1)),
      limit === null ? null : h("span", {}, say(language, "limit_n", { n: number(limit) }), sources.mark(rule)),
      broken !== undefined),
  ];
}

/** @param {Context} context */
function boarding({ world, old: was, i, language }) {
  const [s, old] = [world.schools, was.schools];
  const bus = (/** @type {Scene["schools"]} */ w) => (w.bus[i] === 1 ? say(language, "yes") : say(language, "no"));
  const known = (/** @type {number | undefined} */ n) => (n === undefined || n < 0 ? null : n);
  const gap = known(s.bedGap[i]);
  const show = (/** @type {number | null} */ n) => orDash(n);
  const bused = bus(old) === bus(s) ? null : h("s", { class: "was" }, bus(old));
  return [
    pairLine(say(language, "beds"), known(old.beds[i]), known(s.beds[i]), show),
    line(say(language, "boarders"), orDash(known(s.boarders[i]))),
    pairLine(say(language, "boarders_needed"), known(old.boardersNeeded[i]), known(s.boardersNeeded[i]), show),
    pairLine(say(language, "bed_gap"), known(old.bedGap[i]), gap, show, { alarm: (gap ?? 0) > 0 }),
    line(say(language, "bus"), h("span", {}, bused, bus(s)), at(s.busSeats, i) >= 0 ? amount(at(s.busSeats, i), "seat", language) : null),
    pairLine(say(language, "riders"), known(old.riders[i]), known(s.riders[i]), show),
  ];
}

/** @param {Context} context */
function reach({ ui, world, old: was, i, language }) {
  const [s, old] = [world.schools, was.schools];
  const villages = villagesOf(world, i);
  const [far] = villages;
  const served = was === world ? villages.length : villagesOf(was, i).length;
  return [
    pairLine(say(language, "served"), served, villages.length, (n) => orDash(n)),
    pairLine(say(language, "mean_way"), old.meanLengthM[i] ?? null, s.meanLengthM[i] ?? null, (n) => length(n, language)),
    line(
      say(language, "farthest"),
      far ? h("button", { type: "button", class: "link", click: () => ui.act.go({ type: "village", index: far.village }) }, villageName(world, far.village)) : DASH,
      far ? length(far.lengthM, language) : null,
    ),
  ];
}
