"""Measures of spread: by pencil, from the definition, and the examples of the official papers."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from schoolmap.kernel import coefficient_of_variation, composite_cv, gini, schutz, theil
from schoolmap.kernel.measures import ordered_sum, weighted_percentile

AMOUNT = st.floats(0.125, 1e4)
WEIGHT = st.integers(1, 500)


@st.composite
def weighted(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n = draw(st.integers(1, 12))
    values = draw(hnp.arrays(float, n, elements=AMOUNT))
    weights = draw(hnp.arrays(np.int64, n, elements=WEIGHT))
    return values, weights


# --- 差异系数


def test_cv_of_five_schools() -> None:
    # the worked example of shared/standards.json
    students, books = [45, 37, 89, 76, 55], [279, 137, 935, 160, 402]
    assert coefficient_of_variation(books, students) == pytest.approx(0.5152566, abs=5e-8)


def test_the_worked_example_is_the_one_in_the_papers(shared_data) -> None:  # noqa: ANN001
    papers = json.loads((shared_data.parent / "standards.json").read_text(encoding="utf-8"))
    assert papers["worked_examples"][0]["recomputed_cv"] == 0.5152566


def test_cv_by_pencil() -> None:
    # 10 and 30 pupils with 1 and 3 a head: mean (10 + 90)/40 = 2.5
    # sqrt(1/4 * 1.5^2 + 3/4 * 0.5^2) / 2.5 = sqrt(0.75) / 2.5
    assert coefficient_of_variation([10, 90], [10, 30]) == pytest.approx(math.sqrt(0.75) / 2.5)


def test_cv_is_weighted_by_pupils() -> None:
    # the plain mean of 1 and 3 would be 2, the plain CV 0.5
    assert coefficient_of_variation([10, 90], [10, 30]) != pytest.approx(0.5)


@pytest.mark.parametrize(("resource", "pupils"), [([], []), ([0, 0], [10, 20])])
def test_cv_of_nothing_is_undefined(resource: list[int], pupils: list[int]) -> None:
    assert coefficient_of_variation(resource, pupils) is None


def test_cv_takes_whole_numbers_of_any_width() -> None:
    # 90,000,000 fen squared does not fit in int32
    for dtype in (np.int32, np.int64, np.float64):
        r = np.array([90_000_000, 10_000_000], dtype=dtype)
        assert coefficient_of_variation(r, np.array([100, 100], dtype=dtype)) == pytest.approx(0.8)


@given(weighted(), st.floats(0.5, 100))
def test_cv_is_free_of_unit_and_zero_where_all_are_alike(
    sample: tuple[np.ndarray, np.ndarray], factor: float
) -> None:
    values, weights = sample
    cv = coefficient_of_variation(values * weights, weights)
    assert cv is not None
    assert coefficient_of_variation(values * weights * factor, weights) == pytest.approx(
        cv, rel=1e-6, abs=1e-9
    )
    assert coefficient_of_variation(7.5 * weights, weights) == pytest.approx(0, abs=1e-12)


def test_composite_is_the_mean_of_all_or_nothing() -> None:
    assert composite_cv([0.5, 0.25, 0.75, 0.5]) == 0.5
    assert composite_cv([0.5, None]) is None
    assert composite_cv([]) is None


# --- Gini, Schutz


@given(weighted())
def test_gini_is_the_mean_difference_of_all_pairs(sample: tuple[np.ndarray, np.ndarray]) -> None:
    values, weights = sample
    # sum_ij w_i w_j |x_i - x_j| / (2 W^2 mean), pair by pair
    pairs = sum(
        int(wi) * int(wj) * abs(float(xi) - float(xj))
        for xi, wi in zip(values, weights, strict=True)
        for xj, wj in zip(values, weights, strict=True)
    )
    total = int(weights.sum())
    mean = float((values * weights).sum()) / total
    assert gini(values, weights) == pytest.approx(pairs / (2 * total * total * mean), abs=1e-9)


@given(weighted())
def test_gini_counts_a_weight_as_so_many_heads(sample: tuple[np.ndarray, np.ndarray]) -> None:
    values, weights = sample
    weights = weights % 5 + 1
    heads = np.repeat(values, weights)
    assert gini(values, weights) == pytest.approx(gini(heads, np.ones(heads.size)), abs=1e-9)
    assert schutz(values, weights) == pytest.approx(schutz(heads, np.ones(heads.size)), abs=1e-9)


def test_gini_and_schutz_by_pencil() -> None:
    # one of four has all: Gini 3/4, and 3/4 would have to move
    assert gini([0, 0, 0, 8], [1, 1, 1, 1]) == 0.75
    assert schutz([0, 0, 0, 8], [1, 1, 1, 1]) == 0.75
    # 1 and 3, one head each: pairs 2 * 2 / (2 * 4 * 2) = 1/4; mean 2, |1-2| + |3-2| over 2 * 4
    assert gini([3, 1], [1, 1]) == schutz([3, 1], [1, 1]) == 0.25
    assert gini([5, 5, 5], [3, 1, 4]) == 0.0


@pytest.mark.parametrize("measure", [gini, schutz])
def test_gini_and_schutz_of_nothing_are_undefined(measure) -> None:  # noqa: ANN001
    assert measure([], []) is None
    assert measure([0, 0], [1, 2]) is None
    assert measure([1, 2], [0, 0]) is None


@given(weighted())
def test_schutz_is_half_the_mean_deviation(sample: tuple[np.ndarray, np.ndarray]) -> None:
    values, weights = sample
    mean = np.average(values, weights=weights)
    expected = np.average(np.abs(values - mean), weights=weights) / (2 * mean)
    assert schutz(values, weights) == pytest.approx(expected, abs=1e-9)
    g = gini(values, weights)
    assert g is not None
    assert expected <= g + 1e-9 < 1 + 1e-9


# --- Theil


def test_theil_by_pencil() -> None:
    # one of two has all: ln 2, all of it within the one group
    assert theil([0, 2], [1, 1], [0, 0]) == pytest.approx((math.log(2), 0.0, math.log(2)))
    # alone in a group each: all of it between
    assert theil([0, 2], [1, 1], [0, 1]) == pytest.approx((math.log(2), math.log(2), 0.0))
    assert theil([3, 3], [4, 9], [0, 2]) == pytest.approx((0, 0, 0))


@given(weighted(), st.randoms(use_true_random=False))
def test_theil_is_the_definition_and_splits_whole(
    sample: tuple[np.ndarray, np.ndarray],
    random,  # noqa: ANN001
) -> None:
    values, weights = sample
    groups = np.array([random.randrange(3) for _ in values])
    found = theil(values, weights, groups)
    assert found is not None
    total, between, within = found
    ratio = values / np.average(values, weights=weights)
    expected = np.average(ratio * np.log(ratio), weights=weights)
    assert total == pytest.approx(expected, abs=1e-9)
    assert total == pytest.approx(between + within)
    assert between >= -1e-12
    assert within >= -1e-12


def test_theil_of_nothing_is_undefined() -> None:
    assert theil([], [], []) is None
    assert theil([0.0], [3], [0]) is None


# --- sums and percentiles


def test_a_sum_runs_in_order() -> None:
    # 1e16 + 1 loses the one; in another order it would not
    assert ordered_sum(np.array([1e16, 1.0, -1e16, 1.0])) == 1.0
    assert ordered_sum(np.empty(0)) == 0.0


@pytest.mark.parametrize(
    ("values", "weights", "tenths", "expected"),
    [
        # exactly nine of ten pupils within 100 m: 10 * 9 >= 9 * 10
        ([100, 900], [9, 1], 9, 100),
        ([100, 900], [89, 11], 9, 900),
        # the order of the villages does not matter, and the lower of two middles is taken
        ([900, 100], [1, 1], 5, 100),
        ([7], [3], 9, 7),
        ([5, 6], [0, 4], 5, 6),  # nobody lives at 5
        ([], [], 5, None),
        ([5], [0], 5, None),
    ],
)
def test_percentiles_compare_whole_numbers(
    values: list[int], weights: list[int], tenths: int, expected: int | None
) -> None:
    found = weighted_percentile(
        np.array(values, dtype=np.int64), np.array(weights, dtype=np.int64), tenths=tenths
    )
    assert found == expected


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 30)), min_size=1), st.sampled_from([5, 9])
)
def test_a_percentile_is_the_least_value_that_reaches_the_share(
    rows: list[tuple[int, int]], tenths: int
) -> None:
    values, weights = (np.array(c, dtype=np.int64) for c in zip(*rows, strict=True))
    heads = sorted(v for v, w in rows for _ in range(w))
    found = weighted_percentile(values, weights, tenths=tenths)
    if not heads:
        assert found is None
        return
    reached = [v for v in heads if 10 * sum(h <= v for h in heads) >= tenths * len(heads)]
    assert found == min(reached)
