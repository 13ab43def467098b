"""What offices do to tables: each problem that `texts_tables` names, brought about once."""

from __future__ import annotations

import datetime as dt
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

Damage = Callable[[Any], None]
CASES: dict[str, Damage] = {}


def case(code: str) -> Callable[[Damage], Damage]:
    """Register what brings a problem about."""

    def register(damage: Damage) -> Damage:
        CASES[code] = damage
        return damage

    return register


def rows_of(county: Any, name: str) -> list[list[object]]:
    """Return a table of the small county as cells, numbers as numbers."""
    lines = (county.folder / f"{name}.csv").read_text("utf-8").splitlines()
    return [[_typed(cell) for cell in line.split(",")] for line in lines]


def _typed(cell: str) -> object:
    try:
        number = float(cell)
    except ValueError:
        return cell or None
    return int(number) if number.is_integer() else number


def workbook(
    county: Any,
    name: str,
    rows: list[list[object]] | None = None,
    *,
    change: Callable[[Any], None] | None = None,
    extra: str = "",
) -> Any:
    """Write a table as xlsx and name it in study.toml; `change` may alter sheet or book."""
    book = openpyxl.Workbook()
    for row in rows if rows is not None else rows_of(county, name):
        book.active.append(row)
    if change is not None:
        change(book)
    book.save(county.folder / f"{name}.xlsx")
    county.section(name, f'file = "{name}.xlsx"\ncoordinates = "wgs84"{extra}')
    return book


def _edit(code: str, file: str, pattern: str, by: str) -> None:
    CASES[code] = lambda county: county.edit(file, pattern, by)


# files
@case("file_locked")
def _(county: Any) -> None:
    # the container that Office writes around an encrypted workbook: its streams' names tell
    name = "EncryptedPackage".encode("utf-16-le")
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name + bytes(480)
    (county.folder / "schools.xlsx").write_bytes(raw)
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')


@case("file_is_lock")
def _(county: Any) -> None:
    workbook(county, "schools")
    (county.folder / "~$schools.xlsx").write_bytes(b"\x05clerk" + bytes(159))
    county.section("schools", 'file = "~$schools.xlsx"\ncoordinates = "wgs84"')


@case("file_open")
def _(county: Any) -> None:
    workbook(county, "schools")
    (county.folder / "~$schools.xlsx").write_bytes(b"\x05clerk" + bytes(159))


@case("content_unreadable")
def _(county: Any) -> None:
    county.text("schools.xls", "<html><table><tr><td>学校</td></tr></table></html>")
    county.section("schools", 'file = "schools.xls"\ncoordinates = "wgs84"')


@case("content_other")
def _(county: Any) -> None:
    (county.folder / "schools.csv").rename(county.folder / "schools.xlsx")
    county.section("schools", 'file = "schools.xlsx"\ncoordinates = "wgs84"')


@case("reader_missing")
def _(county: Any) -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le")
    (county.folder / "schools.xls").write_bytes(raw)
    county.section("schools", 'file = "schools.xls"\ncoordinates = "wgs84"')
    kept = county.problems

    def without_xlrd() -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, "xlrd", None)
            return kept()

    county.problems = without_xlrd


@case("workbook_too_large")
def _(county: Any) -> None:
    workbook(county, "schools")
    path = county.folder / "schools.xlsx"
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    # the directory at the end declares 3.9 GB
    at = raw.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    assert int.from_bytes(raw[at : at + 4], "little") == size
    path.write_bytes(raw[:at] + (3_900_000_000).to_bytes(4, "little") + raw[at + 4 :])


# sheets
@case("sheet_ambiguous")
def _(county: Any) -> None:
    def change(book: Any) -> None:
        book.active.title = "2025年"
        copy = book.copy_worksheet(book.active)
        copy.title = "2026年"

    workbook(county, "schools", change=change)


@case("sheet_hidden")
def _(county: Any) -> None:
    def change(book: Any) -> None:
        book.active.title = "旧表"
        book.create_sheet("封面")
        book["旧表"].sheet_state = "veryHidden"
        book.active = 1

    workbook(county, "schools", change=change, extra='\nsheet = "旧表"')


@case("rows_hidden")
def _(county: Any) -> None:
    def change(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True

    workbook(county, "villages", change=change)


@case("columns_hidden")
def _(county: Any) -> None:
    def change(book: Any) -> None:
        book.active.column_dimensions["E"].hidden = True

    workbook(county, "villages", change=change)


def merged(book: Any, *ranges: str) -> None:
    for area in ranges:
        book.active.merge_cells(area)


@case("header_rows")
def _(county: Any) -> None:
    rows = rows_of(county, "villages")
    top = ["村庄代码", "村名", "位置", None, "学生数", None]
    rows[0:1] = [top, [None, None, "经度", "纬度", "小学", "初中"]]
    workbook(
        county, "villages", rows, change=lambda b: merged(b, "A1:A2", "B1:B2", "C1:D1", "E1:F1")
    )


CASES["header_empty"] = lambda county: county.text(
    "villages.csv",
    "村庄代码,村名,,经度,纬度,学生数\nV1,上村,甲,111.61,36.21,7\nV2,下村,,111.62,36.22,8\n",
)


@case("unit_above")
def _(county: Any) -> None:
    head = "学校标识码,学校名称,办学类型,经度,纬度,教学仪器设备值\n"
    county.text(
        "schools.csv",
        f"学校情况表\n填报单位：教育局,,,,单位：万元\n{head}S1,中心小学,小学,111.6,36.2,30\n",
    )


# text files
@case("encoding_mixed")
def _(county: Any) -> None:
    lines = (county.folder / "villages.csv").read_text("utf-8").splitlines(keepends=True)
    odd = [line.encode("utf-8" if at == 2 else "gb18030") for at, line in enumerate(lines)]
    (county.folder / "villages.csv").write_bytes(b"".join(odd))


_edit("text_garbled", "villages.csv", "下村", "锟斤拷")
_edit("quote_single", "villages.csv", "下村", '下"村')
_edit("rows_short", "villages.csv", "6,4", "6")


@case("quotes_unbalanced")
def _(county: Any) -> None:
    county.edit("villages.csv", "上村", '"上村')
    county.edit("villages.csv", "河湾", '河湾"')


@case("delimiter_odd")
def _(county: Any) -> None:
    text = (county.folder / "villages.csv").read_text("utf-8")
    county.text("villages.csv", text.replace(",", "，"))


# rows
_edit("row_total", "villages.csv", r"\Z", "合 计,,,,26,9\n")
_edit("total_differs", "villages.csv", r"\Z", "合　计,,,,26,90\n")
_edit("row_part", "villages.csv", r"\Z", ",其中：女生,,,12,4\n")
_edit("row_note", "villages.csv", r"\Z", "填表人：张三,,,审核人：李四,,\n")
_edit("row_header_again", "villages.csv", "V3", "村庄代码,村名,经度,纬度,小学生数,初中生数\nV3")
_edit("row_numbering", "villages.csv", "V1", "甲,乙,1,2,3,4\nV1")
_edit("row_section", "villages.csv", "V3", "沿河各村,,,,,\nV3")
_edit("row_township", "villages.csv", "V3", "城关镇,,,,,\nV3")


def _towns(county: Any, towns: list[str | None], *, merge: str = "") -> None:
    rows = rows_of(county, "villages")
    for row, town in zip(rows, ["乡镇", *towns], strict=True):
        row.append(town)
    workbook(county, "villages", rows, change=lambda b: merged(b, merge) if merge else None)


CASES["merged_filled"] = lambda county: _towns(
    county, ["城关镇", None, None, "河口乡"], merge="G2:G4"
)
CASES["ditto_filled"] = lambda county: _towns(county, ["城关镇", "同上", "〃", "河口乡"])
CASES["blanks_below"] = lambda county: _towns(county, ["城关镇", None, None, "河口乡"])


@case("blocks_filled")
def _(county: Any) -> None:
    text = (county.folder / "villages.csv").read_text("utf-8")
    towns = ["乡镇", "城关镇", "", "河口乡", ""]
    lines = [f"{line},{town}" for line, town in zip(text.splitlines(), towns, strict=True)]
    for at, code in enumerate((104001, 104002, 201001, 201002), start=1):
        lines[at] = lines[at].replace(f"V{at}", f"520998{code}")
    county.text("villages.csv", "\n".join(lines) + "\n")


CASES["text_blank"] = lambda county: _towns(county, ["城关镇", "—", "河口乡", "河口乡"])


@case("merged_unfilled")
def _(county: Any) -> None:
    workbook(county, "villages", change=lambda b: merged(b, "E3:E4"))


CASES["rows_read"] = lambda _: None


@case("rows_read_only")
def _(county: Any) -> None:
    county.edit("schools.csv", "在校生数", "负责人")


# cells
_edit("none_is_zero", "villages.csv", "6,4", "6,无")
_edit("id_cleaned", "villages.csv", "V1", "'V1")
_edit("id_marked", "villages.csv", "V1", "V1①")
_edit("names_cleaned", "villages.csv", "上村", "上\u202e村")
_edit("text_closed", "villages.csv", "上村", "上　村")
_edit("names_twice", "villages.csv", "下村", "上村")


def _pupils_of_a_school(text: str) -> Damage:
    return lambda county: county.edit("schools.csv", "120", text)


for _code, _cell in (
    ("number_unknown", "不详"),
    ("number_about", "约120"),
    ("number_span", "12-15"),
    ("number_percent", "45%"),
    ("number_marked", "120①"),
    ("number_is_date", "1月3日"),
    ("cell_error", "#REF!"),
    ("number_unreadable", "很多"),
):
    CASES[_code] = _pupils_of_a_school(_cell)


@case("pupils_grades_unread")
def _(county: Any) -> None:
    county.edit("schools.csv", "在校生数", "在校生数,一年级,二年级")
    county.edit("schools.csv", "120", "120,60,不详")
    county.edit("schools.csv", "24,8", "24,8,4,4")


@case("formula_uncomputed")
def _(county: Any) -> None:
    rows = rows_of(county, "villages")
    rows[1][4] = "=3+4"
    workbook(county, "villages", rows)


@case("id_is_date")
def _(county: Any) -> None:
    rows = rows_of(county, "villages")
    rows[1][0] = dt.datetime(2026, 1, 3)
    workbook(county, "villages", rows)


def _ids(*ids: str) -> Damage:
    def damage(county: Any) -> None:
        text = (county.folder / "villages.csv").read_text("utf-8")
        for old, new in zip(("V1", "V2", "V3", "V4"), ids, strict=True):
            text = text.replace(old, new)
        county.text("villages.csv", text)

    return damage


CASES["id_zeros_lost"] = _ids("001", "002", "3", "010")


@case("id_length_odd")
def _(county: Any) -> None:
    lines = [
        f"{141024206001 + i if i else 14102420600},村{i},{111.6 + i / 100},36.2,5" for i in range(6)
    ]
    county.text("villages.csv", "\n".join(["村庄代码,村名,经度,纬度,学生数", *lines]))
