"""教督〔2017〕6号 on one school: said once, and everywhere the same."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import Site, Village, by_road, make_model

from schoolmap.kernel import evaluate
from schoolmap.kernel.inspection import facts_of, inspect_school
from schoolmap.kernel.quality import SEVEN, verdict_2017
from schoolmap.model.evaluation import MET, NOT_MET, NOT_TESTED, UNDEFINED, UNJUDGED
from schoolmap.model.grades import STAGES

ASKED = [10.0] * 7


def judged(*values: float) -> tuple[int, int, int, int, int]:
    """Seven values against 10: met, failed, unknown, below the rest, verdict; six and 85 %."""
    short = [UNDEFINED if v == UNDEFINED else max(0.0, 10 - v) for v in values]
    found = verdict_2017(values, short, ASKED, least=6, rest_share=0.85)
    return found.met, found.failed, found.unknown, found.below_rest, found.verdict


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([10] * 7, (7, 0, 0, 0, MET)),
        ([10] * 6 + [9], (6, 1, 0, 0, MET)),
        ([10] * 6 + [8.5], (6, 1, 0, 0, MET)),  # exactly 85 %
        ([10] * 6 + [8.4], (6, 1, 0, 1, NOT_MET)),  # six are met, the other is far off
        ([10] * 5 + [9, 9], (5, 2, 0, 0, NOT_MET)),
        ([10] * 6 + [-1], (6, 0, 1, 0, UNJUDGED)),  # it may lie below 85 %
        ([10] * 5 + [9, -1], (5, 1, 1, 0, UNJUDGED)),
        ([10] * 5 + [8, -1], (5, 1, 1, 1, NOT_MET)),  # whatever the unknown is
        ([10] * 4 + [9, 9, -1], (4, 2, 1, 0, NOT_MET)),  # too many fail, one unknown
        ([-1] * 7, (0, 0, 7, 0, UNJUDGED)),
    ],
)
def test_six_of_seven_and_the_rest(values: list[float], expected: tuple[int, ...]) -> None:
    assert judged(*values) == expected


def test_a_verdict_is_given_exactly_where_no_unknown_can_change_it() -> None:
    """All 5^7 multisets of met, near, far, unknown; unknown ones filled in every way."""
    filled: dict[tuple[float, ...], int] = {}
    for values in itertools.combinations_with_replacement((10.0, 9.0, 8.0), 7):
        filled[values] = judged(*values)[-1]
        assert filled[values] in (MET, NOT_MET)
    for values in itertools.combinations_with_replacement((10.0, 9.0, 8.0, UNDEFINED), 7):
        known = [v for v in values if v != UNDEFINED]
        ways = itertools.product((10.0, 9.0, 8.0), repeat=7 - len(known))
        possible = {filled[tuple(sorted([*known, *way], reverse=True))] for way in ways}
        expected = possible.pop() if len(possible) == 1 else UNJUDGED
        assert judged(*values)[-1] == expected


def test_nothing_to_test() -> None:
    assert verdict_2017([], [], [], least=6, rest_share=0.85).verdict == NOT_TESTED


amounts = st.dictionaries(st.sampled_from(SEVEN), st.integers(0, 12), max_size=7)
spans = st.sampled_from([(1, 6), (7, 9), (1, 9), (1, 3)])


@st.composite
def schools(draw: st.DrawFn) -> Site:
    """A school with resources about as large as asked, some unknown."""
    asked = {
        "teachers_above_degree": 0.05,
        "backbone_teachers": 0.01,
        "pe_arts_teachers": 0.009,
        "teaching_area_m2": 5,
        "sports_area_m2": 8,
        "equipment_yuan": 2200,
        "multimedia_rooms": 0.023,
    }
    roll = draw(st.sampled_from([0, 49, 50, 99, 1000]))
    shares = draw(st.dictionaries(st.sampled_from(SEVEN), st.integers(5, 14), max_size=7))
    rich = draw(st.booleans())
    has = {n: 3 * v * max(roll, 1) for n, v in asked.items()} if rich else {}
    has |= {n: asked[n] * roll * s / 10 for n, s in shares.items()}
    return Site(
        draw(spans),
        roll=roll,
        private=draw(st.booleans()),
        senior=draw(st.sampled_from([0.0, 0.0, 100.0])),
        classes=draw(st.sampled_from([-1, 0, 1, 20])),
        has=has,
        has_primary={n: has[n] for n in draw(st.lists(st.sampled_from(SEVEN))) if n in has},
    )


@given(st.lists(schools(), min_size=1, max_size=3), st.booleans())
@settings(max_examples=80, deadline=None)
def test_findings_and_inspection_say_the_same(sites: list[Site], private: bool) -> None:
    rules = {"threshold.books.primary": 20, "scope_private.2017": private}
    model = make_model([Village(0)], sites, {(0, 0): by_road(1)}, **rules)
    now = evaluate(model)
    said = {(f.rule, f.subject_id, f.detail.split(":")[0]): f for f in now.findings}
    figures = now.schools
    for j, school in enumerate(model.sites.ids):
        facts = facts_of(model, now, j)
        rows = {(r.item, r.stage): r for r in inspect_school(facts, model.standards)}
        for k, stage in enumerate(STAGES):
            seven = rows.get(("min_indicators_met_2017", stage))
            verdict = int(figures.verdict_2017[j, k])
            listed = ("min_indicators_met_2017", school, stage) in said
            assert listed == (verdict == NOT_MET)
            assert (seven is None) == (figures.stage_roll[j, k] == 0)
            if seven is None:
                assert verdict == NOT_TESTED
                continue
            assert seven.tested == (verdict != NOT_TESTED) == figures.in_scope_2017[j]
            assert seven.met == {MET: True, NOT_MET: False}.get(verdict)
            if seven.tested:
                assert seven.value == figures.met_2017[j, k]
            for name in (*SEVEN, "books"):
                rule = f"threshold.{name}.{stage}"
                row = rows[name, stage]
                if row.standard is not None:
                    assert (row.met is False) == ((rule, school, "") in said), rule
        size = rows["class_size", None]
        assert (size.met is False) == any(
            f.startswith("class_limit") and s == school for f, s, _ in said
        )
        if size.standard is not None:
            assert size.standard.number == figures.class_limit[j]
        if size.met is not None:
            assert size.value == pytest.approx(figures.class_size[j])
        else:
            assert figures.class_size[j] == UNDEFINED
        assert facts.is_through == figures.is_through[j]
        small = "属于小规模学校。" in rows["small_school", None].note_zh
        small &= "不属于" not in rows["small_school", None].note_zh
        assert small == figures.is_small[j] == (("small_school_pupils", school, "") in said)
    assert now.indicators["schools_under_100"].value == int(figures.is_small.sum())


def test_an_extra_threshold_is_not_one_of_the_seven() -> None:
    site = Site(roll=1000, has={**dict.fromkeys(SEVEN, 10_000_000), "books": 0})
    now = evaluate(make_model([], [site], {}, **{"threshold.books.primary": 20}))
    assert (now.schools.met_2017[0, 0], now.schools.verdict_2017[0, 0]) == (7, MET)
    assert now.schools.verdict_2017.dtype == np.int8
    assert [f.rule for f in now.findings if f.rule.startswith("threshold")] == [
        "threshold.books.primary"
    ]
