"""The page for everybody: layouts that Python evaluated, without what bureaus do not publish.

It holds no model, no journeys but those that are made, no road graph. Of a village it tells all
pupils together, where they are many enough; of a school what stands on its sign, and its reported
roll. Counts are told in coarse steps, so that nobody can work out from several of them, or from two
layouts, who lives in a hamlet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel import TODAY, evaluate
from schoolmap.maps.encode import Packed, pack
from schoolmap.maps.head import page_head, shape_arrays, townships
from schoolmap.maps.public_figures import group_rows, layout_figures
from schoolmap.maps.shapes import IntArray, outline_arrays, whole_degrees
from schoolmap.maps.suppressing import Suppressed, suppress
from schoolmap.maps.tables import reported_rolls, school_arrays, village_arrays, village_texts
from schoolmap.model.added import AddedSite
from schoolmap.model.evaluation import Evaluation, Finding
from schoolmap.model.extending import extended
from schoolmap.model.layout import UNKNOWN, LayoutModel
from schoolmap.model.scenario import Change, Open, Scenario, SetBeds, SetBus, SetSeats
from schoolmap.network.opening import added_site

if TYPE_CHECKING:
    from schoolmap.geography.cells import Shapes

FORMAT_VERSION = 1
LEAST_RULE = "public_min_pupils"
OMITTED: tuple[str, ...] = (
    "model",
    "village_grades",
    "village_population",
    "small_counts",
    "school_resources",
    "private_schools",
    "single_findings",
    "plan_amounts",
)
"""What is left out, by code; the page says each in words."""

_HIDDEN = -1
_AMOUNTS = (SetSeats, SetBeds, SetBus)
_TOLD = ("school", "into", "grades", "name", "village", "band")
"""Of a change, what the public is told; seats, beds and buses are only counted."""


def public_content(
    model: LayoutModel,
    shapes: Shapes,
    scenarios: Sequence[Scenario] = (),
    *,
    simulated: bool | None = None,
) -> tuple[dict[str, object], Packed]:
    """Return the data and arrays of the public page.

    Parameters
    ----------
    model
        County as the kernel sees it.
    shapes
        Outlines and village cells.
    scenarios
        Plans to show beside today; new schools must say exactly where they stand.
    simulated
        Whether the page says that its data are made up; None: where the study's name says so.

    Raises
    ------
    UsageError
        If a plan cannot be evaluated.
    ValueError
        If cells and villages differ in number, or a new school stands on no road.
    """
    outline = outline_arrays(shapes)
    least = int(model.standards[LEAST_RULE].number)
    places = townships(model, shapes)
    kept = _kept(model, places, least)
    today = evaluate(model)
    plans = [_evaluated(model, scenario) for scenario in scenarios]
    data = {
        "format": "schoolmap-public",
        "version": FORMAT_VERSION,
        **page_head(model, shapes, outline, simulated=simulated),
        "public": {"least": least, "omitted": list(OMITTED)},
        "villages": {"id": list(model.villages.ids), **village_texts(model)},
        "schools": _schools(model, least),
        "by_township": group_rows(model, today, kept, places, least),
        "layouts": [_layout(model, each, kept, least) for each in (today, *plans)],
    }
    return data, _arrays(model, shapes, outline, kept, (today, *plans))


def _kept(model: LayoutModel, places: Sequence[str], least: int) -> Suppressed:
    """Return which villages' pupils, and which townships' totals, may be shown."""
    pupils = model.villages.pupils.sum(axis=1)
    return suppress(pupils, _township(model, places), len(places) + 1, least=least)


def _township(model: LayoutModel, places: Sequence[str]) -> IntArray:
    """Return each village's township; the last group for those without."""
    number = {name: i for i, name in reversed(list(enumerate(places)))}
    return np.array([number.get(t, len(places)) for t in model.villages.townships], dtype=np.int64)


def _evaluated(model: LayoutModel, scenario: Scenario) -> Evaluation:
    listed = set(model.sites.ids)
    added: list[AddedSite] = []
    for change in scenario.changes:
        if not isinstance(change, Open) or change.school in listed:
            continue
        listed.add(change.school)
        if change.at is not None and change.lon is not None and change.lat is not None:
            lonlat = (change.lon, change.lat)
            added.append(added_site(model, change.school, change.name, lonlat, change.at))
    return evaluate(model, scenario, added=added)


def _schools(model: LayoutModel, least: int) -> dict[str, object]:
    """Return what stands on the schools' signs, and the reported rolls of public ones."""
    private = model.sites.private.tolist()
    rolls = [None if p else r for r, p in zip(reported_rolls(model), private, strict=True)]
    small = [r is not None and 0 < r < least for r in rolls]
    return {
        "id": list(model.sites.ids),
        "name": list(model.sites.names),
        "name_en": list(model.sites.names_en),
        "roll": [None if hide else r for r, hide in zip(rolls, small, strict=True)],
        "roll_hidden": small,
    }


def _layout(
    model: LayoutModel, evaluation: Evaluation, kept: Suppressed, least: int
) -> dict[str, object]:
    scenario = evaluation.scenario
    return {
        "name": "" if scenario is TODAY else scenario.name,
        "changes": [
            {"op": change.op, **{k: v for k, v in vars(change).items() if k in _TOLD and v}}
            for change in scenario.changes
            if not isinstance(change, _AMOUNTS)
        ],
        "amounts": sum(_amounts(change) for change in scenario.changes),
        "rules": {k: list(v) if isinstance(v, tuple) else v for k, v in scenario.rules.items()},
        "added": [{"id": a.id, "name": a.name} for a in evaluation.added],
        "findings": _found(evaluation.findings),
        **layout_figures(model, evaluation, kept, least),
    }


def _amounts(change: Change) -> int:
    """Return how many amounts a change sets, that the public is not told."""
    if isinstance(change, Open):
        return sum(value is not None for value in (change.seats, change.beds, change.bus))
    return int(isinstance(change, _AMOUNTS))


def _found(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return how many schools, villages, … break each rule, gravest first as the findings are."""
    count: dict[tuple[str, str, str], int] = {}
    for f in findings:
        key = (f.rule, f.severity, f.subject_type)
        count[key] = count.get(key, 0) + 1
    return [
        {"rule": rule, "severity": severity, "type": subject, "count": n}
        for (rule, severity, subject), n in count.items()
    ]


def _arrays(
    model: LayoutModel,
    shapes: Shapes,
    outline: Mapping[str, IntArray],
    kept: Suppressed,
    layouts: Sequence[Evaluation],
) -> Packed:
    """Return places, shapes and the layouts' journeys."""
    villages, sites = model.villages, model.sites
    places = townships(model, shapes)
    _, alike_v = village_arrays(model, places)
    _, alike_s = school_arrays(model, places)
    plain, alike = shape_arrays(model, shapes, outline)
    pupils = villages.pupils.sum(axis=1)
    plain |= {
        "v_area": villages.area_class.astype(np.int64),
        "v_component": np.minimum(villages.component.astype(np.int64), 1),
        "v_total": np.where(kept.hidden, _HIDDEN, pupils),
        "s_area": sites.area_class.astype(np.int64),
        "s_type": sites.type_code.astype(np.int64),
        "s_first": sites.first_grade.astype(np.int64),
        "s_last": sites.last_grade.astype(np.int64),
        "s_status": sites.status.astype(np.int64),
        "s_private": sites.private.astype(np.int64),
    }
    for number, evaluation in enumerate(layouts):
        own_plain, own_alike = _layout_arrays(model, evaluation)
        plain |= {f"l{number}_{name}": values for name, values in own_plain.items()}
        alike |= {f"l{number}_{name}": values for name, values in own_alike.items()}
    return pack(plain, {**alike, **alike_v, **alike_s})


def _layout_arrays(
    model: LayoutModel, evaluation: Evaluation
) -> tuple[dict[str, IntArray], dict[str, IntArray]]:
    """Return which schools a layout has, and where each band of each village goes."""
    od, made = extended(model, evaluation.added).od, evaluation.assignment
    cell = (np.arange(len(model.villages))[:, None], _standing_grades(model, evaluation))
    row = made.row[cell].ravel()

    def of_journey(values: NDArray[np.int32]) -> IntArray:
        known = values[np.maximum(row, 0)] if values.size else np.zeros(row.size)
        return np.where(row < 0, UNKNOWN, known).astype(np.int64)

    state = evaluation.state
    point = whole_degrees(np.array([a.lonlat for a in evaluation.added]).reshape(-1, 2))
    plain = {
        "mode": made.mode[cell].astype(np.int64).ravel(),
        "length_m": of_journey(od.length_m),
        "walk_ref_s": of_journey(od.walk_ref_s),
        "ride_s": of_journey(od.ride_s),
        "ride_length_m": of_journey(od.ride_length_m),
        "open": state.is_open.astype(np.int64),
        "first": state.first_grade.astype(np.int64),
        "last": state.last_grade.astype(np.int64),
        "point": state.is_point.astype(np.int64),
        "x": point[:, 0],
        "y": point[:, 1],
    }
    return plain, {"site": made.site[cell].astype(np.int64).ravel()}


def _standing_grades(model: LayoutModel, evaluation: Evaluation) -> IntArray:
    """Return the grade (from 0) whose journey stands for each band of each village.

    It is that of the most grades, wherever pupils live: who weighed them by pupils would tell
    which grades have any.
    """
    made = evaluation.assignment
    standing = []
    for band in model.rules.bands:
        grades = np.arange(band.first - 1, band.last)
        site, mode = made.site[:, grades], made.mode[:, grades]
        same = (site[:, :, None] == site[:, None]) & (mode[:, :, None] == mode[:, None])
        standing.append(grades[same.sum(axis=2).argmax(axis=1)])
    return np.stack(standing, axis=1)
