"""SRTM tiles: squares of a degree, named by their south-west corner, 1 or 3 seconds a cell."""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.relief import Box, overlap
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.terrain import MOST_CELLS, Grid, elsewhere

_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})(?!\d)", re.IGNORECASE)
_STEPS = (3600, 1200)
"""Cells a degree; tiles have one row and column more, which the next tile repeats."""

_VOID = -32768

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What a zip file raises that is damaged, encrypted, or packed in a way nobody else uses."""


def read_tiles(
    files: Sequence[Path], source: Source, box: Box, ledger: Ledger
) -> tuple[Grid | None, tuple[Path, ...]]:
    """Return the part of a box that tiles cover, as one grid, and the tiles used.

    Parameters
    ----------
    files
        ``.hgt`` or ``.hgt.zip``; those away from the box are not opened.
    source
        Of ``[terrain]``, for messages.
    box
        Degrees.
    ledger
        Takes what is found.
    """
    corners = {path: _corner(path) for path in files}
    for path in (p for p, corner in corners.items() if corner is None):
        ledger.add("hgt_name", file=source.file, value=path.name)
    known = {path: corner for path, corner in corners.items() if corner is not None}
    near = [
        path for path, (lon, lat) in known.items() if overlap((lon, lat, lon + 1, lat + 1), box)
    ]
    if not near:
        if known:
            lons, lats = zip(*known.values(), strict=True)
            whole = (min(lons), min(lats), max(lons) + 1, max(lats) + 1)
            elsewhere(source, whole, box, ledger)
        return None, ()
    steps = {path: _step(path, source, ledger) for path in near}
    if None in steps.values():
        return None, ()
    if len(set(steps.values())) > 1:
        ledger.add("hgt_mixed", file=source.file)
        return None, ()
    step = next(iter(steps.values()))
    assert step is not None  # noqa: S101 - no tile is without one here
    lons, lats = zip(*(known[path] for path in near), strict=True)
    west, north = max(box[0], min(lons)), min(box[3], max(lats) + 1)
    east, south = min(box[2], max(lons) + 1), max(box[1], min(lats))
    left, top = math.floor(west * step), math.floor(-north * step)
    size = (math.ceil(-south * step) - top + 1, math.ceil(east * step) - left + 1)
    if size[0] * size[1] > MOST_CELLS:
        ledger.add("terrain_too_large", file=source.file, cells=size[0] * size[1], most=MOST_CELLS)
        return None, ()
    height = np.full(size, np.nan, dtype=np.float32)
    covered = np.zeros(size, dtype=bool)
    for path in near:
        lon, lat = known[path]
        # row and column of the tile's north-west cell in the grid
        _paste(_tile(path, step), height, covered, (-(lat + 1) * step - top, lon * step - left))
    transform = (1 / step, 0.0, left / step, 0.0, -1 / step, -top / step)
    return Grid(height, covered, transform, "EPSG:4326"), tuple(near)


def _corner(path: Path) -> tuple[int, int] | None:
    """Return longitude and latitude of the south-west corner that a name says."""
    found = _NAME.search(path.name)
    if found is None:
        return None
    north, lat, east, lon = found.groups()
    return (
        int(lon) * (1 if east.upper() == "E" else -1),
        int(lat) * (1 if north.upper() == "N" else -1),
    )


def _bytes(step: int) -> int:
    return 2 * (step + 1) * (step + 1)


def _step(path: Path, source: Source, ledger: Ledger) -> int | None:
    """Return cells a degree by the size of a tile, before any of it is read."""
    size = _member(path).file_size if path.suffix.lower() == ".zip" else path.stat().st_size
    by_size = {_bytes(step): step for step in _STEPS}
    if size not in by_size:
        fine, coarse = by_size
        ledger.add(
            "hgt_size", file=source.file, value=path.name, size=size, fine=fine, coarse=coarse
        )
        return None
    return by_size[size]


def _member(path: Path) -> zipfile.ZipInfo:
    """Return the one tile in a zip file.

    Raises
    ------
    OSError
        If it is no zip file, or holds none or several.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = [m for m in archive.infolist() if m.filename.lower().endswith(".hgt")]
    except zipfile.BadZipFile as error:
        msg = f"{path.name}: {error}"
        raise OSError(msg) from error
    if len(found) != 1:
        msg = f"{path.name}: {len(found)} x .hgt"
        raise OSError(msg)
    return found[0]


def _tile(path: Path, step: int) -> NDArray[np.float32]:
    """Return a tile's heights, north first; NaN where void."""
    size = _bytes(step)
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive, archive.open(_member(path)) as stream:
                raw = stream.read(size)
        except _BROKEN as error:
            msg = f"{path.name}: {error}"
            raise OSError(msg) from error
    else:
        raw = path.read_bytes()
    if len(raw) != size:
        msg = f"{path.name}: {len(raw)} / {size}"
        raise OSError(msg)
    cells = np.frombuffer(raw, dtype=">i2").reshape(step + 1, step + 1)
    height = cells.astype(np.float32)
    height[cells == _VOID] = np.nan
    return height


def _paste(
    tile: NDArray[np.float32],
    height: NDArray[np.float32],
    covered: NDArray[np.bool_],
    at: tuple[int, int],
) -> None:
    """Put a tile where it belongs; a height that another tile gave stays."""
    spans = []
    for start, length, size in zip(at, tile.shape, height.shape, strict=True):
        low, high = max(0, start), min(size, start + length)
        if low >= high:
            return
        spans.append((slice(low, high), slice(low - start, high - start)))
    (rows, tile_rows), (columns, tile_columns) = spans
    here = height[rows, columns]
    height[rows, columns] = np.where(np.isnan(here), tile[tile_rows, tile_columns], here)
    covered[rows, columns] = True
