"""postings.docx: a page for each school that closes, to be posted in its village."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from schoolmap.model.wording import MODE, look_up
from schoolmap.report.dossier_content import Dossier, Movement, SchoolChange
from schoolmap.report.dossier_word import footer_of
from schoolmap.report.dossier_words import (
    DASH,
    count,
    joined_spans,
    kilometres,
    listed,
    minutes,
    place_name,
)
from schoolmap.report.paper import Paper, open_paper, save_paper
from schoolmap.report.paper_tables import Col, Row, add_table, flagged

_MOST_ROWS, _ROOMY = 10, 4
BLANK = "＿＿＿＿＿＿＿＿＿＿"
"""To be filled in by hand."""


def write_postings(path: Path, dossier: Dossier) -> Path:
    """Write the pages of all schools that close or give up grades.

    How many pupils a village has is left out: in a small village everybody would know whom it is
    about.

    Parameters
    ----------
    path
        File to write; replaced where it exists.
    dossier
        What it says.
    """
    language = dossier.head.language
    title = "学校布局调整公示" if language == "zh" else "Notices of a change of school layout"
    paper = open_paper(language, title=title, footer=footer_of(dossier.head), margins_mm=(21, 22))
    for k, school in enumerate(dossier.of_kind("closed", "reduced")):
        _write_page(paper, dossier, school, first=k == 0)
    save_paper(paper, path)
    return path


def _write_page(paper: Paper, dossier: Dossier, school: SchoolChange, *, first: bool) -> None:
    say = paper.say
    heading = paper.paragraph(say("公　　示", "Notice"), "Posting Title")
    heading.paragraph_format.page_break_before = not first
    into = listed(school.into, paper.language, most=3)
    zh = f"关于{school.name}拟并入{into}的公示" if into else f"关于{school.name}拟停办的公示"
    en = (
        f"{school.name}: proposed merger into {into}"
        if into
        else f"{school.name}: proposed closure"
    )
    if school.kind == "reduced":
        zh = f"关于{school.name}拟改办 {school.after.grades} 年级的公示"
        en = f"{school.name}: proposed change to grades {school.after.grades}"
    paper.paragraph(say(zh, en), "Posting Subtitle")
    paper.paragraph(_proposal(paper, dossier, school, into), "Posting Text")
    if dossier.head.simulated:
        text = say("（模拟数据，仅供演示）", "(Simulated data, for demonstration)")
        paper.paragraph(text, "Notice")
    _ways(paper, dossier, school)
    _receivers(paper, dossier, school)
    _voice(paper, dossier, school)
    _signature(paper, dossier)


def _proposal(paper: Paper, dossier: Dossier, school: SchoolChange, into: str) -> str:
    was = school.before
    grades = was.grades if was is not None else school.after.grades
    roll = count(school.roll_before)
    zh = (
        f"各位家长、村民：县教育局拟订了学校布局调整方案“{dossier.head.plan}”。按照该方案，"
        f"{school.name}（{grades} 年级，在校生 {roll} 人）"
    )
    en = (
        f"To parents and villagers. The county's education bureau has drawn up the plan "
        f"“{dossier.head.plan}”. Under it {school.name} (grades {grades}, {roll} pupils) "
    )
    if school.kind == "reduced":
        zh += f"拟改办 {school.after.grades} 年级，其余年级学生转入{into or '其他学校'}。"
        en += f"keeps grades {school.after.grades}; other pupils go to {into or 'other schools'}."
    elif into:
        zh += f"拟并入{into}。"
        en += f"is to be merged into {into}."
    else:
        zh += "拟停办；目前没有可供学生就读的其他学校，须先作出安排。"
        en += "is to close. No other school is in reach of its pupils yet."
    return paper.say(
        zh + "方案尚未批准，现公示征求意见。", en + " Nothing is decided: say what you think."
    )


def _ways(paper: Paper, dossier: Dossier, school: SchoolChange) -> None:
    """Write how each village goes to school now and would go, without its number of pupils."""
    say = paper.say
    mine = [m for m in dossier.movements if m.before.school_id == school.school_id]
    paper.paragraph(say("一、上学路程的变化", "1  The way to school"), "Posting Heading")
    if not mine:
        text = say(
            "按村庄学生数推算，没有村庄的学生就近就读该校。",
            "By the villages' pupils nobody has this school as the nearest one.",
        )
        paper.paragraph(text, "Posting Text")
        return
    today, plan = say("现在", "Now"), say("调整后", "Under the plan")
    how, km, took = say("方式", "how"), say("公里", "km"), say("分钟", "min")
    columns = (
        Col(say("村", "Village"), 36, "left"),
        Col(say("年级", "Grades"), 14 if paper.language == "zh" else 18),
        Col(how, 16, group=today),
        Col(km, 14, group=today),
        Col(took, 14, group=today),
        Col(say("学校", "school"), 34, "left", group=plan),
        Col(how, 16, group=plan),
        Col(km, 14, group=plan),
        Col(took, 14, group=plan),
    )
    alike = _alike(mine)
    rows = [_row(paper, some) for some in alike[:_MOST_ROWS]]
    add_table(paper, columns, rows, dense=len(rows) > _ROOMY)
    left = len(alike) - len(rows)
    text = say(
        "注：单程，沿道路计算；乘车、寄宿按行车路线。" + (f"另有 {left} 行从略。" if left else ""),
        "One way along the roads." + (f" {left} more rows are left out." if left else ""),
    )
    paper.note(text)


def _alike(movements: Sequence[Movement]) -> list[list[Movement]]:
    """Return the movements of a village to one school by one mode together, whatever the grade."""
    groups: dict[tuple[str, str, str, str], list[Movement]] = {}
    for m in movements:
        key = m.village_id, m.before.mode, m.after.school_id, m.after.mode
        groups.setdefault(key, []).append(m)
    return list(groups.values())


def _row(paper: Paper, some: Sequence[Movement]) -> Row:
    """Return the row of pupils who go alike; the time is that of the slowest of them."""
    language, m = paper.language, some[0]
    lost = m.after.mode == "unserved"
    school = m.after.school if not lost else paper.say("尚无安排", "none yet")
    slowest = [
        max((w.seconds for w in ways if w.seconds is not None), default=None)
        for ways in ([s.before for s in some], [s.after for s in some])
    ]
    return (
        place_name(m.admin_village, m.village),
        listed(joined_spans(s.grades for s in some), language),
        look_up(MODE, m.before.mode, language),
        kilometres(m.before.length_m),
        minutes(slowest[0]),
        flagged(school, lost),
        look_up(MODE, m.after.mode, language) if not lost else DASH,
        kilometres(m.after.length_m),
        minutes(slowest[1]),
    )


def _receivers(paper: Paper, dossier: Dossier, school: SchoolChange) -> None:
    say = paper.say
    mine = [s for s in dossier.of_kind("receiving", "opened") if s.name in school.into]
    if not mine:
        return
    paper.paragraph(say("二、接收学校的条件", "2  The receiving school"), "Posting Heading")
    for s in mine[:2]:
        paper.paragraph(_receiver(paper, s), "Posting Text")


def _receiver(paper: Paper, s: SchoolChange) -> str:
    now = s.after
    bus_zh, bus_en = ("有校车", "has a bus") if now.bus else ("没有校车", "has no bus")
    beds_zh = "床位未填报" if now.beds is None else f"床位 {count(now.beds)} 张"
    beds_en = "beds are not reported" if now.beds is None else f"{count(now.beds)} beds"
    size = "" if now.class_size is None else f"，平均每班 {count(now.class_size)} 人"
    size_en = "" if now.class_size is None else f", {count(now.class_size)} a class"
    return paper.say(
        f"{s.name}现有在校生 {count(s.roll_before)} 人、学位 {count(now.seats)} 个；调整后在校生约 "
        f"{count(now.roll)} 人{size}；{beds_zh}，{bus_zh}。",
        f"{s.name} has {count(s.roll_before)} pupils and {count(now.seats)} seats; under the plan "
        f"about {count(now.roll)} pupils{size_en}; {beds_en}; it {bus_en}.",
    )


def _voice(paper: Paper, dossier: Dossier, school: SchoolChange) -> None:
    """Write when and how people can speak, and what their word weighs."""
    say = paper.say
    number = ("三", "3") if school.into else ("二", "2")
    heading = say(f"{number[0]}、如何表达意见", f"{number[1]}  How to be heard")
    paper.paragraph(heading, "Posting Heading")
    when = dossier.occasions
    publicity = when.publicity if when is not None and when.publicity else BLANK
    hearing = when.hearing if when is not None and when.hearing else BLANK
    text = say(
        f"公示时间：{publicity}；听证会时间、地点：{hearing}；联系人和电话：{BLANK}；"
        f"意见箱和电子邮箱：{BLANK}。",
        f"Public: {publicity}; hearing, when and where: {hearing}; contact: {BLANK}; letters and "
        f"e-mail: {BLANK}.",
    )
    paper.paragraph(text, "Posting Text")
    text = say(
        "多数学生家长反对或听证会多数代表反对，学生上下学交通安全得不到保障，并入学校住宿和就餐"
        "条件不能满足需要，以及并入学校将出现超大规模或大班额的，不得强行撤并"
        "（教育部办公厅 2016 年 10 月 9 日通报）。",
        "Where most parents or most delegates of the hearing object, where the way to school is "
        "not safe, where the receiving school cannot lodge and feed, or would become over-large, a "
        "closure must not be forced (Ministry of Education, notice of 9 October 2016).",
    )
    paper.paragraph(text, "Posting Text")


def _signature(paper: Paper, dossier: Dossier) -> None:
    say = paper.say
    office = say(f"{dossier.head.county}教育局", f"Education bureau, {dossier.head.county}")
    day = say("＿＿＿＿年＿＿月＿＿日", "＿＿＿＿＿＿＿＿")
    paper.paragraph(say(f"{office}　　{day}", f"{office}, {day}"), "Signature")


def closing_schools(dossier: Dossier) -> Sequence[SchoolChange]:
    """Return the schools that have a page."""
    return dossier.of_kind("closed", "reduced")
