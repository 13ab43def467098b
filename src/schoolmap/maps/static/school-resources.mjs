/** A school's resources against the standards: value, threshold, what is missing; before and after. */

import { h } from "#maps/dom";
import { against, amount, DASH, money, number, orDash, pupilsText, trimmed, unit } from "#maps/figures";
import { at } from "#maps/journeys";
import { badge, heading, table } from "#maps/parts";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/parts").Sources} Sources */
/** @typedef {import("#maps/words").Language} Language */

export const STAGES = /** @type {const} */ (["primary", "junior"]);

/** @param {World} before @param {World} world @param {number} i @param {Language} language @param {Sources} sources */
export function resources(before, world, i, language, sources) {
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
          rows(before, world, i, k, stage, language, sources),
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
 * @param {World} before @param {World} world @param {number} i @param {number} k @param {string} stage
 * @param {Language} language @param {Sources} sources
 */
function rows(before, world, i, k, stage, language, sources) {
  const { indicators } = world.data.lists;
  return indicators.map((own, n) => {
    const place = (i * indicators.length + n) * 2 + k;
    const value = world.schools.value[place] ?? null;
    const short = world.schools.shortfall[place] ?? null;
    const rule = `threshold.${own.name}.${stage}`;
    const limit = world.data.limits.thresholds[`${own.name}.${stage}`] ?? null;
    const digits = (value ?? limit ?? 0) >= 100 ? 0 : 2;
    const name = h("span", {}, own[language], h("small", {}, ` ${unit(own.unit_per, language)}`));
    const was = before === world ? null : before.schools.value[place] ?? null;
    const old = was === null || orDash(was, digits) === orDash(value, digits) ? null : h("s", { class: "was" }, number(was, digits));
    return [
      name,
      h("span", {}, old, value !== null && limit !== null && (short ?? 0) > 0 && number(value, digits) === number(limit, digits)
        ? against(value, limit, "ratio", language)
        : orDash(value, digits)),
      limit === null ? DASH : h("span", {}, `≥ ${trimmed(limit, 2)}`, sources.mark(rule)),
      verdict(value, limit, short, own.unit, language),
    ];
  });
}

/**
 * What the kernel says is missing decides.
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
