"""Round trips over a grid of the globe, against a way back of its own, and the jump at the edge."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from schoolmap.geography.datum import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    in_gcj_box,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

FloatArray = NDArray[np.float64]
Way = Callable[[FloatArray], FloatArray]
CENTIMETRE = 0.01
WAYS: tuple[tuple[Way, Way], ...] = (
    (wgs84_to_gcj02, gcj02_to_wgs84),
    (gcj02_to_bd09, bd09_to_gcj02),
    (wgs84_to_bd09, bd09_to_wgs84),
)


def grid(west: float, south: float, east: float, north: float, step: float) -> FloatArray:
    # off the whole degrees, where the waves of the formula are zero
    lon, lat = np.arange(west + 0.137, east, step), np.arange(south + 0.219, north, step)
    return np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)


def metres(one: FloatArray, other: FloatArray) -> FloatArray:
    east = (one[:, 0] - other[:, 0]) * np.cos(np.radians(other[:, 1]))
    distance: FloatArray = np.hypot(east, one[:, 1] - other[:, 1]) * 111_195.0
    return distance


def bisected(target: FloatArray, forward: Way) -> FloatArray:
    """Return the way back, naively: halve one axis and the other in turn until nothing moves."""
    guess = target.copy()
    for _ in range(12):
        for axis in (0, 1):
            low, high = guess.copy(), guess.copy()
            low[:, axis] -= 0.03
            high[:, axis] += 0.03
            for _ in range(45):
                middle = (low + high) / 2.0
                over = forward(middle)[:, axis] > target[:, axis]
                high[over, axis], low[~over, axis] = middle[over, axis], middle[~over, axis]
            guess = (low + high) / 2.0
    return guess


@pytest.mark.parametrize(("there", "back"), WAYS)
@pytest.mark.parametrize(
    "points",
    [grid(73, 18, 135, 53.5, 0.25), grid(-179, -85, 71, 85, 5), grid(139, -85, 179, 85, 5)],
    ids=["China", "west", "east"],
)
def test_round_trips_close_to_a_centimetre(there: Way, back: Way, points: FloatArray) -> None:
    assert metres(back(there(points)), points).max() < CENTIMETRE
    assert metres(there(back(points)), points).max() < CENTIMETRE


@pytest.mark.parametrize(("there", "back"), WAYS)
def test_the_way_back_is_that_of_a_search(there: Way, back: Way) -> None:
    points = grid(74, 19, 134, 53, 6)
    assert metres(back(points), bisected(points, there)).max() < CENTIMETRE


def test_shifts_are_as_long_as_they_are_said_to_be() -> None:
    points = grid(73, 18, 135, 53.5, 0.5)
    shift = metres(wgs84_to_gcj02(points), points)
    assert shift.max() < 900.0
    assert 100.0 < np.median(shift) < 700.0
    assert metres(wgs84_to_bd09(points), points).max() < 2000.0


def test_the_jump_at_the_edge_of_the_box_is_the_only_place_that_cannot_be_undone() -> None:
    """At the western edge GCJ-02 leaps: just inside it is shifted, just outside it is not."""
    inside, outside = np.array([[72.0041, 35.0]]), np.array([[72.0039, 35.0]])
    assert in_gcj_box(inside).all()
    assert metres(wgs84_to_gcj02(inside), inside)[0] > 100.0
    assert (wgs84_to_gcj02(outside) == outside).all()
    edge = np.column_stack([np.full(40, 72.0041), np.linspace(1.0, 55.0, 40)])
    lost = metres(gcj02_to_wgs84(wgs84_to_gcj02(edge)), edge)
    assert lost.max() < 900.0
    within = np.add(edge, (0.02, 0.0))
    assert metres(gcj02_to_wgs84(wgs84_to_gcj02(within)), within).max() < CENTIMETRE


def test_hong_kong_macau_taiwan_are_shifted_as_the_public_formula_has_it() -> None:
    points = np.array([[114.17, 22.28], [113.55, 22.19], [121.56, 25.04]])
    assert (metres(wgs84_to_gcj02(points), points) > 100.0).all()
