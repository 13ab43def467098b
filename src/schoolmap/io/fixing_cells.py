"""Cells and headers in their best form: the same to the reader, better for everybody else."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schoolmap.io.cells import Cleaned, Scalar, Value, clean, span_from_date
from schoolmap.io.frame import Cells
from schoolmap.io.headers import Head, Headers
from schoolmap.io.measures import plain
from schoolmap.model.wording import look_up
from schoolmap.model.words import UNIT

_NUMBERS = ("count", "amount", "degrees")
_WIDE = {
    **{0xFF10 + i: 0x30 + i for i in range(10)},
    **{0xFF21 + i: 0x41 + i for i in range(26)},
    **{0xFF41 + i: 0x61 + i for i in range(26)},
    0x3000: 0x20,
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF)),
}
"""Full-width letters, digits and blanks, and what cannot be seen. Chinese marks stay."""

_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_DIGITS = re.compile(r"[+-]?(?:\d+(?:[, ]\d{3})*)?(?:\.\d*)?(?:e[+-]?\d+)?(?<=[\d.])")
_HAN = re.compile("[\u3400-\u9fff]")
_MOST_EXACT = 2.0**53


@dataclass(frozen=True)
class NewCell:
    """A cell as it shall stand, and the kind of the repair; "" where nothing was done."""

    value: object
    kind: str = ""


def tidy(text: str) -> str:
    """Return a text with single blanks, half-width letters and digits, and nothing invisible."""
    return " ".join(text.translate(_WIDE).split())


def tidy_cell(cell: object) -> NewCell:
    """Return a cell tidied where it is a text."""
    if not isinstance(cell, str):
        return NewCell(cell)
    new = tidy(cell)
    if new == cell or plain(new) != plain(cell):
        return NewCell(cell)
    return NewCell(new, "blanks" if new == " ".join(cell.split()) else "full_width")


def new_column(
    head: Head, cells: Cells, translate: Mapping[str, Scalar], *, as_text: bool
) -> list[NewCell]:
    """Return the cells of a column in their best form.

    Parameters
    ----------
    head
        What the column means.
    cells
        As found.
    translate
        ``values`` of study.toml: cells that it translates stay as they are.
    as_text
        Whether the file holds texts only (csv) or numbers too (xlsx).
    """
    read = clean(head, cells, translate)
    translated = {plain(key).lower() for key in translate}
    rewrite = _rewriter(head, read, as_text=as_text)
    return [
        NewCell(cell) if plain(cell).lower() in translated else rewrite(at, cell)
        for at, cell in enumerate(cells)
    ]


def new_header(head: Head, known: Headers, *, keep_unit: bool) -> NewCell:
    """Return a header in its best form; in the table's own unit where its numbers are converted.

    Parameters
    ----------
    head
        The column as found.
    known
        Headers of the table: what is written must be read as the same column.
    keep_unit
        Whether the numbers stay in the unit that the header names.
    """
    tidied = tidy_cell(head.header)
    if head.unit is None or keep_unit:
        return tidied
    column = head.column
    named = [column.name]
    if _HAN.search(head.header):
        named.insert(0, f"{column.zh}（{look_up(UNIT, column.unit, 'zh')}）")
    for name in named:
        found = known.recognise(name)
        if found is not None and found.name == column.name:
            return NewCell(name, "unit")
    return tidied


def _rewriter(head: Head, read: Cleaned, *, as_text: bool) -> Callable[[int, object], NewCell]:
    if head.column.kind in _NUMBERS:
        converted = head.unit is not None
        degrees = head.column.kind == "degrees"

        def number(at: int, cell: object) -> NewCell:
            if at in read.bad:
                return tidy_cell(cell)
            new = _number(cell, read.values[at], converted=converted, as_text=as_text)
            return NewCell(new.value, "degrees") if degrees and new.kind == "unit" else new

        return number
    if head.column.kind == "grades":
        return lambda _, cell: _grades(cell)
    return lambda _, cell: tidy_cell(cell)


def _number(cell: object, value: Value, *, converted: bool, as_text: bool) -> NewCell:
    if isinstance(cell, bool) or not isinstance(value, int | float) or math.isnan(value):
        return tidy_cell(cell)
    whole = float(value).is_integer() and abs(value) < _MOST_EXACT
    number: int | float = int(value) if whole else float(value)
    if not isinstance(cell, str):
        return NewCell(number, "unit") if converted and number != cell else NewCell(cell)
    if as_text and not converted and _PLAIN_NUMBER.fullmatch(cell):
        return NewCell(cell)
    new: object = repr(number) if as_text else number
    if new == cell:
        return NewCell(cell)
    if converted or not _says(cell, number):
        return NewCell(new, "unit")
    bare = not as_text and _PLAIN_NUMBER.fullmatch(cell.strip())
    return NewCell(new, "text_number" if bare else "number_form")


def _says(cell: str, number: float) -> bool:
    """Return whether a text holds the very digits of a number, and not those of another unit."""
    digits = _DIGITS.match(plain(cell).lower())
    if digits is None:
        return False
    try:
        return float(digits[0].replace(",", "").replace(" ", "")) == number
    except ValueError:  # E111.49: a side of the globe before the digits
        return False


def _grades(cell: object) -> NewCell:
    dated = span_from_date(cell)
    if dated is None:
        return tidy_cell(cell)
    # with the word behind it no spreadsheet takes it for a date again
    return NewCell(f"{dated[0]}-{dated[1]}年级", "grades_date")
