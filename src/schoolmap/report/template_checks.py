"""What the form to fill in asks and allows in the cells of a column."""

from __future__ import annotations

from schoolmap.errors import Language
from schoolmap.model.codes import AREA_GROUPS, GROUP_EN, SCHOOL_TYPES, STATUS_WORDS
from schoolmap.report.template_columns import Field

_LONGITUDES, _LATITUDES = (70.0, 140.0), (0.0, 60.0)
"""Degrees around China, wide: outside of them the sheet asks again, and lets it stand."""
_TITLE, _MESSAGE = 32, 255
"""Characters that a spreadsheet takes for the heading and the text of an input message."""


def cell_rules(field: Field, language: Language, *, townships: str) -> dict[str, object]:
    """Return what the sheet allows in a column, and what it says when a cell is chosen.

    Parameters
    ----------
    field
        The column.
    language
        ``zh`` or ``en``.
    townships
        Formula of the cells that list the townships.
    """
    zh, kind = language == "zh", field.column.kind
    asked: dict[str, object] = {
        "input_title": field.header(language)[:_TITLE],
        "input_message": field.said(language)[:_MESSAGE],
        "show_input": field.need == "must" or kind in ("type", "grades", "yes"),
        "error_title": "请再看一下" if zh else "Please look again",
    }
    if field.column.name == "township":
        # a spelling that is not in the list yet is no fault
        return {**asked, "validate": "list", "source": townships, "show_error": False}
    words = _words(kind, language)
    if words:
        # codes and other words are understood too
        told = "列表里没有这一项。仍要这样填吗？" if zh else "Not in the list. Keep it?"
        shown = {"error_type": "warning", "error_message": told}
        return {**asked, "validate": "list", "source": words, **shown}
    if kind == "degrees":
        return {**asked, **_degrees(field, language)}
    if kind in ("count", "amount"):
        told = "请填 0 或大于 0 的数，不带单位。" if zh else "A number, 0 or more, without a unit."
        least = {"criteria": ">=", "value": 0, "error_message": told}
        return {**asked, "validate": "integer" if kind == "count" else "decimal", **least}
    return {**asked, "validate": "any"}


def _degrees(field: Field, language: Language) -> dict[str, object]:
    low, high = _LONGITUDES if field.column.name == "lon" else _LATITUDES
    zh = "经纬度似乎不在中国，可能写反了。仍要这样填吗？"
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "warning",
        "error_message": zh if language == "zh" else "Far from China. Keep it?",
    }


def _words(kind: str, language: Language) -> list[str]:
    zh = language == "zh"
    return {
        "type": [t.zh if zh else t.en for t in SCHOOL_TYPES.values()],
        "area_class": list(AREA_GROUPS) if zh else [GROUP_EN[g] for g in AREA_GROUPS],
        "owner": ["公办", "民办"] if zh else ["public", "private"],
        "status": ["在办", "规划", "停办"] if zh else list(STATUS_WORDS),
        "yes": ["是", "否"] if zh else ["yes", "no"],
    }.get(kind, [])
