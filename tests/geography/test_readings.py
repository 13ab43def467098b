"""Mistakes of datum: each is undone by the reading that names it."""

from __future__ import annotations

import numpy as np
import pytest

from schoolmap.geography.readings import FAMILIES, applies, family, other_readings, reread

SPOT = np.array([[111.67, 36.25], [111.70, 36.20]])


@pytest.mark.parametrize("truth", FAMILIES)
@pytest.mark.parametrize("said", FAMILIES)
def test_reading_as_what_it_is_puts_it_right(truth: str, said: str) -> None:
    read = reread(SPOT, truth, said)
    assert reread(read, said, truth) == pytest.approx(SPOT, abs=1e-9)
    for reading in other_readings(read, said, "wgs84", second_known=True):
        if (truth, "wgs84") in reading.pairs:
            assert reading.lonlat == pytest.approx(SPOT, abs=1e-9)
            break
    else:
        assert truth == said


@pytest.mark.parametrize("places", FAMILIES)
@pytest.mark.parametrize("roads", FAMILIES)
def test_places_fall_back_on_roads_that_are_wrong_too(places: str, roads: str) -> None:
    """A place on a road stays on it if both are what the reading says, both declared WGS-84."""
    place, road = reread(SPOT, places, "wgs84"), reread(SPOT, roads, "wgs84")
    readings = other_readings(place, "wgs84", "wgs84")
    named = [reading for reading in readings if (places, roads) in reading.pairs]
    assert bool(named) == (places != roads)
    for reading in named:
        assert reading.lonlat == pytest.approx(road, abs=1e-9)


def test_fewest_changes_come_first_and_one_move_is_one_reading() -> None:
    readings = other_readings(SPOT, "gcj02", "wgs84")
    same = next(r for r in readings if ("wgs84", "wgs84") in r.pairs)
    assert same.pairs[-1] == ("bd09", "bd09")
    assert set(same.pairs) == {("wgs84", "wgs84"), ("gcj02", "gcj02"), ("bd09", "bd09")}


def test_nothing_applies_outside_china() -> None:
    for spot in ([150.1, -33.5], [1.5, 42.5], [-51.2, -30.0]):
        assert not applies([spot])
        assert other_readings([spot], "wgs84", "wgs84") == ()
    assert not applies(np.zeros((0, 2)))


def test_families() -> None:
    assert [family(s) for s in (None, "国家2000", "EPSG:4525", "高德", "百度")] == [
        "wgs84", "wgs84", "wgs84", "gcj02", "bd09",
    ]  # fmt: skip
