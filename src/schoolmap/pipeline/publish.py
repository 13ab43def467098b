"""Evaluations to files: whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schoolmap.errors import UsageError
from schoolmap.geography.cells import Shapes
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario
from schoolmap.model.study import Study
from schoolmap.pipeline.outputs import (
    map_names,
    shapes_of,
    spare_inputs,
    view_of,
    write_maps,
    write_run,
)
from schoolmap.pipeline.placing import placed
from schoolmap.pipeline.runlog import RunLog
from schoolmap.pipeline.standing import with_standing

if TYPE_CHECKING:
    import folium
    from psycopg import Connection

    from schoolmap.io.postgis_writing import DatabaseTarget

OUTPUT_FILES: tuple[str, ...] = (
    "map.html",
    "assignment.csv",
    "villages.csv",
    "schools.csv",
    "indicators.json",
    "findings.csv",
    "study.xlsx",
    "study.gpkg",
    "problems.csv",
    "run.json",
)
"""What `publish` writes."""


def publish(
    study: Study,
    model: LayoutModel,
    evaluations: Sequence[Evaluation],
    out: str | Path,
    *,
    tiles: str | None = None,
    public: bool = False,
    database: DatabaseTarget | None = None,
    log: RunLog | None = None,
) -> tuple[Path, ...]:
    """Write the files of a run; all of them, or none.

    Files are written aside and moved into place when all are there, so a run that fails or is
    interrupted leaves what was there before.

    Parameters
    ----------
    study, model
        What was read and made of it.
    evaluations
        Today first: the tables are of it. The map holds the plans that follow.
    out
        Folder, made where it does not exist.
    tiles
        Address of an online tile service for the map; None keeps the map offline.
    public
        Write ``map-public.html`` too, which suppresses small counts.
    database
        Write layers and tables to a PostGIS schema too, in one transaction that is committed once
        the files are in place.
    log
        Where durations and progress go.

    Returns
    -------
    tuple[Path, ...]
        The files, in the order of `OUTPUT_FILES`; after them the public map.

    Raises
    ------
    MachineError
        If the folder or the database cannot be written.
    UsageError
        If the first evaluation is not that of today, if one is not of this model, or if a result
        would take the place of a file that the study reads.
    """
    log = log or RunLog()
    target = Path(out)
    today, scenarios = _today_and_plans(model, evaluations)
    names = tuple(dict.fromkeys((*OUTPUT_FILES, *map_names(public=public))))
    spare_inputs(study, target, names)
    study = with_standing(study, model)
    with _open_database(database) as connection, placed(target, names) as aside:
        with log.step("shapes"):
            shapes = shapes_of(study, model)
        _write_results(aside, study, model, today, shapes, log=log)
        if database is not None and connection is not None:
            from schoolmap.io.postgis_writing import write_results

            with log.step("database"):
                write_results(connection, database.schema, study, model, today, shapes)
        with log.step("map"):
            write_maps(aside, study, model, scenarios, shapes, public=public, tiles=tiles)
        write_run(aside / "run.json", study, model, log)
    return tuple(target / name for name in names)


def show(study: Study, model: LayoutModel, evaluations: Sequence[Evaluation]) -> folium.Map:
    """Return the map of evaluations as a folium map, for a notebook.

    Parameters
    ----------
    study, model
        What was read and made of it.
    evaluations
        Today first; the plans that follow can be looked at and changed in the map.
    """
    from schoolmap.maps import make_map

    _, scenarios = _today_and_plans(model, evaluations)
    return make_map(view_of(study, model, scenarios, shapes_of(study, model)))


def _open_database(
    database: DatabaseTarget | None,
) -> AbstractContextManager[Connection[Any] | None]:
    if database is None:
        return nullcontext()
    from schoolmap.io.postgis import connected

    return connected(database.url)


def _today_and_plans(
    model: LayoutModel, evaluations: Sequence[Evaluation]
) -> tuple[Evaluation, tuple[Scenario, ...]]:
    """Return today's evaluation and the scenarios of the others, having checked them."""
    if not evaluations or evaluations[0].scenario.changes or evaluations[0].scenario.rules:
        raise UsageError(
            zh="第一份评估须是现状：请传入 [sm.assess(model), …]，方案放在后面。",
            en="The first evaluation must be that of today: pass [sm.assess(model), ...], and the "
            "plans after it.",
        )
    if any(e.model_sha256 != model.sha256 for e in evaluations):
        raise UsageError(
            zh="这份评估不是由该模型得出的；请用 sm.assess(model) 重新评估。",
            en="The evaluation was made of another model; evaluate again with sm.assess(model).",
        )
    return evaluations[0], tuple(e.scenario for e in evaluations[1:])


def _write_results(
    folder: Path,
    study: Study,
    model: LayoutModel,
    today: Evaluation,
    shapes: Shapes,
    *,
    log: RunLog,
) -> None:
    """Write tables, workbook and GeoPackage."""
    from schoolmap.io.checks import by_harm
    from schoolmap.io.geopackage import write_geopackage
    from schoolmap.io.writing import write_tables
    from schoolmap.report.workbook import write_workbook

    with log.step("tables"):
        write_tables(folder, study, model, today)
    with log.step("workbook"):
        # problems.csv keeps the order of finding; the workbook is read by people
        sorted_study = replace(study, problems=by_harm(study.problems))
        write_workbook(folder / "study.xlsx", sorted_study, model, today)
    with log.step("geopackage"):
        write_geopackage(folder / "study.gpkg", study, model, today, shapes)
