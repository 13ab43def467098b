"""Schools that a scenario opens where none is listed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.pipeline.small import CORNER, lonlat, small_study
from tests.worlds import road

from schoolmap.errors import InputError, Problem
from schoolmap.model.added import AddedSite
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Close, Open, Place, Scenario
from schoolmap.pipeline import prepare
from schoolmap.pipeline.opening import added_sites

# V0 at 0, S0 at 1000 m, V1 at 2000 m, S1 at 5000 m; a road of 30 km/h, 120 ms a metre


@pytest.fixture(scope="module")
def model() -> LayoutModel:
    return prepare(small_study())


def opening(x: float, y: float = 0.0, school: str = "N1", at: Place | None = None) -> Open:
    lon, lat = lonlat([(x, y)])[0].tolist()
    return Open(school, name="new", lon=lon, lat=lat, grades="1-6", at=at)


def opened(model: LayoutModel, *changes: Open | Close) -> tuple[AddedSite, ...]:
    return added_sites(model, Scenario("plan", changes))


def problem(model: LayoutModel, change: Open) -> Problem:
    with pytest.raises(InputError) as caught:
        opened(model, change)
    (found,) = caught.value.problems
    assert found.repair_zh
    assert found.repair_en
    return found


def rows(site: AddedSite) -> list[tuple[int, ...]]:
    columns = (site.village, site.length_m, site.walk_ref_s, site.ride_s, site.ride_length_m)
    return list(zip(*(c.tolist() for c in columns), strict=True))


def test_a_place_written_by_hand_is_put_on_the_nearest_road_without_a_leg(
    model: LayoutModel,
) -> None:
    (site,) = opened(model, opening(1500, 300))
    assert rows(site) == [(0, 1500, 1500, 180, 1500), (1, 500, 500, 60, 500)]
    assert dict(zip(site.site.tolist(), site.site_walk_ref_s.tolist(), strict=True)) == {
        0: 500,
        1: 3500,
    }
    change = opening(1500, 300)
    assert (site.id, site.name, site.lonlat) == ("N1", "new", (change.lon, change.lat))
    assert model.graph is not None
    west_is_u = model.graph.node_xy[model.graph.u[0], 0] < CORNER[0] + 1
    assert (site.edge, round(site.offset_mm, -1)) == (0, 1_500_000 if west_is_u else 3_500_000)


def test_an_exact_place_is_used_as_it_is(model: LayoutModel) -> None:
    (found,) = opened(model, opening(1500))
    (exact,) = opened(model, opening(1490, at=Place(found.edge, found.offset_mm + 7)))
    assert (exact.edge, exact.offset_mm) == (found.edge, found.offset_mm + 7)


def test_schools_come_in_the_order_in_which_they_are_first_opened(model: LayoutModel) -> None:
    again = Open("N2", name="again")
    changes = (
        Open("S1"),
        opening(3000, school="N2"),
        opening(100),
        Close("N2"),
        again,
        Close("S0"),
    )
    assert [s.id for s in opened(model, *changes)] == ["N2", "N1"]
    assert opened(model) == ()


def test_where_a_listed_school_stands_its_journeys_are_the_same(model: LayoutModel) -> None:
    (site,) = opened(model, opening(1000))
    mine = model.od.destination == 0
    assert site.walk_ref_s.tolist() == model.od.walk_ref_s[mine].tolist()
    assert site.ride_s.tolist() == model.od.ride_s[mine].tolist()


def test_a_place_without_a_road_near_it_is_an_error_in_the_readers_words(
    model: LayoutModel,
) -> None:
    found = problem(model, opening(1500, 2100))
    assert (found.code, found.file, found.change) == ("opening_no_road", "plan", 1)
    assert found.column == "lon"
    assert "2,000" in found.zh
    assert "2,000" in found.en


def test_all_problems_are_told_at_once(model: LayoutModel) -> None:
    with pytest.raises(InputError) as caught:
        added_sites(
            model,
            Scenario("plan", (opening(0, 9000), Close("S0"), opening(0, -9000, school="N2"))),
            file="plan.json",
        )
    assert [(p.change, p.file) for p in caught.value.problems] == [
        (1, "plan.json"),
        (3, "plan.json"),
    ]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (Place(edge=1, offset_mm=0), "at_off_road"),
        (Place(edge=0, offset_mm=5_100_000), "at_off_road"),
        (Place(edge=0, offset_mm=-1), "at_off_road"),
        (Place(x_mm=5, y_mm=5), "at_needs_edge"),
    ],
)
def test_an_exact_place_that_is_none(model: LayoutModel, at: Place, code: str) -> None:
    found = problem(model, opening(1500, at=at))
    assert (found.code, found.change, found.column) == (code, 1, "at")


def test_an_exact_place_far_from_its_degrees_is_refused(model: LayoutModel) -> None:
    # somebody changed lon and lat and left `at` as it was
    (site,) = opened(model, opening(4900))
    found = problem(model, opening(1500, at=Place(site.edge, site.offset_mm)))
    assert found.code == "at_elsewhere"
    assert "3,400" in found.en


def test_far_from_the_county(model: LayoutModel) -> None:
    assert problem(model, Open("N1", lon=-60.0, lat=10.0, grades="1-6")).code in (
        "opening_no_road",
        "opening_outside",
    )
    assert problem(model, Open("N1", lon=0.0, lat=90.5, grades="1-6")).code == "opening_outside"


def test_without_roads_a_school_stands_where_it_is_said_to() -> None:
    model = prepare(small_study(roads=None))
    (site,) = opened(model, opening(1500, 2000))
    # 2.5 km straight from V0, 2061.6 m from V1, times 1.35; 180 ms a metre
    assert rows(site) == [(0, 3375, 3375, 608, 3375), (1, 2783, 2783, 501, 2783)]
    assert (site.edge, site.offset_mm, site.component) == (-1, -1, 0)
    x_mm, y_mm = np.floor((CORNER + np.array([1500, 2000])) * 1000 + 0.5).astype(int).tolist()
    (exact,) = opened(model, opening(1500, 2000, at=Place(x_mm=x_mm, y_mm=y_mm)))
    assert rows(exact) == rows(site)
    assert problem(model, opening(0, at=Place(0, 0))).code == "at_needs_plane"
    assert problem(model, opening(9000, at=Place(x_mm=x_mm, y_mm=y_mm))).code == "at_elsewhere"


def test_without_a_place_or_a_county_there_is_no_school(model: LayoutModel) -> None:
    assert opened(model, Open("N1", lon=111.0, grades="1-6")) == ()
    nowhere = replace(model, graph=None, walk_snaps=None, ride_snaps=None)
    assert opened(nowhere, opening(1500)) == ()


def test_a_school_on_a_path_is_walked_to_alone() -> None:
    path = [road((0, 0), (5000, 0)), road((5000, 0), (9000, 0), highway="path")]
    (site,) = opened(prepare(small_study(roads=path)), opening(8000))
    assert site.walk_ref_s.tolist() == [8000, 6000]
    assert site.ride_s.tolist() == [-1, -1]
