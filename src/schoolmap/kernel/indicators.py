"""Figures of the county and of every cut of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.measures import gini, ordered_sum, schutz, weighted_percentile
from schoolmap.model.codes import AREA_GROUPS, area_group
from schoolmap.model.evaluation import (
    BOARD,
    MODES,
    UNDEFINED,
    UNSERVED,
    Assignment,
    Figure,
    LengthBand,
)
from schoolmap.model.grades import N_GRADE
from schoolmap.model.journeys import walk_seconds
from schoolmap.model.layout import LayoutModel

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

UNKNOWN_GROUP = ""
"""Group of the villages whose township or area class is not given."""


@dataclass(frozen=True)
class Journeys:
    """One entry per village and grade with pupils: what the figures count.

    Attributes
    ----------
    village, grade, band
        Indices, int64 (grade 0..8).
    pupils
        int64, above 0.
    mode
        Index into `MODES`.
    length_m, walk_s
        Of the journey to the site, -1 where there is none.
    within_walk_limit, may_board
        bool.
    """

    village: IntArray
    grade: IntArray
    band: IntArray
    pupils: IntArray
    mode: IntArray
    length_m: IntArray
    walk_s: IntArray
    within_walk_limit: BoolArray
    may_board: BoolArray


def journeys(model: LayoutModel, assignment: Assignment) -> Journeys:
    """Return the journeys of all pupils, by village, then grade."""
    village, grade = np.nonzero(model.villages.pupils)
    row = assignment.row[village, grade]
    band_of = np.zeros(N_GRADE, dtype=np.int64)
    walk_s = np.full(village.size, -1, dtype=np.int64)
    limit = np.zeros(village.size, dtype=np.int64)
    boards = np.zeros(village.size, dtype=bool)
    for b, band in enumerate(model.rules.bands):
        band_of[band.first - 1 : band.last] = b
        mine = (grade >= band.first - 1) & (grade < band.last)
        limit[mine], boards[mine] = band.walk_limit_s, band.may_board
        known = mine & (row >= 0)
        walk_s[known] = walk_seconds(model.od.walk_ref_s, band)[row[known]]
    length = np.full(village.size, -1, dtype=np.int64)
    length[row >= 0] = model.od.length_m[row[row >= 0]]
    return Journeys(
        village=village,
        grade=grade,
        band=band_of[grade],
        pupils=model.villages.pupils[village, grade],
        mode=assignment.mode[village, grade].astype(np.int64),
        length_m=length,
        walk_s=walk_s,
        within_walk_limit=(walk_s >= 0) & (walk_s <= limit),
        may_board=boards,
    )


def access_figures(trips: Journeys, chosen: BoolArray) -> dict[str, Figure]:
    """Return who travels how and how far, over the chosen journeys.

    Distances cover pupils whose village has a journey to its site, in any mode.

    Parameters
    ----------
    trips
        All journeys.
    chosen
        Which of them count, shape (n,).
    """
    pupils, mode = trips.pupils[chosen], trips.mode[chosen]
    total = int(pupils.sum())
    has = trips.length_m[chosen] >= 0
    length, weight = trips.length_m[chosen][has], pupils[has]
    travelling = int(weight.sum())
    walk_s = trips.walk_s[chosen][has]
    within = int(pupils[trips.within_walk_limit[chosen]].sum())
    may_board = trips.may_board[chosen]

    def mean(values: IntArray) -> float | None:
        return int((values * weight).sum()) / travelling if travelling else None

    figures = {
        "pupils": Figure(total, "pupil"),
        "mean_length_m": Figure(mean(length), "m"),
        "median_length_m": Figure(weighted_percentile(length, weight, tenths=5), "m"),
        "p90_length_m": Figure(weighted_percentile(length, weight, tenths=9), "m"),
        "max_length_m": Figure(int(length.max()) if length.size else None, "m"),
        "mean_walk_s": Figure(mean(walk_s), "s"),
        "share_walk_limit": Figure(within / total if total else None, "share"),
    }
    for code, name in enumerate(MODES):
        figures[f"pupils_{name}"] = Figure(int(pupils[mode == code].sum()), "pupil")
    need = may_board & ((mode == BOARD) | (mode == UNSERVED))
    figures["board_need"] = Figure(int(pupils[need].sum()), "pupil")
    figures["gini_length"] = Figure(gini(length, weight), "ratio")
    figures["schutz_length"] = Figure(schutz(length, weight), "ratio")
    return figures


def length_bands(trips: Journeys, limits_m: tuple[int, ...]) -> tuple[LengthBand, ...]:
    """Return pupils by the length of their journey, in any mode, and those without one.

    Parameters
    ----------
    trips
        All journeys.
    limits_m
        Upper limits of the classes, upwards; a journey of exactly the limit is within it.
    """
    has = trips.length_m >= 0
    at = np.searchsorted(np.array(limits_m, dtype=np.int64), trips.length_m[has], side="left")
    pupils = np.zeros(len(limits_m) + 1, dtype=np.int64)
    np.add.at(pupils, at, trips.pupils[has])
    rows = [LengthBand(limit, int(n)) for limit, n in zip((*limits_m, None), pupils, strict=True)]
    return (*rows, LengthBand(None, int(trips.pupils[~has].sum()), no_journey=True))


def mean_access(e2sfca: FloatArray, pupils: IntArray) -> Figure:
    """Return the pupil-weighted mean of E2SFCA over villages where it is defined."""
    known = (e2sfca != UNDEFINED) & (pupils > 0)
    total = int(pupils[known].sum())
    value = ordered_sum(e2sfca[known] * pupils[known]) / total if total else None
    return Figure(value, "seat/pupil")


def cuts(
    model: LayoutModel, trips: Journeys, e2sfca: FloatArray
) -> tuple[Mapping[str, Mapping[str, Figure]], ...]:
    """Return the access figures by band, by township and by area class of the village.

    Villages without a township or area class are a group of their own (`UNKNOWN_GROUP`), so that
    every cut holds every pupil.
    """
    by_band = {
        band.id: access_figures(trips, trips.band == b) for b, band in enumerate(model.rules.bands)
    }
    townships = tuple(dict.fromkeys(model.villages.townships))
    number = {name: i for i, name in enumerate(townships)}
    of_village = np.array([number[t] for t in model.villages.townships], dtype=np.int64)
    by_township = _by_village_group(model, trips, e2sfca, (townships, of_village))
    group = np.array([area_group(int(c)) for c in model.villages.area_class], dtype=np.int64)
    names: tuple[str, ...] = AREA_GROUPS
    if (group < 0).any():
        names = (*AREA_GROUPS, UNKNOWN_GROUP)
        group = np.where(group < 0, len(AREA_GROUPS), group)
    return by_band, by_township, _by_village_group(model, trips, e2sfca, (names, group))


def _by_village_group(
    model: LayoutModel,
    trips: Journeys,
    e2sfca: FloatArray,
    groups: tuple[tuple[str, ...], IntArray],
) -> dict[str, dict[str, Figure]]:
    names, of_village = groups
    pupils = model.villages.pupils.sum(axis=1)
    result = {}
    for i, name in enumerate(names):
        figures = access_figures(trips, of_village[trips.village] == i)
        inside = of_village == i
        figures["e2sfca_mean"] = mean_access(e2sfca[inside], pupils[inside])
        result[name] = figures
    return result
