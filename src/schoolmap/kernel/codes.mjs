/** Codes that Python and the page share: grades, stages, modes, reasons, verdicts. */

export const N_GRADE = 9;
/** @typedef {"primary" | "junior"} Stage */
/** @type {readonly Stage[]} */
export const STAGES = ["primary", "junior"];
export const N_STAGE = STAGES.length;
export const BAND_IDS = ["lower_primary", "upper_primary", "junior"];
/** @type {Readonly<Record<string, number>>} */
export const STAGE_OF_BAND = { lower_primary: 0, upper_primary: 0, junior: 1 };
export const EDITIONS = ["2012", "2017"];

export const [WALK, RIDE, BOARD, UNSERVED] = [0, 1, 2, 3];
export const MODES = ["walk", "ride", "board", "unserved"];
/** Why a pupil is unserved; index 0 = served. Tested in this order. */
export const REASONS = [
  "",
  "no_road_within_limit",
  "other_component",
  "beyond_cutoff",
  "no_site_for_grade",
  "band_may_not_board",
  "no_beds",
];

export const [MET, NOT_MET, UNJUDGED, NOT_TESTED] = [1, 0, -1, -2];
export const [STATUS_OPEN, STATUS_CANDIDATE] = [0, 1];
export const TEACHING_POINT = 218;
export const NO_RIDE = -1;

const SPAN = /^\s*([0-9]{1,2})\s*(?:[-~至到—–]+\s*([0-9]{1,2}))?\s*(?:年级)?\s*$/u;

/**
 * First and last grade of a span such as `1-6` or `1`.
 * @param {string} text
 * @returns {[number, number] | null} null where it is not a span within grades 1 to 12
 */
export function parseSpan(text) {
  const match = SPAN.exec(text);
  if (!match) return null;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first >= 1 && first <= last && last <= 12 ? [first, last] : null;
}

/** @param {number} first @param {number} last @returns {string} */
export const spanText = (first, last) => (first === last ? String(first) : `${first}-${last}`);
