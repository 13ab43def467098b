"""Chinese map datums: GCJ-02 and BD-09 to and from WGS-84, exactly both ways.

GCJ-02 (高德, 腾讯) and BD-09 (百度) shift a point by up to some 700 m and 1.2 km.
The forward formulas are those of the public implementations (eviltransform, coordtransform); the
way back is found by iterating the forward formula, so that a round trip closes to well under a
millimetre, where the usual one-step inverse leaves decimetres.

CGCS2000 is taken as WGS-84: both are geocentric and realised in the ITRF; they differ by a few
decimetres at most (plate motion since 2000), which is far below the accuracy of a school's point.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schoolmap.errors import InputError, Problem
from schoolmap.geography.systems import spelled

FloatArray = NDArray[np.float64]
Shift = Callable[[FloatArray], FloatArray]

DATUMS: tuple[str, ...] = ("wgs84", "cgcs2000", "gcj02", "bd09")
# Krassovsky 1940, as the algorithm has it
_AXIS_M = 6378245.0
_ECCENTRICITY2 = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_BD_PI = np.pi * 3000.0 / 180.0
# the shift of GCJ-02 varies by under 0.003 degrees per degree, that of BD-09 by under 0.03: so many
# steps bring the error below the last bit of a float64 degree. A fixed number, not a test on the
# whole array, so that equal points stay equal whatever else is converted with them.
_GCJ_STEPS = 7
_BD_STEPS = 12


def in_gcj_box(lonlat: FloatArray) -> NDArray[np.bool_]:
    """Return where GCJ-02 shifts at all: the box that its algorithm takes for China.

    Parameters
    ----------
    lonlat
        Shape (n, 2), degrees.
    """
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    inside: NDArray[np.bool_] = (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)
    return inside


def wgs84_to_gcj02(lonlat: ArrayLike) -> FloatArray:
    """Return GCJ-02 degrees of WGS-84 degrees, shape (n, 2); identity outside the box."""
    return _where(in_gcj_box, _gcj_forward, _points(lonlat))


def gcj02_to_wgs84(lonlat: ArrayLike) -> FloatArray:
    """Return WGS-84 degrees of GCJ-02 degrees, shape (n, 2); identity outside the box.

    Exact to below 1e-9 degrees, but for a strip of less than a kilometre along the edge of the
    box, where the forward formula itself cannot be undone (it jumps there). The edge runs through
    Tajikistan, Siberia, the Sea of Japan and near the equator, nowhere through China. Hong Kong,
    Macau and Taiwan are in the box and are shifted, as in the public formulas; so are Korea,
    Mongolia and northern India, where web maps do not shift: coordinates from there are WGS-84.
    """
    return _where(in_gcj_box, partial(_undo, _gcj_forward, steps=_GCJ_STEPS), _points(lonlat))


def gcj02_to_bd09(lonlat: ArrayLike) -> FloatArray:
    """Return BD-09 degrees of GCJ-02 degrees, shape (n, 2)."""
    return _where(_on_globe, _bd_forward, _points(lonlat))


def bd09_to_gcj02(lonlat: ArrayLike) -> FloatArray:
    """Return GCJ-02 degrees of BD-09 degrees, shape (n, 2), exact to below 1e-9 degrees."""
    return _where(_on_globe, partial(_undo, _bd_forward, steps=_BD_STEPS), _points(lonlat))


def wgs84_to_bd09(lonlat: ArrayLike) -> FloatArray:
    """Return BD-09 degrees of WGS-84 degrees, shape (n, 2)."""
    return gcj02_to_bd09(wgs84_to_gcj02(lonlat))


def bd09_to_wgs84(lonlat: ArrayLike) -> FloatArray:
    """Return WGS-84 degrees of BD-09 degrees, shape (n, 2), exact to below 1e-9 degrees."""
    return gcj02_to_wgs84(bd09_to_gcj02(lonlat))


def to_wgs84(x: ArrayLike, y: ArrayLike, declared: str) -> FloatArray:
    """Return WGS-84 degrees of coordinates in a declared system.

    Parameters
    ----------
    x, y
        Longitude and latitude in degrees, or easting and northing in the unit of an EPSG system;
        shape (n,). NaN stays NaN.
    declared
        ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09``, another spelling of them (see
        `schoolmap.geography.systems`), or whatever pyproj understands, such as ``EPSG:4547``.

    Returns
    -------
    Shape (n, 2), float64: longitude, latitude. Equal coordinates give equal results.

    Raises
    ------
    InputError
        If `declared` is not known.
    """
    points = np.column_stack(
        [np.asarray(x, dtype=np.float64).ravel(), np.asarray(y, dtype=np.float64).ravel()]
    )
    name = normal_name(declared)
    if name in ("wgs84", "cgcs2000"):
        return points
    if name == "gcj02":
        return gcj02_to_wgs84(points)
    if name == "bd09":
        return bd09_to_wgs84(points)
    return _by_proj(points, name)


def normal_name(declared: str) -> str:
    """Return a datum's name as in `DATUMS`, or `declared` stripped where it is none of them."""
    return spelled(declared)


def is_definition(text: str) -> bool:
    """Return whether a text defines a CRS: a code such as EPSG:4547, WKT, PROJJSON, PROJ.

    PROJ also guesses systems by name, and would take ``beijing`` for one of 1954.
    """
    return re.fullmatch(r"\s*[A-Za-z]+:\w+\s*", text) is not None or any(c in text for c in "[{=")


def _points(lonlat: ArrayLike) -> FloatArray:
    return np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)


def _on_globe(lonlat: FloatArray) -> NDArray[np.bool_]:
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    inside: NDArray[np.bool_] = (np.abs(lon) <= 181.0) & (np.abs(lat) <= 91.0)
    return inside


def _where(
    holds: Callable[[FloatArray], NDArray[np.bool_]], shift: Shift, points: FloatArray
) -> FloatArray:
    """Return points shifted where a condition holds; the others (NaN, metres) as they are."""
    rows = holds(points)
    result = points.copy()
    result[rows] = shift(points[rows])
    return result


def _undo(forward: Shift, target: FloatArray, *, steps: int) -> FloatArray:
    """Return the points that `forward` takes to `target`: x -> x + (target - forward(x))."""
    points = target.copy()
    for _ in range(steps):
        points = points + (target - forward(points))
    return points


def _gcj_forward(lonlat: FloatArray) -> FloatArray:
    x, y = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    wave = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north = north + (wave + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north = (
        north + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    )
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east = east + (wave + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east = east + (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    angle = np.radians(lonlat[:, 1])
    sine = np.sin(angle)
    magic = 1.0 - _ECCENTRICITY2 * sine * sine
    root = np.sqrt(magic)
    meridian_m = _AXIS_M * (1.0 - _ECCENTRICITY2) / (magic * root)
    parallel_m = _AXIS_M / root * np.cos(angle)
    shift = np.column_stack([east / parallel_m, north / meridian_m])
    return lonlat + np.degrees(shift)


def _bd_forward(lonlat: FloatArray) -> FloatArray:
    x, y = lonlat[:, 0], lonlat[:, 1]
    radius = np.sqrt(x * x + y * y) + 0.00002 * np.sin(y * _BD_PI)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_PI)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


def _by_proj(points: FloatArray, declared: str) -> FloatArray:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    if not is_definition(declared):
        raise InputError([unknown_system(declared)])
    try:
        source = CRS.from_user_input(declared)
        # a system of another planet is known, but nothing leads here from it
        transformer = Transformer.from_crs(source, "EPSG:4326", always_xy=True)
    except ProjError as error:
        raise InputError([unknown_system(declared)]) from error
    lon, lat = transformer.transform(points[:, 0], points[:, 1])
    return np.column_stack([lon, lat])


def unknown_system(declared: str) -> Problem:
    """Return the problem of a coordinate system that is not known."""
    return Problem(
        code="coordinates_unknown",
        severity="error",
        file="study.toml",
        column="coordinates",
        value=declared,
        action="stopped",
        zh="坐标系不认识。",
        en="The coordinate system is not known.",
        repair_zh="请写 wgs84、cgcs2000、gcj02、bd09 或 EPSG:编号。",
        repair_en="Write wgs84, cgcs2000, gcj02, bd09 or EPSG:number.",
    )
