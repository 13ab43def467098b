"""Streets inside places: town grids, village lanes, field tracks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import Delaunay, cKDTree
from tools.simulation.linework import Road
from tools.simulation.terrain import Floats, Ints, Mask, Terrain


@dataclass(frozen=True)
class Grid2:
    """A street grid: block sizes, extent, share of streets left out, widths of main streets."""

    block_x_m: float
    block_y_m: float
    radius_m: float
    missing: float
    main_every: int
    steepest: float


def town_grid(
    centre: tuple[float, float],
    angle: float,
    plan: Grid2,
    terrain: Terrain,
    river: shapely.Geometry,
    rng: np.random.Generator,
    *,
    names: tuple[str, ...] = (),
    oneway_share: float = 0.0,
) -> list[Road]:
    """Lay a slightly irregular street grid around a centre, on ground that is not too steep."""
    n = int(plan.radius_m / min(plan.block_x_m, plan.block_y_m)) + 1
    i, j = np.meshgrid(np.arange(-n, n + 1), np.arange(-n, n + 1), indexing="ij")
    u = i * plan.block_x_m + rng.normal(0, 0.10 * plan.block_x_m, i.shape)
    v = j * plan.block_y_m + rng.normal(0, 0.10 * plan.block_y_m, i.shape)
    bend = 0.06 * plan.radius_m * np.sin(u / plan.radius_m * 2.0)
    x = centre[0] + u * np.cos(angle) - (v + bend) * np.sin(angle)
    y = centre[1] + u * np.sin(angle) + (v + bend) * np.cos(angle)
    x, y = np.round(x, 2), np.round(y, 2)
    edge = plan.radius_m * (1.0 + 0.18 * np.sin(3 * np.arctan2(v, u) + rng.uniform(0, 6)))
    slope = terrain.slope.ravel()[terrain.grid.cell_of(x.ravel(), y.ravel())].reshape(x.shape)
    ok = (np.hypot(u, 1.25 * v) < edge) & (slope < plan.steepest)
    roads: list[Road] = []
    for axis in (0, 1):
        for k in range(2 * n + 1):
            line = np.column_stack([x[k, :], y[k, :]] if axis == 0 else [x[:, k], y[:, k]])
            good = ok[k, :] if axis == 0 else ok[:, k]
            main = (k - n) % plan.main_every == 0
            name = names[(2 * (k // plan.main_every) + axis) % len(names)] if main and names else ""
            roads += _street(
                line,
                good,
                river,
                rng,
                plan,
                name=name if main else None,
                crosses=axis == 0 and (k - n) % (2 * plan.main_every) == 0,
                oneway=not main and bool(rng.random() < oneway_share),
            )
    return roads


def _street(
    line: Floats,
    good: Mask,
    river: shapely.Geometry,
    rng: np.random.Generator,
    plan: Grid2,
    *,
    name: str | None,
    crosses: bool,
    oneway: bool,
) -> list[Road]:
    """Cut a grid line into runs over good ground; side streets (no name: None) have gaps."""
    main = name is not None
    open_ = good[:-1] & good[1:]
    if not main:
        open_ = open_ & (rng.random(len(open_)) >= plan.missing)
    shapes = shapely.linestrings(np.stack([line[:-1], line[1:]], axis=1))
    if not crosses:
        open_ = open_ & ~shapely.intersects(shapes, river)
    highway = "tertiary" if main else "residential"
    result = []
    start = None
    for k in range(len(open_) + 1):
        if k < len(open_) and open_[k]:
            start = k if start is None else start
        elif start is not None:
            result.append(
                Road(
                    line[start : k + 1],
                    highway,
                    name or "",
                    oneway="yes" if oneway and k - start >= 3 else "",
                    speed_kmh=40 if main and name else 0,
                )
            )
            start = None
    return result


def neighbour_graph(points: Floats) -> Ints:
    """Give the edges of the relative neighbourhood graph of a few points."""
    if len(points) < 3:
        return np.array([[0, 1]], dtype=np.int64)[: len(points) - 1]
    away = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    try:
        triangles = Delaunay(points).simplices
    except Exception:
        return np.column_stack([np.arange(len(points) - 1), np.arange(1, len(points))])
    pairs = np.unique(
        np.sort(
            np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]]), axis=1
        ),
        axis=0,
    )
    apart = away[pairs[:, 0], pairs[:, 1]]
    closer = np.maximum(away[pairs[:, 0]], away[pairs[:, 1]]).min(axis=1)
    return np.asarray(pairs[closer >= apart * 0.93], dtype=np.int64)


def village_lanes(
    centre: Floats,
    count: int,
    radius_m: float,
    angle: float,
    river: shapely.Geometry,
    rng: np.random.Generator,
) -> list[Road]:
    """Draw a village's lanes: a few corners, longer along the slope than across it."""
    points = [centre]
    tries = 0
    while len(points) < count + 1 and tries < 40 * count:
        tries += 1
        u, v = rng.normal(0, radius_m * 0.66), rng.normal(0, radius_m * 0.40)
        p = centre + np.array(
            [u * np.cos(angle) - v * np.sin(angle), u * np.sin(angle) + v * np.cos(angle)]
        )
        if min(np.hypot(*(q - p)) for q in points) > 0.20 * radius_m + 12:
            points.append(np.round(p, 2))
    place = np.array(points)
    result = []
    for a, b in neighbour_graph(place):
        line = place[[a, b]]
        if not shapely.intersects(shapely.linestrings(line), river):
            highway = "residential" if rng.random() < 0.86 else "footway"
            result.append(Road(line, highway))
    return result


def field_tracks(
    starts: Floats,
    terrain: Terrain,
    river: shapely.Geometry,
    rng: np.random.Generator,
    *,
    count: int,
    step_m: float = 95.0,
) -> list[Road]:
    """Draw dead-end tracks that follow the slope from villages into their fields."""
    rows = terrain.height_m
    dy, dx = np.gradient(rows, terrain.grid.cell_m)
    result = []
    for _ in range(count):
        p = starts[int(rng.integers(len(starts)))]
        cell = terrain.grid.cell_of(p[:1], p[1:])[0]
        along = np.arctan2(dx.ravel()[cell], -dy.ravel()[cell]) + (
            np.pi if rng.random() < 0.5 else 0.0
        )
        angle = along + rng.normal(0, 0.5)
        line = [p]
        for _ in range(int(rng.integers(2, 7))):
            angle += rng.normal(0, 0.38)
            line.append(
                line[-1] + step_m * rng.uniform(0.6, 1.3) * np.array([np.cos(angle), np.sin(angle)])
            )
        points = np.round(np.array(line), 2)
        points[0] = p
        if not shapely.intersects(shapely.linestrings(points), river):
            result.append(Road(points, "track" if rng.random() < 0.72 else "path"))
    return result


def trim_to_clear(roads: list[Road], others: list[Road], *, gap_m: float) -> list[Road]:
    """Leave out streets that run beside an existing road: both ends and the middle lie near it."""
    dense = np.vstack(
        [
            shapely.get_coordinates(shapely.segmentize(shapely.linestrings(r.points), 15.0))
            for r in others
        ]
    )
    tree = cKDTree(dense)
    result = []
    for road in roads:
        middle = 0.5 * (road.points[:-1] + road.points[1:])
        near_ends = tree.query(road.points)[0] < gap_m
        near = near_ends[:-1] & near_ends[1:] & (tree.query(middle)[0] < gap_m)
        start = 0
        for k in range(len(near) + 1):
            if k == len(near) or near[k]:
                if k > start:
                    result.append(road.with_points(road.points[start : k + 1]))
                start = k + 1
    return result
