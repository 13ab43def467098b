"""How well places lie on lines under one reading of their coordinates and under another.

A wrong datum moves every place of a table the same way: GCJ-02 by 100 to 700 m, BD-09 by some
900 to 1,300 m. Villages and schools stand by roads, so the right reading brings them closer to the
roads than the wrong one does. But any move changes distances a little, and roads that happen to
run in one direction can make a wrong move look good. So a reading is held against control moves
of the same length in other directions: an error of datum is put right by its own move only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from shapely import STRtree

FloatArray = NDArray[np.float64]

METRES_PER_DEGREE = 111_195.0
"""On a sphere of 6,371 km: good to 0.5 %, for distances that are compared with each other."""

MOST_PLACES = 300
"""Places that are measured; more add time and no certainty. They are taken evenly."""
CONTROL_ANGLES = np.radians(np.arange(45.0, 316.0, 22.5))
"""Directions of the control moves, against the move that is tested. Nearer ones would put a true
error partly right, and so be no control."""

FEWEST_PLACES = 15
"""Fewer places than this are never doubted: chance could bring them closer to a road."""
CLEAR_GAIN = 3.5
CLEAR_LEAD = 2.0
"""Standard errors by which a move must beat the reading as declared, and its best control.
Chosen by ``benchmarks/datum_suspicion.py``: not one false alarm in thousands of simulated tables,
whether their places stand by roads or lie anywhere."""

_LEAST_SPREAD = 0.01
_CLOSE_M = 50.0
_REACH_M = 3000.0
"""Places farther from any line than this say nothing about a shift of under 1.4 km."""
_NEAR_M = 30.0
"""Scale of the score: whether a place stands 5 or 20 m from the axis of a road is all the same."""


class Lines:
    """Lines to measure distances to, on a plane that is true to the metre in one county.

    Parameters
    ----------
    lonlat
        Vertices in WGS-84 degrees, shape (n_vertex, 2).
    indptr
        First vertex of each line, shape (n_line + 1,).
    """

    def __init__(self, lonlat: ArrayLike, indptr: ArrayLike) -> None:
        self._lonlat = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
        self._indptr = np.asarray(indptr, dtype=np.int64)
        self._middle = np.median(self._lonlat, axis=0) if len(self._lonlat) else np.zeros(2)

    def plane(self, lonlat: ArrayLike) -> FloatArray:
        """Return metres east and north of the middle of the lines, shape (n, 2)."""
        points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
        scale = np.array([np.cos(np.radians(self._middle[1])), 1.0]) * METRES_PER_DEGREE
        metres: FloatArray = (points - self._middle) * scale
        return metres

    def distances_m(self, xy: FloatArray) -> FloatArray:
        """Return metres from points of `plane` to the nearest line, at most 3,000; shape (n,)."""
        import shapely

        result = np.full(len(xy), _REACH_M)
        tree, points = self._tree, shapely.points(xy)
        (rows, _), far = tree.query_nearest(
            points, max_distance=_REACH_M, return_distance=True, all_matches=False
        )
        result[rows] = far
        return result

    @cached_property
    def _tree(self) -> STRtree:
        import shapely

        sizes = np.diff(self._indptr)
        long_enough = np.repeat(sizes >= 2, sizes)
        of_line = np.repeat(np.arange(sizes.size), sizes)
        return shapely.STRtree(_pieces(self.plane(self._lonlat), of_line, long_enough))


def _pieces(
    xy: FloatArray, of_line: NDArray[np.int64], usable: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """Return each straight piece as a line: boxes stay small, so that few are looked at."""
    import shapely

    same = (of_line[:-1] == of_line[1:]) & usable[:-1]
    ends = np.stack([xy[:-1][same], xy[1:][same]], axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=object)


@dataclass(frozen=True)
class Fit:
    """How a move of all places changes their distances to the lines.

    Attributes
    ----------
    move
        Which of the moves it is.
    places
        Places that were measured.
    before_m, after_m
        Median distance to the nearest line, metres: as they are, and moved.
    near_before, near_after
        Share of places within 50 m of a line.
    gain
        Mean gain of the score (see `compare_moves`), over its standard error: how surely the move
        brings the places closer.
    lead
        The same against the best of the control moves: how surely it is this move that does.
    control_m
        Median distance after the control move that does best.
    """

    move: int
    places: int
    before_m: float
    after_m: float
    near_before: float
    near_after: float
    gain: float
    lead: float
    control_m: float

    @property
    def is_clear(self) -> bool:
        """Whether the move is so much better that the reading as declared must be doubted."""
        enough = self.places >= FEWEST_PLACES
        return enough and self.gain >= CLEAR_GAIN and self.lead >= CLEAR_LEAD


def compare_moves(lines: Lines, before: ArrayLike, moves: Sequence[ArrayLike]) -> Fit | None:
    """Compare places as they are with the best of several moves, and that with its controls.

    The score of a place is log(30 m + distance to the nearest line): ratios count, not metres, so
    that a few places far from any road weigh no more than the others.

    Parameters
    ----------
    lines
        Roads, or the outline of a county.
    before
        WGS-84 degrees of the places as read, shape (n, 2).
    moves
        The same places under other readings, each of shape (n, 2).

    Returns
    -------
    The fit of the move that brings the places closest; None where none brings them closer.
    """
    given = lines.plane(before)
    chosen = evenly(len(given))
    given = given[chosen]
    if not len(given) or not moves:
        return None
    at_first = lines.distances_m(given)
    moved = [lines.plane(move)[chosen] for move in moves]
    distances = [lines.distances_m(points) for points in moved]
    means = np.array([_score(distance).mean() for distance in distances])
    best = int(np.argmin(means))
    if means[best] >= _score(at_first).mean():
        return None
    controls = _controls(lines, given, moved[best] - given)
    return _fit(best, at_first, distances[best], controls)


def _fit(move: int, before: FloatArray, after: FloatArray, controls: FloatArray) -> Fit:
    moved, scores = _score(after), _score(controls)
    return Fit(
        move=move,
        places=len(before),
        before_m=float(np.median(before)),
        after_m=float(np.median(after)),
        near_before=float(np.mean(before <= _CLOSE_M)),
        near_after=float(np.mean(after <= _CLOSE_M)),
        gain=certainty(_score(before) - moved),
        lead=min(certainty(row - moved) for row in scores),
        control_m=float(np.median(controls[int(np.argmin(scores.mean(axis=1)))])),
    )


def gain_of(lines: Lines, before: ArrayLike, after: ArrayLike) -> float:
    """Return how surely a move brings places closer: `Fit.gain` without the controls."""
    given, moved = lines.plane(before), lines.plane(after)
    chosen = evenly(len(given))
    first, last = lines.distances_m(given[chosen]), lines.distances_m(moved[chosen])
    return certainty(_score(first) - _score(last))


def evenly(count: int, most: int = MOST_PLACES) -> NDArray[np.int64]:
    """Return at most `most` of `count` row numbers, evenly spread."""
    if count <= most:
        return np.arange(count)
    rows: NDArray[np.int64] = (np.arange(most) * count) // most
    return rows


def _score(distance_m: FloatArray) -> FloatArray:
    score: FloatArray = np.log(_NEAR_M + distance_m)
    return score


def _controls(lines: Lines, given: FloatArray, move: FloatArray) -> FloatArray:
    """Return distances after each control move, shape (n_control, n)."""
    moved = given + turned(move)
    return lines.distances_m(moved.reshape(-1, 2)).reshape(len(CONTROL_ANGLES), -1)


def turned(move: FloatArray) -> FloatArray:
    """Return moves in the directions of the controls, shape (n_control, n, 2).

    Parameters
    ----------
    move
        Metres east and north of each place, shape (n, 2).
    """
    cos, sin = np.cos(CONTROL_ANGLES)[:, None], np.sin(CONTROL_ANGLES)[:, None]
    east = move[:, 0] * cos - move[:, 1] * sin
    north = move[:, 0] * sin + move[:, 1] * cos
    return np.stack([east, north], axis=2)


def certainty(gains: FloatArray) -> float:
    """Return the mean of paired gains over its standard error.

    Gains that differ by less than 1 % of a distance are taken to differ by that much: equal gains
    are certain, but gains that are nothing but rounding are not.

    Parameters
    ----------
    gains
        One for each place, shape (n,).
    """
    if len(gains) < 2:
        return 0.0
    spread = max(float(np.std(gains, ddof=1)), _LEAST_SPREAD)
    return float(np.mean(gains)) / spread * float(np.sqrt(len(gains)))
