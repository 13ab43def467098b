/** Measures of spread, weighted by pupils. Sums run in index order. */

import { float } from "#kernel/arrays";

/**
 * The official 差异系数 of a resource per pupil over schools.
 * @param {Float64Array} resource @param {Float64Array} pupils every one above 0
 * @returns {number | null} null where there is no school or nobody has any of the resource
 */
export function coefficientOfVariation(resource, pupils) {
  const everyone = orderedSum(pupils);
  const total = orderedSum(resource);
  if (everyone <= 0 || total <= 0) return null;
  const mean = total / everyone;
  let spread = 0;
  for (let i = 0; i < pupils.length; i += 1) {
    const d = float(resource, i) / float(pupils, i) - mean;
    spread += (float(pupils, i) / everyone) * d * d;
  }
  return Math.sqrt(spread) / mean;
}

/**
 * The mean of 差异系数 in the order given; a missing one leaves it undefined.
 * @param {readonly (number | null)[]} values @returns {number | null}
 */
export function compositeCv(values) {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
}

/** @param {Float64Array} values @returns {number} */
export function orderedSum(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += float(values, i);
  return sum;
}
