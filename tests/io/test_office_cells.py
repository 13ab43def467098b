"""Cells as clerks write them, each by pencil: what is read, what is missing, what is set aside."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from schoolmap.io.blanks import why_no_number


def school(county: Any, header: str, *cells: str) -> Any:
    """Return the schools of a table whose last column is given."""
    lines = [f"S{i},校{i},小学,{111.6 + i / 1000},36.2,{c}" for i, c in enumerate(cells, start=1)]
    head = f"学校标识码,学校名称,办学类型,经度,纬度,{header}"
    county.text("schools.csv", "\n".join([head, *lines]) + "\n")
    return county.read().schools


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("１２０", 120), ('"1,234"', 1234), ("　120 ", 120), ("\u00a0120\u00a0", 120),
        ('"120\n"', 120), ("120人", 120), ("120 名", 120), ("120.0", 120), ("1.2E+02", 120),
        ("'120", 120), ("约120", None), ("120余", None), ("30余人", None), ("12-15", None),
        ("12①", None), ("12¹", None), ("12.②", None), ("③", None), ("12人²", None),
        ("近百人", None), ("50%", None), ("不详", None), ("—", None), ("", None), ("无", 0),
    ],
)  # fmt: skip
def test_pupils_of_a_school(county: Any, cell: str, number: int | None) -> None:
    pupils = school(county, "在校生数", cell).columns["pupils"].tolist()
    if number is None:
        assert np.isnan(pupils[0])
    else:
        assert pupils == [float(number)]


def test_seats_of_a_bus_with_a_footnote_are_not_guessed(county: Any) -> None:
    seats = school(county, "校车", "45", "45①").columns["bus_seats"]
    assert seats[0] == 45
    assert np.isnan(seats[1])


def test_squares_are_no_marks_of_footnotes(county: Any) -> None:
    area = school(county, "占地面积", "100m²", "100㎡", "100②").columns["land_area_m2"]
    assert area.tolist()[:2] == [100.0, 100.0]
    assert np.isnan(area[2])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("约120", "number_about"), ("120余", "number_about"), ("30余人", "number_about"),
        ("120左右", "number_about"), ("近200", "number_about"), ("不足50人", "number_about"),
        ("100多", "number_about"), (">100", "number_about"),
        ("12-15", "number_span"), ("12～15", "number_span"), ("12至15人", "number_span"),
        ("45%", "number_percent"), ("3‰", "number_percent"),
        ("1月3日", "number_is_date"), ("2026-01-03", "number_is_date"),
        ("很多", ""), ("120", ""), ("abc", ""),
    ],
)  # fmt: skip
def test_why_a_text_is_no_number(cell: str, code: str) -> None:
    assert why_no_number(cell) == code


def test_units_in_header_and_cell(county: Any) -> None:
    # 15 mu are a hectare; the unit in a cell goes before the header's
    area = school(county, "占地面积（亩）", "15", "3亩", "20000平方米").columns["land_area_m2"]
    assert area.tolist() == [10_000.0, 2_000.0, 20_000.0]
    money = school(county, "教学仪器设备值", "35.7万元", "120000", "12万").columns["equipment_yuan"]
    assert money.tolist() == [357_000.0, 120_000.0, 120_000.0]


# 无: none, or not known


@pytest.mark.parametrize(
    ("header", "column", "zero"),
    [
        ("寄宿生数", "boarders", True),
        ("床位数", "beds", True),
        ("学生宿舍面积", "dorm_area_m2", True),
        ("计算机台数", "computers", True),
        ("食堂座位数", "canteen_seats", True),
        ("县级以上骨干教师数", "backbone_teachers", True),
        ("占地面积", "land_area_m2", False),
        ("专任教师数", "teachers", False),
        ("班级数", "classes", False),
        ("图书册数", "books", False),
    ],
)
def test_none_is_zero_where_there_can_be_none(
    county: Any, header: str, column: str, zero: bool
) -> None:
    values = school(county, header, "无", "30", "不详", "").columns[column]
    assert values[1] == 30.0
    assert np.isnan(values[2:]).all()
    if zero:
        assert values[0] == 0.0
        problem = county.only("none_is_zero")
        assert (problem.row, problem.action) == (2, "value_changed")
    else:
        assert np.isnan(values[0])
        assert "none_is_zero" not in county.codes()
    assert "不算 0" in county.only("number_unknown").zh


def test_unknown_pupils_of_a_village_are_never_zero(county: Any) -> None:
    county.edit("villages.csv", "7,3", "7,不详")
    county.edit("villages.csv", "6,4", "6,")
    county.edit("villages.csv", "12,0", "12,无")
    villages = county.read().villages
    assert villages.text("village_id") == ["V2", "V3", "V4"]
    problem = county.only("pupils_unreadable")
    assert (problem.row, problem.column, problem.value) == (2, "初中生数", "不详")
    assert "不能当作 0" in problem.zh
    assert county.only("none_is_zero").row == 4
    assert "1 个空单元格" in county.only("pupils_empty_zero").zh


@pytest.mark.parametrize("cell", ["无", "—", "/", "待定", "#N/A", "暂缺", "0"])
def test_no_coordinates_is_never_a_place(county: Any, cell: str) -> None:
    county.edit("villages.csv", "111.62,36.22", f"{cell},{cell}")
    assert county.read().villages.text("village_id") == ["V1", "V3", "V4"]
    assert {p.row for p in county.problems() if p.action == "row_set_aside"} == {3}


def test_a_grade_that_cannot_be_read_gives_way_to_the_total(county: Any) -> None:
    county.text(
        "schools.csv",
        "学校标识码,学校名称,办学类型,经度,纬度,在校生数,一年级,二年级\n"
        "S1,中心小学,小学,111.6,36.2,120,60,不详\nS2,二小,小学,111.61,36.2,90,40,50\n",
    )
    schools = county.read().schools
    assert schools.columns["pupils"].tolist() == [120.0, 90.0]
    assert np.isnan(schools.columns["g1"][0])  # unknown, as where no grades are given
    assert schools.columns["g1"][1] == 40.0
    assert "第 2 行" in county.only("pupils_grades_unread").zh


# ids and names


def test_ids_are_freed_of_what_is_not_theirs(county: Any) -> None:
    for old, new in (("V1", "141024206001.0"), ("V2", "'141024206002"), ("V3", "1410 2420 6003")):
        county.edit("villages.csv", old, new)
    county.edit("villages.csv", "V4", "１４１０２４２０６００４")
    assert county.read().villages.text("village_id") == [f"14102420600{i}" for i in range(1, 5)]
    assert "3 个代码" in county.only("id_cleaned").zh


@pytest.mark.parametrize("lost", ["1.41E+11", "1.41024E+11", "141024000000", "1.41024206001E+15"])
def test_ids_that_lost_digits_are_set_aside(county: Any, lost: str) -> None:
    county.edit("villages.csv", "V2", lost)
    assert county.read().villages.text("village_id") == ["V1", "V3", "V4"]
    problem = county.only("id_digits_lost")
    assert (problem.row, problem.value) == (3, lost)
    assert "文本" in problem.repair_zh


def test_ids_shorter_than_their_neighbours_are_doubted(county: Any) -> None:
    ids = ["141024206001", "141024206002", "14102420603", "141024206004", "141024206005",
           "141024206006"]  # fmt: skip
    lines = [f"{code},村{i},{111.6 + i / 100},36.2,5" for i, code in enumerate(ids)]
    county.text("villages.csv", "\n".join(["村庄代码,村名,经度,纬度,学生数", *lines]))
    problem = county.only("id_length_odd")
    assert (problem.row, problem.action) == (4, "kept")
    assert "11 位，其他多为 12 位" in problem.zh
    assert len(county.read().villages) == 6


def test_leading_zeros(county: Any) -> None:
    for old, new in (("V1", "001"), ("V2", "002"), ("V3", "3"), ("V4", "010")):
        county.edit("villages.csv", old, new)
    problem = county.only("id_zeros_lost")
    assert (problem.row, problem.value) == (4, "3")
    assert "003？" in problem.zh
    # 1, 2, 10 as numbers are short codes, none of which lost anything
    for old, new in (("001", "1"), ("002", "2"), ("010", "10")):
        county.edit("villages.csv", old, new)
    assert not {"id_zeros_lost", "id_length_odd"} & set(county.codes())


def test_one_id_for_two_places(county: Any) -> None:
    county.edit("villages.csv", "V3", "V1")
    problem = county.only("id_twice")
    assert "名称却不同（“河湾”与“上村”）" in problem.zh
    county.edit("villages.csv", "河湾", "上村")
    assert "名称却不同" not in county.only("id_twice").zh


def test_one_name_for_two_ids(county: Any) -> None:
    county.edit("villages.csv", "河湾", "上村")
    problem = county.only("names_twice")
    assert "上村 (2, 4)" in problem.zh
    assert len(county.read().villages) == 4
    # in two townships it is two villages
    text = (county.folder / "villages.csv").read_text("utf-8").splitlines()
    towns = ["乡镇", "甲镇", "甲镇", "乙镇", "乙镇"]
    lines = [f"{line},{town}" for line, town in zip(text, towns, strict=True)]
    county.text("villages.csv", "\n".join(lines))
    assert "names_twice" not in county.codes()


def test_blanks_within_names(county: Any) -> None:
    county.edit("villages.csv", "上村", "上　　村")
    county.edit("villages.csv", "下村", "Xia Cun 村")
    assert county.read().villages.text("name")[:2] == ["上村", "Xia Cun 村"]
    assert "上 村" in county.only("text_closed").zh or "上　　村" in county.only("text_closed").zh
