"""``schoolmap init DIR``: a study folder to fill in; and what of it is still to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from schoolmap.cli.commands import Debug, Lang, Quiet, app
from schoolmap.cli.console import choose_language, show_problems, stdout
from schoolmap.errors import InputError, Language, Problem

_UNFILLED = "table_unfilled"
_OWN_WORDS = frozenset({_UNFILLED, "coordinates_undeclared"})
"""Codes that the list of what is to be filled in tells in words of its own."""


@app.command("init")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新文件夹 / a new folder")],
    *,
    name: Annotated[str, typer.Option(help="县（市、区）名 / the county's name")] = "",
    coordinates: Annotated[
        str,
        typer.Option(
            help="经纬度取自：gcj02 高德腾讯，bd09 百度，wgs84 GPS，cgcs2000 天地图 / "
            "where coordinates are taken from"
        ),
    ] = "",
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """建立一个待填写的资料文件夹 / A study folder to fill in: study.toml and a workbook."""
    from schoolmap.pipeline.starting import begin_study

    language = choose_language(lang)
    settings, book = begin_study(folder, language=language, name=name, coordinates=coordinates)
    console = stdout()
    if quiet:
        for path in (settings, book):
            console.print(str(path), markup=False, soft_wrap=True)
        return
    for line in _next_steps(folder, settings, book, language, declared=bool(coordinates)):
        console.print(line, soft_wrap=True)


def _next_steps(
    folder: Path, settings: Path, book: Path, language: Language, *, declared: bool
) -> list[Text]:
    zh = language == "zh"
    where = _shell_word(folder)
    source = (
        "" if declared else ("，并选定经纬度取自哪种地图" if zh else ", and which map was used")
    )
    steps = (
        (
            f"打开 {book}，填写“学校”“村庄”两张表（“填表说明”里有逐列说明）",
            f"打开 {settings}，核对县名、学年{source}",
            f"检查：schoolmap check {where}    出地图：schoolmap run {where} --out 成果",
        )
        if zh
        else (
            f"Fill in schools and villages in {book} (its first sheet explains every column)",
            f"In {settings}, see to the county's name and year{source}",
            f"Check: schoolmap check {where}    Map: schoolmap run {where} --out results",
        )
    )
    head = f"已建立 {folder}。接下来：" if zh else f"Made {folder}. What comes next:"
    lines = [Text(head, style="bold")]
    for number, step in enumerate(steps, start=1):
        lines.append(Text(f"  {number}. ", style="cyan").append(step, style="default"))
    return lines


def is_unfilled(problems: Sequence[Problem]) -> bool:
    """Return whether a table of a new study has nothing but its example rows."""
    return any(p.code == _UNFILLED for p in problems)


def show_to_fill(path: Path, problems: Sequence[Problem], language: Language) -> None:
    """Print what of a new study is still to be filled in, after what else is wrong with it."""
    rest = [p for p in problems if p.code not in _OWN_WORDS and p.severity != "note"]
    if rest:
        show_problems(rest, language=language)
    zh = language == "zh"
    lines = [_line(p, language) for p in problems if p.code == _UNFILLED]
    lines += _undeclared(problems, language)
    if not _has_roads(path):
        lines.append(
            "道路（可以以后再补）：schoolmap roads 下载，或向交通部门要线图层；没有则按直线估算"
            if zh
            else "roads (may come later): schoolmap roads, or lines of an authority; "
            "without them distances are estimated"
        )
    console = stdout()
    head = (
        "资料还没有填完，还差：" if zh else "This study is still to be filled in. What is missing:"
    )
    console.print(Text(head, style="bold yellow"))
    for line in lines:
        console.print(Text("  □ ", style="yellow").append(line, style="default"), soft_wrap=True)
    last = (
        f"填好后再运行：schoolmap check {_shell_word(path)}"
        if zh
        else f"Then run again: schoolmap check {_shell_word(path)}"
    )
    console.print(Text(last), soft_wrap=True)


def _line(problem: Problem, language: Language) -> str:
    colon, blank = ("：", "") if language == "zh" else (": ", " ")
    return f"{problem.file}{colon}{problem.message(language)}{blank}{problem.repair(language)}"


def _undeclared(problems: Sequence[Problem], language: Language) -> list[str]:
    if not any(p.code == "coordinates_undeclared" for p in problems):
        return []
    return [
        "study.toml：写明经纬度取自哪种地图（两处 coordinates，各选一行删去行首的 #）"
        if language == "zh"
        else "study.toml: which map the coordinates were taken from (a line coordinates each in "
        "[schools] and [villages]; take its # off)"
    ]


def _has_roads(path: Path) -> bool:
    from schoolmap.io.settings import find_settings, read_settings

    try:
        return read_settings(find_settings(path)).roads is not None
    except InputError:
        return True


def _shell_word(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if any(c.isspace() for c in text) else text
