"""What a school has, by stage, per pupil, and what is missing to the standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schoolmap.kernel.measures import ordered_sum
from schoolmap.model.evaluation import UNDEFINED
from schoolmap.model.grades import STAGES
from schoolmap.model.layout import UNKNOWN, Sites
from schoolmap.model.resources import INDICATORS, RESOURCES
from schoolmap.model.rules import Rules

FloatArray = NDArray[np.float64]


def split_stages(total: float, pupils: ArrayLike, weights: ArrayLike) -> FloatArray:
    """Return a shared resource split over stages in proportion to weighted pupils.

    Parameters
    ----------
    total
        Resource of the whole school.
    pupils
        Pupils by stage, shape (n_stage,).
    weights
        Weight of a pupil of each stage: 1 and 1.1 for primary and junior, 1 and 1.2 for junior and
        senior, 1, 1.1 and 1.32 for all three (差异系数测算说明 of the 2012 method).

    Returns
    -------
    NDArray[np.float64]
        Shape (n_stage,); zeros where there are no pupils.
    """
    weighted = np.asarray(weights, dtype=np.float64) * np.asarray(pupils, dtype=np.float64)
    whole = ordered_sum(weighted)
    if whole <= 0:
        return np.zeros(weighted.size)
    return total * weighted / whole


def stage_weights(rules: Rules, *, has_primary: bool) -> tuple[float, float, float]:
    """Return the weight of a primary, junior and senior pupil in a through school."""
    if not has_primary:
        return 0.0, 1.0, rules.split_senior
    return 1.0, rules.split_junior, rules.split_junior * rules.split_senior


@dataclass(frozen=True)
class StageResources:
    """Resources by site, stage and resource, in their own unit.

    Attributes
    ----------
    amount
        Shape (n_site, 2, n_resource), float64; `UNDEFINED` where not reported, or where the school
        has no pupils of the stage.
    """

    amount: FloatArray


def stage_resources(sites: Sites, stage_roll: FloatArray, rules: Rules) -> StageResources:
    """Return what each stage of each school has.

    A school of one stage has all of it. A through school has what its stage columns say, else the
    official split over weighted pupils.

    Parameters
    ----------
    sites
        The schools.
    stage_roll
        Pupils by stage, shape (n_site, 2).
    rules
        Split weights.
    """
    scale = np.array([r.scale for r in RESOURCES], dtype=np.float64)
    whole = np.where(sites.resources == UNKNOWN, UNDEFINED, sites.resources / scale)
    by_stage = np.stack((sites.resources_primary, sites.resources_junior), axis=1)
    given = np.where(by_stage == UNKNOWN, UNDEFINED, by_stage / scale)
    share = _shares(sites, stage_roll, rules)
    amount = np.full(given.shape, UNDEFINED)
    for k in range(len(STAGES)):
        part = whole * share[:, k, 0, None] / share[:, k, 1, None]
        alone = (share[:, k, 0] == share[:, k, 1])[:, None]
        known = np.where(whole == UNDEFINED, UNDEFINED, np.where(alone, whole, part))
        chosen = np.where((given[:, k] != UNDEFINED) & ~alone, given[:, k], known)
        only_stage = (whole == UNDEFINED) & alone & (given[:, k] != UNDEFINED)
        chosen = np.where(only_stage, given[:, k], chosen)
        amount[:, k] = np.where(stage_roll[:, k, None] > 0, chosen, UNDEFINED)
    return StageResources(amount=amount)


def _shares(sites: Sites, stage_roll: FloatArray, rules: Rules) -> FloatArray:
    """Return weighted pupils of each stage and of the school, shape (n_site, 2, 2)."""
    has_primary = stage_roll[:, 0] > 0
    weights = np.where(
        has_primary[:, None],
        np.array(stage_weights(rules, has_primary=True)),
        np.array(stage_weights(rules, has_primary=False)),
    )
    primary = weights[:, 0] * stage_roll[:, 0]
    junior = weights[:, 1] * stage_roll[:, 1]
    senior = weights[:, 2] * sites.senior_pupils
    school = np.where(primary + junior + senior > 0, primary + junior + senior, 1.0)
    return np.stack((np.column_stack((primary, school)), np.column_stack((junior, school))), axis=1)


def indicator_values(
    resources: StageResources, stage_roll: FloatArray, rules: Rules
) -> tuple[FloatArray, FloatArray]:
    """Return resource per pupil and the shortfall to the threshold.

    Returns
    -------
    value, shortfall
        Shape (n_site, n_indicator, 2); the value in the indicator's unit (per pupil or per 100),
        the shortfall in the resource's own unit; `UNDEFINED` where it cannot be made or where
        there is no threshold.
    """
    n_site = stage_roll.shape[0]
    value = np.full((n_site, len(INDICATORS), len(STAGES)), UNDEFINED)
    shortfall = value.copy()
    index = _resource_index()
    for i, indicator in enumerate(INDICATORS):
        for k, stage in enumerate(STAGES):
            amount, pupils = resources.amount[:, k, index[i]], stage_roll[:, k]
            known = (amount != UNDEFINED) & (pupils > 0)
            safe = np.where(known, pupils, 1.0)
            value[:, i, k] = np.where(known, (amount * indicator.per) / safe, UNDEFINED)
            threshold = rules.thresholds.get((indicator.name, stage))
            if threshold is not None:
                missing = (threshold * pupils) / indicator.per - amount
                shortfall[:, i, k] = np.where(known, np.maximum(missing, 0.0), UNDEFINED)
    return value, shortfall


def _resource_index() -> Sequence[int]:
    names = [r.name for r in RESOURCES]
    return [names.index(i.name) for i in INDICATORS]
