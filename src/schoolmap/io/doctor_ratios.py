"""Doubts about what schools have for each pupil, and units that were mistaken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from schoolmap.io.doctor_schools import all_pupils
from schoolmap.io.doctoring import Chart, FloatArray, Mask, number
from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.columns import SCHOOLS
from schoolmap.model.wording import look_up
from schoolmap.model.words import UNIT

_MU_M2 = 2000.0 / 3.0
_NEAR = 6.0
"""A number that is at most this many times off the county's median once the unit is put right."""

_FEWEST = 3
"""Schools that a median is taken of."""


@dataclass(frozen=True)
class _Ratio:
    """What is held against what: `column` per `per`, or the other way about."""

    limit: str
    column: str
    per: str = "pupils"
    inverse: bool = False

    @property
    def words(self) -> tuple[str, str]:
        """How the denominator is called, in Chinese and in English."""
        if self.inverse:
            return {"classes": ("每班", "a class"), "teachers": ("每名教师", "a teacher")}[
                self.column
            ]
        return ("每名寄宿生", "a boarder") if self.per == "boarders" else ("生均", "a pupil")


_RATIOS: tuple[_Ratio, ...] = (
    *(
        _Ratio(name, name)
        for name in (
            "land_area_m2",
            "building_area_m2",
            "teaching_area_m2",
            "sports_area_m2",
            "equipment_yuan",
            "books",
        )
    ),
    _Ratio("pupil_computers", "computers"),
    _Ratio("dorm_area_m2", "dorm_area_m2", per="boarders"),
    _Ratio("pupils_per_class", "classes", inverse=True),
    _Ratio("pupils_per_teacher", "teachers", inverse=True),
)

_SLIPS: dict[str, tuple[tuple[float, str, str], ...]] = {
    "yuan": ((1e4, "元与万元", "yuan and 万元"), (1e3, "元与千元", "yuan and 1000 yuan")),
    "m2": (
        (_MU_M2, "平方米与亩", "m2 and mu"),
        (1e4, "平方米与公顷（万平方米）", "m2 and hectares"),
    ),
}


def doubt_ratios(chart: Chart) -> None:
    """Doubt what schools have for each pupil where it is implausible; name a unit that slipped."""
    for ratio in _RATIOS:
        _doubt_ratio(chart, ratio)


def _doubt_ratio(chart: Chart, ratio: _Ratio) -> None:
    schools = chart.study.schools
    amount = schools.numbers(ratio.column)
    heads = schools.numbers("boarders") if ratio.per == "boarders" else all_pupils(chart)
    under, over = (amount, heads) if ratio.inverse else (heads, amount)
    rows = (schools.numbers("status") == STATUS_OPEN) & (under > 0) & (over > 0)
    if ratio.column == "classes":
        # whether senior classes are among them, no file says
        rows &= ~(schools.numbers("senior_pupils") > 0)
    each = np.divide(over, under, out=np.full(len(schools), np.nan), where=rows)
    low, high = chart.limits(ratio.limit)
    # a handful of pupils share a whole school: only the lower limit holds for them
    small = np.zeros(len(schools), dtype=bool)
    if not ratio.inverse:
        small = heads < chart.limit("min_pupils")
    bad: Mask = rows & ((each < low) | ((each > high) & ~small))
    if not bad.any():
        return
    if not _column_slipped(chart, ratio, each, rows, bad):
        for at in np.flatnonzero(bad):
            _doubt_school(chart, ratio, int(at), each, rows & ~bad)


def _column_slipped(chart: Chart, ratio: _Ratio, each: FloatArray, rows: Mask, bad: Mask) -> bool:
    """Report a column that is off as a whole, as one problem; return whether it is."""
    count = int(rows.sum())
    low, high = chart.limits(ratio.limit)
    middle = float(np.median(each[rows]))
    if count < _FEWEST or 2 * int(bad.sum()) <= count or low <= middle <= high:
        return False
    slip = _slip(ratio, middle, low, high, (low * high) ** 0.5, near=np.inf)
    if slip is None:
        return False
    chart.add(
        "unit_slip_column",
        chart.study.schools,
        column=ratio.column,
        count=count,
        bad=int(bad.sum()),
        factor=number(slip[0]),
        slip_zh=slip[1],
        slip_en=slip[2],
        **_words(chart, ratio, middle),
    )
    return True


def _doubt_school(chart: Chart, ratio: _Ratio, at: int, each: FloatArray, fine: Mask) -> None:
    schools = chart.study.schools
    low, high = chart.limits(ratio.limit)
    known = int(fine.sum()) >= _FEWEST
    middle = float(np.median(each[fine])) if known else (low * high) ** 0.5
    slip = _slip(ratio, float(each[at]), low, high, middle, near=_NEAR if known else np.inf)
    words: dict[str, Any] = {
        "column": ratio.column,
        "value": schools.text("name")[at],
        **_words(chart, ratio, float(each[at])),
    }
    if slip is None:
        chart.add("per_pupil_implausible", schools, at, **words)
        return
    words |= {"factor": number(slip[0]), "slip_zh": slip[1], "slip_en": slip[2]}
    chart.add("unit_slip_suspected", schools, at, **words)


def _slip(
    ratio: _Ratio, each: float, low: float, high: float, middle: float, *, near: float
) -> tuple[float, str, str] | None:
    """Return the factor that brings a value back, with its units; None where none does."""
    unit = {column.name: column.unit for column in SCHOOLS}[ratio.column]
    found: list[tuple[float, tuple[float, str, str]]] = []
    for slip in () if ratio.inverse else _SLIPS.get(unit, ()):
        for put_right in (each * slip[0], each / slip[0]):
            away = max(put_right / middle, middle / put_right)
            if low <= put_right <= high and away <= near:
                found.append((away, slip))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _words(chart: Chart, ratio: _Ratio, each: float) -> dict[str, Any]:
    column = {known.name: known for known in SCHOOLS}[ratio.column]
    unit = "pupil" if ratio.inverse else column.unit
    low, high = chart.limits(ratio.limit)
    return {
        "what_zh": column.zh,
        "what_en": column.name,
        "per_zh": ratio.words[0],
        "per_en": ratio.words[1],
        "each": number(each),
        "unit_zh": look_up(UNIT, unit, "zh"),
        "unit_en": look_up(UNIT, unit, "en"),
        "low": number(low),
        "high": number(high),
    }
