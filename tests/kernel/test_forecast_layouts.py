"""Layouts through the years, held against the evaluation of a county that is as it will be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import Site, Village, by_road, make_model

from schoolmap.kernel import evaluate
from schoolmap.kernel.forecast import Demand, forecast_pupils
from schoolmap.kernel.forecast_layouts import Years, breach_key, first_year, layout_years, years_of
from schoolmap.model.added import AddedSite
from schoolmap.model.evaluation import MODES, Finding
from schoolmap.model.forecast import Assumptions, Children, ForecastRules, LayoutYears
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.scenario import Close, Merge, Open, Scenario, SetBeds, SetGrades

ASSUMED = {
    "low": Assumptions(0.75, -0.125, (0.0, -0.125, -0.25)),
    "middle": Assumptions(1.0, -0.0625, (0.0, 0.0, -0.125)),
    "high": Assumptions(1.0, 0.0, (0.0, 0.0, 0.0)),
}
RULES = ForecastRules(4, 6, (1.0,) * 8, ASSUMED, tiny_pupils=50)

# Two schools of grades 1 to 6 on one road, a junior school between them.
#   km  0      1            5            9      10
#       V0-----S0-----------S2-----------S1-----V1
COUNTY = make_model(
    [Village((9, 8, 10, 7, 9, 8, 10, 11, 9)), Village((4, 3, 2, 5, 3, 4, 3, 2, 4))],
    [
        Site((1, 6), seats=60, beds=10, classes=6, has={"staff": 6, "books": 900}),
        Site((1, 6), seats=20, grades=(3, 3, 3, 4, 4, 5, 0, 0, 0), has={"staff": 4, "books": 90}),
        Site((7, 9), type_code=311, seats=45, beds=20),
    ],
    {
        (0, 0): by_road(1000), (0, 1): by_road(9000), (0, 2): by_road(5000),
        (1, 0): by_road(9000), (1, 1): by_road(1000), (1, 2): by_road(5000),
    },
)  # fmt: skip
YOUNG = Children(
    np.array([[5, 6, 7, 8, 8, 9], [1, 2, 1, 2, 3, 2]], dtype=float), np.ones(6, dtype=bool), 0
)
PLANS = (
    Scenario("close", (Close("S1"),)),
    Scenario("merge", (SetBeds("S0", 40), Merge("S1", "S0"))),
    Scenario("point", (SetGrades("S1", "1-3"),)),
)


def years(model: LayoutModel = COUNTY) -> Years:
    demand = Demand(model.villages.pupils, YOUNG, np.array([2, 2]))
    expected, pupils = forecast_pupils(demand, RULES)
    return years_of(model, expected, pupils, tiny_pupils=RULES.tiny_pupils)


def as_it_will_be(ahead: Years, variant: int, year: int) -> LayoutModel:
    """The county with a year's pupils and rolls, as if a study had reported them."""
    if year == 0:
        return ahead.model
    roll = ahead.roll[variant, year]
    sites = replace(ahead.model.sites, roll_by_grade=roll, roll=roll.sum(axis=1))
    villages = replace(ahead.model.villages, pupils=ahead.pupils[variant, year])
    return replace(ahead.model, villages=villages, sites=sites)


@pytest.mark.parametrize("plan", [None, *PLANS], ids=lambda p: p.name if p else "today")
def test_a_year_is_the_evaluation_of_the_county_as_it_will_be(plan: Scenario | None) -> None:
    ahead = years()
    found = layout_years(ahead, plan)
    breaches = {(b.variant, b.year, breach_key(b.finding)) for b in found.breaches}
    expected = set()
    for v in range(3):
        for y in range(5):
            model = as_it_will_be(ahead, v, y)
            now, then = evaluate(model), evaluate(model, plan)
            assert (found.roll[v, y] == then.schools.roll).all()
            assert (found.load[v, y] == then.schools.load).all()
            modes = [then.indicators[f"pupils_{mode}"].value for mode in MODES]
            assert found.modes[v, y].tolist() == modes
            had = {breach_key(f) for f in now.findings if f.severity == "violation"}
            has = {breach_key(f) for f in then.findings if f.severity == "violation"}
            expected |= {(v, y, key) for key in has - had}
    assert breaches == expected
    if plan is not None and plan.name == "close":
        assert breaches  # V1's lower grades can neither walk nor ride nine kilometres


def test_today_and_an_empty_plan_bring_nothing() -> None:
    ahead = years()
    today, nothing = layout_years(ahead), layout_years(ahead, Scenario("nothing"))
    for layout in (today, nothing):
        assert layout.holds.all()
        assert not layout.breaches
    assert (today.roll == nothing.roll).all()


def test_who_is_unserved_today_does_not_speak_against_a_plan() -> None:
    # beds for nobody: V1's upper grades have no way to school with or without the closed school
    far = replace(COUNTY, sites=replace(COUNTY.sites, status=np.array([0, 2, 0], dtype=np.int8)))
    found = layout_years(years(far), Scenario("point", (SetGrades("S0", "1-5"),)))
    villages = {b.finding.subject_id for b in found.breaches if b.finding.subject_type == "village"}
    assert "V1" not in villages


def test_a_plan_that_tries_its_own_limits_is_held_against_today_under_them() -> None:
    strict = Scenario("strict", (), {"walk_limit_s.lower_primary": 600})
    found = layout_years(years(), strict)
    assert found.modes[0, 0, 3] > layout_years(years()).modes[0, 0, 3]
    assert not found.breaches


def test_first_years_by_pencil() -> None:
    ahead = years()
    rolls = np.zeros_like(ahead.roll)
    #            year:      0    1    2    3    4
    rolls[:, :, 0, 0] = [120, 101, 99.6, 99.4, 48]  # 99.6 is shown as 100: not below it
    rolls[:, :, 1, 0] = [20, 21, 20, 20.6, 20]
    rolls[:, :, 2, 6] = [300, 300, 300, 300, 300]
    layout = layout_years(ahead)
    totals = replace(layout, roll=rolls).totals
    assert totals[0, :, 0].tolist() == [120, 101, 100, 99, 48]
    assert first_year(totals < 100)[0].tolist() == [3, 0, -1]
    assert first_year(totals < 50)[0].tolist() == [4, 0, -1]
    assert first_year(totals > np.array([60, 20, 45]))[0].tolist() == [0, 1, 0]


def firsts(layout: LayoutYears, limit: float) -> list[int]:
    found = []
    for site in range(len(layout.site_ids)):
        below = [y for y in range(5) if layout.totals[1, y, site] < limit]
        found.append(below[0] if below and layout.is_open[site] else -1)
    return found


def test_first_years_are_those_of_the_rolls() -> None:
    layout = layout_years(years(), PLANS[1])
    assert layout.first_small[1].tolist() == firsts(layout, 100)
    assert layout.first_tiny[1].tolist() == firsts(layout, 50)
    assert not layout.is_open[1]
    assert layout.first_over[1, 1] == -1


def test_unknown_seats_are_never_over() -> None:
    sites = replace(COUNTY.sites, seats=np.array([UNKNOWN, 20, 45]))
    assert (layout_years(years(replace(COUNTY, sites=sites))).first_over[:, 0] == -1).all()


def new_school() -> AddedSite:
    """N1 at V1's door, nowhere else in reach."""
    one, none = np.array([1]), np.array([-1], dtype=np.int32)
    door = np.array([10], dtype=np.int32)
    return AddedSite("N1", "new", (111.0, 36.0), 0, 0, 0, one, door, door, none, none,
                     np.array([1]), door)  # fmt: skip


def test_a_plan_that_opens_a_new_school() -> None:
    ahead = years()
    plan = Scenario("new", (Open("N1", "new", 111.0, 36.0, "1-6", 30), Merge("S1", "N1")))
    found = layout_years(ahead, plan, added=(new_school(),))
    assert found.site_ids == ("S0", "S1", "S2", "N1")
    for v in range(3):
        for y in range(5):
            then = evaluate(as_it_will_be(ahead, v, y), plan, added=(new_school(),))
            assert (found.roll[v, y] == then.schools.roll).all()
            assert (found.load[v, y] == then.schools.load).all()
    # V1's pupils of grades 1 to 6 are all at N1, with the roll that S1 has in the same year
    assert (found.load[:, :, 3, :6] == ahead.pupils[:, :, 1, :6]).all()
    assert found.roll[:, :, 3].sum(axis=2) == pytest.approx(ahead.roll[:, :, 1].sum(axis=2))
    assert (found.first_over[:, 3] == -1).all()


def test_the_same_violation_is_known_by_rule_subject_and_band() -> None:
    def finding(detail: str, pupils: int) -> Finding:
        return Finding("r", "violation", "village", "V0", 1, 2, "s", detail, pupils)

    assert breach_key(finding("junior:no_beds", 3)) == breach_key(finding("junior:beyond", 9))
    assert breach_key(finding("junior:no_beds", 3)) != breach_key(finding("upper:no_beds", 3))


@settings(max_examples=12)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 9), min_size=2, max_size=2))
def test_all_pupils_of_all_years_are_somewhere(rows: list[tuple[int, ...]]) -> None:
    model = replace(
        COUNTY, villages=replace(COUNTY.villages, pupils=np.array(rows, dtype=np.int64))
    )
    ahead = years(model)
    for plan in (None, *PLANS):
        found = layout_years(ahead, plan)
        assert (found.modes.sum(axis=2) == ahead.pupils.sum(axis=(2, 3))).all()
        served = found.modes[:, :, :3].sum(axis=2)
        assert (found.load.sum(axis=(2, 3)) == served).all()
        assert (found.roll >= 0).all()
