"""Walking distances over a simulated road layer (to site schools and to check the result)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from tools.simulation.linework import Road, Shapes, line_shapes, node_keys, segments
from tools.simulation.terrain import Floats, Ints


@dataclass(frozen=True)
class Snap:
    """Where points join the network: the distance to it and the two vertices beside it."""

    distance_m: Floats
    nodes: Ints
    legs_m: Floats


@dataclass(frozen=True)
class Walks:
    """A walking graph: vertices, segment ends and lengths."""

    ends: Ints
    length_m: Floats
    shapes: Shapes
    size: int


def walking_graph(roads: Sequence[Road]) -> Walks:
    """Join the segments of all roads that walkers may use."""
    walkable = [r for r in roads if not r.highway.startswith("motorway")]
    keys = node_keys(walkable)
    _, inverse = np.unique(keys, axis=0, return_inverse=True)
    node = inverse.ravel()
    first = np.cumsum([0] + [len(r.points) for r in walkable])
    inner = np.ones(len(node), dtype=bool)
    inner[first[1:] - 1] = False
    at = np.nonzero(inner)[0]
    rows, _, _ = segments(walkable)
    length = np.hypot(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1])
    return Walks(
        np.column_stack([node[at], node[at + 1]]),
        length,
        line_shapes(rows.reshape(-1, 2, 2)),
        int(node.max()) + 1,
    )


def snap(walks: Walks, points: Floats) -> Snap:
    """Project points onto the nearest segment."""
    tree = shapely.STRtree(walks.shapes)
    where = shapely.points(points)
    nearest = tree.nearest(where)
    leg = shapely.distance(walks.shapes[nearest], where)
    along = shapely.line_locate_point(walks.shapes[nearest], where)
    rest = np.maximum(walks.length_m[nearest] - along, 0.0)
    return Snap(leg, walks.ends[nearest], np.column_stack([leg + along, leg + rest]))


def distances(walks: Walks, origins: Snap, targets: Snap, *, limit_m: float = 60000.0) -> Floats:
    """Give walking distances, shape (origins, targets); infinite where there is no way."""
    n, m = len(origins.distance_m), len(targets.distance_m)
    extra = walks.size + np.arange(n + m)
    nodes = np.vstack([origins.nodes, targets.nodes])
    legs = np.vstack([origins.legs_m, targets.legs_m])
    a = np.concatenate([walks.ends[:, 0], extra, extra])
    b = np.concatenate([walks.ends[:, 1], nodes[:, 0], nodes[:, 1]])
    w = np.concatenate([walks.length_m, legs[:, 0], legs[:, 1]])
    size = walks.size + n + m
    order = np.lexsort((w, np.maximum(a, b), np.minimum(a, b)))
    low, high, w = np.minimum(a, b)[order], np.maximum(a, b)[order], w[order]
    fresh = np.ones(len(w), dtype=bool)
    fresh[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    graph = csr_matrix((w[fresh], (low[fresh], high[fresh])), shape=(size, size))
    found = dijkstra(graph, directed=False, indices=extra[n:], limit=limit_m)
    return np.asarray(found[:, extra[:n]].T)
