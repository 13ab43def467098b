"""A plan held against today, turned into what its dossier says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from schoolmap.errors import Language
from schoolmap.kernel.document import evaluation_document
from schoolmap.model.comparison import Plan
from schoolmap.model.evaluation import UNDEFINED, Evaluation, Finding
from schoolmap.model.grades import STAGES, GradeBand
from schoolmap.model.journeys import Journey, journey
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.resources import INDICATORS, RESOURCES
from schoolmap.model.scenario import Change, Merge
from schoolmap.model.scenario_words import change_words, scenario_names
from schoolmap.model.wording import finding_message, one_language, quantity, rule_name, status_words
from schoolmap.report.dossier_content import (
    Dossier,
    Head,
    Held,
    Kind,
    Movement,
    Note,
    SchoolChange,
    SchoolState,
    Way,
    Ways,
)

_ORDER: dict[Kind, int] = {"closed": 0, "receiving": 1, "opened": 2, "changed": 3}
_HEADS = ("cv_2017", "cv_2012", "gap_urban_rural")
_FIGURES = (
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
class _Sides:
    """A plan with both sides as a journey needs them, and the names of places."""

    plan: Plan
    today: LayoutModel
    seen: LayoutModel
    names: Mapping[str, str]


def dossier_of(
    model: LayoutModel, plan: Plan, *, simulated: bool = False, ways: Ways | None = None
) -> Dossier:
    """Return what the dossier of a plan says, as far as the plan's evaluation tells it.

    Parameters
    ----------
    model
        The county, without added schools; its language is the document's.
    plan
        Held against today.
    simulated
        Whether the data are invented.
    ways
        Ways a week; None leaves the weekly travel out.

    Returns
    -------
    Dossier
        Without rulings, procedure, years and costs: `dataclasses.replace` puts them in.
    """
    language = model.language
    names = scenario_names(model, plan.scenario, "zh" if language == "zh" else "en")
    sides = _Sides(plan, replace(model, rules=plan.seen.rules), plan.seen, names)
    every = _movements(sides)
    schools = _schools(sides, every)
    movements = _by_school([m for m in every if _served(m)], schools)
    return Dossier(
        head=_head(model, plan, names, simulated=simulated),
        movements=movements,
        left_out=_by_school([m for m in every if not _served(m)], schools),
        schools=schools,
        notes=_notes(model, plan),
        figures=_figures(plan),
        standards=plan.seen.standards,
        ways=ways,
    )


def _head(model: LayoutModel, plan: Plan, names: Mapping[str, str], *, simulated: bool) -> Head:
    language = "zh" if model.language == "zh" else "en"
    tried = []
    for rule, value in plan.scenario.rules.items():
        row = plan.seen.standards.get(rule)
        unit = "" if row is None else row.unit
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        shown = quantity(float(value), unit, language) if is_number else str(value)  # type: ignore[arg-type]
        tried.append(f"{rule_name(rule, plan.seen.standards, language)} {shown}")
    return Head(
        county=model.name,
        plan=plan.name,
        year=model.year,
        language=language,
        sha256=plan.after.model_sha256,
        kernel_version=plan.after.kernel_version,
        simulated=simulated,
        estimated=model.estimated,
        changes=tuple(_phrase(c, names, language) for c in plan.scenario.changes),
        tried=tuple(tried),
    )


def _phrase(change: Change, names: Mapping[str, str], language: Language) -> str:
    """Return a change in words, without ids: the annex has them."""
    text = change_words(change, names, language)
    for subject, name in names.items():
        text = text.replace(f"{subject} {name}", name)
    return text


def _movements(sides: _Sides) -> tuple[Movement, ...]:
    """Return the runs of grades that change, by village, then grade."""
    a, b = sides.plan.before.assignment, sides.plan.after.assignment
    pupils = sides.today.villages.pupils
    changed = (a.site != b.site) | (a.mode != b.mode) | (a.reason != b.reason)
    found: list[Movement] = []
    for i in (changed & (pupils > 0)).any(axis=1).nonzero()[0].tolist():
        for band in sides.seen.rules.bands:
            found += _of_band(sides, i, band)
    return tuple(found)


def _of_band(sides: _Sides, village: int, band: GradeBand) -> Iterator[Movement]:
    a, b = sides.plan.before.assignment, sides.plan.after.assignment
    counts = sides.today.villages.pupils[village]

    def standing(grade: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        at = (village, grade - 1)
        was, now = (
            tuple(int(column[at]) for column in (side.site, side.mode, side.reason))
            for side in (a, b)
        )
        return was, now

    for (was, now), members in groupby(band.grades, key=standing):
        grades = list(members)
        inside = tuple(int(n) if g in grades else 0 for g, n in enumerate(counts.tolist(), 1))
        if was != now and sum(inside) > 0:
            yield _movement(sides, village, band, grades, inside)


def _movement(
    sides: _Sides, village: int, band: GradeBand, grades: Sequence[int], inside: tuple[int, ...]
) -> Movement:
    plan, places = sides.plan, sides.today.villages
    was = journey(sides.today, plan.before.assignment, village, grades[0])
    now = journey(sides.seen, plan.after.assignment, village, grades[0])
    first, last = grades[0], grades[-1]
    return Movement(
        village_id=places.ids[village],
        village=places.names[village],
        admin_village=places.admin_villages[village],
        township=places.townships[village],
        band=band.id,
        grades=str(first) if first == last else f"{first}-{last}",
        by_grade=inside,
        before=_way(sides, was),
        after=_way(sides, now),
    )


def _way(sides: _Sides, way: Journey) -> Way:
    """Return the way as it is travelled: the path on foot, or the ride."""
    school = sides.seen.sites.ids[way.site] if way.site >= 0 else ""
    walked = way.mode == "walk"
    served = way.mode != "unserved"
    length = way.length_m if walked else way.ride_length_m
    seconds = way.walk_s if walked else way.ride_s
    return Way(
        school_id=school,
        school=sides.names.get(school, school),
        mode=way.mode,
        reason=way.reason,
        length_m=length if served else None,
        seconds=seconds if served else None,
    )


def _served(movement: Movement) -> bool:
    return not movement.before.mode == movement.after.mode == "unserved"


def _schools(sides: _Sides, movements: Sequence[Movement]) -> tuple[SchoolChange, ...]:
    plan, sites = sides.plan, sides.seen.sites
    arrived = {m.after.school_id for m in movements if m.after.school_id != m.before.school_id}
    found: list[SchoolChange] = []
    for j, school in enumerate(sites.ids):
        listed = j < len(sides.today.sites)
        before = _state(sides.today, plan.before, j) if listed else None
        after = _state(sides.seen, plan.after, j)
        if before == after:
            continue
        was_open = before is not None and before.is_open
        found.append(
            SchoolChange(
                school_id=school,
                name=sides.names.get(school, school),
                township=sites.townships[j],
                kind=_kind(school in arrived, was_open=was_open, is_open=after.is_open),
                before=before,
                after=after,
                into=_into(sides, school, movements) if was_open and not after.is_open else (),
            )
        )
    return tuple(sorted(found, key=lambda s: _ORDER[s.kind]))


def _kind(arrived: bool, *, was_open: bool, is_open: bool) -> Kind:  # noqa: FBT001
    if was_open and not is_open:
        return "closed"
    if is_open and not was_open:
        return "opened"
    return "receiving" if arrived else "changed"


def _into(sides: _Sides, school: str, movements: Sequence[Movement]) -> tuple[str, ...]:
    """Return the names of the schools that a closed school's pupils go to, most pupils first."""
    counts: Counter[str] = Counter()
    for change in sides.plan.scenario.changes:
        if isinstance(change, Merge) and change.school == school:
            counts[sides.names.get(change.into, change.into)] += 0
    for m in movements:
        if m.before.school_id == school and m.after.mode != "unserved":
            counts[m.after.school] += m.pupils
    return tuple(name for name, _ in counts.most_common())


def _state(model: LayoutModel, evaluation: Evaluation, j: int) -> SchoolState:
    state, f, stock = evaluation.state, evaluation.schools, evaluation.stock
    is_open = bool(state.is_open[j])
    return SchoolState(
        is_open=is_open,
        grades=f"{int(state.first_grade[j])}-{int(state.last_grade[j])}",
        by_grade=tuple(f.roll[j].tolist()),
        load=int(f.load[j].sum()),
        seats=_known(int(state.seats[j])),
        over_seats=_defined(float(f.over_seats[j])),
        classes=_known(int(model.sites.classes[j])),
        class_size=_defined(float(f.class_size[j])),
        class_limit=_defined(float(f.class_limit[j])),
        beds=int(state.beds[j]) if state.beds_known[j] else None,
        boarders=int(f.boarders_needed[j]),
        bed_gap=int(f.bed_gap[j]),
        bus=bool(state.bus[j]),
        riders=int(f.riders[j]),
        resources={
            r.name: None if stock.whole[j, k] == UNKNOWN else float(stock.whole[j, k]) / r.scale
            for k, r in enumerate(RESOURCES)
        },
        values={
            (indicator.name, stage): float(f.value[j, i, k])
            for i, indicator in enumerate(INDICATORS)
            for k, stage in enumerate(STAGES)
            if is_open and f.stage_roll[j, k] > 0 and f.value[j, i, k] != UNDEFINED
        },
    )


def _by_school(
    movements: Sequence[Movement], schools: Sequence[SchoolChange]
) -> tuple[Movement, ...]:
    """Return the movements by the school that they leave, closed ones first."""
    order = {s.school_id: k for k, s in enumerate(schools)}
    return tuple(sorted(movements, key=lambda m: order.get(m.before.school_id, len(order))))


def _notes(model: LayoutModel, plan: Plan) -> tuple[Note, ...]:
    document = evaluation_document(model, plan.seen, plan.before, plan.after)
    new = {_key(f) for f in _objects(document["findings"]) if f["standing"] == "new"}
    solved = {_key(f) for f in _objects(document["solved"])}
    found = [_note(plan, f, new=True) for f in plan.after.findings if _same(f) in new]
    found += [_note(plan, f, new=False) for f in plan.before.findings if _same(f) in solved]
    return tuple(found)


def _objects(value: object) -> list[dict[str, object]]:
    return [dict(item) for item in value] if isinstance(value, list) else []


def _key(item: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(item[k]) for k in ("rule", "subject_type", "subject_id", "detail"))


def _same(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.subject_type, finding.subject_id, finding.detail


def _note(plan: Plan, finding: Finding, *, new: bool) -> Note:
    language = "zh" if plan.seen.language == "zh" else "en"
    row = plan.seen.standards.get(finding.rule)
    return Note(
        rule=finding.rule,
        severity=finding.severity,
        standing="new" if new else "solved",
        text=finding_message(finding, plan.seen, language),
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
        now = after[figure]
        found.append(Held(figure, was.unit, was.value, now.value, limit))
    return tuple(found)


def _known(value: int) -> int | None:
    return None if value == UNKNOWN else value


def _defined(value: float) -> float | None:
    return None if value == UNDEFINED else value
