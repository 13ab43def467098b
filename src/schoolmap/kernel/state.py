"""The layout as it stands today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from schoolmap.model.codes import STATUS_OPEN, TEACHING_POINT
from schoolmap.model.grades import N_GRADE
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.state import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["State", "point_span", "today"]


def point_span(first: NDArray[np.integer], last: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return which spans of grades make a teaching point: 1-2, 1-3 or 1-4 (DESIGN §4)."""
    short: NDArray[np.bool_] = (first == 1) & (last >= 2) & (last <= 4)
    return short


def today(model: LayoutModel) -> State:
    """Return the layout as it stands."""
    sites, villages = model.sites, model.villages
    is_open = sites.status == STATUS_OPEN
    by_grade = np.full((len(villages), N_GRADE), -1, dtype=np.int64)
    for b, band in enumerate(model.rules.bands):
        by_grade[:, band.first - 1 : band.last] = villages.designated[:, b, None]
    point = point_span(sites.first_grade, sites.last_grade)
    return State(
        is_open=is_open,
        assignable=is_open & (~sites.private | model.rules.assign_private),
        first_grade=sites.first_grade.astype(np.int64),
        last_grade=sites.last_grade.astype(np.int64),
        seats=sites.seats,
        # a school that gives no beds can lodge nobody; that they are unknown is said elsewhere
        beds=np.maximum(sites.beds, 0),
        beds_known=sites.beds != UNKNOWN,
        bus=sites.bus,
        bus_seats=sites.bus_seats,
        is_point=point | (sites.type_code == TEACHING_POINT),
        designated=by_grade,
    )
