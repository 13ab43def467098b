"""Node as a second kernel that stays up: a model and scenarios in, evaluations out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.kernel.twin_cases import Case, Trial
from tests.kernel.twin_dump import differences, dump
from tests.twin import Lines, added_data, running

from schoolmap.kernel import scenario_document
from schoolmap.maps.columns import model_columns
from schoolmap.model.added import AddedSite
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario

SERVER = Path(__file__).with_name("twin_server.mjs")


class Twin:
    """The JavaScript kernel in a process of its own."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def evaluate(
        self,
        scenario: Scenario,
        added: Sequence[AddedSite] | None = (),
        *,
        model: LayoutModel | None = None,
    ) -> dict[str, Any]:
        """The twin's evaluation of a model, the last one unless given, or its conflicts."""
        question: dict[str, Any] = {"scenario": scenario_document(scenario)}
        question["added"] = None if added is None else [added_data(a) for a in added]
        if model is not None:
            question["model"] = model_data(model)
        return self.ask(question)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The reply to one question."""
        return self._lines.ask(question)


@contextmanager
def twin() -> Iterator[Twin]:
    """A running twin."""
    with running(SERVER, "the twin of the kernel") as lines:
        yield Twin(lines)


def compared(node: Twin, case: Case) -> Iterator[tuple[Trial, dict[str, Any], list[str]]]:
    """Each trial of a case with what Python says of it, and where the twin differs."""
    for number, trial in enumerate(case.trials):
        python = dump(case.model, trial.scenario, trial.added)
        model = case.model if number == 0 else None
        reply = node.evaluate(trial.scenario, trial.added, model=model)
        yield trial, python, list(differences(python, reply))


def model_data(model: LayoutModel) -> dict[str, Any]:
    """A model as the page gets it, arrays as lists."""
    columns = model_columns(model)
    arrays = {**columns.plain, **columns.alike}
    return {"data": columns.data, "arrays": {k: a.ravel().tolist() for k, a in arrays.items()}}
