"""The self-inspection sheet of one school, in the terminal and as files."""

from __future__ import annotations

import difflib
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from schoolmap.cli.console import print_json, say, stdout
from schoolmap.errors import Language, UsageError
from schoolmap.kernel.inspection import InspectionRow, SchoolFacts, facts_of, inspect_school
from schoolmap.model.study import Study
from schoolmap.pipeline import RunLog, assess, prepare
from schoolmap.pipeline.placing import placed
from schoolmap.report.inspection import write_inspection_docx, write_inspection_xlsx
from schoolmap.report.inspection_view import HEADERS, Sheet, sheet_of

_VERDICT_STYLE = {"met": "green", "missed": "bold red", "no_data": "yellow", "see_note": "cyan"}


def inspect_study(
    study: Study, school: str, *, log: RunLog
) -> tuple[SchoolFacts, tuple[InspectionRow, ...]]:
    """Return a school's facts and what the standards say of them.

    Raises
    ------
    UsageError
        If the study has no such school, or it is not open.
    """
    site = _site(study, school)
    model = prepare(study, log=log)
    with log.step("assess"):
        evaluation = assess(model)
    facts = facts_of(model, evaluation, site)
    return facts, inspect_school(facts, model.standards)


def write_sheets(
    facts: SchoolFacts,
    rows: tuple[InspectionRow, ...],
    *,
    docx: Path | None,
    xlsx: Path | None,
    language: Language,
) -> None:
    """Write the sheet as Word and as Excel, where asked.

    Raises
    ------
    MachineError
        If a file cannot be written.
    """
    wanted = [
        (path, write)
        for path, write in ((docx, write_inspection_docx), (xlsx, write_inspection_xlsx))
        if path is not None
    ]
    with ExitStack() as stack:
        # both are written before the first takes its place
        for path, write in wanted:
            aside = stack.enter_context(placed(path.parent, [path.name]))
            write(aside / path.name, facts, rows, language=language)
    for path, _ in wanted:
        say(language, f"已写出 {path}", f"Wrote {path}")


def show_sheet(
    facts: SchoolFacts, rows: tuple[InspectionRow, ...], *, language: Language, as_json: bool
) -> None:
    """Print the sheet, for people or for programs."""
    if as_json:
        document = _document(facts.school_id, rows)
        print_json(document)
    else:
        _show(sheet_of(facts, rows, language=language), language)


def _site(study: Study, school: str) -> int:
    ids, names = study.schools.text("school_id"), study.schools.text("name")
    if school in ids:
        return ids.index(school)
    by_name = [j for j, name in enumerate(names) if name == school]
    if len(by_name) == 1:
        return by_name[0]
    near = difflib.get_close_matches(school, [*ids, *names], n=3, cutoff=0.4)
    raise UsageError(
        zh=f"资料中没有标识码或名称为 {school} 的学校。相近的有：{'、'.join(near) or '无'}。",
        en=f"The study has no school with the id or name {school}. "
        f"Close to it: {', '.join(near) or 'none'}.",
    )


def _document(school: str, rows: tuple[InspectionRow, ...]) -> dict[str, object]:
    figures = []
    for row in rows:
        figure = asdict(row)
        figure["standard"] = None if row.standard is None else row.standard.id
        figure["limit"] = None if row.standard is None else row.standard.value
        figures.append(figure)
    return {"school_id": school, "rows": figures}


def _show(sheet: Sheet, language: Language) -> None:
    console = stdout()
    console.print(Text(sheet.title, style="bold"))
    console.print(Text(sheet.subtitle, style="dim"))
    console.print(Text(" · ".join(f"{label} {value}" for label, value in sheet.facts)))
    columns = HEADERS[:4]
    for group in sheet.groups:
        table = Table(title=group.title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
        for position, pair in enumerate(columns):
            right = position in {1, 2}
            header = pair[0] if language == "zh" else pair[1]
            table.add_column(header, justify="right" if right else "left", overflow="fold")
        for line in group.lines:
            marks = "".join(f"[{n}]" for n in line.notes)
            table.add_row(
                Text(f"{line.name} {marks}".rstrip()),
                Text(line.standard),
                Text(line.actual),
                Text(line.finding, style=_VERDICT_STYLE.get(line.verdict, "default")),
            )
        console.print(table)
    console.print(Text(sheet.summary, style="bold"))
    for number, note in enumerate(sheet.notes, start=1):
        console.print(Text(f"[{number}] {note}", style="dim"))
