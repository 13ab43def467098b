"""The view holds what the page evaluates, and nothing that JSON cannot say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.maps.synthetic import County, county

from schoolmap.errors import InputError
from schoolmap.kernel import scenario_document
from schoolmap.maps import build_view
from schoolmap.maps.shapes import cell_arrays, outline_arrays, road_arrays
from schoolmap.model import words as shared
from schoolmap.model.evaluation import MODES, REASONS
from schoolmap.model.journeys import runs
from schoolmap.model.scenario import Close, Scenario
from schoolmap.standards import override

RUNS = json.loads((Path(__file__).parent / "runs.json").read_text(encoding="utf-8"))
"""The page's modules read the same vectors: tests/js."""


def test_view_is_plain_json(small: County) -> None:
    view = build_view(small.model, small.shapes)
    assert json.loads(json.dumps(view.data, allow_nan=False)) == json.loads(json.dumps(view.data))
    assert view.language == "zh"
    assert build_view(small.model, small.shapes, language="en").language == "en"


def test_the_page_says_which_model_and_kernel_it_has(small: County) -> None:
    study = build_view(small.model, small.shapes).data["study"]
    assert isinstance(study, dict)
    assert study["sha256"] == small.model.sha256
    assert study["kernel"] == small.evaluation.kernel_version


def test_plans_are_carried_as_their_files_hold_them(small: County) -> None:
    school = small.model.sites.ids[0]
    plans = [Scenario("a", (Close(school),), {"walk_limit_s.junior": 3000}), Scenario("b")]
    view = build_view(small.model, small.shapes, scenarios=plans)
    assert view.data["plans"] == [scenario_document(plan) for plan in plans]


def test_cells_must_fit_the_villages(small: County) -> None:
    with pytest.raises(ValueError, match="7 cells for 8 villages"):
        build_view(small.model, replace(small.shapes, cells=small.shapes.cells[:7]))


def test_a_county_without_shapes_and_roads() -> None:
    world = county(3, 8, estimated=True)
    bare = replace(world.shapes, county=None, townships=(), cells=())
    view = build_view(world.model, bare)
    west, south, east, north = view.data["bounds"]  # type: ignore[misc]
    lon, lat = world.model.villages.lonlat.T
    assert west < lon.min() <= lon.max() < east
    assert south < lat.min() <= lat.max() < north
    study = view.data["study"]
    assert isinstance(study, dict)
    assert study["estimated"] is True
    assert study["detour"] == 1.35
    assert study["roads"] is False


def test_simulated_is_told_by_the_name(small: County) -> None:
    def simulated(name: str) -> object:
        view = build_view(replace(small.model, name=name), small.shapes)
        return view.data["study"]["simulated"]  # type: ignore[index]

    assert simulated("云岭县（模拟）") is True
    assert simulated("Demo (Simulated)") is True
    assert simulated("洪洞县") is False


def test_simulated_can_be_said(small: County) -> None:
    view = build_view(small.model, small.shapes, simulated=False)
    assert view.data["study"]["simulated"] is False  # type: ignore[index]
    view = build_view(replace(small.model, name="洪洞县"), small.shapes, simulated=True)
    assert view.data["study"]["simulated"] is True  # type: ignore[index]


def test_reported_rolls_are_those_of_the_tables(small: County) -> None:
    sites = small.model.sites
    by_grade = sites.roll_by_grade.copy()
    roll = np.array([120.0, -1.0, -1.0])
    by_grade[1] = [5, 6, 7, 8, 9, 10, 0, 0, 0]
    model = replace(small.model, sites=replace(sites, roll=roll, roll_by_grade=by_grade))
    schools = build_view(model, small.shapes).data["schools"]
    assert schools["roll_reported"] == [120, 45, None]  # type: ignore[index]


def test_figures_are_believed_within_the_ranges_of_the_door(small: County) -> None:
    ranges = build_view(small.model, small.shapes).data["rule_ranges"]
    assert isinstance(ranges, dict)
    for rule, (low, high, whole) in ranges.items():
        if rule not in {"walk_limit_s", "walk_speed_m_s", "rest_share_2017", "seats_full"}:
            continue
        tried = next(key for key in small.model.standards if key.partition(".")[0] == rule)
        for value in (low, high):
            override(small.model.standards, {tried: value})
        for value in (low - 0.01, high + 0.01, *((low + 0.5,) if whole else ())):
            with pytest.raises(InputError):
                override(small.model.standards, {tried: value})


def test_words_are_those_of_workbook_and_tables(small: County) -> None:
    words = build_view(small.model, small.shapes).data["words"]
    assert isinstance(words, dict)
    assert words["severity"]["violation"] == list(shared.SEVERITY["violation"])
    assert set(words["mode"]) == set(MODES)
    assert set(words["reason"]) == set(REASONS)
    assert set(words["band"]) >= {b.id for b in small.model.rules.bands}
    units = {s.unit for s in small.model.standards.values()}
    units |= {f.unit for f in small.evaluation.findings}
    assert units <= set(words["unit"])
    assert words["unit"]["m2/pupil"] == ["平方米/人", "m²/pupil"]


@pytest.mark.parametrize("case", RUNS["cases"], ids=lambda case: case["name"])
def test_runs_are_the_vectors(small: County, case: dict[str, list[int]]) -> None:
    pupils = small.model.villages.pupils.copy()
    pupils[1] = case["pupils"]
    made = small.evaluation.assignment
    site, mode, reason = made.site.copy(), made.mode.copy(), made.reason.copy()
    site[1], mode[1], reason[1] = case["site"], case["mode"], case["reason"]
    model = replace(small.model, villages=replace(small.model.villages, pupils=pupils))
    evaluation = replace(
        small.evaluation, assignment=replace(made, site=site, mode=mode, reason=reason)
    )
    found = [[r.first, r.last, r.pupils] for r in runs(model, evaluation) if r.village == 1]
    assert found == case["runs"]


def test_cells_share_vertices_and_coincident_villages_share_a_cell() -> None:
    left = shapely.box(500_000, 4_000_000, 501_000, 4_001_000)
    right = shapely.box(501_000, 4_000_000, 502_000, 4_001_000)
    arrays = cell_arrays([left, right, left, shapely.Polygon()], "EPSG:32649")
    assert arrays["cell_of"].tolist() == [0, 1, 0, -1]
    assert arrays["ring_count"].tolist() == [4, 4]
    assert arrays["cell_x"].size == 6, "two squares side by side have six corners"


def test_holes_and_parts_become_rings() -> None:
    outer = shapely.box(500_000, 4_000_000, 510_000, 4_010_000)
    hole = shapely.box(503_000, 4_003_000, 504_000, 4_004_000)
    island = shapely.box(520_000, 4_000_000, 521_000, 4_001_000)
    shape = shapely.union_all([outer.difference(hole), island])
    arrays = cell_arrays([shape], "EPSG:32649")
    assert arrays["ring_cell"].tolist() == [0, 0, 0]


def test_every_road_keeps_its_number(small: County) -> None:
    graph = small.model.graph
    assert graph is not None
    arrays = road_arrays(graph, "EPSG:32649")
    assert arrays["road_class"].tolist() == graph.road_class.tolist()
    assert (arrays["road_count"] >= 2).all()
    assert arrays["road_count"].sum() == arrays["road_x"].size
    assert arrays["road_x"].size < graph.line_xy.shape[0], "lines are simplified"


def test_outlines_name_their_owner(small: County) -> None:
    arrays = outline_arrays(small.shapes)
    assert set(arrays["outline_owner"].tolist()) == {-1, 0, 1}
    assert arrays["town_x"].size == len(small.shapes.townships)
    assert np.all(arrays["town_x"] > 10_000_000)
