"""Sheet of study.xlsx: 差异系数 of both editions against their ceilings, Theil, town and rural."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schoolmap.model.evaluation import Evaluation
from schoolmap.model.grades import STAGES
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATORS, Edition, indicators_of
from schoolmap.model.wording import STAGE, indicator_name, look_up, one_language, status_words
from schoolmap.report.book import (
    AMBER,
    Area,
    Book,
    Column,
    Value,
    add_sheet,
    mark_words,
    set_page,
    write_table,
)
from schoolmap.report.cover import Entry

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


WIDTHS = (42.0, *(13.0 for _ in range(8)))


def write_equity(book: Book, model: LayoutModel, evaluation: Evaluation) -> Entry:
    """Write the coefficients of variation and what they are held against."""
    name = book.say("差异系数", "Equity")
    about = book.say(
        "校际差异系数（2017、2012 两种口径）、泰尔指数、城乡比", "CV, Theil, town/village"
    )
    sheet = add_sheet(book, name, about, tab=AMBER)
    sheet.set_column(0, 0, WIDTHS[0])
    sheet.set_column(1, len(WIDTHS) - 1, WIDTHS[1])
    row = _edition(book, sheet, model, evaluation, "2017", 3)
    row = _edition(book, sheet, model, evaluation, "2012", row + 1)
    _spread(book, sheet, evaluation, row + 1)
    sheet.freeze_panes(3, 1)
    set_page(book, sheet, one_page=True)
    return Entry(name, about, None)


def _edition(
    book: Book,
    sheet: Worksheet,
    model: LayoutModel,
    evaluation: Evaluation,
    edition: Edition,
    row: int,
) -> int:
    """Write one edition's table; return the next free row."""
    each = edition == "2017"
    title = (
        book.say(
            "优质均衡（2017）：七项逐项检验", "2017 method: each of seven indicators is tested"
        )
        if each
        else book.say(
            "基本均衡（2012）：检验八项的平均值", "2012 method: the mean of eight is tested"
        )
    )
    sheet.write_string(row, 0, title, book.formats["section"])
    sheet.write_string(row + 1, 0, _source(book, model, edition), book.formats["muted"])
    columns = [Column(book.say("指标", "indicator"))]
    for stage in STAGES:
        words = look_up(STAGE, stage, book.language)
        columns += [
            Column(book.say(f"{words}\n差异系数", f"{words}\nCV"), "dec3"),
            Column(book.say(f"{words}\n上限", f"{words}\nceiling"), "dec3"),
            Column(book.say(f"{words}\n结论", f"{words}\nresult"), "centre"),
        ]
    rows = [
        _line(book, model, evaluation, edition, i.name, tested=each) for i in indicators_of(edition)
    ]
    if not each:
        rows.append(_line(book, model, evaluation, edition, "mean", tested=True))
    area = write_table(book, sheet, row + 2, columns, rows, widths=WIDTHS[: len(columns)])
    words_met, words_not = _verdicts(book)
    for k in (3, 6):
        mark_words(book, sheet, area, k, {words_met: "good", words_not: "bad"})
    return area.last + 1


def _verdicts(book: Book) -> tuple[str, str]:
    return book.say("达标", "met"), book.say("不达标", "not met")


def _line(
    book: Book,
    model: LayoutModel,
    evaluation: Evaluation,
    edition: Edition,
    name: str,
    *,
    tested: bool,
) -> list[Value]:
    label = (
        book.say("综合差异系数（平均）", "composite CV (mean)")
        if name == "mean"
        else indicator_name(name, book.language)
    )
    line: list[Value] = [label]
    for stage in STAGES:
        figure = evaluation.indicators.get(f"cv_{edition}.{name}.{stage}")
        value = None if figure is None else figure.value
        limit = model.rules.cv_limits.get((edition, stage)) if tested else None
        verdict = None
        if tested and limit is not None:
            met, not_met = _verdicts(book)
            verdict = "—" if value is None else met if value <= limit else not_met
        line += [value, limit, verdict]
    return line


def _source(book: Book, model: LayoutModel, edition: Edition) -> str:
    """Return where the ceilings are from and how well that was verified."""
    row = model.standards.get(f"cv_limit_{edition}.primary")
    if row is None:
        return ""
    status = status_words(row, book.language)
    return f"{one_language(row.clause, book.language)}　{status}"


def _spread(book: Book, sheet: Worksheet, evaluation: Evaluation, row: int) -> Area:
    title = book.say("泰尔指数与城乡比", "Theil and town/village ratio")
    sheet.write_string(row, 0, title, book.formats["section"])
    note = book.say(
        "组间、组内按城区、镇区、乡村；城乡比为城区和镇区的生均值除以乡村的生均值，1 为相等",
        "groups are urban, town, rural; the ratio is town over village per pupil, 1 is equal",
    )
    sheet.write_string(row + 1, 0, note, book.formats["muted"])
    parts = (
        ("theil", "", book.say("泰尔指数", "Theil")),
        ("theil", ".between", book.say("组间", "between")),
        ("theil", ".within", book.say("组内", "within")),
        ("gap_urban_rural", "", book.say("城乡比", "ratio")),
    )
    columns = [Column(book.say("指标", "indicator"))]
    for stage in STAGES:
        words = look_up(STAGE, stage, book.language)
        columns += [Column(f"{words}\n{label}", "dec3") for _, _, label in parts]
    rows: list[list[Value]] = []
    for indicator in INDICATORS:
        line: list[Value] = [indicator_name(indicator.name, book.language)]
        for stage in STAGES:
            for head, tail, _ in parts:
                figure = evaluation.indicators.get(f"{head}.{indicator.name}.{stage}{tail}")
                line.append(None if figure is None else figure.value)
        rows.append(line)
    return write_table(book, sheet, row + 2, columns, rows, widths=WIDTHS)
