"""Schools and villages that lie in another township than the one written beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from schoolmap.io import read_study
from schoolmap.io.checks import group_of

CODES = {"village_in_other_township", "school_in_other_township", "townships_mostly_other"}
EDGE = 111.62
"""Two townships meet along this meridian; a degree of latitude is 111.3 km, of longitude
cos(36.2°) of that, so that 0.01° east is 0.898 km."""


def drawn(county: Any, rows: list[tuple[str, float]], *, names: tuple[str, str]) -> Any:
    """Write villages of a township at a longitude, and the two townships' polygons."""
    lines = [f"V{at},村{at},{town},{lon},36.20,7,3" for at, (town, lon) in enumerate(rows)]
    county.text(
        "villages.csv", "\n".join(["村庄代码,村名,乡镇,经度,纬度,小学生数,初中生数", *lines]) + "\n"
    )
    shapes = [shapely.box(111.5, 36.1, EDGE, 36.3), shapely.box(EDGE, 36.1, 111.7, 36.3)]
    frame = geopandas.GeoDataFrame({"name": list(names)}, geometry=shapes, crs=4326)
    frame.to_file(county.folder / "towns.geojson")
    county.section("boundary", 'file = "towns.geojson"\ncoordinates = "wgs84"')
    return county


def found(county: Any) -> list[Any]:
    return [p for p in county.problems() if p.code in CODES]


USUAL = [("茶园乡", 111.60), ("茶园乡", 111.61), ("马鞍镇", 111.63), ("马鞍镇", 111.65)]


def test_a_village_across_the_edge_is_told_with_how_far_off_it_is(county: Any) -> None:
    drawn(county, [*USUAL, ("茶园乡", 111.656)], names=("茶园乡", "马鞍镇"))
    (problem,) = found(county)
    assert problem.code == "village_in_other_township"
    # 0.036° east of the edge: 0.036 · 111.3 · cos 36.2° = 3.23 km
    assert "“村4”写的是茶园乡，坐标却在马鞍镇境内，离本乡镇界线约 3.2 千米" in problem.zh
    assert (problem.row, problem.action) == (6, "kept")
    assert group_of(problem) == "distorts"


@pytest.mark.parametrize(("lon", "count"), [(111.6250, 0), (111.6265, 1)])
def test_a_place_near_its_own_township_is_not_doubted(county: Any, lon: float, count: int) -> None:
    """0.0050° is 449 m, 0.0065° is 584 m."""
    drawn(county, [*USUAL, ("茶园乡", lon)], names=("茶园乡", "马鞍镇"))
    assert len(found(county)) == count


def test_kind_of_township_is_part_of_its_name_but_width_and_blanks_are_not(county: Any) -> None:
    far = [*USUAL, ("茶园乡", 111.656)]
    drawn(county, far, names=("茶园镇", "马鞍镇"))
    assert not found(county)
    drawn(county, far, names=(" 茶园乡", "马 鞍镇"))
    assert len(found(county)) == 1


def test_beyond_all_townships_is_another_matter(county: Any) -> None:
    drawn(county, [*USUAL, ("茶园乡", 111.8)], names=("茶园乡", "马鞍镇"))
    assert not found(county)


def test_exchanged_names_are_one_doubt_of_the_table(county: Any) -> None:
    drawn(county, USUAL * 3, names=("马鞍镇", "茶园乡"))
    (problem,) = found(county)
    assert problem.code == "townships_mostly_other"
    assert "12 处中，有 12 处" in problem.zh
    assert group_of(problem) == "distorts"


def test_schools_are_looked_at_as_well(county: Any) -> None:
    drawn(county, USUAL, names=("茶园乡", "马鞍镇"))
    county.edit("schools.csv", "办学类型", "办学类型,乡镇")
    county.edit("schools.csv", "教学点,教学点", "教学点,教学点,茶园乡")
    county.edit("schools.csv", "小学,小学", "小学,小学,茶园乡")
    county.edit("schools.csv", "中学,初级中学", "中学,初级中学,马鞍镇")
    (problem,) = found(county)
    assert (problem.code, problem.row) == ("school_in_other_township", 4)
    assert "“河湾教学点”写的是茶园乡，坐标却在马鞍镇境内" in problem.zh


STUDIES = Path(__file__).parents[2] / "data" / "studies"


@pytest.mark.parametrize("name", ["yunling", "zuomu"])
def test_a_study_that_is_right_is_not_doubted(name: str) -> None:
    if not (STUDIES / name / "study.toml").is_file():
        pytest.skip(f"no data/studies/{name}")
    assert not [p for p in read_study(STUDIES / name).problems if p.code in CODES]
