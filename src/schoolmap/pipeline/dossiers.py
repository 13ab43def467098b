"""Plans held to the rules, turned into the papers that a hearing needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.geography.cells import Shapes
from schoolmap.model.burden import trips_of
from schoolmap.model.forecast import Forecast
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario_words import scenario_names
from schoolmap.model.study import Study
from schoolmap.pipeline.costing import cost
from schoolmap.pipeline.forecasting import forecast
from schoolmap.pipeline.judging import JudgedPlan

if TYPE_CHECKING:
    from schoolmap.report.dossier_content import Dossier

WORD, EXCEL, POSTINGS = "dossier.docx", "dossier.xlsx", "postings.docx"


@dataclass(frozen=True)
class Papers:
    """What the papers of several plans are made of.

    Attributes
    ----------
    study, model
        As read, and the model made of it.
    shapes
        For the maps.
    """

    study: Study
    model: LayoutModel
    shapes: Shapes


def paper_names(judged: JudgedPlan) -> tuple[str, ...]:
    """Return the names of a plan's papers; pages to post only where a school gives something up."""
    ends = any(s.standing in {"closes", "reduced"} for s in judged.affected.schools)
    return (WORD, EXCEL, POSTINGS) if ends else (WORD, EXCEL)


def write_papers(
    folders: Sequence[Path],
    papers: Papers,
    judged: Sequence[JudgedPlan],
    *,
    tell: Callable[[int, int], None] | None = None,
) -> None:
    """Write the dossier, its workbook and the pages to post of each plan.

    Parameters
    ----------
    folders
        One for each plan; they exist.
    papers
        Study, model and shapes.
    judged
        The plans, held to the rules.
    tell
        Told how many plans are done, of how many.

    Raises
    ------
    InputError
        If the parameters of the forecast do not hang together.
    """
    from schoolmap.report.dossier_pictures import pictures_of
    from schoolmap.report.dossier_sheets import write_dossier_book
    from schoolmap.report.dossier_word import write_dossier
    from schoolmap.report.picture_scene import areas_of
    from schoolmap.report.posting import write_postings

    plans = [(said.plan.scenario, said.plan.after.added) for said in judged]
    ahead = forecast(papers.study, papers.model, plans)
    for k, (folder, said) in enumerate(zip(folders, judged, strict=True)):
        dossier = dossier_of_plan(papers, said, ahead, k)
        areas = areas_of(papers.model, said.plan, dossier, papers.shapes)
        write_dossier(folder / WORD, dossier, pictures_of(areas, dossier))
        write_dossier_book(folder / EXCEL, dossier)
        if POSTINGS in paper_names(said):
            write_postings(folder / POSTINGS, dossier)
        if tell is not None:
            tell(k + 1, len(judged))


def dossier_of_plan(papers: Papers, judged: JudgedPlan, ahead: Forecast, at: int) -> Dossier:
    """Return what the dossier of a plan says, whole.

    Parameters
    ----------
    papers
        Study and model.
    judged
        The plan, held to the rules.
    ahead
        The years ahead, with the plan at place `at` among its plans.
    """
    from schoolmap.report.dossier_content import Ways
    from schoolmap.report.dossier_feeds import occasions_of, rulings_of, steps_of
    from schoolmap.report.dossier_feeds_ahead import costs_of, years_of
    from schoolmap.report.dossier_making import dossier_of

    study, plan, said = papers.study.settings.study, judged.plan, judged.judgement
    language, standards = study.language, papers.study.standards
    names = scenario_names(papers.model, plan.scenario, language)
    trips = trips_of(standards)
    dossier = dossier_of(
        papers.model,
        plan,
        judged.affected,
        language=language,
        simulated=study.is_simulated,
        ways=Ways(trips.daily, trips.weekly),
    )
    money = cost(papers.model, plan.before, plan.after, standards=standards)
    return replace(
        dossier,
        standing=said.standing,
        rulings=rulings_of(said, plan.seen, language),
        steps=steps_of(said.steps, said.pack, names, language),
        years=years_of(ahead, ahead.plans[at], dossier, names, language),
        costs=costs_of(money, standards, language),
        occasions=occasions_of(judged.hearing, language),
    )
