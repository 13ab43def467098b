"""Walking on slopes: by pencil, against scipy and networkx, and by properties."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage
from tests.network.towns import random_roads
from tests.worlds import Road, journeys_of, network_of, road

from schoolmap.model.graph import NO_WAY, Network, RoadGraph
from schoolmap.model.terrain import Terrain
from schoolmap.network import od_matrix
from schoolmap.network.heights import bilinear, fill_holes
from schoolmap.network.slope import (
    SPLIT_ERROR_MS,
    SlopeRules,
    pace_factor,
    sloped,
)

AS_IT_IS = SlopeRules(smoothing_m=0.0, cap={"default": 9.0})
CELL_M = 10.0
SIDE = 401
CORNER = (-1000.0, 3000.0)
"""The middle of the first cell: the grid covers 4 km each way, downwards."""


def land(height: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Terrain:
    """Terrain of a function of x and y."""
    x = CORNER[0] + CELL_M * np.arange(SIDE)
    y = CORNER[1] - CELL_M * np.arange(SIDE)
    grid = np.broadcast_to(height(x[None, :], y[:, None]), (SIDE, SIDE)).astype(np.float32)
    return Terrain(
        grid, np.zeros(grid.shape, bool), (CELL_M, 0, CORNER[0], 0, -CELL_M, CORNER[1]), "", "dem"
    )


def to_cell(xy: np.ndarray) -> np.ndarray:
    return np.column_stack(((xy[:, 0] - CORNER[0]) / CELL_M, (CORNER[1] - xy[:, 1]) / CELL_M))


def on(
    terrain: Terrain, roads: Sequence[Road], *, rules: SlopeRules = AS_IT_IS, **more: object
) -> tuple[RoadGraph, RoadGraph]:
    """The level graph and the sloped one."""
    level = network_of(roads).graph
    return level, sloped(level, terrain, to_cell, rules=rules, **more)[0]  # type: ignore[arg-type]


def ways(graph: RoadGraph) -> dict[tuple[tuple[float, float], tuple[float, float]], int]:
    """Walking time by the points that an edge runs from and to, both ways."""
    found = {}
    for e in range(graph.n_edge):
        u, v = (tuple(graph.node_xy[n].tolist()) for n in (graph.u[e], graph.v[e]))
        found[u, v], found[v, u] = int(graph.walk_uv_ms[e]), int(graph.walk_vu_ms[e])
    return found


def network(graph: RoadGraph) -> Network:
    return Network(graph, off_road_speed_m_s=0.8, snap_limit_m=2000.0)


# --- by pencil


def test_ramp_of_ten_per_cent() -> None:
    # up: 100 s x e^(3.5 x 0.10) = 141.9068 s; down: |-0.10 + 0.05| is level's own 0.05
    _, graph = on(land(lambda x, _: 0.1 * x), [road((0, 0), (100, 0))])
    assert ways(graph) == {((0, 0), (100, 0)): 141_907, ((100, 0), (0, 0)): 100_000}
    assert graph.length_mm.tolist() == [100_000]


def test_gentle_way_down_is_the_fastest() -> None:
    # down 5 %: e^(3.5 x -0.05) = 0.839457; up 5 %: e^(0.175) = 1.191246
    _, graph = on(land(lambda x, _: 0.05 * x), [road((0, 0), (1000, 0))])
    assert ways(graph) == {((0, 0), (1000, 0)): 1_191_246, ((1000, 0), (0, 0)): 839_457}


def test_hill_between_two_junctions() -> None:
    # 500 m up at 10 % (709.534 s) and 500 m down (500 s), though both ends are at one height
    _, graph = on(land(lambda x, _: 50 - 0.1 * np.abs(x - 500)), [road((0, 0), (1000, 0))])
    assert ways(graph) == {
        ((0, 0), (500, 0)): 709_534,
        ((500, 0), (0, 0)): 500_000,
        ((500, 0), (1000, 0)): 500_000,
        ((1000, 0), (500, 0)): 709_534,
    }


def test_school_on_a_hill_is_farther_than_the_way_home() -> None:
    level = network_of([road((0, 0), (1000, 0))]).graph
    graph, _ = sloped(level, land(lambda x, _: 0.1 * x), to_cell, rules=AS_IT_IS)
    foot, top = [(0.0, 0.0)], [(1000.0, 0.0)]
    up = od_matrix(network(graph), np.array(foot), np.array(top), cutoff_m=5000)
    down = od_matrix(network(graph), np.array(top), np.array(foot), cutoff_m=5000)
    assert journeys_of(up) == {(0, 0): (1000, 1419, 100, 1000)}
    assert journeys_of(down) == {(0, 0): (1000, 1000, 100, 1000)}


def test_the_gentle_way_round_beats_the_steep_short_one() -> None:
    # straight over a ridge of 30 %, 200 m, or round it on the level, 240 m
    over = road((0, 0), (100, 0), (200, 0), highway="path")
    round_it = road((0, 0), (0, -20), (200, -20), (200, 0), highway="path")

    def ridge(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.where(y >= -5, np.maximum(0, 30 - 0.3 * np.abs(x - 100)), 0.0)

    _, graph = on(land(ridge), [over, round_it])
    there = od_matrix(
        network(graph), np.array([(0.0, 0.0)]), np.array([(200.0, 0.0)]), cutoff_m=1000
    )
    length_m, walk_s, _, _ = journeys_of(there)[0, 0]
    assert (length_m, walk_s) == (240, 240)


def test_slope_beyond_the_cap_is_cut_to_it_and_counted() -> None:
    level = network_of([road((0, 0), (100, 0))]).graph
    rules = SlopeRules(smoothing_m=0.0, cap={"default": 0.15, "path": 0.4})
    steep = land(lambda x, _: 0.5 * x)
    graph, tally = sloped(level, steep, to_cell, rules=rules)
    # 100 s x e^(3.5 x 0.15) up, 100 s x e^(3.5 x 0.05) down
    assert ways(graph) == {((0, 0), (100, 0)): 169_046, ((100, 0), (0, 0)): 119_125}
    assert (tally.road_m, tally.capped_m, tally.level_m) == (100, 100, 0)


def test_bridge_runs_level_over_its_valley() -> None:
    def valley(x: np.ndarray, _: np.ndarray) -> np.ndarray:
        return np.where((x > 200) & (x < 300), 0.0, 40.0)

    line = road((0, 0), (190, 0), (310, 0), (500, 0))
    decks = np.array([(190 + 310) / 2 + 0j])
    _, into = on(land(valley), [line])
    _, over = on(land(valley), [line], decks=decks)
    assert ways(over) == {((0, 0), (500, 0)): 500_000, ((500, 0), (0, 0)): 500_000}
    assert sum(into.walk_uv_ms) > 500_000


def test_bridge_that_was_drawn_a_hair_off_its_road_is_a_bridge_still() -> None:
    def valley(x: np.ndarray, _: np.ndarray) -> np.ndarray:
        return np.where((x > 200) & (x < 300), 0.0, 40.0)

    # 4 mm lie between the ends of bank and bridge: they join, and the bank's end stays
    banks = [road((0, 0), (190, 0)), road((310, 0), (500, 0))]
    for lines in ([banks[0], road((190, 0.004), (310, 0.004)), banks[1]], [*banks][::-1]):
        bridge = [] if len(lines) == 3 else [road((310, 0.004), (190, 0.004))]
        _, over = on(land(valley), [*lines, *bridge], decks=np.array([250 + 0.004j]))
        assert over.n_edge == 1
        assert set(ways(over).values()) == {500_000}


def test_stretch_without_a_height_is_level_and_counted() -> None:
    terrain = land(lambda x, _: np.where(x > 100, np.nan, 0.1 * x))
    level = network_of([road((0, 0), (300, 0))]).graph
    graph, tally = sloped(level, terrain, to_cell, rules=AS_IT_IS)
    assert tally.level_m == 200
    # 141.907 s for the ramp, 200 s for the rest
    assert int(graph.walk_uv_ms.sum()) == 341_907
    outside = network_of([road((9000, 9000), (9300, 9000))]).graph
    graph, tally = sloped(outside, terrain, to_cell, rules=AS_IT_IS)
    assert tally.level_m == 300
    assert graph is not outside
    assert graph.walk_uv_ms.tolist() == [300_000]


def test_void_of_one_cell_is_the_mean_of_its_neighbours() -> None:
    grid = np.arange(25, dtype=np.float32).reshape(5, 5)
    grid[2, 2] = np.nan
    filled, which = fill_holes(grid, reach_cells=3)
    assert filled[2, 2] == (7 + 11 + 13 + 17) / 4 == 12
    assert which.sum() == 1
    assert which[2, 2]


def test_void_of_two_cells_by_two_equations() -> None:
    # a = (10 + 10 + 10 + b) / 4, b = (20 + 20 + 20 + a) / 4: a = 12, b = 18
    grid = np.full((3, 4), 10, dtype=np.float32)
    grid[:, 2:] = 20
    grid[1, 1:3] = np.nan
    filled, which = fill_holes(grid, reach_cells=3)
    assert filled[1].tolist() == [10, 12, 18, 20]
    assert which.sum() == 2


def test_what_is_not_enclosed_stays_a_void() -> None:
    grid = np.zeros((6, 6), dtype=np.float32)
    grid[0:2, 0] = np.nan
    filled, which = fill_holes(grid, reach_cells=3)
    assert not which.any()
    assert np.isnan(filled).sum() == 2


def test_deep_inside_a_hole_stays_a_void() -> None:
    grid = np.full((21, 21), 7, dtype=np.float32)
    grid[3:18, 3:18] = np.nan
    filled, which = fill_holes(grid, reach_cells=2)
    assert np.isnan(filled).sum() == 11 * 11
    assert (filled[which] == 7).all()


# --- against others


def test_heights_between_cells_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    grid = rng.uniform(0, 900, (30, 40)).astype(np.float32)
    cell = np.column_stack((rng.uniform(0, 39, 500), rng.uniform(0, 29, 500)))
    ours, source = bilinear(grid, cell)
    theirs = ndimage.map_coordinates(grid.astype(np.float64), cell[:, ::-1].T, order=1)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)
    assert (source >= 0).all()


def test_routes_on_slopes_are_those_of_networkx() -> None:
    hills = land(lambda x, y: 60 * np.sin(x / 170) + 45 * np.cos(y / 130))
    level, graph = on(hills, random_roads(3))
    directed = nx.MultiDiGraph()
    for e in range(graph.n_edge):
        if graph.walk_uv_ms[e] != NO_WAY:
            u, v = int(graph.u[e]), int(graph.v[e])
            directed.add_edge(u, v, ms=int(graph.walk_uv_ms[e]))
            directed.add_edge(v, u, ms=int(graph.walk_vu_ms[e]))
    places = level.node_xy[:12]
    od = journeys_of(od_matrix(network(graph), places, places, cutoff_m=20_000))
    at = [int(np.argmin(np.hypot(*(graph.node_xy - p).T))) for p in places]
    for i, start in enumerate(at):
        reached = nx.single_source_dijkstra_path_length(directed, start, weight="ms")
        for j, end in enumerate(at):
            if (i, j) in od:
                assert od[i, j][1] == (reached[end] + 500) // 1000


# --- properties

FLAT = land(lambda x, _: np.full_like(x, 731.3))


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_flat_land_changes_nothing(seed: int) -> None:
    level, graph = on(FLAT, random_roads(seed), rules=SlopeRules(150.0, {"default": 0.15}))
    for name in ("u", "v", "length_mm", "walk_uv_ms", "walk_vu_ms", "ride_uv_ms", "line_xy"):
        np.testing.assert_array_equal(getattr(level, name), getattr(graph, name))


HILLS = land(lambda x, y: 80 * np.sin(x / 90) * np.cos(y / 110) + 0.04 * x)


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_rides_and_lengths_stay_what_they_were(seed: int) -> None:
    level, graph = on(HILLS, random_roads(seed))
    assert graph.n_edge > level.n_edge
    assert graph.length_mm.sum() == level.length_mm.sum()
    places = level.node_xy
    old = journeys_of(od_matrix(network(level), places, places, cutoff_m=90_000))
    new = journeys_of(od_matrix(network(graph), places, places, cutoff_m=90_000))
    assert {k: v[2:] for k, v in old.items()} == {k: v[2:] for k, v in new.items()}


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_rides_between_any_places_are_the_same_but_for_roundings(seed: int) -> None:
    """Where a place stands within an edge that was cut, a millisecond may be rounded elsewhere."""
    level, graph = on(HILLS, random_roads(seed))
    places = np.random.default_rng(seed).uniform(0, 20_000, (60, 2))
    old = journeys_of(od_matrix(network(level), places, places, cutoff_m=90_000))
    new = journeys_of(od_matrix(network(graph), places, places, cutoff_m=90_000))
    both = [(old[k][2:], new[k][2:]) for k in old.keys() & new.keys()]
    assert len(both) > 100
    apart = [max(abs(a - b) for a, b in zip(*pair, strict=True)) for pair in both]
    assert max(apart) <= 1
    assert sum(gap > 0 for gap in apart) < 0.03 * len(apart)


def hill(seed: int) -> Terrain:
    rng = np.random.default_rng(seed)
    a, b, c, d = rng.uniform(60, 400, 4)
    return land(lambda x, y: 50 * np.sin(x / a) * np.cos(y / b) + 30 * np.sin((x + y) / c + d))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_turning_a_line_round_swaps_its_two_ways(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = [tuple(p) for p in rng.uniform(-900, 2900, (int(rng.integers(2, 9)), 2)).tolist()]
    terrain = hill(seed)
    there = on(terrain, [road(*points)])[1]
    back = on(terrain, [road(*points[::-1])])[1]
    assert abs(int(there.walk_uv_ms.sum() - back.walk_vu_ms.sum())) <= there.n_edge
    assert there.length_mm.sum() == back.length_mm.sum()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_time_to_any_point_is_near_its_share_by_length(seed: int) -> None:
    """Cut finely, every station's time is known; cut as we do, a share by length is near it."""
    rng = np.random.default_rng(seed)
    ends = rng.uniform(-900, 2900, (2, 2))
    line = road(*(tuple(p) for p in ends.tolist()))
    terrain = hill(seed)
    _, graph = on(terrain, [line])
    share = rng.uniform(0.02, 0.98)
    point = ends[0] + share * (ends[1] - ends[0])
    od = od_matrix(network(graph), point[None], ends, cutoff_m=90_000)
    walked = [journeys_of(od)[0, k][1] for k in (0, 1)]
    # by small steps along the line, the other way round from ours
    length = float(np.hypot(*(ends[1] - ends[0])))
    n = math.ceil(length / CELL_M)
    t = np.linspace(0, 1, n + 1)
    xy = ends[0] + t[:, None] * (ends[1] - ends[0])
    height = ndimage.map_coordinates(
        terrain.height_m.astype(np.float64), to_cell(xy)[:, ::-1].T, order=1
    )
    slope = np.diff(height) / (length / n)
    forward = np.concatenate(([0], np.cumsum(length / n * pace_factor(slope))))
    backward = np.concatenate(([0], np.cumsum(length / n * pace_factor(-slope))))
    to_end = forward[-1] - np.interp(share, t, forward)
    to_start = np.interp(share, t, backward)
    assert abs(walked[0] - to_start) <= SPLIT_ERROR_MS / 1000 + 1.5
    assert abs(walked[1] - to_end) <= SPLIT_ERROR_MS / 1000 + 1.5


def test_least_time_is_never_more_than_that_of_the_shortest_way() -> None:
    level, graph = on(HILLS, random_roads(5))
    directed = nx.DiGraph()
    for e in range(graph.n_edge):
        if graph.walk_uv_ms[e] == NO_WAY:
            continue
        for u, v, ms in (
            (int(graph.u[e]), int(graph.v[e]), int(graph.walk_uv_ms[e])),
            (int(graph.v[e]), int(graph.u[e]), int(graph.walk_vu_ms[e])),
        ):
            length = int(graph.length_mm[e])
            if not directed.has_edge(u, v) or directed[u][v]["mm"] > length:
                directed.add_edge(u, v, mm=length, ms=ms)
    places = level.node_xy[:10]
    at = [int(np.argmin(np.hypot(*(graph.node_xy - p).T))) for p in places]
    od = journeys_of(od_matrix(network(graph), places, places, cutoff_m=90_000))
    assert len(od) > 10
    for (i, j), (_, walk_s, _, _) in od.items():
        shortest = nx.dijkstra_path(directed, at[i], at[j], weight="mm")
        sloped_ms = sum(directed[u][v]["ms"] for u, v in pairwise(shortest))
        assert walk_s * 1000 <= sloped_ms + 500


def test_graph_grows_no_more_than_it_must() -> None:
    # an even ramp of 3 km needs no cut at all, however long
    _, graph = on(land(lambda x, _: 0.08 * x), [road((-900, 0), (2900, 0))])
    assert graph.n_edge == 1
