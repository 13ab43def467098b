"""Who may use a way, by its tags."""

from __future__ import annotations

import math

import pytest

from schoolmap.io.osm_rights import judge


@pytest.mark.parametrize(
    ("tags", "walked", "ridden"),
    [
        ("highway=residential", 1, 1),
        ("highway=motorway", 0, 1),
        ("highway=motorway foot=yes", 1, 1),
        ("highway=trunk motorroad=yes", 0, 1),
        ("highway=path", 1, 0),
        ("highway=path motor_vehicle=yes", 1, 0),
        ("highway=footway", 1, 0),
        ("highway=steps", 1, 0),
        ("highway=cycleway", 1, 0),
        ("highway=cycleway foot=no", 0, 0),
        ("highway=pedestrian", 1, 0),
        ("highway=pedestrian bus=yes", 1, 1),
        ("highway=track", 1, 0),
        ("highway=track access=yes", 1, 0),
        ("highway=track tracktype=grade1", 1, 0),
        ("highway=track motor_vehicle=yes", 1, 1),
        ("highway=track motor_vehicle=designated", 1, 1),
        ("highway=track motor_vehicle=permissive", 1, 1),
        ("highway=track motor_vehicle=destination", 1, 0),
        ("highway=track motor_vehicle=agricultural", 1, 0),
        ("highway=track bus=yes", 1, 1),
        ("highway=track psv=designated motor_vehicle=no", 1, 1),
        ("highway=track vehicle=yes", 1, 1),
        ("highway=track access=private", 0, 0),
        ("highway=service access=private", 0, 0),
        ("highway=service access=no", 0, 0),
        ("highway=service access=private foot=yes", 1, 0),
        ("highway=service access=private bus=yes", 0, 1),
        ("highway=service access=no motor_vehicle=destination", 0, 1),
        ("highway=service access=customers", 1, 1),
        ("highway=service access=destination", 1, 1),
        ("highway=residential foot=no", 0, 1),
        ("highway=residential sidewalk=no", 1, 1),
        ("highway=residential foot=use_sidepath", 0, 1),
        ("highway=residential motor_vehicle=no", 1, 0),
        ("highway=residential vehicle=no", 1, 0),
        ("highway=residential vehicle=no psv=yes", 1, 1),
        ("highway=residential motor_vehicle=private", 1, 0),
        ("highway=residential access=agricultural;forestry", 0, 0),
        ("highway=residential motor_vehicle=no;yes", 1, 1),
        ("highway=residential access=unknown", 1, 1),
        ("highway=busway", 0, 1),
        ("highway=Residential", 1, 1),
    ],
)
def test_rights(tags: str, walked: int, ridden: int) -> None:
    judged = judge(dict(pair.split("=") for pair in tags.split(" ")), {})
    assert (judged.walked, judged.ridden) == (walked, ridden)
    assert judged.unread == ()


@pytest.mark.parametrize(
    ("tags", "aside"),
    [
        ("highway=residential", ""),
        ("highway=construction", "not_travelled"),
        ("highway=proposed", "not_travelled"),
        ("highway=services area=yes", "not_travelled"),
        ("highway=pedestrian area=yes", "area"),
        ("highway=pedestrian area=no", ""),
        ("route=ferry", "ferry"),
        ("highway=service access=no", "closed"),
    ],
)
def test_what_is_no_road_to_travel(tags: str, aside: str) -> None:
    assert judge(dict(pair.split("=") for pair in tags.split(" ")), {}).aside == aside


@pytest.mark.parametrize(
    ("limit", "km_h"),
    [
        ("60", 60.0),
        ("60 km/h", 60.0),
        ("60km/h", 60.0),
        ("６０", 60.0),
        ("37.5", 37.5),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("10 knots", 18.52),
        ("walk", 6.0),
        ("80;60", 60.0),
        ("60|40", 40.0),
    ],
)
def test_limits(limit: str, km_h: float) -> None:
    judged = judge({"highway": "primary", "maxspeed": limit}, {})
    assert judged.speed_kmh == pytest.approx(km_h, rel=1e-12)
    assert (judged.zone, judged.unread) == (False, ())


@pytest.mark.parametrize("limit", ["none", "signals", "variable", ""])
def test_no_limit(limit: str) -> None:
    judged = judge({"highway": "primary", "maxspeed": limit}, {})
    assert math.isnan(judged.speed_kmh)
    assert (judged.zone, judged.unread) == (False, ())


@pytest.mark.parametrize("limit", ["CN:urban", "DE:rural", "CN-31:urban", "de:zone:30", "zone30"])
def test_named_limits_leave_the_speed_to_the_class(limit: str) -> None:
    judged = judge({"highway": "primary", "maxspeed": limit}, {})
    assert math.isnan(judged.speed_kmh)
    assert (judged.zone, judged.unread) == (True, ())


@pytest.mark.parametrize(
    "limit", ["fast", "-5", "0", "999", "60 furlongs", "6e1", "50 50", "٣٠ leagues"]
)
def test_limits_that_cannot_be_read_are_no_limits(limit: str) -> None:
    judged = judge({"highway": "primary", "maxspeed": limit}, {})
    assert math.isnan(judged.speed_kmh)
    assert [key for key, _ in judged.unread] == ["maxspeed"]


@pytest.mark.parametrize(
    ("key", "value"), [("oneway", "sometimes"), ("access", "on sundays"), ("bus", "electric")]
)
def test_values_that_cannot_be_read_count_as_not_there(key: str, value: str) -> None:
    with_it, without = (judge({"highway": "primary", **more}, {}) for more in ({key: value}, {}))
    assert with_it.unread == ((key, value),)
    assert (with_it.walked, with_it.ridden, with_it.oneway) == (
        without.walked,
        without.ridden,
        without.oneway,
    )


@pytest.mark.parametrize("value", ["yes", "viaduct", "no", ""])
def test_bridges(value: str) -> None:
    assert judge({"highway": "primary", "bridge": value}, {}).bridge == (
        value in ("yes", "viaduct")
    )
