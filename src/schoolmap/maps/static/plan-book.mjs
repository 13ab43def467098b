/** Several plans side by side, each with what can be undone and redone. */

import { isIdle, NOTHING } from "#maps/scenes";

/** @typedef {import("#maps/scenes").Draft} Draft */
/** @typedef {{name: string} & Draft} Named */
/** @typedef {{id: number, name: string, draft: Draft, past: Draft[], future: Draft[]}} Entry */

/** @param {Draft} draft @returns {Draft} one that nobody can change */
const frozen = ({ changes, rules }) =>
  Object.freeze({ changes: Object.freeze([...changes]), rules: Object.freeze({ ...rules }) });

export class PlanBook {
  /** @type {Entry[]} never empty */
  entries = [];
  active = 0;
  #born = 0;

  /** @param {(n: number) => string} nameOf  what a plan is called that nobody named */
  constructor(nameOf) {
    this.nameOf = nameOf;
    this.refill([], 0);
  }

  /** @returns {Entry} */
  get current() {
    return /** @type {Entry} */ (this.entries[this.active]);
  }

  /** @param {string} name @param {Draft} draft @returns {Entry} */
  #entry(name, draft) {
    this.#born += 1;
    return { id: this.#born, name: name || this.#freeName(), draft: frozen(draft), past: [], future: [] };
  }

  #freeName() {
    const taken = new Set(this.entries.map((entry) => entry.name));
    let n = this.entries.length + 1;
    while (taken.has(this.nameOf(n))) n += 1;
    return this.nameOf(n);
  }

  /** Other plans in place of all. @param {readonly Named[]} plans @param {number} active */
  refill(plans, active) {
    this.entries = [];
    for (const plan of plans) this.entries.push(this.#entry(plan.name, plan));
    if (this.entries.length === 0) this.entries.push(this.#entry("", NOTHING));
    this.active = Math.min(Math.max(active, 0), this.entries.length - 1);
  }

  /** @param {number} i @returns {boolean} whether anything changed */
  use(i) {
    if (i === this.active || !this.entries[i]) return false;
    this.active = i;
    return true;
  }

  /** A plan at the end, active. @param {string} name @param {Draft} draft @returns {number} its place */
  add(name, draft = NOTHING) {
    this.active = this.entries.push(this.#entry(name, draft)) - 1;
    return this.active;
  }

  /** A plan from elsewhere: one that nobody has touched gives way. @param {string} name @param {Draft} draft @returns {number} */
  take(name, draft) {
    const { draft: own, past } = this.current;
    if (!isIdle(own) || past.length > 0) return this.add(name, draft);
    this.entries[this.active] = this.#entry(name, draft);
    return this.active;
  }

  /** @param {number} i @param {string} name @returns {boolean} whether anything changed */
  rename(i, name) {
    const entry = this.entries[i];
    const short = name.trim();
    if (!entry || !short || entry.name === short) return false;
    entry.name = short;
    return true;
  }

  /** @param {number} i @returns {boolean} whether anything changed */
  remove(i) {
    if (!this.entries[i]) return false;
    this.entries.splice(i, 1);
    if (this.entries.length === 0) this.entries.push(this.#entry("", NOTHING));
    if (this.active > i) this.active -= 1;
    this.active = Math.min(this.active, this.entries.length - 1);
    return true;
  }

  /** A copy beside the plan, active. @param {number} i @param {string} name @returns {number} its place, -1 none */
  duplicate(i, name) {
    const entry = this.entries[i];
    if (!entry) return -1;
    this.entries.splice(i + 1, 0, this.#entry(name, entry.draft));
    this.active = i + 1;
    return this.active;
  }

  /** What the active plan says from now on. @param {Partial<Draft>} change */
  become(change) {
    const entry = this.current;
    entry.past.push(entry.draft);
    entry.future = [];
    entry.draft = frozen({ ...entry.draft, ...change });
  }

  /** @returns {boolean} whether there was anything to undo */
  undo() {
    const { past, future } = this.current;
    return this.#step(past, future);
  }

  /** @returns {boolean} whether there was anything to redo */
  redo() {
    const { past, future } = this.current;
    return this.#step(future, past);
  }

  /** @param {Draft[]} from @param {Draft[]} to @returns {boolean} */
  #step(from, to) {
    const next = from.pop();
    if (!next) return false;
    to.push(this.current.draft);
    this.current.draft = next;
    return true;
  }
}
