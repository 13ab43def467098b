"""Rides of a real county whose every direction is a row of its own, against networkx."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely

from schoolmap.geography.crs import project
from schoolmap.io import read_study
from schoolmap.pipeline import prepare

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data" / "lithgow"

pytestmark = pytest.mark.shared


def end(line: shapely.LineString, at: int) -> tuple[float, float]:
    x, y = line.coords[at]
    return round(x, 2), round(y, 2)


@dataclass
class Rows:
    """The road file's rows as directed edges, and places joined to every row within 1 cm."""

    lines: np.ndarray
    seconds: np.ndarray
    off_road: float
    graph: nx.DiGraph = field(default_factory=nx.DiGraph)
    beside: dict[object, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tree = shapely.STRtree(self.lines)
        for line, time in zip(self.lines, self.seconds, strict=True):
            self.add(end(line, 0), end(line, -1), time)

    def add(self, a: object, b: object, time: float) -> None:
        if not self.graph.has_edge(a, b) or self.graph[a][b]["time"] > time:
            self.graph.add_edge(a, b, time=time)

    def join(self, name: object, place: shapely.Point) -> None:
        metres = float(self.tree.query_nearest(place, return_distance=True)[1].min())
        leg = metres / self.off_road
        for row in self.tree.query(place.buffer(metres + 0.01)).tolist():
            line, time = self.lines[row], self.seconds[row]
            if line.distance(place) <= metres + 0.01:
                share = line.project(place, normalized=True)
                self.beside.setdefault(name, set()).add(row)
                self.add(name, end(line, -1), leg + (1 - share) * time)
                self.add(end(line, 0), name, leg + share * time)


def test_rides_are_those_of_networkx_on_the_rows_as_they_stand() -> None:
    """Dead ends of a row in and a row out are ridden from the place, not from their end."""
    if not SHARED.is_dir():
        pytest.skip("the shared data is not beside this checkout")
    study = read_study(HERE / "lithgow")
    model = prepare(study)
    roads = gpd.read_file(SHARED / "roads.gpkg").to_crs(model.crs)
    seconds = (roads["length_m"] / (roads["speed_kmh"] / 3.6)).to_numpy()
    off_road = study.standards["off_road_speed_m_s"].number
    rows = Rows(np.asarray(roads.geometry.values), seconds, off_road)
    for kind, lonlat in (("village", model.villages.lonlat), ("school", model.sites.lonlat)):
        for number, place in enumerate(shapely.points(project(lonlat, model.crs))):
            rows.join((kind, number), place)
    checked, od = 0, model.od
    for village in range(len(model.villages)):
        start = ("village", village)
        theirs = nx.single_source_dijkstra_path_length(rows.graph, start, weight="time")
        for at in range(od.indptr[village], od.indptr[village + 1]):
            goal = ("school", int(od.destination[at]))
            # a path along a row that both stand on is not in this graph
            if not rows.beside[start] & rows.beside[goal]:
                assert od.ride_s[at] == pytest.approx(theirs[goal], abs=1.0)
                checked += 1
    assert checked > 400
