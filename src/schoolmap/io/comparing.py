"""Plans held against today as JSON: one document for all of them, one for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schoolmap.kernel import evaluation_document, scenario_document
from schoolmap.kernel.document import figures_document
from schoolmap.model.comparison import Comparison, Plan
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel

Plain = dict[str, object]


@dataclass(frozen=True)
class Effect:
    """What a plan changes, counted from its evaluation document.

    Attributes
    ----------
    villages, pupils
        Villages, and their pupils, whose school, way of travel or reason changes.
    farther
        Of the pupils, those whose journey gets longer.
    unserved
        Of the pupils, those who lose the place that they have.
    schools
        Schools that change, in any figure.
    new, solved
        Findings that the plan brings about, and those that it does away with; what is gone with a
        closed school is not among them.
    """

    villages: int
    pupils: int
    farther: int
    unserved: int
    schools: int
    new: tuple[Plain, ...]
    solved: tuple[Plain, ...]


def plan_document(model: LayoutModel, plan: Plan) -> Plain:
    """Return evaluation.json of a plan.

    Parameters
    ----------
    model
        The county, without added schools.
    plan
        Held against today.
    """
    return evaluation_document(model, plan.seen, plan.before, plan.after)


def effect_of(document: Mapping[str, object]) -> Effect:
    """Return what a plan changes.

    Parameters
    ----------
    document
        Its evaluation document.
    """
    runs = _items(document["villages"])
    ways = [(run, _sub(run, "before"), _sub(run, "after")) for run in runs]
    return Effect(
        villages=len({run["village_id"] for run in runs}),
        pupils=_pupils(runs),
        farther=_pupils(run for run, was, now in ways if _added_m(was, now) > 0),
        unserved=_pupils(
            run for run, was, now in ways if was["mode"] != "unserved" and now["mode"] == "unserved"
        ),
        schools=len(_items(document["schools"])),
        new=tuple(f for f in _items(document["findings"]) if f["standing"] == "new"),
        solved=tuple(f for f in _items(document["solved"]) if f["standing"] == "solved"),
    )


def comparison_document(
    comparison: Comparison, folders: Sequence[str], documents: Sequence[Mapping[str, object]]
) -> Plain:
    """Return comparison.json: today and every plan side by side.

    Parameters
    ----------
    comparison
        Today and the plans.
    folders
        Folder of each plan's evaluation.json.
    documents
        Evaluation document of each plan.
    """
    model, today = comparison.model, comparison.today
    plans = zip(folders, comparison.plans, documents, strict=True)
    return {
        "format": "schoolmap-comparison",
        "version": 1,
        "name": model.name,
        "year": model.year,
        "model_sha256": today.model_sha256,
        "kernel_version": today.kernel_version,
        "estimated": model.estimated,
        "slope": model.slope is not None,
        "today": _standing(today),
        "plans": [_plan(folder, plan, document) for folder, plan, document in plans],
    }


def _plan(folder: str, plan: Plan, document: Mapping[str, object]) -> Plain:
    effect = effect_of(document)
    return {
        "name": plan.name,
        "folder": folder,
        "scenario": scenario_document(plan.scenario),
        "before": _standing(plan.before),
        "after": _standing(plan.after),
        "changed": {
            "villages": effect.villages,
            "pupils": effect.pupils,
            "pupils_farther": effect.farther,
            "pupils_losing_a_place": effect.unserved,
            "schools": effect.schools,
        },
        "findings": {
            "new": dict(Counter(str(f["severity"]) for f in effect.new)),
            "solved": dict(Counter(str(f["severity"]) for f in effect.solved)),
        },
    }


def _standing(evaluation: Evaluation) -> Plain:
    """Return the figures of an evaluation, of the county and by band, and its findings' number."""
    return {
        "indicators": figures_document(evaluation.indicators),
        "by_band": {band: figures_document(f) for band, f in evaluation.by_band.items()},
        "findings": dict(Counter(f.severity for f in evaluation.findings)),
    }


def _items(value: object) -> list[Plain]:
    """Return a list of objects of a document that this program made."""
    return [dict(item) for item in value] if isinstance(value, list) else []


def _sub(item: Plain, key: str) -> Plain:
    value = item[key]
    return dict(value) if isinstance(value, Mapping) else {}


def _added_m(was: Plain, now: Plain) -> int:
    a, b = was["length_m"], now["length_m"]
    return b - a if isinstance(a, int) and isinstance(b, int) else 0


def _pupils(runs: Iterable[Plain]) -> int:
    total = 0
    for run in runs:
        pupils = run["pupils"]
        total += pupils if isinstance(pupils, int) else 0
    return total
