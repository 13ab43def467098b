"""Costs and travel of a plan for the bundled township, as documents."""

from __future__ import annotations

import json

import pytest

import schoolmap as sm
from schoolmap.cli.commands import bundled_study
from schoolmap.io.costing import cost_document, travel_document
from schoolmap.kernel import evaluate
from schoolmap.model.scenario import Close, Scenario
from schoolmap.pipeline.costing import cost, seen_by, travel


@pytest.fixture(scope="module")
def study() -> object:
    return sm.read_study(bundled_study("zuomu"))


def test_documents_of_a_closure(study: object) -> None:
    model = sm.prepare(study)  # type: ignore[arg-type]
    school = model.sites.ids[0]
    now, then = evaluate(model), evaluate(model, Scenario("close", (Close(school),)))
    standards = study.standards  # type: ignore[attr-defined]
    found = cost_document(cost(model, now, then, standards=standards))
    change = travel(model, now, then, standards=standards)
    week = travel_document(model, change)
    # both are plain: they go through JSON unchanged
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert json.loads(json.dumps(week, allow_nan=False)) == week
    lines = found["lines"]
    assert isinstance(lines, list)
    assert all(set(line["rules"]) <= set(standards) for line in lines)
    for period in ("year", "once"):
        for end in ("least", "middle", "most"):
            mine = (line for line in lines if line["period"] == period)
            assert found["totals"][period][end] == sum(m["bounds_yuan"][end] for m in mine)  # type: ignore[index]
    county = week["county"]
    assert isinstance(county, dict)
    bands = week["by_band"].values()  # type: ignore[attr-defined]
    for side in ("before", "after"):
        assert sum(county[side]["pupils"].values()) == 417
        km = sum(b[side]["pupil_km"] for b in bands)
        assert km == pytest.approx(county[side]["pupil_km"])
    by_village: dict[str, int] = {"newly_boarding": 0, "newly_unserved": 0, "other_school": 0}
    for row in week["villages"]:  # type: ignore[attr-defined]
        for name in by_village:
            by_village[name] += row[name]
    assert by_village == {name: county[name] for name in by_village}
    assert county["other_school"] > 0


def test_a_plan_with_its_own_limits_is_seen_under_them(study: object) -> None:
    model = sm.prepare(study)  # type: ignore[arg-type]
    strict = evaluate(model, Scenario("strict", (), {"walk_limit_s.lower_primary": 600}))
    seen = seen_by(model, strict)
    assert seen.rules.bands[0].walk_limit_s == 600
    assert seen_by(model, evaluate(model)) is model
