"""Real mountains: Andorra's tile with holes, and the hills of Porto Alegre."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import numpy as np
import osmium
import pytest
import rasterio
from scipy import ndimage
from tests.worlds import journeys_of

from schoolmap import standards
from schoolmap.geography.crs import choose_crs, project
from schoolmap.geography.relief import finder
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.terrain import read_terrain
from schoolmap.model.graph import NO_WAY, Network, RoadGraph
from schoolmap.model.study import RoadLines, SourceSection
from schoolmap.model.terrain import Terrain
from schoolmap.network import build_graph, od_matrix
from schoolmap.network.graph import Lines
from schoolmap.network.slope import SlopeRules, Tally, sloped

pytestmark = pytest.mark.shared

CAPS = {"default": 0.15, "track": 0.25, "path": 0.45, "footway": 0.45, "steps": 0.45}
RULES = SlopeRules(150.0, CAPS)


def roads_of(path: Path) -> RoadLines:
    """Every highway of an extract, as it is."""
    lonlat: list[tuple[float, float]] = []
    vertex: list[int] = []
    indptr, highway, bridge = [0], [], []
    processor = osmium.FileProcessor(str(path)).with_locations()
    for way in processor:
        if not way.is_way() or "highway" not in way.tags:
            continue
        nodes = [n for n in way.nodes if n.location.valid()]
        if len(nodes) < 2:
            continue
        lonlat += [(n.lon, n.lat) for n in nodes]
        vertex += [n.ref for n in nodes]
        indptr.append(len(lonlat))
        highway.append(way.tags["highway"])
        bridge.append("bridge" in way.tags or "tunnel" in way.tags)
    n = len(highway)
    none = np.full(n, np.nan)
    return RoadLines(
        np.array(lonlat), np.array(indptr), tuple(highway), np.zeros(n, np.int8), none, none,
        ("",) * n, np.arange(n) + 1, path.name, np.array(vertex), bridge=np.array(bridge),
    )  # fmt: skip


def read(path: Path, roads: RoadLines) -> tuple[Terrain, list[str]]:
    ledger = Ledger()
    source = Source("terrain", SourceSection(file=path.name), path)
    terrain, _ = read_terrain(source, roads, ledger)
    assert terrain is not None
    return terrain, [p.code for p in ledger.problems]


def graphs(
    roads: RoadLines, terrain: Terrain, rules: SlopeRules = RULES
) -> tuple[str, RoadGraph, RoadGraph, Tally]:
    """The CRS, the level graph, the sloped one, and what was counted."""
    crs = choose_crs(roads.lonlat)
    lines = Lines(
        project(roads.lonlat, crs), roads.indptr, roads.highway, roads.oneway,
        roads.speed_kmh, roads.length_m, roads.vertex,
    )  # fmt: skip
    figures = standards.load([])
    lead = "ride_speed_km_h."
    speeds = {k.removeprefix(lead): r.number for k, r in figures.items() if k.startswith(lead)}
    level = build_graph(lines, speeds_kmh=speeds)
    to_cell = finder(terrain.transform, terrain.crs, crs)
    graph, tally = sloped(level, terrain, to_cell, rules=rules)
    return crs, level, graph, tally


@pytest.fixture(scope="module")
def andorra(shared_data: Path) -> tuple[Path, RoadLines]:
    folder = shared_data / "andorra"
    return folder, roads_of(folder / "roads.osm.pbf")


def test_the_tile_is_read_as_rasterio_reads_it(
    andorra: tuple[Path, RoadLines], tmp_path: Path
) -> None:
    folder, roads = andorra
    terrain, codes = read(folder / "N42E001.hgt.zip", roads)
    assert codes == ["terrain_voids"]
    with zipfile.ZipFile(folder / "N42E001.hgt.zip") as archive:
        archive.extractall(tmp_path)
    with rasterio.open(tmp_path / "N42E001.hgt") as raster:
        theirs = raster.read(1)
        middle = raster.transform
    assert int((theirs == -32768).sum()) == 7652
    a, _, c, _, e, f = terrain.transform
    left = round((c - middle.c) / a - 0.5)
    top = round((f - middle.f) / e - 0.5)
    rows, columns = terrain.height_m.shape
    window = theirs[top : top + rows, left : left + columns]
    measured = window != -32768
    assert (terrain.height_m[measured] == window[measured]).all()
    assert terrain.void_cells == (~measured).sum()
    filled = terrain.height_m[terrain.filled]
    assert filled.min() >= window[measured].min()
    assert filled.max() <= window[measured].max()


def test_walks_in_andorra(andorra: tuple[Path, RoadLines]) -> None:
    folder, roads = andorra
    terrain, _ = read(folder / "N42E001.hgt.zip", roads)
    crs, level, graph, tally = graphs(roads, terrain)
    # the holes are on the peaks: a kilometre or so of 855 km of road
    assert 0 < tally.filled_m < 0.01 * tally.road_m
    assert tally.level_m == 0
    # roads that are steeper than roads are, for the heights are coarse: some per cent
    assert tally.capped_m < 0.1 * tally.road_m
    assert graph.n_edge < 4 * level.n_edge
    assert graph.length_mm.sum() == level.length_mm.sum()
    with (folder / "settlements.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    lonlat = np.array([(float(r["lon"]), float(r["lat"])) for r in rows])
    xy = project(lonlat, crs)
    town = np.array([r["place"] == "town" for r in rows])

    def nearest(roads_graph: RoadGraph, origins: np.ndarray, ends: np.ndarray) -> np.ndarray:
        found = journeys_of(
            od_matrix(Network(roads_graph, 0.8, 2000.0), origins, ends, cutoff_m=5e4)
        )
        best = np.full(len(origins), np.inf)
        for (origin, _), (_, walk_s, _, _) in found.items():
            best[origin] = min(best[origin], walk_s)
        return best

    flat, steep = nearest(level, xy[~town], xy[town]), nearest(graph, xy[~town], xy[town])
    known = np.isfinite(flat)
    ratio = steep[known] / flat[known]
    # the towns lie in the valleys: the way there is downhill, hardly longer for most
    assert 0.9 < np.median(ratio) < 1.05
    assert 1.05 < ratio.max() < 1.7
    up = nearest(graph, xy[town], xy[~town])
    up_level = nearest(level, xy[town], xy[~town])
    assert np.median(up[np.isfinite(up)] / up_level[np.isfinite(up)]) > 1.05


def test_all_roads_of_andorra_against_scipy(andorra: tuple[Path, RoadLines]) -> None:
    """Without smoothing, caps and bridges: small steps along every line, there and back."""
    folder, roads = andorra
    terrain, _ = read(folder / "N42E001.hgt.zip", roads)
    crs, level, graph, tally = graphs(roads, terrain, SlopeRules(0.0, {"default": 99.0}))
    to_cell = finder(terrain.transform, terrain.crs, crs)
    heights = np.nan_to_num(terrain.height_m.astype(np.float64))
    assert tally.capped_m == tally.level_m == 0
    total = 0.0
    for e in np.flatnonzero(level.walk_uv_ms != NO_WAY):
        line = level.line_xy[level.line_indptr[e] : level.line_indptr[e + 1]]
        drawn = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
        n = max(1, int(np.ceil(drawn[-1] / (tally.cell_m / 2))))
        at = np.linspace(0, drawn[-1], n + 1)
        xy = np.column_stack([np.interp(at, drawn, line[:, k]) for k in (0, 1)])
        height = ndimage.map_coordinates(heights, to_cell(xy)[:, ::-1].T, order=1, mode="nearest")
        step_m = max(level.length_mm[e] / 1000 / n, 0.001)
        slope = np.diff(height) / step_m
        for way in (slope, -slope):
            # Tobler's own words: 6 exp(-3.5 |s + 0.05|) km/h, against his speed on the level
            speed = 6 * np.exp(-3.5 * np.abs(way + 0.05)) / (6 * np.exp(-3.5 * 0.05))
            total += float((step_m / speed).sum())
    walked = graph.walk_uv_ms != NO_WAY
    ours = (graph.walk_uv_ms[walked].sum() + graph.walk_vu_ms[walked].sum()) / 1000
    assert ours == pytest.approx(total, rel=1e-3)


def test_porto_alegre_has_gentle_hills(shared_data: Path) -> None:
    folder = shared_data / "porto_alegre"
    roads = roads_of(folder / "poa_osm.pbf")
    terrain, codes = read(folder / "poa_elevation.tif", roads)
    assert "terrain_steep" not in codes
    _, level, graph, tally = graphs(roads, terrain)
    walked = graph.walk_uv_ms != NO_WAY
    there, back = graph.walk_uv_ms[walked].sum(), graph.walk_vu_ms[walked].sum()
    mean = (there + back) / 2 / graph.length_mm[walked].sum()
    assert 1.0 < mean < 1.25
    assert tally.capped_m < 0.1 * tally.road_m
    assert graph.n_edge < 2 * level.n_edge
