"""Everything that was found while a study is read, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from schoolmap.errors import Action, Problem, Severity
from schoolmap.io.texts import TEXTS
from schoolmap.io.wording import Text
from schoolmap.model.study import Table

_SHOWN = 80
"""Characters of a value that a report shows."""


class Ledger:
    """The problems of a study or a scenario, gathered at the door and reported all at once.

    The one thing in this room that changes while it is used: each reader adds to it, and
    `read_study` decides at the end whether the study stands.

    Parameters
    ----------
    texts
        The words of what can be found, by code; those of a study unless given.
    """

    def __init__(self, texts: Mapping[str, Text] = TEXTS) -> None:
        self._texts = texts
        self._found: list[Problem] = []
        self._sheets: dict[str, str] = {}

    def add(
        self,
        code: str,
        *,
        file: str,
        row: int | None = None,
        change: int | None = None,
        column: str = "",
        value: object = "",
        severity: Severity | None = None,
        action: Action | None = None,
        **words: object,
    ) -> None:
        """Add a problem; `words` fill the gaps of its text."""
        text = self._texts[code]
        shown = "" if value is None else str(value)
        self._found.append(
            Problem(
                code=code,
                severity=severity or text.severity,
                file=file,
                row=row,
                change=change,
                sheet=self._sheets.get(file, ""),
                column=column,
                value=_short(shown),
                action=action or text.action,
                zh=text.zh.format(**words),
                en=text.en.format(**words),
                repair_zh=text.repair_zh.format(**words),
                repair_en=text.repair_en.format(**words),
            )
        )

    def at_sheet(self, file: str, sheet: str) -> None:
        """Say which sheet of a workbook is read from now on; "" where it is no longer read.

        One workbook may hold both tables, so that file and row alone would not say where.
        """
        self._sheets[file] = sheet

    @contextmanager
    def within(self, table: Table) -> Iterator[None]:
        """Name a table's sheet with what is added in the block: rows are counted by sheet."""
        before = self.sheet_of(table.file)
        self.at_sheet(table.file, table.sheet)
        try:
            yield
        finally:
            self.at_sheet(table.file, before)

    def sheet_of(self, file: str) -> str:
        """Return the sheet of a workbook that is read now; "" where there is only one."""
        return self._sheets.get(file, "")

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems that were made elsewhere."""
        self._found.extend(problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found so far, in the order of reading."""
        return tuple(self._found)

    @property
    def stops(self) -> bool:
        """Whether something was found that the study cannot run with."""
        return any(problem.severity == "error" for problem in self._found)


def some(items: Sequence[object], *, most: int = 8) -> str:
    """Return items as a short list for a text, with an ellipsis where there are more."""
    shown = ", ".join(_short(str(item)) for item in items[:most])
    return f"{shown}, …" if len(items) > most else shown


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
