"""The pictures of a dossier, made of what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schoolmap.report.dossier_content import Dossier, Movement, Way
from schoolmap.report.picture_charts import (
    Leaving,
    Rolls,
    Times,
    Trip,
    journeys_picture,
    years_picture,
)
from schoolmap.report.picture_map import map_picture
from schoolmap.report.picture_scene import Area

MOST_SCHOOLS = 8
"""Schools whose rolls are drawn."""


@dataclass(frozen=True)
class Pictures:
    """Pictures of a dossier as PNG; none where there is nothing to draw.

    Attributes
    ----------
    areas
        Name and map of each area.
    journeys, years
        Charts.
    """

    areas: tuple[tuple[str, bytes], ...] = ()
    journeys: bytes | None = None
    years: bytes | None = None


def pictures_of(areas: Sequence[Area], dossier: Dossier) -> Pictures:
    """Return the pictures of a dossier.

    Parameters
    ----------
    areas
        As `schoolmap.report.picture_scene.areas_of` gives them.
    dossier
        What it says.
    """
    language = dossier.head.language
    leaving = _leaving(dossier.movements)
    rolls = _rolls(dossier)
    years = dossier.years
    return Pictures(
        areas=tuple((area.name, map_picture(area, language)) for area in areas),
        journeys=journeys_picture(leaving, _times(dossier), language) if leaving else None,
        years=years_picture(rolls, years.years, language) if rolls and years else None,
    )


def _leaving(movements: Iterable[Movement]) -> list[Leaving]:
    groups: dict[tuple[str, str], list[Trip]] = {}
    for m in movements:
        was, now = m.before.length_m, m.after.length_m
        if was is not None and now is not None:
            key = m.before.school_id, m.before.school
            groups.setdefault(key, []).append(Trip(m.pupils, was, now))
    return [Leaving(name, school, tuple(trips)) for (school, name), trips in groups.items()]


def _times(dossier: Dossier) -> Times:
    def side(ways: Iterable[tuple[Way, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((way.seconds, n) for way, n in ways if way.seconds is not None)

    return Times(
        before=side((m.before, m.pupils) for m in dossier.movements),
        after=side((m.after, m.pupils) for m in dossier.movements),
    )


def _rolls(dossier: Dossier) -> list[Rolls]:
    if dossier.years is None:
        return []
    known = [s for s in dossier.years.schools if s.plan is not None or s.today is not None]
    # schools that receive first, but so that some of those that close are seen
    shown = sorted(known, key=lambda s: s.kind in {"closed", "reduced"})
    if len(known) > MOST_SCHOOLS:
        stay = [s for s in shown if s.kind not in {"closed", "reduced"}][: MOST_SCHOOLS // 2]
        gone = [s for s in shown if s.kind in {"closed", "reduced"}]
        shown = [*stay, *gone]
    return [
        Rolls(s.name, s.school_id, s.kind == "closed", s.seats, s.plan, s.today)
        for s in shown[:MOST_SCHOOLS]
    ]
