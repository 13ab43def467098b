/** Evaluated layouts: each is made when it is first asked for, and the last ones are held. */

import { checkScenario } from "#kernel/conflicts";
import { evaluate } from "#kernel/evaluate";
import { sceneOf } from "#maps/scene";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/extending").AddedSite} AddedSite
 * @typedef {import("#kernel/conflicts").Conflict} Conflict
 * @typedef {import("#kernel/scenario").Change} Change
 * @typedef {import("#kernel/scenario").Open} Open
 * @typedef {import("#maps/rules-tried").TriedRules} TriedRules
 * @typedef {import("#maps/scene").Scene} Scene
 * @typedef {{readonly changes: readonly Change[], readonly rules: TriedRules}} Draft  what a plan says
 * @typedef {{add: (change: Open) => AddedSite | null, settle: (change: Open) => Open}} Openings
 *   schools that are not listed: with their journeys, and with their place said exactly
 */

/** So many states can be gone back and forth through at no cost. */
const HELD = 32;

/** @type {Draft} */
export const NOTHING = Object.freeze({ changes: Object.freeze([]), rules: Object.freeze({}) });

/** @param {Draft} draft @returns {boolean} */
export const isIdle = ({ changes, rules }) => changes.length === 0 && Object.keys(rules).length === 0;

export class Scenes {
  /** @type {Map<string, Scene>} the last one used is the last */
  #held = new Map();
  /** @type {Scene | null} stays: everything is held against it */
  #today = null;

  /** @param {import("#maps/world").World} world @param {KernelModel} model @param {Openings} openings */
  constructor(world, model, openings) {
    this.world = world;
    this.model = model;
    this.openings = openings;
    this.listed = new Set(model.sites.ids);
  }

  /** @param {Draft} draft without conflicts @returns {Scene} the same one for the same draft */
  of({ changes, rules }) {
    if (isIdle({ changes, rules })) return (this.#today ??= this.#made(NOTHING));
    const key = JSON.stringify([changes, Object.entries(rules).sort()]);
    const scene = this.#held.get(key) ?? this.#made({ changes, rules });
    this.#held.delete(key);
    this.#held.set(key, scene);
    const [oldest] = this.#held.keys();
    if (this.#held.size > HELD && oldest !== undefined) this.#held.delete(oldest);
    return scene;
  }

  /** @param {Draft} draft @returns {Scene} */
  #made({ changes, rules }) {
    const scenario = { name: "", changes, rules };
    return sceneOf(this.world, evaluate(this.model, scenario, this.added(changes)));
  }

  /** Schools that changes open and the county does not list, in order. @param {readonly Change[]} changes @returns {AddedSite[]} */
  added(changes) {
    const seen = new Set(this.listed);
    return changes.flatMap((change) => {
      if (change.op !== "open" || seen.has(change.school)) return [];
      seen.add(change.school);
      const site = this.openings.add(change);
      return site ? [site] : [];
    });
  }

  /** Changes that say exactly where new schools stand. @param {readonly Change[]} changes @returns {Change[]} */
  settled(changes) {
    const isNew = (/** @type {Change} */ change) => !this.listed.has(change.school);
    return changes.map((change) => (change.op === "open" && isNew(change) ? this.openings.settle(change) : change));
  }

  /** @param {Draft} draft @returns {readonly Conflict[]} */
  conflicts({ changes }) {
    const scenario = { name: "", changes };
    // schools are routed only when the rest of the plan holds
    const found = checkScenario(this.model, scenario);
    return found.length > 0 ? found : checkScenario(this.model, scenario, this.added(changes));
  }

  /**
   * A plan without one of its changes, and without those that cannot stand alone then.
   * @param {Draft} draft @param {number} k
   * @returns {{changes: Change[], dropped: Change[]}}
   */
  without(draft, k) {
    let changes = draft.changes.filter((_, i) => i !== k);
    /** @type {Change[]} */
    const dropped = [];
    for (;;) {
      const first = this.conflicts({ ...draft, changes })[0];
      if (!first) return { changes, dropped };
      dropped.push(/** @type {Change} */ (changes[first.index]));
      changes = changes.filter((_, i) => i !== first.index);
    }
  }
}
