"""Staff, equipment, books and computers follow the pupils of a school that closes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.grades import STAGES
from schoolmap.model.layout import UNKNOWN, Sites
from schoolmap.model.resources import RESOURCES
from schoolmap.model.state import State
from schoolmap.model.stock import Stock

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MOVABLE: tuple[int, ...] = tuple(r for r, resource in enumerate(RESOURCES) if resource.movable)


def stock_today(sites: Sites) -> Stock:
    """Return what every site reports."""
    by_stage = np.stack((sites.resources_primary, sites.resources_junior), axis=1)
    return Stock(sites.resources.astype(np.float64), by_stage.astype(np.float64))


def stock_after(
    stock: Stock,
    before: State,
    after: State,
    *,
    between: FloatArray,
    merged_into: IntArray,
    first_stage: IntArray,
) -> Stock:
    """Return the stock when the movables of closed schools have followed their pupils.

    All that a closed school has goes to its merge target where that is open, else to the schools
    that its roll moved to, in proportion; where nobody moved it stays and counts as released. A
    stage column moves with the roll of its stage. It adds to the receiver's stage column where
    there is one, and to the receiver's whole where there is one; an unknown amount stays unknown. A
    site that opens and was not open before starts from nothing.

    Parameters
    ----------
    stock
        Before.
    before, after
        The layouts.
    between
        Roll moved from A to B by stage, shape (n_site, n_site, 2).
    merged_into
        Last merge target of each site, -1 none.
    first_stage
        Stage of each site's first grade, shape (n_site,): where a school without pupils has its
        movables.
    """
    whole, by_stage = stock.whole.copy(), stock.by_stage.copy()
    _start_from_nothing(whole, by_stage, after.is_open & ~before.is_open)
    for a in np.flatnonzero(before.is_open & ~after.is_open).tolist():
        target = int(merged_into[a])
        merged = target >= 0 and bool(after.is_open[target])
        going = _to_target(between[a], target) if merged else between[a]
        total = _totals(going)
        if merged and total[0] + total[1] <= 0:
            # nobody moved: the school's things go with the stage that it has
            going[target, first_stage[a]] = total[first_stage[a]] = 1.0
        if total[0] + total[1] > 0:
            _move(_Move(a, going, total), whole, by_stage)
    return Stock(whole, by_stage)


@dataclass(frozen=True)
class _Move:
    """A closed school and whom its things follow: weights by receiver and stage, and their sums."""

    source: int
    weight: FloatArray
    total: FloatArray


def _to_target(moved: FloatArray, target: int) -> FloatArray:
    """Return the weights when everything goes to one site."""
    weight = np.zeros_like(moved)
    weight[target] = _totals(moved)
    return weight


def _totals(weight: FloatArray) -> FloatArray:
    """Return the sums over receivers in index order, shape (2,)."""
    total: FloatArray = np.cumsum(weight, axis=0)[-1].copy()
    return total


def _start_from_nothing(whole: FloatArray, by_stage: FloatArray, opened: NDArray[np.bool_]) -> None:
    """Empty the schools that open: what their row lists is a wish, or left long ago."""
    for r in MOVABLE:
        staged = by_stage[:, :, r] != UNKNOWN
        by_stage[:, :, r] = np.where(opened[:, None] & staged, 0.0, by_stage[:, :, r])
        only_stages = (whole[:, r] == UNKNOWN) & staged.any(axis=1)
        whole[opened & ~only_stages, r] = 0.0


def _move(move: _Move, whole: FloatArray, by_stage: FloatArray) -> None:
    everyone = move.total[0] + move.total[1]
    for r in MOVABLE:
        mine, parts = float(whole[move.source, r]), by_stage[move.source, :, r].copy()
        staged = bool((parts != UNKNOWN).any())
        for b in np.flatnonzero((move.weight > 0).any(axis=1)).tolist():
            arriving = _arriving(mine, parts, move.weight[b], move.total, everyone, staged=staged)
            if whole[b, r] != UNKNOWN:
                whole[b, r] += arriving[0]
            for k in range(len(STAGES)):
                if by_stage[b, k, r] != UNKNOWN:
                    by_stage[b, k, r] += arriving[1 + k]
        _leave(move, whole, by_stage, r)


def _arriving(
    mine: float,
    parts: FloatArray,
    weight: FloatArray,
    total: FloatArray,
    everyone: float,
    *,
    staged: bool,
) -> tuple[float, float, float]:
    """Return what arrives at a receiver: in all, of the primary stage, of the junior stage."""
    by_stage = [0.0, 0.0]
    for k in range(len(STAGES)):
        if parts[k] != UNKNOWN and total[k] > 0:
            by_stage[k] = float((parts[k] * weight[k]) / total[k])
        elif mine != UNKNOWN and not staged:
            by_stage[k] = float((mine * weight[k]) / everyone)
    whole = by_stage[0] + by_stage[1]
    if mine != UNKNOWN:
        whole = float((mine * (weight[0] + weight[1])) / everyone)
    return whole, by_stage[0], by_stage[1]


def _leave(move: _Move, whole: FloatArray, by_stage: FloatArray, resource: int) -> None:
    """Take what moved from the closed school; a stage whose pupils went nowhere keeps its part."""
    if whole[move.source, resource] != UNKNOWN:
        whole[move.source, resource] = 0.0
    for k in range(len(STAGES)):
        if by_stage[move.source, k, resource] != UNKNOWN and move.total[k] > 0:
            by_stage[move.source, k, resource] = 0.0
