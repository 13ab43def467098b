"""What every site has of every resource, movables where they are after a change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.frozen import FrozenArrays


@dataclass(frozen=True)
class Stock(FrozenArrays):
    """Amounts in `Resource.scale` ths of the unit; `UNKNOWN` where not reported.

    Attributes
    ----------
    whole
        Of the school, shape (n_site, n_resource), float64.
    by_stage
        Of its stages, where given so, shape (n_site, 2, n_resource), float64.
    """

    whole: NDArray[np.float64]
    by_stage: NDArray[np.float64]
