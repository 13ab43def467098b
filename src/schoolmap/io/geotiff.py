"""Heights in a GeoTIFF: the window about the roads, through rasterio (the extra ``terrain``)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.datum import normal_name
from schoolmap.geography.relief import Affine, Box, corners_lonlat, edges_of, finder, overlap
from schoolmap.io.coordinates import is_understood
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.terrain import MOST_CELLS, Grid, elsewhere

_FINE_CELLS = 25_000_000
"""A finer window is averaged to about as many."""

Raster = Any
"""An open file of rasterio, which is an extra and has no types."""

_SHIFTED = ("gcj02", "bd09")
_NAMES = {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490"}
_FEET = {"ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "us survey foot": 1200 / 3937}
_MARGIN_CELLS = 2


def read_geotiff(path: Path, source: Source, box: Box, ledger: Ledger) -> Grid | None:
    """Return the part of a GeoTIFF within a box; None where a problem was found instead.

    Parameters
    ----------
    path
        The file.
    source
        Of ``[terrain]``; its ``coordinates`` name the CRS of a file that has none.
    box
        Degrees.
    ledger
        Takes what is found.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    try:
        import rasterio
        from rasterio.errors import RasterioError
    except ImportError:
        ledger.add("terrain_needs_rasterio", file=source.file)
        return None
    import warnings

    try:
        with warnings.catch_warnings():
            # a file without a place warns; that is reported as a problem
            warnings.simplefilter("ignore")
            # only what the ending says: other formats may name files elsewhere
            with rasterio.open(path, driver="GTiff") as raster:
                return _grid(raster, source, box, ledger)
    except RasterioError as error:
        raise OSError(str(error)) from error


def _grid(raster: Raster, source: Source, box: Box, ledger: Ledger) -> Grid | None:
    crs = _crs(raster, source, ledger)
    if crs is None or not _heights(raster, source, ledger):
        return None
    t = raster.transform
    # from corners of cells to their middles
    transform: Affine = (
        t.a, t.b, t.c + (t.a + t.b) / 2, t.d, t.e, t.f + (t.d + t.e) / 2,
    )  # fmt: skip
    whole = _whole(transform, crs, raster, source, ledger)
    if whole is None:
        return None
    if not overlap(whole, box):
        elsewhere(source, whole, box, ledger)
        return None
    cells = finder(transform, crs, "EPSG:4326")(edges_of(box))
    size = np.array((raster.width, raster.height))
    low = np.clip(np.floor(cells.min(axis=0)) - _MARGIN_CELLS, 0, size - 1).astype(int)
    high = np.clip(np.ceil(cells.max(axis=0)) + _MARGIN_CELLS + 1, low + 1, size).astype(int)
    return _window(raster, (low, high), transform, crs, source, ledger)


def _crs(raster: Raster, source: Source, ledger: Ledger) -> str | None:
    """Return the CRS: as the study says, else as the file does."""
    from pyproj import CRS

    declared = source.settings.coordinates
    if declared is not None:
        name = normal_name(declared)
        if name in _SHIFTED:
            column = f"{source.section}.coordinates"
            ledger.add("terrain_crs_shifted", file="study.toml", column=column, value=declared)
            return None
        if not is_understood(declared, source.section, ledger):
            return None
        return str(CRS.from_user_input(_NAMES.get(name, name)).to_wkt())
    if raster.crs is None or raster.transform.is_identity:
        ledger.add("terrain_crs_missing", file=source.file)
        return None
    return str(raster.crs.to_wkt())


def _heights(raster: Raster, source: Source, ledger: Ledger) -> bool:
    """Return whether the first band may hold heights."""
    colours = {"red", "green", "blue", "palette"}
    names = [c.name.lower() for c in raster.colorinterp]
    if names and names[0] in colours and (raster.count > 1 or names[0] == "palette"):
        ledger.add("terrain_picture", file=source.file, bands=raster.count)
        return False
    if sum(name != "alpha" for name in names) > 1:
        ledger.add("terrain_bands", file=source.file, bands=raster.count)
    return True


def _whole(
    transform: Affine, crs: str, raster: Raster, source: Source, ledger: Ledger
) -> Box | None:
    """Return the box of the whole file in degrees; coordinates that its CRS cannot have stop."""
    from pyproj import CRS
    from pyproj.exceptions import ProjError

    system, bounds = CRS.from_user_input(crs), raster.bounds
    try:
        box = corners_lonlat(transform, crs, (raster.height, raster.width))
    except ProjError:
        # a system of its own, that nobody can relate to the earth
        box = (math.nan,) * 4
    degrees = system.is_geographic and max(map(abs, (bounds.left, bounds.right))) > 360
    if degrees or not np.isfinite(box).all():
        shown = f"{bounds.left:g}–{bounds.right:g}, {bounds.bottom:g}–{bounds.top:g}"
        ledger.add("terrain_crs_bad", file=source.file, box=shown, crs=system.name)
        return None
    return box


def _window(
    raster: Raster,
    part: tuple[NDArray[np.int64], NDArray[np.int64]],
    transform: Affine,
    crs: str,
    source: Source,
    ledger: Ledger,
) -> Grid | None:
    from rasterio.enums import Resampling
    from rasterio.windows import Window

    low, high = part
    width, height = (int(n) for n in high - low)
    if width * height > _FINE_CELLS * 40:
        ledger.add("terrain_too_large", file=source.file, cells=width * height, most=MOST_CELLS)
        return None
    times = math.ceil(math.sqrt(width * height / _FINE_CELLS))
    # whole groups of cells, so that a cell read is the mean of times x times
    width, height = (max(1, n // times) * min(times, n) for n in (width, height))
    shape = (max(1, height // times), max(1, width // times))
    cells = raster.read(
        1,
        window=Window(int(low[0]), int(low[1]), width, height),
        out_shape=shape,
        masked=True,
        out_dtype="float32",
        resampling=Resampling.average if times > 1 else Resampling.nearest,
    )
    heights = np.asarray(cells.filled(np.nan), dtype=np.float32)
    heights = _in_metres(heights, raster, source, ledger)
    a, b, c, d, e, f = transform
    column, row = float(low[0]) + (times - 1) / 2, float(low[1]) + (times - 1) / 2
    moved: Affine = (
        a * times, b * times, a * column + b * row + c,
        d * times, e * times, d * column + e * row + f,
    )  # fmt: skip
    if times > 1:
        from schoolmap.geography.relief import to_cells

        cell = round(to_cells(moved, crs, shape).cell_m)
        ledger.add("terrain_coarsened", file=source.file, times=times, cell=cell)
    return Grid(heights, np.ones(shape, dtype=bool), moved, crs)


def _in_metres(
    heights: NDArray[np.float32], raster: Raster, source: Source, ledger: Ledger
) -> NDArray[np.float32]:
    """Return heights in metres, by the scale and the unit that the file declares."""
    scale, offset = float(raster.scales[0]), float(raster.offsets[0])
    unit = str(raster.units[0] or "").strip().lower()
    if unit in _FEET:
        ledger.add("terrain_feet", file=source.file)
        scale, offset = scale * _FEET[unit], offset * _FEET[unit]
    if (scale, offset) == (1.0, 0.0):
        return heights
    return (heights * scale + offset).astype(np.float32)
