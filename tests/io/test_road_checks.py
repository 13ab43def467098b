"""Doubts about road lines: lengths, ends, classes and speeds."""

from __future__ import annotations

import time
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from shapely import LineString

from schoolmap.errors import InputError
from schoolmap.geography.crs import unproject
from schoolmap.io.ledger import Ledger
from schoolmap.io.road_checks import doubt_ends, drawn_m
from schoolmap.model.study import RoadLines

CRS = "EPSG:32649"
CORNER = (554_000.0, 4_006_000.0)


def line(*points: tuple[float, float]) -> LineString:
    """Return a line given in metres, in degrees."""
    return LineString(unproject(np.array(points, dtype=float) + CORNER, CRS))


def lay(county: Any, shapes: list[Any], **columns: Any) -> None:
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326)
    frame.to_parquet(county.folder / "roads.parquet")
    county.section("roads", 'file = "roads.parquet"')


def codes(county: Any) -> set[str]:
    return {code for code in county.codes() if code.startswith(("road", "ride"))}


KM = line((0, 0), (1000, 0))
CROSSING = line((500, -500), (500, 500))
TRACK = {"highway": ["track", "track"]}


# --- lengths


def test_drawn_lengths_are_those_of_the_globe() -> None:
    # a degree along a meridian and along the 60th parallel of a sphere of 6371.0088 km
    lonlat = np.array([(111.0, 36.0), (111.0, 37.0), (10.0, 60.0), (11.0, 60.0)])
    two = np.zeros(2)
    roads = RoadLines(
        lonlat, np.array([0, 2, 4]), ("", ""), two.astype(np.int8), two, two, ("", ""),
        np.array([1, 2]), "roads.gpkg",
    )  # fmt: skip
    assert drawn_m(roads) == pytest.approx([111_195.1, 55_597.5], rel=1e-5)


def test_kilometres_taken_for_metres_stop_the_study(county: Any) -> None:
    lay(county, [KM, CROSSING], **TRACK, 长度=[1.02, 1.05])
    with pytest.raises(InputError):
        county.read()
    problem = county.only("road_length_unit")
    assert (problem.severity, problem.action, problem.column) == ("error", "stopped", "长度")
    assert "0.00103" in problem.zh  # halfway between 1.02 and 1.05 thousandths
    assert "长度(公里)" in problem.repair_zh


def test_a_unit_in_the_header_is_the_repair(county: Any) -> None:
    lay(county, [KM, CROSSING], **TRACK, **{"长度(公里)": [1.02, 1.05]})
    assert county.read().roads.length_m.tolist() == [1020.0, 1050.0]
    assert codes(county) == set()


@pytest.mark.parametrize(
    ("metres", "found"),
    [
        ([501.0, 501.0], {"road_length_short"}),
        ([490.0, 490.0], {"road_length_unit"}),
        ([1980.0, 1980.0], set()),
        ([2020.0, 2020.0], {"road_length_unit"}),
        ([1000.0, 30_000.0, 1000.0], set()),  # one winding road in three
        ([1000.0, 900.0], {"road_length_short"}),
        ([1000.0, 960.0], set()),
        ([np.nan, np.nan], set()),
    ],
)
def test_declared_against_drawn(county: Any, metres: list[float], found: set[str]) -> None:
    shapes = [KM, CROSSING, line((0, 2000), (1000, 2000))][: len(metres)]
    lay(county, shapes, highway=["track"] * len(metres), length_m=metres)
    assert codes(county) == found


def test_a_line_declared_too_short_is_kept_and_named(county: Any) -> None:
    lay(county, [KM, CROSSING], **TRACK, length_m=[1000.0, 900.0])
    assert county.read().roads.length_m.tolist() == [1000.0, 900.0]
    problem = county.only("road_length_short")
    assert (problem.severity, problem.action) == ("warning", "kept")
    assert problem.en.startswith("1 lines")
    assert "features 2)" in problem.en


def test_lengths_rounded_to_metres_are_fine(county: Any) -> None:
    lay(county, [line((0, 0), (4.4, 0)), KM], **TRACK, length_m=[4.0, 1000.0])
    assert codes(county) == set()


# --- ends that almost touch


@pytest.mark.parametrize(
    ("gap", "count"),
    [(0.0, 1), (0.3, 1), (0.98, 1), (1.05, 0), (-0.5, 1)],  # on it, short of it, past it
)
def test_an_end_beside_a_line(county: Any, gap: float, count: int) -> None:
    lay(county, [KM, line((500, 800), (500, gap))], **TRACK)
    assert county.codes().count("road_ends_apart") == count


@pytest.mark.parametrize(("gap", "count"), [(0.005, 0), (0.02, 1), (0.9, 1), (1.1, 0)])
def test_an_end_beside_a_vertex(county: Any, gap: float, count: int) -> None:
    bent = line((0, 0), (500, 0), (1000, 0))
    lay(county, [bent, line((500, 800), (500, gap))], **TRACK)
    assert county.codes().count("road_ends_apart") == count


def test_two_ends_that_face_each_other_are_both_named(county: Any) -> None:
    lay(county, [KM, line((1000.4, 0), (2000, 0))], **TRACK)
    problem = county.only("road_ends_apart")
    assert problem.en.startswith("2 ends")
    lon, lat = KM.coords[1]
    assert f"1 ({lon:.6f}, {lat:.6f}), 2 (" in problem.en


@pytest.mark.parametrize(
    "other",
    [
        CROSSING,  # a bridge: no end is near
        line((500, 0), (500, 0.6)),  # a stub shorter than the reach, joined below
        line((1000, 0), (0, 0)),  # the way back
        line((1000, 0), (1000, 500), (1000, 500.4), (1000, 500.8)),  # its own vertices are near
    ],
)
def test_what_is_no_gap(county: Any, other: LineString) -> None:
    lay(county, [line((0, 0), (500, 0), (1000, 0)), other], **TRACK)
    assert codes(county) == set()


def test_a_county_of_20000_lines_takes_no_time() -> None:
    side = np.arange(101) * 0.001
    west, south = np.meshgrid(111 + side[:-1], 36 + side)
    start = np.column_stack([west.ravel(), south.ravel()])
    rows = np.stack([start, start + np.array([0.001, 0.0])], axis=1)
    columns = rows[:, :, ::-1] + np.array([75.0, -75.0])
    lonlat = np.concatenate([rows, columns]).reshape(-1, 2)
    n = len(lonlat) // 2
    roads = RoadLines(
        lonlat, np.arange(n + 1) * 2, ("",) * n, np.zeros(n, np.int8), np.zeros(n), np.zeros(n),
        ("",) * n, np.arange(n), "roads.gpkg",
    )  # fmt: skip
    assert n == 20_200
    begun = time.process_time()
    doubt_ends(roads, Ledger())
    assert time.process_time() - begun < 1.0  # 0.1 s at a desk


# --- classes


@pytest.mark.parametrize("word", ["Track", " TRACK ", "ｔｒａｃｋ"])
def test_classes_are_of_any_case(county: Any, word: str) -> None:
    lay(county, [KM], highway=[word])
    assert county.read().roads.highway == ("track",)
    assert codes(county) == set()


def test_roads_that_are_not_there_are_set_aside(county: Any) -> None:
    words = ["track", "Construction", "proposed", "在建", "raceway", "path"]
    shapes = [line((0, 100 * k), (50 + 10 * k, 100 * k)) for k in range(6)]
    lay(county, shapes, highway=words, length_m=[50.0 + 10 * k for k in range(6)])
    roads = county.read().roads
    assert roads.highway == ("track", "path")
    assert roads.rows.tolist() == [1, 6]
    assert roads.length_m.tolist() == [50.0, 100.0]
    assert roads.indptr.tolist() == [0, 2, 4]
    kept = shapely.get_coordinates([shapes[0], shapes[5]])
    assert roads.lonlat == pytest.approx(kept, abs=1e-12)
    problem = county.only("road_not_travelled")
    assert (problem.severity, problem.action) == ("warning", "row_set_aside")
    assert problem.en.startswith("4 lines")
    assert "construction 2, proposed 1, raceway 1" in problem.en
    assert "number 2)" in problem.en


def test_only_roads_that_are_not_there_stop_the_study(county: Any) -> None:
    lay(county, [KM], highway=["abandoned"])
    assert county.only("roads_none").severity == "error"


def test_classes_without_a_speed_are_listed_with_their_counts(county: Any) -> None:
    words = ["gravel", "gravel", None, "track", "path", "paved"]
    shapes = [line((0, 100 * k), (50, 100 * k)) for k in range(6)]
    speeds = [np.nan, np.nan, np.nan, np.nan, np.nan, 30.0]
    lay(county, shapes, highway=words, speed_kmh=speeds)
    problem = county.only("road_class_default_speed")
    assert (problem.severity, problem.action) == ("note", "kept")
    assert "20 km/h" in problem.en
    assert problem.en.endswith("gravel 2, (no class) 1.")
    assert "gravel 2, （无等级） 1" in problem.zh
    county.section("rules", '"ride_speed_km_h.Gravel" = 12')
    assert "gravel" not in county.only("road_class_default_speed").en
    assert county.read().standards["ride_speed_km_h.gravel"].value == 12


def test_a_speed_for_no_road_at_all_is_doubted(county: Any) -> None:
    lay(county, [KM], highway=["县道"])
    county.section(
        "rules",
        '"ride_speed_km_h.县道" = 30\n"ride_speed_km_h.track" = 9\n"ride_speed_km_h.default" = 21',
    )
    problem = county.only("ride_speed_unused")  # the table has the other two
    assert (problem.severity, problem.file) == ("warning", "study.toml")
    assert problem.column == "ride_speed_km_h.县道"
    assert "tertiary" in problem.zh
