"""Rules that are not kept, and things to look at, each with the rule that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from schoolmap.kernel.equity import Rolled, in_scope
from schoolmap.kernel.indicators import Journeys
from schoolmap.kernel.resources import dormitory_area, missing
from schoolmap.kernel.rolls import roll_totals
from schoolmap.kernel.sizes import class_stage, held_to
from schoolmap.model.evaluation import (
    NOT_MET,
    REASONS,
    UNDEFINED,
    UNSERVED,
    Assignment,
    Figure,
    Finding,
    FindingSeverity,
    SchoolFigures,
)
from schoolmap.model.grades import STAGES, GradeBand
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.resources import EDITIONS, INDICATORS, indicators_of
from schoolmap.model.state import State


def findings(
    model: LayoutModel,
    trips: Journeys,
    assignment: Assignment,
    *,
    schools: SchoolFigures,
    rolled: Rolled,
    indicators: Mapping[str, Figure],
) -> tuple[Finding, ...]:
    """Return all findings: of villages, of schools, of the county.

    Parameters
    ----------
    model
        The county.
    trips, assignment
        Who goes where.
    schools
        Figures by school.
    rolled
        Schools as the equity figures see them.
    indicators
        Figures of the county.
    """
    return (
        *_villages(model, trips, assignment),
        *_sizes(model, schools, rolled),
        *_small(model, schools),
        *_lodging(model, schools, rolled.state),
        *_buses(model, schools, rolled.state),
        *_thresholds(model, schools),
        *_county(model, indicators),
        *_undefined(model, rolled, indicators),
        *_calibration(model, schools, rolled),
    )


def _severity(model: LayoutModel, rule: str) -> FindingSeverity:
    """Return how a breach weighs: a binding figure is violated, any other is a warning."""
    return "violation" if model.standards[rule].force == "binding" else "warning"


def _villages(model: LayoutModel, trips: Journeys, assignment: Assignment) -> Iterator[Finding]:
    """Pupils who can neither walk, ride nor board: by village, band and reason."""
    unserved = np.flatnonzero(trips.mode == UNSERVED)
    reason = assignment.reason[trips.village[unserved], trips.grade[unserved]]
    keys = trips.village[unserved] * len(model.rules.bands) + trips.band[unserved]
    keys = keys * len(REASONS) + reason
    for key in np.unique(keys):
        mine = unserved[keys == key]
        band = model.rules.bands[int(trips.band[mine[0]])]
        walk_s = int(trips.walk_s[mine].max())
        yield Finding(
            rule=f"walk_limit_s.{band.id}",
            severity="warning" if band.may_board else _no_way_to_school(model, band),
            subject_type="village",
            subject_id=model.villages.ids[int(trips.village[mine[0]])],
            value=walk_s if walk_s >= 0 else None,
            limit=band.walk_limit_s,
            unit="s",
            detail=f"{band.id}:{REASONS[int(key % len(REASONS))]}",
            pupils=int(trips.pupils[mine].sum()),
        )


def _no_way_to_school(model: LayoutModel, band: GradeBand) -> FindingSeverity:
    """Return how it weighs that children who may not board can neither walk nor ride.

    They have no way to school at all, so it is a violation although the time itself is a guideline
    only; also where the county set the time (table ``study``). Where nobody did, and the time is
    this tool's assumption, it is a warning.
    """
    row = model.standards[f"walk_limit_s.{band.id}"]
    assumed = row.force == "assumption" and row.table != "study"
    return "warning" if assumed else "violation"


def _sizes(model: LayoutModel, schools: SchoolFigures, rolled: Rolled) -> Iterator[Finding]:
    """Class size, school size, seats."""
    rules, sites, seats = model.rules, model.sites, rolled.state.seats
    total = roll_totals(schools.roll)
    for j in np.flatnonzero(rolled.state.is_open & (total > 0)).tolist():
        pupils, through = float(total[j]), bool(schools.is_through[j])
        stages = held_to(schools.stage_roll[j], is_through=through)
        limit, size = float(schools.class_limit[j]), float(schools.class_size[j])
        if size != UNDEFINED and missing(pupils, limit * int(sites.classes[j])) > 0:
            rule = f"class_limit.{class_stage(stages, rules.class_limit)}"
            yield _of_school(model, j, rule, size, limit, "pupil/class")
        largest = rules.school_limit_through
        size_rule = "school_limit.through"
        if not through:
            stage = class_stage(stages, rules.school_limit)
            size_rule, largest = f"school_limit.{stage}", rules.school_limit[stage]
        if missing(pupils, largest) > 0:
            yield _of_school(model, j, size_rule, pupils, largest, "pupil")
        room = int(seats[j]) * rules.seats_full
        if int(seats[j]) != UNKNOWN and missing(pupils, room) > 0:
            yield _of_school(model, j, "seats_full", pupils, room, "pupil")


def _small(model: LayoutModel, schools: SchoolFigures) -> Iterator[Finding]:
    """Small schools, which are to be kept where children need them."""
    total = roll_totals(schools.roll)
    for j in np.flatnonzero(schools.is_small).tolist():
        limit = model.rules.small_school_pupils
        yield _note(model, j, "small_school_pupils", float(total[j]), limit, "pupil")


def _of_school(
    model: LayoutModel, site: int, rule: str, value: float, limit: float, unit: str
) -> Finding:
    return Finding(
        rule=rule,
        severity=_severity(model, rule),
        subject_type="school",
        subject_id=model.sites.ids[site],
        value=value,
        limit=limit,
        unit=unit,
    )


def _note(
    model: LayoutModel, site: int, rule: str, value: float, limit: float, unit: str
) -> Finding:
    return replace(_of_school(model, site, rule, value, limit, unit), severity="note")


def _lodging(model: LayoutModel, schools: SchoolFigures, state: State) -> Iterator[Finding]:
    """Beds and dormitory area against those who must board, by the model: not as reported."""
    sites, rules = model.sites, model.rules
    areas = dormitory_area(sites, schools.stage_roll)
    for j in np.flatnonzero(schools.boarders_needed > 0).tolist():
        boarders, beds, area = int(schools.boarders_needed[j]), int(state.beds[j]), float(areas[j])
        tests = [("beds_per_boarder", rules.beds_per_boarder, float(beds), "bed")]
        if area != UNDEFINED:
            tests.append(("dorm_area_m2", rules.dorm_area_m2, area, "m2"))
        for rule, each, have, unit in tests:
            if missing(each * boarders, have) > 0:
                found = _of_school(model, j, rule, have / boarders, each, unit)
                yield replace(found, detail="modelled_boarders", pupils=boarders)


def _buses(model: LayoutModel, schools: SchoolFigures, state: State) -> Iterator[Finding]:
    """Riders beyond the bus seats that a school reported; how often a bus goes is not known."""
    known = state.bus & (state.bus_seats > 0)
    for j in np.flatnonzero(known & (schools.riders > 0)).tolist():
        room = int(state.bus_seats[j]) * model.rules.bus_seats
        if missing(float(schools.riders[j]), room) > 0:
            yield _note(model, j, "bus_seats", int(schools.riders[j]), room, "pupil")


def _thresholds(model: LayoutModel, schools: SchoolFigures) -> Iterator[Finding]:
    """Resource thresholds, for the schools that the 2017 method counts, and its verdict."""
    least = model.rules.min_indicators_met
    for j in np.flatnonzero(schools.in_scope_2017).tolist():
        for k, stage in enumerate(STAGES):
            for i, indicator in enumerate(INDICATORS):
                if schools.shortfall[j, i, k] > 0:
                    rule = f"threshold.{indicator.name}.{stage}"
                    limit = model.rules.thresholds[indicator.name, stage]
                    value = float(schools.value[j, i, k])
                    yield _of_school(model, j, rule, value, limit, _unit(i))
            if schools.verdict_2017[j, k] == NOT_MET:
                met, unknown = int(schools.met_2017[j, k]), int(schools.unknown_2017[j, k])
                # enough are met, or may be: then one that is not lies below the share for the rest
                far = ":below_rest" if met + unknown >= least else ""
                rule = "min_indicators_met_2017"
                found = _of_school(model, j, rule, met, least, "indicator")
                yield replace(found, detail=f"{stage}{far}")


def _unit(indicator: int) -> str:
    of = INDICATORS[indicator]
    per = "pupil" if of.per == 1 else f"{of.per} pupils"
    return f"{of.resource.unit}/{per}"


def _county(model: LayoutModel, indicators: Mapping[str, Figure]) -> Iterator[Finding]:
    """差异系数 against their ceilings."""
    tests = [
        (f"cv_2017.{i.name}.{s}", f"cv_limit_2017.{s}", model.rules.cv_limits["2017", s])
        for i in indicators_of("2017")
        for s in STAGES
    ]
    tests += [
        (f"cv_2012.mean.{s}", f"cv_limit_2012.{s}", model.rules.cv_limits["2012", s])
        for s in STAGES
    ]
    for name, rule, limit in tests:
        value = indicators[name].value
        if value is not None and value > limit:
            yield Finding(
                rule=rule,
                severity=_severity(model, rule),
                subject_type="county",
                subject_id="",
                value=value,
                limit=limit,
                unit="ratio",
                detail=name,
            )


def _undefined(
    model: LayoutModel, rolled: Rolled, indicators: Mapping[str, Figure]
) -> Iterator[Finding]:
    """差异系数 that cannot be made although there are pupils: a note by edition and stage."""
    for edition in reversed(EDITIONS):
        counted = in_scope(model, rolled, edition)
        for k, stage in enumerate(STAGES):
            names = [f"cv_{edition}.{i.name}.{stage}" for i in indicators_of(edition)]
            lacking = [name for name in names if indicators[name].value is None]
            if lacking and (counted & (rolled.stage_roll[:, k] > 0)).any():
                yield Finding(
                    rule=f"cv_limit_{edition}.{stage}",
                    severity="note",
                    subject_type="county",
                    subject_id="",
                    value=None,
                    limit=model.rules.cv_limits[edition, stage],
                    unit="ratio",
                    detail=":".join(lacking),
                )


def _calibration(model: LayoutModel, schools: SchoolFigures, rolled: Rolled) -> Iterator[Finding]:
    """Schools whose reported roll and modelled load lie far apart."""
    rules, sites = model.rules, model.sites
    # the limit of such a note is the roll itself: what the load is held against
    reported = (sites.roll != UNKNOWN) | (sites.roll_by_grade[:, 0] != UNKNOWN)
    roll, load = roll_totals(schools.roll), schools.load.sum(axis=1)
    for j in np.flatnonzero(rolled.state.is_open & reported & ~sites.private):
        apart = abs(float(load[j]) - float(roll[j]))
        if apart > rules.calibration_pupils and apart > rules.calibration_share * float(roll[j]):
            yield Finding(
                rule="calibration_share",
                severity="note",
                subject_type="school",
                subject_id=sites.ids[j],
                value=int(load[j]),
                limit=float(roll[j]),
                unit="pupil",
                detail="load_against_roll",
                pupils=int(load[j]),
            )
