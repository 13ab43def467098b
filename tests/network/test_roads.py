"""How lines become a graph: where they join, what is contracted, what each edge weighs."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worlds import SPEEDS, Road, lines_of, network_of, road

from schoolmap.model.graph import NO_WAY, Network
from schoolmap.network import build_graph, components, od_and_between, snap
from schoolmap.network.graph import Lines
from schoolmap.network.hilbert import hilbert_order


def graph_of(*roads: Road):  # noqa: ANN201
    return build_graph(lines_of(roads), speeds_kmh=SPEEDS)


def test_an_edge_weighs_millimetres_and_milliseconds() -> None:
    # 300 m east, 400 m north; reference walker 1 m/s; 36 km/h = 10 m/s
    graph = graph_of(road((0, 0), (300, 0), (300, 400)))
    assert (graph.n_node, graph.n_edge) == (2, 1)
    assert graph.length_mm.tolist() == [700_000]
    assert graph.walk_uv_ms.tolist() == graph.walk_vu_ms.tolist() == [700_000]
    assert graph.ride_uv_ms.tolist() == graph.ride_vu_ms.tolist() == [70_000]
    assert graph.line_xy.shape == (3, 2)


@pytest.mark.parametrize(
    ("highway", "speed_kmh", "ms"),
    [
        ("trunk", np.nan, 50_000),  # 72 km/h
        ("unheard of", np.nan, 200_000),  # default, 18 km/h
        ("", np.nan, 200_000),
        ("trunk", 9.0, 400_000),  # a declared speed beats the class's
        ("trunk", 0.0, 50_000),  # no speed is no declaration
    ],
)
def test_riding_time_is_by_declared_speed_else_by_class(
    highway: str, speed_kmh: float, ms: int
) -> None:
    graph = graph_of(road((0, 0), (1000, 0), highway=highway, speed_kmh=speed_kmh))
    assert graph.ride_uv_ms.tolist() == [ms]


def test_the_default_speed_must_be_there() -> None:
    with pytest.raises(KeyError):
        build_graph(lines_of([road((0, 0), (1, 0))]), speeds_kmh={"trunk": 30.0})


@pytest.mark.parametrize("highway", ["motorway", "motorway_link"])
def test_nobody_walks_on_a_motorway(highway: str) -> None:
    graph = graph_of(road((0, 0), (1000, 0), highway=highway))
    assert graph.walk_uv_ms.tolist() == graph.walk_vu_ms.tolist() == [NO_WAY]
    assert graph.ride_uv_ms[0] > 0


@pytest.mark.parametrize(
    "highway", ["footway", "path", "steps", "pedestrian", "cycleway", "bridleway"]
)
def test_no_vehicle_on_a_path(highway: str) -> None:
    graph = graph_of(road((0, 0), (1000, 0), highway=highway))
    assert graph.ride_uv_ms.tolist() == graph.ride_vu_ms.tolist() == [NO_WAY]
    assert graph.walk_uv_ms.tolist() == [1_000_000]


@pytest.mark.parametrize("oneway", [1, -1])
def test_oneway_bars_the_other_direction_to_vehicles_only(oneway: int) -> None:
    graph = graph_of(road((0, 0), (1000, 0), oneway=oneway))
    eastward = graph.node_xy[graph.u[0], 0] == 0
    forward = graph.ride_uv_ms if eastward else graph.ride_vu_ms
    backward = graph.ride_vu_ms if eastward else graph.ride_uv_ms
    open_way, barred = (forward, backward) if oneway == 1 else (backward, forward)
    assert open_way.tolist() == [100_000]
    assert barred.tolist() == [NO_WAY]
    assert graph.walk_uv_ms.tolist() == graph.walk_vu_ms.tolist() == [1_000_000]


def test_a_given_length_is_shared_over_the_pieces() -> None:
    # a side road cuts 1000 m planar at 250 m; 2000 m are declared: 500 and 1500
    graph = graph_of(road((0, 0), (250, 0), (1000, 0), length_m=2000.0), road((250, 0), (250, 100)))
    assert sorted(graph.length_mm.tolist()) == [100_000, 500_000, 1_500_000]


def test_a_length_of_half_a_millimetre_is_rounded_up() -> None:
    assert graph_of(road((0, 0), (1, 0), length_m=0.0125)).length_mm.tolist() == [13]


# --- joining


def test_lines_that_only_cross_do_not_join() -> None:
    graph = graph_of(road((-100, 0), (100, 0)), road((0, -100), (0, 100)))
    assert (graph.n_node, graph.n_edge) == (4, 2)
    assert len(set(components(graph, usable=np.ones(2, bool)).tolist())) == 2


def test_lines_join_at_a_shared_interior_vertex() -> None:
    graph = graph_of(road((-100, 0), (0, 0), (100, 0)), road((0, -100), (0, 0), (0, 100)))
    assert (graph.n_node, graph.n_edge) == (5, 4)
    assert len(set(components(graph, usable=np.ones(4, bool)).tolist())) == 1


def test_an_end_joins_the_interior_vertex_of_another_line() -> None:
    graph = graph_of(road((-100, 0), (0, 0), (100, 0)), road((0, 0), (0, 50)))
    assert (graph.n_node, graph.n_edge) == (4, 3)


@pytest.mark.parametrize(("gap_m", "joined"), [(0.0, True), (0.009, True), (0.02, False)])
def test_vertices_join_within_a_centimetre(gap_m: float, *, joined: bool) -> None:
    # of two classes, so that the node is not contracted away
    graph = graph_of(road((0, 0), (100, 0)), road((100 + gap_m, 0), (200, 0), highway="trunk"))
    assert graph.n_node == (3 if joined else 4)


def test_vertices_a_centimetre_apart_on_one_line_are_one() -> None:
    graph = graph_of(road((0, 0), (0.005, 0), (100, 0)), road((0.005, 0), (0, 100)))
    assert graph.n_edge == 1  # one road through the joined vertex
    assert graph.length_mm[0] == pytest.approx(200_000, abs=10)


def test_a_line_without_length_is_dropped() -> None:
    graph = graph_of(road((5, 5), (5, 5)), road((0, 0), (100, 0)), road((9, 9)))
    assert (graph.n_node, graph.n_edge) == (2, 1)


def test_no_line_at_all_is_an_empty_graph() -> None:
    graph = graph_of()
    assert (graph.n_node, graph.n_edge) == (0, 0)
    assert graph_of(road((5, 5), (5, 5))).n_edge == 0


# --- contraction


def test_like_pieces_become_one_edge() -> None:
    graph = graph_of(road((0, 0), (100, 0)), road((200, 0), (100, 0)), road((200, 0), (200, 50)))
    assert (graph.n_node, graph.n_edge) == (2, 1)
    assert graph.length_mm.tolist() == [250_000]
    steps = np.hypot(*np.diff(graph.line_xy, axis=0).T)
    assert steps.tolist() in ([100, 100, 50], [50, 100, 100])


@pytest.mark.parametrize(
    "second",
    [
        road((100, 0), (200, 0), highway="trunk"),
        road((100, 0), (200, 0), speed_kmh=20.0),
        road((100, 0), (200, 0), oneway=1),
        road((200, 0), (100, 0), oneway=1),
    ],
    ids=["class", "speed", "oneway away", "oneway towards"],
)
def test_unlike_pieces_stay_apart(second: Road) -> None:
    graph = graph_of(road((0, 0), (100, 0)), second)
    assert (graph.n_node, graph.n_edge) == (3, 2)


def test_one_ways_in_a_row_are_contracted_and_against_each_other_are_not() -> None:
    row = graph_of(
        road((0, 0), (100, 0), oneway=1), road((200, 0), (100, 0), oneway=-1)
    )  # both eastward
    assert row.n_edge == 1
    assert sorted([row.ride_uv_ms[0], row.ride_vu_ms[0]]) == [NO_WAY, 20_000]
    facing = graph_of(road((0, 0), (100, 0), oneway=1), road((200, 0), (100, 0), oneway=1))
    assert facing.n_edge == 2


def test_a_junction_is_kept() -> None:
    graph = graph_of(road((0, 0), (100, 0)), road((100, 0), (200, 0)), road((100, 0), (100, 9)))
    assert (graph.n_node, graph.n_edge) == (4, 3)


def test_a_closed_ring_keeps_one_node() -> None:
    one = graph_of(road((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)))
    two = graph_of(road((0, 0), (100, 0), (100, 100)), road((100, 100), (0, 100), (0, 0)))
    for graph in (one, two):
        assert (graph.n_node, graph.n_edge) == (1, 1)
        assert graph.u.tolist() == graph.v.tolist()
        assert graph.length_mm.tolist() == [400_000]


def test_a_loop_at_the_end_of_a_road_is_an_edge_to_itself() -> None:
    graph = graph_of(road((0, 0), (100, 0), (150, 50), (150, -50), (100, 0)))
    assert (graph.n_node, graph.n_edge) == (2, 2)
    assert sorted((graph.u == graph.v).tolist()) == [False, True]


def test_parallel_and_duplicate_lines_are_kept() -> None:
    # the two halves of a ring of unlike classes, and the same line twice
    graph = graph_of(
        road((0, 0), (100, 0)),
        road((0, 0), (50, 50), (100, 0), highway="trunk"),
        road((0, 0), (100, 0)),
    )
    assert (graph.n_node, graph.n_edge) == (2, 3)


def test_edges_are_sorted_by_their_nodes_and_lines_run_from_u_to_v() -> None:
    rng = np.random.default_rng(4)
    ends = rng.integers(0, 12, (60, 2)) * 100
    mids = rng.integers(0, 1200, (60, 2))
    graph = graph_of(
        *(
            road((a, 0), (x + 0.5, y + 0.5), (b, 0), highway=("trunk", "tertiary")[i % 2])
            for i, ((a, b), (x, y)) in enumerate(zip(ends, mids, strict=True))
        )
    )
    keys = list(zip(np.minimum(graph.u, graph.v), np.maximum(graph.u, graph.v), strict=True))
    assert keys == sorted(keys)
    first, last = graph.line_indptr[:-1], graph.line_indptr[1:] - 1
    assert np.array_equal(graph.line_xy[first], graph.node_xy[graph.u])
    assert np.array_equal(graph.line_xy[last], graph.node_xy[graph.v])


def test_a_graph_does_not_depend_on_anything_but_its_lines() -> None:
    roads = [road((0, 0), (100, 0), (100, 70)), road((100, 0), (300, 10), highway="trunk")]
    a, b = graph_of(*roads), graph_of(*roads)
    assert all(np.array_equal(getattr(a, n), getattr(b, n)) for n in a.__dataclass_fields__)


# --- order and components


def test_hilbert_order_is_a_permutation_that_keeps_quarters_together() -> None:
    # the curve visits lower left, upper left, upper right, lower right (or its mirror); it never
    # comes back to a quarter
    rng = np.random.default_rng(0)
    xy = rng.random((500, 2))
    order = hilbert_order(xy)
    assert sorted(order.tolist()) == list(range(500))
    quarter = (2 * (xy[:, 0] >= 0.5) + (xy[:, 1] >= 0.5))[order]
    assert 3 <= int((quarter[1:] != quarter[:-1]).sum()) <= 5  # bounds are those of the points


def test_hilbert_steps_between_neighbours() -> None:
    # on a full grid of 2^k cells the curve steps to a neighbour each time
    x, y = np.meshgrid(np.arange(16), np.arange(16))
    xy = np.column_stack((x.ravel(), y.ravel())).astype(float)
    step = np.abs(np.diff(xy[hilbert_order(xy)], axis=0)).sum(axis=1)
    assert step.mean() < 1.5
    assert hilbert_order(np.empty((0, 2))).size == 0
    assert hilbert_order(np.ones((3, 2))).tolist() == [0, 1, 2]


def test_components_are_numbered_by_size_and_only_over_usable_edges() -> None:
    network = network_of(
        [
            road((0, 0), (10, 0)),
            road((0, 100), (10, 100)),
            road((10, 100), (20, 100), highway="trunk"),
            road((20, 100), (30, 100), highway="footway"),
        ]
    )
    graph = network.graph
    every = components(graph, usable=np.ones(graph.n_edge, bool))
    upper = graph.node_xy[:, 1] == 100
    assert set(every[upper]) == {0}
    assert set(every[~upper]) == {1}
    ridden = components(graph, usable=graph.ride_uv_ms != NO_WAY)
    alone = graph.node_xy[:, 0] == 30
    assert ridden[alone].tolist() == [2]
    assert set(ridden[upper & ~alone]) == {0}


@pytest.mark.parametrize("length_m", [np.nan, 5.0])
def test_a_line_between_two_nodes_at_one_place_joins_them_at_no_distance(length_m: float) -> None:
    lines = Lines(
        xy=np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [100.0, 0.0]]),
        indptr=np.array([0, 2, 4]),
        highway=("residential", "track"),
        oneway=np.zeros(2, dtype=np.int8),
        speed_kmh=np.full(2, np.nan),
        length_m=np.array([length_m, np.nan]),
        vertex=np.array([1, 2, 2, 3]),
    )
    graph = build_graph(lines, speeds_kmh=SPEEDS)
    assert sorted(graph.length_mm.tolist()) == [0, 100_000]
    assert components(graph, usable=np.ones(graph.n_edge, dtype=bool)).tolist() == [0, 0, 0]


def test_a_dead_end_of_two_one_way_rows_is_joined_in_both_directions() -> None:
    """J (0, 0) to D (1000, 0) and back, a row each way; the place beside it rides either way.

    At 36 km/h a second is 10 m: from the place at x = 400 to a school at x = -500 on the through
    road are 90 s, back are 90 s, and nobody drives to the dead end to turn.
    """
    lines = Lines(
        xy=np.array(
            [[-1000, 0], [0, 0], [0, 0], [0, 1000], [0, 0], [1000, 0], [1000, 0], [0, 0]], float
        ),
        indptr=np.array([0, 2, 4, 6, 8]),
        highway=["residential"] * 4,
        oneway=np.array([0, 0, 1, 1], dtype=np.int8),
        speed_kmh=np.full(4, np.nan),
        length_m=np.full(4, np.nan),
    )
    graph = build_graph(lines, speeds_kmh={"default": 36.0})
    network = Network(graph=graph, off_road_speed_m_s=1.0, snap_limit_m=100.0)
    places = np.array([[400.0, 0.0], [-500.0, 0.0]])
    walk, ride = (snap(network, places, mode=mode) for mode in ("walk", "ride"))
    assert int(np.diff(ride.indptr)[0]) == 2
    there, _ = od_and_between(network, walk, ride, n_origin=1, cutoff_m=5000)
    back_walk, back_ride = (snap(network, places[::-1], mode=mode) for mode in ("walk", "ride"))
    back, _ = od_and_between(network, back_walk, back_ride, n_origin=1, cutoff_m=5000)
    assert there.ride_s.tolist() == back.ride_s.tolist() == [90]
