"""A school opened anywhere on the road: by pencil, by networkx, against the matrix itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.network.oracle import AmbiguousError, passes_twice, raw_journeys
from tests.network.towns import Point, county, random_roads, resolved, towns
from tests.worlds import Road, road

from schoolmap.model.added import AddedSite
from schoolmap.model.layout import LayoutModel
from schoolmap.model.od import NO_RIDE
from schoolmap.model.scenario import Place
from schoolmap.network import added_site, nearest_place, od_straight, snap
from schoolmap.network.opening import network_of_model, point_of, walked_components
from schoolmap.network.snapping import usable_edges

Row = tuple[int, int, int, int]


def opened(model: LayoutModel, place: Place) -> AddedSite:
    return added_site(model, "N1", "new", (111.5, 36.25), place)


def at(model: LayoutModel, x: float, y: float) -> Place:
    place = nearest_place(model, np.array([x, y]))
    assert place is not None
    return place


def journeys(site: AddedSite) -> dict[int, Row]:
    columns = (site.length_m, site.walk_ref_s, site.ride_s, site.ride_length_m)
    return {
        v: tuple(int(c[k]) for c in columns)  # type: ignore[misc]
        for k, v in enumerate(site.village.tolist())
    }


def walks(site: AddedSite) -> dict[int, int]:
    return dict(zip(site.site.tolist(), site.site_walk_ref_s.tolist(), strict=True))


# --- by pencil

#   V0---400---N------600------V1   36 km/h: 100 ms a metre; V1 stands 80 m off: 100 s at 0.8 m/s
#                    S0 at 900
LINE = (road((0, 0), (1000, 0)),)


def test_a_school_in_the_midst_of_an_edge_has_no_leg_and_the_villages_keep_theirs() -> None:
    model = county(LINE, [(0, 0), (1000, 80)], [(900, -40)])
    site = opened(model, at(model, 400, 0))
    assert journeys(site) == {0: (400, 400, 40, 400), 1: (680, 700, 160, 680)}
    assert walks(site) == {0: 550}
    assert (site.id, site.name, site.lonlat, site.component) == ("N1", "new", (111.5, 36.25), 0)


def test_a_school_at_the_end_of_an_edge() -> None:
    model = county(LINE, [(0, 0), (1000, 80)], [(900, -40)])
    assert journeys(opened(model, at(model, 0, 0))) == {0: (0, 0, 0, 0), 1: (1080, 1100, 200, 1080)}


def test_the_cutoff_counts_the_leg_of_the_village() -> None:
    for cutoff_s, villages in ((699, [0]), (700, [0, 1])):
        model = county(LINE, [(0, 0), (1000, 80)], [(900, -40)], cutoff_s=cutoff_s)
        assert opened(model, at(model, 400, 0)).village.tolist() == villages


def test_on_a_oneway_the_bus_goes_round() -> None:
    #   B---C      A→D is one way eastward (1000 m), the way round by B and C 500 + 1000 + 500
    #   |   |      N 300 m from A, V0 at D, V1 at A
    #   A-→-D
    roads = [
        road((0, 0), (1000, 0), oneway=1),
        road((0, 0), (0, 500), (1000, 500), (1000, 0)),
    ]
    model = county(roads, [(1000, 0), (0, 0), (600, 0), (100, 0)], [(500, 500)])
    site = opened(model, at(model, 300, 0))
    assert journeys(site) == {
        0: (700, 700, 230, 2300),
        1: (300, 300, 30, 300),
        2: (300, 300, 270, 2700),  # beyond it on the one-way itself: on to D, and round to A
        3: (200, 200, 20, 200),
    }


def test_no_bus_gets_to_a_school_on_a_footpath_but_to_its_end() -> None:
    roads = [road((0, 0), (1000, 0)), road((1000, 0), (1400, 0), highway="path")]
    model = county(roads, [(0, 0)], [(500, 0)])
    assert model.graph is not None
    (path,) = np.flatnonzero(~usable_edges(model.graph, "ride")).tolist()
    inner = opened(model, Place(edge=path, offset_mm=150_000))
    assert journeys(inner)[0][1:3] in {(1150, NO_RIDE), (1250, NO_RIDE)}
    rides = [int(opened(model, Place(edge=path, offset_mm=o)).ride_s[0]) for o in (0, 400_000)]
    assert sorted(rides) == [NO_RIDE, 100]


def test_a_school_apart_has_the_component_of_its_road() -> None:
    roads = [
        road((0, 0), (1000, 0)),
        road((1000, 0), (2000, 0), highway="trunk"),
        road((0, 5000), (500, 5000)),
        road((9000, 0), (9900, 0), highway="motorway"),
    ]
    model = county(roads, [(0, 0)], [(500, 0)])
    assert model.graph is not None
    apart = opened(model, at(model, 100, 5000))
    assert (apart.component, apart.village.size, apart.site.size) == (1, 0, 0)
    (motorway,) = np.flatnonzero(~usable_edges(model.graph, "walk")).tolist()
    assert {opened(model, Place(motorway, o)).component for o in (0, 450_000, 900_000)} == {-1}
    assert set(walked_components(model.graph).tolist()) == {0, 1, -1}


@pytest.mark.parametrize("place", [(-1, 0), (1, 0), (0, -1), (0, 1_000_001)])
def test_a_place_that_is_not_on_the_graph_is_refused(place: tuple[int, int]) -> None:
    model = county(LINE, [(0, 0)], [(900, 0)])
    with pytest.raises(ValueError, match="no point of the road graph"):
        opened(model, Place(*place))


# --- the nearest place

STREETS = (
    road((0, 0), (1000, 0)),
    road((0, 300), (1000, 300), highway="footway"),
    road((0, 310), (1000, 310), highway="motorway"),
    road((0, 2900), (1000, 2900), highway="steps"),
)


@pytest.mark.parametrize(
    ("xy", "expected"),
    [
        ((400, 100), (400, 0)),
        ((400, 290), (400, 0)),  # a bus must get there too, so not the footway 10 m off
        ((400, 1990), (400, 0)),
        ((400, 2300), (400, 2900)),  # no road for buses within 2 km: the steps
        ((-300, 0), (0, 0)),
        ((400, 4901), None),
    ],
)
def test_the_nearest_place(xy: Point, expected: Point | None) -> None:
    model = county(STREETS, [(0, 0)], [(900, 0)])
    found = nearest_place(model, np.array(xy, dtype=float))
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert model.graph is not None
    assert point_of(model.graph, found).tolist() == list(expected)


def test_there_is_no_nearest_place_without_roads() -> None:
    model = replace(county(LINE, [(0, 0)], [(900, 0)]), graph=None)
    assert nearest_place(model, np.zeros(2)) is None


# --- without roads


def test_without_roads_it_is_a_straight_line_times_the_detour_factor() -> None:
    # 3-4-5: 500 m x 1.35 = 675 m; at 20 km/h 121.5 s, half up 122
    model = replace(county(LINE, [(0, 0), (0, 0)], [(0, 0)]), graph=None, estimated=True)
    xy_mm = np.array([[300_000, 400_000], [90_000_000, 0]])
    model = replace(
        model,
        villages=replace(model.villages, xy_mm=xy_mm),
        sites=replace(model.sites, xy_mm=np.array([[1000, 0]])),
    )
    site = opened(model, Place())
    assert journeys(site) == {0: (675, 675, 122, 675)}
    assert walks(site) == {0: 1}  # 1 m x 1.35
    assert (site.edge, site.offset_mm, site.component) == (-1, -1, 0)


@given(st.lists(st.tuples(*[st.integers(-(10**8), 10**8)] * 2), min_size=2, max_size=9))
def test_without_roads_it_is_what_the_matrix_says_of_a_school_there(
    points: list[tuple[int, int]],
) -> None:
    model = replace(county(LINE, [(0, 0)], [(0, 0)]), graph=None, estimated=True)
    xy_mm = np.array(points)
    model = replace(
        model,
        villages=replace(model.villages, xy_mm=xy_mm[:-1]),
        sites=replace(model.sites, xy_mm=xy_mm[:-1]),
    )
    od = od_straight(
        xy_mm[:-1] / 1000,
        xy_mm[-1:] / 1000,
        cutoff_m=model.cutoff_s,
        detour_factor=1.35,
        ride_speed_km_h=20.0,
    )
    site = opened(model, Place(x_mm=points[-1][0], y_mm=points[-1][1]))
    assert site.village.tolist() == site.site.tolist() == od.origin().tolist()
    for name in ("length_m", "walk_ref_s", "ride_s", "ride_length_m"):
        assert getattr(site, name).tolist() == getattr(od, name).tolist()
    assert site.site_walk_ref_s.tolist() == od.walk_ref_s.tolist()


# --- against other people's code, and the matrix


def on_both(roads: list[Road]) -> list[Point]:
    """Points at the start of roads for walkers and vehicles, and along their first part."""
    points = []
    for r in roads:
        if r.highway in ("tertiary", "trunk"):
            (x0, y0), (x1, y1) = r.points[:2]
            points += [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in (0, 0.25, 0.75)]
    return points


def joins_once(model: LayoutModel, place: Place, spot: Point) -> bool:
    """Whether a place of the matrix at the spot would stand at the place and nowhere else.

    Where roads cross or run on top of each other it joins them all; a new school stands on one.
    """
    graph = model.graph
    assert graph is not None
    network = network_of_model(model, graph)
    points = set()
    for mode in ("walk", "ride"):
        snaps = snap(network, np.array([spot], dtype=float), mode=mode)
        points |= {resolved(graph, *j) for j in zip(snaps.edge, snaps.offset_mm, strict=True)}
    one = points == {resolved(graph, place.edge, place.offset_mm)}
    return one and not passes_twice(graph, [spot])


@given(towns(), st.integers(1, 15), st.data())
@settings(max_examples=50)
def test_journeys_to_a_new_school_are_those_of_networkx_on_the_raw_lines(
    town: tuple[list[Road], list[Point]], cutoff: int, data: st.DataObject
) -> None:
    roads, places = town
    spots = on_both(roads)
    assume(spots)
    spot = data.draw(st.sampled_from(spots))
    model = county(roads, places, [(0, 0)], cutoff_s=cutoff * 100)
    assert model.graph is not None
    place = at(model, *spot)
    assume(joins_once(model, place, spot) and not passes_twice(model.graph, places))
    try:
        expected = raw_journeys(roads, places, [spot], cutoff_m=cutoff * 100.0)
    except AmbiguousError:
        assume(False)
        raise
    assert journeys(opened(model, place)) == {v: row for (v, _), row in expected.items()}


@given(towns(), st.integers(1, 15), st.data())
@settings(max_examples=50)
def test_opened_where_a_listed_school_joins_it_has_its_rows_less_its_leg(
    town: tuple[list[Road], list[Point]], cutoff: int, data: st.DataObject
) -> None:
    # schools on the road itself: their leg is 0, and they join one edge or a node
    roads, places = town
    spots = on_both(roads)
    assume(spots)
    schools = data.draw(st.lists(st.sampled_from(spots), min_size=1, max_size=4, unique=True))
    model = county(roads, places, schools, cutoff_s=cutoff * 100)
    assert model.between is not None
    stand = [at(model, *school) for school in schools]
    assume(all(joins_once(model, p, s) for p, s in zip(stand, schools, strict=True)))
    for j, place in enumerate(stand):
        site = opened(model, place)
        mine = model.od.destination == j
        assert site.village.tolist() == model.od.origin()[mine].tolist()
        for name in ("length_m", "walk_ref_s", "ride_s", "ride_length_m"):
            assert getattr(site, name).tolist() == getattr(model.od, name)[mine].tolist()
        mine = model.between.destination == j
        assert site.site.tolist() == model.between.origin()[mine].tolist()
        assert site.site_walk_ref_s.tolist() == model.between.walk_ref_s[mine].tolist()


def test_the_lengths_of_the_parts_of_a_winding_edge_tell_where_a_place_is() -> None:
    model = county(random_roads(7, n=60), [(0, 0)], [(9000, 9000)])
    graph = model.graph
    assert graph is not None
    rng = np.random.default_rng(7)
    for edge in rng.integers(0, graph.n_edge, 50).tolist():
        place = Place(edge, int(graph.length_mm[edge] * rng.random()))
        xy = point_of(graph, place)
        line = graph.line_xy[graph.line_indptr[edge] : graph.line_indptr[edge + 1]]
        run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
        before = int(np.searchsorted(run, place.offset_mm / 1000)) - 1
        along = run[max(before, 0)] + np.hypot(*(xy - line[max(before, 0)]))
        assert abs(along - place.offset_mm / 1000) < 0.01
