"""Numbers and units as people write them."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

# factor to the unit that the tables are kept in: m2, yuan, m, km/h, pieces
_AREA: dict[str, int | Fraction] = {
    "m2": 1, "平方米": 1, "平米": 1, "sqm": 1, "m^2": 1, "squaremetres": 1, "万平方米": 10_000,
    "亩": Fraction(2000, 3), "公顷": 10_000, "ha": 10_000, "hm2": 10_000,
    "平方公里": 1_000_000, "平方千米": 1_000_000, "km2": 1_000_000,
}  # fmt: skip
_MONEY: dict[str, int | Fraction] = {
    "yuan": 1, "元": 1, "rmb": 1, "cny": 1, "人民币元": 1, "百元": 100, "千元": 1000,
    "万元": 10_000, "万": 10_000, "百万元": 1_000_000, "亿元": 100_000_000,
}  # fmt: skip
_LENGTH: dict[str, int | Fraction] = {
    "m": 1, "米": 1, "metres": 1, "meters": 1, "km": 1000, "公里": 1000, "千米": 1000,
}  # fmt: skip
_SPEED: dict[str, int | Fraction] = {
    "km/h": 1, "kmh": 1, "kph": 1, "公里/小时": 1, "千米/小时": 1, "公里每小时": 1,
    "千米/时": 1, "公里/时": 1, "m/s": Fraction(18, 5), "米/秒": Fraction(18, 5),
    "mph": Fraction(1609344, 10**6),
}  # fmt: skip
_PIECES: dict[str, int | Fraction] = {
    **dict.fromkeys(
        ("人", "名", "个", "位", "座", "张", "床", "台", "套", "间", "册", "本", "班", "生"), 1
    ),
    **dict.fromkeys(("pupil", "person", "class", "seat", "bed", "set", "volume", "room"), 1),
    **dict.fromkeys(("pupils", "persons", "people", "classes", "seats", "beds", "sets"), 1),
    **dict.fromkeys(("volumes", "rooms", "人次", "学位", "床位", "蹲位"), 1),
    "百人": 100, "千人": 1000, "万人": 10_000, "千册": 1000, "万册": 10_000, "万": 10_000,
}  # fmt: skip
UNIT_ZH = {"m2": "平方米", "yuan": "元", "m": "米", "km/h": "公里/小时"}
"""Units that the tables are kept in, as a clerk calls them."""

_DIMENSIONS: dict[str, dict[str, int | Fraction]] = {
    "m2": _AREA,
    "yuan": _MONEY,
    "m": _LENGTH,
    "km/h": _SPEED,
}
_ALL = {**_PIECES, **_LENGTH, **_SPEED, **_MONEY, **_AREA}

MISSING: frozenset[str] = frozenset(
    {
        "", "-", "--", "—", "——", "–", "/", "\\", ".", "…", "空", "na", "n/a", "nan", "null",
        "none", "#n/a", "?", "??", "???", "unknown", "tbd", "无", "没有", "暂无", "无数据", "不详",
        "未知", "不清楚", "待定", "待核", "待核实", "待查", "待补", "待填", "暂缺", "缺", "缺失",
        "未统计", "未上报",
    }
)  # fmt: skip
"""What people write where there is no number."""

_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF))
"""Zero-width characters that pasting from web pages leaves behind."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, which terminals obey and no office file can hold; marks that turn the
direction of writing, so that a name reads as another; joiners without width; halves of
characters."""

_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:[, ]\d{3})+|\d+|(?=\.\d))(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*([^\d\s].*)?"
)


class UnreadableCellError(ValueError):
    """A cell that cannot be read; `code` names the problem."""

    def __init__(self, *, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Unit:
    """A unit as written, and what one of it is in the unit that the table keeps."""

    label: str
    factor: Fraction


def plain(value: object) -> str:
    """Return a cell as text: NFKC (full-width becomes ASCII), blanks and line ends single."""
    if value is None or (isinstance(value, float | np.floating) and math.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    text = " ".join(text.split())
    return text if text.isprintable() else without_unseen(text)


def without_unseen(text: str) -> str:
    """Return a text without characters that nobody sees and that do harm where it is shown."""
    return _UNSEEN.sub("", text)


def unseen_in(text: str) -> list[str]:
    """Return the characters that `plain` drops from a text because nobody sees them.

    Control characters that stand for a blank (a line end, a tab) are none of them.
    """
    found = [c for c in text if ord(c) in _INVISIBLE or (_UNSEEN.match(c) and not c.isspace())]
    return list(dict.fromkeys(found))


def is_marked(text: str) -> bool:
    """Return whether a text has the number of a footnote in it: ``12①``, ``12²``.

    NFKC would make digits like any other of it, and 121 pupils of 12. The 2 of ``m²`` is none.
    """
    if text.isascii():
        return False
    return any(
        not mark.isdecimal()
        and not (at and text[at - 1].isalpha())
        and unicodedata.normalize("NFKC", mark)[:1].isdecimal()
        for at, mark in enumerate(text)
    )


def unit_of(label: str, into: str) -> Unit | None:
    """Return a unit that can be converted `into` another, None where it cannot.

    Parameters
    ----------
    label
        As written: ``万元``, ``亩``, ``km``.
    into
        Unit of the table's column, for example ``yuan``; units of pieces (``pupil``, ``bed``)
        are all alike.
    """
    key = _unit_key(label)
    factor = _DIMENSIONS.get(into, _PIECES).get(key)
    return None if factor is None else Unit(label.strip(), Fraction(factor))


def is_unit(label: str) -> bool:
    """Return whether a word is a unit of anything."""
    return _unit_key(label) in _ALL


def parse_number(value: object, *, unit: Unit | None = None, into: str = "") -> float:
    """Return the number in a cell, NaN where it is empty or says that there is none.

    Parameters
    ----------
    value
        A number or text; ``1,234``, ``１２３``, ``30 亩`` and ``3.5万`` are understood.
    unit
        Unit of the column's header; a unit in the cell itself goes before it.
    into
        Unit that the column is kept in.

    Raises
    ------
    UnreadableCellError
        ``number_unreadable``; ``number_marked`` where a footnote's number stands beside it.
    """
    if isinstance(value, bool | np.bool_):
        raise UnreadableCellError(code="number_unreadable")
    if isinstance(value, int | float | np.integer | np.floating):
        number = float(value)
        scaled = number if unit is None else _scaled(repr(number), unit.factor)
        if math.isinf(scaled):
            raise UnreadableCellError(code="number_unreadable")
        return scaled
    if is_marked(str(value)):
        raise UnreadableCellError(code="number_marked")
    text = plain(value).lstrip("'’‘`")  # how a spreadsheet marks a number as text
    if text.lower() in MISSING:
        return math.nan
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise UnreadableCellError(code="number_unreadable")
    digits = match[1].replace(",", "").replace(" ", "")
    if match[2]:
        unit = unit_of(match[2], into)
        if unit is None:
            raise UnreadableCellError(code="number_unreadable")
    number = float(digits) if unit is None else _scaled(digits, unit.factor)
    if math.isinf(number):
        raise UnreadableCellError(code="number_unreadable")
    return number


def _scaled(digits: str, factor: Fraction) -> float:
    """Return a decimal text times a factor, rounded once: 1.1 万元 is 11000 yuan exactly.

    Infinity where that is more than a float holds.
    """
    number = float(digits)
    if not math.isfinite(number) or number == 0.0:
        return number  # 1e999999999 as a fraction would fill the memory
    try:
        return float(Fraction(Decimal(digits)) * factor)
    except OverflowError:
        return math.inf


def _unit_key(label: str) -> str:
    text = unicodedata.normalize("NFKC", label).strip().lower()
    text = re.sub(r"^单位[:：]?", "", text)
    return re.sub(r"\s+", "", text)
