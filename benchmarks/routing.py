"""A school opened anywhere: the page's router in Node beside Python's compiled search and scipy.

On the simulated county and on one of 100,000 junctions. Node and Python make the whole set of
journeys, on foot and by bus, with all legs, and must agree to the last integer; scipy makes the
walks alone, on the graph that Python searches. The graph is read once; medians, with the slowest.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import schoolmap as sm
from large_graph import STUDY, large_model
from schoolmap.maps.encode import pack
from schoolmap.maps.graph_columns import graph_columns
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Place
from schoolmap.network import added_site, split
from schoolmap.network.opening import network_of_model, usable_edges

SCRIPT = Path(__file__).with_name("routing.mjs")


def places_on(model: LayoutModel, count: int) -> list[Place]:
    """Return random places on roads that children and buses use."""
    if model.graph is None:
        sys.exit("the study has no roads")
    rng = np.random.default_rng(1)
    usable = np.flatnonzero(usable_edges(model.graph, "walk") & usable_edges(model.graph, "ride"))
    edges = rng.choice(usable, count)
    return [Place(int(e), int(model.graph.length_mm[e] * rng.random())) for e in edges]


def in_node(model: LayoutModel, places: list[Place]) -> dict[str, Any]:
    """Return what the router makes of the places, and how long each took."""
    columns = graph_columns(model)
    packed = pack(columns.plain, columns.alike)
    print(f"  roads and places in the page: {len(packed.base64) / 1000:,.0f} kB")
    question = {
        "data": columns.data,
        "index": packed.index,
        "base64": packed.base64,
        "places": [[p.edge, p.offset_mm] for p in places],
    }
    done = subprocess.run(
        [shutil.which("node") or sys.exit("no node"), str(SCRIPT)],
        input=json.dumps(question), capture_output=True, text=True, check=True,
    )  # fmt: skip
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


def timed_ms(work: Callable[[Place], object], places: list[Place]) -> list[float]:
    """Return milliseconds a place."""
    spent = []
    for place in places:
        start = time.perf_counter()
        work(place)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def by_scipy(model: LayoutModel) -> Callable[[Place], object]:
    """Return a search on foot from the join nearest to a place, cut off as ours."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    if model.graph is None or model.walk_snaps is None:
        sys.exit("the study has no roads")
    network = network_of_model(model, model.graph)
    g = split(network, model.walk_snaps, mode="walk", reverse=True)
    matrix = csr_array((g.cost_ms.astype(float), g.head, g.indptr), shape=(g.n_node, g.n_node))
    u = model.graph.u
    return lambda place: dijkstra(matrix, indices=int(u[place.edge]), limit=model.cutoff_s * 1000)


def compare(name: str, model: LayoutModel, count: int) -> None:
    """Print one table."""
    graph = model.graph
    if graph is None:
        sys.exit("the study has no roads")
    print(f"{name}: {graph.n_node:,} junctions, {graph.n_edge:,} edges, {count} new schools")
    places = places_on(model, count)
    reply = in_node(model, places)
    sites = [added_site(model, "N", "", (0.0, 0.0), place) for place in places]
    for place, site, rows in zip(places, sites, reply["rows"], strict=True):
        columns = (site.village, site.walk_ref_s, site.length_m, site.ride_s, site.ride_length_m)
        if [c.tolist() for c in columns] != rows:
            sys.exit(f"Python and Node disagree at {place}")
    print(f"  the same journeys in Python and Node: {sum(s.village.size for s in sites):,}")
    print(f"  read in {reply['read_ms']:.1f} ms, first school in {reply['ms'][0]:.1f} ms")
    in_python = timed_ms(lambda place: added_site(model, "N", "", (0.0, 0.0), place), places)
    shown = {
        "page's router in Node": reply["ms"][1:],
        "its route to draw": reply["route_ms"],
        "schoolmap in Python": in_python,
        "scipy, walks alone": timed_ms(by_scipy(model), places),
    }
    for engine, spent in shown.items():
        print(f"  {engine:24} {statistics.median(spent):8.1f} ms, at most {max(spent):.1f}")


def main() -> None:
    """Print a table for each county."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=60)
    count = parser.parse_args().schools
    compare("simulated county", sm.prepare(sm.read_study(STUDY)), count)
    compare("dense grid", large_model(), count)


if __name__ == "__main__":
    main()
