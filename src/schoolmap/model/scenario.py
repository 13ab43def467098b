"""A scenario: named changes to the layout, in order, and the limits that they were tried with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from schoolmap.model.rules import Value

FORMAT = "schoolmap-scenario"
VERSION = 1

TRIED_RULES: tuple[str, ...] = (
    "walk_limit_s",
    "ride_limit_s",
    "walk_speed_m_s",
    "may_board",
    "assign_private",
    "school_limit",
    "small_school_pupils",
    "seats_full",
    "dorm_area_m2",
    "beds_per_boarder",
    "bus_seats",
    "threshold",
    "min_indicators_met_2017",
    "rest_share_2017",
    "cv_limit_2012",
    "cv_limit_2017",
    "scope_private",
    "scope_teaching_points",
    "scope_teaching_point_min",
    "calibration_share",
    "calibration_pupils",
)
"""First parts of the rules that a scenario may try; any other is built into the model."""


def may_be_tried(rule: str) -> bool:
    """Return whether a scenario may try a figure for a rule.

    Road speeds, the detour factor and the grades of the bands are in the journeys and the demand
    already; class limits are in the seats that were made of them.
    """
    return rule.partition(".")[0] in TRIED_RULES


@dataclass(frozen=True)
class Place:
    """Where an opened school stands, so that a replay is exact.

    Attributes
    ----------
    edge, offset_mm
        Edge of the road graph and the distance from its u along it; -1 where the county has no
        roads.
    x_mm, y_mm
        Projected coordinates where the county has no roads.
    """

    edge: int = -1
    offset_mm: int = -1
    x_mm: int = 0
    y_mm: int = 0


@dataclass(frozen=True)
class Close:
    """Close a school: its pupils go by the nearest rule."""

    op: ClassVar[str] = "close"
    school: str


@dataclass(frozen=True)
class Merge:
    """Close a school and designate another one to the pupils that are assigned to it."""

    op: ClassVar[str] = "merge"
    school: str
    into: str


@dataclass(frozen=True)
class Open:
    """Open a school: a candidate, a closed one, or one where none is listed.

    Attributes
    ----------
    school
        Id of a listed school, or a new id.
    name
        Of a new school.
    lon, lat
        WGS-84 degrees; needed for a new school.
    grades
        Span such as ``1-6``; needed for a new school, otherwise as listed unless given.
    seats, beds, bus
        As listed unless given; a new school has no beds and no bus, its seats are unknown.
    at
        Where exactly it stands; found from `lon`, `lat` where it is None.
    """

    op: ClassVar[str] = "open"
    school: str
    name: str = ""
    lon: float | None = None
    lat: float | None = None
    grades: str = ""
    seats: int | None = None
    beds: int | None = None
    bus: bool | None = None
    at: Place | None = None


@dataclass(frozen=True)
class SetGrades:
    """Change the grades that a school serves; 1-2, 1-3 or 1-4 makes it a teaching point."""

    op: ClassVar[str] = "set_grades"
    school: str
    grades: str


@dataclass(frozen=True)
class SetSeats:
    """Change the seats of a school."""

    op: ClassVar[str] = "set_seats"
    school: str
    seats: int


@dataclass(frozen=True)
class SetBeds:
    """Change the beds of a school."""

    op: ClassVar[str] = "set_beds"
    school: str
    beds: int


@dataclass(frozen=True)
class SetBus:
    """Give a school a bus, or take it away."""

    op: ClassVar[str] = "set_bus"
    school: str
    bus: bool


@dataclass(frozen=True)
class Designate:
    """Designate a school to a village's pupils of a band."""

    op: ClassVar[str] = "designate"
    village: str
    band: str
    school: str


Change = Close | Merge | Open | SetGrades | SetSeats | SetBeds | SetBus | Designate
CHANGES: tuple[type[Change], ...] = (
    Close,
    Merge,
    Open,
    SetGrades,
    SetSeats,
    SetBeds,
    SetBus,
    Designate,
)


@dataclass(frozen=True)
class Scenario:
    """Changes to a layout, in order.

    Attributes
    ----------
    name
        As people call it.
    changes
        Applied one after the other.
    rules
        Figures that the plan was tried with, by id, where they differ from the study's.
    model_sha256
        Fingerprint of the model that it was made on; empty where it was written by hand.
    kernel_version
        Of the kernel that it was made with; empty where it was written by hand.
    """

    name: str
    changes: tuple[Change, ...] = ()
    rules: Mapping[str, Value] = field(default_factory=dict)
    model_sha256: str = ""
    kernel_version: str = ""
