"""How often a wrong datum is found, and how often a right one is doubted, on drawn villages.

    .venv/bin/python benchmarks/datum_suspicion.py --seeds 200

Road networks: those of the bundled studies and, where they lie beside the checkout, of Lithgow and
Andorra. Each draw sets the network down at another spot of China (the shift of GCJ-02 differs from
spot to spot) and puts villages 0 to 150 m beside a road, or anywhere.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from schoolmap.geography.fit import METRES_PER_DEGREE, Lines, compare_moves
from schoolmap.geography.readings import FAMILIES, other_readings, reread

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
FARTHEST_M = 150.0
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """Road lines in metres about their middle."""

    xy: FloatArray
    indptr: NDArray[np.int64]

    def at(self, lonlat: FloatArray) -> FloatArray:
        """Return the vertices in degrees with the middle of the network at a spot."""
        return _degrees(self.xy, lonlat)


def networks() -> dict[str, Network]:
    """Return the networks that are here."""
    found = {
        "yunling": _shapes(ROOT / "data/studies/yunling/roads.parquet"),
        "zuomu": _shapes(ROOT / "data/studies/zuomu/roads.geojson"),
        "lithgow": _shapes(SHARED / "lithgow/roads.gpkg"),
        "andorra": _shapes(SHARED / "andorra/roads.osm.pbf", layer="lines"),
    }
    return {name: _network(shapes) for name, shapes in found.items() if shapes is not None}


def _shapes(path: Path, layer: str | None = None) -> NDArray[np.object_] | None:
    if not path.is_file():
        return None
    if path.suffix == ".parquet":
        from pyarrow import parquet

        table = parquet.read_table(path)
        return shapely.from_wkb(table.column("geometry").to_pylist())
    meta, _, wkb, _ = pyogrio.raw.read(path, layer=layer, columns=[])
    shapes = shapely.from_wkb(wkb)
    if "7855" in str(meta["crs"]):
        from pyproj import Transformer

        back = Transformer.from_crs(meta["crs"], "EPSG:4326", always_xy=True)
        shapes = shapely.transform(shapes, lambda xy: np.column_stack(back.transform(*xy.T)))
    return shapes


def _network(shapes: NDArray[np.object_]) -> Network:
    xy, of_line = shapely.get_coordinates(shapely.get_parts(shapes), return_index=True)
    middle = np.median(xy, axis=0)
    scale = np.array([np.cos(np.radians(middle[1])), 1.0]) * METRES_PER_DEGREE
    return Network((xy - middle) * scale, np.append(0, np.cumsum(np.bincount(of_line))))


def _degrees(xy: FloatArray, lonlat: FloatArray) -> FloatArray:
    scale = np.array([np.cos(np.radians(lonlat[1])), 1.0]) * METRES_PER_DEGREE
    return lonlat + xy / scale


def beside_roads(network: Network, count: int, rng: np.random.Generator) -> FloatArray:
    """Return points 0 to 150 m from a road drawn by its length, metres."""
    of_line = np.repeat(np.arange(network.indptr.size - 1), np.diff(network.indptr))
    same = of_line[:-1] == of_line[1:]
    start, end = network.xy[:-1][same], network.xy[1:][same]
    length = np.hypot(*(end - start).T)
    piece = rng.choice(len(length), count, p=length / np.add.reduce(length))
    point = start[piece] + (end - start)[piece] * rng.random((count, 1))
    angle, off = rng.uniform(0, 2 * np.pi, count), rng.uniform(0, FARTHEST_M, count)
    return point + np.column_stack([np.cos(angle), np.sin(angle)]) * off[:, None]


def anywhere(network: Network, count: int, rng: np.random.Generator) -> FloatArray:
    """Return a jittered grid over the middle of the network, metres: roads mean nothing to it."""
    low, high = np.percentile(network.xy, [15, 85], axis=0)
    side = int(np.ceil(np.sqrt(count)))
    cells = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    spots = (cells[rng.permutation(len(cells))[:count]] + rng.random((1, 2))) / side
    return low + spots * (high - low)


def outcome(network: Network, places: FloatArray, spot: FloatArray, truth: str, said: str) -> str:
    """Return ``right``, ``wrong`` (another reading is named) or ``silent``."""
    roads = Lines(network.at(spot), network.indptr)
    read = reread(_degrees(places, spot), truth, said)
    readings = other_readings(read, said, "wgs84")
    fit = compare_moves(roads, read, [reading.lonlat for reading in readings])
    if fit is None or not fit.is_clear:
        return "silent"
    return "right" if (truth, "wgs84") in readings[fit.move].pairs else "wrong"


def main() -> None:
    """Print a row for each network, number of villages and kind of mistake."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--counts", type=int, nargs="+", default=[20, 50, 100])
    parser.add_argument("--networks", nargs="+", default=[])
    options = parser.parse_args()
    heads = f"{'found':>7}{'wrong':>7}{'silent':>8}"
    print(f"{'network':9}{'villages':>9}  {'are':6}{'declared':9}{heads}")
    chosen = {n: lines for n, lines in networks().items() if n in (options.networks or [n])}
    for name, network in chosen.items():
        began = time.perf_counter()
        for count in options.counts:
            for truth in FAMILIES:
                for said in FAMILIES:
                    row(name, network, count, truth, said, options.seeds)
            row(name, network, count, "grid", "wgs84", options.seeds)
        print(f"{name}: {time.perf_counter() - began:.0f} s")


def row(name: str, network: Network, count: int, truth: str, said: str, seeds: int) -> None:
    """Draw, judge and print one row."""
    results = []
    for seed in range(seeds):
        rng = np.random.default_rng([seed, count])
        spot = rng.uniform([80.0, 20.0], [128.0, 48.0])
        draw = anywhere if truth == "grid" else beside_roads
        places = draw(network, count, rng)
        system = "wgs84" if truth == "grid" else truth
        results.append(outcome(network, places, spot, system, said))
    found, wrong = results.count("right"), results.count("wrong")
    shares = f"{found / seeds:7.1%}{wrong / seeds:7.1%}{results.count('silent') / seeds:8.1%}"
    print(f"{name:9}{count:>9}  {truth:6}{said:9}{shares}", flush=True)


if __name__ == "__main__":
    main()
