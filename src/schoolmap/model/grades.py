"""Grades 1 to 9, their bands and stages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

GRADES: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9)
N_GRADE = len(GRADES)
BAND_IDS: tuple[str, ...] = ("lower_primary", "upper_primary", "junior")

Stage = Literal["primary", "junior"]
STAGES: tuple[Stage, ...] = ("primary", "junior")
BAND_STAGE: dict[str, Stage] = {
    "lower_primary": "primary",
    "upper_primary": "primary",
    "junior": "junior",
}


@dataclass(frozen=True)
class GradeBand:
    """A run of grades that share limits.

    Attributes
    ----------
    id
        ``lower_primary``, ``upper_primary`` or ``junior``.
    first, last
        First and last grade, both within the band.
    walk_speed_m_s
        Against the reference walker of 1.0 m/s.
    walk_limit_s, ride_limit_s
        One way; a journey of exactly the limit is within it.
    may_board
        Whether pupils of the band may board.
    """

    id: str
    first: int
    last: int
    walk_speed_m_s: float
    walk_limit_s: int
    ride_limit_s: int
    may_board: bool

    @property
    def grades(self) -> tuple[int, ...]:
        """Grades of the band, in order."""
        return tuple(range(self.first, self.last + 1))

    @property
    def stage(self) -> Stage:
        """Stage that the band belongs to."""
        return BAND_STAGE[self.id]


def parse_span(text: str) -> tuple[int, int]:
    """Return first and last grade of a span such as ``1-6`` or ``1``.

    Raises
    ------
    ValueError
        If the text is not a span within grades 1 to 12.
    """
    match = re.fullmatch(r"\s*([0-9]{1,2})\s*(?:[-~至到—–]+\s*([0-9]{1,2}))?\s*(?:年级)?\s*", text)
    if match is None:
        msg = f"not a span of grades: {text!r}"
        raise ValueError(msg)
    first = int(match[1])
    last = int(match[2] or match[1])
    if not 1 <= first <= last <= 12:
        msg = f"grades must run upwards within 1 to 12: {text!r}"
        raise ValueError(msg)
    return first, last
