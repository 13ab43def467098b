"""What a layout costs, line by line, and what a plan changes: a range, never one number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schoolmap.model.burden import Trips, trips_of
from schoolmap.model.forecast import VARIANTS, Variant
from schoolmap.model.grades import STAGES
from schoolmap.model.rules import Standard

Period = Literal["year", "once"]
Amounts = tuple[float, float, float]
Yuan = tuple[int, int, int]


@dataclass(frozen=True)
class Prices:
    """One consistent set of parameters; money in yuan.

    Attributes
    ----------
    post, posts_per_class
        A post's year; least posts a class.
    operating_fund
        Per pupil and year, by stage.
    boarder_fund
        Per boarder and year.
    ride, boarder_ride
        A pupil-kilometre of day pupils, and of boarders.
    boarder_support
        Allowance per boarder and year by stage, times the share of boarders who get it.
    boarders_per_carer, carer
        Boarders a carer looks after; a carer's year.
    seat, bed
        Building for a new seat and a new bed, once.
    released
        Value of a square metre of released buildings.
    """

    post: float
    posts_per_class: float
    operating_fund: Mapping[str, float]
    boarder_fund: float
    ride: float
    boarder_ride: float
    boarder_support: Mapping[str, float]
    boarders_per_carer: float
    carer: float
    seat: float
    bed: float
    released: float


@dataclass(frozen=True)
class CostRules:
    """Parameters of costs, made of the standards in force.

    Attributes
    ----------
    trips
        Ways a week.
    weeks
        School weeks a year.
    staff_ratio
        Pupils per staff by stage.
    multigrade_pupils
        Pupils up to which neighbouring grades share a class.
    funding_floor
        Pupils that a smaller school is funded for.
    sets
        The three sets of prices, in the order of `VARIANTS`.
    """

    trips: Trips
    weeks: int
    staff_ratio: Mapping[str, float]
    multigrade_pupils: float
    funding_floor: float
    sets: tuple[Prices, Prices, Prices]


@dataclass(frozen=True)
class Amount:
    """How much of something, and what it costs, in each set of prices.

    Attributes
    ----------
    quantity
        In the line's unit.
    yuan
        Whole yuan; below zero it is got, not spent.
    """

    quantity: Amounts
    yuan: Yuan


NOTHING = Amount((0.0, 0.0, 0.0), (0, 0, 0))


@dataclass(frozen=True)
class CostLine:
    """One line of costs.

    Attributes
    ----------
    id
        As in `schoolmap.model.cost_words`.
    period
        ``year``: every year; ``once``: when the plan is carried out.
    unit
        Of the quantity.
    rules
        Standards rows that it is made of.
    today, plan
        The two layouts; a cost that comes once has nothing today.
    unknown
        Schools whose figure is not known and that the line leaves out.
    """

    id: str
    period: Period
    unit: str
    rules: tuple[str, ...]
    today: Amount
    plan: Amount
    unknown: int = 0

    @property
    def change(self) -> Yuan:
        """Plan less today in each set of prices."""
        low, middle, high = (b - a for a, b in zip(self.today.yuan, self.plan.yuan, strict=True))
        return low, middle, high

    @property
    def bounds(self) -> Yuan:
        """Plan less today: the least, the middle, the most."""
        change = self.change
        return min(change), change[1], max(change)


@dataclass(frozen=True)
class Released:
    """What closed schools leave behind; None where no closed school gives a figure.

    Attributes
    ----------
    schools
        Schools open before and closed after.
    building_area_m2, land_area_m2, unknown_buildings, unknown_land
        Areas, and the schools that give none.
    """

    schools: int
    building_area_m2: float | None
    land_area_m2: float | None
    unknown_buildings: int
    unknown_land: int


@dataclass(frozen=True)
class Costs:
    """What a plan costs against today.

    Attributes
    ----------
    name
        Of the plan.
    lines
        Of every year first, then those that come once.
    released
        What closed schools leave behind.
    left_rolls
        Pupils on the rolls of public schools today and on none of them after: what is not spent on
        them is no saving. Below zero others came.
    """

    name: str
    lines: tuple[CostLine, ...]
    released: Released
    left_rolls: float

    def total(self, period: Period) -> Yuan:
        """Return the bounds of all lines of a period, added up: the least, the middle, the most.

        The ends are wide: they take every line at its own end.
        """
        mine = [line.bounds for line in self.lines if line.period == period]
        least, middle, most = (sum(b[k] for b in mine) for k in range(3))
        return least, middle, most


def cost_rules(standards: Mapping[str, Standard]) -> CostRules:
    """Return the parameters of costs."""
    low, middle, high = (_prices(standards, v) for v in VARIANTS)

    def number(rule: str) -> float:
        return float(standards[rule].number)

    return CostRules(
        trips=trips_of(standards),
        weeks=int(number("cost.weeks_a_year")),
        staff_ratio={s: number(f"staff_ratio.{s}") for s in STAGES},
        multigrade_pupils=number("cost.multigrade_pupils"),
        funding_floor=number("cost.funding_floor_pupils"),
        sets=(low, middle, high),
    )


def _prices(standards: Mapping[str, Standard], variant: Variant) -> Prices:
    def number(rule: str) -> float:
        return float(standards[f"cost.{rule}.{variant}"].number)

    def support(stage: str) -> float:
        return float(standards[f"cost.boarder_support_yuan.{stage}"].number)

    building = number("building_yuan_m2")
    share = number("boarder_support_share")
    return Prices(
        post=number("post_yuan"),
        posts_per_class=number("posts_per_class"),
        operating_fund={s: number(f"operating_fund_yuan.{s}") for s in STAGES},
        boarder_fund=number("boarder_fund_yuan"),
        ride=number("ride_yuan_pupil_km"),
        boarder_ride=number("boarder_ride_yuan_pupil_km"),
        boarder_support={s: support(s) * share for s in STAGES},
        boarders_per_carer=number("boarders_per_carer"),
        carer=number("carer_yuan"),
        seat=number("seat_area_m2") * building,
        bed=number("bed_area_m2") * building,
        released=number("released_building_yuan_m2"),
    )
