"""A model, evaluated whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.access import village_access
from schoolmap.kernel.assignment import assign
from schoolmap.kernel.changes import applied
from schoolmap.kernel.conflicts import refuse_conflicts, refuse_rules
from schoolmap.kernel.equity import Rolled, equity_figures, in_scope, rolled_of
from schoolmap.kernel.findings import findings
from schoolmap.kernel.flows import Layout, rolls_after
from schoolmap.kernel.indicators import (
    Journeys,
    access_figures,
    cuts,
    journeys,
    length_bands,
    mean_access,
)
from schoolmap.kernel.movables import stock_after, stock_today
from schoolmap.kernel.quality import quality_2017
from schoolmap.kernel.resources import indicator_values
from schoolmap.kernel.rolls import loads, roll_totals, rolls_today
from schoolmap.kernel.sizes import class_sizes, small_schools, through_schools
from schoolmap.kernel.state import today
from schoolmap.model.added import AddedSite
from schoolmap.model.evaluation import (
    BOARD,
    RIDE,
    UNDEFINED,
    UNSERVED,
    Assignment,
    Evaluation,
    Figure,
    SchoolFigures,
)
from schoolmap.model.extending import extended
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.rules import Rules, rules_of
from schoolmap.model.scenario import Scenario
from schoolmap.model.state import State
from schoolmap.standards import override

IntArray = NDArray[np.int64]

KERNEL_VERSION = "1"
"""Changes whenever a number may change that an evaluation gives for the same model."""

TODAY = Scenario(name="today")


@dataclass(frozen=True)
class BeforeAfter:
    """The layouts that a scenario is about.

    Attributes
    ----------
    model
        With the rules that the scenario tries and the schools that it adds.
    before, after
        The layouts, the same where nothing changes.
    merged_into
        Last merge target of each site, -1 none; None where nothing changes.
    """

    model: LayoutModel
    before: Layout
    after: Layout
    merged_into: IntArray | None


def evaluate(
    model: LayoutModel, scenario: Scenario | None = None, *, added: Sequence[AddedSite] = ()
) -> Evaluation:
    """Return the evaluation of a county as it stands, or as a scenario changes it.

    Parameters
    ----------
    model
        The county.
    scenario
        Changes and tried rules; None for today.
    added
        The schools that the scenario opens where none is listed, in the order of their changes
        (`schoolmap.pipeline.added_sites` makes them): their site indices follow the listed ones.

    Returns
    -------
    Evaluation
        Who goes where and how, loads and rolls, indicators overall and in every cut, findings.

    Raises
    ------
    UsageError
        If a change conflicts with the model or with an earlier change.
    InputError
        If a tried rule is unknown or its figure is not acceptable.
    """
    sha256 = model.sha256
    scenario = scenario or TODAY
    both = layouts_of(model, scenario, added)
    rolled = rolled_after(both)
    assignment = both.after.assignment
    return _evaluation(
        both.model, rolled, assignment, scenario=scenario, sha256=sha256, added=added
    )


def layouts_of(
    model: LayoutModel, scenario: Scenario, added: Sequence[AddedSite] = ()
) -> BeforeAfter:
    """Return the layouts before and after the changes of a scenario: see `evaluate`.

    Who goes where depends on the layout alone, not on how many they are.
    """
    tried = _tried(model, scenario)
    refuse_conflicts(tried, scenario, added)
    whole = extended(tried, added)
    before = _layout(whole, today(whole))
    if not scenario.changes:
        return BeforeAfter(whole, before, before, None)
    result = applied(whole, scenario.changes)
    return BeforeAfter(whole, before, _layout(whole, result.state), result.merged_into)


def rolled_before(both: BeforeAfter) -> Rolled:
    """Return the schools as they stand before the changes."""
    roll = rolls_today(both.model, both.before.state, both.before.load)
    return rolled_of(both.model, roll, stock_today(both.model.sites), both.before.state)


def rolled_after(both: BeforeAfter) -> Rolled:
    """Return the schools after the changes, with what moved to them."""
    rolled = rolled_before(both)
    if both.merged_into is None:
        return rolled
    model, before, after = both.model, both.before, both.after
    moved = rolls_after(model, rolled.roll, before, after, both.merged_into)
    stock = stock_after(
        rolled.stock,
        before.state,
        after.state,
        between=moved.between,
        merged_into=both.merged_into,
        first_stage=_first_stage(before.state, model.rules),
    )
    return rolled_of(model, moved.roll, stock, after.state)


def _tried(model: LayoutModel, scenario: Scenario) -> LayoutModel:
    """Return the model with the rules that a scenario tries."""
    if not scenario.rules:
        return model
    refuse_rules(scenario)
    standards = override(model.standards, scenario.rules, file=scenario.name)
    return replace(model, standards=standards, rules=rules_of(standards))


def _layout(model: LayoutModel, state: State) -> Layout:
    assignment = assign(model, state)
    return Layout(state, assignment, loads(model, assignment))


def _first_stage(state: State, rules: Rules) -> IntArray:
    """Return the stage of each site's first grade, 0 primary or 1 junior."""
    primary_last = max(b.last for b in rules.bands if b.stage == "primary")
    return (state.first_grade > primary_last).astype(np.int64)


def _evaluation(
    model: LayoutModel,
    rolled: Rolled,
    assignment: Assignment,
    *,
    scenario: Scenario,
    sha256: str,
    added: Sequence[AddedSite],
) -> Evaluation:
    """Return every figure of a layout."""
    state = rolled.state
    trips = journeys(model, assignment)
    schools = school_figures(model, rolled, assignment, trips)
    e2sfca = village_access(model, state)
    pupils = model.villages.pupils.sum(axis=1)
    indicators = {
        **access_figures(trips, np.ones(trips.pupils.size, dtype=bool)),
        **_capacity_figures(state, schools, trips),
        "e2sfca_mean": mean_access(e2sfca, pupils),
        **equity_figures(model, rolled),
    }
    by_band, by_township, by_area_class = cuts(model, trips, e2sfca)
    return Evaluation(
        name=scenario.name,
        model_sha256=sha256,
        kernel_version=KERNEL_VERSION,
        scenario=scenario,
        added=tuple(added),
        state=state,
        assignment=assignment,
        schools=schools,
        stock=rolled.stock,
        e2sfca=e2sfca,
        indicators=indicators,
        by_band=by_band,
        by_township=by_township,
        by_area_class=by_area_class,
        length_bands=length_bands(trips, model.rules.length_classes_m),
        findings=findings(
            model, trips, assignment, schools=schools, rolled=rolled, indicators=indicators
        ),
    )


def school_figures(
    model: LayoutModel, rolled: Rolled, assignment: Assignment, trips: Journeys
) -> SchoolFigures:
    """Return the figures of every school."""
    state, roll, stage_roll = rolled.state, rolled.roll, rolled.stage_roll
    load = loads(model, assignment)
    value, shortfall = indicator_values(rolled.resources, stage_roll, model.rules)
    counted = in_scope(model, rolled, "2017")
    met, unknown, verdict = quality_2017(value, shortfall, stage_roll, counted, model.rules)
    through = through_schools(state, model.rules.bands)
    class_size, class_limit = class_sizes(model.sites, roll, stage_roll, through, model.rules)
    boarders = loads(model, assignment, mode=BOARD).sum(axis=1)
    mean_length, max_length = _lengths(model, assignment, trips)
    beyond = np.maximum(roll_totals(roll) - state.seats, 0.0)
    known = state.is_open & (state.seats != UNKNOWN)
    return SchoolFigures(
        load=load,
        roll=roll,
        over_seats=np.where(known, beyond, UNDEFINED),
        riders=loads(model, assignment, mode=RIDE).sum(axis=1),
        boarders_needed=boarders,
        bed_gap=np.maximum(boarders - state.beds, 0),
        mean_length_m=mean_length,
        max_length_m=max_length,
        stage_roll=stage_roll,
        value=value,
        shortfall=shortfall,
        is_through=through,
        is_small=small_schools(state.is_open, roll_totals(roll), model.rules.small_school_pupils),
        class_size=class_size,
        class_limit=class_limit,
        in_scope_2017=counted,
        met_2017=met,
        unknown_2017=unknown,
        verdict_2017=verdict,
    )


def _lengths(
    model: LayoutModel, assignment: Assignment, trips: Journeys
) -> tuple[NDArray[np.float64], IntArray]:
    """Return mean and longest journey of the pupils that each site takes."""
    n_site = len(model.sites)
    taken = (trips.mode != UNSERVED) & (trips.length_m >= 0)
    site = assignment.site[trips.village, trips.grade][taken]
    pupils, length = trips.pupils[taken], trips.length_m[taken]
    metres, heads = np.zeros(n_site, dtype=np.int64), np.zeros(n_site, dtype=np.int64)
    longest = np.full(n_site, -1, dtype=np.int64)
    np.add.at(metres, site, pupils * length)
    np.add.at(heads, site, pupils)
    np.maximum.at(longest, site, length)
    mean = np.where(heads > 0, metres / np.maximum(heads, 1), UNDEFINED)
    return mean, longest


def _known_beds(state: State) -> int | None:
    """Return the beds of open schools; None where no school gives any figure."""
    known = state.is_open & state.beds_known
    return int(state.beds[known].sum()) if known.any() else None


def _capacity_figures(state: State, schools: SchoolFigures, trips: Journeys) -> dict[str, Figure]:
    """Return seats, beds and sizes over open schools."""
    no_bed_in_reach = int(trips.pupils[(trips.mode == UNSERVED) & trips.may_board].sum())
    return {
        "schools_open": Figure(int(state.is_open.sum()), "school"),
        "beds": Figure(_known_beds(state), "bed"),
        "bed_gap": Figure(int(schools.bed_gap.sum()) + no_bed_in_reach, "bed"),
        "schools_over_seats": Figure(int((schools.over_seats > 0).sum()), "school"),
        "schools_under_100": Figure(int(schools.is_small.sum()), "school"),
    }
