"""Pupils by grade held against a school's span of grades, above all one that was only assumed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.ledger import Ledger, some
from schoolmap.io.tables import Draft, Mask
from schoolmap.model.codes import SCHOOL_TYPES
from schoolmap.model.columns import GRADE_WORDS
from schoolmap.model.grades import N_GRADE

_GRADE = np.arange(1, N_GRADE + 1)


def doubt_spans(
    draft: Draft,
    grades: NDArray[np.float64],
    spans: NDArray[np.int64],
    rows: Mask,
    ledger: Ledger,
) -> None:
    """Report pupils outside a school's span, and assumed spans whose last grades are empty.

    Only the last grades: a year without beginners is common and says nothing of the span.

    Parameters
    ----------
    draft
        The table of schools.
    grades
        Pupils by grade, shape (n, 9), 0 where a cell is empty.
    spans
        First and last grade as used, shape (n, 2).
    rows
        Schools that give pupils by grade.
    ledger
        Takes what is found.
    """
    given = draft.values.get("grades", [None] * len(draft.frame))
    assumed = np.array([not isinstance(span, tuple) for span in given], dtype=bool)
    filled = np.nan_to_num(grades) > 0
    outside = filled & ((spans[:, :1] > _GRADE) | (spans[:, 1:] < _GRADE))
    for at in np.flatnonzero(rows & np.logical_or.reduce(outside, axis=1)).tolist():
        _say_outside(draft, grades[at], outside[at], spans[at], ledger, at=at, by_type=assumed[at])
    _say_short(draft, filled, spans, rows & assumed, ledger)


def _say_outside(
    draft: Draft,
    pupils: NDArray[np.float64],
    outside: Mask,
    span: NDArray[np.int64],
    ledger: Ledger,
    *,
    at: int,
    by_type: bool,
) -> None:
    where = np.flatnonzero(outside).tolist()
    kind = SCHOOL_TYPES[int(draft.numbers("type")[at])]
    first, last = min(where[0] + 1, int(span[0])), max(where[-1] + 1, int(span[1]))
    ledger.add(
        "pupils_outside_grades",
        file=draft.frame.file,
        row=int(draft.frame.rows[at]),
        value=draft.texts("school_id")[at],
        name=draft.texts("name")[at] or draft.texts("school_id")[at],
        span=f"{span[0]}-{span[1]}",
        source_zh=f"没有“年级范围”，按“{kind.zh}”推定" if by_type else "照表中所写",
        source_en=f"assumed for a {kind.en}: none is written" if by_type else "as written",
        filled_zh="、".join(f"{GRADE_WORDS[i]}填了 {pupils[i]:g} 人" for i in where),
        filled_en=", ".join(f"grade {i + 1} has {pupils[i]:g}" for i in where),
        needed=f"{first}-{last}",
    )


def _say_short(
    draft: Draft, filled: Mask, spans: NDArray[np.int64], rows: Mask, ledger: Ledger
) -> None:
    """Report assumed spans that reach further than the grades with pupils, all in one."""
    cases = list(_short(draft, filled, spans, rows))
    if cases:
        ledger.add(
            "grades_assumed_short",
            file=draft.frame.file,
            count=len(cases),
            cases_zh=some([zh for zh, _, _ in cases]).replace(", ", "；"),
            cases_en=some([en for _, en, _ in cases]),
            example=cases[0][2],
        )


def _short(
    draft: Draft, filled: Mask, spans: NDArray[np.int64], rows: Mask
) -> Iterator[tuple[str, str, str]]:
    names = draft.texts("name")
    for at in np.flatnonzero(rows).tolist():
        first, last = (int(grade) for grade in spans[at])
        there = [g for g in range(first, last + 1) if filled[at, g - 1]]
        if not there or there[-1] == last:
            continue
        if not all(f"g{g}" in draft.heads for g in range(there[-1] + 1, last + 1)):
            continue  # the table has no column for them
        row, real = int(draft.frame.rows[at]), f"{first}-{there[-1]}"
        yield (
            f"第 {row} 行 {names[at]}（推定 {first}-{last}，有学生的只到 {there[-1]} 年级）",
            f"row {row} {names[at]} (assumed {first}-{last}, pupils up to grade {there[-1]} only)",
            real,
        )
