"""Sheet of study.xlsx: what every school has against the thresholds, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schoolmap.model.evaluation import (
    MET,
    NOT_MET,
    NOT_TESTED,
    UNDEFINED,
    UNJUDGED,
    Evaluation,
)
from schoolmap.model.grades import STAGES
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATOR_INDEX, INDICATORS, Indicator
from schoolmap.model.wording import (
    STAGE,
    VERDICT_2017,
    indicator_name,
    look_up,
    resource_name,
    say,
    unit_name,
)
from schoolmap.report.book import (
    AMBER,
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
    whole_or,
    write_table,
)
from schoolmap.report.cover import Entry

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LEAD = 7
"""Columns before the first indicator: school, township, stage, pupils; of the seven indicators of
the 2017 method how many are met and of how many nobody can tell; its verdict."""
VERDICT_COLUMN = 6
LIMITS_ROW = 3


def write_resources(book: Book, model: LayoutModel, evaluation: Evaluation) -> Entry:
    """Write a line per open school and stage: value and shortfall of every threshold in force."""
    name = book.say("资源与差距", "Resources")
    about = book.say("各校办学条件与标准对照，差额以实物计", "resources against thresholds")
    sheet = add_sheet(book, name, about, tab=AMBER)
    tested = [i for i in INDICATORS if any((i.name, s) in model.rules.thresholds for s in STAGES)]
    rows = _rows(book, model, evaluation, tested)
    columns = _columns(book, tested, whole_or((row[3] for row in rows), "dec1"))
    header = LIMITS_ROW + len(STAGES) + 2
    total = _total(book, rows, columns)
    widths = fit(sheet, columns, [*rows, total])
    area = write_table(book, sheet, header, columns, rows, total=total, widths=widths)
    _limits(book, sheet, model, tested)
    for k in range(len(tested)):
        _mark_values(book, sheet, area, LEAD + 2 * k)
    mark_words(book, sheet, area, VERDICT_COLUMN, _faces(book))
    sheet.freeze_panes(header + 1, 3)
    sheet.autofilter(header, 0, area.last, len(columns) - 1)
    set_page(book, sheet, repeat=(LIMITS_ROW, header))
    return Entry(name, about, len(rows))


def _columns(book: Book, tested: list[Indicator], roll: Kind) -> list[Column]:
    columns = [
        Column(book.say("学校", "school")),
        Column(book.say("乡镇", "township")),
        Column(book.say("学段", "stage"), "centre"),
        Column(book.say("在校生", "roll"), roll),
        Column(book.say("七项达标\n项数", "of seven\nmet"), "int"),
        Column(book.say("七项缺数据\n项数", "of seven\nunknown"), "int"),
        Column(book.say("优质均衡\n结论", "2017\nverdict"), "centre"),
    ]
    for indicator in tested:
        unit = unit_name(indicator.resource.unit, book.language)
        short = resource_name(indicator.name, book.language)
        columns += [
            Column(indicator_name(indicator.name, book.language), _kind(indicator), 10.5),
            Column(book.say(f"{short}\n缺（{unit}）", f"{short}\nmissing ({unit})"), "dec1", 10.5),
        ]
    return columns


def _kind(indicator: Indicator) -> Kind:
    return "int" if indicator.name == "equipment_yuan" else "dec2"


def _limits(book: Book, sheet: Worksheet, model: LayoutModel, tested: list[Indicator]) -> None:
    """Write the thresholds above the columns that are held against them."""
    for s, stage in enumerate(STAGES):
        row = LIMITS_ROW + s
        words = look_up(STAGE, stage, book.language)
        put(
            sheet,
            row,
            0,
            book.say(f"{words}标准（≥）", f"{words} threshold (≥)"),
            book.formats["total.text"],
        )
        for k in range(1, LEAD + 2 * len(tested)):
            put(sheet, row, k, None, book.formats["total.text"])
        for k, indicator in enumerate(tested):
            limit = model.rules.thresholds.get((indicator.name, stage))
            face = book.formats[f"total.{_kind(indicator)}"]
            put(sheet, row, LEAD + 2 * k, limit, face)
        if any(f"threshold.{i.name}.{stage}" in model.standards for i in tested):
            put(sheet, row, 4, model.rules.min_indicators_met, book.formats["total.int"])


def _rows(
    book: Book, model: LayoutModel, evaluation: Evaluation, tested: list[Indicator]
) -> list[list[Value]]:
    figures, sites = evaluation.schools, model.sites
    rows = []
    for site in range(len(sites)):
        for s, stage in enumerate(STAGES):
            pupils = float(figures.stage_roll[site, s])
            if not evaluation.is_open[site] or pupils <= 0:
                continue
            cells: list[Value] = []
            for indicator in tested:
                at = (site, INDICATOR_INDEX[indicator.name], s)
                value, missing = float(figures.value[at]), float(figures.shortfall[at])
                cells += [
                    None if value == UNDEFINED else value,
                    None if missing == UNDEFINED else missing,
                ]
            verdict = int(figures.verdict_2017[site, s])
            counts = [int(n[site, s]) for n in (figures.met_2017, figures.unknown_2017)]
            english = book.language == "en" and sites.names_en[site]
            rows.append(
                [
                    sites.names_en[site] if english else sites.names[site],
                    sites.townships[site],
                    look_up(STAGE, stage, book.language),
                    pupils,
                    *([None, None] if verdict == NOT_TESTED else counts),
                    say(VERDICT_2017[verdict], book.language),
                    *cells,
                ]
            )
    return rows


def _total(book: Book, rows: list[list[Value]], columns: list[Column]) -> list[Value]:
    """Return the line that adds up pupils and what is missing in the whole county."""
    total: list[Value] = [None] * len(columns)
    total[0] = book.say("合计", "total")
    for k in (3, *range(LEAD + 1, len(columns), 2)):
        added = 0.0
        for row in rows:
            value = row[k]
            added += float(value) if isinstance(value, int | float) else 0.0
        total[k] = added
    return total


def _faces(book: Book) -> dict[str, str]:
    faces = {MET: "good", NOT_MET: "bad", UNJUDGED: "warn", NOT_TESTED: "dim"}
    return {say(VERDICT_2017[code], book.language): face for code, face in faces.items()}


def _mark_values(book: Book, sheet: Worksheet, area: Area, column: int) -> None:
    """Colour value and shortfall where something is missing, in schools that are tested."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    first, _, last, _ = area.cells(column)
    beside = xl_rowcol_to_cell(first, column + 1, col_abs=True)
    verdict = xl_rowcol_to_cell(first, VERDICT_COLUMN, col_abs=True)
    untested = say(VERDICT_2017[NOT_TESTED], book.language)
    rule = {"type": "formula", "criteria": f'=AND(N({beside})>0,{verdict}<>"{untested}")'}
    options = {**rule, "format": book.formats["bad"]}
    sheet.conditional_format(first, column, last, column + 1, options)
