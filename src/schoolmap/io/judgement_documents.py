"""Rulings, checklist and the affected as JSON: what evaluation.json says besides the figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from schoolmap.model.affected import Affected, AffectedRun, AffectedSchool, SchoolStanding
from schoolmap.model.journeys import Journey
from schoolmap.model.layout import LayoutModel
from schoolmap.model.ruling import Judgement, PackRule, Ruling, Step

Plain = dict[str, object]


def judgement_document(judgement: Judgement) -> Plain:
    """Return how the plan stands, ``rules``, ``rulings``, ``procedure`` and what was set aside.

    Parameters
    ----------
    judgement
        Of one plan.
    """
    pack = judgement.pack
    return {
        "standing": judgement.standing,
        "packs": list(pack.names),
        "rules": [_rule(rule, judgement) for rule in pack.rules],
        "rules_set_aside": [
            {"id": a.rule.id, "zh": a.rule.zh, "en": a.rule.en, "pack": a.pack, "reason": a.reason}
            for a in pack.set_aside
        ],
        "rulings": [_ruling(ruling) for ruling in judgement.rulings],
        "procedure": [_step(step) for step in judgement.steps],
    }


def verdict_counts(judgement: Judgement) -> Plain:
    """Return how many rules have which verdict, by the worst ruling on each."""
    return dict(Counter(judgement.verdict(rule.id) for rule in judgement.pack.rules))


def _rule(rule: PackRule, judgement: Judgement) -> Plain:
    figure = judgement.pack.figures.get(rule.figure)
    return {
        "id": rule.id,
        "kind": rule.kind,
        "bar": rule.bar,
        "severity": rule.severity,
        "verdict": judgement.verdict(rule.id),
        "zh": rule.zh,
        "en": rule.en,
        "clause": rule.clause,
        "source": rule.source,
        "year": rule.year,
        "force": rule.force,
        "verified": rule.verified,
        "note": rule.note,
        "pack": rule.pack,
        "figure": None
        if figure is None
        else {
            "id": figure.id,
            "value": list(figure.value) if isinstance(figure.value, tuple) else figure.value,
            "unit": figure.unit,
            "clause": figure.clause,
            "source": figure.source,
            "force": figure.force,
            "verified": figure.verified,
            "table": figure.table,
        },
    }


def _ruling(ruling: Ruling) -> Plain:
    return asdict(ruling)


def _step(step: Step) -> Plain:
    return {**asdict(step), "evidence": list(step.evidence), "rules": list(step.rules)}


def affected_document(
    model: LayoutModel, affected: Affected, *, trips: tuple[int, int] | None = None
) -> Plain:
    """Return ``affected``: who is, village by village and school by school.

    Parameters
    ----------
    model
        As the plan sees it, with the schools that it adds.
    affected
        Of the plan.
    trips
        Ways of a week of who goes daily and of who boards; the weekly burden is left out where it
        is None.
    """
    return {
        "total": asdict(affected.total),
        "by_band": {band: asdict(tally) for band, tally in affected.by_band.items()},
        "villages": [_run(model, run, trips) for run in affected.runs],
        "schools": [_school(model, school) for school in affected.schools],
        "county": [asdict(change) for change in affected.county],
    }


def _run(model: LayoutModel, run: AffectedRun, trips: tuple[int, int] | None) -> Plain:
    villages = model.villages
    document: Plain = {
        "village_id": villages.ids[run.village],
        "name": villages.names[run.village],
        "township": villages.townships[run.village],
        "band": model.rules.bands[run.band].id,
        "grades": run.grades,
        "pupils": run.pupils,
        "by_grade": list(run.by_grade),
        "before": _way(model, run.before),
        "after": _way(model, run.after),
        "effect": run.effect,
        "newly": run.newly or None,
        "added_m": run.added_m,
        "added_s": run.added_s,
        "one_way_before_m": run.one_way_before_m,
        "one_way_after_m": run.one_way_after_m,
    }
    if trips is not None:
        document["weekly"] = {
            "daily_before_m": run.one_way_before_m * trips[0],
            "daily_after_m": run.one_way_after_m * trips[0],
            "weekly_before_m": run.one_way_before_m * trips[1],
            "weekly_after_m": run.one_way_after_m * trips[1],
            "as_assigned_before_m": run.one_way_before_m * trips[run.before.mode == "board"],
            "as_assigned_after_m": run.one_way_after_m * trips[run.after.mode == "board"],
        }
    return document


def _way(model: LayoutModel, way: Journey) -> Plain:
    return {
        "school_id": model.sites.ids[way.site] if way.site >= 0 else None,
        "length_m": way.length_m,
        "walk_s": way.walk_s,
        "ride_s": way.ride_s,
        "ride_length_m": way.ride_length_m,
        "mode": way.mode,
        "reason": way.reason or None,
    }


def _school(model: LayoutModel, school: AffectedSchool) -> Plain:
    return {
        "school_id": model.sites.ids[school.site],
        "name": model.sites.names[school.site],
        "standing": school.standing,
        "arriving": school.arriving,
        "leaving": school.leaving,
        "before": None if school.before is None else _standing(school.before),
        "after": _standing(school.after),
    }


def _standing(standing: SchoolStanding) -> Plain:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(standing).items()
    }
