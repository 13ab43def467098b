"""Walking times on sloping roads: Tobler's hiking function along each edge, each way.

The pace of the reference walker at slope s (rise over run in the direction of travel) is that on
level road times ``exp(3.5 * (|s + 0.05| - 0.05))``: Tobler's speed ``6 exp(-3.5 |s + 0.05|)`` km/h
(Tobler, W., Three presentations on geographical analysis and modeling, NCGIA Technical Report 93-1,
1993) held against his own level speed, so that level road stays at exactly 1.0 m/s. A gentle way
down is quicker than level, a steep one as slow as a climb.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from schoolmap.model.graph import NO_WAY, RoadGraph
from schoolmap.model.terrain import Terrain
from schoolmap.network.chains import Pieces
from schoolmap.network.graph import JOIN_M, ordered
from schoolmap.network.heights import bilinear
from schoolmap.network.profile import Stations, between_decks, cut_edges, smooth, stations

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
ToCell = Callable[[FloatArray], FloatArray]
"""From metres in the study's CRS, shape (n, 2), to columns and rows of the terrain."""

STEEPNESS, BEST_SLOPE = 3.5, 0.05
"""Tobler's constants: how fast speed falls with slope, and the way down that is walked fastest."""

SPLIT_ERROR_MS = 10_000
"""How far the walking time to any point of an edge may be from its share of the edge by length.

Places join an edge part of the way, and the page splits times by length: an edge is cut where that
would be farther off. Half a per cent of the half hour of the youngest: heights are no better.
"""

_FINEST_M, _COARSEST_M = 10.0, 50.0
"""Limits of the distance between two heights on a road, else half a cell of the terrain."""


@dataclass(frozen=True)
class SlopeRules:
    """Figures that a county may decide otherwise.

    Attributes
    ----------
    smoothing_m
        Heights are averaged along the road over this length, which evens out what the terrain
        model and the drawn line do not agree on.
    cap
        Steepest slope taken for true, by road class, ``default`` for the others.
    """

    smoothing_m: float
    cap: dict[str, float]


@dataclass(frozen=True)
class Tally:
    """Lengths of walkable road, whole metres, and cells: see `schoolmap.model.terrain.SlopeUse`."""

    road_m: int
    filled_m: int
    level_m: int
    capped_m: int
    filled_under_roads: int
    cell_m: int


def pace_factor(slope: FloatArray) -> FloatArray:
    """Return how much longer a metre takes than on level road, by slope in the way of travel."""
    factor: FloatArray = np.exp(STEEPNESS * (np.abs(slope + BEST_SLOPE) - BEST_SLOPE))
    return factor


def sloped(
    graph: RoadGraph,
    terrain: Terrain,
    to_cell: ToCell,
    *,
    rules: SlopeRules,
    decks: NDArray[np.complex128] | None = None,
) -> tuple[RoadGraph, Tally]:
    """Return the graph with walking times by slope, each way, and what the heights did to it.

    Heights are read along every walkable edge, not at its ends alone: a road between two junctions
    goes over hills. On bridges (and in tunnels) the road runs straight from bank to bank. Heights
    are then smoothed, and slopes beyond the cap are cut to it. A stretch without a height is level.
    Edges are cut where the walking time is not near enough in proportion to length; lengths and
    riding times of the parts sum to those of the edge, so nothing else changes. Without any slope
    the graph comes back as it was.

    Parameters
    ----------
    graph
        Contracted, level.
    terrain, to_cell
        Heights, and how to find a point of the graph on them.
    rules
        Smoothing and caps.
    decks
        Middles of the straight pieces of line that are bridges, as x + iy of the graph's metres.
    """
    walked = graph.walk_uv_ms != NO_WAY
    cell_m = _cell_m(graph, to_cell)
    at = stations(graph, walked, step_m=float(np.clip(cell_m / 2, _FINEST_M, _COARSEST_M)))
    height_m, source = bilinear(terrain.height_m, to_cell(at.xy))
    taken = terrain.filled.ravel()[np.maximum(source, 0)]
    taken = np.where(source >= 0, taken, np.False_)
    height_m = between_decks(at, height_m, on_deck(graph, at, decks))
    rise_m = _rises(at, smooth(at, height_m, rules.smoothing_m))
    cap = _caps(graph, rules)[at.edge[:-1]]
    run_m = np.maximum(np.diff(at.offset_mm), 1) / 1000.0
    slope = np.where(np.isnan(rise_m), 0.0, rise_m) / run_m
    level = at.inner & np.isnan(rise_m)
    steep = at.inner & (np.abs(slope) > cap)
    slope = np.clip(slope, -cap, cap)
    mm = np.where(at.inner & walked[at.edge[:-1]], np.diff(at.offset_mm), 0)
    uv_ms = _along(at, mm * pace_factor(slope))
    vu_ms = _along(at, mm * pace_factor(-slope))
    touched: BoolArray = np.any(taken, axis=1)
    tally = Tally(
        road_m=_metres(mm),
        filled_m=_metres(mm[touched[:-1] | touched[1:]]),
        level_m=_metres(mm[level]),
        capped_m=_metres(mm[steep]),
        filled_under_roads=int(np.unique(source[taken]).size),
        cell_m=round(cell_m),
    )
    cut = cut_edges(at, uv_ms, vu_ms, error_ms=SPLIT_ERROR_MS)
    return _rebuilt(graph, at, cut, uv_ms, vu_ms), tally


def on_deck(graph: RoadGraph, at: Stations, decks: NDArray[np.complex128] | None) -> BoolArray:
    """Return which stations stand on a piece of line that is a bridge."""
    if decks is None or not decks.size:
        return np.zeros(at.edge.size, dtype=bool)
    # the middle of two points is the same whichever way a line runs; vertices within a centimetre
    # of each other became one, so it may have moved by as much
    middles = (graph.line_xy[:-1] + graph.line_xy[1:]) / 2
    tree = cKDTree(np.column_stack((decks.real, decks.imag)))
    away = tree.query(middles, distance_upper_bound=JOIN_M)[0]
    standing: BoolArray = np.isfinite(away)[at.segment]
    return standing


def _cell_m(graph: RoadGraph, to_cell: ToCell) -> float:
    """Return the shorter side of a cell of the terrain about the middle of the graph."""
    middle = np.median(graph.node_xy, axis=0)
    cells = to_cell(middle + np.array([(0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)]))
    moved = np.hypot(*(cells[1:] - cells[0]).T)
    return float(1000.0 / moved.max())


def _caps(graph: RoadGraph, rules: SlopeRules) -> FloatArray:
    default = rules.cap["default"]
    by_class = np.array([rules.cap.get(c, default) for c in graph.classes])
    caps: FloatArray = by_class[graph.road_class]
    return caps


def _rises(at: Stations, height_m: FloatArray) -> FloatArray:
    """Return the rise from each station to the next; 0 from an edge to another."""
    return np.where(at.inner, np.diff(height_m), 0.0)


def _along(at: Stations, step_ms: FloatArray) -> IntArray:
    """Return whole milliseconds from the start of each station's edge, half up."""
    total = np.concatenate(([0.0], np.cumsum(step_ms)))
    # step by step sums are exact while the steps are whole: level road takes its length
    since: FloatArray = total - total[at.first]
    return np.floor(since + 0.5).astype(np.int64)


def _metres(mm: IntArray) -> int:
    return int((int(mm.sum()) + 500) // 1000)


def _rebuilt(
    graph: RoadGraph, at: Stations, cut: BoolArray, uv_ms: IntArray, vu_ms: IntArray
) -> RoadGraph:
    """Return the graph with edges cut at the stations marked, and walking times by slope."""
    ends = np.flatnonzero(cut)
    inner = at.edge[ends[:-1]] == at.edge[ends[1:]]
    low, high = ends[:-1][inner], ends[1:][inner]
    edge = at.edge[low]
    if edge.size == graph.n_edge:
        walked = graph.walk_uv_ms != NO_WAY
        return replace(
            graph,
            walk_uv_ms=np.where(walked, uv_ms[high], NO_WAY),
            walk_vu_ms=np.where(walked, vu_ms[high], NO_WAY),
        )
    node = np.full(at.edge.size, -1, dtype=np.int64)
    new = cut & ~at.is_end
    node[new] = graph.n_node + np.arange(np.count_nonzero(new))
    first = np.concatenate(([True], at.edge[1:] != at.edge[:-1]))
    node[first], node[at.is_end & ~first] = graph.u, graph.v
    line_xy, line_indptr = _cut_lines(graph, at, new)
    walked = graph.walk_uv_ms[edge] != NO_WAY
    length_mm = graph.length_mm[edge]
    span = (at.offset_mm[low], at.offset_mm[high])
    return ordered(
        Pieces(
            u=node[low],
            v=node[high],
            length_mm=span[1] - span[0],
            walk_uv_ms=np.where(walked, uv_ms[high] - uv_ms[low], NO_WAY),
            walk_vu_ms=np.where(walked, vu_ms[high] - vu_ms[low], NO_WAY),
            ride_uv_ms=_ridden(graph.ride_uv_ms[edge], length_mm, span),
            ride_vu_ms=_ridden(graph.ride_vu_ms[edge], length_mm, span),
            road_class=graph.road_class[edge],
            speed_key=np.zeros(edge.size, dtype=np.int64),
            length_scale=np.ones(edge.size),
            classes=graph.classes,
            line_xy=line_xy,
            line_indptr=line_indptr,
        )
    )


def _ridden(time_ms: IntArray, length_mm: IntArray, span_mm: tuple[IntArray, IntArray]) -> IntArray:
    """Return the ride over a part of each edge, shared by length: the parts sum to the edge."""
    length = np.maximum(length_mm, 1)
    low, high = ((2 * time_ms * offset + length) // (2 * length) for offset in span_mm)
    return np.where(time_ms == NO_WAY, NO_WAY, high - low)


def _cut_lines(graph: RoadGraph, at: Stations, new: BoolArray) -> tuple[FloatArray, IntArray]:
    """Return the polylines of the parts: the point of a cut ends one and starts the next."""
    sizes = np.diff(graph.line_indptr)
    edge = np.concatenate((np.repeat(np.arange(graph.n_edge), sizes), at.edge[new]))
    drawn = np.concatenate((at.vertex_m, at.drawn_m[new]))
    is_cut = np.repeat((False, True), (graph.line_indptr[-1], np.count_nonzero(new)))
    xy = np.concatenate((graph.line_xy, at.xy[new]))
    is_last = np.zeros(edge.size, dtype=bool)
    is_last[graph.line_indptr[1:] - 1] = True
    order = np.lexsort((is_cut, drawn, is_last, edge))
    # a vertex where a cut falls is that cut
    same = np.zeros(edge.size, dtype=bool)
    near = np.abs(np.diff(drawn[order])) < 1e-6
    cuts = is_cut[order]
    same[:-1] |= near & cuts[1:] & ~cuts[:-1] & (np.diff(edge[order]) == 0)
    same[1:] |= near & cuts[:-1] & ~cuts[1:] & (np.diff(edge[order]) == 0)
    ends = np.concatenate(([True], np.diff(edge[order]) != 0))
    same &= ~ends & ~np.roll(ends, -1)
    order = order[~same]
    twice = np.repeat(order, np.where(is_cut[order], 2, 1))
    starts = np.concatenate(([True], np.diff(edge[twice]) != 0))
    # the second of a cut's two points starts a part
    starts[1:] |= is_cut[twice[1:]] & (twice[1:] == twice[:-1])
    bounds = np.concatenate((np.flatnonzero(starts), [twice.size])).astype(np.int64)
    return xy[twice], bounds
