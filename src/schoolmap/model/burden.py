"""How far pupils travel in a week, before and after a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.evaluation import BOARD, MODES, RIDE, UNSERVED
from schoolmap.model.frozen import FrozenArrays
from schoolmap.model.rules import Standard

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Trips:
    """How often pupils travel in a week of school.

    Attributes
    ----------
    daily
        Ways a week of a pupil who goes home every day.
    weekly
        Ways a week of a pupil who boards.
    """

    daily: int
    weekly: int


@dataclass(frozen=True)
class Burden(FrozenArrays):
    """Travel of a week, by village and band; pupil-metres are pupils x ways x length.

    The length is that of the walk for those who walk and of the ride for those who ride or board.
    Unserved pupils have no way to school: they are counted, and add nothing to the distances.

    Attributes
    ----------
    pupils
        By mode, shape (n_village, n_band, 4), int64.
    one_way
        Pupil-metres of one way by mode, same shape.
    trips
        How often they travel.
    """

    pupils: IntArray
    one_way: IntArray
    trips: Trips

    @property
    def as_assigned(self) -> IntArray:
        """Pupil-metres a week: boarders travel weekly, all others daily; (n_village, n_band)."""
        ways = [self.trips.weekly if m == BOARD else self.trips.daily for m in range(len(MODES))]
        travelled: IntArray = (self.one_way * np.array(ways)).sum(axis=2)
        return travelled

    @property
    def all_daily(self) -> IntArray:
        """The same if everybody travelled daily."""
        travelled: IntArray = self.one_way.sum(axis=2) * self.trips.daily
        return travelled

    @property
    def all_weekly(self) -> IntArray:
        """The same if everybody travelled weekly."""
        travelled: IntArray = self.one_way.sum(axis=2) * self.trips.weekly
        return travelled


@dataclass(frozen=True)
class BurdenChange(FrozenArrays):
    """Travel before and after a change; pupils by village and band, (n_village, n_band), int64.

    Attributes
    ----------
    before, after
        The weeks.
    moves
        Pupils from each mode to each mode, shape (n_village, n_band, 4, 4).
    other_school
        Served before and after, at different schools.
    longer, shorter
        Served before and after, with a longer or a shorter way, as it is walked or ridden.
    """

    before: Burden
    after: Burden
    moves: IntArray
    other_school: IntArray
    longer: IntArray
    shorter: IntArray

    def newly(self, mode: int) -> IntArray:
        """Return pupils who have a mode after the change and had another one before."""
        arrived: IntArray = self.moves[:, :, :, mode].sum(axis=2) - self.moves[:, :, mode, mode]
        return arrived

    @property
    def newly_riding(self) -> IntArray:
        """Pupils who ride now and did not."""
        return self.newly(RIDE)

    @property
    def newly_boarding(self) -> IntArray:
        """Pupils who board now and did not."""
        return self.newly(BOARD)

    @property
    def newly_unserved(self) -> IntArray:
        """Pupils who have no school now and had one."""
        return self.newly(UNSERVED)


def trips_of(standards: Mapping[str, Standard]) -> Trips:
    """Return the ways of a week from the standards in force."""
    days = int(standards["burden.days_a_week"].number)
    a_day = int(standards["burden.ways_a_day"].number)
    return Trips(daily=days * a_day, weekly=int(standards["burden.ways_a_week"].number))
