"""The OD matrix, computed from the school side on the reversed graph."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.graph import Network, Snaps
from schoolmap.model.od import NO_RIDE, ODMatrix
from schoolmap.network.snapping import snap
from schoolmap.network.split import SplitGraph, split
from schoolmap.units import MM_PER_M, MS_PER_S, half_up

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Progress = Callable[[int, int], None]


def od_matrix(
    network: Network,
    origins: FloatArray,
    destinations: FloatArray,
    *,
    cutoff_m: float,
    progress: Progress | None = None,
) -> ODMatrix:
    """Return walking and riding journeys from every origin to every destination.

    The walking path is the one of least walking time of the reference walker (1.0 m/s on level
    road); it gives `length_m` and `walk_ref_s`. The ride is the quickest directed one. Of journeys
    of equal time the shorter counts. Off-road legs at both ends count in both.

    Parameters
    ----------
    network
        Graph, off-road speed, snap limit.
    origins, destinations
        Shape (n, 2), metres in the network's CRS.
    cutoff_m
        Only pairs whose walking time is within ``cutoff_m`` seconds (1.0 m/s) have a row.
    progress
        Called with (destinations done, destinations in all).

    Returns
    -------
    ODMatrix
        Rows sorted by origin, then destination. An absent pair is unreachable within the cut-off.
    """
    places = np.concatenate((origins, destinations))
    walk = snap(network, places, mode="walk")
    ride = snap(network, places, mode="ride")
    return od_of_snaps(
        network, walk, ride, n_origin=len(origins), cutoff_m=cutoff_m, progress=progress
    )


def od_of_snaps(
    network: Network,
    walk_snaps: Snaps,
    ride_snaps: Snaps,
    *,
    n_origin: int,
    cutoff_m: float,
    progress: Progress | None = None,
) -> ODMatrix:
    """Return the OD matrix of places that are already snapped: origins first, destinations after.

    Parameters and result as in `od_matrix`.
    """
    walk = split(network, walk_snaps, mode="walk", reverse=True)
    ride = split(network, ride_snaps, mode="ride", reverse=True)
    n_destination = walk_snaps.leg_mm.size - n_origin
    limits = (n_origin, half_up(cutoff_m * MS_PER_S))
    rows = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        # map keeps the order of the schools, whichever search ends first
        for done, row in enumerate(
            threads.map(lambda j: _rows(walk, ride, j, limits), range(n_destination)), start=1
        ):
            rows.append(row)
            if progress is not None:
                progress(done, n_destination)
    return _sorted(rows, n_origin, n_destination)


@dataclass(frozen=True)
class _Rows:
    """Rows of one destination; lengths in mm, times in ms, -1 where there is no ride."""

    origin: IntArray
    destination: IntArray
    length_mm: IntArray
    walk_ms: IntArray
    ride_ms: IntArray
    ride_mm: IntArray


def _rows(walk: SplitGraph, ride: SplitGraph, school: int, limits: tuple[int, int]) -> _Rows:
    """Search from a school: by time on foot to the cut-off, then by bus to those found."""
    from schoolmap.network.search import UNREACHED
    from schoolmap.network.search import search as compiled

    search: Callable[..., IntArray] = compiled
    n_origin, cutoff_ms = limits
    source = n_origin + school
    everyone = np.ones(n_origin, dtype=np.bool_)
    walked = search(*_arguments(walk), source, everyone, cutoff_ms, False)  # noqa: FBT003
    reached = walked[0::2] < UNREACHED
    ridden = search(*_arguments(ride), source, reached, UNREACHED - 1, True)  # noqa: FBT003
    at = np.flatnonzero(reached).astype(np.int64)
    by_bus = ridden[0::2][at] < UNREACHED
    return _Rows(
        origin=at,
        destination=np.full(at.size, school, dtype=np.int64),
        length_mm=walked[1::2][at],
        walk_ms=walked[0::2][at],
        ride_ms=np.where(by_bus, ridden[0::2][at], NO_RIDE),
        ride_mm=np.where(by_bus, ridden[1::2][at], NO_RIDE),
    )


def _arguments(graph: SplitGraph) -> tuple[tuple[IntArray, ...], ...]:
    return (
        (graph.indptr, graph.head, graph.cost_ms, graph.length_mm),
        (graph.join_indptr, graph.join_node),
        (graph.leg_ms, graph.leg_mm),
    )


def _sorted(blocks: list[_Rows], n_origin: int, n_destination: int) -> ODMatrix:
    def column(name: str) -> IntArray:
        parts = [getattr(b, name) for b in blocks]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    origin, destination = column("origin"), column("destination")
    order = np.lexsort((destination, origin))
    counts = np.bincount(origin, minlength=n_origin)

    def whole(name: str) -> NDArray[np.int32]:
        values = column(name)[order]
        rounded = (values + MM_PER_M // 2) // MM_PER_M
        return np.where(values < 0, NO_RIDE, rounded).astype(np.int32)

    return ODMatrix(
        indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        destination=destination[order].astype(np.int32),
        length_m=whole("length_mm"),
        walk_ref_s=whole("walk_ms"),
        ride_s=whole("ride_ms"),
        ride_length_m=whole("ride_mm"),
        n_destination=n_destination,
    )


def od_straight(
    origins: FloatArray,
    destinations: FloatArray,
    *,
    cutoff_m: float,
    detour_factor: float,
    ride_speed_km_h: float,
) -> ODMatrix:
    """Return journeys estimated as straight lines times a detour factor.

    Only for a county without road data; every output that uses it must say so.

    Parameters
    ----------
    origins, destinations
        Shape (n, 2), metres.
    cutoff_m
        Only pairs whose estimated walking time is within ``cutoff_m`` seconds have a row.
    detour_factor
        Estimated road length over straight length.
    ride_speed_km_h
        Speed of the school bus.
    """
    parts = []
    for j in range(len(destinations)):
        delta = origins - destinations[j]
        length = np.floor(np.hypot(delta[:, 0], delta[:, 1]) * detour_factor * MM_PER_M + 0.5)
        near = np.flatnonzero(length <= half_up(cutoff_m * MM_PER_M)).astype(np.int64)
        length_mm = length[near].astype(np.int64)
        ride_ms = np.floor(length_mm * 3.6 / ride_speed_km_h + 0.5).astype(np.int64)
        parts.append(
            _Rows(
                origin=near,
                destination=np.full(near.size, j, dtype=np.int64),
                length_mm=length_mm,
                walk_ms=length_mm,
                ride_ms=ride_ms,
                ride_mm=length_mm,
            )
        )
    return _sorted(parts, len(origins), len(destinations))
