"""Sheets of dossier.xlsx: rules and procedure, the years ahead, money, figures of the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from schoolmap.model.forecast import VARIANTS
from schoolmap.model.forecast_words import VARIANT
from schoolmap.model.ruling import StepState, Verdict
from schoolmap.model.ruling_words import BAR, STATE, VERDICT
from schoolmap.model.wording import SEVERITY, figure_name, look_up, say, unit_name
from schoolmap.report.book import (
    Area,
    Book,
    Column,
    Value,
    add_sheet,
    fit,
    mark_words,
    set_page,
    write_table,
)
from schoolmap.report.dossier_content import Costs, Dossier, SchoolYears, Years
from schoolmap.report.dossier_sheets_places import HEADER_ROW
from schoolmap.report.dossier_words import KIND
from schoolmap.report.live import cell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FACES: Mapping[Verdict, str] = {
    "broken": "bad",
    "to_supply": "warn",
    "not_shown": "warn",
    "kept": "good",
}
_STEP_FACES: Mapping[StepState, str] = {
    "open": "bad",
    "to_supply": "warn",
    "supplied": "good",
    "shown_by_data": "good",
}


def _table(
    book: Book,
    name: str,
    about: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
) -> tuple[Worksheet, Area]:
    """Return a sheet with one table on it, and where its rows stand."""
    sheet = add_sheet(book, name, about)
    widths = fit(sheet, columns, rows)
    area = write_table(book, sheet, HEADER_ROW, columns, rows, widths=widths)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.autofilter(HEADER_ROW, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(HEADER_ROW, HEADER_ROW))
    return sheet, area


def _missing(book: Book, name: str, text: str) -> None:
    """Write a sheet that says in one line what is not known."""
    sheet = add_sheet(book, name, text)
    set_page(book, sheet)


def write_rulings(book: Book, dossier: Dossier) -> None:
    """Write every rule with its verdict, then every step of the procedure."""
    language = book.language
    name = book.say("规定与程序", "Rules")
    if dossier.rulings is None and dossier.steps is None:
        _missing(book, name, book.say("尚未对照", "nothing has been held against the plan"))
        return
    columns = [
        Column(book.say("类别", "chapter")),
        Column(book.say("规定或环节", "rule or step"), "wrap", 40),
        Column(book.say("结论", "verdict"), "centre"),
        Column(book.say("情况或材料", "what was found, or evidence"), "wrap", 60),
        Column(book.say("依据", "text"), "wrap", 46),
        Column(book.say("效力；核实程度", "force; status")),
    ]
    rows: list[list[Value]] = [
        [
            say(BAR[r.bar], language),
            r.name,
            say(VERDICT[r.verdict], language),
            r.found,
            r.clause,
            r.status,
        ]
        for r in dossier.rulings or ()
    ]
    rows += [
        [s.phase, s.words, say(STATE[s.standing], language), s.evidence, None, None]
        for s in dossier.steps or ()
    ]
    about = book.say("撤并规定逐条对照与程序核对", "rules one by one, and the checklist")
    sheet, area = _table(book, name, about, columns, rows)
    faces = {say(VERDICT[v], language): face for v, face in _FACES.items()}
    faces |= {say(STATE[s], language): face for s, face in _STEP_FACES.items()}
    mark_words(book, sheet, area, 2, faces)


def write_through_years(book: Book, dossier: Dossier) -> None:
    """Write rolls by school, layout, variant and year."""
    name = book.say("今后各年", "Years")
    years = dossier.years
    if years is None:
        _missing(book, name, book.say("未作预测", "no forecast has been made"))
        return
    columns = [
        Column(book.say("学校标识码", "school id")),
        Column(book.say("学校", "school")),
        Column(book.say("变动", "becomes"), "centre"),
        Column(book.say("布局", "layout"), "centre"),
        Column(book.say("方案（低中高）", "variant"), "centre"),
        *(Column(year, "int", 11) for year in years.years),
    ]
    rows = _county_rows(book, years)
    for school in years.schools:
        rows += _school_years(book, school)
    about = book.say("在校生，按布局与低、中、高方案", "rolls, by layout and variant")
    _table(book, name, about, columns, rows)


def _county_rows(book: Book, years: Years) -> list[list[Value]]:
    county = book.say("全县学生", "pupils of the county")
    return [
        ["", county, "", "", say(VARIANT[VARIANTS[k]], book.language), *pupils]
        for k, pupils in enumerate(years.county)
    ]


def _school_years(book: Book, school: SchoolYears) -> list[list[Value]]:
    kind = say(KIND[school.kind], book.language)
    layouts = (
        (book.say("现状", "today"), school.today),
        (book.say("方案", "plan"), school.plan),
    )
    return [
        [
            school.school_id,
            school.name,
            kind,
            word,
            say(VARIANT[VARIANTS[k]], book.language),
            *rolls,
        ]
        for word, variants in layouts
        if variants is not None
        for k, rolls in enumerate(variants)
    ]


def write_money(book: Book, dossier: Dossier) -> None:
    """Write the costs line by line, a year and once, with live totals of each."""
    name = book.say("经费", "Costs")
    if dossier.costs is None:
        _missing(book, name, book.say("未作测算", "no costs have been made"))
        return
    period = {False: book.say("每年", "a year"), True: book.say("一次性", "once")}
    columns = [
        Column(book.say("期间", "period"), "centre"),
        Column(book.say("项目", "item")),
        Column(book.say("数量变化", "quantity"), "dec1"),
        Column(book.say("单位", "unit"), "centre"),
        Column(book.say("低（元）", "low, yuan"), "int"),
        Column(book.say("中（元）", "middle, yuan"), "int"),
        Column(book.say("高（元）", "high, yuan"), "int"),
        Column(book.say("算法", "how it is made"), "wrap", 60),
        Column(book.say("单价性质", "prices are"), "centre"),
    ]
    rows: list[list[Value]] = [
        [
            period[line.once],
            line.name,
            line.quantity,
            line.unit,
            line.low,
            line.middle,
            line.high,
            line.formula,
            line.status,
        ]
        for line in dossier.costs.lines
    ]
    about = book.say("方案与现状之差，正为增支", "plan less today; above zero it costs more")
    sheet, area = _table(book, name, about, columns, rows)
    # money a year and money once do not add up to anything: each has a total of its own
    _by_period(book, sheet, area, dossier.costs, period)


def _by_period(
    book: Book, sheet: Worksheet, area: Area, costs: Costs, period: Mapping[bool, str]
) -> None:
    """Write what comes every year and what comes once, under the table."""
    for at, once in enumerate((False, True), area.last + 3):
        sheet.write_string(at, 1, period[once], book.formats["text"])
        keys = f"{cell(area.first, 0, fixed=True)}:{cell(area.last, 0, fixed=True)}"
        lines = [line for line in costs.lines if line.once == once]
        for k, name in ((4, "low"), (5, "middle"), (6, "high")):
            cells = f"{cell(area.first, k, fixed=True)}:{cell(area.last, k, fixed=True)}"
            formula = f'=SUMIFS({cells},{keys},"{period[once]}")'
            value = sum(getattr(line, name) or 0 for line in lines)
            sheet.write_formula(at, k, formula, book.formats["int"], value)


def write_county(book: Book, dossier: Dossier) -> None:
    """Write the county's figures before and after; the difference is a formula."""
    columns = [
        Column(book.say("代号", "id")),
        Column(book.say("指标", "figure")),
        Column(book.say("单位", "unit"), "centre"),
        Column(book.say("上限", "ceiling"), "dec2"),
        Column(book.say("现状", "today"), "dec3"),
        Column(book.say("方案", "plan"), "dec3"),
        Column(book.say("变化", "change"), "dec3"),
    ]
    language = book.language
    rows: list[list[Value]] = [
        [
            f.figure,
            figure_name(f.figure, language),
            unit_name(f.unit, language),
            f.limit,
            f.before,
            f.after,
            None,
        ]
        for f in dossier.figures
    ]
    name = book.say("全县指标", "County")
    about = book.say("就学条件、差异系数、城乡比", "access, coefficients of variation, ratios")
    sheet, area = _table(book, name, about, columns, rows)
    for at, f in enumerate(dossier.figures, area.first):
        if f.before is not None and f.after is not None:
            formula = f"={cell(at, 5)}-{cell(at, 4)}"
            sheet.write_formula(at, 6, formula, book.formats["dec3"], f.after - f.before)


def write_findings_changed(book: Book, dossier: Dossier) -> None:
    """Write the findings that the plan brings, and those that it does away with."""
    language = book.language
    columns = [
        Column(book.say("变化", "standing"), "centre"),
        Column(book.say("程度", "weight"), "centre"),
        Column(book.say("对象", "subject")),
        Column(book.say("情况", "finding"), "wrap", 70),
        Column(book.say("依据", "clause"), "wrap", 46),
        Column(book.say("效力；核实程度", "force; status")),
    ]
    word = {
        "new": book.say("新增", "new"),
        "solved": book.say("解决", "solved"),
        "closed": book.say("随撤并不再存在", "gone with a closed school"),
    }
    rows: list[list[Value]] = [
        [
            word[n.standing],
            look_up(SEVERITY, n.severity, language),
            n.subject,
            n.text,
            n.clause,
            n.status,
        ]
        for n in dossier.notes
    ]
    name = book.say("问题增减", "Findings")
    about = book.say("方案新引起和消除的问题", "what the plan brings about, and what it ends")
    sheet, area = _table(book, name, about, columns, rows)
    mark_words(book, sheet, area, 0, {word["new"]: "warn", word["solved"]: "good"})
