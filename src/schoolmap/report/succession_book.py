"""The workbook of two years' codes: what people have to decide, and all pairs to look up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from schoolmap.errors import Language, MachineError
from schoolmap.model.succession import HOWS, Pair, Succession
from schoolmap.model.succession_words import evidence_words, how_words
from schoolmap.report.book import (
    Book,
    Column,
    Value,
    add_sheet,
    fit,
    open_book,
    set_page,
    write_table,
)

_HOW_TO_ZH = (
    "在最后一列写：是（就是建议的新代码）、否、撤销，或新代码（几个用分号隔开）；先空着也可以。"
)
_HOW_TO_EN = (
    "In the last column write yes (it is the code suggested), no, gone, or new codes with "
    "semicolons between them; a blank stays open."
)


def write_decisions(path: Path, found: Succession, *, language: Language) -> Path:
    """Write what is to be decided, as a workbook whose codes stay text.

    Parameters
    ----------
    path
        File to write.
    found
        The join.
    language
        Of headers and evidence.

    Raises
    ------
    MachineError
        If it cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    book = open_book(path, language=language, heading=book_heading(language))
    _write_open(book, found)
    _write_all(book, found)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.workbook.close()
    except (FileCreateError, OSError) as error:
        zh = f"无法写入 {path}，请先关闭已打开的该文件"
        en = f"cannot write {path}; close it where it is open"
        raise MachineError(zh, en) from error
    return path


def book_heading(language: Language) -> str:
    """Return what the workbook is about."""
    return "两年代码对照" if language == "zh" else "Codes of two years"


def _columns(book: Book) -> list[Column]:
    pairs = (
        ("旧乡镇", "old_township"), ("旧代码", "old_code"), ("旧名称", "old_name"),
        ("新乡镇", "new_township"), ("建议新代码", "new_code"), ("建议新名称", "new_name"),
    )  # fmt: skip
    columns = [Column(book.say(*words)) for words in pairs]
    columns.append(Column(book.say("情形", "how"), "wrap", 18))
    columns.append(Column(book.say("依据", "evidence"), "wrap", 40))
    return columns


def _write_open(book: Book, found: Succession) -> None:
    sheet = add_sheet(book, book.say("待定", "to decide"), book.say(_HOW_TO_ZH, _HOW_TO_EN))
    columns = [
        *_columns(book),
        Column(book.say("其他可能", "others"), "wrap", 24),
        Column(book.say("决定", "decision"), "text", 20),
    ]
    # what can be said yes or no to first, each group in the order of the old table
    pairs = sorted(found.to_decide, key=lambda p: HOWS.index(p.how))
    rows = [[*_cells(found, p, book), _others(found, p), None] for p in pairs]
    area = write_table(book, sheet, 3, columns, rows, widths=fit(sheet, columns, rows))
    last = len(columns) - 1
    face = book.workbook.add_format(
        {"num_format": "@", "bg_color": "#fff7e0", "border": 1, "border_color": "#d7dde5"}
    )
    for row in range(area.first, area.first + len(rows)):
        sheet.write_blank(row, last, None, face)
    words = ["是", "否", "撤销"] if book.language == "zh" else ["yes", "no", "gone"]
    sheet.data_validation(
        *area.cells(last),
        {
            "validate": "list",
            "source": words,
            "show_error": False,  # codes may be written too
            "input_title": book.say("决定", "decision"),
            "input_message": book.say(_HOW_TO_ZH, _HOW_TO_EN),
        },
    )
    sheet.freeze_panes(4, 3)
    set_page(book, sheet, repeat=(3, 3))


def _write_all(book: Book, found: Succession) -> None:
    sheet = add_sheet(
        book, book.say("全部", "all"), book.say("两张表的每一行", "every row of both")
    )
    columns = _columns(book)
    rows = [_cells(found, pair, book) for pair in found.pairs]
    area = write_table(book, sheet, 3, columns, rows, widths=fit(sheet, columns, rows))
    sheet.freeze_panes(4, 0)
    sheet.autofilter(area.top, 0, area.last, area.columns - 1)
    set_page(book, sheet, repeat=(3, 3))


def _cells(found: Succession, pair: Pair, book: Book) -> list[Value]:
    cells: list[Value] = []
    for places, at in ((found.old, pair.old), (found.new, pair.new)):
        if at is None:
            cells += [None, None, None]
        else:
            place = places[at]
            cells += [place.township_name or place.township, place.code, place.name]
    words = evidence_words(pair.evidence, book.language)
    return [*cells, how_words(pair.how, book.language), words]


def _others(found: Succession, pair: Pair) -> str:
    shown: Sequence[str] = [f"{found.new[j].code} {found.new[j].name}" for j in pair.others]
    return "\n".join(shown)
