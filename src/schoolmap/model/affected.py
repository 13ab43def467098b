"""Who is affected by a plan: villages by band, schools before and after, winners and losers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schoolmap.model.journeys import Journey

Effect = Literal["better", "same", "worse"]
EFFECTS: tuple[Effect, ...] = ("better", "same", "worse")

Newly = Literal["", "walking", "riding", "boarding", "unserved"]
NEWLY: tuple[Newly, ...] = ("", "walking", "riding", "boarding", "unserved")

Standing = Literal["closes", "reduced", "opens", "receives", "other"]
STANDINGS: tuple[Standing, ...] = ("closes", "reduced", "opens", "receives", "other")


@dataclass(frozen=True, kw_only=True)
class AffectedRun:
    """Grades of a village and band whose way to school changes in one way.

    Attributes
    ----------
    village, band
        Row of the village, index of the band.
    first, last
        Grades, both within the run.
    pupils, by_grade
        Pupils of the run, and of each of its grades in order.
    before, after
        The ways.
    effect
        Better or worse: by the mode (walk, ride, board, unserved), then by its time; of who is
        unserved before and after by the walk to the nearest school.
    newly
        Mode that the pupils come to, where it is another one than today.
    added_m, added_s
        Change of the walking path's length, and of the time of the way as it is gone where the
        mode stays; None where there is nothing to compare.
    one_way_before_m, one_way_after_m
        Pupil-metres of one way to school, as it is walked or ridden; 0 for who is unserved. Times
        the ways of a week it is the weekly burden.
    """

    village: int
    band: int
    first: int
    last: int
    pupils: int
    by_grade: tuple[int, ...]
    before: Journey
    after: Journey
    effect: Effect
    newly: Newly
    added_m: int | None
    added_s: int | None
    one_way_before_m: int
    one_way_after_m: int

    @property
    def grades(self) -> str:
        """The grades as a span: ``1-3``, or ``2``."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, kw_only=True)
class SchoolStanding:
    """A school in one layout; None where it is not known.

    Attributes
    ----------
    grades
        Span, such as ``1-6``.
    roll, roll_by_grade
        Pupils, as they are reported or as the plan moves them.
    classes_by_grade, classes_needed
        Least classes that hold each grade under the class limit, and all of them.
    classes, class_size
        As reported today, and pupils for each of them.
    class_size_needed
        Pupils a class if there are as many classes as are needed.
    boarders
        To be lodged: as the journeys make them, or as reported today and the plan's increase.
    dorm_area_need_m2
        Standard for the boarders.
    eaters
        Boarders and riders, who eat at school.
    canteen_need
        Seats for them, at so many sittings.
    toilet_need
        Seats for girls and for boys.
    staff_need
        By the pupils (1:19, 1:13.5).
    staff_need_by_classes
        Of a small school, by its classes; None for others.
    values
        Every resource indicator that can be made: ``books.primary`` → value.
    """

    open: bool
    grades: str
    roll: float
    roll_by_grade: tuple[float, ...]
    classes_by_grade: tuple[int, ...]
    classes_needed: int
    classes: int | None
    class_size: float | None
    class_size_needed: float | None
    seats: int | None
    over_seats: float | None
    beds: int | None
    boarders: int
    bed_gap: int | None
    dorm_area_m2: float | None
    dorm_area_need_m2: float
    eaters: int
    canteen_seats: float | None
    canteen_need: int
    toilet_seats: float | None
    toilet_need: int
    bus: bool
    bus_seats: int | None
    riders: int
    staff: float | None
    staff_need: float
    staff_need_by_classes: float | None
    values: Mapping[str, float]


@dataclass(frozen=True)
class AffectedSchool:
    """A school that a plan changes.

    Attributes
    ----------
    site
        Site index of the plan.
    standing
        What becomes of it.
    before, after
        `before` None for a school that the plan adds.
    arriving
        Pupils who come from elsewhere, by the journeys.
    leaving
        Pupils who go elsewhere, or have no school any more.
    """

    site: int
    standing: Standing
    before: SchoolStanding | None
    after: SchoolStanding
    arriving: int
    leaving: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Pupils whose way changes, counted.

    Attributes
    ----------
    pupils, villages
        All whose school, mode or reason changes.
    better, same, worse
        By the effect.
    walking, riding, boarding, unserved
        Who newly do so.
    served
        Who had no school to go to and have one.
    """

    pupils: int
    villages: int
    better: int
    same: int
    worse: int
    walking: int
    riding: int
    boarding: int
    unserved: int
    served: int


@dataclass(frozen=True)
class CountyChange:
    """A figure of the county before and after: a 差异系数, a gap between town and village."""

    figure: str
    unit: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Affected:
    """All that a plan changes for people.

    Attributes
    ----------
    runs
        By village, then grade.
    schools
        In site order.
    total, by_band
        Counts, over all and by band id.
    county
        Figures of inequality that the plan may change.
    """

    runs: tuple[AffectedRun, ...]
    schools: tuple[AffectedSchool, ...]
    total: Tally
    by_band: Mapping[str, Tally]
    county: tuple[CountyChange, ...]
