"""The projected CRS: which zone, and that metres are metres."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.errors import InputError
from schoolmap.geography.crs import choose_crs, project, unproject


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [
        (111.6, 36.2, "EPSG:32649"),  # zone 49: 108 to 114 degrees
        (108.0, 30.0, "EPSG:32649"),  # a zone begins at its western edge
        (150.1, -33.5, "EPSG:32756"),  # south of the equator
        (-180.0, 1.0, "EPSG:32601"),
        (180.0, 1.0, "EPSG:32601"),  # the same meridian
    ],
)
def test_zone_of_a_place(lon: float, lat: float, crs: str) -> None:
    assert choose_crs([[lon, lat]]) == crs


def test_zone_goes_by_the_median_not_by_a_stray_point() -> None:
    places = [[111.1, 36.0], [111.2, 36.0], [111.3, 36.0], [0.0, 0.0], [np.nan, np.nan]]
    assert choose_crs(places) == "EPSG:32649"


def test_declared_crs_goes_first() -> None:
    assert choose_crs([[111.0, 36.0]], " EPSG:4546 ") == "EPSG:4546"


def test_a_declared_crs_measures_metres_on_the_ground() -> None:
    """A minute of arc along the meridian is a sea mile, 1,850 m at 36 degrees north."""
    ends = [[111.0, 36.0], [111.0, 36.0 + 1 / 60]]
    for declared in ("EPSG:4546", "EPSG:32649", "EPSG:4508"):
        step = np.diff(project(ends, choose_crs(ends, declared)), axis=0)
        assert np.hypot(*step[0]) == pytest.approx(1850, abs=3)
    with pytest.raises(InputError):
        choose_crs(ends, "EPSG:3857")
    with pytest.raises(InputError):
        choose_crs(ends, "EPSG:3395")


@pytest.mark.parametrize("declared", ["EPSG:4326", "EPSG:2263", "nonsense", "EPSG:4978"])
def test_declared_crs_must_be_projected_in_metres(declared: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_crs([[111.0, 36.0]], declared)
    assert [p.code for p in caught.value.problems] == ["crs_not_metric"]


def test_no_point_no_zone() -> None:
    with pytest.raises(InputError):
        choose_crs(np.empty((0, 2)))


def test_the_central_meridian_lies_at_500_km() -> None:
    assert project([[111.0, 0.0]], "EPSG:32649")[0] == pytest.approx([500_000.0, 0.0], abs=1e-6)


def test_a_point_off_the_projection_is_an_input_error() -> None:
    with pytest.raises(InputError) as caught:
        unproject([[1e30, 1e30]], "EPSG:32649")
    assert caught.value.problems[0].code == "crs_outside"


@given(st.floats(108, 114), st.floats(18, 54))
def test_project_and_back(lon: float, lat: float) -> None:
    back = unproject(project([[lon, lat]], "EPSG:32649"), "EPSG:32649")
    assert back[0] == pytest.approx([lon, lat], abs=1e-9)


@pytest.mark.parametrize("zone", [48, 49, 50])
def test_the_zone_of_a_county_and_those_beside_it_measure_metres(zone: int) -> None:
    assert choose_crs([[111.0, 36.2]], f"EPSG:326{zone}") == f"EPSG:326{zone}"


@pytest.mark.parametrize("crs", ["EPSG:32601", "EPSG:32643", "EPSG:7855"])
def test_another_zones_metres_are_none_here(crs: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_crs([[111.5, 36.2]], crs)
    assert caught.value.problems[0].code in {"crs_stretched", "crs_outside"}
