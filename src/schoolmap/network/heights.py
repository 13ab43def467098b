"""Heights on a grid: filling its holes, and reading it between its cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.linalg import spsolve

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))
_HEIGHT_STEP = 100
"""Filled heights are kept to the centimetre: a solver's last bits must not show."""


def fill_holes(
    height_m: NDArray[np.float32], *, reach_cells: int, covered: BoolArray | None = None
) -> tuple[NDArray[np.float32], BoolArray]:
    """Return the grid with its holes filled, and which cells were.

    A hole (cells that are NaN, joined by their sides) is filled by a membrane spanned over it: each
    cell is the mean of its neighbours, the rim as measured (the discrete Laplace equation). So a
    hole gets no height that its rim has not, and no step. Only holes with land all around are
    filled: what touches the edge of the grid, or of what is `covered`, is not known to be a hole.
    Cells deeper inside than `reach_cells` stay NaN: too far from any measured height.

    Parameters
    ----------
    height_m
        Shape (n_row, n_column), NaN where there is no height.
    reach_cells
        How far from a measured cell a height may be made up.
    covered
        Where the terrain file has cells at all; None: everywhere.
    """
    void = np.isnan(height_m)
    none = np.zeros(height_m.shape, dtype=bool)
    if not void.any() or void.all():
        return height_m, none
    hole = _enclosed(void, none if covered is None else ~covered)
    if not hole.any():
        return height_m, none
    depth = ndimage.distance_transform_edt(void)
    hole &= depth <= reach_cells
    filled = height_m.copy()
    filled[hole] = _membrane(height_m, hole)
    return filled, hole


def _enclosed(void: BoolArray, outside: BoolArray) -> BoolArray:
    """Return the cells of holes with measured land all around."""
    label, _ = ndimage.label(void | outside)
    edge = np.concatenate((label[0], label[-1], label[:, 0], label[:, -1], label[outside]))
    enclosed: BoolArray = void & ~np.isin(label, np.unique(edge))
    return enclosed


def _membrane(height_m: NDArray[np.float32], hole: BoolArray) -> FloatArray:
    """Solve for the cells of the holes; neighbours without a height pull nowhere."""
    number = np.full(hole.shape, -1, dtype=np.int64)
    n = int(np.count_nonzero(hole))
    number[hole] = np.arange(n)
    row, column = np.nonzero(hole)
    degree, known = np.zeros(n), np.zeros(n)
    tails, heads = [], []
    for down, right in _SIDES:
        # a hole never touches the edge of the grid
        beside = (row + down, column + right)
        height, other = height_m[beside].astype(np.float64), number[beside]
        measured, inner = ~np.isnan(height), other >= 0
        degree += measured | inner
        known += np.where(measured, height, 0.0)
        tails.append(np.flatnonzero(inner))
        heads.append(other[inner])
    tail, head = np.concatenate(tails), np.concatenate(heads)
    every = np.arange(n)
    values = np.concatenate((degree, np.full(tail.size, -1.0)))
    at = (np.concatenate((every, tail)), np.concatenate((every, head)))
    solved = np.atleast_1d(spsolve(coo_array((values, at), shape=(n, n)).tocsc(), known))
    rounded: FloatArray = np.floor(solved * _HEIGHT_STEP + 0.5) / _HEIGHT_STEP
    return rounded


def bilinear(grid: NDArray[np.float32], cell: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return heights between the middles of cells, and the cells that they come from.

    Parameters
    ----------
    grid
        Shape (n_row, n_column).
    cell
        Columns and rows, shape (n, 2); whole numbers are the middles of cells. Half a cell beyond
        the outermost middles counts as the outermost.

    Returns
    -------
    height, source
        Shape (n,), NaN outside the grid or where a cell that counts is NaN; and shape (n, 4), flat
        numbers of the cells, -1 where a cell has no weight.
    """
    n_row, n_column = grid.shape
    size = np.array((n_column, n_row))
    inside = np.all((cell >= -0.5) & (cell <= size - 0.5), axis=1)
    at = np.clip(np.where(inside[:, None], cell, 0.0), 0.0, size - 1.0)
    low = np.floor(at).astype(np.int64)
    part = at - low
    height = np.zeros(len(cell))
    source = np.full((len(cell), 4), -1, dtype=np.int64)
    for k in range(4):
        right, down = k % 2, k // 2
        weight = (part[:, 0] if right else 1.0 - part[:, 0]) * (
            part[:, 1] if down else 1.0 - part[:, 1]
        )
        counts = np.asarray(inside & (weight > 0.0), dtype=bool)
        column = np.minimum(low[:, 0] + right, n_column - 1)
        row = np.minimum(low[:, 1] + down, n_row - 1)
        # a cell without weight must not make the height NaN
        height += np.where(counts, weight * np.where(counts, grid[row, column], 0.0), 0.0)
        source[counts, k] = (row * n_column + column)[counts]
    height[~inside] = np.nan
    return height, source
