"""Row numbers of a corrected copy told as those of the original: people have that one at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from schoolmap.errors import Problem
from schoolmap.io.fixing import Draft

_ZH = re.compile(r"第 [\d,、 到…]+ ?行")
_EN = re.compile(r"\brows? \d+(?:(?:, | to | and )\d+)*")


@dataclass(frozen=True)
class RowsBefore:
    """Rows of the original by row of the copy, for each rewritten file and sheet.

    Attributes
    ----------
    by_sheet
        By name of the file and of the sheet ("" where there is only one).
    """

    by_sheet: Mapping[tuple[str, str], Mapping[int, int]]

    @property
    def moved(self) -> bool:
        """Whether any row stands elsewhere in the copy."""
        return any(new != old for rows in self.by_sheet.values() for new, old in rows.items())

    def original(self, problem: Problem) -> Problem:
        """Return a problem of the copy with the row numbers of the original, its words' too."""
        rows = self.by_sheet.get((problem.file, problem.sheet))
        if rows is None:
            return problem
        return replace(
            problem,
            row=None if problem.row is None else rows.get(problem.row, problem.row),
            zh=_renumbered(_ZH, problem.zh, rows),
            en=_renumbered(_EN, problem.en, rows),
            repair_zh=_renumbered(_ZH, problem.repair_zh, rows),
            repair_en=_renumbered(_EN, problem.repair_en, rows),
        )


def rows_before(drafts: Iterable[tuple[Draft, str]]) -> RowsBefore:
    """Return where the rows of drafted tables come from; each with the sheet that problems name."""
    return RowsBefore(
        {
            (draft.source.file, sheet): {
                at: number for at, (number, _) in enumerate(draft.rows, start=1)
            }
            for draft, sheet in drafts
        }
    )


def _renumbered(pattern: re.Pattern[str], text: str, rows: Mapping[int, int]) -> str:
    def number(found: re.Match[str]) -> str:
        return str(rows.get(int(found.group()), int(found.group())))

    return pattern.sub(lambda span: re.sub(r"\d+", number, span.group()), text)
