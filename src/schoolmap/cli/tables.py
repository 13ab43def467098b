"""Results as tables for a terminal, and as documents for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from schoolmap.cli.console import stdout
from schoolmap.errors import Language, Problem
from schoolmap.model.aside import SetAside, counted_text
from schoolmap.model.beds import bed_gap_of, bed_gap_text, bedless_text
from schoolmap.model.evaluation import MODES, Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.rules import Standard
from schoolmap.model.terrain import slope_words
from schoolmap.model.wording import (
    MODE,
    SEVERITY,
    figure_name,
    look_up,
    one_language,
    quantity,
    say,
)
from schoolmap.model.wording import status_words as status

_MODE_STYLE = {"walk": "green", "ride": "cyan", "board": "yellow", "unserved": "red"}
_KEY_FIGURES = (
    ("mean_length_m", "median_length_m", "p90_length_m", "max_length_m"),
    ("share_walk_limit", "board_need", "beds", "bed_gap"),
    ("schools_open", "schools_over_seats", "schools_under_100", "e2sfca_mean"),
)
_BAR = 40


def show_summary(model: LayoutModel, evaluation: Evaluation, *, language: Language) -> None:
    """Print who travels how, the key figures and the findings."""
    console = stdout()
    heading = f"{model.name}  {model.year}".strip()
    console.print(Text(heading, style="bold"))
    if model.estimated:
        console.print(
            "距离为直线距离乘以绕行系数的估计值。"
            if language == "zh"
            else "Distances are estimates: straight lines times the detour factor.",
            style="yellow",
        )
    else:
        console.print(Text("  " + say(slope_words(model.slope), language), style="dim"))
    console.print(_modes(evaluation, language))
    for group in _KEY_FIGURES:
        line = Text("  ")
        for name in group:
            figure = evaluation.indicators[name]
            line.append(f"{figure_name(name, language)} ", style="dim")
            # the name says what is counted; only measures need their unit
            counted = figure.unit in {"pupil", "school", "bed"} and figure.value is not None
            unit = "" if counted else figure.unit
            line.append(f"{quantity(figure.value, unit, language)}   ", style="bold")
        console.print(line)
        if "bed_gap" in group and (parts := bed_gap_text(bed_gap_of(evaluation), language)):
            console.print(Text(f"  {parts}", style="dim"))
    console.print(_findings(evaluation, language))


def _modes(evaluation: Evaluation, language: Language) -> Text:
    """Return a bar of how pupils travel: the parts are all pupils."""
    total = evaluation.indicators["pupils"].value or 0
    text = Text("  ")
    numbers = [(m, evaluation.indicators[f"pupils_{m}"].value or 0) for m in MODES]
    for mode, pupils in numbers:
        width = round(_BAR * pupils / total) if total else 0
        text.append("█" * width, style=_MODE_STYLE[mode])
    text.append("\n  ")
    for mode, pupils in numbers:
        text.append("■ ", style=_MODE_STYLE[mode])
        text.append(f"{look_up(MODE, mode, language)} {pupils:,}")
        if mode == "board" and (bedless := bedless_text(bed_gap_of(evaluation), language)):
            text.append(f"（{bedless}）" if language == "zh" else f" ({bedless})", style="dim")
        text.append("   ")
    text.append("= ", style="dim")
    text.append(f"{figure_name('pupils', language)} {total:,}", style="bold")
    return text


def _findings(evaluation: Evaluation, language: Language) -> Text:
    count: Counter[str] = Counter(f.severity for f in evaluation.findings)
    text = Text("  ")
    text.append("问题  " if language == "zh" else "Findings  ", style="dim")
    for severity, style in (("violation", "bold red"), ("warning", "yellow"), ("note", "cyan")):
        text.append(f"{look_up(SEVERITY, severity, language)} {count[severity]}   ", style=style)
    return text


def show_set_aside(
    problems: Sequence[Problem], aside: SetAside, *, pupils: int, language: Language
) -> None:
    """Print what of the data was not used, is not connected, or wants a look."""
    console = stdout()
    zh = language == "zh"
    lines = (
        (
            _lost(problems),
            (
                "{} 行未使用，其学生或学校不在上述数字之内",
                "{} rows not used: not in the figures above",
            ),
            "bold red",
        ),
        (
            sum(p.code == "not_connected" for p in problems),
            ("{} 处离道路太远，未接入道路", "{} places too far from a road: not connected"),
            "yellow",
        ),
        (
            len(problems),
            ("{} 处需要留意，逐条见 problems.csv", "{} things to look at: problems.csv"),
            "",
        ),
    )
    if counted := counted_text(aside, pupils, language):
        console.print(Text(f"  {counted}", style="bold red"))
    for count, words, style in lines:
        if count:
            console.print(Text("  " + words[0 if zh else 1].format(count), style=style or "dim"))


def run_document(
    model: LayoutModel,
    evaluation: Evaluation,
    *,
    files: Sequence[Path],
    problems: Sequence[Problem],
) -> dict[str, object]:
    """Return what `run --json` prints: files, fingerprint, the county's figures, counts."""
    return {
        "name": model.name,
        "model_sha256": model.sha256,
        "map": str(files[0]),
        "files": [str(f) for f in files],
        "indicators": {
            name: {"value": figure.value, "unit": figure.unit}
            for name, figure in evaluation.indicators.items()
        },
        "findings": dict(Counter(f.severity for f in evaluation.findings)),
        "problems": dict(Counter(p.severity for p in problems)),
    }


def _lost(problems: Sequence[Problem]) -> int:
    """Return how many rows of data are not used.

    An example row, a total or a note (severity note) takes nobody away; a row that several things
    are wrong with is one row.
    """
    lines = [p for p in problems if p.action == "row_set_aside" and p.severity != "note"]
    return len({(p.file, p.sheet, -at if p.row is None else p.row) for at, p in enumerate(lines)})


def show_standards(rows: Mapping[str, Standard], *, language: Language) -> None:
    """Print standards, table by table, with clause and status."""
    console = stdout()
    zh = language == "zh"
    for name in dict.fromkeys(s.table for s in rows.values()):
        table = Table(title=name, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
        table.add_column("编号" if zh else "Id", style="cyan", overflow="fold")
        table.add_column("内容" if zh else "What", overflow="fold")
        table.add_column("数值" if zh else "Value", justify="right")
        table.add_column("依据" if zh else "Clause", overflow="fold")
        table.add_column("效力；核实" if zh else "Force; verified", overflow="fold")
        for row in rows.values():
            if row.table == name:
                table.add_row(*(Text(cell) for cell in _standard_cells(row, language)))
        console.print(table)


def _standard_cells(row: Standard, language: Language) -> tuple[str, ...]:
    name = row.name_zh if language == "zh" else row.name_en
    clause = one_language(row.clause, language)
    return row.id, name, f"{row.comparison} {_value(row)}".strip(), clause, status(row, language)


def _value(row: Standard) -> str:
    value = row.value
    text = ", ".join(f"{v:g}" for v in value) if isinstance(value, tuple) else str(value)
    return f"{text} {row.unit}".strip()


def standard_document(row: Standard) -> dict[str, object]:
    """Return a standards row for programs."""
    return {
        "id": row.id,
        "value": list(row.value) if isinstance(row.value, tuple) else row.value,
        "unit": row.unit,
        "comparison": row.comparison,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "clause": row.clause,
        "source": row.source,
        "year": row.year,
        "force": row.force,
        "verified": row.verified,
        "note": row.note,
        "table": row.table,
    }
