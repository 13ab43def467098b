"""What an evaluation says: who goes where and how, and every figure made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.added import AddedSite
from schoolmap.model.scenario import Scenario
from schoolmap.model.state import State
from schoolmap.model.stock import Stock

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

WALK, RIDE, BOARD, UNSERVED = 0, 1, 2, 3
MODES: tuple[str, ...] = ("walk", "ride", "board", "unserved")
REASONS: tuple[str, ...] = (
    "",
    "no_road_within_limit",
    "other_component",
    "beyond_cutoff",
    "no_site_for_grade",
    "band_may_not_board",
    "no_beds",
)
"""Why a pupil is unserved; index 0 = served. Tested in this order."""

UNDEFINED = -1.0
"""Stands for a figure that cannot be made; all figures are 0 or more."""

MET, NOT_MET, UNJUDGED, NOT_TESTED = 1, 0, -1, -2
"""Verdicts of the 2017 method on a school and stage: `UNJUDGED` where values that are not known
could still change the answer, `NOT_TESTED` where the method does not count the school, or it has no
pupils of the stage."""

SubjectType = Literal["county", "school", "village", "township"]
FindingSeverity = Literal["violation", "warning", "note"]


@dataclass(frozen=True)
class Assignment:
    """Site, mode and reason by village and grade; each shape (n_village, 9).

    Attributes
    ----------
    site
        int32; -1 where no site can be named. An unserved pupil is listed at a site but is part of
        no school's load.
    mode
        Index into `MODES`, int8.
    reason
        Index into `REASONS`, int8.
    row
        OD row of the journey, int64; -1 none.
    """

    site: NDArray[np.int32]
    mode: NDArray[np.int8]
    reason: NDArray[np.int8]
    row: IntArray


@dataclass(frozen=True)
class Figure:
    """A figure of the county or of a group; None where it is undefined."""

    value: float | int | None
    unit: str


@dataclass(frozen=True)
class Finding:
    """A rule that is not kept, or a thing to look at.

    Attributes
    ----------
    rule
        Id of the standards row; clause, source and status are read there.
    severity
        ``violation``, ``warning`` or ``note``.
    subject_type, subject_id
        Who it is about; the county's id is empty.
    value, limit, unit
        What was found against what is asked; `value` None where it cannot be made.
    detail
        What else identifies the finding: band, stage, indicator or reason.
    pupils
        Pupils concerned, 0 where the finding counts none.
    """

    rule: str
    severity: FindingSeverity
    subject_type: SubjectType
    subject_id: str
    value: float | int | None
    limit: float | int | None
    unit: str
    detail: str = ""
    pupils: int = 0


@dataclass(frozen=True)
class SchoolFigures:
    """Figures by site, each shape (n_site,) unless said; closed and candidate sites hold zeros.

    Attributes
    ----------
    load
        Pupils sent by grade, shape (n_site, 9), int64.
    roll
        Pupils by grade, shape (n_site, 9), float64.
    over_seats
        Roll beyond seats, float64; `UNDEFINED` where seats are unknown.
    riders, boarders_needed, bed_gap
        int64.
    mean_length_m
        Pupil-weighted, float64; `UNDEFINED` where nobody comes.
    max_length_m
        int64; -1 where nobody comes.
    stage_roll
        Roll by stage, shape (n_site, 2), float64.
    value, shortfall
        Shape (n_site, n_indicator, 2): resource per pupil (or per 100) and what is missing to the
        threshold in the resource's own unit, float64; `UNDEFINED` where it cannot be made.
    is_through, is_small
        Open and of primary and junior grades by its span; open with pupils, but fewer than a small
        school has. bool.
    class_size, class_limit
        Pupils a class, and the figure that it is held to, float64. `UNDEFINED` where there is no
        roll; the size also where classes are not known, or count senior classes.
    in_scope_2017
        Whether the 2017 method counts the school, bool.
    met_2017, unknown_2017
        How many of the seven indicators meet their threshold, and of how many nobody can tell,
        shape (n_site, 2), int64; 0 where not tested.
    verdict_2017
        `MET`, `NOT_MET`, `UNJUDGED` or `NOT_TESTED`, shape (n_site, 2), int8.
    """

    load: IntArray
    roll: FloatArray
    over_seats: FloatArray
    riders: IntArray
    boarders_needed: IntArray
    bed_gap: IntArray
    mean_length_m: FloatArray
    max_length_m: IntArray
    stage_roll: FloatArray
    value: FloatArray
    shortfall: FloatArray
    is_through: BoolArray
    is_small: BoolArray
    class_size: FloatArray
    class_limit: FloatArray
    in_scope_2017: BoolArray
    met_2017: IntArray
    unknown_2017: IntArray
    verdict_2017: NDArray[np.int8]


@dataclass(frozen=True)
class LengthBand:
    """Pupils whose journey is longer than the class before and no longer than this one.

    Attributes
    ----------
    limit_m
        Upper limit, included; None for the class beyond the last limit, and for `no_journey`.
    pupils
        How many they are.
    no_journey
        True for the last entry: pupils without a journey to a site.
    """

    limit_m: int | None
    pupils: int
    no_journey: bool = False


@dataclass(frozen=True)
class Evaluation:
    """A layout, evaluated.

    Attributes
    ----------
    name
        ``today``, or the scenario's name.
    scenario
        What was evaluated; without changes and rules for today.
    added
        Schools that the scenario opened where none is listed; their site indices follow the
        listed ones in every array of sites.
    state
        The layout after the changes.
    stock
        What the schools have, movables where they are after the changes.
    e2sfca
        Seats per pupil in reach of each village, shape (n_village,), float64; `UNDEFINED` where
        it cannot be made.
    indicators
        Figures of the county by id; `by_band`, `by_township`, `by_area_class` group → id → figure.
    length_bands
        Pupils by the length of their journey: a row for each class of the rule `length_classes_m`,
        one beyond the last, then those without a journey; together all pupils.
    """

    name: str
    model_sha256: str
    kernel_version: str
    scenario: Scenario
    added: tuple[AddedSite, ...]
    state: State
    assignment: Assignment
    schools: SchoolFigures
    stock: Stock
    e2sfca: FloatArray
    indicators: Mapping[str, Figure]
    by_band: Mapping[str, Mapping[str, Figure]]
    by_township: Mapping[str, Mapping[str, Figure]]
    by_area_class: Mapping[str, Mapping[str, Figure]]
    length_bands: tuple[LengthBand, ...]
    findings: tuple[Finding, ...]

    @property
    def is_open(self) -> BoolArray:
        """Which sites are open, shape (n_site,)."""
        return self.state.is_open
