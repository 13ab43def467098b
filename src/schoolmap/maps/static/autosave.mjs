/** Keeps the plans in the browser, where it allows that; what fails is told once and does no harm. */

/**
 * @typedef {import("#maps/session").Session} Session
 * @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store  of texts by name
 * @typedef {{plans: number, changes: number, savedAt: string}} Offer  what was left last time; ISO time
 * @typedef {"on" | "off" | "failed"} Status  off: nothing to save yet, or the browser does not allow it
 * @typedef {{version: 1, saved_at: string, active: number, plans: unknown[]}} Saved
 */

const PREFIX = "schoolmap:";
const DELAY_MS = 400;

/** @returns {Store | null} null where the browser keeps nothing for this page */
export function browserStore() {
  try {
    const { localStorage } = window;
    const name = `${PREFIX}probe`;
    localStorage.setItem(name, "1");
    localStorage.removeItem(name);
    return localStorage;
  } catch {
    return null;
  }
}

/**
 * @param {Session} session @param {Store | null} store
 * @param {{later?: (work: () => void, ms: number) => unknown, now?: () => Date}} [clock]
 */
export function makeAutosave(session, store, { later = setTimeout, now = () => new Date() } = {}) {
  const name = `${PREFIX}${session.model.sha256}`;
  // until somebody says what to do with what was left, new work is kept beside it
  const aside = `${name}:aside`;
  /** @type {(() => void)[]} */
  const listeners = [];
  let status = /** @type {Status} */ ("off");
  const left = joined(saved(store, name), saved(store, aside));
  let offered = left !== null && worthKeeping(left.plans) && !sameAs(session, left) ? left : null;
  let waiting = false;

  /** @param {Status} next */
  function become(next) {
    if (status === next) return;
    status = next;
    for (const listener of listeners) listener();
  }

  /** @param {Store} place */
  function write(place) {
    const content = contentOf(session, now());
    if (!offered) {
      place.setItem(name, JSON.stringify(content));
      place.removeItem(aside);
    } else {
      place.setItem(name, JSON.stringify(offered));
      place.setItem(aside, JSON.stringify(content));
    }
  }

  function save() {
    waiting = false;
    if (!store || status === "failed") return;
    try {
      write(store);
      become("on");
    } catch {
      // full, or no longer allowed: told once, not tried again
      become("failed");
    }
  }

  session.on(() => {
    if (waiting) return;
    waiting = true;
    later(save, DELAY_MS);
  });

  return {
    /** @returns {boolean} whether the browser keeps plans at all */
    allowed: () => store !== null,
    status: () => status,
    /** @returns {Offer | null} plans of last time that are not on the page */
    offer: () => (offered ? offerOf(offered) : null),
    /** @returns {boolean} whether what is on the page is saved beside an offer that waits */
    beside: () => offered !== null && status === "on",
    /**
     * What was left comes back; plans that were begun meanwhile stay behind it.
     * @returns {{plans: number, left: number}} how many came back, how many are not sound (any more)
     */
    restore() {
      if (!offered) return { plans: 0, left: 0 };
      const { plans, active } = offered;
      const begun = session.plans().map((_, i) => session.exportPlan(i)).filter((plan) => sizeOf(plan) > 0);
      offered = null;
      const count = Math.max(0, session.restore([...plans, ...begun], active) - begun.length);
      save();
      for (const listener of listeners) listener();
      return { plans: count, left: plans.length - count };
    },
    /** What was left last time gives way to what is on the page. */
    dismiss() {
      offered = null;
      save();
      for (const listener of listeners) listener();
    },
    /** When the status or the offer changes. @param {() => void} listener */
    on(listener) {
      listeners.push(listener);
    },
  };
}
/** @typedef {ReturnType<typeof makeAutosave>} Autosave */

/** @param {Session} session @param {Date} time @returns {Saved} */
const contentOf = (session, time) => ({
  version: 1,
  saved_at: time.toISOString(),
  active: session.active(),
  plans: session.plans().map((_, i) => session.exportPlan(i)),
});

/** @param {Store | null} store @param {string} name @returns {Saved | null} */
function saved(store, name) {
  try {
    const found = JSON.parse(store?.getItem(name) ?? "null");
    return found?.version === 1 && Array.isArray(found.plans) ? found : null;
  } catch {
    return null;
  }
}

/** What was left, and what was begun beside it and left too. @param {Saved | null} first @param {Saved | null} second @returns {Saved | null} */
function joined(first, second) {
  if (!first || !second) return first ?? second;
  const known = new Set(first.plans.map((plan) => JSON.stringify(plan)));
  const more = second.plans.filter((plan) => sizeOf(plan) > 0 && !known.has(JSON.stringify(plan)));
  return more.length === 0 ? first : { ...first, saved_at: second.saved_at, plans: [...first.plans, ...more] };
}

/** @param {unknown} plan @returns {number} its changes and tried rules */
function sizeOf(plan) {
  const { changes, rules } = /** @type {{changes?: unknown, rules?: object}} */ (plan ?? {});
  return (Array.isArray(changes) ? changes.length : 0) + Object.keys(rules ?? {}).length;
}

/** @param {unknown[]} plans */
const worthKeeping = (plans) => plans.some((plan) => sizeOf(plan) > 0);

/** @param {Session} session @param {Saved} left */
const sameAs = (session, left) =>
  JSON.stringify(session.plans().map((_, i) => session.exportPlan(i))) === JSON.stringify(left.plans);

/** @param {Saved} saved @returns {Offer} */
const offerOf = ({ plans, saved_at }) => ({
  plans: plans.length,
  changes: plans.reduce((/** @type {number} */ sum, plan) => sum + sizeOf(plan), 0),
  savedAt: String(saved_at),
});
