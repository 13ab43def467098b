"""Small counts kept from a public table, and those by which a reader could work them out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Suppressed:
    """What may be shown.

    Attributes
    ----------
    hidden
        Places whose count is not shown, shape (n,).
    shown
        Which groups' totals are shown, shape (n_group,).
    whole
        Whether the total of all is shown.
    """

    hidden: BoolArray
    shown: BoolArray
    whole: bool


def suppress(counts: IntArray, group: IntArray, n_group: int, *, least: int) -> Suppressed:
    """Return which counts and totals a public table may show.

    A count from 1 to below `least` is hidden. So are others, the smallest first, until no hidden
    count follows from the totals: in each group whose total is shown, and in all that is left of
    the whole, either nothing is hidden, or more than one count, each of which could be `least` or
    more. Where a group has nothing left to hide, its total is not shown. The counts that are
    hidden must look alike to readers, whichever reason they are hidden for.

    Parameters
    ----------
    counts
        0 or more, shape (n,).
    group
        Number of the group of each, below `n_group`. Totals over any other grouping must not be
        shown beside these: sums and differences of the two could tell.
    n_group
        Number of groups.
    least
        Least count that may be shown; 0 may be shown.
    """
    hidden = (counts > 0) & (counts < least)
    shown = np.ones(n_group, dtype=bool)
    for each in range(n_group):
        shown[each] = _hide(counts, hidden, group == each, least)
    totals = np.bincount(group, weights=counts, minlength=n_group)
    # the totals that are shown, taken from the whole, leave a total of the other groups
    for each in np.argsort(totals, kind="stable").tolist():
        if shown.all() or _hide(counts, hidden, ~shown[group], least):
            return Suppressed(hidden, shown, whole=True)
        shown[each] = False
    whole = _hide(counts, hidden, ~shown[group], least)
    return Suppressed(hidden, shown, whole=whole)


def _hide(counts: IntArray, hidden: BoolArray, members: BoolArray, least: int) -> bool:
    """Hide more members until their total tells no count; return whether it may be shown."""
    seen = np.flatnonzero(members & ~hidden & (counts > 0))
    seen = seen[np.argsort(counts[seen], kind="stable")]
    for place in [*seen.tolist(), None]:
        inside = counts[members & hidden]
        most = int(inside.sum()) - (inside.size - 1)
        if inside.size == 0 or (inside.size > 1 and most >= least):
            return True
        if place is not None:
            hidden[place] = True
    return False
