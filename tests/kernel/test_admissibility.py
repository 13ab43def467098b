"""Rules of the national pack, each worked out by pencil on the county of `paper`."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.kernel.paper import (
    CENTRE,
    CLOSE,
    DAY,
    MERGE,
    POINT,
    VILLAGES,
    WAYS,
    county,
    pack_of,
    rulings,
    said,
    with_between,
    with_sites,
)
from tests.worlds import Site, Village, by_road, make_model

from schoolmap.kernel import evaluate
from schoolmap.kernel.admissibility import JUDGES, admissibility
from schoolmap.model.added import AddedSite
from schoolmap.model.extending import extended
from schoolmap.model.hearing import (
    Approval,
    Built,
    Evidence,
    Hearing,
    Paper,
    Publicity,
    Session,
    Vote,
)
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import RESOURCE_INDEX
from schoolmap.model.ruling import BODIES, KINDS, Judgement, Ruling
from schoolmap.model.ruling_words import ruling_text
from schoolmap.model.scenario import (
    Change,
    Close,
    Open,
    Scenario,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
)
from schoolmap.standards.packs import parse_pack, rule_pack

BUS_CENTRE = replace(CENTRE, bus=True)
PAPER = Paper(reference="验收单")


def test_every_kind_has_its_judge() -> None:
    assert set(JUDGES) == set(KINDS)


def test_a_plan_that_changes_nothing_keeps_every_rule() -> None:
    found = rulings(county())
    assert {r.verdict for r in found} == {"kept"}
    assert [r.rule for r in found] == [rule.id for rule in pack_of(county()).rules]


def test_every_rule_says_something_of_every_plan() -> None:
    for changes in ((CLOSE,), (MERGE,), (SetBus("S1", bus=True),)):
        model = county()
        assert {r.rule for r in rulings(model, *changes)} == {r.id for r in pack_of(model).rules}


# --- travel


def test_pupils_who_lose_the_way_to_school() -> None:
    # no bus, no beds: V0 has 4 km (4000 s, upper primary 3636 s), V1 2000 s or 1818 s
    found = rulings(county(), CLOSE, rule="way_lost")
    assert said(found) == [
        ("V0", "broken", 6, 0, "lower_primary:band_may_not_board"),
        ("V0", "broken", 6, 0, "upper_primary:no_beds"),
        ("V1", "broken", 9, 0, "lower_primary:band_may_not_board"),
    ]
    assert {r.severity for r in found} == {"violation"}
    assert said(rulings(county(centre=BUS_CENTRE), CLOSE, rule="way_lost")) == [
        ("", "kept", 0, 0, "")
    ]


def test_lower_primary_within_half_an_hour() -> None:
    # on foot 4000 and 2000 s; by bus 480 and 240 s
    found = rulings(county(), CLOSE, rule="lower_primary_time")
    assert said(found) == [
        ("V0", "broken", 4000, 1800, "lower_primary:unserved"),
        ("V1", "broken", 2000, 1800, "lower_primary:unserved"),
    ]
    assert [r.pupils for r in found] == [6, 9]
    (kept,) = rulings(county(centre=BUS_CENTRE), CLOSE, rule="lower_primary_time")
    assert (kept.verdict, kept.value, kept.pupils) == ("kept", 480, 15)


def test_half_an_hour_holds_whatever_limit_a_plan_tries() -> None:
    tried = {"walk_limit_s.lower_primary": 3600}
    # V1 walks 2000 s, allowed under the plan's own limit, not under the law's
    assert said(rulings(county(), CLOSE, rule="lower_primary_time", rules=tried)) == [
        ("V0", "broken", 4000, 1800, "lower_primary:unserved"),
        ("V1", "broken", 2000, 1800, "lower_primary:walk"),
    ]


def test_upper_primary_is_held_to_the_countys_walking_limit() -> None:
    # V0: 4000 m at 1.1 m/s are 3636 s; V1 1818 s is within 2400
    (found,) = rulings(county(), CLOSE, rule="upper_primary_time")
    assert said([found]) == [("V0", "broken", 3636, 2400, "upper_primary:unserved")]


def test_who_was_too_far_already_and_gets_no_farther_is_not_the_plans_doing() -> None:
    # V0 walks 3000 s to S0 or 2900 s to S1 under a limit of an hour; S0 closes
    ways = {(0, 0): by_road(2800), (0, 1): by_road(2900)}
    villages = (Village((1,) * 6 + (0,) * 3),)
    loose = {"walk_limit_s.lower_primary": 3600, "walk_limit_s.upper_primary": 3600}
    worse = make_model(villages, (POINT, CENTRE), ways, **loose)
    assert [(r.verdict, r.new) for r in rulings(worse, CLOSE, rule="lower_primary_time")] == [
        ("broken", True)
    ]
    nearer = make_model(villages, (POINT, CENTRE), {**ways, (0, 1): by_road(2800)}, **loose)
    found = rulings(nearer, CLOSE, rule="lower_primary_time")
    assert [(r.subject_id, r.verdict, r.severity, r.new) for r in found] == [
        ("V0", "broken", "note", False),
        ("", "kept", "warning", True),
    ]


def test_lower_primary_does_not_board_even_where_a_plan_allows_it() -> None:
    model = county(centre=replace(CENTRE, beds=50))
    tried = {"may_board.lower_primary": True}
    assert said(rulings(model, CLOSE, rule="lower_primary_boards", rules=tried)) == [
        ("V0", "broken", 6, 0, "lower_primary"),
        ("V1", "broken", 9, 0, "lower_primary"),
    ]
    assert said(rulings(model, CLOSE, rule="lower_primary_boards")) == [("", "kept", 0, 0, "")]


def test_bus_seats() -> None:
    # 12 of V0 ride and the 9 of V1 in lower primary; the 9 in upper primary walk 1818 s
    model = county(centre=BUS_CENTRE)
    assert said(rulings(model, CLOSE, rule="bus_room")) == [
        ("S1", "not_shown", 21, None, "bus_seats_unknown")
    ]
    seated = with_sites(model, bus_seats=[-1, 21])
    assert said(rulings(seated, CLOSE, rule="bus_room")) == [("S1", "kept", 21, 21, "")]
    tight = with_sites(model, bus_seats=[-1, 10])
    assert said(rulings(tight, CLOSE, rule="bus_room")) == [("S1", "to_supply", 21, 10, "trips:3")]
    more = Hearing(built=(Built("S1", "bus_seats", 30, DAY, PAPER),))
    assert said(rulings(tight, CLOSE, rule="bus_room", hearing=more)) == [
        ("S1", "kept", 21, 30, "")
    ]


# --- receiving schools; the roll of S1 is 30 today and 60 with the pupils of S0


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (60, ("S1", "kept", 60, 60, "")),
        (59, ("S1", "broken", 60, 59, "")),
        (-1, ("S1", "not_shown", 60, None, "seats_unknown")),
    ],
)
def test_receiver_seats(seats: int, expected: object) -> None:
    model = county(centre=replace(BUS_CENTRE, seats=seats))
    assert said(rulings(model, CLOSE, rule="receiver_seats")) == [expected]


@pytest.mark.parametrize(
    ("classes", "seats", "expected"),
    [
        (6, 90, ("kept", 10, "")),
        (1, 60, ("to_supply", 60, "more_classes:1")),  # has the seats, so it has the rooms
        (1, 50, ("broken", 60, "more_classes:1")),
        (-1, 90, ("not_shown", None, "classes_unknown")),
    ],
)
def test_receiver_class_size(classes: int, seats: int, expected: object) -> None:
    model = county(centre=replace(BUS_CENTRE, classes=classes, seats=seats))
    (found,) = rulings(model, CLOSE, rule="receiver_class_size")
    assert (found.verdict, found.value, found.detail) == expected
    assert found.limit == 55


def test_receiver_school_size_by_what_the_school_is() -> None:
    through = replace(BUS_CENTRE, span=(1, 9))
    small = {"school_limit.primary": 59, "school_limit.through": 60}
    primary = rulings(county(centre=BUS_CENTRE, **small), CLOSE, rule="receiver_school_size")
    assert said(primary) == [("S1", "broken", 60, 59, "primary")]
    nine = rulings(county(centre=through, **small), CLOSE, rule="receiver_school_size")
    assert said(nine) == [("S1", "kept", 60, 60, "through")]


def test_a_plan_cannot_try_its_way_out_of_a_school_that_is_too_large() -> None:
    model = county(centre=BUS_CENTRE, **{"school_limit.primary": 59})
    tried = {"school_limit.primary": 500}
    (found,) = rulings(model, CLOSE, rule="receiver_school_size", rules=tried)
    assert (found.verdict, found.limit) == ("broken", 59)


def test_lodging() -> None:
    # no bus: the 6 of V0 in upper primary board at S1 where it has beds
    def lodged(beds: int, **columns: object) -> list[list[object]]:
        model = with_sites(county(centre=replace(CENTRE, beds=beds)), **columns)
        found = rulings(model, CLOSE)
        return [
            [r.verdict, r.value, r.limit]
            for r in found
            if r.rule in {"receiver_beds", "receiver_dorm_area"}
        ]

    assert lodged(6) == [["kept", 6, 6], ["not_shown", None, 18]]
    assert lodged(5) == [["broken", 5, 6], ["not_shown", None, 18]]
    # 4 board there today as reported: 10 to lodge
    assert lodged(6, boarders=[-1, 4])[0] == ["broken", 6, 10]


@pytest.mark.parametrize(("area", "verdict"), [(18.0, "kept"), (17.9, "broken")])
def test_dormitory_area(area: float, verdict: str) -> None:
    centre = replace(CENTRE, beds=6, has={"dorm_area_m2": area})
    (found,) = rulings(county(centre=centre), CLOSE, rule="receiver_dorm_area")
    assert (found.verdict, found.value, found.limit, found.pupils) == (verdict, area, 18, 6)


@pytest.mark.parametrize(("seats", "verdict"), [(11, "kept"), (10, "broken"), (None, "not_shown")])
def test_canteen_seats_in_two_sittings(seats: int | None, verdict: str) -> None:
    # 21 ride and eat at school: 11 seats hold 22 in two sittings
    has = {} if seats is None else {"canteen_seats": seats}
    model = county(centre=replace(BUS_CENTRE, has=has))
    (found,) = rulings(model, CLOSE, rule="receiver_canteen")
    assert (found.verdict, found.value) == (verdict, 21)
    assert found.limit == (None if seats is None else 2 * seats)


def test_nothing_is_asked_of_schools_that_take_nobody_in() -> None:
    found = rulings(county(), SetBus("S1", bus=True))
    assert {r.detail for r in found if r.rule.startswith("receiver_")} == {
        "nobody_received",
        "no_more_boarders",
    }


# --- schools to keep


@pytest.mark.parametrize(("roll", "verdict"), [(99, "kept"), (100, "broken")])
def test_only_small_schools_close(roll: int, verdict: str) -> None:
    model = county(point=replace(POINT, roll=roll))
    assert said(rulings(model, CLOSE, rule="only_small")) == [("S0", verdict, roll, 100, "")]


@pytest.mark.parametrize(
    ("metres", "verdict"), [(1800, "kept"), (1801, "broken"), (None, "broken")]
)
def test_remote_teaching_points(metres: int | None, verdict: str) -> None:
    model = with_between(county(), {} if metres is None else {(0, 1): metres})
    (found,) = rulings(model, CLOSE, rule="remote_point")
    assert (found.verdict, found.value, found.limit) == (verdict, metres, 1800)
    assert found.detail == ("no_road" if metres is None else "")


def test_a_school_that_is_no_teaching_point_may_be_remote() -> None:
    model = with_between(county(point=replace(POINT, type_code=211)), {(0, 1): 9000})
    assert said(rulings(model, CLOSE, rule="remote_point")) == [
        ("", "kept", None, None, "no_point_closes")
    ]


def test_remote_by_the_walks_of_its_pupils_where_ways_between_schools_are_unknown() -> None:
    # the longest walk is that of V0: 4000 s in lower, 3636 s in upper primary
    (found,) = rulings(county(), MERGE, rule="remote_point")
    assert (found.verdict, found.value) == ("broken", 4000)


def test_the_only_school_within_a_walk() -> None:
    # V0 can walk nowhere else (12 pupils), V1 only in upper primary: 9 more
    expected = [("S0", "broken", 21, 0, "villages:2")]
    assert said(rulings(county(), CLOSE, rule="only_in_reach")) == expected
    peopled = county()
    population = peopled.villages.population.copy()
    population[:] = (100, 200, 300)
    peopled = replace(peopled, villages=replace(peopled.villages, population=population))
    assert rulings(peopled, CLOSE, rule="only_in_reach")[0].detail == "villages:2:population:300"


def test_no_other_school_to_go_to_daily() -> None:
    # a bus at S1 takes V0 and V1 daily; without one 21 have no way
    assert said(rulings(county(), CLOSE, rule="no_alternative")) == [
        ("S0", "broken", 21, 0, "villages:2")
    ]
    assert said(rulings(county(centre=BUS_CENTRE), CLOSE, rule="no_alternative")) == [
        ("S0", "kept", 0, 0, "")
    ]


def test_an_alternative_counts_whoever_is_designated() -> None:
    # S2 stands beside S0; S0 is merged into S1 all the same
    ways = {**WAYS, (0, 2): by_road(1100), (1, 2): by_road(1100)}
    model = make_model(VILLAGES, (POINT, CENTRE, Site((1, 6), seats=60)), ways)
    assert rulings(model, MERGE, rule="way_lost")[0].verdict == "broken"
    assert said(rulings(model, MERGE, rule="only_in_reach")) == [("S0", "kept", 0, 0, "")]


def test_a_school_that_gives_up_grades_ends_for_them() -> None:
    # grades 4 to 6 of V0 have no school in reach; the 9 of V1 walk to S1
    found = rulings(county(), SetGrades("S0", "1-3"), rule="only_in_reach")
    assert said(found) == [("S0", "broken", 6, 0, "villages:1")]
    assert rulings(county(), SetGrades("S0", "1-3"), rule="only_small")[0].subject_id == "S0"


def test_every_township_keeps_its_junior_school() -> None:
    schools = tuple(Site((7, 9), type_code=311, seats=90) for _ in range(3))
    model = make_model((), schools, {})
    model = with_sites(model, townships=("East", "East", "West"))
    assert said(rulings(model, Close("S0"), rule="junior_in_township")) == [
        ("East", "kept", 1, 1, "junior")
    ]
    assert said(rulings(model, Close("S2"), rule="junior_in_township")) == [
        ("West", "broken", 0, 1, "junior")
    ]
    # one that closes before another one opens in the same place
    both = rulings(model, Close("S2"), SetGrades("S1", "7-8"), rule="junior_in_township")
    assert [(r.subject_id, r.verdict) for r in both] == [("East", "kept"), ("West", "broken")]


# --- built before anything is closed


def test_what_stands_today_is_built() -> None:
    found = rulings(county(centre=replace(BUS_CENTRE, seats=60)), CLOSE, rule="built_first")
    assert said(found) == [("S1", "kept", 60, 60, "seats")]


def test_what_only_the_plan_has_is_to_be_supplied() -> None:
    model = county(centre=replace(CENTRE, seats=40))
    changes = (SetSeats("S1", 60), SetBeds("S1", 6), CLOSE)
    # 6 board; the 9 of V1 in lower primary lose their way, so 51 of the roll are left
    assert said(rulings(model, *changes, rule="built_first")) == [
        ("S1", "to_supply", 40, 45, "seats"),
        ("S1", "to_supply", 0, 6, "beds"),
    ]
    built = (Built("S1", "seats", 60, DAY, PAPER), Built("S1", "beds", 6, DAY, PAPER))
    found = rulings(model, *changes, rule="built_first", hearing=Hearing(built=built))
    assert [(r.verdict, r.value) for r in found] == [("kept", 60), ("kept", 6)]
    # an acceptance that no paper proves is none
    bare = tuple(replace(b, paper=Paper()) for b in built)
    found = rulings(model, *changes, rule="built_first", hearing=Hearing(built=bare))
    assert {r.verdict for r in found} == {"to_supply"}


def test_what_not_even_the_plan_has_is_broken() -> None:
    model = county(centre=replace(BUS_CENTRE, seats=40))
    found = rulings(model, SetSeats("S1", 59), CLOSE, rule="built_first")
    assert said(found) == [("S1", "broken", 40, 60, "seats")]


def test_a_bus_that_the_plan_buys() -> None:
    found = rulings(county(), SetBus("S1", bus=True), CLOSE, rule="built_first")
    assert said(found) == [
        ("S1", "kept", 90, 60, "seats"),
        ("S1", "to_supply", None, None, "bus"),
    ]


def test_a_school_that_opens_is_accepted_first() -> None:
    candidate = replace(BUS_CENTRE, status=1)
    model = make_model(VILLAGES, (POINT, CENTRE, candidate), {**WAYS, (0, 2): by_road(900)})
    found = rulings(model, Open("S2"), CLOSE, rule="built_first")
    assert ("S2", "to_supply", None, None, "school_opens") in said(found)
    assert ("S2", "to_supply", 0, 12, "seats") in said(found)
    accepted = Hearing(
        built=(Built("S2", "school", 0, DAY, PAPER), Built("S2", "seats", 90, DAY, PAPER))
    )
    found = rulings(model, Open("S2"), CLOSE, rule="built_first", hearing=accepted)
    assert {r.verdict for r in found if r.detail in {"school_opens", "seats"}} == {"kept"}


def test_a_school_where_none_is_listed() -> None:
    # N1 stands 500 m from V0 only; the roll of S1 does not change for it
    model = county(centre=BUS_CENTRE)
    new = AddedSite(
        id="N1",
        name="new",
        lonlat=(111.0, 36.0),
        edge=-1,
        offset_mm=-1,
        component=0,
        village=np.array([0]),
        length_m=np.array([500], dtype=np.int32),
        walk_ref_s=np.array([500], dtype=np.int32),
        ride_s=np.array([60], dtype=np.int32),
        ride_length_m=np.array([500], dtype=np.int32),
        site=np.empty(0, dtype=np.int64),
        site_walk_ref_s=np.empty(0, dtype=np.int32),
    )
    opened = Open("N1", "new", 111.0, 36.0, "1-6", 12)
    after = evaluate(model, Scenario("x", (opened, CLOSE)), added=[new])
    found = admissibility(
        model, extended(model, [new]), evaluate(model), after, pack=pack_of(model)
    )
    assert ("N1", "to_supply", None, None, "school_opens") in said(list(found))
    assert [r.value for r in found if r.rule == "receiver_seats" and r.subject_id == "N1"] == [12]
    # V0 walks there now; V1 goes on to S1
    assert said([r for r in found if r.rule == "only_in_reach"]) == [
        ("S0", "broken", 9, 0, "villages:1")
    ]


def test_rulings_name_only_what_the_model_has() -> None:
    model = county()
    known = {"", *model.sites.ids, *model.villages.ids, *model.sites.townships}
    assert {r.subject_id for r in rulings(model, MERGE)} <= known
    assert all(isinstance(r, Ruling) for r in rulings(model, MERGE))


def test_a_provinces_radius() -> None:
    # of those who go daily: V0 has 4 km by bus, V1 2 km
    model = county(centre=BUS_CENTRE)
    text = (Path(__file__).parents[2] / "docs" / "packs" / "hebei.toml").read_text("utf-8")
    file, flaws = parse_pack(tomllib.loads(text), name="hebei.toml")
    pack, unfit = rule_pack(model.standards, [file])
    assert (*flaws, *unfit) == ()
    found = rulings(model, CLOSE, rule="hebei_primary_radius", pack=pack)
    assert said(found) == [
        ("V0", "broken", 4000, 2000, "lower_primary:ride"),
        ("V0", "broken", 4000, 2000, "upper_primary:ride"),
    ]
    assert {r.unit for r in found} == {"m"}


@pytest.mark.parametrize(("seats", "expected"), [(20, ("kept", True)), (8, ("broken", False))])
def test_a_receiver_that_was_over_full_and_loses_more_than_it_takes_in(
    seats: int, expected: object
) -> None:
    # the 30 of V2 leave S1 for S2 beside them; the 9 of V1 in upper primary come from S0
    beside = Site((1, 6), status=1, seats=60, classes=6)
    centre = replace(CENTRE, seats=seats)
    model = make_model(VILLAGES, (POINT, centre, beside), {**WAYS, (2, 2): by_road(100)})
    found = rulings(model, Open("S2"), CLOSE, rule="receiver_seats")
    (mine,) = [r for r in found if r.subject_id == "S1"]
    assert (mine.value, (mine.verdict, mine.new)) == (9, expected)
    assert mine.severity == ("violation" if mine.new else "note")


def judgement(*changes: Change, hearing: Hearing | None = None, centre: Site = CENTRE) -> Judgement:
    model = county(centre=centre)
    found = tuple(rulings(model, *changes, hearing=hearing))
    return Judgement(pack_of(model), found, ())


def test_how_a_plan_stands_as_a_whole() -> None:
    assert judgement().standing == "clear"
    assert judgement(CLOSE).standing == "barred"
    assert judgement(CLOSE).verdict("way_lost") == "broken"
    # the plan is allowed by the data but for the point that is remote: make it a school
    model = with_sites(
        with_between(county(replace(POINT, type_code=211), BUS_CENTRE), {(0, 1): 1500}),
        bus_seats=[-1, 40],
    )
    model = with_sites(model, resources=_canteen(model, 30))
    assert {r.rule for r in rulings(model, CLOSE) if r.verdict == "broken"} == {"only_in_reach"}
    assert Judgement(pack_of(model), tuple(rulings(model, CLOSE)), ()).standing == "not_yet"
    whole = Judgement(pack_of(model), tuple(rulings(model, CLOSE, hearing=EVERYTHING)), ())
    assert whole.standing == "doubtful"
    assert [r.rule for r in whole.broken] == ["only_in_reach"]


def _canteen(model: LayoutModel, seats: int) -> np.ndarray:
    table = model.sites.resources.copy()
    table[1, RESOURCE_INDEX["canteen_seats"]] = seats
    return table


EVERYTHING = Hearing(
    publicity=Publicity(date(2026, 1, 1), date(2026, 1, 31), paper=PAPER),
    session=Session(date(2026, 2, 10), paper=PAPER),
    approval=Approval(date(2026, 3, 1), date(2026, 4, 1), paper=PAPER),
    votes=tuple(Vote("S0", body, DAY, 20, 5, paper=PAPER) for body in BODIES),
    evidence=tuple(
        Evidence(rule.evidence, PAPER) for rule in pack_of(county()).rules if rule.evidence
    ),
)


def test_who_has_no_school_before_and_after_is_not_the_plans_doing() -> None:
    # V0 has 5 km to S0 and 9 km to S1, no bus: without a school today, listed at another after
    ways = {(0, 0): by_road(5000), (0, 1): by_road(9000), (1, 0): by_road(800)}
    ways[1, 1] = by_road(1000)
    villages = (Village((2,) * 6 + (0,) * 3), Village((3,) * 6 + (0,) * 3))
    model = make_model(villages, (POINT, CENTRE), ways)
    found = rulings(model, CLOSE, rule="lower_primary_time")
    assert [(r.subject_id, r.verdict, r.severity, r.new, r.pupils) for r in found] == [
        ("V0", "broken", "note", False, 6),
        ("", "kept", "warning", True, 9),
    ]
    assert found[1].value == 1000
    told = ruling_text(found[0], pack_of(model), "zh")
    assert "现状即如此，方案前后都没有就学安排" in told


def test_a_plan_that_closes_primary_schools_says_so_of_junior_ones() -> None:
    (found,) = rulings(county(), CLOSE, rule="junior_in_township")
    assert (found.verdict, found.detail) == ("kept", "no_junior_closes")
    assert "不撤并初中" in ruling_text(found, pack_of(county()), "zh")
