"""Least-cost paths over terrain, and the links between neighbouring places that they give."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from tools.simulation.terrain import Floats, Ints

MOVES = np.array(
    [
        (di, dj)
        for di in range(-2, 3)
        for dj in range(-2, 3)
        if (di, dj) != (0, 0) and (abs(di) + abs(dj) == 3 or max(abs(di), abs(dj)) == 1)
    ],
    dtype=np.int64,
)


@dataclass(frozen=True)
class Spread:
    """Cost from the nearest source, the cell before, and which source, for every cell."""

    cost: Floats
    before: Ints
    label: Ints


@dataclass(frozen=True)
class Link:
    """A path between the places of two neighbouring labels, as flat cells in order."""

    a: int
    b: int
    cost: float
    cells: tuple[int, ...]


@njit(cache=False)
def _blocked(weight: Floats, i: int, j: int, di: int, dj: int) -> bool:
    """Whether a knight's move would jump over a cell that may not be entered."""
    if abs(di) == 2:
        return bool(weight[i + di // 2, j] == np.inf or weight[i + di // 2, j + dj] == np.inf)
    if abs(dj) == 2:
        return bool(weight[i, j + dj // 2] == np.inf or weight[i + di, j + dj // 2] == np.inf)
    if di != 0 and dj != 0:
        return bool(weight[i + di, j] == np.inf and weight[i, j + dj] == np.inf)
    return False


@njit(cache=False)
def _spread(
    height: Floats,
    weight: Floats,
    source: Ints,
    source_label: Ints,
    moves: Ints,
    cell_m: float,
    grade: float,
    limit: float,
) -> tuple[Floats, Ints, Ints]:
    rows, columns = height.shape
    cost = np.full(rows * columns, np.inf)
    before = np.full(rows * columns, -1, np.int64)
    label = np.full(rows * columns, -1, np.int64)
    heap = [(0.0, np.int64(0))]
    heap.pop()
    for k in range(len(source)):
        if label[source[k]] < 0:
            cost[source[k]] = 0.0
            label[source[k]] = source_label[k]
            heapq.heappush(heap, (0.0, source[k]))
    while len(heap) > 0:
        here, cell = heapq.heappop(heap)
        if here > cost[cell]:
            continue
        i, j = cell // columns, cell % columns
        for m in range(len(moves)):
            di, dj = moves[m, 0], moves[m, 1]
            a, b = i + di, j + dj
            if a < 0 or b < 0 or a >= rows or b >= columns or weight[a, b] == np.inf:
                continue
            if _blocked(weight, i, j, di, dj):
                continue
            run = cell_m * np.sqrt(float(di * di + dj * dj))
            steep = (height[a, b] - height[i, j]) / run / grade
            step = run * (1.0 + steep * steep) * 0.5 * (weight[i, j] + weight[a, b])
            there = here + step
            at = a * columns + b
            if there < cost[at] and there <= limit:
                cost[at] = there
                before[at] = cell
                label[at] = label[cell]
                heapq.heappush(heap, (there, np.int64(at)))
    return cost, before, label


def spread(
    height: Floats,
    weight: Floats,
    source: Ints,
    label: Ints,
    *,
    cell_m: float,
    grade: float = 0.07,
    limit: float = np.inf,
) -> Spread:
    """Spread from all sources at once over terrain.

    Parameters
    ----------
    height
        Heights in metres.
    weight
        Cost factor of each cell; infinite where no way may go.
    source, label
        Flat source cells, and the label that each hands on (the first label of a cell wins).
    cell_m
        Cell size in metres.
    grade
        The gradient at which a metre costs twice as much as on the level.
    limit
        Cost at which the search stops.
    """
    return Spread(*_spread(height, weight, source, label, MOVES, cell_m, grade, limit))


def trace(before: Ints, cell: int) -> list[int]:
    """Walk from a cell back to its source."""
    path = [cell]
    while before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    return path


def links(found: Spread, shape: tuple[int, int], *, most_cost: float = np.inf) -> list[Link]:
    """Join each pair of labels that meet, at the point where the way between them is cheapest."""
    rows, columns = shape
    index = np.arange(rows * columns).reshape(shape)
    pairs: list[NDArray[np.int64]] = []
    for a, b in (
        (index[:, :-1], index[:, 1:]),
        (index[:-1, :], index[1:, :]),
        (index[:-1, :-1], index[1:, 1:]),
        (index[:-1, 1:], index[1:, :-1]),
    ):
        both = np.column_stack([a.ravel(), b.ravel()])
        la, lb = found.label[both[:, 0]], found.label[both[:, 1]]
        pairs.append(both[(la >= 0) & (lb >= 0) & (la != lb)])
    meet = np.concatenate(pairs)
    low = np.minimum(found.label[meet[:, 0]], found.label[meet[:, 1]])
    high = np.maximum(found.label[meet[:, 0]], found.label[meet[:, 1]])
    cost = found.cost[meet[:, 0]] + found.cost[meet[:, 1]]
    order = np.lexsort((meet[:, 1], meet[:, 0], cost, high, low))
    key = low[order] * (found.label.max() + 1) + high[order]
    first = order[np.unique(key, return_index=True)[1]]
    result = []
    for k in first[np.argsort(cost[first], kind="stable")]:
        if cost[k] <= most_cost:
            left = trace(found.before, int(meet[k, 0]))
            right = trace(found.before, int(meet[k, 1]))
            if found.label[left[-1]] > found.label[right[-1]]:
                left, right = right, left
            cells = tuple(left[::-1] + right)
            result.append(Link(int(low[k]), int(high[k]), float(cost[k]), cells))
    return result


class Union:
    """Which labels are joined so far."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, item: int) -> int:
        """Give the label that stands for an item's group."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a: int, b: int) -> bool:
        """Join two groups; say whether they were apart."""
        a, b = self.root(a), self.root(b)
        self._parent[max(a, b)] = min(a, b)
        return a != b


def spanning(candidates: list[Link], size: int) -> tuple[list[Link], list[Link]]:
    """Split links (cheapest first) into a spanning forest and the rest."""
    groups = Union(size)
    chosen: list[Link] = []
    rest: list[Link] = []
    for link in candidates:
        (chosen if groups.join(link.a, link.b) else rest).append(link)
    return chosen, rest
