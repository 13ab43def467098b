/** Figures that layouts are judged by: how each is read, and whether more of it is worse. */

import { signed } from "#maps/charts";
import { DASH, length, number, orDash, percent, unit } from "#maps/figures";
import { say } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/world").Figures} Figures */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {import("#maps/words").Word} Word */
/** @typedef {"length" | "share" | "count"} Kind */
/**
 * @typedef {object} KeyFigure
 * @property {string} id
 * @property {Word} word
 * @property {Kind} kind
 * @property {-1 | 0 | 1} worse  1: more is worse, -1: less is worse, 0: neither
 */

/** @param {Figures} figures @param {string} id @returns {number | null} */
export const figure = (figures, id) => figures[id]?.[0] ?? null;

/** @type {readonly KeyFigure[]} */
export const KEY_FIGURES = [
  { id: "schools_open", word: "schools_open", kind: "count", worse: 0 },
  { id: "mean_length_m", word: "mean_length", kind: "length", worse: 1 },
  { id: "p90_length_m", word: "p90_length", kind: "length", worse: 1 },
  { id: "share_walk_limit", word: "share_limit", kind: "share", worse: -1 },
  { id: "pupils_ride", word: "riders", kind: "count", worse: 0 },
  { id: "pupils_board", word: "pupils_board", kind: "count", worse: 1 },
  { id: "pupils_unserved", word: "pupils_unserved", kind: "count", worse: 1 },
  { id: "board_need", word: "board_need", kind: "count", worse: 1 },
  { id: "bed_gap", word: "bed_gap", kind: "count", worse: 1 },
  { id: "schools_over_seats", word: "over_seats", kind: "count", worse: 1 },
  { id: "schools_under_100", word: "small_schools", kind: "count", worse: 0 },
];

/** @param {Kind} kind @param {number | null} value @param {Language} language @returns {string} */
export function shownAs(kind, value, language) {
  if (kind === "length") return length(value, language);
  return kind === "share" ? percent(value) : orDash(value);
}

/**
 * How far a figure moved, with its sign; a change that would read as none keeps finer digits.
 * @param {Kind} kind @param {number | null} was @param {number | null} now @param {Language} language
 * @returns {string} empty where nothing moved or nobody can tell
 */
export function moved(kind, was, now, language) {
  if (was === null || now === null || was === now) return "";
  if (kind === "count") return signed(now - was, Number.isInteger(now - was) ? 0 : 1);
  if (kind === "share") {
    const points = (now - was) * 100;
    return `${signed(points, Math.abs(points) < 0.1 ? 2 : 1)} ${say(language, "percent_points")}`;
  }
  const metres = now - was;
  return Math.abs(metres) < 1000 ? `${signed(metres)} ${unit("m", language)}` : `${signed(metres / 1000, 1)} ${unit("km", language)}`;
}

/** @param {-1 | 0 | 1} worse @param {number | null} was @param {number | null} now @returns {"bad" | "good" | ""} */
export function judged(worse, was, now) {
  if (worse === 0 || was === null || now === null || was === now) return "";
  return now > was === worse > 0 ? "bad" : "good";
}

/** @param {World} scene @param {string} severity @returns {number} findings of that severity */
export const countFindings = (scene, severity) => scene.data.findings.reduce((n, f) => n + (f.severity === severity ? 1 : 0), 0);

/** A figure in a table. @param {KeyFigure} key @param {Figures} figures @param {Language} language @returns {string} */
export const cellText = (key, figures, language) => {
  const value = figure(figures, key.id);
  return value === null ? DASH : key.kind === "count" ? number(value) : shownAs(key.kind, value, language);
};
