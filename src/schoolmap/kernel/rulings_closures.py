"""Rulings on the schools that close: which of them are to be kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.moves import reach
from schoolmap.kernel.rolls import roll_totals
from schoolmap.kernel.rulings import Case, ruling, untouched, whole
from schoolmap.kernel.sizes import is_small
from schoolmap.model.evaluation import WALK
from schoolmap.model.journeys import walk_seconds
from schoolmap.model.layout import UNKNOWN
from schoolmap.model.ruling import PackRule, Ruling, Verdict
from schoolmap.model.state import State

BoolArray = NDArray[np.bool_]


def only_small(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge the rolls of schools that close or give up grades."""
    roll, limit = roll_totals(case.moves.roll_before), case.number(rule)
    for j in case.moves.ending:
        pupils = float(roll[j])
        yield ruling(
            rule,
            case.school(j),
            "kept" if is_small(pupils, limit) else "broken",
            value=whole(pupils),
            limit=whole(limit),
            unit="pupil",
        )
    if not case.moves.ending:
        yield untouched(rule, "no_closure")


def remote_point(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge how far it is on foot from a teaching point that closes to the next school.

    At the speed of the lowest band, to the nearest school of the plan that serves all its grades;
    where the ways between schools are not known, by the longest walk of its own pupils.
    """
    moves = case.moves
    points = [j for j in moves.closed if bool(moves.before.state.is_point[j])]
    for j in points:
        seconds, known = _to_next_school(case, j)
        verdict: Verdict = "not_shown"
        if known:
            verdict = "broken" if seconds is None or seconds > case.number(rule) else "kept"
        yield ruling(
            rule,
            case.school(j),
            verdict,
            value=seconds,
            limit=whole(case.number(rule)),
            unit="s",
            pupils=int(roll_totals(moves.roll_before)[j]),
            detail="" if seconds is not None else ("no_road" if known else "ways_unknown"),
        )
    if not points:
        yield untouched(rule, "no_point_closes")


def _to_next_school(case: Case, site: int) -> tuple[int | None, bool]:
    """Return seconds on foot to the next school, and whether anything is known of it."""
    moves, between = case.moves, case.moves.seen.between
    state, band = moves.after.state, moves.seen.rules.bands[0]
    first = int(moves.before.state.first_grade[site])
    last = int(moves.before.state.last_grade[site])
    serves = state.serves(first) & state.serves(min(last, 9))
    if between is not None and site < between.n_origin:
        mine = slice(int(between.indptr[site]), int(between.indptr[site + 1]))
        good = serves[between.destination[mine]]
        seconds = between.walk_ref_s[mine][good]
        return (int(walk_seconds(seconds, band).min()) if seconds.size else None), True
    walks = moves.now.walk_s[moves.from_site(site)]
    if not walks.size or (walks < 0).any():
        return None, False
    return int(walks.max()), True


def only_in_reach(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether pupils who walk to a school that ends have another one within a walk."""
    walked = case.moves.was.mode == WALK
    return _left_over(case, rule, walked & ~reach(case.moves, riding=False))


def no_alternative(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether pupils of a school that ends can go to another one daily, on foot or by bus."""
    return _left_over(case, rule, case.moves.was.served & ~reach(case.moves, riding=True))


def _left_over(case: Case, rule: PackRule, stranded: BoolArray) -> Iterator[Ruling]:
    """Give a ruling on each school that ends: how many of its pupils are among the stranded."""
    moves = case.moves
    stranded = stranded & case.in_bands(rule)
    for j in moves.ending:
        mine = moves.from_site(j) & stranded
        pupils = int(moves.pupils[mine].sum())
        villages = int(np.unique(moves.village[mine]).size)
        yield ruling(
            rule,
            case.school(j),
            "broken" if pupils else "kept",
            value=pupils,
            limit=0,
            unit="pupil",
            pupils=pupils,
            detail=f"villages:{villages}{_people(case, mine)}" if pupils else "",
        )
    if not moves.ending:
        yield untouched(rule, "no_closure")


def _people(case: Case, mine: BoolArray) -> str:
    """Return how many people live in the villages of entries; empty where nobody knows."""
    villages = np.unique(case.moves.village[mine])
    people = case.moves.seen.villages.population[villages]
    return "" if (people == UNKNOWN).any() else f":population:{int(people.sum())}"


def township_school(case: Case, rule: PackRule) -> Iterator[Ruling]:
    """Judge whether each township that has a school of a band today has one after the plan."""
    moves = case.moves
    townships = moves.seen.sites.townships
    judged = False
    for band in moves.seen.rules.bands:
        if rule.bands and band.id not in rule.bands:
            continue
        had = moves.padded(_serving(moves.before.state, band.grades))
        has = _serving(moves.after.state, band.grades)
        placeless = any(has[j] and not townships[j] for j in range(moves.n_site) if not had[j])
        for name in dict.fromkeys(townships[j] for j in np.flatnonzero(had) if townships[j]):
            mine = np.array([t == name for t in townships])
            left = int((has & mine).sum())
            if not (had & ~has & mine).any():
                continue
            judged = True
            yield ruling(
                rule,
                ("township", name),
                "kept" if left else ("not_shown" if placeless else "broken"),
                value=left,
                limit=1,
                unit="school",
                detail=band.id if left or not placeless else f"{band.id}:township_unknown",
            )
    if not judged:
        yield untouched(rule, "no_junior_closes" if rule.bands == ("junior",) else "no_band_closes")


def _serving(state: State, grades: tuple[int, ...]) -> BoolArray:
    """Return which open public sites serve all grades of a band."""
    return state.serves(grades[0]) & state.serves(grades[-1])
