"""Parameters of a forecast, the children it starts from, the names of its years."""

from __future__ import annotations

import numpy as np
import pytest

from schoolmap.errors import InputError
from schoolmap.model.forecast import (
    VARIANTS,
    Children,
    children_of,
    fingerprint,
    forecast_rules,
    school_years,
)
from schoolmap.model.rules import of_layout, rules_of
from schoolmap.model.study import Table
from schoolmap.standards import load

NAN = float("nan")


def table(**columns: list[float]) -> Table:
    n = len(next(iter(columns.values())))
    return Table("villages", "v.csv", {k: np.array(v) for k, v in columns.items()},
                 np.arange(2, n + 2))  # fmt: skip


def test_the_tables_variants_are_in_order() -> None:
    rules = forecast_rules(load([]))
    assert rules.years >= 9
    assert rules.entry_age == 6
    assert tuple(rules.variants) == VARIANTS
    assert len(rules.promotion_share) == 8


def test_every_parameter_but_the_age_at_entry_says_that_it_is_assumed() -> None:
    rows = {k: s for k, s in load([]).items() if k.startswith("forecast")}
    assert {k for k, s in rows.items() if s.force != "assumption"} == {"forecast.entry_age"}


def test_a_county_may_set_its_own() -> None:
    rows = load([], {"forecast.births_change_share": {"low": -0.1, "middle": -0.09, "high": 0.02},
                     "forecast.promotion_share": [1, 1, 1, 1, 1, 0.9, 1, 1],
                     "forecast.years": 12})  # fmt: skip
    rules = forecast_rules(rows)
    assert rules.variants["middle"].births_change_share == -0.09
    assert rules.promotion_share[5] == 0.9
    assert rules.years == 12
    assert forecast_rules(rows, years=3).years == 3


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("forecast.births_change_share.low", -8),  # per cent
        ("forecast.migration_share.rural.low", 0.9),
        ("forecast.entry_age", 8),
        ("forecast.entry_age", 6.5),
        ("forecast.years", 0),
        ("forecast.promotion_share", [1, 2]),
        ("forecast.entry_share.low", 98),
    ],
)
def test_figures_that_cannot_be_meant(rule: str, value: object) -> None:
    with pytest.raises(InputError) as caught:
        load([], {rule: value})
    (problem,) = caught.value.problems
    assert problem.code == "unsuitable_rule_value"


def test_what_does_not_hang_together_is_said_all_at_once() -> None:
    rows = load([], {"forecast.promotion_share": [1, 1, 1], "forecast.entry_share.low": 1.1,
                     "forecast.migration_share.town.high": -0.2})  # fmt: skip
    with pytest.raises(InputError) as caught:
        forecast_rules(rows)
    named = [p.en for p in caught.value.problems]
    assert len(named) == 3
    for rule in ("promotion_share", "entry_share", "migration_share.town"):
        assert any(rule in text for text in named)
    assert all(p.zh and p.repair_zh and p.repair_en for p in caught.value.problems)


def test_children_as_given_and_what_is_missing() -> None:
    children = children_of(table(age0=[3, NAN, 2], age2=[1, 1, 1]))
    assert children.known.tolist() == [True, False, True, False, False, False]
    assert children.count[:, 0].tolist() == [3, 0, 2]
    assert children.empty == 1
    nobody = children_of(table(population=[1.0]))
    assert not nobody.known.any()
    assert nobody.empty == 0


def test_change_from_age_to_age() -> None:
    four_years = np.zeros((2, 6))
    four_years[:, 1], four_years[:, 5] = [40, 41], [50, 50]
    known = np.array([False, True, False, False, False, True])
    change = Children(four_years, known, 0).yearly_change
    assert change is not None
    assert (1 + change) ** 4 == pytest.approx(0.81)
    assert Children(four_years, known & False, 0).yearly_change is None
    assert Children(four_years * 0, known, 0).yearly_change is None


@pytest.mark.parametrize(
    ("first", "next_one"),
    [
        ("2026-2027", "2027-2028"),
        ("2026—2027学年", "2027—2028学年"),
        ("2026/2027", "2027/2028"),
        ("2026", "2027"),
        ("今年", "+1"),
        ("", "+1"),
    ],
)
def test_names_of_school_years(first: str, next_one: str) -> None:
    names = school_years(first, 2)
    assert len(names) == 3
    assert names[0] == (first or "+0")
    assert names[1] == next_one
    assert len(set(names)) == 3


def test_a_model_does_not_hang_on_parameters_of_forecasts() -> None:
    rows = load([], {"forecast.years": 5})
    assert of_layout(rows) == of_layout(load([]))
    assert rules_of(of_layout(rows))
    assert not any(rule.startswith("forecast") for rule in of_layout(rows))


def test_the_fingerprint_follows_children_and_parameters() -> None:
    rules = forecast_rules(load([]))
    children = children_of(table(age0=[3.0, 2.0]))
    other = children_of(table(age0=[3.0, 1.0]))
    prints = {
        fingerprint("m", children, rules),
        fingerprint("n", children, rules),
        fingerprint("m", other, rules),
        fingerprint("m", children, forecast_rules(load([]), years=3)),
    }
    assert len(prints) == 4
    assert fingerprint("m", children, rules) == fingerprint("m", children, rules)
