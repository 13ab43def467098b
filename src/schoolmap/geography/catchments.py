"""Catchments and service areas: cells dissolved by what the road matrix says of their villages."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from schoolmap.geography.cells import Shapes, merge


def catchments(shapes: Shapes, site_of_village: NDArray[np.integer]) -> dict[int, BaseGeometry]:
    """Return the catchment of each school: the cells of its villages, dissolved.

    Villages that share a place share a cell; where they go to different schools, the catchments
    of these overlap there.

    Parameters
    ----------
    shapes
        Cells of the villages.
    site_of_village
        Site index of each village, shape (n,); below 0 = none.

    Returns
    -------
    dict
        Site index to polygon in ``shapes.crs``, in index order; empty where all its villages'
        cells are.

    Raises
    ------
    ValueError
        If `site_of_village` has not one entry per cell.
    """
    sites = np.asarray(site_of_village, dtype=np.int64)
    _check(shapes, sites)
    order = np.argsort(sites, kind="stable")
    known, start = np.unique(sites[order], return_index=True)
    groups = np.split(order, start[1:]) if order.size else []
    return {
        int(site): merge([shapes.cells[i] for i in rows])
        for site, rows in zip(known, groups, strict=True)
        if site >= 0
    }


def within(shapes: Shapes, value: NDArray[np.number], limit: float) -> BaseGeometry:
    """Return the land of the villages whose value is at most the limit.

    A village beyond the limit never lies inside: a cell that it shares with a village within the
    limit is left out too.

    Parameters
    ----------
    shapes
        Cells of the villages.
    value
        Shape (n,), for example seconds to the school; below 0 or not finite = no journey.
    limit
        Largest value that counts as within, in the unit of `value`.

    Returns
    -------
    geometry
        Polygon or multipolygon in ``shapes.crs``; empty where no village is within.

    Raises
    ------
    ValueError
        If `value` has not one entry per cell.
    """
    values = np.asarray(value, dtype=np.float64)
    _check(shapes, values)
    near = np.isfinite(values) & (values >= 0) & (values <= limit)
    # coincident villages hold equal shapes, to the byte
    shape = shapely.to_wkb(np.asarray(shapes.cells, dtype=object))
    beyond = {key for key, ok in zip(shape, near, strict=True) if not ok}
    return merge([shapes.cells[i] for i in np.flatnonzero(near) if shape[i] not in beyond])


def neighbours(shapes: Shapes) -> NDArray[np.int64]:
    """Return the pairs of villages whose cells touch, shape (n_pair, 2), sorted, lower row first.

    Cells that meet in a point only count too, and so do villages that share a cell.
    """
    cells = np.asarray(shapes.cells, dtype=object)
    tree = shapely.STRtree(cells)
    left, right = tree.query(cells, predicate="intersects")
    once = left < right
    pairs: NDArray[np.int64] = np.stack([left[once], right[once]], axis=1).astype(np.int64)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    return pairs[order]


def _check(shapes: Shapes, values: NDArray[np.generic]) -> None:
    if values.shape != (len(shapes.cells),):
        msg = f"one value per village is needed: {values.shape} for {len(shapes.cells)} cells"
        raise ValueError(msg)
