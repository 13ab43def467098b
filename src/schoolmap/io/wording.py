"""How a check is worded: what becomes of the row, message and repair in two languages."""

from __future__ import annotations

from dataclasses import dataclass

from schoolmap.errors import Action, Severity


@dataclass(frozen=True)
class Text:
    """The words of a check: message and repair in both languages, and what becomes of the row."""

    severity: Severity
    action: Action
    zh: str
    en: str
    repair_zh: str = ""
    repair_en: str = ""


def stop(zh: str, en: str, repair_zh: str, repair_en: str) -> Text:
    """Return an error: the study cannot run with it."""
    return Text("error", "stopped", zh, en, repair_zh, repair_en)


def aside(zh: str, en: str, repair_zh: str, repair_en: str) -> Text:
    """Return a warning: the row is not used."""
    return Text("warning", "row_set_aside", zh, en, repair_zh, repair_en)


def changed(zh: str, en: str, repair_zh: str, repair_en: str) -> Text:
    """Return a warning: the value was changed."""
    return Text("warning", "value_changed", zh, en, repair_zh, repair_en)


def doubt(zh: str, en: str, repair_zh: str, repair_en: str) -> Text:
    """Return a warning: kept as it is, but it may be wrong."""
    return Text("warning", "kept", zh, en, repair_zh, repair_en)


def note(zh: str, en: str, repair_zh: str = "", repair_en: str = "") -> Text:
    """Return a note: the value was changed as the documents say."""
    return Text("note", "value_changed", zh, en, repair_zh, repair_en)


def remark(zh: str, en: str, repair_zh: str = "", repair_en: str = "") -> Text:
    """Return a note: kept as it is."""
    return Text("note", "kept", zh, en, repair_zh, repair_en)
