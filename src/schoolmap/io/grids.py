"""Sheets of cells: csv, tsv, xlsx and xls, told apart by what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from schoolmap.io.books import read_book
from schoolmap.io.files import HeaderScore, Source
from schoolmap.io.frame import Frame
from schoolmap.io.headings import Heading, find_heading
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.plaintext import decode, read_text
from schoolmap.io.sheets import TABLE_WORDS, Row, Sheet, column_letters, is_filled
from schoolmap.io.sniffing import Content, content_of

__all__ = ["choose_name", "decode", "read_grid"]

_BOOKS: tuple[Content, ...] = ("xlsx", "xls")
_ENDINGS: dict[Content, tuple[str, ...]] = {
    "xlsx": (".xlsx", ".xlsm"),
    "xls": (".xls",),
    "text": (".csv", ".tsv", ".txt"),
}
_CALLED: dict[Content, tuple[str, str]] = {
    "xlsx": ("xlsx 工作簿", "an xlsx workbook"),
    "xls": ("xls 工作簿（Excel 97-2003）", "an xls workbook (Excel 97-2003)"),
    "xls_old": ("很旧的 Excel 工作簿（Excel 4 或更早）", "a workbook of Excel 4 or older"),
    "text": ("文本表格（CSV）", "a table of text (CSV)"),
    "ods": ("ods 工作簿（LibreOffice）", "an ods workbook (LibreOffice)"),
    "document": ("文字处理文档或演示文稿", "a document or slides"),
    "html": ("网页（系统导出的“假 xls”多是这样）", "a web page, as some systems export"),
    "pdf": ("PDF", "a PDF"),
    "picture": ("图片", "a picture"),
    "archive": ("压缩包", "an archive"),
    "unknown": ("无法识别的内容", "something unknown"),
}


_MOST_SPREAD = 50_000_000
"""Cells of a table with its empty ones."""
_MOST_COLUMNS = 2**14
"""Of a sheet, in every spreadsheet."""


def read_grid(
    source: Source, ledger: Ledger, *, score: HeaderScore, fit: HeaderScore | None = None
) -> Frame | None:
    """Return a csv, tsv, xlsx or xls file as a frame; None where a problem was found instead.

    Parameters
    ----------
    source
        The file; what it holds decides how it is read, not its ending.
    ledger
        Takes what is found.
    score
        How many columns of the table a row of cells names.
    fit
        How many required columns a row of cells names: tells this table's sheet from others.
    """
    if source.path.name.startswith("~$"):
        ledger.add("file_is_lock", file=source.file)
        return None
    if source.path.with_name(f"~${source.path.name}").exists():
        ledger.add("file_open", file=source.file)
    content = content_of(source.path)
    if content == "empty":
        ledger.add("file_empty", file=source.file)
        return None
    if content == "locked":
        ledger.add("file_locked", file=source.file)
        return None
    what_zh, what_en = _CALLED[content]
    ending = source.path.suffix.lower()
    if content not in _ENDINGS:
        ledger.add(
            "content_unreadable", file=source.file, what_zh=what_zh, what_en=what_en, ending=ending
        )
        return None
    if ending not in _ENDINGS[content]:
        ledger.add(
            "content_other", file=source.file, what_zh=what_zh, what_en=what_en, ending=ending
        )
    sheet = (
        read_book(source, ledger, content=content, score=score, fit=fit)
        if content in _BOOKS
        else read_text(source, ledger, score)
    )
    return None if sheet is None else _frame(source, sheet, ledger, score, text=content == "text")


def choose_name(names: Sequence[str], source: Source, ledger: Ledger, *, code: str) -> str:
    """Return the layer to read where none is named, and say which."""
    words = TABLE_WORDS[source.section]
    chosen = next((name for name in names if name.strip().lower() in words), names[0])
    others = [name for name in names if name != chosen]
    if others:
        ledger.add(code, file=source.file, chosen=chosen, others=some(others))
    return chosen


def _frame(
    source: Source, sheet: Sheet, ledger: Ledger, score: HeaderScore, *, text: bool
) -> Frame | None:
    """Return rows under their header."""
    file = source.file
    if not sheet.rows:
        ledger.add("file_empty", file=file)
        return None
    heading = find_heading(sheet.rows, sheet.merges, score)
    _note_heading(file, sheet, heading, ledger)
    body = sheet.rows[heading.last + 1 :]
    if not body:
        ledger.add("file_empty", file=file)
        return None
    headers = list(heading.names)
    while headers and not headers[-1]:
        headers.pop()
    width = len(headers)
    if width > _MOST_COLUMNS or width * len(body) > _MOST_SPREAD:
        ledger.add("workbook_too_large", file=file, detail=f"{len(body)} x {width}")
        return None
    _note_nameless(file, body, headers, ledger, beyond=not text)
    kept, numbers = _fitted(file, body, width, ledger, text=text)
    _note_hidden(file, sheet, numbers, headers, ledger)
    columns = tuple(_column(row[i] for row in kept) for i in range(width))
    top = sheet.rows[heading.last][0]
    return Frame(
        file,
        tuple(headers),
        columns,
        np.asarray(numbers, dtype=np.int64),
        merges=tuple(m for m in sheet.merges if m.first_row > top and m.first_column < width),
        above=_texts(sheet.rows[: heading.first]),
        dropped=len(body) - len(kept),
    )


def _fitted(
    file: str, body: Sequence[Row], width: int, ledger: Ledger, *, text: bool
) -> tuple[list[list[object]], list[int]]:
    """Return the rows as wide as the header, and their numbers.

    In a text file a row longer than the header has shifted cells: a comma without quotes. In a
    workbook it only has a remark beside the table.
    """
    kept: list[list[object]] = []
    numbers: list[int] = []
    short: list[int] = []
    for number, cells in body:
        if text and any(is_filled(cell) for cell in cells[width:]):
            ledger.add("row_too_long", file=file, row=number)
            continue
        if text and len(cells) < width and sum(map(is_filled, cells)) > 2:
            short.append(number)
        kept.append([*cells[:width], *[None] * (width - len(cells))])
        numbers.append(number)
    if short:
        ledger.add(
            "rows_short", file=file, row=short[0], count=len(short), rows=some(short, most=20)
        )
    return kept, numbers


def _note_heading(file: str, sheet: Sheet, heading: Heading, ledger: Ledger) -> None:
    first, last = sheet.rows[heading.first][0], sheet.rows[heading.last][0]
    if heading.last > heading.first:
        # a label below that says enough by itself need not be told
        made = [
            f"{labels} → {name}"
            for labels, name in heading.composed
            if not labels.endswith(f"/ {name}")
        ]
        plain = len(heading.composed) - len(made)
        ledger.add(
            "header_rows",
            file=file,
            row=first,
            first=first,
            last=last,
            made_zh="；".join(made) or "无",
            made_en="; ".join(made) or "none",
            plain_zh=f"；另有 {plain} 列取下面一格" if plain else "",
            plain_en=f"; {plain} columns take the lower label" if plain else "",
        )
    elif heading.first > 0:
        ledger.add("header_row", file=file, row=first, at=first)


def _note_nameless(
    file: str, body: Sequence[Row], headers: Sequence[str], ledger: Ledger, *, beyond: bool
) -> None:
    """Say which columns hold something and have no header: they are not read."""
    widest = max(len(cells) for _, cells in body) if beyond else len(headers)
    bare = [at for at in range(widest) if at >= len(headers) or not headers[at]]
    filled = {at: sum(at < len(cells) and is_filled(cells[at]) for _, cells in body) for at in bare}
    named = [f"{column_letters(at)} ({count})" for at, count in filled.items() if count]
    if named:
        ledger.add("header_empty", file=file, columns=some(named, most=20))


def _note_hidden(
    file: str, sheet: Sheet, numbers: Sequence[int], headers: Sequence[str], ledger: Ledger
) -> None:
    rows = [number for number in numbers if number in sheet.hidden_rows]
    if rows:
        ledger.add("rows_hidden", file=file, row=rows[0], count=len(rows), rows=some(rows, most=20))
    names = [name for at, name in enumerate(headers) if at in sheet.hidden_columns and name]
    if names:
        ledger.add("columns_hidden", file=file, columns=some(names, most=20))


def _texts(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(str(cell).strip() for _, cells in rows for cell in cells if is_filled(cell))


def _column(cells: Iterable[object]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    found = list(cells)
    column = np.empty(len(found), dtype=object)
    column[:] = found
    return column
