"""Reading GraphML as osmnx writes it: streamed, without entities, nothing run or fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.coordinates import convert_vertices, coordinate_system
from schoolmap.io.files import Source
from schoolmap.io.frame import Frame
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.osm_words import EDGE_KEYS, words
from schoolmap.io.osmnx_edges import Edges, Found, edges_to_lines
from schoolmap.io.road_settings import class_translations, report_unused
from schoolmap.model.study import RoadLines

FloatArray = NDArray[np.float64]

_CHUNK = 1 << 20
_DEEP = 64
"""GraphML of roads is four deep."""
_CRS_KEY = "crs"
_NO_ROADS, _ENTITIES, _SEVERAL = "graphml_none", "graphml_entities", "graphml_several"
_EDGES_READ = frozenset({*EDGE_KEYS, "from", "geometry", "length", "to"})
"""The rest is not kept: a county has hundreds of thousands of edges."""


class RefusedError(Exception):
    """The file is not what it claims to be, or would harm; `code` is the problem's."""

    def __init__(self, code: str, row: int) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


def read_graphml(source: Source, ledger: Ledger) -> RoadLines | None:
    """Return the road lines of a GraphML file, or None where it cannot be used.

    Edges there and back along one geometry become one two-way line; the others stay one-way.
    Lines join where edges share a node, and nowhere else.

    Parameters
    ----------
    source
        File and settings of ``[roads]``, of which ``coordinates`` and ``values.highway`` count.
    ledger
        Takes what is found.
    """
    report_unused(source, ledger, code="graphml_settings_unused")
    if not source.path.is_file():
        ledger.add("file_missing", file=source.file)
        return None
    edges = _parsed(source, ledger)
    if edges is None:
        return None
    system = _system(edges, source, ledger)
    if system is None:
        return None
    convert = partial(convert_vertices, system=system)
    usable = _usable_nodes(edges, convert, source.file, ledger)
    roads, found = edges_to_lines(
        usable, file=source.file, convert=convert, translate=class_translations(source)
    )
    _report(found, source.file, ledger)
    _report_speeds(usable, source.file, ledger)
    if not len(roads):
        ledger.add("roads_none", file=source.file)
        return None
    return roads


def _parsed(source: Source, ledger: Ledger) -> Edges | None:
    try:
        return parse_graphml(source.path)
    except RefusedError as error:
        ledger.add(error.code, file=source.file, row=error.row)
    except expat.ExpatError as error:
        detail = expat.ErrorString(error.code)
        ledger.add("graphml_broken", file=source.file, row=error.lineno, detail=detail)
    except (ValueError, LookupError) as error:  # an encoding that is not known
        ledger.add("graphml_broken", file=source.file, detail=error)
    return None


def parse_graphml(path: Path) -> Edges:
    """Return nodes and edges of a GraphML file as they stand in it.

    Raises
    ------
    RefusedError
        If it declares a document type (entities live there), is no GraphML, holds hyperedges or
        is nested beyond all use.
    xml.parsers.expat.ExpatError
        If it is not whole.
    OSError
        If it cannot be read.
    """
    reader = _Reader()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            reader.feed(chunk)
        reader.feed(b"", last=True)
    return reader.edges()


class _Reader:
    """Takes a GraphML document in pieces."""

    def __init__(self) -> None:
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self._depth = 0
        self._graphs = 0
        self._keys: dict[tuple[str, str], str] = {}
        self._defaults: dict[str, dict[str, str]] = {}
        self._owner: list[tuple[str, dict[str, str]]] = []
        self._key = ""
        self._text: list[str] | None = None
        self._directed = True
        self._graph: dict[str, str] = {}
        self._nodes: dict[str, dict[str, str]] = {}
        self._ends: list[tuple[str, str]] = []
        self._tags: list[dict[str, str]] = []

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Read on."""
        self._parser.Parse(chunk, last)

    def edges(self) -> Edges:
        """Return what was read."""
        place: dict[object, tuple[float, float]] = {}
        for node, tags in self._nodes.items():
            place[node] = (_number(tags.get("x")), _number(tags.get("y")))
        crs = self._graph.get(_CRS_KEY, "").strip()
        credit = self._graph.get("attribution", "")
        return Edges(place, self._ends, self._tags, self._directed, crs or None, credit)

    def _refuse(self, code: str) -> RefusedError:
        return RefusedError(code, self._parser.CurrentLineNumber)

    def _refuse_doctype(self, *_: object) -> None:
        raise self._refuse(_ENTITIES)

    def _start(self, name: str, found: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if self._depth == 0 and tag != "graphml":
            raise self._refuse(_NO_ROADS)
        self._depth += 1
        if self._depth > _DEEP:
            raise self._refuse(_NO_ROADS)
        start: Callable[[dict[str, str]], None] | None = getattr(self, f"_start_{tag}", None)
        if start is not None:
            start(found)

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = name.rpartition(":")[2]
        if tag in {"graph", "node", "edge"} and self._owner:
            self._owner.pop()
        elif tag == "data" and self._text is not None:
            if self._owner:
                self._keep(self._owner[-1], "".join(self._text))
            self._text = None
        elif tag == "default" and self._text is not None:
            domain, _, key = self._key.partition(" ")
            self._defaults.setdefault(domain, {})[key] = "".join(self._text)
            self._text = None

    def _keep(self, owner: tuple[str, dict[str, str]], text: str) -> None:
        domain, values = owner
        name = self._keys.get((domain, self._key)) or self._keys.get(("all", self._key), "")
        if name and (domain != "edge" or name in _EDGES_READ):
            values[name] = text

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _start_key(self, found: dict[str, str]) -> None:
        domain = found.get("for", "all")
        name = found.get("attr.name", found.get("id", ""))
        self._keys[domain, found.get("id", "")] = name
        self._key = f"{domain} {name}"

    def _start_default(self, _: dict[str, str]) -> None:
        self._text = []

    def _default(self, domain: str) -> dict[str, str]:
        return {**self._defaults.get("all", {}), **self._defaults.get(domain, {})}

    def _start_graph(self, found: dict[str, str]) -> None:
        self._graphs += 1
        if self._graphs > 1:
            raise self._refuse(_SEVERAL)
        self._directed = found.get("edgedefault", "directed") != "undirected"
        self._owner.append(("graph", self._graph))

    def _start_node(self, found: dict[str, str]) -> None:
        values = self._default("node")
        self._nodes[found.get("id", "")] = values
        self._owner.append(("node", values))

    def _start_edge(self, found: dict[str, str]) -> None:
        values = self._default("edge")
        self._ends.append((found.get("source", ""), found.get("target", "")))
        self._tags.append(values)
        self._owner.append(("edge", values))

    def _start_hyperedge(self, _: dict[str, str]) -> None:
        raise self._refuse(_NO_ROADS)

    def _start_data(self, found: dict[str, str]) -> None:
        self._key = found.get("key", "")
        self._text = []


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return float("nan")


def _system(edges: Edges, source: Source, ledger: Ledger) -> str | None:
    """Return the system of the coordinates: as study.toml says, else as the graph does."""
    empty = np.empty(0, dtype=object)
    frame = Frame(source.file, (), (), np.empty(0, dtype=np.int64), geometry=empty, crs=edges.crs)
    return coordinate_system(frame, source, ledger)


def _usable_nodes(
    edges: Edges, convert: Callable[[FloatArray], FloatArray], file: str, ledger: Ledger
) -> Edges:
    """Return the graph without nodes that have no place on the globe."""
    names = list(edges.nodes)
    xy = np.array(list(edges.nodes.values()), dtype=np.float64).reshape(-1, 2)
    lonlat = convert(np.where(np.isfinite(xy), xy, 0.0))
    # a place that is not finite lies beyond any limit
    far = ~(np.abs(lonlat) <= (180.0, 90.0)) | ~np.isfinite(xy)
    fine: NDArray[np.bool_] = np.bincount(np.nonzero(far)[0], minlength=len(far)) == 0
    if fine.all():
        return edges
    lost = [str(names[at]) for at in np.flatnonzero(~fine)]
    ledger.add("graphml_nodes_aside", file=file, count=len(lost), nodes=some(lost))
    kept = {name: edges.nodes[name] for name, good in zip(names, fine, strict=True) if good}
    return replace(edges, nodes=kept)


def _report(found: Found, file: str, ledger: Ledger) -> None:
    for code, numbers in (
        ("graphml_edges_without_node", found.without_node),
        ("graphml_edges_without_shape", found.without_shape),
    ):
        if numbers:
            ledger.add(code, file=file, count=len(numbers), edges=some(numbers))
    if found.merged:
        ledger.add("graphml_merged", file=file, count=found.merged)


def _report_speeds(edges: Edges, file: str, ledger: Ledger) -> None:
    """Say which numbers are no speed or length; words such as ``signals`` are OpenStreetMap's."""
    for column in ("length", "speed_kph", "maxspeed"):
        bad = [
            value
            for tags in edges.tags
            for value in words(tags.get(column))
            if _is_number(value) and not 0.0 <= float(value) < float("inf")
        ]
        if bad:
            ledger.add(
                "graphml_number_unused", file=file, column=column, value=bad[0], count=len(bad)
            )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
