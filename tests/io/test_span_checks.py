"""Spans of grades that a type alone tells, held against the pupils by grade."""

from __future__ import annotations

from typing import Any

HEAD = "school_id,name,type,lon,lat,g1,g2,g3,g4"


def _schools(county: Any, *rows: str, head: str = HEAD) -> None:
    county.text("schools.csv", "\n".join([head, *rows]) + "\n")


def test_pupils_above_an_assumed_span_are_told_with_what_to_write(county: Any) -> None:
    _schools(county, "S3,罗家坎教学点,教学点,111.64,36.24,3,0,2,12")
    problem = county.only("pupils_outside_grades")
    assert problem.row == 2
    assert problem.zh == (
        "罗家坎教学点：年级范围按 1-3 计（没有“年级范围”，按“教学点”推定），但四年级填了 12 人。"
    )
    assert "写 1-4" in problem.repair_zh
    assert "assumed for a teaching point" in problem.en
    schools = county.read().schools
    assert schools.columns["last_grade"].tolist() == [3]  # told, never changed


def test_a_written_span_is_not_called_assumed(county: Any) -> None:
    _schools(county, "S3,罗家坎,教学点,111.64,36.24,3,0,2,12,1-3", head=f"{HEAD},grades")
    problem = county.only("pupils_outside_grades")
    assert "照表中所写" in problem.zh
    assert "推定" not in problem.zh


def test_assumed_spans_with_empty_upper_grades_are_told_in_one(county: Any) -> None:
    # S1 has no third grade, S2 an empty second only, S4 no beginners, S5 says its span itself
    _schools(
        county,
        "S1,甲教学点,教学点,111.64,36.24,3,2,,,",
        "S2,乙教学点,教学点,111.64,36.25,3,,2,,",
        "S4,丙教学点,教学点,111.64,36.26,0,1,2,0,",
        "S5,丁教学点,教学点,111.64,36.27,1,1,0,0,1-2",
        head=f"{HEAD},grades",
    )
    problem = county.only("grades_assumed_short")
    assert "第 2 行 甲教学点（推定 1-3，有学生的只到 2 年级）" in problem.zh
    assert all(name not in problem.zh for name in "乙丙丁")
    assert "如 1-2" in problem.repair_zh
    assert "row 2" in problem.en
    assert problem.severity == "warning"


def test_grades_without_a_column_are_not_called_empty(county: Any) -> None:
    _schools(county, "S1,中心小学,小学,111.64,36.24,3,2,1,1")
    assert not [p for p in county.problems() if p.code == "grades_assumed_short"]
