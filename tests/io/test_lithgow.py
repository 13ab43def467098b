"""A real county, read where it lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from schoolmap.geography.crs import choose_crs, project
from schoolmap.io import read_study
from schoolmap.model.study import Study

TESTS = Path(__file__).parents[1]
SHARED = TESTS.parents[1] / "shared" / "data" / "lithgow"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def study() -> Study:
    if not SHARED.is_dir():
        pytest.skip("the shared data is not beside this checkout")
    return read_study(TESTS / "studies" / "lithgow")


def test_counts_are_those_of_the_readme(study: Study) -> None:
    assert len(study.schools) == 11
    assert len(study.villages) == 48
    assert study.roads is not None
    assert len(study.roads) == 17_180
    assert len(study.boundary) == 1
    assert study.standards


def test_the_boundary_encloses_2050_6_square_kilometres(study: Study) -> None:
    county = shapely.from_wkb(study.boundary[0].wkb)
    crs = choose_crs(shapely.get_coordinates(county))
    assert crs == "EPSG:32756"
    area = shapely.area(shapely.transform(county, lambda xy: project(xy, crs)))
    # UTM shrinks areas by up to 0.08 % at its meridian
    assert area / 1e6 == pytest.approx(2050.6, rel=0.002)


def test_derived_pupils_keep_their_total(study: Study) -> None:
    """The README: pupils_est is a share of 1,169 pupils; nothing is known of junior ones."""
    grades = np.column_stack([study.villages.columns[f"g{g}"] for g in range(1, 10)])
    assert grades.sum() == 1169
    assert grades[:, 6:].sum() == 0
    assert "pupils_stage_missing" in {problem.code for problem in study.problems}


def test_types_and_rolls(study: Study) -> None:
    types = study.schools.columns["type"].tolist()
    assert [types.count(code) for code in (211, 341, 345)] == [9, 1, 1]
    high = study.schools.text("name").index("Lithgow High School")
    assert study.schools.numbers("pupils")[high] == 666.8
    assert study.schools.columns["first_grade"][high] == 7


def test_one_school_lies_outside(study: Study) -> None:
    note = next(p for p in study.problems if p.code == "outside_boundary")
    assert note.file.endswith("schools.csv")
    assert "1 of 11" in note.en


def test_nothing_is_set_aside(study: Study) -> None:
    assert not [p for p in study.problems if p.action == "row_set_aside"]


def test_straight_links_of_winding_roads_pass(study: Study) -> None:
    """Declared over straight length: median 1.006, at most 37.8."""
    assert not [p for p in study.problems if p.code.startswith("road_length")]


def test_road_links_are_directed_and_lie_around_the_county(study: Study) -> None:
    roads = study.roads
    assert roads is not None
    assert set(roads.oneway.tolist()) == {1}
    assert not np.isnan(roads.length_m).any()
    assert not np.isnan(roads.speed_kmh).any()
    assert (np.diff(roads.indptr) == 2).all()
    lon, lat = np.median(roads.lonlat, axis=0)
    assert 149.7 < lon < 150.4
    assert -33.8 < lat < -32.9
