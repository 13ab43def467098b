"""First and last sheets of dossier.xlsx: sums made of the village rows, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schoolmap.model.evaluation import MODES
from schoolmap.model.wording import MODE, look_up, one_language, quantity, say, status_words
from schoolmap.report.book import Book, Column, Value, add_sheet, fit, put, set_page, write_table
from schoolmap.report.dossier_content import Dossier
from schoolmap.report.dossier_sheets_places import HEADER_ROW, VillageSheet
from schoolmap.report.dossier_totals import Totals, totals_of
from schoolmap.report.live import Number, cell, column_range

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TOP = 5


def add_summary(book: Book) -> Worksheet:
    """Return the first sheet, still empty: its formulas need to know where the villages stand."""
    return add_sheet(
        book,
        book.say("概要", "Summary"),
        book.say("由“分村”表的公式汇总", "formulas over the sheet of villages"),
    )


def write_summary(book: Book, sheet: Worksheet, dossier: Dossier, villages: VillageSheet) -> None:
    """Write pupils by mode, distances and the week, today and under the plan."""
    say_, faces = book.say, book.formats
    every = (*dossier.movements, *dossier.left_out)
    totals = totals_of(every, dossier.ways)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 3, 16)
    for k, word in enumerate((say_("项目", "Item"), say_("现状", "Today"), say_("方案", "Plan"))):
        sheet.write_string(_TOP - 1, k, word, faces["header"])
    sheet.write_string(_TOP - 1, 3, say_("变化", "Change"), faces["header"])
    row = _modes(book, sheet, villages, totals)
    row = _journeys(book, sheet, row, villages, totals)
    row = _week(book, sheet, row, dossier, villages)
    _ways(book, sheet, row + 1, dossier)
    head = dossier.head
    mark = say_("模型指纹", "model fingerprint")
    kernel = say_("计算内核版本", "kernel version")
    line = f"{mark} {head.sha256}　{kernel} {head.kernel_version}"
    sheet.write_string(row + 4, 0, line, faces["mono"])
    set_page(book, sheet, one_page=True)
    sheet.activate()
    sheet.set_first_sheet()


def _line(
    book: Book,
    sheet: Worksheet,
    row: int,
    label: str,
    sides: tuple[tuple[str, Number | None], tuple[str, Number | None]],
    kind: str = "int",
) -> None:
    """Write one line: two formulas with their values, and their difference."""
    face = book.formats[kind]
    put(sheet, row, 0, label, book.formats["text"])
    for k, (formula, value) in enumerate(sides, 1):
        sheet.write_formula(row, k, formula, face, "" if value is None else value)
    (_, was), (_, now) = sides
    change = "" if was is None or now is None else now - was
    was_cell, now_cell = cell(row, 1), cell(row, 2)
    sheet.write_formula(row, 3, f'=IFERROR({now_cell}-{was_cell},"")', face, change)


def _modes(book: Book, sheet: Worksheet, villages: VillageSheet, totals: Totals) -> int:
    """Write pupils by mode; return the next free row."""
    row = _TOP
    pupils = column_range(villages.area, villages.pupils, sheet=villages.name)
    both = (villages.mode_before, totals.modes_before), (villages.mode_after, totals.modes_after)
    for mode in MODES:
        word = look_up(MODE, mode, book.language)
        ranges = [column_range(villages.area, at, sheet=villages.name) for at, _ in both]
        sides = [
            (f'=SUMIFS({pupils},{cells},"{word}")', counts[mode])
            for cells, (_, counts) in zip(ranges, both, strict=True)
        ]
        label = book.say(f"{word}（人）", f"{word}, pupils")
        _line(book, sheet, row, label, (sides[0], sides[1]))
        row += 1
    whole = (f"=SUM({pupils})", totals.pupils)
    _line(book, sheet, row, book.say("涉及学生（人）", "pupils concerned"), (whole, whole))
    return row + 1


def _journeys(
    book: Book, sheet: Worksheet, row: int, villages: VillageSheet, totals: Totals
) -> int:
    """Write means over pupils with a journey on both sides; return the next free row."""
    pupils = column_range(villages.area, villages.pupils, sheet=villages.name)
    lines = (
        (
            book.say("平均单程路程（公里）", "mean distance, km"),
            (villages.km_before, villages.km_after),
            (totals.mean_before_m, totals.mean_after_m),
            1000,
        ),
        (
            book.say("平均单程用时（分钟）", "mean time, minutes"),
            (villages.minutes_before, villages.minutes_after),
            (totals.mean_before_s, totals.mean_after_s),
            60,
        ),
    )
    for label, places, values, unit in lines:
        ranges = [column_range(villages.area, at, sheet=villages.name) for at in places]
        known = "*".join(f"ISNUMBER({r})" for r in ranges)
        sides = [
            (
                f'=IFERROR(SUMPRODUCT({known}*{pupils},{r})/SUMPRODUCT({known}*{pupils}),"")',
                None if value is None else value / unit,
            )
            for r, value in zip(ranges, values, strict=True)
        ]
        _line(book, sheet, row, label, (sides[0], sides[1]), "dec2")
        row += 1
    return row


def _week(book: Book, sheet: Worksheet, row: int, dossier: Dossier, villages: VillageSheet) -> int:
    if dossier.ways is None:
        return row
    totals = totals_of((*dossier.movements, *dossier.left_out), dossier.ways)
    sides = [
        (
            f"=SUM({column_range(villages.area, at, sheet=villages.name)})",
            None if metres is None else metres / 1000,
        )
        for at, metres in (
            (villages.week_before, totals.week_before_m),
            (villages.week_after, totals.week_after_m),
        )
    ]
    label = book.say("每周上下学总路程（人公里）", "travel of a week, pupil-km")
    _line(book, sheet, row, label, (sides[0], sides[1]), "dec1")
    return row + 1


def _ways(book: Book, sheet: Worksheet, row: int, dossier: Dossier) -> None:
    """Write how often pupils travel; the village rows read it from here by name."""
    if dossier.ways is None:
        return
    faces, name = book.formats, sheet.get_name()
    for k, (label, value, defined) in enumerate(
        (
            (
                book.say("走读生每周单程次数", "ways a week, daily"),
                dossier.ways.daily,
                "ways_daily",
            ),
            (
                book.say("寄宿生每周单程次数", "ways a week, boarders"),
                dossier.ways.weekly,
                "ways_weekly",
            ),
        )
    ):
        put(sheet, row + k, 0, label, faces["text"])
        put(sheet, row + k, 1, value, faces["int"])
        where = cell(row + k, 1, fixed=True)
        book.workbook.define_name(defined, f"='{name}'!{where}")


def write_notes(book: Book, dossier: Dossier) -> None:
    """Write what the plan changes, how figures are to be read, and the rules in force."""
    name = book.say("说明与出处", "Notes")
    sheet = add_sheet(book, name, book.say("调整事项、口径、规则出处", "changes, method, sources"))
    columns = [
        Column(book.say("编号", "id")),
        Column(book.say("规则", "rule")),
        Column(book.say("取值", "figure")),
        Column(book.say("出处", "source"), "wrap", 50),
        Column(book.say("效力；核实程度", "force; status")),
        Column(book.say("说明", "note"), "wrap", 50),
    ]
    rows: list[list[Value]] = []
    for number, phrase in enumerate(dossier.head.changes, 1):
        rows.append([str(number), book.say("调整事项", "change"), phrase, None, None, None])
    language = book.language
    for rule, row in dossier.standards.items():
        value = row.value
        number = isinstance(value, int | float)
        shown = quantity(value, row.unit, language) if number else str(value)  # type: ignore[arg-type]
        rows.append(
            [
                rule,
                say((row.name_zh, row.name_en), language),
                shown,
                one_language(row.clause, language),
                status_words(row, language),
                one_language(row.note, language),
            ]
        )
    widths = fit(sheet, columns, rows)
    write_table(book, sheet, HEADER_ROW, columns, rows, widths=widths)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    set_page(book, sheet, repeat=(HEADER_ROW, HEADER_ROW))
