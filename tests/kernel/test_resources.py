"""What a school has by stage, per pupil, and what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import Site, make_model

from schoolmap.kernel import split_stages
from schoolmap.kernel.movables import stock_today
from schoolmap.kernel.resources import indicator_values, stage_resources
from schoolmap.model.evaluation import UNDEFINED
from schoolmap.model.resources import INDICATOR_INDEX, RESOURCE_INDEX


def by_stage(site: Site, roll: tuple[float, float], column: str = "books", **rules: object):  # noqa: ANN201
    """What primary and junior have of a resource."""
    model = make_model([], [site], {}, **rules)
    found = stage_resources(
        stock_today(model.sites), model.sites.senior_pupils, np.array([roll], float), model.rules
    )
    return found.amount[0, :, RESOURCE_INDEX[column]].tolist()


# --- the official split


def test_the_nine_year_school_of_the_papers() -> None:
    # 166 primary, 210 junior pupils, 23,226 books: 166 + 1.1 x 210 = 397
    primary, junior = split_stages(23_226, [166, 210], [1, 1.1])
    assert primary == pytest.approx(9_711.63, abs=0.005)
    assert junior == pytest.approx(13_514.37, abs=0.005)


@given(
    st.floats(0, 1e7),
    st.lists(st.tuples(st.integers(0, 3000), st.sampled_from([1.0, 1.1, 1.2, 1.32])), min_size=1),
)
def test_a_split_gives_all_away(total: float, stages: list[tuple[int, float]]) -> None:
    pupils, weights = zip(*stages, strict=True)
    parts = split_stages(total, pupils, weights)
    assert (parts >= 0).all()
    if sum(pupils):
        assert parts.sum() == pytest.approx(total)
        per_head = [p / n / w for p, n, w in zip(parts, pupils, weights, strict=True) if n]
        assert per_head == pytest.approx([per_head[0]] * len(per_head))
    else:
        assert parts.tolist() == [0.0] * len(pupils)


# --- by stage


def test_a_through_school_is_split() -> None:
    found = by_stage(Site((1, 9), has={"books": 23_226}), (166, 210))
    assert found == pytest.approx([9_711.63, 13_514.37], abs=0.005)


def test_the_weight_is_a_rule() -> None:
    even = by_stage(Site((1, 9), has={"books": 300}), (50, 100), **{"split_weight.junior": 1.0})
    assert even == pytest.approx([100, 200])


def test_stage_columns_go_first() -> None:
    site = Site((1, 9), has={"books": 1000}, has_primary={"books": 900}, has_junior={"books": 50})
    assert by_stage(site, (10, 10)) == [900.0, 50.0]
    parts_only = Site((1, 9), has_primary={"books": 900}, has_junior={"books": 50})
    assert by_stage(parts_only, (10, 10)) == [900.0, 50.0]
    # a reported zero is a value
    assert by_stage(Site((1, 9), has_primary={"books": 0}), (10, 10)) == [0.0, UNDEFINED]


def test_a_school_of_one_stage_has_all_of_it() -> None:
    assert by_stage(Site(has={"books": 777}), (33, 0)) == [777.0, UNDEFINED]
    assert by_stage(Site((7, 9), has={"books": 777}), (0, 33)) == [UNDEFINED, 777.0]
    assert by_stage(Site(has_primary={"books": 7}), (33, 0)) == [7.0, UNDEFINED]


def test_senior_pupils_take_their_part() -> None:
    # 完全中学: junior 1, senior 1.2: 100 / (100 + 120)
    assert by_stage(Site((7, 9), senior=100, has={"books": 2200}), (0, 100)) == pytest.approx(
        [UNDEFINED, 1000]
    )
    # twelve years: 1, 1.1, 1.32: 100 + 110 + 132 = 342
    found = by_stage(Site((1, 9), senior=100, has={"books": 3420}), (100, 100))
    assert found == pytest.approx([1000, 1100])


def test_what_is_not_reported_is_never_zero() -> None:
    assert by_stage(Site((1, 9)), (10, 10)) == [UNDEFINED, UNDEFINED]
    assert by_stage(Site(has={"books": 0}), (10, 0)) == [0.0, UNDEFINED]


@pytest.mark.parametrize(
    ("column", "amount"), [("equipment_yuan", 12.34), ("teaching_area_m2", 0.01), ("teachers", 3)]
)
def test_amounts_are_in_their_own_unit(column: str, amount: float) -> None:
    assert by_stage(Site(has={column: amount}), (10, 0), column)[0] == pytest.approx(amount)


def test_money_beyond_int32_is_exact() -> None:
    # 90 million yuan are 9e9 fen
    assert by_stage(Site(has={"equipment_yuan": 9e7}), (10, 0), "equipment_yuan")[0] == 9e7


# --- per pupil


def figures(site: Site, roll: tuple[float, float], name: str, **rules: object):  # noqa: ANN201
    model = make_model([], [site], {}, **rules)
    stage_roll = np.array([roll], dtype=float)
    resources = stage_resources(
        stock_today(model.sites), model.sites.senior_pupils, stage_roll, model.rules
    )
    value, shortfall = indicator_values(resources, stage_roll, model.rules)
    k = INDICATOR_INDEX[name]
    return value[0, k].tolist(), shortfall[0, k].tolist()


def test_per_hundred_pupils_and_teachers_missing() -> None:
    # 5 of 200 pupils: 2.5 per 100; the standard asks 4.2, that is 8.4 teachers: 3.4 are missing
    value, shortfall = figures(
        Site(has={"teachers_above_degree": 5}), (200, 0), "teachers_above_degree"
    )
    assert value == [2.5, UNDEFINED]
    assert shortfall == pytest.approx([3.4, UNDEFINED])


def test_per_pupil_and_square_metres_missing() -> None:
    # junior: 100 pupils with 500 m2: 5.0; asked 5.8: 80 m2
    value, shortfall = figures(
        Site((7, 9), has={"teaching_area_m2": 500}), (0, 100), "teaching_area_m2"
    )
    assert value == [UNDEFINED, 5.0]
    assert shortfall == pytest.approx([UNDEFINED, 80.0])


def test_nothing_is_missing_where_there_is_enough() -> None:
    assert figures(Site(has={"equipment_yuan": 200_000}), (100, 0), "equipment_yuan") == (
        [2000.0, UNDEFINED],
        [0.0, UNDEFINED],
    )


def test_without_a_threshold_there_is_a_value_and_no_shortfall() -> None:
    assert figures(Site(has={"books": 30}), (10, 0), "books") == (
        [3.0, UNDEFINED],
        [UNDEFINED, UNDEFINED],
    )
    rule = {"threshold.books.primary": 15}
    assert figures(Site(has={"books": 30}), (10, 0), "books", **rule)[1] == [120.0, UNDEFINED]


def test_without_pupils_or_report_there_is_no_value() -> None:
    assert figures(Site(has={"books": 30}), (0, 0), "books")[0] == [UNDEFINED, UNDEFINED]
    assert figures(Site(), (10, 0), "teachers_above_degree") == (
        [UNDEFINED, UNDEFINED],
        [UNDEFINED, UNDEFINED],
    )
