"""Downloading roads of OpenStreetMap through osmnx: in tiles, politely, to be taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError, MachineError, Problem
from schoolmap.io.ledger import Ledger
from schoolmap.io.osm import NAME_KEYS, roads_of_ways
from schoolmap.io.osm_file import Ways
from schoolmap.io.osm_rights import RULED_KEYS
from schoolmap.io.osm_words import is_turned
from schoolmap.io.osmnx_session import Servers, TooMuchError, osmnx_session
from schoolmap.io.road_area import Area, Tile, area_of_shape, quarters, tiles_of
from schoolmap.io.road_patience import Progress, bad_answer, patiently
from schoolmap.io.texts_osmnx import DOWNLOAD
from schoolmap.model.study import RoadLines
from schoolmap.network.graph import NOT_TRAVELLED

_SMALLEST_DEGREES = 0.02
"""A tile that a server cannot answer is quartered down to some 2 km."""
_NOWHERE, _POINT, _EMPTY = "place_not_found", "place_without_area", "area_without_roads"
_NOT_ROADS = ("corridor", "elevator", "escalator", "platform", "rest_area", "services", "bus_stop")
WAY_FILTER = (
    f'["highway"]["area"!~"^yes$"]["highway"!~"^({"|".join(sorted(NOT_TRAVELLED))}|'
    f'{"|".join(_NOT_ROADS)})$"]'
)
"""All that is walked or ridden; who may is told by the tags, which are kept."""
TRACKS_RIDDEN: Mapping[str, str] = {"track": "unclassified"}
"""Reads tracks as roads: in some counties the road to the village is mapped as one."""
TAGS: tuple[str, ...] = (
    *dict.fromkeys(key for keys in NAME_KEYS.values() for key in keys),
    *RULED_KEYS,
)


@dataclass(frozen=True)
class Download:
    """Roads as downloaded.

    Attributes
    ----------
    roads
        The lines.
    tiles, kept
        How many tiles the area took, and how many of them an earlier run had fetched.
    as_of
        The days that the data show, ``2026-11-25`` or ``2026-11-20/2026-11-25``; may be empty.
    problems
        What was found: what was left out, tags that could not be read.
    """

    roads: RoadLines
    tiles: int
    kept: int
    as_of: str
    problems: tuple[Problem, ...] = ()


class _Dates:
    """The state of the map in each tile, kept beside the answers, which may be of many days."""

    def __init__(self, cache: Path) -> None:
        self._path = cache / "tiles.txt"
        self._known: dict[str, str] = {}
        self._used: list[str] = []
        self.kept = 0
        with suppress(OSError, ValueError):
            for line in self._path.read_text(encoding="utf-8").splitlines():
                date, _, tile = line.partition(" ")
                self._known[tile] = date

    def note(self, tile: str, as_of: str, *, new: bool) -> None:
        """Take note of a tile: as it was answered now, or as it was noted when it was."""
        if new:
            date = as_of[:10] or "-"
            self._known[tile] = date
            with suppress(OSError), self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{date} {tile}\n")
        else:
            self.kept += 1
        self._used.append(self._known.get(tile, "-"))

    @property
    def span(self) -> str:
        """First and last day, or the only one."""
        days = sorted({day for day in self._used if day != "-"})
        return days[0] if len(days) == 1 else "/".join(days[:: max(1, len(days) - 1)])


@dataclass
class Fetched:
    """Segments of ways as they come in; the same one from two tiles is one.

    Attributes
    ----------
    places
        Longitude and latitude of each node.
    tags
        Tags of each way.
    segments
        For each way its segments in the order met, each from node to node.
    """

    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    tags: dict[int, Mapping[str, str]] = field(default_factory=dict)
    segments: dict[int, dict[tuple[int, int], None]] = field(default_factory=dict)

    def add(self, graph: Any) -> None:  # noqa: ANN401 - networkx has no types
        """Take over the segments of a graph of osmnx."""
        for node, data in graph.nodes(data=True):
            self.places[node] = (float(data["x"]), float(data["y"]))
        for u, v, data in graph.edges(data=True):
            way = data["osmid"]
            self.tags.setdefault(way, {key: data[key] for key in TAGS if key in data})
            # osmnx puts nodes in the order of travel; the tags mean the way's own
            segment = (v, u) if is_turned(data) else (u, v)
            self.segments.setdefault(way, {})[segment] = None


def find_place(place: str, servers: Servers, cache: Path, progress: Progress) -> Area:
    """Return the boundary of a place by Nominatim.

    Parameters
    ----------
    place
        A name as people write it, or the id of an OpenStreetMap relation or way (``R2192363``).
    servers, cache, progress
        As for `download_roads`.

    Raises
    ------
    InputError
        ``place_not_found``, ``place_without_area``.
    MachineError
        If the server cannot be reached or does not answer as it should.
    """
    by_id = place[:1] in "RW" and place[1:].isdigit()
    with osmnx_session(servers, cache, tags=TAGS) as (ox, _):
        try:
            found = patiently(
                lambda: ox.geocode_to_gdf(place, by_osmid=by_id), servers.hosts[1], cache, progress
            )
        except (ox._errors.InsufficientResponseError, TypeError) as error:  # noqa: SLF001
            raise _problem(_POINT if isinstance(error, TypeError) else _NOWHERE, place) from error
        except (KeyError, AttributeError) as error:
            raise bad_answer(servers.hosts[1], "") from error
    shape = found.union_all()
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise _problem(_POINT, place)
    return area_of_shape(shape, str(found["display_name"].iloc[0]))


def download_roads(
    area: Area,
    servers: Servers,
    cache: Path,
    progress: Progress,
    *,
    language: str = "zh",
    tracks: bool = False,
) -> Download:
    """Return all roads of OpenStreetMap that are walked or ridden and touch an area.

    The area is asked for in tiles; each answer is kept in `cache`, so that a download that was
    interrupted goes on where it stopped. Segments with an end in the area are kept whole.

    Parameters
    ----------
    area
        What to download.
    servers
        Whom to ask.
    cache
        Folder for answers, made where it does not exist.
    progress
        How far it is.
    language
        Which of several names a road goes by.
    tracks
        Whether school buses use tracks that do not say so.

    Returns
    -------
    Download
        One line for each way, or several where the area cuts it; vertices keep the ids of their
        nodes. Lengths are left out: they are measured in the study's CRS.

    Raises
    ------
    InputError
        If there are no roads.
    MachineError
        If a server cannot be reached, stays busy or does not answer as it should.
    """
    fetched = Fetched()
    waiting = tiles_of(area)[::-1]
    done, total = 0, len(waiting)
    dates = _Dates(cache)
    progress.moved(done, total)
    with osmnx_session(servers, cache, tags=TAGS) as (ox, answers):
        while waiting:
            tile = waiting.pop()
            before = answers.count
            try:
                graph = _tile(ox, tile, servers, cache, progress)
            except TooMuchError as error:
                parts = _smaller(tile, error)
                waiting.extend(reversed(parts))
                total += len(parts) - 1
                continue
            if graph is not None:
                fetched.add(graph)
            dates.note(f"{servers.overpass} {tile}", answers.as_of, new=answers.count > before)
            done += 1
            progress.moved(done, total)
    ledger = Ledger()
    roads = lines_of(fetched, area, ledger, language=language, tracks=tracks)
    if roads is None:
        raise _problem(_EMPTY, area.name)
    return Download(roads, total, dates.kept, dates.span, ledger.problems)


def _tile(ox: Any, tile: Tile, servers: Servers, cache: Path, progress: Progress) -> Any:  # noqa: ANN401
    """Return the graph of a tile, unsimplified; None where it has no roads."""
    import shapely

    polygon = shapely.box(*tile)

    def ask() -> Any:  # noqa: ANN401
        return ox.graph_from_polygon(
            polygon,
            simplify=False,
            retain_all=True,
            truncate_by_edge=True,
            custom_filter=WAY_FILTER,
        )

    try:
        return patiently(ask, servers.hosts[0], cache, progress)
    except ox._errors.InsufficientResponseError:  # noqa: SLF001
        # the answer was whole (see inspect_answer), and empty
        return None
    except ValueError as error:
        if "no graph nodes" in str(error):
            return None
        raise


def _smaller(tile: Tile, error: TooMuchError) -> list[Tile]:
    if tile[2] - tile[0] <= _SMALLEST_DEGREES:
        raise MachineError(
            zh=f"服务器无法完成查询（{error}）。已取得的部分已保存，稍后重新运行即可继续。",
            en=f"The server cannot complete the query ({error}). What was fetched is kept; run "
            "the command again later to go on.",
        ) from error
    return quarters(tile)


def _problem(code: str, value: str) -> InputError:
    ledger = Ledger(DOWNLOAD)
    ledger.add(code, file="", value=value)
    return InputError(ledger.problems)


def lines_of(
    fetched: Fetched, area: Area, ledger: Ledger, *, language: str, tracks: bool
) -> RoadLines | None:
    """Return the ways as lines, without segments that have no end in the area; None for none.

    They are judged as those of an OpenStreetMap file: a download and an extract give one network.
    """
    inside = _inside(fetched.places, area)
    chains = [
        (way, nodes)
        for way in sorted(fetched.segments)
        for nodes in chained(
            [(u, v) for u, v in fetched.segments[way] if u in inside or v in inside]
        )
    ]
    if not chains:
        return None
    names = NAME_KEYS.get(language, ("name",))
    nodes = np.array([node for _, chain in chains for node in chain], dtype=np.int64)
    tags = [fetched.tags[way] for way, _ in chains]
    ruled = [{key: found[key] for key in RULED_KEYS if key in found} for found in tags]
    number: dict[tuple[tuple[str, str], ...], int] = {}
    kind = [number.setdefault(tuple(one.items()), len(number)) for one in ruled]
    ways = Ways(
        ids=np.array([way for way, _ in chains], dtype=np.int64),
        names=tuple(next((one[key] for key in names if one.get(key)), "") for one in tags),
        kind=np.array(kind, dtype=np.int64),
        kinds=tuple(dict(one) for one in number),
        lonlat=np.array([fetched.places[node] for node in nodes.tolist()], dtype=np.float64),
        indptr=np.cumsum([0, *(len(chain) for _, chain in chains)]).astype(np.int64),
        vertex=nodes,
    )
    translate = TRACKS_RIDDEN if tracks else {}
    return roads_of_ways(ways, ledger, file=area.name, translate=translate)


def _inside(places: Mapping[int, tuple[float, float]], area: Area) -> set[int]:
    import shapely

    if not places:
        return set()
    xy: NDArray[np.float64] = np.array(list(places.values()), dtype=np.float64)
    shapely.prepare(area.shape)
    hit = shapely.intersects_xy(area.shape, xy)
    return {node for node, within in zip(places, hit.tolist(), strict=True) if within}


def chained(segments: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return a way's segments as chains of nodes, each segment once, in the way's direction."""
    follow: dict[int, list[int]] = {}
    entered: dict[int, int] = {}
    ordered = sorted(set(segments))
    for u, v in ordered:
        follow.setdefault(u, []).append(v)
        entered[v] = entered.get(v, 0) + 1
    chains = []
    # from where a way begins; what is left then are rings
    begins = [u for u in follow if len(follow[u]) > entered.get(u, 0)]
    for start in [*begins, *follow]:
        while follow[start]:
            chain = [start]
            while follow.get(chain[-1]):
                chain.append(follow[chain[-1]].pop())
            chains.append(chain)
    return chains
