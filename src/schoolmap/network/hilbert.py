"""Order of points along a Hilbert curve, so that neighbours lie near each other in memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ORDER = 16


def hilbert_order(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the order of points along a Hilbert curve over their bounding square.

    Parameters
    ----------
    xy
        Shape (n, 2).

    Returns
    -------
    NDArray[np.int64]
        Permutation, shape (n,); points of one cell keep their order.

    Notes
    -----
    The classical bit-by-bit construction, vectorised over points (J. Skilling, Programming the
    Hilbert curve, AIP Conf. Proc. 707, 2004, for the two-dimensional case).
    """
    if xy.shape[0] == 0:
        return np.empty(0, dtype=np.int64)
    low = xy.min(axis=0)
    span = float((xy.max(axis=0) - low).max()) or 1.0
    cells = np.floor((xy - low) / span * (2**_ORDER - 1)).astype(np.int64)
    x, y = cells[:, 0].copy(), cells[:, 1].copy()
    distance = np.zeros(xy.shape[0], dtype=np.int64)
    for bit in range(_ORDER - 1, -1, -1):
        side = 1 << bit
        right = ((x & side) > 0).astype(np.int64)
        upper = ((y & side) > 0).astype(np.int64)
        distance += side * side * ((3 * right) ^ upper)
        flip = (upper == 0) & (right == 1)
        x[flip], y[flip] = side - 1 - (x[flip] & (side - 1)), side - 1 - (y[flip] & (side - 1))
        swap = upper == 0
        x[swap], y[swap] = y[swap].copy(), x[swap].copy()
        x &= side - 1
        y &= side - 1
    return np.argsort(distance, kind="stable")
