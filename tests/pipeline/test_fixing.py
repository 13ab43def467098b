"""A corrected copy: what is certain is repaired, nothing else changes, and twice is as once."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolmap.cli.running import run
from schoolmap.errors import InputError, MachineError, UsageError
from schoolmap.io import read_study
from schoolmap.io.fixing import Draft
from schoolmap.io.fixing_page import HEADERS, why
from schoolmap.io.texts_fixes import FIXED, LEFT, PAGE, SHAPES
from schoolmap.pipeline import fixing, prepare
from schoolmap.pipeline.doctor import examine
from schoolmap.pipeline.fixing import FixReport, fix_study

ROOT = Path(__file__).parents[2]

SCHOOLS = [
    [
        "学校标识码", "学校名称", "办学类型", "年级范围", "经度", "纬度", "在校生数", "占地面积",
        "乡镇",
    ],
    ["S01", "中心小学", "小学", "1-6", "111.60", "36.20", "1200", "12000", "山目乡"],
    ["S02", "第一中学", "初级中学", "7-9", "111.62", "36.22", "90", "9000.5", "山目乡"],
    ["S03", "河湾教学点", "教学点", "1-3", "111.64", "36.24", "8", "800", "河湾镇"],
]  # fmt: skip
VILLAGES = [
    ["村庄代码", "村名", "经度", "纬度", "小学生数", "初中生数", "学区小学"],
    ["V1", "上村", "111.61", "36.21", "7", "3", "S01"],
    ["V2", "下村", "111.62", "36.22", "6", "4", ""],
    ["V3", "河湾", "111.63", "36.23", "12", "0", "S03"],
    ["V4", "山头", "111.64", "36.24", "1", "2", ""],
]
SETTINGS = """# 试验 / a test
[study]
name = "试验县"

[schools]
file = "{schools}"
coordinates = "wgs84"

[villages]
file = "villages.csv"   # 村
coordinates = "wgs84"
"""

Grid = list[list[Any]]


def csv_bytes(rows: Grid, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def write(folder: Path, schools: Grid = SCHOOLS, villages: Grid = VILLAGES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(SETTINGS.format(schools="schools.csv"), encoding="utf-8")
    (folder / "schools.csv").write_bytes(csv_bytes(schools))
    (folder / "villages.csv").write_bytes(csv_bytes(villages))
    return folder


def write_book(folder: Path, schools: Grid) -> Path:
    write(folder)
    (folder / "schools.csv").unlink()
    book = openpyxl.Workbook()
    book.active.title = "学校"
    for row in schools:
        book.active.append(row)
    other = book.create_sheet("说明")
    other["A1"] = "填表说明"
    book.save(folder / "schools.xlsx")
    (folder / "study.toml").write_text(SETTINGS.format(schools="schools.xlsx"), encoding="utf-8")
    return folder


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def book_rows(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)["学校"].iter_rows(values_only=True))


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def changed(rows: Grid, row: int, column: str, cell: Any) -> Grid:
    new = [list(r) for r in rows]
    new[row][rows[0].index(column)] = cell
    return new


def renamed(rows: Grid, column: str, header: str) -> Grid:
    return [[header if cell == column else cell for cell in rows[0]], *rows[1:]]


def kinds(report: FixReport) -> list[str]:
    return [fix.kind for fix in report.fixes if fix.done]


def sha(folder: Path) -> str:
    return prepare(read_study(folder)).sha256


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "study"


def test_a_clean_study_is_copied_as_it_is(there: Path, tmp_path: Path) -> None:
    write(there)
    before = contents(there)
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == []
    assert report.same
    copied = contents(tmp_path / "copy")
    assert {name: copied[name] for name in before} == before
    assert set(copied) - set(before) == {"fixes.csv", "修改说明.md"}


@pytest.mark.parametrize(
    ("row", "column", "cell", "after", "kind"),
    [
        (1, "在校生数", "１２００", "1200", "number_form"),
        (1, "在校生数", "1,200", "1200", "number_form"),
        (1, "在校生数", " 1200人", "1200", "number_form"),
        (1, "占地面积", "18亩", "12000", "unit"),
        (1, "占地面积", "1.2万平方米", "12000", "unit"),
        (1, "学校名称", " 中心小学\n", "中心小学", "blanks"),
        (1, "学校名称", "中心小学（１）", "中心小学（1）", "full_width"),
        (1, "学校标识码", "Ｓ０１", "S01", "full_width"),
        (1, "年级范围", "1月6日", "1-6年级", "grades_date"),
        (1, "经度", "东经111度36分", "111.6", "degrees"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_it_is_read(
    there: Path, tmp_path: Path, row: int, column: str, cell: str, after: str, kind: str
) -> None:
    write(there, changed(SCHOOLS, row, column, cell))
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == [kind]
    assert report.same
    assert rows_of(tmp_path / "copy" / "schools.csv")[row][SCHOOLS[0].index(column)] == after
    fix = report.fixes[0]
    assert (fix.file, fix.row, fix.row_after, fix.column) == ("schools.csv", 2, 2, column)
    assert sha(there) == sha(tmp_path / "copy")


@pytest.mark.parametrize("cell", ["约1200", "", "-5", "12.5.3", "——"])
def test_what_is_not_certain_stays(there: Path, tmp_path: Path, cell: str) -> None:
    damaged = changed(SCHOOLS, 1, "在校生数", cell)
    write(there, damaged)
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == []
    assert rows_of(tmp_path / "copy" / "schools.csv") == damaged


def test_a_column_in_another_unit_is_converted_with_its_header(there: Path, tmp_path: Path) -> None:
    damaged = renamed(SCHOOLS, "占地面积", "占地面积（亩）")
    for row, cell in ((1, "18"), (2, "13.5"), (3, "")):
        damaged = changed(damaged, row, "占地面积（亩）", cell)
    write(there, damaged)
    report = fix_study(there, tmp_path / "copy")
    copy = rows_of(tmp_path / "copy" / "schools.csv")
    assert copy[0][7] == "占地面积（平方米）"
    assert [row[7] for row in copy[1:]] == ["12000", "9000", ""]
    assert report.same
    assert "unit_converted" not in {p.code for p in read_study(tmp_path / "copy").problems}


def test_a_header_that_the_settings_name_keeps_its_unit(there: Path, tmp_path: Path) -> None:
    write(there, renamed(SCHOOLS, "占地面积", "用地（亩）"))
    text = SETTINGS.format(schools="schools.csv").replace(
        'file = "schools.csv"', 'file = "schools.csv"\ncolumns = { land_area_m2 = "用地（亩）" }'
    )
    (there / "study.toml").write_text(text, encoding="utf-8")
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == []
    assert report.same


def test_rows_that_are_no_schools_go(there: Path, tmp_path: Path) -> None:
    title = ["试验县学校一览", *[""] * 8]
    total = ["合 计", "", "", "", "", "", "1298", "21800.5", ""]
    blank = [""] * 9
    write(there, [title, *SCHOOLS[:3], blank, SCHOOLS[3], SCHOOLS[1], total])
    report = fix_study(there, tmp_path / "copy")
    assert sorted(kinds(report)) == ["blank_row", "row_twice", "title_row", "total_row"]
    assert rows_of(tmp_path / "copy" / "schools.csv") == SCHOOLS
    assert report.same
    assert {p.code for p in report.left} <= {"bus_unknown"}
    # what was taken out stands in the list
    listed = rows_of(tmp_path / "copy" / "fixes.csv")
    assert listed[0] == list(HEADERS)
    assert any("试验县学校一览" in cell for row in listed for cell in row)


def test_a_title_that_speaks_of_units_stays(there: Path, tmp_path: Path) -> None:
    write(there, [["单位：人、平方米", *[""] * 8], *SCHOOLS])
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == []
    assert [fix.kind for fix in report.fixes] == ["unit_above"]


def test_a_row_of_the_same_id_but_other_cells_stays(there: Path, tmp_path: Path) -> None:
    twice = [*SCHOOLS, [*SCHOOLS[1][:6], "900", *SCHOOLS[1][7:]]]
    write(there, twice)
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == []
    assert "id_twice" in {p.code for p in report.left}
    assert rows_of(tmp_path / "copy" / "schools.csv") == twice


def test_a_row_with_too_many_cells_is_not_lost(there: Path, tmp_path: Path) -> None:
    long = [*SCHOOLS, ["S04", "东村小学", "小学", "1-6", "111.6", "36.2", "5", "9", "乡", "多"]]
    write(there, [*long[:1], *changed(long, 1, "在校生数", "１２００")[1:]])
    fix_study(there, tmp_path / "copy")
    assert rows_of(tmp_path / "copy" / "schools.csv") == long


def test_encodings_become_utf_8_and_the_setting_follows(there: Path, tmp_path: Path) -> None:
    write(there)
    (there / "schools.csv").write_bytes(csv_bytes(SCHOOLS, "gb18030"))
    (there / "villages.csv").write_bytes(csv_bytes(VILLAGES, "gb18030"))
    text = SETTINGS.format(schools="schools.csv")
    text = text.replace("# 村\n", '# 村\nencoding = "gb18030"  # 老系统导出\n')
    (there / "study.toml").write_text(text, encoding="utf-8")
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == ["encoding", "encoding", "encoding_key"]
    copied = (tmp_path / "copy" / "study.toml").read_text(encoding="utf-8")
    assert copied == text.replace('"gb18030"', '"utf-8"')
    for name, rows in (("schools.csv", SCHOOLS), ("villages.csv", VILLAGES)):
        assert (tmp_path / "copy" / name).read_bytes() == csv_bytes(rows)
    assert sha(there) == sha(tmp_path / "copy")


def test_exchanged_coordinates_are_exchanged_back(there: Path, tmp_path: Path) -> None:
    damaged = changed(changed(SCHOOLS, 2, "经度", "36.22"), 2, "纬度", "111.62")
    write(there, damaged)
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == ["swapped"]
    assert rows_of(tmp_path / "copy" / "schools.csv") == SCHOOLS
    assert not report.same
    assert len(read_study(tmp_path / "copy").schools) == len(read_study(there).schools) + 1


def test_a_place_that_is_wrong_both_ways_stays(there: Path, tmp_path: Path) -> None:
    damaged = changed(changed(SCHOOLS, 2, "经度", "26.22"), 2, "纬度", "101.62")
    write(there, damaged)
    assert kinds(fix_study(there, tmp_path / "copy")) == []


def exchanged(rows: Grid) -> Grid:
    lon, lat = rows[0].index("经度"), rows[0].index("纬度")
    new = [list(row) for row in rows]
    for row in new[1:]:
        row[lon], row[lat] = row[lat], row[lon]
    return new


@pytest.mark.parametrize("villages", [VILLAGES, exchanged(VILLAGES)])
def test_columns_that_are_exchanged_as_a_whole_get_their_headers(
    there: Path, tmp_path: Path, villages: Grid
) -> None:
    write(there, exchanged(SCHOOLS), villages)
    report = fix_study(there, tmp_path / "copy")
    assert set(kinds(report)) == {"swapped_columns"}
    assert report.can_run
    copy = rows_of(tmp_path / "copy" / "schools.csv")
    assert copy[0][4:6] == ["纬度", "经度"]
    assert copy[1:] == exchanged(SCHOOLS)[1:]
    assert read_study(tmp_path / "copy").schools.numbers("lon")[0] == 111.6


def test_exchanged_columns_far_from_the_other_table_stay(there: Path, tmp_path: Path) -> None:
    far = exchanged(SCHOOLS)
    for row in far[1:]:
        row[4], row[5] = "26.2", "101.6"
    write(there, far)
    assert kinds(fix_study(there, tmp_path / "copy")) == []


def test_a_total_that_its_rows_do_not_make_stays(there: Path, tmp_path: Path) -> None:
    total = ["合计", "", "", "", "", "", "1299", "21800.5", ""]
    write(there, [*SCHOOLS, total])
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == []
    assert "total_differs" in {p.code for p in report.left}


def _with_zeros(there: Path) -> None:
    ids = {"S01": "001", "S02": "002", "S03": "003"}
    schools = [[ids.get(cell, cell) for cell in row] for row in SCHOOLS]
    more = ["14", "东村小学", "小学", "1-6", "111.61", "36.22", "9", "9", "山目乡"]
    villages = changed(VILLAGES, 2, "学区小学", "14")
    villages = [[ids.get(cell, cell) for cell in row] for row in villages]
    write(there, [*schools, more], villages)


def test_zeros_that_a_spreadsheet_dropped_are_restored(there: Path, tmp_path: Path) -> None:
    _with_zeros(there)
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == ["zeros", "zeros"]
    copy = read_study(tmp_path / "copy")
    assert copy.schools.text("school_id") == ["001", "002", "003", "014"]
    assert copy.villages.text("school_primary")[1] == "014"


@pytest.mark.parametrize(
    ("name", "text"),
    [("plan.json", '{"school": "14"}'), ("hearing.toml", "[[vote]]\nschool = '14'")],
)
def test_ids_that_other_files_name_stay(there: Path, tmp_path: Path, name: str, text: str) -> None:
    _with_zeros(there)
    (there / name).write_text(text, encoding="utf-8")
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == []
    assert "zeros_in_use" in {fix.kind for fix in report.fixes}


@pytest.mark.parametrize("ids", [["1", "02", "003"], ["10", "20", "30"], ["01", "02", "3"]])
def test_zeros_that_are_not_certain_stay(there: Path, tmp_path: Path, ids: list[str]) -> None:
    schools = [SCHOOLS[0], *([i, *row[1:]] for i, row in zip(ids, SCHOOLS[1:], strict=True))]
    write(there, schools)
    assert kinds(fix_study(there, tmp_path / "copy")) == []


def test_a_workbook_stays_one(there: Path, tmp_path: Path) -> None:
    damaged = changed(SCHOOLS, 1, "在校生数", "1,200")
    damaged = changed(damaged, 2, "年级范围", dt.datetime(2026, 7, 9))
    damaged = changed(damaged, 3, "学校名称", "河湾教学点 ")
    damaged = changed(damaged, 1, "纬度", 36.2)
    write_book(there, damaged)
    report = fix_study(there, tmp_path / "copy")
    rows = book_rows(tmp_path / "copy" / "schools.xlsx")
    assert rows[1][6] == 1200
    assert rows[2][3] == "7-9年级"
    assert rows[3][7] == 800
    assert report.same
    assert (
        openpyxl.load_workbook(tmp_path / "copy" / "schools.xlsx")["说明"]["A1"].value == "填表说明"
    )
    page = (tmp_path / "copy" / "修改说明.md").read_text(encoding="utf-8")
    assert "格式、公式" in page
    assert sha(there) == sha(tmp_path / "copy")


def write_one_book(folder: Path, schools: Grid, villages: Grid) -> Path:
    """Write both tables as sheets of one workbook, as the form to fill in has them."""
    write_book(folder, schools)
    book = openpyxl.load_workbook(folder / "schools.xlsx")
    sheet = book.create_sheet("村庄")
    for row in villages:
        sheet.append(row)
    book.save(folder / "schools.xlsx")
    text = SETTINGS.format(schools="schools.xlsx").replace("villages.csv", "schools.xlsx")
    first, second = text.split("[villages]")
    text = f'{first}sheet = "学校"\n\n[villages]{second}sheet = "村庄"\n'
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def test_both_tables_of_one_workbook_are_repaired(there: Path, tmp_path: Path) -> None:
    schools = changed(SCHOOLS, 1, "在校生数", "1,200")
    write_one_book(there, schools, changed(VILLAGES, 1, "小学生数", "７"))
    report = fix_study(there, tmp_path / "copy")
    assert "number_form" in kinds(report)
    assert report.same
    book = openpyxl.load_workbook(tmp_path / "copy" / "schools.xlsx")
    assert book["学校"]["G2"].value == 1200
    assert book["村庄"]["E2"].value == 7
    assert [fix for fix in fix_study(tmp_path / "copy", tmp_path / "twice").fixes if fix.done] == []
    first, second = (contents(tmp_path / name)["schools.xlsx"] for name in ("copy", "twice"))
    assert first == second


def _with_merged_townships(there: Path) -> None:
    """Write both tables in one workbook; a township is merged over two villages."""
    villages = [[*row, "城关镇" if at == 1 else None] for at, row in enumerate(VILLAGES)]
    villages[0][-1] = "乡镇"
    write_one_book(there, changed(SCHOOLS, 1, "在校生数", "1,200"), villages)
    book = openpyxl.load_workbook(there / "schools.xlsx")
    column = len(villages[0])
    book["村庄"].merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    book["村庄"].row_dimensions[5].hidden = True
    book["村庄"]["F4"].number_format = "0.00"
    book.save(there / "schools.xlsx")


def test_a_sheet_that_is_left_keeps_its_merged_and_hidden_cells(
    there: Path, tmp_path: Path
) -> None:
    # without the merge, the second village would lose its township
    _with_merged_townships(there)
    report = fix_study(there, tmp_path / "copy")
    assert {fix.kind for fix in report.fixes} == {"shape", "number_form", "text_number"}
    assert report.same
    book = openpyxl.load_workbook(tmp_path / "copy" / "schools.xlsx")
    assert book.sheetnames == ["学校", "说明", "村庄"]
    assert book["学校"]["G2"].value == 1200
    left = book["村庄"]
    assert [str(area) for area in left.merged_cells.ranges] == ["H2:H3"]
    assert left.row_dimensions[5].hidden
    assert left["F4"].number_format == "0.00"
    assert sha(there) == sha(tmp_path / "copy")
    page = (tmp_path / "copy" / "修改说明.md").read_text(encoding="utf-8")
    assert "工作表“村庄”有合并单元格，这张表没有改动（合并单元格保留）" in page


def test_a_file_is_left_where_its_other_sheet_would_not_read_the_same(
    there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_merged_townships(there)
    before = contents(there)

    def unmerging(drafts: list[Draft]) -> bytes:
        book = openpyxl.load_workbook(drafts[0].source.path)
        book["村庄"].unmerge_cells("H2:H3")
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    monkeypatch.setattr(fixing, "draft_bytes", unmerging)
    report = fix_study(there, tmp_path / "copy")
    assert [fix.kind for fix in report.fixes] == ["shape", "differs"]
    assert report.same
    assert contents(tmp_path / "copy")["schools.xlsx"] == before["schools.xlsx"]


def test_a_header_of_several_rows_is_named_with_its_sheet(there: Path, tmp_path: Path) -> None:
    villages = [
        [*VILLAGES[0][:4], "学生数", None, VILLAGES[0][6]],
        [None, None, None, None, "小学生数", "初中生数", None],
        *VILLAGES[1:],
    ]
    write_one_book(there, changed(SCHOOLS, 1, "在校生数", "1,200"), villages)
    book = openpyxl.load_workbook(there / "schools.xlsx")
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:G2"):
        book["村庄"].merge_cells(area)
    book.save(there / "schools.xlsx")
    report = fix_study(there, tmp_path / "copy")
    assert set(kinds(report)) == {"number_form", "text_number"}
    assert report.same
    words = [why(fix, "zh") for fix in report.fixes if not fix.done]
    assert words == ["工作表“村庄”有多行表头，这张表没有改动"]
    copied = openpyxl.load_workbook(tmp_path / "copy" / "schools.xlsx")["村庄"]
    assert len(copied.merged_cells.ranges) == 6


def test_formats_to_the_end_of_a_sheet_cost_nothing(there: Path, tmp_path: Path) -> None:
    write_book(there, changed(SCHOOLS, 1, "在校生数", "1,200"))
    book = openpyxl.load_workbook(there / "schools.xlsx")
    book["说明"]["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(there / "schools.xlsx")
    assert [fix.kind for fix in fix_study(there, tmp_path / "copy").fixes] == ["shape"]


def test_rows_of_one_workbook_are_counted_by_sheet(there: Path) -> None:
    write_one_book(there, SCHOOLS, changed(VILLAGES, 1, "经度", ""))
    tally = examine(there, quick=True).tally
    assert tally is not None
    assert (tally.schools_aside, tally.villages_aside, tally.pupils_aside) == (0, 1, 10)


def test_places_of_one_workbook_are_doubted_by_sheet(there: Path) -> None:
    far = changed(changed(VILLAGES, 1, "经度", "118.9"), 2, "学区小学", "S99")
    write_one_book(there, SCHOOLS, far)
    told = examine(there, quick=True).problems
    for code in ("place_far", "designated_unknown"):
        assert [p.sheet for p in told if p.code == code] == ["村庄"]


def test_merged_cells_in_the_table_are_left(there: Path, tmp_path: Path) -> None:
    write_book(there, changed(SCHOOLS, 1, "在校生数", "1,200"))
    book = openpyxl.load_workbook(there / "schools.xlsx")
    book["学校"].merge_cells("I2:I3")
    book.save(there / "schools.xlsx")
    before = contents(there)
    report = fix_study(there, tmp_path / "copy")
    assert [fix.kind for fix in report.fixes] == ["shape"]
    assert contents(tmp_path / "copy")["schools.xlsx"] == before["schools.xlsx"]


def test_merged_cells_of_a_title_are_no_hindrance(there: Path, tmp_path: Path) -> None:
    write_book(there, [["试验县学校一览", *[None] * 8], *SCHOOLS])
    book = openpyxl.load_workbook(there / "schools.xlsx")
    book["学校"].merge_cells("A1:I1")
    book.save(there / "schools.xlsx")
    report = fix_study(there, tmp_path / "copy")
    assert "title_row" in kinds(report)
    assert book_rows(tmp_path / "copy" / "schools.xlsx")[0][0] == "学校标识码"
    assert report.same


def test_rows_are_told_as_the_original_has_them(
    there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # above the header a title; a row of totals between: the copy lacks rows 1 and 4
    empty = [None] * 8
    second, third = changed(SCHOOLS, 2, "经度", "")[2], changed(SCHOOLS, 3, "学校标识码", "S01")[3]
    rows = [["学校一览", *empty], *SCHOOLS[:2], ["合计", *empty], second, third]
    write_book(there, rows)
    assert run(["check", str(there), "--fix", str(tmp_path / "copy")]) == 0
    printed = capsys.readouterr().out
    page = (tmp_path / "copy" / "修改说明.md").read_text(encoding="utf-8")
    assert "第 5 行，“经度, 纬度”列 没有坐标" in page
    assert "第 6 行，“学校标识码”列 `S01` 代码与第 3 行重复" in page
    assert "行号都是原表的行号" in page
    text = (tmp_path / "copy" / "fixes.csv").read_text(encoding="utf-8-sig")
    listed = list(csv.DictReader(io.StringIO(text)))
    places = {line["kind"]: (line["row"], line["row_after"]) for line in listed}
    assert places["coordinates_missing"] == ("5", "3")
    assert places["id_twice"] == ("6", "4")
    left = sum(line["done"] == "0" for line in listed)
    assert f"还有 {left} 处要人工核对" in printed
    assert f"请人工核对（{left} 处）" in page


def test_numbers_written_as_text_are_told_in_one_line(there: Path, tmp_path: Path) -> None:
    write_book(there, changed(SCHOOLS, 1, "在校生数", "1,200"))
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report).count("number_form") == 1
    page = (tmp_path / "copy" / "修改说明.md").read_text(encoding="utf-8")
    told = [line for line in page.splitlines() if "写成文字的数" in line and "在校生数" in line]
    assert len(told) == 1
    assert told[0].endswith("（2 处），例如第 3 行 文字“90” → 数 90")
    assert "`90` → `90`" not in page


def test_files_from_outside_are_brought_along(tmp_path: Path) -> None:
    there = write(tmp_path / "county" / "study")
    (tmp_path / "county" / "edge.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
        '"geometry": {"type": "Polygon", "coordinates": '
        "[[[111, 36], [112, 36], [112, 37], [111, 37], [111, 36]]]}}]}",
        encoding="utf-8",
    )
    with (there / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[boundary]\nfile = "../edge.geojson"\n')
    report = fix_study(there, tmp_path / "copy")
    assert kinds(report) == ["file_brought"]
    assert len(read_study(tmp_path / "copy").boundary) == 1
    assert "# 试验" in (tmp_path / "copy" / "study.toml").read_text(encoding="utf-8")


def test_tables_with_geometry_are_copied(there: Path, tmp_path: Path) -> None:
    import geopandas
    import shapely

    write(there)
    frame = geopandas.GeoDataFrame(
        {"village_id": ["V1"], "name": [" 上村"], "pupils": [9]},
        geometry=[shapely.Point(111.6, 36.2)],
        crs=4326,
    )
    frame.to_file(there / "villages.gpkg")
    text = (there / "study.toml").read_text(encoding="utf-8")
    (there / "study.toml").write_text(text.replace("villages.csv", "villages.gpkg"), "utf-8")
    report = fix_study(there, tmp_path / "copy")
    assert [fix.kind for fix in report.fixes] == ["kind"]
    assert report.same


@pytest.mark.parametrize("where", [".", "inside", "..", "../full", "../a file"])
def test_targets_that_are_refused(there: Path, where: str) -> None:
    write(there)
    full = there.parent / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine", encoding="utf-8")
    (there.parent / "a file").write_text("mine", encoding="utf-8")
    before = contents(there.parent)
    with pytest.raises(UsageError):
        fix_study(there, there / where)
    assert contents(there.parent) == before


def test_an_earlier_copy_is_replaced_and_what_was_edited_in_it_is_kept(
    there: Path, tmp_path: Path
) -> None:
    write(there, changed(SCHOOLS, 1, "在校生数", "1,200"))
    out = tmp_path / "copy"
    fix_study(there, out)
    first = contents(out)
    fix_study(there, out)
    assert contents(out) == first
    (out / "schools.csv").write_bytes(csv_bytes(changed(SCHOOLS, 1, "在校生数", "999")))
    fix_study(there, out)
    assert rows_of(out / "schools.csv") == SCHOOLS
    assert rows_of(out / "schools (2).csv")[1][6] == "999"


def test_a_failing_write_leaves_nothing(
    there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(there)
    before = contents(there)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(MachineError):
        fix_study(there, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert contents(there) == before


def test_settings_that_cannot_be_read_stop_it(there: Path, tmp_path: Path) -> None:
    write(there)
    (there / "study.toml").write_text("[study\n", encoding="utf-8")
    with pytest.raises(InputError):
        fix_study(there, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_the_command_says_what_it_did(
    there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(there, changed(SCHOOLS, 1, "在校生数", "1,200"))
    assert run(["check", str(there), "--fix", str(tmp_path / "copy")]) == 0
    printed = capsys.readouterr().out
    assert "原资料没有动" in printed
    assert FIXED["number_form"][0] in printed
    assert run(["check", str(there), "--fix", str(there)]) == 2
    assert run(["check", str(there), "--fix", str(tmp_path / "copy"), "--json"]) == 0


def test_every_text_is_there_in_both_languages() -> None:
    for texts in (FIXED, LEFT, PAGE, SHAPES):
        for zh, en in texts.values():
            assert zh
            assert en


# random damage

CELLS: dict[str, Callable[[str], str]] = {
    "blanks": lambda cell: f" {cell}　",
    "wide": lambda cell: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in cell),
    "invisible": lambda cell: f"\u200b{cell}\ufeff",
    "newline": lambda cell: f"{cell}\n",
}
NUMBERS: dict[str, Callable[[str], str]] = {
    "thousands": lambda cell: f"{int(cell):,}" if cell.isdigit() else cell,
    "person": lambda cell: f"{cell}人" if cell else cell,
    "nonsense": lambda cell: f"约{cell}",
}
LINES: dict[str, Callable[[Grid], Grid]] = {
    "title": lambda rows: [["一览表", *[""] * (len(rows[0]) - 1)], *rows],
    "blank": lambda rows: [*rows[:2], [""] * len(rows[0]), *rows[2:]],
    "total": lambda rows: [*rows, ["合计", *[""] * (len(rows[0]) - 1)]],
    "twice": lambda rows: [*rows, rows[1]],
    "headers": lambda rows: [[f" {cell} " for cell in rows[0]], *rows[1:]],
}


@st.composite
def damaged(draw: st.DrawFn, rows: Grid, counts: tuple[str, ...]) -> Grid:
    new = [list(row) for row in rows]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(1, len(new) - 1))
        column = draw(st.integers(0, len(rows[0]) - 1))
        ways = {**CELLS, **(NUMBERS if rows[0][column] in counts else {})}
        new[at][column] = ways[draw(st.sampled_from(sorted(ways)))](new[at][column])
    for name in draw(st.lists(st.sampled_from(sorted(LINES)), max_size=3, unique=True)):
        new = LINES[name](new)
    return new


@pytest.mark.slow
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    schools=damaged(SCHOOLS, ("在校生数",)),
    villages=damaged(VILLAGES, ("小学生数", "初中生数")),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", "\t", ";"]),
    book=st.booleans(),
)
def test_random_damage(
    tmp_path_factory: pytest.TempPathFactory,
    schools: Grid,
    villages: Grid,
    encoding: str,
    delimiter: str,
    book: bool,
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    there, once, twice = (folder / name for name in ("study", "once", "twice"))
    if book:
        write_book(there, schools)
    else:
        write(there, schools)
        if encoding != "gb18030" or "\u200b" not in str(schools):
            (there / "schools.csv").write_bytes(csv_bytes(schools, encoding, delimiter))
    (there / "villages.csv").write_bytes(csv_bytes(villages))
    before = contents(there)
    report = fix_study(there, once)
    assert contents(there) == before
    assert report.same
    again = fix_study(once, twice)
    assert [fix for fix in again.fixes if fix.done] == []
    first, second = contents(once), contents(twice)
    for name in ("schools.csv", "schools.xlsx", "villages.csv", "study.toml"):
        assert first.get(name) == second.get(name)
    try:
        study = read_study(there)
    except InputError:
        return
    copy = read_study(once)
    assert prepare(study).sha256 == prepare(copy).sha256
    assert len(copy.problems) <= len(study.problems)
