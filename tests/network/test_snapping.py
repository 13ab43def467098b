"""Where places join the road: the snap ledger."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import network_of, road

from schoolmap.model.graph import NO_WAY
from schoolmap.network import snap


def joins(snaps, place: int) -> list[tuple[int, int]]:  # noqa: ANN001
    at = slice(snaps.indptr[place], snaps.indptr[place + 1])
    return list(zip(snaps.edge[at].tolist(), snaps.offset_mm[at].tolist(), strict=True))


def test_a_place_joins_the_interior_of_a_long_edge_at_the_projected_point() -> None:
    # 5 km without a vertex; the place stands 30 m off at 1234.5 m from one end
    network = network_of([road((0, 0), (5000, 0))])
    snaps = snap(network, np.array([[1234.5, 30.0]]), mode="walk")
    ((edge, offset),) = joins(snaps, 0)
    west_is_u = network.graph.node_xy[network.graph.u[edge], 0] == 0
    assert offset == (1_234_500 if west_is_u else 3_765_500)
    assert snaps.leg_mm.tolist() == [30_000]
    assert snaps.component.tolist() == [0]


def test_an_offset_counts_in_the_edges_own_length() -> None:
    # 1000 m planar, 3000 m declared; a quarter of the way
    network = network_of([road((0, 0), (1000, 0), length_m=3000.0)])
    snaps = snap(network, np.array([[250.0, 0.0]]), mode="walk")
    assert joins(snaps, 0)[0][1] in (750_000, 2_250_000)


def test_an_offset_is_right_after_lines_of_unlike_lengths_are_joined() -> None:
    # the first 1000 m are declared as 2000 (bends that the line leaves out), the next as drawn;
    # at the seam a place is 2000 m from the west end and 1000 m from the east, contracted or not
    network = network_of([road((0, 0), (1000, 0), length_m=2000.0), road((1000, 0), (2000, 0))])
    graph = network.graph
    snaps = snap(network, np.array([[1000.0, 0.0]]), mode="walk")
    for edge, offset in joins(snaps, 0):
        along = {graph.u[edge]: offset, graph.v[edge]: graph.length_mm[edge] - offset}
        for node, far in along.items():
            assert far in {0, 2_000_000 if graph.node_xy[node, 0] == 0 else 1_000_000}


@pytest.mark.parametrize("x", [0.0, -40.0])
def test_a_place_beyond_the_end_joins_the_end(x: float) -> None:
    network = network_of([road((0, 0), (100, 0))])
    snaps = snap(network, np.array([[x, 0.0]]), mode="walk")
    ((edge, offset),) = joins(snaps, 0)
    assert offset in (0, 100_000)
    assert (
        network.graph.node_xy[(network.graph.u if offset == 0 else network.graph.v)[edge], 0] == 0
    )
    assert snaps.leg_mm.tolist() == [round(-x * 1000)]


def test_a_place_joins_every_edge_within_a_centimetre_of_the_nearest() -> None:
    # a bridge: two lines cross without a vertex; the place stands under it
    network = network_of([road((-100, 0), (100, 0)), road((0, -100), (0, 100))])
    at = np.array([[0.0, 0.0], [0.0, 0.009], [0.0, 0.02]])
    snaps = snap(network, at, mode="walk")
    assert [len(joins(snaps, p)) for p in range(3)] == [2, 2, 1]
    # both at their middle
    assert [o for _, o in joins(snaps, 0)] == [100_000, 100_000]


def test_a_junction_joins_all_its_edges() -> None:
    network = network_of([road((0, 0), (x, y)) for x, y in ((50, 0), (0, 50), (-50, 0), (0, -50))])
    snaps = snap(network, np.array([[0.0, 0.0]]), mode="walk")
    assert len(joins(snaps, 0)) == network.graph.n_edge == 4


def test_an_edge_that_passes_twice_is_joined_once() -> None:
    # a hairpin: both arms are 10 m from the place
    network = network_of([road((0, 0), (100, 0), (100, 20), (0, 20))])
    assert len(joins(snap(network, np.array([[50.0, 10.0]]), mode="walk"), 0)) == 1


@pytest.mark.parametrize(("distance", "joined"), [(2000.0, True), (2000.001, False)])
def test_the_snap_limit_is_inclusive_and_the_ledger_shows_the_leg(
    distance: float, *, joined: bool
) -> None:
    network = network_of([road((0, 0), (100, 0))])
    snaps = snap(network, np.array([[50.0, distance]]), mode="walk")
    assert len(joins(snaps, 0)) == joined
    assert snaps.component.tolist() == [0 if joined else -1]
    assert snaps.leg_mm.tolist() == [round(distance * 1000)]


def test_each_mode_has_its_own_nearest_edge() -> None:
    network = network_of(
        [
            road((0, 0), (1000, 0), highway="footway"),
            road((0, 300), (1000, 300), highway="motorway"),
            road((0, 500), (1000, 500)),
        ]
    )
    at = np.array([[500.0, 100.0], [500.0, 350.0]])
    assert snap(network, at, mode="walk").leg_mm.tolist() == [100_000, 150_000]
    assert snap(network, at, mode="ride").leg_mm.tolist() == [200_000, 50_000]


def test_components_are_those_of_the_mode() -> None:
    # two roads joined by a footpath only
    network = network_of(
        [
            road((0, 0), (1000, 0)),
            road((1000, 0), (2000, 0), highway="footway"),
            road((2000, 0), (3000, 0)),
        ]
    )
    at = np.array([[10.0, 0.0], [2990.0, 0.0]])
    assert snap(network, at, mode="walk").component.tolist() == [0, 0]
    assert sorted(snap(network, at, mode="ride").component.tolist()) == [0, 1]


def test_a_mode_without_any_edge_joins_nothing() -> None:
    network = network_of([road((0, 0), (1000, 0), highway="footway")])
    snaps = snap(network, np.array([[1.0, 1.0], [2.0, 2.0]]), mode="ride")
    assert snaps.indptr.tolist() == [0, 0, 0]
    assert snaps.leg_mm.tolist() == [NO_WAY, NO_WAY]
    assert snaps.component.tolist() == [-1, -1]


def test_no_place_is_no_row() -> None:
    snaps = snap(network_of([road((0, 0), (9, 0))]), np.empty((0, 2)), mode="walk")
    assert snaps.indptr.tolist() == [0]


COORDINATE = st.integers(-3000, 3000)
POINT = st.tuples(COORDINATE, COORDINATE)


@given(
    st.lists(st.lists(POINT, min_size=2, max_size=4, unique=True), min_size=1, max_size=6),
    st.lists(POINT, min_size=1, max_size=8),
)
@settings(max_examples=60)
def test_legs_agree_with_a_brute_force_over_all_segments(
    polylines: list[list[tuple[int, int]]], places: list[tuple[int, int]]
) -> None:
    network = network_of([road(*p) for p in polylines], snap_limit_m=500.0)
    snaps = snap(network, np.array(places, dtype=float), mode="walk")
    for i, p in enumerate(places):
        nearest = min(_to_segment(p, a, b) for line in polylines for a, b in pairwise(line))
        assert snaps.leg_mm[i] == pytest.approx(nearest * 1000, abs=0.51)
        assert bool(joins(snaps, i)) == (nearest <= 500)
        for edge, offset in joins(snaps, i):
            assert 0 <= offset <= network.graph.length_mm[edge]


def _to_segment(p: tuple[int, int], a: tuple[int, int], b: tuple[int, int]) -> float:
    d = complex(b[0] - a[0], b[1] - a[1])
    w = complex(p[0] - a[0], p[1] - a[1])
    t = min(1.0, max(0.0, (w * d.conjugate()).real / abs(d) ** 2))
    return abs(w - t * d)
