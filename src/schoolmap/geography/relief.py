"""Where a point of the map lies on a grid of heights."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Affine = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_M_PER_DEGREE = 111_320.0
_EDGE_POINTS = 9


def box_of(lonlat: FloatArray) -> Box:
    """Return the smallest box around points, degrees."""
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def around(box: Box, margin_m: float) -> Box:
    """Return a box with a margin on all sides."""
    west, south, east, north = box
    up = margin_m / _M_PER_DEGREE
    out = up / max(0.01, math.cos(math.radians(max(abs(south), abs(north)))))
    return (west - out, south - up, east + out, north + up)


def overlap(a: Box, b: Box) -> bool:
    """Return whether two boxes have a point in common."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def edges_of(box: Box) -> FloatArray:
    """Return points along the edges of a box: its picture in another CRS is no box."""
    west, south, east, north = box
    x, y = np.linspace(west, east, _EDGE_POINTS), np.linspace(south, north, _EDGE_POINTS)
    sides = [np.column_stack((x, np.full_like(x, edge))) for edge in (south, north)]
    sides += [np.column_stack((np.full_like(y, edge), y)) for edge in (west, east)]
    return np.concatenate(sides)


@dataclass(frozen=True)
class Cells:
    """A way from WGS-84 or projected points to the cells of a grid.

    Attributes
    ----------
    of_lonlat
        From WGS-84 degrees, shape (n, 2), to columns and rows.
    cell_m
        Shorter side of a cell about the middle of the grid, metres on the ground.
    """

    of_lonlat: Callable[[FloatArray], FloatArray]
    cell_m: float


def to_cells(transform: Affine, crs: str, shape: tuple[int, ...]) -> Cells:
    """Return how to find WGS-84 points on a grid.

    Parameters
    ----------
    transform, crs, shape
        Of the grid: see `schoolmap.model.terrain.Terrain`.
    """
    find = _finder("EPSG:4326", crs, transform)
    middle = np.array([[(shape[1] - 1) / 2, (shape[0] - 1) / 2]])
    lonlat = _transformed(crs, "EPSG:4326", _place(transform, middle))
    east = 1.0 / (_M_PER_DEGREE * max(0.01, math.cos(math.radians(float(lonlat[0, 1])))))
    steps = np.array([(0.0, 0.0), (1000 * east, 0.0), (0.0, 1000 / _M_PER_DEGREE)])
    cells = find(lonlat + steps)
    moved = np.hypot(*(cells[1:] - cells[0]).T)
    return Cells(find, float(1000.0 / moved.max()))


def finder(transform: Affine, terrain_crs: str, crs: str) -> Callable[[FloatArray], FloatArray]:
    """Return a function from points in `crs` to columns and rows of a grid in another."""
    return _finder(crs, terrain_crs, transform)


def corners_lonlat(transform: Affine, crs: str, shape: tuple[int, ...]) -> Box:
    """Return the box of a grid, in WGS-84 degrees; not finite where its CRS cannot say."""
    rim = edges_of((-0.5, -0.5, shape[1] - 0.5, shape[0] - 0.5))
    return box_of(_transformed(crs, "EPSG:4326", _place(transform, rim)))


def _finder(source: str, target: str, transform: Affine) -> Callable[[FloatArray], FloatArray]:
    a, b, c, d, e, f = transform
    det = a * e - b * d

    def find(points: FloatArray) -> FloatArray:
        xy = _transformed(source, target, points)
        # what cannot be shown in the terrain's CRS lies off it
        x, y = np.where(np.isfinite(xy), xy, 1e12).T - np.array([[c], [f]])
        return np.column_stack(((e * x - b * y) / det, (a * y - d * x) / det))

    return find


def _place(transform: Affine, cell: FloatArray) -> FloatArray:
    a, b, c, d, e, f = transform
    column, row = cell.T
    return np.column_stack((a * column + b * row + c, d * column + e * row + f))


def _transformed(source: str, target: str, points: FloatArray) -> FloatArray:
    if source == target:
        return points
    from pyproj import Transformer

    transformer = Transformer.from_crs(source, target, always_xy=True)
    x, y = transformer.transform(points[:, 0], points[:, 1])
    return np.column_stack((x, y))
