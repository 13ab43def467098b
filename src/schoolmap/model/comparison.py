"""Plans side by side: each held against today under the rules that it tries."""

from __future__ import annotations

from dataclasses import dataclass

from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario


@dataclass(frozen=True)
class Plan:
    """A scenario, evaluated.

    Attributes
    ----------
    before
        Today under the rules that the scenario tries, so that only its changes make a difference.
    after
        The scenario.
    seen
        The model as `after` sees it: with the schools that the scenario adds and the figures that
        it tries; for names and clauses.
    """

    before: Evaluation
    after: Evaluation
    seen: LayoutModel

    @property
    def scenario(self) -> Scenario:
        """The scenario that was evaluated."""
        return self.after.scenario

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.after.scenario.name


@dataclass(frozen=True)
class Comparison:
    """A county today, and plans for it.

    Attributes
    ----------
    model
        The county.
    today
        As it stands, under the study's rules.
    plans
        In the order given.
    """

    model: LayoutModel
    today: Evaluation
    plans: tuple[Plan, ...]
