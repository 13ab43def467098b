"""Rules that are not kept, and things to look at, each with the rule that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from schoolmap.kernel.equity import Rolled, in_scope
from schoolmap.kernel.indicators import Journeys
from schoolmap.kernel.rolls import roll_totals
from schoolmap.model.evaluation import (
    REASONS,
    UNDEFINED,
    UNSERVED,
    Assignment,
    Figure,
    Finding,
    FindingSeverity,
    SchoolFigures,
)
from schoolmap.model.grades import STAGES
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.resources import INDICATORS, RESOURCE_INDEX, indicators_of


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
        *_lodging(model, schools),
        *_thresholds(model, schools, rolled),
        *_county(model, indicators),
        *_calibration(model, schools, rolled),
    )


def _severity(model: LayoutModel, rule: str) -> FindingSeverity:
    """Return how a breach weighs: a binding figure is violated, any other is a warning."""
    return "violation" if model.standards[rule].force == "binding" else "warning"


def _villages(model: LayoutModel, trips: Journeys, assignment: Assignment) -> Iterator[Finding]:
    """Pupils who can neither walk, ride nor board: by village and band."""
    unserved = np.flatnonzero(trips.mode == UNSERVED)
    keys = trips.village[unserved] * len(model.rules.bands) + trips.band[unserved]
    for key in np.unique(keys):
        mine = unserved[keys == key]
        band = model.rules.bands[int(trips.band[mine[0]])]
        village, grade = int(trips.village[mine[0]]), int(trips.grade[mine[0]])
        walk_s = int(trips.walk_s[mine].max())
        yield Finding(
            rule=f"walk_limit_s.{band.id}",
            # children who may not board have no way to school at all
            severity="warning" if band.may_board else "violation",
            subject_type="village",
            subject_id=model.villages.ids[village],
            value=walk_s if walk_s >= 0 else None,
            limit=band.walk_limit_s,
            unit="s",
            detail=f"{band.id}:{REASONS[int(assignment.reason[village, grade])]}",
            pupils=int(trips.pupils[mine].sum()),
        )


def _sizes(model: LayoutModel, schools: SchoolFigures, rolled: Rolled) -> Iterator[Finding]:
    """Class size, school size, seats, small schools."""
    rules, sites = model.rules, model.sites
    total = roll_totals(schools.roll)
    for j in np.flatnonzero(rolled.is_open & (total > 0)):
        pupils = float(total[j])
        primary, junior = (float(p) for p in schools.stage_roll[j])
        stage = STAGES[0] if primary > 0 else STAGES[1]
        through = primary > 0 and junior > 0
        # a through school reports its classes together, so it is held to the larger limit
        class_stage = max(STAGES, key=lambda s: rules.class_limit[s]) if through else stage
        limit = rules.class_limit[class_stage]
        classes = int(sites.classes[j])
        if classes > 0 and pupils / classes > limit:
            yield _of_school(
                model, int(j), f"class_limit.{class_stage}", pupils / classes, limit, "pupil/class"
            )
        size_rule = "school_limit.through" if through else f"school_limit.{stage}"
        size = rules.school_limit_through if through else rules.school_limit[stage]
        if pupils > size:
            yield _of_school(model, int(j), size_rule, pupils, size, "pupil")
        room = int(sites.seats[j]) * rules.seats_full
        if int(sites.seats[j]) != UNKNOWN and pupils > room:
            yield _of_school(model, int(j), "seats_full", pupils, room, "pupil")
        if pupils < rules.small_school_pupils and primary > 0 and not through:
            yield Finding(
                rule="small_school_pupils",
                severity="note",
                subject_type="school",
                subject_id=sites.ids[j],
                value=pupils,
                limit=rules.small_school_pupils,
                unit="pupil",
            )


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


def _lodging(model: LayoutModel, schools: SchoolFigures) -> Iterator[Finding]:
    """Beds and dormitory area against those who must board."""
    sites, rules = model.sites, model.rules
    dorm = RESOURCE_INDEX["dorm_area_m2"]
    for j in np.flatnonzero(schools.boarders_needed > 0):
        boarders, beds = int(schools.boarders_needed[j]), int(sites.beds[j])
        if boarders * rules.beds_per_boarder > beds:
            yield _of_school(
                model, int(j), "beds_per_boarder", beds / boarders, rules.beds_per_boarder, "bed"
            )
        area = int(sites.resources[j, dorm])
        if area != UNKNOWN:
            per_boarder = (area / 100) / boarders
            if per_boarder < rules.dorm_area_m2:
                yield _of_school(
                    model, int(j), "dorm_area_m2", per_boarder, rules.dorm_area_m2, "m2"
                )


def _thresholds(model: LayoutModel, schools: SchoolFigures, rolled: Rolled) -> Iterator[Finding]:
    """Resource thresholds, for the schools that the 2017 method counts."""
    counted = in_scope(model, rolled, "2017")
    tested = {i.name for i in indicators_of("2017")}
    for j in np.flatnonzero(counted):
        for k, stage in enumerate(STAGES):
            met = known = 0
            for i, indicator in enumerate(INDICATORS):
                value, missing = float(schools.value[j, i, k]), float(schools.shortfall[j, i, k])
                if missing == UNDEFINED:
                    continue
                known += indicator.name in tested
                met += indicator.name in tested and missing <= 0
                if missing > 0:
                    rule = f"threshold.{indicator.name}.{stage}"
                    limit = model.rules.thresholds[indicator.name, stage]
                    yield _of_school(model, int(j), rule, value, limit, _unit(i))
            least = model.rules.min_indicators_met
            if known == len(tested) and met < least:
                yield _of_school(model, int(j), "min_indicators_met_2017", met, least, "indicator")


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


def _calibration(model: LayoutModel, schools: SchoolFigures, rolled: Rolled) -> Iterator[Finding]:
    """Schools whose reported roll and modelled load lie far apart."""
    rules, sites = model.rules, model.sites
    reported = (sites.roll != UNKNOWN) | (sites.roll_by_grade[:, 0] != UNKNOWN)
    roll, load = roll_totals(schools.roll), schools.load.sum(axis=1)
    for j in np.flatnonzero(rolled.is_open & reported & ~sites.private):
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
