"""Lines cut where they join: the pieces between nodes, and their lengths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.network.runs import runs
from schoolmap.units import MM_PER_M

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Cut:
    """Pieces of lines, line after line.

    Attributes
    ----------
    start, end
        First and last vertex of each piece, as numbers of the vertices given, int64.
    line
        Line of each piece, int64.
    vertices, indptr
        Vertices of the pieces, as numbers of the vertices given, and the first of each piece.
    length_mm
        Length of each piece, whole millimetres, int64: as declared for its line, else as drawn.
    length_scale
        Declared over drawn length of its line, float64; 1 where none is declared.
    """

    start: IntArray
    end: IntArray
    line: IntArray
    vertices: IntArray
    indptr: IntArray
    length_mm: IntArray
    length_scale: FloatArray


def cut_lines(xy: FloatArray, indptr: IntArray, vertex: IntArray, length_m: FloatArray) -> Cut:
    """Return lines cut at every vertex that another visit shares.

    Vertices that repeat the one before are left out, and so are lines that have no two.

    Parameters
    ----------
    xy
        Vertices, shape (n_vertex, 2), projected metres.
    indptr
        First vertex of each line, shape (n_line + 1,).
    vertex
        Identity of each vertex, shape (n_vertex,), numbered from 0.
    length_m
        Declared length of each line, shape (n_line,), NaN where none is.
    """
    n_line = indptr.size - 1
    line = np.repeat(np.arange(n_line), np.diff(indptr))
    keep = np.ones(vertex.size, dtype=bool)
    keep[1:] = (vertex[1:] != vertex[:-1]) | (line[1:] != line[:-1])
    keep &= (np.bincount(line[keep], minlength=n_line) > 1)[line]
    kept = None
    if not keep.all():
        kept = np.flatnonzero(keep)
        line, vertex, xy = line[kept], vertex[kept], xy[kept]

    first = np.ones(line.size, dtype=bool)
    first[1:] = line[1:] != line[:-1]
    last = np.roll(first, -1)
    node = first | last | (np.bincount(vertex) > 1)[vertex]
    starts, ends = np.flatnonzero(node & ~last), np.flatnonzero(node & ~first)
    run_m = _run_m(xy, first)
    of_piece = line[starts]
    length_mm, scale = _lengths(run_m[ends] - run_m[starts], of_piece, length_m)
    del run_m
    sizes = ends - starts + 1
    vertices = runs(starts, sizes)
    if kept is not None:
        starts, ends, vertices = kept[starts], kept[ends], kept[vertices]
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return Cut(starts, ends, of_piece, vertices, bounds, length_mm, scale)


def _run_m(xy: FloatArray, first: NDArray[np.bool_]) -> FloatArray:
    """Return metres drawn up to each vertex, over all lines; none from line to line."""
    step = np.zeros(first.size)
    step[1:] = np.hypot(xy[1:, 0] - xy[:-1, 0], xy[1:, 1] - xy[:-1, 1])
    step[first] = 0.0
    return np.cumsum(step, out=step)


def _lengths(
    drawn_m: FloatArray, line: IntArray, length_m: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Return whole millimetres of each piece, and its declared over its drawn length."""
    whole_m = np.bincount(line, weights=drawn_m, minlength=length_m.size)[line]
    declared = np.isfinite(length_m[line])
    given = np.where(declared, length_m[line], 0.0)
    # two nodes of OpenStreetMap may lie at one place: such a line joins them, and is no distance
    drawn = whole_m > 0.0
    share = np.divide(drawn_m, whole_m, out=np.zeros_like(drawn_m), where=drawn)
    metres = np.where(declared, given * share, drawn_m)
    scale = np.divide(given, whole_m, out=np.ones_like(given), where=declared & drawn)
    return np.floor(metres * MM_PER_M + 0.5).astype(np.int64), scale
