"""Rolls of the years ahead, in the layout of today.

A roll is what a school reports, and the model's load need not be the same: children go to school
in town who live in a village. So rolls are not taken from the villages anew but move on from those
reported. Within a stage pupils move up with their cohort, and from school to school as the pupils
do whom the model sends. Into the first grade of a stage a school takes the part of its load that
its roll of that grade band makes today; what its roll has beyond its load changes as the number of
pupils does who are not where the model sends them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.flows import Layout, heir
from schoolmap.model.evaluation import UNSERVED
from schoolmap.model.grades import N_GRADE, GradeBand
from schoolmap.model.layout import LayoutModel
from schoolmap.model.state import State

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class _Step:
    """What a year's rolls are made of.

    Attributes
    ----------
    model, layout
        Sites; who goes where.
    pupils
        Expected, by year, village and grade, shape (n_year + 1, n_village, 9).
    load
        Expected, by year, site and grade, shape (n_year + 1, n_site, 9).
    """

    model: LayoutModel
    layout: Layout
    pupils: FloatArray
    load: FloatArray


def rolls_ahead(
    model: LayoutModel, layout: Layout, roll: FloatArray, pupils: FloatArray
) -> FloatArray:
    """Return the rolls by year, site and grade, whole pupils from year 1 on.

    Parameters
    ----------
    model, layout
        The county and its layout of today.
    roll
        Today's, shape (n_site, 9).
    pupils
        Expected, shape (n_year + 1, n_village, 9).

    Returns
    -------
    NDArray[np.float64]
        Shape (n_year + 1, n_site, 9); year 0 as given.
    """
    step = _Step(model, layout, pupils, _loads(layout, pupils))
    entry = {band.first: band for band in _first_bands(model)}
    result = np.zeros((pupils.shape[0], *roll.shape))
    result[0] = roll
    for year in range(1, pupils.shape[0]):
        for grade in range(1, N_GRADE + 1):
            if grade in entry:
                result[year, :, grade - 1] = _entering(step, roll, entry[grade], year)
            else:
                before = result[year - 1, :, grade - 2]
                result[year, :, grade - 1] = _moving_up(step, before, grade, year)
    result[1:] = [whole_rows(rolls) for rolls in result[1:]]
    return result


def whole_rows(values: FloatArray) -> FloatArray:
    """Return whole numbers that keep the total of each row, half up, by largest remainder.

    Of equal remainders the one further left is rounded up.

    Parameters
    ----------
    values
        0 or more, shape (n, m).
    """
    micro = np.floor(values * 1e6 + 0.5).astype(np.int64)
    whole, rest = np.divmod(micro, 10**6)
    missing = (micro.sum(axis=1) + 500_000) // 10**6 - whole.sum(axis=1)
    order = np.argsort(-rest, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    rounded: FloatArray = (whole + (rank < missing[:, None])).astype(np.float64)
    return rounded


def _first_bands(model: LayoutModel) -> tuple[GradeBand, ...]:
    """Return the first band of each stage."""
    bands = model.rules.bands
    return tuple(b for k, b in enumerate(bands) if k == 0 or bands[k - 1].stage != b.stage)


def _served(layout: Layout, grade: int) -> BoolArray:
    """Return which villages have a school that takes their pupils of a grade (1 to 9)."""
    assignment = layout.assignment
    at = grade - 1
    served: BoolArray = (assignment.mode[:, at] != UNSERVED) & (assignment.site[:, at] >= 0)
    return served


def _loads(layout: Layout, pupils: FloatArray) -> FloatArray:
    """Return expected pupils by year, site and grade, villages added in index order."""
    n_year, n_site = pupils.shape[0], layout.load.shape[0]
    load = np.zeros((n_year, n_site, N_GRADE))
    for grade in range(1, N_GRADE + 1):
        mine = np.flatnonzero(_served(layout, grade))
        site = layout.assignment.site[mine, grade - 1]
        for year in range(n_year):
            weights = pupils[year, mine, grade - 1]
            load[year, :, grade - 1] = _by_site(site, weights, n_site)
    return load


def _entering(step: _Step, roll: FloatArray, band: GradeBand, year: int) -> FloatArray:
    """Return the roll of the first grade of a stage, shape (n_site,).

    ``(load * explained) / load today``, explained = the lesser of roll and load of the band today
    (where there was neither: load), and of the roll beyond the load what `_drawn` says.
    """
    span = slice(band.first - 1, band.last)
    load = step.load[year, :, band.first - 1]
    load_today = np.cumsum(step.load[0, :, span], axis=1)[:, -1]
    roll_today = np.cumsum(roll[:, span], axis=1)[:, -1]
    explained = np.minimum(roll_today, load_today)
    share = np.where(load_today > 0, explained / np.where(load_today > 0, load_today, 1.0), 1.0)
    own = load * share
    beyond = np.where(
        _serves(step.layout.state, band.first), np.maximum(roll_today - load_today, 0.0), 0.0
    )
    before = _Pool(_added(step.pupils[0, :, span].ravel()), _added(explained))
    now = _Pool(_added(step.pupils[year, :, band.first - 1]), _added(own))
    return own + beyond * _drawn(_added(beyond), before, now)


def _moving_up(step: _Step, before: FloatArray, grade: int, year: int) -> FloatArray:
    """Return the roll of a grade that follows another one of its stage, shape (n_site,).

    `before` is the roll of the grade below in the year before. Of it, what the load explains goes
    where the load goes, ``(explained * pupils) / load``, village by village; what lies beyond stays
    where the grade is served, else goes to the nearest school that serves it (`_drawn` says how
    much of it is left). Pupils who had no school and now have one come in addition.
    """
    was, now = _served(step.layout, grade - 1), _served(step.layout, grade)
    site = step.layout.assignment.site
    pupils = step.pupils[year, :, grade - 1]
    load = step.load[year - 1, :, grade - 2]
    explained = np.minimum(before, load)
    share = np.where(load > 0, explained / np.where(load > 0, load, 1.0), 0.0)
    both, new = np.flatnonzero(was & now), np.flatnonzero(~was & now)
    still = pupils[both] * share[site[both, grade - 2]]
    own = _by_site(site[both, grade - 1], still, load.size)
    own += _by_site(site[new, grade - 1], pupils[new], load.size)
    beyond = _inherited(step, np.maximum(before - load, 0.0), grade)
    last = _Pool(_added(step.pupils[year - 1, :, grade - 2]), _added(explained))
    left = _drawn(_added(beyond), last, _Pool(_added(pupils), _added(own)))
    result: FloatArray = own + beyond * left
    return result


@dataclass(frozen=True)
class _Pool:
    """Pupils of the county, and those of them who are on the roll that the model sends them to."""

    pupils: float
    explained: float

    @property
    def elsewhere(self) -> float:
        """Those who are on another roll, or on none."""
        return max(self.pupils - self.explained, 0.0)


def _drawn(beyond: float, before: _Pool, now: _Pool) -> float:
    """Return how what rolls have beyond their loads changes: a factor.

    As many of them as can be pupils whom the model sends to other schools change as these do; the
    rest are from outside the county, or from nowhere known, and change as the county's pupils do.
    """
    inside = min(beyond, before.elsewhere)
    if inside <= 0:
        return now.pupils / before.pupils if before.pupils > 0 else 1.0
    changed = inside * (now.elsewhere / before.elsewhere)
    if before.pupils > 0:
        changed += (beyond - inside) * (now.pupils / before.pupils)
    return changed / beyond


def _inherited(step: _Step, roll: FloatArray, grade: int) -> FloatArray:
    """Return a roll where the grade is served, or given to the nearest school that serves it."""
    state = step.layout.state
    serves = _serves(state, grade)
    result = np.where(serves, roll, 0.0)
    for site in np.flatnonzero(~serves & (roll > 0)).tolist():
        target = heir(step.model, state, site, grade, -1)
        if target >= 0:
            result[target] += roll[site]
    return result


def _serves(state: State, grade: int) -> BoolArray:
    """Return which open sites serve a grade, private ones too, shape (n_site,)."""
    served: BoolArray = state.is_open & (state.first_grade <= grade) & (grade <= state.last_grade)
    return served


def _by_site(site: NDArray[np.signedinteger], values: FloatArray, n_site: int) -> FloatArray:
    """Return values added by site, in index order, shape (n_site,)."""
    total = np.zeros(n_site)
    np.add.at(total, site, values)
    return total


def _added(values: FloatArray) -> float:
    """Return the sum in index order."""
    return float(np.cumsum(values)[-1]) if values.size else 0.0
