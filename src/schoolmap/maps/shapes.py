"""Shapes and roads as whole numbers for the page: WGS-84 in hundred-thousandths of a degree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.graph import RoadGraph

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from schoolmap.geography.cells import Shapes

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

PER_DEGREE = 100_000
"""About 1.1 m on the ground: finer than the page can be zoomed."""
DRAWN_SPEEDS_KM_H = (60.0, 80.0)
"""A road of unknown class is drawn as local from the first, as main from the second."""
ROAD_TOLERANCE_M = 2.0
SHAPE_TOLERANCE_M = 5.0


def whole_degrees(lonlat: FloatArray) -> IntArray:
    """Return degrees as whole hundred-thousandths, shape kept."""
    return np.floor(lonlat * PER_DEGREE + 0.5).astype(np.int64)


def to_page(xy: FloatArray, crs: str) -> IntArray:
    """Return projected metres as whole hundred-thousandths of a degree, shape (n, 2)."""
    from schoolmap.geography.crs import unproject

    if not len(xy):
        return np.zeros((0, 2), dtype=np.int64)
    return whole_degrees(np.asarray(unproject(xy, crs), dtype=np.float64))


def road_arrays(graph: RoadGraph | None, crs: str) -> dict[str, IntArray]:
    """Return the roads: class and number of vertices per edge, then all vertices.

    Polylines are simplified by `ROAD_TOLERANCE_M`, ends kept; edges stay in the graph's order, so
    that an edge has the same number in the page.
    """
    import shapely

    if graph is None or not graph.n_edge:
        none = np.zeros(0, dtype=np.int64)
        return {"road_class": none, "road_count": none, "road_x": none, "road_y": none}
    owner = np.repeat(np.arange(graph.n_edge), np.diff(graph.line_indptr))
    lines = shapely.linestrings(graph.line_xy, indices=owner)
    xy, kept = shapely.get_coordinates(
        shapely.simplify(lines, ROAD_TOLERANCE_M, preserve_topology=False), return_index=True
    )
    points = to_page(xy, crs)
    return {
        "road_class": drawn_classes(graph)[1],
        "road_count": np.bincount(kept, minlength=graph.n_edge).astype(np.int64),
        "road_x": points[:, 0],
        "road_y": points[:, 1],
    }


def drawn_classes(graph: RoadGraph) -> tuple[tuple[str, ...], IntArray]:
    """Return the classes to draw and each edge's index into them.

    A road of unknown class is drawn by the speed that it is ridden at, so that a network without
    classes shows its main roads too: ``?main``, ``?local``, or ``""`` for the slow ones.
    """
    unknown = graph.classes.index("") if "" in graph.classes else -1
    ride_ms = np.maximum(graph.ride_uv_ms, graph.ride_vu_ms)
    km_h = np.where(ride_ms > 0, graph.length_mm * 3.6 / np.maximum(ride_ms, 1), 0.0)
    speed = np.searchsorted(np.array(DRAWN_SPEEDS_KM_H), km_h + 0.5, side="right")
    known = graph.road_class.astype(np.int64)
    by_speed = np.array([unknown, len(graph.classes), len(graph.classes) + 1])[speed]
    classes = graph.classes if unknown < 0 else (*graph.classes, "?local", "?main")
    return classes, np.where(known == unknown, by_speed, known)


def cell_arrays(cells: Sequence[BaseGeometry], crs: str) -> dict[str, IntArray]:
    """Return the cells as rings over shared vertices.

    ``cell_of`` is each village's cell (-1 none; coincident villages share one), ``ring_cell`` and
    ``ring_count`` each ring's cell and number of vertices, ``ring_vertex`` the vertices' numbers
    and ``cell_x``, ``cell_y`` the vertices.
    """
    import shapely

    unique: dict[bytes, int] = {}
    cell_of: list[int] = []
    kept: list[BaseGeometry] = []
    for cell in cells:
        if cell.is_empty:
            cell_of.append(-1)
            continue
        key = shapely.to_wkb(cell)
        if key not in unique:
            unique[key] = len(kept)
            kept.append(cell)
        cell_of.append(unique[key])
    points, counts, owner = _rings(kept, crs)
    vertices, number = np.unique(points, axis=0, return_inverse=True)
    return {
        "cell_of": np.asarray(cell_of, dtype=np.int64),
        "ring_cell": owner,
        "ring_count": counts,
        "ring_vertex": number.astype(np.int64).ravel(),
        "cell_x": vertices[:, 0],
        "cell_y": vertices[:, 1],
    }


def outline_arrays(shapes: Shapes) -> dict[str, IntArray]:
    """Return county (owner -1) and townships (owner = their index) as rings, and name places."""
    import shapely

    parts = [] if shapes.county is None else [shapes.county]
    first = len(parts)
    parts += [shape for _, shape in shapes.townships]
    thin = [shapely.simplify(p, SHAPE_TOLERANCE_M) for p in parts]
    points, counts, owner = _rings(thin, shapes.crs)
    # an empty township has no place: its name stands where no map reaches
    inner = [shape.representative_point() for _, shape in shapes.townships]
    places = [(0.0, 0.0) if p.is_empty else (p.x, p.y) for p in inner]
    named = to_page(np.asarray(places, dtype=np.float64).reshape(-1, 2), shapes.crs)
    return {
        "outline_owner": owner - first,
        "outline_count": counts,
        "outline_x": points[:, 0],
        "outline_y": points[:, 1],
        "town_x": named[:, 0],
        "town_y": named[:, 1],
    }


def _rings(shapes: Sequence[BaseGeometry], crs: str) -> tuple[IntArray, IntArray, IntArray]:
    """Return vertices of all rings (closing vertex dropped), their counts, and their owners."""
    import shapely

    pieces, piece_owner = shapely.get_parts(np.asarray(shapes, dtype=object), return_index=True)
    rings, ring_piece = shapely.get_rings(pieces, return_index=True)
    xy, ring_of = shapely.get_coordinates(rings, return_index=True)
    if not len(rings):
        none = np.zeros(0, dtype=np.int64)
        return np.zeros((0, 2), dtype=np.int64), none, none
    counts = np.bincount(ring_of, minlength=len(rings)).astype(np.int64)
    last = np.cumsum(counts) - 1
    points = to_page(np.delete(xy, last, axis=0), crs)
    return points, counts - 1, piece_owner[ring_piece].astype(np.int64)
