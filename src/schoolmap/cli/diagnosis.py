"""What an examination found, for people: grouped, the most harmful first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rich.text import Text

from schoolmap.cli.wrapping import wrap
from schoolmap.errors import Language, Problem
from schoolmap.io.checks import GROUPS, Check, Group, group_of
from schoolmap.io.fixing_page import FIXES_FILE, PAGE_FILES, count_left, why
from schoolmap.io.texts_fixes import FIXED, PAGE
from schoolmap.pipeline.doctor import Diagnosis, Tally
from schoolmap.pipeline.fixing import FixReport

_STYLE: dict[Group, tuple[str, str]] = {
    "stops": ("✗", "bold red"),
    "lost": ("▲", "bold yellow"),
    "distorts": ("▲", "yellow"),
    "doubt": ("?", "cyan"),
    "note": ("·", "dim"),
}
_INDENT = 4
_ROWS = 8
"""Rows that stand in one line where all of them say the same."""


def diagnosis_lines(
    diagnosis: Diagnosis,
    language: Language,
    *,
    width: int | None = None,
    most: int | None = 3,
) -> Iterator[Text]:
    """Yield the lines of the report.

    Parameters
    ----------
    diagnosis
        What was found.
    language
        ``zh`` or ``en``.
    width
        Columns of the terminal; None where lines are not to be broken.
    most
        Examples of each check that are shown; None for all.
    """
    if diagnosis.name:
        yield wrap(Text(diagnosis.name, style="bold"), width)
    grouped: dict[Group, list[Problem]] = defaultdict(list)
    for problem in diagnosis.problems:
        grouped[group_of(problem)].append(problem)
    for group in GROUPS:
        if grouped[group]:
            yield Text()
            yield _heading(group, len(grouped[group]), language)
            for same in _by_code(grouped[group]):
                yield from _check_lines(same, group, language, width=width, most=most)
    yield Text()
    yield verdict(diagnosis, language, width=width)


def verdict(diagnosis: Diagnosis, language: Language, *, width: int | None = None) -> Text:
    """Return the one sentence that matters: whether it runs, and what counts."""
    zh = language == "zh"
    if diagnosis.tally is None or not diagnosis.can_run:
        count = sum(group_of(p) == "stops" for p in diagnosis.problems)
        said = (
            f"不能运行：请先改正上面“{GROUPS['stops'][0]}”下的 {count} 处，再检查一次。"
            if zh
            else f"Cannot run: repair the {count} problem{'s' if count > 1 else ''} under "
            f"{GROUPS['stops'][1]!r} above, then check again."
        )
        return wrap(Text(said, style="bold red"), width)
    said = _used(diagnosis.tally, zh=zh)
    return wrap(Text(said, style="bold green"), width)


def _used(tally: Tally, *, zh: bool) -> str:
    aside = tally.schools_aside + tally.villages_aside
    if zh:
        said = (
            f"可以运行：用上学校 {tally.schools:,} 所、村庄 {tally.villages:,} 个、"
            f"学生 {tally.pupils:,} 人；未用学校 {tally.schools_aside:,} 行、"
            f"村庄 {tally.villages_aside:,} 行（学生 {tally.pupils_aside:,} 人）"
            if aside
            else f"可以运行：学校 {tally.schools:,} 所、村庄 {tally.villages:,} 个、"
            f"学生 {tally.pupils:,} 人全部用上"
        )
        off = f"；其中 {tally.pupils_off:,} 名学生的村没有接上主路网" if tally.pupils_off else ""
        return f"{said}{off}。"
    said = (
        f"Ready to run: {tally.schools:,} schools, {tally.villages:,} villages and "
        f"{tally.pupils:,} pupils are used; {tally.schools_aside:,} rows of schools and "
        f"{tally.villages_aside:,} of villages ({tally.pupils_aside:,} pupils) are not"
        if aside
        else f"Ready to run: all of {tally.schools:,} schools, {tally.villages:,} villages and "
        f"{tally.pupils:,} pupils are used"
    )
    off = (
        f"; the villages of {tally.pupils_off:,} pupils do not join the main roads"
        if tally.pupils_off
        else ""
    )
    return f"{said}{off}."


def _heading(group: Group, count: int, language: Language) -> Text:
    style = _STYLE[group][1]
    zh, en = GROUPS[group]
    line = Text(zh if language == "zh" else en, style=style)
    line.append(f"  {count:,} 处" if language == "zh" else f"  {count:,}", style="dim")
    return line


def _by_code(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Return problems of one check and one file together, in the order of the first of each."""
    same: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        same.setdefault((problem.code, problem.file), []).append(problem)
    return list(same.values())


def _check_lines(
    same: Sequence[Problem],
    group: Group,
    language: Language,
    *,
    width: int | None,
    most: int | None,
) -> Iterator[Text]:
    mark, style = _STYLE[group]
    zh = language == "zh"
    # one that hides one more line hides nothing worth hiding
    shown = same if most is None or len(same) <= most + 1 else same[:most]
    repairs = list(dict.fromkeys(p.repair(language) for p in shown if p.repair(language)))
    together = _alike(same, language)
    if together:
        shown = same if most is None or len(same) <= _ROWS + 1 else same[:_ROWS]
        line = Text("  ")
        line.append(f"{mark} ", style=style)
        line.append_text(_rows(shown, language))
        yield wrap(line, width, lead=_INDENT)
    for number, problem in enumerate(() if together else shown):
        line = Text("  ")
        line.append(f"{mark} " if number == 0 else "  ", style=style)
        line.append_text(_example(problem, language))
        yield wrap(line, width, lead=_INDENT)
        if len(repairs) > 1 and problem.repair(language):
            yield _repair(problem.repair(language), width)
    hidden = len(same) - len(shown)
    if hidden:
        said = f"… 还有 {hidden:,} 处（--all 全部列出）" if zh else f"… {hidden:,} more (--all)"
        yield Text(" " * _INDENT + said, style="dim")
    if len(repairs) == 1:
        yield _repair(repairs[0], width)
    where = Text(" " * _INDENT, style="dim")
    where.append(f"{same[0].code}", style="dim")
    if same[0].file:
        where.append(f"  {same[0].file}", style="dim")
    if len(same) > 1:
        where.append(f"  {len(same):,} 处" if zh else f"  {len(same):,} times", style="dim")
    yield wrap(where, width, lead=_INDENT)


def _example(problem: Problem, language: Language) -> Text:
    """Return place, value and message of a problem, without its file."""
    place = problem.place(language).removeprefix(problem.file).lstrip("，, ")
    line = Text()
    if place:
        line.append(place, style="bold")
    if problem.value:
        line.append(f"「{problem.value}」" if language == "zh" else f" [{problem.value}]")
    if line.plain:
        line.append("  ")
    line.append(problem.message(language))
    return line


def _alike(same: Sequence[Problem], language: Language) -> bool:
    """Return whether problems differ in row and value alone."""
    first = same[0]
    return len(same) > 1 and all(
        p.row is not None
        and p.change is None
        and p.sheet == first.sheet
        and p.column == first.column
        and p.message(language) == first.message(language)
        for p in same
    )


def _rows(shown: Sequence[Problem], language: Language) -> Text:
    """Return rows and values of problems that say the same, then what they say."""
    zh = language == "zh"
    line = Text()
    if shown[0].sheet:
        sheet = shown[0].sheet
        line.append(f"工作表“{sheet}”，" if zh else f"sheet {sheet!r}, ", style="bold")
    line.append("第 " if zh else "rows ", style="bold")
    for number, problem in enumerate(shown):
        if number:
            line.append("、" if zh else ", ", style="bold")
        line.append(f"{problem.row}", style="bold")
        if problem.value:
            line.append(f"「{problem.value}」" if zh else f" [{problem.value}]")
    line.append(" 行" if zh else "", style="bold")
    column = shown[0].column
    if column:
        line.append(f"，“{column}”列" if zh else f", column {column!r}", style="bold")
    line.append("  ")
    line.append(shown[0].message(language))
    return line


def _repair(repair: str, width: int | None) -> Text:
    line = Text(" " * _INDENT)
    line.append("→ ", style="green")
    line.append(repair)
    return wrap(line, width, lead=_INDENT + 2)


def check_lines(check: Check, language: Language, *, width: int | None) -> Iterator[Text]:
    """Yield the explanation of one check: what it finds, what harm that does, what to do."""
    zh = language == "zh"
    mark, style = _STYLE[check.group]
    line = Text(f"{mark} ", style=style)
    line.append(check.code, style="bold")
    line.append(f"  {GROUPS[check.group][0 if zh else 1]}", style="dim")
    yield line
    yield wrap(Text("  " + check.message(language)), width, lead=2)
    if check.repair(language):
        yield wrap(
            Text.assemble("  ", ("→ ", "green"), check.repair(language)), width, lead=_INDENT
        )


def fix_lines(report: FixReport, language: Language, *, width: int | None) -> Iterator[Text]:
    """Yield what became of a study in its corrected copy."""
    zh = language == "zh"
    done = Counter(fix.kind for fix in report.fixes if fix.done)
    said = (
        f"已另存到 {report.out}，原资料没有动。"
        if zh
        else f"Wrote {report.out}; the original is as it was."
    )
    yield wrap(Text(said, style="bold"), width)
    for kind, count in done.items():
        line = Text("  ")
        line.append("✓ ", style="green")
        line.append(FIXED[kind][0 if zh else 1])
        line.append(f"  {count:,} 处" if zh else f"  {count:,}", style="dim")
        yield wrap(line, width, lead=_INDENT)
    if not done:
        yield Text("  没有需要改的。" if zh else "  Nothing needed changing.")
    for fix in report.fixes:
        if not fix.done:
            line = Text("  ")
            line.append("· ", style="yellow")
            line.append(f"{fix.file}  ", style="bold")
            line.append(why(fix, language))
            yield wrap(line, width, lead=_INDENT)
    yield Text()
    left = count_left(report.fixes, report.left)
    page = PAGE_FILES[report.language]
    said = (
        f"还有 {left:,} 处要人工核对；逐处见 {FIXES_FILE}，说明见 {page}。"
        if zh
        else f"{left:,} places are left for you; {FIXES_FILE} lists every place, {page} explains."
    )
    yield wrap(Text(said, style="bold green" if report.can_run else "bold yellow"), width)
    same = PAGE["same" if report.same else "other"][0 if zh else 1]
    yield wrap(Text(same), width)
