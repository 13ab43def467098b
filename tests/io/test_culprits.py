"""A mistyped number that two totals convict is named; where they do not agree, nothing is."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = "村庄代码,村名,经度,纬度,一年级,小二,学生合计\n"
RIGHT = {"V1": (5, 8, 13), "V2": (6, 10, 16)}
TOTAL = (11, 18, 29)


def _disagreeing(county: Any, rows: dict[str, tuple[int, ...]], total: tuple[int, ...]) -> Any:
    lines = [f"{key},村{key},111.6,36.2,{','.join(map(str, row))}" for key, row in rows.items()]
    last = f"合计,,,,{','.join(map(str, total))}"
    county.text("villages.csv", HEAD + "\n".join([*lines, last]) + "\n")
    county.section(
        "villages",
        'file = "villages.csv"\ncoordinates = "wgs84"\n'
        'columns = { g1 = "一年级", g2 = "小二", pupils = "学生合计" }',
    )
    return county.only("pupils_disagree")


def test_a_grade_that_its_column_convicts_is_named(county: Any) -> None:
    problem = _disagreeing(county, {**RIGHT, "V1": (5, 88, 13)}, TOTAL)
    assert problem.row == 2
    assert "这一行多 80，“小二”列也正好比写的合计多 80" in problem.zh
    assert "多半是“小二”应为 8（现为 88）" in problem.zh
    assert "should be 8 (it is 88)" in problem.en


def test_a_grade_that_is_too_small_likewise(county: Any) -> None:
    problem = _disagreeing(county, {**RIGHT, "V2": (6, 1, 16)}, TOTAL)
    assert "这一行少 9" in problem.zh
    assert "“小二”应为 10（现为 1）" in problem.zh


def test_a_total_that_the_columns_clear_is_named(county: Any) -> None:
    problem = _disagreeing(county, {**RIGHT, "V2": (6, 10, 26)}, TOTAL)
    assert "表中写的合计与分年级相符：只需把“学生合计”改成 16" in problem.zh
    assert "has to be 16" in problem.en


@pytest.mark.parametrize(
    "total",
    [
        (11, 17, 29),  # the column is off by another number
        (11, 98, 29),  # the column agrees with the 88, the totals with the 13
        (91, 18, 29),  # two columns are off
    ],
)
def test_totals_that_do_not_single_it_out_convict_nothing(
    county: Any, total: tuple[int, ...]
) -> None:
    problem = _disagreeing(county, {**RIGHT, "V1": (5, 88, 13)}, total)
    assert "多半" not in problem.zh
    assert "只需" not in problem.zh
