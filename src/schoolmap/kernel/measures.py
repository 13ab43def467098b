"""Measures of spread, weighted by pupils. Sums run in index order."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def ordered_sum(values: FloatArray) -> float:
    """Return the sum of a one-dimensional array, added in index order."""
    return float(np.cumsum(values)[-1]) if values.size else 0.0


def coefficient_of_variation(resource: ArrayLike, pupils: ArrayLike) -> float | None:
    """Return the official 差异系数 of a resource per pupil over schools.

    ``mean = total resource / total pupils``; ``sqrt(sum((n_i / N) (x_i - mean)^2)) / mean``, the
    pupil-weighted population form of 教督〔2012〕3号.

    Parameters
    ----------
    resource, pupils
        Shape (n,): resource and pupils of each school; every pupil number above 0.

    Returns
    -------
    float or None
        None where there is no school or nobody has any of the resource.
    """
    r = np.asarray(resource, dtype=np.float64)
    n = np.asarray(pupils, dtype=np.float64)
    total_pupils = ordered_sum(n)
    total = ordered_sum(r)
    if total_pupils <= 0 or total <= 0:
        return None
    mean = total / total_pupils
    d = r / n - mean
    return math.sqrt(ordered_sum(((n / total_pupils) * d) * d)) / mean


def composite_cv(values: Sequence[float | None]) -> float | None:
    """Return the mean of 差异系数 in the order given (2012 method: of eight).

    Parameters
    ----------
    values
        One per indicator; a missing one leaves the mean undefined.
    """
    if not values or any(v is None for v in values):
        return None
    known = np.array([v for v in values if v is not None], dtype=np.float64)
    return ordered_sum(known) / len(values)


def gini(values: ArrayLike, weights: ArrayLike) -> float | None:
    """Return the Gini coefficient of values, each counted `weights` times.

    Parameters
    ----------
    values, weights
        Shape (n,), both 0 or more.

    Returns
    -------
    float or None
        0 where all are alike; None where the weighted sum is 0.
    """
    x = np.asarray(values, dtype=np.float64)
    w = np.asarray(weights, dtype=np.float64)
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order]
    total_weight = ordered_sum(w)
    total = ordered_sum(w * x)
    if total_weight <= 0 or total <= 0:
        return None
    cumulated = np.cumsum(w)
    spread = ordered_sum((w * x) * (2.0 * cumulated - w - total_weight))
    return spread / (total_weight * total)


def schutz(values: ArrayLike, weights: ArrayLike) -> float | None:
    """Return the Schutz (Hoover) coefficient: the share that would have to move to make all alike.

    Parameters
    ----------
    values, weights
        Shape (n,), both 0 or more.

    Returns
    -------
    float or None
        None where the weighted sum is 0.
    """
    x = np.asarray(values, dtype=np.float64)
    w = np.asarray(weights, dtype=np.float64)
    total_weight = ordered_sum(w)
    total = ordered_sum(w * x)
    if total_weight <= 0 or total <= 0:
        return None
    mean = total / total_weight
    return ordered_sum(w * np.abs(x - mean)) / (2.0 * total)


def theil(
    values: ArrayLike, weights: ArrayLike, groups: ArrayLike
) -> tuple[float, float, float] | None:
    """Return the Theil T index of values and its parts between and within groups.

    Parameters
    ----------
    values
        Shape (n,), resource per pupil, 0 or more.
    weights
        Shape (n,), pupils.
    groups
        Shape (n,), whole numbers, 0 or more.

    Returns
    -------
    tuple or None
        ``(total, between, within)``, total = between + within; None where the weighted sum is 0.

    Notes
    -----
    H. Theil, Economics and Information Theory, 1967; ``0 ln 0`` is 0.
    """
    x = np.asarray(values, dtype=np.float64)
    w = np.asarray(weights, dtype=np.float64)
    g = np.asarray(groups, dtype=np.int64)
    total = ordered_sum(w * x)
    total_weight = ordered_sum(w)
    if total_weight <= 0 or total <= 0:
        return None
    group_weight = np.bincount(g, weights=w)
    group_total = np.bincount(g, weights=w * x)
    between = 0.0
    within = 0.0
    for k in range(group_weight.size):
        share = float(group_total[k]) / total
        if share <= 0:
            continue
        between += share * math.log(share / (float(group_weight[k]) / total_weight))
        inside = g == k
        within += share * _theil_t(x[inside], w[inside])
    return between + within, between, within


def _theil_t(x: FloatArray, w: FloatArray) -> float:
    total, total_weight = ordered_sum(w * x), ordered_sum(w)
    ratio = x / (total / total_weight)
    logs = np.array([math.log(r) if r > 0 else 0.0 for r in ratio.tolist()])
    return ordered_sum(((w / total_weight) * ratio) * logs)


def weighted_percentile(
    values: NDArray[np.int64], weights: NDArray[np.int64], *, tenths: int
) -> int | None:
    """Return the least value whose cumulated weight reaches a share, compared in whole numbers.

    Parameters
    ----------
    values, weights
        Shape (n,), whole numbers.
    tenths
        The share in tenths: 5 for the median, 9 for the 90th percentile.

    Returns
    -------
    int or None
        None where the weights sum to 0.
    """
    total = int(weights.sum()) if weights.size else 0
    if total == 0:
        return None
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weights[order])
    return int(values[order][np.searchsorted(10 * cumulated, tenths * total)])
