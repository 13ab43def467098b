"""Runs of neighbouring indices, laid end to end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


def runs(lead: IntArray, size: IntArray, step: IntArray | None = None) -> IntArray:
    """Return ``lead[k], lead[k] + step[k], …``, `size` of them, for each k in turn.

    One array is made, and filled by a running sum: the vertices of a province are many.

    Parameters
    ----------
    lead
        First index of each run, shape (n,).
    size
        Length of each run, at least 1.
    step
        1 or -1 for each run; 1 unless given.
    """
    ahead = np.ones(lead.size, dtype=np.int64) if step is None else step
    index = np.repeat(ahead, size)
    if not index.size:
        return index
    # at the head of a run the sum jumps from the last of the run before
    jump = lead.copy()
    jump[1:] -= (lead + ahead * (size - 1))[:-1]
    index[np.cumsum(size) - size] = jump
    return np.cumsum(index, out=index)
