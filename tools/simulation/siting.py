"""Which villages of Yunling have a school, and how many pupils each school reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from tools.simulation.terrain import Floats, Ints

SHORT_M = 6500.0


@dataclass
class School:
    """One school before its resources are drawn."""

    name: str
    kind: str
    type_word: str
    grades: tuple[int, int]
    village: int
    township: int
    area_class: int
    private: bool = False
    candidate: bool = False
    roll: Ints = field(default_factory=lambda: np.zeros(9, dtype=np.int64))
    senior: int = 0


def greedy_sites(
    distance: Floats,
    weight: Floats,
    now: Floats,
    candidates: Sequence[int],
    rng: np.random.Generator,
    *,
    count: int,
    noise: float,
) -> list[int]:
    """Add sites one by one where they save most (noisy) distance; columns are candidates."""
    chosen: list[int] = []
    best = np.minimum(now, SHORT_M)
    left = list(candidates)
    while len(chosen) < count:
        saved = np.array([(weight * np.maximum(best - distance[:, c], 0.0)).sum() for c in left])
        saved *= np.exp(noise * rng.standard_normal(len(left)))
        pick = left.pop(int(np.argmax(saved)))
        chosen.append(pick)
        best = np.minimum(best, distance[:, pick])
    return chosen


def spread_sites(points: Floats, weight: Floats, count: int, *, rounds: int = 25) -> list[int]:
    """Choose points that each stand in the middle of a similar share of the weight.

    Lloyd's iteration from the extreme points along the longer axis; ties go to the lower index.
    """
    axis = points - points.mean(axis=0)
    along = axis @ np.linalg.svd(axis, full_matrices=False)[2][0]
    order = np.argsort(along, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    start = np.searchsorted(share, (np.arange(count) + 0.5) / count)
    middle = points[order[start]]
    for _ in range(rounds):
        away = np.hypot(*(points[:, None, :] - middle[None, :, :]).transpose(2, 0, 1))
        group = np.argmin(away, axis=1)
        for k in range(count):
            own = group == k
            if own.any():
                middle[k] = (points[own] * weight[own, None]).sum(axis=0) / weight[own].sum()
    away = np.hypot(*(points[:, None, :] - middle[None, :, :]).transpose(2, 0, 1))
    return [int(k) for k in np.argmin(away, axis=0)]


def assign(distance: Floats, schools: Sequence[School]) -> Ints:
    """Give for each village and grade the nearest public school that serves it (-1: none)."""
    result = np.full((distance.shape[0], 9), -1, dtype=np.int64)
    for grade in range(1, 10):
        serves = np.array(
            [
                not s.private and not s.candidate and s.grades[0] <= grade <= s.grades[1]
                for s in schools
            ]
        )
        cost = np.where(serves[None, :], distance, np.inf)
        best = np.argmin(cost, axis=1)
        reach = np.isfinite(cost[np.arange(len(cost)), best])
        result[:, grade - 1] = np.where(reach, best, -1)
    return result


def loads(assigned: Ints, pupils: Ints, count: int) -> Ints:
    """Count pupils by school and grade."""
    result = np.zeros((count, 9), dtype=np.int64)
    for grade in range(9):
        served = assigned[:, grade] >= 0
        result[:, grade] = np.bincount(
            assigned[served, grade], weights=pupils[served, grade], minlength=count
        )
    return result


LEAVING = {
    "village": (0.13, 0.07),
    "point": (0.12, 0.08),
    "seat": (0.05, 0.03),
    "seat_junior": (0.06, 0.03),
}


def report_rolls(
    schools: list[School],
    load: Ints,
    upward: Sequence[int],
    town: Sequence[int],
    rng: np.random.Generator,
) -> None:
    """Turn loads into reported rolls: pupils drift to the seats and to the county town.

    Parameters
    ----------
    schools
        Their rolls are set.
    load
        Pupils by school and grade by nearest school.
    upward
        For each school the larger school that those who leave go to (-1: a town school).
    town
        The schools of the county town that take pupils from elsewhere.
    """
    roll = load.copy()
    for k, school in enumerate(schools):
        if school.candidate or school.kind not in LEAVING:
            continue
        mean, spread = LEAVING[school.kind]
        share = float(np.clip(rng.normal(mean, spread), 0.0, 0.35))
        gone = rng.binomial(load[k], share)
        roll[k] -= gone
        for grade in np.nonzero(gone)[0].tolist():
            goal = upward[k] if upward[k] >= 0 else _town_goal(schools, town, grade + 1, rng)
            roll[goal, grade] += gone[grade]
    _shuffle_town(schools, roll, town, rng)
    for k, school in enumerate(schools):
        if not school.candidate:
            school.roll = np.maximum(roll[k], 0)


def _serving(schools: Sequence[School], among: Sequence[int], grade: int) -> list[int]:
    return [k for k in among if schools[k].grades[0] <= grade <= schools[k].grades[1]]


def _town_goal(
    schools: Sequence[School], town: Sequence[int], grade: int, rng: np.random.Generator
) -> int:
    options = _serving(schools, town, grade)
    return options[int(rng.integers(len(options)))]


def _shuffle_town(
    schools: Sequence[School], roll: Ints, town: Sequence[int], rng: np.random.Generator
) -> None:
    """Even out town rolls by half, with favourites, and fill the private schools."""
    private = [k for k, s in enumerate(schools) if s.private]
    pull = np.exp(0.10 * rng.standard_normal(len(schools)))
    for grade in range(1, 10):
        open_ = _serving(schools, town, grade)
        pupils = roll[open_, grade - 1].astype(np.float64)
        weight = (0.5 * pupils + 0.5 * pupils.mean()) * pull[open_]
        total = int(pupils.sum())
        paying = _serving(schools, private, grade)
        taken = rng.binomial(total, 0.045, size=len(paying)) if paying else np.zeros(0, np.int64)
        for k, n in zip(paying, taken.tolist(), strict=True):
            roll[k, grade - 1] = n
        roll[open_, grade - 1] = rng.multinomial(
            max(total - int(taken.sum()), 0), weight / weight.sum()
        )
