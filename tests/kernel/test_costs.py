"""What a plan costs: a drawn county of three schools, every line by pencil."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import CANDIDATE, Site, Village, by_road, make_model

from schoolmap.kernel import evaluate
from schoolmap.kernel.costs import Evaluated, classes_needed, costs, funded_pupils, posts_needed
from schoolmap.model.added import AddedSite
from schoolmap.model.cost_words import FORMULA, LINE
from schoolmap.model.costs import CostLine, CostRules, Costs, cost_rules
from schoolmap.model.evaluation import BOARD
from schoolmap.model.extending import extended
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.scenario import Close, Merge, Open, Scenario, SetBeds, SetSeats
from schoolmap.standards import load

# Three sets of round prices.
PRICES = {
    "cost.post_yuan": {"low": 1e5, "middle": 1e5, "high": 2e5},
    "cost.posts_per_class": {"low": 1, "middle": 2, "high": 2},
    "cost.multigrade_pupils": 10,
    "cost.weeks_a_year": 40,
}
RULES = cost_rules(load([], PRICES))

#   km  0      1                         8      9
#       V0-----S0------------------------V1-----S1        S0 bus, 10 beds; S1 a school of grades 1-6
# V0 has 20 pupils a grade in 1 to 6, V1 has 4. S2, where V1 is, is planned and not open.
VILLAGES = (Village((20,) * 6 + (0,) * 3), Village((4,) * 6 + (0,) * 3))
SITES = (
    Site((1, 6), bus=True, beds=10, seats=150, has={"building_area_m2": 1200}),
    Site((1, 6), seats=50, has={"building_area_m2": 300.5, "land_area_m2": 2000}),
    Site((1, 6), status=CANDIDATE, seats=90, has={}),
)
WAYS = {
    (0, 0): by_road(1000),
    (0, 1): by_road(9000),
    (1, 0): by_road(8000),
    (1, 1): by_road(1000),
    (1, 2): by_road(1000),
}
COUNTY = make_model(VILLAGES, SITES, WAYS)
MERGED = Scenario("merge", (Merge("S1", "S0"),))


def compared(plan: Scenario, model: LayoutModel = COUNTY, rules: CostRules = RULES) -> Costs:
    return costs(Evaluated(model, evaluate(model)), Evaluated(model, evaluate(model, plan)), rules)


def line(found: Costs, name: str) -> CostLine:
    (mine,) = [one for one in found.lines if one.id == name]
    return mine


@pytest.mark.parametrize(
    ("roll", "classes"),
    [
        ((20, 20, 20, 20, 20, 20), 6),
        ((46, 45, 0, 0, 0, 0), 3),
        ((4, 4, 4, 4, 4, 4), 3),  # 8, 8, 8: a third grade would make 12
        ((5, 5, 5, 5, 0, 0), 2),
        ((3, 0, 3, 4, 0, 0), 1),  # grades without pupils are in nobody's way
        ((3, 11, 3, 0, 0, 0), 3),  # 11 alone stands between
        ((10, 1, 9, 0, 0, 0), 2),
        ((0, 0, 0, 0, 0, 0), 0),
        ((45 + 1e-12, 0, 0, 0, 0, 0), 1),
        ((0.5, 0.4, 0, 0, 0, 0), 1),
    ],
)
def test_classes(roll: tuple[float, ...], classes: int) -> None:
    assert classes_needed(roll, class_limit=45, multigrade_pupils=10) == classes


def test_every_grade_of_its_own() -> None:
    assert classes_needed((4,) * 6, class_limit=45, multigrade_pupils=0) == 6


def test_posts_by_ratio_or_by_class() -> None:
    now = Evaluated(COUNTY, evaluate(COUNTY))
    # S0: 120 / 19 = 6.32 or 6 classes; S1: 24 / 19 = 1.26 or 3 classes
    low, middle, _ = RULES.sets
    assert posts_needed(now, RULES, low) == pytest.approx(120 / 19 + 3)
    assert posts_needed(now, RULES, middle) == pytest.approx(12 + 6)


def test_small_schools_are_funded_for_the_floor() -> None:
    now = Evaluated(COUNTY, evaluate(COUNTY))
    assert funded_pupils(now, RULES, "primary") == 120 + 100
    assert funded_pupils(now, RULES, "junior") == 0
    town = replace(COUNTY, sites=replace(COUNTY.sites, area_class=np.full(3, 111, np.int16)))
    assert funded_pupils(Evaluated(town, evaluate(town)), RULES, "primary") == 144
    through = replace(COUNTY, sites=replace(COUNTY.sites, last_grade=np.array([6, 9, 6], np.int8)))
    assert funded_pupils(Evaluated(through, evaluate(through)), RULES, "primary") == 144


def test_a_merger_line_by_line() -> None:
    found = compared(MERGED)
    # V1 rides 8 km to S0: 8000 m at 30 km/h are 960 s, within 1800 and 2400
    staff = line(found, "staff")
    assert staff.today.quantity == pytest.approx((120 / 19 + 3, 18, 18))
    # after: 144 pupils, 24 a grade: 144 / 19 = 7.58 or six classes
    assert staff.plan.quantity == pytest.approx((144 / 19, 12, 12))
    assert staff.change == (-173_684, -600_000, -1_200_000)
    assert staff.bounds == (-1_200_000, -600_000, -173_684)
    fund = line(found, "operating_fund.primary")
    assert (fund.today.quantity[1], fund.plan.quantity[1]) == (220, 144)
    assert fund.change == (-76 * 650, -76 * 720, -76 * 845)
    # 24 riders x 8 km x 10 ways x 40 weeks = 76,800 pupil-km
    rides = line(found, "rides")
    assert rides.plan.quantity == (76_800,) * 3
    assert rides.change == (46_080, 76_800, 115_200)
    assert found.left_rolls == 0
    # seats: 144 on 150; nothing is built
    for name in ("seats_added", "seats_lacking", "beds_added", "beds_lacking"):
        assert line(found, name).bounds == (0, 0, 0)
    # buildings: 300.5 m2 at 500, 200 or nothing
    released = line(found, "released_buildings")
    assert released.change == (-150_250, -60_100, 0)
    assert (found.released.schools, found.released.building_area_m2) == (1, 300.5)
    assert (found.released.land_area_m2, found.released.unknown_buildings) == (2000, 0)
    total = found.total("year")
    mine = [one.bounds for one in found.lines if one.period == "year"]
    assert total == tuple(sum(b[k] for b in mine) for k in range(3))
    assert found.total("once") == (-150_250, -60_100, 0)


def test_boarders_by_pencil() -> None:
    # without the bus V1's lower grades have no way; its 12 pupils of grades 4 to 6 board: 10 beds
    no_bus = replace(COUNTY, sites=replace(COUNTY.sites, bus=np.zeros(3, dtype=bool)))
    found = compared(MERGED, no_bus)
    after = evaluate(no_bus, MERGED)
    assert after.indicators["pupils_board"].value == 12
    assert line(found, "boarder_fund").change == (2400, 3600, 3600)
    # a fifth, three tenths or half of them get 1000 yuan
    assert line(found, "boarder_support.primary").change == (2400, 3600, 6000)
    assert line(found, "boarder_support.junior").change == (0, 0, 0)
    # one carer, for there is one school with boarders
    assert line(found, "carers").change == (30_000, 40_000, 50_000)
    # 12 x 8 km x 2 ways x 40 weeks = 7680 pupil-km, at nothing, 0.3 or 0.6
    assert line(found, "boarder_rides").plan.quantity[0] == 7680
    assert line(found, "boarder_rides").change == (0, 2304, 4608)
    # V1's grades 1 to 3 have no way to school now: what is not spent on them is no saving
    assert found.left_rolls == 12
    # two beds are missing; 5, 6 or 8 m2 at 2200, 3200 or 4800 yuan
    assert line(found, "beds_lacking").change == (22_000, 38_400, 76_800)
    assert line(compared(Scenario("beds", (*MERGED.changes, SetBeds("S0", 12))), no_bus),
                "beds_lacking").change == (0, 0, 0)  # fmt: skip


def test_what_is_built() -> None:
    more = compared(Scenario("more", (SetSeats("S0", 180), SetBeds("S0", 30), SetSeats("S1", 20))))
    assert line(more, "seats_added").plan.quantity == (30,) * 3
    assert line(more, "beds_added").plan.quantity == (20,) * 3
    # 24 pupils on 20 seats at S1
    assert line(more, "seats_lacking").plan.quantity == pytest.approx((4,) * 3)
    assert line(more, "seats_added").change == tuple(
        int(30 * a * b + 0.5) for a, b in ((6.6, 2200), (8.3, 3200), (10.0, 4800))
    )
    opened = compared(Scenario("open", (Open("S2"),)))
    assert line(opened, "seats_added").plan.quantity == (90,) * 3


def test_a_new_school_is_built_with_all_it_has() -> None:
    one, none = np.array([1]), np.array([-1], dtype=np.int32)
    door = np.array([10], dtype=np.int32)
    new = AddedSite("N1", "new", (111.0, 36.0), 0, 0, 0, one, door, door, none, none,
                    np.array([1]), door)  # fmt: skip
    plan = Scenario("new", (Open("N1", "new", 111.0, 36.0, "1-6", seats=30, beds=12), Close("S1")))
    after = evaluate(COUNTY, plan, added=(new,))
    found = costs(
        Evaluated(COUNTY, evaluate(COUNTY)), Evaluated(extended(COUNTY, [new]), after), RULES
    )
    assert line(found, "seats_added").plan.quantity == (30,) * 3
    assert line(found, "beds_added").plan.quantity == (12,) * 3
    assert found.released.schools == 1
    assert found.left_rolls == 0


def test_a_school_that_stands_is_not_built_again() -> None:
    closed = replace(COUNTY, sites=replace(COUNTY.sites, status=np.array([0, 2, 1], np.int8)))
    again = compared(Scenario("again", (Open("S1"),)), closed)
    assert line(again, "seats_added").plan.quantity == (0,) * 3
    larger = compared(Scenario("again", (Open("S1", seats=60),)), closed)
    assert line(larger, "seats_added").plan.quantity == (10,) * 3


def test_unknown_seats_and_areas_are_counted_not_guessed() -> None:
    sites = replace(COUNTY.sites, seats=np.array([150, UNKNOWN, UNKNOWN]))
    unknown = replace(COUNTY, sites=sites)
    found = compared(Scenario("s", (SetSeats("S1", 60), Open("S2"))), unknown)
    assert line(found, "seats_added").plan.quantity == (0,) * 3
    assert line(found, "seats_added").unknown == 2
    gone = compared(Scenario("c", (Close("S0"),)))
    assert gone.released.land_area_m2 is None
    assert gone.released.unknown_land == 1


def test_private_schools_are_not_the_countys() -> None:
    private = replace(COUNTY, sites=replace(COUNTY.sites, private=np.array([False, True, False])))
    found = compared(Scenario("close", (Close("S1"),)), private)
    assert found.released.schools == 0
    assert line(found, "staff").today.quantity[1] == 12  # S0 takes all 144 in six classes


@given(st.lists(st.sampled_from(
    [Close("S1"), Merge("S1", "S0"), SetBeds("S0", 40), SetSeats("S0", 130), Open("S2")]
), max_size=3, unique_by=lambda c: c.school))  # fmt: skip
def test_what_is_always_so(changes: list[object]) -> None:
    found = compared(Scenario("any", tuple(changes)))  # type: ignore[arg-type]
    assert {one.id for one in found.lines} == set(LINE) == set(FORMULA)
    known = load([])
    for one in found.lines:
        least, _, most = one.bounds
        assert least <= most
        assert one.rules
        assert set(one.rules) <= set(known)
        assert one.period == "year" or one.today.yuan == (0, 0, 0)
    if not changes:
        assert all(one.bounds == (0, 0, 0) for one in found.lines)
        assert found.total("year") == found.total("once") == (0, 0, 0)


def test_by_hand_on_a_township() -> None:
    import schoolmap as sm
    from schoolmap.cli.commands import bundled_study

    model = sm.prepare(sm.read_study(bundled_study("zuomu")))
    now = evaluate(model)
    rules = cost_rules(load([]))
    found = costs(Evaluated(model, now), Evaluated(model, now), rules)
    # every school is rural, of primary grades: three of them, 417 pupils, all above the floor
    assert line(found, "operating_fund.primary").today.quantity[1] == 417
    boards = now.assignment.mode == BOARD
    length = np.where(boards, model.od.ride_length_m[now.assignment.row], 0)
    metres = int((model.villages.pupils * length).sum())
    assert line(found, "boarder_rides").today.quantity[1] == metres * 2 * 39 / 1000
