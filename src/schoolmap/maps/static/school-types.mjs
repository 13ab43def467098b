/** What kind of school a span of grades makes. */

import { TEACHING_POINT } from "#kernel/codes";

/** @typedef {{first: ArrayLike<number>, last: ArrayLike<number>, isPoint: ArrayLike<number>}} Spans */

const [PRIMARY, JUNIOR, THROUGH] = [211, 311, 312];

/**
 * Kinds of schools: as listed, but where a plan changed the span, the kind that the span makes.
 * @param {{n: number, type: Int32Array, first: Int32Array, last: Int32Array}} listed
 * @param {Spans} now of all schools, the added ones last @param {number} primaryLast grade
 * @returns {Int32Array}
 */
export function typesOf(listed, { first, last, isPoint }, primaryLast) {
  return Int32Array.from(first, (from, i) => {
    const to = Number(last[i]);
    if (i < listed.n && from === listed.first[i] && to === listed.last[i]) return Number(listed.type[i]);
    if (isPoint[i]) return TEACHING_POINT;
    if (to <= primaryLast) return PRIMARY;
    return from > primaryLast ? JUNIOR : THROUGH;
  });
}
