"""Villages, schools, journeys, figures and findings as columns for the page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.maps.shapes import IntArray, whole_degrees
from schoolmap.model.evaluation import UNDEFINED, Evaluation, Figure
from schoolmap.model.layout import LayoutModel
from schoolmap.model.wording import status_words
from schoolmap.units import MM_PER_M

Arrays = dict[str, IntArray]
Columns = dict[str, object]

DECIMALS = 6
"""Figures that are not whole are shown with far fewer decimals than this."""
ALTERNATIVES = 5
"""Schools kept per village and band besides those that its pupils attend, nearest on foot first."""


def villages(
    model: LayoutModel, evaluation: Evaluation, places: Sequence[str]
) -> tuple[Arrays, Arrays, Columns]:
    """Return the villages: arrays to write plain, arrays to write as differences, and columns."""
    v, a = model.villages, evaluation.assignment
    point = whole_degrees(v.lonlat)
    rows = kept_rows(model, evaluation)
    plain = {
        "v_area": v.area_class.astype(np.int64),
        "v_population": v.population,
        "v_component": v.component.astype(np.int64),
        "v_snap_m": _metres(v.snap_mm),
        "v_pupils": v.pupils,
        "v_mode": a.mode.astype(np.int64),
        "v_reason": a.reason.astype(np.int64),
        **_journeys(model, rows),
    }
    alike = {
        "v_x": point[:, 0],
        "v_y": point[:, 1],
        "v_township": _index(v.townships, places),
        "v_site": a.site.astype(np.int64),
        "od_site": model.od.destination[rows].astype(np.int64),
    }
    columns: Columns = {
        "id": list(v.ids),
        "name": list(v.names),
        "admin": list(v.admin_villages),
        "e2sfca": numbers(evaluation.e2sfca),
    }
    return plain, alike, columns


def schools(
    model: LayoutModel, evaluation: Evaluation, places: Sequence[str]
) -> tuple[Arrays, Arrays, Columns]:
    """Return the schools, as `villages` does."""
    s, f = model.sites, evaluation.schools
    point = whole_degrees(s.lonlat)
    plain = {
        "s_type": s.type_code.astype(np.int64),
        "s_area": s.area_class.astype(np.int64),
        "s_status": s.status.astype(np.int64),
        "s_open": evaluation.is_open.astype(np.int64),
        "s_private": s.private.astype(np.int64),
        "s_first": s.first_grade.astype(np.int64),
        "s_last": s.last_grade.astype(np.int64),
        "s_classes": s.classes,
        "s_seats": s.seats,
        "s_beds": s.beds,
        "s_boarders": s.boarders,
        "s_bus": s.bus.astype(np.int64),
        "s_bus_seats": s.bus_seats,
        "s_snap_m": _metres(s.snap_mm),
        "s_load": f.load,
        "s_riders": f.riders,
        "s_boarders_needed": f.boarders_needed,
        "s_bed_gap": f.bed_gap,
        "s_max_length_m": f.max_length_m,
        "s_in_scope_2017": f.in_scope_2017.astype(np.int64),
        "s_met_2017": f.met_2017,
        "s_unknown_2017": f.unknown_2017,
        "s_verdict_2017": f.verdict_2017.astype(np.int64),
    }
    alike = {
        "s_x": point[:, 0],
        "s_y": point[:, 1],
        "s_township": _index(s.townships, places),
    }
    columns: Columns = {
        "id": list(s.ids),
        "name": list(s.names),
        "name_en": list(s.names_en),
        "roll_reported": numbers(s.roll),
        "roll": numbers(np.cumsum(f.roll, axis=1)[:, -1]),
        "roll_by_grade": numbers(f.roll),
        "stage_roll": numbers(f.stage_roll),
        "over_seats": gaps(f.over_seats),
        "class_size": numbers(f.class_size),
        "class_limit": numbers(f.class_limit),
        "mean_length_m": numbers(f.mean_length_m),
        "value": numbers(f.value),
        "shortfall": gaps(f.shortfall),
    }
    return plain, alike, columns


def kept_rows(model: LayoutModel, evaluation: Evaluation) -> IntArray:
    """Return the OD rows that the page holds: journeys made, and the nearest schools by band."""
    od, s = model.od, model.sites
    keep = np.zeros(od.n_row, dtype=bool)
    made = evaluation.assignment.row
    keep[made[made >= 0]] = True
    origin = od.origin()
    order = np.lexsort((od.destination, od.walk_ref_s, origin))
    for band in model.rules.bands:
        serves = evaluation.is_open & (s.first_grade <= band.last) & (s.last_grade >= band.first)
        fit = order[serves[od.destination[order]]]
        first = np.searchsorted(origin[fit], origin[fit], side="left")
        keep[fit[np.arange(fit.size) - first < ALTERNATIVES]] = True
    return np.flatnonzero(keep).astype(np.int64)


def _journeys(model: LayoutModel, rows: IntArray) -> Arrays:
    """Return the kept rows; times and ride lengths as what they add to the walking length."""
    od = model.od
    length = od.length_m[rows].astype(np.int64)
    ride = od.ride_s[rows].astype(np.int64)
    ride_length = od.ride_length_m[rows].astype(np.int64)
    return {
        "od_count": np.bincount(od.origin()[rows], minlength=od.n_origin).astype(np.int64),
        "od_length_m": length,
        "od_walk_extra": od.walk_ref_s[rows].astype(np.int64) - length,
        "od_ride_s": ride,
        "od_ride_extra": np.where(ride < 0, 0, ride_length - length),
    }


def groups(
    by: Mapping[str, Mapping[str, Figure]],
) -> dict[str, dict[str, list[float | int | str | None]]]:
    """Return figures by group and id as [value, unit]."""
    return {
        group: {name: [_number(f.value), f.unit] for name, f in figures.items()}
        for group, figures in by.items()
    }


def length_bands(evaluation: Evaluation) -> list[dict[str, object]]:
    """Return the pupils by length of journey, in the evaluation's order."""
    return [
        {"limit_m": b.limit_m, "pupils": b.pupils, "no_journey": b.no_journey}
        for b in evaluation.length_bands
    ]


def standards(model: LayoutModel) -> dict[str, dict[str, object]]:
    """Return the rows in force by id; web addresses lose their scheme, so nothing links out."""
    return {
        key: {
            "value": list(s.value) if isinstance(s.value, tuple) else s.value,
            "unit": s.unit,
            "comparison": s.comparison,
            "zh": s.name_zh,
            "en": s.name_en,
            "clause": s.clause,
            "source": _bare(s.source),
            "year": s.year,
            "status": [status_words(s, "zh"), status_words(s, "en")],
            "unsure": s.force == "assumption" or s.verified == "memory",
            "note": _bare(s.note),
            "table": s.table,
        }
        for key, s in sorted(model.standards.items())
    }


def findings(model: LayoutModel, evaluation: Evaluation) -> list[dict[str, object]]:
    """Return the findings in the evaluation's order; ``at`` is the subject's row, -1 none."""
    rows = {
        "school": {k: i for i, k in enumerate(model.sites.ids)},
        "village": {k: i for i, k in enumerate(model.villages.ids)},
    }
    return [
        {
            "rule": f.rule,
            "severity": f.severity,
            "type": f.subject_type,
            "id": f.subject_id,
            "at": rows.get(f.subject_type, {}).get(f.subject_id, -1),
            "value": _number(f.value),
            "limit": _number(f.limit),
            "unit": f.unit,
            "detail": f.detail,
            "pupils": f.pupils,
        }
        for f in evaluation.findings
    ]


def numbers(values: NDArray[np.float64]) -> list[float | int | None]:
    """Return figures flat, rounded to `DECIMALS`; None where undefined."""
    return [None if v == UNDEFINED else _number(v) for v in values.ravel().tolist()]


def gaps(values: NDArray[np.float64]) -> list[float | int | None]:
    """Return amounts that are missing, as `numbers` does; what is above zero stays above zero."""
    least = 10.0**-DECIMALS
    return numbers(np.where((values > 0) & (values < least), least, values))


def _number(value: float | None) -> float | int | None:
    if value is None or isinstance(value, int):
        return value
    if not math.isfinite(value):
        msg = f"not a finite figure: {value!r}"
        raise ValueError(msg)
    short = round(value, DECIMALS)
    return int(short) if short == int(short) else short


def _metres(millimetres: IntArray) -> IntArray:
    """Return whole metres, half up; below zero stays -1."""
    return np.where(millimetres < 0, -1, (millimetres + MM_PER_M // 2) // MM_PER_M)


def _index(names: Sequence[str], places: Sequence[str]) -> IntArray:
    known = {name: i for i, name in reversed(list(enumerate(places)))}
    return np.array([known.get(name, -1) for name in names], dtype=np.int64)


def _bare(text: str) -> str:
    return text.replace("https://", "").replace("http://", "")
