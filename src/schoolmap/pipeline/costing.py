"""What a plan costs and how far its pupils travel, from two evaluations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from schoolmap.kernel.burden import burden_change
from schoolmap.kernel.costs import Evaluated, costs
from schoolmap.model.burden import BurdenChange, trips_of
from schoolmap.model.costs import Costs, cost_rules
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.extending import extended
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import Standard, rules_of
from schoolmap.standards import override


def seen_by(model: LayoutModel, evaluation: Evaluation) -> LayoutModel:
    """Return the county as an evaluation saw it: with the schools it adds, under its rules."""
    seen = extended(model, evaluation.added)
    tried = evaluation.scenario.rules
    if not tried:
        return seen
    standards = override(seen.standards, tried, file=evaluation.name)
    return replace(seen, standards=standards, rules=rules_of(standards))


def cost(
    model: LayoutModel,
    today: Evaluation,
    plan: Evaluation,
    *,
    standards: Mapping[str, Standard],
) -> Costs:
    """Return what a plan costs against today.

    Parameters
    ----------
    model
        As prepared.
    today, plan
        Evaluations of it; today under the rules that the plan tries.
    standards
        Of the study: prices are no part of a model.
    """
    return costs(
        Evaluated(seen_by(model, today), today),
        Evaluated(seen_by(model, plan), plan),
        cost_rules(standards),
    )


def travel(
    model: LayoutModel,
    today: Evaluation,
    plan: Evaluation,
    *,
    standards: Mapping[str, Standard],
) -> BurdenChange:
    """Return how far pupils travel in a week before and after a plan; parameters as in `cost`."""
    return burden_change(
        (seen_by(model, today), today.assignment),
        (seen_by(model, plan), plan.assignment),
        trips_of(standards),
    )
