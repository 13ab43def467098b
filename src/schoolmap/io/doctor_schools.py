"""Doubts about the numbers of schools: pupils, classes, seats, beds, buses, spans of grades."""

from __future__ import annotations

import numpy as np

from schoolmap.io.doctoring import Chart, FloatArray, Mask, number
from schoolmap.model.codes import (
    SCHOOL_TYPES,
    STATUS_CANDIDATE,
    STATUS_CLOSED,
    STATUS_OPEN,
    TEACHING_POINT,
)
from schoolmap.model.columns import SCHOOLS
from schoolmap.model.resources import RESOURCES

_POINT_LAST = 4
"""A teaching point teaches grades 1 to 4 at most; the spans of DESIGN are 1-2, 1-3 and 1-4."""

_OTHER_PARTS: tuple[tuple[str, str], ...] = (
    ("teaching_area_m2", "building_area_m2"),
    ("dorm_area_m2", "building_area_m2"),
    *(
        (f"{part}_{stage}", f"teachers_{stage}")
        for part in (
            "teachers_above_degree",
            "backbone_teachers",
            "pe_arts_teachers",
            "senior_teachers",
        )
        for stage in ("primary", "junior")
    ),
    *((f"teachers_{stage}", f"staff_{stage}") for stage in ("primary", "junior")),
)
"""What can only be a part of something else, besides the pairs that reading compares."""

_STAGE_TOLERANCE = 0.005
"""Stages may be rounded one by one."""


def all_pupils(chart: Chart) -> FloatArray:
    """Return the pupils of each school, senior ones included: staff and land serve them too."""
    schools = chart.study.schools
    total: FloatArray = schools.numbers("pupils") + np.nan_to_num(schools.numbers("senior_pupils"))
    return total


def doubt_status(chart: Chart) -> None:
    """Doubt closed schools and candidates that report pupils."""
    schools = chart.study.schools
    pupils, status = schools.numbers("pupils"), schools.numbers("status")
    for code, which in (
        ("closed_with_pupils", STATUS_CLOSED),
        ("candidate_with_pupils", STATUS_CANDIDATE),
    ):
        for at in np.flatnonzero((status == which) & (pupils > 0)):
            chart.add(
                code,
                schools,
                at,
                column="pupils",
                value=schools.text("name")[at],
                pupils=number(pupils[at]),
            )


def doubt_spans(chart: Chart) -> None:
    """Doubt spans of grades that go beyond what a school of the type teaches."""
    schools = chart.study.schools
    first, last = schools.numbers("first_grade"), schools.numbers("last_grade")
    primary_last = _primary_last(chart)
    for at, code in enumerate(schools.columns["type"].tolist()):
        kind = SCHOOL_TYPES[int(code)]
        low = primary_last + 1 if kind.first == 7 else 1
        high = _POINT_LAST if code == TEACHING_POINT else kind.last
        high = primary_last if high == 6 else high
        if first[at] < low or last[at] > high:
            chart.add(
                "grades_beyond_type",
                schools,
                at,
                column="grades",
                value=schools.text("name")[at],
                type_zh=kind.zh,
                type_en=kind.en,
                span=f"{first[at]:.0f}-{last[at]:.0f}",
                usual=f"{low}-{high}",
            )


def doubt_classes(chart: Chart) -> None:
    """Doubt pupils without a class, and classes without a pupil."""
    schools = chart.study.schools
    pupils, classes = all_pupils(chart), schools.numbers("classes")
    teaching = _open(chart)
    for code, rows in (
        ("pupils_without_classes", teaching & (classes == 0) & (pupils > 0)),
        ("classes_without_pupils", teaching & (classes > 0) & (pupils == 0)),
    ):
        for at in np.flatnonzero(rows):
            chart.add(
                code,
                schools,
                at,
                column="classes",
                value=schools.text("name")[at],
                pupils=number(pupils[at]),
                classes=number(classes[at]),
            )


def doubt_room(chart: Chart) -> None:
    """Doubt rolls far beyond the seats, and boarders far beyond the beds or without any."""
    schools = chart.study.schools
    names = schools.text("name")
    pupils, seats = schools.numbers("pupils"), schools.numbers("seats")
    boarders, beds = schools.numbers("boarders"), schools.numbers("beds")
    limit = chart.limit("roll_over_seats")
    for at in np.flatnonzero(_open(chart) & (pupils > limit * np.maximum(seats, 1.0))):
        chart.add(
            "roll_beyond_seats",
            schools,
            at,
            column="seats",
            value=names[at],
            pupils=number(pupils[at]),
            seats=number(seats[at]),
            ratio=_ratio(pupils[at], seats[at]),
            limit=f"{limit:g}",
        )
    limit = chart.limit("boarders_over_beds")
    for at in np.flatnonzero((beds > 0) & (boarders > limit * beds)):
        chart.add(
            "boarders_beyond_beds",
            schools,
            at,
            column="beds",
            value=names[at],
            boarders=number(boarders[at]),
            beds=number(beds[at]),
            ratio=_ratio(boarders[at], beds[at]),
            limit=f"{limit:g}",
        )
    _doubt_no_beds(chart, boarders, beds)


def _doubt_no_beds(chart: Chart, boarders: FloatArray, beds: FloatArray) -> None:
    """Doubt boarders where beds are 0, or empty although other schools give them."""
    schools = chart.study.schools
    known = bool(np.isfinite(beds).any())
    lacking = (beds == 0) | (np.isnan(beds) & known)
    for at in np.flatnonzero(_open(chart) & (boarders > 0) & lacking):
        empty = bool(np.isnan(beds[at]))
        chart.add(
            "boarders_without_beds",
            schools,
            at,
            column="beds",
            value=schools.text("name")[at],
            boarders=number(boarders[at]),
            beds_zh="空的" if empty else " 0",
            beds_en="empty" if empty else "0",
        )


def doubt_buses(chart: Chart) -> None:
    """Doubt seats of buses that are vehicles, or more than any school runs."""
    schools = chart.study.schools
    seats = schools.numbers("bus_seats")
    low, high = chart.limits("bus_seats")
    for at in np.flatnonzero((seats < low) | (seats > high)):
        chart.add(
            "bus_seats_implausible",
            schools,
            at,
            column="bus",
            value=schools.text("name")[at],
            seats=number(seats[at]),
            low=f"{low:g}",
            high=f"{high:g}",
        )


def doubt_size(chart: Chart) -> None:
    """Doubt rolls that no school has."""
    schools, limit = chart.study.schools, chart.limit("school_pupils")
    pupils = schools.numbers("pupils")
    for at in np.flatnonzero(pupils > limit):
        chart.add(
            "number_implausible",
            schools,
            at,
            column="pupils",
            value=schools.text("name")[at],
            pupils=number(pupils[at]),
            limit=number(limit),
        )


def doubt_parts(chart: Chart) -> None:
    """Doubt parts greater than their wholes, and stages that do not make the whole."""
    schools = chart.study.schools
    for part, whole in _OTHER_PARTS:
        less, more = schools.numbers(part), schools.numbers(whole)
        for at in np.flatnonzero(less > more):
            chart.add(
                "part_exceeds_whole",
                schools,
                at,
                column=part,
                value=f"{less[at]:g}",
                part=chart.header(schools, part),
                whole=chart.header(schools, whole),
                less=f"{less[at]:g}",
                more=f"{more[at]:g}",
            )
    labels = {column.name: column.zh for column in SCHOOLS}
    for resource in RESOURCES:
        primary, junior = (schools.numbers(f"{resource.name}_{s}") for s in ("primary", "junior"))
        whole_of = schools.numbers(resource.name)
        apart = np.abs(primary + junior - whole_of)
        # senior grades have their share too, which no column names
        alone = ~(schools.numbers("senior_pupils") > 0)
        rows: Mask = alone & (apart > np.maximum(1.0, _STAGE_TOLERANCE * whole_of))
        for at in np.flatnonzero(rows):
            chart.add(
                "stages_disagree",
                schools,
                at,
                column=resource.name,
                value=schools.text("name")[at],
                what_zh=labels[resource.name],
                what_en=resource.name,
                primary=number(primary[at]),
                junior=number(junior[at]),
                whole=number(whole_of[at]),
            )


def _open(chart: Chart) -> Mask:
    rows: Mask = chart.study.schools.numbers("status") == STATUS_OPEN
    return rows


def _primary_last(chart: Chart) -> int:
    return int(str(chart.study.standards["grades.upper_primary"].value).split("-")[1])


def _ratio(over: float, under: float) -> str:
    return number(over / under) if under > 0 else "∞"
