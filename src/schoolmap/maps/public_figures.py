"""Figures for the public: counts in coarse steps, and means too coarse to tell of a few pupils.

Every village's way of travel and its length are published. Exact counts by way, by length or by
band would be sums over villages that cross those over townships, and from enough sums each count
follows. So no sum is told exactly, of today or of a plan; parts need not add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.maps.suppressing import BoolArray, IntArray, Suppressed
from schoolmap.model.evaluation import Evaluation, Figure
from schoolmap.model.extending import extended
from schoolmap.model.layout import LayoutModel

Shown = list[float | int | str | None]
"""A figure as the page takes it: value (None where it is not shown or cannot be made) and unit."""

_MODES = ("pupils_walk", "pupils_ride", "pupils_board", "pupils_unserved")
_NEEDS = ("board_need", "bed_gap")
_LENGTHS = ("mean_length_m", "p90_length_m")
_SCHOOLS = ("schools_open", "schools_over_seats", "schools_under_100")
_RATIOS = ("cv_2017.", "cv_2012.mean.", "gap_urban_rural.")
_FAR_M = 5000
"""A change of journey that is long, for a pupil: means are rounded so that few such do not show."""
_COARSEST_M = 1000
_DECIMALS = 3


def layout_figures(
    model: LayoutModel, layout: Evaluation, kept: Suppressed, least: int
) -> dict[str, object]:
    """Return the figures of today, or of a plan.

    Parameters
    ----------
    model
        County as the kernel sees it.
    layout
        Evaluation of today or of a plan.
    kept
        What may be shown of the villages.
    least
        Least count that may be shown; counts are told in steps of it.
    """
    modes, lengths = _modes(layout), _lengths(layout)
    bands = _numbers(_count(figures["pupils"]) for figures in layout.by_band.values())
    whole = _step(_count(layout.indicators["pupils"]), least) if kept.whole else -1
    pupils = model.villages.pupils.sum(axis=1)
    if kept.whole:
        modes = _told_parts(modes, layout.assignment.mode, pupils, kept, least)
        lengths = _told_parts(lengths, _length_band(model, layout), pupils, kept, least)
        bands = _numbers(_step(n, least) for n in bands.tolist())
    else:
        modes, lengths, bands = (np.full_like(part, -1) for part in (modes, lengths, bands))
    # needs are made of the ways of travel: where one of these is hidden, they could tell it
    hide = bool((modes < 0).any())
    needs = [-1 if hide else _step(_count(layout.indicators[name]), least) for name in _NEEDS]
    shown = zip((*_MODES, *_NEEDS), (*modes.tolist(), *needs), strict=True)
    return {
        "figures": {
            "pupils": _told(whole, "pupil"),
            **{name: _told(n, layout.indicators[name].unit) for name, n in shown},
            **_coarse(layout.indicators, whole, least),
        },
        "by_band": {
            band: {"pupils": _told(n, "pupil"), **_coarse_lengths(figures, n, least)}
            for (band, figures), n in zip(layout.by_band.items(), bands.tolist(), strict=True)
        },
        "length_bands": [
            {"limit_m": b.limit_m, "pupils": None if n < 0 else n, "no_journey": b.no_journey}
            for b, n in zip(layout.length_bands, lengths.tolist(), strict=True)
        ],
    }


def group_rows(
    model: LayoutModel, today: Evaluation, kept: Suppressed, places: Sequence[str], least: int
) -> dict[str, dict[str, Shown]]:
    """Return pupils and journeys of each township, as they may be shown.

    Parameters
    ----------
    model
        County as the kernel sees it.
    today
        Its evaluation.
    kept
        What may be shown of the villages; group i is township i of `places`, the last one has the
        villages without.
    places
        Names of the townships.
    least
        Least count that may be shown.
    """
    rows: dict[str, dict[str, Shown]] = {}
    for name in dict.fromkeys(model.villages.townships):
        figures = today.by_township[name]
        number = places.index(name) if name in places else len(places)
        told = kept.shown[number] and kept.whole
        pupils = _step(_count(figures["pupils"]), least) if told else -1
        rows[name] = {"pupils": _told(pupils, "pupil"), **_coarse_lengths(figures, pupils, least)}
    return rows


def _told_parts(
    counts: IntArray,
    part: NDArray[np.signedinteger],
    pupils: IntArray,
    kept: Suppressed,
    least: int,
) -> IntArray:
    """Return counts by part in steps; -1 where a part, less the villages shown, tells of others.

    `part` is the part of each grade of each village, shape (n, 9).
    """
    told = []
    for number, count in enumerate(counts.tolist()):
        step = _step(count, least)
        wholly: BoolArray = (part == number).all(axis=1)
        seen = int(pupils[wholly & ~kept.hidden].sum())
        most = step + least - least // 2 - 1 - seen
        told.append(-1 if step > 0 and (wholly & kept.hidden).any() and most < least else step)
    return _numbers(told)


def _length_band(model: LayoutModel, layout: Evaluation) -> IntArray:
    """Return the band of length of each grade of each village."""
    row, length = layout.assignment.row, extended(model, layout.added).od.length_m
    known = length[np.maximum(row, 0)] if length.size else np.zeros_like(row)
    limits = [b.limit_m for b in layout.length_bands if b.limit_m is not None]
    none = next((i for i, b in enumerate(layout.length_bands) if b.no_journey), -1)
    return np.where(row < 0, none, np.searchsorted(limits, known, side="left"))


def _step(count: int, least: int) -> int:
    """Return a count rounded to steps of `least`; -1 where there are few, 0 where there is none.

    Behind each number that is told stand `least` counts, behind -1 even more.
    """
    steps = (count + least // 2) // least
    return -1 if count > 0 and steps < 2 else steps * least


def _coarse(figures: Mapping[str, Figure], pupils: int, least: int) -> dict[str, Shown]:
    """Return figures that are no counts of pupils, rounded so that no few pupils show in them."""
    found = _coarse_lengths(figures, pupils, least)
    share = figures["share_walk_limit"]
    found["share_walk_limit"] = [_rounded(share.value, _share_step(pupils, least)), share.unit]
    for name, figure in figures.items():
        if name in _SCHOOLS:
            found[name] = [figure.value, figure.unit]
        elif name.startswith(_RATIOS):
            value = None if figure.value is None else round(figure.value, _DECIMALS)
            found[name] = [value, figure.unit]
    return found


def _coarse_lengths(figures: Mapping[str, Figure], pupils: int, least: int) -> dict[str, Shown]:
    step = None if pupils < least else _length_step(pupils, least)
    return {
        name: [_rounded(figures[name].value, step), figures[name].unit]
        for name in _LENGTHS
        if name in figures
    }


def _length_step(pupils: int, least: int) -> float | None:
    """Return metres to round a mean to: `least` pupils who go far must not show in it.

    None where only steps would do that say nothing any more.
    """
    step = 10 ** max(math.ceil(math.log10(least * _FAR_M / pupils)), 1)
    return float(step) if step <= _COARSEST_M else None


def _share_step(pupils: int, least: int) -> float | None:
    if pupils < 10 * least:
        return None
    return float(10.0 ** max(math.ceil(math.log10(least / pupils)), -_DECIMALS))


def _rounded(value: float | None, step: float | None) -> float | None:
    """Return a value rounded to a step, half up; None where either is missing."""
    if value is None or step is None:
        return None
    return round(math.floor(value / step + 0.5) * step, _DECIMALS)


def _told(count: int, unit: str) -> Shown:
    return [None if count < 0 else count, unit]


def _count(figure: Figure) -> int:
    return int(figure.value or 0)


def _modes(evaluation: Evaluation) -> IntArray:
    return _numbers(_count(evaluation.indicators[name]) for name in _MODES)


def _lengths(evaluation: Evaluation) -> IntArray:
    return _numbers(band.pupils for band in evaluation.length_bands)


def _numbers(values: Iterable[int]) -> IntArray:
    return np.array(list(values), dtype=np.int64)
