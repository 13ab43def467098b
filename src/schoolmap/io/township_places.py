"""Places that lie in another township than the one written beside them.

The table says one township, the polygons of the boundary another: a slip in a coordinate moves a
village by kilometres within the county, where nothing else would notice it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.fit import METRES_PER_DEGREE
from schoolmap.io.ledger import Ledger
from schoolmap.model.study import BoundaryPart, Table

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_SLACK_M = 500.0
"""A place so near its own township may be in it: boundaries are generalised by hundreds of metres,
and a mistaken GCJ-02 shift is of the order of 500 m."""
_DATUM_SLACK_M = 1500.0
"""The same where a datum is suspected already: BD-09 is up to 1.3 km from WGS-84."""
_FEW = 5
"""So many are told one by one even where they are most of the places."""


@dataclass(frozen=True)
class _Townships:
    """The named polygons on a plane of metres about their middle."""

    names: tuple[str, ...]
    keys: tuple[str, ...]
    shapes: NDArray[np.object_]
    middle: FloatArray
    scale: FloatArray

    def plane(self, lonlat: FloatArray) -> FloatArray:
        """Return degrees as metres on the plane, shape (n, 2)."""
        metres: FloatArray = (lonlat - self.middle) * self.scale
        return metres


def doubt_other_township(
    table: Table, boundary: Sequence[BoundaryPart], ledger: Ledger, *, datum_doubted: bool = False
) -> None:
    """Report places that lie in another township than the table says.

    Says nothing unless the boundary has several named polygons, and only of places whose township
    is the name of one of them.

    Parameters
    ----------
    table
        Schools or villages, in WGS-84.
    boundary
        Polygons, in WGS-84.
    ledger
        Takes ``village_in_other_township`` and ``school_in_other_township``, one for each row, or
        ``townships_mostly_other`` for the whole table.
    datum_doubted
        A wrong datum was reported: what that alone could explain is not told again.
    """
    towns = _townships(boundary)
    if len(towns.names) < 2:
        return
    at_of = {key: at for at, key in enumerate(towns.keys)}
    own = np.array([at_of.get(_key(name), -1) for name in table.text("township")], dtype=np.int64)
    known = np.flatnonzero(own >= 0)
    if not known.size:
        return
    lonlat = np.column_stack([table.numbers("lon"), table.numbers("lat")])
    points = towns.plane(lonlat[known])
    slack = _DATUM_SLACK_M if datum_doubted else _SLACK_M
    there, off = _elsewhere(towns, own[known], points)
    wrong = np.flatnonzero((there >= 0) & (off > slack))
    kind = "school" if table.name == "schools" else "village"
    with ledger.within(table):
        if wrong.size >= _FEW and 2 * wrong.size > known.size:
            _say_most(table, known[wrong], towns, there[wrong], known.size, ledger)
            return
        for at, other, metres in zip(known[wrong], there[wrong], off[wrong], strict=True):
            ledger.add(
                f"{kind}_in_other_township",
                file=table.file,
                row=int(table.rows[at]),
                value=f"{lonlat[at, 0]:.6f}, {lonlat[at, 1]:.6f}",
                name=table.text("name")[at],
                own=table.text("township")[at],
                other=towns.names[other],
                km=f"{metres / 1e3:.1f}",
            )


def _say_most(
    table: Table,
    wrong: IntArray,
    towns: _Townships,
    there: IntArray,
    known: int,
    ledger: Ledger,
) -> None:
    at, other = int(wrong[0]), int(there[0])
    first: dict[str, Any] = {
        "name": table.text("name")[at],
        "own": table.text("township")[at],
        "other": towns.names[other],
    }
    ledger.add(
        "townships_mostly_other",
        file=table.file,
        row=int(table.rows[at]),
        count=len(wrong),
        total=known,
        **first,
    )


def _townships(boundary: Sequence[BoundaryPart]) -> _Townships:
    """Return the polygons by name; several of one name are one township."""
    import shapely

    parts: dict[str, list[BoundaryPart]] = {}
    for part in boundary:
        if _key(part.name):
            parts.setdefault(_key(part.name), []).append(part)
    west, south, east, north = (
        shapely.total_bounds(shapely.from_wkb([part.wkb for part in boundary]))
        if boundary
        else (0.0, 0.0, 0.0, 0.0)
    )
    middle = np.array([(west + east) / 2.0, (south + north) / 2.0])
    scale = np.array([np.cos(np.radians(middle[1])), 1.0]) * METRES_PER_DEGREE
    whole = [shapely.union_all(shapely.from_wkb([p.wkb for p in of])) for of in parts.values()]
    shapes = np.array(
        [shapely.transform(shape, lambda xy: (xy - middle) * scale) for shape in whole],
        dtype=object,
    )
    names = tuple(of[0].name for of in parts.values())
    return _Townships(names, tuple(parts), shapes, middle, scale)


def _elsewhere(towns: _Townships, own: IntArray, points: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return which other township each place lies in (-1: none), and metres from its own."""
    import shapely

    shapely.prepare(towns.shapes)
    off: FloatArray = shapely.distance(towns.shapes[own], shapely.points(points))
    there = np.full(len(own), -1, dtype=np.int64)
    for at, shape in enumerate(towns.shapes):
        inside = shapely.intersects_xy(shape, points[:, 0], points[:, 1])
        there[inside & (own != at) & (there < 0)] = at
    return there, off


def _key(name: str) -> str:
    """Return a township's name as it is compared; 乡, 镇, 街道 are part of it."""
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()
