"""The OD matrix: village to school, whole metres and seconds, only pairs within the cut-off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.frozen import FrozenArrays

NO_RIDE = -1
"""Marks a pair that no vehicle can travel."""


@dataclass(frozen=True)
class ODMatrix(FrozenArrays):
    """Sparse rows sorted by origin, then destination; an absent pair is unreachable.

    Attributes
    ----------
    indptr
        First row of each origin, shape (n_origin + 1,), int64.
    destination
        Site index of each row, int32.
    length_m, walk_ref_s
        Of the walking path of least walking time, int32.
    ride_s, ride_length_m
        Of the quickest directed ride, int32; `NO_RIDE` where there is none.
    n_destination
        Number of destinations.
    """

    indptr: NDArray[np.int64]
    destination: NDArray[np.int32]
    length_m: NDArray[np.int32]
    walk_ref_s: NDArray[np.int32]
    ride_s: NDArray[np.int32]
    ride_length_m: NDArray[np.int32]
    n_destination: int

    @property
    def n_origin(self) -> int:
        """Number of origins."""
        return int(self.indptr.size - 1)

    @property
    def n_row(self) -> int:
        """Number of pairs within the cut-off."""
        return int(self.destination.size)

    def origin(self) -> NDArray[np.int64]:
        """Return the origin of each row, shape (n_row,)."""
        return np.repeat(np.arange(self.n_origin, dtype=np.int64), np.diff(self.indptr))

    def row(self, origin: int, destination: int) -> int:
        """Return the row of a pair, or -1 where the pair is absent."""
        start, stop = int(self.indptr[origin]), int(self.indptr[origin + 1])
        at = start + int(np.searchsorted(self.destination[start:stop], destination))
        return at if at < stop and int(self.destination[at]) == destination else -1
