"""A study on an OpenStreetMap extract, from the file to the journeys and the map."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pytest
from pyproj import Transformer
from typer.testing import CliRunner

import schoolmap as sm
from schoolmap.cli import app
from schoolmap.model.layout import LayoutModel

pytestmark = pytest.mark.shared

STUDY = """
[study]
name = "Andorra (simulated)"
language = "en"
[schools]
file = "schools.csv"
coordinates = "wgs84"
[villages]
file = "villages.csv"
coordinates = "wgs84"
[roads]
file = "roads.osm.pbf"
[travel]
cutoff_km = 12
"""


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Andorra: settlements with assumed pupils, the seven parish towns with a school each."""
    folder = tmp_path_factory.mktemp("andorra")
    source = shared_data / "andorra"
    shutil.copy(source / "roads.osm.pbf", folder)
    with (source / "settlements.csv").open(encoding="utf-8") as stream:
        places = list(csv.DictReader(stream))
    towns = [p for p in places if p["place"] == "town"]
    schools = ["school_id,name,type,lon,lat,pupils"]
    schools += [f"S{p['osm_id']},{p['name']},312,{p['lon']},{p['lat']},300" for p in towns]
    villages = ["village_id,name,lon,lat,pupils"]
    villages += [f"V{p['osm_id']},{p['name']},{p['lon']},{p['lat']},18" for p in places]
    (folder / "schools.csv").write_text("\n".join(schools), encoding="utf-8")
    (folder / "villages.csv").write_text("\n".join(villages), encoding="utf-8")
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> LayoutModel:
    return sm.prepare(sm.read_study(folder))


@dataclass(frozen=True)
class Oracle:
    """Walkers' single steps between nodes, drawn again from the file by networkx."""

    graph: nx.Graph
    xy: dict[int, tuple[float, float]]


@pytest.fixture(scope="module")
def oracle(folder: Path, model: LayoutModel) -> Oracle:
    metres = Transformer.from_crs("EPSG:4326", model.crs, always_xy=True)
    graph, xy = nx.Graph(), {}
    for way in osmium.FileProcessor(str(folder / "roads.osm.pbf")).with_locations():
        if not way.is_way() or "highway" not in way.tags:
            continue
        tags = {t.k: t.v for t in way.tags}
        kind, foot = tags["highway"], tags.get("foot")
        closed = foot in ("no", "private") or (
            foot is None and tags.get("access") in ("no", "private", "agricultural", "military")
        )
        if closed or kind in ("motorway", "construction", "proposed") or tags.get("area") == "yes":
            continue
        nodes = [n.ref for n in way.nodes]
        for node in way.nodes:
            xy[node.ref] = metres.transform(node.location.lon, node.location.lat)
        for a, b in pairwise(nodes):
            if a != b:
                length = float(np.hypot(xy[a][0] - xy[b][0], xy[a][1] - xy[b][1]))
                known = graph.get_edge_data(a, b, {"weight": np.inf})["weight"]
                graph.add_edge(a, b, weight=min(known, length))
    return Oracle(graph, xy)


def foot_of(oracle: Oracle, place: np.ndarray) -> tuple[float, dict[int, float]]:
    """The leg from a place to its road, and how far the ends of that step are from there."""
    steps = list(oracle.graph.edges)
    p = np.array([oracle.xy[a] for a, _ in steps])
    d = np.array([oracle.xy[b] for _, b in steps]) - p
    along = ((place - p) * d).sum(axis=1) / np.maximum((d * d).sum(axis=1), 1e-12)
    t = np.clip(along, 0, 1)
    away = np.hypot(*(place - p - t[:, None] * d).T)
    best = int(away.argmin())
    (a, b), share = steps[best], float(t[best])
    length = oracle.graph[a][b]["weight"]
    return float(away[best]), {a: share * length, b: (1 - share) * length}


def with_places(oracle: Oracle, lonlat: np.ndarray, crs: str) -> tuple[nx.Graph, list[float]]:
    """The steps with places ``("place", i)`` on them, and the leg of each."""
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*lonlat.T)
    feet = [foot_of(oracle, np.array(p)) for p in zip(x, y, strict=True)]
    graph = oracle.graph.copy()
    for i, (leg, ends) in enumerate(feet):
        for node, off in ends.items():
            graph.add_edge(("place", i), node, weight=leg + off)
        for k, (other_leg, other) in enumerate(feet[:i]):
            if set(other) == set(ends):
                a = min(ends)
                along = abs(ends[a] - other[a])
                graph.add_edge(("place", i), ("place", k), weight=leg + along + other_leg)
    return graph, [leg for leg, _ in feet]


def test_walks_are_networkx_walks(model: LayoutModel, oracle: Oracle) -> None:
    """Village to school in metres, each from the file itself, within 2 m of rounding."""
    n = len(model.villages.lonlat)
    lonlat = np.concatenate((model.villages.lonlat, model.sites.lonlat))
    graph, leg = with_places(oracle, lonlat, model.crs)
    found = {
        (v, int(model.od.destination[row])): int(model.od.length_m[row])
        for v in range(n)
        for row in range(model.od.indptr[v], model.od.indptr[v + 1])
    }
    assert len(found) > 100
    for s in range(len(model.sites.lonlat)):
        # a place is no way through: others must not walk over its leg
        own = graph.subgraph(
            [m for m in graph if not isinstance(m, tuple) or m[1] < n or m[1] == n + s]
        )
        far = nx.single_source_dijkstra_path_length(own, ("place", n + s))
        for v in range(n):
            metres = far.get(("place", v), np.inf)
            if (v, s) in found:
                assert found[v, s] == pytest.approx(metres, abs=2.0)
            else:
                # legs are walked at 0.8 m/s, roads at 1.0: 12,000 s are up
                assert metres + 0.25 * (leg[v] + leg[n + s]) > 12_000 - 5


def test_the_command_runs_and_says_what_it_read(folder: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    checked = runner.invoke(app, ["check", str(folder)])
    assert checked.exit_code == 0, checked.output
    done = runner.invoke(app, ["run", str(folder), "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    log = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert "roads.osm.pbf" in json.dumps(log["inputs"])
    problems = (tmp_path / "problems.csv").read_text(encoding="utf-8-sig")
    assert "osm_tracks" in problems
    assert (tmp_path / "map.html").stat().st_size > 100_000
