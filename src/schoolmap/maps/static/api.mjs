/** `window.schoolmap`: what programs may ask of the page. docs/page-api.md describes it. */

import { evaluationDocument } from "#kernel/document";
import { readChangeList } from "#maps/plan-file";

/** @typedef {import("#maps/session").Session} Session */
/** @typedef {import("#kernel/scenario").Change} Change */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {{code: string, index: number, [more: string]: unknown}} Refusal  `index` of the change, in the plan as it would be or, where it cannot be read, in what was given; -1 none */

/**
 * @param {Session} session
 * @param {(subject: Subject) => void} go
 */
export const makeApi = (session, go) =>
  Object.freeze({
    model: session.model,
    /** @returns {Record<string, unknown>} the active plan as a scenario file holds it */
    scenario: () => session.exportPlan(),
    /**
     * Adds changes to the active plan, all or none.
     * @param {readonly Change[]} changes as a scenario file holds them
     * @returns {Refusal[]} why not; empty where it was done
     */
    apply(changes) {
      const read = readChangeList(changes);
      if (read.ok) return session.apply(read.changes).map((conflict) => ({ ...conflict }));
      return read.problems.map(({ change, ...problem }) => ({ ...problem, index: (change ?? 0) - 1 }));
    },
    /**
     * Figures that the active plan tries in place of the study's.
     * @param {import("#maps/rules-tried").TriedRules} rules all of them, by id
     * @returns {import("#maps/rules-tried").RuleFault[]} why not; empty where it was done
     */
    setRules: (rules) => session.setRules(rules),
    /**
     * Takes in a scenario as a file holds it; it becomes the active plan.
     * @param {unknown} scenario
     */
    load: (scenario) => session.importPlan(scenario),
    /** @returns {unknown} the active plan against today as `schoolmap assess` writes it in evaluation.json, but for Theil */
    evaluate() {
      const { before, scene } = session.current();
      const scenario = /** @type {import("#kernel/scenario").Scenario} */ (/** @type {unknown} */ (session.exportPlan()));
      return plain(evaluationDocument(session.model, before.evaluation, scene.evaluation, scenario));
    },
    /** @param {string} id of a school or village @returns {boolean} whether there is one */
    select(id) {
      const { schools, villages } = session.plan();
      const [school, village] = [schools.id.indexOf(id), villages.id.indexOf(id)];
      if (school < 0 && village < 0) return false;
      go(school >= 0 ? { type: "school", index: school } : { type: "village", index: village });
      return true;
    },
    undo: () => session.undo(),
    redo: () => session.redo(),
  });

/** @param {unknown} document @returns {unknown} as JSON gives it back: nobody reaches the page's own figures */
const plain = (document) => JSON.parse(JSON.stringify(document));
