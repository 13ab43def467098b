"""Road lines to a contracted graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from schoolmap.model.graph import NO_WAY, RoadGraph
from schoolmap.network.chains import Pieces, contract
from schoolmap.network.cutting import cut_lines
from schoolmap.network.hilbert import hilbert_order
from schoolmap.network.runs import runs

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

JOIN_M = 0.01
"""Vertices nearer than this are one (FORMATS, roads)."""

NOT_WALKED = frozenset({"motorway", "motorway_link"})
NOT_RIDDEN = frozenset({"footway", "path", "steps", "pedestrian", "cycleway", "bridleway"})
NOT_TRAVELLED = frozenset(
    {
        "construction", "proposed", "planned", "abandoned", "disused", "razed", "demolished",
        "dismantled", "destroyed", "removed", "raceway", "no",
    }
)  # fmt: skip
"""OpenStreetMap's words for roads that are not there yet, not any more, or not for travel."""

DEFAULT_SPEED = "default"


@dataclass(frozen=True)
class Lines:
    """Road lines in metres, as `build_graph` takes them.

    Attributes
    ----------
    xy
        Vertices, shape (n_vertex, 2), projected metres.
    indptr
        First vertex of each line, shape (n_line + 1,).
    highway
        Class of each line, empty where unknown.
    oneway
        1 forward, -1 backward, 0 both.
    speed_kmh, length_m
        NaN where not given.
    vertex
        Identity of each vertex, shape (n_vertex,); None: vertices within 1 cm are one.
    walked, ridden
        Who may use each line, bool; None: as its class says.
    """

    xy: FloatArray
    indptr: IntArray
    highway: Sequence[str]
    oneway: NDArray[np.int8]
    speed_kmh: FloatArray
    length_m: FloatArray
    vertex: IntArray | None = None
    walked: NDArray[np.bool_] | None = None
    ridden: NDArray[np.bool_] | None = None


def build_graph(lines: Lines, *, speeds_kmh: Mapping[str, float]) -> RoadGraph:
    """Return the contracted road graph of a set of lines.

    Lines join where they share a vertex (by `Lines.vertex`, else within 1 cm), be it an end or
    not; lines that only cross do not (a bridge). Nodes between exactly two edges of one class,
    speed, right of way, direction and stretch (declared over drawn length) are contracted away.
    Parallel edges are kept: a search takes the shortest.

    Parameters
    ----------
    lines
        Road lines in metres. A line of no length is dropped.
    speeds_kmh
        Riding speed by class, with a ``default`` for the others; `Lines.speed_kmh` beats it.

    Returns
    -------
    RoadGraph
        Nodes in Hilbert order, edges sorted by their nodes; lengths in whole millimetres, times
        in whole milliseconds. The reference walker goes 1.0 m/s, so walking times equal lengths.

    Raises
    ------
    KeyError
        If `speeds_kmh` has no ``default``.
    """
    vertex = join_vertices(lines.xy) if lines.vertex is None else _numbered(lines.vertex)
    # nothing here keeps the pieces: of a province's roads they are hundreds of megabytes
    return ordered(contract(_weighed(lines, vertex, speeds_kmh)))


def _numbered(identity: IntArray) -> IntArray:
    """Return identities as numbers from 0."""
    return np.unique(identity, return_inverse=True)[1].astype(np.int64)


def join_vertices(xy: FloatArray) -> IntArray:
    """Return one number per vertex, the same for vertices within `JOIN_M` of each other."""
    if xy.shape[0] == 0:
        return np.empty(0, dtype=np.int64)
    key = xy[:, 0] + 1j * xy[:, 1]
    unique, inverse = np.unique(key, return_inverse=True)
    points = np.column_stack((unique.real, unique.imag))
    pairs = cKDTree(points).query_pairs(JOIN_M, output_type="ndarray")
    if pairs.size == 0:
        return inverse.astype(np.int64)
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    label = connected_components(joined, directed=False)[1]
    joined_vertex: IntArray = label[inverse].astype(np.int64)
    return joined_vertex


def _weighed(lines: Lines, vertex: IntArray, speeds_kmh: Mapping[str, float]) -> Pieces:
    """Return lines cut where they join, with what it takes to travel each piece."""
    cut = cut_lines(lines.xy, lines.indptr, vertex, lines.length_m)
    line, length_mm = cut.line, cut.length_mm
    classes, class_of = _classes(lines.highway)
    ridden = _allowed(lines.ridden, classes, class_of, NOT_RIDDEN)[line]
    walked = _allowed(lines.walked, classes, class_of, NOT_WALKED)[line]
    ride_uv, ride_vu = _ride_ms(lines, line, length_mm, speeds_kmh, ridden=ridden)
    walk_ms = np.where(walked, length_mm, NO_WAY)
    return Pieces(
        u=vertex[cut.start],
        v=vertex[cut.end],
        length_mm=length_mm,
        walk_uv_ms=walk_ms,
        walk_vu_ms=walk_ms,
        ride_uv_ms=ride_uv,
        ride_vu_ms=ride_vu,
        road_class=class_of[line].astype(np.int16),
        speed_key=_speed_key(lines.speed_kmh)[line],
        length_scale=cut.length_scale,
        classes=classes,
        line_xy=lines.xy[cut.vertices],
        line_indptr=cut.indptr,
    )


def _classes(highway: Sequence[str]) -> tuple[tuple[str, ...], IntArray]:
    classes = tuple(sorted(set(highway)))
    number = {name: at for at, name in enumerate(classes)}
    return classes, np.fromiter(map(number.__getitem__, highway), np.int64, len(highway))


def _speed_key(speed_kmh: FloatArray) -> IntArray:
    """Return a whole number that is the same for the same declared speed; -1 for none."""
    known = np.isfinite(speed_kmh) & (speed_kmh > 0)
    return np.where(known, np.floor(np.where(known, speed_kmh, 0.0) * 1000 + 0.5), -1).astype(
        np.int64
    )


def _allowed(
    given: NDArray[np.bool_] | None,
    classes: tuple[str, ...],
    class_of: IntArray,
    barred: frozenset[str],
) -> NDArray[np.bool_]:
    """Return whether each line may be used: as given, else by its class."""
    if given is not None:
        return given
    by_class = np.array([c not in barred for c in classes], dtype=bool)
    allowed: NDArray[np.bool_] = by_class[class_of]
    return allowed


def _ride_ms(
    lines: Lines,
    of_line: IntArray,
    length_mm: IntArray,
    speeds_kmh: Mapping[str, float],
    *,
    ridden: NDArray[np.bool_],
) -> tuple[IntArray, IntArray]:
    default = speeds_kmh[DEFAULT_SPEED]
    by_class = np.array([speeds_kmh.get(c, default) for c in lines.highway], dtype=np.float64)
    declared = np.isfinite(lines.speed_kmh) & (lines.speed_kmh > 0)
    speed = np.where(declared, lines.speed_kmh, by_class)[of_line]
    # mm / (km/h) x 3.6 = ms
    time_ms = np.floor(length_mm * 3.6 / speed + 0.5).astype(np.int64)
    oneway = lines.oneway[of_line]
    forward = np.where(ridden & (oneway >= 0), time_ms, NO_WAY)
    backward = np.where(ridden & (oneway <= 0), time_ms, NO_WAY)
    return forward, backward


def ordered(pieces: Pieces) -> RoadGraph:
    """Return the graph with nodes along a Hilbert curve and edges sorted by their nodes."""
    used, ends = np.unique(np.concatenate((pieces.u, pieces.v)), return_inverse=True)
    n_edge = pieces.u.size
    node_xy = np.empty((used.size, 2))
    node_xy[ends[n_edge:]] = pieces.line_xy[pieces.line_indptr[1:] - 1]
    node_xy[ends[:n_edge]] = pieces.line_xy[pieces.line_indptr[:-1]]
    order = hilbert_order(node_xy)
    rank = np.empty(used.size, dtype=np.int64)
    rank[order] = np.arange(used.size)
    u, v = rank[ends[:n_edge]], rank[ends[n_edge:]]
    by_node = np.lexsort((np.arange(n_edge), np.maximum(u, v), np.minimum(u, v)))
    sizes = np.diff(pieces.line_indptr)[by_node]
    indptr = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    start = pieces.line_indptr[:-1][by_node]
    return RoadGraph(
        node_xy=node_xy[order],
        u=u[by_node],
        v=v[by_node],
        length_mm=pieces.length_mm[by_node],
        walk_uv_ms=pieces.walk_uv_ms[by_node],
        walk_vu_ms=pieces.walk_vu_ms[by_node],
        ride_uv_ms=pieces.ride_uv_ms[by_node],
        ride_vu_ms=pieces.ride_vu_ms[by_node],
        road_class=pieces.road_class[by_node],
        classes=pieces.classes,
        line_xy=pieces.line_xy[runs(start, sizes)],
        line_indptr=indptr,
    )


def components(graph: RoadGraph, *, usable: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the component of each node over the usable edges, directions ignored.

    Parameters
    ----------
    graph
        A road graph.
    usable
        Which edges count, shape (n_edge,), bool.

    Returns
    -------
    NDArray[np.int32]
        Shape (n_node,); 0 is the component of most nodes, ties by lowest node.
    """
    pairs = (graph.u[usable], graph.v[usable])
    matrix = coo_array((np.ones(pairs[0].size), pairs), shape=(graph.n_node, graph.n_node))
    n_component, label = connected_components(matrix, directed=False)
    size = np.bincount(label, minlength=n_component)
    first = np.full(n_component, graph.n_node, dtype=np.int64)
    np.minimum.at(first, label, np.arange(graph.n_node))
    order = np.lexsort((first, -size))
    rank = np.empty(n_component, dtype=np.int32)
    rank[order] = np.arange(n_component, dtype=np.int32)
    ranked: NDArray[np.int32] = rank[label]
    return ranked
