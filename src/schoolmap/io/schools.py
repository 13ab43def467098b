"""Reading the table of schools."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.cells import TYPES_KNOWN, span_from_date
from schoolmap.io.culprits import culprit
from schoolmap.io.files import Source
from schoolmap.io.headers import Headers
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.rows import say_rows
from schoolmap.io.span_checks import doubt_spans
from schoolmap.io.tables import Draft, Mask, area_classes, named, read_draft
from schoolmap.model.codes import SCHOOL_TYPES, STATUS_OPEN, SchoolType
from schoolmap.model.columns import SCHOOLS
from schoolmap.model.grades import N_GRADE
from schoolmap.model.resources import RESOURCES
from schoolmap.model.study import Table

FloatArray = NDArray[np.float64]
Columns = dict[str, NDArray[np.generic]]

GRADE_NAMES: tuple[str, ...] = tuple(f"g{grade}" for grade in range(1, N_GRADE + 1))
_TEXTS = ("name_en", "township")
_NUMBERS: tuple[str, ...] = tuple(
    c.name
    for c in SCHOOLS
    if c.kind in ("count", "amount") and c.name not in (*GRADE_NAMES, "pupils")
)
_WITH_SENIOR = (341, 345)
"""Types that also teach grades 10 to 12: 完全中学, 十二年一贯制学校."""

_PIECES: tuple[str, ...] = tuple(
    f"{r.name}{stage}" for r in RESOURCES if r.scale == 1 for stage in ("", "_primary", "_junior")
)
"""Resource columns that are stored as whole numbers."""

# what can only be a part of something else
_PARTS: tuple[tuple[str, str], ...] = (
    ("boarders", "pupils"),
    ("boarders_girls", "boarders"),
    ("teachers", "staff"),
    ("teachers_above_degree", "teachers"),
    ("backbone_teachers", "teachers"),
    ("pe_arts_teachers", "teachers"),
    ("senior_teachers", "teachers"),
)


_USUAL_LAST = 6
"""Last primary grade that the spans of `SCHOOL_TYPES` are written for."""


def read_schools(source: Source, ledger: Ledger, *, primary_last: int = 6) -> Table | None:
    """Return the table of schools, or None where its file cannot be used.

    Parameters
    ----------
    source
        File and settings of ``[schools]``.
    ledger
        Takes everything that is found.
    primary_last
        Last grade of primary school, for the schools that give no grades.
    """
    draft = read_draft(
        source,
        Headers(SCHOOLS, primary_last=primary_last),
        ledger,
        id_name="school_id",
        required=("school_id", "name", "type"),
        fatal=_fatal,
    )
    if draft is None:
        return None
    kinds = draft.numbers("type")
    usable = draft.usable & _typed(draft, kinds, ledger)
    types = np.nan_to_num(kinds).astype(np.int64)
    spans, served = _spans(draft, types, usable, ledger, primary_last=primary_last)
    usable &= served
    if not usable.any():
        ledger.add("rows_none", file=source.file)
        return None
    columns = _columns(draft, types, spans, usable, ledger)
    _doubt_parts(draft, columns, usable, ledger)
    _note_seats(draft, usable, ledger)
    _note_fractions(draft, usable, ledger)
    if not _any_given(draft, "beds"):
        ledger.add("beds_unknown", file=source.file)
    _say_buses(draft, usable, ledger)
    kept = {name: values[usable] for name, values in columns.items()}
    pupils = np.asarray(kept["pupils"], dtype=np.float64) if "pupils" in kept else None
    say_rows(draft.frame, usable, pupils, ledger)
    sheet = ledger.sheet_of(source.file)
    ledger.at_sheet(source.file, "")
    return Table("schools", source.file, kept, draft.frame.rows[usable], sheet)


def _columns(
    draft: Draft, types: NDArray[np.int64], spans: NDArray[np.int64], usable: Mask, ledger: Ledger
) -> Columns:
    """Return the columns of all rows, those that are not usable among them."""
    return {
        "school_id": draft.texts("school_id"),
        "name": named(draft, "school_id", ledger),
        **{name: draft.texts(name) for name in _TEXTS if name in draft.heads},
        "type": types.astype(np.int16),
        "first_grade": spans[:, 0].astype(np.int8),
        "last_grade": spans[:, 1].astype(np.int8),
        "status": np.nan_to_num(draft.numbers("status"), nan=STATUS_OPEN).astype(np.int8),
        "private": np.nan_to_num(draft.numbers("owner")) == 1.0,
        "lon": draft.lonlat[:, 0],
        "lat": draft.lonlat[:, 1],
        "area_class": area_classes(draft),
        **_bus(draft),
        **{name: draft.numbers(name) for name in _NUMBERS if name in draft.heads},
        **_pupils(draft, spans, usable, ledger),
    }


def _fatal(_: Collection[str]) -> Mapping[str, str]:
    return {"school_id": "", "type": ""}


def _typed(draft: Draft, kinds: FloatArray, ledger: Ledger) -> Mask:
    """Return which rows have a type; empty cells are reported (others already are)."""
    empty = np.isnan(kinds) & ~draft.bad["type"]
    for at in np.flatnonzero(empty):
        ledger.add(
            "type_unknown",
            file=draft.frame.file,
            row=int(draft.frame.rows[at]),
            column=draft.header("type"),
            known=TYPES_KNOWN,
        )
    fine: Mask = ~np.isnan(kinds)
    return fine


def _spans(
    draft: Draft,
    kinds: NDArray[np.int64],
    usable: Mask,
    ledger: Ledger,
    *,
    primary_last: int,
) -> tuple[NDArray[np.int64], Mask]:
    """Return first and last grade of each school, at most 9, and which serve any of 1 to 9."""
    given = draft.values.get("grades", [None] * len(draft.frame))
    spans = np.zeros((len(draft.frame), 2), dtype=np.int64)
    served = np.ones(len(draft.frame), dtype=bool)
    cut = 0
    for at in np.flatnonzero(usable):
        kind, span = SCHOOL_TYPES[int(kinds[at])], given[at]
        first, last = span if isinstance(span, tuple) else usual_span(kind, primary_last)
        if first > N_GRADE:
            served[at] = False
            ledger.add(
                "grades_outside",
                file=draft.frame.file,
                row=int(draft.frame.rows[at]),
                column=draft.header("grades"),
                value=f"{first}-{last}",
            )
        cut += int(first <= N_GRADE < last)
        spans[at] = first, min(last, N_GRADE)
    if cut:
        ledger.add("grades_cut", file=draft.frame.file, column=draft.header("grades"), count=cut)
    _note_dates(draft, ledger)
    return spans, served


def _any_given(draft: Draft, column: str) -> bool:
    return column in draft.heads and bool(np.isfinite(draft.numbers(column)).any())


def usual_span(kind: SchoolType, primary_last: int) -> tuple[int, int]:
    """Return the grades of a type where primary school ends with a grade other than the sixth.

    A teaching point keeps its own; in a 5+4 system a primary school has grades 1 to 5.
    """
    first = primary_last + 1 if kind.first == _USUAL_LAST + 1 else kind.first
    last = primary_last if kind.last == _USUAL_LAST else kind.last
    return first, last


def _note_dates(draft: Draft, ledger: Ledger) -> None:
    if "grades" not in draft.heads:
        return
    cells = draft.frame.cells[draft.heads["grades"].index]
    dated = [(cell, span) for cell in cells if (span := span_from_date(cell)) is not None]
    if dated:
        cell, span = dated[0]
        ledger.add(
            "grades_from_date",
            file=draft.frame.file,
            column=draft.header("grades"),
            count=len(dated),
            before=str(cell).removesuffix(" 00:00:00"),
            after=f"{span[0]}-{span[1]}",
        )


def _say_buses(draft: Draft, usable: Mask, ledger: Ledger) -> None:
    """Say which schools count as without a bus because nothing says that they have one."""
    if "bus" not in draft.heads:
        ledger.add("bus_unknown", file=draft.frame.file)
        return
    header = draft.header("bus")
    blank: Mask = usable & np.isnan(draft.numbers("bus")) & ~draft.bad["bus"]
    if blank.sum() == usable.sum():
        ledger.add("bus_column_empty", file=draft.frame.file, column=header, header=header)
    elif blank.any():
        ledger.add(
            "bus_blank",
            file=draft.frame.file,
            column=header,
            count=int(blank.sum()),
            header=header,
            rows=some(draft.frame.rows[blank].tolist()),
        )


def _bus(draft: Draft) -> Columns:
    """Return whether a school runs a bus, and its seats where the cell tells them."""
    given = draft.numbers("bus")
    return {
        "bus": np.nan_to_num(given) > 0.0,
        "bus_seats": np.where(given > 1.0, given, np.nan),
    }


def _pupils(draft: Draft, spans: NDArray[np.int64], usable: Mask, ledger: Ledger) -> Columns:
    """Return pupils, and pupils by grade where the file has them: the grades go first.

    Where there are no grades, senior pupils are taken off (see `schoolmap.model.columns`).
    """
    total = draft.numbers("pupils")
    present = [name for name in GRADE_NAMES if name in draft.heads]
    if not present:
        return {"pupils": _without_senior(draft, usable, ledger)} if "pupils" in draft.heads else {}
    grades = np.column_stack([draft.numbers(name) for name in GRADE_NAMES])
    reported: Mask = ~np.logical_and.reduce(np.isnan(grades), axis=1)
    torn = _torn(draft, present, usable & reported & np.isfinite(total), ledger)
    reported &= ~torn
    grades[torn] = np.nan
    grade = np.arange(1, N_GRADE + 1)
    within = (grade >= spans[:, :1]) & (grade <= spans[:, 1:])
    here = np.array([name in draft.heads for name in GRADE_NAMES])
    empty = np.isnan(grades) & reported[:, None]
    zeros = int((empty & within & here)[usable].sum())
    if zeros:
        ledger.add("pupils_empty_zero", file=draft.frame.file, count=zeros)
    grades = np.where(empty, 0.0, grades)
    by_grade = grades.cumsum(axis=1)[:, -1]
    doubt_spans(draft, grades, spans, usable & reported, ledger)
    _compare(draft, grades, total, usable & reported, ledger)
    pupils = np.where(reported, by_grade, _without_senior(draft, usable & ~reported, ledger))
    return {"pupils": pupils, **{n: grades[:, i] for i, n in enumerate(GRADE_NAMES)}}


def _torn(draft: Draft, present: list[str], rows: Mask, ledger: Ledger) -> Mask:
    """Return which `rows`, all with a total, have a grade that cannot be read.

    The grades that can be read would make fewer pupils than there are: the total goes first.
    """
    unread: Mask = rows & np.logical_or.reduce([draft.bad[name] for name in present], axis=0)
    if unread.any():
        _add_listed(draft, unread, ledger, "pupils_grades_unread", "pupils")
    return unread


def _without_senior(draft: Draft, rows: Mask, ledger: Ledger) -> FloatArray:
    """Return the pupils of grades 1 to 9 of `rows`, which give none by grade."""
    total, senior = draft.numbers("pupils"), draft.numbers("senior_pupils")
    file, header = draft.frame.file, draft.header("pupils")
    more: Mask = rows & (senior > 0) & (total > senior)
    if more.any():
        _add_listed(draft, more, ledger, "pupils_senior_taken_off", "pupils")
    for at in np.flatnonzero(rows & (senior > 0) & (total <= senior)):
        ledger.add(
            "pupils_senior_exceed",
            file=file,
            row=int(draft.frame.rows[at]),
            column=header,
            value=f"{total[at]:g}",
            senior=f"{senior[at]:g}",
            pupils=f"{total[at]:g}",
        )
    also_senior = np.isin(draft.numbers("type"), _WITH_SENIOR)
    unknown: Mask = rows & also_senior & np.isnan(senior) & ~np.isnan(total)
    if unknown.any():
        _add_listed(draft, unknown, ledger, "pupils_senior_unknown", "pupils")
    return np.where(more, total - senior, total)


def _add_listed(draft: Draft, rows: Mask, ledger: Ledger, code: str, column: str) -> None:
    """Add one problem for several rows, with their count and the first of them."""
    ledger.add(
        code,
        file=draft.frame.file,
        column=draft.header(column),
        count=int(rows.sum()),
        rows=some(draft.frame.rows[rows].tolist()),
    )


def _note_seats(draft: Draft, usable: Mask, ledger: Ledger) -> None:
    """Say where no seats are derived from classes, which may include senior ones."""
    wanting = np.isnan(draft.numbers("seats")) & (draft.numbers("classes") > 0)
    rows: Mask = usable & wanting & (draft.numbers("senior_pupils") > 0)
    if rows.any():
        _add_listed(draft, rows, ledger, "seats_unknown_senior", "classes")


def _note_fractions(draft: Draft, usable: Mask, ledger: Ledger) -> None:
    """Say where a resource that is counted in pieces is not a whole number."""
    for name in _PIECES:
        values = draft.numbers(name)
        fractions: Mask = np.isfinite(values) & (values != np.floor(values))
        if (usable & fractions).any():
            _add_listed(draft, usable & fractions, ledger, "count_fraction", name)


def _compare(
    draft: Draft, grades: FloatArray, total: FloatArray, rows: Mask, ledger: Ledger
) -> None:
    """Report totals that the grades do not make, unless senior pupils explain them."""
    by_grade = grades.cumsum(axis=1)[:, -1]
    differs = rows & ~np.isnan(total) & (np.abs(by_grade - total) >= 0.5)
    senior = np.nan_to_num(draft.numbers("senior_pupils"))
    explained = differs & (np.abs(by_grade + senior - total) < 0.5)
    header = draft.header("pupils")
    if explained.any():
        count = int(explained.sum())
        ledger.add("pupils_include_senior", file=draft.frame.file, column=header, count=count)
    for at in np.flatnonzero(differs & ~explained):
        parts = {
            draft.header(name): float(grades[at, i])
            for i, name in enumerate(GRADE_NAMES)
            if name in draft.heads
        }
        hint = culprit(
            draft.frame.stated, int(draft.frame.rows[at]), parts, header, float(total[at])
        )
        ledger.add(
            "pupils_disagree",
            file=draft.frame.file,
            row=int(draft.frame.rows[at]),
            column=header,
            value=f"{total[at]:g}",
            by_grade=f"{by_grade[at]:g}",
            total=f"{total[at]:g}",
            hint_zh=hint[0],
            hint_en=hint[1],
        )


def _doubt_parts(draft: Draft, columns: Columns, usable: Mask, ledger: Ledger) -> None:
    for part, whole in _PARTS:
        if part not in columns or whole not in columns:
            continue
        less = np.asarray(columns[part], dtype=np.float64)
        more = np.asarray(columns[whole], dtype=np.float64)
        if whole == "pupils":
            # boarders are counted for the whole school
            more = more + np.nan_to_num(draft.numbers("senior_pupils"))
        for at in np.flatnonzero(usable & (less > more)):
            ledger.add(
                "part_exceeds_whole",
                file=draft.frame.file,
                row=int(draft.frame.rows[at]),
                column=draft.header(part),
                value=f"{less[at]:g}",
                part=draft.header(part),
                whole=draft.header(whole),
                less=f"{less[at]:g}",
                more=f"{more[at]:g}",
            )
