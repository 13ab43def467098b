"""Plans played in the page give what Python gives, to the last bit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.maps.conftest import Opened
from tests.maps.random_plans import play, without_theil
from tests.maps.synthetic import County, county

import schoolmap as sm
from schoolmap.io.comparing import plan_document
from schoolmap.io.scenario_parsing import parse_scenario
from schoolmap.io.scenarios import read_scenario, scenario_text
from schoolmap.kernel import evaluate
from schoolmap.maps import build_view, render_page
from schoolmap.model.scenario import FORMAT, VERSION, Close, Open, Scenario
from schoolmap.pipeline import compare
from schoolmap.pipeline.outputs import shapes_of

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

ROOT = Path(__file__).parents[2]
TEXT = """async () => (await import("#maps/plan-file")).planText(schoolmap.scenario())"""
OpenPage = Callable[..., Opened]
Files = Callable[[County, str], Path]


@pytest.fixture(scope="session")
def zuomu() -> County:
    """The small bundled study, with its roads."""
    study = sm.read_study(ROOT / "data" / "studies" / "zuomu")
    model = sm.prepare(study)
    return County(model, evaluate(model), shapes_of(study, model))


@pytest.fixture(scope="session")
def without_roads() -> County:
    return county(12, 60, estimated=True)


@pytest.mark.parametrize("seeds", [range(0, 15), range(15, 30)], ids=lambda s: f"{s[0]}-{s[-1]}")
def test_random_plans_on_roads(
    open_page: OpenPage, page_file: Files, zuomu: County, seeds: range
) -> None:
    opened = open_page(page_file(zuomu, "zuomu"))
    for seed in seeds:
        played = play(opened.page, zuomu.model, seed)
        assert played.found == played.wanted, seed
    assert opened.console == []


def test_random_plans_without_roads(
    open_page: OpenPage, page_file: Files, without_roads: County
) -> None:
    opened = open_page(page_file(without_roads, "no-roads"))
    for seed in range(10):
        played = play(opened.page, without_roads.model, seed)
        assert played.found == played.wanted, seed


def test_an_exported_plan_is_the_file_that_python_writes(
    open_page: OpenPage, page_file: Files, zuomu: County, tmp_path: Path
) -> None:
    opened = open_page(page_file(zuomu, "zuomu"))
    first, second = zuomu.model.sites.ids[:2]
    changes = [
        {"op": "merge", "school": second, "into": first},
        {"op": "set_seats", "school": first, "seats": 321},
    ]
    opened.page.evaluate(
        "schoolmap.setRules({'walk_limit_s.junior': 3000, 'assign_private': true})"
    )
    assert opened.page.evaluate("(changes) => schoolmap.apply(changes)", changes) == []
    document = opened.page.evaluate("schoolmap.scenario()")
    file = tmp_path / "plan.json"
    file.write_text(opened.page.evaluate(TEXT), encoding="utf-8")
    scenario = read_scenario(file)
    assert scenario == parse_scenario(document)
    assert scenario.model_sha256 == zuomu.model.sha256
    assert scenario_text(scenario) == file.read_text(encoding="utf-8")
    # and what Python writes, the page takes in
    other = open_page(page_file(zuomu, "zuomu"))
    assert other.page.evaluate("(json) => schoolmap.load(json)", document)["ok"] is True
    assert other.page.evaluate("schoolmap.evaluate()") == opened.page.evaluate(
        "schoolmap.evaluate()"
    )


def test_a_school_opened_by_its_degrees_says_where_it_stands(
    open_page: OpenPage, page_file: Files, zuomu: County
) -> None:
    opened = open_page(page_file(zuomu, "zuomu"))
    lon, lat = zuomu.model.villages.lonlat[0].tolist()
    change = {"op": "open", "school": "N1", "name": "新校", "lon": lon, "lat": lat, "grades": "1-6"}
    assert opened.page.evaluate("(change) => schoolmap.apply([change])", change) == []
    [opening] = parse_scenario(opened.page.evaluate("schoolmap.scenario()")).changes
    assert isinstance(opening, Open)
    assert opening.at is not None
    assert opening.at.edge >= 0
    far = {**change, "school": "N2", "lon": lon + 3}
    refused = opened.page.evaluate("(change) => schoolmap.apply([change])", far)
    assert [r["code"] for r in refused] == ["no_journeys"]


def test_what_cannot_be_read_is_refused_by_name(
    open_page: OpenPage, page_file: Files, zuomu: County
) -> None:
    opened = open_page(page_file(zuomu, "zuomu"))
    wrong = opened.page.evaluate("schoolmap.apply([{op: 'close'}, {op: 'explode', school: 'x'}])")
    assert [(r["index"], r["code"]) for r in wrong] == [(0, "field_missing"), (1, "op_unknown")]
    assert opened.page.evaluate("schoolmap.scenario().changes") == []
    foreign = {"format": FORMAT, "version": VERSION, "changes": [], "model_sha256": "ab" * 32}
    found = opened.page.evaluate("(json) => schoolmap.load(json)", foreign)
    assert found["problems"][0]["code"] == "other_model"
    assert opened.page.evaluate("schoolmap.select('nobody')") is False


def test_the_plans_of_the_file_are_loaded(
    zuomu: County, open_page: OpenPage, tmp_path: Path
) -> None:
    ids = zuomu.model.sites.ids
    plans = [Scenario("甲", (Close(ids[0]),)), Scenario("乙", (Close(ids[1]), Close(ids[2])))]
    page = tmp_path / "plans.html"
    page.write_text(render_page(build_view(zuomu.model, zuomu.shapes, scenarios=plans)), "utf-8")
    opened = open_page(page)
    assert opened.page.evaluate("schoolmap.scenario().name") == "甲"
    assert opened.page.evaluate("schoolmap.evaluate().schools[0].school_id") == ids[0]
    assert opened.console == []


def test_a_plan_written_by_hand_stands_where_python_puts_it(
    zuomu: County, open_page: OpenPage, tmp_path: Path
) -> None:
    lon, lat = zuomu.model.villages.lonlat[3].tolist()
    plan = Scenario("手写", (Open("N1", "新校", lon=lon, lat=lat, grades="1-6", seats=90),))
    scenario = sm.assess(zuomu.model, plan).scenario
    page = tmp_path / "by-hand.html"
    view = build_view(zuomu.model, zuomu.shapes, scenarios=[scenario])
    page.write_text(render_page(view), encoding="utf-8")
    found = without_theil(open_page(page).page.evaluate("schoolmap.evaluate()"))
    compared = compare(zuomu.model, [plan]).plans[0]
    wanted = without_theil(json.loads(json.dumps(plan_document(zuomu.model, compared))))
    changes = found.pop("scenario")["changes"]
    assert changes == wanted.pop("scenario")["changes"]
    assert changes[0]["at"]["edge"] >= 0
    assert found == wanted
