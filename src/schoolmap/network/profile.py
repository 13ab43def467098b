"""Stations along the edges of a graph, and what is done with a height at each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.graph import RoadGraph

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_HEIGHT_MM = 1000.0
"""Heights are averaged in whole millimetres: sums are then exact, and level stays level."""


@dataclass(frozen=True)
class Stations:
    """Points at even distances along each edge, its ends among them, edge after edge.

    Attributes
    ----------
    edge
        Edge of each station, ascending, int64.
    first, last
        Numbers of the first and the last station of the same edge.
    offset_mm
        Distance from the edge's u in the edge's own length, whole millimetres.
    drawn_m
        The same as drawn.
    spacing_m
        Distance as drawn to the next station of the edge.
    xy
        Shape (n_station, 2), metres.
    segment
        Number of the vertex that the piece of line under the station starts at.
    vertex_m
        Distance of every vertex of the graph's polylines from its edge's u, as drawn.
    """

    edge: IntArray
    first: IntArray
    last: IntArray
    offset_mm: IntArray
    drawn_m: FloatArray
    spacing_m: FloatArray
    xy: FloatArray
    segment: IntArray
    vertex_m: FloatArray

    @property
    def inner(self) -> BoolArray:
        """Whether a station and the next are of one edge, shape (n_station - 1,)."""
        same: BoolArray = self.edge[1:] == self.edge[:-1]
        return same

    @property
    def is_end(self) -> BoolArray:
        """Whether a station is an end of its edge."""
        number = np.arange(self.edge.size)
        end: BoolArray = (number == self.first) | (number == self.last)
        return end


def stations(graph: RoadGraph, wanted: BoolArray, *, step_m: float) -> Stations:
    """Return stations not farther apart than `step_m`; edges that are not wanted have their ends.

    Parameters
    ----------
    graph
        Road graph.
    wanted
        Which edges, shape (n_edge,), bool.
    step_m
        Greatest distance between two stations, as drawn.
    """
    start, stop = graph.line_indptr[:-1], graph.line_indptr[1:]
    step = np.zeros(len(graph.line_xy))
    step[1:] = np.hypot(*np.diff(graph.line_xy, axis=0).T)
    step[start] = 0.0
    run = np.cumsum(step)
    drawn = run[stop - 1] - run[start]
    parts = np.where(wanted, np.ceil(drawn / step_m), 1).astype(np.int64)
    parts = np.maximum(parts, 1)
    sizes = parts + 1
    edge = np.repeat(np.arange(graph.n_edge), sizes)
    end = np.cumsum(sizes)
    first = np.repeat(end - sizes, sizes)
    number = np.arange(edge.size)
    share = (number - first) / parts[edge]
    drawn_m = drawn[edge] * share
    at = run[start][edge] + drawn_m
    segment = np.searchsorted(run, at, side="right") - 1
    segment = np.clip(segment, start[edge], stop[edge] - 2)
    width = run[segment + 1] - run[segment]
    part = np.clip((at - run[segment]) / np.where(width > 0.0, width, 1.0), 0.0, 1.0)
    from_xy, to_xy = graph.line_xy[segment], graph.line_xy[segment + 1]
    return Stations(
        edge=edge,
        first=first,
        last=np.repeat(end - 1, sizes),
        offset_mm=np.floor(graph.length_mm[edge] * share + 0.5).astype(np.int64),
        drawn_m=drawn_m,
        spacing_m=(drawn / parts)[edge],
        xy=from_xy + part[:, None] * (to_xy - from_xy),
        segment=segment,
        vertex_m=run - np.repeat(run[start], np.diff(graph.line_indptr)),
    )


def between_decks(at: Stations, height_m: FloatArray, deck: BoolArray) -> FloatArray:
    """Return heights with those on bridges and in tunnels on a straight line from end to end.

    The terrain under a bridge is the valley floor. An end of an edge keeps its height: it is a
    junction, on land as a rule.
    """
    over = deck & ~at.is_end
    if not over.any():
        return height_m
    # edges one after the other, so that a bank is looked for on the same edge
    place = at.edge * (float(at.drawn_m.max()) + 1.0) + at.drawn_m
    result = height_m.copy()
    result[over] = np.interp(place[over], place[~over], height_m[~over])
    return result


def smooth(at: Stations, height_m: FloatArray, length_m: float) -> FloatArray:
    """Return heights averaged along the road over a length, evenly before and behind.

    Near the end of an edge, or of what has heights, the window shrinks evenly: the end keeps its
    height, which all edges there share, and an even ramp stays as it is.
    """
    known = ~np.isnan(height_m)
    number = np.arange(height_m.size)
    breaks = np.concatenate(([True], ~at.inner | (known[1:] != known[:-1])))
    run = np.cumsum(breaks) - 1
    begin = np.flatnonzero(breaks)
    stop = np.concatenate((begin[1:], [height_m.size])) - 1
    half = np.floor(length_m / 2 / np.where(at.spacing_m > 0.0, at.spacing_m, np.inf))
    reach = np.minimum(half.astype(np.int64), np.minimum(number - begin[run], stop[run] - number))
    mm = np.floor(np.where(known, height_m, 0.0) * _HEIGHT_MM + 0.5).astype(np.int64)
    total = np.concatenate(([0], np.cumsum(mm)))
    mean_mm = (total[number + reach + 1] - total[number - reach]) / (2 * reach + 1)
    return np.where(known, mean_mm / _HEIGHT_MM, np.nan)


def cut_edges(at: Stations, uv_ms: IntArray, vu_ms: IntArray, *, error_ms: int) -> BoolArray:
    """Return the stations to cut at, the ends of edges among them.

    Between two cuts the time so far is within `error_ms` of its share by length, each way: where it
    is not, the part is cut at the station that is farthest off (Ramer 1972; Douglas, Peucker 1973).
    """
    cut = at.is_end
    while True:
        ends = np.flatnonzero(cut)
        part = np.cumsum(cut) - 1
        low, high = ends[part], ends[np.minimum(part + 1, ends.size - 1)]
        width = np.maximum(at.offset_mm[high] - at.offset_mm[low], 1)
        share = (at.offset_mm - at.offset_mm[low]) / width
        off = np.zeros(cut.size)
        for so_far in (uv_ms, vu_ms):
            off = np.maximum(
                off, np.abs(so_far - so_far[low] - share * (so_far[high] - so_far[low]))
            )
        off[cut] = 0.0
        worst = np.maximum.reduceat(off, ends)
        at_worst = np.flatnonzero((off > error_ms) & (off == worst[part]))
        if not at_worst.size:
            return cut
        _, once = np.unique(part[at_worst], return_index=True)
        cut = cut.copy()
        cut[at_worst[once]] = True
