"""Who goes where, and how (DESIGN §4, assignment and mode)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import (
    CANDIDATE,
    CLOSED,
    NO_RIDE,
    OPEN,
    Site,
    Village,
    Way,
    by_road,
    drawn,
    make_model,
    with_status,
)

from schoolmap.kernel.assignment import assign
from schoolmap.kernel.state import today
from schoolmap.model.evaluation import BOARD, MODES, REASONS, RIDE, UNSERVED, WALK, Assignment
from schoolmap.model.journeys import walk_seconds
from schoolmap.model.layout import LayoutModel

PRIMARY, JUNIOR = Site((1, 6)), Site((7, 9), type_code=311)
LOWER, UPPER, JUNIOR_GRADE = 1, 4, 7


def of(model: LayoutModel) -> Assignment:
    return assign(model, today(model))


def told(model: LayoutModel, village: int = 0, grade: int = LOWER) -> tuple[int, str, str]:
    """Site, mode and reason of a village's pupils of a grade."""
    found = of(model)
    at = (village, grade - 1)
    mode, reason = MODES[found.mode[at]], REASONS[found.reason[at]]
    row = int(found.row[at])
    if row >= 0:
        assert model.od.destination[row] == found.site[at]
        assert model.od.indptr[village] <= row < model.od.indptr[village + 1]
    return int(found.site[at]), mode, reason


def one(*sites: Site, ways: dict[int, Way], village: Village | None = None, **rules: object):  # noqa: ANN201
    """A county of one village."""
    od = {(0, j): way for j, way in ways.items()}
    return make_model([village or Village()], sites, od, **rules)


# --- the drawn county, village by village


def test_the_drawn_county() -> None:
    model = drawn()
    expected = {
        # V0, 1 km from S0; its junior school is beyond the cut-off
        (0, LOWER): (0, "walk", ""),
        (0, UPPER): (0, "walk", ""),
        (0, JUNIOR_GRADE): (-1, "unserved", "beyond_cutoff"),
        # V1, as near to S0 as to S1: the lower index
        (1, LOWER): (0, "walk", ""),
        (1, UPPER): (0, "walk", ""),
        # V2: S1 is nearer but too far on foot; S0 has the bus (840 s); junior boards
        (2, LOWER): (0, "ride", ""),
        (2, UPPER): (0, "ride", ""),
        (2, JUNIOR_GRADE): (2, "board", ""),
        # V3 lives at its junior school; primary schools are beyond the cut-off
        (3, LOWER): (-1, "unserved", "beyond_cutoff"),
        (3, JUNIOR_GRADE): (2, "walk", ""),
        # V4 has no road
        (4, LOWER): (-1, "unserved", "no_road_within_limit"),
        (4, JUNIOR_GRADE): (-1, "unserved", "no_road_within_limit"),
    }
    assert {key: told(model, *key) for key in expected} == expected


def test_grades_of_a_band_may_go_apart() -> None:
    # S0 serves 1-2, S1 1-6 and is farther
    model = one(Site((1, 2)), PRIMARY, ways={0: by_road(500), 1: by_road(900)})
    assert [told(model, 0, g)[0] for g in (1, 2, 3, 4)] == [0, 0, 1, 1]


def test_bands_follow_the_rules() -> None:
    # a 5+4 system: grade 6 is junior; on foot 2500 m take 2000 s (junior), 2273 s (upper)
    five_four = {"grades.upper_primary": "4-5", "grades.junior": "6-9"}
    model = one(Site((1, 9)), ways={0: Way(2500)}, **five_four, **{"walk_limit_s.junior": 2000})
    assert told(model, 0, 5)[1] == "walk"
    assert told(model, 0, 6)[1] == "walk"
    strict = one(Site((1, 9)), ways={0: Way(2500)}, **five_four, **{"walk_limit_s.junior": 1999})
    assert told(strict, 0, 5)[1] == "walk"
    assert told(strict, 0, 6)[1] == "unserved"


# --- walking


@pytest.mark.parametrize(
    ("grade", "walk_s", "mode"),
    [
        (LOWER, 1800, "walk"),  # 1.0 m/s, 1800 s: the limit is within
        (LOWER, 1801, "unserved"),
        (UPPER, 2640, "walk"),  # 2640 / 1.1 = 2400
        (UPPER, 2641, "unserved"),  # 2400.9: 2401
        (JUNIOR_GRADE, 3000, "walk"),  # 3000 / 1.25 = 2400
        (JUNIOR_GRADE, 3001, "unserved"),  # 2400.8: 2401
    ],
)
def test_the_walking_limit_is_inclusive_at_the_bands_speed(
    grade: int, walk_s: int, mode: str
) -> None:
    assert told(one(Site((1, 9)), ways={0: Way(100, walk_s=walk_s)}), 0, grade)[1] == mode


def test_walking_seconds_are_rounded_half_up() -> None:
    model = one(Site((1, 9)), ways={0: Way(1, walk_s=11)}, **{"walk_speed_m_s.junior": 2.0})
    assert walk_seconds(model.od.walk_ref_s, model.rules.bands[2]).tolist() == [6]  # 5.5
    assert walk_seconds(model.od.walk_ref_s, model.rules.bands[1]).tolist() == [10]  # 10.0


def test_it_is_time_that_is_walked_not_length() -> None:
    model = one(PRIMARY, PRIMARY, ways={0: Way(900, walk_s=1200), 1: Way(1100, walk_s=1100)})
    assert told(model)[0] == 1


def test_ties_go_to_the_lower_index() -> None:
    ways = {0: by_road(1000), 1: by_road(900), 2: by_road(900)}
    assert told(one(PRIMARY, PRIMARY, PRIMARY, ways=ways))[0] == 1
    far = {j: by_road(5000) for j in range(3)}
    assert told(one(PRIMARY, Site(bus=True), Site(bus=True), ways=far))[:2] == (1, "ride")
    assert told(one(PRIMARY, Site(beds=1), Site(beds=1), ways=far), 0, UPPER)[:2] == (1, "board")
    assert told(one(PRIMARY, PRIMARY, PRIMARY, ways=far))[:2] == (0, "unserved")


# --- riding and boarding


@pytest.mark.parametrize(("ride_s", "mode"), [(1800, "ride"), (1801, "unserved")])
def test_the_riding_limit_is_inclusive(ride_s: int, mode: str) -> None:
    assert told(one(Site(bus=True), ways={0: Way(9000, ride_s=ride_s)}))[1] == mode


def test_only_a_school_with_a_bus_is_ridden_to() -> None:
    ways = {0: by_road(4000), 1: by_road(8000)}
    assert told(one(Site(), Site(bus=True), ways=ways))[:2] == (1, "ride")


def test_who_can_walk_does_not_ride() -> None:
    # the bus to S1 would be quicker than the walk to S0
    ways = {0: Way(1700), 1: Way(1750, ride_s=60)}
    assert told(one(Site(), Site(bus=True), ways=ways))[:2] == (0, "walk")


def test_boarding_goes_to_the_quickest_ride_not_to_the_nearest_on_foot() -> None:
    ways = {0: Way(9000, ride_s=5000), 1: Way(9500, ride_s=4000), 2: Way(8000, ride_s=3000)}
    sites = (Site(beds=5), Site(beds=5), Site(beds=0))
    assert told(one(*sites, ways=ways), 0, UPPER)[:2] == (1, "board")


def test_boarding_needs_a_ride() -> None:
    # FORMATS, fine print
    assert told(one(Site(beds=5), ways={0: Way(9000)}), 0, UPPER) == (0, "unserved", "no_beds")


def test_a_ride_of_no_seconds_is_a_ride() -> None:
    assert told(one(Site(bus=True), ways={0: Way(0, walk_s=2000, ride_s=0)}))[1] == "ride"


@pytest.mark.parametrize(
    ("rules", "grade", "before", "after"),
    [
        ({"walk_limit_s.lower_primary": 2000}, LOWER, "ride", "walk"),
        ({"walk_speed_m_s.lower_primary": 1.2}, LOWER, "ride", "walk"),
        ({"ride_limit_s.lower_primary": 239}, LOWER, "ride", "unserved"),
        (
            {"ride_limit_s.lower_primary": 239, "may_board.lower_primary": True},
            LOWER,
            "ride",
            "board",
        ),
        ({"walk_limit_s.upper_primary": 1817}, UPPER, "walk", "ride"),
        ({"walk_limit_s.junior": 1599}, JUNIOR_GRADE, "walk", "ride"),
        (
            {"walk_limit_s.junior": 1599, "ride_limit_s.junior": 239},
            JUNIOR_GRADE,
            "walk",
            "board",
        ),
    ],
)
def test_limits_and_speeds_change_the_mode(
    rules: dict[str, object], grade: int, before: str, after: str
) -> None:
    # 2000 m: 2000 s (lower), 1818 s (upper), 1600 s (junior); ride 240 s; bus and beds
    site, ways = Site((1, 9), beds=9, bus=True), {0: by_road(2000)}
    assert told(one(site, ways=ways), 0, grade)[1] == before
    assert told(one(site, ways=ways, **rules), 0, grade)[1] == after


# --- which sites count


@pytest.mark.parametrize("status", [CANDIDATE, CLOSED])
def test_only_open_sites_count(status: int) -> None:
    ways = {0: by_road(100), 1: by_road(900)}
    assert told(one(Site(status=status), Site(), ways=ways))[0] == 1


def test_private_schools_take_part_only_if_told() -> None:
    ways = {0: by_road(100), 1: by_road(900)}
    sites = (Site(private=True), Site())
    assert told(one(*sites, ways=ways))[0] == 1
    assert told(one(*sites, ways=ways, assign_private=True))[0] == 0


# --- why a pupil is unserved, in the order of DESIGN §4

ISOLATED = Village(component=-1)


@pytest.mark.parametrize(
    ("model", "grade", "reason"),
    [
        (one(PRIMARY, ways={}, village=ISOLATED), LOWER, "no_road_within_limit"),
        # a site without a road counts so too
        (one(Site(component=-1), ways={}), LOWER, "no_road_within_limit"),
        # and it comes before there being no site for the grade
        (one(PRIMARY, ways={}, village=ISOLATED), JUNIOR_GRADE, "no_road_within_limit"),
        (one(Site(component=1), ways={}), LOWER, "other_component"),
        # one school on another component, one without a road
        (one(Site(component=1), Site(component=-1), ways={}), LOWER, "other_component"),
        (one(PRIMARY, ways={}), LOWER, "beyond_cutoff"),
        # of two schools one is on the village's component: it is the distance that fails
        (one(Site(component=1), Site(component=0), ways={}), LOWER, "beyond_cutoff"),
        (one(PRIMARY, ways={0: by_road(100)}), JUNIOR_GRADE, "no_site_for_grade"),
        (one(Site(status=CLOSED), ways={0: by_road(100)}), LOWER, "no_site_for_grade"),
        (one(PRIMARY, ways={0: by_road(9000)}), LOWER, "band_may_not_board"),
        # beds do not help a band that may not board
        (one(Site(beds=9), ways={0: by_road(9000)}), LOWER, "band_may_not_board"),
        (one(PRIMARY, ways={0: by_road(9000)}), UPPER, "no_beds"),
    ],
)
def test_reasons(model: LayoutModel, grade: int, reason: str) -> None:
    site, mode, found = told(model, 0, grade)
    assert (mode, found) == ("unserved", reason)
    # listed at the site of least walking time where there is one
    assert (site >= 0) == (reason in ("band_may_not_board", "no_beds"))


def test_the_unserved_are_listed_at_the_nearest_site() -> None:
    ways = {0: by_road(9000), 1: by_road(8000)}
    assert told(one(PRIMARY, PRIMARY, ways=ways))[:2] == (1, "unserved")


# --- designated schools

TWO = {0: by_road(900), 1: by_road(5000)}


def bound_to(site: int) -> Village:
    return Village(designated=(site, site, site))


@pytest.mark.parametrize(
    ("site", "way", "grade", "expected"),
    [
        (Site((1, 9)), by_road(1700), LOWER, (1, "walk", "")),
        (Site((1, 9), bus=True), by_road(5000), LOWER, (1, "ride", "")),
        (Site((1, 9), beds=3), by_road(5000), UPPER, (1, "board", "")),
        # there is a school next door, but the village belongs to S1
        (Site((1, 9)), by_road(5000), LOWER, (1, "unserved", "band_may_not_board")),
        (Site((1, 9)), by_road(5000), UPPER, (1, "unserved", "no_beds")),
        # bus and beds elsewhere do not help
        (Site((1, 9), bus=True, beds=3), Way(5000), UPPER, (1, "unserved", "no_beds")),
        (Site((1, 9), bus=True), Way(90_000, ride_s=2401), UPPER, (1, "unserved", "no_beds")),
    ],
)
def test_a_designated_school_takes_its_pupils_in_the_first_mode_possible(
    site: Site, way: Way, grade: int, expected: tuple[int, str, str]
) -> None:
    nearer = Site((1, 9), bus=True, beds=9)
    model = one(nearer, site, ways={0: by_road(900), 1: way}, village=bound_to(1))
    assert told(model, 0, grade) == expected


@pytest.mark.parametrize(
    "site",
    [Site(status=CLOSED), Site(status=CANDIDATE), Site(private=True), Site((7, 9))],
    ids=["closed", "candidate", "private", "other grades"],
)
def test_a_designated_school_that_cannot_take_them_falls_to_the_nearest_rule(site: Site) -> None:
    model = one(PRIMARY, site, ways={0: by_road(900), 1: by_road(100)}, village=bound_to(1))
    assert told(model) == (0, "walk", "")


def test_a_designated_private_school_takes_them_where_private_ones_take_part() -> None:
    model = one(PRIMARY, Site(private=True), ways=TWO, village=bound_to(1), assign_private=True)
    assert told(model)[:2] == (1, "unserved")


@pytest.mark.parametrize(
    ("site", "village", "reason"),
    [
        (Site(component=-1), Village(designated=(1, 1, 1)), "no_road_within_limit"),
        (Site(), Village(designated=(1, 1, 1), component=-1), "no_road_within_limit"),
        (Site(component=1), Village(designated=(1, 1, 1)), "other_component"),
        (Site(), Village(designated=(1, 1, 1)), "beyond_cutoff"),
    ],
)
def test_a_designated_school_without_a_row_keeps_its_pupils_unserved(
    site: Site, village: Village, reason: str
) -> None:
    model = one(PRIMARY, site, ways={0: by_road(900)}, village=village)
    assert told(model) == (1, "unserved", reason)
    # also where there is no row at all
    empty = one(PRIMARY, site, ways={}, village=village)
    assert told(empty) == (1, "unserved", reason)


def test_a_designation_is_by_band() -> None:
    village = Village(designated=(1, -1, -1))
    ways = {0: by_road(500), 1: by_road(900)}
    model = one(Site((1, 9)), Site((1, 9)), ways=ways, village=village)
    assert [told(model, 0, g)[0] for g in (LOWER, UPPER, JUNIOR_GRADE)] == [1, 0, 0]


def test_a_county_without_schools_or_villages() -> None:
    none = one(ways={})
    assert told(none) == (-1, "unserved", "no_site_for_grade")
    assert of(make_model([], [PRIMARY], {})).site.shape == (0, 9)


# --- properties


@st.composite
def counties(draw: st.DrawFn, *, designate: bool = False) -> LayoutModel:
    n_village, n_site = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    spans = st.sampled_from([(1, 6), (1, 3), (7, 9), (1, 9), (4, 6)])
    sites = [
        Site(
            draw(spans),
            bus=draw(st.booleans()),
            beds=draw(st.sampled_from([0, 0, 3])),
            status=draw(st.sampled_from([OPEN, OPEN, OPEN, CANDIDATE, CLOSED])),
            private=draw(st.sampled_from([False, False, True])),
            component=draw(st.sampled_from([0, 0, 1, -1])),
        )
        for _ in range(n_site)
    ]
    chosen = st.integers(-1, n_site - 1) if designate else st.just(-1)
    villages = [
        Village(
            draw(st.tuples(*(st.integers(0, 4),) * 9)),
            township=draw(st.sampled_from(["", "A", "B"])),
            area=draw(st.sampled_from([0, 111, 121, 220])),
            component=draw(st.sampled_from([0, 0, 1, -1])),
            designated=draw(st.tuples(chosen, chosen, chosen)),
        )
        for _ in range(n_village)
    ]
    seconds = st.sampled_from([0, 500, 1800, 1801, 2640, 5000, 20_000])
    od = {
        (i, j): Way(draw(seconds), draw(seconds), draw(st.one_of(st.just(NO_RIDE), seconds)))
        for i in range(n_village)
        for j in range(n_site)
        if villages[i].component == sites[j].component >= 0 and draw(st.integers(0, 4)) > 0
    }
    return make_model(villages, sites, od)


def by_hand(model: LayoutModel, village: int, grade: int) -> tuple[int, int]:
    """Site and mode again, in plain Python, straight from DESIGN §4."""
    band = next(b for b in model.rules.bands if b.first <= grade <= b.last)
    index = model.rules.bands.index(band)
    s = model.sites
    serving = [
        j
        for j in range(len(s))
        if s.status[j] == OPEN and not s.private[j] and s.first_grade[j] <= grade <= s.last_grade[j]
    ]
    row = {j: model.od.row(village, j) for j in range(len(s))}

    def walk(j: int) -> int:
        return int(np.floor(model.od.walk_ref_s[row[j]] / band.walk_speed_m_s + 0.5))

    def ride(j: int) -> int:
        return int(model.od.ride_s[row[j]])

    own = int(model.villages.designated[village, index])
    bound = own in serving
    pool = [j for j in ([own] if bound else serving) if row[j] >= 0]
    walkers = sorted((walk(j), j) for j in pool)
    if walkers and walkers[0][0] <= band.walk_limit_s:
        return walkers[0][1], WALK
    riders = sorted((ride(j), j) for j in pool if s.bus[j] and ride(j) != NO_RIDE)
    if riders and riders[0][0] <= band.ride_limit_s:
        return riders[0][1], RIDE
    boarders = sorted((ride(j), j) for j in pool if s.beds[j] > 0 and ride(j) != NO_RIDE)
    if boarders and band.may_board:
        return boarders[0][1], BOARD
    return (own if bound else walkers[0][1] if walkers else -1), UNSERVED


@given(counties(designate=True))
@settings(max_examples=80)
def test_assignment_is_the_rule_in_plain_python(model: LayoutModel) -> None:
    found = of(model)
    for village in range(len(model.villages)):
        for grade in range(1, 10):
            at = (village, grade - 1)
            assert (found.site[at], found.mode[at]) == by_hand(model, village, grade)
            assert (found.reason[at] == 0) == (found.mode[at] != UNSERVED)


@given(counties(), st.data())
@settings(max_examples=60)
def test_closing_a_school_makes_nobody_better_off(model: LayoutModel, data: st.DataObject) -> None:
    shut = data.draw(st.integers(0, len(model.sites) - 1))
    before, after = of(with_status(model, shut, OPEN)), of(with_status(model, shut, CLOSED))
    assert (after.mode >= before.mode).all()
    same = (after.mode == before.mode) & (after.row >= 0) & (before.row >= 0)
    for band in model.rules.bands:
        for grade in band.grades:
            col = grade - 1
            for i in np.flatnonzero(same[:, col]):
                on_wheels = after.mode[i, col] in (RIDE, BOARD)
                cost = model.od.ride_s if on_wheels else walk_seconds(model.od.walk_ref_s, band)
                assert cost[after.row[i, col]] >= cost[before.row[i, col]]


@given(counties(designate=True), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_villages_does_not_matter(model: LayoutModel, random) -> None:  # noqa: ANN001
    order = list(range(len(model.villages)))
    random.shuffle(order)
    v = model.villages
    mixed = replace(
        v,
        pupils=v.pupils[order],
        designated=v.designated[order],
        component=v.component[order],
    )
    rows = np.concatenate([np.arange(*model.od.indptr[i : i + 2]) for i in order]).astype(int)
    od = replace(
        model.od,
        indptr=np.concatenate(([0], np.cumsum(np.diff(model.od.indptr)[order]))),
        **{
            name: getattr(model.od, name)[rows]
            for name in ("destination", "length_m", "walk_ref_s", "ride_s", "ride_length_m")
        },
    )
    base, found = of(model), of(replace(model, villages=mixed, od=od))
    for name in ("site", "mode", "reason"):
        assert np.array_equal(getattr(found, name), getattr(base, name)[order])


def test_large_times_do_not_wrap() -> None:
    # seconds near the end of int32: nothing is added to them in int32
    big = 2**31 - 2
    model = one(Site(bus=True), ways={0: Way(big, ride_s=big)})
    assert told(model) == (0, "unserved", "band_may_not_board")
