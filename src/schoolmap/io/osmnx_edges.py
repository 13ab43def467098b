"""Directed edges, as osmnx has them, to road lines: there and back become one line."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.osm_words import AS_THEY_ARE, EDGE_KEYS, EdgeFacts, edge_facts, words
from schoolmap.model.study import RoadLines

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_TRUTHS = {"true", "false"}
_SAME_M = 0.001
"""The lengths of the two directions are sums of the same numbers in another order."""


@dataclass(frozen=True)
class Edges:
    """A graph as read from a file or a networkx object; nothing is understood yet.

    Attributes
    ----------
    nodes
        Place of each node, in the unit of `crs`.
    ends, tags
        First and last node and attributes of each edge; values are Python objects, or texts as
        GraphML has them.
    directed
        Whether an edge leads one way only.
    crs
        CRS of the nodes as the graph says, None where it does not.
    credit
        Whose data the graph says it holds.
    """

    nodes: Mapping[Hashable, tuple[float, float]]
    ends: Sequence[tuple[Hashable, Hashable]]
    tags: Sequence[Mapping[str, object]]
    directed: bool = True
    crs: str | None = None
    credit: str = ""


@dataclass
class Found:
    """What was left out or put together on the way; edges by their number in the graph, from 1."""

    without_node: list[int] = field(default_factory=list)
    without_shape: list[int] = field(default_factory=list)
    merged: int = 0


@dataclass
class _Line:
    """A line in the making."""

    at: int
    u: Hashable
    v: Hashable
    xy: FloatArray
    oneway: int
    length_m: float
    facts: EdgeFacts


def edges_to_lines(
    edges: Edges,
    *,
    file: str,
    convert: Callable[[FloatArray], FloatArray],
    translate: Mapping[str, str] = AS_THEY_ARE,
) -> tuple[RoadLines, Found]:
    """Return road lines that join where edges share a node, and what was left out.

    Two edges that lead there and back along the same vertices, and agree in all else, are one
    two-way line; every other edge of a directed graph is one-way to vehicles (walkers ignore
    that). Where the ``oneway`` attributes are the words of OpenStreetMap (osmnx's ``all_oneway``),
    each edge is a way, and its word counts.

    Parameters
    ----------
    edges
        The graph.
    file
        Name for `RoadLines.file`.
    convert
        Coordinates of the graph to WGS-84 degrees, shape (n, 2).
    translate
        Classes to read as others, lower case.
    """
    found = Found()
    lines = _drawn(edges, translate, found)
    if edges.directed and not _are_ways(edges):
        lines = _merged(lines, found)
    return _road_lines(_without_points(lines), file, convert), found


def _are_ways(edges: Edges) -> bool:
    """Return whether edges stand for ways whose ``oneway`` is the word of OpenStreetMap."""
    return any(
        word.lower() not in _TRUTHS for tags in edges.tags for word in words(tags.get("oneway"))
    )


def _drawn(edges: Edges, translate: Mapping[str, str], found: Found) -> list[_Line]:
    """Return each edge with its vertices, from its first to its last node."""
    ways = _are_ways(edges)
    # a county has few sets of tags, and hundreds of thousands of edges
    known: dict[str, EdgeFacts] = {}
    lines = []
    for at, ((u, v), tags) in enumerate(zip(edges.ends, edges.tags, strict=True), start=1):
        if u not in edges.nodes or v not in edges.nodes:
            found.without_node.append(at)
            continue
        xy = _vertices(tags.get("geometry"), edges.nodes[u], edges.nodes[v])
        if xy is None:
            found.without_shape.append(at)
            continue
        key = repr([tags.get(name) for name in EDGE_KEYS])
        facts = known.get(key) or known.setdefault(key, edge_facts(tags, translate))
        if ways:
            oneway = facts.oneway
        elif edges.directed:
            oneway = 1
        else:
            oneway = _undirected(tags, u, v)
        lines.append(_Line(at, u, v, xy, oneway, _length(tags), facts))
    return lines


def _undirected(tags: Mapping[str, object], u: Hashable, v: Hashable) -> int:
    """Return the direction of an edge of an undirected graph: osmnx keeps it in from and to."""
    if not any(word.lower() == "true" for word in words(tags.get("oneway"))):
        return 0
    way = [str(tags.get("from", u)), str(tags.get("to", v))]
    return -1 if way == [str(v), str(u)] and u != v else 1


def _vertices(
    geometry: object, start: tuple[float, float], end: tuple[float, float]
) -> FloatArray | None:
    """Return the vertices of an edge between its nodes, None where they cannot be read."""
    straight = np.array([start, end], dtype=np.float64)
    if geometry is None or geometry == "":
        return straight
    xy = _coordinates(geometry)
    if xy is None or len(xy) < 2 or not np.isfinite(xy).all():
        return None
    along = np.abs(xy[[0, -1]] - straight).max()
    against = np.abs(xy[[-1, 0]] - straight).max()
    xy = (xy[::-1] if against < along else xy).copy()
    # lines meet at their nodes
    xy[0], xy[-1] = start, end
    return xy


def _coordinates(geometry: object) -> FloatArray | None:
    import shapely

    if isinstance(geometry, str):
        # numbers that are none are found, and reported, by whoever takes the vertices
        with np.errstate(invalid="ignore"):
            geometry = shapely.from_wkt(geometry, on_invalid="ignore")
    if not isinstance(geometry, shapely.LineString):
        return None
    found: FloatArray = shapely.get_coordinates(geometry)
    return found


def _length(tags: Mapping[str, object]) -> float:
    try:
        length = float(str(tags.get("length", "nan")))
    except ValueError:
        return float("nan")
    return length if 0.0 < length < float("inf") else float("nan")


def _merged(lines: list[_Line], found: Found) -> list[_Line]:
    """Return the lines with each pair that leads there and back made one two-way line."""
    waiting: dict[tuple[object, ...], list[_Line]] = {}
    kept = []
    for line in lines:
        there, back = line.xy.tobytes(), line.xy[::-1].tobytes()
        partner = _partner(waiting.get((line.v, line.u, back), []), line)
        if partner is not None:
            partner.oneway = 0
            found.merged += 1
            continue
        waiting.setdefault((line.u, line.v, there), []).append(line)
        kept.append(line)
    return kept


def _partner(candidates: list[_Line], line: _Line) -> _Line | None:
    """Take the first line that agrees with `line` in all but direction from the candidates."""
    for at, other in enumerate(candidates):
        close = abs(other.length_m - line.length_m) <= _SAME_M
        unknown = np.isnan(other.length_m) and np.isnan(line.length_m)
        # repr: two speeds that are both not known are the same
        if (close or unknown) and repr(other.facts) == repr(line.facts):
            return candidates.pop(at)
    return None


def _without_points(lines: list[_Line]) -> list[_Line]:
    """Return the lines without those of no extent; the nodes that such a line joins become one."""
    extent = [bool((line.xy != line.xy[0]).any()) for line in lines]
    if all(extent):
        return lines
    joined: dict[Hashable, Hashable] = {}

    def root(node: Hashable) -> Hashable:
        while node in joined:
            node = joined[node]
        return node

    for line, long in zip(lines, extent, strict=True):
        a, b = root(line.u), root(line.v)
        if not long and a != b:
            joined[b] = a
    kept = [line for line, long in zip(lines, extent, strict=True) if long]
    for line in kept:
        line.u, line.v = root(line.u), root(line.v)
    return kept


def _road_lines(
    lines: list[_Line], file: str, convert: Callable[[FloatArray], FloatArray]
) -> RoadLines:
    sizes = np.array([len(line.xy) for line in lines], dtype=np.int64)
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    xy = np.concatenate([line.xy for line in lines]) if lines else np.empty((0, 2))

    def of_line(name: str, dtype: type) -> NDArray[Any]:
        return np.array([getattr(line.facts, name) for line in lines], dtype=dtype)

    return RoadLines(
        lonlat=convert(xy),
        indptr=indptr,
        highway=tuple(line.facts.highway for line in lines),
        oneway=np.array([line.oneway for line in lines], dtype=np.int8),
        speed_kmh=of_line("speed_kmh", np.float64),
        length_m=np.array([line.length_m for line in lines], dtype=np.float64),
        name=tuple(line.facts.name for line in lines),
        rows=np.array([line.at for line in lines], dtype=np.int64),
        file=file,
        vertex=_identities(lines, indptr),
        walked=of_line("walked", np.bool_),
        ridden=of_line("ridden", np.bool_),
        bridge=of_line("bridge", np.bool_),
    )


def _identities(lines: list[_Line], indptr: IntArray) -> IntArray:
    """Return the node of each end of a line; inner vertices get numbers of their own.

    Ids that are whole numbers stay as they are (those of OpenStreetMap); else nodes are numbered
    in the order met.
    """
    nodes = list(dict.fromkeys(node for line in lines for node in (line.u, line.v)))
    try:
        ids = np.array([_whole(node) for node in nodes], dtype=np.int64)
    except (ValueError, OverflowError):
        ids = np.arange(len(nodes), dtype=np.int64)
    number = dict(zip(nodes, ids.tolist(), strict=True))
    free = min(0, int(ids.min(initial=0)))
    vertex = free - 1 - np.arange(int(indptr[-1]), dtype=np.int64)
    vertex[indptr[:-1]] = [number[line.u] for line in lines]
    vertex[indptr[1:] - 1] = [number[line.v] for line in lines]
    return vertex


def _whole(node: Hashable) -> int:
    text = str(node)
    number = int(text)
    # "007" and "7" are two nodes; True is none
    if str(number) != text:
        raise ValueError
    return number
