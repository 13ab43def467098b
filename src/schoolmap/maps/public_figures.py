"""Figures for the public: small counts left out, plans told as coarse differences from today."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schoolmap.maps.suppressing import IntArray, Suppressed, suppress
from schoolmap.model.evaluation import Evaluation, Figure
from schoolmap.model.layout import LayoutModel

Shown = list[float | int | str | None]
"""A figure as the page takes it: value (None where it is not shown or cannot be made) and unit."""

_MODES = ("pupils_walk", "pupils_ride", "pupils_board", "pupils_unserved")
_NEEDS = ("board_need", "bed_gap")
_LENGTHS = ("mean_length_m", "median_length_m", "p90_length_m", "max_length_m")
_SCHOOLS = ("schools_open", "schools_over_seats", "schools_under_100")
_RATIOS = ("cv_2017.", "cv_2012.mean.", "gap_urban_rural.")
_FAR_M = 5000
"""A change of journey that is long, for a pupil: means are rounded so that few such do not show."""
_DECIMALS = 3


@dataclass(frozen=True)
class Counts:
    """Pupils by way of travel, by length and by band, as they may be shown; -1 hidden."""

    modes: IntArray
    lengths: IntArray
    bands: IntArray
    needs: IntArray
    whole: int
    least: int

    @classmethod
    def of(cls, today: Evaluation, least: int, *, whole: bool) -> Counts:
        """Return what may be shown of today.

        Parameters
        ----------
        today
            Its evaluation.
        least
            Least count that may be shown.
        whole
            Whether the total of all pupils may be shown.
        """
        pupils = _count(today.indicators["pupils"])
        bands = _numbers(_count(figures["pupils"]) for figures in today.by_band.values())
        modes, lengths, bands = (
            _shown(part, least) if whole else np.full_like(part, -1)
            for part in (_modes(today), _lengths(today), bands)
        )
        needs = _needs(today)
        # needs are made of the ways of travel: where one of these is hidden, they could tell it
        hidden = ((needs > 0) & (needs < least)) | (modes < 0).any()
        needs = np.where(hidden, -1, needs)
        return cls(modes, lengths, bands, needs, pupils if whole else -1, least)


def layout_figures(counts: Counts, today: Evaluation, layout: Evaluation) -> dict[str, object]:
    """Return the figures of today, or of a plan beside it.

    Parameters
    ----------
    counts
        Of today, as they may be shown.
    today, layout
        Evaluations; the same one for today.
    """
    least = counts.least
    modes = _moved(counts.modes, _modes(today), _modes(layout), least)
    needs = _moved(counts.needs, _needs(today), _needs(layout), least)
    lengths = _moved(counts.lengths, _lengths(today), _lengths(layout), least)
    shown = zip((*_MODES, *_NEEDS), (*modes.tolist(), *needs.tolist()), strict=True)
    return {
        "figures": {
            "pupils": _told(counts.whole, "pupil"),
            **{name: _told(n, layout.indicators[name].unit) for name, n in shown},
            **_coarse(layout.indicators, counts.whole, least),
        },
        "by_band": {
            band: {"pupils": _told(n, "pupil"), **_coarse_lengths(figures, n, least)}
            for (band, figures), n in zip(
                layout.by_band.items(), counts.bands.tolist(), strict=True
            )
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
        pupils = _count(figures["pupils"]) if kept.shown[number] and kept.whole else -1
        rows[name] = {"pupils": _told(pupils, "pupil"), **_coarse_lengths(figures, pupils, least)}
    return rows


def _shown(counts: IntArray, least: int) -> IntArray:
    """Return parts of the whole as they may be shown beside it; -1 hidden."""
    group = np.zeros(counts.size, dtype=np.int64)
    return np.where(suppress(counts, group, 1, least=least).hidden, -1, counts)


def _moved(shown: IntArray, before: IntArray, after: IntArray, least: int) -> IntArray:
    """Return counts of a plan: those of today, and the change in whole steps of `least`."""
    steps = np.sign(after - before) * ((np.abs(after - before) + least // 2) // least)
    moved = shown + steps * least
    small = (after != before) & (moved < least)
    return np.where((shown < 0) | (small & (after > 0)), -1, np.maximum(moved, 0))


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


def _length_step(pupils: int, least: int) -> float:
    """Return metres to round a mean to: `least` pupils who go far must not show in it."""
    return float(10 ** min(max(math.ceil(math.log10(least * _FAR_M / pupils)), 1), 3))


def _share_step(pupils: int, least: int) -> float | None:
    if pupils < least:
        return None
    return float(10.0 ** min(max(math.ceil(math.log10(least / pupils)), -_DECIMALS), -1))


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


def _needs(evaluation: Evaluation) -> IntArray:
    return _numbers(_count(evaluation.indicators[name]) for name in _NEEDS)


def _lengths(evaluation: Evaluation) -> IntArray:
    return _numbers(band.pupils for band in evaluation.length_bands)


def _numbers(values: Iterable[int]) -> IntArray:
    return np.array(list(values), dtype=np.int64)
