"""Standards (figures that somebody else decided) and the rules that the kernel reads of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from schoolmap.model.grades import BAND_IDS, STAGES, GradeBand, parse_span
from schoolmap.model.resources import EDITIONS

Force = Literal["binding", "guideline", "assumption"]
Verified = Literal["quoted", "secondary", "memory"]
Value = int | float | bool | str | tuple[float, ...]


@dataclass(frozen=True)
class Standard:
    """One row of a standards table.

    Attributes
    ----------
    id
        Name that ``[rules]`` of a study overrides, for example ``walk_limit_s.lower_primary``.
    value
        The figure, in `unit`.
    comparison
        ``<=``, ``>=`` or ``=``: how a value is held against the figure.
    name_zh, name_en
        What it says, for people.
    clause
        Document, number and paragraph, as it would be cited.
    source
        Where the figure was read.
    year
        Year of the document; None for an assumption.
    force
        ``binding``, ``guideline`` or ``assumption``.
    verified
        ``quoted`` (read in the document or a copy), ``secondary`` (read in a summary or in another
        rule) or ``memory`` (not verified).
    note
        What a reader must know besides.
    table
        Standards table that the row comes from; ``study`` where study.toml overrides the figure.
    """

    id: str
    value: Value
    unit: str
    comparison: str
    name_zh: str
    name_en: str
    clause: str
    source: str
    year: int | None
    force: Force
    verified: Verified
    note: str
    table: str

    @property
    def number(self) -> float:
        """The figure of a row that holds a number (yes is 1).

        Raises
        ------
        TypeError
            If it holds a text or a list.
        """
        if isinstance(self.value, str | tuple):
            msg = f"{self.id} must be a number, got {self.value!r}"
            raise TypeError(msg)
        return self.value

    @property
    def numbers(self) -> tuple[float, ...]:
        """The figures of a row that may hold a list; one alone where it holds a number."""
        return self.value if isinstance(self.value, tuple) else (self.number,)


AROUND: tuple[str, ...] = (
    "forecast", "forecast_tiny_pupils", "burden", "cost", "merger", "slope", "plausible",
)  # fmt: skip
"""First parts of the rows that no evaluation reads, but what is worked out from evaluations, what
is already in the walking times of the roads (``slope``), or what only raises questions."""


def of_layout(standards: Mapping[str, Standard]) -> dict[str, Standard]:
    """Return the rows that an evaluation reads or cites: those that belong into a model.

    A county that thinks otherwise of births or of prices has the same layout, and plans that were
    made on it stay good.
    """
    return {rule: row for rule, row in standards.items() if rule.partition(".")[0] not in AROUND}


@dataclass(frozen=True)
class CvScope:
    """Who counts in a 差异系数: private schools, teaching points and from which size."""

    private: bool
    teaching_points: bool
    teaching_point_min: float


@dataclass(frozen=True)
class Rules:
    """The figures that the kernel reads, typed; made of the standards in force.

    Attributes
    ----------
    bands
        The three grade bands, in order.
    class_limit, school_limit
        By stage; `school_limit_through` for through schools.
    seats_full
        Roll over seats above which a school is overfull.
    thresholds
        ``threshold.<indicator>.<stage>`` by (indicator, stage), in the indicator's unit.
    min_indicators_met, rest_share
        2017: how many of the seven indicators a school must meet, and the share of its threshold
        that the rest must reach.
    cv_limits
        By (edition, stage).
    scopes
        By edition.
    access_step_s, access_weight
        E2SFCA: walking seconds of the reference walker up to which a weight holds, and the weight.
    split_junior, split_senior
        Weights of a junior pupil against a primary one, of a senior pupil against a junior one.
    length_classes_m
        Upper limits of the classes of journeys, upwards.
    bus_seats
        Riders over bus seats above which a school's bus is noted.
    """

    bands: tuple[GradeBand, ...]
    class_limit: Mapping[str, float]
    school_limit: Mapping[str, float]
    school_limit_through: float
    small_school_pupils: float
    seats_full: float
    dorm_area_m2: float
    beds_per_boarder: float
    assign_private: bool
    thresholds: Mapping[tuple[str, str], float]
    min_indicators_met: int
    rest_share: float
    cv_limits: Mapping[tuple[str, str], float]
    scopes: Mapping[str, CvScope]
    access_step_s: tuple[int, ...]
    access_weight: tuple[float, ...]
    split_junior: float
    split_senior: float
    calibration_share: float
    calibration_pupils: float
    length_classes_m: tuple[int, ...]
    bus_seats: float


def rules_of(standards: Mapping[str, Standard]) -> Rules:
    """Return the typed rules of the standards in force.

    Parameters
    ----------
    standards
        Rows by id; every id that `Rules` needs must be there (`schoolmap.standards.load` sees to
        it).

    Raises
    ------
    KeyError
        If a row is missing.
    """

    def number(rule: str) -> float:
        return standards[rule].number

    return Rules(
        bands=tuple(_band(standards, band, number) for band in BAND_IDS),
        class_limit={s: number(f"class_limit.{s}") for s in STAGES},
        school_limit={s: number(f"school_limit.{s}") for s in STAGES},
        school_limit_through=number("school_limit.through"),
        small_school_pupils=number("small_school_pupils"),
        seats_full=number("seats_full"),
        dorm_area_m2=number("dorm_area_m2"),
        beds_per_boarder=number("beds_per_boarder"),
        assign_private=bool(number("assign_private")),
        thresholds={
            (rule.split(".")[1], rule.split(".")[2]): number(rule)
            for rule in standards
            if rule.startswith("threshold.")
        },
        min_indicators_met=int(number("min_indicators_met_2017")),
        rest_share=number("rest_share_2017"),
        cv_limits={(e, s): number(f"cv_limit_{e}.{s}") for e in EDITIONS for s in STAGES},
        scopes={
            e: CvScope(
                private=bool(number(f"scope_private.{e}")),
                teaching_points=bool(number(f"scope_teaching_points.{e}")),
                teaching_point_min=number(f"scope_teaching_point_min.{e}"),
            )
            for e in EDITIONS
        },
        access_step_s=tuple(int(s) for s in standards["access_step_s"].numbers),
        access_weight=tuple(float(w) for w in standards["access_weight"].numbers),
        split_junior=number("split_weight.junior"),
        split_senior=number("split_weight.senior"),
        calibration_share=number("calibration_share"),
        calibration_pupils=number("calibration_pupils"),
        length_classes_m=tuple(sorted({int(m) for m in standards["length_classes_m"].numbers})),
        bus_seats=number("bus_seats"),
    )


def _band(
    standards: Mapping[str, Standard], band: str, number: Callable[[str], float]
) -> GradeBand:
    first, last = parse_span(str(standards[f"grades.{band}"].value))
    return GradeBand(
        id=band,
        first=first,
        last=last,
        walk_speed_m_s=float(number(f"walk_speed_m_s.{band}")),
        walk_limit_s=int(number(f"walk_limit_s.{band}")),
        ride_limit_s=int(number(f"ride_limit_s.{band}")),
        may_board=bool(number(f"may_board.{band}")),
    )
