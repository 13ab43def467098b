/** How to use the page, where the figures come from, method and software. */

import { h } from "#maps/dom";
import { number } from "#maps/figures";
import { heading, line } from "#maps/parts";
import { seen } from "#maps/ui";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/words").Word} Word */

const STEPS = /** @type {const} */ (["help_1", "help_2", "help_3", "help_4", "help_5"]);
const KEYS = /** @type {readonly [string, Word][]} */ ([
  ["/", "key_search"], ["1 – 6", "key_tools"], ["T P C", "key_views"], ["Ctrl + Z", "undo"], ["Ctrl + Y", "redo"], ["Esc", "key_escape"],
]);
const GLOSSARY = /** @type {const} */ ([
  ["roll", "gloss_roll"], ["load", "gloss_load"], ["cv", "gloss_cv"], ["tool_close", "gloss_close"], ["tool_merge", "gloss_merge"],
  ["tool_convert", "gloss_convert"], ["tool_designate", "gloss_designate"],
]);

/** @param {Ui} ui @returns {HTMLElement} */
export function aboutPanel(ui) {
  const { language, scene } = seen(ui);
  const { study } = scene.data;
  const counts = {
    schools: number(scene.schools.n),
    villages: number(scene.villages.n),
    pupils: number(scene.data.figures.pupils?.[0] ?? 0),
  };
  return h("div", { class: "panel" },
    heading(say(language, "help_title")),
    h("ol", { class: "help-steps" }, STEPS.map((word) => h("li", {}, say(language, word)))),
    heading(say(language, "help_words")),
    h("dl", { class: "help-words" }, GLOSSARY.map(([term, text]) =>
      h("div", {}, h("dt", {}, say(language, term)), h("dd", {}, say(language, text))))),
    heading(say(language, "help_keys")),
    h("dl", { class: "lines keys" }, KEYS.map(([keys, word]) => line(say(language, word), h("kbd", {}, keys)))),
    heading(say(language, "about_data")),
    h("dl", { class: "lines" },
      line(say(language, "data_year"), study.year || say(language, "unknown")),
      line(say(language, "counts"), say(language, "counts_line", counts)),
      line(say(language, "coordinates"), "WGS-84 (EPSG:4326)"),
      line(say(language, "model"), h("code", {}, study.sha256.slice(0, 12))),
      line(say(language, "kernel"), study.kernel)),
    h("p", { class: "notice" }, say(language, "unapproved")),
    heading(say(language, "about_method")),
    h("p", {}, say(language, "method_text")),
    study.slope ? h("p", { "data-slope": "" }, `${study.slope[language === "zh" ? 0 : 1]}${language === "zh" ? "。" : "."}`) : null,
    heading(say(language, "about_software")),
    h("p", {}, say(language, "leaflet")));
}
