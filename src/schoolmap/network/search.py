"""Truncated Dijkstra on CSR arrays with two labels, compiled; releases the GIL.

A label is (cost, second); labels are compared in that order, so the second is settled too where
costs tie, whatever the order of the heap. Each search has arrays of its own, so searches may run
in threads.
"""

from __future__ import annotations

import numpy as np
from numba import njit

UNREACHED = 2**62


@njit(cache=True)
def _push(heap, size, cost, second, node):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Add a label to a 4-ary heap; return the heap, grown where it was full."""
    if 3 * size == heap.size:
        larger = np.empty(2 * heap.size, dtype=np.int64)
        for i in range(heap.size):
            larger[i] = heap[i]
        heap = larger
    at = size
    while at > 0:
        up = (at - 1) >> 2
        if cost > heap[3 * up] or (cost == heap[3 * up] and second >= heap[3 * up + 1]):
            break
        for i in range(3):
            heap[3 * at + i] = heap[3 * up + i]
        at = up
    heap[3 * at], heap[3 * at + 1], heap[3 * at + 2] = cost, second, node
    return heap


@njit(cache=True)
def _drop_first(heap, size):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Remove the first of `size` labels from the heap."""
    last = 3 * (size - 1)
    cost, second = heap[last], heap[last + 1]
    at = 0
    while 4 * at + 1 < size - 1:
        best = 4 * at + 1
        for child in range(best + 1, min(best + 4, size - 1)):
            if heap[3 * child] < heap[3 * best] or (
                heap[3 * child] == heap[3 * best] and heap[3 * child + 1] < heap[3 * best + 1]
            ):
                best = child
        if heap[3 * best] > cost or (heap[3 * best] == cost and heap[3 * best + 1] >= second):
            break
        for i in range(3):
            heap[3 * at + i] = heap[3 * best + i]
        at = best
    heap[3 * at], heap[3 * at + 1], heap[3 * at + 2] = cost, second, heap[last + 2]


@njit(cache=True)
def _improve(label, node, cost, second):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Write a label over that of a node if it comes before it; say whether it did."""
    old_cost, old_second = label[2 * node], label[2 * node + 1]
    if cost > old_cost or (cost == old_cost and second >= old_second):
        return False
    label[2 * node], label[2 * node + 1] = cost, second
    return True


@njit(cache=True)
def _settle(graph, heap, size, label, cutoff, wanted, left):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Settle nodes within the cut-off until none of the `left` wanted ones is missing."""
    indptr, head, arc_cost, arc_second = graph
    while size > 0 and left != 0:
        cost, second, node = heap[0], heap[1], heap[2]
        _drop_first(heap, size)
        size -= 1
        if cost != label[2 * node] or second != label[2 * node + 1]:
            continue
        if wanted[node]:
            left -= 1
        for arc in range(indptr[node], indptr[node + 1]):
            further = cost + arc_cost[arc]
            if further <= cutoff and _improve(label, head[arc], further, second + arc_second[arc]):
                heap = _push(heap, size, further, second + arc_second[arc], head[arc])
                size += 1


@njit(cache=True)
def _mark(joins, asked, wanted):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Mark the nodes where the asked places join; return how many there are."""
    join_indptr, join_node = joins
    left = 0
    for place in range(asked.size):
        if asked[place]:
            for j in range(join_indptr[place], join_indptr[place + 1]):
                left += not wanted[join_node[j]]
                wanted[join_node[j]] = True
    return left


@njit(cache=True, nogil=True)
def search(graph, joins, legs, source, asked, cutoff, until_asked):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Return the labels of the journeys between a source place and the asked places.

    Parameters
    ----------
    graph
        ``(indptr, head, cost, second)`` of the graph to search, int64.
    joins
        ``(join_indptr, join_node)``: nodes where places join.
    legs
        ``(leg_cost, leg_second)`` of every place.
    source
        Place to search from.
    asked
        Which places are wanted, bool; it may be shorter than the number of places.
    cutoff
        Largest cost of a whole journey, both legs included.
    until_asked
        Whether to stop when all asked places are settled, or to settle all within the cut-off.

    Returns
    -------
    NDArray[np.int64]
        Shape (2 * asked.size,): cost and second label of each place in turn; `UNREACHED` where
        there is no journey or none was asked for.
    """
    join_indptr, join_node = joins
    leg_cost, leg_second = legs
    n_node = graph[0].size - 1
    label = np.full(2 * n_node, UNREACHED, dtype=np.int64)
    wanted = np.zeros(n_node, dtype=np.bool_)
    left = _mark(joins, asked, wanted) if until_asked else -1
    heap = np.empty(768, dtype=np.int64)
    size = 0
    for j in range(join_indptr[source], join_indptr[source + 1]):
        if leg_cost[source] <= cutoff and _improve(
            label, join_node[j], leg_cost[source], leg_second[source]
        ):
            heap = _push(heap, size, leg_cost[source], leg_second[source], join_node[j])
            size += 1
    _settle(graph, heap, size, label, cutoff, wanted, left)
    result = np.full(2 * asked.size, UNREACHED, dtype=np.int64)
    for place in range(asked.size):
        if asked[place]:
            for j in range(join_indptr[place], join_indptr[place + 1]):
                cost = label[2 * join_node[j]] + leg_cost[place]
                if cost <= cutoff:
                    _improve(result, place, cost, label[2 * join_node[j] + 1] + leg_second[place])
    return result
