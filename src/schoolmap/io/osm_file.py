"""Ways of an OpenStreetMap file as arrays: pyosmium reads, in one pass, nothing is judged yet."""

from __future__ import annotations

import bz2
import re
import shutil
import tempfile
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import MachineError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_HEAD_BYTES = 1_000_000
"""bzip2 packs 900,000 bytes at a time."""
_WKB_HEAD_HEX = 18
"""Byte order, shape and count of a WKB LineString, in hexadecimal digits."""

_OPL = "opl,add_metadata=false"
_ESCAPED = re.compile("%([0-9a-f]+)%")
_REFS = str.maketrans("Nn,\n", "    ")
"""Leaves the numbers of ``Nn1,n2``."""
_ALIKE = 10_000
_BLOCK = 20_000
"""Lines of text taken at a time."""
_TEXT_SIZE = 8
"""The text of an extract's ways is at most this many times the extract: 4 was the most seen."""

_HISTORY = "a history file, with several versions of each way"


class OsmFileError(ValueError):
    """The file cannot be read as OpenStreetMap data.

    Attributes
    ----------
    detail
        What fills the problem's text.
    code
        Of the problem to report.
    """

    def __init__(self, detail: str, *, code: str = "file_unreadable") -> None:
        self.code, self.detail = code, detail
        super().__init__(detail)


@dataclass(frozen=True)
class Ways:
    """Ways as the file has them.

    Attributes
    ----------
    ids
        Number of each way, shape (n_way,), int64.
    names
        Name of each way, empty where it has none.
    kind
        Index into `kinds` of each way, shape (n_way,), int64.
    kinds
        Distinct sets of the tags that were asked for: ways are many, sets of tags are few.
    lonlat
        WGS-84 degrees, shape (n_vertex, 2); NaN where the file lacks the node or its place is not
        on the globe.
    indptr
        First vertex of each way, shape (n_way + 1,), int64.
    vertex
        Node of each vertex, shape (n_vertex,), int64.
    """

    ids: IntArray
    names: tuple[str, ...]
    kind: IntArray
    kinds: tuple[Mapping[str, str], ...]
    lonlat: FloatArray
    indptr: IntArray
    vertex: IntArray


def file_format(path: Path) -> str:
    """Return the format of a file by its content: ``pbf``, ``osm``, ``osm.gz`` or ``osm.bz2``.

    Names are not trusted: a GeoPackage called .pbf or a saved error page is refused here.

    Raises
    ------
    OsmFileError
        If it is none of them (``osm_not_osm``), or declares XML entities, which OpenStreetMap
        files never do and which can be made to fill all memory (``osm_entities``).
    """
    with path.open("rb") as stream:
        raw = stream.read(_HEAD_BYTES)
    if raw[4:15] == b"\x0a\x09OSMHeader":
        return "pbf"
    form, head = "osm", raw
    with suppress(OSError, zlib.error):
        if raw.startswith(b"\x1f\x8b"):
            form, head = "osm.gz", b""
            head = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(raw, _HEAD_BYTES)
        elif raw.startswith(b"BZh"):
            form, head = "osm.bz2", b""
            head = bz2.BZ2Decompressor().decompress(raw, _HEAD_BYTES)
    text = re.sub(rb"<!--.*?-->", b"", head.removeprefix(b"\xef\xbb\xbf"), flags=re.DOTALL)
    prolog, root, _ = text.partition(b"<osm")
    if root and re.search(rb"<!DOCTYPE|<!ENTITY", prolog, flags=re.IGNORECASE):
        raise OsmFileError(prolog[:80].decode("utf-8", "replace"), code="osm_entities")
    if not (root and text.lstrip().startswith(b"<")) or text[len(prolog) :][4:5].isalpha():
        raise OsmFileError(_looks_like(raw, text), code="osm_not_osm")
    return form


def _looks_like(raw: bytes, text: bytes) -> str:
    """Return what a file seems to be, by its first bytes."""
    known = (
        (b"SQLite format 3", "GeoPackage / SQLite"),
        (b"PK\x03\x04", "zip / xlsx"),
        (b"%PDF", "PDF"),
        (b"\x00\x00\x27\x0a", "shapefile"),
        (b"PAR1", "parquet"),
        (b"\x1f\x8b", "gzip"),
    )
    if not raw:
        return "0 B"
    for lead, name in known:
        if raw.startswith(lead):
            return name
    start = text.lstrip()[:200].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return "HTML"
    if b"<osmchange" in text[:2000].lower():
        return "osmChange"
    return "GeoJSON / JSON" if start.startswith((b"{", b"[")) else "?"


def read_ways(
    path: Path, keys: Sequence[str], *, names: Sequence[str], wanted: Sequence[str]
) -> Ways:
    """Return the ways of a file that have one of the keys wanted.

    One pass: places come as WKB, one call a way; nodes and tags are written by pyosmium as lines
    of text on the side (OPL), which is many times faster than asking for each of them. Files whose
    ways come before their nodes (as Overpass may send them) are read once more.

    Parameters
    ----------
    path
        PBF or XML, the latter packed by gzip or bzip2 or not.
    keys
        Keys of the tags that are kept.
    names
        Keys of names; the first that a way has is kept.
    wanted
        A way without any of these keys is not read.

    Raises
    ------
    OsmFileError
        If the file is no OpenStreetMap file, ends early or is damaged.
    MachineError
        If there is no space for the text.
    """
    import osmium

    file = osmium.io.File(str(path), file_format(path))
    locations = osmium.index.create_map("sparse_mem_array")
    locator = osmium.NodeLocationsForWays(locations)
    locator.ignore_errors()
    with tempfile.TemporaryDirectory(prefix="schoolmap-") as folder:
        text = Path(folder) / "ways.opl"
        _refuse_full_disk(path, text.parent)
        try:
            ordered = _nodes_come_first(file)
            # the writer must be closed before the text is complete, whatever ends the reading
            with osmium.SimpleWriter(osmium.io.File(str(text), _OPL)) as writer:
                lonlat, sizes = _places(_stream(file, wanted, locator, writer=writer, nodes=True))
            if not ordered and np.isnan(lonlat).any():
                lonlat, sizes = _places(_stream(file, wanted, locator))
        except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
            if isinstance(error, OsmFileError):
                raise
            code = "osm_entities" if "entities" in str(error) else "file_unreadable"
            raise OsmFileError(str(error), code=code) from error
        locations.clear()
        found = _Found(keys, names)
        vertex = found.read(text)
    indptr = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return Ways(
        ids=np.array(found.ids, dtype=np.int64),
        names=tuple(found.names),
        kind=np.array(found.kind, dtype=np.int64),
        kinds=tuple(dict(tags) for tags in found.number),
        lonlat=lonlat,
        indptr=indptr,
        vertex=vertex,
    )


def _refuse_full_disk(path: Path, folder: Path) -> None:
    """Refuse to start where the text may not find space: a writer that fails ends the process."""
    need = path.stat().st_size * _TEXT_SIZE + _HEAD_BYTES
    if shutil.disk_usage(folder).free < need:
        temporary, mb = folder.parent, round(need / 1e6)
        zh = f"临时文件夹 {temporary} 的空间不足，读取 {path.name} 约需 {mb} MB。"
        en = f"reading {path.name} takes about {mb} MB of space in {temporary}."
        raise MachineError(zh, en)


def _nodes_come_first(file: Any) -> bool:  # noqa: ANN401 - pyosmium's types come with its import
    """Return whether the file says that its nodes come before its ways; refuse histories."""
    import osmium

    with osmium.io.Reader(file, osmium.osm.NOTHING) as reader:
        header = reader.header()
    if header.has_multiple_object_versions:
        raise OsmFileError(_HISTORY)
    return bool(header.get("sorting") == "Type_then_ID")


def _stream(
    file: Any,  # noqa: ANN401
    wanted: Sequence[str],
    locator: Any,  # noqa: ANN401
    *,
    writer: Any = None,  # noqa: ANN401
    nodes: bool = False,
) -> Iterator[Any]:
    """Yield the ways that have a key wanted, with places; nodes are only shown to the locator."""
    import osmium

    entities = osmium.osm.NODE | osmium.osm.WAY if nodes else osmium.osm.WAY
    stream = osmium.FileProcessor(file, entities)
    stream.with_filter(locator)
    stream.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
    stream.with_filter(osmium.filter.KeyFilter(*wanted))
    if writer is not None:
        stream.with_filter(writer)
    yield from stream


def _places(ways: Iterator[Any]) -> tuple[FloatArray, IntArray]:
    """Return the places of the vertices, and how many each way has."""
    import osmium

    wkb, every = osmium.geom.WKBFactory().create_linestring, osmium.geom.ALL
    sizes, places = array("q"), bytearray()
    for way in ways:
        try:
            drawn = bytes.fromhex(wkb(way, every)[_WKB_HEAD_HEX:])
        except (RuntimeError, osmium.InvalidLocationError):  # too short, or nodes are missing
            drawn = _one_by_one(way.nodes)
        places += drawn
        sizes.append(len(drawn) // 16)
    return np.frombuffer(places, dtype="<f8").reshape(-1, 2), np.array(sizes, dtype=np.int64)


def _one_by_one(nodes: Any) -> bytes:  # noqa: ANN401
    """Return places as WKB has them, NaN for those that are not there or not on the globe."""
    places = [
        (node.location.lon, node.location.lat) if node.location.valid() else (np.nan, np.nan)
        for node in nodes
    ]
    return np.array(places, dtype="<f8").tobytes()


class _Found:
    """What lines such as ``w7 Thighway=track,name=A Nn1,n2`` say, gathered line by line."""

    def __init__(self, keys: Sequence[str], name_keys: Sequence[str]) -> None:
        self._keys, self._name_keys = frozenset(keys), tuple(name_keys)
        self.ids, self.kind = array("q"), array("q")
        self.names: list[str] = []
        self.number: dict[tuple[tuple[str, str], ...], int] = {}

    def read(self, text: Path) -> IntArray:
        """Take in all lines; return the nodes, way after way."""
        # most ways without a name carry the same few tags
        tags = lru_cache(_ALIKE)(self._tags)
        nodes = [np.empty(0, dtype=np.int64)]
        with text.open(encoding="utf-8", newline="\n") as lines:
            while block := list(islice(lines, _BLOCK)):
                refs = []
                for line in block:
                    number, pairs, way_refs = line.split(" ", 2)
                    self.ids.append(int(number[1:]))
                    name, kind = tags(pairs)
                    self.names.append(name)
                    self.kind.append(kind)
                    refs.append(way_refs)
                numbers = "".join(refs).translate(_REFS)
                nodes.append(np.fromstring(numbers, dtype=np.int64, sep=" "))
        return np.concatenate(nodes)

    def _tags(self, pairs: str) -> tuple[str, int]:
        """Return the name of a way and the number of its set of tags."""
        kept, named = [], {}
        for pair in pairs[1:].split(","):
            key, _, value = pair.partition("=")
            if "%" in pair:
                key, value = _ESCAPED.sub(_unescape, key), _ESCAPED.sub(_unescape, value)
            if key in self._keys:
                kept.append((key, value))
            elif key in self._name_keys:
                named[key] = value
        name = next((named[key] for key in self._name_keys if key in named), "")
        kind = self.number.setdefault(tuple(sorted(kept)), len(self.number))
        return " ".join(name.split()), kind


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
