/** Reads typed arrays: one accessor for each kind, so that engines keep them fast. */

export const UNKNOWN = -1;
export const UNDEFINED = -1;

/** @param {Int32Array} values @param {number} i @returns {number} */
export const int = (values, i) => /** @type {number} */ (values[i]);

/** @param {Float64Array} values @param {number} i @returns {number} */
export const float = (values, i) => /** @type {number} */ (values[i]);

/** @param {Uint8Array} values @param {number} i @returns {boolean} */
export const flag = (values, i) => values[i] === 1;

/** @param {Uint8Array} values @param {number} i @returns {number} */
export const code = (values, i) => /** @type {number} */ (values[i]);

/** @template T @param {readonly T[]} values @param {number} i @returns {T} */
export const item = (values, i) => /** @type {T} */ (values[i]);
