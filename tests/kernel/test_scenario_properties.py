"""What must hold for every county and every plan."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import CANDIDATE, CLOSED, OPEN, Site, Village, Way, make_model

from schoolmap.kernel import conflicts, evaluate
from schoolmap.kernel.movables import MOVABLE
from schoolmap.model.evaluation import RIDE, UNSERVED, WALK, Evaluation
from schoolmap.model.journeys import walk_seconds
from schoolmap.model.layout import LayoutModel
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

SPANS = ((1, 6), (1, 3), (7, 9), (1, 9), (1, 2), (4, 9))
BANDS = ("lower_primary", "upper_primary", "junior")


@st.composite
def sites(draw: st.DrawFn) -> Site:
    known = draw(st.booleans())
    return Site(
        span=draw(st.sampled_from(SPANS)),
        status=draw(st.sampled_from((OPEN, OPEN, OPEN, CANDIDATE, CLOSED))),
        private=draw(st.integers(0, 5)) == 0,
        seats=draw(st.integers(-1, 60)),
        beds=draw(st.sampled_from((-1, 0, 0, 5))),
        bus=draw(st.booleans()),
        roll=draw(st.sampled_from((-1, 0, 7, 30))),
        has={"teachers": draw(st.integers(0, 9)), "books": 70} if known else {},
    )


@st.composite
def counties(draw: st.DrawFn, *, designated: bool = True) -> LayoutModel:
    n_site, n_village = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    choice = st.integers(-1, n_site - 1) if designated else st.just(-1)
    villages = [
        Village(
            tuple(draw(st.lists(st.integers(0, 3), min_size=9, max_size=9))),
            designated=(draw(choice), draw(choice), draw(choice)),
        )
        for _ in range(n_village)
    ]
    ways = {}
    for i in range(n_village):
        for j in range(n_site):
            metres = draw(st.sampled_from((-1, 0, 400, 1800, 1801, 2600, 9000)))
            if metres >= 0:
                ride = draw(st.sampled_from((-1, metres // 5, 1800, 4000)))
                ways[i, j] = Way(metres, ride_s=ride)
    return make_model(villages, [draw(sites()) for _ in range(n_site)], ways)


@st.composite
def changes(draw: st.DrawFn, model: LayoutModel) -> Change:
    school, other = (draw(st.sampled_from(model.sites.ids)) for _ in range(2))
    village = draw(st.sampled_from(model.villages.ids))
    return draw(
        st.sampled_from(
            (
                Close(school),
                Merge(school, other),
                Open(school),
                SetGrades(school, draw(st.sampled_from(("1-6", "1-3", "7-9", "1-9")))),
                SetSeats(school, draw(st.integers(0, 40))),
                SetBeds(school, draw(st.integers(0, 5))),
                SetBus(school, draw(st.booleans())),
                Designate(village, draw(st.sampled_from(BANDS)), school),
            )
        )
    )


@st.composite
def plans(draw: st.DrawFn, *, designated: bool = True) -> tuple[LayoutModel, Scenario]:
    """A county and changes without conflicts."""
    model = draw(counties(designated=designated))
    drawn = draw(st.lists(changes(model), max_size=6))
    wrong = {c.index for c in conflicts(model, Scenario("plan", tuple(drawn)))}
    kept = tuple(change for k, change in enumerate(drawn) if k not in wrong)
    return model, Scenario("plan", kept)


@settings(max_examples=150, deadline=None)
@given(plans())
def test_every_pupil_is_in_exactly_one_place(case: tuple[LayoutModel, Scenario]) -> None:
    model, scenario = case
    pupils = int(model.villages.pupils.sum())
    for evaluation in (evaluate(model), evaluate(model, scenario)):
        value = {k: f.value for k, f in evaluation.indicators.items()}
        modes = [value[f"pupils_{m}"] for m in ("walk", "ride", "board", "unserved")]
        assert value["pupils"] == pupils == sum(modes)  # type: ignore[arg-type]
        unserved = value["pupils_unserved"]
        assert int(evaluation.schools.load.sum()) + unserved == pupils  # type: ignore[operator]
        closed = ~evaluation.is_open
        assert not evaluation.schools.load[closed].any()
        assert not evaluation.schools.roll[closed].any()


@settings(max_examples=150, deadline=None)
@given(plans())
def test_rolls_lose_only_those_who_become_unserved(case: tuple[LayoutModel, Scenario]) -> None:
    model, scenario = case
    now, then = evaluate(model), evaluate(model, scenario)
    was, is_now = now.assignment.mode == UNSERVED, then.assignment.mode == UNSERVED
    joined = int(model.villages.pupils[was & ~is_now].sum())
    before, after = float(now.schools.roll.sum()), float(then.schools.roll.sum())
    if not (is_now & ~was & (model.villages.pupils > 0)).any() and _heirs(now, then):
        assert abs(before + joined - after) <= 1e-9 * max(1.0, before)
    assert after <= (before + joined) * (1 + 1e-9)
    assert (then.schools.roll >= 0).all()


def _heirs(now: Evaluation, then: Evaluation) -> bool:
    """Whether every grade that had a roll is still served by somebody."""
    grades = now.schools.roll.sum(axis=0) > 0
    return all(then.state.serves(g + 1).any() for g in range(9) if grades[g])


@settings(max_examples=150, deadline=None)
@given(plans())
def test_assets_are_neither_made_nor_lost(case: tuple[LayoutModel, Scenario]) -> None:
    model, scenario = case
    now, then = evaluate(model), evaluate(model, scenario)
    opened = ~now.is_open & then.is_open
    for r in range(now.stock.whole.shape[1]):
        before, after = now.stock.whole[:, r], then.stock.whole[:, r]
        if r not in MOVABLE:
            same = bool((before == after).all())
            assert same
        elif (before >= 0).all():
            # a school that opens starts from nothing, whatever its row lists
            had = float(np.where(opened, 0.0, before).sum())
            assert abs(had - float(after.sum())) <= 1e-9 * max(1.0, had)
        # what nobody knows of stays unknown
        assert (after[(before < 0) & now.is_open] < 0).all()


@settings(max_examples=150, deadline=None)
@given(plans(designated=False), st.data())
def test_closing_a_school_improves_nobodys_way(
    case: tuple[LayoutModel, Scenario], data: st.DataObject
) -> None:
    """Where nothing is designated: neither the mode, nor within it the cost that decided."""
    model, _ = case
    school = data.draw(st.sampled_from(model.sites.ids))
    scenario = Scenario("plan", (Close(school),))
    if conflicts(model, scenario):
        return
    now, then = evaluate(model), evaluate(model, scenario)
    assert (then.assignment.mode >= now.assignment.mode).all()
    same = then.assignment.mode == now.assignment.mode
    for i, g in zip(*np.nonzero(same), strict=True):
        assert _cost(model, then, i, g) >= _cost(model, now, i, g)


def _cost(model: LayoutModel, evaluation: Evaluation, village: int, grade: int) -> int:
    row, mode = (
        evaluation.assignment.row[village, grade],
        evaluation.assignment.mode[village, grade],
    )
    if mode == UNSERVED or row < 0:
        return 0
    if mode == WALK:
        band = next(b for b in model.rules.bands if b.first <= grade + 1 <= b.last)
        return int(walk_seconds(model.od.walk_ref_s[row : row + 1], band)[0])
    assert mode >= RIDE
    return int(model.od.ride_s[row])


@settings(max_examples=60, deadline=None)
@given(counties(), st.data())
def test_close_then_reopen_is_the_identity(model: LayoutModel, data: st.DataObject) -> None:
    school = data.draw(st.sampled_from(model.sites.ids))
    scenario = Scenario("plan", (Close(school), Open(school)))
    if conflicts(model, scenario):
        return
    now, back = evaluate(model), evaluate(model, scenario)
    assert back.indicators == now.indicators
    assert back.findings == now.findings
    for name in ("roll", "load", "value", "shortfall", "class_size"):
        assert np.array_equal(getattr(back.schools, name), getattr(now.schools, name))
