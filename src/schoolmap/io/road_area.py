"""The area to download roads for: a box, a boundary or a place, and the tiles that cover it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from schoolmap.errors import InputError, UsageError
from schoolmap.geography.crs import choose_crs, project, unproject
from schoolmap.io.boundary import read_boundary
from schoolmap.io.files import Source, locate
from schoolmap.io.ledger import Ledger
from schoolmap.io.settings import SETTINGS_FILE, find_settings, read_settings
from schoolmap.io.texts_osmnx import DOWNLOAD
from schoolmap.model.study import SourceSection

if TYPE_CHECKING:
    from shapely import Geometry

Tile = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

TILE_DEGREES = 0.25
"""Some 23 by 28 km in China: an answer of a few megabytes, well within a server's limits. Tiles
stand on one grid for the whole world, so that what was fetched for one county serves the next."""

BUFFER_KM = 5.0
"""Added around a county: journeys near its border go over its neighbour's roads."""

MOST_KM2 = 50_000.0
"""Larger than nearly all counties; beyond it the public servers ask one to use an extract."""

_KM2_PER_M2 = 1e-6


@dataclass(frozen=True)
class Area:
    """What to download: a polygon in WGS-84, and how people call it."""

    shape: Geometry
    name: str
    km2: float


def area_of_bbox(text: str) -> Area:
    """Return the area of ``W,S,E,N`` in degrees.

    Raises
    ------
    UsageError
        If it is not four numbers in that order.
    """
    import shapely

    parts = [part for part in re.split(r"[,，;；\s]+", text.strip()) if part]
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise _bad_bbox(text) from None
    inside = -180.0 <= west < east <= 180.0 and -90.0 <= south < north <= 90.0
    if not inside:
        raise _bad_bbox(text)
    return area_of_shape(shapely.box(west, south, east, north), f"{west},{south},{east},{north}")


def area_of_boundary(path: Path, *, buffer_km: float, coordinates: str | None = None) -> Area:
    """Return the area of a boundary file, or of the boundary of a study, with a margin.

    Parameters
    ----------
    path
        A polygon file; or a folder with a study.toml whose ``[boundary]`` is meant.
    buffer_km
        Margin around it.
    coordinates
        As in study.toml; for a file that does not say.

    Raises
    ------
    InputError
        If it cannot be used; with all that was found.
    """
    import shapely

    ledger = Ledger()
    if path.is_dir() or path.name == SETTINGS_FILE:
        file = find_settings(path)
        section = read_settings(file).boundary
        if section is None:
            words = Ledger(DOWNLOAD)
            words.add("study_without_boundary", file=file.name)
            raise InputError(words.problems)
        source = locate(file.parent, "boundary", section)
    else:
        settings = SourceSection(file=path.name, coordinates=coordinates)
        source = Source("boundary", settings, path)
    parts = read_boundary(source, ledger)
    if ledger.stops or not parts:
        raise InputError(ledger.problems)
    whole = shapely.union_all(shapely.from_wkb([part.wkb for part in parts]))
    return area_of_shape(whole, Path(source.file).name, buffer_km=buffer_km)


def area_of_shape(shape: Geometry, name: str, *, buffer_km: float = 0.0) -> Area:
    """Return the area of a polygon in WGS-84 with a margin in kilometres."""
    import shapely

    crs = choose_crs(shapely.get_coordinates(shape))
    metres = shapely.transform(shape, lambda xy: project(xy, crs))
    if buffer_km > 0.0:
        # no more vertices than the margin deserves
        metres = shapely.simplify(shapely.buffer(metres, buffer_km * 1000.0), 50.0)
        shape = shapely.transform(metres, lambda xy: unproject(xy, crs))
    return Area(shape, name, float(shapely.area(metres)) * _KM2_PER_M2)


def refuse_too_large(area: Area, *, most_km2: float) -> None:
    """Stop before a server is asked for more than it should be.

    Raises
    ------
    InputError
        ``area_too_large``.
    """
    if area.km2 > most_km2:
        ledger = Ledger(DOWNLOAD)
        ledger.add(
            "area_too_large",
            file="",
            value=area.name,
            km2=f"{area.km2:,.0f}",
            most=f"{most_km2:,.0f}",
        )
        raise InputError(ledger.problems)


def tiles_of(area: Area) -> list[Tile]:
    """Return the tiles that cover an area, from south-west to north-east.

    An area smaller than a tile is one of its own: a village needs no county.
    """
    import shapely

    west, south, east, north = (float(v) for v in shapely.bounds(area.shape))
    if east - west <= TILE_DEGREES and north - south <= TILE_DEGREES:
        # whole seconds of arc outward, so that the same area is asked for by the same words
        low = np.floor(np.array([west, south]) * 3600) / 3600
        high = np.ceil(np.array([east, north]) * 3600) / 3600
        return [(float(low[0]), float(low[1]), float(high[0]), float(high[1]))]
    shapely.prepare(area.shape)
    columns = range(math.floor(west / TILE_DEGREES), math.ceil(east / TILE_DEGREES))
    rows = range(math.floor(south / TILE_DEGREES), math.ceil(north / TILE_DEGREES))
    tiles = [
        (x * TILE_DEGREES, y * TILE_DEGREES, (x + 1) * TILE_DEGREES, (y + 1) * TILE_DEGREES)
        for y in rows
        for x in columns
    ]
    return [tile for tile in tiles if shapely.intersects(area.shape, shapely.box(*tile))]


def quarters(tile: Tile) -> list[Tile]:
    """Return the four quarters of a tile."""
    west, south, east, north = tile
    x, y = (west + east) / 2.0, (south + north) / 2.0
    return [(west, south, x, y), (x, south, east, y), (west, y, x, north), (x, y, east, north)]


def _bad_bbox(text: str) -> UsageError:
    return UsageError(
        zh=f"--bbox {text} 应为“西,南,东,北”四个经纬度，例如 111.2,36.1,111.6,36.5。",
        en=f"--bbox {text} must be west,south,east,north in degrees, such as "
        "111.2,36.1,111.6,36.5.",
    )
