"""Reading the table of villages: whole pupils by grade, and the schools they are assigned to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.culprits import culprit
from schoolmap.io.files import Source
from schoolmap.io.headers import Headers
from schoolmap.io.ledger import Ledger
from schoolmap.io.rows import say_rows
from schoolmap.io.schools import GRADE_NAMES
from schoolmap.io.tables import Draft, Mask, area_classes, named, read_draft
from schoolmap.model.columns import VILLAGES
from schoolmap.model.grades import N_GRADE
from schoolmap.model.study import Table

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Columns = dict[str, NDArray[np.generic]]

STAGE_NAMES: tuple[str, ...] = ("pupils_primary", "pupils_junior")
_STAGE_ZH = {"pupils_primary": "小学生数", "pupils_junior": "初中生数"}
_TEXTS = ("admin_village", "township", "school_primary", "school_junior")
_NUMBERS = ("population", *(f"age{year}" for year in range(6)))
_MICRO = 10**6
"""Fractions of a pupil are compared in millionths, so that ties do not hang on float noise."""
_MOST_NAMED = 5
"""Fractions that are told one by one."""


def read_villages(source: Source, ledger: Ledger, *, primary_last: int) -> Table | None:
    """Return the table of villages, or None where its file cannot be used.

    Parameters
    ----------
    source
        File and settings of ``[villages]``.
    ledger
        Takes everything that is found.
    primary_last
        Last grade of primary school: 6, or 5 in a 5+4 system.
    """
    draft = read_draft(
        source,
        Headers(VILLAGES, primary_last=primary_last),
        ledger,
        id_name="village_id",
        required=("village_id", "name"),
        fatal=_fatal,
    )
    if draft is None:
        return None
    given = pupil_columns(draft.heads)
    if not given:
        ledger.add("pupils_column_missing", file=source.file)
        return None
    usable = draft.usable & _counted(draft, given, ledger)
    if not usable.any():
        ledger.add("rows_none", file=source.file)
        return None
    names = named(draft, "village_id", ledger)
    columns: Columns = {
        "village_id": draft.texts("village_id"),
        "name": names,
        **{name: draft.texts(name) for name in _TEXTS if name in draft.heads},
        "area_class": area_classes(draft),
        "lon": draft.lonlat[:, 0],
        "lat": draft.lonlat[:, 1],
        **{name: draft.numbers(name) for name in _NUMBERS if name in draft.heads},
    }
    kept: Columns = {name: values[usable] for name, values in columns.items()}
    grades = _grades(draft, given, usable, ledger, primary_last=primary_last)
    kept.update({name: grades[:, i] for i, name in enumerate(GRADE_NAMES)})
    say_rows(draft.frame, usable, grades.astype(np.float64).ravel(), ledger)
    sheet = ledger.sheet_of(source.file)
    ledger.at_sheet(source.file, "")
    return Table("villages", source.file, kept, draft.frame.rows[usable], sheet)


def pupil_columns(found: Collection[str]) -> tuple[str, ...]:
    """Return the columns that the pupils are taken from: grades, else stages, else the total."""
    for names in (GRADE_NAMES, STAGE_NAMES, ("pupils",)):
        present = tuple(name for name in names if name in found)
        if present:
            return present
    return ()


def largest_remainder(values: FloatArray) -> IntArray:
    """Return whole numbers that keep the total (rounded half up) of fractional ones.

    Each value is cut to a whole number; those with the greatest remainders get one more until the
    total is reached, the earlier row first where remainders are equal (Hamilton's method).

    Parameters
    ----------
    values
        Shape (n,), 0 or more.
    """
    micro = np.floor(values * _MICRO + 0.5).astype(np.int64)
    total = (int(micro.sum()) + _MICRO // 2) // _MICRO
    whole: IntArray = micro // _MICRO
    remainder = micro - whole * _MICRO
    more = np.argsort(-remainder, kind="stable")[: total - int(whole.sum())]
    whole[more] += 1
    return whole


def spread_evenly(totals: IntArray, *, count: int) -> IntArray:
    """Return totals spread over `count` grades, the remainder to the lower ones: (n, count)."""
    each, rest = np.divmod(totals, count)
    spread: IntArray = each[:, None] + (np.arange(count) < rest[:, None]).astype(np.int64)
    return spread


def _fatal(found: Collection[str]) -> Mapping[str, str]:
    return {"village_id": "", **dict.fromkeys(pupil_columns(found), "pupils_unreadable")}


def _counted(draft: Draft, given: tuple[str, ...], ledger: Ledger) -> Mask:
    """Return which rows give a number of pupils; one without any is never taken as zero."""
    numbers = np.column_stack([draft.numbers(name) for name in given])
    unread: Mask = np.logical_or.reduce([draft.bad[name] for name in given], axis=0)
    silent: Mask = np.logical_and.reduce(np.isnan(numbers), axis=1) & ~unread
    for at in np.flatnonzero(silent):
        ledger.add(
            "pupils_missing",
            file=draft.frame.file,
            row=int(draft.frame.rows[at]),
            column=draft.header(given[0]),
        )
    return ~silent


def _grades(
    draft: Draft, given: tuple[str, ...], usable: Mask, ledger: Ledger, *, primary_last: int
) -> IntArray:
    """Return whole pupils by grade of the usable rows, shape (n, 9)."""
    _say_missing(given, draft, ledger)
    numbers = np.column_stack([draft.numbers(name)[usable] for name in given])
    empty = np.isnan(numbers)
    if empty.any():
        ledger.add("pupils_empty_zero", file=draft.frame.file, count=int(empty.sum()))
    numbers = np.where(empty, 0.0, numbers)
    _compare(draft, numbers, given, usable, ledger)
    grades = np.zeros((len(numbers), N_GRADE), dtype=np.int64)
    for i, name in enumerate(given):
        whole = _whole(numbers[:, i], draft, name, usable, ledger)
        first, last = _span_of(name, primary_last)
        if last > first:
            ledger.add(
                "pupils_spread",
                file=draft.frame.file,
                column=draft.header(name),
                grades=f"{first}-{last}",
            )
        grades[:, first - 1 : last] = spread_evenly(whole, count=last - first + 1)
    return grades


def _span_of(name: str, primary_last: int) -> tuple[int, int]:
    spans = {
        "pupils": (1, N_GRADE),
        "pupils_primary": (1, primary_last),
        "pupils_junior": (primary_last + 1, N_GRADE),
    }
    return spans.get(name) or (int(name[1:]), int(name[1:]))


def _whole(values: FloatArray, draft: Draft, name: str, usable: Mask, ledger: Ledger) -> IntArray:
    """Return the numbers of the `usable` rows made whole; fractions are named by row."""
    whole = largest_remainder(values)
    where = np.flatnonzero(values % 1 > 0)
    if not len(where):
        return whole
    rows = draft.frame.rows[usable][where].tolist()
    pairs = [(f"{values[at]:.10g}", int(whole[at])) for at in where]
    cases = list(zip(rows, pairs, strict=True))[:_MOST_NAMED]
    more = len(where) > _MOST_NAMED
    written, made = f"{float(values.cumsum()[-1]):.10g}", str(int(whole.sum()))
    same = written == made
    alone = len(where) == 1
    ledger.add(
        "pupils_rounded",
        file=draft.frame.file,
        row=rows[0] if alone else None,
        column=draft.header(name),
        value=pairs[0][0] if alone else "",
        count=len(where),
        cases_zh="、".join(f"第 {row} 行写的是 {a}，按 {b} 计" for row, (a, b) in cases)
        + ("……" if more else ""),
        cases_en=", ".join(f"row {row} says {a}, counted as {b}" for row, (a, b) in cases)
        + (", …" if more else ""),
        total_zh=f"合计 {made} 人不变" if same else f"合计由 {written} 变为 {made} 人",
        total_en=f"the total stays {made} pupils"
        if same
        else f"the total goes from {written} to {made} pupils",
    )
    return whole


def _say_missing(given: tuple[str, ...], draft: Draft, ledger: Ledger) -> None:
    """Report the grades or the stage that the file has no column for."""
    file = draft.frame.file
    if given[0] in STAGE_NAMES and len(given) == 1:
        lacks = STAGE_NAMES[1 - STAGE_NAMES.index(given[0])]
        ledger.add(
            "pupils_stage_missing",
            file=file,
            has=given[0],
            has_zh=_STAGE_ZH[given[0]],
            lacks=lacks,
            lacks_zh=_STAGE_ZH[lacks],
        )
    lacking = [name for name in GRADE_NAMES if name not in given]
    if given[0] in GRADE_NAMES and lacking:
        ledger.add("pupils_grades_missing", file=file, lacks=", ".join(lacking))


def _compare(
    draft: Draft, numbers: FloatArray, given: tuple[str, ...], usable: Mask, ledger: Ledger
) -> None:
    """Report rows whose total, given besides, is not what the columns used make."""
    if given == ("pupils",) or "pupils" not in draft.heads:
        return
    made = numbers.cumsum(axis=1)[:, -1]
    total = draft.numbers("pupils")[usable]
    rows = draft.frame.rows[usable]
    for at in np.flatnonzero(~np.isnan(total) & (np.abs(made - total) >= 0.5)):
        parts = {draft.header(name): float(numbers[at, i]) for i, name in enumerate(given)}
        hint = culprit(
            draft.frame.stated, int(rows[at]), parts, draft.header("pupils"), float(total[at])
        )
        ledger.add(
            "pupils_disagree",
            file=draft.frame.file,
            row=int(rows[at]),
            column=draft.header("pupils"),
            value=f"{total[at]:g}",
            by_grade=f"{made[at]:g}",
            total=f"{total[at]:g}",
            hint_zh=hint[0],
            hint_en=hint[1],
        )
