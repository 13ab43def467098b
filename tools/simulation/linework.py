"""Lines that join where they should: crossings noded, near misses closed, strays removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from tools.simulation.terrain import Floats, Ints, Mask

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Road:
    """One line of the road layer; lines join where they share a vertex."""

    points: Floats
    highway: str
    name: str = ""
    oneway: str = ""
    speed_kmh: int = 0
    bridge: bool = False

    def with_points(self, points: Floats) -> Road:
        """Give the same road over other points."""
        return Road(points, self.highway, self.name, self.oneway, self.speed_kmh, self.bridge)


def line_shapes(points: Floats) -> Shapes:
    """Give a line for each row of points, shape (lines, vertices, 2)."""
    return np.asarray(shapely.linestrings(points), dtype=object)


def segments(roads: Sequence[Road]) -> tuple[Floats, Ints, Ints]:
    """Give all segments as (n, 4), with the road and the position that each comes from."""
    parts, owner, position = [], [], []
    for k, road in enumerate(roads):
        parts.append(np.hstack([road.points[:-1], road.points[1:]]))
        owner.append(np.full(len(road.points) - 1, k))
        position.append(np.arange(len(road.points) - 1))
    return np.vstack(parts), np.concatenate(owner), np.concatenate(position)


def _insert(
    roads: Sequence[Road], extra: dict[int, list[tuple[int, float, float, float]]]
) -> list[Road]:
    """Insert vertices: for each road a list of (segment, share along it, x, y)."""
    result = []
    for k, road in enumerate(roads):
        if k not in extra:
            result.append(road)
            continue
        rows = [(i, 0.0, *p) for i, p in enumerate(road.points.tolist())]
        points = np.array([r[2:] for r in sorted(rows + extra[k])])
        fresh = np.ones(len(points), dtype=bool)
        fresh[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
        result.append(road.with_points(points[fresh]))
    return result


def node_crossings(roads: Sequence[Road], *, snap_m: float = 4.0) -> list[Road]:
    """Give lines that cross a common vertex there, unless one of them is a bridge.

    A crossing nearer to an existing vertex than the snap distance uses that vertex's place.
    """
    ends, owner, position = segments(roads)
    level = np.array([r.bridge for r in roads])[owner]
    shapes = line_shapes(ends.reshape(-1, 2, 2))
    tree = shapely.STRtree(shapes)
    a, b = tree.query(shapes, predicate="crosses")
    keep = (a < b) & ~level[a] & ~level[b]
    a, b = a[keep], b[keep]
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    meet = shapely.get_coordinates(shapely.intersection(shapes[a], shapes[b]))
    extra: dict[int, list[tuple[int, float, float, float]]] = {}
    for s, t, p in zip(a.tolist(), b.tolist(), np.round(meet, 2), strict=True):
        x, y = _nearby_vertex(ends[s], ends[t], p, snap_m)
        for seg in (s, t):
            share = _share(ends[seg], x, y)
            extra.setdefault(int(owner[seg]), []).append((int(position[seg]), share, x, y))
    return _insert(roads, extra)


def _nearby_vertex(s: Floats, t: Floats, p: Floats, snap_m: float) -> tuple[float, float]:
    for x, y in (s[:2], s[2:], t[:2], t[2:]):
        if np.hypot(x - p[0], y - p[1]) < snap_m:
            return float(x), float(y)
    return float(p[0]), float(p[1])


def _share(segment: Floats, x: float, y: float) -> float:
    """Where along a segment a point lies; its start and end sort outside its inner points."""
    run = segment[2:] - segment[:2]
    along = ((x - segment[0]) * run[0] + (y - segment[1]) * run[1]) / (run @ run)
    return float(min(max(along, 1e-9), 1 - 1e-9))


def close_gaps(roads: Sequence[Road], *, gap_m: float) -> list[Road]:
    """Move loose ends that almost touch another line onto it."""
    ends, owner, position = segments(roads)
    keys = node_keys(roads)
    _, inverse, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    degree = count[inverse.ravel()]
    shapes = line_shapes(ends.reshape(-1, 2, 2))
    tree = shapely.STRtree(shapes)
    starts = np.cumsum([0] + [len(r.points) for r in roads])
    extra: dict[int, list[tuple[int, float, float, float]]] = {}
    points = [r.points.copy() for r in roads]
    for k, road in enumerate(roads):
        for end in (0, len(road.points) - 1):
            if degree[starts[k] + end] > 1 or road.bridge:
                continue
            x, y = road.points[end]
            near = tree.query(shapely.Point(x, y), predicate="dwithin", distance=gap_m)
            near = np.sort(near[owner[near] != k])
            near = near[[not roads[owner[n]].bridge for n in near.tolist()]]
            if len(near) > 0:
                gap = shapely.distance(shapes[near], shapely.Point(x, y))
                hit = int(near[int(np.argmin(gap))])
                share = min(max(_share(ends[hit], x, y), 0.0), 1.0)
                px, py = np.round(ends[hit, :2] + share * (ends[hit, 2:] - ends[hit, :2]), 2)
                px, py = _nearby_vertex(ends[hit], ends[hit], np.array([px, py]), gap_m / 2)
                points[k][end] = px, py
                extra.setdefault(int(owner[hit]), []).append(
                    (int(position[hit]), _share(ends[hit], px, py), px, py)
                )
    moved = [r.with_points(p) for r, p in zip(roads, points, strict=True)]
    return drop_empty(_insert(moved, extra))


def node_keys(roads: Sequence[Road]) -> Ints:
    """Give every vertex of every road as whole centimetres, in order."""
    return np.round(np.vstack([r.points for r in roads]) * 100).astype(np.int64)


def drop_empty(roads: Sequence[Road]) -> list[Road]:
    """Drop repeated vertices, and roads of which nothing is left."""
    result = []
    for road in roads:
        fresh = np.ones(len(road.points), dtype=bool)
        fresh[1:] = (np.abs(np.diff(road.points, axis=0)) > 0.005).any(axis=1)
        if int(fresh.sum()) >= 2:
            result.append(road.with_points(road.points[fresh]))
    return result


def components(roads: Sequence[Road]) -> Ints:
    """Give each road's component number; 0 is the largest by vertices."""
    keys = node_keys(roads)
    _, inverse = np.unique(keys, axis=0, return_inverse=True)
    node = inverse.ravel()
    starts = np.cumsum([0] + [len(r.points) for r in roads])
    last = np.zeros(len(node), dtype=bool)
    last[starts[1:] - 1] = True
    a, b = node[:-1][~last[:-1]], node[1:][~last[:-1]]
    size = int(node.max()) + 1
    _, piece = connected_components(
        csr_matrix((np.ones(len(a)), (a, b)), shape=(size, size)), directed=False
    )
    order = np.argsort(-np.bincount(piece), kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return np.asarray(rank[piece[node[starts[:-1]]]], dtype=np.int64)


def crosses_river(points: Floats, river: shapely.Geometry) -> bool:
    """Whether a line would cross the river."""
    return bool(shapely.intersects(shapely.linestrings(points), river))


def select(roads: Sequence[Road], keep: Mask) -> list[Road]:
    """Give the roads where the mask holds."""
    return [road for road, wanted in zip(roads, keep, strict=True) if wanted]
