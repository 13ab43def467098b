"""The view holds the evaluation's figures, and nothing that JSON cannot say."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from tests.maps.synthetic import County, county

from schoolmap.maps import build_view
from schoolmap.maps.shapes import cell_arrays, outline_arrays, road_arrays
from schoolmap.maps.tables import ALTERNATIVES, kept_rows


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
