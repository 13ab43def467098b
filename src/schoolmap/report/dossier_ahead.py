"""Parts of the dossier on the years ahead, the money, and what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from schoolmap.model.forecast import VARIANTS
from schoolmap.report.dossier_content import CostLine, Costs, Dossier, SchoolYears, Years
from schoolmap.report.dossier_rules import missing
from schoolmap.report.dossier_words import DASH, count
from schoolmap.report.paper import FIGURE, TABLE, Paper
from schoolmap.report.paper_tables import Col, Row, Text, add_picture, add_table
from schoolmap.units import show_number

_MIDDLE = VARIANTS.index("middle")
_BREACHES, _ROWS = 3, 12
WAN = 10_000


def write_years(paper: Paper, dossier: Dossier, chart_png: bytes | None) -> None:
    """Write the rolls of the years ahead, and in which years the plan holds."""
    say = paper.say
    paper.heading(say("今后各年", "The years ahead"))
    years = dossier.years
    if years is None:
        missing(
            paper,
            "未作学生预测：村庄表须提供分年龄人口（0—5 岁），或采用分年级学生数外推。",
            "No forecast has been made. It needs children by year of age, or pupils by grade.",
        )
        return
    paper.paragraph(_holding(paper, years))
    _breaches(paper, years)
    if chart_png is not None:
        words = say("有关学校各年在校生", "Rolls of the schools concerned, by year")
        add_picture(paper, chart_png, words=words)
        caption = say(
            "有关学校各年在校生（方案；阴影为低、高方案之间）",
            "Rolls by year under the plan; the band lies between the low and the high variant",
        )
        paper.caption(FIGURE, caption, above=False)
    _rolls(paper, years)
    if years.assumed:
        lead = say("预测假定：", "The forecast assumes: ")
        paper.paragraph(
            lead + say("；".join(years.assumed) + "。", "; ".join(years.assumed) + "."), "Note"
        )


def held_years(years: Years) -> tuple[int, int]:
    """Return in how many years the plan holds, in the middle variant, and of how many."""
    held = years.holds[_MIDDLE]
    return sum(held), len(held)


def _holding(paper: Paper, years: Years) -> str:
    say = paper.say
    first, last = years.years[0], years.years[-1]
    county = years.county[_MIDDLE]
    start, end = count(county[0]), count(county[-1])
    low, high = count(years.county[0][-1]), count(years.county[-1][-1])
    held, of = held_years(years)
    text = say(
        f"按中方案预测，全县学生由 {first} 学年的 {start} 人变为 {last} 学年的 {end} 人"
        f"（低、高方案为 {low}、{high} 人）。",
        f"In the middle variant the county has {end} pupils in {last}, after {start} in {first} "
        f"({low} to {high} from the low to the high variant).",
    )
    if held == of:
        return text + say(
            f"方案在全部 {of} 个学年都没有带来现状布局同年所没有的不达标项。",
            f" In all {of} years the plan brings no violation that today's layout would not have.",
        )
    named = _bad_years(paper, years)
    return text + say(
        f"与现状布局同年相比，方案在 {of} 个学年中有 {of - held} 个学年新增不达标项；"
        f"{named} 学年有新增。",
        f" Held against today's layout in the same year the plan brings no violation in {held} of "
        f"{of} years; it does in {named}.",
    )


def _bad_years(paper: Paper, years: Years) -> str:
    """Return the years in which the plan does not hold, runs of them as first to last."""
    spans: list[str] = []
    pairs = zip(years.years, years.holds[_MIDDLE], strict=True)
    for ok, members in groupby(pairs, key=itemgetter(1)):
        names = [year for year, _ in members]
        if not ok:
            to = paper.say("至", " to ")
            spans.append(names[0] if len(names) == 1 else f"{names[0]}{to}{names[-1]}")
    return paper.say("、", ", ").join(spans)


def _breaches(paper: Paper, years: Years) -> None:
    if not years.breaches:
        return
    say = paper.say
    shown = [
        say(f"{year}学年：{text}", f"{year}: {text}") for year, text in years.breaches[:_BREACHES]
    ]
    left = len(years.breaches) - len(shown)
    more = say(f"；另有 {left} 项", f"; {left} more") if left > 0 else ""
    lead = say("新增不达标项为：", "They are: ")
    paper.paragraph(lead + say("；".join(shown) + more + "。", "; ".join(shown) + more + "."))


def _rolls(paper: Paper, years: Years) -> None:
    say = paper.say
    paper.caption(TABLE, say("有关学校各年在校生（中方案）", "Rolls by year, middle variant"))
    picked = _picked(len(years.years))
    small = "" if years.small_limit is None else count(years.small_limit)
    tiny = "" if years.tiny_limit is None else count(years.tiny_limit)
    first = say("首次出现的学年", "First year")
    columns = (
        Col(say("学校", "School"), 36, "left"),
        *(Col(_short(years.years[k]), 14) for k in picked),
        Col(say(f"不足{small}人", f"under {small}"), 19, group=first),
        Col(say(f"不足{tiny}人", f"under {tiny}"), 18, group=first),
        Col(say("超学位", "over seats"), 17, group=first),
    )
    rows: list[Row] = []
    left = 0
    for title, kinds in (
        (
            say("方案（接收和新办学校）", "Plan: receiving and opened schools"),
            ("receiving", "opened"),
        ),
        (say("现状布局（若不撤并）", "Today's layout: if nothing closes"), ("closed",)),
    ):
        some = [s for s in years.schools if s.kind in kinds]
        if some:
            rows.append((Text(title, bold=True),))
            rows += [_school_row(s, picked) for s in some[:_ROWS]]
            left += max(len(some) - _ROWS, 0)
    add_table(paper, columns, rows, dense=True)
    if left:
        paper.note(say(f"注：其余 {left} 所见 Excel。", f"{left} more are in Excel."))


def _school_row(school: SchoolYears, picked: Sequence[int]) -> Row:
    rolls = school.plan if school.plan is not None else school.today
    values = () if rolls is None else rolls[_MIDDLE]
    marks = (
        _short(school.small) or DASH,
        _short(school.tiny) or DASH,
        Text(_short(school.over), bold=True, ink="alarm") if school.over else DASH,
    )
    return (school.name, *(count(values[k]) if values else DASH for k in picked), *marks)


def _picked(n: int) -> list[int]:
    """Return which years a table has room for: first, last, and every third between."""
    return sorted({*range(0, n, 3), n - 1})


def _short(year: str) -> str:
    """Return the year in which a school year begins."""
    return year[:4] if year[:4].isdigit() else year


def write_costs(paper: Paper, dossier: Dossier) -> None:
    """Write what the plan costs more or less than today, as a range."""
    say = paper.say
    paper.heading(say("经费测算", "What it costs"))
    costs = dossier.costs
    if costs is None:
        missing(
            paper,
            "未作经费测算：须提供或确认人员、公用、交通、寄宿和建设的单价。",
            "No costs have been made: they need prices for staff, running, transport, boarding and "
            "building.",
        )
        return
    paper.paragraph(cost_sentence(paper, costs))
    paper.caption(TABLE, say("方案与现状之差（万元，正为增支）", "Plan less today, thousand yuan"))
    columns = (
        Col(say("项目", "Item"), 56, "left"),
        Col(say("数量变化", "Quantity"), 40),
        Col(say("低", "low"), 20),
        Col(say("中", "middle"), 20),
        Col(say("高", "high"), 20),
    )
    rows: list[Row] = []
    for once in (False, True):
        lines = [line for line in costs.lines if line.once == once and _counts(line)]
        if lines:
            title = say("一次性", "Once") if once else say("每年", "A year")
            rows.append((Text(title, bold=True),))
            rows += [_cost_row(line, paper) for line in lines]
            low, middle, high = sums(lines)
            rows.append(
                (
                    Text(say("小计", "All"), bold=True),
                    "",
                    Text(money(paper, low), bold=True),
                    Text(money(paper, middle), bold=True),
                    Text(money(paper, high), bold=True),
                )
            )
    add_table(paper, columns, rows, dense=True)
    made = [_made(line, paper) for line in costs.lines if _counts(line)]
    lead = say("算法：", "How each line is made: ")
    paper.note(lead + say("；".join(made) + "。", "; ".join(made) + "."))
    if costs.assumed:
        paper.note(say("注：" + "".join(costs.assumed), " ".join(costs.assumed)))


def _made(line: CostLine, paper: Paper) -> str:
    status_zh = f"（{line.status}）" if line.status else ""
    status_en = f" ({line.status})" if line.status else ""
    return paper.say(
        f"{line.name}＝{line.formula}{status_zh}", f"{line.name} = {line.formula}{status_en}"
    )


def _counts(line: CostLine) -> bool:
    return any(v for v in (line.low, line.middle, line.high))


def _cost_row(line: CostLine, paper: Paper) -> Row:
    quantity = DASH
    if line.quantity is not None:
        quantity = f"{show_number(line.quantity, digits=1)} {line.unit}"
    return (
        line.name,
        quantity,
        money(paper, line.low),
        money(paper, line.middle),
        money(paper, line.high),
    )


def sums(lines: Sequence[CostLine]) -> tuple[float, float, float]:
    """Return low, middle and high of lines, added up; a line that nobody knows adds nothing."""
    return (
        sum(line.low or 0 for line in lines),
        sum(line.middle or 0 for line in lines),
        sum(line.high or 0 for line in lines),
    )


def money(paper: Paper, yuan: float | None) -> str:
    """Return yuan in ten thousands with a digit; in English in thousands."""
    if yuan is None:
        return DASH
    zh, en = show_number(yuan / WAN, digits=1), show_number(yuan / 1000)
    return paper.say(zh, en)


def cost_sentence(paper: Paper, costs: Costs) -> str:
    """Return the sums of a year and once, each as a range."""
    parts = []
    for once in (False, True):
        lines = [line for line in costs.lines if line.once == once and _counts(line)]
        if lines:
            lead = paper.say("一次性", "once") if once else paper.say("每年", "a year")
            parts.append(_span(paper, lead, sums(lines)))
    if not parts:
        return paper.say("方案与现状相比没有经费变化。", "The plan costs what today does.")
    text = paper.say(
        f"方案与现状相比，{'；'.join(parts)}。", f"Against today the plan {', and '.join(parts)}."
    )
    if costs.left_rolls <= 0:
        return text
    gone = count(costs.left_rolls)
    return text + paper.say(
        f"方案使 {gone} 名学生离开学籍，由此减少的支出不是节约。",
        f" {gone} pupils leave the rolls: what is not spent on them is no saving.",
    )


def _span(paper: Paper, lead: str, bounds: tuple[float, float, float]) -> str:
    """Return a range as what it means: more, less, or from the one to the other."""
    low, middle, high = bounds
    unit_en = "thousand yuan"
    if low >= 0 or high <= 0:
        more = low >= 0
        ends = (low, high) if more else (-high, -low)
        zh = "增支" if more else "节支"
        en = "costs" if more else "saves"
        span = money(paper, ends[0]), money(paper, ends[1]), money(paper, abs(middle))
        return paper.say(
            f"{lead}{zh} {span[0]} 至 {span[1]} 万元（中值 {span[2]} 万元）",
            f"{en} {span[0]} to {span[1]} {unit_en} {lead} (middle {span[2]})",
        )
    toward = ("增支", "more") if middle >= 0 else ("节支", "less")
    down, up, mid = (money(paper, v) for v in (-low, high, abs(middle)))
    return paper.say(
        f"{lead}在节支 {down} 万元至增支 {up} 万元之间（中值{toward[0]} {mid} 万元）",
        f"costs from {down} {unit_en} less to {up} more {lead} (middle {mid} {toward[1]})",
    )
