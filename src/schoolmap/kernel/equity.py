"""差异系数 of both editions, Theil, and the town-village gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.measures import coefficient_of_variation, composite_cv, ordered_sum, theil
from schoolmap.kernel.resources import StageResources, stage_resources
from schoolmap.kernel.rolls import roll_totals, stage_rolls
from schoolmap.model.codes import AREA_GROUPS, RURAL, area_group
from schoolmap.model.evaluation import UNDEFINED, Figure
from schoolmap.model.grades import STAGES
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import (
    EDITIONS,
    INDICATORS,
    RESOURCE_INDEX,
    Edition,
    Indicator,
    indicators_of,
)
from schoolmap.model.state import State
from schoolmap.model.stock import Stock

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Rolled:
    """Schools as the equity figures see them.

    Attributes
    ----------
    roll
        By grade, shape (n_site, 9).
    stage_roll
        Shape (n_site, 2).
    stock
        What they have.
    resources
        The same by stage.
    state
        The layout: what is open, what is a teaching point.
    """

    roll: FloatArray
    stage_roll: FloatArray
    stock: Stock
    resources: StageResources
    state: State


def rolled_of(model: LayoutModel, roll: FloatArray, stock: Stock, state: State) -> Rolled:
    """Return schools with their rolls, shape (n_site, 9), and their resources by stage."""
    stage_roll = stage_rolls(roll, model.rules)
    resources = stage_resources(stock, model.sites.senior_pupils, stage_roll, model.rules)
    return Rolled(roll, stage_roll, stock, resources, state)


def in_scope(model: LayoutModel, rolled: Rolled, edition: Edition) -> BoolArray:
    """Return which open schools an edition counts, shape (n_site,)."""
    scope = model.rules.scopes[edition]
    sites = model.sites
    point = rolled.state.is_point
    large_enough = scope.teaching_points & (roll_totals(rolled.roll) >= scope.teaching_point_min)
    counted: BoolArray = (
        rolled.state.is_open & (~sites.private | scope.private) & (~point | large_enough)
    )
    return counted


def equity_figures(model: LayoutModel, rolled: Rolled) -> dict[str, Figure]:
    """Return 差异系数, Theil and town-village gap by indicator and stage."""
    figures: dict[str, Figure] = {}
    scopes = {edition: in_scope(model, rolled, edition) for edition in EDITIONS}
    for edition in reversed(EDITIONS):
        for k, stage in enumerate(STAGES):
            values = []
            for indicator in indicators_of(edition):
                taken = _taken(rolled, indicator, k, scopes[edition])
                value = coefficient_of_variation(
                    _amount(rolled, indicator, k)[taken], rolled.stage_roll[taken, k]
                )
                values.append(value)
                figures[f"cv_{edition}.{indicator.name}.{stage}"] = Figure(value, "ratio")
            if edition == "2012":
                figures[f"cv_2012.mean.{stage}"] = Figure(composite_cv(values), "ratio")
    group = np.array([area_group(int(c)) for c in model.sites.area_class], dtype=np.int64)
    for indicator in INDICATORS:
        scope = scopes["2017" if "2017" in indicator.editions else "2012"]
        for k, stage in enumerate(STAGES):
            taken = _taken(rolled, indicator, k, scope) & (group >= 0)
            amount, pupils = _amount(rolled, indicator, k)[taken], rolled.stage_roll[taken, k]
            parts = theil(amount / pupils, pupils, group[taken])
            name = f"theil.{indicator.name}.{stage}"
            for part, suffix in enumerate(("", ".between", ".within")):
                figures[name + suffix] = Figure(None if parts is None else parts[part], "ratio")
            figures[f"gap_urban_rural.{indicator.name}.{stage}"] = Figure(
                _gap(amount, pupils, group[taken] == AREA_GROUPS.index(RURAL)), "ratio"
            )
    return figures


def _amount(rolled: Rolled, indicator: Indicator, stage: int) -> FloatArray:
    amount: FloatArray = rolled.resources.amount[:, stage, RESOURCE_INDEX[indicator.name]]
    return amount


def _taken(rolled: Rolled, indicator: Indicator, stage: int, scope: BoolArray) -> BoolArray:
    """Return the schools that count: in scope, with pupils of the stage and a known value."""
    known = _amount(rolled, indicator, stage) != UNDEFINED
    taken: BoolArray = scope & known & (rolled.stage_roll[:, stage] > 0)
    return taken


def _gap(amount: FloatArray, pupils: FloatArray, rural: BoolArray) -> float | None:
    """Return the per-pupil mean of 城区 and 镇区 over that of 乡村."""
    town_pupils, rural_pupils = ordered_sum(pupils[~rural]), ordered_sum(pupils[rural])
    rural_amount = ordered_sum(amount[rural])
    if town_pupils <= 0 or rural_pupils <= 0 or rural_amount <= 0:
        return None
    return (ordered_sum(amount[~rural]) / town_pupils) / (rural_amount / rural_pupils)
