"""Travel of a week: the drawn county by pencil, and what every change must keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import drawn

from schoolmap.kernel import evaluate
from schoolmap.kernel.burden import burden, burden_change
from schoolmap.model.burden import Trips, trips_of
from schoolmap.model.evaluation import BOARD, MODES, RIDE, UNSERVED, WALK
from schoolmap.model.scenario import Close, Merge, Scenario, SetBeds, SetBus, SetGrades
from schoolmap.standards import load

TRIPS = Trips(daily=10, weekly=2)
LOWER, UPPER, JUNIOR = 0, 1, 2


def test_five_days_there_and_back() -> None:
    assert trips_of(load([])) == TRIPS
    assert trips_of(load([], {"burden.ways_a_day": 4, "burden.days_a_week": 6})).daily == 24


def test_the_drawn_county_today() -> None:
    model = drawn()
    week = burden(model, evaluate(model).assignment, TRIPS)
    # V0, 2 a grade: 1-6 walk 1 km to S0; its junior grades have no row to S2
    assert week.pupils[0].tolist() == [[6, 0, 0, 0], [6, 0, 0, 0], [0, 0, 0, 6]]
    assert week.as_assigned[0].tolist() == [60_000, 60_000, 0]
    # V2, 4 a grade: 1-3 ride 7 km to S0 in 840 s, for the point is 5 km away on foot; 4-6 ride too;
    # 7-9 board at S2, 12 km: twice a week
    assert week.pupils[2].tolist() == [[0, 12, 0, 0], [0, 12, 0, 0], [0, 0, 12, 0]]
    assert week.as_assigned[2].tolist() == [840_000, 840_000, 288_000]
    assert week.all_daily[2].tolist() == [840_000, 840_000, 1_440_000]
    assert week.all_weekly[2].tolist() == [168_000, 168_000, 288_000]
    # V3 lives at S2's door
    assert week.pupils[3, JUNIOR].tolist() == [15, 0, 0, 0]
    assert week.as_assigned[3, JUNIOR] == 0


def test_merging_the_point_by_pencil() -> None:
    model = drawn()
    plan = Scenario("no bus", (Merge("S1", "S0"), SetBus("S0", bus=False)))
    now, then = evaluate(model), evaluate(model, plan)
    change = burden_change((model, now.assignment), (model, then.assignment), TRIPS)
    # V2's grades 1 to 3 rode to S0 and may not board: nobody takes them now
    assert change.moves[2, LOWER, RIDE, UNSERVED] == 12
    assert change.newly_unserved[2, LOWER] == 12
    assert change.newly_riding.sum() == 0
    # V1 walks a kilometre to S0 or to S1; of equals it took S0 already
    assert change.other_school[1].tolist() == [0, 0, 0]
    assert change.after.as_assigned[2, LOWER] == 0


def test_longer_and_shorter_ways() -> None:
    model = drawn()
    opened = Scenario("six grades at S1", (SetGrades("S1", "1-6"), SetBus("S1", bus=True)))
    now, then = evaluate(model), evaluate(model, opened)
    change = burden_change((model, now.assignment), (model, then.assignment), TRIPS)
    # V2 rides 5 km to S1 where it rode 7 km to S0
    assert change.shorter[2].tolist() == [12, 12, 0]
    assert change.other_school[2].tolist() == [12, 12, 0]
    assert (change.longer == 0).all()
    assert change.after.as_assigned[2].tolist() == [600_000, 600_000, 288_000]
    back = burden_change((model, then.assignment), (model, now.assignment), TRIPS)
    assert (back.longer == change.shorter).all()
    assert (back.moves == change.moves.swapaxes(2, 3)).all()


CHANGES = st.sampled_from(
    [
        Close("S0"), Close("S1"), Close("S2"), Merge("S1", "S0"), SetBus("S0", bus=False),
        SetBus("S2", bus=True), SetBeds("S0", 30), SetGrades("S0", "1-9"),
    ]
)  # fmt: skip


@given(st.lists(CHANGES, max_size=2, unique_by=lambda c: c.school))
def test_every_pupil_is_once_before_and_once_after(changes: list[object]) -> None:
    model = drawn()
    closed = {c.school for c in changes if isinstance(c, Close)}
    if any(isinstance(c, Merge) and c.into in closed for c in changes):
        return
    now, then = evaluate(model), evaluate(model, Scenario("any", tuple(changes)))  # type: ignore[arg-type]
    change = burden_change((model, now.assignment), (model, then.assignment), TRIPS)
    pupils = np.stack([model.villages.pupils[:, s : s + 3].sum(axis=1) for s in (0, 3, 6)], axis=1)
    assert (change.before.pupils.sum(axis=2) == pupils).all()
    assert (change.moves.sum(axis=(2, 3)) == pupils).all()
    assert (change.moves.sum(axis=3) == change.before.pupils).all()
    assert (change.moves.sum(axis=2) == change.after.pupils).all()
    for week, evaluation in ((change.before, now), (change.after, then)):
        by_mode = [evaluation.indicators[f"pupils_{m}"].value for m in MODES]
        assert week.pupils.sum(axis=(0, 1)).tolist() == by_mode
        assert (week.one_way[:, :, UNSERVED] == 0).all()
        assert (week.all_weekly <= week.as_assigned).all()
        assert (week.as_assigned <= week.all_daily).all()
    if not changes:
        assert (change.longer + change.shorter + change.other_school == 0).all()


def by_loop(model: object, assignment: object) -> list[list[int]]:
    """Pupil-metres a week by village and band, one pupil after the other."""
    total = []
    for i, row in enumerate(model.villages.pupils.tolist()):  # type: ignore[attr-defined]
        bands = [0, 0, 0]
        for g, pupils in enumerate(row):
            mode, at = assignment.mode[i, g], assignment.row[i, g]  # type: ignore[attr-defined]
            if mode == UNSERVED:
                continue
            od = model.od  # type: ignore[attr-defined]
            length = od.length_m[at] if mode == WALK else od.ride_length_m[at]
            for _ in range(pupils):
                bands[g // 3] += int(length) * (2 if mode == BOARD else 10)
        total.append(bands)
    return total


@pytest.mark.parametrize("name", ["zuomu"])
def test_a_township_pupil_by_pupil(name: str) -> None:
    import schoolmap as sm
    from schoolmap.cli.commands import bundled_study

    model = sm.prepare(sm.read_study(bundled_study(name)))
    assignment = sm.assess(model).assignment
    assert burden(model, assignment, TRIPS).as_assigned.tolist() == by_loop(model, assignment)
