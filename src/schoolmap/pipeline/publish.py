"""Evaluations to files: whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.errors import MachineError
from schoolmap.geography.cells import Shapes, build_shapes
from schoolmap.kernel import evaluate
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import Study
from schoolmap.pipeline.prepare import study_crs
from schoolmap.pipeline.runlog import RunLog

if TYPE_CHECKING:
    import folium

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


def assess(model: LayoutModel) -> Evaluation:
    """Return the evaluation of a model as it stands.

    Parameters
    ----------
    model
        As `prepare` made it.
    """
    return evaluate(model)


def shapes_of(study: Study, model: LayoutModel) -> Shapes:
    """Return the village cells and boundaries of a study, in its projected CRS."""
    return build_shapes(
        model.villages.xy_mm / 1000.0,
        study.boundary,
        model.villages.townships,
        crs=study_crs(study),
    )


def publish(
    study: Study,
    model: LayoutModel,
    evaluations: Sequence[Evaluation],
    out: str | Path,
    *,
    tiles: str | None = None,
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
        Today first.
    out
        Folder, made where it does not exist.
    tiles
        Address of an online tile service for the map; None keeps the map offline.
    log
        Where durations and progress go.

    Returns
    -------
    tuple[Path, ...]
        The files, in the order of `OUTPUT_FILES`.

    Raises
    ------
    MachineError
        If the folder cannot be written.
    """
    log = log or RunLog()
    target = Path(out)
    try:
        target.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".schoolmap-", dir=target))
    except OSError as error:
        raise _cannot_write(target, error) from error
    try:
        _write(study, model, evaluations[0], aside, tiles=tiles, log=log)
        _write_run(study, model, aside / "run.json", log)
        _move_in(aside, target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(target / name for name in OUTPUT_FILES)


def show(study: Study, model: LayoutModel, evaluations: Sequence[Evaluation]) -> folium.Map:
    """Return the map of an evaluation as a folium map, for a notebook.

    Parameters
    ----------
    study, model
        What was read and made of it.
    evaluations
        Today first.
    """
    from schoolmap.maps import build_view, make_map

    return make_map(build_view(model, evaluations[0], shapes_of(study, model)))


def _move_in(aside: Path, target: Path) -> None:
    """Move every file into place; if one cannot be moved, put back what was there."""
    before = aside / "before"
    before.mkdir()
    moved: list[str] = []
    try:
        for name in OUTPUT_FILES:
            moved.append(name)
            if (target / name).exists():
                (target / name).rename(before / name)
            (aside / name).rename(target / name)
    except OSError:
        for name in moved:
            if (before / name).exists():
                (before / name).replace(target / name)
            elif not (aside / name).exists():
                (target / name).unlink(missing_ok=True)
        raise


def _write(
    study: Study,
    model: LayoutModel,
    evaluation: Evaluation,
    folder: Path,
    *,
    tiles: str | None,
    log: RunLog,
) -> None:
    """Write every file but run.json."""
    from schoolmap.io.geopackage import write_geopackage
    from schoolmap.io.writing import write_tables
    from schoolmap.maps import build_view, render_page
    from schoolmap.report.workbook import write_workbook

    with log.step("shapes"):
        shapes = shapes_of(study, model)
    with log.step("tables"):
        write_tables(folder, study, model, evaluation)
    with log.step("workbook"):
        write_workbook(folder / "study.xlsx", study, model, evaluation)
    with log.step("geopackage"):
        write_geopackage(folder / "study.gpkg", study, model, evaluation, shapes)
    with log.step("map"):
        view = build_view(model, evaluation, shapes)
        page = render_page(view, tiles=tiles)
        (folder / "map.html").write_text(page, encoding="utf-8", newline="\n")


def _write_run(study: Study, model: LayoutModel, path: Path, log: RunLog) -> None:
    """Write versions, fingerprints, parameters and durations."""
    settings = study.settings.model_dump(mode="json")
    document = {
        "model_sha256": model.sha256,
        "inputs": {f.file: f.sha256 for f in study.inputs},
        "crs": study_crs(study),
        **log.document({"travel": settings["travel"], "rules": settings["rules"]}),
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _cannot_write(folder: Path, error: OSError) -> MachineError:
    return MachineError(
        zh=f"无法写入 {folder}：{error.strerror or error}。"
        "原有文件未改动；请换一个文件夹，或检查权限与磁盘空间。",
        en=f"Cannot write to {folder}: {error.strerror or error}. What was there is unchanged; "
        "choose another folder, or check permission and space.",
    )
