"""How two scenarios differ: by pencil, and what must hold of any two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.model.diff_words import diff_lines
from schoolmap.model.scenario import (
    Change,
    Close,
    Designate,
    Merge,
    Open,
    Scenario,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
)
from schoolmap.model.scenario_diff import RuleChange, ScenarioDiff, scenario_diff


def between(a: tuple[Change, ...], b: tuple[Change, ...]) -> ScenarioDiff:
    return scenario_diff(Scenario("x", a), Scenario("x", b))


def test_nothing_differs_from_itself() -> None:
    scenario = Scenario("x", (Close("A"), SetSeats("B", 3)), {"seats_full": 1.1}, "ab", "1")
    diff = scenario_diff(scenario, scenario)
    assert diff.same
    assert diff.shared == 2
    assert diff_lines(diff, {}, "en") == []


def test_added_and_removed() -> None:
    diff = between((Close("A"), SetBus("B", bus=True)), (SetBus("B", bus=True), Close("C")))
    assert [(p.number, p.change) for p in diff.removed] == [(1, Close("A"))]
    assert [(p.number, p.change) for p in diff.added] == [(2, Close("C"))]
    assert (diff.altered, diff.moved, diff.shared, diff.same) == ((), (), 1, False)


def test_other_values_are_one_difference_not_two() -> None:
    diff = between((SetSeats("B", 3), Merge("A", "B")), (SetSeats("B", 4), Merge("A", "C")))
    assert (diff.added, diff.removed, diff.moved) == ((), (), ())
    assert [a.fields for a in diff.altered] == [("seats",), ("into",)]


def test_closing_and_merging_end_the_same_school() -> None:
    (altered,) = between((Close("A"),), (Merge("A", "B"),)).altered
    assert altered.fields == ("op",)
    lines = diff_lines(between((Close("A"),), (Merge("A", "B"),)), {"A": "河湾"}, "zh")
    assert lines == [("~", "撤销 A 河湾 → 把 A 河湾 并入 B")]


def test_an_equal_change_is_paired_before_one_of_other_values() -> None:
    # B is set twice; the second setting of A is the first of B
    diff = between((SetBeds("B", 10), SetBeds("B", 20)), (SetBeds("B", 20),))
    assert [p.change for p in diff.removed] == [SetBeds("B", 10)]
    assert (diff.altered, diff.moved, diff.shared) == ((), (), 1)


def test_as_few_as_possible_are_moved() -> None:
    a, b, c, d = Close("A"), Close("B"), Close("C"), Close("D")
    diff = between((a, b, c, d), (d, a, b, c))
    assert [(m.before.number, m.after.number) for m in diff.moved] == [(4, 1)]
    assert diff.shared == 4


def test_moved_and_altered() -> None:
    diff = between((Close("A"), SetSeats("B", 3)), (SetSeats("B", 9), Close("A")))
    assert len(diff.altered) == len(diff.moved) == 1


def test_rules_names_and_models() -> None:
    a = Scenario("一", (), {"seats_full": 1.0, "bus_seats": 1.0}, "a" * 64)
    b = Scenario("二", (), {"seats_full": 1.1, "small_school_pupils": 80}, "b" * 64)
    diff = scenario_diff(a, b)
    assert diff.rules == (
        RuleChange("bus_seats", 1.0, None),
        RuleChange("seats_full", 1.0, 1.1),
        RuleChange("small_school_pupils", None, 80),
    )
    assert diff.names == ("一", "二")
    assert diff.models == ("a" * 64, "b" * 64)
    marks = [mark for mark, _ in diff_lines(diff, {}, "en")]
    assert marks == ["=", "=", "-", "~", "+"]


def test_another_name_alone_does_the_same() -> None:
    diff = scenario_diff(Scenario("x", (Close("A"),)), Scenario("y", (Close("A"),), {}, "ab"))
    assert diff.same
    assert diff.models is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_opened_school_by_its_fields(language: str) -> None:
    a = (Open("N", name="新", lon=111.0, lat=36.0, grades="1-6", bus=True),)
    b = (Open("N", name="新", lon=111.5, lat=36.0, grades="1-6", beds=20, bus=False),)
    ((mark, text),) = diff_lines(between(a, b), {"N": "新"}, language)  # type: ignore[arg-type]
    assert mark == "~"
    said = {
        "zh": "开办 N 新：经度 111 → 111.5、床位 未写 → 20、校车 有 → 无",
        "en": "open N 新: longitude 111 → 111.5, beds not given → 20, bus yes → no",
    }
    assert text == said[language]


IDS = st.sampled_from("ABC")
CHANGES = st.lists(
    st.one_of(
        st.builds(Close, IDS),
        st.builds(Merge, IDS, IDS),
        st.builds(SetSeats, IDS, st.integers(0, 2)),
        st.builds(SetGrades, IDS, st.sampled_from(["1-3", "1-6"])),
        st.builds(Designate, IDS, st.just("junior"), IDS),
    ),
    max_size=8,
).map(tuple)


@given(CHANGES, CHANGES)
def test_every_change_is_told_once(a: tuple[Change, ...], b: tuple[Change, ...]) -> None:
    diff = between(a, b)
    paired = len(diff.altered) + diff.shared
    assert len(a) == len(diff.removed) + paired
    assert len(b) == len(diff.added) + paired
    assert diff.same == (a == b)


@given(CHANGES, CHANGES)
def test_the_other_way_round_is_the_mirror(a: tuple[Change, ...], b: tuple[Change, ...]) -> None:
    there, back = between(a, b), between(b, a)
    assert len(there.added) == len(back.removed)
    assert len(there.altered) == len(back.altered)
    assert there.shared == back.shared


@given(CHANGES, CHANGES)
def test_without_the_moved_ones_the_order_is_kept(
    a: tuple[Change, ...], b: tuple[Change, ...]
) -> None:
    diff = between(a, b)
    gone = {m.before.number for m in diff.moved} | {p.number for p in diff.removed}
    new = {m.after.number for m in diff.moved} | {p.number for p in diff.added}
    left_a = [c for i, c in enumerate(a, start=1) if i not in gone]
    left_b = [c for i, c in enumerate(b, start=1) if i not in new]
    assert len(left_a) == len(left_b)
    altered = {(x.before.change, x.after.change) for x in diff.altered}
    for x, y in zip(left_a, left_b, strict=True):
        assert x == y or (x, y) in altered
