"""A county for rules, drawn on paper.

One road, 30 km/h by bus (120 ms a metre), no legs; school S0 is a teaching point or village school
that closes, S1 takes its pupils.

    km   0        1          2                 4         5
         V0-------S0---------V1----------------S1--------V2
         2 a      1-6        3 a               1-6       5 a grade, grades 1 to 6
         grade               grade             bus, beds

V0 walks 1 km to S0, V1 1 km to S0 (2 km to S1), V2 1 km to S1. When S0 closes V1 has 2 km and V0 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
from tests.worlds import Site, Village, by_road, make_model, make_od

from schoolmap.kernel import evaluate
from schoolmap.kernel.admissibility import admissibility
from schoolmap.model.hearing import Hearing
from schoolmap.model.layout import LayoutModel
from schoolmap.model.ruling import RulePack, Ruling
from schoolmap.model.scenario import Change, Close, Merge, Scenario
from schoolmap.standards.packs import rule_pack

VILLAGES = (
    Village((2,) * 6 + (0,) * 3, township="East"),
    Village((3,) * 6 + (0,) * 3, township="East"),
    Village((5,) * 6 + (0,) * 3, township="West"),
)
POINT = Site((1, 6), type_code=218, seats=60)
CENTRE = Site((1, 6), seats=90, classes=6, beds=0)
WAYS = {
    (0, 0): by_road(1000),
    (0, 1): by_road(4000),
    (1, 0): by_road(1000),
    (1, 1): by_road(2000),
    (2, 0): by_road(4000),
    (2, 1): by_road(1000),
}
CLOSE, MERGE = Close("S0"), Merge("S0", "S1")


def county(point: Site = POINT, centre: Site = CENTRE, **rules: object) -> LayoutModel:
    """The county on paper."""
    return make_model(VILLAGES, (point, centre), WAYS, **rules)


def with_sites(model: LayoutModel, **columns: object) -> LayoutModel:
    """The county with other columns of its schools."""
    changed = {
        name: values
        if isinstance(values, tuple)
        else np.array(values, dtype=getattr(model.sites, name).dtype)
        for name, values in columns.items()
    }
    return replace(model, sites=replace(model.sites, **changed))


def with_between(model: LayoutModel, metres: Mapping[tuple[int, int], int]) -> LayoutModel:
    """The county with ways between its schools."""
    n = len(model.sites)
    both = {**metres, **{(b, a): m for (a, b), m in metres.items()}}
    ways = {pair: by_road(m) for pair, m in both.items()}
    return replace(model, between=make_od(ways, n, n))


def pack_of(model: LayoutModel) -> RulePack:
    """The national pack under the county's figures."""
    pack, problems = rule_pack(model.standards)
    assert problems == ()
    return pack


def rulings(
    model: LayoutModel,
    *changes: Change,
    rule: str = "",
    hearing: Hearing | None = None,
    pack: RulePack | None = None,
    rules: Mapping[str, object] | None = None,
) -> list[Ruling]:
    """What the rules say of a plan; of one rule where it is named. `rules`: what the plan tries."""
    from schoolmap.kernel.evaluate import TODAY
    from schoolmap.model.rules import rules_of
    from schoolmap.standards import override

    tried = dict(rules or {})
    scenario = Scenario("plan", changes, tried)  # type: ignore[arg-type]
    before = evaluate(model, replace(TODAY, rules=tried))
    standards = override(model.standards, tried)
    seen = replace(model, standards=standards, rules=rules_of(standards))
    found = admissibility(
        model,
        seen,
        before,
        evaluate(model, scenario),
        pack=pack or pack_of(model),
        hearing=hearing,
    )
    return [r for r in found if not rule or r.rule == rule]


def said(found: list[Ruling]) -> list[tuple[str, str, object, object, str]]:
    """Rulings in short: subject, verdict, value, limit, detail."""
    return [(r.subject_id, r.verdict, r.value, r.limit, r.detail) for r in found]


DAY = date(2026, 5, 1)
