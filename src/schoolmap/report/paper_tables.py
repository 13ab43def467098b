"""Tables, pictures and boxes on a page of the house. Knows nothing of schools."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from schoolmap.report.paper import WIDTH_MM, Paper
from schoolmap.report.paper_faces import ALARM, LINE, MUTED, SHADE

if TYPE_CHECKING:
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

Align = Literal["left", "center", "right"]
Ink = Literal["", "alarm", "muted"]


@dataclass(frozen=True)
class Col:
    """A column: header, share of the width, alignment, and the header that it stands under."""

    header: str
    share: float
    align: Align = "center"
    group: str = ""


@dataclass(frozen=True)
class Text:
    """A cell that is set apart: bold, in the ink of alarm or of an aside."""

    text: str
    bold: bool = False
    ink: Ink = ""


SAME = "\0"
"""A cell that goes on with the cell above it."""

Cell = str | Text
Row = Sequence[Cell]


@dataclass(frozen=True)
class _Form:
    """A table's document, points of its text (None: the style's), points of air in its cells."""

    paper: Paper
    size: float | None
    air: float

    @property
    def line(self) -> float | None:
        """Points from line to line; None: as the font has it."""
        return None if self.size is None else self.size * _LINE


_DENSE = {"zh": 9.0, "en": 8.0}
_AIR, _AIR_DENSE, _LINE = 1.6, 0.6, 1.28
_WHOLE = 12
"""Rows up to which a table is not broken over two pages."""


def add_table(
    paper: Paper,
    columns: Sequence[Col],
    rows: Sequence[Row],
    *,
    total: Row | None = None,
    width_mm: float = WIDTH_MM,
    dense: bool = False,
) -> Table:
    """Add a table; its headers are repeated on every page, no row is broken.

    Parameters
    ----------
    paper
        Where to.
    columns
        Neighbours of one `group` stand under a common header.
    rows
        A row of one cell is a heading across the table.
    total
        A last row, in bold.
    width_mm
        Of the whole table.
    dense
        Smaller text and less air, for long tables.
    """
    form = _Form(paper, _DENSE[paper.language] if dense else None, _AIR_DENSE if dense else _AIR)
    whole = sum(column.share for column in columns)
    widths = [width_mm * column.share / whole for column in columns]
    table = new_table(paper, widths)
    _headers(form, table, columns)
    for row in rows:
        cells = new_row(table)
        if len(row) == 1:
            joined = cells[0].merge(cells[-1])
            _fill(form, joined, row[0], align="left", shade=SHADE)
            joined.paragraphs[0].paragraph_format.keep_with_next = True
            continue
        for k, (value, column) in enumerate(zip(row, columns, strict=True)):
            if value == SAME:
                above = table.cell(len(table.rows) - 2, k)
                above.merge(cells[k])
                continue
            _fill(form, cells[k], value, align=column.align)
    if len(rows) <= _WHOLE:
        _keep_together(table)
    if total is not None:
        for cell, value, column in zip(new_row(table), total, columns, strict=True):
            text = value.text if isinstance(value, Text) else value
            _fill(form, cell, Text(text, bold=True), align=column.align, shade=SHADE)
    return table


def new_table(paper: Paper, widths_mm: Sequence[float], *, ruled: bool = True) -> Table:
    """Return an empty table of columns of given widths, ruled finely or not at all."""
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Mm

    table: Table = paper.document.add_table(rows=0, cols=len(widths_mm))
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    later = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties = table._tbl.tblPr  # noqa: SLF001 - no call for borders and margins
    width = properties.find(qn("w:tblW"))
    if width is not None:
        width.set(qn("w:type"), "dxa")
        width.set(qn("w:w"), str(round(sum(widths_mm) * 1440 / 25.4)))
    centre = parse_xml(f'<w:jc {nsdecls("w")} w:val="center"/>')
    properties.insert_element_before(centre, "w:tblBorders", *later)
    if ruled:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            border = OxmlElement(f"w:{side}")
            heavy = side in {"top", "bottom"}
            style = (("val", "single"), ("sz", "8" if heavy else "4"), ("space", "0"))
            for key, value in (*style, ("color", "1A1A1A" if heavy else LINE)):
                border.set(qn(f"w:{key}"), value)
            borders.append(border)
        properties.insert_element_before(borders, *later)
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    )
    properties.insert_element_before(margins, "w:tblLook")
    return table


def new_row(table: Table, *, heading: bool = False) -> Sequence[_Cell]:
    """Return the cells of a new row that no page breaks; a heading is repeated on every page."""
    from docx.oxml import OxmlElement

    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves it bare
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - no call for row properties
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    cells: Sequence[_Cell] = row.cells
    return cells


def flagged(text: str, alarm: bool) -> Cell:  # noqa: FBT001 - reads as a sentence
    """Return a cell that is set apart where something is wrong with it."""
    return Text(text, bold=True, ink="alarm") if alarm else text


def _keep_together(table: Table) -> None:
    """Keep a short table on one page, with what it is called."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _headers(form: _Form, table: Table, columns: Sequence[Col]) -> None:
    grouped = any(column.group for column in columns)
    top = new_row(table, heading=True)
    if not grouped:
        for cell, column in zip(top, columns, strict=True):
            _fill(form, cell, column.header, style="Table Head", shade=SHADE)
        return
    below = new_row(table, heading=True)
    k = 0
    while k < len(columns):
        group, last = columns[k].group, k
        if not group:
            joined = top[k].merge(below[k])
            _fill(form, joined, columns[k].header, style="Table Head", shade=SHADE)
        else:
            while last + 1 < len(columns) and columns[last + 1].group == group:
                last += 1
            joined = top[k].merge(top[last])
            _fill(form, joined, group, style="Table Head", shade=SHADE)
            for n in range(k, last + 1):
                _fill(form, below[n], columns[n].header, style="Table Head", shade=SHADE)
        k = last + 1


def _fill(
    form: _Form,
    cell: _Cell,
    value: Cell,
    *,
    style: str = "Table Text",
    align: Align = "center",
    shade: str = "",
) -> None:
    """Write a cell."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Pt, RGBColor

    text = value if isinstance(value, Text) else Text(value)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if shade:
        shade_cell(cell, shade)
    paragraph = cell.paragraphs[0]
    form.paper.dress(paragraph, style)
    place_paragraph(paragraph, align, space=form.air)
    if form.line is not None:
        paragraph.paragraph_format.line_spacing = Pt(form.line)
    run = paragraph.add_run(text.text)
    if text.bold:
        run.font.bold = True
    if text.ink:
        run.font.color.rgb = RGBColor.from_string(ALARM if text.ink == "alarm" else MUTED)
    if form.size is not None:
        run.font.size = Pt(form.size)


def place_paragraph(paragraph: Paragraph, align: Align, *, space: float = 2) -> None:
    """Align a paragraph in a cell, with a little air above and below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[align]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(space)


def shade_cell(cell: _Cell, fill: str) -> None:
    """Give a cell a ground."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - no call for shading


def add_picture(paper: Paper, png: bytes, *, width_mm: float = WIDTH_MM, words: str) -> None:
    """Add a picture across the text block, with words for those who cannot see it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    paragraph = paper.paragraph("", "Table Text")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run()
    shape = run.add_picture(io.BytesIO(png), width=Mm(width_mm))
    inline = shape._inline  # noqa: SLF001 - no call for alternative text
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    properties = inline.docPr
    properties.set("descr", words)
    properties.set("name", f"picture {properties.get('id')}")


def add_cards(paper: Paper, cards: Sequence[tuple[str, str, bool]]) -> None:
    """Add a row of key figures: value, label, whether it is an alarm."""
    from docx.shared import Pt, RGBColor

    table = new_table(paper, [WIDTH_MM / len(cards)] * len(cards), ruled=False)
    values, labels = new_row(table), new_row(table)
    for cell, below, (value, label, alarm) in zip(values, labels, cards, strict=True):
        for part in (cell, below):
            shade_cell(part, SHADE)
            paper.dress(part.paragraphs[0], "Table Text")
        place_paragraph(cell.paragraphs[0], "center", space=5)
        place_paragraph(below.paragraphs[0], "center", space=4)
        run = cell.paragraphs[0].add_run(value)
        run.font.size, run.font.bold = Pt(18), True
        run.font.color.rgb = RGBColor.from_string(ALARM if alarm else "1F3A5F")
        run = below.paragraphs[0].add_run(label)
        run.font.size = Pt(9)
        run.font.color.rgb = RGBColor.from_string(MUTED)
