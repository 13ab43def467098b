/** Reads typed arrays: one accessor for each kind, so that engines keep them fast. */

/** @param {Int32Array} values @param {number} i @returns {number} */
export const int = (values, i) => /** @type {number} */ (values[i]);

/** @param {Float64Array} values @param {number} i @returns {number} */
export const float = (values, i) => /** @type {number} */ (values[i]);
