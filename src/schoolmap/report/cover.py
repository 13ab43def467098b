"""The cover of study.xlsx: what it is, the key figures, what is where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schoolmap.model.aside import SetAside, counted_text
from schoolmap.model.beds import bed_gap_of, bed_gap_text
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.layout import LayoutModel
from schoolmap.model.wording import figure_name
from schoolmap.report.book import Book, Kind, Value, put, set_page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CARDS: tuple[tuple[str, Kind, float], ...] = (
    ("pupils", "int", 1.0),
    ("schools_open", "int", 1.0),
    ("mean_length_m", "int", 1.0),
    ("p90_length_m", "int", 1.0),
    ("share_walk_limit", "percent", 1.0),
    ("pupils_unserved", "int", 1.0),
    ("board_need", "int", 1.0),
    ("bed_gap", "int", 1.0),
    ("schools_over_seats", "int", 1.0),
    ("schools_under_100", "int", 1.0),
)
PER_ROW = 5


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a sheet, what it says, and how many rows it has (None: no table)."""

    sheet: str
    about: str
    rows: int | None


def add_cover(book: Book) -> Worksheet:
    """Return the first sheet, still empty; its contents need the others first."""
    sheet = book.workbook.add_worksheet(book.say("封面", "Cover"))
    sheet.hide_gridlines(2)
    return sheet


def write_cover(
    book: Book,
    sheet: Worksheet,
    model: LayoutModel,
    evaluation: Evaluation,
    entries: Sequence[Entry],
    *,
    simulated: bool,
    aside: SetAside,
) -> None:
    """Write title, notices, key figures, contents and fingerprint."""
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, PER_ROW, 21)
    sheet.set_row(1, 42)
    faces = book.formats
    sheet.write_string(1, 1, model.name, faces["cover.title"])
    kind = book.say("学校布局与就学条件分析", "School layout and access")
    year = book.say(f"{model.year} 学年", model.year) if model.year else ""
    sheet.write_string(2, 1, "　".join(p for p in (kind, year) if p), faces["cover.line"])
    row = _notices(book, sheet, 4, simulated=simulated, estimated=model.estimated)
    row = _cards(book, sheet, evaluation, row + 1, aside)
    row = _contents(book, sheet, entries, row + 1)
    mark = book.say("模型指纹", "model fingerprint")
    kernel = book.say("计算内核版本", "kernel version")
    text = f"{mark} {evaluation.model_sha256}　{kernel} {evaluation.kernel_version}"
    sheet.write_string(row + 1, 1, text, faces["mono"])
    set_page(book, sheet, one_page=True)
    sheet.set_first_sheet()
    sheet.activate()


def _notices(book: Book, sheet: Worksheet, row: int, *, simulated: bool, estimated: bool) -> int:
    """Write what a reader must know first; return the next free row."""
    notices = []
    if simulated:
        notices.append(
            book.say(
                "本数据为模拟数据，学校、村庄和学生数均为虚构，不得作为真实情况引用。",
                "Simulated data: schools, villages and pupils are invented. Do not cite as real.",
            )
        )
    if estimated:
        notices.append(
            book.say(
                "没有道路数据：路程按直线距离乘以折算系数估算。",
                "No road data: distances are straight lines times a detour factor.",
            )
        )
    for notice in notices:
        sheet.set_row(row, 24)
        sheet.write_string(row, 1, notice, book.formats["cover.notice"])
        for column in range(2, PER_ROW + 1):
            sheet.write_blank(row, column, None, book.formats["cover.notice"])
        row += 1
    return row


def _cards(book: Book, sheet: Worksheet, evaluation: Evaluation, row: int, aside: SetAside) -> int:
    """Write the key figures, a few to a row; return the next free row."""
    units = {
        "mean_length_m": book.say("（米）", " (m)"),
        "p90_length_m": book.say("（米）", " (m)"),
    }
    for k, (name, kind, scale) in enumerate(CARDS):
        top, column = row + 3 * (k // PER_ROW), 1 + k % PER_ROW
        sheet.set_row(top, 36)
        figure = evaluation.indicators.get(name)
        value: Value = None if figure is None or figure.value is None else figure.value * scale
        put(sheet, top, column, "—" if value is None else value, book.formats[f"card.{kind}"])
        label = figure_name(name, book.language) + units.get(name, "")
        sheet.set_row(top + 1, 22 if book.language == "zh" else 34)
        sheet.write_string(top + 1, column, label, book.formats["card.label"])
    after = row + 3 * (-(-len(CARDS) // PER_ROW))
    pupils = int(evaluation.indicators["pupils"].value or 0)
    lines = (
        counted_text(aside, pupils, book.language),
        bed_gap_text(bed_gap_of(evaluation), book.language),
    )
    for text in filter(None, lines):
        sheet.write_string(after - 1, 1, text, book.formats["muted"])
        after += 1
    return after


def _contents(book: Book, sheet: Worksheet, entries: Sequence[Entry], row: int) -> int:
    sheet.write_string(row, 1, book.say("目录", "Contents"), book.formats["section"])
    for entry in entries:
        row += 1
        sheet.set_row(row, 20)
        target = f"internal:'{entry.sheet}'!A1"
        sheet.write_url(row, 1, target, book.formats["link"], string=entry.sheet)
        sheet.write_string(row, 2, entry.about, book.formats["plain"])
        if entry.rows is not None:
            text = book.say(f"{entry.rows:,} 行", f"{entry.rows:,} rows")
            sheet.write_string(row, PER_ROW, text, book.formats["muted"])
    return row + 1
