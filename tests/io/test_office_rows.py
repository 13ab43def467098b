"""Sheets as offices keep them: titles, groups of headers, totals, notes, merged cells."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import openpyxl
import pytest
from tests.io.table_cases import merged, rows_of, workbook

from schoolmap.io.headers import Headers
from schoolmap.io.headings import find_heading
from schoolmap.io.sheets import Merge
from schoolmap.model.columns import SCHOOLS, VILLAGES

GRADES = [f"g{grade}" for grade in range(1, 10)]
ZH = ["一年级", "二年级", "三年级", "四年级", "五年级", "六年级"]


def pupils(villages: Any) -> list[list[int]]:
    return np.column_stack([villages.columns[g] for g in GRADES]).tolist()


def aside(county: Any, file: str) -> dict[int | None, str]:
    return {
        p.row: p.code
        for p in county.problems()
        if p.action == "row_set_aside" and p.file.startswith(file)
    }


# titles and headers


@pytest.mark.parametrize("titles", [1, 2, 3, 4, 5])
def test_title_rows_merged_over_the_width(county: Any, titles: int) -> None:
    texts = ["云岭县服务村情况统计表", "填报单位：云岭县教育局", "填报日期：2026年9月1日",
             "统计口径：户籍", "（内部资料）"][:titles]  # fmt: skip
    rows = [[text] for text in texts] + rows_of(county, "villages")
    areas = [f"A{row}:F{row}" for row in range(1, titles + 1)]
    workbook(county, "villages", rows, change=lambda b: merged(b, *areas))
    villages = county.read().villages
    assert villages.rows.tolist() == [titles + row for row in (2, 3, 4, 5)]
    assert pupils(villages)[0] == [2, 1, 1, 1, 1, 1, 1, 1, 1]
    assert county.only("header_row").row == titles + 1


def test_grades_under_a_merged_group(county: Any) -> None:
    rows: list[list[object]] = [
        ["村庄情况"],
        ["村庄代码", "村名", "经度", "纬度", "在校生数", None, None, None, None, None, None],
        [None, None, None, None, *ZH, "合计"],
        ["V1", "上村", 111.61, 36.21, 1, 2, 3, 4, 5, 6, 21],
        ["V2", "下村", 111.62, 36.22, 0, 0, 1, 0, 0, 0, 2],
    ]
    areas = ["A1:K1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:K2"]
    workbook(county, "villages", rows, change=lambda b: merged(b, *areas))
    villages = county.read().villages
    assert pupils(villages) == [[1, 2, 3, 4, 5, 6, 0, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0, 0]]
    problem = county.only("header_rows")
    assert "第 2 到 3 行" in problem.zh
    assert "在校生数 / 合计 → 在校生数" in problem.zh
    # the group's 合计 is the total of the grades: V2 says 2 where the grades make 1
    assert county.only("pupils_disagree").row == 5


def test_stages_as_groups_of_pupils_and_of_resources(county: Any) -> None:
    rows: list[list[object]] = [
        ["村庄代码", "村名", "经度", "纬度", "小学", "初中"],
        [None, None, None, None, "人数", "人数"],
        ["V1", "上村", 111.61, 36.21, 6, 3],
        ["V2", "下村", 111.62, 36.22, 12, 0],
    ]
    areas = ["A1:A2", "B1:B2", "C1:C2", "D1:D2"]
    workbook(county, "villages", rows, change=lambda b: merged(b, *areas))
    assert pupils(county.read().villages) == [[1] * 9, [2] * 6 + [0] * 3]
    known = Headers(SCHOOLS)
    found = find_heading(
        [(1, ["学校名称", "教学及辅助用房面积(平方米)", None]), (2, [None, "小学", "初中"])],
        [Merge(1, 2, 0, 0), Merge(1, 1, 1, 2)],
        known.score,
    )
    read = [known.recognise(name) for name in found.names]
    assert [candidate and candidate.name for candidate in read] == [
        "name",
        "teaching_area_m2_primary",
        "teaching_area_m2_junior",
    ]


def names(table: Any, *rows: list[object], merges: tuple[Merge, ...] = ()) -> list[str | None]:
    known = Headers(table)
    found = find_heading(list(enumerate(rows, start=1)), merges, known.score)
    read = [known.recognise(name) for name in found.names]
    return [candidate.name if candidate else None for candidate in read]


def test_grade_one_of_junior_school_is_grade_seven() -> None:
    base: list[object] = ["村庄代码", "村名"]
    stages = [Merge(1, 2, 0, 0), Merge(1, 2, 1, 1), Merge(1, 1, 2, 4), Merge(1, 1, 5, 7)]
    top = [*base, "小学", None, None, "初中", None, None]
    under = [None, None, *ZH[:3], *ZH[:3]]
    assert names(VILLAGES, top, under, merges=tuple(stages))[2:] == [
        "g1", "g2", "g3", "g7", "g8", "g9",
    ]  # fmt: skip
    # in a 5+4 system junior school has four grades: its first is the sixth
    four = (*stages[:3], Merge(1, 1, 5, 8))
    top = [*base, "小学", None, None, "初中", None, None, None]
    under = [None, None, *ZH[:3], *ZH[:4]]
    assert names(VILLAGES, top, under, merges=four)[5:] == ["g6", "g7", "g8", "g9"]


def test_another_measure_of_the_grades_is_not_taken_for_pupils() -> None:
    top = ["村庄代码", "村名", "毕业生数", None, "在校生数", None]
    under = [None, None, "五年级", "六年级", "五年级", "六年级"]
    merges = (Merge(1, 2, 0, 0), Merge(1, 2, 1, 1), Merge(1, 1, 2, 3), Merge(1, 1, 4, 5))
    assert names(VILLAGES, top, under, merges=merges) == [
        "village_id", "name", None, None, "g5", "g6",
    ]  # fmt: skip


def test_pupils_and_classes_of_each_grade_are_told_apart() -> None:
    top = ["学校标识码", "名称", "一年级", None, "二年级", None]
    under = [None, None, "班数", "人数", "班数", "人数"]
    merges = (Merge(1, 2, 0, 0), Merge(1, 2, 1, 1), Merge(1, 1, 2, 3), Merge(1, 1, 4, 5))
    assert names(SCHOOLS, top, under, merges=merges) == [
        "school_id", "name", None, "g1", None, "g2",
    ]  # fmt: skip


def test_columns_of_which() -> None:
    top = ["学校标识码", "名称", "在校生数", None, "班级情况", None, "教职工", None]
    under = [None, None, "合计", "其中：寄宿生", "班数", "其中：复式班", "合计", "其中：专任教师"]
    merges = [Merge(1, 2, 0, 0), Merge(1, 2, 1, 1), *(Merge(1, 1, c, c + 1) for c in (2, 4, 6))]
    assert names(SCHOOLS, top, under, merges=tuple(merges)) == [
        "school_id", "name", "pupils", "boarders", "classes", None, "staff", "teachers",
    ]  # fmt: skip


def test_groups_in_a_text_file_reach_to_the_next(county: Any) -> None:
    county.text(
        "villages.csv",
        "村庄代码,村名,地理坐标,,在校生数,,\n,,经度,纬度,一年级,二年级,小计\n"
        "V1,上村,111.61,36.21,3,4,7\nV2,下村,111.62,36.22,1,0,1\n",
    )
    villages = county.read().villages
    assert [row[:2] for row in pupils(villages)] == [[3, 4], [1, 0]]
    assert villages.rows.tolist() == [3, 4]


def test_a_column_without_header_is_named_by_its_letter(county: Any) -> None:
    rows = rows_of(county, "villages")
    rows[0].insert(2, None)
    for row in rows[1:]:
        row.insert(2, "备")
    workbook(county, "villages", rows)
    assert "C (4)" in county.only("header_empty").zh


def test_a_column_named_twice_is_refused(county: Any) -> None:
    county.edit("villages.csv", "初中生数", "小学生数")
    assert "小学生数" in county.only("header_twice").zh


def test_numbering_of_columns_and_headers_on_each_page(county: Any) -> None:
    text = (county.folder / "villages.csv").read_text("utf-8").splitlines()
    county.text(
        "villages.csv", "\n".join([text[0], "甲,乙,1,2,3,4", *text[1:3], *text[:1], *text[3:]])
    )
    assert county.read().villages.rows.tolist() == [3, 4, 6, 7]
    assert aside(county, "villages") == {2: "row_numbering", 5: "row_header_again"}


# totals


TOWNS = """乡镇,村庄代码,村名,经度,纬度,一年级,二年级
城关镇,V1,上村,111.61,36.21,3,4
城关镇,V2,下村,111.62,36.22,1,0
{sub1}
河口乡,V3,河湾,111.63,36.23,2,2
河口乡,V4,山头,111.64,36.24,5,1
{sub2}
{all}
"""


def _towns(county: Any, sub1: str, sub2: str, whole: str) -> None:
    county.text("villages.csv", TOWNS.format(sub1=sub1, sub2=sub2, all=whole))


def test_subtotals_and_total_that_agree(county: Any) -> None:
    _towns(county, "小计,,,,,4,4", ",,小　计,,,7,3", "合 计,4,,,,11,7")
    assert county.read().villages.rows.tolist() == [2, 3, 5, 6]
    found = [p for p in county.problems() if p.code == "row_total"]
    assert [p.row for p in found] == [4, 7, 8]
    assert all("核对了 2 列，与" in p.zh and "都相符" in p.zh for p in found)
    assert "total_differs" not in county.codes()
    # 11 + 7 pupils
    assert "学生 18 人" in [p for p in county.problems() if p.code == "rows_read"][-1].zh


def test_a_typo_hides_in_a_total(county: Any) -> None:
    """The sheet's own total was 12: someone typed 2 for 3 in the first grade of 上村."""
    _towns(county, "小计,,,,,5,4", "小计,,,,,7,3", "全县总计,,,,,12,7")
    found = [p for p in county.problems() if p.code == "total_differs"]
    assert [(p.row, p.column, p.value) for p in found] == [
        (4, "一年级", "5"), (8, "一年级", "12"),
    ]  # fmt: skip
    assert "“小计”写的是 5，它上面的一段各行加起来是 4，相差 1" in found[0].zh
    assert "全表各行加起来是 11，相差 1" in found[1].zh
    assert found[0].severity == "warning"


def test_totals_above_their_rows(county: Any) -> None:
    text = (
        "乡镇,村庄代码,村名,经度,纬度,一年级,二年级\n"
        "全县合计,,,,,11,7\n"
        "城关镇小计,,,,,4,4\n城关镇,V1,上村,111.61,36.21,3,4\n城关镇,V2,下村,111.62,36.22,1,0\n"
        "河口乡小计,,,,,7,3\n河口乡,V3,河湾,111.63,36.23,2,2\n河口乡,V4,山头,111.64,36.24,5,1\n"
    )
    county.text("villages.csv", text)
    assert county.read().villages.rows.tolist() == [4, 5, 7, 8]
    assert "total_differs" not in county.codes()
    assert [p.row for p in county.problems() if p.code == "row_total"] == [2, 3, 6]


def test_of_which_rows_are_no_villages(county: Any) -> None:
    _towns(
        county, "小计,,,,,4,4", "小计,,,,,7,3", "合计,,,,,11,7\n其中：女生,,,,,5,3\n平均,,,,,2,1"
    )
    assert county.read().villages.rows.tolist() == [2, 3, 5, 6]
    assert aside(county, "villages")[9] == "row_part"
    assert aside(county, "villages")[10] == "row_part"


def test_a_total_counts_rows_that_are_set_aside(county: Any) -> None:
    """The sheet's total includes a village without coordinates; it is no typo."""
    county.edit("villages.csv", "111.62,36.22", ",")
    county.edit("villages.csv", r"\Z", "合计,,,,26,9\n")
    assert "total_differs" not in county.codes()


def test_areas_with_decimals_may_round(county: Any) -> None:
    county.edit("schools.csv", "在校生数", "占地面积")
    # 33.334 and 33.333 are shown, and added, with two decimals elsewhere
    for old, new in (("120", "33.334"), ("90", "33.333"), ("24,8", "24,33.333")):
        county.edit("schools.csv", old, new)
    county.edit("schools.csv", r"\Z", "合计,,,,,99.99\n")
    assert "total_differs" not in county.codes()
    county.edit("schools.csv", "99.99", "99.9")
    assert county.only("total_differs").value == "99.9"


# notes


def test_notes_and_signatures_below(county: Any) -> None:
    notes = [
        "说明：1.学生数为2026年9月在校生。", "2.坐标由测绘队提供，精度为十米。",
        "填表人：张三,审核人：李四,,,填表日期：2026年9月1日,", "单位负责人（签章）：王五",
        "第1页 共3页",
    ]  # fmt: skip
    county.edit("villages.csv", r"\Z", "\n" + "\n".join(notes) + "\n")
    assert county.read().villages.rows.tolist() == [2, 3, 4, 5]
    assert aside(county, "villages") == dict.fromkeys(range(7, 12), "row_note")
    assert "共 9 行：使用 4 行，合计、说明等 5 行，未使用 0 行" in [
        p.zh for p in county.problems() if p.code == "rows_read"
    ][-1]  # fmt: skip


def test_a_village_that_is_called_like_a_note_stays(county: Any) -> None:
    for old, new in (("上村", "合计村"), ("下村", "说明"), ("河湾", "其中庄")):
        county.edit("villages.csv", old, new)
    assert county.read().villages.rows.tolist() == [2, 3, 4, 5]


def test_words_of_totals_in_a_remark_take_no_village_away(county: Any) -> None:
    rows = [
        "村庄代码,村名,经度,纬度,小学生数,初中生数,备注",
        "SC,上村,111.61,36.21,10,5,全镇", "XC,下村,111.62,36.22,6,4,其中：留守2人",
        "V3,河湾,111.63,36.23,1,2,合计", ",无代码村,111.64,36.24,3,3,合计", ",合计,,,20,14,",
    ]  # fmt: skip
    county.text("villages.csv", "\n".join(rows) + "\n")
    assert county.read().villages.rows.tolist() == [2, 3, 4]
    assert aside(county, "villages") == {5: "id_empty", 6: "row_total"}


def test_a_half_filled_record_is_no_note(county: Any) -> None:
    county.edit("villages.csv", "V2,下村,111.62,36.22,6,4", ",下村,,,,")
    codes = {p.code for p in county.problems() if p.row == 3}
    assert codes == {"coordinates_missing", "id_empty", "pupils_missing"}


def test_a_name_with_its_pupils_below_a_note_is_no_note(county: Any) -> None:
    county.edit("villages.csv", r"\Z", "\n说明：见附件\n,李村,,,9,\n,张三,,,,13900000000\n")
    told = {(p.row, p.code) for p in county.problems() if p.row in (8, 9)}
    assert (8, "id_empty") in told
    assert (9, "row_note") in told


# merged cells


def test_townships_merged_over_their_villages(county: Any) -> None:
    rows = [["乡镇", *rows_of(county, "villages")[0]]]
    towns = ["城关镇", None, "河口乡", None]
    rows += [[t, *r] for t, r in zip(towns, rows_of(county, "villages")[1:], strict=True)]
    workbook(county, "villages", rows, change=lambda b: merged(b, "A2:A3", "A4:A5"))
    assert county.read().villages.text("township") == ["城关镇", "城关镇", "河口乡", "河口乡"]
    problem = county.only("merged_filled")
    assert (problem.column, problem.action) == ("乡镇", "value_changed")
    assert "第 3, 5 行" in problem.zh


def test_pupils_merged_over_two_villages_are_not_doubled(county: Any) -> None:
    rows = rows_of(county, "villages")
    rows[3][4] = None
    workbook(county, "villages", rows, change=lambda b: merged(b, "E3:E4"))
    villages = county.read().villages
    # 小学生数 of 下村 and 河湾 share 6: it stays with 下村 alone
    assert [sum(row[:6]) for row in pupils(villages)] == [7, 6, 0, 1]
    assert county.only("merged_unfilled").row == 3


def test_ditto(county: Any) -> None:
    text = (county.folder / "villages.csv").read_text("utf-8")
    lines = list(csv.reader(io.StringIO(text)))
    for line, town in zip(lines, ["乡镇", "城关镇", "同上", "〃", "河口乡"], strict=True):
        line.append(town)
    county.text("villages.csv", "\n".join(",".join(line) for line in lines))
    assert county.read().villages.text("township") == ["城关镇"] * 3 + ["河口乡"]


def test_a_unit_in_the_title_is_for_columns_that_name_none(county: Any) -> None:
    text = (
        "学校情况表\n填报单位：教育局,,,,,单位：人、亩、万元\n"
        "学校标识码,学校名称,办学类型,经度,纬度,{},占地面积\nS1,中心小学,小学,111.6,36.2,30,15\n"
    )
    county.text("schools.csv", text.format("教学仪器设备值"))
    schools = county.read().schools
    # 30 万元, and 15 亩 are a hectare
    assert schools.columns["equipment_yuan"].tolist() == [300_000.0]
    assert schools.columns["land_area_m2"].tolist() == [10_000.0]
    found = [p for p in county.problems() if p.code == "unit_above"]
    assert [(p.column, p.severity, p.action) for p in found] == [
        ("占地面积", "warning", "value_changed"),
        ("教学仪器设备值", "warning", "value_changed"),
    ]
    county.text("schools.csv", text.format("教学仪器设备值（元）"))
    assert county.read().schools.columns["equipment_yuan"].tolist() == [30.0]
    county.text("schools.csv", text.format("在校生数"))
    assert county.read().schools.columns["pupils"].tolist() == [30.0]


def test_a_bare_numeral_under_pupils_is_a_grade(county: Any) -> None:
    """在校学生数 merged over 合计, 一, 二, …: as bureaus type it."""
    book = openpyxl.Workbook()
    sheet = book.active
    top = ["学校代码", "学校名称", "学校类别", "经度", "纬度", "在校学生数"]
    sheet.append([*top, *[None] * 6, "办学性质"])
    sheet.append([*[None] * 5, "合计", *"一二三四五六", None])
    sheet.merge_cells("F1:L1")
    for column in "ABCDEM":
        sheet.merge_cells(f"{column}1:{column}2")
    for row, code in enumerate(("S1", "S2", "S3")):
        pupils = [10 + row, 9, 8, 7, 6, 5]
        sheet.append([code, f"{code}小学", "小学", 111.6, 36.2, sum(pupils), *pupils, "公办"])
    book.save(county.folder / "schools.xlsx")
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    schools = county.read().schools
    assert schools.numbers("g1").tolist() == [10, 11, 12]
    assert schools.numbers("g6").tolist() == [5, 5, 5]
    assert schools.numbers("pupils").tolist() == [45, 46, 47]


def test_a_missing_column_names_what_the_file_has_beside(county: Any) -> None:
    county.edit("schools.csv", "办学类型", "学段类型说明")
    assert "学段类型说明" in county.only("column_missing").zh
