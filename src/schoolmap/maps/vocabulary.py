"""The words that the page shares with workbook and tables, all taken from `model.words`."""

from __future__ import annotations

from collections.abc import Mapping

from schoolmap.model import words as shared
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATORS
from schoolmap.model.wording import unit_name

Words = dict[str, list[str]]
"""Chinese and English by key."""

KINDS: Mapping[str, Mapping[str, shared.Pair]] = {
    "mode": shared.MODE,
    "reason": shared.REASON,
    "band": shared.BAND,
    "stage": shared.STAGE,
    "severity": shared.SEVERITY,
    "subject": shared.SUBJECT,
    "status": shared.STATUS,
    "area": shared.AREA_WORDS,
    "detail": shared.DETAIL,
    "verdict": {str(code): pair for code, pair in shared.VERDICT_2017.items()},
}
PAGE_UNITS = ("min", "km", "pupil", "pupil/class", "seat")
"""Units that the page itself turns figures into, or states them in."""


def words(model: LayoutModel) -> dict[str, Words]:
    """Return the words by kind, ``mode`` for example; ``unit`` names every unit in use."""
    found = {kind: {k: list(pair) for k, pair in by.items()} for kind, by in KINDS.items()}
    found["unit"] = {
        unit: [unit_name(unit, "zh"), unit_name(unit, "en")] for unit in sorted(units(model))
    }
    return found


def units(model: LayoutModel) -> set[str]:
    """Return every unit that the page may have to name."""
    return {
        *shared.UNIT,
        *PAGE_UNITS,
        *(s.unit for s in model.standards.values()),
        *(f"{i.resource.unit}/{per_pupils(i.per)}" for i in INDICATORS),
    }


def per_pupils(per: int) -> str:
    """Return what stands below the line of an indicator's unit."""
    return "pupil" if per == 1 else f"{per} pupils"
