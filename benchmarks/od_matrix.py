"""OD matrix from every school to every village: schoolmap beside scipy, networkx, osmnx, pandana.

All engines search the same split graph of the simulated county (walking, reversed, joins as nodes),
from one join of each school to one join of each village, without off-road legs. Building a graph
and, for pandana, its contraction is inside the time. Pairs and sums are printed and must agree.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import schoolmap as sm
from schoolmap.geography.crs import project
from schoolmap.model.graph import Network, Snaps
from schoolmap.network import SplitGraph, snap, split
from schoolmap.network.matrix import od_of_snaps
from schoolmap.pipeline.prepare import network_of, study_crs

STUDY = Path(__file__).resolve().parents[1] / "data" / "studies" / "yunling"
Engine = Callable[[SplitGraph, int, int], NDArray[np.float64]]


def by_scipy(graph: SplitGraph, n_village: int, cutoff_ms: int) -> NDArray[np.float64]:
    """Return milliseconds between joins, shape (n_school, n_village), inf beyond the cut-off."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    matrix = csr_array(
        (graph.cost_ms.astype(float), graph.head, graph.indptr), shape=(graph.n_node, graph.n_node)
    )
    join = first_joins(graph)
    rows = [
        dijkstra(matrix, indices=source, limit=cutoff_ms)[join[:n_village]]
        for source in join[n_village:]
    ]
    return np.array(rows)


def by_networkx(graph: SplitGraph, n_village: int, cutoff_ms: int) -> NDArray[np.float64]:
    """Return the same by networkx."""
    import networkx as nx

    net = as_networkx(graph)
    join = first_joins(graph)
    result = np.full((join.size - n_village, n_village), np.inf)
    for j, source in enumerate(join[n_village:]):
        reached = nx.single_source_dijkstra_path_length(
            net, int(source), cutoff=cutoff_ms, weight="cost"
        )
        result[j] = [reached.get(int(node), np.inf) for node in join[:n_village]]
    return result


def as_networkx(graph: SplitGraph):  # noqa: ANN201 - networkx is an optional peer
    """Return the split graph as a networkx graph; of parallel arcs the quickest."""
    import networkx as nx

    net = nx.DiGraph()
    net.add_nodes_from(range(graph.n_node))
    tail = np.repeat(np.arange(graph.n_node), np.diff(graph.indptr))
    for u, v, cost in zip(tail.tolist(), graph.head.tolist(), graph.cost_ms.tolist(), strict=True):
        if not net.has_edge(u, v) or cost < net[u][v]["cost"]:
            net.add_edge(u, v, cost=cost)
    return net


def first_joins(graph: SplitGraph) -> NDArray[np.int64]:
    """Return one join of every place: the engines are given the same single node each."""
    return graph.join_node[np.minimum(graph.join_indptr[:-1], graph.join_node.size - 1)]


def osmnx_pair_ms(graph: SplitGraph, n_village: int, pairs: int) -> float:
    """Return milliseconds a pair by osmnx, which has no matrix, only pairs."""
    import networkx as nx
    import osmnx as ox

    net = nx.MultiDiGraph(as_networkx(graph))
    join = first_joins(graph).tolist()
    rng = np.random.default_rng(1)
    start = time.perf_counter()
    for _ in range(pairs):
        origin = join[int(rng.integers(n_village, len(join)))]
        ox.routing.shortest_path(net, origin, join[int(rng.integers(n_village))], weight="cost")
    return (time.perf_counter() - start) / pairs * 1000


def by_pandana(graph: SplitGraph, n_village: int, cutoff_ms: int) -> NDArray[np.float64]:
    """Return the same by pandana's pairwise contraction hierarchies; no cut-off there."""
    import pandana
    import pandas as pd

    tail = np.repeat(np.arange(graph.n_node), np.diff(graph.indptr))
    place = pd.Series(np.zeros(graph.n_node), index=np.arange(graph.n_node))
    net = pandana.Network(
        place, place, pd.Series(tail), pd.Series(graph.head),
        pd.DataFrame({"cost": graph.cost_ms / 1000.0}), twoway=False,
    )  # fmt: skip
    join = first_joins(graph)
    n_school = join.size - n_village
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it lists every pair without a path
        lengths = net.shortest_path_lengths(
            np.repeat(join[n_village:], n_village), np.tile(join[:n_village], n_school)
        )
    result = np.asarray(lengths).reshape(n_school, n_village) * 1000.0
    return np.where(result > cutoff_ms, np.inf, result)


def by_schoolmap(
    graph: SplitGraph, n_village: int, cutoff_ms: int, *, threads: int
) -> NDArray[np.float64]:
    """Return the same by the compiled search; it settles the length too."""
    from schoolmap.network.search import UNREACHED, search

    join = first_joins(graph)
    arcs = (graph.indptr, graph.head, graph.cost_ms, graph.length_mm)
    joins = (np.arange(join.size + 1), join)
    no_legs = (np.zeros(join.size, dtype=np.int64),) * 2
    everyone = np.ones(n_village, dtype=np.bool_)

    def row(school: int) -> NDArray[np.float64]:
        found = search(arcs, joins, no_legs, school, everyone, cutoff_ms, False)[0::2]  # noqa: FBT003
        return np.where(found < UNREACHED, found, np.inf)

    with ThreadPoolExecutor(max_workers=threads) as pool:
        return np.array(list(pool.map(row, range(n_village, join.size))))


CORES = os.cpu_count() or 1
ENGINES: dict[str, Engine] = {
    "schoolmap, 1 thread": partial(by_schoolmap, threads=1),
    f"schoolmap, {CORES} threads": partial(by_schoolmap, threads=CORES),
    "scipy, 1 thread": by_scipy,
    "networkx, 1 thread": by_networkx,
    f"pandana, {CORES} threads": by_pandana,
}


def county() -> tuple[Network, Snaps, Snaps, int]:
    """Return the simulated county's network, its places snapped, and how many are villages."""
    study = sm.read_study(STUDY)
    crs = study_crs(study)
    if study.roads is None:
        sys.exit("the study has no roads")
    network = network_of(study, study.roads, crs)
    at = [
        project(np.column_stack((t.numbers("lon"), t.numbers("lat"))), crs)
        for t in (study.villages, study.schools)
    ]
    walk, ride = (snap(network, np.concatenate(at), mode=mode) for mode in ("walk", "ride"))
    return network, walk, ride, len(at[0])


def median_s(work: Callable[[], object], repeats: int) -> float:
    """Return the median wall seconds of some work."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def compare(graph: SplitGraph, n_village: int, cutoff_ms: int, repeats: int) -> float:
    """Print the engines side by side; return the seconds of our own on one thread.

    Every engine must find the same pairs, and the same sum of times to a millionth (pandana
    counts in thousandths of a second).
    """
    connected = np.diff(graph.join_indptr) > 0
    usable = connected[:n_village] & connected[n_village:, None]
    base, truth = 0.0, (0, 0.0)
    for name, engine in ENGINES.items():
        try:
            matrix = engine(graph, n_village, cutoff_ms)
        except ImportError:
            print(f"  {name:22} skipped: not installed")
            continue
        spent = median_s(partial(engine, graph, n_village, cutoff_ms), repeats)
        base = base or spent
        reached = np.isfinite(matrix) & usable
        found = (int(reached.sum()), float(matrix[reached].sum()))
        truth = truth if truth[0] else found
        if found[0] != truth[0] or abs(found[1] / truth[1] - 1) > 1e-6:
            sys.exit(f"{name} disagrees: {found} against {truth}")
        print(f"  {name:22} {spent:9.3f} s {spent / base:8.2f} x")
    print(f"  all agree on {truth[0]:,} pairs, {truth[1] / 3.6e6:,.1f} h in all")
    return base


def main() -> None:
    """Print one table a cut-off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=40, help="pairs that osmnx is timed on")
    options = parser.parse_args()
    network, walk, ride, n_village = county()
    n_school = walk.leg_mm.size - n_village
    graph = split(network, walk, mode="walk", reverse=True)
    print(f"{graph.n_node:,} nodes, {graph.head.size:,} arcs, {n_school} x {n_village:,} places")
    for cutoff_km in (10, 50):
        print(f"cut-off {cutoff_km} km, walking, {options.repeats} repeats, medians")
        base = compare(graph, n_village, cutoff_km * 1_000_000, options.repeats)
        whole = median_s(
            partial(
                od_of_snaps, network, walk, ride, n_origin=n_village, cutoff_m=cutoff_km * 1000
            ),
            options.repeats,
        )
        print(f"  {'schoolmap, whole job':22} {whole:9.3f} s: split, walk and ride, legs, sorted")
    try:
        pair_ms = osmnx_pair_ms(graph, n_village, options.pairs)
    except ImportError:
        print("osmnx skipped: not installed")
        return
    all_s = pair_ms / 1000 * n_school * n_village
    print(
        f"osmnx has pairs only: {pair_ms:.1f} ms each over {options.pairs} pairs, so about "
        f"{all_s:,.0f} s for all (extrapolated), {all_s / base:,.0f} x ours at 50 km, 1 thread"
    )


if __name__ == "__main__":
    main()
