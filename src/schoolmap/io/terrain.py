"""Reading terrain: the part of a grid of heights that the roads need, and what is wrong with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import MachineError
from schoolmap.geography.relief import Box, around, box_of, to_cells
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.model.study import RoadLines
from schoolmap.model.terrain import Terrain
from schoolmap.network.heights import fill_holes
from schoolmap.units import show_number

MOST_CELLS = 40_000_000
"""As many as a county of 200 km by 200 km has at 30 m; more is a wrong file, or needs clipping."""

MARGIN_M = 3000.0
"""Land beyond the outermost roads that is read too: a hole in it shows whole."""

FILL_REACH_M = 2000.0
"""Deeper inside a hole no height is made up: that far off, it may be another mountain."""

_LOWEST_M, _HIGHEST_M = -500.0, 9000.0
"""The shore of the Dead Sea and Everest lie within."""

_STEEP = 1.0
"""A median slope of the land that no county has: 45 degrees."""

GRID_KINDS = (".tif", ".tiff")
TILE_KINDS = (".hgt", ".hgt.zip")


@dataclass(frozen=True)
class Grid:
    """Cells as a file has them.

    Attributes
    ----------
    height_m
        NaN where the file has no height; float32.
    covered
        Where the file has cells at all, bool.
    transform, crs
        As of `schoolmap.model.terrain.Terrain`.
    """

    height_m: NDArray[np.float32]
    covered: NDArray[np.bool_]
    transform: tuple[float, float, float, float, float, float]
    crs: str


def read_terrain(
    source: Source, roads: RoadLines | None, ledger: Ledger
) -> tuple[Terrain | None, tuple[Path, ...]]:
    """Return the heights about the roads and the files they come from; None where there are none.

    Parameters
    ----------
    source
        File and settings of ``[terrain]``: a GeoTIFF, an SRTM tile (``.hgt``, ``.hgt.zip``), a
        folder of tiles or a pattern such as ``srtm/*.hgt``.
    roads
        Where heights are needed. Only their part of the file is read.
    ledger
        Takes what is found.

    Raises
    ------
    MachineError
        If a file may not be read.
    """
    if roads is None:
        ledger.add("terrain_without_roads", file=source.file)
        return None, ()
    files = _files(source, ledger)
    if not files:
        return None, ()
    box = around(box_of(roads.lonlat), MARGIN_M)
    try:
        if _kind(files[0]) in TILE_KINDS:
            from schoolmap.io.height_tiles import read_tiles

            grid, used = read_tiles(files, source, box, ledger)
        else:
            from schoolmap.io.geotiff import read_geotiff

            grid, used = read_geotiff(files[0], source, box, ledger), files[:1]
    except PermissionError as error:
        zh = f"没有权限读取 {source.file}；若在其他软件中打开着，请先关闭。"
        en = f"no permission to read {source.file}; close it if another program has it open."
        raise MachineError(zh, en) from error
    except OSError as error:
        ledger.add("file_unreadable", file=source.file, detail=error)
        return None, ()
    return (None, ()) if grid is None else (_terrain(grid, source, ledger), used)


def _files(source: Source, ledger: Ledger) -> tuple[Path, ...]:
    """Return the file, or the tiles of a folder or of a pattern, by name."""
    path = source.path
    if path.is_dir() or any(mark in source.file for mark in "*?["):
        found = path.iterdir() if path.is_dir() else path.parent.glob(path.name)
        tiles = tuple(sorted(p for p in found if _kind(p) in TILE_KINDS and p.is_file()))
        if not tiles:
            ledger.add("terrain_tiles_none", file=source.file)
        return tiles
    if _kind(path) not in GRID_KINDS + TILE_KINDS:
        ledger.add("terrain_kind_unknown", file=source.file)
        return ()
    if not path.is_file():
        ledger.add("file_missing", file=source.file)
        return ()
    return (path,)


def _kind(path: Path) -> str:
    """Return the ending of a file, lower case; ``.hgt.zip`` in one."""
    name = path.name.lower()
    return ".hgt.zip" if name.endswith(".hgt.zip") else path.suffix.lower()


def elsewhere(source: Source, terrain: Box, roads: Box, ledger: Ledger) -> None:
    """Report a terrain that has nothing about the roads, with where both are."""
    ledger.add(
        "terrain_elsewhere", file=source.file, terrain=_degrees(terrain), roads=_degrees(roads)
    )


def _degrees(box: Box) -> str:
    west, south, east, north = box
    return f"{west:.2f}–{east:.2f}, {south:.2f}–{north:.2f}"


def _terrain(grid: Grid, source: Source, ledger: Ledger) -> Terrain | None:
    """Return the terrain of a grid with its holes filled; doubts about it are reported."""
    height = _believed(grid.height_m, source, ledger)
    known = ~np.isnan(height)
    if not known.any():
        ledger.add("terrain_empty", file=source.file)
        return None
    cell_m = to_cells(grid.transform, grid.crs, height.shape).cell_m
    reach = max(1, math.floor(FILL_REACH_M / cell_m))
    void = int(np.count_nonzero(grid.covered & ~known))
    filled_m, filled = fill_holes(height, reach_cells=reach, covered=grid.covered)
    if void:
        count = int(np.count_nonzero(filled))
        ledger.add("terrain_voids", file=source.file, void=void, filled=count)
    _doubt(height, known, cell_m, source, ledger)
    return Terrain(filled_m, filled, grid.transform, grid.crs, source.file, void)


def _believed(height: NDArray[np.float32], source: Source, ledger: Ledger) -> NDArray[np.float32]:
    """Return heights with the impossible ones taken out."""
    # a comparison with NaN is false: what has no height is not absurd
    absurd = (height < _LOWEST_M) | (height > _HIGHEST_M)
    if not absurd.any():
        return height
    values, counts = np.unique(height[absurd], return_counts=True)
    example = show_number(float(values[np.argmax(counts)]))
    ledger.add(
        "terrain_absurd",
        file=source.file,
        value=example,
        example=example,
        count=int(absurd.sum()),
    )
    return np.where(absurd, np.float32(np.nan), height)


def _doubt(
    height: NDArray[np.float32],
    known: NDArray[np.bool_],
    cell_m: float,
    source: Source,
    ledger: Ledger,
) -> None:
    lowest, highest = float(height[known].min()), float(height[known].max())
    if lowest == highest:
        ledger.add("terrain_constant", file=source.file, height=show_number(lowest))
        return
    rise = np.abs(np.diff(height, axis=1))
    median = float(np.nanmedian(rise)) if np.isfinite(rise).any() else 0.0
    if median / cell_m > _STEEP:
        ledger.add("terrain_steep", file=source.file, slope=round(100 * median / cell_m))
