"""``schoolmap check``: everything that is wrong or doubtful in a study, and its repair."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from schoolmap.cli.commands import Debug, Json, Lang, Quiet, app
from schoolmap.cli.console import choose_language, progress, stdout
from schoolmap.cli.starting import is_unfilled, show_to_fill
from schoolmap.errors import Language, Problem, UsageError
from schoolmap.io.checks import GROUPS, Check, checks, group_of

if TYPE_CHECKING:
    from schoolmap.pipeline.doctor import Diagnosis
    from schoolmap.pipeline.fixing import FixReport

CHECK_FORMAT = "schoolmap-check"
CHECK_VERSION = 1

_StudyOrNone = Annotated[
    Path | None,
    typer.Argument(metavar="STUDY", help="含 study.toml 的文件夹 / folder with a study.toml"),
]


@app.command()
def check(  # noqa: PLR0913 (options of a command)
    study: _StudyOrNone = None,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="不查路网，更快 / leave the network out, faster")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="每项全部列出，不只举例 / every place, not examples only")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="列出全部检查项 / list every check there is")
    ] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="说明一个检查项 / explain one check")
    ] = None,
    fix: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="另存一份修正了格式的资料，原资料不动 / write a copy with its form repaired",
        ),
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
    as_json: Json = False,
) -> None:
    """读取全部资料，列出问题与修正办法，不作改动 / List every problem; change nothing."""
    if listed or explain is not None:
        _show_checks(_chosen(explain), choose_language(lang), as_json=as_json)
        return
    if study is None:
        raise UsageError(
            zh="请指定资料文件夹：schoolmap check STUDY。",
            en="Name the folder of a study: schoolmap check STUDY.",
        )
    if fix is not None:
        _fix(study, fix, lang, as_json=as_json)
        return
    from schoolmap.pipeline.doctor import examine

    with progress(choose_language(lang), quiet=quiet or as_json) as log:
        found = examine(study, quick=quick, log=log)
    language = _language(lang, found)
    if as_json:
        _print_json(check_document(found, language))
    elif is_unfilled(found.problems):
        show_to_fill(study, found.problems, language)
    else:
        _show(found, language, everything=everything)
    if not found.can_run:
        raise typer.Exit(1)


def _fix(study: Path, out: Path, lang: Lang, *, as_json: bool) -> None:
    """Write the corrected copy and say what became of it; exit 1 where the copy cannot run."""
    from schoolmap.cli.diagnosis import fix_lines
    from schoolmap.pipeline.fixing import fix_study

    report = fix_study(study, out)
    language = report.language if lang is None else choose_language(lang)
    if as_json:
        _print_json(fix_document(report))
    else:
        console = stdout()
        for line in fix_lines(report, language, width=_width(console)):
            console.print(line)
    if not report.can_run:
        raise typer.Exit(1)


def fix_document(report: FixReport) -> dict[str, object]:
    """Return what ``check --fix --json`` prints."""
    return {
        "format": "schoolmap-fix",
        "version": 1,
        "out": str(report.out),
        "can_run": report.can_run,
        "same_tables": report.same,
        "changed": dict(Counter(fix.kind for fix in report.fixes if fix.done)),
        "not_changed": dict(Counter(fix.kind for fix in report.fixes if not fix.done)),
        "problems_left": dict(Counter(problem.code for problem in report.left)),
    }


def check_document(found: Diagnosis, language: Language) -> dict[str, object]:
    """Return what ``check --json`` prints; docs/checks.md says what each key means."""
    tally = found.tally
    groups = Counter(group_of(p) for p in found.problems)
    severities = Counter(p.severity for p in found.problems)
    return {
        "format": CHECK_FORMAT,
        "version": CHECK_VERSION,
        "study": found.name,
        "can_run": found.can_run,
        "network": found.model is not None,
        "used": None
        if tally is None
        else {"schools": tally.schools, "villages": tally.villages, "pupils": tally.pupils},
        "set_aside": None
        if tally is None
        else {
            "schools": tally.schools_aside,
            "villages": tally.villages_aside,
            "pupils": tally.pupils_aside,
        },
        "pupils_off_network": None if tally is None else tally.pupils_off,
        "severities": {name: severities[name] for name in ("error", "warning", "note")},
        "groups": {group: groups[group] for group in GROUPS},
        "problems": [problem_document(p, language) for p in found.problems],
    }


def problem_document(problem: Problem, language: Language) -> dict[str, object]:
    """Return a problem as JSON has it, in one language."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "group": group_of(problem),
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "action": problem.action,
        "message": problem.message(language),
        "repair": problem.repair(language),
    }


def _show(found: Diagnosis, language: Language, *, everything: bool) -> None:
    from schoolmap.cli.diagnosis import diagnosis_lines

    console = stdout()
    lines = diagnosis_lines(found, language, width=_width(console), most=None if everything else 3)
    for line in lines:
        console.print(line)


def _width(console: Console) -> int | None:
    """Return the columns of a terminal; None for a pipe, whose lines are not to be broken."""
    return console.width if console.is_terminal else None


def _language(lang: Lang, found: Diagnosis) -> Language:
    if lang is None and found.study is not None:
        return found.study.settings.study.language
    return choose_language(lang)


def _chosen(code: str | None) -> list[Check]:
    """Return every check, or the one that is asked for."""
    known = checks()
    if code is None:
        return list(known.values())
    if code not in known:
        near = difflib.get_close_matches(code, known, n=3, cutoff=0.3)
        raise UsageError(
            zh=f"没有名为 {code} 的检查项。相近的有：{'、'.join(near) or '无'}。",
            en=f"There is no check {code}. Close to it: {', '.join(near) or 'none'}.",
        )
    return [known[code]]


def _show_checks(chosen: list[Check], language: Language, *, as_json: bool) -> None:
    from schoolmap.cli.diagnosis import check_lines

    if as_json:
        _print_json([_check_document(c, language) for c in chosen])
        return
    console = stdout()
    for each in chosen:
        for line in check_lines(each, language, width=_width(console)):
            console.print(line)


def _check_document(check: Check, language: Language) -> dict[str, object]:
    return {
        "code": check.code,
        "severity": check.severity,
        "group": check.group,
        "action": check.text.action,
        "message": check.message(language),
        "repair": check.repair(language),
    }


def _print_json(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
