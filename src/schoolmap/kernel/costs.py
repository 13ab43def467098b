"""What a plan costs against today: staff, running, travel, boarding, building, released assets.

Public schools only. Staff are the posts that a layout needs by the rules of staffing, not those on
the payroll: who is not needed in one school is at work in another, until the county fills fewer
posts. Riders and boarders are those of the model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.burden import burden
from schoolmap.kernel.rolls import loads, roll_totals
from schoolmap.model.codes import AREA_GROUPS, STATUS_CANDIDATE, URBAN, area_group
from schoolmap.model.costs import (
    NOTHING,
    Amount,
    CostLine,
    CostRules,
    Costs,
    Prices,
    Released,
)
from schoolmap.model.evaluation import BOARD, RIDE, Evaluation
from schoolmap.model.forecast import VARIANTS
from schoolmap.model.grades import STAGES, Stage
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.resources import RESOURCE_INDEX, RESOURCES

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_DUST = 1e-9
"""A fraction that is no pupil: rolls are moved in floating point."""


@dataclass(frozen=True)
class Evaluated:
    """A layout and the county as it sees it, with the schools that a scenario adds."""

    model: LayoutModel
    evaluation: Evaluation

    @property
    def public(self) -> BoolArray:
        """Open schools that the county pays for, shape (n_site,)."""
        mine: BoolArray = self.evaluation.state.is_open & ~self.model.sites.private
        return mine


def costs(today: Evaluated, plan: Evaluated, rules: CostRules) -> Costs:
    """Return what a plan costs against today.

    Parameters
    ----------
    today, plan
        The two layouts; the sites of the plan begin with those of today.
    rules
        Prices.
    """
    lines = (
        *_yearly(today, plan, rules),
        *_building(today, plan, rules),
        _released_value(today, plan, rules),
    )
    left = _on_rolls(today) - _on_rolls(plan)
    return Costs(plan.evaluation.name, lines, _released(today, plan), left)


def _on_rolls(layout: Evaluated) -> float:
    """Return pupils on the rolls of public schools, schools added in index order."""
    totals = roll_totals(layout.evaluation.schools.roll)[layout.public]
    return float(np.cumsum(totals)[-1]) if totals.size else 0.0


def classes_needed(roll: Sequence[float], *, class_limit: float, multigrade_pupils: float) -> int:
    """Return the classes that grades of one stage need.

    Neighbouring grades share a class while they have no more than `multigrade_pupils` together; a
    grade beyond that has as many classes as the class limit asks for.

    Parameters
    ----------
    roll
        Pupils by grade, lowest grade first.
    class_limit
        Pupils a class.
    multigrade_pupils
        0: every grade has classes of its own.
    """
    classes, shared = 0, 0.0
    for pupils in roll:
        if pupils <= _DUST:
            continue
        if shared > 0 and shared + pupils <= multigrade_pupils + _DUST:
            shared += pupils
            continue
        if pupils <= multigrade_pupils + _DUST:
            classes, shared = classes + 1, pupils
        else:
            classes, shared = classes + math.ceil(pupils / class_limit - _DUST), 0.0
    return classes


def posts_needed(layout: Evaluated, rules: CostRules, prices: Prices) -> float:
    """Return the posts that the public schools of a layout need.

    By school and stage the larger of pupils over the staff ratio and classes times the least posts
    a class; schools added in index order.
    """
    model, evaluation = layout.model, layout.evaluation
    total = 0.0
    for site in np.flatnonzero(layout.public).tolist():
        for stage in STAGES:
            roll = _stage_roll(model, evaluation.schools.roll[site], stage)
            classes = classes_needed(
                roll,
                class_limit=model.rules.class_limit[stage],
                multigrade_pupils=rules.multigrade_pupils,
            )
            pupils = float(np.cumsum(roll)[-1]) if roll else 0.0
            by_ratio = pupils / rules.staff_ratio[stage]
            total += max(by_ratio, classes * prices.posts_per_class)
    return total


def funded_pupils(layout: Evaluated, rules: CostRules, stage: Stage) -> float:
    """Return the pupils of a stage that the public schools of a layout are funded for.

    A school or teaching point of primary grades alone, outside urban areas, is funded for the floor
    where it has fewer pupils, though not for nobody.
    """
    model, evaluation = layout.model, layout.evaluation
    primary_last = max(b.last for b in model.rules.bands if b.stage == "primary")
    urban = AREA_GROUPS.index(URBAN)
    total = 0.0
    for site in np.flatnonzero(layout.public).tolist():
        roll = _stage_roll(model, evaluation.schools.roll[site], stage)
        pupils = float(np.cumsum(roll)[-1]) if roll else 0.0
        rural = area_group(int(model.sites.area_class[site])) != urban
        alone = int(evaluation.state.last_grade[site]) <= primary_last
        if stage == "primary" and rural and alone and pupils > _DUST:
            pupils = max(pupils, rules.funding_floor)
        total += pupils
    return total


def _stage_roll(model: LayoutModel, roll: FloatArray, stage: Stage) -> list[float]:
    """Return a school's pupils of the grades of a stage, in order."""
    grades = [g for band in model.rules.bands if band.stage == stage for g in band.grades]
    return [float(roll[g - 1]) for g in sorted(grades)]


def _yearly(today: Evaluated, plan: Evaluated, rules: CostRules) -> list[CostLine]:
    """Return the lines that come every year."""
    made: list[tuple[str, str, tuple[str, ...], Callable[[Evaluated, Prices], _Priced]]] = [
        (
            "staff", "post",
            (*_three("post_yuan"), *_three("posts_per_class"), "cost.multigrade_pupils",
             *(f"staff_ratio.{s}" for s in STAGES), *(f"class_limit.{s}" for s in STAGES)),
            lambda e, p: _Priced(posts_needed(e, rules, p), p.post),
        ),
        *(_fund(stage, rules) for stage in STAGES),
        (
            "boarder_fund", "boarder", _three("boarder_fund_yuan"),
            lambda e, p: _Priced(float(_boarders(e).sum()), p.boarder_fund),
        ),
        (
            "rides", "pupil-km", (*_three("ride_yuan_pupil_km"), *_TRAVEL[:2], *_TRAVEL[3:]),
            lambda e, p: _Priced(_kilometres(e, rules, RIDE), p.ride),
        ),
        (
            "boarder_rides", "pupil-km", (*_three("boarder_ride_yuan_pupil_km"), *_TRAVEL[2:]),
            lambda e, p: _Priced(_kilometres(e, rules, BOARD), p.boarder_ride),
        ),
        *(_support(stage) for stage in STAGES),
        (
            "carers", "post", (*_three("carer_yuan"), *_three("boarders_per_carer")),
            lambda e, p: _Priced(_carers(e, p), p.carer),
        ),
    ]  # fmt: skip
    return [
        CostLine(name, "year", unit, cited, _amount(today, rules, make), _amount(plan, rules, make))
        for name, unit, cited, make in made
    ]


@dataclass(frozen=True)
class _Priced:
    """A quantity and what one of it costs."""

    quantity: float
    yuan: float


_TRAVEL = ("burden.days_a_week", "burden.ways_a_day", "burden.ways_a_week", "cost.weeks_a_year")
_Maker = Callable[[Evaluated, Prices], _Priced]


def _three(name: str) -> tuple[str, ...]:
    return tuple(f"cost.{name}.{variant}" for variant in VARIANTS)


def _amount(layout: Evaluated, rules: CostRules, make: _Maker) -> Amount:
    """Return a quantity and its cost in every set of prices; yuan half up."""
    priced = [make(layout, prices) for prices in rules.sets]
    quantities = [p.quantity for p in priced]
    yuan = [math.floor(p.quantity * p.yuan + 0.5) for p in priced]
    return Amount((quantities[0], quantities[1], quantities[2]), (yuan[0], yuan[1], yuan[2]))


def _fund(stage: Stage, rules: CostRules) -> tuple[str, str, tuple[str, ...], _Maker]:
    cited = _three(f"operating_fund_yuan.{stage}")
    if stage == "primary":
        cited = (*cited, "cost.funding_floor_pupils")
    return (
        f"operating_fund.{stage}",
        "pupil",
        cited,
        lambda e, p: _Priced(funded_pupils(e, rules, stage), p.operating_fund[stage]),
    )


def _support(stage: Stage) -> tuple[str, str, tuple[str, ...], _Maker]:
    cited = (f"cost.boarder_support_yuan.{stage}", *_three("boarder_support_share"))

    def make(layout: Evaluated, prices: Prices) -> _Priced:
        bands = layout.model.rules.bands
        grades = [g - 1 for band in bands if band.stage == stage for g in band.grades]
        return _Priced(float(_boarders(layout)[:, grades].sum()), prices.boarder_support[stage])

    return f"boarder_support.{stage}", "boarder", cited, make


def _boarders(layout: Evaluated) -> IntArray:
    """Return boarders of public schools by grade, shape (n_site, 9)."""
    boarders = loads(layout.model, layout.evaluation.assignment, mode=BOARD)
    mine: IntArray = np.where(layout.public[:, None], boarders, 0)
    return mine


def _carers(layout: Evaluated, prices: Prices) -> float:
    """Return carers: at every school with boarders as many as they ask for, none in part."""
    boarders = _boarders(layout).sum(axis=1)
    each = np.ceil(boarders / prices.boarders_per_carer - _DUST)
    return float(each[boarders > 0].sum())


def _kilometres(layout: Evaluated, rules: CostRules, mode: int) -> float:
    """Return pupil-kilometres a year of those who travel by a mode."""
    week = burden(layout.model, layout.evaluation.assignment, rules.trips)
    ways = rules.trips.weekly if mode == BOARD else rules.trips.daily
    return int(week.one_way[:, :, mode].sum()) * ways * rules.weeks / 1000


def _building(today: Evaluated, plan: Evaluated, rules: CostRules) -> list[CostLine]:
    """Return what is built: seats and beds that the plan adds, and those that it still lacks."""
    a, b = today.evaluation, plan.evaluation
    seats, no_seats = _added(plan, a.state.seats, b.state.seats, a.state.is_open)
    beds, _ = _added(plan, a.state.beds, b.state.beds, a.state.is_open)
    over = _lacking(plan, a.schools.over_seats, b.schools.over_seats)
    gap = _lacking(plan, a.schools.bed_gap, b.schools.bed_gap)
    made = (
        ("seats_added", "seat", "seat_area_m2", float(seats), no_seats),
        ("beds_added", "bed", "bed_area_m2", float(beds), 0),
        ("seats_lacking", "seat", "seat_area_m2", over, 0),
        ("beds_lacking", "bed", "bed_area_m2", gap, 0),
    )
    lines = []
    for name, unit, area, quantity, unknown in made:
        price = [p.seat if unit == "seat" else p.bed for p in rules.sets]
        yuan = [math.floor(quantity * each + 0.5) for each in price]
        amount = Amount((quantity,) * 3, (yuan[0], yuan[1], yuan[2]))
        cited = (*_three(area), *_three("building_yuan_m2"))
        lines.append(CostLine(name, "once", unit, cited, NOTHING, amount, unknown))
    return lines


def _added(
    plan: Evaluated, before: IntArray, after: IntArray, was_open: BoolArray
) -> tuple[int, int]:
    """Return what the plan's schools have more than before, and how many do not tell.

    A planned or new school is built with all it has; one that is opened again stands already.
    """
    planned = (plan.model.sites.status == STATUS_CANDIDATE) & ~_padded(was_open, after.size)
    old = np.where(planned, 0, _padded(before, after.size))
    changed = plan.public & (old != after)
    known = (old != UNKNOWN) & (after != UNKNOWN)
    more = np.where(changed & known, np.maximum(after - old, 0), 0)
    return int(more.sum()), int((changed & ~known).sum())


def _lacking(plan: Evaluated, before: NDArray[np.number], after: NDArray[np.number]) -> float:
    """Return what the plan's schools lack beyond what they lack today, school by school."""
    old = np.maximum(_padded(before, after.size), 0.0)
    more = np.maximum(np.maximum(after, 0.0) - old, 0.0)
    return float(np.cumsum(np.where(plan.public, more, 0.0))[-1]) if more.size else 0.0


def _padded(values: NDArray[Any], size: int) -> NDArray[Any]:
    """Return values with zeros for the sites that the plan adds."""
    return np.concatenate((values, np.zeros(size - values.size, dtype=values.dtype)))


def _closed(today: Evaluated, plan: Evaluated) -> IntArray:
    """Return public schools open before and closed after."""
    still = plan.evaluation.state.is_open[: today.public.size]
    return np.flatnonzero(today.public & ~still)


def _released(today: Evaluated, plan: Evaluated) -> Released:
    closed = _closed(today, plan)
    buildings, no_buildings = _area(today, closed, "building_area_m2")
    land, no_land = _area(today, closed, "land_area_m2")
    return Released(closed.size, buildings, land, no_buildings, no_land)


def _area(today: Evaluated, sites: IntArray, name: str) -> tuple[float | None, int]:
    """Return an area of schools in m2, None where none gives it, and how many give none."""
    column = RESOURCE_INDEX[name]
    amounts = today.model.sites.resources[sites, column]
    known = amounts != UNKNOWN
    if not known.any():
        return None, int(sites.size)
    return int(amounts[known].sum()) / RESOURCES[column].scale, int((~known).sum())


def _released_value(today: Evaluated, plan: Evaluated, rules: CostRules) -> CostLine:
    released = _released(today, plan)
    area = released.building_area_m2 or 0.0
    low, middle, high = (-math.floor(area * p.released + 0.5) for p in rules.sets)
    return CostLine(
        "released_buildings",
        "once",
        "m2",
        _three("released_building_yuan_m2"),
        NOTHING,
        Amount((area,) * 3, (low, middle, high)),
        released.unknown_buildings,
    )
