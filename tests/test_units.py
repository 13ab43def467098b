"""Rounding: halves up, once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.units import half_up, show_length, show_number, to_whole


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.5, 1), (1.5, 2), (2.5, 3), (0.4999, 0), (-0.5, 0), (-1.5, -1), (-1.6, -2), (7, 7)],
)
def test_halves_go_up(value: float, expected: int) -> None:
    assert half_up(value) == expected
    assert type(half_up(value)) is int


@given(st.integers(0, 10**15))
def test_thousandths_to_whole(value: int) -> None:
    assert to_whole(value) == (Fraction(value, 1000) + Fraction(1, 2)).__floor__()


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1234567, 0, "1,234,567"),
        (0.125, 2, "0.13"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (-0.001, 1, "0.0"),
        (-0.05, 1, "-0.1"),
        (999.95, 1, "1,000.0"),
        (0, 2, "0.00"),
    ],
)
def test_numbers_for_people(value: float, digits: int, expected: str) -> None:
    assert show_number(value, digits=digits) == expected


@pytest.mark.parametrize(
    ("metres", "expected"),
    [(0, "0 m"), (999, "999 m"), (1000, "1.0 km"), (1049, "1.0 km"), (12_350, "12.4 km")],
)
def test_lengths_for_people(metres: float, expected: str) -> None:
    assert show_length(metres) == expected


def test_just_below_a_kilometre_is_not_a_thousand_metres() -> None:
    assert show_length(999.6) == "1.0 km"
