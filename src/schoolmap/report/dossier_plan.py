"""The part of the dossier on what the plan changes."""

from __future__ import annotations

from collections.abc import Sequence

from schoolmap.model.forecast import VARIANTS
from schoolmap.report.dossier_content import Dossier, SchoolChange
from schoolmap.report.dossier_words import DASH, count, listed, many
from schoolmap.report.paper import TABLE, Paper
from schoolmap.report.paper_tables import Col, Row, Text, add_table

_MIDDLE = VARIANTS.index("middle")


def write_plan(paper: Paper, dossier: Dossier) -> None:
    """Write what the plan changes."""
    say = paper.say
    paper.heading(say("调整方案", "The plan"))
    background = _background(paper, dossier)
    if background:
        paper.heading(say("背景", "Background"), 2)
        paper.paragraph(background)
        paper.heading(say("调整内容", "What changes"), 2)
    closed, others = dossier.of_kind("closed"), dossier.head.other_changes
    if closed:
        _closures(paper, dossier, closed)
    if others:
        lead = say("方案另作以下调整：", "The plan also changes the following: ")
        paper.paragraph(lead + _joined(paper, others))
    if not closed and not others:
        paper.paragraph(say("方案没有调整学校布局。", "The plan changes no school."))
    if dossier.head.tried:
        text = say(
            f"方案按下列试用标准测算，现状也按同样标准重算：{_joined(paper, dossier.head.tried)}",
            "The plan is tried under these limits, and so is today: "
            f"{_joined(paper, dossier.head.tried)}",
        )
        paper.paragraph(text)


def _background(paper: Paper, dossier: Dossier) -> str:
    """Say what schools the county has, and what becomes of those that are to close."""
    say = paper.say
    figures = {f.figure: f.before for f in dossier.figures}
    schools, pupils = figures.get("schools_open"), figures.get("pupils")
    small = figures.get("schools_under_100")
    if schools is None or pupils is None or small is None:
        return ""
    limit = dossier.standards.get("small_school_pupils")
    under = "100" if limit is None else count(limit.number)
    text = say(
        f"{dossier.head.county}现有在办学校 {count(schools)} 所、学生 {count(pupils)} 人，"
        f"其中在校生不足 {under} 人的学校 {count(small)} 所。",
        f"{dossier.head.county} has {many(schools, 'school')} for {many(pupils, 'pupil')}; "
        f"{count(small)} of them have fewer than {under} pupils.",
    )
    return text + _ahead(paper, dossier)


def _ahead(paper: Paper, dossier: Dossier) -> str:
    """Say what the rolls of the schools that are to close would come to, if they stayed."""
    years, closed = dossier.years, dossier.of_kind("closed")
    if years is None or not closed:
        return ""
    ids = {s.school_id for s in closed}
    rolls = [s.today[_MIDDLE] for s in years.schools if s.school_id in ids and s.today]
    if not rolls:
        return ""
    now, then = (sum(line[at] for line in rolls) for at in (0, -1))
    last = years.years[-1]
    return paper.say(
        f"拟撤并的 {len(closed)} 所学校现有在校生 {count(now)} 人；按中方案预测，如予保留，"
        f"{last} 学年共约 {count(then)} 人。",
        f" The {many(len(closed), 'school')} to close have {count(now)} pupils; if they stayed "
        f"they would have about {count(then)} in {last} (middle variant).",
    )


def _joined(paper: Paper, phrases: Sequence[str]) -> str:
    return paper.say("；".join(phrases) + "。", "; ".join(phrases) + ".")


def _closures(paper: Paper, dossier: Dossier, closed: Sequence[SchoolChange]) -> None:
    say, language = paper.say, paper.language
    receiving = [s.name for s in dossier.of_kind("receiving", "opened")]
    rolls = sum(s.roll_before for s in closed)
    target = listed(receiving, language, most=4)
    text = say(
        f"方案“{dossier.head.plan}”拟撤并学校 {len(closed)} 所，"
        f"撤并学校现有在校生 {count(rolls)} 人"
        + (f"，学生转入{target}" if receiving else "，学生没有可转入的学校")
        + "，详见表 1。",
        f"The plan “{dossier.head.plan}” closes {many(len(closed), 'school')} with "
        f"{many(rolls, 'pupil')} on the rolls"
        + (f"; their pupils go to {target}" if receiving else "; no other school is in reach")
        + " (Table 1).",
    )
    paper.paragraph(text)
    paper.caption(TABLE, say("拟撤并学校", "Schools to close"))
    columns = (
        Col(say("学校", "School"), 34, "left"),
        Col(say("乡镇", "Township"), 18),
        Col(say("年级", "Grades"), 12),
        Col(say("在校生", "Roll"), 14),
        Col(say("推算学生", "Modelled pupils"), 17),
        Col(say("教职工", "Staff"), 13),
        Col(say("学生去向", "Pupils go to"), 32, "left"),
    )
    rows = [_closed_row(paper, school) for school in closed]
    total = _closed_total(paper, closed)
    add_table(paper, columns, rows, total=total if len(rows) > 1 else None)
    note = say(
        "注：在校生为学校上报数；推算学生为各村学生按就学规则分配到该校的人数，二者口径不同，"
        "差别较大的应在论证中核实。",
        "Roll is what the school reports; modelled pupils are those whom the rules of travel send "
        "there from the villages. Where they lie far apart, ask why before the hearing.",
    )
    paper.note(note)


def _closed_row(paper: Paper, school: SchoolChange) -> Row:
    was = school.before
    return (
        school.name,
        school.township or DASH,
        DASH if was is None else was.grades,
        count(school.roll_before),
        count(school.leaving),
        count(None if was is None else was.staff),
        listed(school.into, paper.language) or Text(paper.say("无", "none in reach"), ink="alarm"),
    )


def _closed_total(paper: Paper, closed: Sequence[SchoolChange]) -> Row:
    known = [s.before.staff for s in closed if s.before and s.before.staff is not None]
    return (
        paper.say("合计", "All"),
        "",
        "",
        count(sum(s.roll_before for s in closed)),
        count(sum(s.leaving for s in closed)),
        count(sum(known)) if known else DASH,
        "",
    )
