"""What the doubts about a study share: its limits, its rows, its headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.ledger import Ledger, some
from schoolmap.io.texts import TEXTS
from schoolmap.io.texts_doctor import DOCTOR
from schoolmap.model.columns import TABLES
from schoolmap.model.rules import Standard
from schoolmap.model.study import Study, Table

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

_PLAUSIBLE = "plausible."
_MOST_ROWS = 12


@dataclass(frozen=True)
class Chart:
    """A study under examination: what the doubts look at, and where they are written down.

    Attributes
    ----------
    study
        As read.
    ledger
        Takes what is found.
    """

    study: Study
    ledger: Ledger

    def limit(self, name: str) -> float:
        """Return a limit of the plausible."""
        return _row(self.study.standards, name).number

    def limits(self, name: str) -> tuple[float, float]:
        """Return the lowest and the highest plausible value."""
        value = _row(self.study.standards, name).value
        low, high = value if isinstance(value, tuple) else (0.0, float(value))
        return float(low), float(high)

    def add(
        self,
        code: str,
        table: Table,
        at: int | np.integer[Any] | None = None,
        *,
        column: str = "",
        value: object = "",
        **words: Any,  # noqa: ANN401 (handed on)
    ) -> None:
        """Write a problem down: of a row of a table, or of the table where `at` is None."""
        with self.ledger.within(table):
            self.ledger.add(
                code,
                file=table.file,
                row=None if at is None else int(table.rows[at]),
                column=self.header(table, column),
                value=value,
                **words,
            )

    def said(self, code: str, table: Table) -> list[int]:
        """Return the rows of a table of which reading has said so already; 0 for all of it."""
        return [
            problem.row or 0
            for problem in self.study.problems
            if (problem.code, problem.file, problem.sheet) == (code, table.file, table.sheet)
        ]

    def header(self, table: Table, column: str) -> str:
        """Return a column's header in the study's language."""
        if not column or self.study.settings.study.language == "en":
            return column
        zh = {known.name: known.zh for known in TABLES[table.name]}
        return zh.get(column, column)


def new_ledger() -> Ledger:
    """Return a ledger that knows the texts of reading and of doubting."""
    return Ledger({**TEXTS, **DOCTOR})


def number(value: float) -> str:
    """Return a number as a person would write it: three digits, none of them idle."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def rows_of(table: Table, at: Mask) -> str:
    """Return the rows of a table that a mask marks, as a short list."""
    return some(table.rows[at].tolist(), most=_MOST_ROWS)


def names_of(names: Sequence[str], *, most: int = 6) -> str:
    """Return names as a short list."""
    return some(names, most=most)


def grades_of(table: Table) -> FloatArray:
    """Return the pupils by grade, shape (n, 9), NaN where they are not known."""
    return np.column_stack([table.numbers(f"g{grade}") for grade in range(1, 10)])


def row_total(values: FloatArray) -> FloatArray:
    """Return the total of each row in stated order; what is not known counts as 0."""
    total: FloatArray = np.nan_to_num(values).cumsum(axis=1)[:, -1]
    return total


def column_total(values: FloatArray) -> float:
    """Return the total of a column in stated order; what is not known counts as 0."""
    return float(np.nan_to_num(values).cumsum()[-1]) if values.size else 0.0


def _row(standards: Mapping[str, Standard], name: str) -> Standard:
    return standards[_PLAUSIBLE + name]
