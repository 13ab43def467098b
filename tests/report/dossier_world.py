"""A dossier of a merger that can be worked out by pencil.

    metres  0         1000        2000                          5000
            V0--------S0----------V1----------------------------S1
            45 pupils             45 pupils                     bus

Each village has one pupil in grade 1, two in grade 2, up to nine in grade 9; a tertiary road, 30
km/h by bus (120 ms a metre). S0 is merged into S1: V0 rides 5000 m in 600 s, V1 3000 m in 360 s,
but for its junior pupils (24), who walk: 3000 / 1.25 = 2400 s is just within their limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from tests.pipeline.small import VILLAGES, small_study
from tests.worlds import road

import schoolmap as sm
from schoolmap.errors import Language
from schoolmap.geography.cells import Shapes
from schoolmap.io.packs import read_packs
from schoolmap.model.comparison import Plan
from schoolmap.model.hearing import Hearing
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Change, Merge, Scenario
from schoolmap.model.study import Study
from schoolmap.pipeline import JudgedPlan, forecast, judge
from schoolmap.pipeline.dossiers import Papers, dossier_of_plan
from schoolmap.pipeline.outputs import shapes_of
from schoolmap.report.dossier_content import Dossier

MERGE = Merge("S0", "S1")
LOWER, UPPER, JUNIOR = 1 + 2 + 3, 4 + 5 + 6, 7 + 8 + 9
PUPILS = LOWER + UPPER + JUNIOR
"""Of each village."""
NAMES = {"zh": ("东坡教学点", "西河中心小学"), "en": ("East School", "West School")}


@dataclass(frozen=True)
class Made:
    """A dossier and all that it was made of."""

    study: Study
    model: LayoutModel
    plan: Plan
    judged: JudgedPlan
    shapes: Shapes
    dossier: Dossier


def study_of(language: Language, *, remote: bool = False) -> Study:
    """Return the county on paper; `remote`: with V2 at -2500 m, and without the bus."""
    names = np.array(NAMES[language], dtype=object)
    columns = {"name": names, "bus": np.array([False, not remote])}
    villages = (*VILLAGES, (-2500.0, 0.0)) if remote else VILLAGES
    start = -2500 if remote else 0
    study = small_study(
        villages=villages, roads=(road((start, 0), (5000, 0)),), school_columns=columns
    )
    section = study.settings.study.model_copy(update={"language": language, "name": "Paper"})
    return replace(study, settings=study.settings.model_copy(update={"study": section}))


def made(
    *changes: Change,
    language: Language = "zh",
    name: str = "plan",
    hearing: Hearing | None = None,
    rules: dict[str, object] | None = None,
    remote: bool = False,
) -> Made:
    """Return the dossier of a plan for the county on paper."""
    study, model = _prepared(language, remote=remote)
    scenario = Scenario(name, changes, rules or {})  # type: ignore[arg-type]
    plan = sm.compare(model, [scenario]).plans[0]
    judged = judge(model, plan, read_packs(study), hearing)
    shapes = shapes_of(study, model)
    ahead = forecast(study, model, [(scenario, plan.after.added)], years=4)
    papers = Papers(study, model, shapes)
    return Made(study, model, plan, judged, shapes, dossier_of_plan(papers, judged, ahead, 0))


@cache
def _prepared(language: Language, *, remote: bool = False) -> tuple[Study, LayoutModel]:
    study = study_of(language, remote=remote)
    return study, sm.prepare(study)


@cache
def merger(language: Language = "zh") -> Made:
    """Return the dossier of the merger, made once."""
    return made(MERGE, language=language, name="东坡并入西河" if language == "zh" else "One merger")


def bare(dossier: Dossier) -> Dossier:
    """Return a dossier without all that may be missing."""
    return replace(
        dossier, ways=None, rulings=None, steps=None, years=None, costs=None, occasions=None
    )
