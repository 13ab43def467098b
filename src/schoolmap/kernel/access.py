"""E2SFCA: seats per pupil in reach, with step weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schoolmap.model.evaluation import UNDEFINED
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.state import State

FloatArray = NDArray[np.float64]


def e2sfca(weight: ArrayLike, demand: ArrayLike, supply: ArrayLike) -> FloatArray:
    """Return supply per unit of demand in reach of each place.

    Parameters
    ----------
    weight
        Shape (n_demand, n_site), 0 = out of reach, tabulated beforehand.
    demand
        Shape (n_demand,).
    supply
        Shape (n_site,).

    Returns
    -------
    NDArray[np.float64]
        Shape (n_demand,). A site that nobody reaches adds nothing.

    Notes
    -----
    W. Luo and Y. Qi, An enhanced two-step floating catchment area method, Health & Place 15,
    2009. The demand-weighted sum of the result is the supply of all sites in anybody's reach.
    """
    w = np.asarray(weight, dtype=np.float64)
    d = np.asarray(demand, dtype=np.float64)
    s = np.asarray(supply, dtype=np.float64)
    reached = np.cumsum(w * d[:, None], axis=0)[-1] if d.size else np.zeros(s.size)
    ratio = np.where(reached > 0, s / np.where(reached > 0, reached, 1.0), 0.0)
    result: FloatArray = np.cumsum(w * ratio, axis=1)[:, -1] if s.size else np.zeros(d.size)
    return result


def village_access(model: LayoutModel, state: State) -> FloatArray:
    """Return seats per pupil in reach of each village, grade by grade.

    A site offers its seats to the pupils of the grades that it serves; a village's figure is the
    mean over its pupils. Sites without known seats offer none.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_village,); `UNDEFINED` for a village without pupils, and everywhere where no
        open site has known seats.
    """
    od, villages = model.od, model.villages
    pupils = villages.pupils.sum(axis=1)
    n_site = len(model.sites)
    offers = state.assignable & (state.seats != UNKNOWN)
    if not offers.any():
        return np.full(pupils.size, UNDEFINED)
    origin, site = od.origin(), od.destination
    upto = np.concatenate((np.zeros((len(villages), 1), np.int64), villages.pupils.cumsum(1)), 1)
    served = upto[origin, state.last_grade[site]] - upto[origin, state.first_grade[site] - 1]
    weight = np.where(offers[site], step_weights(model), 0.0)
    demand = np.bincount(site, weights=weight * served, minlength=n_site)
    seats = np.where(offers, state.seats, 0)
    ratio = np.where(demand > 0, seats / np.where(demand > 0, demand, 1.0), 0.0)
    reach = np.bincount(origin, weights=(weight * ratio[site]) * served, minlength=len(villages))
    return np.where(pupils > 0, reach / np.where(pupils > 0, pupils, 1), UNDEFINED)


def step_weights(model: LayoutModel) -> FloatArray:
    """Return the weight of each OD row: that of the first step whose seconds it is within."""
    steps = np.array(model.rules.access_step_s, dtype=np.int64)
    weights = np.array((*model.rules.access_weight, 0.0))
    taken: FloatArray = weights[np.searchsorted(steps, model.od.walk_ref_s, side="left")]
    return taken
