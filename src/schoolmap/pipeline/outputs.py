"""What every command that writes a map has in common: shapes, pages, the record of the run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.errors import UsageError
from schoolmap.geography.cells import Shapes, build_shapes
from schoolmap.geography.crs import unproject
from schoolmap.geography.hillshade import shade_relief
from schoolmap.geography.relief import box_of, edges_of
from schoolmap.model.aside import aside_words
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Scenario
from schoolmap.model.study import Study
from schoolmap.pipeline.prepare import study_crs
from schoolmap.pipeline.runlog import RunLog

if TYPE_CHECKING:
    from schoolmap.maps import MapView

MAP, PUBLIC_MAP = "map.html", "map-public.html"


def map_names(*, public: bool) -> tuple[str, ...]:
    """Return the names of the maps to write: the planners' own, and the one for everybody."""
    return (MAP, PUBLIC_MAP) if public else (MAP,)


def shapes_of(study: Study, model: LayoutModel) -> Shapes:
    """Return the village cells and boundaries of a study, in its projected CRS, and its relief."""
    shapes = build_shapes(
        model.villages.xy_mm / 1000.0,
        study.boundary,
        model.villages.townships,
        crs=study_crs(study),
    )
    if study.terrain is None:
        return shapes
    within = None
    if shapes.county is not None and not shapes.county.is_empty:
        within = box_of(unproject(edges_of(shapes.county.bounds), shapes.crs))
    return replace(shapes, relief=shade_relief(study.terrain, within))


def view_of(
    study: Study,
    model: LayoutModel,
    scenarios: Sequence[Scenario],
    shapes: Shapes,
    *,
    public: bool = False,
) -> MapView:
    """Return what the map of a study shows: today, and plans to look at and to change.

    Parameters
    ----------
    study, model
        What was read and made of it.
    scenarios
        Plans that the page opens with, as `assess` gives them: new schools say where they stand.
    shapes
        As `shapes_of` makes them.
    public
        What everybody may see: the same layouts, without what bureaus do not publish and with
        small counts suppressed.
    """
    from schoolmap.maps import build_view

    return build_view(
        model,
        shapes,
        scenarios=scenarios,
        simulated=study.settings.study.is_simulated,
        public=public,
        aside=aside_words(study.aside, int(model.villages.pupils.sum())),
    )


def write_maps(
    folder: Path,
    study: Study,
    model: LayoutModel,
    scenarios: Sequence[Scenario],
    shapes: Shapes,
    *,
    public: bool,
    tiles: str | None,
) -> None:
    """Write the maps of a study, as `map_names` names them."""
    from schoolmap.maps import render_page

    for name in map_names(public=public):
        view = view_of(study, model, scenarios, shapes, public=name == PUBLIC_MAP)
        (folder / name).write_text(render_page(view, tiles=tiles), encoding="utf-8", newline="\n")


def write_run(
    path: Path,
    study: Study,
    model: LayoutModel,
    log: RunLog,
    *,
    scenarios: Mapping[str, str] | None = None,
) -> None:
    """Write versions, fingerprints, parameters and durations.

    Parameters
    ----------
    path
        File to write.
    study, model
        What was read and made of it.
    log
        Has the durations.
    scenarios
        Fingerprint of each scenario file that was read, by name.
    """
    settings = study.settings.model_dump(mode="json")
    document = {
        "model_sha256": model.sha256,
        "inputs": {f.file: f.sha256 for f in study.inputs},
        **({} if scenarios is None else {"scenarios": dict(scenarios)}),
        "crs": study_crs(study),
        **log.document({"travel": settings["travel"], "rules": settings["rules"]}),
    }
    write_json(path, document)


def write_json(path: Path, document: Mapping[str, object]) -> None:
    """Write a document as JSON that people can read too."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def spare_inputs(
    study: Study, target: Path, names: Sequence[str], *, scenarios: Sequence[Path] = ()
) -> None:
    """Refuse a folder where a result would take the place of a file that was read.

    Parameters
    ----------
    study
        Its folder and tables are spared.
    target
        Folder to write to.
    names
        Files that will be written there.
    scenarios
        Scenario files that were read.

    Raises
    ------
    UsageError
        If one would be overwritten, or the folder is the study's own.
    """
    inputs = {(study.folder / f.file).resolve() for f in study.inputs}
    inputs |= {path.resolve() for path in scenarios}
    taken = sorted(name for name in names if (target / name).resolve() in inputs)
    if taken or target.resolve() == study.folder.resolve():
        shown = ", ".join(taken)
        raise UsageError(
            zh=f"输出文件夹 {target} 就是资料所在之处，会覆盖原始资料（{shown or '同一文件夹'}）；"
            "请另选一个文件夹。",
            en=f"The folder {target} is where the study lives; results would take the place of its "
            f"tables ({shown or 'same folder'}). Choose another folder.",
        )
