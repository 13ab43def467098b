"""A plan held against today, turned into what its dossier says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from schoolmap.errors import Language
from schoolmap.kernel.document import evaluation_document
from schoolmap.model.affected import Affected, AffectedRun, AffectedSchool, Standing
from schoolmap.model.beds import bed_gap_of
from schoolmap.model.comparison import Plan
from schoolmap.model.evaluation import UNDEFINED, Finding
from schoolmap.model.journeys import Journey
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import Standard
from schoolmap.model.scenario import Change, Close, Merge
from schoolmap.model.scenario_words import change_words, scenario_names
from schoolmap.model.wording import (
    finding_message,
    one_language,
    quantity,
    rule_name,
    say,
    status_words,
    subject_name,
)
from schoolmap.report.dossier_content import (
    Dossier,
    Head,
    Held,
    Kind,
    Movement,
    Note,
    SchoolChange,
    Way,
    Ways,
)
from schoolmap.report.method_text import slope_text

_KIND: Mapping[Standing, Kind] = {
    "closes": "closed",
    "reduced": "reduced",
    "receives": "receiving",
    "opens": "opened",
    "other": "changed",
}
_IDLE_SPACE = re.compile(r"(?<=[\u4e00-\u9fff）]) (?=[\u4e00-\u9fff（])")
"""Between Chinese words, where an id stood."""
_ORDER: tuple[Kind, ...] = ("closed", "reduced", "receiving", "opened", "changed")
_HEADS = ("cv_2017", "cv_2012", "gap_urban_rural")
_FIGURES = (
    "pupils",
    "schools_open",
    "pupils_walk",
    "pupils_ride",
    "pupils_board",
    "pupils_unserved",
    "mean_length_m",
    "p90_length_m",
    "max_length_m",
    "share_walk_limit",
    "board_need",
    "bed_gap",
    "schools_over_seats",
    "schools_under_100",
)


@dataclass(frozen=True)
class _Case:
    """A plan, the county that it is for, and the names of places."""

    model: LayoutModel
    plan: Plan
    language: Language
    names: Mapping[str, str]


def dossier_of(
    model: LayoutModel,
    plan: Plan,
    affected: Affected,
    *,
    language: Language,
    simulated: bool = False,
    ways: Ways | None = None,
) -> Dossier:
    """Return what the dossier of a plan says, as far as its evaluation tells it.

    Parameters
    ----------
    model
        The county, without added schools.
    plan
        Held against today.
    affected
        Whom it affects.
    language
        Of the document.
    simulated
        Whether the data are invented.
    ways
        Ways a week; None leaves the weekly travel out.

    Returns
    -------
    Dossier
        Without rulings, procedure, years and costs: `dataclasses.replace` puts them in (see
        `schoolmap.report.dossier_feeds`).
    """
    case = _Case(model, plan, language, scenario_names(model, plan.scenario, language))
    every = [_movement(case, run) for run in affected.runs]
    schools = _schools(case, affected, every)
    return Dossier(
        head=_head(case, simulated=simulated),
        movements=_by_school([m for m in every if _served(m)], schools),
        left_out=_by_school([m for m in every if not _served(m)], schools),
        schools=schools,
        notes=_notes(case),
        figures=_figures(plan),
        standards=plan.seen.standards,
        ways=ways,
    )


def _head(case: _Case, *, simulated: bool) -> Head:
    model, plan, language = case.model, case.plan, case.language
    tried = [
        _tried(plan.seen.standards, rule, value, language)
        for rule, value in plan.scenario.rules.items()
    ]
    changes = plan.scenario.changes
    return Head(
        county=model.name,
        plan=plan.name,
        year=model.year,
        language=language,
        sha256=plan.after.model_sha256,
        kernel_version=plan.after.kernel_version,
        simulated=simulated,
        estimated=model.estimated,
        slope="" if model.estimated else say(slope_text(model.slope), language),
        changes=tuple(_phrase(c, case.names, language) for c in changes),
        other_changes=tuple(
            _phrase(c, case.names, language) for c in changes if not _closes(c, plan)
        ),
        tried=tuple(tried),
    )


def _closes(change: Change, plan: Plan) -> bool:
    """Return whether a change closes a school that stays closed."""
    if not isinstance(change, Close | Merge):
        return False
    return not plan.after.is_open[plan.seen.sites.ids.index(change.school)]


def _tried(standards: Mapping[str, Standard], rule: str, value: object, language: Language) -> str:
    row = standards.get(rule)
    unit = "" if row is None else row.unit
    shown = quantity(value, unit, language) if isinstance(value, int | float) else str(value)
    return f"{rule_name(rule, standards, language)} {shown}"


def _phrase(change: Change, names: Mapping[str, str], language: Language) -> str:
    """Return a change in words, without ids: Excel has them."""
    text = change_words(change, names, language)
    for subject, name in names.items():
        text = text.replace(f"{subject} {name}", name)
    return _IDLE_SPACE.sub("", text) if language == "zh" else text


def _movement(case: _Case, run: AffectedRun) -> Movement:
    places = case.model.villages
    by_grade = [0] * places.pupils.shape[1]
    by_grade[run.first - 1 : run.last] = run.by_grade
    return Movement(
        village_id=places.ids[run.village],
        village=places.names[run.village],
        admin_village=places.admin_villages[run.village],
        township=places.townships[run.village],
        band=case.plan.seen.rules.bands[run.band].id,
        grades=run.grades,
        by_grade=tuple(by_grade),
        before=_way(case, run.before),
        after=_way(case, run.after),
    )


def _way(case: _Case, way: Journey) -> Way:
    """Return the way as it is travelled: the path on foot, or the ride."""
    school = case.plan.seen.sites.ids[way.site] if way.site >= 0 else ""
    walked, served = way.mode == "walk", way.mode != "unserved"
    length = way.length_m if walked else way.ride_length_m
    seconds = way.walk_s if walked else way.ride_s
    return Way(
        school_id=school,
        school=case.names.get(school, school),
        mode=way.mode,
        reason=way.reason,
        length_m=length if served else None,
        seconds=seconds if served else None,
    )


def _served(movement: Movement) -> bool:
    return not movement.before.mode == movement.after.mode == "unserved"


def _schools(
    case: _Case, affected: Affected, movements: Sequence[Movement]
) -> tuple[SchoolChange, ...]:
    found = [_school(case, school, movements) for school in affected.schools]
    return tuple(sorted(found, key=lambda s: _ORDER.index(s.kind)))


def _school(case: _Case, school: AffectedSchool, movements: Sequence[Movement]) -> SchoolChange:
    sites, j = case.plan.seen.sites, school.site
    kind, limit = _KIND[school.standing], float(case.plan.after.schools.class_limit[j])
    return SchoolChange(
        school_id=sites.ids[j],
        name=case.names.get(sites.ids[j], sites.ids[j]),
        township=sites.townships[j],
        kind=kind,
        before=school.before,
        after=school.after,
        arriving=school.arriving,
        leaving=school.leaving,
        class_limit=None if limit == UNDEFINED else limit,
        into=_into(case, sites.ids[j], movements) if kind in {"closed", "reduced"} else (),
    )


def _into(case: _Case, school: str, movements: Sequence[Movement]) -> tuple[str, ...]:
    """Return the names of the schools that a school's pupils go to, most pupils first."""
    counts: Counter[str] = Counter()
    for change in case.plan.scenario.changes:
        if isinstance(change, Merge) and change.school == school:
            counts[case.names.get(change.into, change.into)] += 0
    for m in movements:
        if m.before.school_id == school and m.before.mode != "unserved" != m.after.mode:
            counts[m.after.school] += m.pupils
    return tuple(name for name, _ in counts.most_common())


def _by_school(
    movements: Sequence[Movement], schools: Sequence[SchoolChange]
) -> tuple[Movement, ...]:
    """Return movements by the school that they leave, closed ones first, then by the new one."""
    order = {s.school_id: k for k, s in enumerate(schools)}
    last = len(order)

    def place(m: Movement) -> tuple[int, int, str]:
        after = m.after.school_id if m.after.mode != "unserved" else ""
        return order.get(m.before.school_id, last), order.get(after, last), after

    return tuple(sorted(movements, key=place))


def _notes(case: _Case) -> tuple[Note, ...]:
    """Return the findings that are new, then those that are gone."""
    plan = case.plan
    document = evaluation_document(case.model, plan.seen, plan.before, plan.after)
    new = {_key(f) for f in _objects(document["findings"]) if f["standing"] == "new"}
    gone = {_key(f): str(f["standing"]) for f in _objects(document["solved"])}
    found = [_note(case, f, "new") for f in plan.after.findings if _same(f) in new]
    for finding in plan.before.findings:
        standing = gone.get(_same(finding))
        if standing is not None:
            found.append(_note(case, finding, "closed" if standing == "closed" else "solved"))
    return tuple(found)


def _objects(value: object) -> list[dict[str, object]]:
    return [dict(item) for item in value] if isinstance(value, list) else []


def _key(item: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(item[k]) for k in ("rule", "subject_type", "subject_id", "detail"))


def _same(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.subject_type, finding.subject_id, finding.detail


def _note(case: _Case, finding: Finding, standing: Literal["new", "solved", "closed"]) -> Note:
    seen, language = case.plan.seen, case.language
    row = seen.standards.get(finding.rule)
    return Note(
        rule=finding.rule,
        name=rule_name(finding.rule, seen.standards, language),
        subject=subject_name(finding, seen, language),
        severity=finding.severity,
        standing=standing,
        text=finding_message(finding, seen, language),
        clause="" if row is None else one_language(row.clause, language),
        status=status_words(row, language),
    )


def _figures(plan: Plan) -> tuple[Held, ...]:
    """Return the county's figures that a dossier holds side by side."""
    before, after = plan.before.indicators, plan.after.indicators
    limits = plan.seen.rules.cv_limits
    found: list[Held] = []
    for figure, was in before.items():
        head, *rest = figure.split(".")
        if figure not in _FIGURES and head not in _HEADS:
            continue
        limit = None
        if head.startswith("cv_") and (head == "cv_2017" or rest[0] == "mean"):
            limit = limits.get((head.removeprefix("cv_"), rest[-1]))
        found.append(Held(figure, was.unit, was.value, after[figure].value, limit))
        if figure == "bed_gap":
            then, now = bed_gap_of(plan.before), bed_gap_of(plan.after)
            at_schools, nowhere = f"{figure}_at_schools", f"{figure}_nowhere"
            found.append(Held(at_schools, was.unit, then.at_schools, now.at_schools))
            found.append(Held(nowhere, was.unit, then.nowhere, now.nowhere))
    return tuple(found)
