"""Changes applied to a layout, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.assignment import assign
from schoolmap.kernel.state import point_span, today
from schoolmap.model.evaluation import UNSERVED
from schoolmap.model.grades import parse_span
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.scenario import (
    Change,
    Close,
    Designate,
    Merge,
    Open,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
)
from schoolmap.model.state import State

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Applied:
    """A layout after changes.

    Attributes
    ----------
    state
        Sites as they are then.
    merged_into
        Site that each site was last merged into, -1 none; shape (n_site,), int64.
    """

    state: State
    merged_into: IntArray


@dataclass(frozen=True)
class _Draft:
    """A layout while it is changed: arrays of its own, written to in place."""

    model: LayoutModel
    site: Mapping[str, int]
    village: Mapping[str, int]
    is_open: BoolArray
    first_grade: IntArray
    last_grade: IntArray
    seats: IntArray
    beds: IntArray
    beds_known: BoolArray
    bus: BoolArray
    bus_seats: IntArray
    is_point: BoolArray
    designated: IntArray
    merged_into: IntArray

    def state(self) -> State:
        """Return the layout as it is at this point; later changes do not show in it."""
        private = self.model.sites.private & (not self.model.rules.assign_private)
        return State(
            is_open=self.is_open.copy(),
            assignable=self.is_open & ~private,
            first_grade=self.first_grade.copy(),
            last_grade=self.last_grade.copy(),
            seats=self.seats.copy(),
            beds=self.beds.copy(),
            beds_known=self.beds_known.copy(),
            bus=self.bus.copy(),
            bus_seats=self.bus_seats.copy(),
            is_point=self.is_point.copy(),
            designated=self.designated.copy(),
        )


def applied(model: LayoutModel, changes: Sequence[Change]) -> Applied:
    """Return the layout that changes make of today's.

    Parameters
    ----------
    model
        With the added schools, if the changes open any.
    changes
        Without conflicts (see `schoolmap.kernel.conflicts.conflicts`).

    Raises
    ------
    KeyError
        If a change names a school, village or band that the model does not have.
    """
    draft = _draft(model)
    for change in changes:
        _apply(draft, change)
    return Applied(draft.state(), draft.merged_into)


def idle(model: LayoutModel, changes: Sequence[Change]) -> tuple[int, ...]:
    """Return the numbers, from 0, of changes that set what a school has at that point already.

    Parameters
    ----------
    model
        With the added schools, if the changes open any.
    changes
        Without conflicts.
    """
    draft, found = _draft(model), []
    for index, change in enumerate(changes):
        if isinstance(change, SetGrades | SetSeats | SetBeds | SetBus):
            if _same(draft, change):
                found.append(index)
            _apply(draft, change)
        elif isinstance(change, Open):
            _apply(draft, change)
    return tuple(found)


def _same(draft: _Draft, change: SetGrades | SetSeats | SetBeds | SetBus) -> bool:
    j = draft.site[change.school]
    match change:
        case SetGrades():
            return parse_span(change.grades) == (draft.first_grade[j], draft.last_grade[j])
        case SetSeats():
            return bool(draft.seats[j] == change.seats)
        case SetBeds():
            return bool(draft.beds_known[j] and draft.beds[j] == change.beds)
        case SetBus():
            return bool(draft.bus[j] == change.bus)


def _apply(draft: _Draft, change: Change) -> None:
    match change:
        case Close():
            _close(draft, change)
        case Merge():
            _merge(draft, change)
        case Open():
            _open(draft, change)
        case SetGrades():
            _span(draft, draft.site[change.school], change.grades)
        case SetSeats():
            draft.seats[draft.site[change.school]] = change.seats
        case SetBeds():
            _beds(draft, draft.site[change.school], change.beds)
        case SetBus():
            _bus(draft, draft.site[change.school], on=change.bus)
        case Designate():
            _designate(draft, change)


def _draft(model: LayoutModel) -> _Draft:
    state = today(model)
    return _Draft(
        model=model,
        site={school: j for j, school in enumerate(model.sites.ids)},
        village={village: i for i, village in enumerate(model.villages.ids)},
        is_open=state.is_open.copy(),
        first_grade=state.first_grade.copy(),
        last_grade=state.last_grade.copy(),
        seats=state.seats.copy(),
        beds=state.beds.copy(),
        beds_known=state.beds_known.copy(),
        bus=state.bus.copy(),
        bus_seats=state.bus_seats.copy(),
        is_point=state.is_point.copy(),
        designated=state.designated.copy(),
        merged_into=np.full(len(model.sites), -1, dtype=np.int64),
    )


def _close(draft: _Draft, change: Close) -> None:
    j = draft.site[change.school]
    draft.is_open[j] = False
    draft.merged_into[j] = -1


def _merge(draft: _Draft, change: Merge) -> None:
    """Close a school; whoever is assigned to it at this point is designated to the other one.

    So are those who are designated to it but cannot get there: the designation goes over.
    """
    j, target = draft.site[change.school], draft.site[change.into]
    state = draft.state()
    assignment = assign(draft.model, state)
    bound = (state.designated == j) & _serves(state, j)
    mine = (assignment.site == j) & ((assignment.mode != UNSERVED) | bound)
    draft.designated[mine] = target
    draft.is_open[j] = False
    draft.merged_into[j] = target


def _serves(state: State, site: int) -> BoolArray:
    """Return which grades a site serves, shape (9,)."""
    grades = np.arange(1, state.designated.shape[1] + 1)
    within = (state.first_grade[site] <= grades) & (grades <= state.last_grade[site])
    served: BoolArray = within & state.assignable[site]
    return served


def _open(draft: _Draft, change: Open) -> None:
    j = draft.site[change.school]
    draft.is_open[j] = True
    draft.merged_into[j] = -1
    if change.grades:
        _span(draft, j, change.grades)
    if change.seats is not None:
        draft.seats[j] = change.seats
    if change.beds is not None:
        _beds(draft, j, change.beds)
    if change.bus is not None:
        _bus(draft, j, on=change.bus)


def _span(draft: _Draft, site: int, grades: str) -> None:
    """Set a span; a school whose span is changed is a teaching point by its span alone."""
    first, last = parse_span(grades)
    if (first, last) == (draft.first_grade[site], draft.last_grade[site]):
        return
    draft.first_grade[site], draft.last_grade[site] = first, last
    draft.is_point[site] = point_span(np.array(first), np.array(last))


def _beds(draft: _Draft, site: int, beds: int) -> None:
    draft.beds[site], draft.beds_known[site] = beds, True


def _bus(draft: _Draft, site: int, *, on: bool) -> None:
    if on == draft.bus[site]:
        return
    draft.bus[site] = on
    draft.bus_seats[site] = UNKNOWN


def _designate(draft: _Draft, change: Designate) -> None:
    band = next(b for b in draft.model.rules.bands if b.id == change.band)
    i = draft.village[change.village]
    draft.designated[i, band.first - 1 : band.last] = draft.site[change.school]
