"""The road graph and how places stand on it: whole millimetres and milliseconds on every edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.frozen import FrozenArrays

IntArray = NDArray[np.int64]

NO_WAY = -1
"""Marks a direction in which an edge cannot be travelled."""


@dataclass(frozen=True)
class RoadGraph(FrozenArrays):
    """A contracted road graph; nodes in Hilbert order.

    Edge e runs from ``u[e]`` to ``v[e]`` along its polyline. Walkers go both ways; `NO_WAY` in
    `walk_uv_ms`, `walk_vu_ms` (both or none) bars an edge to them, in `ride_uv_ms` or `ride_vu_ms`
    a direction of it to vehicles.

    Attributes
    ----------
    node_xy
        Shape (n_node, 2), float64, metres in the study's projected CRS.
    u, v
        Shape (n_edge,), int64.
    length_mm
        Shape (n_edge,), int64, at least 0.
    walk_uv_ms, walk_vu_ms
        Walking time of the reference walker in each direction, int64.
    ride_uv_ms, ride_vu_ms
        Riding time in each direction, int64.
    road_class
        Index into `classes`, int16.
    classes
        Road classes that occur, sorted.
    line_xy, line_indptr
        Polylines of the edges: vertices (n_vertex, 2) in metres and the first vertex of each edge.
    """

    node_xy: NDArray[np.float64]
    u: IntArray
    v: IntArray
    length_mm: IntArray
    walk_uv_ms: IntArray
    walk_vu_ms: IntArray
    ride_uv_ms: IntArray
    ride_vu_ms: IntArray
    road_class: NDArray[np.int16]
    classes: tuple[str, ...]
    line_xy: NDArray[np.float64]
    line_indptr: IntArray

    @property
    def n_node(self) -> int:
        """Number of nodes."""
        return int(self.node_xy.shape[0])

    @property
    def n_edge(self) -> int:
        """Number of edges."""
        return int(self.u.size)


@dataclass(frozen=True)
class Snaps(FrozenArrays):
    """Where places join the edges of one mode: the snap ledger.

    A place joins every edge of the mode within 1 cm of the nearest one; place p owns the rows
    ``indptr[p]:indptr[p + 1]``, none where no road is within the limit.

    Attributes
    ----------
    indptr
        Shape (n_place + 1,), int64.
    edge
        Edge joined, int64.
    offset_mm
        Distance from the edge's u along the edge, in its own length, int64.
    leg_mm
        Straight off-road leg of each place, shape (n_place,), int64; to the nearest edge even
        where that is beyond the limit, `NO_WAY` where the mode has no edge at all.
    component
        Connected component of each place, int32; -1 where it joins no edge. Numbered by
        decreasing number of nodes, so 0 is the main network.
    """

    indptr: IntArray
    edge: IntArray
    offset_mm: IntArray
    leg_mm: IntArray
    component: NDArray[np.int32]


@dataclass(frozen=True)
class Network:
    """A road graph with what a journey off the road needs.

    Attributes
    ----------
    graph
        The contracted road graph.
    off_road_speed_m_s
        Speed on the straight leg between a place and its road.
    snap_limit_m
        A place farther than this from every road of a mode is not connected.
    """

    graph: RoadGraph
    off_road_speed_m_s: float
    snap_limit_m: float
