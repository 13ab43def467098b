"""The workbook that a county fills in: instructions, schools, villages, townships, codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.errors import Language, MachineError
from schoolmap.model.codes import AREA_CLASSES, AREA_GROUPS, GROUP_EN, SCHOOL_TYPES
from schoolmap.report.book import (
    INK,
    LINE,
    LINE_HEIGHT,
    MUTED,
    NAVY,
    Book,
    Value,
    line_count,
    open_book,
    put,
    text_width,
)
from schoolmap.report.template_checks import cell_rules
from schoolmap.report.template_columns import SCHOOL_FIELDS, VILLAGE_FIELDS, Field, Need

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

BOOK_NAME = {"zh": "学校布局数据.xlsx", "en": "school_layout.xlsx"}
SHEETS = {
    "guide": ("填表说明", "Instructions"),
    "schools": ("学校", "schools"),
    "villages": ("村庄", "villages"),
    "townships": ("乡镇", "townships"),
    "codes": ("代码", "codes"),
}
_ROWS = {"schools": 2000, "villages": 10_000}
"""Rows that lists and checks of the sheet reach to; rows below are read all the same."""
_TOWNSHIPS = 120
_PAGES_WIDE = {"schools": 4, "villages": 2}
_BLUE = "#5b7ba3"
_NEED_WORDS: dict[Need, tuple[str, str]] = {
    "must": ("必填", "required"),
    "should": ("请尽量填", "wanted"),
    "may": ("有则填", "if known"),
}
_GUIDE_WIDTHS = (17.0, 25.0, 11.0, 58.0, 24.0)
_GUIDE_HEADS = (
    ("类别", "Group"),
    ("列", "Column"),
    ("要求", "Need"),
    ("怎样填", "How"),
    ("示例", "Example"),
)


@dataclass(frozen=True)
class _Faces:
    """Formats of the form beside the house's."""

    heads: dict[Need, Format]
    step: Format
    told: Format
    example: Format
    example_text: Format
    text: Format
    whole: Format
    number: Format
    degrees: Format


def sheet_name(key: str, language: Language) -> str:
    """Return the name of a sheet of the form: ``schools``, ``villages`` and so on."""
    return SHEETS[key][0 if language == "zh" else 1]


def write_template(path: Path, *, language: Language) -> Path:
    """Write the workbook to fill in; the same bytes every time.

    Parameters
    ----------
    path
        File to write.
    language
        Of headers, lists and notes.

    Raises
    ------
    MachineError
        If the file cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    heading = "学校布局数据" if language == "zh" else "School layout"
    book = open_book(path, language=language, heading=heading)
    faces = _faces(book)
    sheets = {key: book.workbook.add_worksheet(sheet_name(key, language)) for key in SHEETS}
    _write_guide(book, sheets["guide"], faces)
    _write_form(book, sheets["schools"], SCHOOL_FIELDS, faces, key="schools")
    _write_form(book, sheets["villages"], VILLAGE_FIELDS, faces, key="villages")
    _write_townships(book, sheets["townships"], faces)
    _write_codes(book, sheets["codes"])
    sheets["guide"].activate()
    try:
        book.workbook.close()
    except (FileCreateError, OSError) as error:
        zh, en = f"无法写入 {path}：{error}。", f"Cannot write {path}: {error}."
        raise MachineError(zh, en) from error
    return path


def _faces(book: Book) -> _Faces:
    font = "微软雅黑" if book.language == "zh" else "Arial"
    base = {"font_name": font, "font_size": 10, "font_color": INK, "valign": "vcenter"}
    cell = {**base, "bottom": 1, "right": 1, "bottom_color": LINE, "right_color": LINE}
    head = {
        **base,
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "border": 1,
        "border_color": "#ffffff",
    }
    grey = {**cell, "italic": True, "font_color": MUTED, "bg_color": "#f4f5f7"}
    add = book.workbook.add_format
    return _Faces(
        heads={
            "must": add({**head, "bg_color": NAVY, "font_color": "#ffffff"}),
            "should": add({**head, "bg_color": _BLUE, "font_color": "#ffffff"}),
            "may": add({**head, "bg_color": "#dfe7f1"}),
        },
        step=add({**base, "bold": True, "font_color": NAVY, "font_size": 11}),
        told=add({**base, "text_wrap": True, "indent": 1}),
        example=add({**grey, "align": "right"}),
        example_text=add({**grey, "num_format": "@"}),
        text=add({**cell, "num_format": "@"}),
        whole=add({**cell, "num_format": "0", "align": "right"}),
        number=add({**cell, "num_format": "General", "align": "right"}),
        degrees=add({**cell, "num_format": "0.000000", "align": "right"}),
    )


def _write_form(
    book: Book, sheet: Worksheet, fields: Sequence[Field], faces: _Faces, *, key: str
) -> None:
    """Write headers with their notes, the example row, and what each column takes."""
    language = book.language
    sheet.set_tab_color(NAVY)
    heads = [f.header(language) for f in fields]
    widths = [max(f.width, text_width(h) + 2.5) for f, h in zip(fields, heads, strict=True)]
    lines = max(line_count(head, width) for head, width in zip(heads, widths, strict=True))
    sheet.set_default_row(19)
    sheet.set_row(0, 12 + LINE_HEIGHT * lines)
    sheet.set_row(1, 19)
    townships = f"='{sheet_name('townships', language)}'!$A$2:$A${_TOWNSHIPS + 1}"
    for k, (field, head, width) in enumerate(zip(fields, heads, widths, strict=True)):
        kind = field.column.kind
        is_text = kind not in ("count", "amount", "degrees")
        sheet.set_column(k, k, width, _cell_face(field, faces))
        sheet.write_string(0, k, head, faces.heads[field.need])
        sheet.write_comment(0, k, _note(field, language), _NOTE_STYLE)
        sample = field.sample(language)
        put(sheet, 1, k, sample, faces.example_text if is_text else faces.example)
        checks = cell_rules(field, language, townships=townships)
        # the example row is checked too: it must be a good example
        sheet.data_validation(1, k, _ROWS[key], k, checks)
    _warn_of_twins(book, sheet, last=_ROWS[key])
    sheet.freeze_panes(1, 2)
    _set_page(book, sheet, sheet_name(key, language), wide=_PAGES_WIDE[key])
    # code and name stand on every page of the printed table
    sheet.repeat_columns(0, 1)


_NOTE_STYLE = {"author": "schoolmap", "x_scale": 1.6, "y_scale": 1.0, "font_size": 9}


def _note(field: Field, language: Language) -> str:
    need = _NEED_WORDS[field.need][0 if language == "zh" else 1]
    return f"【{need}】{field.zh}" if language == "zh" else f"[{need}] {field.en}"


def _cell_face(field: Field, faces: _Faces) -> Format:
    kinds = {"count": faces.whole, "amount": faces.number, "degrees": faces.degrees}
    return kinds.get(field.column.kind, faces.text)


def _warn_of_twins(book: Book, sheet: Worksheet, *, last: int) -> None:
    """Colour ids that stand twice."""
    twin = {"type": "duplicate", "format": book.formats["bad"]}
    sheet.conditional_format(1, 0, last, 0, twin)


def _set_page(book: Book, sheet: Worksheet, title: str, *, wide: int = 1) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(wide, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L&12&B{title}")
    sheet.set_footer(f"&R&8{book.say('第 &P 页，共 &N 页', 'page &P of &N')}")


def _write_guide(book: Book, sheet: Worksheet, faces: _Faces) -> None:
    """Write how to fill the workbook in, and every column of both tables."""
    from schoolmap.report.template_guide import guide_steps

    language, text = book.language, book.formats
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#c58a00")
    for k, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(k, k, width)
    sheet.set_row(0, 34)
    sheet.write_string(
        0, 0, book.say("学校布局数据 · 填表说明", "School layout: instructions"), text["title"]
    )
    row = 2
    for number, step in enumerate(guide_steps(language), start=1):
        sheet.write_string(row, 0, book.say(f"第 {number} 步", f"Step {number}"), faces.step)
        sheet.merge_range(row, 1, row, 4, step, faces.told)
        sheet.set_row(row, 6 + LINE_HEIGHT * line_count(step, sum(_GUIDE_WIDTHS[1:])))
        row += 1
    row = _write_legend(book, sheet, faces, row + 1)
    for key, fields in (("schools", SCHOOL_FIELDS), ("villages", VILLAGE_FIELDS)):
        row = _write_columns(book, sheet, faces, row + 1, key=key, fields=fields)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&R&8{book.say('第 &P 页，共 &N 页', 'page &P of &N')}")


def _write_legend(book: Book, sheet: Worksheet, faces: _Faces, row: int) -> int:
    """Write what the colours mean; return the next free row."""
    meaning: dict[Need, tuple[str, str]] = {
        "must": ("没有它不能运行", "nothing runs without it"),
        "should": ("分析要用，尽量填全", "the analysis rests on it"),
        "may": ("有就填，没有留空；空白不当作 0", "leave empty what is not known; empty is not 0"),
    }
    sheet.write_string(row, 0, book.say("表头颜色", "Colours"), book.formats["section"])
    for need, words in meaning.items():
        sheet.write_string(row, 1, book.say(*_NEED_WORDS[need]), faces.heads[need])
        sheet.merge_range(row, 2, row, 4, book.say(*words), faces.told)
        sheet.set_row(row, 19)
        row += 1
    sheet.write_string(row, 1, book.say("示例", "EXAMPLE"), faces.example_text)
    told = book.say(
        "灰色斜体是示例行：编号以“示例”开头的行不计入数据，留着或删去都可以。",
        "Grey: the example row. Rows whose id begins with EXAMPLE are not counted; keep or delete.",
    )
    sheet.merge_range(row, 2, row, 4, told, faces.told)
    return row + 1


def _write_columns(
    book: Book, sheet: Worksheet, faces: _Faces, row: int, *, key: str, fields: Sequence[Field]
) -> int:
    language, text = book.language, book.formats
    title = book.say(f"“{sheet_name(key, language)}”表各列", f"Columns of {key}")
    sheet.write_string(row, 0, title, text["section"])
    sheet.set_row(row, 24)
    row += 1
    for k, words in enumerate(_GUIDE_HEADS):
        sheet.write_string(row, k, book.say(*words), text["header"])
    group = ""
    for field in _once(fields):
        row += 1
        said = field.said(language)
        shown = field.group(language) if field.group(language) != group else ""
        group = field.group(language)
        put(sheet, row, 0, shown, text["wrap"])
        put(sheet, row, 1, _guide_header(field, language), text["wrap"])
        need = book.say(*_NEED_WORDS[field.need])
        put(sheet, row, 2, need, faces.heads[field.need])
        put(sheet, row, 3, said, text["wrap"])
        sample = field.sample(language)
        put(sheet, row, 4, None if sample is None else f"{sample}", text["wrap"])
        high = max(
            line_count(said, _GUIDE_WIDTHS[3]), line_count(str(sample or ""), _GUIDE_WIDTHS[4])
        )
        sheet.set_row(row, 5 + LINE_HEIGHT * high)
    return row + 1


def _once(fields: Sequence[Field]) -> list[Field]:
    """Return the fields, of a run that is told in the same words only the first."""
    pairs = zip(fields, (None, *fields), strict=False)
    return [field for field, before in pairs if before is None or field.zh != before.zh]


def _guide_header(field: Field, language: Language) -> str:
    runs = {"g1": ("一年级* … 九年级*", "g1* … g9*"), "age0": ("0岁 … 5岁", "age0 … age5")}
    words = runs.get(field.column.name)
    if words is None:
        return field.header(language)
    shown = words[0 if language == "zh" else 1]
    return shown if field.need == "must" else shown.replace("*", "")


def _write_townships(book: Book, sheet: Worksheet, faces: _Faces) -> None:
    sheet.set_tab_color(_BLUE)
    sheet.set_column(0, 0, 22, faces.text)
    sheet.set_column(1, 1, 60)
    sheet.set_default_row(19)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, book.say("乡镇", "township"), faces.heads["should"])
    told = book.say(
        "每行写一个乡镇（街道）名称；“学校”“村庄”两张表的“乡镇”列就能下拉选择。",
        "One township a row; the township columns of schools and villages then offer them.",
    )
    sheet.write_string(0, 1, told, book.formats["muted"])
    sheet.freeze_panes(1, 0)
    _set_page(book, sheet, sheet_name("townships", book.language))


def _write_codes(book: Book, sheet: Worksheet) -> None:
    """Write the code lists that the tables take."""
    zh = book.language == "zh"
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#98a2b3")
    heads = [
        [("办学类型代码", "type"), ("办学类型", "words"), ("默认年级", "grades unless given")],
        [("城乡类型代码", "area_class"), ("城乡类型", "words"), ("归入", "group")],
    ]
    kinds: list[list[Value]] = [
        [t.code, t.zh if zh else t.en, f"{t.first}-{t.last}"] for t in SCHOOL_TYPES.values()
    ]
    areas: list[list[Value]] = [
        [a.code, a.zh, a.group if zh else GROUP_EN[a.group]]
        for a in AREA_CLASSES.values()
        if a.zh not in AREA_GROUPS
    ]
    for first, titles, rows in ((0, heads[0], kinds), (4, heads[1], areas)):
        for k, words in enumerate(titles):
            sheet.set_column(first + k, first + k, 22.0 if k == 1 else 15.0)
            sheet.write_string(0, first + k, book.say(*words), book.formats["header"])
        for r, row in enumerate(rows, start=1):
            for k, value in enumerate(row):
                put(sheet, r, first + k, value, book.formats["centre" if k != 1 else "text"])
    sheet.set_row(0, 24)
    sheet.set_column(3, 3, 4)
    sheet.freeze_panes(1, 0)
    _set_page(book, sheet, sheet_name("codes", book.language))
