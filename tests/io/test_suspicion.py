"""A wrong datum is named with its evidence, a right one is left alone, and the culprit is found."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from tests.io.coordinate_cases import beside_roads, declare, roads, villages

from schoolmap.geography.datum import wgs84_to_bd09, wgs84_to_gcj02
from schoolmap.geography.fit import METRES_PER_DEGREE, Fit, Lines, compare_moves
from schoolmap.geography.readings import Reading, other_readings, reread
from schoolmap.io import read_study
from schoolmap.io.checks import group_of
from schoolmap.io.ledger import Ledger
from schoolmap.io.suspicion import _Doubt, _options, _Places, _Sides, doubt_datums
from schoolmap.io.suspicion_words import option_words
from schoolmap.model.study import RoadLines, SourceSection, StudyFile, StudySection, Table

ROOT = Path(__file__).parents[2]
INTO = {"wgs84": lambda p: p, "gcj02": wgs84_to_gcj02, "bd09": wgs84_to_bd09}


def schools(county: Any, points: np.ndarray) -> None:
    rows = [f"S{at},校{at},小学,{x},{y},90" for at, (x, y) in enumerate(points.tolist())]
    header = "学校标识码,学校名称,办学类型,经度,纬度,在校生数"
    county.text("schools.csv", "\n".join([header, *rows]) + "\n")


def doubts(county: Any) -> list[Any]:
    return [p for p in county.problems() if p.code == "datum_suspected"]


@pytest.mark.parametrize("truth", INTO)
@pytest.mark.parametrize("said", INTO)
def test_villages_in_one_system_declared_as_another(county: Any, truth: str, said: str) -> None:
    roads(county)
    schools(county, beside_roads(20, seed=2))
    villages(county, [tuple(p) for p in INTO[truth](beside_roads(60)).tolist()])
    declare(county, said)
    found = doubts(county)
    if truth == said:
        assert not found
        return
    (problem,) = found
    assert (problem.column, problem.value, problem.action) == ("villages.coordinates", said, "kept")
    assert f'coordinates = "{truth}" in [villages]' in problem.repair_en
    # the schools fit, so the roads are not blamed
    assert "roads" not in problem.repair_en
    assert "60 villages" in problem.en


def test_roads_that_are_shifted_against_both_tables(county: Any) -> None:
    roads(county, shift=True)
    schools(county, beside_roads(20, seed=2))
    villages(county, [tuple(p) for p in beside_roads(60).tolist()])
    found = doubts(county)
    assert [p.column for p in found] == ["villages.coordinates", "schools.coordinates"]
    assert all('coordinates = "gcj02" in [roads]' in p.repair_en for p in found)


def test_both_tables_declared_otherwise_may_be_the_roads_unless_those_are_osm() -> None:
    """All are WGS-84, the tables declared GCJ-02: had the roads been GCJ-02, all would fit too."""
    places = reread(beside_roads(60), "wgs84", "gcj02")
    tables = _table("schools", places[:30]), _table("villages", places)
    osm = ("county.osm.pbf", "county.osm.gz", "county.OSM.BZ2", "county.graphml")
    for file, blamed in (("roads.gpkg", True), *((file, False) for file in osm)):
        ledger = Ledger()
        doubt_datums(*tables, _lattice(file), _settings(file, "gcj02"), ledger)
        assert len(ledger.problems) == 2
        for problem in ledger.problems:
            assert 'coordinates = "wgs84"' in problem.repair_en
            assert ('coordinates = "gcj02" in [roads]' in problem.repair_en) == blamed


def test_two_tables_too_small_each_are_doubted_together() -> None:
    places = reread(beside_roads(26), "bd09", "wgs84")
    ledger = Ledger()
    tables = _table("schools", places[:12]), _table("villages", places[12:])
    doubt_datums(*tables, _lattice("roads.osm"), _settings("roads.osm"), ledger)
    (problem,) = ledger.problems
    assert problem.column == "schools.coordinates, villages.coordinates"
    assert 'coordinates = "bd09" in [schools], [villages]' in problem.repair_en


def test_projected_coordinates_made_of_shifted_degrees(county: Any) -> None:
    from pyproj import Transformer

    roads(county)
    schools(county, beside_roads(20, seed=2))
    zone = Transformer.from_crs(4490, 4525, always_xy=True)
    shifted = wgs84_to_gcj02(beside_roads(60)).tolist()
    villages(county, [zone.transform(*point) for point in shifted])
    declare(county, "EPSG:4525")
    (problem,) = doubts(county)
    assert "EPSG:4525" in problem.zh
    assert "须先换回原来的经纬度" in problem.repair_zh


def test_a_doubt_names_the_table_once_and_says_what_to_write(county: Any) -> None:
    roads(county)
    schools(county, beside_roads(20, seed=2))
    villages(county, [tuple(p) for p in beside_roads(60).tolist()])
    declare(county, "gcj02")
    (problem,) = doubts(county)
    assert problem.zh.startswith("村庄表的坐标多半是 WGS-84，不是 gcj02：现在 60 个村离路中位数")
    assert problem.repair_zh == (
        '请把 [villages] 改为 coordinates = "wgs84"；确知取自高德、腾讯地图的，不用改。'
    )
    assert problem.repair_en == (
        'Write coordinates = "wgs84" in [villages]. Leave it if they are known to come from Amap '
        "(Gaode) or Tencent maps."
    )
    assert "villages.csv" not in problem.zh + problem.repair_zh
    assert group_of(problem) == "distorts"


def test_a_doubt_of_either_file_says_which_to_change_when() -> None:
    ways = [[("schools", "a.csv", "wgs84")], [("roads", "b.gpkg", "gcj02")]]
    words = option_words(*ways, declared={"schools": "gcj02", "roads": "wgs84"})
    assert words["or_zh"] == "，或者路网的坐标是 GCJ-02，不是 wgs84"
    assert words["fix_zh"] == (
        '请把 [schools] 改为 coordinates = "wgs84"；确知学校表的坐标取自高德、腾讯地图的，'
        '改为把 [roads] 改为 coordinates = "gcj02"；'
        "确知路网也由 GPS 测得或已转换为 WGS-84、CGCS2000的，不用改"
    )


def test_a_doubt_always_says_what_the_files_may_be() -> None:
    """Two tables that each take the roads for something else rule each other out."""
    places = _Places("villages", "villages.csv", "wgs84", "wgs84", np.zeros((1, 2)))
    fit = Fit(0, 20, 300.0, 10.0, 0.1, 0.9, 9.0, 9.0, 200.0)
    doubt = _Doubt(places, Reading((("wgs84", "gcj02"),), np.zeros((1, 2))), fit)
    for may_be_wrong in (True, False):
        sides = _Sides(roads=may_be_wrong, tables=True)
        assert _options(doubt, sides, "roads.gpkg", "wgs84") == [[("roads", "roads.gpkg", "gcj02")]]


def _table(name: str, lonlat: np.ndarray) -> Table:
    columns = {"lon": lonlat[:, 0], "lat": lonlat[:, 1]}
    return Table(name, f"{name}.csv", columns, np.arange(2, len(lonlat) + 2))


def _settings(road_file: str, coordinates: str = "wgs84") -> StudyFile:
    table = SourceSection(file="x.csv", coordinates=coordinates)
    return StudyFile(
        study=StudySection(name="试验县"),
        schools=table,
        villages=table,
        roads=SourceSection(file=road_file),
    )


def _lattice(file: str) -> RoadLines:
    ends = np.arange(111.3, 111.91, 0.05), np.arange(35.9, 36.51, 0.05)
    lines = [[(x, 35.9), (x, 36.5)] for x in ends[0]] + [[(111.3, y), (111.9, y)] for y in ends[1]]
    count = len(lines)
    none = np.full(count, np.nan)
    return RoadLines(
        lonlat=np.array(lines).reshape(-1, 2),
        indptr=np.arange(0, 2 * count + 1, 2),
        highway=("",) * count,
        oneway=np.zeros(count, dtype=np.int8),
        speed_kmh=none,
        length_m=none,
        name=("",) * count,
        rows=np.arange(1, count + 1),
        file=file,
    )


@pytest.mark.parametrize("name", ["yunling", "zuomu"])
def test_bundled_studies_are_not_doubted(name: str) -> None:
    study = read_study(ROOT / "data" / "studies" / name)
    assert not [p for p in study.problems if "suspected" in p.code]


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_villages_of_the_bundled_county_in_the_wrong_system(system: str) -> None:
    """Declared WGS-84, as they are, they are right; read as others they are named."""
    study = read_study(ROOT / "data" / "studies" / "yunling")
    wrong = study.settings.villages.model_copy(update={"coordinates": system})
    settings = study.settings.model_copy(update={"villages": wrong})
    lonlat = np.column_stack([study.villages.numbers("lon"), study.villages.numbers("lat")])
    shifted = _table("villages", reread(lonlat, "wgs84", system))
    ledger = Ledger()
    assert study.roads is not None
    doubt_datums(study.schools, shifted, study.roads, settings, ledger)
    (problem,) = ledger.problems
    assert 'coordinates = "wgs84" in [villages]' in problem.repair_en


def _to_china(lonlat: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Return real places set down in Shanxi with their distances kept."""
    metres = (lonlat - middle) * (np.cos(np.radians(middle[1])), 1.0) * METRES_PER_DEGREE
    spot = np.array([111.67, 36.25])
    return spot + metres / METRES_PER_DEGREE / (np.cos(np.radians(spot[1])), 1.0)


def _judged(places: np.ndarray, lonlat: np.ndarray, indptr: np.ndarray, system: str) -> str:
    """Return what places in a system, declared WGS-84, are said to be; "" where nothing is said."""
    middle = np.median(lonlat, axis=0)
    lines = Lines(_to_china(lonlat, middle), indptr)
    read = reread(_to_china(places, middle), system, "wgs84")
    readings = other_readings(read, "wgs84", "wgs84", second_known=True)
    fit = compare_moves(lines, read, [reading.lonlat for reading in readings])
    return readings[fit.move].pairs[0][0] if fit is not None and fit.is_clear else ""


def _osm(path: Path) -> tuple[np.ndarray, np.ndarray]:
    _, _, wkb, values = pyogrio.raw.read(path, layer="lines", columns=["highway"])
    shapes = shapely.from_wkb(wkb)[np.array([v is not None for v in values[0]])]
    lonlat, of_line = shapely.get_coordinates(shapes, return_index=True)
    return lonlat, np.append(0, np.cumsum(np.bincount(of_line)))


@pytest.mark.shared
def test_real_settlements_set_down_in_china(shared_data: Path) -> None:
    """48 of Lithgow and 59 of Andorra: right when declared rightly, named when they are BD-09."""
    study = read_study(ROOT / "tests" / "studies" / "lithgow")
    assert not [p for p in study.problems if "suspected" in p.code]
    lithgow = np.column_stack([study.villages.numbers("lon"), study.villages.numbers("lat")])
    assert study.roads is not None
    andorra = np.genfromtxt(
        shared_data / "andorra" / "settlements.csv", delimiter=",", names=True, encoding="utf-8",
        dtype=None,
    )  # fmt: skip
    columns = {name.lower(): name for name in andorra.dtype.names}
    points = np.column_stack([andorra[columns["lon"]], andorra[columns["lat"]]])
    networks = {
        "lithgow": (lithgow, study.roads.lonlat, study.roads.indptr),
        "andorra": (points, *_osm(shared_data / "andorra" / "roads.osm.pbf")),
    }
    for places, lonlat, indptr in networks.values():
        assert _judged(places, lonlat, indptr, "wgs84") == ""
        assert _judged(places, lonlat, indptr, "bd09") in ("bd09", "")
        assert _judged(places, lonlat, indptr, "gcj02") in ("gcj02", "")


@pytest.mark.shared
def test_a_grid_of_hexagons_is_not_doubted(shared_data: Path) -> None:
    """A grid over the whole extract: read wrongly, its rim leaves the roads, which may be seen."""
    folder = shared_data / "porto_alegre"
    table = np.genfromtxt(
        folder / "poa_hexgrid.csv", delimiter=",", names=True, encoding="utf-8", dtype=None
    )
    places = np.column_stack([table["lon"], table["lat"]])
    lonlat, indptr = _osm(folder / "poa_osm.pbf")
    for system in INTO:
        found = _judged(places, lonlat, indptr, system)
        assert found == "" or (found == system != "wgs84")


def test_three_thousand_villages_and_twenty_thousand_lines_take_about_a_second() -> None:
    """A bound that no machine misses: the figure itself is the benchmark's."""
    rng = np.random.default_rng(5)
    start = rng.uniform([111.2, 35.8], [112.0, 36.6], (20_000, 2))
    lines = np.stack([start, start + rng.uniform(-0.01, 0.01, (20_000, 2))], 1).reshape(-1, 2)
    places = rng.uniform([111.2, 35.8], [112.0, 36.6], (3000, 2))
    began = time.perf_counter()
    readings = other_readings(places, "wgs84", "wgs84")
    fit = compare_moves(
        Lines(lines, np.arange(0, 40_001, 2)), places, [reading.lonlat for reading in readings]
    )
    assert fit is None or not fit.is_clear
    assert time.perf_counter() - began < 20.0
