import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_WAY } from "#network/graph";
import { arcsOf, search } from "#network/search";

/** A source of numbers that is the same every time. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

function graphOf(nNode, edges) {
  const column = (k) => Int32Array.from(edges, (edge) => edge[k]);
  const places = { start: new Int32Array(1) };
  const ways = { uvMs: column(2), vuMs: column(3), places };
  return { nNode, nEdge: edges.length, u: column(0), v: column(1), lengthMm: column(4), walk: ways, ride: ways };
}

/** Labels by going over all edges until nothing changes. */
function slowly(nNode, edges, seeds, limitMs) {
  const labels = Array.from({ length: nNode }, () => [Infinity, Infinity]);
  const offer = (node, ms, mm) => {
    const [time, length] = labels[node];
    if (ms > limitMs || ms > time || (ms === time && mm >= length)) return false;
    labels[node] = [ms, mm];
    return true;
  };
  for (const { node, ms, mm } of seeds) offer(node, ms, mm);
  for (let more = true; more; ) {
    more = false;
    for (const [u, v, uv, vu, length] of edges) {
      if (uv !== NO_WAY) more = offer(u, labels[v][0] + uv, labels[v][1] + length) || more;
      if (vu !== NO_WAY) more = offer(v, labels[u][0] + vu, labels[u][1] + length) || more;
    }
  }
  return labels;
}

const pairs = ({ timeMs, lengthMm }) => Array.from(timeMs, (ms, i) => [ms, lengthMm[i]]);

test("arcs are turned round and remember their edge and direction", () => {
  const arcs = arcsOf(graphOf(3, [[0, 1, 10, 20, 5], [2, 1, 30, NO_WAY, 7]]), "walk");
  assert.deepEqual([...arcs.start], [0, 1, 3, 3]);
  assert.deepEqual([...arcs.node], [1, 0, 2]);
  assert.deepEqual([...arcs.timeMs], [20, 10, 30]);
  assert.deepEqual([...arcs.lengthMm], [5, 5, 7]);
  assert.deepEqual([...arcs.edge], [1, 0, 2]);
});

test("of ways of equal time the shorter counts, whichever comes first", () => {
  // 0 to 3 in 20 ms: by 1 over 12 mm, by 2 over 9 mm; the last step by 4 takes no time
  const edges = [
    [0, 1, 10, 10, 6], [1, 3, 10, 10, 6],
    [0, 2, 20, 20, 5], [2, 4, 0, 0, 1], [4, 3, 0, 0, 3],
  ];
  for (const order of [edges, [...edges].reverse()]) {
    const labels = search(arcsOf(graphOf(5, order), "walk"), [{ node: 3, ms: 0, mm: 0 }], Infinity);
    assert.deepEqual([labels.timeMs[0], labels.lengthMm[0]], [20, 9]);
  }
});

test("labels are those of going over all edges again and again", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const below = random(seed);
    const nNode = 2 + below(30);
    // few times, so that many ways take equally long; some arcs far longer than the rest
    const time = () => (below(5) === 0 ? NO_WAY : below(20) === 0 ? below(1_000_000) : below(4));
    const edges = Array.from({ length: below(90) }, () => [below(nNode), below(nNode), time(), time(), below(9)]);
    const longest = Math.max(0, ...edges.flatMap((edge) => [edge[2], edge[3]]));
    const seeds = Array.from({ length: below(4) }, () => ({
      node: below(nNode), ms: 5_000_000_000 + below(longest + 1), mm: below(9),
    }));
    const limitMs = below(2) ? Infinity : 5_000_000_000 + below(longest + 5);
    const labels = search(arcsOf(graphOf(nNode, edges), "ride"), seeds, limitMs);
    assert.deepEqual(pairs(labels), slowly(nNode, edges, seeds, limitMs), `seed ${seed}`);
  }
});

test("every label says where it goes on", () => {
  const below = random(7);
  const edges = Array.from({ length: 120 }, () => [below(40), below(40), below(50), below(50), below(9)]);
  const arcs = arcsOf(graphOf(40, edges), "walk");
  const seeds = [{ node: 3, ms: 4, mm: 1 }, { node: 9, ms: 0, mm: 0 }];
  const { timeMs, lengthMm, via } = search(arcs, seeds, Infinity);
  for (let i = 0; i < 40; i += 1) {
    if (timeMs[i] === Infinity) continue;
    const arc = via[i];
    if (arc < 0) {
      assert.deepEqual({ node: i, ms: timeMs[i], mm: lengthMm[i] }, seeds[-1 - arc]);
      continue;
    }
    const edge = arcs.edge[arc] >> 1;
    const [from, to] = arcs.edge[arc] % 2 === 0 ? [0, 1] : [1, 0];
    assert.equal(edges[edge][from], i);
    const onward = edges[edge][to];
    assert.equal(timeMs[i], timeMs[onward] + arcs.timeMs[arc]);
    assert.equal(lengthMm[i], lengthMm[onward] + arcs.lengthMm[arc]);
  }
});

test("a graph without arcs, and a search without seeds", () => {
  const arcs = arcsOf(graphOf(2, []), "walk");
  assert.deepEqual(pairs(search(arcs, [{ node: 1, ms: 3, mm: 2 }], 10)), [[Infinity, Infinity], [3, 2]]);
  assert.deepEqual(pairs(search(arcs, [], 10)), [[Infinity, Infinity], [Infinity, Infinity]]);
});
