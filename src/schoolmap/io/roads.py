"""Reading road lines: arrays throughout, for a county has tens of thousands of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.cells import KIND_WORDS, Scalar, parse_oneway
from schoolmap.io.coordinates import convert_vertices, coordinate_system
from schoolmap.io.files import Source, read_frame
from schoolmap.io.frame import Cells, Frame, Geometries
from schoolmap.io.graphml import read_graphml
from schoolmap.io.headers import Head, Headers, check_values, match_headers
from schoolmap.io.ledger import Ledger
from schoolmap.io.measures import UnreadableCellError, parse_number, plain
from schoolmap.io.osm import is_osm, read_osm_roads
from schoolmap.io.osm_words import lowest
from schoolmap.io.osm_words import words as values_of
from schoolmap.io.road_checks import doubt_ends, doubt_lengths, without_unbuilt
from schoolmap.io.road_columns import read_bridges, read_node_ids, read_rights
from schoolmap.io.road_settings import class_translations
from schoolmap.model.columns import ROADS
from schoolmap.model.study import RoadLines

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_LINES = (1, 2, 5)
"""Shapely's LineString, LinearRing, MultiLineString."""

_LEAST, _MOST = 1e-3, 1e7
"""Metres or km/h; a road of 10,000 km is a slip, and so is one of less than a millimetre."""

CLASS_WORDS: dict[str, str] = {
    "高速公路": "motorway",
    "高速": "motorway",
    "国道": "primary",
    "省道": "secondary",
    "县道": "tertiary",
    "乡道": "unclassified",
    "村道": "residential",
    "在建": "construction",
    "拟建": "proposed",
    "规划": "planned",
    "废弃": "abandoned",
}
"""Chinese road classes in OpenStreetMap's words, which speeds and rights of way go by."""


def read_roads(source: Source, ledger: Ledger, *, language: str = "zh") -> RoadLines | None:
    """Return road lines in WGS-84, or None where the file cannot be used.

    A MultiLineString becomes several lines, its ``length_m`` shared out by their planar lengths.
    Vertices that were equal in the file stay equal, so lines join where they did. Classes are
    lower case, the lowest of several; lines of classes that nobody travels (``construction``,
    ``abandoned``, …) are set aside.

    Parameters
    ----------
    source
        File and settings of ``[roads]``: gpkg, geojson, shp, geoparquet, graphml or OpenStreetMap.
    ledger
        Takes what is found.
    language
        Of the study: which of several names a road goes by.
    """
    if is_osm(source.file):
        return read_osm_roads(source, ledger, language=language)
    if source.path.suffix.lower() == ".graphml":
        graph = read_graphml(source, ledger)
        return None if graph is None else _checked(graph, ledger, length_header="length")
    return _read_line_layer(source, ledger)


def _read_line_layer(source: Source, ledger: Ledger) -> RoadLines | None:
    """Return the road lines of a layer, or None where it cannot be used."""
    known = Headers(ROADS)
    frame = read_frame(source, ledger, score=known.score)
    settings = source.settings
    check_values(settings.values, known, ledger, section=source.section)
    if frame is None:
        return None
    heads = match_headers(
        frame.headers, known, settings.columns, ledger, file=source.file, section=source.section
    )
    if frame.geometry is None:
        ledger.add("geometry_missing", file=source.file, what_zh="线", what_en="lines")
        return None
    system = coordinate_system(frame, source, ledger)
    if system is None:
        return None
    lonlat, indptr, feature = _lines(frame, frame.geometry, system, ledger)
    if not len(feature):
        ledger.add("roads_none", file=source.file)
        return None
    length = _positive(frame, heads, "length_m", source, ledger)
    classes = _classes(frame, heads, source, ledger, feature=feature)
    walked, ridden = read_rights(frame, heads, classes, ledger, feature=feature)
    roads = RoadLines(
        lonlat=lonlat,
        indptr=indptr,
        highway=tuple(lowest(merged) for merged in classes),
        oneway=_oneway(frame, heads, source, ledger)[feature],
        speed_kmh=_positive(frame, heads, "speed_kmh", source, ledger)[feature],
        length_m=_shared(length, lonlat, indptr, feature),
        name=_texts(frame, heads, "name", feature),
        rows=frame.rows[feature] - 1,
        file=source.file,
        vertex=read_node_ids(frame, heads, ledger, indptr=indptr, feature=feature),
        walked=walked,
        ridden=ridden,
        bridge=read_bridges(frame, heads, feature=feature),
    )
    header = heads["length_m"].header if "length_m" in heads else ""
    return _checked(roads, ledger, length_header=header)


def _checked(roads: RoadLines, ledger: Ledger, *, length_header: str) -> RoadLines | None:
    """Return the lines that can be travelled; doubts about them are reported."""
    travelled = without_unbuilt(roads, ledger)
    if travelled is None:
        return None
    if length_header:
        doubt_lengths(travelled, ledger, header=length_header)
    doubt_ends(travelled, ledger)
    return travelled


def _lines(
    frame: Frame, geometry: Geometries, system: str, ledger: Ledger
) -> tuple[FloatArray, IntArray, IntArray]:
    """Return vertices, the first vertex of each line, and the feature each line came from."""
    import shapely

    usable = np.isin(shapely.get_type_id(geometry), _LINES) & ~shapely.is_empty(geometry)
    numbers = np.flatnonzero(usable)
    parts, of_feature = shapely.get_parts(geometry[usable], return_index=True)
    drawn = ~shapely.is_empty(parts)
    parts, of_feature = parts[drawn], of_feature[drawn]
    xy, of_line = shapely.get_coordinates(parts, return_index=True)
    lonlat = convert_vertices(xy, system=system)
    fine = np.isfinite(lonlat).all(axis=1) & (np.abs(lonlat) <= (180.0, 90.0)).all(axis=1)
    broken = np.bincount(of_line, weights=~fine, minlength=len(parts)) > 0
    keep = ~broken[of_line]
    counts = np.bincount(of_line, minlength=len(parts))[~broken]
    feature: IntArray = numbers[of_feature[~broken]]
    lost = np.setdiff1d(np.arange(len(frame)), feature)
    if lost.size and feature.size:
        first = int(frame.rows[lost[0]]) - 1
        ledger.add("road_set_aside", file=frame.file, count=int(lost.size), first=first)
    partial = np.intersect1d(numbers[of_feature[broken]], feature)
    if partial.size:
        first = int(frame.rows[partial[0]]) - 1
        ledger.add("road_parts_aside", file=frame.file, count=int(partial.size), first=first)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return np.ascontiguousarray(lonlat[keep]), indptr, feature


def _shared(
    length: FloatArray, lonlat: FloatArray, indptr: IntArray, feature: IntArray
) -> FloatArray:
    """Return each line's share of its feature's length, by planar length."""
    given = length[feature]
    if len(np.unique(feature)) == len(feature):
        return given
    east = np.cos(np.radians(float(np.median(lonlat[:, 1]))))
    step = np.diff(lonlat, axis=0) * (east, 1.0)
    size = np.sqrt(step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1])
    of_line = np.repeat(np.arange(len(feature)), np.diff(indptr))
    within = of_line[:-1] == of_line[1:]
    planar = np.bincount(of_line[:-1][within], weights=size[within], minlength=len(feature))
    whole = np.bincount(feature, weights=planar, minlength=len(length))[feature]
    parts = np.bincount(feature, minlength=len(length))[feature]
    # a feature without extent has nothing to share by: each part gets the same
    share = np.where(whole > 0.0, planar / np.where(whole > 0.0, whole, 1.0), 1.0 / parts)
    return np.where(parts == 1, given, given * share)


def _positive(
    frame: Frame, heads: Mapping[str, Head], name: str, source: Source, ledger: Ledger
) -> FloatArray:
    """Return a number column, NaN where it is not given; 0 or less is not a length or speed."""
    head = heads.get(name)
    if head is None:
        return np.full(len(frame), np.nan)

    def parse(cell: object) -> float:
        number = parse_number(cell, unit=head.unit, into=head.column.unit)
        if number < _LEAST or number > _MOST:
            raise UnreadableCellError(code="number_negative")
        return number

    cells = frame.cells[head.index]
    if cells.dtype.kind in "fiu" and head.unit is None and name not in source.settings.values:
        values = cells.astype(np.float64)
        bad = ~np.isnan(values) & ~((values >= _LEAST) & (values <= _MOST))
        _report(ledger, frame.file, head, Counter(cells[bad].tolist()))
        return np.where(bad, np.nan, values)
    translate = source.settings.values.get(name, {})
    return np.array(_parsed(cells, parse, translate, head, frame.file, ledger, default=np.nan))


def _oneway(
    frame: Frame, heads: Mapping[str, Head], source: Source, ledger: Ledger
) -> NDArray[np.int8]:
    head = heads.get("oneway")
    if head is None:
        return np.zeros(len(frame), dtype=np.int8)
    cells = frame.cells[head.index]
    translate = source.settings.values.get("oneway", {})
    parse = _parse_fclass if _is_fclass(cells) else parse_oneway
    values = _parsed(cells, parse, translate, head, frame.file, ledger, default=0)
    return np.array(values, dtype=np.int8)


def _is_fclass(cells: Cells) -> bool:
    """Return whether the column is Geofabrik's: F along, T against, B both (no other letters)."""
    return cells.dtype.kind == "O" and "B" in (found := set(cells)) and found <= {"F", "T", "B"}


def _parse_fclass(cell: object) -> int:
    return {"F": 1, "T": -1}.get(str(cell), 0)


def _classes(
    frame: Frame,
    heads: Mapping[str, Head],
    source: Source,
    ledger: Ledger,
    *,
    feature: IntArray,
) -> tuple[tuple[str, ...], ...]:
    """Return the classes of each line, lower case, in OpenStreetMap's words (which is said).

    A line has one class, or several where osmnx merged ways (``"['residential', 'track']"``).
    """
    translate = class_translations(source)
    cells = _texts(frame, heads, "highway", feature)
    merged = {cell: _merged(cell, translate) for cell in dict.fromkeys(cells)}
    found = dict.fromkeys(word for of_cell in merged.values() for word in of_cell)
    chinese = [word for word in found if word in CLASS_WORDS and word not in translate]
    if chinese:
        pairs = ", ".join(f"{word} = {CLASS_WORDS[word]}" for word in chinese)
        header = heads["highway"].header
        ledger.add("road_class_words", file=frame.file, column=header, pairs=pairs)
    known = {cell: tuple(_class(word, translate) for word in of) for cell, of in merged.items()}
    return tuple(known[cell] for cell in cells)


def _merged(cell: str, translate: Mapping[str, str]) -> list[str]:
    """Return the classes that a cell lists; the cell where it lists none."""
    if cell.lower() in translate:
        return [cell]
    listed = values_of(cell) or [""]
    if listed == [cell] and cell.startswith("["):
        # some programs write the list without quotation marks
        listed = sorted({part.strip("'\" ") for part in cell.strip("[] ").split(",")})
    return listed


def _class(word: str, translate: Mapping[str, str]) -> str:
    return translate.get(word.lower(), CLASS_WORDS.get(word, word).lower())


def _texts(
    frame: Frame, heads: Mapping[str, Head], name: str, feature: IntArray
) -> tuple[str, ...]:
    if name not in heads:
        return ("",) * len(feature)
    cells = frame.cells[heads[name].index].tolist()
    words = {cell: plain(cell) for cell in set(cells)}
    return tuple(words[cells[at]] for at in feature.tolist())


def _parsed(
    cells: Cells,
    parse: Callable[[object], float],
    translate: Mapping[str, Scalar],
    head: Head,
    file: str,
    ledger: Ledger,
    *,
    default: float,
) -> list[float]:
    """Return cells parsed, each distinct value once; what cannot be read is `default`."""
    words = {plain(key).lower(): value for key, value in translate.items()}
    found: list[Any] = cells.tolist()
    values: dict[object, float] = {}
    bad: Counter[object] = Counter()
    for cell, count in Counter(found).items():
        try:
            values[cell] = parse(words.get(plain(cell).lower(), cell))
        except UnreadableCellError:
            values[cell] = default
            bad[cell] = count
    _report(ledger, file, head, bad)
    return [values[cell] for cell in found]


def _report(ledger: Ledger, file: str, head: Head, bad: Counter[Any]) -> None:
    words = KIND_WORDS.get(head.column.kind, {"default_zh": "缺失", "default_en": "missing"})
    for cell, count in bad.items():
        ledger.add(
            "road_value_unreadable",
            file=file,
            column=head.header,
            value=plain(cell),
            count=count,
            default_zh=words["default_zh"],
            default_en=words["default_en"],
        )
