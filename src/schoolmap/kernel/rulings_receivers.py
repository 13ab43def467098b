"""Rulings on the schools that take in: seats, classes, beds, meals, what must be built first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.moves import Moves
from schoolmap.kernel.resources import dormitory_area, missing
from schoolmap.kernel.rolls import roll_totals
from schoolmap.kernel.rulings import Case, ruling, untouched, whole
from schoolmap.kernel.sizes import class_stage, held_to
from schoolmap.model.evaluation import UNDEFINED
from schoolmap.model.layout import UNKNOWN
from schoolmap.model.resources import RESOURCE_INDEX, RESOURCES
from schoolmap.model.ruling import PackRule, Ruling, Verdict

IntArray = NDArray[np.int64]


def _rolls(case: Case) -> tuple[list[float], list[float]]:
    moves = case.moves
    return (
        roll_totals(moves.roll_before).tolist(),
        roll_totals(moves.roll_after).tolist(),
    )


def _each(case: Case, rule: PackRule, judge: Callable[[int], Ruling | None]) -> Iterator[Ruling]:
    """Give the ruling on each receiving school; one on the county where there is none."""
    found = [r for r in map(judge, case.moves.receiving) if r is not None]
    yield from found
    if not found:
        yield untouched(rule, "nobody_received" if not case.moves.receiving else "nothing_asked")


def seats(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge rolls against seats."""
    was, roll = _rolls(case)
    seats_before = case.moves.padded(case.moves.before.state.seats, UNKNOWN)

    def judge(j: int) -> Ruling:
        have, pupils = int(case.moves.after.state.seats[j]), whole(roll[j])
        if have == UNKNOWN:
            detail = "seats_unknown"
            return ruling(
                rule, case.school(j), "not_shown", value=pupils, unit="pupil", detail=detail
            )
        room, had = have * case.number(rule), int(seats_before[j]) * case.number(rule)
        verdict: Verdict = "broken" if missing(roll[j], room) > 0 else "kept"
        over_today = had >= 0 and missing(was[j], had) > 0
        return ruling(
            rule,
            case.school(j),
            verdict,
            value=pupils,
            limit=whole(room),
            unit="pupil",
            new=not (over_today and roll[j] <= was[j]),
        )

    return _each(case, rule, judge)


def class_size(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge pupils a class, with the classes that a school has today.

    A school whose classes would be too large but whose seats hold everybody has the rooms for more
    classes: that it will form them is to be supplied.
    """
    was, roll = _rolls(case)
    sites, limit = case.moves.seen.sites, case.number(rule)

    def judge(j: int) -> Ruling:
        subject, classes = case.school(j), int(sites.classes[j])
        if classes <= 0 or sites.senior_pupils[j] > 0:
            return ruling(
                rule,
                subject,
                "not_shown",
                limit=whole(limit),
                unit="pupil/class",
                detail="classes_unknown",
            )
        verdict: Verdict = "kept"
        detail = ""
        if missing(roll[j], limit * classes) > 0:
            have = int(case.moves.after.state.seats[j])
            fits = have != UNKNOWN and missing(roll[j], float(have)) == 0
            verdict = "to_supply" if fits else "broken"
            more = math.ceil(roll[j] / limit) - classes
            detail = f"more_classes:{max(more, 1)}"
        return ruling(
            rule,
            subject,
            verdict,
            value=whole(roll[j] / classes),
            limit=whole(limit),
            unit="pupil/class",
            detail=detail,
            new=not (missing(was[j], limit * classes) > 0 and roll[j] <= was[j]),
        )

    return _each(case, rule, judge)


def school_size(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge rolls against the largest school of the stage."""
    was, roll = _rolls(case)
    schools = case.moves.after.schools

    def judge(j: int) -> Ruling | None:
        through = bool(schools.is_through[j])
        stages = held_to(schools.stage_roll[j], is_through=through)
        if not stages:
            return None
        limits: dict[str, float] = {stage: case.number(rule, stage) for stage in stages}
        part = "through" if through else class_stage(stages, limits)
        limit = case.number(rule, part)
        verdict: Verdict = "broken" if missing(roll[j], limit) > 0 else "kept"
        return ruling(
            rule,
            case.school(j),
            verdict,
            value=whole(roll[j]),
            limit=whole(limit),
            unit="pupil",
            detail=part,
            new=not (missing(was[j], limit) > 0 and roll[j] <= was[j]),
        )

    return _each(case, rule, judge)


def boarders_expected(moves: Moves) -> IntArray:
    """Return the boarders that each school must be able to lodge, shape (n_site,).

    Those that the plan's journeys make board; or those that the school reports today and the
    plan's increase, where that is more.
    """
    was, now = moves.boarding(moves.was), moves.boarding(moves.now)
    reported = moves.seen.sites.boarders
    grown = np.where(reported == UNKNOWN, 0, reported) + (now - was)
    return np.maximum(now, np.where(reported == UNKNOWN, 0, grown))


def _lodging(case: Case) -> tuple[IntArray, NDArray[np.bool_]]:
    """Return the boarders to lodge, and which schools get more of them than today."""
    moves = case.moves
    more = moves.boarding(moves.now) > moves.boarding(moves.was)
    return boarders_expected(case.moves), more


def beds(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge beds against the boarders of schools that get more of them."""
    boarders, more = _lodging(case)
    state, each = case.moves.after.state, case.number(rule)
    for j in np.flatnonzero(more).tolist():
        need = each * int(boarders[j])
        if not state.beds_known[j]:
            yield ruling(
                rule,
                case.school(j),
                "not_shown",
                limit=whole(need),
                unit="bed",
                pupils=int(boarders[j]),
                detail="beds_unknown",
            )
            continue
        have = int(state.beds[j])
        yield ruling(
            rule,
            case.school(j),
            "broken" if missing(need, float(have)) > 0 else "kept",
            value=have,
            limit=whole(need),
            unit="bed",
            pupils=int(boarders[j]),
        )
    if not more.any():
        yield untouched(rule, "no_more_boarders")


def dorm_area(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge dormitory area against the boarders of schools that get more of them."""
    boarders, more = _lodging(case)
    schools, each = case.moves.after.schools, case.number(rule)
    areas = dormitory_area(case.moves.seen.sites, schools.stage_roll)
    for j in np.flatnonzero(more).tolist():
        need, area = each * int(boarders[j]), float(areas[j])
        known = area != UNDEFINED
        verdict: Verdict = "not_shown"
        if known:
            verdict = "broken" if missing(need, area) > 0 else "kept"
        yield ruling(
            rule,
            case.school(j),
            verdict,
            value=whole(area) if known else None,
            limit=whole(need),
            unit="m2",
            pupils=int(boarders[j]),
            detail="" if known else "dorm_area_unknown",
        )
    if not more.any():
        yield untouched(rule, "no_more_boarders")


def canteen(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge canteen seats, in so many sittings, against boarders and riders."""
    boarders, riders = boarders_expected(case.moves), case.moves.after.schools.riders
    at = RESOURCE_INDEX["canteen_seats"]
    stock, sittings = case.moves.after.stock.whole[:, at], case.number(rule)

    def judge(j: int) -> Ruling | None:
        eaters, subject = int(boarders[j] + riders[j]), case.school(j)
        if eaters == 0:
            return None
        have = float(stock[j]) / RESOURCES[at].scale
        built = case.hearing.has_built(subject[1], "canteen_seats")
        if built is not None:
            have = max(have, float(built.count))
        if have < 0:
            return ruling(
                rule,
                subject,
                "not_shown",
                value=eaters,
                unit="pupil",
                pupils=eaters,
                detail="canteen_unknown",
            )
        room = have * sittings
        return ruling(
            rule,
            subject,
            "broken" if missing(float(eaters), room) > 0 else "kept",
            value=eaters,
            limit=whole(room),
            unit="pupil",
            pupils=eaters,
        )

    return _each(case, rule, judge)


def built_first(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether seats, beds and buses are there today, or are shown to have been built.

    What a receiving school needs and has today: kept. What it has only in the plan is to be
    supplied (``[[built]]`` of hearing.toml). What it has not even in the plan: broken.
    """
    found = [r for j in case.moves.receiving for r in _built_at(case, rule, j)]
    yield from found
    if not found:
        yield untouched(rule, "nobody_received")


def _built_at(case: Case, rule: PackRule, j: int) -> Iterator[Ruling]:
    moves = case.moves
    school = case.school(j)
    if not moves.open_before[j]:
        accepted = case.hearing.has_built(school[1], "school")
        yield ruling(rule, school, "kept" if accepted else "to_supply", detail="school_opens")
    roll = float(roll_totals(moves.roll_after)[j])
    state = moves.after.state
    yield from _stands(case, rule, j, "seats", roll, int(state.seats[j]))
    boarders = int(boarders_expected(case.moves)[j])
    if boarders > 0 and moves.boarding(moves.now)[j] > moves.boarding(moves.was)[j]:
        have = int(state.beds[j]) if state.beds_known[j] else UNKNOWN
        yield from _stands(case, rule, j, "beds", float(boarders), have)
    had_bus = bool(moves.padded(moves.before.state.bus)[j])
    if moves.after.schools.riders[j] > 0 and not had_bus:
        accepted = case.hearing.has_built(school[1], "bus_seats")
        yield ruling(rule, school, "kept" if accepted else "to_supply", detail="bus")


def _stands(
    case: Case, rule: PackRule, j: int, what: str, need: float, planned: int
) -> Iterator[Ruling]:
    """Judge one thing that a receiving school needs."""
    moves = case.moves
    school = case.school(j)
    before = moves.before.state
    today = before.seats if what == "seats" else np.where(before.beds_known, before.beds, UNKNOWN)
    have = int(moves.padded(today, UNKNOWN)[j]) if moves.open_before[j] else 0
    accepted = case.hearing.has_built(school[1], what)
    if accepted is not None:
        have = max(have, accepted.count)
    unit = "seat" if what == "seats" else "bed"
    verdict: Verdict
    if UNKNOWN in (have, planned):
        verdict = "not_shown"
    elif missing(need, float(have)) == 0:
        verdict = "kept"
    else:
        verdict = "to_supply" if missing(need, float(planned)) == 0 else "broken"
    yield ruling(
        rule,
        school,
        verdict,
        value=None if have == UNKNOWN else have,
        limit=whole(need),
        unit=unit,
        detail=what,
    )
