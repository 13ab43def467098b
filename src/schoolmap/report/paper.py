"""A Word document laid out as official papers are: page, styles, numbering, footer.

The Chinese page follows GB/T 9704: text block 156 mm wide, title in 小标宋, body in 仿宋 of size
三号, headings 一、 in 黑体, （一） in 楷体, page number between dashes on the outer side. Fonts
that a machine lacks are named with a stand-in. Knows nothing of schools.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from schoolmap.errors import Language
from schoolmap.model.wording import Pair, say
from schoolmap.report.paper_faces import FACES, Face

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

WIDTH_MM = 156.0
"""Width of the text block."""
DATE = datetime(2000, 1, 1)
"""Fixed, so that the same figures give the same bytes."""

_MARGINS_MM = {"zh": (37, 30, 28, 26), "en": (28, 26, 28, 26)}
"""Top, bottom, left, right."""
_STAND_INS = {
    "方正小标宋简体": "宋体",
    "仿宋": "仿宋_GB2312",
    "楷体": "楷体_GB2312",
    "黑体": "微软雅黑",
}


_LEVELS: dict[Language, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("chineseCountingThousand", "%1、"),
        ("chineseCountingThousand", "（%2）"),
        ("decimal", "%3．"),
    ),
    "en": (("decimal", "%1  "), ("decimal", "%1.%2  "), ("decimal", "%1.%2.%3  ")),
}


@dataclass
class Paper:
    """An open document; `say` picks the language, the counters number tables and figures."""

    document: Document
    language: Language
    counts: dict[str, int] = field(default_factory=dict)
    style_ids: dict[str, str] = field(default_factory=dict)

    def say(self, zh: str, en: str) -> str:
        """Return the text in the document's language."""
        return zh if self.language == "zh" else en

    def paragraph(self, text: str, style: str = "Body Text") -> Paragraph:
        """Add a paragraph in a style of the house."""
        paragraph = self.document.add_paragraph()
        self.dress(paragraph, style)
        if text:
            paragraph.add_run(text)
        return paragraph

    def dress(self, paragraph: Paragraph, style: str) -> None:
        """Give a paragraph a style of the house; python-docx looks each one up anew."""
        if style not in self.style_ids:
            self.style_ids[style] = self.document.styles[style].style_id
        paragraph._p.style = self.style_ids[style]  # noqa: SLF001

    def heading(self, text: str, level: int = 1) -> Paragraph:
        """Add a numbered heading of level 1 to 3."""
        return self.paragraph(text, f"Heading {level}")

    def caption(self, kind: Pair, text: str, *, above: bool = True) -> Paragraph:
        """Add a numbered caption: ``表 1  …``; the number is a field, so that it can be renewed."""
        word = say(kind, self.language)
        self.counts[word] = number = self.counts.get(word, 0) + 1
        paragraph = self.paragraph(f"{word} ", "Caption")
        add_field(paragraph, f"SEQ {word} \\* ARABIC", shown=str(number))
        paragraph.add_run(f"　{text}" if self.language == "zh" else f"  {text}")
        paragraph.paragraph_format.keep_with_next = above
        return paragraph

    def note(self, text: str) -> Paragraph:
        """Add a note; where it stands under a table, the last row stays with it."""
        from docx.oxml.ns import qn

        rows = self.document.element.body.xpath("./w:tbl[last()]/w:tr[last()]")
        last = self.document.element.body.xpath("./*[not(self::w:sectPr)][last()]")
        if rows and last and last[0].tag == qn("w:tbl"):
            for paragraph in rows[-1].iter(qn("w:p")):
                paragraph.get_or_add_pPr().get_or_add_keepNext()
        return self.paragraph(text, "Note")


TABLE: Pair = ("表", "Table")
FIGURE: Pair = ("图", "Figure")


def open_paper(
    language: Language, *, title: str, footer: str, margins_mm: tuple[int, int] | None = None
) -> Paper:
    """Return a new document with the house's page, styles, numbering and footer.

    Parameters
    ----------
    language
        ``zh`` or ``en``.
    title
        For the file's properties.
    footer
        Where the figures come from; stands on every page beside its number.
    margins_mm
        Above and below the text; those of an official paper unless given.
    """
    import docx

    document = docx.Document()
    paper = Paper(document, language)
    _set_page(document, language, margins_mm)
    _set_styles(document, language)
    _set_numbering(document, language)
    _set_settings(document)
    _set_footers(document, footer)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = DATE
    properties.last_modified_by = ""
    return paper


def save_paper(paper: Paper, path: Path) -> None:
    """Save with fonts' stand-ins, and one date on every part, so that the bytes do not change."""
    buffer = io.BytesIO()
    _declare_fonts(paper.document)
    paper.document.save(buffer)
    with (
        zipfile.ZipFile(buffer) as parts,
        zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED) as package,
    ):
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts.read(part))


def add_field(paragraph: Paragraph, code: str, *, shown: str = "1", size: float = 0) -> None:
    """Add a field to a paragraph, with what it shows until a program renews it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(shown)
    if size:
        run.font.size = Pt(size)
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), code)
    run._r.addprevious(element)  # noqa: SLF001 - python-docx has no call for fields
    element.append(run._r)  # noqa: SLF001


def _set_page(document: Document, language: Language, margins_mm: tuple[int, int] | None) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, bottom, left, right = _MARGINS_MM[language]
    top, bottom = margins_mm or (top, bottom)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.footer_distance = Mm(14)


def _set_styles(document: Document, language: Language) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in document.styles}
    for name, face in FACES[language].items():
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _dress(document.styles[name], face)


def _dress(style: ParagraphStyle, face: Face) -> None:
    """Give a style its face; whatever the template had of it is dropped."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for part in ("w:rPr", "w:pPr"):
        for old in style.element.findall(qn(part)):
            style.element.remove(old)
    font, place = style.font, style.paragraph_format
    font.name, font.size, font.bold = face.latin, Pt(face.size), face.bold
    font.color.rgb = RGBColor.from_string(face.ink)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), face.chinese)
    place.space_before, place.space_after = Pt(face.before), Pt(face.after)
    place.keep_with_next, place.widow_control = face.keep, True
    place.alignment = {
        "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[face.align]
    if face.line is None:
        place.line_spacing = 1.0
    else:
        place.line_spacing_rule, place.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(face.line)
    if face.indent_chars:
        indent = OxmlElement("w:ind")
        indent.set(qn("w:firstLineChars"), str(100 * face.indent_chars))
        indent.set(qn("w:firstLine"), str(round(20 * face.indent_chars * face.size)))
        style.element.pPr.insert_element_before(indent, "w:jc", "w:outlineLvl")


def _set_numbering(document: Document, language: Language) -> None:
    """Have headings numbered by the document, so that the numbers renew themselves."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="Heading{k + 1}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
        for k, (kind, text) in enumerate(_LEVELS[language])
    )
    abstract = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    number = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    first = numbering.find(qn("w:num"))
    element = parse_xml(abstract)
    numbering.append(element) if first is None else first.addprevious(element)
    numbering.append(parse_xml(number))
    for k in range(len(_LEVELS[language])):
        properties = document.styles[f"Heading {k + 1}"].element.get_or_add_pPr()
        place = properties.get_or_add_numPr()
        place.get_or_add_ilvl().val = k
        place.get_or_add_numId().val = 90
        outline = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{k}"/>')
        properties.append(outline)


def _set_settings(document: Document) -> None:
    """Odd and even pages of their own, today's layout rules, Chinese as the East Asian language."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = parse_xml(f"<w:compat {nsdecls('w')}/>")
        settings.append(compat)
    uri = "http://schemas.microsoft.com/office/word"
    compat.append(
        parse_xml(
            f'<w:compatSetting {nsdecls("w")} w:name="compatibilityMode" w:uri="{uri}" w:val="15"/>'
        )
    )
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")


def _set_footers(document: Document, text: str) -> None:
    """Put where the figures come from on the inner side of each page, its number on the outer."""
    section = document.sections[0]
    for footer, is_odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Footer"]
        _tab_stop(paragraph)
        if is_odd:
            paragraph.add_run(f"{text}\t")
        _page_number(paragraph)
        if not is_odd:
            paragraph.add_run(f"\t{text}")


def _tab_stop(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)


def _page_number(paragraph: Paragraph) -> None:
    from docx.shared import Pt

    for part in ("— ", "", " —"):
        if part:
            paragraph.add_run(part).font.size = Pt(14)
        else:
            add_field(paragraph, "PAGE", size=14)


def _declare_fonts(document: Document) -> None:
    """Name what stands in for each Chinese font where a machine lacks it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    present = {font.get(qn("w:name")) for font in table}
    for name, other in _STAND_INS.items():
        if name not in present:
            table.append(
                parse_xml(
                    f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{other}"/>'
                    '<w:charset w:val="86"/></w:font>'
                )
            )
    part._blob = serialize_part_xml(table)  # noqa: SLF001 - the part is no XML part
