"""Parts of the dossier on whether the plan is allowed, and on the procedure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from schoolmap.errors import Language
from schoolmap.model.ruling_words import BAR, STATE, VERDICT
from schoolmap.model.wording import SEVERITY, look_up
from schoolmap.model.wording import say as say_words
from schoolmap.report.dossier_content import Dossier, Note, Ruling, Step
from schoolmap.report.dossier_words import begin, listed, many
from schoolmap.report.paper import TABLE, Paper
from schoolmap.report.paper_tables import SAME, Col, Ink, Row, Text, add_table

_NOTES, _ENDED = 12, 4
_DONE = ("shown_by_data", "supplied")
_INK: dict[str, Ink] = {
    "broken": "alarm",
    "open": "alarm",
    "to_supply": "",
    "not_shown": "",
    "kept": "muted",
}


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

    from schoolmap.report.paper_faces import MUTED

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
        Col(say("规定", "Rule"), 60, "left"),
        Col(say("结论", "Verdict"), 20),
        Col(say("情况", "What was found"), 65, "left"),
        Col(say("依据", "Text"), 11),
    )
    marks: dict[tuple[str, str], int] = {}
    rows: list[Row] = []
    for bar, members in groupby(rulings, key=lambda r: r.bar):
        rows.append((Text(begin(say_words(BAR[bar], language)), bold=True),))
        for r in members:
            mark = marks.setdefault((r.clause, r.status), len(marks) + 1)
            verdict = say_words(VERDICT[r.verdict], language)
            cell = Text(verdict, bold=r.verdict == "broken", ink=_ink(r.verdict))
            found = Text(r.found, ink="muted" if r.verdict == "kept" else "")
            rows.append((r.name, cell, found, f"[{mark}]"))
    add_table(paper, columns, rows, dense=True)
    texts = [f"[{n}] {_cited(clause, status, language)}" for (clause, status), n in marks.items()]
    lead = say(
        "注：依据（效力；核实程度）：",
        "Texts (force; how well verified): ",
    )
    paper.note(lead + say("；".join(texts) + "。", "; ".join(texts) + "."))


def _cited(clause: str, status: str, language: Language) -> str:
    return f"{clause}（{status}）" if language == "zh" else f"{clause} ({status})"


def _ink(verdict: str) -> Ink:
    return _INK.get(verdict, "")


def _notes(paper: Paper, notes: Sequence[Note]) -> None:
    say, language = paper.say, paper.language
    order = ("violation", "warning", "note")
    new = sorted((n for n in notes if n.standing == "new"), key=lambda n: order.index(n.severity))
    solved = [n for n in notes if n.standing == "solved"]
    closed = [n for n in notes if n.standing == "closed"]
    if not notes:
        paper.paragraph(say("没有新出现或消除的问题。", "No finding is new, and none is gone."))
        return
    text = say(
        f"对照办学标准，方案新引起问题 {len(new)} 项（其中不达标 "
        f"{sum(n.severity == 'violation' for n in new)} 项），解决 {len(solved)} 项。",
        f"Against the standards of schools the plan brings {many(len(new), 'finding')}, "
        f"{sum(n.severity == 'violation' for n in new)} of them grave, and solves {len(solved)}.",
    )
    paper.paragraph(text)
    if solved:
        paper.paragraph(_ended(paper, solved, ("解决的问题", "Solved")))
    if closed:
        # what a closed school fell short of is gone with it, which is no gain
        words = (
            "随学校撤并不再存在的问题（不计为解决）",
            "Gone with the schools that close (not solved)",
        )
        paper.paragraph(_ended(paper, closed, words))
    if not new:
        return
    shown = new[:_NOTES]
    paper.caption(TABLE, say("方案新引起的问题", "Findings that the plan brings"))
    columns = (
        Col(say("程度", "Weight"), 18),
        Col(say("情况", "Finding"), 76, "left"),
        Col(say("依据（效力；核实程度）", "Clause (force; status)"), 62, "left"),
    )
    rows: list[Row] = []
    for n in shown:
        bad = n.severity == "violation"
        weight = Text(look_up(SEVERITY, n.severity, language), bold=bad, ink="alarm" if bad else "")
        rows.append((weight, n.text, Text(_cited(n.clause, n.status, language), ink="muted")))
    add_table(paper, columns, rows, dense=True)
    left = len(new) - len(shown)
    if left > 0:
        note = say(f"注：其余 {left} 项见 Excel。", f"{left} more are in Excel.")
        paper.note(note)


def _ended(paper: Paper, solved: Sequence[Note], lead: tuple[str, str]) -> str:
    """Say what the plan does away with, rule by rule."""
    by_rule: dict[str, list[str]] = {}
    for n in solved:
        by_rule.setdefault(n.name, []).append(n.subject)
    shown = list(by_rule.items())[:_ENDED]
    zh = [f"{name} {len(who)} 项（{listed(who, 'zh', most=3)}）" for name, who in shown]
    en = [f"{name}: {len(who)} ({listed(who, 'en', most=3)})" for name, who in shown]
    left = len(by_rule) - len(shown)
    more = paper.say(f"；另有 {left} 类", f"; {left} more kinds") if left else ""
    return paper.say(f"{lead[0]}：{'；'.join(zh)}{more}。", f"{lead[1]}: {'; '.join(en)}{more}.")


def _steps(paper: Paper, steps: Sequence[Step]) -> None:
    say, language = paper.say, paper.language
    wanting = sum(s.standing in {"to_supply", "open"} for s in steps)
    text = say(
        f"撤并程序共列 {len(steps)} 个环节，其中 {wanting} 个待提供材料或尚未满足，"
        "须在报批前完成。",
        f"Of {len(steps)} steps {wanting} still lack a paper or are not satisfied; they must be "
        "done before approval.",
    )
    paper.paragraph(text)
    paper.caption(TABLE, say("撤并程序核对", "Checklist of the procedure"))
    columns = (
        Col(say("环节", "Stage"), 18),
        Col(say("要求", "What is asked"), 68, "left"),
        Col(say("状态", "State"), 22 if language == "zh" else 28),
        Col(say("依据材料", "Evidence"), 48, "left"),
    )
    rows: list[Row] = []
    phase = ""
    for step in steps:
        word = say_words(STATE[step.standing], language)
        ink: Ink = "alarm" if step.standing == "open" else "muted" if step.standing in _DONE else ""
        cell = Text(word, bold=step.standing in {"open", "to_supply"}, ink=ink)
        rows.append((SAME if step.phase == phase else step.phase, step.words, cell, step.evidence))
        phase = step.phase
    add_table(paper, columns, rows, dense=True)
