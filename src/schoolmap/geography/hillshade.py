"""Relief for the map: the land lit from the north-west, as a picture of a few greys.

Shade is the mean over four lights (225, 270, 315 and 360 degrees; after Mark, R.,
Multidirectional, oblique-weighted, shaded-relief image, USGS Open-File Report 92-422, 1992), so
that valleys in every direction show. What is darker than level ground becomes a transparent dark,
what is lighter a transparent white: whatever colour lies underneath keeps its hue.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.relief import Box, corners_lonlat, to_cells
from schoolmap.model.terrain import Terrain

FloatArray = NDArray[np.float64]

MOST_BYTES = 200_000
"""Of the picture; as text in the page it takes a third more."""

_MOST_PX, _LEAST_PX = 900, 64
_PLANE = 256.0
"""Side of the unit plane of the page (Web Mercator at zoom 0)."""

_LIGHTS = (225.0, 270.0, 315.0, 360.0)
_WEIGHTS = (0.15, 0.25, 0.4, 0.2)
_ALTITUDE = 45.0
_MEDIAN_SLOPE = 0.28
"""Gentle land is drawn as if it were this steep, or it would not show; steep land as it is."""

_MOST_EXAGGERATED = 8.0
_DARKEST, _LIGHTEST = 0.28, 0.42
_DARK_STEPS, _LIGHT_STEPS = 18, 10
_DARK = (38, 50, 56)
_FADE_PX = 14
"""The picture ends softly where heights end."""

_LEAST_RISE_M = 1.0


@dataclass(frozen=True)
class Relief:
    """A picture of the relief.

    Attributes
    ----------
    png
        The file's bytes: palette of greys with transparency.
    plane
        West, north, east, south edge on the page's unit plane (0 to 256, Web Mercator).
    """

    png: bytes
    plane: Box


def shade_relief(terrain: Terrain, within: Box | None = None) -> Relief | None:
    """Return the relief of a terrain; None where the land is flat or there is nothing within.

    Parameters
    ----------
    terrain
        Heights.
    within
        Box in degrees that is wanted; None: all of it.
    """
    box = corners_lonlat(terrain.transform, terrain.crs, terrain.height_m.shape)
    if within is not None:
        box = (
            max(box[0], within[0]), max(box[1], within[1]),
            min(box[2], within[2]), min(box[3], within[3]),
        )  # fmt: skip
    if box[0] >= box[2] or box[1] >= box[3]:
        return None
    cells = to_cells(terrain.transform, terrain.crs, terrain.height_m.shape)
    west, north = _to_plane(box[0], box[3])
    east, south = _to_plane(box[2], box[1])
    plane_m = math.cos(math.radians((box[1] + box[3]) / 2)) * 40_075_016.7 / _PLANE
    long_side = max(east - west, south - north)
    pixels = min(_MOST_PX, max(_LEAST_PX, long_side * plane_m / cells.cell_m))
    while True:
        pixel = long_side / pixels
        shape = (max(2, round((south - north) / pixel)), max(2, round((east - west) / pixel)))
        lonlat = _grid((west, north, east, south), shape)
        coarse, times = _coarser(terrain.height_m, math.floor(pixel * plane_m / cells.cell_m))
        at = (cells.of_lonlat(lonlat) + 0.5) / times - 0.5
        height = _sampled(coarse, at).reshape(shape)
        if not _hilly(height):
            return None
        png = _png(_levels(_lit(height, pixel * plane_m), height))
        if len(png) <= MOST_BYTES or pixels <= _LEAST_PX:
            return Relief(png, (west, north, east, south))
        pixels = max(_LEAST_PX, pixels * math.sqrt(MOST_BYTES / len(png)) * 0.97)


def _to_plane(lon: float, lat: float) -> tuple[float, float]:
    sine = math.sin(math.radians(lat))
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return (lon + 180.0) / 360.0 * _PLANE, y * _PLANE


def _grid(plane: Box, shape: tuple[int, int]) -> FloatArray:
    """Return degrees of the middles of the pixels, row by row."""
    west, north, east, south = plane
    x = west + (np.arange(shape[1]) + 0.5) * (east - west) / shape[1]
    y = north + (np.arange(shape[0]) + 0.5) * (south - north) / shape[0]
    lon = x / _PLANE * 360.0 - 180.0
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / _PLANE))))
    return np.column_stack((np.tile(lon, lat.size), np.repeat(lat, lon.size)))


def _coarser(grid: NDArray[np.float32], times: int) -> tuple[NDArray[np.float32], int]:
    """Return the mean of each block of cells, NaN where a part of it is, and cells a side."""
    times = max(1, min(times, *grid.shape))
    if times == 1:
        return grid, 1
    rows, columns = (n // times for n in grid.shape)
    blocks = grid[: rows * times, : columns * times].reshape(rows, times, columns, times)
    means: NDArray[np.float32] = blocks.mean(axis=(1, 3))
    return means, times


def _sampled(grid: NDArray[np.float32], cell: FloatArray) -> FloatArray:
    """Return heights between the middles of cells, NaN where a cell beside has none."""
    size = np.array((grid.shape[1], grid.shape[0]))
    inside = np.all((cell >= -0.5) & (cell <= size - 0.5), axis=1)
    at = np.clip(np.where(inside[:, None], cell, 0.0), 0.0, size - 1.0)
    column, row = np.minimum(np.floor(at), np.maximum(size - 2, 0)).astype(np.int64).T
    right, down = np.minimum(column + 1, size[0] - 1), np.minimum(row + 1, size[1] - 1)
    px, py = at[:, 0] - column, at[:, 1] - row
    upper = grid[row, column] * (1 - px) + grid[row, right] * px
    lower = grid[down, column] * (1 - px) + grid[down, right] * px
    return np.where(inside, upper * (1 - py) + lower * py, np.nan)


def _hilly(height: FloatArray) -> bool:
    known = height[np.isfinite(height)]
    return known.size > 0 and float(np.ptp(known)) >= _LEAST_RISE_M


def _lit(height: FloatArray, pixel_m: float) -> FloatArray:
    """Return how much lighter than level ground each pixel is, about -1 to 1; NaN unknown."""
    down, right = np.gradient(height, pixel_m)
    slope = np.hypot(down, right)
    median = float(np.nanmedian(slope)) if np.isfinite(slope).any() else 0.0
    times = float(np.clip(_MEDIAN_SLOPE / max(median, 1e-6), 1.0, _MOST_EXAGGERATED))
    down, right = down * times, right * times
    length = np.sqrt(1.0 + down * down + right * right)
    high = math.sin(math.radians(_ALTITUDE))
    flat = math.cos(math.radians(_ALTITUDE))
    light = np.zeros(height.shape)
    for azimuth, weight in zip(_LIGHTS, _WEIGHTS, strict=True):
        # towards the light: east by its sine, south by minus its cosine
        east, south = math.sin(math.radians(azimuth)), -math.cos(math.radians(azimuth))
        facing = high - flat * (right * east + down * south)
        light += weight * np.maximum(facing, 0.0) / length
    return light / high - 1.0


def _levels(lit: FloatArray, height: FloatArray) -> NDArray[np.uint8]:
    """Return the palette's number of each pixel: 0 clear, then dark, then light."""
    known = np.isfinite(lit) & np.isfinite(height)
    value = np.where(known, lit, 0.0) * _fade(known)
    dark = np.clip(np.rint(-value * _DARK_STEPS / 0.75), 0, _DARK_STEPS)
    light = np.clip(np.rint(value * _LIGHT_STEPS / 0.4), 0, _LIGHT_STEPS)
    level = np.where(dark > 0, dark, np.where(light > 0, light + _DARK_STEPS, 0))
    return level.astype(np.uint8)


def _fade(known: NDArray[np.bool_]) -> FloatArray:
    """Return 0 at the edge of what is known, rising to 1 some pixels inside."""
    padded = np.pad(known, 1)
    deep = known.astype(np.float64)
    inner = padded
    for _ in range(_FADE_PX):
        inner = inner.copy()
        core = inner[1:-1, 1:-1]
        inner[1:-1, 1:-1] = (
            core & inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:]
        )
        deep += inner[1:-1, 1:-1]
    return deep / (_FADE_PX + 1)


def _png(level: NDArray[np.uint8]) -> bytes:
    """Return a picture of palette numbers as a PNG file."""
    rows, columns = level.shape
    dark = [(*_DARK, round(255 * _DARKEST * k / _DARK_STEPS)) for k in range(1, _DARK_STEPS + 1)]
    light = [
        (255, 255, 255, round(255 * _LIGHTEST * k / _LIGHT_STEPS))
        for k in range(1, _LIGHT_STEPS + 1)
    ]
    colours = [(0, 0, 0, 0), *dark, *light]
    # each row starts with the number of its filter: none
    lines = np.pad(level, ((0, 0), (1, 0))).tobytes()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, body)
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
            (b"PLTE", bytes(v for c in colours for v in c[:3])),
            (b"tRNS", bytes(c[3] for c in colours)),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
