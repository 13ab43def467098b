"""First pages of the dossier: the summary for the head of the bureau, and the title."""

from __future__ import annotations

from collections.abc import Mapping

from schoolmap.model.ruling import PlanStanding
from schoolmap.model.wording import Pair
from schoolmap.model.wording import say as say_words
from schoolmap.report.dossier_ahead import cost_sentence, held_years
from schoolmap.report.dossier_content import Dossier
from schoolmap.report.dossier_rules import verdict_counts
from schoolmap.report.dossier_to_do import to_bring, to_settle
from schoolmap.report.dossier_totals import Totals, parted, side_mean, totals_of
from schoolmap.report.dossier_words import (
    ARROW,
    DASH,
    begin,
    count,
    heads,
    kilometres,
    listed,
    many,
    minutes,
    moved,
)
from schoolmap.report.paper import WIDTH_MM, Paper
from schoolmap.report.paper_tables import (
    Cell,
    Col,
    Row,
    Text,
    add_cards,
    add_table,
    new_row,
    new_table,
    place_paragraph,
)

_ITEMS = 4


def title_of(dossier: Dossier) -> str:
    """Return the title of the dossier."""
    county = dossier.head.county
    if dossier.head.language == "zh":
        return f"{county}义务教育学校布局调整论证报告"
    return f"{county}: appraisal of a change of school layout"


def write_summary(paper: Paper, dossier: Dossier) -> None:
    """Write the page that a head of bureau reads: what, who, whether, what for, what is lacking."""
    say, head = paper.say, dossier.head
    paper.paragraph(say("方案要点", "The plan on a page"), "Title")
    year = say(f"{head.year}学年数据", f"data of {head.year}") if head.year else ""
    made_up = say("模拟数据", "simulated data") if head.simulated else ""
    parts = [p for p in (head.county, head.plan, year, made_up) if p]
    subtitle = say("　".join(parts), "  ·  ".join(parts))
    paper.paragraph(subtitle, "Subtitle")
    whole = totals_of(dossier.movements, dossier.ways)
    closing = parted(dossier)[0]
    totals = totals_of(closing) if closing else whole
    add_cards(paper, _cards(paper, dossier, totals, whole))
    paper.paragraph("", "Gap")
    columns = (
        Col(say("事项", "Matter"), 26),
        Col(say("情况", "What was found"), 104, "left"),
        Col(say("判断", "Verdict"), 26),
    )
    add_table(paper, columns, _rows(paper, dossier, totals, whole))
    paper.paragraph(_judgement(paper, dossier), "Judgement")
    settle = to_settle(paper, dossier)
    for number, text in enumerate(settle[:_ITEMS], 1):
        paper.paragraph(say(f"{number}．{text}。", f"{number}. {begin(text)}."), "Summary Item")
    left = len(settle) - _ITEMS
    more = say(f"另有 {left} 项，", f"{left} more; ") if left > 0 else ""
    papers = len(to_bring(paper, dossier))
    text = say(
        f"{more}须补充的材料 {papers} 类，均见正文最后一部分。",
        f"{more}{papers} kinds of papers to bring: see the last section.",
    )
    paper.paragraph(text, "Summary Item")
    _instruction_box(paper)


def _cards(
    paper: Paper, dossier: Dossier, totals: Totals, whole: Totals
) -> list[tuple[str, str, bool]]:
    say = paper.say
    closed = len(dossier.of_kind("closed"))
    new = sum(n.standing == "new" and n.severity == "violation" for n in dossier.notes)
    lost = whole.new_unserved
    of_closed = totals.pupils < whole.pupils
    concerned = say("涉及学生（人）", "pupils concerned")
    if of_closed:
        concerned = say("撤并学校学生（人）", "pupils of closed schools")
    return [
        (count(closed), say("撤并学校（所）", "schools closed"), False),
        (count(totals.pupils), concerned, False),
        (
            _distance(dossier, totals),
            say("平均单程（公里）", "mean distance, km"),
            False,
        ),
        (count(lost), say("失去就读学校（人）", "lose their school"), lost > 0),
        (count(new), say("新增不达标（项）", "new violations"), new > 0),
    ]


def _distance(dossier: Dossier, totals: Totals) -> str:
    """Return the mean way before and after; of pupils who lose theirs, as it was."""
    if totals.compared:
        return moved(kilometres(totals.mean_before_m), kilometres(totals.mean_after_m))
    was = side_mean(((m.before, m.pupils) for m in dossier.movements), "length_m")
    return f"{kilometres(was)} {ARROW} {DASH}" if was is not None else DASH


def _rows(paper: Paper, dossier: Dossier, totals: Totals, whole: Totals) -> list[Row]:
    say = paper.say
    return [
        (Text(say("撤并内容", "Closures"), bold=True), _closures(paper, dossier), DASH),
        (
            Text(say("对学生的影响", "Pupils"), bold=True),
            _pupils(paper, totals) + _others(paper, dossier),
            _travel(paper, dossier, whole),
        ),
        (
            Text(say("接收学校", "Receiving schools"), bold=True),
            *_receivers(paper, dossier),
        ),
        (Text(say("符合规定", "Rules"), bold=True), *_rules(paper, dossier)),
        (Text(say("今后各年", "Years ahead"), bold=True), *_years(paper, dossier)),
        (Text(say("经费", "Costs"), bold=True), *_costs(paper, dossier)),
        (Text(say("程序", "Procedure"), bold=True), *_procedure(paper, dossier)),
    ]


def _verdict(paper: Paper, good: bool) -> Cell:  # noqa: FBT001
    if good:
        return Text(paper.say("未见问题", "no problem seen"), ink="muted")
    return Text(paper.say("须先解决", "settle first"), bold=True, ink="alarm")


def _travel(paper: Paper, dossier: Dossier, totals: Totals) -> Cell:
    """Return the verdict on the way to school; a dash where nobody has held it against rules."""
    if totals.new_unserved:
        return _verdict(paper, good=False)
    if dossier.rulings is None:
        return DASH
    return _verdict(
        paper, not any(r.bar == "travel" and r.verdict == "broken" for r in dossier.rulings)
    )


def _unknown(paper: Paper, zh: str, en: str) -> tuple[Cell, Cell]:
    return paper.say(zh, en), paper.say("待补充", "to supply")


def _closures(paper: Paper, dossier: Dossier) -> str:
    say, language = paper.say, paper.language
    closed = dossier.of_kind("closed")
    if not closed:
        return say("不撤并学校；", "Closes no school; ") + listed(
            dossier.head.changes, language, most=3
        )
    rolls = sum(s.roll_before for s in closed)
    taking = {m.after.school_id for m in parted(dossier)[0] if m.after.mode != "unserved"}
    into = [s.name for s in dossier.of_kind("receiving", "opened") if s.school_id in taking]
    names = listed((s.name for s in closed), language, most=6)
    target = say(
        f"，转入{listed(into, language, most=3)}" if into else "，没有可转入的学校",
        f"; pupils go to {listed(into, language, most=3)}"
        if into
        else "; no other school is in reach",
    )
    opened = [s.name for s in dossier.of_kind("opened")]
    new = f"；另开办{listed(opened, language, most=3)}" if opened else ""
    new_en = f"; opens {listed(opened, language, most=3)}" if opened else ""
    return say(
        f"撤并{names}（在校生 {count(rolls)} 人）{target}{new}。",
        f"Closes {names} ({many(rolls, 'pupil')}){target}{new_en}.",
    )


def _others(paper: Paper, dossier: Dossier) -> str:
    """Say how it goes for pupils whose school stays, where some of them change too."""
    closing, others = parted(dossier)
    if not closing or not others:
        return ""
    t = totals_of(others)
    zh = f"其他学校另有 {t.pupils} 人改变：变近 {t.nearer} 人、变远 {t.farther} 人"
    en = f" Of other schools {many(t.pupils, 'pupil')} change: {t.nearer} nearer"
    en += f", {t.farther} farther"
    if t.compared:
        way = moved(kilometres(t.mean_before_m), kilometres(t.mean_after_m))
        zh += f"，平均单程 {way} 公里"
        en += f", {way} km on average"
    return paper.say(zh + "。", en + ".")


def _pupils(paper: Paper, totals: Totals) -> str:
    say = paper.say
    if not totals.pupils:
        return say("没有学生改变就读学校或上学方式。", "No pupil changes school or way of travel.")
    took = minutes(totals.mean_before_s), minutes(totals.mean_after_s)
    longest = kilometres(totals.longest_after_m)
    zh = f"{totals.villages} 个村 {totals.pupils} 人；改为乘车 {totals.new_ride} 人"
    zh += f"、寄宿 {totals.new_board} 人"
    en = f"{many(totals.pupils, 'pupil')} of {many(totals.villages, 'village')}"
    en += f"; {totals.new_ride} now ride, {totals.new_board} board"
    if totals.new_unserved:
        zh += f"、失去就读学校 {totals.new_unserved} 人"
        en += f", {totals.new_unserved} lose their school"
    if totals.compared:
        zh += f"；平均单程用时 {took[0]} 变为 {took[1]} 分钟，最远 {longest} 公里"
        en += f"; one way takes {took[1]} minutes on average, after {took[0]}"
        en += f"; the longest is {longest} km"
    return say(zh + "。", en + ".")


def _receivers(paper: Paper, dossier: Dossier) -> tuple[Cell, Cell]:
    say = paper.say
    schools = dossier.of_kind("receiving", "opened")
    if not schools:
        return say("没有学校接收学生。", "No school takes more pupils."), DASH
    parts, good = [], True
    for s in schools[:3]:
        good = good and not s.over_seats and not s.is_crowded
        was = count(s.roll_before)
        now = heads(s.after.roll, paper.language)
        zh = f"{s.name}在校生 {was} 变为{now}人，学位 {count(s.after.seats)}"
        en = f"{s.name}: roll {now} after {was}, {count(s.after.seats)} seats"
        if s.is_crowded:
            size, limit = count(s.after.class_size), count(s.class_limit)
            zh += f"，平均班额 {size} 人（上限 {limit}）"
            en += f", {size} a class (limit {limit})"
        parts.append(say(zh, en))
    left = len(schools) - len(parts)
    more = say(f"；另 {left} 所见正文", f"; {left} more below") if left > 0 else ""
    return say("；".join(parts) + more + "。", "; ".join(parts) + more + "."), _verdict(paper, good)


def _rules(paper: Paper, dossier: Dossier) -> tuple[Cell, Cell]:
    new = [n for n in dossier.notes if n.standing == "new" and n.severity == "violation"]
    text = paper.say(f"新增不达标 {len(new)} 项", f"{len(new)} new violations of standards")
    if dossier.rulings is None:
        more = paper.say("；撤并规则尚未对照", "; no pack of rules was held against it")
        return paper.say(text + more + "。", text + more + "."), _verdict(paper, not new)
    counts = verdict_counts(paper, dossier.rulings)
    broken = any(r.verdict == "broken" for r in dossier.rulings)
    whole = paper.say(f"{counts}；{text}。", f"{counts[:1].upper()}{counts[1:]}; {text}.")
    return whole, _verdict(paper, not broken and not new)


def _years(paper: Paper, dossier: Dossier) -> tuple[Cell, Cell]:
    years = dossier.years
    if years is None:
        return _unknown(paper, "未作预测。", "No forecast has been made.")
    held, of = held_years(years)
    text = paper.say(
        f"中方案下，{of} 个学年中有 {of - held} 个学年新增不达标项。",
        f"In {held} of {of} years the plan brings no new violation (middle variant).",
    )
    return text, _verdict(paper, held == of)


def _costs(paper: Paper, dossier: Dossier) -> tuple[Cell, Cell]:
    if dossier.costs is None:
        return _unknown(paper, "未作测算。", "No costs have been made.")
    return cost_sentence(paper, dossier.costs), Text(paper.say("测算值", "estimate"), ink="muted")


def _procedure(paper: Paper, dossier: Dossier) -> tuple[Cell, Cell]:
    if dossier.steps is None:
        return _unknown(
            paper,
            "公示、听证、表决材料尚未提供。",
            "Nothing is known of publicity, hearing and votes.",
        )
    wanting = sum(s.standing in {"to_supply", "open"} for s in dossier.steps)
    text = paper.say(
        f"{len(dossier.steps)} 个环节中 {wanting} 个待完成。",
        f"{wanting} of {len(dossier.steps)} steps are still to be done.",
    )
    if not wanting:
        return text, _verdict(paper, good=True)
    return text, Text(paper.say("待完成", "to be done"), bold=True)


_JUDGEMENT: Mapping[PlanStanding, Pair] = {
    "barred": (
        "按现有数据，方案有规定不允许之处，尚不具备报批条件，须先解决：",
        "By the data a rule bars the plan: it cannot go to approval yet. To be settled first:",
    ),
    "not_yet": (
        "材料或数据尚未齐全，方案尚不能报批，须先完成：",
        "Papers or data are lacking: the plan cannot go to approval yet. To be done first:",
    ),
    "doubtful": (
        "材料已齐全，报批时须就以下事项作出说明：",
        "Complete; these points must be explained on approval:",
    ),
    "clear": (
        "对照各项规定未见不符；报批时仍须说明以下事项：",
        "No rule is broken; still to be said on approval:",
    ),
}


def _judgement(paper: Paper, dossier: Dossier) -> str:
    """Say in one sentence what the data allow to be said; the decision is not the tool's."""
    standing = dossier.standing
    if standing is None:
        new = any(n.standing == "new" and n.severity == "violation" for n in dossier.notes)
        lost = any(m.after.mode == "unserved" for m in dossier.movements)
        standing = "barred" if new or lost else "not_yet"
    return say_words(_JUDGEMENT[standing], paper.language)


def _instruction_box(paper: Paper) -> None:
    """Leave room for what the head of the bureau writes."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Mm

    paper.paragraph("", "Gap")
    table = new_table(paper, [26, WIDTH_MM - 26])
    cells = new_row(table)
    table.rows[0].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    table.rows[0].height = Mm(20)
    paper.dress(cells[0].paragraphs[0], "Table Head")
    place_paragraph(cells[0].paragraphs[0], "center")
    cells[0].paragraphs[0].add_run(paper.say("领导批示", "Decision"))
    paper.dress(cells[1].paragraphs[0], "Table Text")


def write_title(paper: Paper, dossier: Dossier) -> None:
    """Write the title of the report and what it is about, at the head of a new page."""
    say, head = paper.say, dossier.head
    title = paper.paragraph(head.county, "Title")
    title.paragraph_format.page_break_before = True
    paper.paragraph(
        say("义务教育学校布局调整论证报告", "Appraisal of a change of school layout"), "Title"
    )
    year = say(f"（{head.year}学年数据）", f" (data of {head.year})") if head.year else ""
    paper.paragraph(say(f"——{head.plan}{year}", f"{head.plan}{year}"), "Subtitle")
    notices = []
    if head.simulated:
        notices.append(
            say(
                "本报告所用数据为模拟数据，学校、村庄和学生均为虚构，不得引用。",
                "Simulated data: schools, villages and pupils are invented. Do not cite as real.",
            )
        )
    if head.estimated:
        notices.append(
            say(
                "没有道路数据，路程按直线距离乘以折算系数估算。",
                "There are no road data: distances are straight lines times a detour factor.",
            )
        )
    for notice in notices:
        paper.paragraph(notice, "Notice")
