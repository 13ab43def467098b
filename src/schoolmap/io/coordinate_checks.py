"""Coordinates that are wrong as a whole: columns exchanged, metres for degrees, too few digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.datum import DATUMS, normal_name, to_wgs84
from schoolmap.io.ledger import Ledger, some

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

_MOST = 0.8
"""Share of the rows from which a fault is the table's and not the rows'."""
_FEWEST = 3
_FEWEST_COARSE = 8
"""So many rows before few digits are no accident."""
_FEWEST_PACKED = 12
"""So many rows, two columns each: by chance 1 in 200,000 would look like minutes and seconds."""
_NOT_DEGREES = 400.0
_ARCTIC = 73.0
"""No school stands north of it; longitudes of western China do."""
_CHINA_LAT = (3.0, 54.0)
_MARGIN_DEGREES = 3.0
"""Past the area that a system is meant for; the next zone but one."""
_NORTHINGS = (3.0e5, 6.2e6)
_EASTINGS = (1.0e5, 9.0e5)


@dataclass(frozen=True)
class Found:
    """Coordinates of a table as written, and where they stand.

    Attributes
    ----------
    xy
        As read, shape (n, 2); NaN where there is none.
    usable
        Rows that have both, shape (n,).
    rows
        Row of each in its file, int64.
    file, header
        Of the table; `header` names both columns.
    columns
        Headers of longitude and latitude; empty for a layer.
    """

    xy: FloatArray
    usable: Mask
    rows: NDArray[np.int64]
    file: str
    header: str
    columns: tuple[str, ...]


def stops_table(found: Found, system: str, ledger: Ledger) -> bool:
    """Return whether the coordinates as a whole cannot be what is declared; one problem says why.

    Parameters
    ----------
    found
        Coordinates as written.
    system
        As declared.
    ledger
        Takes ``coordinates_metres``, ``coordinates_columns_swapped``, ``coordinates_degrees``,
        ``coordinates_axes_swapped`` or ``coordinates_zone``.
    """
    points = found.xy[found.usable]
    if len(points) < _FEWEST:
        return False
    in_degrees = normal_name(system) in DATUMS or _is_geographic(normal_name(system))
    check = _stops_degrees if in_degrees else _stops_metres
    return check(points, found, system, ledger)


def _stops_degrees(points: FloatArray, found: Found, system: str, ledger: Ledger) -> bool:
    x, y = points[:, 0], points[:, 1]
    shown = f"{x[0]:.10g}, {y[0]:.10g}"
    if _mostly((np.abs(x) > _NOT_DEGREES) & (np.abs(y) > _NOT_DEGREES)):
        zh, en = _zone_words(float(np.median(_within(x))), float(np.median(_within(y))))
        ledger.add(
            "coordinates_metres",
            file=found.file,
            column=found.header,
            value=shown,
            system=_named(system),
            guess_zh=zh,
            guess_en=en,
        )
        return True
    beyond = (np.abs(x) <= 90.0) & (np.abs(y) > 90.0) & (np.abs(y) <= 180.0)
    arctic = (y > _ARCTIC) & (x >= _CHINA_LAT[0]) & (x <= _CHINA_LAT[1])
    if _mostly(beyond | arctic):
        ledger.add(
            "coordinates_columns_swapped",
            file=found.file,
            column=found.header,
            value=shown,
            **_exchange(found.columns),
        )
        return True
    return False


def _stops_metres(points: FloatArray, found: Found, system: str, ledger: Ledger) -> bool:
    x, y = points[:, 0], points[:, 1]
    shown = f"{x[0]:.10g}, {y[0]:.10g}"
    place: dict[str, Any] = {"file": found.file, "column": found.header, "value": shown}
    if _mostly((np.abs(x) <= 180.0) & (np.abs(y) <= 180.0)):
        ledger.add("coordinates_degrees", **place, system=_named(system))
        return True
    if _mostly(_inside(x, y, system)):
        return False
    if _mostly(_inside(y, x, system)):
        ledger.add("coordinates_axes_swapped", **place, **_exchange(found.columns))
        return True
    zh, en = _zone_words(float(np.median(_within(x))), float(np.median(_within(y))))
    if zh:
        ledger.add("coordinates_zone", **place, system=_named(system), guess_zh=zh, guess_en=en)
        return True
    return False


def _named(system: str) -> str:
    """Return what a sentence calls a system: its name, where a layer spells it out."""
    from pyproj import CRS

    return CRS.from_user_input(system).name if any(mark in system for mark in "[{") else system


def _mostly(rows: Mask) -> bool:
    return bool(np.mean(rows) >= _MOST)


def _is_geographic(system: str) -> bool:
    from pyproj import CRS

    return bool(CRS.from_user_input(system).is_geographic)


def _inside(x: FloatArray, y: FloatArray, system: str) -> Mask:
    """Return which points lie in or near the area that a system is meant for."""
    from pyproj import CRS

    area = CRS.from_user_input(normal_name(system)).area_of_use
    lonlat = to_wgs84(x, y, system)
    if area is None:
        return _all(np.abs(lonlat) <= (180.0, 90.0))
    low = (area.west - _MARGIN_DEGREES, area.south - _MARGIN_DEGREES)
    high = (area.east + _MARGIN_DEGREES, area.north + _MARGIN_DEGREES)
    if area.west > area.east:
        # across the 180th meridian
        low, high = (-180.0, low[1]), (180.0, high[1])
    return _all((lonlat >= low) & (lonlat <= high))


def _all(pairs: Mask) -> Mask:
    both: Mask = pairs[:, 0] & pairs[:, 1]
    return both


def _exchange(columns: Sequence[str]) -> dict[str, Any]:
    if not columns:
        return {"how": "", "how_en": ""}
    lon, lat = columns
    setting = f'columns = {{ lon = "{lat}", lat = "{lon}" }}'
    return {
        "how": f"，或在 study.toml 写 {setting}",
        "how_en": f", or write {setting} in study.toml",
    }


def _zone_words(x: float, y: float) -> tuple[str, str]:
    """Return what projected coordinates look like, in both languages; empty where like nothing."""
    likely = likely_zones(x, y)
    turned = () if likely else likely_zones(y, x)
    if not likely and not turned:
        return "", ""
    codes = likely or turned
    zh = "、或 ".join(
        f'{ZONES[kind][0].format(zone=zone)} coordinates = "{code}"' for kind, zone, code in codes
    )
    en = ", or ".join(
        f'{ZONES[kind][1].format(zone=zone)}: coordinates = "{code}"' for kind, zone, code in codes
    )
    if turned:
        zh += "；并且横坐标（Y，东）与纵坐标（X，北）写反了，须对调"
        en += "; and easting and northing are exchanged as well"
    return zh, en


ZONES: dict[str, tuple[str, str]] = {
    "three": ("CGCS2000 三度带第 {zone} 带", "CGCS2000 3-degree zone {zone}"),
    "six": ("CGCS2000 六度带第 {zone} 带", "CGCS2000 6-degree zone {zone}"),
    "web": ("网络墨卡托", "web Mercator"),
    "plain": (
        "不带带号的投影坐标（须问清中央经线：三度带 75° 为 EPSG:4534，每隔 3° 加一），如 111° 写",
        "projected without a zone number (75° E is EPSG:4534, each 3° one more); for 111° E",
    ),
}
"""What projected coordinates of China look like."""


def likely_zones(x: float, y: float) -> tuple[tuple[str, int, str], ...]:
    """Return kind (of `ZONES`), zone and EPSG code that an easting and a northing look like."""
    if not _NORTHINGS[0] <= y <= 7.3e6:
        return ()
    found: list[tuple[str, int, str]] = []
    zone, easting = int(x // 1e6), x % 1e6
    if _EASTINGS[0] <= easting <= _EASTINGS[1] and y <= _NORTHINGS[1]:
        if 25 <= zone <= 45:
            found.append(("three", zone, f"EPSG:{4513 + zone - 25}"))
        elif 13 <= zone <= 23:
            found.append(("six", zone, f"EPSG:{4491 + zone - 13}"))
        elif zone == 0:
            found.append(("plain", 0, "EPSG:4546"))
    if 8.1e6 <= x <= 1.51e7:
        found.append(("web", 0, "EPSG:3857"))
    return tuple(found)


def doubt_digits(found: Found, system: str, ledger: Ledger) -> None:
    """Report degrees with too few digits, that look like minutes and seconds, or that repeat.

    Parameters
    ----------
    found
        Coordinates as written.
    system
        As declared; digits are looked at in degrees only.
    ledger
        Takes ``coordinates_coarse``, ``coordinates_coarse_rows``, ``coordinates_packed``,
        ``coordinates_equal``, ``coordinates_one_place`` and ``coordinates_repeated``.
    """
    points, rows = found.xy[found.usable], found.rows[found.usable]
    place: dict[str, Any] = {"file": found.file, "column": found.header}
    if not len(points):
        return
    if normal_name(system) in DATUMS:
        _doubt_coarse(points, rows, ledger, place)
        equal = rows[points[:, 0] == points[:, 1]]
        if equal.size:
            ledger.add("coordinates_equal", **place, count=equal.size, rows=some(equal.tolist()))
    _doubt_repeats(points, rows, ledger, place)


def _doubt_coarse(
    points: FloatArray, rows: NDArray[np.int64], ledger: Ledger, place: dict[str, Any]
) -> None:
    if len(points) < _FEWEST_COARSE:
        return
    coarse = _all(_has_digits(points, 2))
    count = int(coarse.sum())
    if 2 * count >= len(points):
        km = 10 if _all(_has_digits(points, 1))[coarse].all() else 1
        ledger.add("coordinates_coarse", **place, count=count, total=len(points), km=km)
    elif count:
        ledger.add(
            "coordinates_coarse_rows", **place, count=count, rows=some(rows[coarse].tolist())
        )
    elif len(points) >= _FEWEST_PACKED and _has_digits(points, 4).all() and _packed(points):
        ledger.add("coordinates_packed", **place, value=f"{points[0, 0]:.4f}, {points[0, 1]:.4f}")


def _has_digits(points: FloatArray, digits: int) -> Mask:
    """Return which numbers have at most so many decimals."""
    scaled = _within(points) * 10.0**digits
    few: Mask = np.abs(scaled - np.rint(scaled)) < 1e-6
    return few


def _within(points: FloatArray) -> FloatArray:
    """Return numbers that can be scaled; those beyond are no degrees and have no decimals."""
    return np.clip(points, -1e9, 1e9)


def _packed(points: FloatArray) -> bool:
    """Return whether all decimals could be two digits of minutes and two of seconds."""
    decimals = np.rint(np.abs(_within(points)) * 10_000.0).astype(np.int64) % 10_000
    seconds = decimals % 100
    return bool(((decimals // 100 < 60) & (seconds < 60)).all() and (seconds > 0).any())


def _doubt_repeats(
    points: FloatArray, rows: NDArray[np.int64], ledger: Ledger, place: dict[str, Any]
) -> None:
    _, which, counts = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    which = which.ravel()
    most = int(counts.max())
    if most < _FEWEST:
        return
    at = int(np.argmax(counts))
    value = "{:.10g}, {:.10g}".format(*points[which == at][0])
    code = "coordinates_one_place" if 2 * most >= len(points) else "coordinates_repeated"
    shown = some(rows[which == at].tolist())
    spots = int((counts >= _FEWEST).sum())
    ledger.add(code, **place, value=value, count=most, total=len(points), rows=shown, spots=spots)
