"""E2SFCA: from the definition, and the sparse one against the dense one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import CLOSED, Site, Village, Way, make_model

from schoolmap.kernel import e2sfca
from schoolmap.kernel.access import step_weights, village_access
from schoolmap.kernel.state import today
from schoolmap.model.evaluation import UNDEFINED
from schoolmap.model.layout import UNKNOWN, LayoutModel


def test_by_pencil() -> None:
    #        S0 (60 seats)  S1 (40)
    # V0 10      1            0         S0: 60 / (10 + 0.5 x 20) = 3
    # V1 20      0.5          1         S1: 40 / 20 = 2
    found = e2sfca([[1, 0], [0.5, 1]], [10, 20], [60, 40])
    assert found.tolist() == [3.0, 0.5 * 3 + 2]


def test_a_site_that_nobody_reaches_adds_nothing() -> None:
    assert e2sfca([[1, 0]], [10], [60, 40]).tolist() == [6.0]
    assert e2sfca([[0, 0]], [10], [60, 40]).tolist() == [0.0]
    assert e2sfca(np.empty((0, 2)), [], [60, 40]).tolist() == []
    assert e2sfca(np.empty((2, 0)), [1, 2], []).tolist() == [0.0, 0.0]


@st.composite
def counties(draw: st.DrawFn, *, span: tuple[int, int] | None = None) -> LayoutModel:
    n_village, n_site = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    spans = st.just(span) if span else st.sampled_from([(1, 3), (1, 6), (1, 9), (7, 9), (2, 2)])
    sites = [
        Site(
            draw(spans),
            seats=draw(st.sampled_from([UNKNOWN, 0, 30, 100])),
            status=draw(st.sampled_from([0, 0, CLOSED])),
            private=draw(st.sampled_from([False, False, True])),
        )
        for _ in range(n_site)
    ]
    villages = [Village(draw(st.tuples(*(st.integers(0, 9),) * 9))) for _ in range(n_village)]
    seconds = st.sampled_from([0, 1200, 1201, 2400, 3600, 3601])
    od = {
        (i, j): Way(draw(seconds))
        for i in range(n_village)
        for j in range(n_site)
        if draw(st.booleans())
    }
    return make_model(villages, sites, od)


def dense(model: LayoutModel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weight, demand and supply with a row for each village and grade."""
    s, rules = model.sites, model.rules
    takes_part = (s.status == 0) & ~s.private & (s.seats != UNKNOWN)
    weight = np.zeros((len(model.villages), 9, len(s)))
    for i in range(len(model.villages)):
        for j in np.flatnonzero(takes_part):
            row = model.od.row(i, int(j))
            if row < 0:
                continue
            within = [
                w
                for step, w in zip(rules.access_step_s, rules.access_weight, strict=True)
                if model.od.walk_ref_s[row] <= step
            ]
            for grade in range(s.first_grade[j], s.last_grade[j] + 1):
                weight[i, grade - 1, j] = within[0] if within else 0.0
    supply = np.where(takes_part, s.seats, 0)
    return weight.reshape(-1, len(s)), model.villages.pupils.reshape(-1), supply


@given(counties())
@settings(max_examples=80)
def test_the_sparse_form_is_the_dense_one(model: LayoutModel) -> None:
    found = village_access(model, today(model))
    weight, demand, supply = dense(model)
    by_grade = e2sfca(weight, demand, supply).reshape(-1, 9)
    pupils = model.villages.pupils.sum(axis=1)
    known = (model.sites.status == 0) & ~model.sites.private & (model.sites.seats != UNKNOWN)
    for i, n in enumerate(pupils):
        if n == 0 or not known.any():
            assert found[i] == UNDEFINED
        else:
            mean = (by_grade[i] * model.villages.pupils[i]).sum() / n
            assert found[i] == pytest.approx(mean)


@given(counties())
@settings(max_examples=60)
def test_supply_is_conserved(model: LayoutModel) -> None:
    # what all pupils have in reach is what the schools in anybody's reach offer
    weight, demand, supply = dense(model)
    reached = (weight * demand[:, None]).sum(axis=0) > 0
    offered = float(supply[reached].sum())
    assert (e2sfca(weight, demand, supply) * demand).sum() == pytest.approx(offered)
    found = village_access(model, today(model))
    pupils = model.villages.pupils.sum(axis=1)
    known = found != UNDEFINED
    assert (found[known] * pupils[known]).sum() == pytest.approx(offered)


def test_weights_are_by_steps_of_the_reference_walker_ends_included() -> None:
    seconds = (0, 1200, 1201, 2400, 2401, 3600, 3601)
    od = {(0, j): Way(1, walk_s=s) for j, s in enumerate(seconds)}
    model = make_model([Village()], [Site()] * len(seconds), od)
    assert step_weights(model).tolist() == [1.0, 1.0, 0.68, 0.68, 0.22, 0.22, 0.0]
    other = make_model(
        [Village()],
        [Site()] * len(seconds),
        od,
        access_step_s=[1200, 4000],
        access_weight=[0.5, 0.25],
    )
    assert step_weights(other).tolist() == [0.5, 0.5] + [0.25] * 5
