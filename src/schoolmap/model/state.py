"""The layout that is evaluated: which sites are open, what they serve and hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.frozen import FrozenArrays

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class State(FrozenArrays):
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
        bool; `bus_seats` int64, `UNKNOWN` where not given.
    is_point
        Teaching points, bool.
    designated
        Site by village and grade, -1 none, shape (n_village, 9), int64.
    """

    is_open: BoolArray
    assignable: BoolArray
    first_grade: IntArray
    last_grade: IntArray
    seats: IntArray
    beds: IntArray
    beds_known: BoolArray
    bus: BoolArray
    bus_seats: IntArray
    is_point: BoolArray
    designated: IntArray

    def serves(self, grade: int) -> BoolArray:
        """Return which assignable sites serve a grade, shape (n_site,)."""
        within = (self.first_grade <= grade) & (grade <= self.last_grade)
        served: BoolArray = self.assignable & within
        return served
