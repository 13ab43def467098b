"""The OD matrix, computed from the school side on the reversed graph."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
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
    return od_and_between(
        network, walk_snaps, ride_snaps, n_origin=n_origin, cutoff_m=cutoff_m, progress=progress
    )[0]


def od_and_between(
    network: Network,
    walk_snaps: Snaps,
    ride_snaps: Snaps,
    *,
    n_origin: int,
    cutoff_m: float,
    progress: Progress | None = None,
) -> tuple[ODMatrix, ODMatrix]:
    """Return the OD matrix, and the walks from every destination to every other.

    Parameters as in `od_of_snaps`. The second matrix costs no search of its own: it holds what the
    searches on foot pass by. It has no rides.
    """
    walk = split(network, walk_snaps, mode="walk", reverse=True)
    ride = split(network, ride_snaps, mode="ride", reverse=True)
    n_place = walk_snaps.leg_mm.size
    cutoff_ms = half_up(cutoff_m * MS_PER_S)

    def to(school: int) -> tuple[Journeys, Journeys]:
        source = n_origin + school
        return journeys_to(walk, ride, source, n_origin=n_origin, n_place=n_place, limit=cutoff_ms)

    n_destination = n_place - n_origin
    found = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        # map keeps the order of the schools, whichever search ends first
        for done, journeys in enumerate(threads.map(to, range(n_destination)), start=1):
            found.append(journeys)
            if progress is not None:
                progress(done, n_destination)
    return (
        sorted_rows([j for j, _ in found], n_origin),
        sorted_rows([j for _, j in found], n_destination),
    )


@dataclass(frozen=True)
class Journeys:
    """Journeys from several origins to one place, exact: millimetres and milliseconds.

    Attributes
    ----------
    origin
        Numbers of the origins within the cut-off, ascending.
    length_mm, walk_ms
        Of the walk.
    ride_ms, ride_mm
        Of the ride; `NO_RIDE` where there is none.
    """

    origin: IntArray
    length_mm: IntArray
    walk_ms: IntArray
    ride_ms: IntArray
    ride_mm: IntArray

    def rounded(self, name: str) -> NDArray[np.int32]:
        """Return a column in whole metres or seconds, half up; `NO_RIDE` stays."""
        values: IntArray = getattr(self, name)
        whole = (values + MM_PER_M // 2) // MM_PER_M
        return np.where(values < 0, NO_RIDE, whole).astype(np.int32)


def journeys_to(
    walk: SplitGraph, ride: SplitGraph, source: int, *, n_origin: int, n_place: int, limit: int
) -> tuple[Journeys, Journeys]:
    """Return the journeys to a place from the origins, and the walks from the places after them.

    On foot by time to the limit; by bus to the origins so found, however long that takes.

    Parameters
    ----------
    walk, ride
        Reversed graphs with every place as a join.
    source
        Number of the place.
    n_origin, n_place
        How many of the places are origins (the first ones), and how many are asked for in all.
    limit
        Cut-off in milliseconds on foot.
    """
    from schoolmap.network.search import UNREACHED
    from schoolmap.network.search import search as compiled

    search: Callable[..., IntArray] = compiled
    everyone = np.ones(n_place, dtype=np.bool_)
    walked = search(*_arguments(walk), source, everyone, limit, False)  # noqa: FBT003
    walk_ms, length_mm = walked[0::2], walked[1::2]
    reached = walk_ms < UNREACHED
    ridden = search(*_arguments(ride), source, reached[:n_origin], UNREACHED - 1, True)  # noqa: FBT003
    at = np.flatnonzero(reached[:n_origin])
    by_bus = ridden[0::2][at] < UNREACHED
    journeys = Journeys(
        origin=at,
        length_mm=length_mm[at],
        walk_ms=walk_ms[at],
        ride_ms=np.where(by_bus, ridden[0::2][at], NO_RIDE),
        ride_mm=np.where(by_bus, ridden[1::2][at], NO_RIDE),
    )
    on_foot = n_origin + np.flatnonzero(reached[n_origin:])
    return journeys, _walks(on_foot - n_origin, length_mm[on_foot], walk_ms[on_foot])


def _walks(origin: IntArray, length_mm: IntArray, walk_ms: IntArray) -> Journeys:
    no_ride = np.full(origin.size, NO_RIDE, dtype=np.int64)
    return Journeys(origin, length_mm, walk_ms, no_ride, no_ride)


def _arguments(graph: SplitGraph) -> tuple[tuple[IntArray, ...], ...]:
    return (
        (graph.indptr, graph.head, graph.cost_ms, graph.length_mm),
        (graph.join_indptr, graph.join_node),
        (graph.leg_ms, graph.leg_mm),
    )


def sorted_rows(found: Sequence[Journeys], n_origin: int) -> ODMatrix:
    """Return the journeys to each destination as rows sorted by origin, then destination."""

    def column(name: str) -> NDArray[np.int32]:
        parts = [j.rounded(name) for j in found]
        return np.concatenate(parts)[order] if parts else np.empty(0, dtype=np.int32)

    none = np.empty(0, dtype=np.int64)
    origin = np.concatenate([none, *(j.origin for j in found)])
    destination = np.repeat(np.arange(len(found)), [j.origin.size for j in found])
    order = np.lexsort((destination, origin))
    counts = np.bincount(origin, minlength=n_origin)
    return ODMatrix(
        indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        destination=destination[order].astype(np.int32),
        length_m=column("length_mm"),
        walk_ref_s=column("walk_ms"),
        ride_s=column("ride_ms"),
        ride_length_m=column("ride_mm"),
        n_destination=len(found),
    )
