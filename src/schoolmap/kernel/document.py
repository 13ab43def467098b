"""Two evaluations side by side as plain data: what changes for whom (evaluation.json)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from schoolmap.model.evaluation import UNDEFINED, Assignment, Evaluation, Figure, Finding
from schoolmap.model.grades import STAGES, GradeBand
from schoolmap.model.journeys import Journey, journey
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.resources import INDICATORS
from schoolmap.model.scenario import FORMAT, VERSION, Change, Open, Place, Scenario

Plain = dict[str, object]


def evaluation_document(
    model: LayoutModel, extended: LayoutModel, before: Evaluation, after: Evaluation
) -> Plain:
    """Return what changes between two evaluations.

    Parameters
    ----------
    model, extended
        The county as `before` sees it; and as `after` does, with the schools that it adds and
        under the rules that it tries.
    before
        Of today, under the rules that `after` was tried with.
    after
        Of the scenario.

    Returns
    -------
    dict
        ``scenario``, the figures ``before`` and ``after``, the ``villages`` and ``schools`` that
        change, the ``findings`` after and those that are ``solved`` (or gone with a closed
        school). Unknown and undefined are None.
    """
    was = {_key(f) for f in before.findings}
    now = {_key(f) for f in after.findings}
    # what a closed school fell short of is gone with it, which is no gain
    gone = {school for j, school in enumerate(extended.sites.ids) if not after.is_open[j]}
    return {
        "format": "schoolmap-evaluation",
        "version": 1,
        "scenario": scenario_document(after.scenario),
        "model_sha256": after.model_sha256,
        "kernel_version": after.kernel_version,
        "before": figures_document(before.indicators),
        "after": figures_document(after.indicators),
        "villages": _villages(model, extended, before, after),
        "schools": _schools(model, extended, before, after),
        "findings": [
            {**_finding(f), "standing": "as_before" if _key(f) in was else "new"}
            for f in after.findings
        ],
        "solved": [
            {**_finding(f), "standing": "closed" if f.subject_id in gone else "solved"}
            for f in before.findings
            if _key(f) not in now
        ],
    }


def scenario_document(scenario: Scenario) -> Plain:
    """Return a scenario as its file holds it; what a change leaves open is left out."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": scenario.name,
        "model_sha256": scenario.model_sha256,
        "kernel_version": scenario.kernel_version,
        "rules": {k: list(v) if isinstance(v, tuple) else v for k, v in scenario.rules.items()},
        "changes": [change_document(change) for change in scenario.changes],
    }


def change_document(change: Change) -> Plain:
    """Return a change as a scenario file holds it."""
    fields = {k: v for k, v in vars(change).items() if v is not None and k != "at"}
    if isinstance(change, Open):
        fields = {k: v for k, v in fields.items() if v != ""}
        if change.at is not None:
            fields["at"] = _place(change.at)
    return {"op": change.op, **fields}


def _place(place: Place) -> Plain:
    if place.edge < 0:
        return {"x_mm": place.x_mm, "y_mm": place.y_mm}
    return {"edge": place.edge, "offset_mm": place.offset_mm}


def figures_document(figures: Mapping[str, Figure]) -> Plain:
    """Return figures by id as value and unit."""
    return {name: {"value": f.value, "unit": f.unit} for name, f in figures.items()}


def _key(finding: Finding) -> tuple[str, str, str, str]:
    """Return what makes two findings the same one, whatever their values."""
    return (finding.rule, finding.subject_type, finding.subject_id, finding.detail)


def _finding(finding: Finding) -> Plain:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "subject_type": finding.subject_type,
        "subject_id": finding.subject_id,
        "value": finding.value,
        "limit": finding.limit,
        "unit": finding.unit,
        "detail": finding.detail,
        "pupils": finding.pupils,
    }


def _villages(
    model: LayoutModel, extended: LayoutModel, before: Evaluation, after: Evaluation
) -> list[Plain]:
    """Return the runs of grades whose school, way of travel or reason changes, with pupils."""
    a, b = before.assignment, after.assignment
    changed = (a.site != b.site) | (a.mode != b.mode) | (a.reason != b.reason)
    pupils = model.villages.pupils
    # rows of an assignment are those of its own journeys; both were made under the same rules
    own = replace(model, rules=extended.rules)
    found: list[Plain] = []
    for i in (changed & (pupils > 0)).any(axis=1).nonzero()[0].tolist():
        for band in model.rules.bands:
            for first, last in _changed_runs(a, b, i, band):
                total = int(pupils[i, first - 1 : last].sum())
                if total > 0:
                    found.append(
                        {
                            "village_id": model.villages.ids[i],
                            "grades": _span(first, last),
                            "band": band.id,
                            "pupils": total,
                            "before": _way(own, journey(own, a, i, first)),
                            "after": _way(extended, journey(extended, b, i, first)),
                        }
                    )
    return found


def _changed_runs(
    a: Assignment, b: Assignment, village: int, band: GradeBand
) -> Iterator[tuple[int, int]]:
    """Give first and last grade of each run that changes in one way."""

    def standing(assignment: Assignment, grade: int) -> tuple[int, int, int]:
        at = (village, grade - 1)
        columns = (assignment.site, assignment.mode, assignment.reason)
        site, mode, reason = (int(c[at]) for c in columns)
        return site, mode, reason

    keyed = [((standing(a, g), standing(b, g)), g) for g in band.grades]
    for (was, now), members in groupby(keyed, key=itemgetter(0)):
        grades = [g for _, g in members]
        if was != now:
            yield grades[0], grades[-1]


def _way(model: LayoutModel, way: Journey) -> Plain:
    return {
        "school_id": model.sites.ids[way.site] if way.site >= 0 else None,
        "length_m": way.length_m,
        "walk_s": way.walk_s,
        "ride_s": way.ride_s,
        "mode": way.mode,
        "reason": way.reason or None,
    }


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _schools(
    model: LayoutModel, extended: LayoutModel, before: Evaluation, after: Evaluation
) -> list[Plain]:
    found: list[Plain] = []
    for j, school in enumerate(extended.sites.ids):
        was = _school(before, j) if j < len(model.sites) else None
        now = _school(after, j)
        if was != now:
            found.append({"school_id": school, "before": was, "after": now})
    return found


def _school(evaluation: Evaluation, j: int) -> Plain:
    state, f = evaluation.state, evaluation.schools
    return {
        "open": bool(state.is_open[j]),
        "grades": _span(int(state.first_grade[j]), int(state.last_grade[j])),
        "roll": _total(f.roll[j].tolist()),
        "load": int(f.load[j].sum()),
        "seats": _known(int(state.seats[j])),
        "over_seats": _defined(float(f.over_seats[j])),
        "beds": int(state.beds[j]) if state.beds_known[j] else None,
        "boarders_needed": int(f.boarders_needed[j]),
        "bed_gap": int(f.bed_gap[j]),
        "bus": bool(state.bus[j]),
        "riders": int(f.riders[j]),
        "class_size": _defined(float(f.class_size[j])),
        "mean_length_m": _defined(float(f.mean_length_m[j])),
        "max_length_m": _known(int(f.max_length_m[j])),
        "values": {
            f"{indicator.name}.{stage}": _defined(float(f.value[j, i, k]))
            for i, indicator in enumerate(INDICATORS)
            for k, stage in enumerate(STAGES)
            if f.stage_roll[j, k] > 0
        },
    }


def _total(roll: list[float]) -> float:
    """Return the roll, grades added in order."""
    total = 0.0
    for pupils in roll:
        total += pupils
    return total


def _known(value: int) -> int | None:
    return None if value == UNKNOWN else value


def _defined(value: float) -> float | None:
    return None if value == UNDEFINED else value
