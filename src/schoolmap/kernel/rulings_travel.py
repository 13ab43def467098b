"""Rulings on the way to school: how long, by bed, by bus, or none at all."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.resources import missing
from schoolmap.kernel.rulings import COUNTY, Case, Subject, ruling, untouched, whole
from schoolmap.model.evaluation import BOARD, MODES, REASONS
from schoolmap.model.layout import UNKNOWN
from schoolmap.model.ruling import PackRule, Ruling, Verdict

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def journey_time(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge how long the way of those is whose way changes, by village and band.

    The walk of walkers, the ride of riders, the walk to the nearest school of those who are
    unserved; boarders go once a week and are not counted. Who was beyond the limit already and has
    no longer way than today is not the plan's doing; nor is who has no school to go to before the
    plan and after it, wherever they are listed.
    """
    return _within(case, rule, case.moves.was.time_s, case.moves.now.time_s, unit="s")


def journey_length(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge the length of the walking path of those whose way changes, as `journey_time` does."""
    return _within(case, rule, case.moves.was.length_m, case.moves.now.length_m, unit="m")


def _within(
    case: Case, rule: PackRule, was: IntArray, now: IntArray, *, unit: str
) -> Iterator[Ruling]:
    moves, limit = case.moves, case.number(rule)
    mine = case.in_bands(rule) & moves.changed & (moves.now.mode != BOARD)
    beyond = mine & (now > limit)
    stuck = ~moves.was.served & ~moves.now.served
    worse = beyond & ~stuck & ~((was > limit) & (now <= was))
    yield from _by_village(case, rule, worse, (now, unit))
    yield from _by_village(case, rule, beyond & ~worse, (now, unit), new=False)
    if not worse.any():
        fine = mine & ~beyond  # what is beyond the limit today has its own rulings
        longest = int(now[fine].max(initial=-1))
        yield ruling(
            rule,
            COUNTY,
            "kept",
            value=longest if longest >= 0 else None,
            limit=whole(limit),
            unit=unit,
            pupils=int(moves.pupils[fine].sum()),
            detail="" if mine.any() else "nobody_moves",
        )


def _by_village(
    case: Case, rule: PackRule, chosen: BoolArray, found: tuple[IntArray, str], *, new: bool = True
) -> Iterator[Ruling]:
    """Give a broken ruling for each village, band and mode of the chosen entries.

    `found` has the figure of every entry, and its unit.
    """
    values, unit = found
    moves = case.moves
    n_band = len(moves.seen.rules.bands)
    key = (moves.village * n_band + moves.band) * len(MODES) + moves.now.mode
    for k in np.unique(key[chosen]).tolist():
        mine = chosen & (key == k)
        band = moves.seen.rules.bands[k // len(MODES) % n_band]
        yield ruling(
            rule,
            _village(case, k // len(MODES) // n_band),
            "broken",
            value=int(values[mine].max()),
            limit=whole(case.number(rule)),
            unit=unit,
            pupils=int(moves.pupils[mine].sum()),
            detail=f"{band.id}:{MODES[k % len(MODES)]}",
            new=new,
        )


def _village(case: Case, village: int) -> Subject:
    return ("village", case.moves.seen.villages.ids[village])


def must_not_board(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether pupils of the bands board after the plan, by village and band."""
    moves = case.moves
    boards = case.in_bands(rule) & (moves.now.mode == BOARD)
    already = boards & (moves.was.mode == BOARD)
    yield from _heads(case, rule, boards & ~already)
    yield from _heads(case, rule, already, new=False)
    if not (boards & ~already).any():
        yield ruling(rule, COUNTY, "kept", value=0, limit=0, unit="pupil")


def way_lost(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether pupils who have a school to go to have none after the plan."""
    moves = case.moves
    lost = case.in_bands(rule) & moves.was.served & ~moves.now.served
    yield from _heads(case, rule, lost, with_reason=True)
    if not lost.any():
        yield ruling(rule, COUNTY, "kept", value=0, limit=0, unit="pupil")


def _heads(
    case: Case, rule: PackRule, chosen: BoolArray, *, new: bool = True, with_reason: bool = False
) -> Iterator[Ruling]:
    """Give a broken ruling for each village, band and reason of the chosen entries."""
    moves = case.moves
    n_band = len(moves.seen.rules.bands)
    key = (moves.village * n_band + moves.band) * len(REASONS) + moves.now.reason
    for k in np.unique(key[chosen]).tolist():
        mine = chosen & (key == k)
        band = moves.seen.rules.bands[k // len(REASONS) % n_band].id
        pupils = int(moves.pupils[mine].sum())
        reason = REASONS[k % len(REASONS)] if with_reason else ""
        yield ruling(
            rule,
            _village(case, k // len(REASONS) // n_band),
            "broken",
            value=pupils,
            limit=0,
            unit="pupil",
            pupils=pupils,
            detail=f"{band}:{reason}".rstrip(":"),
            new=new,
        )


def bus_seats(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether the buses of schools with more riders than today have seats for all.

    How often a bus goes is not in the tables: where one trip does not take everybody, that it goes
    often enough is to be supplied.
    """
    moves = case.moves
    now = moves.after.schools.riders
    grown = np.flatnonzero(now > moves.padded(moves.before.schools.riders))
    for j in grown.tolist():
        subject, riders = case.school(j), int(now[j])
        seats = int(moves.after.state.bus_seats[j])
        built = case.hearing.has_built(subject[1], "bus_seats")
        if built is not None:
            seats = max(seats, built.count)
        if seats in (UNKNOWN, 0):
            detail = "bus_seats_unknown"
            yield ruling(
                rule, subject, "not_shown", value=riders, unit="pupil", pupils=riders, detail=detail
            )
            continue
        room = seats * case.number(rule)
        over = missing(float(riders), room) > 0
        verdict: Verdict = "to_supply" if over else "kept"
        yield ruling(
            rule,
            subject,
            verdict,
            value=riders,
            limit=whole(room),
            unit="pupil",
            pupils=riders,
            detail=f"trips:{math.ceil(riders / room)}" if over else "",
        )
    if not grown.size:
        yield untouched(rule, "no_more_riders")
