"""What a person sees: language, progress, problems."""

from __future__ import annotations

import json
import locale
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment
from rich.text import Text

from schoolmap.errors import Language, Problem, by_severity, legible

if TYPE_CHECKING:
    from schoolmap.pipeline import RunLog
    from schoolmap.pipeline.runlog import Listener

_STEPS: dict[str, tuple[str, str]] = {
    "read": ("读取资料", "reading"),
    "place": ("查找地方", "finding the place"),
    "download": ("下载道路", "downloading roads"),
    "write": ("写出文件", "writing the file"),
    "network": ("建立路网", "building the network"),
    "terrain": ("按坡度计算步行时间", "timing walks by slope"),
    "snap": ("连接村庄与学校到道路", "joining places to roads"),
    "od_matrix": ("计算出行距离", "measuring journeys"),
    "assess": ("分配与评估", "evaluating"),
    "forecast": ("预测学生", "looking ahead"),
    "shapes": ("生成服务范围", "drawing cells"),
    "tables": ("写出表格", "writing tables"),
    "workbook": ("写出工作簿", "writing the workbook"),
    "geopackage": ("写出 GeoPackage", "writing the GeoPackage"),
    "database": ("写入数据库", "writing to the database"),
    "map": ("绘制地图", "drawing the map"),
    "documents": ("编写论证材料", "writing dossiers"),
}
_OBEYED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_BACKWARD = re.compile(f"[{_RTL}](?:[{_RTL} '.-]*[{_RTL}])?")
"""Words of Hebrew, Arabic and other scripts that run from right to left."""
_MARK = {"error": ("✗", "red"), "warning": ("!", "yellow"), "note": ("·", "cyan")}


def choose_language(asked: str | None) -> Language:
    """Return the language to speak: as asked, else English where the system's is, else Chinese."""
    if asked in {"zh", "en"}:
        return "en" if asked == "en" else "zh"
    system = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "en" if system.lower().startswith("en") else "zh"


def isolated(text: str) -> str:
    """Return a text in which words that run from right to left turn nothing around them.

    A terminal would show the row and the number beside such a name in another order.
    """
    return _BACKWARD.sub(lambda match: f"\u2068{match[0]}\u2069", text)


class _LegibleConsole(Console):
    """A console that shows control characters of names and cells instead of obeying them."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control is not None:
                yield segment
                continue
            fit = legible(segment.text)
            if self.is_terminal:
                fit = isolated(fit)
            yield segment if fit == segment.text else Segment(fit, segment.style)


def stdout() -> Console:
    """Return the console for results."""
    return _LegibleConsole(highlight=False, soft_wrap=not sys.stdout.isatty())


def stderr() -> Console:
    """Return the console for what goes on besides results."""
    return _LegibleConsole(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def print_json(document: object) -> None:
    """Print a document for programs, without a character that a terminal would obey."""
    import typer

    text = json.dumps(document, ensure_ascii=False, indent=2)
    typer.echo(_OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def say(language: Language, zh: str, en: str, *, style: str = "default") -> None:
    """Print a line beside the results, in the reader's language."""
    stderr().print(zh if language == "zh" else en, markup=False, style=style)


def show_problems(problems: Sequence[Problem], *, language: Language) -> None:
    """Print all problems, errors first, each with place, value and repair."""
    console = stderr()
    for problem in by_severity(problems):
        mark, style = _MARK[problem.severity]
        value = f" 「{problem.value}」" if problem.value else ""
        line = Text(f"{mark} ", style=f"bold {style}")
        line.append(f"{problem.place(language)}{value}", style="bold")
        line.append(f"  {problem.message(language)}", style="default")
        console.print(line)
        if problem.repair(language):
            console.print(Text(f"  → {problem.repair(language)}", style="dim"))
    errors = sum(p.severity == "error" for p in problems)
    if errors:
        say(
            language,
            f"共 {errors} 个错误，没有写出任何文件。",
            f"{errors} error{'s' if errors > 1 else ''}; nothing was written.",
        )


@contextmanager
def progress(language: Language, *, quiet: bool) -> Iterator[RunLog]:
    """Show the steps of a run as they go; yields the log to hand to them."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from schoolmap.pipeline import RunLog

    if quiet:
        yield RunLog()
        return
    console = stderr()
    if not console.is_terminal:
        yield RunLog(listener=_plain(console, language))
        return
    with Progress(
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=console,
    ) as bars:
        tasks: dict[str, int] = {}

        def listen(name: str, done: int, total: int) -> None:
            if name not in tasks:
                label = escape(_step(name, language))
                tasks[name] = int(bars.add_task(label, total=total or None))
            bars.update(bars.task_ids[tasks[name]], completed=done, total=total if total else None)

        yield RunLog(listener=listen)


def _plain(console: Console, language: Language) -> Listener:
    """Return a listener that prints a line when a step starts: for logs and pipes."""

    def listen(name: str, done: int, total: int) -> None:
        if done == total == 0:
            console.print(f"… {_step(name, language)}", markup=False)

    return listen


def _step(name: str, language: Language) -> str:
    pair = _STEPS.get(name, (name, name))
    return pair[0] if language == "zh" else pair[1]
