"""Pupils of the years ahead: by pencil, against a loop of fractions, and what must always be so."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolmap.kernel.forecast import (
    Demand,
    county_years,
    even_runs,
    expected_pupils,
    forecast_pupils,
    rounding_points,
    whole_pupils,
)
from schoolmap.model.forecast import VARIANTS, Assumptions, Children, ForecastRules

URBAN, TOWN, RURAL, UNKNOWN_AREA = 0, 1, 2, -1
STEADY = Assumptions(entry_share=1.0, births_change_share=0.0, migration_share=(0.0, 0.0, 0.0))


def rules(assumed: Assumptions = STEADY, *, years: int = 9, entry_age: int = 6) -> ForecastRules:
    return ForecastRules(
        years=years,
        entry_age=entry_age,
        promotion_share=(1.0,) * 8,
        variants=dict.fromkeys(VARIANTS, assumed),
        tiny_pupils=50,
    )


def children(*ages: tuple[int, ...], known: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> Children:
    return Children(
        count=np.array(ages, dtype=np.float64),
        known=np.isin(np.arange(6), known),
        empty=0,
    )


def demand(pupils: list[tuple[int, ...]], young: Children, *areas: int) -> Demand:
    return Demand(np.array(pupils, dtype=np.int64), young, np.array(areas, dtype=np.int64))


# Two villages. Kept: A in town has 9, 8, ... 1 pupils in grades 1 to 9 and 10 to 15 children aged 0
# to 5; B in the country has one pupil in each grade and two children, aged 5.
TWO = demand(
    [(9, 8, 7, 6, 5, 4, 3, 2, 1), (1,) * 9],
    children((10, 11, 12, 13, 14, 15), (0, 0, 0, 0, 0, 2)),
    TOWN,
    RURAL,
)


def test_three_years_by_pencil() -> None:
    years = expected_pupils(TWO, rules(), STEADY)
    assert years[0].tolist() == TWO.pupils.tolist()
    assert years[1].tolist() == [[15, 9, 8, 7, 6, 5, 4, 3, 2], [2, 1, 1, 1, 1, 1, 1, 1, 1]]
    assert years[2].tolist() == [[14, 15, 9, 8, 7, 6, 5, 4, 3], [0, 2, 1, 1, 1, 1, 1, 1, 1]]
    assert years[3].tolist() == [[13, 14, 15, 9, 8, 7, 6, 5, 4], [0, 0, 2, 1, 1, 1, 1, 1, 1]]


def test_those_born_now_enter_in_six_years_and_later_births_follow_the_trend() -> None:
    fewer = replace(STEADY, births_change_share=-0.1)
    years = expected_pupils(TWO, rules(), fewer)
    assert years[6, :, 0].tolist() == [10, 0]
    # 10 births in the county; 9.0, 8.1, 7.29 after; A has 75 of the 77 children, B 2
    for year, born in ((7, 9.0), (8, 8.1), (9, 7.29)):
        assert years[year, :, 0] == pytest.approx([born * 75 / 77, born * 2 / 77], abs=1e-12)


def test_migration_takes_its_share_every_year_from_the_cradle_on() -> None:
    leave = replace(STEADY, migration_share=(0.0, 0.0, -0.1), entry_share=0.5)
    years = expected_pupils(TWO, rules(), leave)
    # B: two children of 5 are 1.8 a year later, of whom half enter; then 0.9 of them are left
    assert years[1, 1, 0] == pytest.approx(0.9, abs=1e-12)
    assert years[2, 1, 1] == pytest.approx(0.81, abs=1e-12)
    assert years[8, 1, 8] == pytest.approx(0.9**8, abs=1e-12)
    # A, in town: those of 0 enter in year 6, none left, half of them enter
    assert years[6, 0, 0] == 5


def test_a_village_of_unknown_class_has_no_migration() -> None:
    leave = replace(STEADY, migration_share=(-0.1, -0.1, -0.1))
    unknown = demand([(1,) * 9], children((1,) * 6), UNKNOWN_AREA)
    assert (expected_pupils(unknown, rules(), leave) == 1).all()


def test_only_grades_are_known() -> None:
    fewer = replace(STEADY, births_change_share=-0.1, migration_share=(0.0, 0.0, -0.5))
    none = demand([(8,) * 9, (2,) * 9], children((0,) * 6, (0,) * 6, known=()), TOWN, TOWN)
    years = expected_pupils(none, rules(), fewer)
    # ten in grade 1 now; nine, 8.1 ... after; the villages have 24 and 6 of grades 1 to 3
    for year in range(1, 10):
        entered = 10 * 0.9**year
        assert years[year, :, 0] == pytest.approx([entered * 0.8, entered * 0.2], abs=1e-9)


def test_an_age_that_is_missing_follows_from_the_next_older_one() -> None:
    fewer = replace(STEADY, births_change_share=-0.1)
    gap = demand([(1,) * 9], children((0, 0, 20, 0, 10, 0), known=(2, 4)), TOWN)
    entered = expected_pupils(gap, rules(), fewer)[:, 0, 0]
    # year 1 from grade 1; year 2 those of 4; year 3 from these; year 4 those of 2; then from these
    expected = [1, 0.9, 10, 9, 20, 18, 16.2, 14.58, 13.122, 11.8098]
    assert entered == pytest.approx(expected, abs=1e-9)


def test_entry_at_seven() -> None:
    entered = expected_pupils(TWO, rules(entry_age=7), STEADY)[:, :, 0].sum(axis=1)
    # those of 6 are in no table: as many as in grade 1 now; then those of 5, of 4 ...
    assert entered.tolist() == pytest.approx([10, 10, 17, 14, 13, 12, 11, 10, 10, 10])


def test_who_is_not_promoted_leaves() -> None:
    strict = replace(rules(), promotion_share=(1.0,) * 5 + (0.5, 1.0, 1.0))
    years = expected_pupils(TWO, strict, STEADY)
    assert years[1, :, 6].tolist() == [2, 0.5]
    whole = whole_pupils(years[1], rounding_points(TWO))
    county = county_years(np.stack([[TWO.pupils, whole]]), last_grade=9)
    # of 5 who were in grade 6, 2.5 are expected in grade 7
    assert county.left[0, 1] in {2, 3}
    assert (county.entered[0, 1], county.graduated[0, 1]) == (17, 2)


def test_a_study_of_primary_schools_ends_with_its_last_grade() -> None:
    primary = demand([(5,) * 6 + (0,) * 3], children((4,) * 6), TOWN)
    years = expected_pupils(primary, rules(), STEADY)
    assert (years[:, :, 6:] == 0).all()
    _, pupils = forecast_pupils(primary, rules())
    county = county_years(pupils, last_grade=primary.last_grade)
    assert county.graduated[0].tolist() == [0, 5, 5, 5, 5, 5, 5, 4, 4, 4]
    assert (county.left == 0).all()


def test_pupils_that_were_spread_make_no_wave() -> None:
    # seven pupils of grades 1 to 6 in each of 60 villages: 2 in grade 1, one in the others
    spread = Demand(
        np.array([(2, 1, 1, 1, 1, 1, 0, 0, 0)] * 60),
        children(*[(0,) * 6] * 60, known=()),
        np.array([TOWN] * 60),
        ((1, 6),),
    )
    assert even_runs(spread.pupils, primary_last=6) == ((1, 6),)
    years = expected_pupils(spread, rules(), STEADY)
    assert years[0].tolist() == spread.pupils.tolist()
    assert years[1:, :, :6] == pytest.approx(7 / 6)
    _, pupils = forecast_pupils(spread, rules())
    assert abs(pupils[0].sum(axis=(1, 2)) - 420).max() <= 3


def test_runs_that_look_spread() -> None:
    assert even_runs(np.array([[2, 2, 1, 1, 1, 1, 1, 1, 1]]), primary_last=6) == ((1, 9),)
    assert even_runs(np.array([[2, 2, 1, 1, 1, 1, 3, 3, 3]]), primary_last=6) == ((1, 6), (7, 9))
    assert even_runs(np.array([[1, 2, 1, 1, 1, 1, 0, 0, 0]]), primary_last=6) == ()
    assert even_runs(np.array([[3, 2, 1, 1, 1, 1, 4, 3, 3]]), primary_last=6) == ((7, 9),)
    assert even_runs(np.array([[2, 2, 1, 1, 1, 2, 2, 2, 2]]), primary_last=5) == ((1, 5), (6, 9))


# ------------------------------------------------------------------ against a loop of fractions


def by_loop(case: Demand, given_rules: ForecastRules, assumed: Assumptions) -> list[list[list]]:
    """The same, cohort by cohort, in exact fractions."""
    n = len(case.pupils)
    change = [Fraction(s) for s in assumed.migration_share]
    stay = [1 + (change[a] if a >= 0 else 0) for a in case.area.tolist()]
    trend = 1 + Fraction(assumed.births_change_share)
    age_count = [[Fraction(c) for c in row] for row in case.children.count.tolist()]
    known = [a for a in range(6) if case.children.known[a]]
    weight = [sum(row) for row in age_count]
    if sum(weight) == 0:
        weight = [Fraction(sum(row[:3])) for row in case.pupils.tolist()]
    last = max((g for g in range(9) if case.pupils[:, g].any()), default=8)
    years = [[[Fraction(p) for p in row] for row in case.pupils.tolist()]]
    for y in range(1, given_rules.years + 1):
        age = given_rules.entry_age - y
        now = [[Fraction(0)] * 9 for _ in range(n)]
        older = sorted(a for a in known if age < a < given_rules.entry_age)
        for i in range(n):
            if age in known:
                born, lived = age_count[i][age], y
                share = Fraction(assumed.entry_share)
            elif older:
                total = sum(row[older[0]] for row in age_count)
                born = total * trend ** (older[0] - age) * weight[i] / (sum(weight) or 1)
                lived, share = given_rules.entry_age - older[0], Fraction(assumed.entry_share)
            else:
                total = Fraction(int(case.pupils[:, 0].sum()))
                born = total * trend**y * weight[i] / (sum(weight) or 1)
                lived, share = 0, Fraction(1)
            now[i][0] = born * stay[i] ** lived * share
            for g in range(last):
                promoted = Fraction(given_rules.promotion_share[g])
                now[i][g + 1] = years[-1][i][g] * promoted * stay[i]
        years.append(now)
    return years


shares = st.sampled_from([-0.25, -0.125, -0.03125, 0.0, 0.0625])


@st.composite
def cases(draw: st.DrawFn) -> tuple[Demand, ForecastRules]:
    n = draw(st.integers(1, 6))
    counts = st.integers(0, 12)
    pupils = draw(st.lists(st.tuples(*[counts] * 9), min_size=n, max_size=n))
    known = draw(st.sets(st.integers(0, 5)))
    ages = draw(st.lists(st.tuples(*[counts] * 6), min_size=n, max_size=n))
    young = children(*(tuple(c * (a in known) for a, c in enumerate(row)) for row in ages),
                     known=tuple(known))  # fmt: skip
    areas = draw(st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=n, max_size=n))
    ordered = [sorted(draw(st.tuples(shares, shares, shares))) for _ in range(4)]
    entry = sorted(draw(st.tuples(*[st.sampled_from([0.5, 0.75, 1.0])] * 3)))
    variants = {
        name: Assumptions(entry[k], ordered[0][k], (ordered[1][k], ordered[2][k], ordered[3][k]))
        for k, name in enumerate(VARIANTS)
    }
    promotion = draw(st.tuples(*[st.sampled_from([0.5, 0.875, 1.0])] * 8))
    years, entry_age = draw(st.integers(1, 12)), draw(st.integers(5, 7))
    return demand(pupils, young, *areas), ForecastRules(years, entry_age, promotion, variants, 50)


@given(cases())
def test_as_the_loop_has_it(case: tuple[Demand, ForecastRules]) -> None:
    given_demand, given_rules = case
    assumed = given_rules.variants["low"]
    found = expected_pupils(given_demand, given_rules, assumed)
    exact = by_loop(given_demand, given_rules, assumed)
    assert found == pytest.approx(np.array(exact, dtype=np.float64), rel=1e-9, abs=1e-9)


@given(cases())
def test_what_is_always_so(case: tuple[Demand, ForecastRules]) -> None:
    given_demand, given_rules = case
    expected, pupils = forecast_pupils(given_demand, given_rules)
    # variants are in order: in every cell as expected, in every village in whole pupils
    assert (np.diff(expected, axis=0) >= -1e-12).all()
    villages = pupils.sum(axis=3)
    assert (np.diff(villages, axis=0) >= 0).all()
    # a whole number lies next to what is expected, in every cell and every village
    assert (pupils >= 0).all()
    assert (abs(pupils - expected) < 1 + 1e-6).all()
    assert (abs(villages - expected.sum(axis=3)) < 1 + 1e-6).all()
    assert (pupils[:, 0] == given_demand.pupils).all()
    # nobody is lost: those before and those who entered finished, left, or are still here
    county = county_years(pupils, last_grade=given_demand.last_grade)
    came = county.before + county.entered
    went = county.graduated + county.left
    assert (came[:, 1:] == (went + county.pupils)[:, 1:]).all()
    assert (county.pupils == pupils.sum(axis=(2, 3))).all()
    assert (county.before[:, 1:] == county.pupils[:, :-1]).all()


@given(cases())
def test_again_gives_the_same(case: tuple[Demand, ForecastRules]) -> None:
    first, second = forecast_pupils(*case), forecast_pupils(*case)
    assert (first[0] == second[0]).all()
    assert (first[1] == second[1]).all()


# ------------------------------------------------------------------------------- whole pupils


def test_points_lie_evenly_over_villages_by_size() -> None:
    # sizes 3, 1, 2: ranks 2, 0, 1; multiples of 0.618033989 without their whole part
    sizes = demand([(3,) + (0,) * 8, (1,) + (0,) * 8, (2,) + (0,) * 8], children(*[(0,) * 6] * 3),
                   TOWN, TOWN, TOWN)  # fmt: skip
    assert rounding_points(sizes).tolist() == [236_067_978, 0, 618_033_989]


def test_grades_share_a_village_by_largest_remainder() -> None:
    # 1.5 + 0.7 + 0.3 + 0.5 = 3.0 pupils; floors make 1, two more go to 0.7 and, of the two with
    # 0.5, to the lower grade
    row = np.array([[1.5, 0.7, 0.3, 0.5, 0, 0, 0, 0, 0]])
    assert whole_pupils(row, np.array([0]))[0, :4].tolist() == [2, 1, 0, 0]


def test_the_point_decides_whether_a_village_is_rounded_up() -> None:
    row = np.array([[0.9] + [0.0] * 8])
    assert whole_pupils(row, np.array([99_999_999])).sum() == 0
    assert whole_pupils(row, np.array([100_000_000])).sum() == 1


def test_small_villages_are_not_all_rounded_to_the_same_side() -> None:
    # 400 villages of one pupil a grade lose a tenth: 8.1 pupils each, 0.9 in every grade. Rounded
    # one by one all would keep nine, or all lose their last grade.
    many = demand([(1,) * 9] * 400, children(*[(1,) * 6] * 400), *[RURAL] * 400)
    leave = replace(STEADY, migration_share=(0.0, 0.0, -0.1))
    expected, pupils = forecast_pupils(many, rules(leave))
    by_grade = pupils[0].sum(axis=1) - expected[0].sum(axis=1)
    assert abs(by_grade).max() <= 5
    assert abs(by_grade.sum(axis=1)).max() <= 5


def test_floating_dust_does_not_cost_a_pupil() -> None:
    dusty = np.array([[3 - 1e-12] + [0.0] * 8, [2 + 1e-12] + [0.0] * 8])
    assert whole_pupils(dusty, np.array([0, 999_999_999]))[:, 0].tolist() == [3, 2]
