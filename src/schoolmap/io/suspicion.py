"""Whether a declared coordinate system fits the roads clearly worse than another one.

Nothing is switched: what is found is reported with its evidence, and the county decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.datum import DATUMS, normal_name
from schoolmap.geography.fit import Fit, Lines, compare_moves, gain_of
from schoolmap.geography.readings import Reading, family, other_readings
from schoolmap.io.ledger import Ledger
from schoolmap.io.osm import is_osm
from schoolmap.model.study import RoadLines, SourceSection, StudyFile, Table

FloatArray = NDArray[np.float64]
Change = tuple[str, str, str]
"""Section of study.toml, its file, and what the file may be."""

_SURE = 2.0
"""Standard errors by which the other table must take sides to settle which file is wrong."""
_FEWEST_TO_SIDE = 5
_NAMES = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09"}
_FROM_ZH = {
    "wgs84": "由 GPS 测得或已转换为 WGS-84、CGCS2000",
    "gcj02": "取自高德、腾讯地图",
    "bd09": "取自百度地图",
}
_FROM_EN = {
    "wgs84": "come from GPS, or were converted to WGS-84 or CGCS2000",
    "gcj02": "come from Amap (Gaode) or Tencent maps",
    "bd09": "come from Baidu maps",
}


@dataclass(frozen=True)
class _Places:
    section: str
    file: str
    declared: str
    family: str
    lonlat: FloatArray


@dataclass(frozen=True)
class _Doubt:
    places: _Places
    reading: Reading
    fit: Fit


def doubt_datums(
    schools: Table, villages: Table, roads: RoadLines, settings: StudyFile, ledger: Ledger
) -> None:
    """Report tables, or roads, that another coordinate system would fit clearly better.

    Each table is held against the roads under every combination of WGS-84 (with CGCS2000),
    GCJ-02 and BD-09 for the two files; see `schoolmap.geography.fit` for when a fit is clear.
    Fewer than 15 places, or places outside China, are never doubted.

    Parameters
    ----------
    schools, villages, roads
        As read, in WGS-84.
    settings
        Says how each was declared.
    ledger
        Takes ``datum_suspected``.
    """
    # files of OpenStreetMap are WGS-84, whatever a study says; so are graphs of osmnx
    known = is_osm(roads.file) or roads.file.lower().endswith(".graphml")
    of_roads = family(None if settings.roads is None else settings.roads.coordinates)
    tables = [
        _places("villages", villages, settings.villages),
        _places("schools", schools, settings.schools),
    ]
    lines = Lines(roads.lonlat, roads.indptr)
    doubts = [_doubt(p, lines, of_roads, roads_known=known) for p in tables]
    if not any(doubts) and tables[0].family == tables[1].family:
        # too few of either, perhaps, but not of both
        both = _together(tables)
        found = _doubt(both, lines, of_roads, roads_known=known)
        if found is not None:
            _report([found], roads, settings, ledger, sides=_Sides(roads=True, tables=True))
        return
    found_in = [doubt for doubt in doubts if doubt is not None]
    if found_in:
        sides = _sides(tables, doubts, lines, of_roads, roads_known=known)
        _report(found_in, roads, settings, ledger, sides=sides)


def _places(section: str, table: Table, settings: SourceSection) -> _Places:
    lonlat = np.column_stack([table.numbers("lon"), table.numbers("lat")])
    declared = settings.coordinates
    return _Places(section, table.label, declared or "wgs84", family(declared), lonlat)


def _together(tables: Sequence[_Places]) -> _Places:
    first, second = tables
    lonlat = np.concatenate([first.lonlat, second.lonlat])
    file = f"{second.file}, {first.file}"
    return _Places("schools+villages", file, first.declared, first.family, lonlat)


def _doubt(places: _Places, lines: Lines, roads: str, *, roads_known: bool) -> _Doubt | None:
    readings = other_readings(places.lonlat, places.family, roads, second_known=roads_known)
    fit = compare_moves(lines, places.lonlat, [reading.lonlat for reading in readings])
    if fit is None or not fit.is_clear:
        return None
    return _Doubt(places, readings[fit.move], fit)


@dataclass(frozen=True)
class _Sides:
    """Which files may be the wrong ones."""

    roads: bool
    tables: bool


def _sides(
    tables: Sequence[_Places],
    doubts: Sequence[_Doubt | None],
    lines: Lines,
    roads: str,
    *,
    roads_known: bool,
) -> _Sides:
    """Return who may be wrong: where only the roads are, both tables stand off in the same way."""
    if roads_known:
        return _Sides(roads=False, tables=True)
    first, second = doubts
    if first is not None and second is not None:
        shared = _road_changes(first) & _road_changes(second)
        return _Sides(roads=bool(shared), tables=True)
    doubt = first or second
    other = tables[1] if second is None else tables[0]
    if doubt is None or not _road_changes(doubt) or len(other.lonlat) < _FEWEST_TO_SIDE:
        return _Sides(roads=True, tables=True)
    changed = min(_road_changes(doubt))
    for reading in other_readings(other.lonlat, other.family, roads):
        if (other.family, changed) in reading.pairs:
            gain = gain_of(lines, other.lonlat, reading.lonlat)
            return _Sides(roads=gain > -_SURE, tables=gain < _SURE)
    return _Sides(roads=True, tables=True)


def _road_changes(doubt: _Doubt) -> set[str]:
    """Return what the roads alone would have to be, for the move to be explained."""
    return {road for own, road in doubt.reading.pairs if own == doubt.places.family}


def _report(
    doubts: Sequence[_Doubt],
    roads: RoadLines,
    settings: StudyFile,
    ledger: Ledger,
    *,
    sides: _Sides,
) -> None:
    of_roads = "wgs84" if settings.roads is None else settings.roads.coordinates or "wgs84"
    for doubt in doubts:
        places = doubt.places
        words = doubt_words(doubt.fit, *_options(doubt, sides, roads.file, of_roads))
        if normal_name(places.declared) not in DATUMS:
            words["fix_zh"] += "（投影坐标须先换回原来的经纬度）"
            words["fix_en"] += " (projected coordinates go back to their degrees first)"
        ledger.add(
            "datum_suspected",
            file="study.toml",
            column=_key(places.section),
            value=places.declared,
            **words,
            table=places.file,
            declared=places.declared,
        )


def _key(section: str) -> str:
    return ", ".join(f"{part}.coordinates" for part in section.split("+"))


def doubt_words(fit: Fit, *options: Sequence[Change]) -> dict[str, Any]:
    """Return the words for a doubt: its evidence, and what the files may be.

    Parameters
    ----------
    fit
        How well another reading fits.
    *options
        As `option_words` takes them.
    """
    return {
        "count": fit.places,
        "before": f"{fit.before_m:.0f}",
        "after": f"{fit.after_m:.0f}",
        "near_before": f"{fit.near_before * 100:.0f}",
        "near_after": f"{fit.near_after * 100:.0f}",
        "control": f"{fit.control_m:.0f}",
        **option_words(*options),
    }


def option_words(*options: Sequence[Change]) -> dict[str, Any]:
    """Return the words for what files may be, and for how to say so.

    Parameters
    ----------
    *options
        What may be, likeliest first: the files to read otherwise, each with its section of
        study.toml and what it would be.
    """
    seen_zh, seen_en, fix_zh, fix_en = [], [], [], []
    for parts in options:
        seen_zh.append("、".join(f"把 {file} 按 {_NAMES[to]} " for _, file, to in parts))
        seen_en.append(" and ".join(f"{file} as {_NAMES[to]}" for _, file, to in parts))
        fix_zh.append("；".join(_fix_zh(*part) for part in parts))
        fix_en.append("; ".join(_fix_en(*part) for part in parts))
    return {
        "read_zh": "（或".join(seen_zh) + "）" * (len(seen_zh) - 1),
        "read_en": " (or ".join(seen_en) + ")" * (len(seen_en) - 1),
        "fix_zh": "；或者：".join(fix_zh),
        "fix_en": "; or: ".join(fix_en),
    }


def _options(doubt: _Doubt, sides: _Sides, road_file: str, of_roads: str) -> list[list[Change]]:
    """Return what the files may be: the readings that need the fewest of them to be wrong."""
    places, roads = doubt.places, family(of_roads)
    first = (places.section, places.file, places.family)
    ways = fewest_changes(doubt.reading, first, ("roads", road_file, roads))
    likely = [
        parts
        for parts in ways
        if all(sides.roads if part[0] == "roads" else sides.tables for part in parts)
    ]
    # tables that each need the roads to be something else leave no way open: then all are named
    return likely or ways


def fewest_changes(reading: Reading, first: Change, second: Change) -> list[list[Change]]:
    """Return the ways to come by a reading that need the fewest files to be wrong.

    Parameters
    ----------
    reading
        Of two files.
    first, second
        Section, file and family of each, as declared.
    """
    ways = [
        [
            (section, file, to)
            for (section, file, said), to in zip((first, second), pair, strict=True)
            if to != said
        ]
        for pair in reading.pairs
    ]
    fewest = min(len(parts) for parts in ways)
    return [parts for parts in ways if len(parts) == fewest]


def _fix_zh(section: str, file: str, system: str) -> str:
    keys = "、".join(f"[{part}]" for part in section.split("+"))
    return f'若 {file} 的坐标{_FROM_ZH[system]}，请在 {keys} 写 coordinates = "{system}"'


def _fix_en(section: str, file: str, system: str) -> str:
    keys = ", ".join(f"[{part}]" for part in section.split("+"))
    return (
        f'if the coordinates of {file} {_FROM_EN[system]}, write coordinates = "{system}" in {keys}'
    )
