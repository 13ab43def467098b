"""A workbook's house style: fonts, formats, tables, print setup. Knows nothing of schools."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from schoolmap.errors import Language

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | bool | None
Kind = Literal["text", "wrap", "centre", "int", "dec1", "dec2", "dec3", "percent"]

INK, MUTED, LINE = "#1f2933", "#667085", "#d7dde5"
NAVY, PALE = "#1f3a5f", "#eef2f7"
RED, AMBER, GREEN, GREY = "#b42318", "#9a6700", "#17693f", "#667085"
RED_FILL, AMBER_FILL, GREEN_FILL, GREY_FILL = "#fde7e4", "#fdf1cf", "#e3f4e8", "#eceff3"
CREATED = datetime(2000, 1, 1)
"""Time of making in the file's properties: fixed, so that the same study gives the same bytes."""
WIDEST, NARROWEST, HEADER_WIDTH = 44.0, 7.0, 10.0
LINE_HEIGHT = 14.5
"""Points that a line of text takes."""

_NUMBER: dict[Kind, str] = {
    "int": "#,##0",
    "dec1": "#,##0.0",
    "dec2": "#,##0.00",
    "dec3": "0.000",
    "percent": "0.0%",
}


@dataclass(frozen=True)
class Book:
    """An open workbook, its formats by name, and its language."""

    workbook: Workbook
    formats: Mapping[str, Format]
    language: Language
    heading: str

    def say(self, zh: str, en: str) -> str:
        """Return the text in the workbook's language."""
        return zh if self.language == "zh" else en


@dataclass(frozen=True)
class Column:
    """A table column: header, kind of its cells, and its width where content must not set it."""

    header: str
    kind: Kind = "text"
    width: float | None = None


@dataclass(frozen=True)
class Area:
    """Where a table stands: rows and columns from 0, all within."""

    top: int
    first: int
    last: int
    columns: int

    def cells(self, column: int) -> tuple[int, int, int, int]:
        """Return the cells of a column: first row, column, last row, column."""
        return self.first, column, self.last, column


def open_book(path: Path, *, language: Language, heading: str) -> Book:
    """Return a new workbook with the house formats; text never becomes a formula or a link.

    Parameters
    ----------
    path
        File to write when the workbook is closed.
    language
        ``zh`` or ``en``.
    heading
        What the workbook is about; stands at the head of every sheet.
    """
    from xlsxwriter.workbook import Workbook

    workbook = Workbook(
        str(path),
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": _font(language), "font_size": 10},
        },
    )
    workbook.set_properties({"title": heading, "author": "schoolmap", "created": CREATED})
    return Book(workbook, _formats(workbook, language), language, heading)


def _font(language: Language) -> str:
    # Excel and WPS fall back to their own face where it is missing
    return "微软雅黑" if language == "zh" else "Arial"


def _formats(workbook: Workbook, language: Language) -> dict[str, Format]:
    base = {"font_name": _font(language), "font_size": 10, "font_color": INK, "valign": "vcenter"}
    cell = {**base, "bottom": 1, "bottom_color": LINE}
    head = {
        **base,
        "bold": True,
        "font_color": "#ffffff",
        "bg_color": NAVY,
        "text_wrap": True,
        "align": "center",
        "border": 1,
        "border_color": "#3d5878",
    }
    total = {**base, "bold": True, "bg_color": PALE, "top": 1, "bottom": 1, "border_color": LINE}
    styles: dict[str, dict[str, object]] = {
        "plain": base,
        "text": cell,
        "wrap": {**cell, "text_wrap": True},
        "centre": {**cell, "align": "center"},
        "header": head,
        "total.text": total,
        "total.centre": {**total, "align": "center"},
        "total.wrap": total,
        "title": {**base, "font_size": 16, "bold": True, "font_color": NAVY},
        "section": {**base, "font_size": 12, "bold": True, "font_color": NAVY},
        "muted": {**base, "font_color": MUTED, "font_size": 9},
        "note": {**base, "text_wrap": True, "valign": "top"},
        "link": {**base, "font_color": "#1f6fb2", "underline": 1},
        "cover.title": {**base, "font_size": 26, "bold": True, "font_color": NAVY},
        "cover.line": {**base, "font_size": 12, "font_color": MUTED},
        "cover.notice": {
            **base,
            "font_size": 11,
            "bold": True,
            "font_color": AMBER,
            "bg_color": AMBER_FILL,
        },
        "card.label": {
            **base,
            "font_color": MUTED,
            "bg_color": PALE,
            "align": "center",
            "text_wrap": True,
        },
        "mono": {**base, "font_name": "Consolas", "font_size": 9, "font_color": MUTED},
        "bad": {"font_color": RED, "bg_color": RED_FILL},
        "warn": {"font_color": AMBER, "bg_color": AMBER_FILL},
        "good": {"font_color": GREEN, "bg_color": GREEN_FILL},
        "dim": {"font_color": GREY, "bg_color": GREY_FILL},
    }
    for kind, pattern in _NUMBER.items():
        number = {"num_format": pattern, "align": "right"}
        styles[kind] = {**cell, **number}
        styles[f"total.{kind}"] = {**total, **number}
        card = {"font_size": 18, "bold": True, "font_color": NAVY, "bg_color": PALE}
        styles[f"card.{kind}"] = {**base, **number, **card, "align": "center"}
    return {name: workbook.add_format(style) for name, style in styles.items()}


def add_sheet(book: Book, name: str, note: str, *, tab: str = NAVY) -> Worksheet:
    """Return a new sheet with its title, what it says, and a way back to the cover.

    The first free row is 3.
    """
    sheet = book.workbook.add_worksheet(name)
    sheet.set_tab_color(tab)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, name, book.formats["title"])
    sheet.write_string(1, 0, f"{book.heading}　{note}", book.formats["muted"])
    return sheet


def set_page(
    book: Book,
    sheet: Worksheet,
    *,
    repeat: tuple[int, int] | None = None,
    one_page: bool = False,
) -> None:
    """Set up printing: A4 landscape, as wide as the page, headers repeated, pages counted."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 1 if one_page else 0)
    if repeat is not None:
        sheet.repeat_rows(*repeat)
    pages = book.say("第 &P 页，共 &N 页", "page &P of &N")
    # an ampersand in a footer is a command
    sheet.set_footer(f"&L&8{book.heading.replace('&', '&&')}&R&8{pages}")


def write_table(
    book: Book,
    sheet: Worksheet,
    top: int,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    total: Sequence[Value] | None = None,
    widths: Sequence[float],
) -> Area:
    """Write headers, rows and a line of totals; return where the rows stand.

    Parameters
    ----------
    book, sheet
        Where to write.
    top
        Row of the headers, from 0.
    columns, rows
        One cell per column; None stays empty.
    total
        Cells of a last line, set apart; it is no part of the returned area.
    widths
        Width of each column (see `fit`); rows are as high as their wrapped text needs.
    """
    headers = zip(columns, widths, strict=True)
    lines = max((line_count(column.header, width) for column, width in headers), default=1)
    sheet.set_row(top, 8 + LINE_HEIGHT * lines)
    for k, column in enumerate(columns):
        sheet.write_string(top, k, column.header, book.formats["header"])
    faces = [book.formats[column.kind] for column in columns]
    wrapped = [k for k, column in enumerate(columns) if column.kind == "wrap"]
    for r, row in enumerate(rows, start=top + 1):
        for k, (value, face) in enumerate(zip(row, faces, strict=True)):
            put(sheet, r, k, value, face)
        high = max((line_count(str(row[k] or ""), widths[k]) for k in wrapped), default=1)
        sheet.set_row(r, 4 + LINE_HEIGHT * high)
    last = top + len(rows)
    if total is not None:
        sheet.set_row(last + 1, 5 + LINE_HEIGHT)
        for k, (value, column) in enumerate(zip(total, columns, strict=True)):
            put(sheet, last + 1, k, value, book.formats[f"total.{column.kind}"])
    return Area(top, top + 1, max(last, top + 1), len(columns))


def put(sheet: Worksheet, row: int, column: int, value: Value, face: Format) -> None:
    """Write one cell; text as text, whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, face)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, face)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, face)
    else:
        sheet.write_number(row, column, value, face)


def fit(
    sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> tuple[float, ...]:
    """Set and return column widths by content: a Chinese character takes two places."""
    widths = []
    for k, column in enumerate(columns):
        width = column.width
        if width is None:
            widest = _widest([row[k] for row in rows], column.kind)
            # a header wraps, but not into splinters
            head = min(text_width(column.header), HEADER_WIDTH)
            width = min(max(max(widest, head) + 2.5, NARROWEST), WIDEST)
        sheet.set_column(k, k, width)
        widths.append(width)
    return tuple(widths)


def _widest(values: Sequence[Value], kind: Kind) -> float:
    """Return the width of the widest cell; of numbers the extremes are enough to look at."""
    texts = {value for value in values if isinstance(value, str)}
    numbers = [value for value in values if isinstance(value, int | float)]
    if numbers:
        texts |= {shown(min(numbers), kind), shown(max(numbers), kind)}
    return max((text_width(text) for text in texts), default=0.0)


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width."""
    room = max(width - 1.5, 1.0)
    return sum(max(math.ceil(text_width(line) / room), 1) for line in text.split("\n"))


def whole_or(values: Iterable[Value], kind: Kind) -> Kind:
    """Return ``int`` where every number among the values is whole, else `kind`."""
    numbers = (v for v in values if isinstance(v, int | float))
    return "int" if all(float(v).is_integer() for v in numbers) else kind


def shown(value: Value, kind: Kind) -> str:
    """Return about what a cell will show, to measure it."""
    if value is None or isinstance(value, str | bool):
        return "" if value is None else str(value)
    if kind in {"text", "wrap", "centre"}:
        return str(value)
    digits = {"int": 0, "dec1": 1, "dec2": 2, "dec3": 3, "percent": 1}[kind]
    return f"{value:,.{digits}f}"


def text_width(text: str) -> float:
    """Return the width of the widest line in narrow characters."""
    lines = text.split("\n")
    if text.isascii():
        return max(len(line) for line in lines)
    return max(
        sum(1.9 if unicodedata.east_asian_width(c) in "WFA" else 1.0 for c in ln) for ln in lines
    )


def mark(
    book: Book, sheet: Worksheet, area: Area, column: int, *, rule: str, value: float, face: str
) -> None:
    """Colour the cells of a column by a comparison (``>``, ``<`` …) with a number."""
    first, _, last, _ = area.cells(column)
    sheet.conditional_format(
        first,
        column,
        last,
        column,
        # Excel takes an empty cell for zero
        {"type": "blanks", "stop_if_true": True, "format": None},
    )
    sheet.conditional_format(
        first,
        column,
        last,
        column,
        {"type": "cell", "criteria": rule, "value": value, "format": book.formats[face]},
    )


def mark_words(
    book: Book, sheet: Worksheet, area: Area, column: int, faces: Mapping[str, str]
) -> None:
    """Colour the cells of a column that hold one of the words."""
    for word, face in faces.items():
        escaped = word.replace('"', '""')
        rule = {"type": "cell", "criteria": "==", "value": f'"{escaped}"'}
        sheet.conditional_format(*area.cells(column), {**rule, "format": book.formats[face]})
