/** What the reader has chosen. One store; drawing and panels listen to it. */

/** @typedef {{type: "school" | "village", index: number}} Subject */
/** @typedef {"today" | "plan" | "change"} ViewName */
/** @typedef {"select" | "close" | "merge" | "open" | "convert" | "designate"} Tool  what a click on the map means */
/** @typedef {"overview" | "plan" | "impact" | "schools" | "findings" | "rules" | "about"} Tab */
/**
 * @typedef {object} State
 * @property {"zh" | "en"} language
 * @property {Tab} tab
 * @property {ViewName} view  the layout of today, the active plan, or what the plan changes
 * @property {"off" | "swipe" | "split"} compare
 * @property {number} compareWith  plan on the left, -1 today; the active plan is on the right
 * @property {number} swipeAt  share of the map left of the divider
 * @property {Tool} tool
 * @property {Subject | null} pending  first half of a merger (a school) or a designation (a village)
 * @property {number} band
 * @property {import("#maps/colours").Measure} measure
 * @property {"school" | "value" | "none"} areas
 * @property {Record<LayerName, boolean>} layers
 * @property {Subject | null} selected
 * @property {"band" | "township" | "area"} groupBy
 * @property {{column: string, down: boolean}} sort
 * @property {"A4" | "A3"} paper
 */
/** @typedef {"roads" | "townships" | "villages" | "schools" | "labels" | "lines" | "findings" | "relief"} LayerName */
/**
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(change: Partial<State>) => void} set
 * @property {(listener: (state: State, before: State) => void) => void} on
 */

/** @type {readonly Tool[]} */
export const TOOLS = ["select", "close", "merge", "open", "convert", "designate"];
/** @type {readonly ViewName[]} */
export const VIEWS = ["today", "plan", "change"];
/** @type {LayerName[]} */
export const LAYERS = ["schools", "villages", "labels", "roads", "townships", "findings", "lines", "relief"];

/** @param {"zh" | "en"} language @returns {State} */
export function firstState(language) {
  return {
    language,
    tab: "overview",
    view: "today",
    compare: "off",
    compareWith: -1,
    swipeAt: 0.5,
    tool: "select",
    pending: null,
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
      relief: true,
    },
    selected: null,
    groupBy: "band",
    sort: { column: "roll", down: true },
    paper: "A4",
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
