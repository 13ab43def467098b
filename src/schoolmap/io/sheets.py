"""A sheet as a spreadsheet shows it: filled rows by number, merged cells, what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[int, Sequence[object]]
"""A row's number, counted from 1 as a spreadsheet does, and its cells."""

UNCOMPUTED = "#公式未计算"
"""Stands for a formula whose result the file does not hold."""

CELL_ERRORS = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#N/A")

MOST_CELLS = 5_000_000
"""Filled cells of a sheet: a county's table has some ten thousand; more would fill the memory."""


TABLE_WORDS = {
    "schools": ("schools", "学校"),
    "villages": ("villages", "村庄", "村"),
    "roads": ("roads", "道路", "edges"),
    "boundary": ("boundary", "边界"),
}
"""What sheets and layers of a section's table are called."""


@dataclass(frozen=True)
class Merge:
    """Cells merged into one: rows counted from 1, columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.last_column - self.first_column + 1


@dataclass(frozen=True)
class Sheet:
    """The filled rows of a sheet and how it looks.

    Attributes
    ----------
    rows
        Those with anything in them, in order.
    merges
        Merged cells.
    hidden_rows
        Numbers of rows that the screen does not show (filtered, or hidden by hand).
    hidden_columns
        Columns that the screen does not show, from 0.
    """

    rows: list[Row]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SheetName:
    """A sheet of a workbook: its name, and whether the screen shows it."""

    name: str
    hidden: bool = False


class TooLargeError(ValueError):
    """A workbook that would not fit into memory; `what` says by how much."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    @classmethod
    def of_bytes(cls, part: str, size: int) -> TooLargeError:
        """Return the error of a part that unpacks to `size` bytes."""
        return cls(f"{part}: {size / 1e9:.1f} GB")

    @classmethod
    def of_cells(cls, count: int) -> TooLargeError:
        """Return the error of a sheet with at least `count` filled cells."""
        return cls(f"≥ {count} cells")


class LockedError(ValueError):
    """A workbook that a password encrypts."""


def is_filled(cell: object) -> bool:
    """Return whether a cell holds more than blanks."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 27 is AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
