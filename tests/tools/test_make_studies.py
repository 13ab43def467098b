"""The bundled studies: recorded or specified figures, joins between tables, determinism."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import openpyxl
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
GRADES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级")
WALK_ONLY = ("path", "footway", "steps")

Row = dict[str, Any]


def read_schools(study: str) -> list[Row]:
    book = openpyxl.load_workbook(DATA / "studies" / study / "schools.xlsx", read_only=True)
    rows = list(book["学校"].iter_rows(values_only=True))
    book.close()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def read_villages(study: str) -> list[Row]:
    path = DATA / "studies" / study / "villages.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def pupils(rows: list[Row]) -> int:
    return sum(int(row[g] or 0) for row in rows for g in GRADES if g in row)


@pytest.fixture(scope="module")
def zuomu_schools() -> list[Row]:
    return read_schools("zuomu")


@pytest.fixture(scope="module")
def schools() -> list[Row]:
    return read_schools("yunling")


@pytest.fixture(scope="module")
def villages() -> list[Row]:
    return read_villages("yunling")


@pytest.fixture(scope="module")
def roads() -> geopandas.GeoDataFrame:
    return geopandas.read_parquet(DATA / "studies" / "yunling" / "roads.parquet")


# ---- both ----------------------------------------------------------------------------------


@pytest.mark.parametrize("study", ["zuomu", "yunling"])
def test_a_study_says_that_it_is_simulated(study: str) -> None:
    text = (DATA / "studies" / study / "study.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)
    assert settings["study"]["name"].endswith("（模拟）")
    assert "模拟" in text.splitlines()[0]
    assert "SIMULATED" in text.splitlines()[0]
    assert "虚构" in (DATA / "studies" / study / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("study", ["zuomu", "yunling"])
def test_the_files_that_a_study_names_exist(study: str) -> None:
    folder = DATA / "studies" / study
    settings = tomllib.loads((folder / "study.toml").read_text(encoding="utf-8"))
    for part in ("schools", "villages", "roads", "boundary"):
        assert (folder / settings[part]["file"]).is_file()


@pytest.mark.parametrize("study", ["zuomu", "yunling"])
def test_villages_are_named_apart_within_their_administrative_village(study: str) -> None:
    rows = read_villages(study)
    assert len({(r["乡镇"], r["行政村"], r["村名"]) for r in rows}) == len(rows)
    assert len({r["村庄代码"] for r in rows}) == len(rows)
    assert {len(r["村庄代码"]) for r in rows} == {14}


# ---- zuomu: the recorded figures -----------------------------------------------------------


def test_zuomu_has_three_boarding_primaries_of_417_pupils_and_61_teachers(
    zuomu_schools: list[Row],
) -> None:
    assert [r["学校名称"] for r in zuomu_schools] == ["红光小学", "霍家庄小学", "三交河小学"]
    assert {r["年级范围"] for r in zuomu_schools} == {"1-6"}
    assert sum(r["在校生数"] for r in zuomu_schools) == pupils(zuomu_schools) == 417
    assert sum(r["专任教师数"] for r in zuomu_schools) == 61
    assert all(r["寄宿生数"] > 0 for r in zuomu_schools)


def test_zuomu_areas_and_books_per_pupil_are_the_recorded_ones(zuomu_schools: list[Row]) -> None:
    land = [r["占地面积（平方米）"] / r["在校生数"] for r in zuomu_schools]
    floor = [r["校舍建筑面积（平方米）"] / r["在校生数"] for r in zuomu_schools]
    assert land == pytest.approx([23.0, 28.0, 14.6], abs=1e-9)
    assert floor == pytest.approx([14.2, 17.0, 9.55], abs=1e-9)
    assert all(r["图书册数"] >= 15 * r["在校生数"] for r in zuomu_schools)
    assert all(r["体育运动场馆面积（平方米）"] < 7.5 * r["在校生数"] for r in zuomu_schools)


def test_zuomu_has_ten_coded_administrative_and_99_natural_villages() -> None:
    rows = read_villages("zuomu")
    names = (
        "李家坪",
        "三交河",
        "中社",
        "金山沟",
        "霍家庄",
        "左木",
        "王家坪",
        "翟庄",
        "红光",
        "段家山",
    )
    expected = {(f"141024206{200 + k}", f"{name}村") for k, name in enumerate(names)}
    assert {(r["村庄代码"][:12], r["行政村"]) for r in rows} == expected
    assert len(rows) == 99
    assert pupils(rows) == 417


def test_zuomu_villages_and_schools_agree_by_grade(zuomu_schools: list[Row]) -> None:
    rows = read_villages("zuomu")
    for grade in GRADES[:6]:
        assert sum(int(r[grade]) for r in rows) == sum(r[grade] for r in zuomu_schools)


def test_zuomu_villages_are_shifted_as_gcj02_is() -> None:
    """Each village lies outside its true place by the few hundred metres of that shift."""
    rows = read_villages("zuomu")
    lonlat = np.array([(float(r["经度"]), float(r["纬度"])) for r in rows])
    centre = shapely.from_geojson((DATA / "boundaries" / "zuomu.geojson").read_text("utf-8"))
    west, south, east, north = shapely.bounds(centre)
    assert (lonlat[:, 0] > west).all()
    assert (lonlat[:, 0] < east + 0.0075).all()
    assert ((lonlat[:, 1] > south) & (lonlat[:, 1] < north + 0.002)).all()


def test_gcj02_forward_formula_against_a_published_pair() -> None:
    """The shift at Tiananmen is about 1.4 km on the diagonal axes of the published example."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from tools.simulation.gcj02 import to_gcj02

    moved = to_gcj02(np.array([[116.404, 39.915]]))[0]
    assert moved == pytest.approx([116.410244, 39.916404], abs=2e-6)


# ---- yunling: the specified figures --------------------------------------------------------


def test_yunling_counts(schools: list[Row], villages: list[Row]) -> None:
    assert len(schools) == 120
    assert len({r["学校标识码"] for r in schools}) == 120
    assert len({r["学校名称"] for r in schools}) == 120
    assert sum(r["状态"] == "规划" for r in schools) == 5
    assert len(villages) == 1500
    assert len({r["村庄代码"][:12] for r in villages}) == 250
    assert len({r["乡镇"] for r in villages}) == 16
    assert pupils(villages) == 38000


def test_yunling_rolls_and_village_pupils_agree_within_two_percent(
    schools: list[Row], villages: list[Row]
) -> None:
    assert pupils(schools) == pytest.approx(pupils(villages), rel=0.02)


def test_yunling_pupils_become_fewer(villages: list[Row]) -> None:
    rural = [r for r in villages if r["城乡类型"] == "220"]
    first, ninth = (sum(int(r[g]) for r in rural) for g in (GRADES[0], GRADES[8]))
    newborn = sum(int(r["0岁"]) for r in rural)
    assert newborn < first < 0.75 * ninth


def test_yunling_codes_follow_the_rules_of_form(schools: list[Row], villages: list[Row]) -> None:
    for row in villages:
        township, unit = int(row["村庄代码"][6:9]), int(row["村庄代码"][9:12])
        assert row["村庄代码"].startswith("520998")
        ending = "街道" if township < 100 else "镇" if township < 200 else "乡"
        assert row["乡镇"].endswith(ending)
        assert (unit < 200) == row["行政村"].endswith("社区")
    for row in schools:
        stage = "31" if int(row["年级范围"][-1]) > 6 else "21"
        assert row["学校标识码"].startswith(stage + "52")
        assert len(row["学校标识码"]) == 10


def test_yunling_school_columns_agree_with_each_other(schools: list[Row]) -> None:
    for row in schools:
        if row["状态"] == "规划":
            assert row["在校生数"] is None
            continue
        assert row["在校生数"] == sum(row[g] or 0 for g in GRADES)
        assert row["专任教师数"] <= row["教职工数"]
        assert row["女寄宿生数"] <= row["寄宿生数"] <= row["在校生数"]
        assert row["高于规定学历教师数"] <= row["专任教师数"]
        assert row["中级及以上职称教师数"] <= row["专任教师数"]
        used = row["教学及辅助用房面积（平方米）"] + row["学生宿舍面积（平方米）"]
        assert used <= row["校舍建筑面积（平方米）"] + 1e-9
        assert row["体育运动场馆面积（平方米）"] <= row["占地面积（平方米）"]


def test_yunling_has_crowded_and_nearly_empty_schools(schools: list[Row]) -> None:
    running = [r for r in schools if r["状态"] == "在办"]
    town = [r for r in running if r["学校名称"].startswith("云岭县第") and r["举办者"] == "公办"]
    assert all(r["在校生数"] / r["班级数"] > 45 for r in town if r["办学类型"] == "小学")
    assert sum(r["学位数"] is not None and r["在校生数"] > r["学位数"] for r in running) >= 10
    points = [r for r in running if r["办学类型"] == "教学点"]
    assert len(points) >= 25
    assert {r["年级范围"] for r in points} == {"1-2", "1-3", "1-4"}
    assert min(r["在校生数"] for r in points) <= 15


def test_yunling_districts_are_those_of_the_county_town(
    schools: list[Row], villages: list[Row]
) -> None:
    span = {r["学校标识码"]: r["年级范围"] for r in schools}
    for row in villages:
        inner = row["城乡类型"] in ("111", "112")
        assert bool(row["学区小学"]) == inner
        if inner:
            assert span[row["学区小学"]].startswith("1-")
            assert span[row["学区初中"]].endswith("-9")


def test_yunling_townships_tile_the_county() -> None:
    frame = geopandas.read_file(DATA / "boundaries" / "yunling.geojson")
    assert len(frame) == 16
    assert frame.geometry.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    whole = shapely.coverage_union_all(frame.geometry.to_numpy())
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_yunling_villages_lie_in_their_township(villages: list[Row]) -> None:
    frame = geopandas.read_file(DATA / "boundaries" / "yunling.geojson")
    points = geopandas.GeoDataFrame(
        {"own": [r["乡镇"] for r in villages]},
        geometry=geopandas.points_from_xy(
            [float(r["经度"]) for r in villages], [float(r["纬度"]) for r in villages]
        ),
        crs=frame.crs,
    )
    found = geopandas.sjoin(points, frame, predicate="within")
    assert (found["own"] == found["name"]).mean() > 0.98


def test_yunling_roads_have_the_expected_shape(roads: geopandas.GeoDataFrame) -> None:
    path = DATA / "studies" / "yunling" / "roads.parquet"
    assert path.stat().st_size <= 1_200_000
    assert roads.crs == "EPSG:4326"
    assert {"highway", "oneway", "name", "speed_kmh"} <= set(roads.columns)
    assert {"motorway", "primary", "secondary", "tertiary", "residential"} <= set(roads["highway"])
    assert set(WALK_ONLY[:2]) <= set(roads["highway"])
    flat = shapely.get_coordinates(roads.geometry.to_numpy())
    assert np.array_equal(flat, np.round(flat, 6))


def test_yunling_network_size_and_islands(roads: geopandas.GeoDataFrame) -> None:
    """Between 15 and 20 thousand junctions and ends; one island besides the main network."""
    flat, line = shapely.get_coordinates(roads.geometry.to_numpy(), return_index=True)
    keys = np.round(flat * 1e6).astype(np.int64)
    _, node = np.unique(keys, axis=0, return_inverse=True)
    node = node.ravel()
    inner = line[:-1] == line[1:]
    pairs = np.column_stack([node[:-1][inner], node[1:][inner]])
    degree = np.bincount(pairs.ravel())
    assert 15_000 <= int((degree != 2).sum()) <= 20_000
    label = _components(pairs, len(degree))
    sizes = np.sort(np.bincount(label))[::-1]
    assert len(sizes) == 2
    assert sizes[1] < 200


def _components(pairs: np.ndarray, size: int) -> np.ndarray:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs))
    graph = csr_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    return connected_components(graph, directed=False)[1]


# ---- determinism ---------------------------------------------------------------------------


def _digests(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from tools.simulation import zuomu

    for run in ("a", "b"):
        zuomu.write(tmp_path / run)
    first, second = _digests(tmp_path / "a"), _digests(tmp_path / "b")
    assert first == second
    assert len(first) == 4


def test_geojson_is_plain_and_rounded() -> None:
    for name in ("zuomu", "yunling", "yunling_rivers"):
        text = (DATA / "boundaries" / f"{name}.geojson").read_text(encoding="utf-8")
        assert json.loads(text)["type"] == "FeatureCollection"
        assert len(text.encode()) <= 300_000


def test_roads_are_json_that_every_parser_reads() -> None:
    def refuse(token: str) -> None:
        raise AssertionError(token)

    text = (ROOT / "data" / "studies" / "zuomu" / "roads.geojson").read_text(encoding="utf-8")
    assert json.loads(text, parse_constant=refuse)["features"]
