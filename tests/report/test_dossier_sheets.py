"""dossier.xlsx: the content's numbers, totals that stay live, the same bytes again."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.report.dossier_world import PUPILS, Made, bare, made, merger

from schoolmap.errors import Language
from schoolmap.model.scenario import SetBus
from schoolmap.report.dossier_sheets import write_dossier_book
from schoolmap.report.dossier_totals import totals_of

SHEETS = {
    "zh": [
        "概要",
        "分村",
        "学校",
        "办学条件",
        "规定与程序",
        "今后各年",
        "经费",
        "全县指标",
        "问题增减",
        "说明与出处",
    ],
    "en": [
        "Summary",
        "Villages",
        "Schools",
        "Resources",
        "Rules",
        "Years",
        "Costs",
        "County",
        "Findings",
        "Notes",
    ],
}
HEADER = 4


def both(tmp_path: Path, case: Made) -> tuple[openpyxl.Workbook, openpyxl.Workbook]:
    """The workbook with its formulas, and with what they show."""
    path = write_dossier_book(tmp_path / "dossier.xlsx", case.dossier)
    return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)


def headers(sheet: Worksheet) -> list[str]:
    return [str(c.value) for c in sheet[HEADER]]


def column(sheet: Worksheet, header: str) -> list[object]:
    k = headers(sheet).index(header) + 1
    return [sheet.cell(row, k).value for row in range(HEADER + 1, sheet.max_row + 1)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sheets_stand_in_order(tmp_path: Path, language: Language) -> None:
    formulas, _ = both(tmp_path, merger(language))
    assert formulas.sheetnames == SHEETS[language]


def test_a_row_for_every_village_and_band(tmp_path: Path) -> None:
    case = merger()
    _, shown = both(tmp_path, case)
    sheet = shown["分村"]
    n = len(case.dossier.movements)
    assert column(sheet, "村庄代码")[:n] == [m.village_id for m in case.dossier.movements]
    assert column(sheet, "学生")[:n] == [m.pupils for m in case.dossier.movements]
    assert column(sheet, "方案路程（公里）")[:n] == [
        (m.after.length_m or 0) / 1000 for m in case.dossier.movements
    ]


def test_totals_are_formulas_that_follow_a_filter(tmp_path: Path) -> None:
    case = merger()
    formulas, shown = both(tmp_path, case)
    n = len(case.dossier.movements)
    total = column(formulas["分村"], "学生")[n]
    assert isinstance(total, str)
    assert re.fullmatch(rf"=SUBTOTAL\(109,\$I\$5:\$I\${4 + n}\)", total)
    assert column(shown["分村"], "学生")[n] == 2 * PUPILS
    assert formulas["分村"].auto_filter.ref


def test_differences_are_formulas_with_the_right_value(tmp_path: Path) -> None:
    case = merger()
    formulas, shown = both(tmp_path, case)
    for k, m in enumerate(case.dossier.movements):
        row = HEADER + 1 + k
        assert column(formulas["分村"], "路程增减（公里）")[k] == f"=Y{row}-U{row}"
        assert column(shown["分村"], "路程增减（公里）")[k] == (m.added_m or 0) / 1000
        week = column(formulas["分村"], "方案每周（人公里）")[k]
        assert week == f'=I{row}*Y{row}*IF(X{row}="寄宿",ways_weekly,ways_daily)'


def test_the_summary_adds_up_the_villages(tmp_path: Path) -> None:
    case = merger()
    formulas, shown = both(tmp_path, case)
    totals = totals_of(case.dossier.movements, case.dossier.ways)
    said = {row[0].value: [c.value for c in row[1:4]] for row in shown["概要"].iter_rows(min_row=6)}
    assert said["步行（人）"][:2] == [totals.modes_before["walk"], totals.modes_after["walk"]]
    assert said["涉及学生（人）"][:2] == [2 * PUPILS, 2 * PUPILS]
    assert said["平均单程路程（公里）"][:2] == [1.0, 4.0]
    assert said["每周上下学总路程（人公里）"][:2] == [900.0, 3600.0]
    made_of = {row[0].value: row[1].value for row in formulas["概要"].iter_rows(min_row=6)}
    assert made_of["步行（人）"].startswith("=SUMIFS('分村'!")
    assert formulas.defined_names["ways_daily"].attr_text == "'概要'!$B$15"
    assert formulas["概要"]["B15"].value == 10


def test_costs_of_a_year_and_once_are_added_by_formulas(tmp_path: Path) -> None:
    case = merger()
    formulas, shown = both(tmp_path, case)
    assert case.dossier.costs is not None
    lines = case.dossier.costs.lines
    at = HEADER + len(lines) + 3
    for row, once in ((at, False), (at + 1, True)):
        assert str(formulas["经费"].cell(row, 6).value).startswith("=SUMIFS(")
        expected = sum(line.middle or 0 for line in lines if line.once == once)
        assert shown["经费"].cell(row, 6).value == expected


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    case = made(SetBus("S0", bus=True), name='=HYPERLINK("http://x")')
    formulas, _ = both(tmp_path, case)
    text = formulas["概要"]["A2"]
    assert text.data_type == "s"
    assert "HYPERLINK" in str(text.value)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_missing_is_said(tmp_path: Path, language: Language) -> None:
    path = write_dossier_book(tmp_path / "d.xlsx", bare(merger(language).dossier))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == SHEETS[language]
    words = {"zh": "未作预测", "en": "no forecast has been made"}[language]
    assert words in str(book[SHEETS[language][5]]["A2"].value)


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_dossier_book(tmp_path / "one.xlsx", merger().dossier).read_bytes()
    two = write_dossier_book(tmp_path / "two.xlsx", merger().dossier).read_bytes()
    assert one == two
