"""The page for everybody: what it shows, what it does not hold, and what nobody can work out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.maps.conftest import Opened
from tests.maps.synthetic import County, county

from schoolmap.kernel import evaluate
from schoolmap.maps import build_view, render_page
from schoolmap.maps.public import OMITTED, _amounts, _layout_arrays
from schoolmap.maps.public_figures import _length_step, layout_figures
from schoolmap.maps.suppressing import Suppressed
from schoolmap.model.scenario import Close, Merge, Open, Place, Scenario, SetBeds, SetSeats
from schoolmap.units import show_number

LEAST = 10
ARRAYS = {
    *("v_x", "v_y", "v_township", "v_area", "v_component", "v_total"),
    *("s_x", "s_y", "s_township", "s_area", "s_type", "s_first", "s_last", "s_status", "s_private"),
    *("road_class", "road_count", "road_x", "road_y", "cell_of", "cell_x", "cell_y"),
    *("ring_cell", "ring_count", "ring_vertex", "outline_owner", "outline_count", "outline_x"),
    *("outline_y", "town_x", "town_y"),
}
LAYOUT_ARRAYS = {
    *("site", "mode", "length_m", "walk_ref_s", "ride_s", "ride_length_m"),
    *("open", "first", "last", "point", "x", "y"),
}


@pytest.fixture(scope="module")
def world() -> County:
    """20 schools, 120 villages, many of them with few pupils."""
    made = county(20, 120)
    pupils = made.model.villages.pupils.copy()
    pupils[::3] = pupils[::3] // 4
    model = replace(made.model, villages=replace(made.model.villages, pupils=pupils))
    return replace(made, model=model, evaluation=evaluate(model))


@pytest.fixture(scope="module")
def plans(world: County) -> list[Scenario]:
    ids = world.model.sites.ids
    return [
        Scenario("撤并", (Close(ids[2]), Merge(ids[3], ids[1]), SetSeats(ids[1], 987))),
        Scenario("限时", (SetBeds(ids[0], 321),), {"walk_limit_s.lower_primary": 1500}),
    ]


@pytest.fixture(scope="module")
def data(world: County, plans: list[Scenario]) -> dict[str, Any]:
    view = build_view(world.model, world.shapes, scenarios=plans, public=True)
    found: dict[str, Any] = json.loads(json.dumps(view.data, allow_nan=False))
    return found


def test_it_holds_no_model_no_graph_no_matrix(world: County, plans: list[Scenario]) -> None:
    view = build_view(world.model, world.shapes, scenarios=plans, public=True)
    assert not {"model", "graph", "plans", "rule_ranges"} & set(view.data)
    held = {name: count for name, count, _ in view.arrays.index}
    wanted = ARRAYS | {f"l{k}_{name}" for k in range(3) for name in LAYOUT_ARRAYS}
    assert set(held) == wanted
    # a journey for each band of each village, and no more
    for k in range(3):
        assert held[f"l{k}_length_m"] == 3 * len(world.model.villages)


def test_of_schools_it_holds_what_stands_on_the_sign_and_the_roll(
    world: County, data: dict[str, Any]
) -> None:
    assert set(data["schools"]) == {"id", "name", "name_en", "roll", "roll_hidden"}
    sites = world.model.sites
    for roll, hidden, reported, private in zip(
        data["schools"]["roll"],
        data["schools"]["roll_hidden"],
        sites.roll.tolist(),
        sites.private.tolist(),
        strict=True,
    ):
        seen = None if private or reported < 0 or 0 < reported < LEAST else reported
        assert roll == seen
        assert hidden == (not private and 0 < reported < LEAST)


def test_of_villages_it_holds_all_pupils_together(data: dict[str, Any]) -> None:
    assert set(data["villages"]) == {"id", "name", "admin"}


def test_plans_are_told_without_amounts(data: dict[str, Any], world: County) -> None:
    first, second = data["layouts"][1:]
    ids = world.model.sites.ids
    assert first["changes"] == [
        {"op": "close", "school": ids[2]},
        {"op": "merge", "school": ids[3], "into": ids[1]},
    ]
    assert (first["amounts"], second["amounts"]) == (1, 1)
    assert second["changes"] == []
    assert second["rules"] == {"walk_limit_s.lower_primary": 1500}
    assert "987" not in json.dumps(first["changes"])


def test_findings_are_counted_and_name_nobody(data: dict[str, Any], world: County) -> None:
    for layout in data["layouts"]:
        assert all(set(f) == {"rule", "severity", "type", "count"} for f in layout["findings"])
    counted = sum(f["count"] for f in data["layouts"][0]["findings"])
    assert counted == len(world.evaluation.findings)


def test_no_count_of_pupils_is_small(data: dict[str, Any]) -> None:
    counts = [figures["pupils"][0] for figures in data["by_township"].values()]
    for layout in data["layouts"]:
        counts += [v for k, (v, _) in layout["figures"].items() if k.startswith("pupils")]
        counts += [layout["figures"][k][0] for k in ("board_need", "bed_gap")]
        counts += [band["pupils"] for band in layout["length_bands"]]
        counts += [figures["pupils"][0] for figures in layout["by_band"].values()]
    assert len(counts) > 50
    assert all(count is None or count == 0 or count >= LEAST for count in counts)


def test_counts_are_told_in_steps_each_for_itself(world: County) -> None:
    today = world.evaluation
    kept = Suppressed(np.zeros(120, dtype=bool), np.ones(1, dtype=bool), whole=True)
    told = {0: 0, 1: None, 14: None, 15: 20, 24: 20, 25: 30, 404: 400, 405: 410}
    for count, shown in told.items():
        figure = replace(today.indicators["pupils_walk"], value=count)
        layout = replace(today, indicators=today.indicators | {"pupils_walk": figure})
        figures = layout_figures(world.model, layout, kept, LEAST)["figures"]
        assert isinstance(figures, dict)
        assert figures["pupils_walk"][0] == shown, count


def test_no_sum_is_told_exactly(data: dict[str, Any]) -> None:
    told = [figures["pupils"][0] for figures in data["by_township"].values()]
    for layout in data["layouts"]:
        told += [v for v, unit in layout["figures"].values() if unit in ("pupil", "bed")]
        told += [band["pupils"] for band in layout["length_bands"]]
        told += [figures["pupils"][0] for figures in layout["by_band"].values()]
        for figures in (layout["figures"], *layout["by_band"].values()):
            assert not {"median_length_m", "max_length_m"} & set(figures)
    assert len([n for n in told if n]) > 30
    assert all(n is None or n % LEAST == 0 for n in told)


@pytest.mark.parametrize(
    ("pupils", "step"), [(20, None), (49, None), (50, 1000), (499, 1000), (500, 100), (9999, 10)]
)
def test_lengths_of_few_pupils_are_not_told(pupils: int, step: float | None) -> None:
    assert _length_step(pupils, LEAST) == step


def test_an_opening_with_seats_is_counted_among_the_amounts() -> None:
    assert _amounts(Open("N1", grades="1-6")) == 0
    assert _amounts(Open("N1", grades="1-6", seats=90)) == 1
    assert _amounts(Open("N1", grades="1-6", seats=90, beds=0, bus=False)) == 3
    assert _amounts(SetSeats("S1", 90)) == 1
    assert _amounts(Close("S1")) == 0


def test_means_are_too_coarse_for_ten_who_go_far(data: dict[str, Any], world: County) -> None:
    pupils = data["layouts"][0]["figures"]["pupils"][0]
    shown = data["layouts"][0]["figures"]["mean_length_m"][0]
    exact = world.evaluation.indicators["mean_length_m"].value or 0.0
    # ten pupils who go 5 km further change the mean by less than a step
    step = next(s for s in (10, 100, 1000) if s >= 10 * 5000 / pupils)
    assert shown % step == 0
    assert abs(shown - exact) <= step / 2


def test_a_school_that_a_plan_adds_is_drawn(world: County) -> None:
    lon, lat = world.model.villages.lonlat[0].tolist()
    estimated = county(6, 30, estimated=True)
    x_mm, y_mm = estimated.model.villages.xy_mm[0].tolist()
    at = Place(x_mm=x_mm, y_mm=y_mm)
    change = Open("N1", "新校", lon=lon, lat=lat, grades="1-6", seats=90, at=at)
    plan = Scenario("新建", (change,))
    view = build_view(estimated.model, estimated.shapes, scenarios=[plan], public=True)
    layout = view.data["layouts"][1]  # type: ignore[index]
    assert layout["added"] == [{"id": "N1", "name": "新校"}]
    assert layout["amounts"] == 1
    held = {name: count for name, count, _ in view.arrays.index}
    assert held["l1_open"] == held["l0_open"] + 1
    assert held["l1_x"] == 1


def test_the_journey_of_a_band_does_not_depend_on_who_lives_there(world: County) -> None:
    nobody = replace(
        world.model, villages=replace(world.model.villages, pupils=world.model.villages.pupils * 0)
    )
    own = _layout_arrays(world.model, evaluate(world.model))
    other = _layout_arrays(nobody, evaluate(nobody))
    for mine, theirs in zip(own, other, strict=True):
        for name, values in mine.items():
            assert values.tolist() == theirs[name].tolist(), name


@pytest.mark.browser
@pytest.mark.enable_socket
def test_it_opens_offline_and_says_what_it_is(
    open_page: Callable[..., Opened], world: County, plans: list[Scenario], tmp_path: Path
) -> None:
    page = tmp_path / "public.html"
    view = build_view(world.model, world.shapes, scenarios=plans, public=True)
    page.write_text(render_page(view), encoding="utf-8")
    opened = open_page(page)
    assert "公开版" in opened.text("[data-public]")
    assert opened.page.locator("[data-omitted] li").count() == len(OMITTED)
    assert all("_" not in t for t in opened.page.locator("[data-omitted] li").all_inner_texts())
    pupils = world.model.villages.pupils.sum(axis=1)
    small = int(np.flatnonzero((pupils > 0) & (pupils < LEAST))[0])
    large = int(pupils.argmax())
    for village, text in ((small, "<10"), (large, show_number(int(pupils[large])))):
        opened.page.evaluate("(id) => schoolmap.select(id)", world.model.villages.ids[village])
        assert text in opened.text('.card [data-figure="pupils"]')
    assert opened.page.evaluate("Object.keys(schoolmap)") == ["select"]
    for key in ("plan-1", "view-plan", "view-change", "view-today", "band-2", "measure-mode"):
        opened.page.locator(f'[data-key="{key}"]').click()
    opened.page.locator('[data-key="language"]').click()
    assert "Public version" in opened.text("[data-public]")
    assert opened.console == []
    assert opened.page.evaluate("window.hacked") is None
    assert [u for u in opened.requests if not u.startswith(("file:", "data:", "blob:"))] == []
