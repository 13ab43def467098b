"""Workbooks as offices keep them: sheets, hidden parts, formulas, passwords, endings, sizes."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import PatternFill
from tests.io.table_cases import merged, rows_of, workbook

from schoolmap.io.sheets import TooLargeError, column_letters
from schoolmap.io.sniffing import content_of
from schoolmap.io.xlsx import Workbook

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice, which writes xls, is absent")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def total(county: Any) -> int:
    villages = county.read().villages
    return int(sum(int(villages.columns[f"g{g}"].sum()) for g in range(1, 10)))


def convert(path: Path, ending: str, *filter_options: str) -> Path:
    """Return a workbook converted by LibreOffice, with a profile of its own."""
    assert OFFICE is not None
    target = ":".join((ending, *filter_options))
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = [OFFICE, profile, "--headless", "--convert-to", target, "--outdir", path.parent, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{ending}")


# which sheet


def test_the_sheet_is_found_by_what_it_holds(county: Any) -> None:
    """Neither is named as expected, and the villages' sheet knows more columns of schools."""
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["A1"] = "云岭县 2026 年报表"
    for name, title in (("villages", "情况表一"), ("schools", "情况表二")):
        sheet = book.create_sheet(title)
        for row in rows_of(county, name):
            sheet.append(row)
    book.save(county.folder / "all.xlsx")
    for name in ("schools", "villages"):
        county.section(name, 'file = "all.xlsx"\ncoordinates = "wgs84"')
    study = county.read()
    assert study.schools.text("school_id") == ["S1", "S2", "S3"]
    assert study.villages.text("village_id") == ["V1", "V2", "V3", "V4"]
    said = [p.zh for p in county.problems() if p.code == "sheet_chosen"]
    assert "读取了“情况表二”" in said[0]
    assert "读取了“情况表一”" in said[1]


def test_two_years_with_the_same_headers_are_not_guessed(county: Any) -> None:
    def change(book: Any) -> None:
        book.active.title = "2025年"
        book.copy_worksheet(book.active).title = "2026年"

    workbook(county, "schools", change=change)
    problem = county.only("sheet_ambiguous")
    assert problem.severity == "error"
    assert "2025年, 2026年" in problem.zh
    workbook(county, "schools", change=change, extra='\nsheet = " 2026年"')
    assert len(county.read().schools) == 3


def test_a_hidden_sheet_is_no_rival(county: Any) -> None:
    def change(book: Any) -> None:
        book.active.title = "2026年"
        copy = book.copy_worksheet(book.active)
        copy.title, copy.sheet_state = "2025年", "veryHidden"

    workbook(county, "schools", change=change)
    assert len(county.read().schools) == 3
    assert "2025年 (隐藏/hidden)" in county.only("sheet_chosen").zh


def test_a_hidden_sheet_alone_is_read_and_said(county: Any) -> None:
    def change(book: Any) -> None:
        book.active.title = "数据"
        book.create_sheet("封面")
        book["数据"].sheet_state = "hidden"
        book.active = 1

    workbook(county, "schools", change=change)
    assert len(county.read().schools) == 3
    assert county.only("sheet_hidden").severity == "warning"


def test_charts_are_no_sheets(county: Any) -> None:
    def change(book: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(book.active, min_col=5, min_row=1, max_row=4))
        book.create_chartsheet("图", 0).add_chart(chart)
        book.active = 1

    workbook(county, "villages", change=change)
    assert total(county) == 35


# hidden and odd cells


def test_filtered_rows_are_read_under_their_own_numbers(county: Any) -> None:
    def change(book: Any) -> None:
        sheet = book.active
        sheet.insert_rows(1, 2)
        sheet["A1"] = "服务村情况表"
        sheet.auto_filter.ref = "A3:F7"
        for row in (5, 6):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True

    workbook(county, "villages", change=change)
    assert county.read().villages.rows.tolist() == [4, 5, 6, 7]
    assert "有 2 行" in county.only("rows_hidden").zh
    assert "第 5, 6 行" in county.only("rows_hidden").zh
    assert "经度" in county.only("columns_hidden").zh


def test_formulas_with_and_without_results(county: Any) -> None:
    path = county.folder / "villages.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows_of(county, "villages")):
        sheet.write_row(at, 0, row)
    sheet.write_formula("E2", "=3+4", None, 7)
    sheet.write_formula("B3", '="下"&"村"', None, "下村")
    sheet.write_formula("G2", '=IF(1,"","")', None, "")
    book.close()
    county.section("villages", 'file = "villages.xlsx"\ncoordinates = "wgs84"')
    assert total(county) == 35
    assert county.read().villages.text("name")[1] == "下村"
    rows = rows_of(county, "villages")
    rows[1][4] = "=3+4"
    rows[3][4] = "=6*2"
    workbook(county, "villages", rows)
    problem = county.only("formula_uncomputed")
    assert (problem.severity, problem.row, problem.column) == ("error", 2, "小学生数")
    assert "有 2 个公式" in problem.zh
    rows = rows_of(county, "villages")
    rows[1][2] = rows[2][2] = "=111+1"
    workbook(county, "villages", rows)
    problem = county.only("formula_uncomputed")
    assert (problem.severity, problem.row, problem.column) == ("error", 2, "经度")
    assert "coordinates_unreadable" not in county.codes()


def test_a_zero_that_a_program_wrote_for_a_formula_is_no_result(county: Any) -> None:
    path = county.folder / "villages.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows_of(county, "villages")):
        sheet.write_row(at, 0, row)
    sheet.write_formula("E2", "=3+4")  # the program writes 0 and asks for a computation
    book.close()
    county.section("villages", 'file = "villages.xlsx"\ncoordinates = "wgs84"')
    problem = county.only("formula_uncomputed")
    assert (problem.severity, problem.row, problem.column) == ("error", 2, "小学生数")


def test_formulas_that_failed_are_named(county: Any) -> None:
    rows = rows_of(county, "villages")
    rows[1][4], rows[2][5], rows[3][1] = "#REF!", "#N/A", "#NAME?"
    workbook(county, "villages", rows)
    found = {(p.row, p.code) for p in county.problems() if p.row in (2, 3, 4)}
    assert found == {
        (2, "pupils_unreadable"), (3, "pupils_unreadable"),
        (4, "cell_error"), (4, "name_empty"), (2, "rows_read"),
    } - {(2, "rows_read")}  # fmt: skip


def test_percentages_and_dates_are_no_numbers_of_pupils(county: Any) -> None:
    def change(book: Any) -> None:
        sheet = book.active
        sheet["E2"], sheet["E3"], sheet["F4"] = 0.45, dt.date(2026, 1, 3), "1月3日"
        sheet["E2"].number_format = "0%"

    workbook(county, "villages", change=change)
    said = {p.row: p.zh for p in county.problems() if p.code == "pupils_unreadable"}
    assert "百分比" in said[2]
    assert "变成了日期" in said[3]
    assert "变成了日期" in said[4]
    assert county.read().villages.text("village_id") == ["V4"]


@pytest.mark.parametrize("from_1904", [False, True])
def test_grades_turned_into_dates_of_either_calendar(county: Any, from_1904: bool) -> None:
    path = county.folder / "schools.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": from_1904})
    sheet, style = book.add_worksheet(), book.add_format({"num_format": "m月d日"})
    for at, row in enumerate(
        [[*rows_of(county, "schools")[0], "年级范围"], *rows_of(county, "schools")[1:]]
    ):
        sheet.write_row(at, 0, row)
    sheet.write_datetime("G2", dt.datetime(2026, 1, 6), style)
    sheet.write_datetime("G3", dt.datetime(2026, 7, 9), style)
    sheet.write("G4", "１－３")
    book.close()
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    schools = county.read().schools
    assert schools.columns["first_grade"].tolist() == [1, 7, 1]
    assert schools.columns["last_grade"].tolist() == [6, 9, 3]
    assert "2 处" in county.only("grades_from_date").zh


def test_texts_of_several_runs_and_readings(county: Any) -> None:
    path = county.folder / "villages.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    for at, row in enumerate(rows_of(county, "villages")):
        sheet.write_row(at, 0, row)
    sheet.write_rich_string("B2", bold, "上", "村")
    sheet.write("B3", "下\n 村")
    sheet.write("B4", "河\u00a0湾\u3000")
    book.close()
    county.section("villages", 'file = "villages.xlsx"\ncoordinates = "wgs84"')
    assert county.read().villages.text("name") == ["上村", "下村", "河湾", "山头"]
    assert "2 处" in county.only("text_closed").zh


# what the file is


def test_contents_are_told_from_endings(county: Any) -> None:
    workbook(county, "schools")
    book = county.folder / "schools.xlsx"
    for ending in (".csv", ".xls"):
        shutil.copy(book, book.with_suffix(ending))
        county.section("schools", f'file = "schools{ending}"\ncoordinates = "wgs84"')
        assert len(county.read().schools) == 3
        assert "xlsx 工作簿" in county.only("content_other").zh
    county.text(
        "schools.xlsx", "学校标识码,学校名称,办学类型,经度,纬度\nS1,中心小学,小学,111.6,36.2\n"
    )
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    assert len(county.read().schools) == 1
    assert "CSV" in county.only("content_other").zh


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"<html><body><table><tr><td>1</td></tr></table>", "网页"),
        (b"\r\n\t<!DOCTYPE html><table>", "网页"),
        (b'<?xml version="1.0"?><html xmlns="urn:schemas-microsoft-com:office:excel">', "网页"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"{\\rtf1", "文档"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "很旧"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "文档"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_called_by_its_name(county: Any, start: bytes, word: str) -> None:
    (county.folder / "schools.xls").write_bytes(start + bytes(64))
    county.section("schools", 'file = "schools.xls"\ncoordinates = "wgs84"')
    problem = county.only("content_unreadable")
    assert word in problem.zh
    assert "另存为 xlsx" in problem.repair_zh


def test_other_containers(county: Any) -> None:
    path = county.folder / "schools.xlsx"
    for member, text, content in (
        ("word/document.xml", "", "document"),
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("note.txt", "", "archive"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, text)
        assert content_of(path) == content
    path.write_bytes(b"\x00" * 5000)
    assert content_of(path) == "empty"
    for ending in (".et", ".ods"):
        county.section("schools", f'file = "schools{ending}"\ncoordinates = "wgs84"')
        assert "另存为 xlsx" in county.only("source_unsupported").repair_zh


def test_an_open_workbook_leaves_a_lock(county: Any) -> None:
    workbook(county, "schools")
    (county.folder / "~$schools.xlsx").write_bytes(b"\x05clerk" + bytes(159))
    assert county.only("file_open").severity == "note"
    assert len(county.read().schools) == 3


# sizes


@pytest.mark.slow
def test_a_million_formatted_empty_rows_are_fast(county: Any) -> None:
    """What a fill of whole columns leaves behind: 1,048,576 rows of styled cells."""
    workbook(county, "villages")
    path = county.folder / "villages.xlsx"
    members = {}
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    rows = "".join(
        f'<row r="{row}" spans="1:6"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'
        for row in range(6, 1_048_577)
    )
    sheet = members[SHEET].decode().replace("</sheetData>", rows + "</sheetData>")
    members[SHEET] = sheet.replace('ref="A1:F5"', 'ref="A1:XFD1048576"').encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    started = time.perf_counter()
    assert total(county) == 35
    assert time.perf_counter() - started < 20


def test_formats_of_whole_columns_and_rows(county: Any) -> None:
    def change(book: Any) -> None:
        fill = PatternFill("solid", start_color="FFFF00")
        for row in range(6, 300):
            book.active.cell(row, 700).fill = fill

    workbook(county, "villages", change=change)
    assert total(county) == 35
    assert "header_empty" not in county.codes()


def _packed(path: Path, sheet: str) -> None:
    book = openpyxl.Workbook()
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[SHEET] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_cells_far_to_the_right_do_not_fill_the_memory(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(1, 1000))
    _packed(
        tmp_path / "wide.xlsx", f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>"
    )
    with Workbook(tmp_path / "wide.xlsx") as book, pytest.raises(TooLargeError):
        book.sheet("Sheet")


def test_empty_cells_without_a_reference_keep_their_place(tmp_path: Path) -> None:
    # some programs write no references: a cell's place is told by those before it alone
    cells = '<c><v>1</v></c><c s="0"/><c/><c><v>4</v></c>'
    rows = f'<row>{cells}</row><row r="3"><c r="B3" s="0"/><c r="C3"><v>9</v></c></row>'
    path = tmp_path / "bare.xlsx"
    _packed(path, f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>")
    with Workbook(path) as book:
        assert book.sheet("Sheet").rows == [(1, [1, None, None, 4]), (3, [None, None, 9])]


@pytest.mark.parametrize(
    "sheet",
    [
        '<worksheet><sheetData><row><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>',
        '<worksheet><sheetData><row><c t="s"><v>99</v></c></row></sheetData></worksheet>',
        '<worksheet><sheetData><row><c t="s"><v>-1</v></c></row></sheetData></worksheet>',
        f"<worksheet {NAMESPACE}><sheetData><row",
    ],
)
def test_damaged_sheets_are_refused(county: Any, sheet: str) -> None:
    _packed(county.folder / "schools.xlsx", sheet)
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')
    assert county.only("file_unreadable").severity == "error"


def test_letters_of_columns() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 27, 701, 702, 16_383)] == [
        "A", "Z", "AA", "AB", "ZZ", "AAA", "XFD",
    ]  # fmt: skip


def test_the_reader_agrees_with_openpyxl(county: Any) -> None:
    """Values, merged cells and hidden rows of one workbook, by two readers."""

    def change(book: Any) -> None:
        sheet = book.active
        sheet["H1"], sheet["H2"], sheet["H3"] = True, dt.datetime(2026, 9, 1, 8, 30), 1e-7
        sheet["H4"], sheet["H5"] = 12345678901234567890, " & <b> "
        merged(book, "J1:K3")
        sheet.row_dimensions[4].hidden = True

    workbook(county, "villages", change=change)
    other = openpyxl.load_workbook(county.folder / "villages.xlsx").active
    with Workbook(county.folder / "villages.xlsx") as book:
        sheet = book.sheet("Sheet")
    assert [(m.first_row, m.last_row, m.first_column, m.last_column) for m in sheet.merges] == [
        (m.min_row, m.max_row, m.min_col - 1, m.max_col - 1) for m in other.merged_cells.ranges
    ]
    assert sheet.hidden_rows == {4}
    for number, cells in sheet.rows:
        expected = [cell.value for cell in other[number]]
        assert [*cells, *[None] * (len(expected) - len(cells))] == expected


# xls


@needs_office
def test_xls_reads_like_xlsx(county: Any) -> None:
    def change(book: Any) -> None:
        sheet = book.active
        sheet.insert_rows(1)
        sheet["A1"] = "服务村情况表"
        merged(book, "A1:G1", "G3:G4", "G5:G6")
        sheet["G2"], sheet["G3"], sheet["G5"] = "乡镇", "城关镇", "河口乡"
        sheet.row_dimensions[5].hidden = True

    workbook(county, "villages", change=change)
    expected = county.read().villages
    convert(county.folder / "villages.xlsx", "xls")
    county.section("villages", 'file = "villages.xls"\ncoordinates = "wgs84"')
    villages = county.read().villages
    assert villages.rows.tolist() == expected.rows.tolist() == [3, 4, 5, 6]
    for name, values in expected.columns.items():
        assert list(villages.columns[name]) == list(values), name
    assert villages.text("township") == ["城关镇", "城关镇", "河口乡", "河口乡"]
    assert county.only("rows_hidden").row == 5
    # under the name of an xlsx it is read as what it is
    (county.folder / "villages.xls").replace(county.folder / "villages.xlsx")
    county.section("villages", 'file = "villages.xlsx"\ncoordinates = "wgs84"')
    assert county.read().villages.rows.tolist() == [3, 4, 5, 6]
    assert "xls 工作簿" in county.only("content_other").zh


def test_a_password_is_named_with_its_remedy(county: Any) -> None:
    # the container that Office writes around an encrypted workbook holds a stream of this name
    name = "EncryptedPackage".encode("utf-16-le")
    raw = OLE + bytes(504) + name + bytes(480)
    for ending in (".xlsx", ".xls"):
        (county.folder / f"schools{ending}").write_bytes(raw)
        county.section("schools", f'file = "schools{ending}"\ncoordinates = "wgs84"')
        problem = county.only("file_locked")
        assert "密码清空" in problem.repair_zh


def test_an_encrypted_xls_is_named_too(county: Any) -> None:
    """The first two records of one: beginning of a workbook of Excel 97, and FILEPASS (RC4)."""
    begin = bytes.fromhex("09081000 0006 0500 bb0d cc07 00000000 06000000")
    locked = bytes.fromhex("2f003600 0100 0100 0100") + bytes(48)
    (county.folder / "schools.xls").write_bytes(begin + locked)
    county.section("schools", 'file = "schools.xls"\ncoordinates = "wgs84"')
    assert county.only("file_locked").severity == "error"
