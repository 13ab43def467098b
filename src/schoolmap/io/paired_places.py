"""Longitude and latitude in one cell, ``106.03136，27.72628``: taken apart where that is sure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from schoolmap.io.degrees import axis_of, parse_degrees
from schoolmap.io.frame import Cells, Frame
from schoolmap.io.headers import Headers, header_key
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.measures import UnreadableCellError
from schoolmap.io.sheets import is_filled

Pair = tuple[float, float]

_HEADERS = frozenset(
    {"经纬度", "纬经度", "经纬", "坐标", "位置", "经纬度坐标", "坐标经纬度", "地理坐标", "地理位置",
     "坐标位置", "位置坐标", "经度纬度", "经度纬度坐标", "gps", "gps坐标", "lonlat", "lnglat",
     "latlon", "latlng", "coordinates", "coordinate", "location"}
)  # fmt: skip
_BRACKETED = re.compile(r"[(\[【].*$", re.DOTALL)
_SIGNS = re.compile(r"[、/\\|.]")
_BETWEEN = re.compile(r"\s*[,;、/|]\s*|\s+")
_WORDS = re.compile(r"[经纬]度?\s*[:=]?\s*|[()\[\]]")
_SIDES = re.compile(r"(东经|西经|北纬|南纬)")
_CHINA_LON, _CHINA_LAT = (73.0, 136.0), (3.0, 54.0)
"""No number is in both, so that the order of a pair in China is sure."""
_NUMBERING_DIGITS = 2
"""A row below the header that numbers the columns has numbers so short, one a cell."""
_MOST = 0.8
"""Share of the cells of 经度 from which both coordinates stand in it."""


def part_places(
    frame: Frame, known: Headers, columns: Mapping[str, str], ledger: Ledger
) -> tuple[Frame, Mapping[str, str]] | None:
    """Return a frame whose places stand in two columns, and ``columns`` of study.toml for it.

    None where both coordinates stand in one cell and cannot be taken apart for sure; that is
    reported.

    Parameters
    ----------
    frame
        As read.
    known
        Headers of the table.
    columns
        ``columns`` of study.toml.
    ledger
        Takes ``coordinates_parted`` or ``coordinates_in_one_cell``.
    """
    if frame.geometry is not None:
        return frame, columns
    named = {known.name_of(key): header for key, header in columns.items()}
    own = {name for name in ("lon", "lat") if _places_of(name, frame.headers, known)}
    at = _joined(frame.headers, named)
    if at is None or (len(own) == 2 and not {"lon", "lat"} & set(named)):
        return None if _is_paired(frame, known, named, ledger) else (frame, columns)
    cells = frame.cells[at]
    filled = [k for k in range(len(frame)) if _counts(cells[k], frame.headers[at])]
    pairs = {k: _pair(cells[k]) for k in filled}
    unsure = [k for k in filled if pairs[k] is None]
    if not filled or (len(unsure) == len(filled) and not any(_halves(cells[k]) for k in filled)):
        return frame, columns  # 位置 is an address, 坐标 a number of a map
    if unsure:
        _refuse(frame, at, unsure, ledger)
        return None
    ledger.add(
        "coordinates_parted",
        file=frame.file,
        column=frame.headers[at],
        count=len(filled),
        before=str(cells[filled[0]]).strip(),
        lon=f"{pairs[filled[0]][0]:.10g}",  # type: ignore[index]
        lat=f"{pairs[filled[0]][1]:.10g}",  # type: ignore[index]
    )
    left = {key: word for key, word in columns.items() if known.name_of(key) not in ("lon", "lat")}
    return _parted(frame, at, pairs), left


def _parted(frame: Frame, at: int, pairs: Mapping[int, Pair | None]) -> Frame:
    base = _BRACKETED.sub("", _plain(frame.headers[at])).strip()
    new: list[Cells] = [np.full(len(frame), None, dtype=object) for _ in range(2)]
    for k, pair in pairs.items():
        if pair is not None:
            new[0][k], new[1][k] = pair
    headers = [*frame.headers, f"经度({base})", f"纬度({base})"]
    headers[at] = ""
    return replace(frame, headers=tuple(headers), cells=(*frame.cells, *new))


def _refuse(frame: Frame, at: int, unsure: Sequence[int], ledger: Ledger) -> None:
    ledger.add(
        "coordinates_in_one_cell",
        file=frame.file,
        row=int(frame.rows[unsure[0]]),
        column=frame.headers[at],
        value=str(frame.cells[at][unsure[0]]).strip(),
        count=len(unsure),
        rows=some(frame.rows[list(unsure)].tolist(), most=12),
    )


def _joined(headers: Sequence[str], named: Mapping[str | None, str]) -> int | None:
    """Return the column of both coordinates: as study.toml names it, else by its header."""
    wanted = {header_key(named[name]) for name in ("lon", "lat") if name in named}
    for at, header in enumerate(headers):
        if wanted and header_key(header) not in wanted:
            continue
        base = _SIGNS.sub("", header_key(_BRACKETED.sub("", _plain(header))))
        if base.removeprefix("学校").removeprefix("村庄") in _HEADERS:
            return at
    return None


def _places_of(name: str, headers: Sequence[str], known: Headers) -> list[int]:
    found = [known.recognise(header) if header else None for header in headers]
    return [at for at, one in enumerate(found) if one is not None and one.name == name]


def _is_paired(
    frame: Frame, known: Headers, named: Mapping[str | None, str], ledger: Ledger
) -> bool:
    """Report whether a column of longitudes or latitudes holds both in most of its cells."""
    for name in ("lon", "lat"):
        places = _places_of(name, frame.headers, known)
        if name in named and named[name] in frame.headers:
            places = [frame.headers.index(named[name])]
        for at in places[:1]:
            cells = frame.cells[at]
            both = [k for k in range(len(frame)) if _is_two(cells[k])]
            if not both:
                continue
            filled = [k for k in range(len(frame)) if _counts(cells[k], frame.headers[at])]
            if len(both) >= _MOST * len(filled):
                _refuse(frame, at, both, ledger)
                return True
    return False


def _is_two(cell: object) -> bool:
    """Return whether a cell has two numbers and is none as a whole: 553,000 is one of metres."""
    if _halves(cell) is None:
        return False
    try:
        parse_degrees(cell)
    except UnreadableCellError:
        return True
    return False


def _counts(cell: object, header: str) -> bool:
    """Return whether a cell is a place: filled, not the header again, no number of a column."""
    if not is_filled(cell) or (isinstance(cell, float) and np.isnan(cell)):
        return False
    text = _plain(cell)
    return header_key(text) != header_key(header) and not (
        text.isdecimal() and len(text) <= _NUMBERING_DIGITS
    )


def _halves(cell: object) -> tuple[float, float] | None:
    """Return the two degrees of a cell in the order written, None where it has not just two."""
    if not isinstance(cell, str):
        return None
    text = _SIDES.sub(lambda m: "EWNS"[("东经", "西经", "北纬", "南纬").index(m[1])], _plain(cell))
    parts = [part for part in _BETWEEN.split(_WORDS.sub("", text).strip()) if part]
    if len(parts) != 2:
        return None
    try:
        first, second = (parse_degrees(part) for part in parts)
    except UnreadableCellError:
        return None
    axes = (axis_of(parts[0]), axis_of(parts[1]))
    if axes[0] == axes[1] and axes[0] is not None:
        return None
    return first, second


def _pair(cell: object) -> Pair | None:
    """Return longitude and latitude of a cell, None where their order is not sure."""
    halves = _halves(cell)
    if halves is None:
        return None
    for lon, lat in (halves, halves[::-1]):
        if _CHINA_LON[0] <= lon <= _CHINA_LON[1] and _CHINA_LAT[0] <= lat <= _CHINA_LAT[1]:
            return lon, lat
    return None


def _plain(cell: object) -> str:
    return unicodedata.normalize("NFKC", str(cell)).strip()
