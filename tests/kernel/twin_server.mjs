/**
 * Evaluates what Python asks for: a line of JSON in, a line of JSON out, until the input ends.
 * A question may bring a `model`, which later ones go on with; `repeats` asks for timings alone.
 */

import { createInterface } from "node:readline";
import { checkScenario } from "#kernel/conflicts";
import { evaluationDocument } from "#kernel/document";
import { evaluate } from "#kernel/evaluate";
import { readModel } from "#kernel/model";

let model = null;
/** What was asked before of the same model is the same object again, as in the page's session. */
const met = new Map();

function modelOf({ data, arrays }) {
  const columns = new Map(Object.entries(arrays).map(([k, list]) => [k, Int32Array.from(list)]));
  return readModel(data, (name) => {
    if (!columns.has(name)) throw new Error(`no column ${name}`);
    return columns.get(name);
  });
}

function known(value, make = (same) => same) {
  const text = JSON.stringify(value);
  if (!met.has(text)) met.set(text, make(value));
  return met.get(text);
}

function addedOf(site) {
  const columns = Object.entries(site).filter(([name, list]) => Array.isArray(list) && name !== "lonlat");
  for (const [name, list] of columns) site[name] = Int32Array.from(list);
  return site;
}

const plain = (_, value) => {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error("not finite");
  if (ArrayBuffer.isView(value)) return Array.from(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
};

function answer({ scenario, added, repeats }) {
  const sites = added && added.map((site) => known(site, addedOf));
  if (repeats) return timings(scenario, sites ?? [], repeats);
  const conflicts = checkScenario(model, scenario, sites);
  if (conflicts.length > 0 || sites === null) return { conflicts };
  const before = evaluate(model, { ...scenario, changes: [] });
  const evaluation = evaluate(model, scenario, sites);
  const { model: whole, scenario: plan, added: more, rules, ...after } = evaluation;
  const document = evaluationDocument(model, before, evaluation, plan);
  return { ...after, conflicts, document, ids: whole.sites.ids, od: whole.od };
}

/** Milliseconds of an edit: the scenario evaluated after what it was before its last change. */
function timings(scenario, sites, repeats) {
  const changes = scenario.changes.slice(0, -1);
  const opened = new Set(changes.map((change) => change.school));
  const fewer = sites.filter((site) => opened.has(site.id));
  return Array.from({ length: repeats }, () => {
    evaluate(model, { ...scenario, changes }, fewer);
    const begin = performance.now();
    evaluate(model, scenario, sites);
    return performance.now() - begin;
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let reply;
  try {
    if (question.model) {
      model = modelOf(question.model);
      met.clear();
    }
    const { scenario } = question;
    scenario.changes = scenario.changes.map((change) => known(change));
    reply = answer(question);
  } catch (error) {
    reply = { error: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(reply, plain)}\n`);
}
