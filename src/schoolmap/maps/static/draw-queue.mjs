/** Draws in slices between frames, so that the map can be moved while much is still to be drawn. */

/**
 * Work that gives way: `ink` yields after every few milliseconds' worth. It starts when its turn
 * comes; `drop` is told when something else has taken its place.
 * @typedef {{canvas: HTMLCanvasElement, ink: Iterator<void>, done: () => void, drop: () => void}} Work
 * @typedef {{owner: object, start: () => Work, work?: Work}} Job
 */

/** What one frame spends on drawing; the rest is for the browser and the reader. */
const SLICE_MS = 9;

/** A canvas keeps its strokes for later: to be known, their cost must be paid now. */
const dot = typeof document === "undefined" ? null : document.createElement("canvas");
if (dot) dot.width = dot.height = 1;
const settle = dot?.getContext("2d") ?? null;

/** @param {(idle: boolean) => void} tell  hears whether anything is left to draw */
export function makeQueue(tell) {
  /** @type {Job[]} */
  let jobs = [];
  /** @type {(() => void)[]} */
  let waiting = [];
  let frame = 0;

  function rest() {
    if (jobs.length > 0) return;
    tell(true);
    const heard = waiting;
    waiting = [];
    for (const hear of heard) hear();
  }

  function slice() {
    frame = 0;
    const start = performance.now();
    while (jobs.length > 0 && performance.now() - start < SLICE_MS) {
      const job = /** @type {Job} */ (jobs[0]);
      const work = (job.work ??= job.start());
      if (!work.ink.next().done) {
        settle?.drawImage(work.canvas, 0, 0, 1, 1, 0, 0, 1, 1);
        continue;
      }
      jobs.shift();
      work.done();
    }
    if (jobs.length > 0) frame = requestAnimationFrame(slice);
    else rest();
  }

  /** @param {object} owner */
  function forget(owner) {
    for (const job of jobs) if (job.owner === owner) job.work?.drop();
    jobs = jobs.filter((job) => job.owner !== owner);
  }

  return {
    /** Takes the place of what the same owner had waiting. @param {Job} job */
    add(job) {
      forget(job.owner);
      jobs.push(job);
      tell(false);
      if (!frame) frame = requestAnimationFrame(slice);
    },
    /** @param {object} owner */
    drop(owner) {
      forget(owner);
      rest();
    },
    /** @param {object} owner @returns {boolean} */
    holds: (owner) => jobs.some((job) => job.owner === owner),
    /** @returns {Promise<void>} when nothing is left to draw */
    settled: () => (jobs.length === 0 ? Promise.resolve() : new Promise((hear) => waiting.push(hear))),
  };
}
/** @typedef {ReturnType<typeof makeQueue>} Queue */

/** Draws at once what would be drawn in slices. @param {Iterable<void> | void} ink */
export function drawNow(ink) {
  if (!ink) return;
  const steps = ink[Symbol.iterator]();
  while (!steps.next().done);
}
