"""What a school has, by stage, per pupil, and what is missing to the standard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schoolmap.kernel.measures import ordered_sum
from schoolmap.model.evaluation import UNDEFINED
from schoolmap.model.grades import STAGES
from schoolmap.model.layout import UNKNOWN, Sites
from schoolmap.model.resources import INDICATORS, RESOURCE_INDEX, RESOURCES
from schoolmap.model.rules import Rules
from schoolmap.model.stock import Stock

FloatArray = NDArray[np.float64]

NOISE = 1e-9
"""Share of a need below which a gap is the arithmetic's own (0.1 * 3 is not 0.3)."""


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


def stage_resources(
    stock: Stock, senior: FloatArray, stage_roll: FloatArray, rules: Rules
) -> StageResources:
    """Return what each stage of each school has.

    A school of one stage has all of it. A through school has what its stage columns say, else the
    official split over weighted pupils.

    Parameters
    ----------
    stock
        What the schools have.
    senior
        Pupils of grades 10 to 12, shape (n_site,).
    stage_roll
        Pupils by stage, shape (n_site, 2).
    rules
        Split weights.
    """
    scale = np.array([r.scale for r in RESOURCES], dtype=np.float64)
    whole = np.where(stock.whole == UNKNOWN, UNDEFINED, stock.whole / scale)
    given = np.where(stock.by_stage == UNKNOWN, UNDEFINED, stock.by_stage / scale)
    weights = (rules.split_junior, rules.split_senior)
    share = stage_shares(stage_roll, senior, weights)
    amount = stage_amounts(whole, given, share)
    return StageResources(amount=np.where(stage_roll[:, :, None] > 0, amount, UNDEFINED))


def stage_amounts(whole: FloatArray, given: FloatArray, share: FloatArray) -> FloatArray:
    """Return what each stage has of each resource.

    Parameters
    ----------
    whole
        Of the school, shape (n_site, n_resource); `UNDEFINED` where not reported.
    given
        Reported by stage, shape (n_site, 2, n_resource).
    share
        See `stage_shares`.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_site, 2, n_resource). A stage that is the whole school has what the school has,
        else what it reported; any other what it reported, else its share of the whole.
    """
    mine, all_of_it = share[:, :, 0, None], share[:, :, 1, None]
    alone = mine == all_of_it
    school = np.broadcast_to(whole[:, None], given.shape)
    part = np.where(school == UNDEFINED, UNDEFINED, school * mine / all_of_it)
    of_school = np.where(school != UNDEFINED, school, given)
    amount: FloatArray = np.where(alone, of_school, np.where(given != UNDEFINED, given, part))
    return amount


def stage_shares(
    stage_roll: FloatArray, senior: FloatArray, weights: tuple[float, float]
) -> FloatArray:
    """Return weighted pupils of each stage and of the school, shape (n_site, 2, 2).

    Parameters
    ----------
    stage_roll, senior
        Pupils by stage, shape (n_site, 2), and of grades 10 to 12, shape (n_site,).
    weights
        Of a junior pupil against a primary one, of a senior pupil against a junior one.
    """
    of_junior, of_senior = weights
    # the official weights are 1 : 1.2 between junior and senior where there is no primary stage
    with_primary = np.array((1.0, of_junior, of_junior * of_senior))
    weight = np.where(stage_roll[:, :1] > 0, with_primary, np.array((0.0, 1.0, of_senior)))
    primary, junior = weight[:, 0] * stage_roll[:, 0], weight[:, 1] * stage_roll[:, 1]
    total = primary + junior + weight[:, 2] * senior
    school = np.where(total > 0, total, 1.0)
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
    for i, indicator in enumerate(INDICATORS):
        for k, stage in enumerate(STAGES):
            amount = resources.amount[:, k, RESOURCE_INDEX[indicator.name]]
            pupils = stage_roll[:, k]
            known = (amount != UNDEFINED) & (pupils > 0)
            safe = np.where(known, pupils, 1.0)
            value[:, i, k] = np.where(known, (amount * indicator.per) / safe, UNDEFINED)
            threshold = rules.thresholds.get((indicator.name, stage))
            if threshold is not None:
                need = (threshold * pupils) / indicator.per
                shortfall[:, i, k] = np.where(known, shortfalls(need, amount), UNDEFINED)
    return value, shortfall


def shortfalls(need: FloatArray, have: FloatArray) -> FloatArray:
    """Return what is missing, 0 where the gap is within the noise of the arithmetic."""
    gap = need - have
    short: FloatArray = np.where(gap <= NOISE * np.maximum(need, 1.0), 0.0, gap)
    return short


def missing(need: float, have: float) -> float:
    """Return what is missing of one thing, as `shortfalls` does."""
    return float(shortfalls(np.array(need), np.array(have)))


def dormitory_area(sites: Sites, stage_roll: FloatArray) -> FloatArray:
    """Return the square metres of each school's dormitories; `UNDEFINED` where not reported.

    Where only the stages gave theirs, those of the stages that have pupils, together; unless there
    are senior pupils, whose part nobody gave.
    """
    at = RESOURCE_INDEX["dorm_area_m2"]
    scale = RESOURCES[at].scale
    parts = np.stack((sites.resources_primary[:, at], sites.resources_junior[:, at]), axis=1)
    has = stage_roll > 0
    known = has.any(axis=1) & (~has | (parts != UNKNOWN)).all(axis=1) & (sites.senior_pupils <= 0)
    together = np.where(known, np.where(has, parts, 0).sum(axis=1), UNKNOWN)
    area = np.where(sites.resources[:, at] != UNKNOWN, sites.resources[:, at], together)
    return np.where(area == UNKNOWN, UNDEFINED, area / scale)
