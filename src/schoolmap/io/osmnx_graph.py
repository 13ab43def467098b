"""To osmnx and back: road lines, the contracted graph, and networkx graphs as osmnx has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import UsageError
from schoolmap.geography.crs import choose_crs, project
from schoolmap.io.coordinates import convert_vertices
from schoolmap.io.osmnx_edges import Edges, Found, edges_to_lines
from schoolmap.model.graph import NO_WAY, RoadGraph
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import RoadLines
from schoolmap.network.cutting import cut_lines
from schoolmap.network.graph import NOT_RIDDEN, NOT_WALKED
from schoolmap.units import MM_PER_M

if TYPE_CHECKING:
    from networkx import MultiDiGraph

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Mode = Literal["all", "walk", "ride"]

_WGS84 = "EPSG:4326"


def from_osmnx(graph: MultiDiGraph) -> RoadLines:
    """Return the road lines of a graph that osmnx made, in WGS-84.

    Edges there and back along one geometry become one two-way line; every other edge of a
    directed graph is one-way to vehicles. Lines join at the graph's nodes, and nowhere else.
    ``length`` (metres), ``speed_kph`` (else ``maxspeed``), ``name`` and the tags that say who may
    use a road are taken over where edges have them, and understood as in an OpenStreetMap file.
    osmnx keeps ``access``, but neither ``foot`` nor ``motor_vehicle`` unless its setting
    ``useful_tags_way`` names them. Of the values of merged ways the lowest class and the lowest
    speed count, and a ban on any bars the whole.

    Parameters
    ----------
    graph
        A graph of osmnx, simplified or not, projected or not, directed or not: ``x`` and ``y`` on
        its nodes, and ``crs`` in ``graph.graph``.

    Returns
    -------
    RoadLines
        With `RoadLines.vertex` set. `rows` are the numbers of the edges, from 1.

    Raises
    ------
    UsageError
        If the graph has no CRS, or an edge cannot be drawn.
    InputError
        If the CRS is not known.
    """
    crs = graph.graph.get("crs")
    if crs is None:
        raise UsageError(
            zh="图没有坐标系（graph.graph['crs']）。",
            en="The graph has no CRS (graph.graph['crs']).",
        )
    places = ((node, _place(data)) for node, data in graph.nodes(data=True))
    nodes = {node: place for node, place in places if np.isfinite(place).all()}
    ends, tags = [], []
    for u, v, data in graph.edges(data=True):
        ends.append((u, v))
        tags.append(data)
    edges = Edges(nodes, ends, tags, directed=bool(graph.is_directed()))
    system = _definition(crs)
    roads, found = edges_to_lines(
        edges, file="osmnx", convert=partial(convert_vertices, system=system)
    )
    _refuse_unread(found)
    return roads


def to_osmnx(
    roads: RoadLines | RoadGraph | LayoutModel, *, crs: str | None = None, mode: Mode = "all"
) -> MultiDiGraph:
    """Return a graph that osmnx can work with.

    Parameters
    ----------
    roads
        Road lines of a study (``study.roads``), a model, or a model's contracted graph.
    crs
        Projected CRS: of a `RoadGraph`, which does not know its own; of lines, the one to measure
        in where no length is given (default: their UTM zone).
    mode
        ``all``: an edge for each direction that vehicles may take, and both directions of what
        only walkers use. ``walk``: what is walked, in both directions. ``ride``: what is ridden.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes with ``x``, ``y``, ``street_count``; edges with ``length`` (metres, whole
        millimetres), ``highway``, ``oneway``, ``reversed``, ``geometry`` where they are not
        straight, ``walked`` and ``ridden``, and ``name``, ``speed_kph``, ``maxspeed``, ``bridge``
        where these are known. A graph of lines is in WGS-84 and its nodes keep
        the ids of `RoadLines.vertex`; a contracted graph stays in metres, and its edges carry
        ``walk_s`` and ``travel_time`` (riding) in seconds.

    Raises
    ------
    UsageError
        If a `RoadGraph` comes without its CRS, or a model has no roads.
    """
    if isinstance(roads, LayoutModel):
        if roads.graph is None:
            raise UsageError(zh="该资料没有道路。", en="The model has no roads.")
        return _assembled(_of_graph(roads.graph), crs=roads.crs, mode=mode)
    if isinstance(roads, RoadGraph):
        if crs is None:
            raise UsageError(
                zh="请用 crs 说明路网的投影坐标系，例如 model.crs。",
                en="Name the projected CRS of the graph as crs, for example model.crs.",
            )
        return _assembled(_of_graph(roads), crs=crs, mode=mode)
    return _assembled(_of_lines(roads, crs), crs=_WGS84, mode=mode)


@dataclass(frozen=True)
class _Streets:
    """Undirected pieces between nodes; ``ride_*`` and ``walk_*`` say which ways are open.

    `both` are attributes of each piece, `along` and `against` those of its directions.
    """

    u: IntArray
    v: IntArray
    xy: FloatArray
    indptr: IntArray
    length_mm: IntArray
    walked: NDArray[np.bool_]
    ride_uv: NDArray[np.bool_]
    ride_vu: NDArray[np.bool_]
    both: list[dict[str, Any]]
    along: list[dict[str, Any]]
    against: list[dict[str, Any]]


def _of_graph(graph: RoadGraph) -> _Streets:
    walked = graph.walk_uv_ms != NO_WAY
    uv, vu = graph.ride_uv_ms != NO_WAY, graph.ride_vu_ms != NO_WAY
    both: list[dict[str, Any]] = [
        {"osmid": at, "highway": graph.classes[k]} for at, k in enumerate(graph.road_class.tolist())
    ]
    lengths = graph.length_mm.tolist()

    def timed(walk_ms: IntArray, ride_ms: IntArray) -> list[dict[str, Any]]:
        return [
            _times(length, walk, ride)
            for length, walk, ride in zip(lengths, walk_ms.tolist(), ride_ms.tolist(), strict=True)
        ]

    return _Streets(
        u=graph.u,
        v=graph.v,
        xy=graph.line_xy,
        indptr=graph.line_indptr,
        length_mm=graph.length_mm,
        walked=walked,
        ride_uv=uv,
        ride_vu=vu,
        both=both,
        along=timed(graph.walk_uv_ms, graph.ride_uv_ms),
        against=timed(graph.walk_vu_ms, graph.ride_vu_ms),
    )


def _times(length_mm: int, walk_ms: int, ride_ms: int) -> dict[str, float]:
    found = {}
    if walk_ms != NO_WAY:
        found["walk_s"] = walk_ms / 1000
    if ride_ms != NO_WAY:
        found["travel_time"] = ride_ms / 1000
        if ride_ms > 0:
            # so that the riding time comes back to the millisecond
            found["speed_kph"] = length_mm * 3.6 / ride_ms
    return found


def _of_lines(roads: RoadLines, crs: str | None) -> _Streets:
    """Cut lines where they join, and measure the pieces, as `build_graph` does."""
    xy = project(roads.lonlat, choose_crs(roads.lonlat, crs))
    node, number = _numbers(roads, xy)
    cut = cut_lines(xy, roads.indptr, number, roads.length_m)
    line = cut.line
    walked, ridden = _rights_of(roads)
    tags = [_tags(roads, at) for at in range(len(roads))]
    pieces = [tags[at] for at in line.tolist()]
    return _Streets(
        u=node[cut.start],
        v=node[cut.end],
        xy=roads.lonlat[cut.vertices],
        indptr=cut.indptr,
        length_mm=cut.length_mm,
        walked=walked[line],
        ride_uv=(ridden & (roads.oneway >= 0))[line],
        ride_vu=(ridden & (roads.oneway <= 0))[line],
        both=pieces,
        along=[{}] * len(pieces),
        against=[{}] * len(pieces),
    )


def _numbers(roads: RoadLines, xy: FloatArray) -> tuple[IntArray, IntArray]:
    """Return the id that each vertex has as a node, and its number from 0."""
    if roads.vertex is not None:
        return roads.vertex, np.unique(roads.vertex, return_inverse=True)[1].astype(np.int64)
    from schoolmap.network.graph import join_vertices

    joined = join_vertices(xy)
    # numbered as they are met
    first = np.unique(joined, return_index=True)[1]
    number = np.empty(first.size, dtype=np.int64)
    number[np.argsort(first)] = np.arange(first.size)
    return number[joined], joined


def _rights_of(roads: RoadLines) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    walked, ridden = roads.walked, roads.ridden
    if walked is None:
        walked = np.array([word not in NOT_WALKED for word in roads.highway], dtype=np.bool_)
    if ridden is None:
        ridden = np.array([word not in NOT_RIDDEN for word in roads.highway], dtype=np.bool_)
    return walked, ridden


def _tags(roads: RoadLines, at: int) -> dict[str, Any]:
    """Return the attributes of a line in OpenStreetMap's words."""
    tags: dict[str, Any] = {"osmid": int(roads.rows[at])}
    texts = {"highway": roads.highway[at], "name": roads.name[at]}
    tags.update({name: text for name, text in texts.items() if text})
    speed = float(roads.speed_kmh[at])
    if np.isfinite(speed):
        tags["speed_kph"], tags["maxspeed"] = speed, f"{speed:g}"
    if roads.bridge is not None and roads.bridge[at]:
        tags["bridge"] = "yes"
    return tags


def _assembled(streets: _Streets, *, crs: str, mode: Mode) -> MultiDiGraph:
    import networkx as nx

    graph = nx.MultiDiGraph(crs=crs, simplified=True, created_with="schoolmap")
    kept = _kept(streets, mode)
    ends = np.concatenate([streets.u[kept], streets.v[kept]])
    at = np.concatenate([streets.indptr[:-1][kept], streets.indptr[1:][kept] - 1])
    ids, first, counts = np.unique(ends, return_index=True, return_counts=True)
    for node, (x, y), count in zip(
        ids.tolist(), streets.xy[at[first]].tolist(), counts.tolist(), strict=True
    ):
        graph.add_node(node, x=x, y=y, street_count=count)
    for piece in np.flatnonzero(kept).tolist():
        for u, v, tags in _directed(streets, piece, mode):
            graph.add_edge(u, v, **tags)
    return graph


def _kept(streets: _Streets, mode: Mode) -> NDArray[np.bool_]:
    if mode == "walk":
        return streets.walked
    if mode == "ride":
        return streets.ride_uv | streets.ride_vu
    return np.ones(streets.u.size, dtype=np.bool_)


def _directed(streets: _Streets, at: int, mode: Mode) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield the directed edges of a piece."""
    import shapely

    uv, vu = bool(streets.ride_uv[at]), bool(streets.ride_vu[at])
    if mode == "walk" or not (uv or vu):
        uv = vu = True
    u, v = int(streets.u[at]), int(streets.v[at])
    xy = streets.xy[streets.indptr[at] : streets.indptr[at + 1]]
    common = {
        **streets.both[at],
        "walked": bool(streets.walked[at]),
        "ridden": bool(streets.ride_uv[at] or streets.ride_vu[at]),
        "length": int(streets.length_mm[at]) / MM_PER_M,
        "oneway": not (uv and vu),
    }
    for is_open, a, b, line, own, back in (
        (uv, u, v, xy, streets.along[at], False),
        (vu, v, u, xy[::-1], streets.against[at], True),
    ):
        if is_open:
            tags = {**common, **own, "reversed": back}
            if len(line) > 2:
                tags["geometry"] = shapely.LineString(line)
            yield a, b, tags


def _place(data: Mapping[str, Any]) -> tuple[float, float]:
    """Return x and y of a node, NaN where it has none that are numbers."""
    try:
        return float(data["x"]), float(data["y"])
    except (KeyError, TypeError, ValueError):
        return float("nan"), float("nan")


def _definition(crs: object) -> str:
    """Return a CRS as a text that `to_wgs84` takes; osmnx may hold an object of pyproj."""
    if isinstance(crs, str):
        return crs
    to_wkt = getattr(crs, "to_wkt", None)
    return str(to_wkt()) if to_wkt is not None else str(crs)


def _refuse_unread(found: Found) -> None:
    lost = [*found.without_node, *found.without_shape]
    if lost:
        shown = ", ".join(str(number) for number in lost[:8])
        raise UsageError(
            zh=f"图中有 {len(lost)} 条边无法绘出（第 {shown} 条）："
            "两端节点须有 x、y，geometry 须为 LineString。",
            en=f"{len(lost)} edges of the graph cannot be drawn (number {shown}): their nodes need "
            "x and y, and their geometry must be a LineString.",
        )
