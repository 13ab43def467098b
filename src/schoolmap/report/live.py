"""Cells that a spreadsheet makes itself, with what they show until it does. Knows no schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from schoolmap.report.book import LINE_HEIGHT, Area, Book, Column, put

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Number = int | float


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the name of a cell, row and column from 0: ``H5``, or ``$H$5``."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    name: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
    return name


def column_range(area: Area, column: int, *, sheet: str = "") -> str:
    """Return the cells of a table's column, fixed; of another sheet where one is named."""
    where = f"'{sheet}'!" if sheet else ""
    first, last = (cell(row, column, fixed=True) for row in (area.first, area.last))
    return f"{where}{first}:{last}"


def write_live_total(
    book: Book,
    sheet: Worksheet,
    area: Area,
    columns: Sequence[Column],
    sums: Mapping[int, Number],
    *,
    label: str,
) -> None:
    """Write sums under a table that follow its filter and what is typed into it.

    Parameters
    ----------
    book, sheet
        Where to write.
    area, columns
        The table.
    sums
        What each summed column comes to, by its place.
    label
        Stands in the first cell.
    """
    row = area.last + 1
    sheet.set_row(row, 5 + LINE_HEIGHT)
    for k, column in enumerate(columns):
        face = book.formats[f"total.{column.kind}"]
        if k in sums:
            formula = f"=SUBTOTAL(109,{column_range(area, k)})"
            sheet.write_formula(row, k, formula, face, sums[k])
        else:
            put(sheet, row, k, label if k == 0 else None, face)
