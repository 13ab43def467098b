/** A village or a school as the public may know it. */

import { h } from "#maps/dom";
import { length, minutes, number } from "#maps/figures";
import { at, journey, UNSERVED } from "#maps/journeys";
import { areaName, bandName, closedName, schoolName, span, townName, typeName, villageName } from "#maps/names";
import { badge, heading, line } from "#maps/parts";
import { countText } from "#maps/public-panel";
import { alone, say, told } from "#maps/words";
import { sayPublic } from "#maps/words-public";

/** @typedef {import("#maps/public-world").PublicCounty} PublicCounty */
/** @typedef {import("#maps/public-world").PublicScene} PublicScene */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {(s: Subject) => void} Go */

/** @param {PublicCounty} county @param {PublicScene} scene @param {Subject} subject @param {Language} language @param {Go} go */
export const publicCard = (county, scene, subject, language, go) =>
  subject.type === "school" ? schoolCard(county, scene, subject.index, language) : villageCard(county, scene, subject.index, language, go);

/** @param {string} kind @param {string | undefined} id @param {string} name @param {string[]} where @param {HTMLElement | null} [mark] */
const head = (kind, id, name, where, mark) => h("header", { class: "card-head" },
  h("p", { class: "card-kind" }, kind, h("code", {}, id), mark),
  h("h2", {}, name),
  h("p", { class: "soft" }, where.filter(Boolean).join(" · ")));

/** @param {PublicCounty} county @param {PublicScene} scene @param {number} v @param {Language} language @param {Go} go */
function villageCard(county, scene, v, language, go) {
  const own = scene.villages;
  const where = [townName(scene, own.township[v]), own.admin[v] ?? "", areaName(scene, own.area[v], language)];
  return [
    head(alone(told(language, "subject", "village")), own.id[v], villageName(scene, v), where),
    h("div", { class: "card-body" },
      h("dl", { class: "lines" }, line(sayPublic(language, "all_pupils"), h("span", { "data-figure": "pupils" }, countText(county, at(county.totals, v), language)))),
      at(own.component, v) < 0 && !scene.data.study.estimated ? h("p", { class: "notice alarm" }, say(language, "not_connected")) : null,
      heading(say(language, "way_to_school")),
      scene.data.bands.map((_, b) => way(scene, v, b, language, go))),
  ];
}

/** @param {PublicScene} scene @param {number} v @param {number} b @param {Language} language @param {Go} go */
function way(scene, v, b, language, go) {
  const band = /** @type {import("#maps/world").Band} */ (scene.data.bands[b]);
  const { site, mode, lengthM, walkS, rideS } = journey(scene, v, band.first);
  const lost = mode === UNSERVED;
  const word = told(language, "mode", scene.data.lists.modes[mode] ?? "");
  const how = mode === 0 ? minutes(walkS, language) : rideS === null ? "" : minutes(rideS, language);
  return h("section", { class: "band", "data-band": band.id },
    h("h4", {}, bandName(scene, b, language), h("span", { class: "soft" }, say(language, "grades", { span: span(band.first, band.last) }))),
    h("dl", { class: "lines" },
      line(word, site < 0 ? "" : h("button", { type: "button", class: "link", click: () => go({ type: "school", index: site }) }, schoolName(scene, site, language)),
        [length(lengthM, language), how].filter(Boolean).join(" · "), lost)));
}

/** @param {PublicCounty} county @param {PublicScene} scene @param {number} i @param {Language} language */
function schoolCard({ data }, scene, i, language) {
  const s = scene.schools;
  const closed = closedName(scene, i, language);
  const kind = [typeName(scene, at(s.type, i), language), say(language, "grades", { span: span(at(s.first, i), at(s.last, i)) })].join(" · ");
  const mark = closed ? badge(closed, "plain") : at(s.isPrivate, i) === 1 ? badge(say(language, "private"), "plain") : null;
  const small = data.schools.roll_hidden[i] === true;
  const roll = s.rollReported[i] ?? null;
  const told = small ? sayPublic(language, "hidden", { least: data.public.least })
    : roll === null ? say(language, at(s.isPrivate, i) === 1 ? "unknown" : "not_reported") : number(roll);
  return [
    head(kind, s.id[i], schoolName(scene, i, language), [townName(scene, s.township[i]), areaName(scene, s.area[i], language)], mark),
    h("div", { class: "card-body" }, h("dl", { class: "lines" },
      line(sayPublic(language, "roll_public"), h("span", { "data-figure": "roll" }, at(s.isPrivate, i) === 1 ? sayPublic(language, "hidden_short") : told)))),
  ];
}
