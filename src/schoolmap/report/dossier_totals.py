"""Movements of pupils, added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from schoolmap.model.evaluation import MODES
from schoolmap.report.dossier_content import Dossier, Movement, Way, Ways


@dataclass(frozen=True)
class Totals:
    """Movements, added up.

    Attributes
    ----------
    villages, pupils
        Concerned.
    modes_before, modes_after
        Pupils by mode.
    new_ride, new_board, new_unserved
        Pupils who did not ride (board, go without) before.
    farther, nearer
        Pupils whose journey gets longer, shorter.
    metres_before, metres_after
        Pupil-metres one way, over the pupils with a journey on both sides; `compared` of them.
    longest_before_m, longest_after_m, slowest_after_s
        Of single journeys.
    week_before_m, week_after_m
        Pupil-metres of a week: boarders travel weekly, all others daily. None where nobody says how
        often.
    daily_after_m, weekly_after_m
        The same after the change if everybody travelled daily, and if everybody did weekly.
    """

    villages: int
    pupils: int
    modes_before: Mapping[str, int]
    modes_after: Mapping[str, int]
    new_ride: int
    new_board: int
    new_unserved: int
    farther: int
    nearer: int
    compared: int
    metres_before: int
    metres_after: int
    seconds_before: int
    seconds_after: int
    longest_before_m: int | None
    longest_after_m: int | None
    slowest_before_s: int | None
    slowest_after_s: int | None
    week_before_m: int | None
    week_after_m: int | None
    daily_after_m: int | None
    weekly_after_m: int | None

    @property
    def mean_before_m(self) -> float | None:
        """Mean way before, of pupils with a journey on both sides."""
        return self.metres_before / self.compared if self.compared else None

    @property
    def mean_after_m(self) -> float | None:
        """Mean way after, of the same pupils."""
        return self.metres_after / self.compared if self.compared else None

    @property
    def mean_before_s(self) -> float | None:
        """Mean time before, of the same pupils."""
        return self.seconds_before / self.compared if self.compared else None

    @property
    def mean_after_s(self) -> float | None:
        """Mean time after, of the same pupils."""
        return self.seconds_after / self.compared if self.compared else None


def parted(dossier: Dossier) -> tuple[tuple[Movement, ...], tuple[Movement, ...]]:
    """Return the movements of pupils whose school closes, and those of all others.

    A school that opens may bring others nearer: added together, their gain would hide what the
    pupils of the closed schools lose.
    """
    closed = {s.school_id for s in dossier.of_kind("closed")}
    mine = tuple(m for m in dossier.movements if m.before.school_id in closed)
    others = tuple(m for m in dossier.movements if m.before.school_id not in closed)
    return mine, others


def totals_of(movements: Sequence[Movement], ways: Ways | None = None) -> Totals:
    """Return what movements add up to."""
    both = [
        m
        for m in movements
        if None not in (m.before.length_m, m.after.length_m, m.before.seconds, m.after.seconds)
    ]
    return Totals(
        villages=len({m.village_id for m in movements}),
        pupils=sum(m.pupils for m in movements),
        modes_before=_by_mode((m.before.mode, m.pupils) for m in movements),
        modes_after=_by_mode((m.after.mode, m.pupils) for m in movements),
        new_ride=_newly(movements, "ride"),
        new_board=_newly(movements, "board"),
        new_unserved=_newly(movements, "unserved"),
        farther=sum(m.pupils for m in movements if (m.added_m or 0) > 0),
        nearer=sum(m.pupils for m in movements if (m.added_m or 0) < 0),
        compared=sum(m.pupils for m in both),
        metres_before=sum(m.pupils * (m.before.length_m or 0) for m in both),
        metres_after=sum(m.pupils * (m.after.length_m or 0) for m in both),
        seconds_before=sum(m.pupils * (m.before.seconds or 0) for m in both),
        seconds_after=sum(m.pupils * (m.after.seconds or 0) for m in both),
        longest_before_m=_most(m.before.length_m for m in movements),
        longest_after_m=_most(m.after.length_m for m in movements),
        slowest_before_s=_most(m.before.seconds for m in movements),
        slowest_after_s=_most(m.after.seconds for m in movements),
        week_before_m=_week(((m.before, m.pupils) for m in movements), ways),
        week_after_m=_week(((m.after, m.pupils) for m in movements), ways),
        daily_after_m=_week(((m.after, m.pupils) for m in movements), ways, "daily"),
        weekly_after_m=_week(((m.after, m.pupils) for m in movements), ways, "weekly"),
    )


def side_mean(pairs: Iterable[tuple[Way, int]], of: Literal["length_m", "seconds"]) -> float | None:
    """Return the mean length or time of one side, over the pupils who have a journey there."""
    known = [(value, pupils) for way, pupils in pairs if (value := getattr(way, of)) is not None]
    heads = sum(pupils for _, pupils in known)
    return sum(value * pupils for value, pupils in known) / heads if heads else None


def week_m(way: Way, pupils: int, ways: Ways) -> int:
    """Return pupil-metres of a week; who has no journey adds nothing."""
    return pupils * (way.length_m or 0) * (ways.weekly if way.mode == "board" else ways.daily)


def _week(pairs: Iterable[tuple[Way, int]], ways: Ways | None, everybody: str = "") -> int | None:
    if ways is None:
        return None
    if everybody:
        times = ways.weekly if everybody == "weekly" else ways.daily
        return sum(pupils * (way.length_m or 0) * times for way, pupils in pairs)
    return sum(week_m(way, pupils, ways) for way, pupils in pairs)


def _by_mode(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found = dict.fromkeys(MODES, 0)
    for mode, pupils in pairs:
        found[mode] += pupils
    return found


def _newly(movements: Sequence[Movement], mode: str) -> int:
    return sum(m.pupils for m in movements if m.after.mode == mode != m.before.mode)


def _most(values: Iterable[int | None]) -> int | None:
    return max((v for v in values if v is not None), default=None)
