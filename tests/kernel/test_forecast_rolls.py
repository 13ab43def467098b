"""Rolls of the years ahead: each rule of them by pencil."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import Site, Village, by_road, make_model

from schoolmap.kernel.evaluate import TODAY, layouts_of, rolled_before
from schoolmap.kernel.forecast_rolls import rolls_ahead, whole_rows
from schoolmap.model.layout import LayoutModel

NEAR = by_road(500)


def ahead(model: LayoutModel, *later: np.ndarray) -> np.ndarray:
    """Rolls of year 0 and of years whose pupils are given."""
    both = layouts_of(model, TODAY)
    pupils = np.stack([model.villages.pupils, *later]).astype(np.float64)
    return rolls_ahead(model, both.before, rolled_before(both).roll, pupils)


def moved_up(pupils: np.ndarray, entered: tuple[int, ...]) -> np.ndarray:
    """Everybody a grade up, and new ones in grade 1."""
    return np.column_stack((np.array(entered), pupils[:, :-1]))


def test_a_school_that_reports_nothing_has_its_load() -> None:
    model = make_model([Village((10, 9, 8, 7, 6, 5, 0, 0, 0))], [Site((1, 6))], {(0, 0): NEAR})
    pupils = model.villages.pupils
    year_1 = moved_up(pupils, (4,))
    rolls = ahead(model, year_1, moved_up(year_1, (3,)))
    assert rolls[0, 0].tolist() == [10, 9, 8, 7, 6, 5, 0, 0, 0]
    assert rolls[1, 0].tolist() == [4, 10, 9, 8, 7, 6, 0, 0, 0]
    assert rolls[2, 0].tolist() == [3, 4, 10, 9, 8, 7, 0, 0, 0]


def test_reported_pupils_move_up_with_their_cohort() -> None:
    # ten a grade live there; the school reports 20 in grade 3, 4 in grade 5, else 10
    grades = (10, 10, 20, 10, 4, 10, 0, 0, 0)
    model = make_model(
        [Village((10,) * 6 + (0,) * 3)], [Site((1, 6), grades=grades)], {(0, 0): NEAR}
    )
    rolls = ahead(model, moved_up(model.villages.pupils, (10,)))
    # of grades 1 to 3 it has 40 where 30 live: the ten more are from nowhere known and follow the
    # county, whose grade 1 is a third of the 30
    assert rolls[1, 0].tolist() == [pytest.approx(13), 10, 10, 20, 10, 4, 0, 0, 0]


def test_who_goes_to_town_instead_is_not_counted_twice() -> None:
    # V0 at S0 in the country, V1 at S1 in town, ten a grade each; S0 reports 6, S1 14 a grade
    model = make_model(
        [Village((10,) * 6 + (0,) * 3), Village((10,) * 6 + (0,) * 3)],
        [Site((1, 6), grades=(6,) * 6 + (0,) * 3), Site((1, 6), grades=(14,) * 6 + (0,) * 3)],
        {(0, 0): NEAR, (1, 1): NEAR},
    )
    # next year five enter in V0, ten in V1
    rolls = ahead(model, moved_up(model.villages.pupils, (5, 10)))
    # S0 has 0.6 of five; S1 its own ten, and of the four who left S0 half are left: two
    assert rolls[1, :, 0].tolist() == [3, 12]
    assert rolls[1, :, 1:6].tolist() == [[6] * 5, [14] * 5]
    assert rolls[1].sum() == 115


def test_pupils_of_a_teaching_point_go_on_to_the_school_that_takes_them() -> None:
    # V0 near S0 (grades 1-3), two kilometres to S1 (1-6); V1 at S1
    model = make_model(
        [Village((4,) * 6 + (0,) * 3), Village((10,) * 6 + (0,) * 3)],
        [Site((1, 3), grades=(2, 2, 3, 0, 0, 0, 0, 0, 0)), Site((1, 6))],
        {(0, 0): NEAR, (0, 1): by_road(2000), (1, 1): NEAR},
    )
    rolls = ahead(model, moved_up(model.villages.pupils, (4, 10)))
    # three of four were at the point: three go on to S1, whose own ten move up
    assert rolls[1, 1].tolist()[3] == 13
    assert rolls[1, 0].tolist()[:3] == [2, 2, 2]  # 7 of 12 in the band, of four: 2.33; then 2, 2


def test_a_private_school_follows_the_county() -> None:
    private = Site((1, 6), private=True, grades=(30, 40, 50, 60, 70, 80, 0, 0, 0))
    model = make_model(
        [Village((100,) * 6 + (0,) * 3)],
        [Site((1, 6), grades=(70, 60, 50, 40, 30, 20, 0, 0, 0)), private],
        {(0, 0): NEAR, (0, 1): NEAR},
    )
    later = moved_up(model.villages.pupils, (50,)) * np.array([1, 0.5, 1, 1, 1, 1, 0, 0, 0])
    rolls = ahead(model, later)
    # grades 1-3: 120 of 300; half as many enter as were in a grade: 20. Of 30 in grade 1 half are
    # left; the others move up
    assert rolls[1, 1].tolist() == [20, 15, 40, 50, 60, 70, 0, 0, 0]
    assert rolls[1, 0].tolist() == [30, 35, 60, 50, 40, 30, 0, 0, 0]


def test_pupils_enter_junior_school_as_its_roll_stands_to_its_load() -> None:
    # twenty a grade; the junior school has 15 of 20 in each of its grades
    model = make_model(
        [Village(20)],
        [Site((1, 6)), Site((7, 9), type_code=311, grades=(0,) * 6 + (15, 15, 15))],
        {(0, 0): NEAR, (0, 1): NEAR},
    )
    later = moved_up(model.villages.pupils, (20,))
    later[0, 6] = 12
    rolls = ahead(model, later)
    assert rolls[1, 1].tolist()[6:] == [9, 15, 15]


def test_pupils_who_had_no_school_and_now_have_one_come_in_addition() -> None:
    # grades 1-3 may not board: nobody takes them at 9 km; from grade 4 on they board
    model = make_model(
        [Village((5,) * 6 + (0,) * 3)], [Site((1, 6), beds=50)], {(0, 0): by_road(9000)}
    )
    rolls = ahead(model, moved_up(model.villages.pupils, (5,)))
    assert rolls[0, 0].tolist() == [0, 0, 0, 5, 5, 5, 0, 0, 0]
    assert rolls[1, 0].tolist() == [0, 0, 0, 5, 5, 5, 0, 0, 0]


def test_a_roll_without_load_goes_to_the_nearest_school_when_its_grades_end() -> None:
    # nobody lives near the point S0; its two pupils of grade 3 go on to S1
    model = make_model(
        [Village((10,) * 6 + (0,) * 3)],
        [Site((1, 3), grades=(1, 1, 2, 0, 0, 0, 0, 0, 0)), Site((1, 6))],
        {(0, 1): NEAR},
    )
    rolls = ahead(model, moved_up(model.villages.pupils, (10,)))
    assert rolls[1, 1, 3] == 12
    assert rolls[1, 0].tolist()[:3] == [pytest.approx(1), 1, 1]


@given(
    st.lists(
        st.tuples(*[st.floats(0, 50, allow_nan=False, allow_infinity=False)] * 4),
        min_size=1,
        max_size=4,
    )
)
def test_whole_rows_keep_totals_and_stay_near(rows: list[tuple[float, ...]]) -> None:
    values = np.array(rows)
    whole = whole_rows(values)
    assert (whole == np.floor(whole)).all()
    assert (abs(whole - values) < 1 + 1e-6).all()
    assert (abs(whole.sum(axis=1) - values.sum(axis=1)) <= 0.5 + 1e-5).all()


def test_whole_rows_by_pencil() -> None:
    assert whole_rows(np.array([[1.5, 1.5, 0.4], [0.5, 0.25, 0.25]])).tolist() == [
        [2, 1, 0],  # 3.4 is 3: of equal remainders the one on the left
        [1, 0, 0],
    ]
