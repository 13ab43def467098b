"""Both kernels on the bundled studies: today, and plans drawn at random, new schools among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from tests.kernel.twin_cases import draw_change, draw_tried
from tests.kernel.twin_dump import differences, dump
from tests.kernel.twin_node import Twin, twin

import schoolmap as sm
from schoolmap.errors import InputError
from schoolmap.kernel import conflicts
from schoolmap.model.added import AddedSite
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Change, Open, Scenario
from schoolmap.pipeline.opening import added_sites

STUDIES = Path(__file__).parents[2] / "data" / "studies"
PLANS = 8


@pytest.fixture(scope="module", params=["zuomu", "yunling"])
def county(request: pytest.FixtureRequest) -> LayoutModel:
    return sm.prepare(sm.read_study(STUDIES / request.param))


@pytest.fixture(scope="module")
def node(county: LayoutModel) -> Iterator[Twin]:
    with twin() as process:
        process.evaluate(Scenario("today"), model=county)
        yield process


def test_today_comes_out_alike(county: LayoutModel, node: Twin) -> None:
    today = Scenario("today")
    assert not list(differences(dump(county, today), node.evaluate(today)))


@pytest.mark.parametrize("seed", range(PLANS))
def test_plans_come_out_alike(county: LayoutModel, node: Twin, seed: int) -> None:
    plan, added = _plan(Random(f"{county.name}:{seed}"), county)  # noqa: S311
    assert not list(differences(dump(county, plan, added), node.evaluate(plan, added)))


def _plan(r: Random, model: LayoutModel) -> tuple[Scenario, tuple[AddedSite, ...]]:
    """A plan whose changes do not conflict, and the schools that it adds."""
    plan, length = Scenario("drawn", rules=draw_tried(r)), r.choice((1, 3, 6, 12))
    for k in range(100):
        new = r.random() < 0.2
        change = _new_school(r, model, k) if new else draw_change(r, model, ())
        longer = replace(plan, changes=(*plan.changes, change))
        if not conflicts(model, longer) and not (new and _off_road(model, change)):
            plan = longer
        if len(plan.changes) == length:
            break
    return plan, added_sites(model, plan)


def _off_road(model: LayoutModel, change: Change) -> bool:
    try:
        added_sites(model, Scenario("", (change,)))
    except InputError:
        return True
    return False


def _new_school(r: Random, model: LayoutModel, k: int) -> Open:
    lon, lat = model.villages.lonlat[r.randrange(len(model.villages))].tolist()
    grades = r.choice(("1-6", "1-9", "7-9", "1-3"))
    beds, bus = r.choice((None, 60)), r.choice((None, True))
    return Open(f"N{k}", lon=lon, lat=lat, grades=grades, seats=200, beds=beds, bus=bus)
