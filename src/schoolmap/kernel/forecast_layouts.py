"""Layouts through the years: rolls, ways to school, and in which years a plan holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.equity import Rolled, equity_figures
from schoolmap.kernel.evaluate import (
    TODAY,
    BeforeAfter,
    layouts_of,
    rolled_after,
    rolled_before,
    school_figures,
)
from schoolmap.kernel.findings import findings
from schoolmap.kernel.flows import Layout
from schoolmap.kernel.forecast_rolls import rolls_ahead
from schoolmap.kernel.indicators import journeys
from schoolmap.kernel.rolls import loads
from schoolmap.model.added import AddedSite
from schoolmap.model.evaluation import MODES, Assignment, Finding
from schoolmap.model.forecast import Breach, LayoutYears
from schoolmap.model.layout import UNKNOWN, LayoutModel, Sites
from schoolmap.model.scenario import Scenario

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Years:
    """The years ahead of a county.

    Attributes
    ----------
    model
        The county in year 0.
    pupils
        By variant, year, village and grade, shape (n_variant, n_year + 1, n_village, 9), int64.
    roll
        In today's layout, by variant, year, site and grade, shape (n_variant, n_year + 1, n_site,
        9), float64.
    tiny_pupils
        A roll below it is marked.
    """

    model: LayoutModel
    pupils: IntArray
    roll: FloatArray
    tiny_pupils: float

    @cached_property
    def standing(self) -> tuple[tuple[frozenset[Key], ...], ...]:
        """Violations of today's layout, by variant, then year."""
        return _standing(self, layouts_of(self.model, TODAY))


def years_of(
    model: LayoutModel, expected: FloatArray, pupils: IntArray, *, tiny_pupils: float
) -> Years:
    """Return the years ahead with the rolls of today's layout in them.

    Parameters
    ----------
    model
        The county in year 0.
    expected, pupils
        As `schoolmap.kernel.forecast.forecast_pupils` gives them.
    tiny_pupils
        A roll below it is marked.
    """
    both = layouts_of(model, TODAY)
    today = rolled_before(both).roll
    roll = np.stack([rolls_ahead(model, both.before, today, e) for e in expected])
    return Years(model, pupils, roll, tiny_pupils)


def layout_years(
    years: Years, scenario: Scenario | None = None, *, added: Sequence[AddedSite] = ()
) -> LayoutYears:
    """Return a layout through the years: today's, or what a scenario makes of it.

    A plan is looked at in each year as if it were carried out in that year, and held against
    today's layout in the same year and variant.

    Parameters
    ----------
    years
        The years ahead.
    scenario, added
        As `schoolmap.kernel.evaluate` takes them; None for today's layout.
    """
    both = layouts_of(years.model, scenario or TODAY, added)
    n_variant, n_year = years.pupils.shape[:2]
    roll = np.zeros((n_variant, n_year, len(both.model.sites), years.roll.shape[3]))
    load = np.zeros(roll.shape, dtype=np.int64)
    modes = np.zeros((n_variant, n_year, len(MODES)), dtype=np.int64)
    breaches: list[Breach] = []
    # a plan that tries its own limits is held against today under the same ones
    own = scenario is not None and bool(scenario.rules)
    standing = () if scenario is None else _standing(years, both) if own else years.standing
    for v in range(n_variant):
        for y in range(n_year):
            seen = _in_year(both, years, v, y)
            rolled = rolled_after(seen)
            roll[v, y], load[v, y] = rolled.roll, seen.after.load
            modes[v, y] = _modes(seen.model, seen.after.assignment)
            if scenario is not None:
                found = _violations(seen.model, seen.after.assignment, rolled)
                new = (f for key, f in found.items() if key not in standing[v][y])
                breaches += (Breach(v, y, finding) for finding in new)
    filled = _Filled(roll, load, modes, tuple(breaches))
    return _layout_years(both, years, scenario, filled)


@dataclass(frozen=True)
class _Filled:
    """What was found of every variant and year, as in `LayoutYears`."""

    roll: FloatArray
    load: IntArray
    modes: IntArray
    breaches: tuple[Breach, ...]


def _layout_years(
    both: BeforeAfter, years: Years, scenario: Scenario | None, filled: _Filled
) -> LayoutYears:
    """Return the years with the first one in which each school crosses a line."""
    sites, state = both.model.sites, both.after.state
    totals = np.floor(np.cumsum(filled.roll, axis=-1)[..., -1] + 0.5)
    known = state.is_open & (state.seats != UNKNOWN)
    return LayoutYears(
        name=(scenario or TODAY).name,
        scenario=scenario,
        site_ids=sites.ids,
        site_names=sites.names,
        is_open=state.is_open,
        seats=state.seats,
        roll=filled.roll,
        load=filled.load,
        modes=filled.modes,
        first_small=first_year((totals < both.model.rules.small_school_pupils) & state.is_open),
        first_tiny=first_year((totals < years.tiny_pupils) & state.is_open),
        first_over=first_year((totals > state.seats) & known),
        breaches=filled.breaches,
    )


def first_year(is_so: NDArray[np.bool_]) -> IntArray:
    """Return the first year in which something is so, -1 never.

    Parameters
    ----------
    is_so
        Shape (n_variant, n_year, n_site).

    Returns
    -------
    NDArray[np.int64]
        Shape (n_variant, n_site).
    """
    first: IntArray = np.where(is_so.any(axis=1), np.argmax(is_so, axis=1), -1).astype(np.int64)
    return first


def _in_year(both: BeforeAfter, years: Years, variant: int, year: int) -> BeforeAfter:
    """Return the layouts with the pupils and rolls of a year; year 0 is the model as it is."""
    if year == 0:
        return both
    model = both.model
    villages = replace(model.villages, pupils=years.pupils[variant, year])
    seen = replace(model, villages=villages, sites=_with_rolls(both, years.roll[variant, year]))
    return BeforeAfter(
        seen, _loaded(seen, both.before), _loaded(seen, both.after), both.merged_into
    )


def _with_rolls(both: BeforeAfter, roll: FloatArray) -> Sites:
    """Return the sites with a year's rolls as reported ones."""
    sites = both.model.sites
    mine = np.flatnonzero(both.before.state.is_open)
    by_grade, total = sites.roll_by_grade.copy(), sites.roll.copy()
    by_grade[mine] = roll[mine]
    total[mine] = np.cumsum(roll[mine], axis=1)[:, -1]
    return replace(sites, roll=total, roll_by_grade=by_grade)


def _loaded(model: LayoutModel, layout: Layout) -> Layout:
    return replace(layout, load=loads(model, layout.assignment))


def _modes(model: LayoutModel, assignment: Assignment) -> IntArray:
    """Return pupils by mode."""
    modes = np.zeros(len(MODES), dtype=np.int64)
    np.add.at(modes, assignment.mode.astype(np.int64), model.villages.pupils)
    return modes


def _standing(years: Years, both: BeforeAfter) -> tuple[tuple[frozenset[Key], ...], ...]:
    """Return the violations before the changes, by variant, then year."""

    def keys(variant: int, year: int) -> frozenset[Key]:
        seen = _in_year(both, years, variant, year)
        return frozenset(_violations(seen.model, seen.before.assignment, rolled_before(seen)))

    n_variant, n_year = years.pupils.shape[:2]
    return tuple(tuple(keys(v, y) for y in range(n_year)) for v in range(n_variant))


def _violations(model: LayoutModel, assignment: Assignment, rolled: Rolled) -> dict[Key, Finding]:
    trips = journeys(model, assignment)
    found = findings(
        model,
        trips,
        assignment,
        schools=school_figures(model, rolled, assignment, trips),
        rolled=rolled,
        indicators=equity_figures(model, rolled),
    )
    return {breach_key(f): f for f in found if f.severity == "violation"}


def breach_key(finding: Finding) -> Key:
    """Return what makes two violations the same one: rule, subject, and band, stage or figure.

    Why a village's pupils are unserved, and how many they are, does not count.
    """
    first = finding.detail.partition(":")[0]
    return finding.rule, finding.subject_type, finding.subject_id, first
