"""Townships written once for a block of villages."""

from __future__ import annotations

from typing import Any

import pytest

from schoolmap.io.checks import group_of

HEADER = "乡镇,村庄代码,村名,经度,纬度,小学生数,初中生数"
Row = tuple[str, str]


def write(county: Any, rows: list[Row], *, totals: dict[int, str] | None = None) -> None:
    """Write villages by township and code; `totals` are rows before a village, by its position."""
    lines = [HEADER]
    for at, (town, code) in enumerate(rows):
        if totals and at in totals:
            lines.append(totals[at])
        lines.append(f"{town},{code},村{at},111.6{at},36.2{at},1,1")
    if totals and len(rows) in totals:
        lines.append(totals[len(rows)])
    county.text("villages.csv", "\n".join(lines) + "\n")


def towns(county: Any) -> list[str]:
    found: list[str] = county.read().villages.text("township")
    return found


A, B = "520998104", "520998201"
SURE = [("甲镇", f"{A}001"), ("", f"{A}002"), ("", f"{A}201"), ("乙乡", f"{B}001"), ("", f"{B}200")]


@pytest.mark.parametrize("tail", ["", "01"])
def test_codes_of_12_or_14_digits_bound_the_blocks(county: Any, tail: str) -> None:
    write(county, [(town, code + tail) for town, code in SURE])
    assert towns(county) == ["甲镇"] * 3 + ["乙乡"] * 2
    problem = county.only("blocks_filled")
    assert "其余 3 行" in problem.zh
    assert "甲镇 3 行, 乙乡 2 行" in problem.zh
    assert "blanks_below" not in county.codes()


@pytest.mark.parametrize(
    "rows",
    [
        # a village of the second township stands in the first one's block
        [SURE[0], SURE[1], ("", f"{B}201"), SURE[3], SURE[4]],
        # both blocks have one code
        [(town, f"{A}00{at}") for at, (town, _) in enumerate(SURE)],
        # ids that are no codes
        [(town, f"V{at}") for at, (town, _) in enumerate(SURE)],
        [(town, code[:11]) for town, code in SURE[:2]] + [("", "52099810420"), *SURE[3:]],
    ],
)
def test_what_is_not_sure_is_left_and_its_harm_told(county: Any, rows: list[Row]) -> None:
    write(county, rows)
    assert towns(county)[1] == ""
    problem = county.only("blanks_below")
    assert "分乡镇统计里，这些行会算作“未填”" in problem.zh
    assert group_of(problem) == "distorts"
    assert "blocks_filled" not in county.codes()


PLAIN = [(town, f"V{at}") for at, (town, _) in enumerate(SURE)]
FIRST, SECOND = "小计,,,,,3,3", "小计,,,,,2,2"


def test_subtotals_bound_the_blocks(county: Any) -> None:
    write(county, PLAIN, totals={3: FIRST, 5: SECOND})
    assert towns(county) == ["甲镇"] * 3 + ["乙乡"] * 2
    assert "小计行" in county.only("blocks_filled").zh


@pytest.mark.parametrize(
    "totals",
    [{3: FIRST}, {5: SECOND}, {2: "小计,,,,,2,2", 3: FIRST, 5: SECOND}, {2: FIRST, 5: SECOND}],
)
def test_subtotals_elsewhere_bound_nothing(county: Any, totals: dict[int, str]) -> None:
    write(county, PLAIN, totals=totals)
    assert towns(county)[1] == ""
    assert "blanks_below" in county.codes()


def test_a_column_that_is_mostly_filled_is_not_one_of_blocks(county: Any) -> None:
    write(county, [("甲镇", f"{A}001"), ("甲镇", f"{A}002"), ("", f"{A}003"), ("乙乡", f"{B}001")])
    assert towns(county)[2] == ""
    assert not {"blocks_filled", "blanks_below"} & set(county.codes())
