"""Village cells and township polygons: shapes that illustrate what the road matrix says.

Every village has one polygon, the land that is nearer to it than to any other village, clipped to
the county. Figures never come from these shapes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from schoolmap.geography.crs import project
from schoolmap.geography.hillshade import Relief
from schoolmap.model.study import BoundaryPart

FloatArray = NDArray[np.float64]

HULL_SHARE = 0.05
"""Without a boundary the hull of the villages grows by this share of its extent's diagonal."""
HULL_MIN_M = 1000.0
"""Least width by which the hull grows, so that a single village has a cell too."""
SAME_PLACE_M = 0.01
"""Villages within this grid step stand on the same place and share a cell."""


@dataclass(frozen=True)
class Shapes:
    """Polygons of a county, in its projected CRS.

    Attributes
    ----------
    crs
        CRS of every geometry, as text (``EPSG:…``); metres.
    county
        Union of the boundary's parts; None where the study has no boundary.
    townships
        Name and polygon: the boundary's parts where it has several, else the villages' cells
        dissolved by township; sorted by name in the latter case, in file order in the former.
    cells
        One polygon per village, in row order. Coincident villages have the same polygon; a village
        outside the county has what of its surroundings lies inside, which may be nothing (an empty
        polygon).
    credit
        Who drew the boundary, where a map must say so.
    relief
        Picture of the land; None where the study has no heights, or the land is flat.
    """

    crs: str
    county: BaseGeometry | None
    townships: tuple[tuple[str, BaseGeometry], ...]
    cells: tuple[BaseGeometry, ...]
    credit: str = ""
    relief: Relief | None = None


def build_shapes(
    xy: FloatArray,
    boundary: tuple[BoundaryPart, ...],
    townships: Sequence[str],
    *,
    crs: str,
) -> Shapes:
    """Return the cells of the villages, the county and its townships.

    Parameters
    ----------
    xy
        Villages, shape (n, 2), metres in `crs`.
    boundary
        Parts of the county in WGS-84; may be empty: then the convex hull of the villages, grown
        by `HULL_SHARE`, bounds the cells, and `Shapes.county` is None.
    townships
        Township of each village, length n; empty text where unknown.
    crs
        Projected CRS of `xy` and of the result.

    Raises
    ------
    ValueError
        If `xy` and `townships` differ in length, or a coordinate is not finite.
    """
    points = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    if len(points) != len(townships):
        msg = f"{len(points)} places but {len(townships)} townships"
        raise ValueError(msg)
    if not np.isfinite(points).all():
        msg = "coordinates must be finite"
        raise ValueError(msg)
    parts = tuple((part.name, _projected(part, crs)) for part in boundary)
    county = shapely.union_all([shape for _, shape in parts]) if parts else None
    cells = _cells(points, _hull(points) if county is None else county)
    named = parts if len(parts) > 1 else dissolve(cells, townships)
    credit = "; ".join(dict.fromkeys(part.credit for part in boundary if part.credit))
    return Shapes(crs=crs, county=county, townships=named, cells=cells, credit=credit)


def dissolve(
    cells: Sequence[BaseGeometry], groups: Sequence[str]
) -> tuple[tuple[str, BaseGeometry], ...]:
    """Return the union of the cells of each group, sorted by name; an empty name has none.

    Parameters
    ----------
    cells
        One polygon per village.
    groups
        Group of each village, of the same length.
    """
    members: dict[str, list[BaseGeometry]] = {}
    for group, cell in zip(groups, cells, strict=True):
        if group:
            members.setdefault(group, []).append(cell)
    return tuple((name, merge(members[name])) for name in sorted(members))


def merge(cells: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of cells; an empty polygon where there is none."""
    present = [cell for cell in cells if not cell.is_empty]
    return shapely.union_all(present) if present else shapely.Polygon()


def _projected(part: BoundaryPart, crs: str) -> BaseGeometry:
    """Return a boundary part in the projected CRS, polygons only; mended if it crosses itself."""
    shape = shapely.force_2d(shapely.from_wkb(part.wkb))
    plane = shapely.transform(shape, lambda lonlat: project(lonlat, crs))
    return plane if plane.is_valid else _polygons(shapely.make_valid(plane))


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape: lines and points have no area to give to a village."""
    parts = shapely.get_parts(np.array([shape], dtype=object))
    pieces = parts[shapely.get_dimensions(parts) == 2]
    return shapely.union_all(pieces) if len(pieces) else shapely.Polygon()


def _hull(points: FloatArray) -> BaseGeometry:
    if not len(points):
        return shapely.Polygon()
    low, high = points.min(axis=0), points.max(axis=0)
    margin = max(HULL_MIN_M, HULL_SHARE * math.hypot(*(high - low)))
    return shapely.MultiPoint(points).convex_hull.buffer(margin)


def _cells(points: FloatArray, region: BaseGeometry) -> tuple[BaseGeometry, ...]:
    if not len(points):
        return ()
    grid = np.round(points / SAME_PLACE_M).astype(np.int64)
    _, first, place = np.unique(grid, axis=0, return_index=True, return_inverse=True)
    places = points[first]
    if len(places) == 1:
        # one place has no neighbour to share with
        return (region,) * len(points)
    sites = shapely.MultiPoint(places)
    reach = shapely.union_all([region.envelope, sites.envelope]).envelope
    diagram = shapely.voronoi_polygons(sites, extend_to=reach, ordered=True)
    clipped = _clip(shapely.get_parts(diagram), region)
    return tuple(clipped[k] for k in place.ravel())


def _clip(cells: NDArray[np.object_], region: BaseGeometry) -> list[BaseGeometry]:
    """Return the cells within the region; only those at its edge are intersected."""
    shapely.prepare(region)
    inside = shapely.contains_properly(region, cells)
    return [
        cell if whole else _cut(cell, region) for cell, whole in zip(cells, inside, strict=True)
    ]


def _cut(cell: BaseGeometry, region: BaseGeometry) -> BaseGeometry:
    # a county has thousands of vertices, a cell's window holds a few: clip to the window first
    window = shapely.clip_by_rect(region, *cell.bounds)
    near = window if window.is_valid else region
    return _polygons(shapely.intersection(cell, near))
