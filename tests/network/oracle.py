"""The OD matrix a second time, by other people's code: networkx and scipy.

Neither knows anything of contraction, heaps or early stops. Costs are whole numbers; the second
label rides along as ``cost * SECOND + second``, so that ties go to the smaller second label.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from tests.worlds import SPEEDS, Road

from schoolmap.model.graph import RoadGraph
from schoolmap.network import SplitGraph

SECOND = 10**12
Point = tuple[float, float]
NOT_WALKED = {"motorway", "motorway_link"}
NOT_RIDDEN = {"footway", "path", "steps", "pedestrian", "cycleway", "bridleway"}


class AmbiguousError(Exception):
    """A place is equally near to two different points of the road."""


def _on_segment(p: Point, a: Point, b: Point) -> tuple[float, float]:
    """Distance of a point to a segment, and the share of it at the nearest point."""
    d = complex(b[0] - a[0], b[1] - a[1])
    w = complex(p[0] - a[0], p[1] - a[1])
    t = min(1.0, max(0.0, (w * d.conjugate()).real / abs(d) ** 2))
    return abs(w - t * d), t


def _ms_per_m(road: Road) -> int:
    speed = road.speed_kmh if road.speed_kmh > 0 else SPEEDS.get(road.highway, SPEEDS["default"])
    return round(3600 / speed)


def raw_graph(  # noqa: C901 - one story, told in order
    roads: Sequence[Road],
    places: Sequence[Point],
    mode: str,
    *,
    leg_ms_per_m: float,
    limit_m: float,
) -> nx.DiGraph:
    """Every segment of every line as it stands, cut where places project on it.

    Vertices are joined where their coordinates are equal (whole metres). Place i is the node
    ``("out", i)`` to leave from and ``("in", i)`` to arrive at.
    """
    barred = NOT_WALKED if mode == "walk" else NOT_RIDDEN
    segments = [(r, a, b) for r in roads if r.highway not in barred for a, b in pairwise(r.points)]
    graph = nx.DiGraph()
    stops: list[list[tuple[float, object]]] = [
        [(0.0, ("at", a)), (1.0, ("at", b))] for _, a, b in segments
    ]
    for i, p in enumerate(places):
        graph.add_node(("out", i))
        graph.add_node(("in", i))
        near = [_on_segment(p, a, b) for _, a, b in segments]
        least = min((d for d, _ in near), default=math.inf)
        if least > limit_m:
            continue
        feet = set()
        for k, (distance, t) in enumerate(near):
            if distance > least + 0.01:
                continue
            _, a, b = segments[k]
            feet.add((round(a[0] + t * (b[0] - a[0]), 6), round(a[1] + t * (b[1] - a[1]), 6)))
            foot = ("at", a) if t == 0 else ("at", b) if t == 1 else ("foot", k, round(t, 9))
            if 0 < t < 1:
                stops[k].append((t, foot))
            # a leg is a whole number of millimetres first, and its time is made of that
            leg_mm = math.floor(least * 1000 + 0.5)
            leg = math.floor(leg_mm * leg_ms_per_m / 1000 + 0.5) * SECOND + leg_mm
            graph.add_edge(("out", i), foot, weight=leg)
            graph.add_edge(foot, ("in", i), weight=leg)
        if len(feet) > 1:
            raise AmbiguousError
    for (r, a, b), along in zip(segments, stops, strict=True):
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        along.sort(key=lambda s: s[0])
        for (t0, one), (t1, other) in pairwise(along):
            mm = round((t1 - t0) * length * 1000)
            ms = mm if mode == "walk" else mm * _ms_per_m(r) // 1000
            for tail, head, ahead in ((one, other, 1), (other, one, -1)):
                if mode == "walk" or r.oneway in (0, ahead):
                    weight = ms * SECOND + mm
                    known = graph.get_edge_data(tail, head)
                    if known is None or weight < known["weight"]:
                        graph.add_edge(tail, head, weight=weight)
    return graph


def passes_twice(graph: RoadGraph, places: Sequence[Point]) -> bool:
    """Whether an edge comes by a place twice, equally near: it joins there once."""
    for p in places:
        for e in range(graph.n_edge):
            line = graph.line_xy[graph.line_indptr[e] : graph.line_indptr[e + 1]].tolist()
            near, run = [], 0.0
            for a, b in pairwise(line):
                distance, t = _on_segment((p[0], p[1]), (a[0], a[1]), (b[0], b[1]))
                length = math.hypot(b[0] - a[0], b[1] - a[1])
                near.append((distance, run + t * length))
                run += length
            least = min(d for d, _ in near)
            along = [at for d, at in near if d <= least + 0.01]
            if max(along) - min(along) > 0.01:
                return True
    return False


def whole(value: int) -> int:
    """Thousandths to whole numbers, half up."""
    return (value + 500) // 1000


def raw_journeys(
    roads: Sequence[Road],
    origins: Sequence[Point],
    destinations: Sequence[Point],
    *,
    cutoff_m: float,
    off_road_speed_m_s: float = 0.8,
    snap_limit_m: float = 2000.0,
) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """The rows of the OD matrix, by networkx on the uncontracted lines."""
    places = [*origins, *destinations]
    n = len(origins)
    found: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    for mode in ("walk", "ride"):
        graph = raw_graph(
            roads, places, mode, leg_ms_per_m=1000 / off_road_speed_m_s, limit_m=snap_limit_m
        )
        found[mode] = {}
        for o in range(n):
            reach = nx.single_source_dijkstra_path_length(graph, ("out", o))
            for d in range(len(destinations)):
                if ("in", n + d) in reach:
                    found[mode][o, d] = divmod(reach["in", n + d], SECOND)
    rows = {}
    for pair, (ms, mm) in found["walk"].items():
        if ms <= cutoff_m * 1000:
            ride_ms, ride_mm = found["ride"].get(pair, (-1, -1))
            ride = (whole(ride_ms), whole(ride_mm)) if ride_ms >= 0 else (-1, -1)
            rows[pair] = (whole(mm), whole(ms), *ride)
    return rows


def scipy_labels(graph: SplitGraph, sources: Sequence[int], n_place: int) -> np.ndarray:
    """Cost and second label from source places to all places, shape (n_source, n_place, 2).

    -1 where there is no journey. Both labels are held in one float, exact below 2**53.
    """
    base = 2**26
    tail = np.repeat(np.arange(graph.n_node), np.diff(graph.indptr))
    place = np.repeat(np.arange(n_place), np.diff(graph.join_indptr))
    out, back = graph.n_node + place, graph.n_node + n_place + place
    tails = np.concatenate((tail, out, graph.join_node))
    heads = np.concatenate((graph.head, graph.join_node, back))
    legs = graph.leg_ms[place] * base + graph.leg_mm[place]
    weights = np.concatenate((graph.cost_ms * base + graph.length_mm, legs, legs)).astype(float)
    order = np.lexsort((weights, heads, tails))  # of parallel arcs the least comes first
    tails, heads, weights = tails[order], heads[order], weights[order]
    lead = np.ones(tails.size, bool)
    lead[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    size = graph.n_node + 2 * n_place
    indptr = np.searchsorted(tails[lead], np.arange(size + 1))
    matrix = csr_array((weights[lead], heads[lead], indptr), shape=(size, size))
    far = dijkstra(matrix, indices=[graph.n_node + s for s in sources])
    far = far[:, graph.n_node + n_place :]
    known = np.isfinite(far)
    assert not known.any() or far[known].max() < 2**53
    total = np.where(known, far, 0).astype(np.int64)
    return np.where(known[..., None], np.stack((total // base, total % base), axis=-1), -1)
