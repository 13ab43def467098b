"""What becomes of pupils, grades and designated schools."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.io.villages import largest_remainder, spread_evenly

GRADES = [f"g{grade}" for grade in range(1, 10)]
HEAD = "village_id,name,lon,lat,"


def pupils(county: Any, text: str) -> list[list[int]]:
    county.text("villages.csv", text)
    villages = county.read().villages
    assert all(villages.columns[grade].dtype == np.int64 for grade in GRADES)
    return np.column_stack([villages.columns[grade] for grade in GRADES]).tolist()


def test_largest_remainder_by_pencil() -> None:
    # 2.5 + 1.25 + 3.25 = 7.0: 2 + 1 + 3 leave one, which goes to the remainder of a half
    assert largest_remainder(np.array([2.5, 1.25, 3.25])).tolist() == [3, 1, 3]
    # 0.5 + 0.5 + 0.5 = 1.5, rounded half up to 2: the two upper rows
    assert largest_remainder(np.array([0.5, 0.5, 0.5])).tolist() == [1, 1, 0]
    # three times 0.1 is 0.3: nobody
    assert largest_remainder(np.array([0.1, 0.1, 0.1])).tolist() == [0, 0, 0]
    # 3.9 - 3 and 0.9 differ by float noise only: a tie, and the upper row goes first
    assert largest_remainder(np.array([3.9, 0.9, 0.7])).tolist() == [4, 1, 1]
    assert largest_remainder(np.array([3.9, 0.9, 0.4])).tolist() == [4, 1, 0]
    assert largest_remainder(np.array([0.9, 3.9, 0.3])).tolist() == [1, 4, 0]


@given(st.lists(st.integers(0, 10**7), max_size=30))
def test_largest_remainder_keeps_the_total(thousandths: list[int]) -> None:
    values = np.array(thousandths, dtype=np.float64) / 1000
    whole = largest_remainder(values)
    assert whole.sum() == (sum(thousandths) + 500) // 1000
    assert (np.abs(whole - values) < 1).all()


@given(st.lists(st.integers(0, 500), min_size=1), st.integers(1, 9))
def test_spreading_keeps_totals_and_favours_the_lower_grades(totals: list[int], count: int) -> None:
    spread = spread_evenly(np.array(totals), count=count)
    assert spread.sum(axis=1).tolist() == totals
    assert (np.diff(spread, axis=1) <= 0).all()
    assert (spread.max(axis=1) - spread.min(axis=1) <= 1).all()


def test_grades_as_given(county: Any) -> None:
    text = HEAD + ",".join(GRADES) + "\nV1,a,111.6,36.2,1,2,3,4,5,6,7,8,9\n"
    assert pupils(county, text) == [[1, 2, 3, 4, 5, 6, 7, 8, 9]]
    assert set(county.codes()) == {"beds_unknown", "bus_unknown", "rows_read"}


def test_stages_are_spread(county: Any) -> None:
    text = HEAD + "pupils_primary,pupils_junior\nV1,a,111.6,36.2,8,4\n"
    assert pupils(county, text) == [[2, 2, 1, 1, 1, 1, 2, 1, 1]]


def test_a_total_is_spread_over_nine_grades(county: Any) -> None:
    text = HEAD + "pupils\nV1,a,111.6,36.2,11\n"
    assert pupils(county, text) == [[2, 2, 1, 1, 1, 1, 1, 1, 1]]


def test_five_years_of_primary_school(county: Any) -> None:
    county.section("rules", '"grades.upper_primary" = "4-5"\n"grades.junior" = "6-9"')
    text = HEAD + "pupils_primary,pupils_junior\nV1,a,111.6,36.2,6,5\n"
    assert pupils(county, text) == [[2, 1, 1, 1, 1, 2, 1, 1, 1]]


def test_one_stage_alone_leaves_the_other_at_zero(county: Any) -> None:
    text = HEAD + "pupils_junior\nV1,a,111.6,36.2,3\n"
    assert pupils(county, text) == [[0, 0, 0, 0, 0, 0, 1, 1, 1]]
    assert "pupils_primary" in county.only("pupils_stage_missing").en


def test_fractions_are_rounded_by_column_before_they_are_spread(county: Any) -> None:
    text = HEAD + "pupils\nV1,a,111.6,36.2,1.4\nV2,b,111.6,36.2,1.6\nV3,c,111.6,36.2,0\n"
    assert [sum(row) for row in pupils(county, text)] == [1, 2, 0]
    problem = county.only("pupils_rounded")
    assert "2 fractions" in problem.en
    assert "stays 3 pupils" in problem.en
    assert "第 2 行写的是 1.4，按 1 计、第 3 行写的是 1.6，按 2 计" in problem.zh
    assert "合计 3 人不变" in problem.zh
    assert problem.row is None


def test_a_single_fraction_is_named_by_row_and_value(county: Any) -> None:
    text = HEAD + "g1,g2\nV1,a,111.6,36.2,3,4\nV2,b,111.6,36.2,1.5,2\n"
    assert [row[:2] for row in pupils(county, text)] == [[3, 4], [2, 2]]
    problem = county.only("pupils_rounded")
    assert (problem.row, problem.column, problem.value) == (3, "g1", "1.5")
    assert "第 3 行写的是 1.5，按 2 计" in problem.zh
    assert "合计由 4.5 变为 5 人" in problem.zh
    assert "from 4.5 to 5 pupils" in problem.en
    assert "不变" not in problem.zh


def test_many_fractions_are_counted_and_the_first_named(county: Any) -> None:
    text = HEAD + "g1\n" + "".join(f"V{i},a{i},111.6,36.2,1.5\n" for i in range(8))
    county.text("villages.csv", text)
    problem = county.only("pupils_rounded")
    assert "有 8 个" in problem.zh
    assert "第 6 行写的是" in problem.zh
    assert "第 7 行" not in problem.zh
    assert problem.row is None


def test_empty_is_zero_only_beside_other_numbers(county: Any) -> None:
    text = HEAD + "g1,g2\nV1,a,111.6,36.2,5,\nV2,b,111.6,36.2,,\nV3,c,111.6,36.2,0,0\n"
    assert [row[:2] for row in pupils(county, text)] == [[5, 0], [0, 0]]
    assert county.only("pupils_missing").row == 3
    assert "1 empty" in county.only("pupils_empty_zero").en


def test_grades_go_before_totals(county: Any) -> None:
    text = HEAD + "g1,g2,pupils\nV1,a,111.6,36.2,5,4,10\nV2,b,111.6,36.2,1,1,2\n"
    assert [row[:2] for row in pupils(county, text)] == [[5, 4], [1, 1]]
    assert county.only("pupils_disagree").row == 2


def schools(county: Any, header: str, *rows: str) -> Any:
    lines = [f"S{i},校{i},{111.6 + i / 1000},36.2,{row}" for i, row in enumerate(rows, start=1)]
    county.text("schools.csv", "\n".join([f"school_id,name,lon,lat,{header}", *lines]) + "\n")
    return county.read().schools


def test_spans_default_by_type_and_end_at_nine(county: Any) -> None:
    table = schools(county, "type,grades", "218,", "345,1-12", "341,7-12", "211,1-5", "312,")
    assert table.columns["first_grade"].tolist() == [1, 1, 7, 1, 1]
    assert table.columns["last_grade"].tolist() == [3, 9, 9, 5, 9]
    assert "2 schools" in county.only("grades_cut").en


def test_a_school_of_senior_grades_only_is_set_aside(county: Any) -> None:
    table = schools(county, "type,grades", "341,10-12", "211,")
    assert table.text("school_id") == ["S2"]
    assert county.only("grades_outside").row == 2


def test_bus_by_word_and_by_seats(county: Any) -> None:
    table = schools(county, "type,bus", "211,是", "211,45座", "211,无", "211,")
    assert table.columns["bus"].tolist() == [True, True, False, False]
    assert np.isnan(table.columns["bus_seats"][[0, 2, 3]]).all()
    assert table.columns["bus_seats"][1] == 45.0


def test_status_owner_and_area_class(county: Any) -> None:
    table = schools(
        county, "type,status,owner,area_class", "211,规划,民办,镇区", "211,停办,,", "211,,公办,220"
    )
    assert table.columns["status"].tolist() == [1, 2, 0]
    assert table.columns["private"].tolist() == [True, False, False]
    assert table.columns["area_class"].tolist() == [120, 0, 220]


def test_pupils_of_schools_keep_their_fractions(county: Any) -> None:
    assert schools(county, "type,pupils", "211,666.8").columns["pupils"].tolist() == [666.8]


def test_grades_of_schools_win_over_their_total(county: Any) -> None:
    table = schools(county, "type,g1,g2,pupils", "211,5,4,10", "211,,,7", "211,3,,3")
    assert table.columns["pupils"].tolist() == [9.0, 7.0, 3.0]
    assert table.columns["g2"].tolist()[0] == 4.0
    assert np.isnan(table.columns["g1"][1])
    assert table.columns["g2"].tolist()[2] == 0.0
    assert county.only("pupils_disagree").row == 2


def test_senior_pupils_explain_a_greater_total(county: Any) -> None:
    table = schools(county, "type,g7,g8,g9,senior_pupils,pupils", "341,10,10,10,40,70")
    assert table.columns["pupils"].tolist() == [30.0]
    assert "pupils_disagree" not in county.codes()


def test_optional_values_that_cannot_be_read_are_missing(county: Any) -> None:
    table = schools(county, "type,beds,teachers", "211,很多,7", "211,-4,—")
    assert table.text("school_id") == ["S1", "S2"]
    assert np.isnan(table.columns["beds"]).all()
    found = {(p.code, p.row) for p in county.problems() if p.action == "value_changed"}
    assert {("number_unreadable", 2), ("number_negative", 3)} <= found


def test_the_first_of_two_equal_ids_stays(county: Any) -> None:
    county.edit("villages.csv", "V3,", "V1,")
    villages = county.read().villages
    assert villages.text("name") == ["上村", "下村", "山头"]
    assert "row 2" in county.only("id_twice").en


def test_a_row_set_aside_does_not_claim_its_id(county: Any) -> None:
    county.edit("villages.csv", "111.61,36.21", ",")
    county.edit("villages.csv", "V3,", "V1,")
    assert county.read().villages.text("village_id") == ["V2", "V1", "V4"]


def designated(county: Any, *cells: str) -> list[str]:
    lines = [f"V{i},村{i},111.6,36.2,5,{cell}" for i, cell in enumerate(cells, start=1)]
    county.text("villages.csv", "\n".join([HEAD + "pupils,school_primary", *lines]) + "\n")
    return county.read().villages.text("school_primary")


def test_designations_by_id_by_name_and_unknown(county: Any) -> None:
    assert designated(county, "S1", "中心小学", "S9", "S9", "") == ["S1", "S1", "", "", ""]
    problem = county.only("designated_unknown")
    assert (problem.value, problem.action) == ("S9", "value_changed")
    assert "2 villages" in problem.en


def test_a_designated_school_that_does_not_serve_the_stage_is_kept_and_told(county: Any) -> None:
    assert designated(county, "S2") == ["S2"]
    assert county.only("designated_serves_none").value == "S2"


@pytest.mark.parametrize("cell", [141024206200.0, 141024206200])
def test_numeric_ids_of_a_workbook_match_text_ids(county: Any, cell: float) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["学校标识码", "名称", "办学类型", "经度", "纬度"])
    book.active.append([cell, "中心小学", 211, 111.6, 36.2])
    book.save(county.folder / "schools.xlsx")
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    assert designated(county, "141024206200") == ["141024206200"]
