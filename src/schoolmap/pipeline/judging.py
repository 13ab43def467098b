"""A plan, held to the rules: who is affected, whether it is allowed, what must still be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schoolmap.io.judgement_documents import (
    Plain,
    affected_document,
    judgement_document,
    verdict_counts,
)
from schoolmap.kernel.admissibility import judged
from schoolmap.kernel.affected import affected
from schoolmap.kernel.moves import moves_of
from schoolmap.kernel.procedure import procedure
from schoolmap.model.affected import Affected
from schoolmap.model.comparison import Comparison, Plan
from schoolmap.model.hearing import Hearing
from schoolmap.model.layout import LayoutModel
from schoolmap.model.ruling import Judgement, RulePack


@dataclass(frozen=True)
class JudgedPlan:
    """A plan and what is said of it.

    Attributes
    ----------
    plan
        Held against today.
    judgement
        The rulings and the checklist.
    affected
        Villages and schools.
    hearing
        What the bureau brought.
    """

    plan: Plan
    judgement: Judgement
    affected: Affected
    hearing: Hearing


def judge(
    model: LayoutModel, plan: Plan, pack: RulePack, hearing: Hearing | None = None
) -> JudgedPlan:
    """Return what the rules say of a plan, and who is affected by it.

    Parameters
    ----------
    model
        The county, as `prepare` made it.
    plan
        As `compare` makes it.
    pack
        The rules, as `schoolmap.io.packs.read_packs` reads them.
    hearing
        As `schoolmap.io.hearing.read_hearing` reads it; None: nothing was brought yet.
    """
    brought = hearing or Hearing()
    moves = moves_of(model, plan.seen, plan.before, plan.after)
    rulings = judged(moves, pack=pack, hearing=brought)
    steps = procedure(moves, rulings, pack=pack, hearing=brought)
    return JudgedPlan(plan, Judgement(pack, rulings, steps), affected(moves, pack), brought)


def judged_document(judged: JudgedPlan, *, trips: tuple[int, int] | None = None) -> Plain:
    """Return what evaluation.json says of a plan besides its figures.

    Parameters
    ----------
    judged
        The plan, held to the rules.
    trips
        Ways of a week of who goes daily and of who boards, for the weekly burden.
    """
    seen = judged.plan.seen
    return {
        **judgement_document(judged.judgement),
        "supplied_by": judged.hearing.supplied_by or None,
        "affected": affected_document(seen, judged.affected, trips=trips),
    }


def with_verdicts(comparison: Plain, judged: Sequence[JudgedPlan]) -> Plain:
    """Return comparison.json with how many rules each plan keeps.

    Parameters
    ----------
    comparison
        As `schoolmap.io.comparing.comparison_document` makes it.
    judged
        Its plans in their order; none where they were not held to rules.
    """
    plans = comparison["plans"]
    if not judged or not isinstance(plans, list):
        return comparison
    counted = [
        {
            **plan,
            "standing": said.judgement.standing,
            "rules": verdict_counts(said.judgement),
        }
        for plan, said in zip(plans, judged, strict=True)
    ]
    return {**comparison, "plans": counted}


def judge_all(
    comparison: Comparison, pack: RulePack, hearings: Sequence[Hearing | None] = ()
) -> tuple[JudgedPlan, ...]:
    """Return every plan of a comparison, held to the rules, in order.

    Parameters
    ----------
    comparison
        Today and the plans.
    pack
        The rules.
    hearings
        One for each plan, or none at all.
    """
    brought = tuple(hearings) or (None,) * len(comparison.plans)
    return tuple(
        judge(comparison.model, plan, pack, hearing)
        for plan, hearing in zip(comparison.plans, brought, strict=True)
    )
