"""Part of the dossier on the seats and classes of the schools that receive."""

from __future__ import annotations

from collections.abc import Sequence

from schoolmap.model.grades import N_GRADE
from schoolmap.report.dossier_content import SchoolChange
from schoolmap.report.dossier_words import begin, count, grade_name, heads, listed
from schoolmap.report.paper import TABLE, Paper
from schoolmap.report.paper_tables import SAME, Col, Row, add_table, flagged
from schoolmap.units import half_up

_APART = 5
_SHARE_APART = 0.1
"""Pupils who come and growth of the roll, farther apart than both of these, get a sentence."""


def write_seats(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    """Write rolls against seats and classes, by grade, and what the numbers rest on."""
    _seats(paper, schools)
    _grades(paper, schools)
    _note_rolls(paper, schools)


def seats_verdict(paper: Paper, schools: Sequence[SchoolChange]) -> str:
    """Say first what does not fit."""
    say, language = paper.say, paper.language
    parts: list[str] = []
    for s in schools:
        roll, seats, beyond = count(s.after.roll), count(s.after.seats), count(s.over_seats)
        if s.over_seats > 0:
            parts.append(
                say(
                    f"{s.name}方案后在校生 {roll} 人，学位 {seats} 个，超出 {beyond} 个",
                    f"{s.name} would have {roll} pupils for {seats} seats, {beyond} too many",
                )
            )
        if s.is_crowded:
            size, limit = count(s.after.class_size), count(s.class_limit)
            have, need = count(s.after.classes), count(s.after.classes_needed)
            parts.append(
                say(
                    f"{s.name}按现有 {have} 个班计算平均班额 {size} 人，超过上限 {limit} 人，"
                    f"分年级编班至少须 {need} 个班",
                    f"{s.name} would have {size} pupils in each of its {have} classes against a "
                    f"limit of {limit}; it needs {need} classes",
                )
            )
    if parts:
        return begin(say("；".join(parts) + "。", "; ".join(parts) + "."))
    names = listed((s.name for s in schools), language, most=4)
    return say(
        f"{names}的在校生在方案后未超过学位数，平均班额未超过上限。",
        f"{names}: the roll stays within the seats, classes within their limit.",
    )


def _seats(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    say = paper.say
    paper.caption(TABLE, say("接收学校的学位与班额", "Seats and class sizes"))
    roll, size = say("在校生（人）", "Roll"), say("平均班额（人）", "Pupils a class")
    classes = say("班级（个）", "Classes")
    today, plan = say("现状", "today"), say("方案", "plan")
    columns = (
        Col(say("学校", "School"), 34, "left"),
        Col(today, 13, group=roll),
        Col(plan, 13, group=roll),
        Col(say("学位", "Seats"), 13),
        Col(say("超学位", "Over"), 14),
        Col(say("现有", "now"), 12, group=classes),
        Col(say("须设", "needed"), 12 if paper.language == "zh" else 15, group=classes),
        Col(today, 13, group=size),
        Col(plan, 13, group=size),
        Col(say("上限", "limit"), 12, group=size),
    )
    rows: list[Row] = []
    for s in schools:
        was, now = s.before, s.after
        short = now.classes is not None and now.classes_needed > now.classes
        rows.append(
            (
                s.name,
                count(s.roll_before),
                count(now.roll),
                count(now.seats),
                flagged(count(now.over_seats), s.over_seats > 0),
                count(now.classes),
                flagged(count(now.classes_needed), short),
                count(was.class_size if was else None),
                flagged(count(now.class_size), s.is_crowded),
                count(s.class_limit),
            )
        )
    add_table(paper, columns, rows)


def _grades(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    """Write rolls and the classes that they need by grade, of the grades that any school has."""
    say, language = paper.say, paper.language
    used = [g for g in range(N_GRADE) if any(s.after.roll_by_grade[g] > 0 for s in schools)]
    if not used:
        return
    paper.caption(TABLE, say("分年级在校生与须设班级", "Roll and classes needed, by grade"))
    columns = (
        Col(say("学校", "School"), 34, "left"),
        Col("", 22, "left"),
        *(Col(grade_name(g + 1, language), 13) for g in used),
        Col(say("合计", "All"), 14),
    )
    rows: list[Row] = []
    for s in schools:
        was = s.before.roll_by_grade if s.before and s.before.open else (0.0,) * N_GRADE
        now = s.after
        today = say("现状学生", "roll today")
        plan, classes = say("方案学生", "roll, plan"), say("须设班级", "classes")
        rows += [
            (s.name, today, *(count(was[g]) for g in used), count(s.roll_before)),
            (SAME, plan, *(count(now.roll_by_grade[g]) for g in used), count(now.roll)),
            (
                SAME,
                classes,
                *(count(now.classes_by_grade[g]) for g in used),
                count(now.classes_needed),
            ),
        ]
    add_table(paper, columns, rows, dense=True)


def _note_rolls(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    """Say where the pupils who arrive and the growth of the roll are not the same number."""
    say, language = paper.say, paper.language
    apart = [s for s in schools if _differ(s.arriving, s.after.roll - s.roll_before)]
    whole = all(r == half_up(r) for s in schools for r in s.after.roll_by_grade)
    zh, en = [], []
    if apart:
        zh.append("在校生按原校上报数随转来学生的比例折算，与按村推算的转来人数可以不同")
        en.append("Rolls move in proportion to the pupils who come, out of what schools report")
        for s in apart:
            grown = heads(s.after.roll - s.roll_before, language)
            zh.append(f"{s.name}推算转来 {s.arriving} 人，在校生增加{grown}人")
            en.append(
                f"{s.name}: {s.arriving} pupils of the villages come, the roll grows by {grown}"
            )
        zh.append("上报数与推算数的差别须先核实，准备学位和班级以较大的数为准")
        en.append("find out why first, and provide for the larger number")
    if not whole:
        zh.append("分年级的小数为折算所致，编班时进位取整")
        en.append("fractions of pupils come from the proportion; classes are rounded up")
    if zh:
        paper.note(say("注：" + "；".join(zh) + "。", "; ".join(en) + "."))


def _differ(arriving: int, grown: float) -> bool:
    """Return whether two counts of the same pupils are too far apart to pass without a word."""
    return abs(arriving - grown) >= _APART and abs(arriving - grown) > _SHARE_APART * arriving
