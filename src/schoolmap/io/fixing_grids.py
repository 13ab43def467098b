"""Whole files as rows of cells, read and written again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from schoolmap.io.frame import Frame
from schoolmap.io.headers import header_key
from schoolmap.io.measures import plain
from schoolmap.io.plaintext import DELIMITERS, decode
from schoolmap.io.sheets import MOST_CELLS

Row = list[object]

TEXT_KINDS: tuple[str, ...] = (".csv", ".tsv", ".txt")
BOOK_KINDS: tuple[str, ...] = (".xlsx",)
_BOM = b"\xef\xbb\xbf"
_NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Grid:
    """The rows of a text file, or of one sheet of a workbook.

    Attributes
    ----------
    rows
        From row 1; empty cells are None or "".
    header
        Position of the header among `rows`.
    sheet
        Name of the sheet; "" of a text file.
    delimiter
        Of a text file.
    encoded
        Whether a text file is UTF-8 with a byte order mark.
    merged
        The lowest row that merged cells of a sheet reach, from 1; 0 where there are none.
    """

    rows: tuple[Row, ...]
    header: int
    sheet: str = ""
    delimiter: str = ","
    encoded: bool = True
    merged: int = 0


def find_grid(path: Path, frame: Frame, encoding: str | None) -> Grid | None:
    """Return the rows that a frame was made of; None where that is not certain.

    Not certain: a header of several rows, merged cells in the table, cells that the reader took
    from elsewhere.

    Parameters
    ----------
    path
        The file.
    frame
        As the reader made it.
    encoding
        As study.toml declares it.
    """
    for grid in _grids(path, encoding):
        for at, row in enumerate(grid.rows[:30]):
            if _is_header(row, frame.headers) and _made_of(frame, grid.rows, at):
                return None if grid.merged > at else replace(grid, header=at)
    return None


def text_bytes(rows: Sequence[Row], delimiter: str) -> bytes:
    """Return rows as the bytes of a text file: UTF-8 with a byte order mark, CRLF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return _BOM + buffer.getvalue().encode("utf-8")


def book_bytes(path: Path, sheets: dict[str, Sequence[Row]]) -> bytes:
    """Return a workbook with other rows, values only, in some of its sheets.

    The others keep merged and hidden cells and their looks; formulas become what they made.

    Parameters
    ----------
    path
        The workbook as it is.
    sheets
        Rows by name of the sheet.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    for title, rows in sheets.items():
        old = book[title]
        state, place = old.sheet_state, book.index(old)
        book.remove(old)
        made = book.create_sheet(title, place)
        made.sheet_state = state
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell is None or cell == "":
                    continue
                target = made.cell(at, column, cell)
                if isinstance(cell, str):
                    target.data_type = "s"  # a text that begins with = is no formula
    buffer = io.BytesIO()
    book.save(buffer)
    return _undated(buffer)


def why_no_grid(path: Path, frame: Frame, encoding: str | None) -> str:
    """Return what keeps a frame from being found: ``lines``, ``merged``, both or ``cells``."""
    grids = list(_grids(path, encoding))
    heads = [
        (grid, at)
        for grid in grids
        for at, row in enumerate(grid.rows[:30])
        if _is_header(row, frame.headers)
    ]
    merged = bool(frame.merges) or any(grid.merged > at for grid, at in heads)
    if grids and not heads and merged:
        return "lines_merged"
    if merged:
        return "merged"
    return "lines" if grids and not heads else "cells"


def _undated(buffer: io.BytesIO) -> bytes:
    """Return a workbook without the hour of its making: same rows, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as parts, zipfile.ZipFile(out, "w") as package:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, date_time=_NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb">\d{4}-\d\d-\d\dT[\d:.]+Z<", b">1980-01-01T00:00:00Z<", content)
            package.writestr(entry, content)
    return out.getvalue()


def _grids(path: Path, encoding: str | None) -> Iterator[Grid]:
    if path.suffix.lower() in TEXT_KINDS:
        yield from _text_grids(path, encoding)
    elif path.suffix.lower() in BOOK_KINDS:
        yield from _book_grids(path)


def _text_grids(path: Path, encoding: str | None) -> Iterator[Grid]:
    raw = path.read_bytes()
    try:
        text = decode(raw, encoding)
    except (LookupError, UnicodeDecodeError):
        return
    for delimiter in DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            rows: tuple[Row, ...] = tuple(list(row) for row in reader)
        except csv.Error:
            continue
        yield Grid(rows, 0, delimiter=delimiter, encoded=raw.startswith(_BOM))


def _book_grids(path: Path) -> Iterator[Grid]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
    except Exception:
        return
    if sum(sheet.max_row * sheet.max_column for sheet in book.worksheets) > MOST_CELLS:
        return  # formats of empty cells reach to the end of a sheet
    for sheet in book.worksheets:
        rows = tuple(list(row) for row in sheet.iter_rows(values_only=True))
        merged = max((area.max_row for area in sheet.merged_cells.ranges), default=0)
        yield Grid(rows, 0, sheet.title, merged=merged)


def _is_header(row: Row, headers: Sequence[str]) -> bool:
    written = [header_key(str(cell)) if isinstance(cell, str) else "" for cell in row]
    while written and not written[-1]:
        written.pop()
    return written == [header_key(header) for header in headers]


def _made_of(frame: Frame, rows: Sequence[Row], header: int) -> bool:
    """Return whether each cell of the frame stands in the row that it names."""
    if not len(frame) or int(frame.rows.min()) <= header + 1 or int(frame.rows.max()) > len(rows):
        return False
    for at, number in enumerate(frame.rows.tolist()):
        row = rows[number - 1]
        for column, cells in enumerate(frame.cells):
            cell = row[column] if column < len(row) else None
            if plain(cell) != plain(cells[at]):
                return False
    return True


def is_filled(cell: object) -> bool:
    """Return whether a cell holds anything."""
    if isinstance(cell, dt.date):
        return True
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))
