"""What `publish` and `show` refuse at the door."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.model.scenario import Close, Scenario


@pytest.fixture(scope="module")
def zuomu() -> tuple[object, ...]:
    study = sm.read_study(bundled_study("zuomu"))
    model = sm.prepare(study)
    return study, model, sm.assess(model)


def test_today_comes_first(zuomu: tuple[object, ...], tmp_path: Path) -> None:
    study, model, now = zuomu
    plan = sm.assess(model, Scenario("plan", (Close(model.sites.ids[0]),)))
    tried = sm.assess(model, Scenario("today", rules={"walk_limit_s.junior": 1800}))
    for evaluations in ([], [plan], [plan, now], [tried]):
        with pytest.raises(sm.UsageError):
            sm.publish(study, model, evaluations, tmp_path / "out")
        with pytest.raises(sm.UsageError):
            sm.show(study, model, evaluations)
    assert not (tmp_path / "out").exists()


def test_evaluation_of_another_model(zuomu: tuple[object, ...], tmp_path: Path) -> None:
    study, model, now = zuomu
    other = replace(now, model_sha256="0" * 64)
    for evaluations in ([other], [now, other]):
        with pytest.raises(sm.UsageError, match="another model"):
            sm.publish(study, model, evaluations, tmp_path / "out")
    assert not (tmp_path / "out").exists()
