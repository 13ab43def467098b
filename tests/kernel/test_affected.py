"""Who is affected: worked by pencil on the county of `paper`, and what must hold of any plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from tests.kernel.paper import CENTRE, CLOSE, MERGE, POINT, VILLAGES, WAYS, county, pack_of
from tests.kernel.test_scenario_properties import plans
from tests.worlds import Site, Village, by_road, make_model

from schoolmap.io.judgement_documents import affected_document
from schoolmap.kernel import evaluate
from schoolmap.kernel.admissibility import judged
from schoolmap.kernel.affected import affected
from schoolmap.kernel.moves import Moves, moves_of
from schoolmap.kernel.procedure import procedure
from schoolmap.model.affected import Affected, AffectedRun, AffectedSchool, Tally
from schoolmap.model.layout import LayoutModel
from schoolmap.model.ruling_words import evidence_words, ruling_message
from schoolmap.model.scenario import Change, Close, Open, Scenario, SetBus, SetSeats


def moves(model: LayoutModel, *changes: Change) -> Moves:
    return moves_of(model, model, evaluate(model), evaluate(model, Scenario("plan", changes)))


def of(model: LayoutModel, *changes: Change) -> Affected:
    return affected(moves(model, *changes), pack_of(model))


def short(run: AffectedRun) -> tuple[object, ...]:
    return (
        run.village,
        run.grades,
        run.pupils,
        run.before.mode,
        run.after.mode,
        run.effect,
        run.newly,
        run.added_m,
        run.added_s,
    )


def test_villages_of_the_county_on_paper() -> None:
    found = of(county(centre=replace(CENTRE, bus=True)), CLOSE)
    assert [short(run) for run in found.runs] == [
        (0, "1-3", 6, "walk", "ride", "worse", "riding", 3000, None),
        (0, "4-6", 6, "walk", "ride", "worse", "riding", 3000, None),
        (1, "1-3", 9, "walk", "ride", "worse", "riding", 1000, None),
        # 1818 s instead of 909
        (1, "4-6", 9, "walk", "walk", "worse", "", 1000, 909),
    ]
    assert found.total == Tally(
        pupils=30, villages=2, better=0, same=0, worse=30,
        walking=0, riding=21, boarding=0, unserved=0, served=0,
    )  # fmt: skip
    assert [found.by_band[b].riding for b in found.by_band] == [15, 6, 0]
    # one way: 12 pupils 1 km, then 4 km by bus; 18 pupils 1 km, then 2 km
    assert sum(run.one_way_before_m for run in found.runs) == 30_000
    assert sum(run.one_way_after_m for run in found.runs) == 12 * 4000 + 18 * 2000


def test_winners_are_told_too() -> None:
    # S2 opens beside V2 and takes its 30 pupils, who had 1000 s and have 200
    opened = Site((1, 6), status=1, seats=90)
    model = make_model(VILLAGES, (POINT, CENTRE, opened), {**WAYS, (2, 2): by_road(200)})
    found = of(model, Open("S2"))
    assert [short(run) for run in found.runs] == [
        (2, "1-3", 15, "walk", "walk", "better", "", -800, -800),
        (2, "4-6", 15, "walk", "walk", "better", "", -800, -727),
    ]
    assert (found.total.better, found.total.worse) == (30, 0)
    assert [(s.site, s.standing, s.arriving, s.leaving) for s in found.schools] == [
        (1, "other", 0, 30),
        (2, "opens", 30, 0),
    ]


def test_a_bus_wins_a_way_for_who_had_none() -> None:
    model = make_model((Village(2),), (Site((1, 9)),), {(0, 0): by_road(4000)})
    found = of(model, SetBus("S0", bus=True))
    assert found.total.served == found.total.riding == found.total.better == 18
    assert found.total.worse == 0


def test_who_has_no_way_and_gets_a_longer_one_to_the_nearest_school() -> None:
    # 5 km to S0, 9 to S1, no bus and no beds: unserved before and after
    ways = {(0, 0): by_road(5000), (0, 1): by_road(9000)}
    model = make_model((Village((1,) * 6 + (0,) * 3),), (POINT, CENTRE), ways)
    found = of(model, CLOSE)
    assert [short(run) for run in found.runs] == [
        (0, "1-3", 3, "unserved", "unserved", "worse", "", 4000, 4000),
        (0, "4-6", 3, "unserved", "unserved", "worse", "", 4000, 8182 - 4545),
    ]
    assert (found.total.worse, found.total.unserved) == (6, 0)


def school(found: Affected, site: int) -> AffectedSchool:
    return next(s for s in found.schools if s.site == site)


def test_the_school_that_receives() -> None:
    centre = replace(
        CENTRE,
        bus=True,
        seats=70,
        has={"staff": 4, "canteen_seats": 20, "toilet_seats": 3, "books": 600},
    )
    point = replace(POINT, has={"staff": 3, "books": 300})
    receiver = school(of(county(point, centre), CLOSE), 1)
    assert (receiver.standing, receiver.arriving, receiver.leaving) == ("receives", 30, 0)
    before, after = receiver.before, receiver.after
    assert before is not None
    # 5 a grade today; 10 a grade with V0 and V1
    assert (before.roll, after.roll) == (30, 60)
    assert after.roll_by_grade == (10,) * 6 + (0,) * 3
    assert (before.classes_needed, after.classes_needed) == (6, 6)
    assert (before.class_size, after.class_size) == (5, 10)
    assert (after.seats, after.over_seats, before.over_seats) == (70, 0, 0)
    # 21 ride and eat; two sittings
    assert (after.riders, after.eaters, after.canteen_need, after.canteen_seats) == (21, 21, 11, 20)
    # 15 girls at 13 a seat, 15 boys at 40; 30 of each: 3 and 1
    assert (before.toilet_need, after.toilet_need, after.toilet_seats) == (3, 4, 3)
    # staff and books follow the pupils; 60 / 19 are needed, 12 by classes (a small school)
    assert (before.staff, after.staff) == (4, 7)
    assert after.staff_need == pytest.approx(60 / 19)
    assert (after.staff_need_by_classes, before.staff_need_by_classes) == (12, 12)
    assert (before.values["books.primary"], after.values["books.primary"]) == (20, 15)


def test_the_school_that_closes() -> None:
    closed = school(of(county(centre=replace(CENTRE, bus=True)), CLOSE), 0)
    assert (closed.standing, closed.arriving, closed.leaving) == ("closes", 0, 30)
    assert closed.before is not None
    assert (closed.before.roll, closed.after.roll, closed.after.open) == (30, 0, False)
    assert closed.after.boarders == 0


def test_classes_by_grade_round_up() -> None:
    point = replace(POINT, grades=(46, 45, 1, 0, 91, 90, 0, 0, 0))
    before = school(of(county(point), CLOSE), 0).before
    assert before is not None
    assert before.classes_by_grade == (2, 1, 1, 0, 3, 2, 0, 0, 0)
    assert before.classes_needed == 9


def test_boarders_as_reported_and_as_the_plan_adds() -> None:
    model = county(centre=replace(CENTRE, beds=6))
    boarders = np.array([-1, 4])
    model = replace(model, sites=replace(model.sites, boarders=boarders))
    receiver = school(of(model, CLOSE), 1)
    assert receiver.before is not None
    assert (receiver.before.boarders, receiver.before.bed_gap) == (4, 0)
    assert (receiver.after.boarders, receiver.after.bed_gap) == (10, 4)
    assert receiver.after.dorm_area_need_m2 == 30


def test_a_school_whose_seats_alone_change_is_listed() -> None:
    found = of(county(), SetSeats("S1", 120))
    assert [(s.site, s.standing) for s in found.schools] == [(1, "other")]
    assert found.runs == ()


def test_the_county_before_and_after() -> None:
    point = replace(POINT, has={"books": 600}, area=220, type_code=211)
    centre = replace(CENTRE, bus=True, has={"books": 300}, area=121)
    found = {c.figure: c for c in of(county(point, centre), CLOSE).county}
    # 20 and 10 books a pupil: mean 15, cv = 5 / 15; one school is left, so all are alike
    books = found["cv_2012.books.primary"]
    assert books.before == pytest.approx(1 / 3)
    assert books.after == 0
    gap = found["gap_urban_rural.books.primary"]
    assert gap.before == pytest.approx(0.5)
    assert gap.after is None


# --- what must hold of any plan


Case = tuple[LayoutModel, Scenario]


def told(case: Case) -> tuple[Moves, Affected]:
    model, scenario = case
    both = moves(model, *scenario.changes)
    return both, affected(both, pack_of(model))


@settings(max_examples=80, deadline=None)
@given(plans())
def test_runs_hold_every_pupil_whose_way_changes(case: Case) -> None:
    both, found = told(case)
    assert sum(run.pupils for run in found.runs) == int(both.pupils[both.changed].sum())
    assert found.total.pupils == sum(t.pupils for t in found.by_band.values())
    assert found.total.pupils == found.total.better + found.total.same + found.total.worse
    for run in found.runs:
        assert run.pupils == sum(run.by_grade) > 0
        assert run.first <= run.last


@settings(max_examples=80, deadline=None)
@given(plans())
def test_who_leaves_arrives_or_has_no_place(case: Case) -> None:
    _, found = told(case)
    lost = sum(run.pupils for run in found.runs if run.newly == "unserved")
    leaving = sum(school.leaving for school in found.schools)
    arriving = sum(school.arriving for school in found.schools)
    assert leaving - lost == arriving - found.total.served


@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_plan_without_changes_affects_nobody(case: Case) -> None:
    _, found = told((case[0], Scenario("plan")))
    assert (found.runs, found.schools) == ((), ())
    assert all(change.before == change.after for change in found.county)


@settings(max_examples=80, deadline=None)
@given(plans(designated=False))
def test_a_closure_makes_nobody_better_off(case: Case) -> None:
    model, _ = case
    is_open = np.flatnonzero(model.sites.status == 0)
    if is_open.size:
        _, found = told((model, Scenario("plan", (Close(model.sites.ids[is_open[0]]),))))
        assert found.total.better == 0


@settings(max_examples=80, deadline=None)
@given(plans())
def test_rules_answer_any_plan(case: Case) -> None:
    both, _ = told(case)
    pack = pack_of(case[0])
    found = judged(both, pack=pack)
    assert {ruling.rule for ruling in found} == {rule.id for rule in pack.rules}
    steps = procedure(both, found, pack=pack)
    assert bool(both.ending) == (len(steps) > 1)
    lost = sum(r.pupils for r in found if r.rule == "way_lost")
    assert lost == int(both.pupils[both.was.served & ~both.now.served].sum())
    for ruling in found:
        for language in ("zh", "en"):
            message = ruling_message(ruling, pack, both.seen, language)  # type: ignore[arg-type]
            assert "_" not in message
            for step in steps:
                for shown in step.evidence:
                    assert "_" not in evidence_words(shown, pack, {}, language)  # type: ignore[arg-type]


def test_merging_and_closing_affect_the_same_pupils_here() -> None:
    model = county(centre=replace(CENTRE, bus=True))
    assert of(model, CLOSE).runs == of(model, MERGE).runs


def test_the_weekly_burden_of_the_document() -> None:
    model = county(centre=replace(CENTRE, bus=True))
    document = affected_document(model, of(model, CLOSE), trips=(10, 2))
    # V0, 6 pupils of grades 1 to 3: 1 km on foot, then 4 km by bus, ten ways a week or two
    assert document["villages"][0]["weekly"] == {  # type: ignore[index]
        "daily_before_m": 60_000,
        "daily_after_m": 240_000,
        "weekly_before_m": 12_000,
        "weekly_after_m": 48_000,
        "as_assigned_before_m": 60_000,
        "as_assigned_after_m": 240_000,
    }
    assert "weekly" not in affected_document(model, of(model, CLOSE))["villages"][0]  # type: ignore[index]
    # with beds in place of the bus V0's upper primary boards, and goes twice a week
    lodged = county(centre=replace(CENTRE, beds=9))
    boarding = affected_document(lodged, of(lodged, CLOSE), trips=(10, 2))["villages"][1]  # type: ignore[index]
    assert boarding["newly"] == "boarding"
    assert boarding["weekly"]["as_assigned_after_m"] == 6 * 4000 * 2
