"""A road network grown over a raster: seats first, then villages, then what links them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from tools.simulation.paths import Link, links, spanning, spread
from tools.simulation.terrain import Floats, Grid, Ints, Mask, Terrain

CLASSES = ("primary", "secondary", "tertiary", "unclassified", "residential", "track", "path")
PRIMARY, SECONDARY, TERTIARY, UNCLASSIFIED, RESIDENTIAL, TRACK, PATH = range(7)
BATCH = 120


@dataclass
class CellRoads:
    """Roads as steps between raster cells, each with the rank and the name of its best class."""

    grid: Grid
    rank: dict[tuple[int, int], int] = field(default_factory=dict)
    name: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, cells: Sequence[int], rank: int, name: str = "") -> None:
        """Lay a road over cells; where one lies already, the better class stays."""
        for a, b in itertools.pairwise(cells):
            if a == b:
                continue
            step = (a, b) if a < b else (b, a)
            if step not in self.rank or rank < self.rank[step]:
                self.rank[step] = rank
                self.name[step] = name

    def cells(self) -> Ints:
        """Give the cells that roads touch, sorted."""
        return np.unique(np.array(sorted(self.rank), dtype=np.int64))

    def lengths(self, cells: Sequence[int]) -> float:
        """Give the length of a way over cells, in metres."""
        rows, columns = np.divmod(np.asarray(cells), self.grid.shape[1])
        return float(np.hypot(np.diff(rows), np.diff(columns)).sum() * self.grid.cell_m)

    def graph(self) -> tuple[csr_matrix, Ints]:
        """Give the step graph (metres) and the cells that its rows stand for."""
        steps = np.array(sorted(self.rank), dtype=np.int64)
        nodes = np.unique(steps)
        ends = np.searchsorted(nodes, steps)
        rows, columns = np.divmod(steps, self.grid.shape[1])
        run = np.hypot(rows[:, 0] - rows[:, 1], columns[:, 0] - columns[:, 1]) * self.grid.cell_m
        size = len(nodes)
        return csr_matrix((run, (ends[:, 0], ends[:, 1])), shape=(size, size)), nodes


def passable(terrain: Terrain, *, inside: Mask, bridges: Mask) -> Floats:
    """Weigh cells for road building: no way over the river but at bridges."""
    stream = np.where(terrain.stream_km2 > 25.0, 2.2, np.where(terrain.stream_km2 > 3.0, 1.3, 1.0))
    weight = np.where(terrain.river, np.inf, stream)
    weight = np.where(bridges & terrain.river, 1.6, weight)
    return np.where(inside, weight, np.inf)


def bridge_cells(terrain: Terrain, shares: Iterable[float], *, width_m: float) -> Mask:
    """Open strips across the river at shares of its length."""
    grid, line = terrain.grid, terrain.river_line
    xx, yy = grid.centres()
    result = np.zeros(grid.shape, dtype=bool)
    for share in shares:
        at = int(share * (len(line) - 1))
        ahead = line[min(at + 6, len(line) - 1)] - line[max(at - 6, 0)]
        ahead = ahead / np.hypot(*ahead)
        dx, dy = xx - line[at, 0], yy - line[at, 1]
        along = dx * ahead[0] + dy * ahead[1]
        result |= (np.abs(along) <= width_m / 2) & (np.hypot(dx, dy) < 500.0)
    return result


def join_places(
    roads: CellRoads,
    terrain: Terrain,
    weight: Floats,
    places: Sequence[int],
    *,
    grade: float,
    limit: float = np.inf,
) -> tuple[list[Link], list[Link]]:
    """Find the cheapest links that join places to the network and to each other.

    Labels: 0 is the network as it stands, k + 1 is place k.
    """
    if roads.rank:
        old = roads.cells()
        weight = weight.copy()
        flat = weight.ravel()
        flat[old] = np.where(np.isinf(flat[old]), 1.0, flat[old])
    else:
        old = np.zeros(0, dtype=np.int64)
    source = np.concatenate([old, np.asarray(places, dtype=np.int64)])
    label = np.concatenate([np.zeros(len(old), dtype=np.int64), np.arange(1, len(places) + 1)])
    found = spread(
        terrain.height_m,
        weight,
        source,
        label,
        cell_m=terrain.grid.cell_m,
        grade=grade,
        limit=limit,
    )
    candidates = links(found, terrain.grid.shape)
    return spanning(candidates, len(places) + 1)


def short_cuts(
    roads: CellRoads, candidates: Sequence[Link], *, detour: float, longest_m: float
) -> list[Link]:
    """Choose links that save much: the way now is longer than the detour factor times theirs.

    Links are judged in batches; each batch sees those chosen before it.
    """
    chosen: list[Link] = []
    trial = CellRoads(roads.grid, dict(roads.rank), dict(roads.name))
    open_links = [c for c in candidates if roads.lengths(c.cells) <= longest_m]
    for start in range(0, len(open_links), BATCH):
        batch = open_links[start : start + BATCH]
        graph, nodes = trial.graph()
        ends = np.array([(c.cells[0], c.cells[-1]) for c in batch], dtype=np.int64)
        at = np.clip(np.searchsorted(nodes, ends), 0, len(nodes) - 1)
        length = np.array([roads.lengths(c.cells) for c in batch])
        far = dijkstra(graph, directed=False, indices=at[:, 0], limit=detour * longest_m)
        now = far[np.arange(len(batch)), at[:, 1]]
        for k in np.nonzero(now > detour * length)[0]:
            if (nodes[at[k]] == ends[k]).all():
                chosen.append(batch[k])
                trial.add(batch[k].cells, PATH)
    return chosen


def _smooth(points: Floats, cell_m: float) -> Floats:
    """Round a chain's corners and drop vertices that do not matter; its ends stay."""
    if len(points) > 2:
        points = shapely.get_coordinates(
            shapely.simplify(shapely.linestrings(points), 0.28 * cell_m)
        )
    for _ in range(2 if len(points) > 2 else 0):
        early = 0.75 * points[:-1] + 0.25 * points[1:]
        late = 0.25 * points[:-1] + 0.75 * points[1:]
        cut = np.stack([early, late], axis=1).reshape(-1, 2)
        points = np.vstack([points[:1], cut[1:-1], points[-1:]])
    if len(points) > 2:
        points = shapely.get_coordinates(
            shapely.simplify(shapely.linestrings(points), 0.07 * cell_m)
        )
    return points


def chains(
    roads: CellRoads, jitter: Floats, *, keep: Iterable[int] = ()
) -> list[tuple[Floats, int, str]]:
    """Turn cell steps into smooth lines between junctions (points, rank, name).

    Parameters
    ----------
    roads
        The steps.
    jitter
        Offset of each cell's vertex from its centre, shape (cells, 2), in metres.
    keep
        Cells that must stay vertices.
    """
    beside: dict[int, list[int]] = {}
    for a, b in sorted(roads.rank):
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    fixed = set(keep)

    def kind(a: int, b: int) -> tuple[int, str]:
        step = (a, b) if a < b else (b, a)
        return roads.rank[step], roads.name[step]

    def ends_here(cell: int) -> bool:
        near = beside[cell]
        return len(near) != 2 or cell in fixed or kind(cell, near[0]) != kind(cell, near[1])

    xx, yy = roads.grid.centres()
    place = np.column_stack([xx.ravel(), yy.ravel()]) + jitter
    done: set[tuple[int, int]] = set()
    result = []
    for cell in sorted(beside):
        if not ends_here(cell):
            continue
        for first in beside[cell]:
            if (cell, first) in done:
                continue
            way = [cell, first]
            while not ends_here(way[-1]):
                near = beside[way[-1]]
                way.append(near[0] if near[1] == way[-2] else near[1])
            done.add((way[-1], way[-2]))
            rank, name = kind(cell, first)
            result.append((_smooth(place[way], roads.grid.cell_m), rank, name))
    return result
