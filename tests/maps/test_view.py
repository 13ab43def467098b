"""The view holds the evaluation's figures, and nothing that JSON cannot say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from tests.maps.synthetic import County, county

from schoolmap.maps import build_view
from schoolmap.maps.shapes import cell_arrays, outline_arrays, road_arrays
from schoolmap.maps.tables import ALTERNATIVES, gaps, kept_rows
from schoolmap.model import words as shared
from schoolmap.model.evaluation import MODES, REASONS
from schoolmap.model.journeys import runs

RUNS = json.loads((Path(__file__).parent / "runs.json").read_text(encoding="utf-8"))
"""The page's modules read the same vectors: tests/js."""


def test_view_is_plain_json(small: County) -> None:
    view = build_view(small.model, small.evaluation, small.shapes)
    assert json.loads(json.dumps(view.data, allow_nan=False)) == json.loads(json.dumps(view.data))
    assert view.language == "zh"
    assert build_view(small.model, small.evaluation, small.shapes, language="en").language == "en"


def test_figures_are_the_evaluations(small: County) -> None:
    view = build_view(small.model, small.evaluation, small.shapes)
    figures = view.data["figures"]
    assert isinstance(figures, dict)
    for name, figure in small.evaluation.indicators.items():
        if figure.value is None:
            assert figures[name] == [None, figure.unit]
        else:
            assert figures[name][0] == pytest.approx(figure.value, abs=1e-6)


def test_an_evaluation_of_another_model_is_refused(small: County) -> None:
    other = replace(small.evaluation, model_sha256="0" * 64)
    with pytest.raises(ValueError, match="another model"):
        build_view(small.model, other, small.shapes)


def test_cells_must_fit_the_villages(small: County) -> None:
    with pytest.raises(ValueError, match="7 cells for 8 villages"):
        build_view(
            small.model, small.evaluation, replace(small.shapes, cells=small.shapes.cells[:7])
        )


def test_a_county_without_shapes_and_roads() -> None:
    world = county(3, 8, estimated=True)
    bare = replace(world.shapes, county=None, townships=(), cells=())
    view = build_view(world.model, world.evaluation, bare)
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
        model = replace(small.model, name=name)
        view = build_view(model, small.evaluation, small.shapes)
        return view.data["study"]["simulated"]  # type: ignore[index]

    assert simulated("云岭县（模拟）") is True
    assert simulated("Demo (Simulated)") is True
    assert simulated("洪洞县") is False


def test_simulated_can_be_said(small: County) -> None:
    view = build_view(small.model, small.evaluation, small.shapes, simulated=False)
    assert view.data["study"]["simulated"] is False  # type: ignore[index]
    model = replace(small.model, name="洪洞县")
    evaluation = replace(small.evaluation, model_sha256=model.sha256)
    view = build_view(model, evaluation, small.shapes, simulated=True)
    assert view.data["study"]["simulated"] is True  # type: ignore[index]


def test_what_is_missing_never_rounds_to_nothing() -> None:
    assert gaps(np.array([0.0, 1e-9, 4.2, -1.0])) == [0, 1e-6, 4.2, None]


def test_class_sizes_and_lengths_are_the_evaluations(small: County) -> None:
    view = build_view(small.model, small.evaluation, small.shapes)
    figures = small.evaluation.schools
    size = view.data["schools"]["class_size"]  # type: ignore[index]
    assert [-1.0 if v is None else v for v in size] == pytest.approx(figures.class_size, abs=1e-6)
    packed = {name: count for name, count, _ in view.arrays.index}
    assert packed["s_verdict_2017"] == figures.verdict_2017.size
    rows = view.data["length_bands"]
    assert isinstance(rows, list)
    assert [r["pupils"] for r in rows] == [b.pupils for b in small.evaluation.length_bands]
    assert [r["no_journey"] for r in rows] == [False] * (len(rows) - 1) + [True]
    limits = [r["limit_m"] for r in rows[:-2]]
    assert view.data["limits"]["length_m"] == limits  # type: ignore[index]


def test_words_are_those_of_workbook_and_tables(small: County) -> None:
    words = build_view(small.model, small.evaluation, small.shapes).data["words"]
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


def test_kept_rows_hold_every_journey_and_the_nearest(small: County) -> None:
    model, evaluation = small.model, small.evaluation
    kept = set(kept_rows(model, evaluation).tolist())
    made = evaluation.assignment.row
    assert set(made[made >= 0].tolist()) <= kept
    s, od = model.sites, model.od
    for band in model.rules.bands:
        for village in range(len(model.villages)):
            rows = [
                r
                for r in range(int(od.indptr[village]), int(od.indptr[village + 1]))
                if evaluation.is_open[od.destination[r]]
                and s.first_grade[od.destination[r]] <= band.last
                and s.last_grade[od.destination[r]] >= band.first
            ]
            rows.sort(key=lambda r: (od.walk_ref_s[r], od.destination[r]))
            assert set(rows[:ALTERNATIVES]) <= kept


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
