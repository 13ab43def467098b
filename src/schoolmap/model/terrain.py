"""Terrain: heights on a grid, and what became of them on the roads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.frozen import FrozenArrays


@dataclass(frozen=True)
class Terrain(FrozenArrays):
    """Heights of the land around a study's roads.

    Attributes
    ----------
    height_m
        Shape (n_row, n_column), float32, metres above the sea; NaN where none is known.
    filled
        Cells without a height of their own that were filled from around them, bool.
    transform
        (a, b, c, d, e, f): the middle of the cell in column i and row j lies at
        ``x = a * i + b * j + c``, ``y = d * i + e * j + f`` of `crs`.
    crs
        Anything that pyproj takes; x is east or longitude.
    file
        As named in study.toml.
    void_cells
        Cells of the part that was read that came without a height, the filled ones among them.
    """

    height_m: NDArray[np.float32]
    filled: NDArray[np.bool_]
    transform: tuple[float, float, float, float, float, float]
    crs: str
    file: str
    void_cells: int = 0

    @property
    def filled_cells(self) -> int:
        """Number of cells that were filled."""
        return int(np.count_nonzero(self.filled))


@dataclass(frozen=True)
class SlopeUse:
    """What the heights did to the walking times of a model, in whole metres of walkable road.

    Attributes
    ----------
    file
        The terrain file, as named in study.toml.
    void_cells, filled_cells
        Of the terrain.
    filled_under_roads
        Filled cells that a road's height was taken from.
    road_m
        Length of the walkable roads.
    filled_m
        Length of road over filled cells.
    level_m
        Length of road without a height, taken as level.
    capped_m
        Length of road whose slope was beyond the plausible and was cut to it.
    cell_m
        Side of a cell of the terrain.
    """

    file: str
    void_cells: int
    filled_cells: int
    filled_under_roads: int
    road_m: int
    filled_m: int
    level_m: int
    capped_m: int
    cell_m: int


def slope_words(use: SlopeUse | None) -> tuple[str, str]:
    """Return whether walking times count slope, in Chinese and English, without a full stop."""
    if use is None:
        return "未计坡度：步行按平路计算", "Slope not counted: walks are as on level road"
    zh = [f"Tobler 步行函数，{use.file}"]
    en = [f"Tobler's hiking function, {use.file}"]
    if use.filled_cells:
        zh.append(f"{use.filled_cells:,} 格空洞已填补")
        en.append(f"{use.filled_cells:,} void cells filled")
    if use.level_m:
        km = f"{use.level_m / 1000:,.1f}"
        zh.append(f"{km} 公里道路没有高程，按平路")
        en.append(f"{km} km of road without heights as level")
    return f"坡度：已计入（{'，'.join(zh)}）", f"Slope counted ({', '.join(en)})"
