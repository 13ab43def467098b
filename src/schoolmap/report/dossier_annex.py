"""Annexes of the dossier: the villages one by one, and where every figure comes from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from schoolmap.errors import Language
from schoolmap.model.rules import Standard
from schoolmap.model.wording import MODE, look_up, one_language, quantity, say, status_words
from schoolmap.report.dossier_content import Dossier, Movement
from schoolmap.report.dossier_words import change, count, kilometres, minutes, place_name
from schoolmap.report.paper import Paper
from schoolmap.report.paper_tables import Col, Row, Text, add_table, flagged

MOST_ROWS = 120
_ALWAYS = ("walk_limit_s", "ride_limit_s", "walk_speed_m_s", "may_board", "off_road_speed_m_s")
_IF_USED = ("class_limit", "school_limit", "seats_full", "small_school_pupils")


def write_villages(paper: Paper, dossier: Dossier, number: int) -> None:
    """Write a row for each village and run of grades that changes, under the school it leaves."""
    say_, language = paper.say, paper.language
    _annex_title(paper, number, say_("分村学生去向表", "The villages, one by one"))
    every = (*dossier.movements, *dossier.left_out)
    left = len(every) - min(len(every), MOST_ROWS)
    note = say_(
        "注：路程、用时均为单程；步行按步行路线，乘车、寄宿按行车路线。各年级人数见 Excel。"
        + (f"其余 {left} 行见 Excel。" if left else ""),
        "One way, as the pupils travel. Pupils by grade are in Excel."
        + (f" {left} more rows are in Excel." if left else ""),
    )
    paper.note(note)
    km, took = say_("路程（公里）", "Distance, km"), say_("用时（分钟）", "Time, min")
    today, plan = say_("现状", "today"), say_("方案", "plan")
    columns = (
        Col(say_("村", "Village"), 40, "left"),
        Col(say_("年级", "Grades"), 14),
        Col(say_("学生", "Pupils"), 13),
        Col(say_("上学方式", "How"), 27 if language == "zh" else 38),
        Col(today, 13, group=km),
        Col(plan, 13, group=km),
        Col(say_("增减", "+/−"), 13, group=km),
        Col(today, 13, group=took),
        Col(plan, 13, group=took),
        Col(say_("增减", "+/−"), 13, group=took),
    )
    rows: list[Row] = []
    for (was, now), members in groupby(every[:MOST_ROWS], key=_from_to):
        some = list(members)
        pupils = count(sum(m.pupils for m in some))
        zh = f"{was or '（现无学校）'} → {now or '无可就读学校'}（{pupils} 人）"
        en = f"{was or '(none today)'} → {now or 'no school'} ({pupils} pupils)"
        rows.append((Text(say_(zh, en), bold=True),))
        rows += [_row(m, paper) for m in some]
    add_table(paper, columns, rows, dense=True)


def _from_to(m: Movement) -> tuple[str, str]:
    was = m.before.school if m.before.mode != "unserved" else ""
    return was, m.after.school if m.after.mode != "unserved" else ""


def _annex_title(paper: Paper, number: int, text: str) -> None:
    paragraph = paper.paragraph(paper.say(f"附件 {number}", f"Annex {number}"), "Annex")
    paragraph.paragraph_format.page_break_before = True
    paper.paragraph(text, "Annex Title")


def _row(m: Movement, paper: Paper) -> Row:
    language = paper.language
    was, now = m.before, m.after
    how = look_up(MODE, now.mode, language)
    if was.mode != now.mode:
        how = f"{look_up(MODE, was.mode, language)}→{how}"
    lost = now.mode == "unserved"
    return (
        place_name(m.admin_village, m.village),
        m.grades,
        count(m.pupils),
        flagged(how, lost),
        kilometres(was.length_m),
        kilometres(now.length_m),
        change(_in(was.length_m, 1000), _in(now.length_m, 1000), digits=1),
        minutes(was.seconds),
        minutes(now.seconds),
        change(_in(was.seconds, 60), _in(now.seconds, 60), digits=1),
    )


def _in(value: int | None, unit: float) -> float | None:
    return None if value is None else value / unit


def write_sources(paper: Paper, dossier: Dossier, number: int) -> None:
    """Write where the figures come from: data, method, and the rules with source and status."""
    say_, language = paper.say, paper.language
    head = dossier.head
    _annex_title(paper, number, say_("数字的出处与核实程度", "Where the figures come from"))
    lines = [
        say_(
            f"数据：{head.county}{head.year}学年学校表、村庄表和道路数据；模型指纹 {head.sha256}，"
            f"计算内核版本 {head.kernel_version}。同样的数据和方案得出同样的数字。",
            f"Data: schools, villages and roads of {head.county}, {head.year}. Fingerprint of the "
            f"model {head.sha256}, kernel version {head.kernel_version}: the same data and plan "
            "give the same figures.",
        ),
        say_(
            "上报数：在校生、班级、教职工、床位、校舍、设备等来自学校表，未经本工具核实。推算数："
            "就读学校、上学方式、路程、用时、乘车和寄宿人数由模型按道路和就学规则推算。",
            "Reported: rolls, classes, staff, beds, buildings and equipment are the schools' own, "
            "not verified here. Modelled: school, way of travel, distance, time, riders and "
            "boarders follow from the roads and the rules of travel.",
        ),
    ]
    if head.estimated:
        lines.append(
            say_(
                "没有道路数据：路程按直线距离乘以折算系数估算。",
                "No road data: distances are straight lines times a detour factor.",
            )
        )
    if head.slope:
        lines.append(head.slope)
    for line in lines:
        paper.paragraph(line, "Annex Text")
    columns = (
        Col(say_("出处", "Source"), 50, "left"),
        Col(say_("规则与取值", "Rules and figures"), 78, "left"),
        Col(say_("效力；核实程度", "Force; status"), 28),
    )
    groups: dict[tuple[str, str], list[str]] = {}
    for row in _cited(dossier):
        key = one_language(row.clause, language), status_words(row, language)
        groups.setdefault(key, []).append(_figure(row, language))
    joint = say_("；", "; ")
    rows: list[Row] = [
        (clause, joint.join(figures), Text(status, ink="muted"))
        for (clause, status), figures in groups.items()
    ]
    add_table(paper, columns, rows, dense=True)


def _cited(dossier: Dossier) -> Sequence[Standard]:
    """Return the rows that figures of the dossier depend on, in the order of the tables."""
    named = {note.rule for note in dossier.notes}
    shown = {
        f"threshold.{name}"
        for s in dossier.of_kind("receiving", "opened")
        for name in s.after.values
    }

    def wanted(rule: str) -> bool:
        head = rule.partition(".")[0]
        return head in _ALWAYS or head in _IF_USED or rule in named or rule in shown

    return [row for rule, row in dossier.standards.items() if wanted(rule)]


def _figure(row: Standard, language: Language) -> str:
    """Return a rule with its figure: ``小学班额上限 45 人/班``."""
    value = row.value
    if row.unit == "yes/no":
        shown = say(("是", "yes") if value else ("否", "no"), language)
    elif isinstance(value, int | float):
        shown = quantity(value, row.unit, language)
    else:
        shown = str(value)
    return f"{say((row.name_zh, row.name_en), language) or row.id} {shown}"
