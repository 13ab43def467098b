"""Datums: published points, round trips, and two publishers' boundaries of one county."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.errors import InputError
from schoolmap.geography.crs import project
from schoolmap.geography.datum import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

HONGTONG = Path(__file__).parents[3] / "shared" / "data" / "hongtong"

# eviltransform's test vectors: WGS-84 and GCJ-02 as (latitude, longitude)
PUBLISHED_GCJ = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),  # Shanghai
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),  # Shenzhen
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),  # Beijing
]
# coordtransform's documented results: GCJ-02 and BD-09, WGS-84 and GCJ-02 as (longitude, latitude)
COORDTRANSFORM = (116.404, 39.915)
ITS_BD09 = (116.41036949371029, 39.92133699351021)
ITS_GCJ02 = (116.41024449916938, 39.91640428150164)
# its one-step way back from BD-09, good to a decimetre
ITS_GCJ02_OF_BD09 = (116.39762729119315, 39.90865673957631)

# a kilometre inside the box: along its edge GCJ-02 jumps and cannot be undone
inside = st.tuples(st.floats(72.02, 137.82), st.floats(0.84, 55.81))


@pytest.mark.parametrize(("wgs", "gcj"), PUBLISHED_GCJ)
def test_gcj02_of_published_points(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    assert wgs84_to_gcj02([wgs[::-1]])[0] == pytest.approx(gcj[::-1], abs=1e-9)
    assert gcj02_to_wgs84([gcj[::-1]])[0] == pytest.approx(wgs[::-1], abs=1e-9)


def test_bd09_of_published_points() -> None:
    assert gcj02_to_bd09([COORDTRANSFORM])[0] == pytest.approx(ITS_BD09, abs=1e-9)
    assert wgs84_to_gcj02([COORDTRANSFORM])[0] == pytest.approx(ITS_GCJ02, abs=1e-9)
    assert bd09_to_gcj02([COORDTRANSFORM])[0] == pytest.approx(ITS_GCJ02_OF_BD09, abs=1e-6)


@given(inside)
def test_round_trips_close(point: tuple[float, float]) -> None:
    for there, back in (
        (wgs84_to_gcj02, gcj02_to_wgs84),
        (gcj02_to_bd09, bd09_to_gcj02),
        (wgs84_to_bd09, bd09_to_wgs84),
    ):
        assert np.abs(back(there([point])) - point).max() < 1e-9
        assert np.abs(there(back([point])) - point).max() < 1e-9


@given(st.tuples(st.floats(-180, 70), st.floats(-90, 90)))
def test_gcj02_is_the_identity_outside_its_box(point: tuple[float, float]) -> None:
    assert (wgs84_to_gcj02([point]) == [point]).all()
    assert (gcj02_to_wgs84([point]) == [point]).all()


@given(st.floats(allow_nan=True), st.floats(allow_nan=True))
def test_any_number_comes_out_without_a_warning(lon: float, lat: float) -> None:
    for system in ("gcj02", "bd09"):
        assert to_wgs84([lon], [lat], system).shape == (1, 2)


@given(st.lists(inside, min_size=1, max_size=40), st.integers(0, 100))
def test_a_point_converts_alike_in_any_company(points: list[tuple[float, float]], at: int) -> None:
    at %= len(points)
    alone = to_wgs84([points[at][0]], [points[at][1]], "bd09")
    together = to_wgs84([p[0] for p in points], [p[1] for p in points], "bd09")
    assert (alone[0] == together[at]).all()


@pytest.mark.parametrize("declared", ["wgs84", "WGS-84", "CGCS2000", "EPSG:4326", "epsg:4490"])
def test_geocentric_systems_are_one(declared: str) -> None:
    assert to_wgs84([111.5], [36.2], declared).tolist() == [[111.5, 36.2]]


def test_projected_coordinates_come_back() -> None:
    metres = project([[111.5, 36.2]], "EPSG:4546")
    assert to_wgs84(metres[:, 0], metres[:, 1], "EPSG:4546")[0] == pytest.approx([111.5, 36.2])


# PROJ would take "beijing" for the datum of 1954: names are not guessed
@pytest.mark.parametrize("declared", ["mars", "beijing", "EPSG:999999", ""])
def test_an_unknown_system_says_what_is_known(declared: str) -> None:
    with pytest.raises(InputError, match="gcj02") as caught:
        to_wgs84([1.0], [2.0], declared)
    assert caught.value.problems[0].code == "coordinates_unknown"


@pytest.mark.shared
def test_two_publishers_of_one_county_agree_after_conversion() -> None:
    """The README's figures: 511 m E, 167 m N apart as numbers; -51 m, 171 m once converted."""
    if not HONGTONG.is_dir():
        pytest.skip("the shared data is not beside this checkout")
    amap = _boundary("boundary_hongtong_amap_gcj02.geojson")
    tianditu = _boundary("boundary_hongtong_wanbailin_cgcs2000.geojson")
    converted = shapely.transform(amap, lambda xy: to_wgs84(xy[:, 0], xy[:, 1], "gcj02"))
    before = _in_metres(amap).centroid, _in_metres(tianditu).centroid
    after = _in_metres(converted).centroid
    assert before[0].x - before[1].x == pytest.approx(511, abs=1)
    assert before[0].y - before[1].y == pytest.approx(167, abs=1)
    assert after.x - before[1].x == pytest.approx(-51, abs=1)
    assert after.y - before[1].y == pytest.approx(171, abs=1)
    assert _overlap(amap, tianditu) == pytest.approx(0.941, abs=0.001)
    assert _overlap(converted, tianditu) == pytest.approx(0.961, abs=0.001)


def _boundary(name: str) -> shapely.Geometry:
    features = json.loads((HONGTONG / name).read_text(encoding="utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    # the county seat: one of the files holds a second county
    return next(s for s in shapes if shapely.intersects_xy(s, 111.67, 36.25))


def _in_metres(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: project(xy, "EPSG:32649"))


def _overlap(a: shapely.Geometry, b: shapely.Geometry) -> float:
    a, b = _in_metres(a), _in_metres(b)
    return shapely.area(a & b) / shapely.area(a | b)
