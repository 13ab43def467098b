"""Distances against a search over all pieces, and a road that can be checked with a pencil."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.geography.fit import (
    METRES_PER_DEGREE,
    Lines,
    certainty,
    compare_moves,
    evenly,
    gain_of,
)

DEGREE_M = METRES_PER_DEGREE


def north_south(*east_m: float, half_m: float = 40_000.0) -> Lines:
    """Return straight roads along the equator's meridians, so that a degree is a degree."""
    ends = [(x / DEGREE_M, y / DEGREE_M) for x in east_m for y in (-half_m, half_m)]
    return Lines(ends, np.arange(0, len(ends) + 1, 2))


def places(*pairs: tuple[float, float]) -> np.ndarray:
    return np.array(pairs, dtype=np.float64) / DEGREE_M


def test_distances_to_a_road_by_pencil() -> None:
    road = north_south(-1000.0, 1000.0)
    spots = places((-1000, 0), (0, 5), (990, 7), (1300, -9), (90_000, 0))
    far = road.distances_m(road.plane(spots))
    assert far == pytest.approx([0.0, 1000.0, 10.0, 300.0, 3000.0], abs=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_distances_are_those_of_a_search_over_everything(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 5, 6)
    lonlat = rng.uniform(-0.01, 0.01, (int(sizes.sum()), 2))
    indptr = np.append(0, np.cumsum(sizes))
    lines = Lines(lonlat, indptr)
    points = lines.plane(rng.uniform(-0.02, 0.02, (9, 2)))
    plane = lines.plane(lonlat)
    shapes = [shapely.LineString(plane[a:b]) for a, b in pairwise(indptr)]
    nearest = [min(shapely.Point(p).distance(s) for s in shapes) for p in points]
    assert lines.distances_m(points) == pytest.approx(np.minimum(nearest, 3000.0), abs=1e-6)


def crossing(count: int) -> tuple[Lines, np.ndarray]:
    """Return roads both ways 4 km apart and places on them, half on either kind."""
    at = np.arange(-20_000.0, 20_001.0, 4000.0)
    ends = [(x, y) for x in at for y in (-20_000.0, 20_000.0)]
    ends += [(x, y) for y in at for x in (-20_000.0, 20_000.0)]
    lines = Lines(np.array(ends) / DEGREE_M, np.arange(0, len(ends) + 1, 2))
    rng = np.random.default_rng(3)
    on = rng.choice(at[2:-2], count)
    along = rng.choice(at[2:-2], count) + rng.uniform(1500, 2500, count)
    swap = (np.arange(count) % 2 == 0)[:, None]
    return lines, np.where(swap, np.stack([on, along], 1), np.stack([along, on], 1)) / DEGREE_M


def test_a_move_that_puts_an_error_right_is_clear_and_others_are_not() -> None:
    lines, right = crossing(40)
    error = np.array([400.0, 300.0]) / DEGREE_M
    fit = compare_moves(lines, right + error, [right + 2 * error, right])
    assert fit is not None
    assert fit.is_clear
    assert fit.move == 1
    # 400 m off the roads that run north, 300 m off those that run east; on them once put right
    assert 300.0 <= fit.before_m <= 400.0
    assert fit.after_m == pytest.approx(0.0, abs=1e-6)
    assert (fit.near_before, fit.near_after) == (0.0, 1.0)
    assert fit.control_m > 100.0
    wrong = compare_moves(lines, right, [right + error, right - error])
    assert wrong is None


def test_a_move_along_the_only_road_is_never_clear() -> None:
    """All roads run north: any move with the same step east does as well."""
    lines = north_south(*np.arange(-20_000.0, 20_001.0, 4000.0))
    rng = np.random.default_rng(1)
    on = np.column_stack([rng.choice([-4000.0, 0.0, 4000.0], 40), rng.uniform(-9000, 9000, 40)])
    right = on / DEGREE_M
    fit = compare_moves(lines, right + np.array([300.0, 300.0]) / DEGREE_M, [right])
    assert fit is not None
    assert fit.gain > 10.0
    assert not fit.is_clear


def test_few_places_are_never_doubted() -> None:
    lines, right = crossing(14)
    fit = compare_moves(lines, right + 0.004, [right])
    assert fit is not None
    assert not fit.is_clear


def test_nothing_to_compare() -> None:
    lines, right = crossing(20)
    assert compare_moves(lines, right, []) is None
    assert compare_moves(lines, right[:0], [right[:0]]) is None
    assert compare_moves(lines, right, [right]) is None


def test_gains_by_pencil() -> None:
    """Mean 2, standard deviation 1, three places: 2 * sqrt(3)."""
    assert certainty(np.array([1.0, 2.0, 3.0])) == pytest.approx(2 * 3**0.5)
    assert certainty(np.array([1.0])) == 0.0
    # alike: taken to spread by 1 %
    assert certainty(np.array([1.0, 1.0])) == pytest.approx(100 * 2**0.5)
    assert certainty(np.array([0.0, 1e-16, 0.0])) < 1e-12
    lines, right = crossing(30)
    assert gain_of(lines, right + 0.004, right) > 5.0
    assert gain_of(lines, right, right + 0.004) < -5.0


def test_places_are_thinned_evenly() -> None:
    assert evenly(3, 5).tolist() == [0, 1, 2]
    assert evenly(10, 5).tolist() == [0, 2, 4, 6, 8]
    assert len(set(evenly(3001).tolist())) == 300
