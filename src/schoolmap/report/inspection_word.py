"""The self-inspection sheet (自查表) of one school as a Word document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.errors import Language
from schoolmap.kernel.inspection import InspectionRow, SchoolFacts
from schoolmap.model.wording import say
from schoolmap.report.inspection_view import (
    BAND,
    DATE,
    FONT,
    HEAD,
    HEADERS,
    INK,
    MUTED,
    NOTES_TITLE,
    RULE,
    SOURCES_TITLE,
    TINT,
    Sheet,
    sheet_of,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

_WIDTHS_CM = (4.5, 2.7, 2.7, 3.8, 4.2)


def write_inspection_docx(
    path: Path, facts: SchoolFacts, rows: Sequence[InspectionRow], *, language: Language = "zh"
) -> None:
    """Write the sheet as a Word document, A4 upright.

    Parameters
    ----------
    path
        File to write; replaced where it exists.
    facts, rows
        The school, and what `inspect_school` says of it.
    language
        ``zh`` or ``en``.
    """
    import docx
    from docx.shared import Pt

    sheet = sheet_of(facts, rows, language=language)
    document = docx.Document()
    _set_page(document, sheet)
    _paragraph(document, sheet.title, size=18, bold=True, ink=HEAD, after=2)
    if sheet.subtitle:
        _paragraph(document, sheet.subtitle, size=10, ink=MUTED, after=8)
    _facts_table(document, sheet)
    _paragraph(document, sheet.summary, size=10.5, bold=True, before=8, after=6)
    _main_table(document, sheet)
    for title, texts in ((NOTES_TITLE, sheet.notes), (SOURCES_TITLE, sheet.sources)):
        if texts:
            head = _paragraph(
                document, say(title, language), size=11, bold=True, ink=HEAD, before=10, after=3
            )
            head.paragraph_format.keep_with_next = True
        for number, text in enumerate(texts, start=1):
            line = _paragraph(document, f"{number}. {text}", size=9, after=2)
            line.paragraph_format.left_indent = Pt(14)
            line.paragraph_format.first_line_indent = Pt(-14)
    _save(document, path)


def _set_page(document: Document, sheet: Sheet) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.55)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.6)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT[sheet.language], Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT["zh"])
    properties = document.core_properties
    properties.title, properties.author = sheet.title, ""
    properties.created = properties.modified = DATE
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(footer, "PAGE")
    footer.add_run(" / ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no call for fields


def _paragraph(
    place: Document | _Cell,
    text: str,
    *,
    size: float,
    bold: bool = False,
    ink: str = INK,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    from docx.shared import Pt, RGBColor

    paragraph = place.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(ink)
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _fill_cell(
    cell: _Cell, text: str, *, size: float = 9, bold: bool = False, ink: str = INK, fill: str = ""
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(ink)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if fill:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), fill)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - no call for shading
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _new_table(document: Document, n_column: int, widths: Sequence[float]) -> Table:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    table: Table = document.add_table(rows=0, cols=n_column)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", RULE)):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    indent = OxmlElement("w:tblInd")  # brings the frame in line with the text above it
    indent.set(qn("w:w"), "108")
    indent.set(qn("w:type"), "dxa")
    # Word asks for the parts in the order of its schema
    later = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties = table._tbl.tblPr  # noqa: SLF001 - no call for indent and borders
    properties.insert_element_before(indent, "w:tblBorders", *later)
    properties.insert_element_before(borders, *later)
    return table


def _new_row(table: Table, *, heading: bool = False) -> Sequence[_Cell]:
    from docx.oxml import OxmlElement

    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves it bare
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - no call for row properties
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    cells: Sequence[_Cell] = row.cells
    return cells


def _facts_table(document: Document, sheet: Sheet) -> None:
    table = _new_table(document, 4, (3.2, 5.75, 3.2, 5.75))
    for k in range(0, len(sheet.facts), 2):
        cells = _new_row(table)
        for n, (label, value) in enumerate(sheet.facts[k : k + 2]):
            _fill_cell(cells[2 * n], label, ink=MUTED, fill=BAND)
            _fill_cell(cells[2 * n + 1], value)


def _main_table(document: Document, sheet: Sheet) -> None:
    table = _new_table(document, len(HEADERS), _WIDTHS_CM)
    for cell, pair in zip(_new_row(table, heading=True), HEADERS, strict=True):
        _fill_cell(cell, say(pair, sheet.language), bold=True, ink="FFFFFF", fill=HEAD)
    for group in sheet.groups:
        cells = _new_row(table)
        _fill_cell(cells[0].merge(cells[-1]), group.title, bold=True, fill=BAND)
        cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        for line in group.lines:
            fill, ink = TINT[line.verdict]
            cells = _new_row(table)
            for cell, text in zip(cells, (line.label, line.standard, line.actual), strict=False):
                _fill_cell(cell, text)
            missed = line.verdict == "missed"
            _fill_cell(cells[3], line.finding, bold=missed, ink=ink, fill=fill)
            _fill_cell(cells[4], line.basis, size=8, ink="3E4C59")


def _save(document: Document, path: Path) -> None:
    """Save with one date on every part of the package, so that the bytes do not change."""
    buffer = io.BytesIO()
    document.save(buffer)
    with (
        zipfile.ZipFile(buffer) as parts,
        zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED) as package,
    ):
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts.read(part))
