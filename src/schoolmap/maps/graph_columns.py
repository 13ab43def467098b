"""The road graph as columns for the page, so that it routes as Python does, to the last integer.

Edges keep their numbers. What can be told from something else is not written: a walk takes as many
milliseconds as there are millimetres, a ride its length times one of a few paces, and nearly every
place joins the roads for vehicles where it joins those for walkers. Only what differs is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.graph import NO_WAY, RoadGraph, Snaps
from schoolmap.model.layout import LayoutModel
from schoolmap.network.opening import walked_components
from schoolmap.units import MM_PER_M, half_up

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Arrays = dict[str, IntArray]

PACE_SCALE = 1_000_000
"""A pace is held in nanoseconds a millimetre (milliseconds a kilometre)."""

_SLACK_MS = 4
"""An edge that was joined of many pieces may be some roundings off its pace."""
_MOST_PACES = 127
"""As many as one byte tells apart."""

WALK_UV, WALK_VU, RIDE_UV, RIDE_VU, TURNED = 1, 2, 4, 8, 16
"""Bits of an edge: open in a direction; u is the node of the higher number."""


@dataclass(frozen=True)
class GraphColumns:
    """What `readGraph` of the page takes.

    Attributes
    ----------
    data
        Plain data: counts, limits, speeds.
    plain, alike
        Arrays by name, to be written value by value, or as differences.
    """

    data: dict[str, object]
    plain: Arrays = field(default_factory=dict)
    alike: Arrays = field(default_factory=dict)


def graph_columns(model: LayoutModel) -> GraphColumns:
    """Return the graph of a model with its places on it; without roads, the places on the plane.

    Parameters
    ----------
    model
        As prepared.
    """
    data: dict[str, object] = {
        "n_village": len(model.villages),
        "n_site": len(model.sites),
        "cutoff_s": model.cutoff_s,
        "snap_limit_m": model.snap_limit_m,
        "off_road_speed_m_s": model.standards["off_road_speed_m_s"].number,
    }
    if model.graph is None or model.walk_snaps is None or model.ride_snaps is None:
        return _plane(model, data) if model.estimated else GraphColumns(data)
    data["n_node"] = model.graph.n_node
    data["paces"], pace, rest = _paces(model.graph)
    plain, alike = _edges(model.graph)
    places, edges = _places(model.walk_snaps, model.ride_snaps)
    return GraphColumns(
        data=data,
        plain={**plain, "net.pace": pace, "net.ride_rest": rest, **places},
        alike={**alike, **edges},
    )


def _edges(graph: RoadGraph) -> tuple[Arrays, Arrays]:
    low, high = np.minimum(graph.u, graph.v), np.maximum(graph.u, graph.v)
    times = (graph.walk_uv_ms, graph.walk_vu_ms, graph.ride_uv_ms, graph.ride_vu_ms)
    ways = np.where(graph.u > graph.v, TURNED, 0)
    for bit, time in zip((WALK_UV, WALK_VU, RIDE_UV, RIDE_VU), times, strict=True):
        ways = ways | np.where(time != NO_WAY, bit, 0)
    walk_ms = _either(graph.walk_uv_ms, graph.walk_vu_ms)
    plain = {
        "net.ways": ways,
        "net.span": high - low,
        "net.length_mm": graph.length_mm,
        "net.walk_rest": np.where(walk_ms == NO_WAY, 0, walk_ms - graph.length_mm),
        "net.walk_turn": _turn(graph.walk_uv_ms, graph.walk_vu_ms),
        "net.ride_turn": _turn(graph.ride_uv_ms, graph.ride_vu_ms),
    }
    return plain, {
        "net.node": low,
        "net.component": walked_components(graph).astype(np.int64),
    }


def _either(uv: IntArray, vu: IntArray) -> IntArray:
    """Return the time from u to v, or back where only that way is open."""
    return np.where(uv != NO_WAY, uv, vu)


def _turn(uv: IntArray, vu: IntArray) -> IntArray:
    """Return how much longer the way back takes where both are open."""
    return np.where((uv != NO_WAY) & (vu != NO_WAY), vu - uv, 0)


def _paces(graph: RoadGraph) -> tuple[list[int], IntArray, IntArray]:
    """Return a few paces, the pace of each edge, and what its ride takes beyond that.

    The longest edges show the paces best; each serves all edges that it fits.
    """
    ride_ms = _either(graph.ride_uv_ms, graph.ride_vu_ms)
    length = graph.length_mm.astype(np.float64)
    pace, rest = np.zeros(graph.n_edge, dtype=np.int64), np.zeros(graph.n_edge, dtype=np.int64)
    paces: list[int] = []
    left = np.flatnonzero(ride_ms != NO_WAY)
    left = left[np.argsort(-graph.length_mm[left], kind="stable")]
    while left.size and len(paces) < _MOST_PACES:
        first = left[0]
        tried = half_up(int(ride_ms[first]) * PACE_SCALE / max(int(graph.length_mm[first]), 1))
        beyond = ride_ms[left] - _at_pace(length[left], tried)
        fits = np.abs(beyond) <= _SLACK_MS
        fits[0] = True
        pace[left[fits]], rest[left[fits]] = len(paces), beyond[fits]
        paces.append(tried)
        left = left[~fits]
    if left.size:
        rest[left] = ride_ms[left] - _at_pace(length[left], paces[0])
    return paces or [0], pace, rest


def _at_pace(length_mm: FloatArray, pace: int) -> IntArray:
    return np.floor(length_mm * pace / PACE_SCALE + 0.5).astype(np.int64)


def _leg_mm(snaps: Snaps) -> NDArray[np.int64]:
    """Return the legs; one longer than 32 bits hold joins no road, and nobody walks it."""
    legs: NDArray[np.int64] = np.minimum(snaps.leg_mm, np.iinfo(np.int32).max)
    return legs


def _places(walk: Snaps, ride: Snaps) -> tuple[Arrays, Arrays]:
    """Return how places stand on the roads; those for vehicles only where they differ."""
    differs = np.array([_rows(walk, p) != _rows(ride, p) for p in range(walk.leg_mm.size)])
    differs = differs | (walk.leg_mm != ride.leg_mm)
    own = np.flatnonzero(differs)
    rows = np.repeat(differs, np.diff(ride.indptr))
    plain = {
        "net.walk_joins": np.diff(walk.indptr),
        "net.walk_offset_mm": walk.offset_mm,
        "net.walk_leg_mm": _leg_mm(walk),
        "net.ride_joins": np.diff(ride.indptr)[own],
        "net.ride_offset_mm": ride.offset_mm[rows],
        "net.ride_leg_mm": _leg_mm(ride)[own],
    }
    return plain, {
        "net.walk_edge": walk.edge,
        "net.ride_place": own,
        "net.ride_edge": ride.edge[rows],
    }


def _rows(snaps: Snaps, place: int) -> list[tuple[int, int]]:
    at = slice(int(snaps.indptr[place]), int(snaps.indptr[place + 1]))
    return list(zip(snaps.edge[at].tolist(), snaps.offset_mm[at].tolist(), strict=True))


def _plane(model: LayoutModel, data: dict[str, object]) -> GraphColumns:
    """Return the places of a county without roads, counted from their south-west corner."""
    xy = np.concatenate((model.villages.xy_mm, model.sites.xy_mm))
    corner = xy.min(axis=0) if len(xy) else np.zeros(2, dtype=np.int64)
    data["detour_factor"] = model.standards["detour_factor"].number
    data["ride_speed_km_h"] = model.standards["ride_speed_km_h.default"].number
    data["corner_mm"] = corner.tolist()
    data["projection"] = _projection(model) if model.crs and len(xy) else None
    plain = {"net.x_mm": xy[:, 0] - corner[0], "net.y_mm": xy[:, 1] - corner[1]}
    return GraphColumns(data, plain)


def _projection(model: LayoutModel) -> dict[str, object]:
    """Return how the page gets from degrees to the plane: cubics about the middle of the county.

    A place that the page finds by them is written to the scenario in millimetres, so that they need
    not be exact: they are some centimetres off over a degree.
    """
    from schoolmap.geography.crs import project

    lonlat = np.concatenate((model.villages.lonlat, model.sites.lonlat))
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2 * _MARGIN, _LEAST_DEGREES)
    a, b = (axis.ravel() for axis in np.meshgrid(*(np.linspace(-1, 1, 9),) * 2))
    xy = project(np.column_stack((a * half[0], b * half[1])) + middle, model.crs)
    powers = np.column_stack([a**i * b**j for i, j in _POWERS])
    # to the micrometre: what is left of a solver's last bits must not show in the page
    fitted = np.round(np.linalg.lstsq(powers, xy * MM_PER_M, rcond=None)[0], 3)
    return {
        "middle": middle.tolist(),
        "half": half.tolist(),
        "powers": [list(p) for p in _POWERS],
        "x_mm": fitted[:, 0].tolist(),
        "y_mm": fitted[:, 1].tolist(),
    }


_POWERS = tuple((i, j) for i in range(4) for j in range(4 - i))
_MARGIN = 1.2
_LEAST_DEGREES = 0.05
