"""Real extracts, read where they lie beside the checkout, against another reading of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pytest

from schoolmap.geography.crs import choose_crs, project
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.roads import read_roads
from schoolmap.model.graph import NO_WAY, RoadGraph
from schoolmap.model.study import RoadLines, SourceSection
from schoolmap.network import build_graph, components
from schoolmap.pipeline.prepare import lines_of

pytestmark = pytest.mark.shared

EXTRACTS = {"andorra": "roads.osm.pbf", "porto_alegre": "poa_osm.pbf"}
SPEEDS = {"default": 20.0, "primary": 45.0, "residential": 20.0, "motorway": 70.0}
PATHS = {"path", "footway", "steps", "pedestrian", "cycleway", "bridleway", "track", "platform"}


@dataclass(frozen=True)
class Extract:
    path: Path
    roads: RoadLines
    graph: RoadGraph
    codes: dict[str, str]


@pytest.fixture(scope="module", params=sorted(EXTRACTS))
def extract(request: pytest.FixtureRequest, shared_data: Path) -> Extract:
    path = shared_data / request.param / EXTRACTS[request.param]
    ledger = Ledger()
    roads = read_roads(Source("roads", SourceSection(file=path.name), path), ledger)
    assert roads is not None
    graph = build_graph(lines_of(roads, choose_crs(roads.lonlat)), speeds_kmh=SPEEDS)
    return Extract(path, roads, graph, {p.code: p.en for p in ledger.problems})


def raw_ways(path: Path) -> dict[int, tuple[dict[str, str], list[int], list[tuple[float, float]]]]:
    """Every way with a highway, one node and one tag at a time."""
    found = {}
    for thing in osmium.FileProcessor(str(path)).with_locations():
        if thing.is_way() and "highway" in thing.tags:
            nodes = [n.ref for n in thing.nodes]
            places = [(n.location.lon, n.location.lat) for n in thing.nodes]
            found[thing.id] = ({t.k: t.v for t in thing.tags}, nodes, places)
    return found


def test_nodes_places_names_and_classes_are_those_of_the_file(extract: Extract) -> None:
    raw, roads = raw_ways(extract.path), extract.roads
    assert roads.vertex is not None
    assert set(roads.rows.tolist()) <= set(raw)
    for at, number in enumerate(roads.rows.tolist()):
        tags, nodes, places = raw[number]
        span = slice(roads.indptr[at], roads.indptr[at + 1])
        assert roads.vertex[span].tolist() == nodes
        assert roads.lonlat[span].tolist() == [list(p) for p in places]
        assert roads.highway[at] == tags["highway"]
        if "name:zh" not in tags:
            assert roads.name[at] == " ".join(tags.get("name", "").split())


def test_every_way_left_out_has_a_reason(extract: Extract) -> None:
    raw = raw_ways(extract.path)
    left = set(raw) - set(extract.roads.rows.tolist())
    unbuilt = {"construction", "proposed", "rest_area"}
    reason = Counter(
        "not_travelled"
        if raw[i][0]["highway"] in unbuilt
        else "area"
        if raw[i][0].get("area") == "yes"
        else "closed"
        for i in left
    )
    for word, count in reason.items():
        assert extract.codes[f"osm_{word}"].startswith(f"{count} ways")
    barred = {"no", "private", "agricultural", "military"}
    for i in left:
        tags = raw[i][0]
        if tags["highway"] not in unbuilt and tags.get("area") != "yes":
            assert {tags.get("access"), tags.get("foot")} & barred


def test_vehicles_keep_off_paths_and_tracks(extract: Extract) -> None:
    raw, roads = raw_ways(extract.path), extract.roads
    assert roads.ridden is not None
    for at in np.flatnonzero(roads.ridden).tolist():
        tags = raw[int(roads.rows[at])][0]
        opened = {tags.get(k) for k in ("bus", "psv", "motor_vehicle", "vehicle")}
        assert tags["highway"] not in PATHS or opened & {"yes", "designated", "permissive"}


def uncontracted(roads: RoadLines) -> nx.MultiGraph:
    """One edge for every two neighbouring vertices; what a contraction must hold apart."""
    assert roads.vertex is not None
    assert roads.walked is not None
    assert roads.ridden is not None
    graph = nx.MultiGraph()
    xy = project(roads.lonlat, choose_crs(roads.lonlat))
    for at in range(len(roads)):
        start, stop = roads.indptr[at], roads.indptr[at + 1]
        speed = roads.speed_kmh[at]
        kind = (
            roads.highway[at],
            None if np.isnan(speed) else speed,
            bool(roads.walked[at]),
            bool(roads.ridden[at]),
        )
        way = int(roads.oneway[at]) if roads.ridden[at] else 0
        for i, j in pairwise(range(start, stop)):
            a, b = int(roads.vertex[i]), int(roads.vertex[j])
            if a != b:
                length = float(np.hypot(*(xy[i] - xy[j])))
                graph.add_edge(a, b, length=length, kind=kind, tail={1: a, -1: b}.get(way))
    return graph


def is_passed(graph: nx.MultiGraph, node: int) -> bool:
    """Whether a node stands between two like edges and is no junction."""
    edges = list(graph.edges(node, data=True))
    if len(edges) != 2 or any(u == v for u, v, _ in edges):
        return False
    (one, other) = (data for _, _, data in edges)
    if one["kind"] != other["kind"] or (one["tail"] is None) != (other["tail"] is None):
        return False
    # one-way: in by one, out by the other
    return one["tail"] is None or (one["tail"] == node) != (other["tail"] == node)


def test_the_graph_is_the_file_contracted(extract: Extract) -> None:
    """Junctions, edges and kilometres by networkx, from single steps."""
    raw = uncontracted(extract.roads)
    passed = {node for node in raw if is_passed(raw, node)}
    chains = raw.subgraph(passed)
    rings = sum(
        all(neighbour in piece for node in piece for neighbour in raw[node])
        for piece in nx.connected_components(chains)
    )
    assert extract.graph.n_node == raw.number_of_nodes() - len(passed) + rings
    assert extract.graph.n_edge == raw.number_of_edges() - len(passed) + rings
    metres = sum(data["length"] for _, _, data in raw.edges(data=True))
    # each piece between two junctions is rounded to a millimetre
    assert extract.graph.length_mm.sum() / 1000 == pytest.approx(metres, abs=0.001 * len(raw))


def test_components_are_networkx_components(extract: Extract) -> None:
    label = components(extract.graph, usable=np.ones(extract.graph.n_edge, dtype=bool))
    theirs = nx.number_connected_components(uncontracted(extract.roads))
    assert label.max() + 1 == theirs


def test_shortest_walks_are_those_on_single_steps(extract: Extract) -> None:
    """Distances between junctions, by networkx on both: contraction changes no journey."""
    raw, roads, graph = uncontracted(extract.roads), extract.roads, extract.graph
    assert roads.vertex is not None
    xy = project(roads.lonlat, choose_crs(roads.lonlat))
    node_at = {tuple(p): int(n) for p, n in zip(xy.tolist(), roads.vertex.tolist(), strict=True)}
    names = [node_at[tuple(p)] for p in graph.node_xy.tolist()]
    contracted = nx.Graph()
    shortest: dict[tuple[int, int], float] = defaultdict(lambda: np.inf)
    walked = graph.walk_uv_ms != NO_WAY
    for u, v, mm in zip(
        graph.u[walked].tolist(),
        graph.v[walked].tolist(),
        graph.length_mm[walked].tolist(),
        strict=True,
    ):
        pair = (min(u, v), max(u, v))
        shortest[pair] = min(shortest[pair], mm / 1000)
    contracted.add_weighted_edges_from((names[u], names[v], m) for (u, v), m in shortest.items())
    steps = nx.Graph()
    for a, b, data in raw.edges(data=True):
        if data["kind"][2]:
            known = steps.get_edge_data(a, b, {"weight": np.inf})["weight"]
            steps.add_edge(a, b, weight=min(known, data["length"]))
    rng = np.random.default_rng(1)
    main = sorted(max(nx.connected_components(contracted), key=len))
    for source in rng.choice(main, 3).tolist():
        one = nx.single_source_dijkstra_path_length(contracted, source)
        other = nx.single_source_dijkstra_path_length(steps, source)
        for target in rng.choice(main, 50).tolist():
            assert one[target] == pytest.approx(other[target], abs=0.5)


@pytest.mark.parametrize(
    ("name", "km", "walked_share", "ridden_share"),
    [
        # 2013: the CIA's figure of the year is 320 km of public roads; with service roads, paths
        # and the strip of Spain and France that the extract has, two to three times that
        # walkers: 121 km around Sant Julia hang on a main road with foot=no
        ("andorra", (600, 1000), 0.75, 0.95),
        # the centre of a city of 1.4 million, 43,264 nodes
        ("porto_alegre", (1500, 2500), 0.9, 0.9),
    ],
)
def test_kilometres_and_connection_are_plausible(
    extract: Extract,
    name: str,
    km: tuple[int, int],
    walked_share: float,
    ridden_share: float,
) -> None:
    if extract.path.parent.name != name:
        pytest.skip("the other extract")
    graph = extract.graph
    assert km[0] < graph.length_mm.sum() / 1e6 < km[1]
    walked = graph.walk_uv_ms != NO_WAY
    ridden = (graph.ride_uv_ms != NO_WAY) | (graph.ride_vu_ms != NO_WAY)
    for usable, share in ((walked, walked_share), (ridden, ridden_share)):
        label = components(graph, usable=usable)
        inside = graph.length_mm[usable & (label[graph.u] == 0)].sum()
        assert inside / graph.length_mm[usable].sum() > share
