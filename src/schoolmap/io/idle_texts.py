"""Changes of a plan that change nothing, said in Chinese and in English."""

from __future__ import annotations

from collections.abc import Sequence

from schoolmap.errors import Problem
from schoolmap.io.ledger import Ledger
from schoolmap.io.wording import Text, doubt
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario
from schoolmap.model.scenario_words import change_words, scenario_names

IDLE_TEXTS: dict[str, Text] = {
    "change_idle": doubt(
        "“{what_zh}”：本来就是这样，这一项不改变什么。",
        "{what_en}: this is so already, the change does nothing.",
        "请核对学校和取值，或删去这一项。",
        "Check the school and the value, or leave the change out.",
    ),
}


def idle_problems(
    model: LayoutModel, scenario: Scenario, numbers: Sequence[int], *, file: str
) -> tuple[Problem, ...]:
    """Return a warning for each change that does nothing.

    Parameters
    ----------
    model
        Gives the names.
    scenario
        Has the changes.
    numbers
        Which of them, from 0, as `schoolmap.kernel.changes.idle` finds them.
    file
        Of the scenario.
    """
    ledger = Ledger(IDLE_TEXTS)
    zh, en = (scenario_names(model, scenario, language) for language in ("zh", "en"))
    for index in numbers:
        change = scenario.changes[index]
        ledger.add(
            "change_idle",
            file=file,
            change=index + 1,
            what_zh=change_words(change, zh, "zh"),
            what_en=change_words(change, en, "en"),
        )
    return ledger.problems
