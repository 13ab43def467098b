"""The OD matrix: by pencil, by networkx on the raw lines, by scipy on the split graph."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.network.oracle import AmbiguousError, passes_twice, raw_journeys, scipy_labels
from tests.network.towns import Point, random_roads, towns
from tests.worlds import Road, journeys_of, network_of, road

from schoolmap.model.od import NO_RIDE, ODMatrix
from schoolmap.network import od_and_between, od_matrix, od_of_snaps, od_straight, snap, split
from schoolmap.network.search import UNREACHED, search


def rows(
    roads: list[Road], origins: list[Point], destinations: list[Point], cutoff_m: float = 50_000
) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    od = od_matrix(
        network_of(roads),
        np.array(origins, dtype=float).reshape(-1, 2),
        np.array(destinations, dtype=float).reshape(-1, 2),
        cutoff_m=cutoff_m,
    )
    check_shape(od)
    return journeys_of(od)


def check_shape(od: ODMatrix) -> None:
    assert od.indptr[0] == 0
    assert od.indptr[-1] == od.n_row
    assert (np.diff(od.indptr) >= 0).all()
    keys = od.origin() * max(od.n_destination, 1) + od.destination
    assert (np.diff(keys) > 0).all()  # sorted by origin, then destination, each pair once
    assert {c.dtype for c in (od.destination, od.length_m, od.ride_s)} == {np.dtype(np.int32)}
    assert ((od.ride_s == NO_RIDE) == (od.ride_length_m == NO_RIDE)).all()


# --- by pencil


def test_the_legs_at_both_ends_count() -> None:
    #   V                     V 40 m off the road, S 80 m off; 1000 m of road between
    #   |40                   length 1120 m
    #   +------1000------+    walk: 1000 s + 120 m at 0.8 m/s = 150 s: 1150 s
    #                    |80  ride: 1000 m at 10 m/s = 100 s + 150 s: 250 s
    #                    S
    found = rows([road((0, 0), (5000, 0))], [(1000, 40)], [(2000, -80)])
    assert found == {(0, 0): (1120, 1150, 250, 1120)}


def test_at_the_same_place_there_are_the_legs_only() -> None:
    # 40 m out, 40 m back: 80 m, 100 s
    found = rows([road((0, 0), (5000, 0))], [(1000, 40)], [(1000, 40)])
    assert found == {(0, 0): (80, 100, 100, 80)}


def test_two_places_in_the_interior_of_one_long_edge() -> None:
    # no vertex between 0 and 5000; 700 m on either side of nothing
    found = rows([road((0, 0), (5000, 0))], [(4000, 0), (3300, 0)], [(4000, 0), (3300, 0)])
    assert found[0, 1] == found[1, 0] == (700, 700, 70, 700)
    assert found[0, 0] == found[1, 1] == (0, 0, 0, 0)


def test_walkers_ignore_a_oneway_and_vehicles_go_round() -> None:
    #   B---C      A→D is one way eastward (1000 m); round by B and C it is 500 + 1000 + 500
    #   |   |
    #   A-→-D
    roads = [
        road((0, 0), (1000, 0), oneway=1),
        road((0, 0), (0, 500), (1000, 500), (1000, 0)),
    ]
    west, east = (0.0, 0.0), (1000.0, 0.0)
    assert rows(roads, [west], [east])[0, 0] == (1000, 1000, 100, 1000)
    assert rows(roads, [east], [west])[0, 0] == (1000, 1000, 200, 2000)


def test_a_oneway_in_the_midst_of_an_edge_has_a_direction_too() -> None:
    # both places on the one-way edge itself; no way round
    roads = [road((0, 0), (1000, 0), oneway=-1)]
    found = rows(roads, [(300, 0), (800, 0)], [(300, 0), (800, 0)])
    assert found[1, 0] == (500, 500, 50, 500)
    assert found[0, 1] == (500, 500, NO_RIDE, NO_RIDE)


def test_no_vehicle_gets_there() -> None:
    # S stands at the end of a footpath of 3 km, V on the road: vehicles stop 3 km short, beyond
    # the snap limit of 2 km
    roads = [road((0, 0), (1000, 0)), road((1000, 0), (4000, 0), highway="path")]
    assert rows(roads, [(0, 0)], [(4000, 0)]) == {(0, 0): (4000, 4000, NO_RIDE, NO_RIDE)}


def test_a_vehicle_stops_where_its_road_ends() -> None:
    # the path is 400 m long: the ride is 1000 m at 10 m/s and 400 m off the road at 0.8 m/s
    roads = [road((0, 0), (1000, 0)), road((1000, 0), (1400, 0), highway="path")]
    assert rows(roads, [(0, 0)], [(1400, 0)]) == {(0, 0): (1400, 1400, 600, 1400)}


def test_of_parallel_edges_the_shortest_counts() -> None:
    roads = [
        road((0, 0), (0, 300), (1000, 300), (1000, 0)),
        road((0, 0), (1000, 0)),
        road((0, 0), (1000, 0)),  # the same line twice
        road((0, 0), (0, -200), (1000, -200), (1000, 0)),
    ]
    assert rows(roads, [(0, 0)], [(1000, 0)])[0, 0] == (1000, 1000, 100, 1000)


def test_the_quickest_ride_is_not_the_shortest() -> None:
    # 1000 m at 10 m/s = 100 s; 400 + 1000 + 400 m at 20 m/s = 90 s
    roads = [
        road((0, 0), (1000, 0)),
        road((0, 0), (0, 400), (1000, 400), (1000, 0), highway="trunk"),
    ]
    assert rows(roads, [(0, 0)], [(1000, 0)])[0, 0] == (1000, 1000, 90, 1800)


def test_of_rides_of_equal_time_the_shorter_counts() -> None:
    # 1000 m at 10 m/s and 500 + 1000 + 500 m at 20 m/s: 100 s both
    roads = [
        road((0, 0), (0, 500), (1000, 500), (1000, 0), highway="trunk"),
        road((0, 0), (1000, 0)),
    ]
    assert rows(roads, [(0, 0)], [(1000, 0)])[0, 0][2:] == (100, 1000)
    assert rows(roads[::-1], [(0, 0)], [(1000, 0)])[0, 0][2:] == (100, 1000)


def test_a_bridge_is_not_a_junction_but_a_place_under_it_joins_both() -> None:
    roads = [road((-100, 0), (100, 0)), road((0, -100), (0, 100))]
    assert rows(roads, [(-100, 0)], [(0, 100)]) == {}
    found = rows(roads, [(0, 0)], [(100, 0), (0, 100)])
    assert {k: v[0] for k, v in found.items()} == {(0, 0): 100, (0, 1): 100}


def test_a_place_is_not_a_junction_for_others() -> None:
    # V1 stands under the bridge; V0 still cannot change from one line to the other there
    roads = [road((-100, 0), (100, 0)), road((0, -100), (0, 100))]
    found = rows(roads, [(-100, 0), (0, 0)], [(0, 100)])
    assert set(found) == {(1, 0)}


def test_unreachable_is_an_absent_row() -> None:
    roads = [road((0, 0), (100, 0)), road((0, 5000), (100, 5000))]
    found = rows(roads, [(0, 0), (0, 5000), (0, 2600)], [(100, 0)])
    assert set(found) == {(0, 0)}  # V1: other component; V2: 2.4 km from the nearest road


def test_the_longer_way_of_less_time_is_what_counts_on_foot() -> None:
    # On foot time is length but for the legs, so the length belongs to the path of least time.
    # A loop: 300 m one way, 700 m the other.
    roads = [road((0, 0), (300, 0), (300, 200), (0, 200), (0, 0))]
    assert rows(roads, [(0, 0)], [(300, 0)])[0, 0][:2] == (300, 300)
    assert rows(roads, [(0, 100)], [(300, 100)])[0, 0][:2] == (500, 500)


@pytest.mark.parametrize(("at", "there"), [(1000.0, True), (1000.001, False)])
def test_the_cutoff_is_inclusive(at: float, *, there: bool) -> None:
    found = rows([road((0, 0), (5000, 0))], [(0, 0)], [(at, 0)], cutoff_m=1000)
    assert bool(found) == there


@pytest.mark.parametrize("km", [1.001, 2.002, 32.3, 64.1])
def test_the_cutoff_is_inclusive_where_a_float_falls_short(km: float) -> None:
    # 32.3 * 1000 * 1000 is 32299999.999999996
    metres = round(km * 1000)
    line = [road((0, 0), (70_000, 0))]
    assert set(rows(line, [(0, 0)], [(metres, 0)], cutoff_m=km * 1000)) == {(0, 0)}
    estimate = od_straight(
        np.array([[0.0, 0.0]]),
        np.array([[float(metres), 0.0]]),
        cutoff_m=km * 1000,
        detour_factor=1.0,
        ride_speed_km_h=20.0,
    )
    assert estimate.n_row == 1


def test_the_cutoff_is_by_time_not_by_length() -> None:
    # 900 m of road and a leg of 100 m: 1000 m, but 900 + 125 = 1025 s
    line = [road((0, 0), (5000, 0))]
    assert not rows(line, [(0, 100)], [(900, 0)], cutoff_m=1024)
    assert rows(line, [(0, 100)], [(900, 0)], cutoff_m=1025)[0, 0][:2] == (1000, 1025)


def test_the_cutoff_does_not_cut_rides() -> None:
    # walk 100 m; the ride has to go round by 3 km because the 100 m are one way the other way
    roads = [
        road((100, 0), (0, 0), oneway=1),
        road((0, 0), (0, 1450), (100, 1450), (100, 0)),
    ]
    assert rows(roads, [(0, 0)], [(100, 0)], cutoff_m=200)[0, 0] == (100, 100, 300, 3000)


def test_a_larger_cutoff_adds_rows_and_changes_none() -> None:
    line = [road((0, 0), (5000, 0))]
    points = [(float(x), 10.0) for x in range(0, 5000, 450)]
    near, far = (rows(line, points, points, cutoff_m=c) for c in (1000, 4000))
    assert near.items() < far.items()


def test_metres_and_seconds_are_rounded_once_half_up() -> None:
    # 100.5 m in three pieces of 33.5 m: rounded piece by piece it would be 102
    roads = [
        road((0, 0), (33.5, 0)),
        road((33.5, 0), (67, 0), highway="trunk"),
        road((67, 0), (100.5, 0), highway="other"),
    ]
    # ride: 3.350 + 1.675 + 6.700 = 11.725 s
    assert rows(roads, [(0, 0)], [(100.5, 0)])[0, 0] == (101, 101, 12, 101)


def test_a_road_longer_than_what_can_be_cut_exactly_is_no_hindrance() -> None:
    # 300 km without a junction, joined at its ends only
    roads = [road((0, 0), (300_000, 0), highway="trunk"), road((0, 0), (0, 1000))]
    assert rows(roads, [(0, 1000)], [(0, 0)]) == {(0, 0): (1000, 1000, 100, 1000)}
    with pytest.raises(ValueError, match="too long to be cut"):
        rows(roads, [(150_000, 0)], [(0, 0)])


def test_no_places() -> None:
    line = [road((0, 0), (5000, 0))]
    assert rows(line, [], [(0, 0)]) == rows(line, [(0, 0)], []) == rows(line, [], []) == {}


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    od_matrix(
        network_of([road((0, 0), (50, 0))]),
        np.zeros((1, 2)),
        np.zeros((3, 2)),
        cutoff_m=10,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


# --- without roads


def test_straight_lines_times_the_detour_factor() -> None:
    # 3-4-5: 500 m straight, times 1.35 = 675 m = 675 s; at 20 km/h 121.5 s, half up 122
    od = od_straight(
        np.array([[0.0, 0.0], [9e5, 0.0]]),
        np.array([[300.0, 400.0], [0.0, 0.0]]),
        cutoff_m=50_000,
        detour_factor=1.35,
        ride_speed_km_h=20.0,
    )
    check_shape(od)
    assert journeys_of(od) == {(0, 0): (675, 675, 122, 675), (0, 1): (0, 0, 0, 0)}


# --- by other people's code


@given(towns(), st.integers(1, 15))
@settings(max_examples=50)
def test_journeys_are_those_of_networkx_on_the_raw_lines(
    town: tuple[list[Road], list[Point]], cutoff: int
) -> None:
    roads, places = town
    half = len(places) // 2
    assume(not passes_twice(network_of(roads).graph, places))
    try:
        expected = raw_journeys(roads, places[:half], places[half:], cutoff_m=cutoff * 100.0)
    except AmbiguousError:
        assume(False)
        raise
    assert rows(roads, places[:half], places[half:], cutoff_m=cutoff * 100.0) == expected


@given(towns())
@settings(max_examples=40)
def test_it_is_as_far_there_as_back_on_foot(town: tuple[list[Road], list[Point]]) -> None:
    roads, places = town
    found = rows(roads, places, places)
    assert {(b, a): way[:2] for (a, b), way in found.items()} == {
        pair: way[:2] for pair, way in found.items()
    }
    for i in range(len(places)):
        if (i, i) in found:
            leg = snap(network_of(roads), np.array([places[i]]), mode="walk").leg_mm[0]
            assert found[i, i][0] == (2 * leg + 500) // 1000


@given(towns(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_lines_and_places_changes_no_journey(
    town: tuple[list[Road], list[Point]], random: object
) -> None:
    roads, places = town
    assume(not passes_twice(network_of(roads).graph, places))
    base = rows(roads, places, places)
    mixed, order = list(roads), list(range(len(places)))
    random.shuffle(mixed)  # type: ignore[attr-defined]
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = rows(mixed, [places[k] for k in order], places)
    assert {(order[a], b): way for (a, b), way in shuffled.items()} == base


@pytest.mark.parametrize("seed", [1, 2])
def test_labels_are_those_of_scipy_on_the_split_graph(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    network = network_of(random_roads(seed))
    places = rng.random((90, 2)) * 20_000
    n_origin, cutoff_m = 60, 9_000.0
    od = od_matrix(network, places[:n_origin], places[n_origin:], cutoff_m=cutoff_m)
    check_shape(od)
    labels = {}
    for mode in ("walk", "ride"):
        snaps = snap(network, places, mode=mode)
        graph = split(network, snaps, mode=mode, reverse=False)
        labels[mode] = scipy_labels(graph, range(n_origin), len(places))[:, n_origin:]
    walk, ride = labels["walk"], labels["ride"]
    within = (walk[..., 0] >= 0) & (walk[..., 0] <= cutoff_m * 1000)
    origin, destination = np.nonzero(within)
    assert 0 < origin.size < within.size
    assert od.origin().tolist() == origin.tolist()
    assert od.destination.tolist() == destination.tolist()

    def whole(values: np.ndarray) -> list[int]:
        return np.where(values < 0, -1, (values + 500) // 1000).tolist()

    assert od.walk_ref_s.tolist() == whole(walk[within, 0])
    assert od.length_m.tolist() == whole(walk[within, 1])
    assert od.ride_s.tolist() == whole(ride[within, 0])
    assert od.ride_length_m.tolist() == whole(ride[within, 1])
    assert (od.ride_s == NO_RIDE).any()


def test_a_search_on_the_reversed_graph_gives_journeys_to_the_source() -> None:
    network = network_of(random_roads(3, n=60))
    places = np.random.default_rng(3).random((12, 2)) * 20_000
    snaps = snap(network, places, mode="ride")
    forward, backward = (
        split(network, snaps, mode="ride", reverse=reverse) for reverse in (False, True)
    )
    asked = np.ones(12, dtype=np.bool_)
    for until_asked in (False, True):
        tables = [
            np.array(
                [
                    search(
                        (g.indptr, g.head, g.cost_ms, g.length_mm),
                        (g.join_indptr, g.join_node),
                        (g.leg_ms, g.leg_mm),
                        i,
                        asked,
                        UNREACHED - 1,
                        until_asked,
                    )
                    for i in range(12)
                ]
            ).reshape(12, 12, 2)
            for g in (forward, backward)
        ]
        assert np.array_equal(tables[0], tables[1].transpose(1, 0, 2))


def test_only_what_is_asked_for_is_answered() -> None:
    network = network_of([road((0, 0), (1000, 0))])
    snaps = snap(network, np.array([[0.0, 0.0], [400.0, 0.0], [900.0, 0.0]]), mode="walk")
    g = split(network, snaps, mode="walk", reverse=True)
    parts = (
        (g.indptr, g.head, g.cost_ms, g.length_mm),
        (g.join_indptr, g.join_node),
        (g.leg_ms, g.leg_mm),
    )
    asked = np.array([False, True, False])
    for until_asked in (False, True):
        found = search(*parts, 0, asked, 10**6, until_asked)
        assert found.tolist() == [UNREACHED, UNREACHED, 400_000, 400_000, UNREACHED, UNREACHED]
    assert search(*parts, 0, asked[:2], 399_999, False).tolist()[2:] == [UNREACHED] * 2


def test_the_parts_of_an_edge_sum_to_the_edge() -> None:
    # 7 ms a metre would not divide: 333.333 km/h; whatever is lost in one part is in the next
    network = network_of([road((0, 0), (1000, 0), speed_kmh=333.0)])
    places = np.column_stack((np.linspace(0, 1000, 38), np.zeros(38)))
    graph = split(network, snap(network, places, mode="ride"), mode="ride", reverse=False)
    assert graph.cost_ms.sum() == 2 * network.graph.ride_uv_ms[0]
    assert graph.length_mm.sum() == 2_000_000


def test_walks_between_schools_are_those_of_a_matrix_of_schools() -> None:
    network = network_of(random_roads(4, n=80))
    places = np.random.default_rng(4).random((40, 2)) * 20_000
    walk, ride = (snap(network, places, mode=mode) for mode in ("walk", "ride"))
    od, between = od_and_between(network, walk, ride, n_origin=25, cutoff_m=12_000.0)
    check_shape(between)
    schools = od_matrix(network, places[25:], places[25:], cutoff_m=12_000.0)
    assert (between.ride_s == NO_RIDE).all()
    for name in ("indptr", "destination", "length_m", "walk_ref_s"):
        assert np.array_equal(getattr(between, name), getattr(schools, name))
    alone = od_of_snaps(network, walk, ride, n_origin=25, cutoff_m=12_000.0)
    for item in fields(od):
        assert np.array_equal(getattr(od, item.name), getattr(alone, item.name))


def test_the_same_input_gives_the_same_rows() -> None:
    network = network_of(random_roads(5, n=80))
    places = np.random.default_rng(5).random((40, 2)) * 20_000
    walk, ride = (snap(network, places, mode=mode) for mode in ("walk", "ride"))
    one, two = (od_of_snaps(network, walk, ride, n_origin=25, cutoff_m=12_000.0) for _ in range(2))
    for item in fields(one):
        assert np.array_equal(getattr(one, item.name), getattr(two, item.name))
