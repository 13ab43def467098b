"""Simulated terrain: a raster of heights with a river, its streams and their valleys.

Coordinates are metres in the study's projected CRS; row 0 of a raster is its southern edge.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

FLOOD_EPSILON_M = 0.02
STREAM_EXPONENT = 0.45


@dataclass(frozen=True)
class Grid:
    """A raster's place on the ground: south-west corner, cell size and shape (rows, columns)."""

    x0: float
    y0: float
    cell_m: float
    shape: tuple[int, int]

    def centres(self) -> tuple[Floats, Floats]:
        """Give the x and y of every cell centre, each of the raster's shape."""
        rows, columns = self.shape
        x = self.x0 + (np.arange(columns) + 0.5) * self.cell_m
        y = self.y0 + (np.arange(rows) + 0.5) * self.cell_m
        xx, yy = np.meshgrid(x, y)
        return xx, yy

    def cell_of(self, x: Floats, y: Floats) -> Ints:
        """Give the flat cell index that holds each point (points outside go to the edge)."""
        rows, columns = self.shape
        column = np.clip(((x - self.x0) / self.cell_m).astype(np.int64), 0, columns - 1)
        row = np.clip(((y - self.y0) / self.cell_m).astype(np.int64), 0, rows - 1)
        return np.asarray(row * columns + column, dtype=np.int64)


@dataclass(frozen=True)
class Terrain:
    """Heights of a simulated county and what follows from them."""

    grid: Grid
    height_m: Floats
    slope: Floats
    stream_km2: Floats
    height_above_stream_m: Floats
    river: Mask
    river_line: Floats
    river_distance_m: Floats


def fractal_noise(
    rng: np.random.Generator,
    shape: tuple[int, int],
    cell_m: float,
    *,
    wavelength_m: float,
    roughness: float = 2.0,
) -> Floats:
    """Draw smooth random relief (mean 0, standard deviation 1) by spectral synthesis."""
    rows, columns = shape
    ky = np.fft.fftfreq(rows, d=cell_m)[:, None]
    kx = np.fft.rfftfreq(columns, d=cell_m)[None, :]
    k = np.hypot(ky, kx)
    k0 = 1.0 / wavelength_m
    spectrum = 1.0 / (k0 * k0 + k * k) ** (roughness / 2)
    spectrum[0, 0] = 0.0
    white = np.fft.rfft2(rng.standard_normal(shape))
    field = np.fft.irfft2(white * spectrum, s=shape)
    return np.asarray((field - field.mean()) / field.std(), dtype=np.float64)


@njit(cache=False)
def _flood(height: Floats, base: Mask) -> Floats:
    """Raise depressions so that every cell has a way down to a base cell."""
    rows, columns = height.shape
    filled = np.full((rows, columns), np.inf)
    heap = [(0.0, 0, 0)]
    heap.pop()
    for i in range(rows):
        for j in range(columns):
            if base[i, j]:
                filled[i, j] = height[i, j]
                heapq.heappush(heap, (height[i, j], i, j))
    while len(heap) > 0:
        level, i, j = heapq.heappop(heap)
        for di in range(-1, 2):
            for dj in range(-1, 2):
                a, b = i + di, j + dj
                if 0 <= a < rows and 0 <= b < columns and filled[a, b] == np.inf:
                    filled[a, b] = max(height[a, b], level + 0.02)
                    heapq.heappush(heap, (filled[a, b], a, b))
    return filled


@njit(cache=False)
def _receivers(filled: Floats, base: Mask) -> Ints:
    """Point every cell at its steepest lower neighbour (base cells at themselves)."""
    rows, columns = filled.shape
    receiver = np.empty(rows * columns, np.int64)
    for i in range(rows):
        for j in range(columns):
            best, at = 0.0, i * columns + j
            if not base[i, j]:
                for di in range(-1, 2):
                    for dj in range(-1, 2):
                        a, b = i + di, j + dj
                        if 0 <= a < rows and 0 <= b < columns and (di != 0 or dj != 0):
                            run = 1.0 if di == 0 or dj == 0 else 1.4142135623730951
                            drop = (filled[i, j] - filled[a, b]) / run
                            if drop > best:
                                best, at = drop, a * columns + b
            receiver[i * columns + j] = at
    return receiver


@njit(cache=False)
def _drain(order: Ints, receiver: Ints) -> Floats:
    """Count the cells that drain through each cell (itself included)."""
    area = np.ones(len(order))
    for k in range(len(order) - 1, -1, -1):
        cell = order[k]
        if receiver[cell] != cell:
            area[receiver[cell]] += area[cell]
    return area


@njit(cache=False)
def _incise(height: Floats, order: Ints, receiver: Ints, factor: Floats) -> None:
    """Lower each cell towards its receiver, from the base upwards (implicit stream power)."""
    for k in range(len(order)):
        cell = order[k]
        down = receiver[cell]
        if down != cell and height[cell] > height[down]:
            height[cell] = (height[cell] + factor[cell] * height[down]) / (1.0 + factor[cell])


def drainage(height: Floats, base: Mask) -> tuple[Ints, Ints, Floats]:
    """Give the order from the base upwards, the receivers and the drained cell counts."""
    filled = _flood(height, base)
    order = np.argsort(filled.ravel(), kind="stable")
    receiver = _receivers(filled, base)
    return order, receiver, _drain(order, receiver)


def erode(
    height: Floats,
    base: Mask,
    cell_m: float,
    *,
    steps: int,
    erodibility: float,
    uplift_m: float,
    creep: float = 0.45,
) -> Floats:
    """Let streams cut their valleys into a surface whose base cells stay where they are."""
    surface = height.copy()
    for _ in range(steps):
        surface[~base] += uplift_m
        order, receiver, cells = drainage(surface, base)
        factor = erodibility * (cells * (cell_m / 1000.0) ** 2) ** STREAM_EXPONENT
        flat = surface.ravel()
        _incise(flat, order, receiver, factor)
        smooth = ndimage.gaussian_filter(surface, creep)
        surface = np.where(base, height, smooth)
    return surface


def burn_line(grid: Grid, line: Floats, *, width_m: float) -> tuple[Mask, Floats, Ints]:
    """Rasterise a line: the cells within its width, the distance to it, its nearest vertex."""
    on = np.full(grid.shape, -1, dtype=np.int64)
    on.ravel()[grid.cell_of(line[:, 0], line[:, 1])] = np.arange(len(line))
    distance, (rows, columns) = ndimage.distance_transform_edt(on < 0, return_indices=True)
    distance = distance * grid.cell_m
    return distance <= width_m / 2, distance, on[rows, columns]


def flatten(
    height: Floats, grid: Grid, x: float, y: float, *, level_m: float, radius_m: float
) -> Floats:
    """Open a basin around a point: flat inside half the radius, blending out to the radius."""
    xx, yy = grid.centres()
    away = np.hypot(xx - x, yy - y) / radius_m
    weight = np.clip(2.0 - 2.0 * away, 0.0, 1.0)
    weight = weight * weight * (3.0 - 2.0 * weight)
    return np.asarray(height * (1 - weight) + weight * (level_m + 0.06 * (height - level_m)))


def describe(
    grid: Grid, height: Floats, line: Floats, *, river_width_m: float, stream_km2: float
) -> Terrain:
    """Derive slopes, streams, height above the nearest stream and the river's distance."""
    height = np.round(height, 2)
    river, distance, _ = burn_line(grid, line, width_m=river_width_m)
    base = river.copy()
    base[0, :] = base[-1, :] = base[:, 0] = base[:, -1] = True
    _, _, cells = drainage(height, base)
    area_km2 = cells.reshape(grid.shape) * (grid.cell_m / 1000.0) ** 2
    streams = (area_km2 >= stream_km2) | river
    _, (rows, columns) = ndimage.distance_transform_edt(~streams, return_indices=True)
    dy, dx = np.gradient(height, grid.cell_m)
    return Terrain(
        grid=grid,
        height_m=height,
        slope=np.asarray(np.round(np.hypot(dx, dy), 5), dtype=np.float64),
        stream_km2=area_km2,
        height_above_stream_m=np.maximum(height - height[rows, columns], 0.0),
        river=river,
        river_line=line,
        river_distance_m=distance,
    )
