/** A rule that is not kept, or a thing to look at. */

import { standard } from "#kernel/rules";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {"violation" | "warning" | "note"} Severity
 * @typedef {{rule: string, severity: Severity, subjectType: "county" | "school" | "village",
 *   subjectId: string, value: number | null, limit: number | null, unit: string, detail: string,
 *   pupils: number}} Finding
 *   `value` null where it cannot be made; `pupils` 0 where the finding counts none
 */

/**
 * A breach of a binding figure is a violation, of any other a warning.
 * @param {KernelModel} model @param {string} rule @returns {Severity}
 */
export const severity = (model, rule) =>
  standard(model.standards, rule).force === "binding" ? "violation" : "warning";
