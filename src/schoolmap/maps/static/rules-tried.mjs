/** Figures that a plan may try in place of the study's: which, and within what range. */

import { ruleFault } from "#kernel/rules";

/** @typedef {import("#kernel/model").KernelModel} KernelModel */
/** @typedef {Readonly<Record<string, number | boolean>>} TriedRules  by id */
/**
 * Lowest and highest figure that is believed, and whether it must be whole, by the rule's first
 * part; `""` for all others.
 * @typedef {Readonly<Record<string, readonly [number, number, boolean]>>} Ranges
 */
/**
 * Why a figure cannot be tried.
 * @typedef {{code: "rule_not_tried" | "unknown_rule" | "unsuitable_rule_value", rule: string,
 *   value: number | boolean, low?: number, high?: number, whole?: boolean}} RuleFault
 */

/** @type {readonly [number, number, boolean]} */
const ANY_AMOUNT = [0, 1e9, false];

/** @param {Ranges} ranges @param {string} rule @returns {{low: number, high: number, whole: boolean}} */
export function rangeOf(ranges, rule) {
  const [low, high, whole] = ranges[rule.split(".")[0] ?? ""] ?? ranges[""] ?? ANY_AMOUNT;
  return { low, high, whole };
}

/**
 * @param {KernelModel} model @param {Ranges} ranges @param {TriedRules} rules
 * @returns {RuleFault[]} in the order of the rules
 */
export function ruleFaults(model, ranges, rules) {
  const columns = new Set(model.resources.map((resource) => resource.name));
  return Object.entries(rules).flatMap(([rule, value]) => {
    const code = ruleFault(model.standards, columns, rule, value);
    if (code) return [{ code, rule, value, ...(code === "unsuitable_rule_value" ? rangeOf(ranges, rule) : {}) }];
    if (typeof value === "boolean") return [];
    const { low, high, whole } = rangeOf(ranges, rule);
    const fits = value >= low && value <= high && !(whole && !Number.isInteger(value));
    return fits ? [] : [{ code: "unsuitable_rule_value", rule, value, low, high, whole }];
  });
}
