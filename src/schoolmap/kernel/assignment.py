"""Who goes where, and how: DESIGN §4, assignment and mode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.evaluation import (
    BOARD,
    REASONS,
    RIDE,
    UNSERVED,
    WALK,
    Assignment,
)
from schoolmap.model.grades import N_GRADE, GradeBand
from schoolmap.model.journeys import walk_seconds
from schoolmap.model.layout import LayoutModel
from schoolmap.model.od import NO_RIDE, ODMatrix
from schoolmap.model.state import State

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_NEVER = np.iinfo(np.int64).max
_REASON = {name: code for code, name in enumerate(REASONS)}


@dataclass(frozen=True)
class _Grade:
    """Choice of one grade; each shape (n_village,)."""

    site: IntArray
    mode: IntArray
    reason: IntArray
    row: IntArray


@dataclass(frozen=True)
class _Journeys:
    """What the choice of a grade looks at: OD rows of one band, and the sites that serve it."""

    od: ODMatrix
    origin: IntArray
    walk_s: IntArray
    serves: BoolArray
    band: GradeBand


def assign(model: LayoutModel, state: State) -> Assignment:
    """Return site, mode and reason of every village and grade.

    Parameters
    ----------
    model
        Villages, sites and journeys.
    state
        The layout evaluated.
    """
    od = model.od
    origin = od.origin()
    n_village = len(model.villages)
    site = np.full((n_village, N_GRADE), -1, dtype=np.int32)
    mode = np.full((n_village, N_GRADE), UNSERVED, dtype=np.int8)
    reason = np.zeros((n_village, N_GRADE), dtype=np.int8)
    row = np.full((n_village, N_GRADE), -1, dtype=np.int64)
    for band in model.rules.bands:
        walk_s = walk_seconds(od.walk_ref_s, band)
        for grade in band.grades:
            journeys = _Journeys(od, origin, walk_s, state.serves(grade), band)
            chosen = _designate(
                _nearest(model, state, journeys),
                model,
                state,
                journeys,
                state.designated[:, grade - 1],
            )
            site[:, grade - 1] = chosen.site
            mode[:, grade - 1] = chosen.mode
            reason[:, grade - 1] = chosen.reason
            row[:, grade - 1] = chosen.row
    return Assignment(site=site, mode=mode, reason=reason, row=row)


def least_rows(od: ODMatrix, origin: IntArray, cost: IntArray, usable: BoolArray) -> IntArray:
    """Return for each origin the usable row of least cost, the lower destination on ties.

    Returns
    -------
    NDArray[np.int64]
        Shape (n_origin,); -1 where an origin has no usable row.
    """
    best = np.full(od.n_origin, _NEVER, dtype=np.int64)
    at = np.flatnonzero(usable)
    np.minimum.at(best, origin[at], cost[at])
    hits = at[cost[at] == best[origin[at]]]
    rows = np.full(od.n_origin, -1, dtype=np.int64)
    # rows of an origin are sorted by destination, so of equal rows the last written is the first
    rows[origin[hits[::-1]]] = hits[::-1]
    return rows


def _at(values: NDArray[np.signedinteger], rows: IntArray) -> IntArray:
    """Return the values of rows, larger than any limit where there is no row."""
    if values.size == 0:
        return np.full(rows.size, _NEVER, dtype=np.int64)
    return np.where(rows >= 0, values[rows].astype(np.int64), np.int64(_NEVER))


def _nearest(model: LayoutModel, state: State, j: _Journeys) -> _Grade:
    """Choose by the nearest rule: walk, else ride, else board, else unserved."""
    od, band = j.od, j.band
    to = od.destination
    served = j.serves[to]
    rides = served & (od.ride_s != NO_RIDE)
    nearest = least_rows(od, j.origin, j.walk_s, served)
    by_bus = least_rows(od, j.origin, od.ride_s.astype(np.int64), rides & state.bus[to])
    with_bed = least_rows(od, j.origin, od.ride_s.astype(np.int64), rides & (state.beds[to] > 0))
    walks = _at(j.walk_s, nearest) <= band.walk_limit_s
    riding = ~walks & (_at(od.ride_s, by_bus) <= band.ride_limit_s)
    boards = ~walks & ~riding & (with_bed >= 0) & band.may_board
    mode = np.where(walks, WALK, np.where(riding, RIDE, np.where(boards, BOARD, UNSERVED)))
    row = np.where(riding, by_bus, np.where(boards, with_bed, nearest))
    site = np.where(row >= 0, _at(to, row), -1)
    reason = np.where(mode == UNSERVED, _reasons(model, j, row >= 0), 0)
    return _Grade(site=site, mode=mode, reason=reason, row=row)


def _reasons(model: LayoutModel, j: _Journeys, has_row: BoolArray) -> IntArray:
    """Return why a village is unserved, tested in the order of `REASONS`."""
    component, of_site = model.villages.component, model.sites.component[j.serves]
    on_road = of_site >= 0
    off_road = (component < 0) | (of_site.size > 0 and not on_road.any())
    elsewhere = of_site.size > 0 and ~np.isin(component, of_site[on_road])
    return _first_reason(
        off_road=off_road & ~has_row,
        elsewhere=elsewhere & ~has_row,
        beyond=np.full(has_row.size, of_site.size > 0) & ~has_row,
        no_site=~has_row,
        may_board=j.band.may_board,
    )


def _first_reason(
    *,
    off_road: BoolArray,
    elsewhere: BoolArray,
    beyond: BoolArray,
    no_site: BoolArray,
    may_board: bool,
) -> IntArray:
    last = _REASON["no_beds"] if may_board else _REASON["band_may_not_board"]
    reason = np.full(no_site.size, last, dtype=np.int64)
    for name, found in (
        ("no_site_for_grade", no_site),
        ("beyond_cutoff", beyond),
        ("other_component", elsewhere),
        ("no_road_within_limit", off_road),
    ):
        reason[found] = _REASON[name]
    return reason


def _designate(
    nearest: _Grade, model: LayoutModel, state: State, j: _Journeys, designated: IntArray
) -> _Grade:
    """Replace the choice where a village is designated to a site that serves the grade."""
    named = designated >= 0
    if not named.any():
        return nearest
    bound = named & j.serves[designated]
    od, band = j.od, j.band
    row = np.where(bound, _rows_of(od, j.origin, designated), -1)
    has = row >= 0
    ride_s = np.where(has, _at(od.ride_s, row), NO_RIDE)
    walks = _at(j.walk_s, row) <= band.walk_limit_s
    rides = ~walks & state.bus[designated] & (ride_s != NO_RIDE) & (ride_s <= band.ride_limit_s)
    with_bed = (state.beds[designated] > 0) & (ride_s != NO_RIDE)
    boards = ~walks & ~rides & with_bed & band.may_board
    mode = np.where(walks, WALK, np.where(rides, RIDE, np.where(boards, BOARD, UNSERVED)))
    component, of_site = model.villages.component, model.sites.component[designated]
    reason = _first_reason(
        off_road=((component < 0) | (of_site < 0)) & ~has,
        elsewhere=(component != of_site) & ~has,
        beyond=~has,
        no_site=np.zeros(has.size, dtype=bool),
        may_board=band.may_board,
    )
    return _Grade(
        site=np.where(bound, designated, nearest.site),
        mode=np.where(bound, mode, nearest.mode),
        reason=np.where(bound, np.where(mode == UNSERVED, reason, 0), nearest.reason),
        row=np.where(bound, row, nearest.row),
    )


def _rows_of(od: ODMatrix, origin: IntArray, site: IntArray) -> IntArray:
    """Return the row of each origin to its site, -1 where there is none."""
    keys = origin * od.n_destination + od.destination
    asked = np.arange(od.n_origin) * od.n_destination + site
    if keys.size == 0:
        return np.full(od.n_origin, -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, asked), keys.size - 1)
    return np.where((keys[at] == asked) & (site >= 0), at, -1)
