/** What the reader has chosen. One store; drawing and panels listen to it. */

/** @typedef {{type: "school" | "village", index: number}} Subject */
/**
 * @typedef {object} State
 * @property {"zh" | "en"} language
 * @property {"overview" | "schools" | "findings" | "about"} tab
 * @property {number} band
 * @property {import("#maps/colours").Measure} measure
 * @property {"school" | "value" | "none"} areas
 * @property {Record<LayerName, boolean>} layers
 * @property {Subject | null} selected
 * @property {"band" | "township" | "area"} groupBy
 * @property {{column: string, down: boolean}} sort
 */
/** @typedef {"roads" | "townships" | "villages" | "schools" | "labels" | "lines" | "findings"} LayerName */
/**
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(change: Partial<State>) => void} set
 * @property {(listener: (state: State, before: State) => void) => void} on
 */

/** @type {LayerName[]} */
export const LAYERS = ["schools", "villages", "labels", "roads", "townships", "findings", "lines"];

/** @param {"zh" | "en"} language @returns {State} */
export function firstState(language) {
  return {
    language,
    tab: "overview",
    band: 0,
    measure: "minutes",
    areas: "school",
    layers: {
      roads: true,
      townships: true,
      villages: true,
      schools: true,
      labels: true,
      lines: false,
      findings: true,
    },
    selected: null,
    groupBy: "band",
    sort: { column: "roll", down: true },
  };
}

/** @param {State} first @returns {Store} */
export function createStore(first) {
  let state = first;
  /** @type {((state: State, before: State) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, before);
    },
    on: (listener) => {
      listeners.push(listener);
    },
  };
}
