"""Words that people write instead of a value: none, unknown, about, a span, an error.

Whether 无 means zero depends on the column: a school without boarders has none, a school without
land has not been measured. Where it is not sure, the value is missing, never zero.
"""

from __future__ import annotations

import datetime as dt
import re

from schoolmap.io.measures import plain
from schoolmap.io.sheets import CELL_ERRORS, UNCOMPUTED
from schoolmap.model.columns import Column

NUMBERS = ("count", "amount")

NONE_WORDS = frozenset({"无", "没有", "零", "none"})
UNKNOWN_WORDS = frozenset(
    {"不详", "未知", "不清楚", "待定", "待核", "待核实", "待查", "待补", "待填", "暂缺", "缺",
     "缺失", "未统计", "未上报", "无数据", "?", "??", "???", "unknown", "tbd"}
)  # fmt: skip

_MAY_BE_NONE = frozenset(
    {"pupils", "pupils_primary", "pupils_junior", "senior_pupils", "boarders", "boarders_girls",
     "beds", "canteen_seats", "dorm_area_m2", "multimedia_rooms", "computers",
     "backbone_teachers", "pe_arts_teachers", "senior_teachers", "teachers_above_degree"}
)  # fmt: skip
"""Things that a school or a village may have none of; grades and ages besides."""
_GRADE_OR_AGE = re.compile(r"g\d|age\d")

_ABOUT = re.compile(
    r"(?:约|大约|大概|近|将近|不到|不足|超过?|≈|~|>|<|≥|≤).*\d.*|\d.*(?:余|多|左右|上下|以上|以下|以内|约|\+|±.*)[人名个]?"
)
_SPAN = re.compile(r"\d+(?:\.\d+)?\s*[人名]?\s*(?:-|—|–|~|～|至|到)+\s*\d+(?:\.\d+)?\s*[人名]?")
_PERCENT = re.compile(r"[\d.]+\s*[%‰]")
_MONTH_DAY = re.compile(r"(?:\d{4}[年/.-])?\d{1,2}月\d{1,2}日?|\d{4}[/-]\d{1,2}[/-]\d{1,2}")


def may_be_none(column: Column) -> bool:
    """Return whether 无 in a column of numbers means that there is none: zero."""
    base = column.name.removesuffix("_primary").removesuffix("_junior")
    return bool({column.name, base} & _MAY_BE_NONE or _GRADE_OR_AGE.fullmatch(column.name))


def broken(cell: object) -> str:
    """Return the code of a cell whose formula failed or was never worked out, else ""."""
    if cell is UNCOMPUTED or cell == UNCOMPUTED:
        return "formula_uncomputed"
    if isinstance(cell, str) and cell.strip().upper() in CELL_ERRORS:
        return "cell_error"
    return ""


def is_unknown(cell: object) -> bool:
    """Return whether a cell says that the value is not known."""
    return isinstance(cell, str) and plain(cell).lower() in UNKNOWN_WORDS


def says_none(cell: object) -> bool:
    """Return whether a cell says that there is none."""
    return isinstance(cell, str) and plain(cell).lower() in NONE_WORDS


def why_no_number(cell: object) -> str:
    """Return the code of what stands where a number was meant; "" where it is plainly no number."""
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return "number_is_date"
    text = plain(cell)
    if _MONTH_DAY.fullmatch(text):
        return "number_is_date"
    if _PERCENT.fullmatch(text):
        return "number_percent"
    if _SPAN.fullmatch(text):
        return "number_span"
    if _ABOUT.fullmatch(text):
        return "number_about"
    return ""
