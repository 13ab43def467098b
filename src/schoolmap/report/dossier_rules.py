"""Parts of the dossier on whether the plan is allowed, and on the procedure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from schoolmap.model.wording import SEVERITY, look_up
from schoolmap.report.dossier_content import Dossier, Note, Ruling, Step
from schoolmap.report.dossier_words import STANDING, VERDICT
from schoolmap.report.paper import TABLE, Paper
from schoolmap.report.paper_tables import Cell, Col, Ink, Row, Text, add_table

_NOTES = 12
_INK: dict[str, Ink] = {"broken": "alarm", "open": "alarm", "to_supply": "", "not_shown": "", "kept": "muted"}


def write_rules(paper: Paper, dossier: Dossier) -> None:
    """Write how each rule stands, what the plan brings about, and the steps of the procedure."""
    say = paper.say
    paper.heading(say("是否符合规定", "Whether it is allowed"))
    paper.heading(say("逐条对照", "Rule by rule"), 2)
    if dossier.rulings is None:
        missing(paper, "撤并规则尚未对照。", "No pack of rules has been held against the plan.")
    else:
        _rulings(paper, dossier.rulings)
    paper.heading(say("方案引起和消除的问题", "What the plan brings about, and what it ends"), 2)
    _notes(paper, dossier.notes)
    paper.heading(say("程序进展", "The procedure"), 2)
    if dossier.steps is None:
        missing(
            paper,
            "尚未提供制定、论证、公示、听证、报批各环节的材料，须由县教育局补充。",
            "Nothing is known of drafting, appraisal, publicity, hearing and approval: the bureau "
            "must supply it.",
        )
    else:
        _steps(paper, dossier.steps)


def missing(paper: Paper, zh: str, en: str) -> None:
    """Say in one line what is not known or must be supplied."""
    from docx.shared import RGBColor

    from schoolmap.report.paper import MUTED

    paragraph = paper.paragraph(paper.say(zh, en))
    paragraph.runs[0].font.color.rgb = RGBColor.from_string(MUTED)


def verdict_counts(paper: Paper, rulings: Sequence[Ruling]) -> str:
    """Return how many rules stand how, as a phrase."""
    counts = {v: sum(r.verdict == v for r in rulings) for v in VERDICT}
    if paper.language == "zh":
        parts = [f"{VERDICT[v][0]} {n} 条" for v, n in counts.items() if n]
        return f"共对照规定 {len(rulings)} 条：{'，'.join(parts)}"
    parts = [f"{n} {VERDICT[v][1]}" for v, n in counts.items() if n]
    return f"of {len(rulings)} rules {', '.join(parts)}"


def _rulings(paper: Paper, rulings: Sequence[Ruling]) -> None:
    say, language = paper.say, paper.language
    text = verdict_counts(paper, rulings)
    paper.paragraph(say(f"{text}。", f"{text[:1].upper()}{text[1:]}."))
    paper.caption(TABLE, say("撤并规定逐条对照", "The rules, one by one"))
    columns = (
        Col(say("规定", "Rule"), 58, "left"),
        Col(say("结论", "Verdict"), 17),
        Col(say("情况", "What was found"), 46, "left"),
        Col(say("依据", "Clause"), 35, "left"),
    )
    rows: list[Row] = []
    for chapter, members in groupby(rulings, key=lambda r: r.chapter):
        if chapter:
            rows.append((Text(chapter, bold=True),))
        for r in members:
            verdict = look_up(VERDICT, r.verdict, language)
            clause = f"{r.clause}（{r.status}）" if language == "zh" else f"{r.clause} ({r.status})"
            cell = Text(verdict, bold=r.verdict == "broken", ink=_ink(r.verdict))
            rows.append((r.name, cell, r.found, Text(clause, ink="muted")))
    add_table(paper, columns, rows, size=9.5 if language == "zh" else 8.5)
    note = say(
        "注：“待提供”须由县教育局补充材料后认定；“数据不足”为现有资料不能判断；括号内为文件效力和核实程度。",
        "To supply: a paper that the bureau must bring. Not shown: the data cannot tell. In brackets: "
        "how binding a text is, and how well it was verified.",
    )
    paper.paragraph(note, "Note")


def _ink(verdict: str) -> Ink:
    return _INK.get(verdict, "")


def _notes(paper: Paper, notes: Sequence[Note]) -> None:
    say, language = paper.say, paper.language
    order = ("violation", "warning", "note")
    new = sorted((n for n in notes if n.standing == "new"), key=lambda n: order.index(n.severity))
    solved = [n for n in notes if n.standing == "solved"]
    if not notes:
        paper.paragraph(say("没有新出现或消除的问题。", "No finding is new, and none is gone."))
        return
    text = say(
        f"对照办学标准，方案新引起问题 {len(new)} 项（其中不达标 "
        f"{sum(n.severity == 'violation' for n in new)} 项），消除 {len(solved)} 项。",
        f"Against the standards of schools the plan brings {len(new)} findings, "
        f"{sum(n.severity == 'violation' for n in new)} of them violations, and ends {len(solved)}.",
    )
    paper.paragraph(text)
    shown = [*new, *solved][:_NOTES]
    paper.caption(TABLE, say("新引起和消除的问题", "Findings new and gone"))
    columns = (
        Col("", 12),
        Col(say("程度", "Weight"), 15),
        Col(say("情况", "Finding"), 75, "left"),
        Col(say("依据（核实程度）", "Clause (status)"), 54, "left"),
    )
    rows: list[Row] = []
    for n in shown:
        is_new = n.standing == "new"
        alarm = is_new and n.severity == "violation"
        word: Cell = Text(
            say("新增", "new") if is_new else say("消除", "gone"),
            bold=is_new,
            ink="alarm" if alarm else "" if is_new else "muted",
        )
        weight = look_up(SEVERITY, n.severity, language)
        basis = f"{n.clause}（{n.status}）" if language == "zh" else f"{n.clause} ({n.status})"
        rows.append((word, weight, n.text, Text(basis, ink="muted")))
    add_table(paper, columns, rows, size=9.5 if language == "zh" else 8.5)
    left = len(new) + len(solved) - len(shown)
    if left > 0:
        note = say(f"注：其余 {left} 项见 Excel。", f"{left} more are in Excel.")
        paper.paragraph(note, "Note")


def _steps(paper: Paper, steps: Sequence[Step]) -> None:
    say, language = paper.say, paper.language
    wanting = sum(s.standing in {"to_supply", "open"} for s in steps)
    text = say(
        f"撤并程序共列 {len(steps)} 个环节，其中 {wanting} 个待提供材料或尚未满足，须在报批前完成。",
        f"Of {len(steps)} steps {wanting} still lack a paper or are not satisfied; they must be done "
        "before approval.",
    )
    paper.paragraph(text)
    paper.caption(TABLE, say("撤并程序核对", "Checklist of the procedure"))
    columns = (
        Col(say("环节", "Stage"), 18),
        Col(say("要求", "What is asked"), 68, "left"),
        Col(say("状态", "State"), 22),
        Col(say("依据材料", "Evidence"), 48, "left"),
    )
    rows: list[Row] = []
    for step in steps:
        word = look_up(STANDING, step.standing, language)
        ink: Ink = "alarm" if step.standing == "open" else "muted" if step.standing == "shown" else ""
        cell = Text(word, bold=step.standing in {"open", "to_supply"}, ink=ink)
        rows.append((step.phase, step.words, cell, step.evidence or ""))
    add_table(paper, columns, rows, size=9.5 if language == "zh" else 8.5)
