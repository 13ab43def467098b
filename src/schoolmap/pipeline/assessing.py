"""A model and scenarios to evaluations: what a scenario cannot do is said in words first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schoolmap.errors import InputError, Problem
from schoolmap.geography.crs import project
from schoolmap.io.conflict_texts import conflict_problems
from schoolmap.io.idle_texts import idle_problems
from schoolmap.io.ledger import Ledger
from schoolmap.io.scenario_texts import SCENARIO_TEXTS
from schoolmap.kernel import TODAY, conflicts, evaluate
from schoolmap.kernel.changes import idle
from schoolmap.model.added import AddedSite
from schoolmap.model.comparison import Comparison, Plan
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.extending import extended
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import rules_of
from schoolmap.model.scenario import TRIED_RULES, Open, Place, Scenario, may_be_tried
from schoolmap.pipeline.opening import added_sites
from schoolmap.standards import override
from schoolmap.units import MM_PER_M, half_up

_DIGITS = 12
"""Digits of a fingerprint that are shown: enough to tell two apart."""


@dataclass(frozen=True)
class Origin:
    """Where a scenario and its study come from, for messages.

    Attributes
    ----------
    file
        File of the scenario; its name where it has none.
    study
        Folder of the study, as it would be typed.
    """

    file: str = ""
    study: str = "STUDY"


def assess(
    model: LayoutModel, scenario: Scenario | None = None, *, origin: Origin | None = None
) -> Evaluation:
    """Return the evaluation of a model as it stands, or as a scenario changes it.

    Parameters
    ----------
    model
        As `prepare` made it.
    scenario
        As `read_scenario` read it, or made in Python; None for today.
    origin
        Where it comes from, for messages.

    Returns
    -------
    Evaluation
        Its `scenario` says exactly where new schools stand, so that a replay gives the same.

    Raises
    ------
    InputError
        If the scenario was made on another model, tries a rule that it may not, or has changes
        that cannot be applied; holds every such problem.
    """
    if scenario is None:
        return evaluate(model)
    added = _added(model, scenario, origin or Origin())
    return evaluate(model, _settled(model, scenario, added), added=added)


def compare(
    model: LayoutModel, scenarios: Sequence[Scenario], *, origins: Sequence[Origin] = ()
) -> Comparison:
    """Return plans side by side, each held against today under its own rules.

    Parameters
    ----------
    model
        As `prepare` made it.
    scenarios
        The plans, in the order in which they are shown.
    origins
        Where each comes from, for messages.

    Raises
    ------
    InputError
        As `assess`, with the problems of all scenarios.
    """
    problems: list[Problem] = []
    added: list[tuple[AddedSite, ...]] = []
    for scenario, origin in zip(scenarios, origins or [Origin()] * len(scenarios), strict=True):
        try:
            added.append(_added(model, scenario, origin))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    today = evaluate(model)
    plans = (
        _plan(model, today, scenario, sites)
        for scenario, sites in zip(scenarios, added, strict=True)
    )
    return Comparison(model, today, tuple(plans))


def doubts(plan: Plan, *, file: str) -> tuple[Problem, ...]:
    """Return what wants a look in a plan that can be carried out: changes that do nothing.

    Parameters
    ----------
    plan
        As `compare` makes it.
    file
        Of its scenario, for messages.
    """
    return idle_problems(
        plan.seen, plan.scenario, idle(plan.seen, plan.scenario.changes), file=file
    )


def _plan(
    model: LayoutModel, today: Evaluation, scenario: Scenario, added: tuple[AddedSite, ...]
) -> Plan:
    before, seen = today, extended(model, added)
    if scenario.rules:
        before = evaluate(model, replace(TODAY, rules=scenario.rules))
        standards = override(model.standards, scenario.rules, file=scenario.name)
        seen = replace(seen, standards=standards, rules=rules_of(standards))
    settled = _settled(model, scenario, added)
    return Plan(before, evaluate(model, settled, added=added), seen)


def _added(model: LayoutModel, scenario: Scenario, origin: Origin) -> tuple[AddedSite, ...]:
    """Return the schools that a scenario adds, having checked all that it says."""
    file = origin.file or scenario.name
    if scenario.model_sha256 and scenario.model_sha256 != model.sha256:
        # its ids may mean other things in this model: nothing else would be true
        raise InputError([_other_model(model, scenario, file, origin.study)])
    problems = [*_rule_problems(model, scenario, file)]
    found = conflicts(model, scenario)
    added: tuple[AddedSite, ...] = ()
    try:
        added = added_sites(model, scenario, file=file)
    except InputError as error:
        problems += error.problems
    else:
        found = conflicts(model, scenario, added)
    problems += conflict_problems(model, scenario, found, file=file)
    if problems:
        raise InputError(sorted(problems, key=lambda p: p.change or 0))
    return added


def _settled(model: LayoutModel, scenario: Scenario, added: tuple[AddedSite, ...]) -> Scenario:
    """Return the scenario with the place of every added school: the map takes it as it is."""
    place = {site.id: _place(model, site) for site in added}
    changes = tuple(
        replace(change, at=place[change.school])
        if isinstance(change, Open) and change.lon is not None and change.at is None
        else change
        for change in scenario.changes
    )
    return replace(scenario, changes=changes)


def _place(model: LayoutModel, site: AddedSite) -> Place:
    """Return where an added school stands: on its edge, else where its degrees say."""
    if site.edge >= 0:
        return Place(edge=site.edge, offset_mm=site.offset_mm)
    x_mm, y_mm = (half_up(v * MM_PER_M) for v in project(site.lonlat, model.crs)[0].tolist())
    return Place(x_mm=x_mm, y_mm=y_mm)


def _other_model(model: LayoutModel, scenario: Scenario, file: str, study: str) -> Problem:
    ledger = Ledger(SCENARIO_TEXTS)
    ledger.add(
        "other_model",
        file=file,
        theirs=scenario.model_sha256[:_DIGITS],
        mine=model.sha256[:_DIGITS],
        study=study,
    )
    return ledger.problems[0]


def _rule_problems(model: LayoutModel, scenario: Scenario, file: str) -> tuple[Problem, ...]:
    """Return what is wrong with the rules that a scenario tries on this model."""
    ledger = Ledger(SCENARIO_TEXTS)
    for rule, value in scenario.rules.items():
        if not may_be_tried(rule):
            known = ", ".join(TRIED_RULES)
            ledger.add("rule_not_tried", file=file, value=value, rule=rule, known=known)
    tried = {rule: value for rule, value in scenario.rules.items() if may_be_tried(rule)}
    try:
        override(model.standards, tried, file=file)
    except InputError as error:
        ledger.extend(error.problems)
    return ledger.problems
