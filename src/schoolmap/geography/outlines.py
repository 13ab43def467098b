"""Outlines of one county by two publishers: how far apart they run, and how far they overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.fit import Lines

if TYPE_CHECKING:
    from shapely import Geometry

FloatArray = NDArray[np.float64]

SPOTS = 200
"""Spots along an outline: some 1 km apart on a county's, about as far as its bends are long."""


def outline_spots(shape: Geometry, count: int = SPOTS) -> FloatArray:
    """Return spots evenly spread along the longest ring of a polygon, degrees, shape (count, 2)."""
    import shapely

    rings = shapely.get_rings(shapely.get_parts(shape))
    ring = rings[int(np.argmax(shapely.length(rings)))]
    spots = shapely.line_interpolate_point(ring, np.arange(count) / count, normalized=True)
    return shapely.get_coordinates(spots)


def outline_lines(shape: Geometry) -> Lines:
    """Return the rings of a polygon, in WGS-84 degrees, as lines to measure distances to."""
    import shapely

    rings = shapely.get_rings(shapely.get_parts(shape))
    lonlat, of_ring = shapely.get_coordinates(rings, return_index=True)
    return Lines(lonlat, np.append(0, np.cumsum(np.bincount(of_ring))))


def overlap(one: Geometry, other: Geometry) -> float:
    """Return the area that two polygons share over the area that they cover together.

    Parameters
    ----------
    one, other
        In degrees: of one county, so that the ratio is the same as in metres.
    """
    import shapely

    whole = float(shapely.area(shapely.union(one, other)))
    return float(shapely.area(shapely.intersection(one, other))) / whole if whole else 0.0
