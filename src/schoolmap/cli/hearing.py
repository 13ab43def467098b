"""``schoolmap hearing STUDY SCENARIO``: a hearing.toml to fill in for a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from schoolmap.cli.commands import Debug, Lang, Quiet, StudyPath, app
from schoolmap.cli.console import choose_language, progress, stdout


@app.command("hearing")
def hearing(
    study: StudyPath,
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help="方案文件 / scenario file")],
    *,
    out: Annotated[Path, typer.Option(help="要写的文件 / file to write")] = Path("hearing.toml"),
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """写出听证等材料的表格，供填写 / A form for votes, dates and papers of a plan."""
    from schoolmap.cli.judging import hearing_form_of
    from schoolmap.io.hearing_form import write_hearing_form

    with progress(choose_language(lang), quiet=quiet) as log:
        text, language = hearing_form_of(study, scenario, log=log)
    path = write_hearing_form(text, out)
    said = f"已写出 {path}，请填写。" if language == "zh" else f"Wrote {path}: fill it in."
    stdout().print(said, markup=False)
