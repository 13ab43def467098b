"""A model, evaluated whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.access import village_access
from schoolmap.kernel.assignment import assign
from schoolmap.kernel.equity import Rolled, equity_figures, in_scope
from schoolmap.kernel.findings import findings
from schoolmap.kernel.indicators import (
    Journeys,
    access_figures,
    cuts,
    journeys,
    length_bands,
    mean_access,
)
from schoolmap.kernel.quality import quality_2017
from schoolmap.kernel.resources import indicator_values, stage_resources
from schoolmap.kernel.rolls import loads, roll_totals, rolls_today, stage_rolls
from schoolmap.kernel.sizes import class_sizes, small_schools, through_schools
from schoolmap.kernel.state import State, today
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
from schoolmap.model.layout import UNKNOWN, LayoutModel

IntArray = NDArray[np.int64]

KERNEL_VERSION = "1"
"""Changes whenever a number may change that an evaluation gives for the same model."""


def evaluate(model: LayoutModel) -> Evaluation:
    """Return the evaluation of a county as it stands.

    Parameters
    ----------
    model
        The county.

    Returns
    -------
    Evaluation
        Who goes where and how, loads and rolls, indicators overall and in every cut, findings.
    """
    state = today(model)
    assignment = assign(model, state)
    trips = journeys(model, assignment)
    rolled, schools = _schools(model, state, assignment, trips)
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
        name="today",
        model_sha256=model.sha256,
        kernel_version=KERNEL_VERSION,
        is_open=state.is_open,
        assignment=assignment,
        schools=schools,
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


def _schools(
    model: LayoutModel, state: State, assignment: Assignment, trips: Journeys
) -> tuple[Rolled, SchoolFigures]:
    load = loads(model, assignment)
    roll = rolls_today(model, state, load)
    stage_roll = stage_rolls(roll, model.rules)
    rolled = Rolled(
        roll, stage_roll, stage_resources(model.sites, stage_roll, model.rules), state.is_open
    )
    value, shortfall = indicator_values(rolled.resources, stage_roll, model.rules)
    counted = in_scope(model, rolled, "2017")
    met, unknown, verdict = quality_2017(value, shortfall, stage_roll, counted, model.rules)
    through = through_schools(state, model.rules.bands)
    class_size, class_limit = class_sizes(model.sites, roll, stage_roll, through, model.rules)
    boarders = loads(model, assignment, mode=BOARD).sum(axis=1)
    mean_length, max_length = _lengths(model, assignment, trips)
    beyond = np.maximum(roll_totals(roll) - state.seats, 0.0)
    known = state.is_open & (state.seats != UNKNOWN)
    figures = SchoolFigures(
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
    return rolled, figures


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
