"""Roads of an OpenStreetMap file: which ways are roads, for whom, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import MachineError
from schoolmap.geography.datum import normal_name
from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger
from schoolmap.io.osm_file import OsmFileError, Ways, read_ways
from schoolmap.io.osm_report import Report
from schoolmap.io.osm_rights import RULED_KEYS, Judged, judge
from schoolmap.io.road_settings import class_translations, report_unused
from schoolmap.model.study import RoadLines

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]

OSM_KINDS = (".pbf", ".osm", ".osm.gz", ".osm.bz2")

_WANTED = ("highway", "route")
NAME_KEYS = {"zh": ("name:zh", "name"), "en": ("name:en", "name")}

_FAR_DEGREES = 30.0
"""Farther from the middle of the file than any province is wide: a slip of the pen."""

_SAMPLE = 100_000
"""Vertices that tell the middle of a file well enough."""

_LOOKS = {
    "0 B": ("（文件是空的）", ": it is empty"),
    "HTML": ("（看起来是网页）", ": it looks like a web page"),
    "?": ("", ""),
}


def is_osm(file: str) -> bool:
    """Return whether a file is OpenStreetMap's, by its name."""
    return file.lower().endswith(OSM_KINDS)


def read_osm_roads(source: Source, ledger: Ledger, *, language: str) -> RoadLines | None:
    """Return the roads of an OpenStreetMap file, or None where it cannot be used.

    Lines are ways, cut where nodes are missing; `RoadLines.rows` are the numbers of the ways and
    `RoadLines.vertex` their nodes. What was left out is reported, with counts and a way.

    Parameters
    ----------
    source
        File and settings of ``[roads]``.
    ledger
        Takes what is found.
    language
        Of the study: ``name:zh`` or ``name:en`` goes before ``name``.
    """
    fits = _fits(source, ledger)
    if not source.path.is_file():
        ledger.add("file_missing", file=source.file)
        return None
    names = NAME_KEYS.get(language, ("name",))
    try:
        ways = read_ways(source.path, RULED_KEYS, names=names, wanted=_WANTED)
    except OsmFileError as error:
        _report_file(error, source, ledger)
        return None
    except PermissionError as error:
        zh, en = f"没有权限读取 {source.file}。", f"no permission to read {source.file}."
        raise MachineError(zh, en) from error
    ways = _once(ways, source.file, ledger)
    roads = roads_of_ways(ways, ledger, file=source.file, translate=class_translations(source))
    return roads if fits else None


def roads_of_ways(
    ways: Ways, ledger: Ledger, *, file: str, translate: Mapping[str, str]
) -> RoadLines | None:
    """Return the roads among ways, None where there is none; what was left out is reported.

    Parameters
    ----------
    ways
        Ways with their names, and their tags of `RULED_KEYS`.
    ledger
        Takes what is found.
    file
        Name for what is found and for `RoadLines.file`.
    translate
        Classes to read as others, lower case.
    """
    judged = tuple(judge(tags, translate) for tags in ways.kinds)
    report = Report(file, ledger, judged, ways.kind, ways.ids)
    report.aside()
    used = np.array([not one.aside for one in judged], dtype=bool)[ways.kind]
    pieces = _pieces(ways, used, report)
    if not pieces.way.size:
        ledger.add("osm_no_roads", file=file)
        return None
    report.read(pieces.way)
    roads = _roads(ways, pieces, judged, file=file)
    report.kept(roads)
    return roads


def _fits(source: Source, ledger: Ledger) -> bool:
    """Return whether study.toml says nothing of the file that it cannot be."""
    declared = source.settings.coordinates
    fits = declared is None or normal_name(declared) == "wgs84" or declared.upper() == "EPSG:4326"
    if not fits:
        column = f"{source.section}.coordinates"
        ledger.add("osm_coordinates", file="study.toml", column=column, value=declared)
    report_unused(source, ledger, code="osm_settings_unused")
    return fits


def _report_file(error: OsmFileError, source: Source, ledger: Ledger) -> None:
    detail = error.detail.replace(str(source.path), source.file)
    zh, en = _LOOKS.get(detail, (f"（看起来是 {detail}）", f": it looks like {detail}"))
    ledger.add(error.code, file=source.file, detail=detail, looks_zh=zh, looks_en=en)


def _once(ways: Ways, file: str, ledger: Ledger) -> Ways:
    """Return the first of ways with one number: extracts that were put together repeat some."""
    first = np.unique(ways.ids, return_index=True)[1]
    if first.size == ways.ids.size:
        return ways
    keep = np.zeros(ways.ids.size, dtype=bool)
    keep[first] = True
    lost = ways.ids[~keep]
    ledger.add("osm_twice", file=file, count=lost.size, first=lost[0])
    sizes = np.diff(ways.indptr)
    vertices = np.repeat(keep, sizes)
    return Ways(
        ids=ways.ids[keep],
        names=tuple(compress(ways.names, keep.tolist())),
        kind=ways.kind[keep],
        kinds=ways.kinds,
        lonlat=ways.lonlat[vertices],
        indptr=np.concatenate(([0], np.cumsum(sizes[keep]))).astype(np.int64),
        vertex=ways.vertex[vertices],
    )


@dataclass(frozen=True)
class _Pieces:
    """Ways cut where nodes are missing: `way` of each piece, and the vertices `kept` of all."""

    way: IntArray
    indptr: IntArray
    kept: Mask


def _pieces(ways: Ways, used: Mask, report: Report) -> _Pieces:
    sizes = np.diff(ways.indptr)
    there = _there(ways.lonlat)
    missing = np.zeros(sizes.size, dtype=np.int64)
    lacking = np.searchsorted(ways.indptr, np.flatnonzero(~there), side="right") - 1
    np.add.at(missing, lacking, 1)
    # a piece goes on where the vertex before is of the same way and there
    there &= np.repeat(used, sizes)
    goes_on = np.zeros(there.size, dtype=bool)
    goes_on[1:] = there[1:] & there[:-1]
    goes_on[ways.indptr[:-1][sizes > 0]] = False
    leads = np.flatnonzero(there & ~goes_on)
    moves = goes_on.copy()
    moves[1:] &= ways.vertex[1:] != ways.vertex[:-1]
    piece = np.cumsum(there & ~goes_on)[there] - 1
    long_enough = np.bincount(piece, weights=moves[there], minlength=leads.size) > 0
    counts = np.bincount(piece, minlength=leads.size)[long_enough]
    there[there] = long_enough[piece]
    found = _Pieces(
        way=np.searchsorted(ways.indptr, leads[long_enough], side="right") - 1,
        indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        kept=there,
    )
    report.cut(np.where(used, missing, 0), used, found.way)
    return found


def _there(lonlat: FloatArray) -> Mask:
    """Return which vertices have a place, and one not absurdly far from the others."""
    there: Mask = np.isfinite(lonlat[:, 0])
    sample = lonlat[there][:: max(1, lonlat.shape[0] // _SAMPLE)]
    if sample.size:
        middle = np.median(sample, axis=0)
        for axis in (0, 1):
            there &= np.abs(lonlat[:, axis] - middle[axis]) <= _FAR_DEGREES
    return there


def _of(values: NDArray[Any], kept: Mask) -> NDArray[Any]:
    """Return what was kept; the values themselves, not a copy, where that is all."""
    return values if kept.all() else values[kept]


def _roads(ways: Ways, pieces: _Pieces, judged: Sequence[Judged], *, file: str) -> RoadLines:
    of_piece = ways.kind[pieces.way]
    classes = np.array([one.highway for one in judged], dtype=object)

    def each(name: str, dtype: type) -> NDArray[Any]:
        return np.array([getattr(one, name) for one in judged], dtype=dtype)[of_piece]

    return RoadLines(
        lonlat=_of(ways.lonlat, pieces.kept),
        indptr=pieces.indptr,
        highway=tuple(classes[of_piece].tolist()),
        oneway=each("oneway", np.int8),
        speed_kmh=each("speed_kmh", np.float64),
        length_m=np.full(pieces.way.size, np.nan),
        name=tuple(ways.names[at] for at in pieces.way.tolist()),
        rows=ways.ids[pieces.way],
        file=file,
        vertex=_of(ways.vertex, pieces.kept),
        walked=each("walked", np.bool_),
        ridden=each("ridden", np.bool_),
        bridge=each("bridge", np.bool_),
    )
