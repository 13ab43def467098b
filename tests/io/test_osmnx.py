"""To osmnx and back: the same routes, by our search, networkx's and osmnx's own functions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from tests.routes import CRS, routable, same_routes

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.errors import UsageError
from schoolmap.geography.crs import project
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.roads import read_roads
from schoolmap.model.study import RoadLines, SourceSection


def lines(*ways: dict[str, Any]) -> RoadLines:
    """Return lines of ways given by their vertices in thousandths of a degree from 111.6, 36.2."""
    n = len(ways)
    xy = [point for way in ways for point in way["xy"]]
    sizes = [len(way["xy"]) for way in ways]
    return RoadLines(
        lonlat=np.array(xy, dtype=np.float64) / 1000 + (111.6, 36.2),
        indptr=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        highway=tuple(way.get("highway", "residential") for way in ways),
        oneway=np.array([way.get("oneway", 0) for way in ways], dtype=np.int8),
        speed_kmh=np.array([way.get("speed_kmh", np.nan) for way in ways]),
        length_m=np.array([way.get("length_m", np.nan) for way in ways]),
        name=tuple(way.get("name", "") for way in ways),
        rows=np.arange(1, n + 1, dtype=np.int64),
        file="drawn",
    )


CROSS = lines(
    {"xy": [(0, 0), (5, 1), (10, 0), (20, 0)], "highway": "tertiary", "name": "县道一"},
    {"xy": [(10, -8), (10, 0), (10, 9)], "oneway": 1, "speed_kmh": 25.0},
    {"xy": [(10, 9), (0, 0)], "oneway": -1, "highway": "service", "length_m": 1900.0},
    {"xy": [(20, 0), (10, 9)], "highway": "path"},
    {"xy": [(0, 0), (10, -8)], "highway": "motorway", "oneway": 1},
    {"xy": [(20, 0), (24, 4), (28, 0), (20, 0)], "highway": "track"},
)


def test_by_pencil() -> None:
    graph = sm.to_osmnx(CROSS, crs=CRS)
    # vertices are numbered as they are met; 5, 1 and 24, 4 and 28, 0 are no nodes
    west, middle, east, south, north = (node for node in graph.nodes)
    assert graph.nodes[west] == {"x": 111.6, "y": 36.2, "street_count": 3}
    assert graph.nodes[middle]["street_count"] == 4
    # the ring leaves and comes back
    assert graph.nodes[east]["street_count"] == 4
    edge = graph.edges[west, middle, 0]
    assert (edge["highway"], edge["name"], edge["oneway"]) == ("tertiary", "县道一", False)
    assert [tuple(np.round(p, 3)) for p in edge["geometry"].coords] == [
        (111.6, 36.2), (111.605, 36.201), (111.61, 36.2),
    ]  # fmt: skip
    assert graph.edges[middle, west, 0]["reversed"]
    # one-way: forward only, with its speed; backward lines are turned
    assert graph.edges[south, middle, 0]["speed_kph"] == 25.0
    assert not graph.has_edge(middle, south)
    assert graph.edges[west, north, 0]["length"] == 1900.0
    assert not graph.has_edge(north, west)
    # a path: both ways, although no vehicle rides it
    assert graph.has_edge(east, north)
    assert graph.has_edge(north, east)
    assert graph.number_of_edges(east, east) == 2


@pytest.mark.parametrize("mode", ["walk", "ride"])
def test_one_kind_of_traveller(mode: Any) -> None:
    graph = sm.to_osmnx(CROSS, crs=CRS, mode=mode)
    highways = {data["highway"] for *_, data in graph.edges(data=True)}
    assert ("motorway" in highways) == (mode == "ride")
    assert ("path" in highways) == (mode == "walk")
    oneway = {data["oneway"] for *_, data in graph.edges(data=True)}
    assert oneway == ({False} if mode == "walk" else {False, True})


def test_back_again_routes_are_the_same() -> None:
    again = sm.from_osmnx(sm.to_osmnx(CROSS, crs=CRS))
    assert same_routes(routable(CROSS), routable(again)) > 40
    # there and back is one line: no road is counted twice
    first, second = routable(CROSS), routable(again)
    assert sorted(first.length_mm.tolist()) == sorted(second.length_mm.tolist())


def test_rights_and_bridges_survive() -> None:
    n = len(CROSS)
    told = replace(
        CROSS,
        walked=np.array([True, False, True, True, True, False]),
        ridden=np.array([True, True, False, True, True, False]),
        bridge=np.arange(n) == 3,
        oneway=np.zeros(n, dtype=np.int8),
    )
    again = sm.from_osmnx(sm.to_osmnx(told, crs=CRS))
    by_class = {
        (highway, bool(w), bool(r), bool(b))
        for highway, w, r, b in zip(
            again.highway, again.walked, again.ridden, again.bridge, strict=True
        )
    }
    assert by_class == {
        ("tertiary", True, True, False), ("residential", False, True, False),
        ("service", True, False, False), ("path", True, True, True),
        ("motorway", True, True, False), ("track", False, False, False),
    }  # fmt: skip
    assert same_routes(routable(told), routable(again)) > 20


@pytest.mark.parametrize("seed", range(6))
def test_a_random_town_comes_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 9, (14, 2)) * 3
    ways = [
        {
            "xy": points[rng.integers(0, len(points), rng.integers(2, 5))].tolist(),
            "oneway": int(rng.integers(-1, 2)),
            "highway": str(rng.choice(["residential", "trunk", "path", "motorway", ""])),
            "speed_kmh": float(rng.choice([np.nan, 20.0, 33.3])),
            "length_m": float(rng.choice([np.nan, 5000.1])),
        }
        for _ in range(30)
    ]
    ways = [way for way in ways if len({tuple(p) for p in way["xy"]}) > 1]
    town = lines(*ways)
    again = sm.from_osmnx(sm.to_osmnx(town, crs=CRS))
    assert same_routes(routable(town), routable(again)) > 50


def test_a_model_and_its_graph_are_the_same_graph() -> None:
    model = sm.prepare(sm.read_study(bundled_study("zuomu")))
    assert model.graph is not None
    graph = sm.to_osmnx(model)
    other = sm.to_osmnx(model.graph, crs=model.crs)
    assert sorted(graph.edges(data="length")) == sorted(other.edges(data="length"))
    with pytest.raises(UsageError):
        sm.to_osmnx(model.graph)
    with pytest.raises(UsageError):
        sm.to_osmnx(replace(model, graph=None, walk_snaps=None, ride_snaps=None))
    # riding milliseconds come back by speed and length
    again = routable(sm.from_osmnx(graph), model.crs)
    assert same_routes(model.graph, again) > 100


def test_a_graph_that_cannot_be_drawn_is_refused() -> None:
    graph = nx.MultiDiGraph()
    with pytest.raises(UsageError, match="no CRS"):
        sm.from_osmnx(graph)
    graph.graph["crs"] = "epsg:4326"
    graph.add_node(1, x=111.6, y=36.2)
    graph.add_node(2, x=111.7, y=36.2)
    graph.add_edge(1, 2, geometry="POINT (1 1)")
    with pytest.raises(UsageError, match="number 1"):
        sm.from_osmnx(graph)


@pytest.mark.parametrize("place", [{}, {"x": 111.7}, {"x": "?", "y": 36}, {"x": np.nan, "y": 36}])
def test_a_node_without_a_place_is_refused_only_where_an_edge_ends_there(
    place: dict[str, Any],
) -> None:
    graph = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=111.6, y=36.2)
    graph.add_node(2, **place)
    assert len(sm.from_osmnx(graph)) == 0
    graph.add_edge(1, 2)
    with pytest.raises(UsageError, match="x and y"):
        sm.from_osmnx(graph)


def test_osmnx_works_on_it(tmp_path: Path) -> None:
    ox = pytest.importorskip("osmnx")
    graph = sm.to_osmnx(CROSS, crs=CRS)
    nodes = ox.distance.nearest_nodes(
        ox.project_graph(graph, to_crs=CRS), *project([[111.6, 36.2], [111.61, 36.209]], CRS).T
    )
    west, north = (int(node) for node in nodes)
    assert ox.routing.shortest_path(graph, west, north) == [west, north]
    assert len(ox.routing.shortest_path(graph, north, west)) > 2
    stats = ox.stats.basic_stats(graph)
    assert stats["n"] == 5
    assert stats["street_segment_count"] == 8
    assert stats["self_loop_proportion"] > 0
    ox.routing.add_edge_travel_times(ox.routing.add_edge_speeds(graph))
    ox.save_graphml(sm.to_osmnx(CROSS, crs=CRS), tmp_path / "roads.graphml")
    loaded = sm.from_osmnx(ox.load_graphml(tmp_path / "roads.graphml"))
    ledger = Ledger()
    source = Source("roads", SourceSection(file="roads.graphml"), tmp_path / "roads.graphml")
    read = read_roads(source, ledger)
    assert read is not None
    for again in (loaded, read):
        assert same_routes(routable(CROSS), routable(again)) > 40
    assert [p.code for p in ledger.problems] == ["graphml_merged"]


def test_projected_and_undirected_graphs_give_the_same_roads() -> None:
    ox = pytest.importorskip("osmnx")
    graph = sm.to_osmnx(CROSS, crs=CRS)
    projected = sm.from_osmnx(ox.project_graph(graph, to_crs=CRS))
    assert same_routes(routable(CROSS), routable(projected)) > 40
    undirected = sm.from_osmnx(ox.convert.to_undirected(graph))
    assert same_routes(routable(CROSS), routable(undirected)) > 40
