"""Tables as read to the arrays that an evaluation sees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.grades import BAND_STAGE, GRADES, STAGES, GradeBand
from schoolmap.model.layout import UNKNOWN, Sites, Villages
from schoolmap.model.resources import RESOURCES
from schoolmap.model.rules import Rules
from schoolmap.model.study import Table
from schoolmap.units import MM_PER_M

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def whole(values: FloatArray, *, scale: int = 1) -> IntArray:
    """Return numbers times `scale` as whole numbers, half up; `UNKNOWN` where missing."""
    known = np.isfinite(values)
    scaled = np.floor(np.where(known, values, 0.0) * scale + 0.5)
    return np.where(known, scaled, UNKNOWN).astype(np.int64)


def villages_of(
    table: Table,
    *,
    bands: Sequence[GradeBand],
    school_ids: Sequence[str],
    xy_m: FloatArray,
    component: NDArray[np.int32],
    snap_mm: IntArray,
) -> Villages:
    """Return the villages of a table.

    Parameters
    ----------
    table
        As read: ``g1`` to ``g9`` are whole numbers.
    bands
        Grade bands, for the designated schools.
    school_ids
        Ids in site order.
    xy_m
        Projected coordinates in metres, shape (n, 2).
    component, snap_mm
        From the snap ledger of the walking network, shape (n,).
    """
    site = {school: j for j, school in enumerate(school_ids)}
    by_stage = {s: [site.get(i, -1) for i in table.text(f"school_{s}")] for s in STAGES}
    designated = np.array([by_stage[BAND_STAGE[b.id]] for b in bands], dtype=np.int32).T
    return Villages(
        ids=tuple(table.text("village_id")),
        names=tuple(table.text("name")),
        admin_villages=tuple(table.text("admin_village")),
        townships=tuple(table.text("township")),
        area_class=_codes(table, "area_class"),
        population=whole(table.numbers("population")),
        pupils=np.column_stack([whole(table.numbers(f"g{g}")) for g in GRADES]),
        designated=designated.reshape(len(table), len(bands)),
        component=component,
        snap_mm=snap_mm,
        lonlat=_lonlat(table),
        xy_mm=whole(xy_m, scale=MM_PER_M),
    )


def sites_of(
    table: Table,
    *,
    rules: Rules,
    xy_m: FloatArray,
    component: NDArray[np.int32],
    snap_mm: IntArray,
) -> Sites:
    """Return the sites of a schools table.

    Seats that are not given are classes x class limit; a school that serves both stages takes the
    larger limit. A school with senior pupils gets no seats from its classes, for senior classes may
    be among them: its seats are unknown unless given.

    Parameters
    ----------
    table
        As read.
    rules
        For the class limits.
    xy_m, component, snap_mm
        As in `villages_of`.
    """
    first, last = _codes(table, "first_grade", np.int8), _codes(table, "last_grade", np.int8)
    grades = np.column_stack([table.numbers(f"g{g}") for g in GRADES])
    reported: NDArray[np.bool_] = np.asarray(np.isfinite(grades).any(axis=1))
    by_grade = np.where(reported[:, None], np.nan_to_num(grades), float(UNKNOWN))
    classes = whole(table.numbers("classes"))
    return Sites(
        ids=tuple(table.text("school_id")),
        names=tuple(table.text("name")),
        names_en=tuple(table.text("name_en")),
        townships=tuple(table.text("township")),
        type_code=_codes(table, "type"),
        area_class=_codes(table, "area_class"),
        status=_codes(table, "status", np.int8),
        private=_flags(table, "private"),
        first_grade=first,
        last_grade=last,
        classes=classes,
        seats=_seats(table, classes, (first, last), rules),
        boarders=whole(table.numbers("boarders")),
        boarders_girls=whole(table.numbers("boarders_girls")),
        beds=whole(table.numbers("beds")),
        bus=_flags(table, "bus"),
        bus_seats=whole(table.numbers("bus_seats")),
        roll=np.nan_to_num(table.numbers("pupils"), nan=float(UNKNOWN)),
        roll_by_grade=by_grade,
        senior_pupils=np.nan_to_num(table.numbers("senior_pupils")),
        resources=_resources(table, ""),
        resources_primary=_resources(table, "_primary"),
        resources_junior=_resources(table, "_junior"),
        component=component,
        snap_mm=snap_mm,
        lonlat=_lonlat(table),
        xy_mm=whole(xy_m, scale=MM_PER_M),
    )


def _seats(
    table: Table, classes: IntArray, span: tuple[NDArray[np.signedinteger], ...], rules: Rules
) -> IntArray:
    first, last = span
    primary_last = max(b.last for b in rules.bands if b.stage == "primary")
    primary, junior = rules.class_limit["primary"], rules.class_limit["junior"]
    of_one = np.where(last > primary_last, junior, primary)
    through = (first <= primary_last) & (last > primary_last)
    limit = np.where(through, max(primary, junior), of_one)
    senior = np.nan_to_num(table.numbers("senior_pupils")) > 0
    countable = (classes > 0) & ~senior
    by_class = np.where(countable, np.floor(classes * limit + 0.5), UNKNOWN).astype(np.int64)
    given = whole(table.numbers("seats"))
    return np.where(given != UNKNOWN, given, by_class)


def _resources(table: Table, suffix: str) -> IntArray:
    columns = [whole(table.numbers(r.name + suffix), scale=r.scale) for r in RESOURCES]
    return np.column_stack(columns)


def _codes(
    table: Table, column: str, dtype: type[np.signedinteger] = np.int16
) -> NDArray[np.signedinteger]:
    values = table.columns.get(column)
    return np.zeros(len(table), dtype) if values is None else np.asarray(values).astype(dtype)


def _flags(table: Table, column: str) -> NDArray[np.bool_]:
    values = table.columns.get(column)
    return np.zeros(len(table), bool) if values is None else np.asarray(values).astype(bool)


def _lonlat(table: Table) -> FloatArray:
    return np.column_stack((table.numbers("lon"), table.numbers("lat")))
