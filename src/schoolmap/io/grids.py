"""Sheets of cells: csv, tsv and xlsx."""

from __future__ import annotations

import codecs
import csv
import io
import warnings
from collections.abc import Iterable, Sequence

import numpy as np

from schoolmap.io.files import HeaderScore, Source
from schoolmap.io.frame import Frame
from schoolmap.io.ledger import Ledger, some

_LOOK_FOR_HEADER = 15
"""Rows above the header that a sheet may have (a title, a date, notes)."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Row = tuple[int, Sequence[object]]


def read_grid(source: Source, ledger: Ledger, *, score: HeaderScore) -> Frame | None:
    """Return a csv, tsv or xlsx file as a frame; None where a problem was found instead."""
    is_sheet = source.path.suffix.lower().startswith(".xls")
    rows = _sheet_rows(source, ledger) if is_sheet else _text_rows(source, ledger)
    if rows is None:
        return None
    filled = [row for row in rows if any(_is_filled(cell) for cell in row[1])]
    if not filled:
        ledger.add("file_empty", file=source.file)
        return None
    at = _header_position(filled, score)
    if at > 0:
        ledger.add("header_row", file=source.file, row=filled[at][0], at=filled[at][0])
    if at + 1 == len(filled):
        ledger.add("file_empty", file=source.file)
        return None
    return _frame(source.file, filled[at:], ledger, strict=not is_sheet)


def decode(raw: bytes, declared: str | None = None) -> str:
    """Return text of bytes: the declared encoding, else by byte order mark, UTF-8, GB18030.

    Raises
    ------
    LookupError
        If the declared encoding is not known.
    UnicodeDecodeError
        If the bytes are not text in any encoding tried.
    """
    if declared is not None:
        text = raw.decode(declared)
        return text.removeprefix("\ufeff")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _text_rows(source: Source, ledger: Ledger) -> list[Row] | None:
    declared = source.settings.encoding
    try:
        text = decode(source.path.read_bytes(), declared)
    except LookupError:
        ledger.add("encoding_unknown", file=source.file, value=declared)
        return None
    except UnicodeDecodeError:
        tried = declared or "UTF-8, GB18030"
        ledger.add("encoding_undecodable", file=source.file, tried=tried)
        return None
    # a tsv saved as csv, or a csv of a locale with decimal commas, is told by its first lines
    delimiter = max(",\t;", key="\n".join(text.lstrip().split("\n", 5)[:5]).count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return list(enumerate(reader, start=1))
    except csv.Error as error:
        ledger.add("file_unreadable", file=source.file, detail=error)
        return None


def _sheet_rows(source: Source, ledger: Ledger) -> list[Row] | None:
    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and validations that it does not keep: nothing we read
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(source.path, read_only=True, data_only=True)
            try:
                name = _sheet_name(book.sheetnames, source, ledger)
                if name is None:
                    return None
                sheet = book[name]
                sheet.reset_dimensions()  # some programs write a wrong size
                return list(enumerate(sheet.iter_rows(values_only=True), start=1))
            finally:
                book.close()
    except PermissionError:
        raise
    except Exception as error:  # a damaged workbook fails in a hundred ways
        ledger.add("file_unreadable", file=source.file, detail=error)
        return None


def _sheet_name(names: Sequence[str], source: Source, ledger: Ledger) -> str | None:
    wanted = source.settings.sheet
    if wanted is not None and wanted not in names:
        ledger.add("sheet_missing", file=source.file, value=wanted, known=some(names))
        return None
    return wanted or choose_name(names, source, ledger, code="sheet_chosen")


def choose_name(names: Sequence[str], source: Source, ledger: Ledger, *, code: str) -> str:
    """Return the sheet or layer to read where none is named, and say which."""
    words = {
        "schools": ("schools", "学校"),
        "villages": ("villages", "村庄", "村"),
        "roads": ("roads", "道路", "edges"),
        "boundary": ("boundary", "边界"),
    }[source.section]
    chosen = next((name for name in names if name.strip().lower() in words), names[0])
    others = [name for name in names if name != chosen]
    if others:
        ledger.add(code, file=source.file, chosen=chosen, others=some(others))
    return chosen


def _header_position(rows: Sequence[Row], score: HeaderScore) -> int:
    """Return where the header is: the first row that knows most, if it knows two or more."""
    scores = [score(cells) for _, cells in rows[:_LOOK_FOR_HEADER]]
    best = max(scores)
    return scores.index(best) if best >= 2 else 0


def _frame(file: str, rows: Sequence[Row], ledger: Ledger, *, strict: bool) -> Frame:
    """Return rows under their header.

    In a text file a row longer than the header (`strict`) has shifted cells: a comma without
    quotes. In a workbook it only has a remark beside the table.
    """
    headers = [_header(cell) for cell in rows[0][1]]
    while headers and not headers[-1]:
        headers.pop()
    width = len(headers)
    kept: list[list[object]] = []
    numbers: list[int] = []
    for number, cells in rows[1:]:
        if strict and any(_is_filled(cell) for cell in cells[width:]):
            ledger.add("row_too_long", file=file, row=number)
            continue
        kept.append([*cells[:width], *[None] * (width - len(cells))])
        numbers.append(number)
    columns = tuple(_column(row[i] for row in kept) for i in range(width))
    return Frame(file, tuple(headers), columns, np.asarray(numbers, dtype=np.int64))


def _column(cells: Iterable[object]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    found = list(cells)
    column = np.empty(len(found), dtype=object)
    column[:] = found
    return column


def _header(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _is_filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))
