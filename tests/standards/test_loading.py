"""Loading tables and laying a study's own figures over them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.errors import InputError, Problem, UsageError
from schoolmap.model.rules import rules_of
from schoolmap.standards import load, load_table, override, table_names

BASE = load([])
NAMES = sorted(BASE)


def problems(overrides: dict[str, object], *tables: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        load(tables, overrides)
    assert all(p.severity == "error" and p.repair_zh and p.repair_en for p in caught.value.problems)
    return caught.value.problems


def test_the_base_is_there_even_if_a_study_names_less() -> None:
    assert load(["cn-shanxi-2013"]).keys() > load([]).keys()
    rules_of(load([]))


def test_a_later_table_wins() -> None:
    assert "threshold.books.primary" not in load([])
    assert load(["cn-shanxi-2013"])["walk_limit_s.junior"].table == "cn-shanxi-2013"
    assert load(["cn-shanxi-2013", "cn-layout"])["walk_limit_s.junior"].table == "cn-layout"


def test_an_override_is_an_assumption_that_remembers_the_figure() -> None:
    row = load([], {"walk_limit_s.lower_primary": 1500})["walk_limit_s.lower_primary"]
    assert (row.value, row.table, row.force, row.verified) == (
        1500,
        "study",
        "assumption",
        "memory",
    )
    assert row.note.startswith("由 study.toml 设定")
    assert "1800" in row.note
    assert "国办发〔2018〕27号" in row.clause
    assert row.clause.startswith("假定")
    assert row.year is None


def test_saying_the_same_figure_again_keeps_the_citation() -> None:
    rows = load([], {"walk_limit_s.lower_primary": 1800})
    assert rows == load([])


def test_override_leaves_its_argument_alone() -> None:
    before = load([])
    copy = dict(before)
    after = override(before, {"class_limit.primary": 40}, file="plan.json")
    assert before == copy
    assert after["class_limit.primary"].source == "plan.json"
    changed = {rule for rule in before if before[rule] != after[rule]}
    assert changed == {"class_limit.primary"}


def test_nested_mappings_are_dots() -> None:
    rows = load([], {"walk_limit_s": {"lower_primary": 1500}})
    assert rows["walk_limit_s.lower_primary"].value == 1500


def test_a_new_road_class_and_a_new_threshold_may_be_set() -> None:
    rows = load([], {"ride_speed_km_h.lane": 12, "threshold.books.junior": 25})
    assert rows["ride_speed_km_h.lane"].value == 12
    assert "20" in rows["ride_speed_km_h.lane"].note  # the speed of any other class
    assert rows["threshold.books.junior"].unit == "volume/pupil"
    assert rules_of(rows).thresholds["books", "junior"] == 25


@pytest.mark.parametrize("word", ["Lane", " lane ", "LANE"])
def test_road_classes_are_of_any_case(word: str) -> None:
    assert load([], {f"ride_speed_km_h.{word}": 12})["ride_speed_km_h.lane"].value == 12
    assert load([], {"ride_speed_km_h.Primary": 44})["ride_speed_km_h.primary"].value == 44


@pytest.mark.parametrize("word", ["三级公路", "三级公路(硬化)", "other paved", "track;path", "d1"])
def test_a_road_class_may_be_any_word(word: str) -> None:
    assert load([], {f"ride_speed_km_h.{word}": 12})[f"ride_speed_km_h.{word}"].value == 12


def test_five_four_system() -> None:
    rows = load([], {"grades.upper_primary": "4-5", "grades.junior": "6-9"})
    assert [(b.first, b.last) for b in rules_of(rows).bands] == [(1, 3), (4, 5), (6, 9)]


@pytest.mark.parametrize(
    "grades",
    [
        {"grades.junior": "7-8"},  # nobody has grade 9
        {"grades.upper_primary": "4-7"},  # two have grade 7
        {"grades.upper_primary": "5-6"},  # nobody has grade 4
        {"grades.lower_primary": "4-6", "grades.upper_primary": "1-3"},  # not in order
        {"grades.junior": "7-12"},
    ],
)
def test_bands_cover_the_grades_each_once(grades: dict[str, object]) -> None:
    assert [p.code for p in problems(grades)] == ["bands_do_not_cover_grades"]


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("walk_limit_s.junior", 40),  # minutes
        ("walk_limit_s.junior", 1800.5),
        ("walk_limit_s.junior", "1800"),
        ("walk_limit_s.junior", True),
        ("walk_limit_s.junior", [1800]),
        ("walk_speed_m_s.junior", 0),
        ("ride_speed_km_h.primary", -30),
        ("ride_speed_km_h.lane", 0),
        ("class_limit.primary", math.nan),
        ("class_limit.primary", math.inf),
        ("school_limit.through", 0),
        ("may_board.junior", 1),
        ("assign_private", "是"),
        ("grades.junior", "junior"),
        ("grades.junior", 7),
        ("access_step_s", 1200),
        ("access_weight", [1.0, 0.5, -0.1]),
        ("rest_share_2017", 85),
        ("detour_factor", 0.9),
        ("threshold.books.primary", -1),
        ("min_indicators_met_2017", 8),
    ],
)
def test_unsuitable_figure(rule: str, value: object) -> None:
    (problem,) = problems({rule: value})
    assert problem.code == "unsuitable_rule_value"
    assert rule in problem.zh
    assert rule in problem.en


def test_minutes_are_recognised() -> None:
    (problem,) = problems({"walk_limit_s.lower_primary": 30})
    assert "秒" in problem.repair_zh
    assert "1800" in problem.repair_zh


@pytest.mark.parametrize(
    ("steps", "weights"),
    [([1200, 2400], [1.0, 0.68, 0.22]), ([2400, 1200], [1.0, 0.5]), ([600, 900], [0.5, 1.0])],
)
def test_access_steps_hang_together(steps: list[int], weights: list[float]) -> None:
    (problem,) = problems({"access_step_s": steps, "access_weight": weights})
    assert problem.code == "access_steps_unsuitable"


def test_access_steps_may_be_set_together() -> None:
    rules = rules_of(load([], {"access_step_s": [900.0, 1800.0], "access_weight": [1, 0.5]}))
    assert rules.access_step_s == (900, 1800)
    assert rules.access_weight == (1, 0.5)


@pytest.mark.parametrize(
    ("rule", "near"),
    [
        ("walk_limit.lower_primary", "walk_limit_s.lower_primary"),
        ("walk_limit_s", "walk_limit_s.lower_primary"),
        ("class_limit.primry", "class_limit.primary"),
    ],
)
def test_an_unknown_id_names_the_nearest(rule: str, near: str) -> None:
    (problem,) = problems({rule: 1800})
    assert problem.code == "unknown_rule"
    assert near in problem.repair_zh
    assert near in problem.repair_en


def test_an_id_of_another_table_names_the_table() -> None:
    (problem,) = problems({"service_radius_m.hebei.primary": 2500})
    assert "cn-reference" in problem.repair_en
    assert load(["cn-reference"], {"service_radius_m.hebei.primary": 2500})


def test_everything_wrong_is_said_at_once() -> None:
    found = problems(
        {"walk_limit_s.junior": 40, "nonsense": 1, "grades.junior": "7-8"}, "cn-layot", "cn-layout"
    )
    assert [p.code for p in found] == [
        "unknown_standards_table",
        "unsuitable_rule_value",
        "unknown_rule",
        "bands_do_not_cover_grades",
    ]
    assert "cn-layout" in found[0].repair_en
    assert {p.file for p in found} == {"study.toml"}


def test_no_such_table() -> None:
    with pytest.raises(UsageError, match="cn-layout"):
        load_table("layout")
    assert list(table_names()) == sorted(table_names())


@pytest.mark.parametrize("rule", NAMES)
def test_a_row_accepts_its_own_figure(rule: str) -> None:
    assert override(BASE, {rule: BASE[rule].value}) == BASE


FIGURES = st.floats() | st.integers() | st.booleans() | st.sampled_from(["", "1-3", "7-9", "是"])


@given(st.dictionaries(st.sampled_from(NAMES), FIGURES, max_size=5))
def test_whatever_is_set_the_rules_can_be_read_or_every_fault_is_named(
    overrides: dict[str, object],
) -> None:
    try:
        rows = override(BASE, overrides)
    except InputError as error:
        named = [p for p in error.problems if any(rule in p.en for rule in overrides)]
        together = {"bands_do_not_cover_grades", "access_steps_unsuitable"}
        rest = {p.code for p in error.problems if p not in named}
        assert rest <= together
    else:
        rules_of(rows)
