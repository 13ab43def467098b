"""Loads (whom the assignment sends) and rolls (whom the school reports)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.evaluation import UNSERVED, Assignment
from schoolmap.model.grades import N_GRADE, STAGES
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.rules import Rules
from schoolmap.model.state import State

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def loads(model: LayoutModel, assignment: Assignment, *, mode: int | None = None) -> IntArray:
    """Return pupils sent to each site by grade, shape (n_site, 9); unserved pupils are in none.

    Parameters
    ----------
    model
        Pupils.
    assignment
        Where they go.
    mode
        Count only this mode.
    """
    sent = assignment.mode != UNSERVED if mode is None else assignment.mode == mode
    load = np.zeros((len(model.sites), N_GRADE), dtype=np.int64)
    village, grade = np.nonzero(sent & (assignment.site >= 0))
    np.add.at(load, (assignment.site[village, grade], grade), model.villages.pupils[village, grade])
    return load


def rolls_today(model: LayoutModel, state: State, load: IntArray) -> FloatArray:
    """Return pupils on the rolls by grade, shape (n_site, 9).

    Reported grades stand as they are; a reported total is spread by the load's grades, else
    evenly over the span; where nothing is reported the roll is the load. Sites that are not open
    have none.
    """
    sites = model.sites
    by_grade = sites.roll_by_grade[:, 0] != UNKNOWN
    by_total = ~by_grade & (sites.roll != UNKNOWN)
    grade = np.arange(1, N_GRADE + 1)
    span = (state.first_grade[:, None] <= grade) & (grade <= state.last_grade[:, None])
    weight = np.where((load.sum(axis=1) > 0)[:, None], load, span)
    roll = np.where(by_total[:, None], _spread(sites.roll, weight), load.astype(np.float64))
    roll = np.where(by_grade[:, None], sites.roll_by_grade, roll)
    return np.where(state.is_open[:, None], roll, 0.0)


def _spread(total: FloatArray, weight: IntArray) -> FloatArray:
    """Return totals spread by weight: ``(total * weight) / weights``.

    The last grade with a weight takes what is left, so that grades added in order give the total
    to the last bit: a school of 100 pupils and 100 seats must not come out as overfull.
    """
    spread: FloatArray = (total[:, None] * weight) / np.maximum(weight.sum(axis=1), 1)[:, None]
    row = np.arange(total.size)
    last = N_GRADE - 1 - np.argmax(weight[:, ::-1] > 0, axis=1)
    before = np.where(last > 0, np.cumsum(spread, axis=1)[row, last - 1], 0.0)
    spread[row, last] = np.where(weight[row, last] > 0, total - before, 0.0)
    return spread


def roll_totals(roll: FloatArray) -> FloatArray:
    """Return the roll of each site, grades added in order, shape (n_site,)."""
    total: FloatArray = np.cumsum(roll, axis=1)[:, -1]
    return total


def stage_rolls(roll: FloatArray, rules: Rules) -> FloatArray:
    """Return the roll by stage, grades added in order, shape (n_site, 2)."""
    result = np.zeros((roll.shape[0], len(STAGES)))
    for band in rules.bands:
        for grade in band.grades:
            result[:, STAGES.index(band.stage)] += roll[:, grade - 1]
    return result
