"""Scenario files to a comparison, and a comparison to files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schoolmap.errors import InputError, Problem, UsageError, legible
from schoolmap.io.comparing import comparison_document, plan_document
from schoolmap.io.files import fingerprint
from schoolmap.io.packs import read_packs
from schoolmap.io.scenarios import read_scenario
from schoolmap.model.comparison import Comparison
from schoolmap.model.scenario import Scenario
from schoolmap.model.study import Study
from schoolmap.pipeline.dossiers import Papers, paper_names, write_papers
from schoolmap.pipeline.judging import JudgedPlan, judge_all, judged_document, with_verdicts
from schoolmap.pipeline.outputs import (
    map_names,
    shapes_of,
    spare_inputs,
    write_json,
    write_maps,
    write_run,
)
from schoolmap.pipeline.placing import placed
from schoolmap.pipeline.runlog import RunLog

COMPARISON, EVALUATION, RUN = "comparison.json", "evaluation.json", "run.json"
_UNPORTABLE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{k}" for port in ("COM", "LPT") for k in range(1, 10)))
)
"""Names that Windows keeps for devices, whatever follows them after a full stop."""


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario and the file that it was read from.

    Attributes
    ----------
    papers
        Other files that were read for it: what was brought to its hearing.
    """

    path: Path
    scenario: Scenario
    papers: tuple[Path, ...] = ()

    @property
    def folder(self) -> str:
        """Name of the folder that its results go to."""
        return self.path.stem


def read_scenarios(paths: Sequence[Path]) -> tuple[ScenarioFile, ...]:
    """Read scenario files, each of a name of its own.

    Parameters
    ----------
    paths
        Files, in the order in which the plans are shown.

    Raises
    ------
    UsageError
        If two have the same name but for their folder or ending, or one has the name of a result:
        their results would take each other's place.
    InputError
        With every problem of every file.
    """
    _refuse_same_names(paths)
    found: list[ScenarioFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(ScenarioFile(path, read_scenario(path)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(found)


def publish_comparison(  # noqa: PLR0913 (each is a choice of its own)
    study: Study,
    comparison: Comparison,
    files: Sequence[ScenarioFile],
    out: str | Path,
    *,
    public: bool = False,
    tiles: str | None = None,
    log: RunLog | None = None,
    judged: Sequence[JudgedPlan] = (),
    documents: bool = True,
    kept: dict[Path, Path] | None = None,
) -> tuple[Path, ...]:
    """Write the map with all plans, comparison.json and a folder for each plan; all or nothing.

    Parameters
    ----------
    study
        As it was read.
    comparison
        Of the model that was made of it, and the scenarios of `files`, in their order.
    files
        Name the folders.
    out
        Folder, made where it does not exist.
    public
        Write ``map-public.html`` too, which suppresses small counts.
    tiles
        Address of an online tile service for the map; None keeps the map offline.
    log
        Where durations and progress go.
    judged
        The plans, held to the rules: written into the evaluations and counted in the comparison.
        Where none are given and documents are wanted, they are held to the study's packs.
    documents
        Write each plan's dossier, workbook and pages to post. Earlier ones that differ stay
        beside them under another name: people edit them.
    kept
        Filled with the papers that were kept so, and what they are called now.

    Returns
    -------
    tuple[Path, ...]
        The files: the map first.

    Raises
    ------
    InputError
        If a rule pack, or the parameters of the forecast, cannot be used.
    MachineError
        If the folder cannot be written.
    UsageError
        If a result would take the place of a file that was read.
    """
    log = log or RunLog()
    model, target = comparison.model, Path(out)
    folders = [file.folder for file in files]
    scenarios = [plan.scenario for plan in comparison.plans]
    evaluations = [f"{folder}/{EVALUATION}" for folder in folders]
    if documents and not judged:
        judged = judge_all(comparison, read_packs(study))
    papers = [
        f"{folder}/{name}"
        for folder, said in zip(folders, judged if documents else (), strict=False)
        for name in paper_names(said)
    ]
    read = [path for file in files for path in (file.path, *file.papers)]
    names = (*map_names(public=public), COMPARISON, RUN, *evaluations, *papers)
    spare_inputs(study, target, names, scenarios=read)
    _refuse_folder_of_plans(target, files)
    with placed(target, names, keep=papers, kept=kept) as aside:
        with log.step("tables"):
            _write_tables(aside, comparison, folders, judged)
        with log.step("shapes"):
            shapes = shapes_of(study, model)
        with log.step("map"):
            write_maps(aside, study, model, scenarios, shapes, public=public, tiles=tiles)
        if papers:
            with log.step("documents") as tell:
                places = [aside / folder for folder in folders]
                write_papers(places, Papers(study, model, shapes), judged, tell=tell)
        prints = {path.name: fingerprint(path, path.name).sha256 for path in read}
        write_run(aside / RUN, study, model, log, scenarios=prints)
    return tuple(target / name for name in names)


def _write_tables(
    folder: Path,
    comparison: Comparison,
    folders: Sequence[str],
    judged: Sequence[JudgedPlan],
) -> None:
    """Write an evaluation for each plan, and all of them side by side."""
    documents = [plan_document(comparison.model, plan) for plan in comparison.plans]
    for document, said in zip(documents, judged, strict=False):
        document.update(judged_document(said))
    for name, document in zip(folders, documents, strict=True):
        (folder / name).mkdir(exist_ok=True)
        write_json(folder / name / EVALUATION, document)
    whole = comparison_document(comparison, folders, documents)
    write_json(folder / COMPARISON, with_verdicts(whole, judged))


def _refuse_folder_of_plans(target: Path, files: Sequence[ScenarioFile]) -> None:
    """Refuse the folder in which the plans lie: results would stand among what was handed in."""
    for file in files:
        if target.resolve() == file.path.resolve().parent:
            raise UsageError(
                zh=f"输出文件夹 {target} 就是方案文件 {file.path.name} 所在之处；"
                "请另选一个文件夹，或在其中新建一个。",
                en=f"The folder {target} is where the plan {file.path.name} lies. Choose another "
                "folder, or a new one inside it.",
            )


def _refuse_same_names(paths: Sequence[Path]) -> None:
    """Refuse files whose results would go to the same folder, on any file system."""
    results = {name.casefold() for name in (*map_names(public=True), COMPARISON, RUN)}
    seen: dict[str, Path] = {}
    for path in paths:
        _refuse_unportable(path)
        name = path.stem.casefold()
        if name in seen:
            raise UsageError(
                zh=f"{seen[name]} 和 {path} 文件名相同，结果会写到同一个文件夹“{path.stem}”；"
                "请改名。",
                en=f"{seen[name]} and {path} have the same name: both results would go to the "
                f"folder {path.stem!r}. Rename one.",
            )
        if name in results:
            raise UsageError(
                zh=f"方案文件不能叫 {path.name}：结果文件夹“{path.stem}”会与结果文件同名；请改名。",
                en=f"A scenario cannot be called {path.name}: its folder {path.stem!r} would take "
                "the place of a result. Rename it.",
            )
        seen[name] = path


def _refuse_unportable(path: Path) -> None:
    """Refuse a file whose folder of results could not be copied to every computer."""
    stem = path.stem
    fits = not _UNPORTABLE.search(stem) and not stem.endswith((" ", "."))
    if fits and stem.partition(".")[0].upper() not in _RESERVED:
        return
    shown = legible(path.name)
    raise UsageError(
        zh=f'方案文件名“{shown}”不能用作文件夹名：Windows 不接受 < > : " | ? * \\、控制字符、'
        "末尾的空格或句点，以及 CON、NUL 等保留名；请改名。",
        en=f"The scenario file's name {shown!r} cannot be the name of a folder: Windows takes "
        'neither < > : " | ? * \\ nor control characters, no blank or full stop at the end, and '
        "no reserved names such as CON and NUL. Rename it.",
    )
