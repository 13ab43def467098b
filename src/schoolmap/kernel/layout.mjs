/** A layout and who goes where in it. */

import { assign } from "#kernel/assignment";
import { loads } from "#kernel/rolls";

/**
 * @typedef {import("#kernel/assignment").Assignment} Assignment
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/state").State} State
 * @typedef {{state: State, assignment: Assignment, load: Int32Array}} Layout load by site and grade
 */

/** @param {KernelModel} model @param {State} state @returns {Layout} */
export function layoutOf(model, state) {
  const assignment = assign(model, state);
  return { state, assignment, load: loads(model, assignment) };
}
