"""Units: whole numbers inside, rounded once, at the end.

Money is held in fen (0.01 yuan), areas in 0.01 m2, lengths in millimetres, times in milliseconds
while they are summed; metres and seconds are made once, at the end of a sum, half up.
"""

from __future__ import annotations

import math

MM_PER_M = 1000
MS_PER_S = 1000
HUNDREDTHS = 100
"""Money and areas are stored in hundredths of their unit."""


def half_up(value: float) -> int:
    """Return `value` rounded to a whole number, halves up (also below zero)."""
    return math.floor(value + 0.5)


def to_whole(value: int) -> int:
    """Return whole metres from millimetres, or whole seconds from milliseconds, half up."""
    return (value + 500) // 1000


def show_number(value: float, *, digits: int = 0) -> str:
    """Return a number for people: thousands apart, halves up, no trailing minus zero."""
    scaled = half_up(abs(value) * 10**digits)
    text = f"{scaled / 10**digits:,.{digits}f}"
    return f"-{text}" if value < 0 and scaled else text


def show_length(metres: float) -> str:
    """Return a length as a person would say it: metres below a kilometre, else kilometres."""
    if half_up(metres) < 1000:
        return f"{show_number(metres)} m"
    return f"{show_number(metres / 1000, digits=1)} km"
