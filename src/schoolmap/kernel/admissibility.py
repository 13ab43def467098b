"""Whether a plan is allowed: every rule of a pack, held against the layouts and the hearing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from schoolmap.kernel import rulings_closures, rulings_hearing, rulings_receivers, rulings_travel
from schoolmap.kernel.moves import Moves, moves_of
from schoolmap.kernel.rulings import Case
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.hearing import Hearing
from schoolmap.model.layout import LayoutModel
from schoolmap.model.ruling import PackRule, RulePack, Ruling

Judge = Callable[[Case, PackRule], Iterator[Ruling]]

JUDGES: Mapping[str, Judge] = {
    "journey_time": rulings_travel.journey_time,
    "journey_length": rulings_travel.journey_length,
    "must_not_board": rulings_travel.must_not_board,
    "way_lost": rulings_travel.way_lost,
    "bus_seats": rulings_travel.bus_seats,
    "receiver_seats": rulings_receivers.seats,
    "receiver_class_size": rulings_receivers.class_size,
    "receiver_school_size": rulings_receivers.school_size,
    "receiver_beds": rulings_receivers.beds,
    "receiver_dorm_area": rulings_receivers.dorm_area,
    "receiver_canteen": rulings_receivers.canteen,
    "built_first": rulings_receivers.built_first,
    "only_small": rulings_closures.only_small,
    "remote_point": rulings_closures.remote_point,
    "only_in_reach": rulings_closures.only_in_reach,
    "no_alternative": rulings_closures.no_alternative,
    "township_school": rulings_closures.township_school,
    "votes_against": rulings_hearing.votes_against,
    "publicity_days": rulings_hearing.publicity_days,
    "hearing_held": rulings_hearing.hearing_held,
    "approved": rulings_hearing.approved,
    "dates_in_order": rulings_hearing.dates_in_order,
    "evidence": rulings_hearing.evidence,
}
"""What judges a rule, by its kind."""


def admissibility(
    model: LayoutModel,
    seen: LayoutModel,
    before: Evaluation,
    after: Evaluation,
    *,
    pack: RulePack,
    hearing: Hearing | None = None,
) -> tuple[Ruling, ...]:
    """Return what each rule of a pack says of a plan; at least one ruling for each rule.

    A rule is held against the pack's figures, never against the limits that the plan tries.

    Parameters
    ----------
    model
        The county, without added schools.
    seen
        The model as `after` sees it: with added schools and tried rules.
    before, after
        Today and the plan, both under the plan's rules.
    pack
        The rules.
    hearing
        What the bureau brings; None: nothing yet.

    Returns
    -------
    tuple[Ruling, ...]
        In the order of the rules. A rule that nothing in the plan touches has one ruling on the
        county: kept, with the reason in its detail.
    """
    return judged(moves_of(model, seen, before, after), pack=pack, hearing=hearing)


def judged(moves: Moves, *, pack: RulePack, hearing: Hearing | None = None) -> tuple[Ruling, ...]:
    """Return the rulings on two layouts that stand side by side: see `admissibility`."""
    case = Case(moves, pack, hearing or Hearing())
    return tuple(ruling for rule in pack.rules for ruling in JUDGES[rule.kind](case, rule))
