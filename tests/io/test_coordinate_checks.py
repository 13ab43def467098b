"""Tables whose coordinates are wrong as a whole, and rows that lie where they should not."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from tests.io.coordinate_cases import beside_roads, declare, villages

from schoolmap.io.coordinate_checks import Found, likely_zones, stops_table
from schoolmap.io.ledger import Ledger
from schoolmap.io.place_checks import off_words, outside_km
from schoolmap.model.study import BoundaryPart

SPOTS = beside_roads(12)


def in_system(code: int) -> list[tuple[object, object]]:
    forward = Transformer.from_crs(4490 if code != 3857 else 4326, code, always_xy=True)
    return [tuple(np.round(forward.transform(*p), 2)) for p in SPOTS.tolist()]


@pytest.mark.parametrize("code", [4525, 4497, 3857])
def test_metres_under_degrees_are_named_with_their_zone(county: Any, code: int) -> None:
    """The register's own projection of places at 111.6 E: zone 37 of 3 degrees, 19 of 6."""
    villages(county, in_system(code))
    problem = county.only("coordinates_metres")
    assert f'coordinates = "EPSG:{code}"' in problem.zh
    assert f'coordinates = "EPSG:{code}"' in problem.en
    # one problem, not one for each row
    assert "coordinates_out_of_range" not in county.codes()
    declare(county, f"EPSG:{code}")
    table = county.read().villages
    assert table.numbers("lon") == pytest.approx(SPOTS[:, 0], abs=1e-6)


def test_metres_without_a_zone_ask_for_the_meridian(county: Any) -> None:
    villages(county, in_system(4546))
    assert "中央经线" in county.only("coordinates_metres").zh
    declare(county, "CGCS2000 3度带 中央经线111")
    assert county.read().villages.numbers("lat") == pytest.approx(SPOTS[:, 1], abs=1e-6)


@given(st.floats(73.6, 134.9), st.floats(4.0, 53.5))
def test_the_zone_of_any_place_in_china_is_known(lon: float, lat: float) -> None:
    for width, first, base in ((3, 25, 4513), (6, 13, 4491)):
        zone = int((lon + 1.5) // 3) if width == 3 else int(lon // 6) + 1
        code = base + zone - first
        x, y = Transformer.from_crs(4490, code, always_xy=True).transform(lon, lat)
        assert f"EPSG:{code}" in [found[2] for found in likely_zones(x, y)]


def test_surveyors_x_and_y_are_told_apart(county: Any) -> None:
    """X is north and Y east in a survey; the headers x and y are read as a map has them."""
    villages(county, [(y, x) for x, y in in_system(4525)])
    declare(county, "EPSG:4525")
    problem = county.only("coordinates_axes_swapped")
    assert 'columns = { lon = "纬度", lat = "经度" }' in problem.repair_zh
    declare(county, "EPSG:4525", columns='lon = "纬度", lat = "经度"')
    assert county.read().villages.numbers("lon") == pytest.approx(SPOTS[:, 0], abs=1e-6)


def test_another_zone_than_declared(county: Any) -> None:
    villages(county, in_system(4525))
    declare(county, "EPSG:4526")
    assert '"EPSG:4525"' in county.only("coordinates_zone").zh
    declare(county, "EPSG:4546")
    assert '"EPSG:4525"' in county.only("coordinates_zone").en


@pytest.mark.parametrize(("lon", "lat"), [(111.6, 36.2), (76.0, 39.4), (87.6, 43.8)])
def test_exchanged_columns_are_one_problem(county: Any, lon: float, lat: float) -> None:
    """Also in the west, where a longitude passes for a latitude."""
    villages(county, [(lat + k / 97, lon + k / 97) for k in range(9)])
    problem = county.only("coordinates_columns_swapped")
    assert problem.severity == "error"
    assert 'columns = { lon = "纬度", lat = "经度" }' in problem.repair_en
    assert "coordinates_swapped" not in county.codes()


def test_a_single_exchanged_row_is_named(county: Any) -> None:
    pairs = [tuple(p) for p in SPOTS.tolist()]
    pairs[4] = pairs[4][::-1]
    villages(county, pairs)
    assert county.only("coordinates_swapped").row == 6


def test_minutes_are_noted_once(county: Any) -> None:
    county.edit("villages.csv", "111.62,36.22", "111°37′12″,36.22")
    county.edit("villages.csv", "111.63,36.23", "111度37分48秒,36.23")
    problem = county.only("coordinates_minutes")
    assert "2" in problem.zh
    assert "111.620000" in problem.zh
    assert county.read().villages.numbers("lon")[1:3] == pytest.approx([111.62, 111.63])


def test_packed_minutes_are_doubted_and_decimals_are_not(county: Any) -> None:
    rng = np.random.default_rng(4)
    minutes = rng.integers(0, 60, (20, 4))
    packed = [(f"111.{a:02}{b:02}", f"36.{c:02}{d:02}") for a, b, c, d in minutes]
    villages(county, packed)
    assert county.only("coordinates_packed").action == "kept"
    decimals = np.round(rng.uniform([111.3, 36.0], [111.9, 36.5], (20, 2)), 4)
    villages(county, [tuple(p) for p in decimals.tolist()])
    assert "coordinates_packed" not in county.codes()


def test_few_digits(county: Any) -> None:
    for digits, km in ((1, "10"), (2, "1")):
        villages(county, [tuple(p) for p in np.round(SPOTS, digits).tolist()])
        assert f"约 {km} 千米" in county.only("coordinates_coarse").zh
    villages(county, [tuple(p) for p in SPOTS.tolist()])
    assert not {c for c in county.codes() if "coarse" in c}


def test_places_outside_are_named_with_how_far(county: Any) -> None:
    """The box ends at 111.7 E: 0.9 degrees east of it at 36.22 N are 80.7 km on the sphere."""
    box = shapely.box(111.5, 36.1, 111.7, 36.3)
    geopandas.GeoDataFrame(geometry=[box], crs=4326).to_file(county.folder / "b.gpkg")
    county.section("boundary", 'file = "b.gpkg"')
    county.edit("villages.csv", "111.62,36.22", "112.60,36.22")
    listed = county.only("outside_boundary")
    assert "第 3 行 下村（81 千米）" in listed.zh
    assert "1 of 4" in listed.en
    assert county.only("place_outside").row == 3
    assert county.only("place_far").row == 3


def test_a_place_a_few_kilometres_outside_is_only_listed(county: Any) -> None:
    box = shapely.box(111.5, 36.1, 111.625, 36.3)
    geopandas.GeoDataFrame(geometry=[box], crs=4326).to_file(county.folder / "b.gpkg")
    county.section("boundary", 'file = "b.gpkg"')
    assert {p.severity for p in county.problems() if p.code == "outside_boundary"} == {"note"}
    assert "place_outside" not in county.codes()


@pytest.mark.parametrize(
    ("kilometres", "said"),
    [
        (0.0848, ("85 米", "85 m")),
        (0.0002, ("1 米", "1 m")),
        (0.9994, ("999 米", "999 m")),
        (0.9996, ("1.0 千米", "1.0 km")),
        (9.96, ("10.0 千米", "10.0 km")),
        (81.4, ("81 千米", "81 km")),
    ],
)
def test_below_a_kilometre_metres_are_said(kilometres: float, said: tuple[str, str]) -> None:
    assert off_words(kilometres) == said


def test_a_place_at_zero_is_said_to_be_at_zero(county: Any) -> None:
    county.edit("villages.csv", "111.62,36.22", "0,0")
    zero = county.only("coordinates_zero")
    assert (zero.value, zero.row, zero.action) == ("0, 0", 3, "row_set_aside")
    assert zero.zh.startswith("坐标为 0")
    assert "coordinates_missing" not in county.codes()


def test_distances_outside_by_pencil() -> None:
    part = BoundaryPart("", "", bytes(shapely.to_wkb(shapely.box(0, -1, 1, 1))))
    off = outside_km(np.array([[0.5, 0.5], [2.0, 0.0], [0.5, 2.0]]), [part])
    assert off == pytest.approx([0.0, 111.195, 111.195], rel=1e-6)


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_shifted_systems_outside_china_are_doubted(county: Any, system: str) -> None:
    villages(county, [(150.1 + k / 97, -33.4) for k in range(4)])
    declare(county, system)
    assert county.only("datum_elsewhere").column == "villages.coordinates"
    villages(county, [tuple(p) for p in SPOTS.tolist()])
    assert "datum_elsewhere" not in county.codes()


def test_spellings_are_read_alike(county: Any) -> None:
    villages(county, [tuple(p) for p in SPOTS.tolist()])
    read = []
    for system in ("gcj02", "火星坐标", "高德地图"):
        declare(county, system)
        read.append(county.read().villages.numbers("lon").tolist())
    assert read[0] == read[1] == read[2]


def test_a_sentence_has_the_name_of_a_system_that_a_layer_spells_out() -> None:
    """Metres in a layer that calls itself geographic, its system as WKT."""
    usual = CRS(4490).to_wkt("WKT1_ESRI")
    xy = np.array([(37_500_000.0 + at, 4_000_000.0) for at in range(4)])
    ledger = Ledger()
    rows = np.arange(2, 6)
    found = Found(xy, np.ones(4, dtype=bool), rows, "schools.gpkg", "", ())
    assert stops_table(found, usual, ledger)
    assert "GEOGCS" not in ledger.problems[0].zh
    assert "China" in ledger.problems[0].zh
