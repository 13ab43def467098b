"""Examining a study: what reading finds, and what its numbers and its network let one doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from schoolmap.errors import InputError, Problem
from schoolmap.io.aside import rows_aside
from schoolmap.io.doctor_network import (
    doubt_border,
    doubt_idle,
    doubt_islands,
    doubt_off_road,
    doubt_rides,
)
from schoolmap.io.doctor_places import (
    doubt_one_point,
    doubt_outside,
    doubt_townships,
    doubt_twins,
)
from schoolmap.io.doctor_ratios import doubt_ratios
from schoolmap.io.doctor_schools import (
    doubt_buses,
    doubt_classes,
    doubt_parts,
    doubt_room,
    doubt_size,
    doubt_spans,
    doubt_status,
)
from schoolmap.io.doctor_villages import doubt_cohorts, doubt_pupils, doubt_totals
from schoolmap.io.doctoring import Chart, new_ledger
from schoolmap.io.reading import read_study
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import Study
from schoolmap.pipeline.assessing import assess
from schoolmap.pipeline.prepare import prepare
from schoolmap.pipeline.runlog import RunLog
from schoolmap.pipeline.standing import with_standing

TABLE_DOUBTS: tuple[Callable[[Chart], None], ...] = (
    doubt_status,
    doubt_spans,
    doubt_classes,
    doubt_room,
    doubt_buses,
    doubt_size,
    doubt_parts,
    doubt_ratios,
    doubt_pupils,
    doubt_cohorts,
    doubt_totals,
    doubt_twins,
    doubt_one_point,
    doubt_outside,
    doubt_townships,
)
"""What the tables alone let one doubt."""

NETWORK_DOUBTS: tuple[Callable[[Chart, LayoutModel, Evaluation], None], ...] = (
    doubt_idle,
    doubt_off_road,
    doubt_islands,
    doubt_rides,
    doubt_border,
)
"""What only the prepared model lets one doubt."""


_NAMED_BY: Mapping[str, str] = {"coordinates_repeated": "villages_at_one_point"}
"""Notes that say as a count what a doubt says place by place."""


@dataclass(frozen=True)
class Tally:
    """What of a study is used.

    Attributes
    ----------
    schools, villages
        Rows used.
    schools_aside, villages_aside
        Rows set aside.
    pupils
        Pupils of the villages used.
    pupils_aside
        Pupils in rows of villages that were set aside.
    pupils_off
        Of `pupils`, those whose village does not stand on the main network; None where the
        network was not looked at.
    """

    schools: int
    schools_aside: int
    villages: int
    villages_aside: int
    pupils: int
    pupils_aside: int
    pupils_off: int | None


@dataclass(frozen=True)
class Diagnosis:
    """What an examination found.

    Attributes
    ----------
    name
        Of the study; empty where its settings could not be read.
    problems
        Everything found, in the order of finding.
    study, model
        None where the study cannot be read, or not prepared; the model also where nobody asked.
    tally
        None where the study cannot run.
    """

    name: str
    problems: tuple[Problem, ...]
    study: Study | None = None
    model: LayoutModel | None = None
    tally: Tally | None = None

    @property
    def can_run(self) -> bool:
        """Whether `run` would run."""
        return self.study is not None and not any(p.severity == "error" for p in self.problems)


def examine(path: str | Path, *, quick: bool = False, log: RunLog | None = None) -> Diagnosis:
    """Return everything that is wrong or doubtful in a study; change nothing.

    Parameters
    ----------
    path
        Folder of the study, or its study.toml.
    quick
        Leave out what needs the network.
    log
        Where durations and progress go.
    """
    log = log or RunLog()
    try:
        with log.step("read"):
            study = read_study(path)
    except InputError as error:
        return Diagnosis(name="", problems=error.problems)
    doubts = table_doubts(study)
    study = replace(study, problems=_sharper(study.problems, doubts))
    name = study.settings.study.name
    if quick:
        return Diagnosis(
            name, (*study.problems, *doubts), study, tally=_tally(study, None, study.problems)
        )
    try:
        model = prepare(study, log=log)
    except InputError as error:
        return Diagnosis(name, (*error.problems, *study.problems, *doubts))
    with log.step("assess"):
        evaluation = assess(model)
    found = with_standing(study, model).problems
    problems = (*found, *doubts, *network_doubts(study, model, evaluation))
    return Diagnosis(name, problems, study, model, _tally(study, model, found))


def _sharper(problems: tuple[Problem, ...], doubts: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems of reading without notes that a doubt of the same table says better."""
    better = {(doubt.code, doubt.file, doubt.sheet) for doubt in doubts}
    return tuple(p for p in problems if (_NAMED_BY.get(p.code), p.file, p.sheet) not in better)


def table_doubts(study: Study) -> tuple[Problem, ...]:
    """Return what the numbers of a study let one doubt, without its network."""
    chart = Chart(study, new_ledger())
    for doubt in TABLE_DOUBTS:
        doubt(chart)
    return chart.ledger.problems


def network_doubts(study: Study, model: LayoutModel, evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return what only the network and the assignment of today let one doubt."""
    chart = Chart(study, new_ledger())
    for doubt in NETWORK_DOUBTS:
        doubt(chart, model, evaluation)
    return chart.ledger.problems


def _tally(study: Study, model: LayoutModel | None, problems: tuple[Problem, ...]) -> Tally:
    schools, villages = (rows_aside(problems, table) for table in (study.schools, study.villages))
    pupils = np.column_stack([study.villages.numbers(f"g{grade}") for grade in range(1, 10)])
    off = None
    if model is not None:
        off = int(model.villages.pupils[model.villages.component != 0].sum())
    return Tally(
        schools=len(study.schools),
        schools_aside=len(schools),
        villages=len(study.villages),
        villages_aside=len(villages),
        pupils=int(pupils.astype(np.int64).sum()),
        pupils_aside=study.aside.pupils,
        pupils_off=off,
    )
