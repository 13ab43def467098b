"""Polygons that tile a county exactly, from a raster of labels."""

from __future__ import annotations

import numpy as np
import shapely
from scipy import ndimage
from tools.simulation.terrain import Grid, Ints, Mask


def clean_labels(label: Ints, seeds: Ints) -> Ints:
    """Keep of each label only the piece that holds its seed; the rest goes to its neighbours."""
    kept = np.full(label.shape, -1, dtype=np.int64)
    for k, seed in enumerate(seeds):
        piece, _ = ndimage.label(label == label.ravel()[seed])
        kept[piece == piece.ravel()[seed]] = k
    _, (rows, columns) = ndimage.distance_transform_edt(kept < 0, return_indices=True)
    return np.asarray(kept[rows, columns], dtype=np.int64)


def largest_piece(mask: Mask) -> Mask:
    """Keep the largest connected piece of a mask and fill its holes."""
    piece, count = ndimage.label(mask)
    sizes = np.bincount(piece.ravel(), minlength=count + 1)
    sizes[0] = 0
    return np.asarray(ndimage.binary_fill_holes(piece == int(np.argmax(sizes))))


def _one_piece_each(label: Ints, count: int) -> Ints:
    """Keep the largest piece of each label; strays within the whole go to their neighbours."""
    whole = largest_piece(label >= 0)
    kept = np.full(label.shape, -1, dtype=np.int64)
    for k in range(count):
        piece, pieces = ndimage.label((label == k) & whole)
        sizes = np.bincount(piece.ravel(), minlength=pieces + 1)
        sizes[0] = 0
        kept[piece == int(np.argmax(sizes))] = k
    _, (rows, columns) = ndimage.distance_transform_edt(kept < 0, return_indices=True)
    return np.asarray(np.where(whole, kept[rows, columns], -1), dtype=np.int64)


def polygons(
    grid: Grid, label: Ints, count: int, *, step: int, tolerance_m: float
) -> list[shapely.Polygon]:
    """Turn labels 0..count-1 into polygons whose shared edges have the same vertices.

    Parameters
    ----------
    grid, label
        The raster (-1 = outside).
    count
        How many labels there are.
    step
        Cells are taken in blocks of this many, so that edges stay light.
    tolerance_m
        How far edges may be simplified.
    """
    coarse = _one_piece_each(label[::step, ::step], count)
    side = grid.cell_m * step
    cells = []
    for k in range(count):
        rows, columns = np.nonzero(coarse == k)
        x0, y0 = grid.x0 + columns * side, grid.y0 + rows * side
        whole = shapely.union_all(shapely.box(x0, y0, x0 + side, y0 + side))
        cells.append(whole)
    smooth = shapely.coverage_simplify(np.array(cells), tolerance_m)
    return [shapely.Polygon(p.exterior) if not p.interiors else p for p in smooth]
