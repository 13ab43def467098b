"""Styles of a paper of the house: fonts, sizes, how paragraphs sit."""

from __future__ import annotations

from dataclasses import dataclass

from schoolmap.errors import Language

INK, MUTED, ALARM, LINE, SHADE = "1A1A1A", "595959", "B42318", "8C8C8C", "F1F3F6"


@dataclass(frozen=True)
class Face:
    """A style: fonts (Latin, Chinese), size in points, and how the paragraph sits."""

    latin: str
    chinese: str
    size: float
    bold: bool = False
    ink: str = INK
    line: float | None = None
    before: float = 0
    after: float = 0
    indent_chars: int = 0
    align: str = "both"
    keep: bool = False


_SERIF, _SANS = "Times New Roman", "Arial"
FACES: dict[Language, dict[str, Face]] = {
    "zh": {
        "Normal": Face(_SERIF, "仿宋", 16, line=28),
        "Body Text": Face(_SERIF, "仿宋", 16, line=28, indent_chars=2),
        "Title": Face(_SERIF, "方正小标宋简体", 22, line=34, align="center", after=4, keep=True),
        "Subtitle": Face(_SERIF, "楷体", 16, line=28, align="center", after=14, keep=True),
        "Heading 1": Face(_SERIF, "黑体", 16, line=28, indent_chars=2, before=6, keep=True),
        "Heading 2": Face(_SERIF, "楷体", 16, line=28, indent_chars=2, keep=True),
        "Heading 3": Face(_SERIF, "仿宋", 16, bold=True, line=28, indent_chars=2, keep=True),
        "Caption": Face(_SERIF, "黑体", 12, align="center", before=6, after=3, keep=True),
        "Table Text": Face(_SERIF, "宋体", 10.5, align="left"),
        "Table Head": Face(_SERIF, "黑体", 10.5, align="center"),
        "Note": Face(_SERIF, "宋体", 9, ink=MUTED, align="both", before=3, after=6),
        "Footer": Face(_SERIF, "宋体", 8, ink=MUTED, align="left"),
        "Posting Title": Face(_SERIF, "方正小标宋简体", 32, line=44, align="center", after=4),
        "Posting Subtitle": Face(_SERIF, "黑体", 18, line=28, align="center", after=8),
        "Posting Heading": Face(_SERIF, "黑体", 14, line=25, before=3, align="left", keep=True),
        "Posting Text": Face(_SERIF, "仿宋", 14, line=24, indent_chars=2),
        "Signature": Face(_SERIF, "仿宋", 14, line=26, align="right"),
        "Gap": Face(_SERIF, "宋体", 4),
        "Notice": Face(_SERIF, "楷体", 12, ink=ALARM, align="center", after=8),
        "Judgement": Face(_SERIF, "黑体", 12, align="left", before=8, after=3, keep=True),
        "Summary Item": Face(_SERIF, "仿宋", 12, line=18, align="both"),
        "Annex": Face(_SERIF, "黑体", 16, line=28, align="left", keep=True),
        "Annex Title": Face(
            _SERIF, "方正小标宋简体", 18, line=30, align="center", after=8, keep=True
        ),
        "Annex Text": Face(_SERIF, "仿宋", 12, line=20, indent_chars=2, after=4),
    },
    "en": {
        "Normal": Face(_SERIF, "宋体", 11.5, line=16),
        "Body Text": Face(_SERIF, "宋体", 11.5, line=16, after=6),
        "Title": Face(_SERIF, "宋体", 20, bold=True, line=26, align="center", after=4, keep=True),
        "Subtitle": Face(_SERIF, "宋体", 12.5, line=18, align="center", after=14, keep=True),
        "Heading 1": Face(
            _SANS, "黑体", 13, bold=True, before=14, after=4, keep=True, align="left"
        ),
        "Heading 2": Face(_SANS, "黑体", 11, bold=True, before=8, after=3, keep=True, align="left"),
        "Heading 3": Face(_SANS, "黑体", 10.5, before=6, after=2, keep=True, align="left"),
        "Caption": Face(_SANS, "黑体", 9.5, bold=True, align="left", before=8, after=3, keep=True),
        "Table Text": Face(_SERIF, "宋体", 9.5, align="left"),
        "Table Head": Face(_SANS, "黑体", 8.5, bold=True, align="center"),
        "Note": Face(_SERIF, "宋体", 8.5, ink=MUTED, align="both", before=3, after=6),
        "Footer": Face(_SERIF, "宋体", 8, ink=MUTED, align="left"),
        "Posting Title": Face(_SERIF, "宋体", 28, bold=True, line=36, align="center", after=4),
        "Posting Subtitle": Face(_SANS, "黑体", 14, bold=True, line=20, align="center", after=10),
        "Posting Heading": Face(
            _SANS, "黑体", 12, bold=True, before=8, after=3, align="left", keep=True
        ),
        "Posting Text": Face(_SERIF, "宋体", 14, line=20, after=5),
        "Signature": Face(_SERIF, "宋体", 14, line=24, align="right"),
        "Gap": Face(_SERIF, "宋体", 4),
        "Notice": Face(_SERIF, "宋体", 10.5, ink=ALARM, align="center", after=8),
        "Judgement": Face(
            _SANS, "黑体", 10.5, bold=True, align="left", before=8, after=3, keep=True
        ),
        "Summary Item": Face(_SERIF, "宋体", 10.5, line=14, align="left", after=2),
        "Annex": Face(_SANS, "黑体", 11, bold=True, align="left", keep=True),
        "Annex Title": Face(_SERIF, "宋体", 16, bold=True, align="left", after=8, keep=True),
        "Annex Text": Face(_SERIF, "宋体", 10.5, line=14, after=4),
    },
}
