"""A made-up evaluation of a made-up county: nearest school by foot, figures that add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel import TODAY
from schoolmap.kernel.movables import stock_today
from schoolmap.kernel.quality import quality_2017
from schoolmap.kernel.state import today
from schoolmap.model.evaluation import (
    Assignment,
    Evaluation,
    Figure,
    Finding,
    LengthBand,
    SchoolFigures,
)
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATORS


def evaluate(model: LayoutModel, rng: np.random.Generator) -> Evaluation:
    v, s, od = model.villages, model.sites, model.od
    n, m = len(v), len(s)
    is_open = s.status == 0
    site = np.full((n, 9), -1, dtype=np.int32)
    mode = np.full((n, 9), 3, dtype=np.int8)
    reason = np.full((n, 9), 4, dtype=np.int8)
    row = np.full((n, 9), -1, dtype=np.int64)
    origin = od.origin()
    for grade in range(1, 10):
        band = next(b for b in model.rules.bands if b.first <= grade <= b.last)
        serves = is_open & (s.first_grade <= grade) & (s.last_grade >= grade)
        fit = np.flatnonzero(serves[od.destination] & (v.component[origin] >= 0))
        order = fit[np.lexsort((od.walk_ref_s[fit], origin[fit]))]
        at, first = np.unique(origin[order], return_index=True)
        rows = order[first]
        walk = np.floor(od.walk_ref_s[rows] / band.walk_speed_m_s + 0.5)
        ride = (od.ride_s[rows] >= 0) & (od.ride_s[rows] <= band.ride_limit_s)
        choice = np.select(
            [walk <= band.walk_limit_s, ride & s.bus[od.destination[rows]]],
            [0, 1],
            2 if band.may_board else 3,
        )
        site[at, grade - 1], row[at, grade - 1] = od.destination[rows], rows
        mode[at, grade - 1] = choice
        reason[at, grade - 1] = np.where(choice == 3, 5, 0)
    load = np.zeros((m, 9), dtype=np.int64)
    for grade in range(9):
        served = mode[:, grade] != 3
        np.add.at(load[:, grade], site[served, grade], v.pupils[served, grade])
    assignment = Assignment(site=site, mode=mode, reason=reason, row=row)
    schools = _school_figures(model, load, rng)
    indicators = _indicators(model, assignment, schools)
    towns = {
        t: _share(model, assignment, np.array(v.townships) == t) for t in sorted(set(v.townships))
    }
    areas = {"镇区": v.area_class == 121, "乡村": v.area_class == 220}
    return Evaluation(
        name="today",
        model_sha256=model.sha256,
        kernel_version="1",
        scenario=TODAY,
        added=(),
        state=today(model),
        assignment=assignment,
        schools=schools,
        stock=stock_today(model.sites),
        e2sfca=np.round(rng.gamma(3, 0.4, n), 4),
        indicators=indicators,
        by_band={
            b.id: _share(model, assignment, np.ones(n, bool), b.first, b.last)
            for b in model.rules.bands
        },
        by_township=towns,
        by_area_class={k: _share(model, assignment, mask) for k, mask in areas.items()},
        length_bands=_length_bands(model, assignment),
        findings=_findings(model, schools, assignment),
    )


def _school_figures(
    model: LayoutModel, load: NDArray[np.int64], rng: np.random.Generator
) -> SchoolFigures:
    s = model.sites
    m = len(s)
    roll = load.astype(np.float64)
    total = roll.sum(axis=1)
    value = np.round(rng.gamma(3, 1.6, (m, len(INDICATORS), 2)), 3)
    value[:, 5] *= 600
    stage = np.stack([roll[:, :6].sum(axis=1), roll[:, 6:].sum(axis=1)], axis=1)
    value[np.repeat((stage == 0)[:, None], len(INDICATORS), axis=1)] = -1.0
    shortfall = np.full(value.shape, -1.0)
    for i, indicator in enumerate(INDICATORS):
        for k, key in enumerate(("primary", "junior")):
            limit = model.rules.thresholds.get((indicator.name, key))
            if limit is not None:
                gap = np.maximum(0.0, limit - value[:, i, k]) * stage[:, k] / indicator.per
                shortfall[:, i, k] = np.where(value[:, i, k] < 0, -1.0, gap)
    return SchoolFigures(
        load=load,
        roll=roll,
        over_seats=np.where(s.seats < 0, -1.0, np.maximum(0, total - s.seats)),
        riders=load[:, 0] // 2,
        boarders_needed=load[:, 8],
        bed_gap=np.maximum(0, load[:, 8] - s.beds),
        mean_length_m=np.where(total > 0, 2310.25, -1.0),
        max_length_m=np.where(total > 0, 7800, -1),
        stage_roll=stage,
        value=value,
        shortfall=shortfall,
        **_standing(model, total, stage, value, shortfall),
    )


def _standing(
    model: LayoutModel,
    total: NDArray[np.float64],
    stage: NDArray[np.float64],
    value: NDArray[np.float64],
    shortfall: NDArray[np.float64],
) -> dict[str, Any]:
    s, rules = model.sites, model.rules
    limits = np.array([rules.class_limit["primary"], rules.class_limit["junior"]])
    known = (s.classes > 0) & (total > 0) & (s.senior_pupils <= 0)
    in_scope = (s.status == 0) & (s.type_code != 218)
    met, unknown, verdict = quality_2017(value, shortfall, stage, in_scope, rules)
    return {
        "is_through": (s.status == 0) & (s.first_grade <= 6) & (s.last_grade >= 7),
        "is_small": (s.status == 0) & (total > 0) & (total < rules.small_school_pupils),
        "class_size": np.where(known, total / np.maximum(s.classes, 1), -1.0),
        "class_limit": np.where(total > 0, np.where(stage > 0, limits, -1.0).max(axis=1), -1.0),
        "in_scope_2017": in_scope,
        "met_2017": met,
        "unknown_2017": unknown,
        "verdict_2017": verdict,
    }


def _length_bands(model: LayoutModel, assignment: Assignment) -> tuple[LengthBand, ...]:
    pupils, row = model.villages.pupils, assignment.row
    length = model.od.length_m[np.maximum(row, 0)]
    rows, below = [], -1
    for limit in (*model.rules.length_classes_m, None):
        inside = (row >= 0) & (length > below) & (True if limit is None else length <= limit)
        rows.append(LengthBand(limit, int(pupils[inside].sum())))
        below = limit or 0
    return (*rows, LengthBand(None, int(pupils[row < 0].sum()), no_journey=True))


def _share(
    model: LayoutModel,
    assignment: Assignment,
    mask: NDArray[np.bool_],
    first: int = 1,
    last: int = 9,
) -> Mapping[str, Figure]:
    span = slice(first - 1, last)
    pupils = model.villages.pupils[mask, span]
    mode, row = assignment.mode[mask, span], assignment.row[mask, span]
    length = np.where(row >= 0, model.od.length_m[np.maximum(row, 0)], 0)
    total = int(pupils.sum())
    near = int((pupils * (row >= 0)).sum())
    mean = float((pupils * length).sum() / near) if near else None
    ordered = np.argsort(length.ravel(), kind="stable")
    weights = (pupils * (row >= 0)).ravel()[ordered].cumsum()
    p90 = int(length.ravel()[ordered][np.searchsorted(weights * 10, 9 * near)]) if near else None
    walk = int((pupils * (mode == 0)).sum())
    return {
        "pupils": Figure(total, "pupil"),
        "mean_length_m": Figure(mean, "m"),
        "p90_length_m": Figure(p90, "m"),
        "share_walk_limit": Figure(walk / total if total else None, "share"),
        "pupils_walk": Figure(walk, "pupil"),
        "pupils_ride": Figure(int((pupils * (mode == 1)).sum()), "pupil"),
        "pupils_board": Figure(int((pupils * (mode == 2)).sum()), "pupil"),
        "pupils_unserved": Figure(int((pupils * (mode == 3)).sum()), "pupil"),
    }


def _indicators(
    model: LayoutModel, assignment: Assignment, schools: SchoolFigures
) -> Mapping[str, Figure]:
    found = dict(_share(model, assignment, np.ones(len(model.villages), bool)))
    found["schools_open"] = Figure(int((model.sites.status == 0).sum()), "school")
    found["board_need"] = Figure(int(schools.boarders_needed.sum()), "pupil")
    found["beds"] = Figure(int(model.sites.beds.sum()), "bed")
    found["bed_gap"] = Figure(int(schools.bed_gap.sum()), "bed")
    found["schools_over_seats"] = Figure(int((schools.over_seats > 0).sum()), "school")
    found["schools_under_100"] = Figure(int((schools.roll.sum(axis=1) < 100).sum()), "school")
    for i, indicator in enumerate(INDICATORS):
        for k, stage in enumerate(("primary", "junior")):
            name = f"{indicator.name}.{stage}"
            if "2017" in indicator.editions:
                found[f"cv_2017.{name}"] = Figure(0.21 + 0.04 * i + 0.05 * k, "ratio")
            found[f"gap_urban_rural.{name}"] = Figure(None if i == 3 else 0.8 + 0.05 * i, "ratio")
    return found


def _findings(
    model: LayoutModel, schools: SchoolFigures, assignment: Assignment
) -> tuple[Finding, ...]:
    found = [
        Finding(
            "cv_limit_2017.primary", "violation", "county", "", 0.61, 0.5, "ratio", "equipment_yuan"
        )
    ]
    roll = schools.roll.sum(axis=1)
    for i, site in enumerate(model.sites.ids):
        if schools.over_seats[i] > 0:
            found.append(
                Finding(
                    "class_limit.primary",
                    "violation",
                    "school",
                    site,
                    float(roll[i]),
                    int(model.sites.seats[i]),
                    "pupil",
                )
            )
        if 0 < roll[i] < 100:
            found.append(
                Finding("small_school_pupils", "note", "school", site, float(roll[i]), 100, "pupil")
            )
    for i, village in enumerate(model.villages.ids):
        lost = int(model.villages.pupils[i, assignment.mode[i] == 3].sum())
        if lost:
            detail = "lower_primary band_may_not_board"
            found.append(
                Finding(
                    "walk_limit_s.lower_primary",
                    "violation",
                    "village",
                    village,
                    4000,
                    1800,
                    "s",
                    detail,
                    lost,
                )
            )
    return tuple(found)
