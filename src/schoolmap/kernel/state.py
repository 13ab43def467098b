"""The layout that is evaluated: which sites are open, what they serve and hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.layout import UNKNOWN, LayoutModel

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class State:
    """Sites as an evaluation sees them.

    Attributes
    ----------
    is_open
        Shape (n_site,), bool.
    assignable
        Open, and public unless private schools take part.
    first_grade, last_grade
        Span served, shape (n_site,), int64.
    seats, beds
        int64; seats `UNKNOWN` where not given; beds 0 there, and `beds_known` says so.
    bus
        bool.
    designated
        Site by village and band, -1 none, shape (n_village, n_band), int64.
    """

    is_open: NDArray[np.bool_]
    assignable: NDArray[np.bool_]
    first_grade: IntArray
    last_grade: IntArray
    seats: IntArray
    beds: IntArray
    beds_known: NDArray[np.bool_]
    bus: NDArray[np.bool_]
    designated: IntArray

    def serves(self, grade: int) -> NDArray[np.bool_]:
        """Return which assignable sites serve a grade, shape (n_site,)."""
        within = (self.first_grade <= grade) & (grade <= self.last_grade)
        served: NDArray[np.bool_] = self.assignable & within
        return served


def today(model: LayoutModel) -> State:
    """Return the layout as it stands."""
    sites = model.sites
    is_open = sites.status == STATUS_OPEN
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
        designated=model.villages.designated.astype(np.int64),
    )
