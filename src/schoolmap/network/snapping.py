"""Where places join the road: at the projected point, in the interior of edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from schoolmap.model.graph import NO_WAY, Network, RoadGraph, Snaps
from schoolmap.network.graph import components
from schoolmap.units import MM_PER_M

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Mode = Literal["walk", "ride"]

JOIN_M = 0.01
"""A place joins every edge within this of the nearest one (DESIGN, travel)."""

_SAMPLE_M = 200.0


@dataclass(frozen=True)
class _Segments:
    """Straight segments of the usable edges, and where each starts along its edge."""

    edge: IntArray
    start: FloatArray
    stop: FloatArray
    along_m: FloatArray


def usable_edges(graph: RoadGraph, mode: Mode) -> NDArray[np.bool_]:
    """Return which edges a mode may use in at least one direction, shape (n_edge,)."""
    uv, vu = mode_times(graph, mode)
    usable: NDArray[np.bool_] = (uv != NO_WAY) | (vu != NO_WAY)
    return usable


def mode_times(graph: RoadGraph, mode: Mode) -> tuple[IntArray, IntArray]:
    """Return milliseconds from u to v and from v to u; `NO_WAY` where barred."""
    if mode == "walk":
        return graph.walk_uv_ms, graph.walk_vu_ms
    return graph.ride_uv_ms, graph.ride_vu_ms


def snap(network: Network, xy: FloatArray, *, mode: Mode) -> Snaps:
    """Return where places join the edges of a mode.

    Parameters
    ----------
    network
        Graph and snap limit.
    xy
        Places, shape (n, 2), metres in the graph's CRS.
    mode
        ``walk`` or ``ride``.

    Returns
    -------
    Snaps
        The ledger: edges within 1 cm of the nearest one, offset along each in whole millimetres,
        off-road leg, component of the mode's network.
    """
    return snap_to(network, xy, usable=usable_edges(network.graph, mode))


def snap_to(network: Network, xy: FloatArray, *, usable: NDArray[np.bool_]) -> Snaps:
    """Return where places join those edges that are marked; otherwise as `snap`."""
    graph = network.graph
    if not usable.any() or xy.shape[0] == 0:
        return _nothing(xy.shape[0])
    segments = _segments(graph, usable)
    near = _nearest(segments, xy)
    return _ledger(network, segments, near, components(graph, usable=usable))


def _nothing(n_place: int) -> Snaps:
    empty = np.empty(0, dtype=np.int64)
    return Snaps(
        indptr=np.zeros(n_place + 1, dtype=np.int64),
        edge=empty,
        offset_mm=empty,
        leg_mm=np.full(n_place, NO_WAY, dtype=np.int64),
        component=np.full(n_place, -1, dtype=np.int32),
    )


def _segments(graph: RoadGraph, usable: NDArray[np.bool_]) -> _Segments:
    sizes = np.diff(graph.line_indptr)
    edge = np.repeat(np.arange(graph.n_edge), sizes)
    inner = np.ones(edge.size, dtype=bool)
    inner[graph.line_indptr[1:] - 1] = False
    at = np.flatnonzero(inner & usable[edge])
    start, stop = graph.line_xy[at], graph.line_xy[at + 1]
    step = np.hypot(stop[:, 0] - start[:, 0], stop[:, 1] - start[:, 1])
    run = np.cumsum(step) - step
    own = edge[at]
    leads = np.concatenate(([True], own[1:] != own[:-1]))
    base = np.repeat(run[leads], np.diff(np.concatenate((np.flatnonzero(leads), [own.size]))))
    return _Segments(edge=own, start=start, stop=stop, along_m=run - base)


@dataclass(frozen=True)
class _Near:
    """Candidate joins: place, segment, distance to it and distance along the edge, metres."""

    place: IntArray
    segment: IntArray
    distance_m: FloatArray
    along_m: FloatArray
    nearest_m: FloatArray


def _nearest(segments: _Segments, xy: FloatArray) -> _Near:
    """Return for each place all segments that may be within `JOIN_M` of its nearest one.

    Every point of a segment is within half of `_SAMPLE_M` of one of its samples, so the nearest
    segment has a sample within (distance to the nearest sample + half of it).
    """
    sample, owner = _samples(segments)
    tree = cKDTree(sample)
    reach = tree.query(xy)[0] + _SAMPLE_M / 2 + 2 * JOIN_M
    found = tree.query_ball_point(xy, reach)
    counts = np.array([len(f) for f in found], dtype=np.int64)
    place = np.repeat(np.arange(xy.shape[0]), counts)
    segment = owner[np.concatenate([np.asarray(f, dtype=np.int64) for f in found])]
    key = np.unique(place * np.int64(segments.edge.size) + segment)
    place, segment = key // segments.edge.size, key % segments.edge.size

    a, b, p = segments.start[segment], segments.stop[segment], xy[place]
    d = b - a
    squared = d[:, 0] * d[:, 0] + d[:, 1] * d[:, 1]
    dot = (p[:, 0] - a[:, 0]) * d[:, 0] + (p[:, 1] - a[:, 1]) * d[:, 1]
    t = np.clip(dot / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
    distance = np.hypot(p[:, 0] - a[:, 0] - t * d[:, 0], p[:, 1] - a[:, 1] - t * d[:, 1])
    nearest = np.full(xy.shape[0], np.inf)
    np.minimum.at(nearest, place, distance)
    return _Near(
        place=place,
        segment=segment,
        distance_m=distance,
        along_m=segments.along_m[segment] + t * np.sqrt(squared),
        nearest_m=nearest,
    )


def _samples(segments: _Segments) -> tuple[FloatArray, IntArray]:
    d = segments.stop - segments.start
    count = np.maximum(1, np.ceil(np.hypot(d[:, 0], d[:, 1]) / _SAMPLE_M)).astype(np.int64)
    owner = np.repeat(np.arange(count.size), count)
    first = np.concatenate(([0], np.cumsum(count)))[:-1]
    share = (np.arange(owner.size) - first[owner] + 0.5) / count[owner]
    return segments.start[owner] + share[:, None] * d[owner], owner


def _ledger(
    network: Network, segments: _Segments, near: _Near, component: NDArray[np.int32]
) -> Snaps:
    graph, n_place = network.graph, near.nearest_m.size
    join = (near.distance_m <= near.nearest_m[near.place] + JOIN_M) & (
        near.nearest_m[near.place] <= network.snap_limit_m
    )
    place, edge = near.place[join], segments.edge[near.segment[join]]
    # of several segments of one edge, the nearest stands for it; ties go to the smaller offset
    order = np.lexsort((near.along_m[join], near.distance_m[join], edge, place))
    place, edge, along = place[order], edge[order], near.along_m[join][order]
    lead = np.ones(place.size, dtype=bool)
    lead[1:] = (place[1:] != place[:-1]) | (edge[1:] != edge[:-1])
    place, edge, along = place[lead], edge[lead], along[lead]

    planar = _planar_lengths(graph)[edge]
    share = np.where(planar > 0, along / np.where(planar > 0, planar, 1.0), 0.0)
    offset = np.floor(np.clip(share, 0.0, 1.0) * graph.length_mm[edge] + 0.5).astype(np.int64)
    of_place = np.full(n_place, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(of_place, place, component[graph.u[edge]])
    return Snaps(
        indptr=np.concatenate(([0], np.cumsum(np.bincount(place, minlength=n_place)))).astype(
            np.int64
        ),
        edge=edge,
        offset_mm=offset,
        leg_mm=np.floor(near.nearest_m * MM_PER_M + 0.5).astype(np.int64),
        component=np.where(of_place == np.iinfo(np.int32).max, -1, of_place).astype(np.int32),
    )


def _planar_lengths(graph: RoadGraph) -> FloatArray:
    step = np.hypot(*(graph.line_xy[1:] - graph.line_xy[:-1]).T)
    run = np.concatenate(([0.0], np.cumsum(step)))
    return run[graph.line_indptr[1:] - 1] - run[graph.line_indptr[:-1]]
