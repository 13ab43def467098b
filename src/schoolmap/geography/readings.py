"""Which mistakes of datum two files can hold, and how each moves the one against the other.

Only the move of one file against another can be seen: GCJ-02 villages read as WGS-84 stand as far
from their roads as WGS-84 villages from roads read as GCJ-02. So several mistakes may explain one
move; the ones that need fewer files to be wrong come first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schoolmap.geography.datum import (
    bd09_to_wgs84,
    gcj02_to_wgs84,
    in_gcj_box,
    normal_name,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from schoolmap.geography.fit import METRES_PER_DEGREE

FloatArray = NDArray[np.float64]

FAMILIES: tuple[str, ...] = ("wgs84", "gcj02", "bd09")
"""Systems that lie so far apart that roads can tell them: CGCS2000 and its zones are WGS-84."""

_SHORTEST_M = 40.0
"""A shorter move is lost in the width of a village. GCJ-02 shifts by more almost everywhere."""


def _same(lonlat: ArrayLike) -> FloatArray:
    return np.asarray(lonlat, dtype=np.float64)


_FROM: dict[str, Callable[[ArrayLike], FloatArray]] = {
    "wgs84": _same,
    "gcj02": gcj02_to_wgs84,
    "bd09": bd09_to_wgs84,
}
_INTO: dict[str, Callable[[ArrayLike], FloatArray]] = {
    "wgs84": _same,
    "gcj02": wgs84_to_gcj02,
    "bd09": wgs84_to_bd09,
}


@dataclass(frozen=True)
class Reading:
    """A way to read two files other than as declared, and where that puts the first.

    Attributes
    ----------
    pairs
        What the first and the second file would be, as in `FAMILIES`; fewest changes first.
    lonlat
        The first file's places against the second file as it stands, WGS-84, shape (n, 2).
    """

    pairs: tuple[tuple[str, str], ...]
    lonlat: FloatArray


def family(declared: str | None) -> str:
    """Return which of `FAMILIES` a declared system is; None is a file's own CRS."""
    name = "wgs84" if declared is None else normal_name(declared)
    return name if name in FAMILIES else "wgs84"


def reread(lonlat: ArrayLike, declared: str, other: str) -> FloatArray:
    """Return WGS-84 of places that were read as one of `FAMILIES`, had they been another.

    Parameters
    ----------
    lonlat
        WGS-84 degrees as read, shape (n, 2).
    declared, other
        What they were read as, and what they may be.
    """
    given = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    return given if declared == other else _FROM[other](_INTO[declared](given))


def applies(lonlat: ArrayLike) -> bool:
    """Return whether GCJ-02 says anything here: in China, or where its formula takes it to be."""
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    return len(points) > 0 and bool(in_gcj_box(np.median(points, axis=0)[None, :])[0])


def other_readings(
    lonlat: ArrayLike, first: str, second: str, *, second_known: bool = False
) -> tuple[Reading, ...]:
    """Return the other readings of two files that move the first against the second.

    Parameters
    ----------
    lonlat
        WGS-84 degrees of the first file's places as read, shape (n, 2).
    first, second
        What the files were read as.
    second_known
        Whether the second is surely what it was read as (OpenStreetMap is WGS-84).
    """
    given = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    if not applies(given):
        return ()
    moves: list[tuple[list[tuple[str, str]], FloatArray]] = []
    for pair in _pairs(first, second, second_known=second_known):
        # where the places are under this pair, and where roads read wrongly would show that spot
        move = reread(reread(given, first, pair[0]), pair[1], second) - given
        if _metres(move, given) < _SHORTEST_M:
            continue
        known = [pairs for pairs, other in moves if _metres(move - other, given) < 1.0]
        if known:
            known[0].append(pair)
        else:
            moves.append(([pair], move))
    return tuple(Reading(tuple(pairs), given + move) for pairs, move in moves)


def _pairs(first: str, second: str, *, second_known: bool) -> list[tuple[str, str]]:
    """Return the pairs to try, fewest changes first."""
    seconds: Sequence[str] = (second,) if second_known else FAMILIES
    pairs = [(a, b) for a in FAMILIES for b in seconds if (a, b) != (first, second)]
    return sorted(pairs, key=lambda pair: (pair[0] != first) + (pair[1] != second))


def _metres(move: FloatArray, lonlat: FloatArray) -> float:
    middle = np.median(move, axis=0)
    east = middle[0] * np.cos(np.radians(float(np.median(lonlat[:, 1]))))
    return float(np.hypot(east, middle[1])) * METRES_PER_DEGREE
