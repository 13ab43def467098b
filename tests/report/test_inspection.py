"""The self-inspection sheet in Word and Excel: read back as a person or a program would."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from schoolmap.errors import Language
from schoolmap.kernel.inspection import SchoolFacts, inspect_school
from schoolmap.report.inspection import (
    FIGURE_COLUMNS,
    write_inspection_docx,
    write_inspection_xlsx,
)
from schoolmap.report.inspection_view import VERDICT, Line, Sheet, sheet_of
from schoolmap.standards import load

STANDARDS = load([], {"threshold.teaching_area_m2.primary": 4})
SCHOOL = SchoolFacts(
    school_id="2114000001",
    name="=乡镇寄宿制小学",  # a name that a spreadsheet must not run
    name_en="Township Boarding School",
    county="云岭县（模拟）",
    year="2026-2027",
    primary=300,
    classes=7,
    seats=315,
    boarders=120,
    beds=120,
    resources={
        "equipment_yuan": 420_000,
        "teaching_area_m2": 900,
        "land_area_m2": 4_020,
        "backbone_teachers": 0.8,
        "toilet_seats": 20,
    },
)
ROWS = inspect_school(SCHOOL, STANDARDS)


def sheet(language: Language = "zh") -> Sheet:
    return sheet_of(SCHOOL, ROWS, language=language)


def line(start: str, language: Language = "zh") -> Line:
    lines = [line for group in sheet(language).groups for line in group.lines]
    return next(line for line in lines if line.name.startswith(start))


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("生均教学仪器设备值", "不达标：差 180,000 元"),
        ("生均教学及辅助用房面积", "不达标：差 300 平方米"),
        ("每百名学生县级以上骨干教师数", "不达标：差 2.2 人（须补 3 人）"),
        ("平均班额", "达标"),
        ("每名寄宿生床位数", "达标"),
        ("生均占地面积", "无标准"),
        ("每百名学生网络多媒体教室数", "缺数据"),
        ("每个厕所蹲位的学生数", "见说明"),
    ],
)
def test_findings_are_words(name: str, finding: str) -> None:
    assert line(name).finding == finding


def test_findings_in_english() -> None:
    assert line("Teaching equipment", "en").finding == "not met: short by 180,000 yuan"
    assert line("Teaching and auxiliary", "en").finding == "not met: short by 300 m²"
    assert line("Backbone", "en").finding == "not met: short by 2.2 persons (3 to add)"
    assert sheet("en").title.endswith("Township Boarding School")


def test_what_is_assumed_or_not_verified_says_so() -> None:
    rooms = line("生均教学及辅助用房面积")
    assert rooms.standard == "≥ 4 平方米/人"
    assert rooms.basis.startswith("假定：由 study.toml 设定")
    assert rooms.basis.endswith("（假设；县里自定）")
    assert "教督〔2017〕6号" in line("生均教学仪器设备值").basis
    assert "转引" in line("生均教学仪器设备值").basis
    assert any("原值 4.5" in source for source in sheet().sources)


def test_the_summary_counts_every_line_once() -> None:
    for language in ("zh", "en"):
        whole = sheet(language)
        lines = [line for group in whole.groups for line in group.lines]
        assert len(lines) == len(ROWS)
        assert str(len(lines)) in whole.summary
        numbers = [n for line in lines for n in line.notes]
        assert set(numbers) == set(range(1, len(whole.notes) + 1))


def texts_of_docx(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return [*(p.text for p in document.paragraphs), *cells]


def texts_of_xlsx(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_files_say_the_same(tmp_path: Path, language: Language) -> None:
    word, excel = tmp_path / "sheet.docx", tmp_path / "sheet.xlsx"
    write_inspection_docx(word, SCHOOL, ROWS, language=language)
    write_inspection_xlsx(excel, SCHOOL, ROWS, language=language)
    whole = sheet(language)
    for texts in (texts_of_docx(word), texts_of_xlsx(excel)):
        assert whole.title in texts
        assert whole.summary in texts
        for group in whole.groups:
            assert group.title in texts
            for one in group.lines:
                assert {one.label, one.standard, one.actual, one.finding, one.basis} <= set(texts)
        for number, text in enumerate(whole.notes, start=1):
            assert f"{number}. {text}" in texts


def test_figures_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write_inspection_xlsx(path, SCHOOL, ROWS)
    rows = list(openpyxl.load_workbook(path).worksheets[1].iter_rows(values_only=True))
    assert rows[0] == FIGURE_COLUMNS
    assert len(rows) == 1 + len(ROWS)
    by_item = {row[0]: dict(zip(FIGURE_COLUMNS, row, strict=True)) for row in rows[1:]}
    assert by_item["equipment_yuan"]["shortfall"] == 180_000
    assert by_item["equipment_yuan"]["met"] == 0
    assert by_item["multimedia_rooms"]["value"] is None


def test_a_name_is_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write_inspection_xlsx(path, SCHOOL, ROWS)
    book = openpyxl.load_workbook(path)
    kinds = {c.data_type for page in book.worksheets for row in page.iter_rows() for c in row}
    assert "f" not in kinds


@pytest.mark.parametrize("write", [write_inspection_docx, write_inspection_xlsx])
def test_the_same_school_gives_the_same_bytes(tmp_path: Path, write: object) -> None:
    assert callable(write)
    write(tmp_path / "a", SCHOOL, ROWS)
    write(tmp_path / "b", SCHOOL, ROWS)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_verdicts_have_words_in_both_languages() -> None:
    assert all(zh and en for zh, en in VERDICT.values())


def test_word_finds_the_parts_in_the_order_of_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    write_inspection_docx(path, SCHOOL, ROWS)
    order = {
        "tblPr": ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblLook"],
        "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"],
        "trPr": ["cantSplit", "tblHeader"],
    }
    found = 0
    for element in docx.Document(str(path)).element.body.iter():
        name = element.tag.rpartition("}")[2]
        if name in order:
            places = [order[name].index(child.tag.rpartition("}")[2]) for child in element]
            assert places == sorted(places), name
            found += 1
    assert found > len(ROWS)
