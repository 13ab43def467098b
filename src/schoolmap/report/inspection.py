"""The self-inspection sheet (自查表) of one school, for people: a workbook, and a Word document."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schoolmap.errors import Language
from schoolmap.kernel.inspection import InspectionRow, SchoolFacts
from schoolmap.model.wording import say
from schoolmap.report.inspection_view import (
    BAND,
    DATE,
    FONT,
    HEAD,
    HEADERS,
    INK,
    MUTED,
    NOTES_TITLE,
    RULE,
    SOURCES_TITLE,
    TINT,
    Line,
    Sheet,
    sheet_of,
)
from schoolmap.report.inspection_word import write_inspection_docx

__all__ = ["FIGURE_COLUMNS", "write_inspection_docx", "write_inspection_xlsx"]

FIGURE_COLUMNS = (
    "item",
    "stage",
    "value",
    "unit",
    "standard",
    "limit",
    "met",
    "shortfall",
    "shortfall_unit",
)
"""Columns of the workbook's second page."""
_COLUMNS = (29.0, 17.0, 17.0, 23.0, 31.0)
_PAGE_WIDTH = 117.0


def write_inspection_xlsx(
    path: Path, facts: SchoolFacts, rows: Sequence[InspectionRow], *, language: Language = "zh"
) -> None:
    """Write the sheet as a workbook: the page for print, and the figures unrounded.

    Parameters
    ----------
    path
        File to write; replaced where it exists.
    facts, rows
        The school, and what `inspect_school` says of it.
    language
        ``zh`` or ``en``.
    """
    sheet = sheet_of(facts, rows, language=language)
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(str(path), options)
    book.set_properties({"title": sheet.title, "created": DATE})
    _print_page(book, sheet)
    _figures_page(book, rows, language)
    book.close()


def _print_page(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet("自查表" if sheet.language == "zh" else "Sheet")
    formats = _Formats(book, sheet.language)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    for column, width in enumerate(_COLUMNS):
        page.set_column(column, column, width)
    page.set_row(0, 30)
    page.merge_range(0, 0, 0, 4, "", formats.of(size=17, bold=True, ink=HEAD))
    page.write_string(0, 0, sheet.title, formats.of(size=17, bold=True, ink=HEAD))
    page.write_string(1, 0, sheet.subtitle, formats.of(ink=MUTED))
    at = _facts_rows(page, sheet, formats, at=3) + 1
    page.write_string(at, 0, sheet.summary, formats.of(size=11, bold=True))
    at = _table_rows(page, sheet, formats, at=at + 1)
    for title, texts in ((NOTES_TITLE, sheet.notes), (SOURCES_TITLE, sheet.sources)):
        at = _text_rows(page, say(title, sheet.language), texts, formats, at=at + 1)


class _Formats:
    """Cell formats of a workbook, each made once."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book, self._font = book, FONT[language]
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(
        self,
        *,
        size: float = 10,
        bold: bool = False,
        ink: str = INK,
        fill: str = "",
        border: bool = False,
        align: str = "left",
        wrap: bool = False,
    ) -> Format:
        """Return the format; asked for twice it is the same."""
        look: dict[str, object] = {
            "font_name": self._font,
            "font_size": size,
            "bold": bold,
            "font_color": f"#{ink}",
            "valign": "vcenter",
            "align": align,
            "text_wrap": wrap,
            "indent": 1 if border and align == "left" else 0,
        }
        if fill:
            look |= {"bg_color": f"#{fill}"}
        if border:
            look |= {"border": 1, "border_color": f"#{RULE}"}
        key = tuple(look.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _facts_rows(page: Worksheet, sheet: Sheet, formats: _Formats, *, at: int) -> int:
    """Write the facts two by two; return the row after them."""
    label = formats.of(ink=MUTED, fill=BAND, border=True)
    value = formats.of(border=True)
    for k in range(0, len(sheet.facts), 2):
        pair = sheet.facts[k : k + 2]
        first, second = pair[0], pair[1] if len(pair) == 2 else ("", "")
        page.set_row(at, 18)
        page.write_string(at, 0, first[0], label)
        page.merge_range(at, 1, at, 2, "", value)
        page.write_string(at, 1, first[1], value)
        page.write_string(at, 3, second[0], label)
        page.write_string(at, 4, second[1], value)
        at += 1
    return at


def _table_rows(page: Worksheet, sheet: Sheet, formats: _Formats, *, at: int) -> int:
    """Write the table of figures; return the row after it."""
    head = formats.of(bold=True, ink="FFFFFF", fill=HEAD, border=True, align="center")
    page.set_row(at, 22)
    for column, pair in enumerate(HEADERS):
        page.write_string(at, column, say(pair, sheet.language), head)
    page.repeat_rows(at)
    at += 1
    for group in sheet.groups:
        band = formats.of(bold=True, fill=BAND, border=True)
        page.set_row(at, 18)
        page.merge_range(at, 0, at, 4, "", band)
        page.write_string(at, 0, group.title, band)
        at += 1
        for line in group.lines:
            _line_row(page, line, formats, at=at)
            at += 1
    return at


def _line_row(page: Worksheet, line: Line, formats: _Formats, *, at: int) -> None:
    fill, ink = TINT[line.verdict]
    missed = line.verdict == "missed"
    plain = formats.of(border=True, wrap=True)
    texts = (line.label, line.standard, line.actual, line.finding, line.basis)
    looks = (
        plain,
        plain,
        plain,
        formats.of(border=True, wrap=True, fill=fill, ink=ink, bold=missed),
        formats.of(size=9, ink="3E4C59", border=True, wrap=True),
    )
    sizes = (10, 10, 10, 10.5, 9)  # bold letters are wider
    lines = max(
        map(lambda text, width, size: _lines(text, width, size=size), texts, _COLUMNS, sizes)
    )
    page.set_row(at, 8 + 14 * lines)
    for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
        page.write_string(at, column, text, look)


def _text_rows(
    page: Worksheet, title: str, texts: Sequence[str], formats: _Formats, *, at: int
) -> int:
    """Write a heading and numbered texts across the page; return the row after them."""
    if not texts:
        return at
    page.write_string(at, 0, title, formats.of(size=11, bold=True, ink=HEAD))
    look = formats.of(size=9, wrap=True)
    for number, text in enumerate(texts, start=1):
        whole = f"{number}. {text}"
        # merged cells do not grow by themselves
        page.set_row(at + number, 3 + 13 * _lines(whole, _PAGE_WIDTH, size=9))
        page.merge_range(at + number, 0, at + number, 4, "", look)
        page.write_string(at + number, 0, whole, look)
    return at + len(texts) + 1


def _figures_page(book: Workbook, rows: Sequence[InspectionRow], language: Language) -> None:
    """Write the figures as they are, a row each, for sorting and for programs."""
    page = book.add_worksheet("数据" if language == "zh" else "Figures")
    head = book.add_format({"bold": True, "bottom": 1})
    for column, name in enumerate(FIGURE_COLUMNS):
        page.write_string(0, column, name, head)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(_figures(row)):
            if isinstance(value, str):
                page.write_string(at, column, value)
            elif value is not None:
                page.write_number(at, column, value)
    page.set_column(0, len(FIGURE_COLUMNS) - 1, 16)
    page.set_column(0, 0, 26)
    page.set_column(4, 4, 38)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.freeze_panes(1, 0)


def _figures(row: InspectionRow) -> tuple[str | float | None, ...]:
    standard = row.standard
    limit = None if standard is None or isinstance(standard.value, tuple) else standard.value
    return (
        row.item,
        row.stage or "",
        row.value,
        row.unit,
        "" if standard is None else standard.id,
        limit,
        None if row.met is None else int(row.met),
        row.shortfall,
        row.shortfall_unit,
    )


def _lines(text: str, width: float, *, size: float = 10) -> int:
    """Return how many lines a text takes in a column `width` digits wide; a Han letter is two."""
    digits = 0
    for letter in text:
        digits += 2 if ord(letter) > 0x2E80 else 1
    # the width of a column is counted in digits of 11 points; two of them are margin
    return max(1, math.ceil(digits * size / 11 / (width - 2)))
