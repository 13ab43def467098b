"""Evaluations to files: whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.errors import UsageError
from schoolmap.geography.cells import Shapes, build_shapes
from schoolmap.kernel import evaluate
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import Study
from schoolmap.pipeline.placing import placed
from schoolmap.pipeline.prepare import study_crs
from schoolmap.pipeline.runlog import RunLog
from schoolmap.pipeline.standing import with_standing

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
        One: that of today.
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
    UsageError
        If there is not exactly one evaluation, if it is not of this model, or if a result would
        take the place of a file that the study reads.
    """
    log = log or RunLog()
    target = Path(out)
    evaluation = _today_of(model, evaluations)
    _spare_inputs(study, target)
    study = with_standing(study, model)
    with placed(target, OUTPUT_FILES) as aside:
        _write(study, model, evaluation, aside, tiles=tiles, log=log)
        _write_run(study, model, aside / "run.json", log)
    return tuple(target / name for name in OUTPUT_FILES)


def show(study: Study, model: LayoutModel, evaluations: Sequence[Evaluation]) -> folium.Map:
    """Return the map of an evaluation as a folium map, for a notebook.

    Parameters
    ----------
    study, model
        What was read and made of it.
    evaluations
        One: that of today.
    """
    from schoolmap.maps import build_view, make_map

    evaluation = _today_of(model, evaluations)
    simulated = study.settings.study.is_simulated
    view = build_view(model, evaluation, shapes_of(study, model), simulated=simulated)
    return make_map(view)


def _today_of(model: LayoutModel, evaluations: Sequence[Evaluation]) -> Evaluation:
    """Return the evaluation of today, having checked that it is the only one and the model's."""
    if len(evaluations) != 1:
        raise UsageError(
            zh=f"这一版只输出现状一份评估，收到 {len(evaluations)} 份；请传入 [sm.assess(model)]。",
            en=f"This version publishes the evaluation of today only, and got {len(evaluations)}; "
            "pass [sm.assess(model)].",
        )
    if evaluations[0].model_sha256 != model.sha256:
        raise UsageError(
            zh="这份评估不是由该模型得出的；请用 sm.assess(model) 重新评估。",
            en="The evaluation was made of another model; evaluate again with sm.assess(model).",
        )
    return evaluations[0]


def _spare_inputs(study: Study, target: Path) -> None:
    """Refuse a folder where a result would take the place of a file that the study reads."""
    inputs = {(study.folder / f.file).resolve() for f in study.inputs}
    taken = sorted(name for name in OUTPUT_FILES if (target / name).resolve() in inputs)
    if taken or target.resolve() == study.folder.resolve():
        names = ", ".join(taken)
        raise UsageError(
            zh=f"输出文件夹 {target} 就是资料所在之处，会覆盖原始资料（{names or '同一文件夹'}）；"
            "请另选一个文件夹。",
            en=f"The folder {target} is where the study lives; results would take the place of its "
            f"tables ({names or 'same folder'}). Choose another folder.",
        )


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
        simulated = study.settings.study.is_simulated
        view = build_view(model, evaluation, shapes, simulated=simulated)
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
