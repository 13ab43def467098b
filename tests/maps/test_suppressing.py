"""No hidden count follows from what is shown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from schoolmap.maps.suppressing import Suppressed, suppress


def made(counts: list[int], group: list[int] | None = None) -> Suppressed:
    groups = np.array(group or [0] * len(counts), dtype=np.int64)
    number = int(groups.max(initial=0)) + 1
    return suppress(np.array(counts, dtype=np.int64), groups, number, least=10)


def hidden(counts: list[int], group: list[int] | None = None) -> list[int]:
    return made(counts, group).hidden.nonzero()[0].tolist()


def test_large_counts_and_zeros_are_shown() -> None:
    found = made([10, 0, 250])
    assert not found.hidden.any()
    assert found.shown.all()
    assert found.whole


def test_one_small_count_takes_the_smallest_other_with_it() -> None:
    # 47 in all: 4 would follow from it; 4 + 13 could be 7 + 10
    assert hidden([4, 30, 13, 0]) == [0, 2]


def test_small_counts_that_could_only_be_small() -> None:
    # 1 + 1 = 2: both would be known; with 12 the sum is 14, and each could be up to 12
    assert hidden([1, 1, 40, 12]) == [0, 1, 3]
    # 4 + 5 could be 1 + 8: neither could be 10
    assert hidden([4, 5, 40, 12]) == [0, 1, 3]
    # 5 + 6 could be 1 + 10
    assert hidden([5, 6, 40, 12]) == [0, 1]


def test_every_group_is_looked_at() -> None:
    # group 0: 5, 20, 30; group 1: 3, 8, 50 (3 + 8 could be 10 + 1)
    assert hidden([5, 20, 30, 3, 8, 50], [0, 0, 0, 1, 1, 1]) == [0, 1, 3, 4]


def test_a_group_of_one_small_count_has_no_total_and_takes_a_group_with_it() -> None:
    # group 1 is the smaller of the others: its 20 is hidden, for 5 + 50 less 30 would be 25
    found = made([5, 20, 30, 400], [0, 1, 1, 2])
    assert found.shown.tolist() == [False, False, True]
    assert found.hidden.nonzero()[0].tolist() == [0, 1]
    assert found.whole


def test_where_there_is_one_place_nothing_is_shown() -> None:
    found = made([3])
    assert found.hidden.tolist() == [True]
    assert not found.shown.any()
    assert not found.whole


def test_nothing_at_all() -> None:
    assert made([]).hidden.size == 0


places = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), min_size=1, max_size=12)


@given(places)
def test_a_reader_who_knows_the_totals_cannot_tell(rows: list[tuple[int, int]]) -> None:
    counts, group = (np.array(column) for column in zip(*rows, strict=True))
    found = suppress(counts, group, 4, least=10)
    small = (counts > 0) & (counts < 10)
    assert found.hidden[small].all()
    assert not found.hidden[counts == 0].any()
    members = [group == g for g in found.shown.nonzero()[0]]
    if found.whole:
        members.append(np.ones(counts.size, dtype=bool))
    at = found.hidden.nonzero()[0]
    # what a reader can work out: each hidden count is 1 or more, the totals are as they are
    matrix = np.array(members, dtype=float).reshape(len(members), counts.size)[:, at]
    equal = {"A_eq": matrix, "b_eq": matrix @ counts[at]} if members else {}
    for k in range(at.size):
        aim = np.zeros(at.size)
        aim[k] = 1
        least = linprog(aim, bounds=[(1, None)] * at.size, **equal)
        most = linprog(-aim, bounds=[(1, None)] * at.size, **equal)
        assert least.fun <= 1.0 + 1e-9, "it could be small"
        assert most.status == 3 or -most.fun >= 10 - 1e-9, "it could be large"
