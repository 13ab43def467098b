"""Road files as this program writes them: GeoPackage or GraphML, for a study to read as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError, MachineError
from schoolmap.io.files import Source
from schoolmap.io.geopackage import WRITTEN_AT, Layer, write_layer
from schoolmap.io.ledger import Ledger
from schoolmap.io.road_columns import write_node_ids
from schoolmap.io.roads import read_roads
from schoolmap.io.writing import Cell
from schoolmap.model.study import RoadLines, SourceSection

OUTPUT_KINDS: tuple[str, ...] = (".gpkg", ".graphml")
OSM_CREDIT = (
    "© OpenStreetMap contributors; Open Database Licence (ODbL) 1.0; "
    "https://www.openstreetmap.org/copyright"
)
_OSM_KINDS = (".pbf", ".osm", ".bz2", ".gz")
_LAYER = "roads"


def read_road_file(
    path: Path,
    ledger: Ledger,
    *,
    coordinates: str | None = None,
    layer: str | None = None,
    classes: Mapping[str, str] | None = None,
    language: str = "zh",
) -> RoadLines:
    """Return the road lines of a file that a study could name in ``[roads]``.

    Parameters
    ----------
    path
        The file, of any kind that ``[roads]`` takes.
    ledger
        Takes what is found.
    coordinates, layer
        As in study.toml.
    classes
        As ``values.highway`` of study.toml.
    language
        Which of several names a road goes by.

    Raises
    ------
    InputError
        If it cannot be used; with all that was found.
    """
    settings = SourceSection(
        file=path.name,
        coordinates=coordinates,
        layer=layer,
        values={"highway": dict(classes)} if classes else {},
    )
    roads = read_roads(Source("roads", settings, path), ledger, language=language)
    if roads is None or ledger.stops:
        raise InputError(ledger.problems)
    return roads


def write_roads(path: Path, roads: RoadLines, *, credit: str) -> Path:
    """Write road lines; the ending says how. The same lines give the same bytes.

    Parameters
    ----------
    path
        A ``.gpkg`` (one layer, ``roads``, WGS-84, with the columns of the roads table) or a
        ``.graphml`` as osmnx writes and reads it.
    roads
        Road lines.
    credit
        Whose data they are, written into the file; may be empty.

    Raises
    ------
    OSError, MachineError
        If it cannot be written.
    """
    if path.suffix.lower() == ".graphml":
        _write_graphml(path, roads, credit)
    else:
        _write_gpkg(path, roads, credit)
    return path


def credit_of(path: Path) -> str:
    """Return whose data a road file holds, as far as it says so; else nothing."""
    kind = path.suffix.lower()
    if kind in _OSM_KINDS:
        return OSM_CREDIT
    if kind == ".graphml":
        from schoolmap.io.graphml import parse_graphml

        return parse_graphml(path).credit
    if kind != ".gpkg":
        return ""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
            rows = base.execute("SELECT description FROM gpkg_contents ORDER BY table_name")
            return next((str(text) for (text,) in rows if text and "©" in str(text)), "")
    except sqlite3.Error:
        return ""


def _write_gpkg(path: Path, roads: RoadLines, credit: str) -> None:
    import pyogrio.errors
    import shapely

    at = np.repeat(np.arange(len(roads)), np.diff(roads.indptr))
    lines = np.asarray(shapely.linestrings(roads.lonlat, indices=at)).tolist()
    path.unlink(missing_ok=True)
    try:
        write_layer(path, Layer(_LAYER, "LineString", lines, _fields(roads)))
        with closing(sqlite3.connect(path)) as base, base:
            base.execute(
                "UPDATE gpkg_contents SET last_change = ?, description = ?", (WRITTEN_AT, credit)
            )
    except (pyogrio.errors.DataSourceError, sqlite3.Error) as error:
        raise MachineError(
            zh=f"无法写入 {path.name}：{error}。请检查磁盘空间和权限。",
            en=f"Cannot write {path.name}: {error}. Check space and permission.",
        ) from error


def _fields(roads: RoadLines) -> dict[str, Sequence[Cell]]:
    fields: dict[str, Sequence[Cell]] = {
        "highway": list(roads.highway),
        "oneway": roads.oneway.tolist(),
        "speed_kmh": _known(roads.speed_kmh),
        "length_m": _known(roads.length_m),
        "name": list(roads.name),
    }
    for name, marks in (("walked", roads.walked), ("ridden", roads.ridden)):
        if marks is not None:
            fields[name] = marks.astype(int).tolist()
    if roads.bridge is not None:
        fields["bridge"] = ["yes" if mark else "" for mark in roads.bridge.tolist()]
    if roads.vertex is not None:
        fields["node_ids"] = write_node_ids(roads.vertex, roads.indptr)
    return fields


def _known(values: NDArray[np.float64]) -> list[Cell]:
    return [None if np.isnan(value) else value for value in values.tolist()]


def _write_graphml(path: Path, roads: RoadLines, credit: str) -> None:
    import networkx as nx

    from schoolmap.io.osmnx_graph import to_osmnx

    graph = to_osmnx(roads)
    graph.graph["attribution"] = credit
    for data in (graph.graph, *(d for _, d in graph.nodes(data=True))):
        data.update({name: str(value) for name, value in data.items()})
    for *_, data in graph.edges(data=True):
        data.update({name: str(value) for name, value in data.items()})
    nx.write_graphml(graph, path)
