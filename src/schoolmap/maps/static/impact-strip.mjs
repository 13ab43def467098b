/** What a plan does, all in all: the figures that a hearing would ask for first. */

import { signed, signedLength } from "#maps/charts";
import { h } from "#maps/dom";
import { DASH, number, orDash } from "#maps/figures";
import { moverVillages } from "#maps/impact";
import { figure } from "#maps/key-figures";
import { villageName } from "#maps/names";
import { heading } from "#maps/parts";
import { previewOf } from "#maps/preview";
import { onceFor, seen, todayName } from "#maps/ui";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/words").Word} Word */
/** @typedef {{key: string, word: Word, value: string, note?: import("#maps/dom").Child, tone?: "harm" | "good" | ""}} Cell */

/** A plan against today, worked out once. */
export const effectOf = onceFor((before, after) => previewOf(before, after, []));

/** @param {Ui} ui @returns {HTMLElement} */
export function impactStrip(ui) {
  const { language, before, plan } = seen(ui);
  const p = effectOf(before, plan);
  const today = todayName(ui.session, language);
  const [was, now] = [before.data.figures, plan.data.figures];
  const over = [figure(was, "schools_over_seats") ?? 0, figure(now, "schools_over_seats") ?? 0];
  const beds = [figure(was, "bed_gap") ?? 0, figure(now, "bed_gap") ?? 0];
  const graves = p.newFindings.filter((f) => f.severity === "violation").length;
  const solved = p.solved.filter((f) => f.severity === "violation").length;
  const far = p.maxVillage < 0 ? null : h("button", {
    type: "button", class: "link", "data-key": "farthest-village", click: () => ui.act.go({ type: "village", index: p.maxVillage }),
  }, villageName(plan, p.maxVillage));
  const most = p.maxAddedM === null ? null : h("span", {}, say(language, "strip_most", { max: signedLength(p.maxAddedM, language) }), " ", far);
  const more = h("button", { type: "button", class: "link", "data-key": "to-findings", click: () => ui.store.set({ tab: "findings" }) }, say(language, "strip_solved", { n: number(solved) }));
  /** @type {Cell[]} */
  const cells = [
    { key: "moved", word: "strip_moved", value: number(p.moved), note: say(language, "strip_villages", { n: number(moverVillages(before, plan)) }) },
    { key: "added", word: "strip_added", value: p.meanAddedM === null ? DASH : signedLength(p.meanAddedM, language), note: most, tone: worse(p.meanAddedM ?? 0) },
    { key: "riding", word: "strip_riding", value: number(p.riding), tone: worse(p.riding) },
    { key: "boarding", word: "strip_boarding", value: number(p.boarding), tone: worse(p.boarding) },
    { key: "unserved", word: "strip_unserved", value: number(p.unserved), note: p.served > 0 ? say(language, "strip_served", { n: number(p.served) }) : null, tone: worse(p.unserved) },
    { key: "over", word: "over_seats", value: orDash(over[1]), note: held(over, today, language), tone: worse(Number(over[1]) - Number(over[0])) },
    { key: "beds", word: "bed_gap", value: orDash(beds[1]), note: held(beds, today, language), tone: worse(Number(beds[1]) - Number(beds[0])) },
    { key: "findings", word: "strip_findings", value: number(graves), tone: worse(graves), note: more },
  ];
  return h("section", {}, heading(say(language, "what_plan_does", { today })),
    h("dl", { class: "strip-figures" }, cells.map(({ key, word, value, note, tone }) =>
      h("div", { class: tone ?? "", "data-figure": `plan-${key}` }, h("dt", {}, say(language, word)), h("dd", {}, h("b", {}, value), note ? h("small", {}, note) : null)))));
}

/** @param {number} change @returns {"harm" | "good" | ""} */
const worse = (change) => (change > 0 ? "harm" : change < 0 ? "good" : "");

/** @param {number[]} pair @param {string} today @param {import("#maps/words").Language} language @returns {string} */
const held = ([was = 0, now = 0], today, language) =>
  was === now ? say(language, "as_today") : say(language, "today_was", { today, n: number(was), change: signed(now - was) });
