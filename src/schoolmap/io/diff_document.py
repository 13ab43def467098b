"""How two scenarios differ, as JSON for programs."""

from __future__ import annotations

from schoolmap.kernel.document import change_document
from schoolmap.model.scenario_diff import Placed, ScenarioDiff

Plain = dict[str, object]


def diff_document(diff: ScenarioDiff) -> Plain:
    """Return what ``schoolmap diff --json`` prints.

    Parameters
    ----------
    diff
        Of two scenarios.
    """
    return {
        "format": "schoolmap-diff",
        "version": 1,
        "same": diff.same,
        "names": None if diff.names is None else list(diff.names),
        "models": None if diff.models is None else list(diff.models),
        "shared": diff.shared,
        "removed": [_placed(p) for p in diff.removed],
        "added": [_placed(p) for p in diff.added],
        "altered": [
            {"before": _placed(x.before), "after": _placed(x.after), "fields": list(x.fields)}
            for x in diff.altered
        ],
        "moved": [{"before": _placed(m.before), "after": _placed(m.after)} for m in diff.moved],
        "rules": [{"rule": r.rule, "before": r.before, "after": r.after} for r in diff.rules],
    }


def _placed(placed: Placed) -> Plain:
    return {"number": placed.number, **change_document(placed.change)}
