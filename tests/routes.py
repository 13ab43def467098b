"""Whether two road networks are one: least times between all places, by networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from tests.worlds import SPEEDS

from schoolmap.model.graph import NO_WAY, RoadGraph
from schoolmap.model.study import RoadLines
from schoolmap.network import build_graph
from schoolmap.pipeline.prepare import lines_of

CRS = "EPSG:32649"


def routable(roads: RoadLines, crs: str = CRS) -> RoadGraph:
    return build_graph(lines_of(roads, crs), speeds_kmh=SPEEDS)


def directed(graph: RoadGraph, kind: str) -> nx.DiGraph:
    """Return the least walking or riding milliseconds between places, to the centimetre."""
    key = [tuple(np.round(xy, 2).tolist()) for xy in graph.node_xy]
    uv, vu = (
        (graph.walk_uv_ms, graph.walk_vu_ms)
        if kind == "walk"
        else (graph.ride_uv_ms, graph.ride_vu_ms)
    )
    found = nx.DiGraph()
    found.add_nodes_from(key)
    for e in range(graph.n_edge):
        for a, b, ms in ((graph.u[e], graph.v[e], uv[e]), (graph.v[e], graph.u[e], vu[e])):
            edge = (key[a], key[b])
            if ms != NO_WAY and ms < found.get_edge_data(*edge, {"ms": 2**62})["ms"]:
                found.add_edge(*edge, ms=int(ms))
    return found


def same_routes(a: RoadGraph, b: RoadGraph, *, within_ms: int = 0) -> int:
    """Check that all least times agree, to the millisecond unless told; return how many did."""
    count = 0
    for kind in ("walk", "ride"):
        one, two = directed(a, kind), directed(b, kind)
        # a road that was cut for osmnx keeps no more nodes than the other
        common = sorted(set(one) & set(two))
        assert len(common) >= 2
        for start in common[:25]:
            there = nx.single_source_dijkstra_path_length(one, start, weight="ms")
            again = nx.single_source_dijkstra_path_length(two, start, weight="ms")
            for end in common:
                assert (end in there) == (end in again)
                assert abs(there.get(end, 0) - again.get(end, 0)) <= within_ms
                count += 1
    return count
