"""What a through school is, what a small school is, and how large classes are: said once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.rolls import roll_totals
from schoolmap.model.evaluation import UNDEFINED
from schoolmap.model.grades import STAGES, GradeBand, Stage
from schoolmap.model.layout import Sites
from schoolmap.model.rules import Rules
from schoolmap.model.state import State

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def stages_served(first: int, last: int, bands: Sequence[GradeBand]) -> tuple[Stage, ...]:
    """Return the stages that a span of grades reaches into, primary first."""
    served = {band.stage for band in bands if band.first <= last and first <= band.last}
    return tuple(stage for stage in STAGES if stage in served)


def through_schools(state: State, bands: Sequence[GradeBand]) -> BoolArray:
    """Return which sites are through schools: open, of primary and junior grades by their span.

    The span decides, not the pupils: a nine-year school that has no grade 7 this year is one.

    Returns
    -------
    NDArray[np.bool_]
        Shape (n_site,).
    """
    spans = zip(state.first_grade.tolist(), state.last_grade.tolist(), strict=True)
    both = [len(stages_served(a, b, bands)) == len(STAGES) for a, b in spans]
    through: BoolArray = state.is_open & np.array(both, dtype=bool)
    return through


def is_small(roll: float, limit: float) -> bool:
    """Return whether a roll makes a small school: fewer pupils than `limit`, none included.

    国办发〔2018〕27号 speaks of village schools and teaching points; the roll alone decides here,
    for public and private schools of every span alike.
    """
    return roll < limit


def small_schools(is_open: BoolArray, roll: FloatArray, limit: float) -> BoolArray:
    """Return which sites are small schools: open, and `is_small` by their roll; shape (n_site,)."""
    small = np.array([is_small(pupils, limit) for pupils in roll.tolist()], dtype=bool)
    found: BoolArray = is_open & small
    return found


def class_stage(stages: Sequence[Stage], limits: Mapping[str, float]) -> Stage:
    """Return the stage whose limit holds for a school: of several the one with the larger limit.

    A through school reports its classes together, so it is held to the larger limit, as its seats
    are.
    """
    return max(stages, key=lambda stage: limits[stage])


def held_to(stage_roll: FloatArray, *, is_through: bool) -> tuple[Stage, ...]:
    """Return the stages whose limits hold for a school with a roll, shape (2,); () without one."""
    if not (stage_roll > 0).any():
        return ()
    return STAGES if is_through else tuple(s for k, s in enumerate(STAGES) if stage_roll[k] > 0)


def class_sizes(
    sites: Sites, roll: FloatArray, stage_roll: FloatArray, through: BoolArray, rules: Rules
) -> tuple[FloatArray, FloatArray]:
    """Return pupils a class and the limit that they are held to.

    Parameters
    ----------
    sites
        Classes and senior pupils.
    roll, stage_roll
        By grade, shape (n_site, 9), and by stage, shape (n_site, 2); zero where not open.
    through
        Which are through schools.
    rules
        The limits.

    Returns
    -------
    size, limit
        Shape (n_site,); `UNDEFINED` as `SchoolFigures` says.
    """
    total = roll_totals(roll)
    judged = (total > 0) & (sites.classes > 0) & (sites.senior_pupils <= 0)
    size = np.where(judged, total / np.where(judged, sites.classes, 1), UNDEFINED)
    limit = np.full(total.size, UNDEFINED)
    for j in np.flatnonzero(total > 0):
        stages = held_to(stage_roll[j], is_through=bool(through[j]))
        if stages:
            limit[j] = rules.class_limit[class_stage(stages, rules.class_limit)]
    return size, limit
