"""Places that are not where the rest of the county is: named, with how far off they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.fit import METRES_PER_DEGREE
from schoolmap.io.ledger import Ledger
from schoolmap.model.study import BoundaryPart, Table

FloatArray = NDArray[np.float64]

_SHOWN = 5
_FAR_KM = 20.0
"""Farther outside than schools and villages of a neighbour that a county may list with its own."""
_NAMED = 10
"""More far places than this are told in one sentence."""


def doubt_outside(table: Table, boundary: Sequence[BoundaryPart], ledger: Ledger) -> None:
    """Report places outside the boundary: the farthest are named, those far off one by one.

    Parameters
    ----------
    table
        Schools or villages.
    boundary
        At least one polygon.
    ledger
        Takes ``outside_boundary`` and ``place_outside``.
    """
    lonlat = np.column_stack([table.numbers("lon"), table.numbers("lat")])
    off_km = outside_km(lonlat, boundary)
    outside = np.flatnonzero(off_km > 0.0)
    if not outside.size:
        return
    most = 2 * outside.size > len(table)
    order = outside[np.argsort(-off_km[outside], kind="stable")]
    far = order[off_km[order] > _FAR_KM]
    names = table.text("name")
    shown = [(int(table.rows[at]), names[at], off_words(off_km[at])) for at in order[:_SHOWN]]
    dots = "…" if outside.size > _SHOWN else ""
    ledger.add(
        "outside_boundary",
        file=table.file,
        # most places outside: not a school beyond the border, but a wrong datum or county
        severity="warning" if most else None,
        count=outside.size,
        total=len(table),
        shown_zh="、".join(f"第 {row} 行 {name}（{off[0]}）" for row, name, off in shown) + dots,
        shown_en=", ".join(f"row {row} {name} ({off[1]})" for row, name, off in shown) + dots,
    )
    if most or far.size > _NAMED:
        return
    for at in far:
        ledger.add(
            "place_outside",
            file=table.file,
            row=int(table.rows[at]),
            value=f"{lonlat[at, 0]:.6f}, {lonlat[at, 1]:.6f}",
            name=names[at],
            off_zh=off_words(off_km[at])[0],
            off_en=off_words(off_km[at])[1],
        )


def outside_km(lonlat: FloatArray, boundary: Sequence[BoundaryPart]) -> FloatArray:
    """Return how far places lie outside the boundary, kilometres, 0 inside; shape (n,)."""
    import shapely

    county = shapely.union_all(shapely.from_wkb([part.wkb for part in boundary]))
    west, south, east, north = shapely.bounds(county)
    scale = np.array([np.cos(np.radians((south + north) / 2.0)), 1.0]) * METRES_PER_DEGREE / 1e3
    middle = np.array([(west + east) / 2.0, (south + north) / 2.0])
    plane = shapely.transform(county, lambda xy: (xy - middle) * scale)
    shapely.prepare(plane)
    distance: FloatArray = shapely.distance(plane, shapely.points((lonlat - middle) * scale))
    return distance


def off_words(kilometres: float) -> tuple[str, str]:
    """Return a distance as a person says it, Chinese and English: metres below a kilometre."""
    metres = round(kilometres * 1000.0)
    if metres < 1000:
        return f"{max(1, metres)} 米", f"{max(1, metres)} m"
    shown = f"{kilometres:.1f}" if kilometres < 10.0 else f"{kilometres:.0f}"
    return f"{shown} 千米", f"{shown} km"
