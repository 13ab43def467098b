"""Whether a declared coordinate system fits the roads clearly worse than another one.

Nothing is switched: what is found is reported with its evidence, and the county decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.datum import DATUMS, normal_name
from schoolmap.geography.fit import Fit, Lines, compare_moves, gain_of
from schoolmap.geography.readings import Reading, family, other_readings
from schoolmap.io.ledger import Ledger
from schoolmap.io.osm import is_osm
from schoolmap.io.suspicion_words import Change, counted_words, doubt_words
from schoolmap.model.study import RoadLines, SourceSection, StudyFile, Table

FloatArray = NDArray[np.float64]

_SURE = 2.0
"""Standard errors by which the other table must take sides to settle which file is wrong."""
_FEWEST_TO_SIDE = 5


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
        declared = {places.section: places.declared, "roads": of_roads}
        options = _options(doubt, sides, roads.file, of_roads)
        words = doubt_words(doubt.fit, *options, declared=declared)
        if normal_name(places.declared) not in DATUMS:
            words["fix_zh"] += "（投影坐标须先换回原来的经纬度）"
            words["fix_en"] += " (projected coordinates go back to their degrees first)"
        ledger.add(
            "datum_suspected",
            file="study.toml",
            column=_key(places.section),
            value=places.declared,
            **words,
            **counted_words(places.section),
        )


def _key(section: str) -> str:
    return ", ".join(f"{part}.coordinates" for part in section.split("+"))


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
