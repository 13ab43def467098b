"""Who is affected by a plan, village by village and school by school: winners as well as losers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from schoolmap.kernel.affected_schools import affected_schools
from schoolmap.kernel.moves import Moves
from schoolmap.model.affected import (
    Affected,
    AffectedRun,
    CountyChange,
    Effect,
    Newly,
    Tally,
)
from schoolmap.model.evaluation import MODES
from schoolmap.model.journeys import Journey, journey
from schoolmap.model.ruling import RulePack

_NEWLY: tuple[Newly, ...] = ("walking", "riding", "boarding", "unserved")
_HEADS = ("cv_2012", "cv_2017", "gap_urban_rural", "theil")


def affected(moves: Moves, pack: RulePack) -> Affected:
    """Return what a plan changes, for whom.

    Parameters
    ----------
    moves
        Today and the plan side by side, under the same rules.
    pack
        Its figures are what schools are held against.
    """
    runs = tuple(_runs(moves))
    bands = moves.seen.rules.bands
    return Affected(
        runs=runs,
        schools=affected_schools(moves, pack),
        total=_tally(runs),
        by_band={
            band.id: _tally([run for run in runs if run.band == b]) for b, band in enumerate(bands)
        },
        county=tuple(_county(moves)),
    )


def _runs(moves: Moves) -> Iterator[AffectedRun]:
    """Give the changed runs: neighbouring grades with pupils that change in the same way."""
    was, now = moves.was, moves.now
    key = np.column_stack(
        (moves.village, moves.band, was.site, was.mode, was.reason, now.site, now.mode, now.reason)
    )
    breaks = np.flatnonzero((key[1:] != key[:-1]).any(axis=1)) + 1
    edges = [0, *breaks.tolist(), moves.pupils.size]
    for start, end in pairwise(edges):
        if start < end and moves.changed[start]:
            yield _run(moves, slice(start, end))


def _run(moves: Moves, span: slice) -> AffectedRun:
    village, grades = int(moves.village[span.start]), moves.grade[span] + 1
    first, last = int(grades[0]), int(grades[-1])
    before = journey(moves.own, moves.before.assignment, village, first)
    after = journey(moves.seen, moves.after.assignment, village, first)
    pupils = moves.seen.villages.pupils[village, first - 1 : last]
    effect, added_s = _effect(before, after)
    stays = before.mode == after.mode
    return AffectedRun(
        village=village,
        band=int(moves.band[span.start]),
        first=first,
        last=last,
        pupils=int(pupils.sum()),
        by_grade=tuple(pupils.tolist()),
        before=before,
        after=after,
        effect=effect,
        newly="" if stays else _NEWLY[MODES.index(after.mode)],
        added_m=_less(after.length_m, before.length_m),
        added_s=added_s,
        one_way_before_m=int(pupils.sum()) * way_metres(before),
        one_way_after_m=int(pupils.sum()) * way_metres(after),
    )


def _less(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a - b


def way_seconds(way: Journey) -> int | None:
    """Return the time of a way as it is gone: the walk, or the ride of riders and boarders."""
    return way.walk_s if way.mode in {"walk", "unserved"} else way.ride_s


def way_metres(way: Journey) -> int:
    """Return the metres of a way as it is gone: the walk, or the ride; 0 for who is unserved."""
    length = way.length_m if way.mode == "walk" else way.ride_length_m
    return 0 if way.mode == "unserved" or length is None else length


def _effect(before: Journey, after: Journey) -> tuple[Effect, int | None]:
    """Return whether a way is better or worse, and the seconds that it takes more."""
    a, b = MODES.index(before.mode), MODES.index(after.mode)
    if a != b:
        return ("better" if b < a else "worse"), None
    added = _less(way_seconds(after), way_seconds(before))
    if not added:
        return "same", added
    return ("better" if added < 0 else "worse"), added


def _tally(runs: Sequence[AffectedRun]) -> Tally:
    def pupils(chosen: Iterator[AffectedRun]) -> int:
        return sum(run.pupils for run in chosen)

    by_effect = {e: pupils(r for r in runs if r.effect == e) for e in ("better", "same", "worse")}
    by_mode = {n: pupils(r for r in runs if r.newly == n) for n in _NEWLY}
    return Tally(
        pupils=pupils(iter(runs)),
        villages=len({run.village for run in runs}),
        served=pupils(r for r in runs if r.before.mode == "unserved" and r.newly),
        **by_effect,
        **by_mode,
    )


def _county(moves: Moves) -> Iterator[CountyChange]:
    before, after = moves.before.indicators, moves.after.indicators
    for name, was in before.items():
        now = after[name]
        if name.partition(".")[0] in _HEADS and (was.value is not None or now.value is not None):
            yield CountyChange(name, was.unit, was.value, now.value)
