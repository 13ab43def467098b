"""Parts of the dossier on the schools that receive, and on the county's equity."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from schoolmap.model.grades import STAGES
from schoolmap.model.resources import INDICATORS, RESOURCES
from schoolmap.model.wording import (
    STAGE,
    figure_name,
    indicator_name,
    look_up,
    resource_name,
    unit_name,
)
from schoolmap.report.dossier_content import Dossier, Held, SchoolChange, SchoolState
from schoolmap.report.dossier_words import (
    DASH,
    change,
    count,
    grade_name,
    listed,
    measured,
    moved,
    per_staff,
)
from schoolmap.report.paper import TABLE, Paper
from schoolmap.report.paper_tables import Cell, Col, Row, Text, add_table
from schoolmap.units import show_number

_MOST = 8
_PER_TABLE = 2
_PER_PUPIL = {r.name: r.unit for r in RESOURCES}


def write_receivers(paper: Paper, dossier: Dossier) -> None:
    """Write what the receiving schools hold, and whether it is enough."""
    say = paper.say
    paper.heading(say("接收学校的承载条件", "What the receiving schools can hold"))
    schools = [s for s in dossier.of_kind("receiving", "opened") if s.after.is_open][:_MOST]
    if not schools:
        paper.paragraph(
            say(
                "方案没有使任何学校的学生增加，无接收学校可供核查。",
                "No school takes more pupils under the plan; there is none to look at.",
            )
        )
        return
    paper.heading(say("学位与班额", "Seats and classes"), 2)
    paper.paragraph(_verdict(paper, schools))
    _seats(paper, schools)
    _grades(paper, schools)
    paper.heading(say("食宿与校车", "Beds, meals and buses"), 2)
    _lodging(paper, schools)
    paper.heading(say("师资与办学条件", "Staff and resources"), 2)
    _resources(paper, dossier, schools)


def _verdict(paper: Paper, schools: Sequence[SchoolChange]) -> str:
    """Say first what does not fit."""
    say, language = paper.say, paper.language
    over = [s for s in schools if (s.after.over_seats or 0) > 0]
    crowded = [s for s in schools if _is_crowded(s.after)]
    parts: list[str] = []
    for s in over:
        seats, beyond = count(s.after.seats), count(s.after.over_seats)
        parts.append(
            say(
                f"{s.name}方案后在校生 {count(s.after.roll)} 人，学位 {seats} 个，超出 {beyond} 个",
                f"{s.name} would have {count(s.after.roll)} pupils for {seats} seats, {beyond} too "
                "many",
            )
        )
    for s in crowded:
        size, limit = count(s.after.class_size), count(s.after.class_limit)
        parts.append(
            say(
                f"{s.name}平均班额 {size} 人，超过上限 {limit} 人，按现有班级数须增班或调整",
                f"{s.name} would have {size} pupils a class against a limit of {limit}",
            )
        )
    if parts:
        return say("；".join(parts) + "。", "; ".join(parts) + ".")
    names = listed((s.name for s in schools), language, most=4)
    return say(
        f"{names}的在校生在方案后未超过学位数，平均班额未超过上限。",
        f"{names}: the roll stays within the seats, classes within their limit.",
    )


def _is_crowded(state: SchoolState) -> bool:
    size, limit = state.class_size, state.class_limit
    return size is not None and limit is not None and size > limit


def _seats(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    say = paper.say
    paper.caption(TABLE, say("接收学校的学位与班额", "Seats and class sizes"))
    roll, size = say("在校生（人）", "Roll"), say("平均班额（人）", "Pupils a class")
    today, plan = say("现状", "today"), say("方案", "plan")
    columns = (
        Col(say("学校", "School"), 36, "left"),
        Col(today, 14, group=roll),
        Col(plan, 14, group=roll),
        Col(say("学位", "Seats"), 14),
        Col(say("超学位", "Over"), 14),
        Col(say("班级", "Classes"), 13),
        Col(today, 14, group=size),
        Col(plan, 14, group=size),
        Col(say("上限", "limit"), 12, group=size),
    )
    rows: list[Row] = []
    for s in schools:
        was, now = s.before, s.after
        rows.append(
            (
                s.name,
                count(was.roll if was and was.is_open else None),
                count(now.roll),
                count(now.seats),
                _alarm(count(now.over_seats), (now.over_seats or 0) > 0),
                count(now.classes),
                count(was.class_size if was else None),
                _alarm(count(now.class_size), _is_crowded(now)),
                count(now.class_limit),
            )
        )
    add_table(paper, columns, rows)


def _alarm(text: str, alarm: bool) -> Cell:  # noqa: FBT001
    return Text(text, bold=True, ink="alarm") if alarm else text


def _grades(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    """Write the rolls by grade, of the grades that any of the schools has."""
    say, language = paper.say, paper.language
    used = [g for g in range(9) if any(s.after.by_grade[g] > 0 for s in schools)]
    if not used:
        return
    paper.caption(TABLE, say("分年级在校生（现状→方案）", "Roll by grade (today → plan)"))
    columns = (
        Col(say("学校", "School"), 34, "left"),
        *(Col(grade_name(g + 1, language), 14) for g in used),
        Col(say("合计", "All"), 17),
    )
    rows: list[Row] = []
    for s in schools:
        was = s.before.by_grade if s.before and s.before.is_open else (0.0,) * 9
        cells = [moved(count(was[g]), count(s.after.by_grade[g])) for g in used]
        before = s.before.roll if s.before and s.before.is_open else 0.0
        rows.append((s.name, *cells, moved(count(before), count(s.after.roll))))
    add_table(paper, columns, rows, size=9.5 if language == "zh" else 8.5)


def _lodging(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    say = paper.say
    need, ride = say("需寄宿（人）", "Need to board"), say("乘车（人）", "Ride")
    today, plan = say("现状", "today"), say("方案", "plan")
    paper.caption(TABLE, say("接收学校的食宿与校车", "Beds, meals and buses"))
    columns = (
        Col(say("学校", "School"), 36, "left"),
        Col(say("床位", "Beds"), 13),
        Col(today, 13, group=need),
        Col(plan, 13, group=need),
        Col(say("宿舍面积（m²）", "Dormitory, m²"), 18),
        Col(say("食堂座位", "Canteen seats"), 14),
        Col(say("厕所蹲位", "Toilets"), 14),
        Col(say("校车", "Bus"), 11),
        Col(today, 13, group=ride),
        Col(plan, 13, group=ride),
    )
    rows: list[Row] = []
    for s in schools:
        was, now = s.before, s.after
        has = say("有", "yes") if now.bus else say("无", "no")
        rows.append(
            (
                s.name,
                count(now.beds),
                count(was.boarders if was else None),
                _alarm(count(now.boarders), now.bed_gap > 0),
                count(now.resources.get("dorm_area_m2")),
                count(now.resources.get("canteen_seats")),
                count(now.resources.get("toilet_seats")),
                has,
                count(was.riders if was else None),
                count(now.riders),
            )
        )
    add_table(paper, columns, rows)
    note = say(
        "注：需寄宿、乘车人数为模型推算，不是学校上报数；“—”为没有填报。",
        "Boarders and riders are modelled, not reported; a dash is what nobody has reported.",
    )
    paper.paragraph(note, "Note")


def _resources(paper: Paper, dossier: Dossier, schools: Sequence[SchoolChange]) -> None:
    """Write staff and every indicator before and after, a few schools to a table."""
    say = paper.say
    text = say(
        "教职工、仪器设备、图书、计算机随学生转入接收学校，土地、校舍、场地留在原处；"
        "生均指标按此计算。",
        "Staff, equipment, books and computers follow the pupils; land, buildings and grounds stay. "
        "Figures per pupil are made of that.",
    )
    paper.paragraph(text)
    rest = iter(schools)
    while some := list(islice(rest, _PER_TABLE)):
        names = listed((s.name for s in some), paper.language)
        paper.caption(TABLE, say(f"师资与办学条件：{names}", f"Staff and resources: {names}"))
        today, plan = say("现状", "today"), say("方案", "plan")
        columns = (
            Col(say("指标", "Indicator"), 62, "left"),
            Col(say("标准", "Standard"), 18),
            *(Col(side, 18, group=s.name) for s in some for side in (today, plan)),
        )
        add_table(paper, columns, _resource_rows(paper, dossier, some))
    note = say(
        "注：红色为低于标准。标准出处见附件 2。", "Red lies below the standard; annex 2 has the sources."
    )
    paper.paragraph(note, "Note")


def _resource_rows(paper: Paper, dossier: Dossier, schools: Sequence[SchoolChange]) -> list[Row]:
    say, language = paper.say, paper.language
    sides = [side for s in schools for side in (s.before, s.after)]
    staff = [None if side is None else side.resources.get("staff") for side in sides]
    rows: list[Row] = [
        (say("教职工（人）", "staff"), DASH, *(count(n) for n in staff)),
        _staff_row(paper, dossier, sides),
    ]
    for stage in STAGES:
        for indicator in INDICATORS:
            key = (indicator.name, stage)
            values = [None if side is None else side.values.get(key) for side in sides]
            if all(v is None for v in values):
                continue
            row = dossier.standards.get(f"threshold.{indicator.name}.{stage}")
            asked = None if row is None else row.number
            per = f"{indicator.per} pupils" if indicator.per != 1 else "pupil"
            unit = f"{indicator.resource.unit}/{per}"
            name = indicator_name(indicator.name, language)
            words = unit_name(indicator.resource.unit, language)
            label = say(
                f"{look_up(STAGE, stage, 'zh')}{name}（{words}）",
                f"{look_up(STAGE, stage, 'en')}: {name} ({words})",
            )
            cells = [
                _alarm(measured(v, unit, language), asked is not None and v is not None and v < asked)
                for v in values
            ]
            rows.append((label, "" if asked is None else f"≥{count(asked)}", *cells))
    return rows


def _staff_row(paper: Paper, dossier: Dossier, sides: Sequence[SchoolState | None]) -> Row:
    """Return pupils a member of staff, where a standards row says how many there may be."""
    row = dossier.standards.get("staff_ratio.primary")
    values = [None if side is None else per_staff(side) for side in sides]
    label = paper.say("生师比（在校生/教职工）", "pupils a member of staff")
    asked = DASH if row is None else f"≤{count(row.number)}"
    cells = [
        _alarm(
            DASH if v is None else show_number(v, digits=1),
            row is not None and v is not None and v > row.number,
        )
        for v in values
    ]
    return label, asked, *cells


def write_equity(paper: Paper, dossier: Dossier) -> None:
    """Write what becomes of the county's coefficients of variation and town-village ratios."""
    say = paper.say
    paper.heading(say("对全县均衡程度的影响", "Equity over the county"))
    changed = [f for f in dossier.figures if f.before != f.after]
    cvs = [f for f in changed if f.figure.startswith("cv_")]
    if not cvs:
        text = say(
            "方案不改变全县各项差异系数。", "The plan changes no coefficient of variation of the county."
        )
        paper.paragraph(text)
        return
    better = sum(1 for f in cvs if (f.after or 0) < (f.before or 0))
    crossed = [f for f in cvs if _crosses(f)]
    text = say(
        f"方案使 {len(cvs)} 项差异系数发生变化，其中 {better} 项缩小、{len(cvs) - better} 项扩大；"
        + (f"因方案超过上限的有 {len(crossed)} 项。" if crossed else "没有一项因方案超过上限。"),
        f"The plan moves {len(cvs)} coefficients of variation: {better} down, {len(cvs) - better} "
        "up; " + (f"{len(crossed)} now pass their ceiling." if crossed else "none passes its ceiling."),
    )
    paper.paragraph(text)
    paper.caption(TABLE, say("全县差异系数与城乡比", "Coefficients of variation and ratios"))
    columns = (
        Col(say("指标", "Figure"), 76, "left"),
        Col(say("上限", "Ceiling"), 16),
        Col(say("现状", "Today"), 18),
        Col(say("方案", "Plan"), 18),
        Col(say("变化", "Change"), 18),
    )
    add_table(paper, columns, [_held(paper, f) for f in changed if _is_shown(f)])
    note = say(
        "注：差异系数越小越均衡；城乡比为城区和镇区生均水平与乡村之比，越接近 1 越均衡。"
        "2012 年口径的分项见 Excel。",
        "The lower a coefficient, and the nearer a ratio to 1, the more equal. The single figures of "
        "the 2012 method are in Excel.",
    )
    paper.paragraph(note, "Note")


def _is_shown(figure: Held) -> bool:
    head, *rest = figure.figure.split(".")
    if head == "cv_2017":
        return True
    if head == "cv_2012":
        return rest[0] == "mean"
    return head == "gap_urban_rural" and rest[0] in {"teaching_area_m2", "equipment_yuan", "teachers"}


def _crosses(figure: Held) -> bool:
    limit, was, now = figure.limit, figure.before, figure.after
    return limit is not None and was is not None and now is not None and was <= limit < now


def _held(paper: Paper, figure: Held) -> Row:
    def shown(value: float | None) -> str:
        return DASH if value is None else show_number(value, digits=3)

    limit = DASH if figure.limit is None else f"≤{show_number(figure.limit, digits=2)}"
    over = figure.limit is not None and figure.after is not None and figure.after > figure.limit
    return (
        figure_name(figure.figure, paper.language),
        limit,
        shown(figure.before),
        _alarm(shown(figure.after), over),
        change(figure.before, figure.after, digits=3),
    )
