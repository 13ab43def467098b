"""A school that a scenario opens where none is listed, with the journeys to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.frozen import FrozenArrays

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class AddedSite(FrozenArrays):
    """An added school: where it stands and who can get there.

    Attributes
    ----------
    id, name
        As the scenario gives them.
    lonlat
        WGS-84 degrees, to draw it.
    edge, offset_mm
        Where it stands on the road graph; -1 where the county has no roads.
    component
        Of the walking network; -1 none.
    village
        Villages within the cut-off, ascending, int64; the four that follow belong to them.
    length_m, walk_ref_s, ride_s, ride_length_m
        As in `ODMatrix`, int32.
    site
        Listed sites within the cut-off on foot, ascending, int64.
    site_walk_ref_s
        Seconds on foot from them, int32.
    """

    id: str
    name: str
    lonlat: tuple[float, float]
    edge: int
    offset_mm: int
    component: int
    village: IntArray
    length_m: NDArray[np.int32]
    walk_ref_s: NDArray[np.int32]
    ride_s: NDArray[np.int32]
    ride_length_m: NDArray[np.int32]
    site: IntArray
    site_walk_ref_s: NDArray[np.int32]
