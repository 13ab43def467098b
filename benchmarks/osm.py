"""An OpenStreetMap extract to a routable network: schoolmap beside pyrosm and osmnx.

The extract is a small one repeated with new ids and shifted places until the file is about 20 MB;
its copies do not touch. Each engine runs in a process of its own, on the same file, one after the
other: from the file to nodes, edges and lengths. Seconds are of that work; imports, and for
schoolmap a first call that loads compiled code, come before the clock starts and are shown apart.
Peak memory is the process's, imports included.

Kilometres are those of the lines in the network, each counted once, as a share of all ways with a
highway tag, measured on a sphere. pyrosm and osmnx are asked for every way; schoolmap leaves out
ways that nobody may travel (private ones, building sites, areas), whose kilometres are counted
apart and added. The shares must be 1 within 2 %: metres of a UTM plane differ from metres on a
sphere by up to 0.3 % here, and pyrosm leaves out platforms, building sites and areas, 1 % of the
kilometres of a city.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
EXTRACTS = {
    "andorra": SHARED / "andorra" / "roads.osm.pbf",
    "porto_alegre": SHARED / "porto_alegre" / "poa_osm.pbf",
}
TOLERANCE = 0.02
SHIFT = 3_000_000
"""Ten-millionths of a degree from copy to copy."""
ABREAST = 8


def repeat(source: Path, target: Path, megabytes: float) -> int:
    """Write copies of an extract, sorted, with new ids, until the file is about so large."""
    import osmium

    nodes, ways = [], []
    for thing in osmium.FileProcessor(str(source)):
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_node():
            nodes.append((thing.id, thing.location.x, thing.location.y, tags))
        elif thing.is_way():
            ways.append((thing.id, [node.ref for node in thing.nodes], tags))
    one = _write(nodes, ways, target, 1)
    copies = max(1, round(megabytes * 1e6 / one))
    target.unlink()
    _write(nodes, ways, target, copies)
    return copies


def _write(nodes: Sequence, ways: Sequence, target: Path, copies: int) -> int:
    import osmium
    from osmium.osm import Location, mutable

    step = max(row[0] for row in [*nodes, *ways]) + 1
    with osmium.SimpleWriter(str(target)) as writer:
        for k in range(copies):
            east, north = k % ABREAST * SHIFT, k // ABREAST * SHIFT
            for i, x, y, tags in nodes:
                place = Location((x + east) / 1e7, (y + north) / 1e7)
                writer.add_node(mutable.Node(id=i + k * step, version=1, location=place, tags=tags))
        for k in range(copies):
            for i, refs, tags in ways:
                # names differ from copy to copy, as those of real towns do
                named = {a: f"{b} {k}" if a == "name" else b for a, b in tags.items()}
                moved = [ref + k * step for ref in refs]
                writer.add_way(mutable.Way(id=i + k * step, version=1, nodes=moved, tags=named))
    return target.stat().st_size


Result = dict[str, float]


def by_schoolmap(path: Path, *, warm: Path, kept: set[int]) -> Callable[[], Result]:
    """Return the work of schoolmap: read, project, contract; `kept` takes the ways it uses."""
    import numpy as np

    from schoolmap import standards
    from schoolmap.geography.crs import choose_crs
    from schoolmap.io.files import Source
    from schoolmap.io.ledger import Ledger
    from schoolmap.io.roads import read_roads
    from schoolmap.model.study import SourceSection
    from schoolmap.network import build_graph
    from schoolmap.pipeline.prepare import lines_of

    lead = "ride_speed_km_h."
    figures = standards.load([])
    speeds = {k.removeprefix(lead): v.number for k, v in figures.items() if k.startswith(lead)}

    def work(file: Path = path) -> Result:
        roads = read_roads(Source("roads", SourceSection(file=file.name), file), Ledger())
        graph = build_graph(lines_of(roads, choose_crs(roads.lonlat)), speeds_kmh=speeds)
        km = float(np.cumsum(graph.length_mm)[-1]) / 1e6
        kept.update(roads.rows.tolist())
        return {"nodes": graph.n_node, "edges": graph.n_edge, "km": km}

    work(warm)
    kept.clear()
    return work


def by_pyrosm(path: Path, **_: object) -> Callable[[], Result]:
    """Return the work of pyrosm: nodes and edges of all ways, as a networkx graph."""
    import numpy as np
    from pyrosm import OSM

    def work() -> Result:
        osm = OSM(str(path))
        nodes, edges = osm.get_network(network_type="all", nodes=True)
        graph = osm.to_graph(
            nodes, edges, graph_type="networkx", retain_all=True, osmnx_compatible=True
        )
        km = float(np.cumsum(edges["length"].to_numpy())[-1]) / 1e3
        return {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges(), "km": km}

    return work


def by_osmnx(path: Path, **_: object) -> Callable[[], Result]:
    """Return the work of osmnx, which reads XML: the file is converted first, off the clock."""
    import osmium
    import osmnx

    xml = path.with_name("ways.osm")
    with osmium.SimpleWriter(str(xml), overwrite=True) as writer:
        # every way in an XML file becomes part of osmnx's graph
        for thing in osmium.FileProcessor(str(path)):
            if thing.is_node() or (thing.is_way() and "highway" in thing.tags):
                writer.add(thing)

    def work() -> Result:
        graph = osmnx.graph_from_xml(xml, bidirectional=True, simplify=True, retain_all=True)
        once = osmnx.convert.to_undirected(graph)
        metres = 0.0
        for _, _, length in once.edges(data="length"):
            metres += length
        return {
            "nodes": graph.number_of_nodes(),
            "edges": once.number_of_edges(),
            "km": metres / 1e3,
        }

    return work


ENGINES = {"schoolmap": by_schoolmap, "pyrosm": by_pyrosm, "osmnx": by_osmnx}


def highway_km(path: Path, *, without: Collection[int] = ()) -> float:
    """Return kilometres of ways with a highway tag, on a sphere, one way at a time."""
    import osmium

    metres = 0.0
    stream = osmium.FileProcessor(str(path)).with_locations("sparse_mem_array")
    for thing in stream.with_filter(osmium.filter.KeyFilter("highway")):
        if thing.is_way() and len(thing.nodes) > 1 and thing.id not in without:
            metres += osmium.geom.haversine_distance(thing.nodes)
    return metres / 1e3


def run_engine(name: str, path: Path, warm: Path) -> None:
    """Run one engine in this process and print its result as JSON."""
    start = time.perf_counter()
    kept: set[int] = set()
    work = ENGINES[name](path, warm=warm, kept=kept)
    ready = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_SELF)
    result = work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    result["seconds"] = time.perf_counter() - ready
    result["cpu"] = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    result["imports"] = ready - start
    result["left_out_km"] = highway_km(path, without=kept) if kept else 0.0
    result["mb_before"], result["mb"] = before.ru_maxrss / 1024, after.ru_maxrss / 1024
    print(json.dumps(result))


def measure(name: str, path: Path, warm: Path, timeout_s: float) -> Result | str:
    """Return what an engine says, or why it said nothing."""
    command = [sys.executable, __file__, "--engine", name, "--file", str(path), "--warm", str(warm)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done after {timeout_s:.0f} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1][:100]
    found: Result = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(path: Path, warm: Path, engines: Sequence[str], timeout_s: float) -> None:
    """Run the engines one after the other and print them beside each other."""
    whole_km = highway_km(path)
    print(f"{path.stat().st_size / 1e6:.1f} MB, {whole_km:,.0f} km of ways with a highway tag\n")
    print(f"{'':10}{'s':>8}{'x':>7}{'cpu s':>8}{'peak MB':>9}{'x':>7}{'(before)':>10}"
          f"{'nodes':>10}{'edges':>10}{'km':>10}{'left out':>10}{'of all':>8}")  # fmt: skip
    first: Result | None = None
    for name in engines:
        found = measure(name, path, warm, timeout_s)
        if isinstance(found, str):
            print(f"{name:10}{found}")
            continue
        first = first or found
        share = (found["km"] + found["left_out_km"]) / whole_km
        print(f"{name:10}{found['seconds']:8.2f}{found['seconds'] / first['seconds']:7.1f}"
              f"{found['cpu']:8.2f}{found['mb']:9.0f}{found['mb'] / first['mb']:7.1f}"
              f"{found['mb_before']:10.0f}{found['nodes']:10,.0f}{found['edges']:10,.0f}"
              f"{found['km']:10,.0f}{found['left_out_km']:10,.0f}{share:8.2%}")  # fmt: skip
        if not math.isclose(share, 1.0, rel_tol=TOLERANCE):
            print(f"{'':10}beyond the tolerance of {TOLERANCE:.0%}")


def main() -> None:
    """Make the file and compare, or run one engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--extract", choices=sorted(EXTRACTS), default="andorra")
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--timeout", type=float, default=900.0, help="seconds for each engine")
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--warm", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine:
        run_engine(given.engine, given.file, given.warm)
        return
    source = EXTRACTS[given.extract]
    if not source.is_file():
        sys.exit(f"no real data beside the checkout ({source})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.osm.pbf"
        copies = repeat(source, path, given.megabytes)
        print(f"{given.extract} x {copies}: ", end="", flush=True)
        compare(path, source, given.engines, given.timeout)


if __name__ == "__main__":
    main()
