"""Parts of the dossier on the schools that receive, and on the county's equity."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from schoolmap.model.affected import SchoolStanding
from schoolmap.model.grades import STAGES
from schoolmap.model.resources import INDICATORS, Indicator
from schoolmap.model.wording import STAGE, figure_name, indicator_name, look_up, unit_name
from schoolmap.report.dossier_content import Dossier, Held, SchoolChange
from schoolmap.report.dossier_seats import seats_verdict, write_seats
from schoolmap.report.dossier_words import (
    DASH,
    begin,
    change,
    count,
    heads,
    listed,
    measured,
    per_staff,
)
from schoolmap.report.paper import TABLE, Paper
from schoolmap.report.paper_tables import Cell, Col, Row, add_table, flagged
from schoolmap.units import show_number

_MOST = 8
_PER_TABLE = 2


def write_receivers(paper: Paper, dossier: Dossier) -> None:
    """Write what the receiving schools hold, and whether it is enough."""
    say = paper.say
    paper.heading(say("接收学校的承载条件", "What the receiving schools can hold"))
    schools = [s for s in dossier.of_kind("receiving", "opened") if s.after.open][:_MOST]
    if not schools:
        paper.paragraph(
            say(
                "方案没有使任何学校的学生增加，无接收学校可供核查。",
                "No school takes more pupils under the plan; there is none to look at.",
            )
        )
        return
    paper.heading(say("学位与班额", "Seats and classes"), 2)
    paper.paragraph(seats_verdict(paper, schools))
    write_seats(paper, schools)
    paper.heading(say("食宿与校车", "Beds, meals and buses"), 2)
    paper.paragraph(_lodging_verdict(paper, schools))
    _lodging(paper, schools)
    paper.heading(say("师资与办学条件", "Staff and resources"), 2)
    _resources(paper, dossier, schools)


def _lodging_pairs(now: SchoolStanding) -> tuple[tuple[float | None, float], ...]:
    """Return what a school has and needs of beds, dormitory, canteen seats and toilets."""
    return (
        (now.beds, now.boarders),
        (now.dorm_area_m2, now.dorm_area_need_m2),
        (now.canteen_seats, now.canteen_need),
        (now.toilet_seats, now.toilet_need),
    )


def _lodging_verdict(paper: Paper, schools: Sequence[SchoolChange]) -> str:
    """Say what falls short, and by how much; and what nobody has reported."""
    say, language = paper.say, paper.language
    things = (
        ("床位{}张", "{} beds"),
        ("宿舍{}平方米", "{} m² of dormitory"),
        ("食堂座位{}个", "{} canteen seats"),
        ("厕所蹲位{}个", "{} toilets"),
    )
    parts, unknown = [], False
    for s in schools:
        short = []
        for thing, (has, needs) in zip(things, _lodging_pairs(s.after), strict=True):
            unknown = unknown or (has is None and needs > 0)
            if has is not None and has < needs:
                lacks = heads(needs - has, language)
                short.append(thing[0 if language == "zh" else 1].format(lacks))
        if short:
            some = listed(short, language, most=len(short))
            parts.append(say(f"{s.name}还缺{some}", f"{s.name} lacks {some}"))
    if unknown:
        parts.append(
            say("没有填报的不能判断，见表中“—”", "what was not reported (a dash) cannot be judged")
        )
    if parts:
        return begin(say("；".join(parts) + "。", "; ".join(parts) + "."))
    return say(
        "接收学校的床位、宿舍、食堂和厕所蹲位够用。",
        "Beds, dormitories, canteens and toilets of the receiving schools suffice.",
    )


def _lodging(paper: Paper, schools: Sequence[SchoolChange]) -> None:
    say = paper.say
    today, plan = say("现状", "today"), say("方案", "plan")
    have, need = say("现有", "has"), say("须有", "needs")
    groups = (
        say("床位（张）", "Beds"),
        say("宿舍（m²）", "Dormitory, m²"),
        say("食堂座位", "Canteen seats"),
        say("厕所蹲位", "Toilets"),
    )
    ride = say("乘车学生", "Riders")
    columns = (
        Col(say("学校", "School"), 32, "left"),
        *(Col(word, 11.5, group=group) for group in groups for word in (have, need)),
        Col(today, 11.5, group=ride),
        Col(plan, 11.5, group=ride),
        Col(say("校车", "Bus"), 10),
    )
    rows: list[Row] = []
    for s in schools:
        was, now = s.before, s.after
        cells: list[Cell] = []
        for has, needs in _lodging_pairs(now):
            cells += [count(has), flagged(count(needs), has is not None and has < needs)]
        bus = say("有", "yes") if now.bus else say("无", "no")
        riders = count(was.riders if was else None), count(now.riders)
        no_bus = now.riders > 0 and not now.bus
        rows.append((s.name, *cells, riders[0], riders[1], flagged(bus, no_bus)))
    add_table(paper, columns, rows, dense=True)
    note = say(
        "注：床位按寄宿学生一人一床；食堂按分批就餐，蹲位按男女各半测算；乘车人数为模型推算。“—”为没有填报。",
        "A bed for each boarder; meals in sittings; as many girls as boys. Riders are modelled. A "
        "dash is what nobody has reported.",
    )
    paper.note(note)


def _resources(paper: Paper, dossier: Dossier, schools: Sequence[SchoolChange]) -> None:
    """Write staff and the indicators that have a standard, a few schools to a table."""
    say = paper.say
    text = say(
        "教职工、仪器设备、图书、计算机随学生转入接收学校，土地、校舍、场地留在原处，"
        "生均指标据此计算。",
        "Staff, equipment, books and computers follow the pupils; land, buildings and grounds "
        "stay. Figures per pupil are made of that.",
    )
    paper.paragraph(text)
    rest = iter(schools)
    while some := list(islice(rest, _PER_TABLE)):
        paper.caption(TABLE, say("师资与办学条件", "Staff and resources"))
        today, plan = say("现状", "today"), say("方案", "plan")
        columns = (
            Col(say("指标", "Indicator"), 66, "left"),
            Col(say("标准", "Standard"), 18),
            *(Col(side, 18, group=s.name) for s in some for side in (today, plan)),
        )
        add_table(paper, columns, _resource_rows(paper, dossier, some), dense=True)
    note = say(
        "注：红色为未达标准；没有标准的指标（计算机、图书等）见 Excel。标准的出处见附件。",
        "Red does not meet the standard. Figures without one (computers, books) are in Excel, "
        "sources in the annex.",
    )
    paper.note(note)


def _resource_rows(paper: Paper, dossier: Dossier, schools: Sequence[SchoolChange]) -> list[Row]:
    sides = [side for s in schools for side in (s.before, s.after)]
    rows = _staff_rows(paper, sides)
    for stage in STAGES:
        for indicator in INDICATORS:
            row = dossier.standards.get(f"threshold.{indicator.name}.{stage}")
            values = [
                side.values.get(f"{indicator.name}.{stage}") if side is not None else None
                for side in sides
            ]
            if row is None or all(v is None for v in values):
                continue
            cells = [
                flagged(measured(v, row.unit, paper.language), v is not None and v < row.number)
                for v in values
            ]
            rows.append(
                (
                    _label(paper, indicator, stage),
                    f"≥{measured(row.number, row.unit, paper.language)}",
                    *cells,
                )
            )
    return rows


def _label(paper: Paper, indicator: Indicator, stage: str) -> str:
    name = indicator_name(indicator.name, paper.language)
    unit = unit_name(indicator.resource.unit, paper.language)
    return paper.say(
        f"{look_up(STAGE, stage, 'zh')}{name}（{unit}）",
        f"{look_up(STAGE, stage, 'en')}: {name} ({unit})",
    )


def _staff_rows(paper: Paper, sides: Sequence[SchoolStanding | None]) -> list[Row]:
    """Return staff, what the standards ask for, and pupils for each."""
    say = paper.say
    has: list[Cell] = []
    ratio: list[str] = []
    for side in sides:
        staff = None if side is None else side.staff
        need = 0.0 if side is None else side.staff_need
        has.append(flagged(count(staff), staff is not None and staff < need))
        each = None if side is None else per_staff(side)
        ratio.append(DASH if each is None else show_number(each, digits=1))
    rows: list[Row] = [
        (say("教职工（人）", "staff"), DASH, *has),
        (
            say("　按编制标准应有（人）", "  by the ratio of staff"),
            DASH,
            *(DASH if side is None else show_number(side.staff_need, digits=1) for side in sides),
        ),
        (say("　每名教职工对应学生（人）", "  pupils a member of staff"), DASH, *ratio),
    ]
    by_classes = [None if side is None else side.staff_need_by_classes for side in sides]
    if any(n is not None for n in by_classes):
        label = say("　小规模学校按班师比应有（人）", "  of a small school, by its classes")
        rows.append((label, DASH, *(count(n) for n in by_classes)))
    return rows


def write_equity(paper: Paper, dossier: Dossier) -> None:
    """Write what becomes of the county's coefficients of variation and town-village ratios."""
    say = paper.say
    paper.heading(say("对全县均衡程度的影响", "Equity over the county"))
    changed = [f for f in dossier.figures if f.before != f.after]
    cvs = [f for f in changed if f.figure.startswith("cv_")]
    if not cvs:
        text = say(
            "方案不改变全县各项差异系数。",
            "The plan changes no coefficient of variation of the county.",
        )
        paper.paragraph(text)
        return
    better = sum(1 for f in cvs if (f.after or 0) < (f.before or 0))
    crossed = [f for f in cvs if _crosses(f)]
    text = say(
        f"方案使 {len(cvs)} 项差异系数发生变化，其中 {better} 项缩小、{len(cvs) - better} 项扩大；"
        + (f"因方案超过上限的有 {len(crossed)} 项。" if crossed else "没有一项因方案超过上限。"),
        f"The plan moves {len(cvs)} coefficients of variation: {better} down, {len(cvs) - better} "
        "up; "
        + (f"{len(crossed)} now pass their ceiling." if crossed else "none passes its ceiling."),
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
    rows = [_held(paper, f) for f in changed if _is_shown(f)]
    add_table(paper, columns, rows, dense=True)
    note = say(
        "注：差异系数越小越均衡；城乡比为城区和镇区生均水平与乡村之比，越接近 1 越均衡。"
        "2012 年口径的分项见 Excel。",
        "The lower a coefficient, and the nearer a ratio to 1, the more equal. Single figures of "
        "the 2012 method are in Excel.",
    )
    paper.note(note)


def _is_shown(figure: Held) -> bool:
    head, *rest = figure.figure.split(".")
    if head == "cv_2017":
        return True
    if head == "cv_2012":
        return rest[0] == "mean"
    return head == "gap_urban_rural" and rest[0] in {
        "teaching_area_m2",
        "equipment_yuan",
        "teachers",
    }


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
        flagged(shown(figure.after), over),
        change(figure.before, figure.after, digits=3),
    )
