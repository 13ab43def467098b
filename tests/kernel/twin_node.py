"""Node as a second kernel that stays up: a model and scenarios in, evaluations out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from tests.kernel.twin_cases import Case, Trial
from tests.kernel.twin_dump import differences, dump

from schoolmap.kernel import scenario_document
from schoolmap.maps.columns import model_columns
from schoolmap.model.added import AddedSite
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario

SERVER = Path(__file__).with_name("twin_server.mjs")


class Twin:
    """The JavaScript kernel in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._stdin: IO[str] = process.stdin  # type: ignore[assignment]
        self._stdout: IO[str] = process.stdout  # type: ignore[assignment]

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
        reply: dict[str, Any] = self.ask(question)
        assert "error" not in reply, reply["error"]
        return reply

    def ask(self, question: dict[str, Any]) -> Any:
        """The reply to one question."""
        self._stdin.write(json.dumps(question, allow_nan=False) + "\n")
        self._stdin.flush()
        line = self._stdout.readline()
        assert line, "node has ended"
        return json.loads(line)


@contextmanager
def twin() -> Iterator[Twin]:
    """A running twin; the test is skipped where there is no Node, but not on CI."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("no node: the twin of the kernel cannot be compared")
        pytest.skip("no node to run the twin of the kernel")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [node, str(SERVER)], stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Twin(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait(timeout=30)


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


def added_data(site: AddedSite) -> dict[str, Any]:
    """An added site as the page holds it."""
    return {
        "id": site.id,
        "name": site.name,
        "lonlat": list(site.lonlat),
        "edge": site.edge,
        "offsetMm": site.offset_mm,
        "component": site.component,
        "village": site.village.tolist(),
        "lengthM": site.length_m.tolist(),
        "walkRefS": site.walk_ref_s.tolist(),
        "rideS": site.ride_s.tolist(),
        "rideLengthM": site.ride_length_m.tolist(),
        "site": site.site.tolist(),
        "siteWalkRefS": site.site_walk_ref_s.tolist(),
    }
