"""Loads (whom the assignment sends) and rolls (whom the school reports)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.test_assignment import counties
from tests.worlds import CANDIDATE, CLOSED, Site, Village, by_road, drawn, make_model

from schoolmap.kernel.assignment import assign
from schoolmap.kernel.rolls import loads, roll_totals, rolls_today, stage_rolls
from schoolmap.kernel.state import today
from schoolmap.model.evaluation import BOARD, RIDE, UNSERVED, WALK
from schoolmap.model.layout import LayoutModel

GRADES = (9.0, 8.5, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)


def roll_of(site: Site, *, pupils: int | tuple[int, ...] = 0, **rules: object) -> list[float]:
    """Roll by grade of a school next to a village."""
    model = make_model([Village(pupils)], [site], {(0, 0): by_road(10)}, **rules)
    state = today(model)
    load = loads(model, assign(model, state))
    return rolls_today(model, state, load)[0].tolist()


def test_loads_of_the_drawn_county() -> None:
    # S0: V0 and V1 walk, V2 rides: 9 a grade; S1: nobody; S2: V2 boards, V3 walks: 9 a grade
    model = drawn()
    assignment = assign(model, today(model))
    assert loads(model, assignment).tolist() == [
        [9] * 6 + [0] * 3,
        [0] * 9,
        [0] * 6 + [9] * 3,
    ]
    by_mode = [
        loads(model, assignment, mode=mode).sum(axis=1).tolist() for mode in (WALK, RIDE, BOARD)
    ]
    assert by_mode == [[30, 0, 15], [24, 0, 0], [0, 0, 12]]


def test_the_unserved_are_in_no_load() -> None:
    model = make_model([Village(3)], [Site()], {(0, 0): by_road(9000)})
    assignment = assign(model, today(model))
    assert assignment.site[0, 0] == 0
    assert loads(model, assignment).sum() == 0


@given(counties(designate=True))
@settings(max_examples=50)
def test_loads_add_up_to_the_served(model: LayoutModel) -> None:
    assignment = assign(model, today(model))
    served = assignment.mode != UNSERVED
    load = loads(model, assignment)
    assert load.sum(axis=0).tolist() == (model.villages.pupils * served).sum(axis=0).tolist()
    parts = sum(loads(model, assignment, mode=mode) for mode in (WALK, RIDE, BOARD))
    assert np.array_equal(parts, load)


# --- rolls today


def test_reported_grades_stand_as_they_are() -> None:
    assert roll_of(Site(roll=999, grades=GRADES), pupils=7) == list(GRADES)


def test_a_reported_total_is_spread_by_the_load() -> None:
    # load 1, 2, 3, 0, 0, 6: 30 pupils over 12
    found = roll_of(Site(roll=30), pupils=(1, 2, 3, 0, 0, 6, 5, 5, 5))
    assert found == [2.5, 5.0, 7.5, 0.0, 0.0, 15.0, 0.0, 0.0, 0.0]


def test_fractions_are_kept() -> None:
    found = roll_of(Site((1, 3), roll=10), pupils=1)
    assert found[:4] == pytest.approx([10 / 3, 10 / 3, 10 / 3, 0.0])


@given(
    st.one_of(st.integers(0, 5000).map(float), st.floats(0, 5000)),
    st.tuples(*(st.integers(0, 300),) * 9),
)
def test_a_spread_roll_adds_up_to_what_was_reported(roll: float, pupils: tuple[int, ...]) -> None:
    # to the last bit: 100 pupils over six grades must not be more than 100 seats
    found = np.array([roll_of(Site((1, 9), roll=roll), pupils=pupils)])
    assert roll_totals(found)[0] == roll
    assert (found >= 0).all()


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((1, 6), [5.0] * 6 + [0.0] * 3),
        ((7, 9), [0.0] * 6 + [10.0] * 3),
        ((2, 2), [0, 30] + [0] * 7),
    ],
)
def test_a_total_without_load_is_spread_evenly_over_the_span(
    span: tuple[int, int], expected: list[float]
) -> None:
    assert roll_of(Site(span, roll=30)) == expected


def test_where_nothing_is_reported_the_roll_is_the_load() -> None:
    assert roll_of(Site((1, 3)), pupils=4) == [4.0] * 3 + [0.0] * 6


def test_zero_reported_is_not_nothing_reported() -> None:
    assert roll_of(Site((1, 3), roll=0), pupils=4) == [0.0] * 9
    assert roll_of(Site((1, 3), grades=(0.0,) * 9), pupils=4) == [0.0] * 9


@pytest.mark.parametrize("status", [CANDIDATE, CLOSED])
@pytest.mark.parametrize("reported", [{"roll": 50.0}, {"grades": GRADES}])
def test_a_school_that_is_not_open_has_no_roll(status: int, reported: dict[str, object]) -> None:
    assert roll_of(Site(status=status, **reported), pupils=4) == [0.0] * 9


def test_a_private_school_has_the_roll_that_it_reports() -> None:
    # it takes part in no assignment, so its total is spread evenly
    assert roll_of(Site((1, 3), private=True, roll=30), pupils=4)[:4] == [10.0, 10.0, 10.0, 0.0]


def test_a_large_roll_times_a_large_load_is_exact() -> None:
    # 3e5 x 3e5 does not fit in int32
    found = roll_of(Site((1, 2), roll=300_000), pupils=150_000)
    assert found[:2] == [150_000.0, 150_000.0]


def test_totals_and_stages() -> None:
    roll = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9], [0.5] * 9])
    rules = drawn().rules
    assert roll_totals(roll).tolist() == [45.0, 4.5]
    assert stage_rolls(roll, rules).tolist() == [[21.0, 24.0], [3.0, 1.5]]
    five_four = drawn(**{"grades.upper_primary": "4-5", "grades.junior": "6-9"}).rules
    assert stage_rolls(roll, five_four).tolist() == [[15.0, 30.0], [2.5, 2.0]]
