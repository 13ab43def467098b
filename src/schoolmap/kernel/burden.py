"""Travel of a week in pupil-metres, by village and band, and how a change moves it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.burden import Burden, BurdenChange, Trips
from schoolmap.model.evaluation import MODES, UNSERVED, WALK, Assignment
from schoolmap.model.grades import N_GRADE
from schoolmap.model.layout import LayoutModel

IntArray = NDArray[np.int64]


def burden(model: LayoutModel, assignment: Assignment, trips: Trips) -> Burden:
    """Return the travel of a week.

    Parameters
    ----------
    model
        Pupils and journeys; with the schools that a scenario adds, if the assignment knows them.
    assignment
        Who goes where.
    trips
        How often they go.
    """
    pupils = model.villages.pupils
    travelled = pupils * np.maximum(_ways(model, assignment), 0)
    return Burden(
        pupils=_banded(model, _by_mode(pupils, assignment)),
        one_way=_banded(model, _by_mode(travelled, assignment)),
        trips=trips,
    )


def burden_change(
    before: tuple[LayoutModel, Assignment], after: tuple[LayoutModel, Assignment], trips: Trips
) -> BurdenChange:
    """Return the travel of a week before and after a change, and whom it concerns.

    Parameters
    ----------
    before, after
        The county as each assignment sees it, and the assignment.
    trips
        How often pupils go.
    """
    model, a = before
    extended, b = after
    pupils = model.villages.pupils
    served = (a.mode != UNSERVED) & (b.mode != UNSERVED)
    change = _ways(extended, b) - _ways(model, a)
    moves = np.zeros((*pupils.shape, len(MODES) * len(MODES)), dtype=np.int64)
    pair = (a.mode.astype(np.int64) * len(MODES) + b.mode)[:, :, None]
    np.put_along_axis(moves, pair, pupils[:, :, None], axis=2)
    banded = _banded(model, moves)
    return BurdenChange(
        before=burden(model, a, trips),
        after=burden(extended, b, trips),
        moves=banded.reshape(*banded.shape[:2], len(MODES), len(MODES)),
        other_school=_banded(model, pupils * (served & (a.site != b.site))),
        longer=_banded(model, pupils * (served & (change > 0))),
        shorter=_banded(model, pupils * (served & (change < 0))),
    )


def _by_mode(values: IntArray, assignment: Assignment) -> IntArray:
    """Return values of villages and grades, spread to their modes, shape (n_village, 9, 4)."""
    spread = np.zeros((*values.shape, len(MODES)), dtype=np.int64)
    mode = assignment.mode.astype(np.int64)[:, :, None]
    np.put_along_axis(spread, mode, values[:, :, None], axis=2)
    return spread


def _ways(model: LayoutModel, assignment: Assignment) -> IntArray:
    """Return metres of the way as it is travelled, shape (n_village, 9); -1 where there is none."""
    row = assignment.row
    way = np.full(row.shape, -1, dtype=np.int64)
    known = (row >= 0) & (assignment.mode != UNSERVED)
    walks = known & (assignment.mode == WALK)
    rides = known & (assignment.mode != WALK)
    way[walks] = model.od.length_m[row[walks]]
    way[rides] = model.od.ride_length_m[row[rides]]
    return way


def _banded(model: LayoutModel, by_grade: IntArray) -> IntArray:
    """Return sums over the grades of each band, in place of the axis of grades."""
    bands = [slice(b.first - 1, min(b.last, N_GRADE)) for b in model.rules.bands]
    return np.stack([by_grade[:, span].sum(axis=1) for span in bands], axis=1)
