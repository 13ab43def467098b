"""The two landscapes: a river county in karst mountains, and a loess township cut by gullies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from tools.simulation.terrain import (
    Floats,
    Grid,
    Terrain,
    burn_line,
    describe,
    erode,
    flatten,
    fractal_noise,
)


@dataclass(frozen=True)
class Relief:
    """What shapes a landscape (lengths and heights in metres)."""

    meander_m: tuple[tuple[float, float], ...]
    river_from_m: float
    river_to_m: float
    edge_m: float
    rough_m: float
    wavelength_m: float
    uplift_m: float
    erodibility: float
    steps: int
    river_width_m: float
    valley_floor_m: float
    stream_km2: float


def river_course(
    grid: Grid, rng: np.random.Generator, relief: Relief, *, middle: float = 0.5
) -> Floats:
    """Draw a meandering line from the western to the eastern edge of the raster."""
    rows, columns = grid.shape
    x = np.arange(0.0, columns * grid.cell_m + 1, grid.cell_m / 3)
    y = np.full(len(x), middle * rows * grid.cell_m)
    for amplitude, wavelength in relief.meander_m:
        y += amplitude * np.sin(2 * np.pi * x / wavelength + rng.uniform(0, 2 * np.pi))
        bend = amplitude * 0.35 * np.sin(4 * np.pi * x / wavelength + rng.uniform(0, 6.0))
        x = x + np.clip(bend, -0.1 * wavelength, 0.1 * wavelength)
    inside = (x > 0) & (x < columns * grid.cell_m) & (y > 0) & (y < rows * grid.cell_m)
    line = np.column_stack([grid.x0 + x[inside], grid.y0 + y[inside]])
    return np.round(line, 2)


def carve(grid: Grid, rng: np.random.Generator, relief: Relief, line: Floats) -> Floats:
    """Raise, erode and roughen a landscape around a river's line."""
    coarse = Grid(grid.x0, grid.y0, grid.cell_m * 2, (grid.shape[0] // 2, grid.shape[1] // 2))
    river, distance, nearest = burn_line(coarse, line, width_m=coarse.cell_m * 1.5)
    along = nearest / max(len(line) - 1, 1)
    level = relief.river_from_m + (relief.river_to_m - relief.river_from_m) * along
    noise = fractal_noise(rng, coarse.shape, coarse.cell_m, wavelength_m=relief.wavelength_m)
    height = relief.edge_m + relief.rough_m * noise
    height = np.where(river, level, height)
    base = river.copy()
    base[0, :] = base[-1, :] = True
    height[0, :] = np.where(river[0, :], height[0, :], relief.edge_m)
    height[-1, :] = np.where(river[-1, :], height[-1, :], relief.edge_m)
    height = erode(
        height,
        base,
        coarse.cell_m,
        steps=relief.steps,
        erodibility=relief.erodibility,
        uplift_m=relief.uplift_m,
    )
    floor = level + 4 + 0.01 * distance + np.maximum(distance - relief.valley_floor_m, 0) * 0.5
    height = np.minimum(height, np.maximum(floor, level))
    fine = ndimage.zoom(height, 2, order=1, grid_mode=True, mode="nearest")
    fine = ndimage.gaussian_filter(fine, 1.0)
    detail = fractal_noise(rng, grid.shape, grid.cell_m, wavelength_m=600.0)
    return np.asarray(fine + 5.0 * detail)


def build(
    grid: Grid,
    rng: np.random.Generator,
    relief: Relief,
    *,
    middle: float = 0.5,
    basins: tuple[tuple[float, float], ...] = (),
) -> Terrain:
    """Make a terrain; basins are (share of the river's length, radius in metres) to open."""
    line = river_course(grid, rng, relief, middle=middle)
    height = carve(grid, rng, relief, line)
    for share, radius in basins:
        x, y = line[int(share * (len(line) - 1))]
        level = relief.river_from_m + (relief.river_to_m - relief.river_from_m) * share
        height = flatten(height, grid, float(x), float(y), level_m=level + 8, radius_m=radius)
    return describe(
        grid, height, line, river_width_m=relief.river_width_m, stream_km2=relief.stream_km2
    )


YUNLING_RELIEF = Relief(
    meander_m=((4200.0, 34000.0), (1500.0, 9000.0), (450.0, 3600.0)),
    river_from_m=640.0,
    river_to_m=470.0,
    edge_m=760.0,
    rough_m=160.0,
    wavelength_m=16000.0,
    uplift_m=13.0,
    erodibility=1.0,
    steps=70,
    river_width_m=190.0,
    valley_floor_m=450.0,
    stream_km2=4.0,
)
ZUOMU_RELIEF = Relief(
    meander_m=((1200.0, 11000.0), (380.0, 3200.0)),
    river_from_m=1010.0,
    river_to_m=880.0,
    edge_m=1040.0,
    rough_m=40.0,
    wavelength_m=6000.0,
    uplift_m=4.5,
    erodibility=1.3,
    steps=70,
    river_width_m=45.0,
    valley_floor_m=120.0,
    stream_km2=0.8,
)
