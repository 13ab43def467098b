/** Quickest journeys to one place: a search from it over the arcs turned round. */

import { float, int } from "#network/arrays";
import { NO_WAY } from "#network/graph";

/**
 * @typedef {{start: Int32Array, node: Int32Array, timeMs: Int32Array, lengthMm: Int32Array,
 *   edge: Int32Array, widthMs: number, nBucket: number}} Arcs
 *   the journeys that end at node i are `start[i]` to `start[i + 1]`, each from `node`; `edge` holds
 *   twice the edge, and one more where it is gone along from v to u
 * @typedef {{node: number, ms: number, mm: number}} Seed
 * @typedef {{timeMs: Float64Array, lengthMm: Float64Array, via: Int32Array}} Labels
 *   of each node; `via` is the arc to go on with, or -1 less the number of the seed
 */

const BUCKETS_MOST = 65_536;
/** Buckets narrower than most arcs leave little to be done twice. */
const BUCKETS_PER_ARC = 4;

/**
 * @param {import("#network/graph").Graph} graph @param {import("#network/graph").Mode} mode
 * @returns {Arcs}
 */
export function arcsOf(graph, mode) {
  const { uvMs, vuMs } = graph[mode];
  const start = new Int32Array(graph.nNode + 1);
  for (let e = 0; e < graph.nEdge; e += 1) {
    if (uvMs[e] !== NO_WAY) start[int(graph.v, e) + 1] = int(start, int(graph.v, e) + 1) + 1;
    if (vuMs[e] !== NO_WAY) start[int(graph.u, e) + 1] = int(start, int(graph.u, e) + 1) + 1;
  }
  for (let i = 0; i < graph.nNode; i += 1) start[i + 1] = int(start, i + 1) + int(start, i);
  const size = int(start, graph.nNode);
  const node = new Int32Array(size);
  const timeMs = new Int32Array(size);
  const lengthMm = new Int32Array(size);
  const edge = new Int32Array(size);
  const next = start.slice();
  /** @param {number} from @param {number} to @param {number} ms @param {number} code */
  const add = (from, to, ms, code) => {
    const at = int(next, to);
    next[to] = at + 1;
    node[at] = from;
    timeMs[at] = ms;
    lengthMm[at] = int(graph.lengthMm, code >> 1);
    edge[at] = code;
  };
  for (let e = 0; e < graph.nEdge; e += 1) {
    const [u, v] = [int(graph.u, e), int(graph.v, e)];
    if (uvMs[e] !== NO_WAY) add(u, v, int(uvMs, e), 2 * e);
    if (vuMs[e] !== NO_WAY) add(v, u, int(vuMs, e), 2 * e + 1);
  }
  return { start, node, timeMs, lengthMm, edge, ...buckets(timeMs) };
}

/** @param {Int32Array} timeMs @returns {{widthMs: number, nBucket: number}} */
function buckets(timeMs) {
  let [longest, total] = [0, 0];
  for (const ms of timeMs) {
    longest = Math.max(longest, ms);
    total += ms;
  }
  const narrow = total / (timeMs.length || 1) / BUCKETS_PER_ARC;
  const widthMs = Math.max(1, Math.ceil(narrow), Math.ceil(longest / (BUCKETS_MOST - 2)));
  // a label is at most one arc ahead of the bucket in hand, so the buckets may go round
  let nBucket = 2;
  while (nBucket < longest / widthMs + 2) nBucket *= 2;
  return { widthMs, nBucket };
}

/**
 * Labels are compared by time, then length. Nodes are gone through bucket by bucket of time; one
 * whose label gets better is gone through again, so that the labels are exact whatever the order
 * within a bucket.
 * @param {Arcs} arcs
 * @param {readonly Seed[]} seeds whose times are not farther apart than the longest arc
 * @param {number} limitMs labels beyond it are left out
 * @returns {Labels}
 */
export function search(arcs, seeds, limitMs) {
  const { start, node, timeMs, lengthMm } = arcs;
  const n = start.length - 1;
  const labels = {
    timeMs: new Float64Array(n).fill(Infinity),
    lengthMm: new Float64Array(n).fill(Infinity),
    via: new Int32Array(n),
  };
  const queue = new Queue(n, arcs, Math.min(...seeds.map((seed) => seed.ms)));
  seeds.forEach((seed, k) => {
    if (seed.ms <= limitMs && improve(labels, seed.node, seed.ms, seed.mm, -1 - k)) {
      queue.add(seed.node, seed.ms);
    }
  });
  for (let x = queue.next(); x >= 0; x = queue.next()) {
    const ms = float(labels.timeMs, x);
    const mm = float(labels.lengthMm, x);
    const end = int(start, x + 1);
    for (let arc = int(start, x); arc < end; arc += 1) {
      const further = ms + int(timeMs, arc);
      if (further > limitMs) continue;
      const y = int(node, arc);
      if (improve(labels, y, further, mm + int(lengthMm, arc), arc)) queue.add(y, further);
    }
  }
  return labels;
}

/**
 * @param {Labels} labels @param {number} node @param {number} ms @param {number} mm
 * @param {number} via
 * @returns {boolean} whether the label comes before the one that the node had
 */
function improve(labels, node, ms, mm, via) {
  const old = float(labels.timeMs, node);
  if (ms > old || (ms === old && mm >= float(labels.lengthMm, node))) return false;
  labels.timeMs[node] = ms;
  labels.lengthMm[node] = mm;
  labels.via[node] = via;
  return true;
}

/**
 * Nodes by bucket of time, first come first served within one. A node that is added again is given
 * out once: from the earlier bucket.
 */
class Queue {
  /**
   * @param {number} nNode @param {{widthMs: number, nBucket: number}} size a power of two of buckets
   * @param {number} leastMs nothing is earlier
   */
  constructor(nNode, { widthMs, nBucket }, leastMs) {
    this.widthMs = widthMs;
    this.mask = nBucket - 1;
    this.bucket = this.bucketOf(leastMs);
    this.first = new Int32Array(nBucket).fill(-1);
    this.last = new Int32Array(nBucket);
    this.waiting = new Uint8Array(nNode);
    // entries of the buckets' lists: the node, and the entry after it or the next free one
    this.item = new Int32Array(nNode);
    this.after = new Int32Array(nNode);
    this.used = 0;
    this.free = -1;
    this.held = 0;
  }

  /** @param {number} ms @returns {number} */
  bucketOf(ms) {
    return Math.floor(ms / this.widthMs) & this.mask;
  }

  /** @param {number} node @param {number} ms @returns {void} */
  add(node, ms) {
    const entry = this.take();
    const to = this.bucketOf(ms);
    this.item[entry] = node;
    this.after[entry] = -1;
    if (int(this.first, to) < 0) this.first[to] = entry;
    else this.after[int(this.last, to)] = entry;
    this.last[to] = entry;
    this.waiting[node] = 1;
    this.held += 1;
  }

  /** @returns {number} the next node; -1 where there is none left */
  next() {
    while (this.held > 0) {
      const entry = int(this.first, this.bucket);
      if (entry < 0) {
        this.bucket = (this.bucket + 1) & this.mask;
        continue;
      }
      this.first[this.bucket] = int(this.after, entry);
      this.after[entry] = this.free;
      this.free = entry;
      this.held -= 1;
      const node = int(this.item, entry);
      if (this.waiting[node] === 1) {
        this.waiting[node] = 0;
        return node;
      }
    }
    return -1;
  }

  /** @returns {number} an entry to use */
  take() {
    if (this.free >= 0) {
      const entry = this.free;
      this.free = int(this.after, entry);
      return entry;
    }
    if (this.used === this.item.length) {
      this.item = larger(this.item);
      this.after = larger(this.after);
    }
    this.used += 1;
    return this.used - 1;
  }
}

/** @param {Int32Array} values @returns {Int32Array<ArrayBuffer>} */
function larger(values) {
  const more = new Int32Array(Math.max(16, 2 * values.length));
  more.set(values);
  return more;
}
