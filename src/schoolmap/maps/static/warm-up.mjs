/** What runs for the first time takes long: the page runs it once while nobody waits for it. */

/** @typedef {Pick<import("#maps/session").Session, "today" | "preview" | "newId">} Session */
/** @typedef {Pick<import("#maps/opening").Opening, "placeAt" | "change">} Opening */

const TIMES = 3;
const WORLD_UNITS = 256;

/** Safari has no idle callbacks. @param {() => void} work */
const whenIdle = (work) => {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work);
  else setTimeout(work, 300);
};

/**
 * Asks, one at a time and without keeping anything, what new schools would do.
 * @param {Session} session @param {Opening | null} opening @param {(work: () => void) => void} [later]
 */
export function warmUp(session, opening, later = whenIdle) {
  const { villages } = session.today();
  if (!opening || villages.n === 0) return;
  let left = TIMES;
  const step = () => {
    left -= 1;
    const place = opening.placeAt(...degreesOf(villages, Math.floor(((left + 0.5) * villages.n) / TIMES)));
    if (place) session.preview([opening.change({ id: session.newId(), grades: "1-6" }, place)]);
    if (left > 0) later(step);
  };
  later(step);
}

/** @param {{x: Float64Array, y: Float64Array}} places @param {number} i @returns {[number, number]} lon, lat */
function degreesOf(places, i) {
  const [x, y] = [Number(places.x[i]) / WORLD_UNITS, Number(places.y[i]) / WORLD_UNITS];
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}
