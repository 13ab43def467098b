"""Longitude and latitude in one cell."""

from __future__ import annotations

from typing import Any

import pytest

CODES = {"coordinates_parted", "coordinates_in_one_cell"}


def together(county: Any, header: str, cells: list[str], *, columns: str = "") -> None:
    rows = [f'V{at},村{at},"{cell}",3,2' for at, cell in enumerate(cells)]
    head = f'村庄代码,村名,"{header}",小学生数,初中生数'
    county.text("villages.csv", "\n".join([head, *rows]) + "\n")
    body = 'file = "villages.csv"\ncoordinates = "cgcs2000"'
    county.section("villages", body + (f"\ncolumns = {{ {columns} }}" if columns else ""))


@pytest.mark.parametrize("header", ["经纬度", "坐标", "位置", "坐标（经度，纬度）", "学校坐标"])
@pytest.mark.parametrize(
    "cells",
    [
        ["111.61，36.21", "111.62,36.22"],
        ["36.21, 111.61", "36.22、111.62"],
        ["东经111.61 北纬36.21", "N36.22°,E111.62°"],
        ["111°36′36″,36°12′36″", "111°37′12″，36°13′12″"],
    ],
)
def test_they_are_taken_apart_and_said(county: Any, header: str, cells: list[str]) -> None:
    together(county, header, cells)
    villages = county.read().villages
    assert villages.numbers("lon").tolist() == pytest.approx([111.61, 111.62], abs=1e-9)
    assert villages.numbers("lat").tolist() == pytest.approx([36.21, 36.22], abs=1e-9)
    problem = county.only("coordinates_parted")
    assert "2 格" in problem.zh
    assert problem.severity == "note"
    assert not {"headers_unused", "column_missing"} & set(county.codes())


def test_a_blank_cell_is_one_row_without_a_place(county: Any) -> None:
    together(county, "坐标", ["111.61,36.21", "", "111.63,36.23"])
    assert len(county.read().villages) == 2
    assert county.only("coordinates_missing").row == 3


@pytest.mark.parametrize("odd", ["111.62", "11.62,36.22", "150.2,-33.4", "111.62,36.22,900"])
def test_one_unsure_cell_stops_with_the_repair(county: Any, odd: str) -> None:
    together(county, "坐标", ["111.61,36.21", odd])
    problem = county.only("coordinates_in_one_cell")
    assert (problem.row, problem.value, problem.severity) == (3, odd, "error")
    assert "“分列”" in problem.repair_zh
    assert "column_missing" not in county.codes()


def test_study_toml_may_name_the_column_for_both(county: Any) -> None:
    cells = ["111.61,36.21", "111.62,36.22"]
    together(county, "坐标", cells, columns='lon = "坐标", "纬度" = "坐标"')
    assert county.read().villages.numbers("lat").tolist() == [36.21, 36.22]
    together(county, "某某", cells, columns='lon = "某某", lat = "某某"')
    assert county.only("coordinates_in_one_cell").column == "某某"


def test_both_below_the_header_of_one_are_told_as_that(county: Any) -> None:
    county.edit("villages.csv", "111.61,36.21", '"111.61，36.21",')
    county.edit("villages.csv", "111.62,36.22", '"111.62，36.22",')
    county.edit("villages.csv", "111.63,36.23", '"111.63，36.23",')
    county.edit("villages.csv", "111.64,36.24", '"111.64，36.24",')
    problem = county.only("coordinates_in_one_cell")
    assert (problem.column, problem.row) == ("经度", 2)
    assert not {"coordinates_unreadable", "coordinates_zone_incomplete"} & set(county.codes())


def test_an_address_beside_true_columns_is_left_alone(county: Any) -> None:
    county.edit("schools.csv", "在校生数", "位置")
    county.edit("schools.csv", "36.20,120", "36.20,城关镇东街 1 号")
    assert not CODES & set(county.codes())


def test_thousands_in_metres_are_one_number(county: Any) -> None:
    rows = [f'V{at},村{at},"{553 + at},000","4,006,{at}00",1,1' for at in range(3)]
    head = "村庄代码,村名,经度,纬度,小学生数,初中生数"
    county.text("villages.csv", "\n".join([head, *rows]) + "\n")
    county.section("villages", 'file = "villages.csv"\ncoordinates = "CGCS2000 3度带 中央经线111"')
    assert len(county.read().villages) == 3
    assert not CODES & set(county.codes())


def test_digits_without_end_are_no_place(county: Any) -> None:
    together(county, "坐标", ["111.61,36.21", "1" * 5000])
    assert county.only("coordinates_in_one_cell").row == 3
