"""Scenarios against the pencil: who goes where, what the rolls and the movables become.

The lane: three schools and two villages, primary grades only, pupils a grade in brackets.

        V0(4)            V1(2)
    A    0 m             200 m      reports 12 a grade, 6 teachers   (twice its load of 6)
    B 1000 m            1800 m      reports 10 a grade, 5 teachers   (nobody is sent there)
    C 1700 m             900 m      reports  5 a grade, 2 teachers
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.kernel.paper import CENTRE, CLOSE, county
from tests.worlds import CANDIDATE, CLOSED, Site, Village, Way, drawn, make_model, make_od

from schoolmap.errors import UsageError
from schoolmap.kernel import conflicts, evaluate, evaluation_document
from schoolmap.kernel.changes import idle
from schoolmap.model.added import AddedSite
from schoolmap.model.evaluation import BOARD, RIDE, UNSERVED, WALK, Evaluation
from schoolmap.model.extending import extended
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import RESOURCE_INDEX
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

A, B, C = 0, 1, 2
TEACHERS = RESOURCE_INDEX["teachers"]
PRIMARY = (1, 1, 1, 1, 1, 1, 0, 0, 0)
WAYS = {
    (0, A): Way(0),
    (0, B): Way(1000),
    (0, C): Way(1700),
    (1, A): Way(200),
    (1, B): Way(1800),
    (1, C): Way(900),
}


def a_grade(pupils: int) -> tuple[int, ...]:
    return tuple(pupils * g for g in PRIMARY)


def lane(**rules: object) -> LayoutModel:
    return make_model(
        [Village(a_grade(4)), Village(a_grade(2))],
        [
            Site(grades=a_grade(12), has={"teachers": 6, "teaching_area_m2": 300}, seats=80),
            Site(grades=a_grade(10), has={"teachers": 5}, seats=100),
            Site(grades=a_grade(5), has={"teachers": 2}, seats=40),
        ],
        WAYS,
        **rules,
    )


def plan(model: LayoutModel, *changes: Change, **rules: object) -> Evaluation:
    return evaluate(model, Scenario("plan", changes, rules))  # type: ignore[arg-type]


def rolls(evaluation: Evaluation) -> list[float]:
    return evaluation.schools.roll.sum(axis=1).tolist()


def teachers(evaluation: Evaluation) -> list[float]:
    return evaluation.stock.whole[:, TEACHERS].tolist()


def test_an_empty_scenario_changes_nothing() -> None:
    for model in (lane(), drawn()):
        now, same = evaluate(model), plan(model)
        assert same.indicators == now.indicators
        assert same.findings == now.findings
        assert np.array_equal(same.schools.roll, now.schools.roll)
        assert np.array_equal(same.stock.whole, now.stock.whole)


def test_a_closed_school_shares_roll_and_teachers_by_the_flows() -> None:
    after = plan(lane(), Close("S0"))
    # V0 goes to B, V1 to C: of 12 a grade 4/6 and 2/6, so 8 and 4; of 6 teachers 4 and 2
    assert after.schools.load.sum(axis=1).tolist() == [0, 24, 12]
    assert rolls(after) == [0, 6 * 18, 6 * 9]
    assert teachers(after) == [0, 9, 4]
    assert after.schools.over_seats.tolist() == [-1, 8, 14]
    # the rooms stay where they stand
    assert after.stock.whole[A, RESOURCE_INDEX["teaching_area_m2"]] == 300 * 100


def test_a_merger_takes_everybody_and_everything_to_its_target() -> None:
    after = plan(lane(), Merge("S0", "S2"))
    assert after.schools.load.sum(axis=1).tolist() == [0, 0, 36]
    assert after.assignment.site[:, :6].tolist() == [[C] * 6] * 2
    # 1,700 m are within the half hour of grade 1, so everybody walks
    assert (after.assignment.mode[:, :6] == WALK).all()
    assert rolls(after) == [0, 60, 6 * 17]
    assert teachers(after) == [0, 5, 8]


def test_a_school_without_load_gives_its_roll_to_the_nearest() -> None:
    # nobody is sent to B: its 60 pupils go to its target, else by road, else by straight line
    assert rolls(plan(lane(), Merge("S1", "S2"))) == [72, 0, 90]
    model = lane()
    far = replace(model.sites, xy_mm=np.array([[0, 0], [1_000_000, 0], [1_700_000, 0]]))
    straight = replace(model, sites=far)
    assert rolls(plan(straight, Close("S1"))) == [72, 0, 90]
    between = make_od({(B, A): Way(1100), (B, C): Way(2900), (A, C): Way(1)}, 3, 3)
    by_road = replace(straight, between=between)
    after = plan(by_road, Close("S1"))
    assert rolls(after) == [132, 0, 30]
    assert teachers(after) == [11, 0, 2]


def test_close_then_reopen_is_the_identity() -> None:
    model = lane()
    now, back = evaluate(model), plan(model, Close("S0"), Open("S0"))
    assert back.indicators == now.indicators
    assert np.array_equal(back.schools.roll, now.schools.roll)
    assert np.array_equal(back.stock.whole, now.stock.whole)


def test_movables_follow_the_pupils_when_the_target_closes_too() -> None:
    # C took A over, then closed: A's designations fall to the nearest rule, which is B for both
    after = plan(lane(), Merge("S0", "S2"), Close("S2"))
    assert rolls(after) == [0, 162, 0]
    # C had no load; the nearest to it by straight line (all stand on one spot) is B, the only one
    assert teachers(after) == [0, 13, 0]


def test_a_merger_pins_its_pupils_until_something_else_is_said() -> None:
    model = lane()
    pinned = plan(model, Merge("S0", "S2"), Open("S0"))
    assert pinned.schools.load.sum(axis=1).tolist() == [0, 0, 36]
    freed = plan(model, Merge("S0", "S2"), Open("S0"), Designate("V0", "lower_primary", "S0"))
    assert freed.assignment.site[0, :6].tolist() == [A, A, A, C, C, C]


def test_grades_that_the_target_does_not_serve_go_to_the_nearest() -> None:
    model = lane()
    after = plan(model, SetGrades("S2", "1-3"), Merge("S0", "S2"))
    assert after.assignment.site[:, :6].tolist() == [[C] * 3 + [B] * 3, [C] * 3 + [B] * 3]
    # C keeps grades 1-3 (5 + 12 each); its own 4-6 had no load and go to B with A's
    assert rolls(after) == [0, 3 * 10 + 3 * (10 + 12 + 5), 3 * 17]
    assert bool(after.state.is_point[C])


def test_seats_beds_and_bus() -> None:
    model = drawn()
    assert plan(model, SetSeats("S0", 500)).indicators["schools_over_seats"].value == 1
    with_bus = plan(model, SetBus("S0", bus=False), SetBus("S1", bus=True))
    # V2 rides 5 km to the point instead of 7 km to S0, in grades 1-3; its grades 4-6 are left out
    assert with_bus.assignment.mode[2, :6].tolist() == [RIDE] * 3 + [UNSERVED] * 3
    assert with_bus.assignment.site[2, :3].tolist() == [1, 1, 1]
    boarding = plan(model, SetBus("S0", bus=False), SetBeds("S0", 2))
    assert boarding.assignment.mode[2, :6].tolist() == [UNSERVED] * 3 + [BOARD] * 3
    # 4 pupils a grade, three grades, 2 beds
    assert boarding.schools.bed_gap[0] == 10


def test_tried_rules_hold_before_and_after() -> None:
    model = lane()
    strict = plan(model, **{"walk_limit_s.lower_primary": 100})
    assert strict.assignment.mode[:, 0].tolist() == [WALK, UNSERVED]
    # V1 is unserved under the tried limit already, so no roll moves
    assert rolls(strict) == [72, 60, 30]
    with pytest.raises(UsageError, match=r"study\.toml"):
        plan(model, **{"detour_factor": 1.5})


def test_a_candidate_opens_with_what_its_row_says() -> None:
    model = make_model(
        [Village(a_grade(4))],
        [
            Site(grades=a_grade(12), has={"teachers": 6}),
            Site(status=CANDIDATE, has={"teachers": 50}),
            Site(status=CLOSED),
        ],
        {(0, 0): Way(900), (0, 1): Way(100), (0, 2): Way(50)},
    )
    after = plan(model, Open("S1", seats=30), Close("S0"))
    assert after.schools.load.sum(axis=1).tolist() == [0, 24, 0]
    assert rolls(after) == [0, 72, 0]
    assert after.schools.over_seats.tolist() == [-1, 42, -1]
    # a school that opens starts from nothing, so what arrives is all that it has
    assert teachers(after) == [0, 6, -1]


def added(model: LayoutModel) -> AddedSite:
    none = np.empty(0, dtype=np.int32)
    return AddedSite(
        id="N1",
        name="new",
        lonlat=(111.0, 36.0),
        edge=0,
        offset_mm=5,
        component=0,
        village=np.array([1]),
        length_m=np.array([150], dtype=np.int32),
        walk_ref_s=np.array([150], dtype=np.int32),
        ride_s=np.array([-1], dtype=np.int32),
        ride_length_m=np.array([-1], dtype=np.int32),
        site=np.array([B]) if model.between is None else none.astype(np.int64),
        site_walk_ref_s=np.array([10], dtype=np.int32),
    )


def test_a_new_school_stands_after_the_listed_ones() -> None:
    model = lane()
    new = added(model)
    scenario = Scenario("plan", (Open("N1", "new", 111.0, 36.0, "1-6", 50), Close("S1")))
    after = evaluate(model, scenario, added=[new])
    assert after.assignment.site[:, 0].tolist() == [A, 3]
    # V1's share of A's roll moves, 12 * 2/6 a grade; so does B's, whose nearest is N1 by road
    assert rolls(after) == [6 * 8, 0, 30, 6 * 4 + 60]
    # A stays open and keeps its teachers; B's follow its roll
    assert teachers(after) == [6, 0, 2, 5]
    assert after.schools.over_seats[3] == 34
    with pytest.raises(UsageError, match="no_journeys"):
        evaluate(model, scenario)
    document = evaluation_document(model, extended(model, [new]), evaluate(model), after)
    assert [s["school_id"] for s in document["schools"]] == ["S0", "S1", "N1"]  # type: ignore[attr-defined]
    assert [v["pupils"] for v in document["villages"]] == [6, 6]  # type: ignore[attr-defined]


def test_every_conflict_is_found_and_says_what_is_in_the_way() -> None:
    changes: tuple[Change, ...] = (
        Close("S9"),
        Close("S2"),
        Merge("S1", "S2"),
        Merge("S0", "S0"),
        Close("S2"),
        Open("S0"),
        Open("N1"),
        Open("S2", lon=111.0, lat=36.0),
        SetGrades("S0", "6-1"),
        SetGrades("S0", "1-12"),
        SetSeats("S0", -1),
        Designate("V9", "senior", "S2"),
    )
    found = conflicts(lane(), Scenario("plan", changes))
    assert [(c.index, c.code, c.subject, c.earlier) for c in found] == [
        (0, "unknown_school", "S9", -1),
        (2, "into_closed", "S2", 1),
        (3, "into_itself", "S0", -1),
        (4, "already_closed", "S2", 1),
        (5, "already_open", "S0", -1),
        (6, "new_needs_place", "N1", -1),
        (6, "new_needs_grades", "N1", -1),
        (7, "listed_has_place", "S2", -1),
        (8, "bad_grades", "6-1", -1),
        (9, "bad_grades", "1-12", -1),
        (10, "negative", "-1", -1),
        (11, "unknown_village", "V9", -1),
        (11, "unknown_band", "senior", -1),
        (11, "not_open", "S2", 1),
    ]
    with pytest.raises(UsageError, match="into_closed"):
        plan(lane(), *changes)


def test_stage_columns_move_with_the_pupils_of_their_stage() -> None:
    """A through school closes: its primary pupils go to B, its junior ones to C.

    A has 8 primary and 4 junior teachers by stage, 12 in all; B reports a whole only, C is a
    through school with a primary and a junior column but no whole.
    """
    model = make_model(
        [Village((1,) * 6 + (1,) * 3)],
        [
            Site(
                (1, 9),
                has={"teachers": 12},
                has_primary={"teachers": 8},
                has_junior={"teachers": 4},
            ),
            Site((1, 6), has={"teachers": 10}),
            Site((1, 9), has_primary={"teachers": 3}, has_junior={"teachers": 2}),
        ],
        {(0, 0): Way(0), (0, 1): Way(100), (0, 2): Way(200)},
    )
    after = plan(model, Close("S0"))
    # 6 of the 9 pupils go to B: 12 * 6/9 of the whole
    assert after.stock.whole[:, TEACHERS].tolist() == [0, 18, -1]
    assert after.stock.by_stage[2, :, TEACHERS].tolist() == [3, 6]
    merged = plan(model, Merge("S0", "S2"))
    assert merged.stock.by_stage[2, :, TEACHERS].tolist() == [11, 6]
    assert merged.stock.whole[:, TEACHERS].tolist() == [0, 10, -1]


def test_changes_that_set_what_is_so_already() -> None:
    model = county(centre=replace(CENTRE, bus=True, beds=20))
    changes = (
        SetBus("S1", bus=True),
        SetBus("S0", bus=True),
        SetBus("S0", bus=True),
        SetSeats("S1", 90),
        SetSeats("S1", 91),
        SetSeats("S1", 90),
        SetBeds("S1", 20),
        SetGrades("S1", "1-6"),
        SetGrades("S1", "1-5"),
        CLOSE,
    )
    assert idle(model, changes) == (0, 2, 3, 6, 7)
