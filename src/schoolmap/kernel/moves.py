"""Before and after side by side: who goes where by village and grade, who closes, who receives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.indicators import Journeys, journeys
from schoolmap.kernel.resources import NOISE
from schoolmap.kernel.rolls import roll_totals
from schoolmap.model.evaluation import BOARD, UNSERVED, WALK, Assignment, Evaluation
from schoolmap.model.journeys import walk_seconds
from schoolmap.model.layout import LayoutModel

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_Cell = TypeVar("_Cell", np.bool_, np.int64, np.float64)


@dataclass(frozen=True)
class Ways:
    """Who goes where in one layout: an entry for each village and grade with pupils.

    Attributes
    ----------
    site, mode, reason
        As in `Assignment`, int64.
    row
        OD row of the journey, -1 none.
    length_m, walk_s
        Of the walking path to the site, -1 where there is none.
    ride_s
        Of the ride, -1 where there is none.
    """

    site: IntArray
    mode: IntArray
    reason: IntArray
    row: IntArray
    length_m: IntArray
    walk_s: IntArray
    ride_s: IntArray

    @cached_property
    def time_s(self) -> IntArray:
        """Seconds of the way as it is gone: the walk, or the ride of riders and boarders.

        Of pupils who are unserved the walk to the site at which they are listed; -1 none.
        """
        walked = (self.mode == WALK) | (self.mode == UNSERVED)
        return np.where(walked, self.walk_s, self.ride_s)

    @cached_property
    def served(self) -> BoolArray:
        """Whether the pupils have a school to go to."""
        served: BoolArray = self.mode != UNSERVED
        return served


@dataclass(frozen=True)
class Moves:
    """Two layouts of one county.

    Attributes
    ----------
    own, seen
        The model as `before` sees it, and as `after` does: with added schools. Both under the
        rules that the plan tries.
    before, after
        The evaluations.
    village, grade, band, pupils
        Of every entry, by village, then grade; grade 0..8, pupils above 0.
    was, now
        The ways before and after.
    """

    own: LayoutModel
    seen: LayoutModel
    before: Evaluation
    after: Evaluation
    village: IntArray
    grade: IntArray
    band: IntArray
    pupils: IntArray
    was: Ways
    now: Ways

    @cached_property
    def changed(self) -> BoolArray:
        """Whether school, way of travel or reason changes."""
        a, b = self.was, self.now
        changed: BoolArray = (a.site != b.site) | (a.mode != b.mode) | (a.reason != b.reason)
        return changed

    @property
    def n_site(self) -> int:
        """Sites, those included that the plan adds."""
        return len(self.seen.sites)

    def padded(self, values: NDArray[_Cell], empty: float = 0) -> NDArray[_Cell]:
        """Return values of the sites before, with `empty` for the sites that the plan adds."""
        result = np.full((self.n_site, *values.shape[1:]), empty, dtype=values.dtype)
        result[: values.shape[0]] = values
        return result

    @cached_property
    def open_before(self) -> BoolArray:
        """Which sites are open today, shape (n_site,)."""
        return self.padded(self.before.state.is_open)

    @cached_property
    def roll_before(self) -> FloatArray:
        """Rolls today by grade, shape (n_site, 9)."""
        return self.padded(self.before.schools.roll)

    @cached_property
    def roll_after(self) -> FloatArray:
        """Rolls of the plan by grade, shape (n_site, 9)."""
        return self.after.schools.roll

    @cached_property
    def closed(self) -> tuple[int, ...]:
        """Sites that close."""
        gone = self.open_before & ~self.after.state.is_open
        return tuple(np.flatnonzero(gone).tolist())

    @cached_property
    def reduced(self) -> tuple[int, ...]:
        """Sites that stay open but give up grades that have pupils."""
        a, b = self.before.state, self.after.state
        found = []
        for j in np.flatnonzero(self.open_before & self.after.state.is_open).tolist():
            first, last = int(a.first_grade[j]), int(a.last_grade[j])
            given_up = [
                g
                for g in range(first, min(last, 9) + 1)
                if not int(b.first_grade[j]) <= g <= int(b.last_grade[j])
            ]
            if any(
                self.roll_before[j, g - 1] > 0 or self.before.schools.load[j, g - 1] > 0
                for g in given_up
            ):
                found.append(j)
        return tuple(found)

    @cached_property
    def ending(self) -> tuple[int, ...]:
        """Sites that close, or give up grades that have pupils."""
        return tuple(sorted((*self.closed, *self.reduced)))

    @cached_property
    def receiving(self) -> tuple[int, ...]:
        """Open sites to which pupils come who went elsewhere, or whose roll grows."""
        now, was = self.now, self.was
        arrives = now.served & ((now.site != was.site) | ~was.served)
        count = np.zeros(self.n_site, dtype=np.int64)
        np.add.at(count, now.site[arrives], self.pupils[arrives])
        grown = roll_totals(self.roll_after) - roll_totals(self.roll_before)
        more = (count > 0) | (grown > NOISE * np.maximum(roll_totals(self.roll_before), 1.0))
        return tuple(np.flatnonzero(more & self.after.state.is_open).tolist())

    def from_site(self, site: int) -> BoolArray:
        """Return which entries went to a site before, served there."""
        mine: BoolArray = self.was.served & (self.was.site == site)
        return mine

    def boarding(self, ways: Ways) -> IntArray:
        """Return boarders by site, shape (n_site,)."""
        count = np.zeros(self.n_site, dtype=np.int64)
        boards = (ways.mode == BOARD) & (ways.site >= 0)
        np.add.at(count, ways.site[boards], self.pupils[boards])
        return count


def moves_of(model: LayoutModel, seen: LayoutModel, before: Evaluation, after: Evaluation) -> Moves:
    """Return two evaluations side by side.

    Parameters
    ----------
    model
        The county, without added schools.
    seen
        The model as `after` sees it: with added schools and tried rules.
    before, after
        Both under the same rules, as `schoolmap.pipeline.compare` makes them.
    """
    own = replace(model, rules=seen.rules, standards=seen.standards)
    was, now = journeys(own, before.assignment), journeys(seen, after.assignment)
    return Moves(
        own=own,
        seen=seen,
        before=before,
        after=after,
        village=was.village,
        grade=was.grade,
        band=was.band,
        pupils=was.pupils,
        was=_ways(own, before.assignment, was),
        now=_ways(seen, after.assignment, now),
    )


def _ways(model: LayoutModel, assignment: Assignment, trips: Journeys) -> Ways:
    village, grade = trips.village, trips.grade
    row = assignment.row[village, grade].astype(np.int64)
    ride = np.full(row.size, -1, dtype=np.int64)
    ride[row >= 0] = model.od.ride_s[row[row >= 0]]
    return Ways(
        site=assignment.site[village, grade].astype(np.int64),
        mode=trips.mode,
        reason=assignment.reason[village, grade].astype(np.int64),
        row=row,
        length_m=trips.length_m,
        walk_s=trips.walk_s,
        ride_s=ride,
    )


def reach(moves: Moves, *, riding: bool) -> BoolArray:
    """Return which entries can walk, or ride, within the limit to any school of the plan.

    Whatever school they are designated to: whether there is another one that they could go to
    daily.

    Parameters
    ----------
    moves
        The layouts.
    riding
        Count the bus too, not only the walk.
    """
    od, state, bands = moves.seen.od, moves.after.state, moves.seen.rules.bands
    origin, n = od.origin(), len(moves.seen.villages)
    found = np.zeros((n, 9), dtype=bool)
    for band in bands:
        within = walk_seconds(od.walk_ref_s, band) <= band.walk_limit_s
        if riding:
            by_bus = state.bus[od.destination] & (od.ride_s >= 0)
            within = within | (by_bus & (od.ride_s <= band.ride_limit_s))
        near = np.flatnonzero(within)
        home, school = origin[near], od.destination[near]
        for grade in band.grades:
            found[home[state.serves(grade)[school]], grade - 1] = True
    reached: BoolArray = found[moves.village, moves.grade]
    return reached
