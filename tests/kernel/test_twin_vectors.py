"""The vectors of ``tests/vectors``: small counties worked out with a pencil, for both kernels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.kernel.twin_dump import dump
from tests.worlds import STANDARDS, Site, Village, Way, make_model, make_od

from schoolmap.kernel import conflicts
from schoolmap.maps.columns import model_columns
from schoolmap.model.added import AddedSite
from schoolmap.model.grades import parse_span
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import rules_of
from schoolmap.model.scenario import CHANGES, Change, Place, Scenario

FOLDER = Path(__file__).parents[1] / "vectors"


def vectors(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


FRAME = vectors("frame")


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{name}: {case['name']}")
        for name in ("assignment", "plans", "resources")
        for case in vectors(name)["cases"]
    ]


@pytest.mark.parametrize("case", cases())
def test_a_vector_comes_out_as_the_pencil_has_it(case: Mapping[str, Any]) -> None:
    scenario = _scenario(case.get("scenario", {"name": "today"}))
    added = [_added(site) for site in case.get("added", ())]
    found = dump(_county(case["county"]), scenario, added)
    for path, value in case["expect"].items():
        assert _at(found, path) == _expected(value), path


def test_conflicts_are_named_and_later_changes_judged_without_them() -> None:
    vector = vectors("conflicts")
    scenario = _scenario({"name": "plan", "changes": vector["changes"]})
    found = [vars(c) for c in conflicts(_county(vector["county"]), scenario)]
    assert found == vector["expect"]


@pytest.mark.parametrize(("text", "span"), vectors("spans")["cases"])
def test_spans_of_grades(text: str, span: list[int] | None) -> None:
    if span is None:
        with pytest.raises(ValueError, match="grades"):
            parse_span(text)
    else:
        assert list(parse_span(text)) == span


def test_the_frame_has_the_lists_of_the_model() -> None:
    data = json.loads(json.dumps(model_columns(_county({"like": "lane"})).data))
    for name in ("resources", "indicators", "area_groups", "area_group_of", "standards"):
        assert data[name] == FRAME[name], name


def _expected(value: Any) -> Any:
    if isinstance(value, list):
        return [_expected(v) for v in value]
    if not isinstance(value, dict):
        return value
    if "ratio" in value:
        return value["ratio"][0] / value["ratio"][1]
    return {k: _expected(v) for k, v in value.items()}


def _at(value: Any, path: str) -> Any:
    for key in path.split("/"):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def _county(county: Mapping[str, Any]) -> LayoutModel:
    named = {**(FRAME["counties"][county["like"]] if "like" in county else {}), **county}
    villages = [Village(**_tuples(row)) for row in named["villages"]]
    sites = [Site(**_tuples(row)) for row in named["sites"]]
    ways = {(v, s): Way(*rest) for v, s, *rest in named["ways"]}
    model = make_model(villages, sites, ways)
    standards = {
        rule: replace(STANDARDS[rule], **_tuples(row)) for rule, row in FRAME["standards"].items()
    }
    xy = np.array(named.get("xy_m", np.zeros((len(sites), 2)))) * 1000
    between = named.get("between")
    return replace(
        model,
        sites=replace(model.sites, xy_mm=xy.astype(np.int64)),
        standards=standards,
        rules=rules_of(standards),
        between=None
        if between is None
        else make_od({(a, b): Way(s) for a, b, s in between}, len(sites), len(sites)),
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}


def _scenario(data: Mapping[str, Any]) -> Scenario:
    changes = tuple(_change(change) for change in data.get("changes", ()))
    return Scenario(data["name"], changes, data.get("rules", {}))


def _change(data: Mapping[str, Any]) -> Change:
    kind = next(kind for kind in CHANGES if kind.op == data["op"])
    fields = {k: v for k, v in data.items() if k != "op"}
    if "at" in fields:
        fields["at"] = Place(**fields["at"])
    return kind(**fields)


def _added(data: Mapping[str, Any]) -> AddedSite:
    def column(name: str, dtype: type = np.int32) -> np.ndarray:
        return np.array(data[name], dtype=dtype)

    return AddedSite(
        id=data["id"],
        name=data["name"],
        lonlat=tuple(data["lonlat"]),
        edge=data["edge"],
        offset_mm=data["offsetMm"],
        component=data["component"],
        village=column("village", np.int64),
        length_m=column("lengthM"),
        walk_ref_s=column("walkRefS"),
        ride_s=column("rideS"),
        ride_length_m=column("rideLengthM"),
        site=column("site", np.int64),
        site_walk_ref_s=column("siteWalkRefS"),
    )
