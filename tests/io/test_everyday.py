"""Headers of everyday tables: what they mean, and where they are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from schoolmap.io.headers import Headers, match_headers
from schoolmap.io.headings import find_heading
from schoolmap.io.ledger import Ledger
from schoolmap.model.columns import SCHOOLS, VILLAGES

TABLES = {"schools": SCHOOLS, "villages": VILLAGES}


def matched(table: str, headers: list[str], *, primary_last: int = 6) -> tuple[dict[str, str], Any]:
    """Return the headers by column, and what was said of them."""
    ledger = Ledger()
    known = Headers(TABLES[table], primary_last=primary_last)
    heads = match_headers(headers, known, {}, ledger, file="a.csv", section=table)
    return {name: head.header for name, head in heads.items()}, ledger.problems


@pytest.mark.parametrize(
    ("table", "header", "name"),
    [
        ("schools", "单位名称", "name"),
        ("schools", "机构名称", "name"),
        ("schools", "学生人数", "pupils"),
        ("schools", "其中住校生", "boarders"),
        ("schools", "其中：住校生", "boarders"),
        ("schools", "住校生", "boarders"),
        ("schools", "住校生数", "boarders"),
        ("schools", "住宿生（人）", "boarders"),
        ("schools", "女住校生", "boarders_girls"),
        ("schools", "小学一年级", "g1"),
        ("schools", "初中一年级", "g7"),
        ("villages", "行政区划代码", "village_id"),
        ("villages", "统计用区划代码", "village_id"),
        ("villages", "区划代码", "village_id"),
        ("villages", "自然寨", "name"),
        ("villages", "村寨", "name"),
        ("villages", "屯名", "name"),
        ("villages", "村组", "name"),
        ("villages", "村（居）委会", "admin_village"),
        ("villages", "村居", "admin_village"),
        ("villages", "村委会名称", "admin_village"),
        ("villages", "小六", "g6"),
        ("villages", "初三（人）", "g9"),
        ("villages", "初一年级", "g7"),
    ],
)
def test_an_everyday_header_is_understood(table: str, header: str, name: str) -> None:
    assert matched(table, ["别的", header])[0] == {name: header}


def test_words_of_schools_are_not_those_of_villages() -> None:
    assert not matched("villages", ["单位名称", "机构名称"])[0]
    assert not matched("schools", ["行政区划代码", "村组", "毕业生数", "班主任"])[0]


def test_an_everyday_word_stands_back_where_the_column_is_named() -> None:
    heads, problems = matched(
        "villages", ["行政区划代码", "村庄代码", "村组", "村名", "村居", "行政村"]
    )
    assert heads == {"village_id": "村庄代码", "name": "村名", "admin_village": "行政村"}
    (problem,) = problems
    assert problem.code == "headers_unused"
    assert "行政区划代码, 村组, 村居" in problem.zh


JUNIOR = ["初一", "初二", "初三"]


def grades(headers: list[str], **options: int) -> dict[str, str]:
    return {header: name for name, header in matched("villages", headers, **options)[0].items()}


def test_years_of_junior_school_go_on_where_primary_school_ends() -> None:
    assert grades(JUNIOR) == {"初一": "g7", "初二": "g8", "初三": "g9"}
    assert grades(JUNIOR, primary_last=5) == {"初一": "g6", "初二": "g7", "初三": "g8"}
    four = {"初一": "g6", "初二": "g7", "初三": "g8", "初四": "g9"}
    assert grades([*JUNIOR, "初四"], primary_last=5) == four
    # a fourth year is there in a 5+4 system only, whatever the study's standards say
    assert grades([*JUNIOR, "初四"]) == four


def test_a_sixth_and_a_fourth_year_cannot_both_be() -> None:
    _, problems = matched("villages", ["小六", *JUNIOR, "初四"])
    assert [p.code for p in problems if p.severity == "error"] == ["header_twice"]


PRIMARY = [f"小{n}" for n in "一二三四五六"]


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ([*PRIMARY, "合计"], True),
        (["村名", "合计", *PRIMARY], True),
        ([*PRIMARY, "合计（人）", "备注"], True),
        (["合计", "人口", *PRIMARY], False),
        ([*PRIMARY[:3], "合计", *PRIMARY[3:]], False),
        ([*PRIMARY, "合计", "班数", "合计"], False),
        (["人口", "合计"], False),
    ],
)
def test_a_bare_total_is_of_the_pupils_only_beside_all_grades(
    headers: list[str], taken: bool
) -> None:
    heads, problems = matched("villages", headers)
    assert ("pupils" in heads) == taken
    unused = "".join(p.zh for p in problems if p.code == "headers_unused")
    assert ("合计" in unused) != taken


def composed(*rows: list[str]) -> tuple[str, ...]:
    known = Headers(SCHOOLS)
    grid = [(at, list(row)) for at, row in enumerate(rows, start=1)]
    return find_heading(grid, (), known.score).names


def test_grades_below_another_group_are_no_pupils() -> None:
    """毕业生数 and 女生数 by grade: a name below them is not the grade's pupils."""
    known, own = Headers(SCHOOLS), ["学校标识码", "名称", "办学类型", "经度", "纬度", "床位数"]
    below = [""] * len(own)
    names = composed([*own, "毕业生数", "", "女生数", ""], [*below, "小六", "初三", "小一", "小二"])
    assert [known.recognise(name) for name in names[len(own) :]] == [None] * 4
    names = composed([*own, "小一", "", "初一", ""], [*below, "班数", "人数", "班数", "人数"])
    meant = [known.recognise(name) for name in names[len(own) :]]
    assert [None if m is None else m.name for m in meant] == [None, "g1", None, "g7"]


def test_pupils_in_two_rows_of_headers() -> None:
    names = composed(["单位名称", "学生人数", "", "", "其中住校生"], ["", "计", "小学", "初中", ""])
    heads, _ = matched("schools", list(names))
    assert heads == {"name": "单位名称", "pupils": "学生人数", "boarders": "其中住校生"}


def test_a_village_table_in_everyday_words_is_read(county: Any) -> None:
    county.text(
        "villages.csv",
        "行政区划代码,所属乡镇,村（居）委会,自然寨,东经,北纬,小一,小二,初一,合计\n"
        "52000000000101,乡,河边社区,上村,111.61,36.21,3,4,5,12\n"
        "52000000000102,乡,河边社区,下村,111.62,36.22,1,0,2,3\n",
    )
    villages = county.read().villages
    assert villages.text("name") == ["上村", "下村"]
    assert [villages.numbers(f"g{g}").tolist() for g in (1, 2, 7)] == [[3, 1], [4, 0], [5, 2]]
