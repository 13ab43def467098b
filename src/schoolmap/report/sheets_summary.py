"""Sheets of study.xlsx: the figures of the county and its cuts, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from schoolmap.model.beds import bed_gap_of, bed_gap_text, bedless_text
from schoolmap.model.evaluation import Evaluation, Figure
from schoolmap.model.groups import LEFT_OUT, mostly_blank
from schoolmap.model.layout import LayoutModel
from schoolmap.model.wording import (
    AREA_WORDS,
    BAND,
    FIGURE,
    SEVERITY,
    SUBJECT,
    figure_name,
    finding_text,
    look_up,
    one_language,
    rule_name,
    say,
    status_words,
    subject_name,
    unit_name,
)
from schoolmap.report.book import (
    LINE_HEIGHT,
    RED,
    Area,
    Book,
    Column,
    Kind,
    Value,
    add_sheet,
    fit,
    mark_words,
    put,
    set_page,
    write_table,
)
from schoolmap.report.cover import Entry

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LEAD_WIDTH, WIDTH = 30.0, 12.5
COUNTY_ONLY = ("schools_open", "beds", "bed_gap", "schools_over_seats", "schools_under_100")
GROUP_FIGURES = (
    "pupils",
    "mean_length_m",
    "p90_length_m",
    "max_length_m",
    "mean_walk_s",
    "share_walk_limit",
    "pupils_walk",
    "pupils_ride",
    "pupils_board",
    "pupils_unserved",
    "board_need",
)
SEVERITY_FACE = {"violation": "bad", "warning": "warn", "note": "dim"}


def write_summary(book: Book, evaluation: Evaluation) -> Entry:
    """Write the figures of the county, by band, by township and by area class."""
    name = book.say("概览", "Summary")
    about = book.say("全县及分学段、乡镇、城乡的指标", "figures of the county and its cuts")
    sheet = add_sheet(book, name, about)
    sheet.set_column(0, 0, LEAD_WIDTH)
    sheet.set_column(1, len(GROUP_FIGURES), WIDTH)
    row = _by_band(book, sheet, evaluation, 3)
    groups: tuple[tuple[str, str, Mapping[str, Mapping[str, Figure]]], ...] = (
        (
            "township",
            book.say("分乡镇（按村庄所在乡镇）", "By township (of the village)"),
            evaluation.by_township,
        ),
        (
            "area",
            book.say("分城乡（按村庄城乡类型）", "By area class (of the village)"),
            evaluation.by_area_class,
        ),
    )
    for kind, title, cut in groups:
        if mostly_blank(cut):
            text = say(LEFT_OUT[kind], book.language)
            sheet.write_string(row + 1, 0, text, book.formats["muted"])
            row += 2
            continue
        row = _by_group(book, sheet, title, cut, evaluation.indicators, row + 1)
    sheet.freeze_panes(3, 1)
    # a county of many townships would shrink beyond reading on one page
    set_page(book, sheet, one_page=len(evaluation.by_township) <= 15)
    return Entry(name, about, None)


def _by_band(book: Book, sheet: Worksheet, evaluation: Evaluation, row: int) -> int:
    sheet.write_string(
        row, 0, book.say("全县与分学段", "County and bands"), book.formats["section"]
    )
    columns = [
        Column(book.say("指标", "figure")),
        Column(book.say("单位", "unit"), "centre"),
        Column(book.say("全县", "county")),
        *(Column(look_up(BAND, band, book.language)) for band in evaluation.by_band),
    ]
    widths = (LEAD_WIDTH, *(WIDTH for _ in columns[1:]))
    write_table(book, sheet, row + 1, columns, [], widths=widths)
    cuts = [evaluation.indicators, *evaluation.by_band.values()]
    at = row + 2
    for figure in FIGURE:
        if figure not in evaluation.indicators:
            continue
        shown = [_shown(cut.get(figure), book) for cut in cuts]
        if figure in COUNTY_ONLY:
            shown[1:] = [(None, "centre", "")] * (len(shown) - 1)
        sheet.set_row(at, 4 + LINE_HEIGHT)
        put(sheet, at, 0, figure_name(figure, book.language), book.formats["text"])
        put(sheet, at, 1, shown[0][2], book.formats["centre"])
        for k, (value, kind, _) in enumerate(shown, start=2):
            put(sheet, at, k, value, book.formats[kind])
        at += 1
    return _beds(book, sheet, evaluation, at)


def _beds(book: Book, sheet: Worksheet, evaluation: Evaluation, row: int) -> int:
    """Write what the missing beds are made of; return the next free row."""
    gap = bed_gap_of(evaluation)
    board = figure_name("pupils_board", book.language)
    parts = [bed_gap_text(gap, book.language)]
    if bedless := bedless_text(gap, book.language):
        pupils = f"{evaluation.indicators['pupils_board'].value or 0:,}"
        parts.append(book.say(f"{board} {pupils}（{bedless}）", f"{board} {pupils} ({bedless})"))
    if not any(parts):
        return row
    text = book.say("；", "; ").join(filter(None, parts))
    sheet.write_string(row, 0, text, book.formats["muted"])
    return row + 1


def _by_group(
    book: Book,
    sheet: Worksheet,
    title: str,
    cut: Mapping[str, Mapping[str, Figure]],
    whole: Mapping[str, Figure],
    row: int,
) -> int:
    sheet.write_string(row, 0, title, book.formats["section"])
    columns = [Column(book.say("分组", "group"))]
    for figure in GROUP_FIGURES:
        kind, unit = _kind(whole.get(figure), book)
        header = figure_name(figure, book.language)
        columns.append(Column(f"{header}\n{unit}" if unit else header, kind))
    rows: list[list[Value]] = []
    for group, figures in cut.items():
        label = look_up(AREA_WORDS, group, book.language) or book.say("（未填）", "(not given)")
        rows.append([label, *(_shown(figures.get(f), book)[0] for f in GROUP_FIGURES)])
    total = [book.say("全县", "county"), *(_shown(whole.get(f), book)[0] for f in GROUP_FIGURES)]
    widths = (LEAD_WIDTH, *(WIDTH for _ in GROUP_FIGURES))
    write_table(book, sheet, row + 1, columns, rows, total=total, widths=widths)
    return row + 3 + max(len(rows), 1)


def _kind(figure: Figure | None, book: Book) -> tuple[Kind, str]:
    """Return the number format of a figure and its unit in words; seconds show as minutes."""
    unit = figure.unit if figure is not None else ""
    if unit == "s":
        return "dec1", unit_name("min", book.language)
    if unit == "share":
        return "percent", ""
    if unit == "ratio" or "/" in unit:
        return "dec3", unit_name(unit, book.language)
    return "int", unit_name(unit, book.language)


def _shown(figure: Figure | None, book: Book) -> tuple[Value, Kind, str]:
    """Return a figure as a cell shows it: value, format, unit."""
    kind, unit = _kind(figure, book)
    if figure is None or figure.value is None:
        return "—", "centre", unit
    return (figure.value / 60 if figure.unit == "s" else figure.value), kind, unit


def write_findings(book: Book, model: LayoutModel, evaluation: Evaluation) -> Entry:
    """Write the findings: counted by rule, then one by one, the gravest first."""
    name = book.say("问题", "Findings")
    about = book.say("未达到的规定与需要关注的情况，附依据", "rules not kept, each with its clause")
    sheet = add_sheet(book, name, about, tab=RED)
    language = book.language
    order = {severity: k for k, severity in enumerate(SEVERITY)}
    found = sorted(evaluation.findings, key=lambda f: order[f.severity])
    columns = [
        Column(book.say("级别", "severity"), "centre", 9),
        Column(book.say("规定", "rule"), "wrap", 33),
        Column(book.say("对象类型", "subject"), "centre", 9),
        Column(book.say("对象", "who"), "wrap", 22),
        Column(book.say("说明", "finding"), "wrap", 44),
        Column(book.say("涉及学生", "pupils"), "int", 9),
        Column(book.say("依据", "clause"), "wrap", 58),
        Column(book.say("效力与核实", "status"), "wrap", 17),
    ]
    rows: list[list[Value]] = []
    for finding in found:
        rule = model.standards.get(finding.rule)
        rows.append(
            [
                look_up(SEVERITY, finding.severity, language),
                rule_name(finding.rule, model.standards, language),
                look_up(SUBJECT, finding.subject_type, language),
                subject_name(finding, model, language),
                finding_text(finding, model.standards, language),
                finding.pupils or None,
                one_language(rule.clause, language) if rule else None,
                status_words(rule, language),
            ]
        )
    widths = fit(sheet, columns, rows)
    top = _counts(book, sheet, rows, 3, widths[:4])
    area = write_table(book, sheet, top, columns, rows, widths=widths)
    words = {say(SEVERITY[s], language): face for s, face in SEVERITY_FACE.items()}
    mark_words(book, sheet, area, 0, words)
    if rows:
        mark_words(book, sheet, Area(3, 4, top - 3, 1), 0, words)
    if rows:
        sheet.autofilter(top, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(top, top))
    return Entry(name, about, len(rows))


def _counts(
    book: Book,
    sheet: Worksheet,
    rows: list[list[Value]],
    row: int,
    widths: tuple[float, ...],
) -> int:
    """Write how many findings each rule has; return the row for the list's headers."""
    counted = Counter((str(r[0]), str(r[1])) for r in rows)
    pupils: Counter[tuple[str, str]] = Counter()
    for r in rows:
        pupils[str(r[0]), str(r[1])] += int(r[5] or 0)
    columns = [
        Column(book.say("级别", "severity"), "centre"),
        Column(book.say("规定", "rule"), "wrap"),
        Column(book.say("条数", "count"), "int"),
        Column(book.say("涉及学生", "pupils"), "int"),
    ]
    lines: list[list[Value]] = [
        [severity, rule, count, pupils[severity, rule] or None]
        for (severity, rule), count in counted.items()
    ]
    total: list[Value] = [book.say("合计", "total"), None, len(rows), None]
    write_table(book, sheet, row, columns, lines, total=total, widths=widths)
    return row + len(lines) + 3
