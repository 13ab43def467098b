"""Cleaning cells, by the kind of their column."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schoolmap.io.blanks import NUMBERS, broken, is_unknown, may_be_none, says_none, why_no_number
from schoolmap.io.degrees import parse_degrees
from schoolmap.io.frame import Cells
from schoolmap.io.headers import Head
from schoolmap.io.measures import (
    MISSING,
    UnreadableCellError,
    is_marked,
    parse_number,
    plain,
    unseen_in,
)
from schoolmap.model.codes import (
    AREA_CLASSES,
    AREA_GROUPS,
    GROUP_EN,
    SCHOOL_TYPES,
    STATUS_CANDIDATE,
    STATUS_CLOSED,
    STATUS_OPEN,
)
from schoolmap.model.columns import Kind
from schoolmap.model.grades import parse_span
from schoolmap.units import half_up

Scalar = str | int | float | bool
Value = str | float | int | tuple[int, int] | None

_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; the rest of a longer id is gone."""

_MOST = {"yuan": 1e12, "m2": 1e12}
_MOST_PIECES = 1e9
"""More than any county has: a slip of the hand, which whole-number sums could not hold."""

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_CUT_SHORT = re.compile(r"[1-9]\d{5,}0{6}")
"""A code of 12 digits that ends with six zeros is a whole county's, or lost its last digits."""
_FORCED_TEXT = re.compile(r'="([^"]*)"')
"""How a csv keeps a spreadsheet from turning a code into a number."""
_GROUPED = re.compile(r"\d+(?: \d+)+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_PLACES = ("township", "admin_village")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZH_MONTH_DAY = re.compile(r"(?:\d{4}年)?(\d{1,2})月(\d{1,2})日")
_EN_DAY_MONTH = re.compile(r"(\d{1,2})[- ]([a-z]{3})|([a-z]{3})[- ](\d{1,2})", re.IGNORECASE)
_ZH_NUMBERS = (
    ("十二", "12"), ("十一", "11"), ("十", "10"), ("一", "1"), ("二", "2"), ("三", "3"),
    ("四", "4"), ("五", "5"), ("六", "6"), ("七", "7"), ("八", "8"), ("九", "9"),
)  # fmt: skip

YES = frozenset({"是", "有", "true", "yes", "y", "√", "对"})
NO = frozenset({"否", "无", "没有", "false", "no", "n", "×", "x"})
_STATUS = {
    **dict.fromkeys(("在办", "open", "正常", "开办", "在用", "operating", "active"), STATUS_OPEN),
    **dict.fromkeys(
        ("规划", "candidate", "planned", "拟建", "规划中", "备选", "候选"), STATUS_CANDIDATE
    ),
    **dict.fromkeys(("停办", "closed", "撤销", "撤并", "已撤并", "已停办", "关闭"), STATUS_CLOSED),
}
_PRIVATE_MARKS = ("民办", "私立", "社会力量", "private", "independent")
_PUBLIC_MARKS = (
    "公办", "公立", "教育部门", "政府", "集体", "事业单位", "企业", "public", "government", "部队",
)  # fmt: skip
_AREA_WORDS = {
    "城市": 100, "县镇": 120, "县城": 120, "镇": 120, "农村": 200, "村": 200, "rural": 200,
    **{GROUP_EN[group]: code for group, code in zip(AREA_GROUPS, (100, 120, 200), strict=True)},
    **{area.zh: code for code, area in AREA_CLASSES.items()},
}  # fmt: skip


def _type_words() -> dict[str, int]:
    words = {}
    for code, kind in SCHOOL_TYPES.items():
        for word in (kind.zh, kind.en, *kind.aliases):
            words[word.lower()] = code
    return words


_TYPE_WORDS = _type_words()
TYPES_KNOWN = "，".join(f"{code} {kind.zh}" for code, kind in SCHOOL_TYPES.items())

KIND_WORDS: dict[Kind, dict[str, str]] = {
    "type": {"known": TYPES_KNOWN},
    "area_class": {
        "known": "111, 112, 121, 122, 123, 210, 220, 城区, 镇区, 乡村",
        "default_zh": "未知",
        "default_en": "unknown",
    },
    "status": {
        "known": "在办/open, 规划/candidate, 停办/closed",
        "default_zh": "在办",
        "default_en": "open",
    },
    "owner": {"known": "公办/public, 民办/private", "default_zh": "公办", "default_en": "public"},
    "yes": {"known": "是/yes, 否/no", "default_zh": "没有", "default_en": "no"},
    "oneway": {
        "known": "yes, no, -1, 是, 否",
        "default_zh": "双向通行",
        "default_en": "both ways",
    },
}
"""Words for the problem texts, by kind of column."""


@dataclass(frozen=True)
class Cleaned:
    """A column of cells, read.

    Attributes
    ----------
    values
        One for each cell; None or NaN where it is empty or could not be read.
    bad
        Code of the problem by position, for cells that could not be read as they are.
    repaired
        Code of what was done by position, for cells where the repair is sure.
    """

    values: list[Value]
    bad: dict[int, str]
    repaired: dict[int, str]


def clean(head: Head, cells: Cells, translate: Mapping[str, Scalar]) -> Cleaned:
    """Return a column's cells as its kind asks for.

    Parameters
    ----------
    head
        Column and the unit of its header.
    cells
        As found in the file.
    translate
        ``values`` of study.toml for this column: cell text to what it stands for.

    Returns
    -------
    Text for ``id`` and ``text``; numbers for the others (a code for ``type`` and ``area_class``,
    0 open, 1 candidate, 2 closed for ``status``, 1 private for ``owner``, 0 no, 1 yes, or seats
    for ``yes``; 1, -1, 0 for ``oneway``); (first, last) for ``grades``.
    """
    parse = _parser(head)
    words = {plain(key).lower(): value for key, value in translate.items()}
    values: list[Value] = []
    bad: dict[int, str] = {}
    repaired: dict[int, str] = {}
    number = head.column.kind in NUMBERS
    for at, cell in enumerate(cells):
        given = words.get(plain(cell).lower(), cell) if words else cell
        try:
            _refuse_placeholder(given, number=number)
            value = parse(given)
        except UnreadableCellError as error:
            bad[at] = (number and why_no_number(given)) or error.code
            value = None
        else:
            if number and says_none(given) and may_be_none(head.column):
                value, repaired[at] = 0.0, "none_is_zero"
            elif isinstance(given, str) and (code := _repair(head.column.kind, given, value)):
                repaired[at] = code
            if head.column.kind == "count" and isinstance(value, float) and value % 1 > 0:
                bad[at] = "number_not_whole"
                value = float(half_up(value))
        values.append(value)
    return Cleaned(values, bad, repaired)


def _refuse_placeholder(cell: object, *, number: bool) -> None:
    """Raise where a cell holds a failed formula, or says that a number is not known."""
    code = broken(cell) or ("number_unknown" if number and is_unknown(cell) else "")
    if code:
        raise UnreadableCellError(code=code)


def _repair(kind: Kind, given: str, value: Value) -> str:
    """Return the code of what reading a text changed in it, "" where only blanks went."""
    if kind == "id" and is_marked(given):
        return "id_marked"
    if kind == "id" and value != plain(given):
        return "id_cleaned"
    if kind == "text" and value != plain(given):
        return "text_closed" if value else "text_blank"
    if kind in ("id", "text") and unseen_in(given):
        return "names_cleaned"
    return ""


def numbers(values: Sequence[Value]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return cleaned numbers as float64, NaN where there is none."""
    return np.array([math.nan if v is None else v for v in values], dtype=np.float64)


def texts(values: Sequence[Value]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return cleaned texts as an object array, "" where there is none."""
    array = np.empty(len(values), dtype=object)
    array[:] = ["" if v is None else v for v in values]
    return array


def _parser(head: Head) -> Callable[[object], Value]:
    column, unit = head.column, head.unit

    def amount(cell: object) -> float:
        number = parse_number(cell, unit=unit, into=column.unit)
        if number < 0:
            raise UnreadableCellError(code="number_negative")
        if number > _MOST.get(column.unit, _MOST_PIECES):
            raise UnreadableCellError(code="number_unreadable")
        return number

    parsers: dict[Kind, Callable[[object], Value]] = {
        "id": parse_id,
        "text": parse_place if column.name in _PLACES else parse_text,
        "count": amount,
        "amount": amount,
        "degrees": parse_degrees,
        "yes": parse_yes,
        "type": parse_type,
        "area_class": parse_area_class,
        "grades": parse_grades,
        "status": parse_status,
        "owner": parse_owner,
        "oneway": parse_oneway,
    }
    return parsers[column.kind]


def parse_id(cell: object) -> str:
    """Return an id as text; a number from a spreadsheet gets its digits back.

    The apostrophe that marks a number as text and blanks between digits are taken out.

    Raises
    ------
    UnreadableCellError
        ``id_digits_lost``, ``id_is_date``.
    """
    if isinstance(cell, dt.date | dt.time):
        raise UnreadableCellError(code="id_is_date")
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
        raise UnreadableCellError(code="id_digits_lost")
    text = plain(cell).lstrip("'’‘`")
    forced = _FORCED_TEXT.fullmatch(text)
    text = forced[1] if forced else text
    if _SCIENTIFIC.fullmatch(text) or _CUT_SHORT.fullmatch(text):
        raise UnreadableCellError(code="id_digits_lost")
    if _GROUPED.fullmatch(text):
        text = text.replace(" ", "")
    whole = _WHOLE_FLOAT.fullmatch(text)
    return whole[1] if whole else text


def parse_text(cell: object) -> str:
    """Return a text; blanks and line ends between Chinese characters (``李　村``) are taken out."""
    return _BETWEEN_HAN.sub("", plain(cell))


def parse_place(cell: object) -> str:
    """Return the name of a township or a village committee, "" where a word says there is none."""
    text = parse_text(cell)
    return "" if text.lower() in MISSING else text


def parse_type(cell: object) -> int | None:
    """Return a 办学类型 code: a code, a word, or both together (``211 小学``)."""
    text = plain(cell).lower()
    if not text:
        return None
    for part in (text, re.sub(r"^\d{3}[\s\-:.]*|[\s(\-]*\d{3}\)?$", "", text)):
        if part in _TYPE_WORDS:
            return _TYPE_WORDS[part]
    code = re.match(r"(\d{3})(?!\d)", text)
    if code is not None and int(code[1]) in SCHOOL_TYPES:
        return int(code[1])
    raise UnreadableCellError(code="type_unknown")


def parse_area_class(cell: object) -> int | None:
    """Return a 城乡类型 code: a code, or a word such as 镇区."""
    text = plain(cell).lower()
    if text in MISSING:
        return None
    if text in _AREA_WORDS:
        return _AREA_WORDS[text]
    code = re.match(r"(\d{3})(?!\d)", text)
    if code is not None and int(code[1]) in AREA_CLASSES:
        return int(code[1])
    raise UnreadableCellError(code="word_unknown")


def parse_status(cell: object) -> int | None:
    """Return 0 open, 1 candidate, 2 closed."""
    text = plain(cell).lower()
    if text in MISSING:
        return None
    if text in _STATUS:
        return _STATUS[text]
    raise UnreadableCellError(code="word_unknown")


def parse_owner(cell: object) -> int | None:
    """Return 1 for a private school, 0 for a public one."""
    text = plain(cell).lower()
    if text in MISSING:
        return None
    if any(mark in text for mark in _PRIVATE_MARKS):
        return 1
    if any(mark in text for mark in _PUBLIC_MARKS):
        return 0
    raise UnreadableCellError(code="word_unknown")


def parse_yes(cell: object) -> float | None:
    """Return 0 for no, 1 for yes; a greater number is the number of seats."""
    text = plain(cell).lower()
    if isinstance(cell, bool | np.bool_):
        return float(cell)
    if text in YES:
        return 1.0
    if text in NO:
        return 0.0
    try:
        number = parse_number(cell, into="seat")
    except UnreadableCellError:
        number = -1.0
    if number < 0 or number > _MOST_PIECES:
        raise UnreadableCellError(code="word_unknown")
    return number


def parse_oneway(cell: object) -> int:
    """Return 1 forward only, -1 backward only, 0 both ways."""
    text = plain(cell).lower()
    if text in ("1", "1.0", "是", "true", "yes", "y"):
        return 1
    if text in ("-1", "-1.0", "reverse"):
        return -1
    if text in MISSING or text in ("0", "0.0", "否", "false", "no", "n", "both", "b", "双向"):
        return 0
    raise UnreadableCellError(code="word_unknown")


def parse_grades(cell: object) -> tuple[int, int] | None:
    """Return first and last grade; ``一至六年级`` and dates made of ``1-6`` are understood.

    Raises
    ------
    UnreadableCellError
        ``grades_unreadable``.
    """
    dated = span_from_date(cell)
    if dated is not None:
        return dated
    text = plain(cell)
    if text in MISSING:
        return None
    for word, digits in _ZH_NUMBERS:
        text = text.replace(word, digits)
    text = re.sub(r"\s*年级", "", text)
    try:
        return parse_span(text)
    except ValueError as error:
        raise UnreadableCellError(code="grades_unreadable") from error


def span_from_date(cell: object) -> tuple[int, int] | None:
    """Return the span that a spreadsheet turned into a date (1-6 into 6 January), else None.

    Spans run upwards, so month and day in either order say which grade is first.
    """
    if isinstance(cell, dt.date):
        return _upwards(cell.month, cell.day)
    if not isinstance(cell, str):
        return None
    text = plain(cell)
    match = _ZH_MONTH_DAY.fullmatch(text)
    if match is not None:
        return _upwards(int(match[1]), int(match[2]))
    match = _EN_DAY_MONTH.fullmatch(text)
    if match is None:
        return None
    month, day = (match[2] or match[3]).lower(), int(match[1] or match[4])
    return _upwards(_MONTHS.index(month) + 1, day) if month in _MONTHS else None


def _upwards(month: int, day: int) -> tuple[int, int] | None:
    first, last = sorted((month, day))
    return (first, last) if last <= 12 else None
