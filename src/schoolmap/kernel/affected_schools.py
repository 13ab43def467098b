"""Schools before and after a plan: pupils, classes, places, staff, and what each would need."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.moves import Moves
from schoolmap.kernel.resources import NOISE, dormitory_area
from schoolmap.kernel.rolls import roll_totals
from schoolmap.kernel.rulings_receivers import boarders_expected
from schoolmap.kernel.sizes import is_small
from schoolmap.model.affected import AffectedSchool, SchoolStanding, Standing
from schoolmap.model.evaluation import UNDEFINED, Evaluation
from schoolmap.model.grades import STAGES
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.resources import INDICATORS, RESOURCE_INDEX, RESOURCES
from schoolmap.model.ruling import RulePack

IntArray = NDArray[np.int64]


def affected_schools(moves: Moves, pack: RulePack) -> tuple[AffectedSchool, ...]:
    """Return the schools that a plan changes, in site order.

    Parameters
    ----------
    moves
        Today and the plan side by side.
    pack
        Figures that they are held against.
    """
    arriving, leaving = _traffic(moves)
    number = {k: row.number for k, row in pack.figures.items() if _single(row.value)}
    today = _Layout(moves.own, moves.before, number, _boarders_today(moves))
    plan = _Layout(moves.seen, moves.after, number, boarders_expected(moves))
    found = []
    for j in range(moves.n_site):
        before = _standing(today, j) if j < len(moves.own.sites) else None
        after = _standing(plan, j)
        if not (moves.open_before[j] or after.open):
            continue
        # journeys may change where rolls do not: a school that reports nobody of a grade
        if before == after and not (arriving[j] or leaving[j]):
            continue
        standing = _becomes(moves, j)
        found.append(AffectedSchool(j, standing, before, after, int(arriving[j]), int(leaving[j])))
    return tuple(found)


def _traffic(moves: Moves) -> tuple[IntArray, IntArray]:
    """Return pupils who come to each school from elsewhere, and who go from it."""
    was, now = moves.was, moves.now
    moved = (was.site != now.site) | (was.served != now.served)
    come, go = moved & now.served, moved & was.served
    arriving, leaving = (np.zeros(moves.n_site, dtype=np.int64) for _ in range(2))
    np.add.at(arriving, now.site[come], moves.pupils[come])
    np.add.at(leaving, was.site[go], moves.pupils[go])
    return arriving, leaving


def _becomes(moves: Moves, j: int) -> Standing:
    if j in moves.closed:
        return "closes"
    if j in moves.reduced:
        return "reduced"
    if not moves.open_before[j]:
        return "opens"
    return "receives" if j in moves.receiving else "other"


def _boarders_today(moves: Moves) -> IntArray:
    """Return boarders by site today: as the journeys make them, or as reported if that is more."""
    reported = moves.seen.sites.boarders
    open_today = moves.open_before & (reported != UNKNOWN)
    return np.maximum(moves.boarding(moves.was), np.where(open_today, reported, 0))


def _up(value: float) -> int:
    """Return the least whole number not below a need, but for the noise of the arithmetic."""
    return math.ceil(value - NOISE * max(1.0, value))


def _standing(layout: _Layout, j: int) -> SchoolStanding:
    model, evaluation, number = layout.model, layout.evaluation, layout.number
    state, figures = evaluation.state, evaluation.schools
    is_open = bool(state.is_open[j])
    by_grade, roll = figures.roll[j].tolist(), float(layout.rolls[j])
    classes = _classes(model, by_grade, number)
    needed = sum(classes)
    boarders, riders = int(layout.boarders[j]) if is_open else 0, int(figures.riders[j])
    beds = int(state.beds[j]) if state.beds_known[j] else None
    small = is_open and is_small(roll, number["small_school_pupils"])
    return SchoolStanding(
        open=is_open,
        grades=_span(int(state.first_grade[j]), int(state.last_grade[j])),
        roll=roll,
        roll_by_grade=tuple(by_grade),
        classes_by_grade=classes,
        classes_needed=needed,
        classes=_known(int(model.sites.classes[j])),
        class_size=_defined(float(figures.class_size[j])),
        class_size_needed=roll / needed if needed else None,
        seats=_known(int(state.seats[j])),
        over_seats=_defined(float(figures.over_seats[j])),
        beds=beds,
        boarders=boarders,
        bed_gap=None if beds is None else max(boarders - beds, 0),
        dorm_area_m2=_defined(float(layout.dormitories[j])),
        dorm_area_need_m2=number["dorm_area_m2"] * boarders,
        eaters=boarders + riders,
        canteen_seats=_stock(evaluation, j, "canteen_seats"),
        canteen_need=_up((boarders + riders) / number["merger.canteen_sittings"]),
        toilet_seats=_stock(evaluation, j, "toilet_seats"),
        toilet_need=_toilets(roll, number),
        bus=bool(state.bus[j]),
        bus_seats=_known(int(state.bus_seats[j])),
        riders=riders,
        staff=_stock(evaluation, j, "staff"),
        staff_need=_staff(figures.stage_roll[j].tolist(), number),
        staff_need_by_classes=number["merger.staff_per_class"] * needed if small else None,
        values=_values(evaluation, j),
    )


@dataclass(frozen=True)
class _Layout:
    """A layout, and what is worked out of it once for all schools."""

    model: LayoutModel
    evaluation: Evaluation
    number: Mapping[str, float]
    boarders: IntArray

    @cached_property
    def rolls(self) -> NDArray[np.float64]:
        return roll_totals(self.evaluation.schools.roll)

    @cached_property
    def dormitories(self) -> NDArray[np.float64]:
        return dormitory_area(self.model.sites, self.evaluation.schools.stage_roll)


def _single(value: object) -> bool:
    return isinstance(value, int | float)


def _classes(model: LayoutModel, roll: list[float], number: Mapping[str, float]) -> tuple[int, ...]:
    """Return the least classes that hold each grade under the class limit of its stage."""
    limit = [0.0] * len(roll)
    for band in model.rules.bands:
        for grade in band.grades:
            limit[grade - 1] = number[f"class_limit.{band.stage}"]
    return tuple(_up(pupils / most) for pupils, most in zip(roll, limit, strict=True))


def _toilets(roll: float, number: Mapping[str, float]) -> int:
    """Return the toilet seats that girls and boys need; who is a girl is not reported."""
    girls = roll * number["merger.girls_share"]
    boys = roll - girls
    return _up(girls / number["girls_per_toilet"]) + _up(boys / number["boys_per_toilet"])


def _staff(stage_roll: list[float], number: Mapping[str, float]) -> float:
    primary, junior = (
        pupils / number[f"staff_ratio.{stage}"]
        for pupils, stage in zip(stage_roll, STAGES, strict=True)
    )
    return primary + junior


def _stock(evaluation: Evaluation, j: int, name: str) -> float | None:
    """Return what a school has of a resource; of stages, both together where only they gave it."""
    at = RESOURCE_INDEX[name]
    amount = float(evaluation.stock.whole[j, at])
    if amount < 0:
        parts = evaluation.stock.by_stage[j, :, at]
        has = evaluation.schools.stage_roll[j] > 0
        if not has.any() or (parts[has] < 0).any():
            return None
        amount = float(np.cumsum(parts[has])[-1])
    return amount / RESOURCES[at].scale


def _values(evaluation: Evaluation, j: int) -> dict[str, float]:
    value = evaluation.schools.value[j]
    return {
        f"{indicator.name}.{stage}": float(value[i, k])
        for i, indicator in enumerate(INDICATORS)
        for k, stage in enumerate(STAGES)
        if float(value[i, k]) != UNDEFINED
    }


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _known(value: int) -> int | None:
    return None if value == UNKNOWN else value


def _defined(value: float) -> float | None:
    return None if value == UNDEFINED else value
