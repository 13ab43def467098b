"""An evaluation as the twin writes it, and where two of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from schoolmap.kernel import conflicts, evaluate, evaluation_document
from schoolmap.kernel.rolls import roll_totals
from schoolmap.model.added import AddedSite
from schoolmap.model.evaluation import Evaluation, Figure
from schoolmap.model.extending import extended
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import rules_of
from schoolmap.model.scenario import Scenario
from schoolmap.standards import override

_STATE = {"firstGrade": "first", "lastGrade": "last"}
_OD = {"indptr": "start", "destination": "site"}


def dump(
    model: LayoutModel, scenario: Scenario, added: Sequence[AddedSite] | None = ()
) -> dict[str, Any]:
    """Everything that Python says of a scenario, but for Theil."""
    found = [_plain(c) for c in conflicts(model, scenario, added)]
    if found or added is None:
        return {"conflicts": found}
    before = evaluate(model, Scenario(scenario.name, rules=scenario.rules))
    after = evaluate(model, scenario, added=added)
    standards = override(model.standards, scenario.rules)
    seen = replace(extended(model, added), standards=standards, rules=rules_of(standards))
    document = evaluation_document(model, seen, before, after)
    for when in ("before", "after"):
        document[when] = _without_theil(document[when])  # type: ignore[arg-type]
    rows = _plain(seen.od, _OD)
    rows.pop("nDestination")
    return {
        **_evaluation(after),
        "conflicts": [],
        "document": document,
        "ids": list(seen.sites.ids),
        "od": rows,
    }


def _evaluation(evaluation: Evaluation) -> dict[str, Any]:
    e, schools = evaluation, _plain(evaluation.schools)
    schools["loadTotal"] = e.schools.load.sum(axis=1).tolist()
    schools["rollTotal"] = roll_totals(e.schools.roll).tolist()
    return {
        "name": e.name,
        "modelSha256": e.model_sha256,
        "kernelVersion": e.kernel_version,
        "state": _plain(e.state, _STATE),
        "assignment": _plain(e.assignment),
        "schools": schools,
        "stock": _plain(e.stock),
        "e2sfca": e.e2sfca.tolist(),
        "indicators": _figures(e.indicators),
        "byBand": _groups(e.by_band),
        "byTownship": _groups(e.by_township),
        "byAreaClass": _groups(e.by_area_class),
        "lengthBands": [_plain(b) for b in e.length_bands],
        "findings": [_plain(f) for f in e.findings],
    }


def _groups(groups: Mapping[str, Mapping[str, Figure]]) -> dict[str, Any]:
    return {name: _figures(figures) for name, figures in groups.items()}


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return _without_theil({k: {"value": f.value, "unit": f.unit} for k, f in figures.items()})


def _without_theil(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: f for name, f in figures.items() if not name.startswith("theil.")}


def _plain(value: Any, names: Mapping[str, str] | None = None) -> Any:
    """A frozen dataclass with the twin's names, arrays flat, flags as 0 and 1."""
    if is_dataclass(value):
        named = {_camel(f.name): _plain(getattr(value, f.name)) for f in fields(value)}
        return {(names or {}).get(k, k): v for k, v in named.items()}
    if isinstance(value, np.ndarray):
        flat = value.ravel()
        return flat.astype(np.int64).tolist() if flat.dtype == bool else flat.tolist()
    return value


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def differences(python: Any, twin: Any, path: str = "") -> Iterator[str]:
    """Where two plain values are not the same; numbers are the same only to the last bit."""
    if _kind(python) != _kind(twin):
        yield f"{path}: {python!r} against {twin!r}"
    elif isinstance(python, dict):
        for key in sorted(python.keys() | twin.keys()):
            if key not in python or key not in twin:
                yield f"{path}.{key}: only in {'Python' if key in python else 'the twin'}"
            else:
                yield from differences(python[key], twin[key], f"{path}.{key}")
    elif isinstance(python, list):
        if python == twin and not any(isinstance(v, bool | dict | list) for v in (*python, *twin)):
            return
        if len(python) != len(twin):
            yield f"{path}: {len(python)} against {len(twin)} entries"
        for i, (a, b) in enumerate(zip(python, twin, strict=False)):
            yield from differences(a, b, f"{path}[{i}]")
    elif python != twin:
        yield f"{path}: {python!r} against {twin!r}"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    return "list" if isinstance(value, list) else type(value).__name__
