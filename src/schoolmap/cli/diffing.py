"""``schoolmap diff A B``: how two plans differ, in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from schoolmap.cli.commands import Debug, Json, Lang, Quiet, app
from schoolmap.cli.console import choose_language, print_json, stdout
from schoolmap.errors import Language
from schoolmap.model.diff_words import diff_lines
from schoolmap.model.rules import Standard
from schoolmap.model.scenario import Open, Scenario
from schoolmap.model.scenario_diff import ScenarioDiff, scenario_diff
from schoolmap.model.study import Study

_STYLE = {"-": "red", "+": "green", "~": "yellow", ">": "cyan", "=": "dim"}
"""Shown in these colours; the marks say the same without them."""


@app.command("diff")
def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="方案文件 / scenario file")],
    second: Annotated[Path, typer.Argument(metavar="B", help="方案文件 / scenario file")],
    *,
    study: Annotated[
        Path | None,
        typer.Option(help="资料文件夹，用来写出学校和村名 / a study, for names of places"),
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,  # noqa: ARG001
    debug: Debug = False,  # noqa: ARG001
    as_json: Json = False,
) -> None:
    """两个方案有何不同 / How plan B differs from plan A, in words (exit 0 either way)."""
    from schoolmap.io import read_study
    from schoolmap.io.diff_document import diff_document
    from schoolmap.io.scenarios import read_scenario

    language = choose_language(lang)
    names: dict[str, str] = {}
    standards: Mapping[str, Standard] = {}
    if study is not None:
        loaded = read_study(study)
        language = choose_language(lang) if lang else loaded.settings.study.language
        names, standards = _names(loaded, language), loaded.standards
    a, b = read_scenario(first), read_scenario(second)
    found = scenario_diff(a, b)
    if as_json:
        print_json(diff_document(found))
        return
    for scenario in (a, b):
        names.update(_opened(scenario))
    lines = diff_lines(found, names, language, standards=standards)
    for line in _shown(found, lines, (first.name, second.name), language):
        stdout().print(line)


def _names(study: Study, language: Language) -> dict[str, str]:
    """Return the names of villages and schools by id, as the tables have them."""
    schools, villages = study.schools, study.villages
    own = schools.text("name")
    if language == "en":
        own = [en or zh for en, zh in zip(schools.text("name_en"), own, strict=True)]
    names = dict(zip(villages.text("village_id"), villages.text("name"), strict=True))
    return {**names, **dict(zip(schools.text("school_id"), own, strict=True))}


def _opened(scenario: Scenario) -> dict[str, str]:
    return {c.school: c.name for c in scenario.changes if isinstance(c, Open) and c.name}


def _shown(
    found: ScenarioDiff,
    lines: list[tuple[str, str]],
    files: tuple[str, str],
    language: Language,
) -> list[Text]:
    zh = language == "zh"
    a, b = files
    if found.same:
        said = f"{a} 与 {b} 内容相同。" if zh else f"{a} and {b} do the same."
    else:
        n = len(lines)
        said = (
            f"{b} 与 {a} 相比有 {n} 处不同，相同 {found.shared} 项："
            if zh
            else f"{b} differs from {a} in {n} point{'' if n == 1 else 's'}; "
            f"the same in both: {found.shared}"
        )
    texts = [Text(said, style="bold")]
    for mark, text in lines:
        line = Text(f"  {mark} ", style=f"bold {_STYLE[mark]}")
        line.append(text, style="default")
        texts.append(line)
    return texts
