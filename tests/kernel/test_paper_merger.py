"""What a merger costs, asks and brings in the years ahead, by pencil, on `paper_county`."""

from __future__ import annotations

import numpy as np
import pytest
from tests.kernel.paper import pack_of
from tests.kernel.paper_county import (
    CHILDREN,
    COUNTY,
    plan,
)

from schoolmap.kernel import evaluate
from schoolmap.kernel.admissibility import admissibility
from schoolmap.kernel.burden import burden_change
from schoolmap.kernel.costs import Evaluated, costs
from schoolmap.kernel.forecast import Demand, county_years, forecast_pupils
from schoolmap.kernel.forecast_layouts import layout_years, years_of
from schoolmap.model.burden import trips_of
from schoolmap.model.costs import CostLine, Costs, cost_rules
from schoolmap.model.diff_words import diff_lines
from schoolmap.model.forecast import AREAS, VARIANTS, forecast_rules
from schoolmap.model.scenario import (
    Change,
    Close,
    Merge,
    Scenario,
    SetBeds,
    SetBus,
    SetSeats,
)
from schoolmap.model.scenario_diff import scenario_diff
from schoolmap.model.scenario_words import scenario_names

NOW = evaluate(COUNTY)
MERGE = Merge("S1", "S0")
MERGED = plan(MERGE)


# --- costs of a year, from the figures of cn-costs


def costed(*changes: Change) -> Costs:
    rules = cost_rules(COUNTY.standards)
    return costs(Evaluated(COUNTY, NOW), Evaluated(COUNTY, plan(*changes)), rules)


def line(found: Costs, name: str) -> CostLine:
    (mine,) = [one for one in found.lines if one.id == name]
    return mine


def test_costs_of_a_merger() -> None:
    found = costed(MERGE)
    # Classes: up to 20 pupils of neighbouring grades together. Today S0 has 6 primary classes (22
    # and 20 a grade) and 3 junior ones; S1 10 + 10, 10, 18, 18, 18: 5; S2 5 + 5 + 5, 9 + 9, 9: 3.
    # Posts: a class 1.5, 1.8, 2.2, or pupils / 19 (S0 6.6, S1 4.4, S2 2.2), junior 96 / 13.5 = 7.1
    staff, junior = line(found, "staff"), 96 / 13.5
    assert staff.today.quantity == pytest.approx(
        (9 + junior + 7.5 + 4.5, 10.8 + junior + 9 + 5.4, 13.2 + junior + 11 + 6.6)
    )
    # After: S0 has 32 and 38 a grade, 6 classes; 210 / 19 = 11.05 is more than 9 and 10.8
    assert staff.plan.quantity == pytest.approx(
        (210 / 19 + junior + 4.5, 210 / 19 + junior + 5.4, 13.2 + junior + 6.6)
    )
    # 28.1111 and 22.6637 at 80,000, 32.3111 and 23.5637 at 100,000, 37.9111 and 26.9111 at 120,000
    assert staff.today.yuan == (2_248_889, 3_231_111, 4_549_333)
    assert staff.plan.yuan == (1_813_099, 2_356_374, 3_229_333)
    # S1 and S2 are funded for 100 each: 126 + 100 + 100, then 210 + 100
    fund = line(found, "operating_fund.primary")
    assert (fund.today.quantity[0], fund.plan.quantity[0]) == (326, 310)
    assert fund.change == (-16 * 650, -16 * 720, -16 * 845)
    assert line(found, "operating_fund.junior").change == (0, 0, 0)
    # Riders' pupil-km one way: V1 24 x 2, V3 12 x 10, V2 15 x 7, V3 12 x 10, V4 9 x 16 = 537;
    # V2 30 x 7 and V3 12 x 10 = 330 more; 10 ways a week, 39 weeks
    rides = line(found, "rides")
    assert (rides.today.quantity[0], rides.plan.quantity[0]) == (209_430, 338_130)
    assert rides.change == (77_220, 128_700, 193_050)
    # Boarders as before: 12 x 21 km x 2 ways x 39 weeks
    assert line(found, "boarder_rides").plan.quantity[0] == 19_656
    for name in ("boarder_fund", "boarder_rides", "boarder_support.primary", "carers"):
        assert line(found, name).change == (0, 0, 0)
    # 306 on 300 seats: 6 x 6.6 m2 x 2200, 6 x 8.3 x 3200, 6 x 10 x 4800; S2's 2 lack today too
    assert line(found, "seats_lacking").change == (87_120, 159_360, 288_000)
    assert line(found, "seats_added").change == (0, 0, 0)
    # 500 m2 left, at 500, 200 or nothing
    assert line(found, "released_buildings").change == (-250_000, -100_000, 0)
    assert (found.released.schools, found.released.land_area_m2) == (1, 3000)
    assert found.left_rolls == 0


def test_costs_of_boarders() -> None:
    # without S0's bus 36 juniors more board: 15 x 7 + 12 x 10 + 9 x 16 = 369 pupil-km one way
    found = costed(SetBus("S0", bus=False))
    assert line(found, "boarder_fund").change == (36 * 200, 36 * 300, 36 * 300)
    # 1250 yuan for a fifth, three tenths, a half of them
    assert line(found, "boarder_support.junior").change == (9000, 13_500, 22_500)
    assert line(found, "boarder_support.primary").change == (0, 0, 0)
    # 48 boarders, one carer for 50, 40, 30; there was one
    assert line(found, "carers").change == (0, 40_000, 50_000)
    # 19,656 + 369 x 2 x 39 = 48,438 pupil-km; at 0.3: 14,531.4 less 5896.8, at 0.6: 29,062.8 less
    # 11,793.6
    assert line(found, "boarder_rides").plan.quantity[0] == 48_438
    assert line(found, "boarder_rides").change == (0, 14_531 - 5897, 29_063 - 11_794)
    assert line(found, "rides").plan.quantity[0] == 0
    # 36 beds x 5 m2 x 2200, 6 x 3200, 8 x 4800
    assert line(found, "beds_lacking").change == (396_000, 691_200, 1_382_400)
    assert found.left_rolls == 36  # lower primary of V1 and V3 costs nothing and saves nothing


# --- travel of a week


def test_travel_of_a_week() -> None:
    week = burden_change(
        (COUNTY, NOW.assignment), (COUNTY, MERGED.assignment), trips_of(COUNTY.standards)
    )
    # pupils x km x 10 ways, in pupil-metres; boarders 2 ways: V5 6 x 21 km x 2
    before, after = week.before.as_assigned, week.after.as_assigned
    assert before[2].tolist() == [150_000, 150_000, 1_050_000]
    assert after[2].tolist() == [1_050_000, 1_050_000, 1_050_000]
    assert (before[3].tolist(), after[3].tolist()) == (
        [1_200_000, 240_000, 1_200_000],
        [1_200_000, 1_200_000, 1_200_000],
    )
    assert before[5].tolist() == after[5].tolist() == [0, 252_000, 252_000]
    assert (week.before.all_daily[5, 1], week.before.all_weekly[2, 0]) == (1_260_000, 30_000)
    assert week.newly_riding.tolist() == [[0] * 3, [0] * 3, [15, 15, 0], [0, 12, 0], *[[0] * 3] * 2]
    assert (week.longer == week.newly_riding).all()
    assert (week.other_school == week.newly_riding).all()
    assert not week.shorter.any()
    assert not week.newly_unserved.any()


# --- years ahead

HIGH, MIDDLE, LOW = VARIANTS.index("high"), VARIANTS.index("middle"), VARIANTS.index("low")
RULES = forecast_rules(COUNTY.standards, years=3)
DEMAND = Demand(COUNTY.villages.pupils, CHILDREN, np.full(6, AREAS.index("rural")))
EXPECTED, PUPILS = forecast_pupils(DEMAND, RULES)
YEARS = years_of(COUNTY, EXPECTED, PUPILS, tiny_pupils=RULES.tiny_pupils)


def test_pupils_of_three_years() -> None:
    county = county_years(PUPILS, last_grade=9)
    # high: nobody moves, all enter. Of 5, 4 and 3 years 28, 24 and 21 children; 32 graduate
    assert county.entered[HIGH].tolist() == [0, 28, 24, 21]
    assert county.pupils[HIGH].tolist() == [288, 284, 276, 265]
    assert county.graduated[HIGH].tolist() == [0, 32, 32, 32]
    assert PUPILS[HIGH, 3, 0].tolist() == [7, 8, 9, *[10] * 6]
    assert PUPILS[HIGH, 3, 4].tolist() == [0, 0, 0, *[3] * 6]
    # middle: of a hundred in the villages 98 stay each year; low: 96, and 98 in a hundred enter
    assert EXPECTED[MIDDLE, :, 0, 0] == pytest.approx([10, 8.82, 7.6832, 6.588344])
    assert EXPECTED[MIDDLE, 3, 0, 8] == pytest.approx(9.41192)
    assert EXPECTED[LOW, 1, 0, :2] == pytest.approx([9 * 0.96 * 0.98, 9.6])
    # middle, a year ahead, whole: from the smallest village up points of 0, 0.618, 0.236, 0.854,
    # 0.472, 0.090 are added. V5 9 x 1.96 = 17.64; V4 8 x 2.94 = 23.52 + 0.618 = 24.14; V3 35.28 +
    # 0.236 = 35.52; V2 44.1 + 0.854 = 44.95; V1 70.56 + 0.472 = 71.03; V0 87.22 + 0.090 = 87.31
    assert PUPILS[MIDDLE, 1].sum(axis=1).tolist() == [87, 71, 44, 35, 24, 17]


def test_schools_in_three_years() -> None:
    today = layout_years(YEARS)
    # high, S0: grades 1 to 3 those who enter in V0, V1 and V3: 21, 18, 16 a year after 22;
    # 20 a grade in upper primary, 32 in junior school
    assert today.totals[HIGH, :, 0].tolist() == [222, 221, 217, 211]
    # year 3, lower primary V0 24, V1 21, V2 14, V3 10, V5 4: walk 38 + 90 + 54, ride 31 + 36
    assert today.modes[HIGH, 3].tolist() == [182, 67, 12, 4]
    assert today.first_small[HIGH, [0, 2, 3]].tolist() == [-1, 0, -1]
    assert today.first_tiny[HIGH, [0, 2, 3]].tolist() == [-1, 0, -1]
    assert today.first_over[HIGH, [0, 2]].tolist() == [-1, 0]
    assert today.holds.all()


def test_in_which_years_a_plan_holds() -> None:
    # V4 has no children: its grades 1 to 3, whom S0's bus may not bring so far, are empty in year 3
    far = layout_years(YEARS, Scenario("far", (Merge("S2", "S0"),)))
    assert far.holds.tolist() == [[False, False, False, True]] * 3
    found = [(b.year, b.finding.rule, b.finding.subject_id, b.finding.pupils)
             for b in far.breaches if b.variant == HIGH]  # fmt: skip
    assert found == [(y, "walk_limit_s.lower_primary", "V4", 9 - 3 * y) for y in range(3)]
    # of 18 who walked in V4 9 ride and 9 have no school; in year 3 9 ride
    assert far.modes[HIGH, [0, 3]].tolist() == [[180, 81, 12, 15], [173, 76, 12, 4]]
    assert far.load[HIGH, :, 0].sum(axis=1).tolist() == [231, 230, 226, 220]
    # S1's pupils overfill S0 at once, which is a warning: nothing is violated in any year
    near = layout_years(YEARS, Scenario("near", (MERGE,)))
    assert near.holds.all()
    assert near.first_over[:, 0].tolist() == [0, 0, 0]
    assert near.totals[HIGH, 0].tolist() == [306, 0, 42, 0]


# --- is it allowed


def test_rulings_of_the_merger() -> None:
    found = admissibility(COUNTY, COUNTY, NOW, MERGED, pack=pack_of(COUNTY))
    said = {r.rule: (r.subject_id, r.verdict, r.value, r.limit, r.pupils) for r in found}
    expected = {
        "way_lost": ("", "kept", 0, 0, 0),
        "lower_primary_time": ("", "kept", 840, 1800, 15),
        "lower_primary_boards": ("", "kept", 0, 0, 0),
        "upper_primary_time": ("", "kept", 1200, 2400, 27),
        "junior_time": ("", "kept", None, 2400, 0),
        # 72 riders and 42 more; how many seats the bus has is in no table
        "bus_room": ("S0", "not_shown", 114, None, 114),
        "receiver_seats": ("S0", "broken", 306, 300, 0),
        "receiver_class_size": ("S0", "kept", 34, 55, 0),
        "receiver_school_size": ("S0", "kept", 306, 2500, 0),
        "only_small": ("S1", "kept", 84, 100, 0),
        # all 42 walked to S1, and have no other school within a walk; the bus takes them all
        "only_in_reach": ("S1", "broken", 42, 0, 42),
        "no_alternative": ("S1", "kept", 0, 0, 0),
        "built_first": ("S0", "broken", 300, 306, 0),
    }
    assert {rule: said[rule] for rule in expected} == expected
    assert said["parents"][:2] == ("S1", "to_supply")
    assert said["remote_point"][:2] == said["receiver_beds"][:2] == ("", "kept")


# --- two plans in words


def test_two_plans_in_words() -> None:
    first = Scenario("plan", (MERGE, SetSeats("S2", 42), SetBus("S2", bus=True)))
    second = Scenario("plan", (Close("S1"), SetSeats("S2", 45), SetBeds("S0", 20)))
    names = scenario_names(COUNTY, first, "en")
    assert diff_lines(scenario_diff(first, second), names, "en") == [
        ("-", "without change 3: give S2 school 2 a bus"),
        ("+", "with change 3: set the beds of S0 school 0 to 20"),
        ("~", "merge S1 school 1 into S0 school 0 → close S1 school 1"),
        ("~", "set the seats of S2 school 2 to 45: seats 42 → 45"),
    ]
