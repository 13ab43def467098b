/** What stands around the map whatever is planned: title, notices, foot. */

import { fill, h } from "#maps/dom";
import { say } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/words").Language} Language */

/** @param {World} world @param {Language} language @param {{title: HTMLElement, foot: HTMLElement}} parts */
export function frameParts(world, language, parts) {
  const { study } = world.data;
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  fill(parts.title,
    h("span", { class: "brand", "aria-hidden": "true" }),
    h("div", {}, h("h1", { title: study.name }, study.name), h("p", {}, [say(language, "subtitle"), study.year].filter(Boolean).join(" · "))));
  fill(parts.foot,
    h("p", {}, say(language, "unapproved"), " · WGS-84 · ", say(language, "data_year"), ` ${study.year || say(language, "unknown")} · `,
      h("code", { title: say(language, "model") }, study.sha256.slice(0, 12))));
}

/** @param {Ui} ui @param {World} world */
export function notices({ store, act, speaker }, world) {
  const { language } = store.get();
  const { study } = world.data;
  const offer = act.autosave.offer();
  const when = offer ? new Date(offer.savedAt).toLocaleString(language === "zh" ? "zh-CN" : "en") : "";
  return [
    study.simulated ? h("p", { class: "simulated" }, say(language, "simulated")) : null,
    study.estimated ? h("p", { class: "estimated" }, say(language, "estimated", { detour: study.detour ?? "" })) : null,
    offer ? h("p", { class: "offer", role: "alert" }, say(language, "saved_plans", { n: offer.plans, changes: offer.changes, when }),
      h("button", { type: "button", class: "button small main", "data-key": "restore", click: () => {
        const { plans: n, left } = act.autosave.restore();
        store.set({ tab: "plan", view: "plan" });
        speaker.tell(left > 0 ? say(language, "restored_but", { n, left }) : say(language, "restored", { n }));
      } }, say(language, "restore")),
      h("button", { type: "button", class: "button small", "data-key": "dismiss", click: () => act.autosave.dismiss() }, say(language, "start_afresh"))) : null,
    act.autosave.status() === "failed" ? h("p", { class: "estimated", role: "alert" }, say(language, "not_saved")) : null,
  ];
}
