"""Plans against today as tables for a terminal, and as a document for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from schoolmap.cli.console import say as say_beside
from schoolmap.cli.console import stdout
from schoolmap.errors import Language
from schoolmap.io.comparing import Effect, comparison_document, effect_of, plan_document
from schoolmap.model.comparison import Comparison, Plan
from schoolmap.model.evaluation import Figure, Finding
from schoolmap.model.scenario_words import change_words, scenario_names
from schoolmap.model.terrain import slope_words
from schoolmap.model.wording import (
    SEVERITY,
    against,
    figure_name,
    finding_message,
    look_up,
    one_language,
    quantity,
    rule_name,
    say,
    unit_name,
)
from schoolmap.pipeline import ScenarioFile
from schoolmap.units import show_number

_MORE_IS = {
    **dict.fromkeys(("pupils_walk", "share_walk_limit", "e2sfca_mean"), "green"),
    **dict.fromkeys(
        (
            "pupils_unserved",
            "mean_length_m",
            "p90_length_m",
            "max_length_m",
            "bed_gap",
            "schools_over_seats",
            "schools_under_100",
            "cv_2012.mean.primary",
            "cv_2012.mean.junior",
        ),
        "red",
    ),
}
"""Figures of which more is better (green) or worse (red); of the others it depends."""
_FIGURES = (
    "schools_open",
    "pupils_walk",
    "pupils_ride",
    "pupils_board",
    "pupils_unserved",
    "mean_length_m",
    "p90_length_m",
    "max_length_m",
    "share_walk_limit",
    "board_need",
    "beds",
    "bed_gap",
    "schools_over_seats",
    "schools_under_100",
    "e2sfca_mean",
    "cv_2012.mean.primary",
    "cv_2012.mean.junior",
)
_COUNTED = ("pupil", "school", "bed", "seat/pupil")
_OPPOSITE = {"green": "red", "red": "green"}
_MOST_CHANGES, _MOST_FINDINGS = 12, 12
_FINEST = 6


def show_comparison(
    comparison: Comparison, files: Sequence[ScenarioFile], *, language: Language
) -> None:
    """Print each plan against today, then all of them side by side."""
    console = stdout()
    heading = f"{comparison.model.name}  {comparison.model.year}".strip()
    console.print(Text(heading, style="bold"))
    if comparison.model.estimated:
        estimated = (
            "距离为直线距离乘以绕行系数的估计值。",
            "Distances are estimates: straight lines times the detour factor.",
        )
        console.print(say(estimated, language), style="yellow")
    else:
        console.print(say(slope_words(comparison.model.slope), language), style="dim")
    for plan, file in zip(comparison.plans, files, strict=True):
        document = plan_document(comparison.model, plan)
        effect = effect_of(document)
        console.print(_title(plan, file, language))
        _doubt_version(plan, language)
        console.print(_changes(comparison, plan, language))
        console.print(_table(comparison, plan, language))
        console.print(_moved(effect, language))
        for line in _findings(plan, document, effect, language):
            console.print(line)
    if len(comparison.plans) > 1:
        console.print(_side_by_side(comparison, language))


def comparison_json(
    comparison: Comparison, files: Sequence[ScenarioFile], written: Sequence[Path]
) -> dict[str, object]:
    """Return what `assess --json` prints: comparison.json, and where the files are."""
    documents = [plan_document(comparison.model, plan) for plan in comparison.plans]
    folders = [file.folder for file in files]
    return {
        "map": str(written[0]),
        "files": [str(path) for path in written],
        **comparison_document(comparison, folders, documents),
    }


def _title(plan: Plan, file: ScenarioFile, language: Language) -> Text:
    text = Text("\n")
    text.append(plan.name, style="bold cyan")
    text.append(f"  {file.path.name}  ", style="dim")
    n = len(plan.scenario.changes)
    text.append(say((f"{n} 项变动", f"{n} change{'' if n == 1 else 's'}"), language), style="dim")
    return text


def _doubt_version(plan: Plan, language: Language) -> None:
    """Say where a plan was made with another version of the computation."""
    theirs, mine = plan.scenario.kernel_version, plan.after.kernel_version
    if theirs and theirs != mine:
        say_beside(
            language,
            f"方案是用计算版本 {theirs} 做的，本程序是 {mine}：数字可能与当时略有出入。",
            f"The plan was made with version {theirs} of the computation, this is {mine}: figures "
            "may differ from those of then.",
            style="yellow",
        )


def _changes(comparison: Comparison, plan: Plan, language: Language) -> Text:
    """Return the changes, one a line, and the figures that the plan tries."""
    scenario = plan.scenario
    names = scenario_names(comparison.model, scenario, language)
    lines = [
        f"  {number} {change_words(change, names, language)}"
        for number, change in enumerate(scenario.changes[:_MOST_CHANGES], start=1)
    ]
    rest = len(scenario.changes) - _MOST_CHANGES
    if rest > 0:
        lines.append("  " + say((f"… 另有 {rest} 项", f"… and {rest} more"), language))
    for rule in sorted(r for r in scenario.rules if _differs(r, comparison, plan)):
        was, now = comparison.model.standards.get(rule), plan.seen.standards[rule]
        name = rule_name(rule, plan.seen.standards, language)
        value = quantity(now.number, now.unit, language)
        before = "" if was is None else quantity(was.number, was.unit, language)
        pair = (
            f"  试用标准：{name} {value}（原 {before}）",
            f"  Tried: {name} {value} (was {before})",
        )
        lines.append(say(pair, language))
    return Text("\n".join(lines))


def _differs(rule: str, comparison: Comparison, plan: Plan) -> bool:
    """Return whether a tried figure is another one than the study's."""
    was = comparison.model.standards.get(rule)
    return was is None or was.value != plan.seen.standards[rule].value


def _table(comparison: Comparison, plan: Plan, language: Language) -> Table:
    tried = plan.before is not comparison.today
    before = ("现状（按试用标准）", "Today (tried rules)") if tried else ("现状", "Today")
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(say(("指标", "Figure"), language), style="dim", no_wrap=True)
    for pair in (before, ("方案", "Plan"), ("变化", "Change")):
        table.add_column(say(pair, language), justify="right")
    for name in _FIGURES:
        was, now = plan.before.indicators[name], plan.after.indicators[name]
        table.add_row(
            figure_name(name, language),
            _figure(was, language, beside=now),
            Text(_figure(now, language, beside=was), style="bold"),
            _difference(name, was, now, language),
        )
    return table


def _side_by_side(comparison: Comparison, language: Language) -> Table:
    tried = [plan.before is not comparison.today for plan in comparison.plans]
    note = ("* 按方案试用的标准计算", "* under the rules that the plan tries")
    table = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        title=say(("各方案对照", "Plans side by side"), language),
        title_justify="left",
        caption=say(note, language) if any(tried) else None,
        caption_justify="left",
    )
    table.add_column(say(("指标", "Figure"), language), style="dim", no_wrap=True)
    table.add_column(say(("现状", "Today"), language), justify="right", no_wrap=True)
    for plan, own in zip(comparison.plans, tried, strict=True):
        name = f"{plan.name}*" if own else plan.name
        table.add_column(Text(name), justify="right", overflow="fold")
    for figure in _FIGURES:
        today = comparison.today.indicators[figure]
        cells = [plan.after.indicators[figure] for plan in comparison.plans]
        plain = _figure(today, language)
        alike = (c for c in cells if c != today and _figure(c, language) == plain)
        shown = _figure(today, language, beside=next(alike, None))
        others = (shown if c == today else _figure(c, language, beside=today) for c in cells)
        table.add_row(figure_name(figure, language), shown, *others)
    return table


def _figure(figure: Figure, language: Language, *, beside: Figure | None = None) -> str:
    """Return a figure for people: fine enough to differ from the one beside it where it does."""
    # the name says what is counted; only measures need their unit
    unit = "" if figure.unit in _COUNTED and figure.value is not None else figure.unit
    if unit == "m" and figure.value is not None:
        return _metres(figure.value, None if beside is None else beside.value, language)
    return against(figure.value, None if beside is None else beside.value, unit, language)


def _metres(value: float, beside: float | None, language: Language) -> str:
    """Return a length in metres in every table, whatever stands beside it."""
    digits = 0
    while beside is not None and value != beside and digits < _FINEST:
        if show_number(value, digits=digits) != show_number(beside, digits=digits):
            break
        digits += 1
    return f"{show_number(value, digits=digits)} {unit_name('m', language)}"


def _difference(name: str, was: Figure, now: Figure, language: Language) -> Text:
    """Return a signed change, coloured where more is better or worse; a dot where there is none."""
    if was.value is None or now.value is None:
        return Text("·" if was.value == now.value else "?", style="dim")
    difference = now.value - was.value
    if difference == 0:
        return Text("·", style="dim")
    more = _MORE_IS.get(name, "default")
    style = more if difference > 0 else _OPPOSITE.get(more, more)
    sign = "+" if difference > 0 else "−"
    return Text(f"{sign}{_size(abs(difference), now.unit, language)}", style=style)


def _size(size: float, unit: str, language: Language) -> str:
    """Return the size of a change: with as many digits as it takes to see that it is one."""
    scale, first, words = 1, 0, unit_name(unit, language)
    if unit in _COUNTED:
        first, words = 2, ""
    elif unit == "share":
        scale, first, words = 100, 1, say(("个百分点", "points"), language)
    elif unit != "m":
        first = 3 if unit == "ratio" else 2
    for digits in range(0 if size * scale == int(size * scale) else first, first + 6):
        text = show_number(size * scale, digits=digits)
        if float(text.replace(",", "")) > 0:
            break
    return f"{text} {words}".rstrip()


def _moved(effect: Effect, language: Language) -> Text:
    zh = (
        f"  就学有变化：{effect.villages} 个村 {effect.pupils:,} 名学生，"
        f"其中路程变长 {effect.farther:,} 名"
    )
    en = (
        f"  Journeys change for {effect.pupils:,} pupils of {effect.villages} villages; "
        f"longer for {effect.farther:,}"
    )
    text = Text(say((zh, en), language))
    if effect.unserved:
        lost = (
            f"，失去就学安排 {effect.unserved:,} 名",
            f"; {effect.unserved:,} lose their place",
        )
        text.append(say(lost, language), style="bold red")
    return text


def _findings(
    plan: Plan, document: Mapping[str, object], effect: Effect, language: Language
) -> list[Text]:
    """Return the findings that the plan brings about, each with the clause of its rule."""
    head = Text("  ")
    zh, en = f"新增问题 {len(effect.new)} 条", f"{len(effect.new)} new findings"
    head.append(say((zh, en), language), style="bold" if effect.new else "dim")
    gone = len(effect.solved)
    zh, en = f"，解决 {gone} 条", f", {gone} solved"
    head.append(say((zh, en), language), style="dim")
    lines = [head]
    listed = document["findings"]
    standing = [f["standing"] for f in listed] if isinstance(listed, list) else []
    new = [f for f, s in zip(plan.after.findings, standing, strict=True) if s == "new"]
    order = ("violation", "warning", "note")
    new.sort(key=lambda f: order.index(f.severity))
    lines += [_finding(f, plan, language) for f in new[:_MOST_FINDINGS]]
    if len(new) > _MOST_FINDINGS:
        rest = len(new) - _MOST_FINDINGS
        more = (f"    … 另有 {rest} 条，见 evaluation.json", f"    … {rest} more: evaluation.json")
        lines.append(Text(say(more, language), style="dim"))
    return lines


def _finding(finding: Finding, plan: Plan, language: Language) -> Text:
    styles = {"violation": "bold red", "warning": "yellow", "note": "cyan"}
    text = Text("    ")
    severity = look_up(SEVERITY, finding.severity, language)
    text.append(f"{severity} ", style=styles[finding.severity])
    text.append(finding_message(finding, plan.seen, language))
    rule = plan.seen.standards.get(finding.rule)
    if rule is not None and rule.clause:
        clause = one_language(rule.clause, language)
        text.append(f"〔{clause}〕" if language == "zh" else f" [{clause}]", style="dim")
    return text
