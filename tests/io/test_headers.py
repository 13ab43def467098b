"""Headers as counties write them."""

from __future__ import annotations

from typing import Any

import pytest

from schoolmap.io.headers import Headers
from schoolmap.model.columns import ROADS, SCHOOLS, VILLAGES

ALL = {"schools": Headers(SCHOOLS), "villages": Headers(VILLAGES), "roads": Headers(ROADS)}


@pytest.mark.parametrize(
    ("table", "header", "name"),
    [
        ("schools", "学校标识码", "school_id"),
        ("schools", "学校（机构）标识码", "school_id"),
        ("schools", " 学校 标识码* ", "school_id"),
        ("schools", "SCHOOL ID", "school_id"),
        ("schools", "School-ID", "school_id"),
        ("schools", "占地面积（亩）", "land_area_m2"),
        ("schools", "占地面积(平方米)", "land_area_m2"),
        ("schools", "占地面积/亩", "land_area_m2"),
        ("schools", "占地面积（单位：亩）", "land_area_m2"),
        ("schools", "land area (ha)", "land_area_m2"),
        ("schools", "Ｇ１", "g1"),
        ("schools", "一年级（人）", "g1"),
        ("schools", "Grade 9", "g9"),
        ("schools", "专任教师数_小学", "teachers_primary"),
        ("schools", "专任教师数（初中）", "teachers_junior"),
        ("schools", "教学仪器设备值（小学）（万元）", "equipment_yuan_primary"),
        ("schools", "教学仪器设备值（万元）（小学）", "equipment_yuan_primary"),
        ("schools", "books_junior", "books_junior"),
        ("schools", "图书（小学）", "books_primary"),
        ("schools", "高中生数", "senior_pupils"),
        ("villages", "学生数（小学）", "pupils_primary"),
        ("villages", "小学生数", "pupils_primary"),
        ("villages", "学区小学", "school_primary"),
        ("villages", "0岁", "age0"),
        ("villages", "经度(°)", "lon"),
        ("villages", "行政村", "admin_village"),
        ("roads", "class", "highway"),
        ("roads", "长度（公里）", "length_m"),
        ("roads", "speed", "speed_kmh"),
        ("roads", "surface", None),
        ("schools", "学校网址", None),
        ("schools", "班主任（小学）", None),
        ("schools", "", None),
        ("schools", "（）", None),
    ],
)
def test_recognised(table: str, header: str, name: str | None) -> None:
    found = ALL[table].recognise(header)
    assert (None if found is None else found.name) == name


@pytest.mark.parametrize("table", sorted(ALL))
def test_every_column_is_found_by_each_of_its_names(table: str) -> None:
    columns = {"schools": SCHOOLS, "villages": VILLAGES, "roads": ROADS}[table]
    for column in columns:
        for header in (column.name, column.zh, column.name.upper(), f" {column.zh}（） "):
            found = ALL[table].recognise(header)
            assert found is not None, header
            assert found.name == column.name
        for alias in column.aliases:
            found = ALL[table].recognise(alias)
            assert found is not None
            assert found.name == column.name


def test_units_are_converted(county: Any) -> None:
    county.text(
        "schools.csv",
        "学校标识码,名称,办学类型,经度,纬度,占地面积（亩）,教学仪器设备值（万元）,图书册数（万册）\n"
        "S1,中心小学,小学,111.6,36.2,3,1.1,2\n"
        "S2,第一中学,初中,111.6,36.2,15,35.7,—\n",
    )
    schools = county.read().schools
    assert schools.columns["land_area_m2"].tolist() == [2000.0, 10000.0]
    assert schools.columns["equipment_yuan"].tolist() == [11000.0, 357000.0]
    assert schools.numbers("books")[0] == 20000.0
    assert not schools.numbers("books")[1] >= 0


def test_study_toml_maps_headers_and_translates_cells(county: Any) -> None:
    county.text(
        "schools.csv",
        "Code,Label,Kind,Where E,Where N,学校名称\nS1,Hill,Elementary,111.6,36.2,山坡\n",
    )
    county.section(
        "schools",
        'file = "schools.csv"\ncoordinates = "wgs84"\n'
        '[schools.columns]\nschool_id = "code"\nname = "Label"\ntype = "Kind"\n'
        'lon = "Where E"\nlat = "Where N"\n'
        "[schools.values.type]\nelementary = 211\n",
    )
    schools = county.read().schools
    assert schools.text("name") == ["Hill"]
    assert schools.columns["type"].tolist() == [211]
    assert "学校名称" in county.only("headers_unused").en


def test_a_unit_in_a_mapped_header_counts(county: Any) -> None:
    county.edit("schools.csv", "在校生数", "校园(亩)")
    county.edit("schools.csv", "36.20,120", "36.20,3")
    county.section(
        "schools",
        'file = "schools.csv"\ncoordinates = "wgs84"\ncolumns = { land_area_m2 = "校园(亩)" }',
    )
    assert county.read().schools.columns["land_area_m2"][0] == 2000.0
