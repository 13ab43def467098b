"""A real mountain network: our journeys against shortest paths of networkx on osmnx's own graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmium
import osmnx as ox
import pytest
from tests.routes import routable

import schoolmap as sm
from schoolmap.geography.crs import choose_crs, project
from schoolmap.io.ledger import Ledger
from schoolmap.io.road_files import read_road_file, write_roads
from schoolmap.model.graph import Network
from schoolmap.network import od_matrix

pytestmark = [pytest.mark.shared, pytest.mark.slow]

# Andorra la Vella and the valleys around it
WEST, SOUTH, EAST, NORTH = 1.45, 42.47, 1.58, 42.58
WALKED = {"motorway", "motorway_link", "construction", "proposed", "no", "raceway"}


@pytest.fixture(scope="module")
def valley(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ways of the extract that touch the valley, as OSM XML, which osmnx reads."""
    source = str(shared_data / "andorra" / "roads.osm.pbf")
    path = tmp_path_factory.mktemp("andorra") / "valley.osm"
    here: set[int] = set()
    for item in osmium.FileProcessor(source, osmium.osm.NODE):
        if WEST <= item.lon <= EAST and SOUTH <= item.lat <= NORTH:
            here.add(item.id)
    ways = [
        item.id
        for item in osmium.FileProcessor(source, osmium.osm.WAY)
        if "highway" in item.tags and any(node.ref in here for node in item.nodes)
    ]
    kept, needed = set(ways), set()
    for item in osmium.FileProcessor(source, osmium.osm.WAY):
        if item.id in kept:
            needed |= {node.ref for node in item.nodes}
    with osmium.SimpleWriter(str(path)) as writer:
        for item in osmium.FileProcessor(source):
            if (item.is_node() and item.id in needed) or (item.is_way() and item.id in kept):
                writer.add(item)
    return path


@pytest.fixture(scope="module")
def simplified(valley: Path) -> Any:
    return ox.graph_from_xml(valley, retain_all=True)


def walking(graph: Any) -> nx.Graph:
    """Return the least metres on foot between neighbours: both ways, no motorways."""
    found = nx.Graph()
    for u, v, data in graph.edges(data=True):
        classes = data["highway"] if isinstance(data["highway"], list) else [data["highway"]]
        barred = {"no", "private"} & set(np.atleast_1d(data.get("access", "")).tolist())
        if WALKED & set(classes) or barred:
            continue
        if data["length"] < found.get_edge_data(u, v, {"m": np.inf})["m"]:
            found.add_edge(u, v, m=data["length"])
    return found


def test_walks_are_as_long_as_networkx_finds_them(simplified: Any) -> None:
    roads = sm.from_osmnx(simplified)
    crs = choose_crs(roads.lonlat)
    graph = routable(roads, crs)
    there = walking(simplified)
    # places on nodes that one can walk from
    rng = np.random.default_rng(3)
    main = sorted(max(nx.connected_components(there), key=len))
    chosen = rng.choice(main, 60, replace=False).tolist()
    xy = project([[simplified.nodes[n][axis] for axis in "xy"] for n in chosen], crs)
    network = Network(graph, off_road_speed_m_s=0.8, snap_limit_m=100.0)
    od = od_matrix(network, xy[:30], xy[30:], cutoff_m=40_000)
    expected = {
        (i, j): lengths[target]
        for i, lengths in enumerate(
            nx.single_source_dijkstra_path_length(there, node, weight="m") for node in chosen[:30]
        )
        for j, target in enumerate(chosen[30:])
    }
    found = dict(zip(zip(od.origin().tolist(), od.destination.tolist(), strict=True),
                     od.length_m.tolist(), strict=True))  # fmt: skip
    assert set(found) == set(expected)
    assert len(found) == 900
    off = np.array([found[pair] - expected[pair] for pair in expected])
    # lengths are whole metres, summed of whole millimetres over a few hundred edges
    assert np.abs(off).max() <= 0.6


def test_the_extract_and_what_osmnx_makes_of_it_are_one_network(
    valley: Path, tmp_path: Path
) -> None:
    ledger = Ledger()
    extract = read_road_file(valley, ledger)
    crs = choose_crs(extract.lonlat)
    graph = routable(extract, crs)
    for name in ("roads.gpkg", "roads.graphml"):
        again = read_road_file(write_roads(tmp_path / name, extract, credit=""), Ledger())
        other = routable(again, crs)
        assert sorted(other.length_mm.tolist()) == sorted(graph.length_mm.tolist())
        rng = np.random.default_rng(5)
        at = rng.choice(graph.n_node, 80, replace=False)
        xy = graph.node_xy[at]
        matrices = [
            od_matrix(
                Network(one, off_road_speed_m_s=0.8, snap_limit_m=100.0),
                xy[:40],
                xy[40:],
                cutoff_m=30_000,
            )
            for one in (graph, other)
        ]
        for column in ("indptr", "destination", "length_m", "walk_ref_s", "ride_s"):
            first, second = (getattr(matrix, column) for matrix in matrices)
            assert np.array_equal(first, second), (name, column)
        assert matrices[0].destination.size > 500
