"""How a dossier says its figures: lengths, times, people, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schoolmap.errors import Language
from schoolmap.model.affected import SchoolStanding
from schoolmap.model.grades import parse_span
from schoolmap.model.wording import Pair, quantity
from schoolmap.report.dossier_content import Kind
from schoolmap.units import half_up, show_number

DASH = "—"
ARROW = "→"

KIND: dict[Kind, Pair] = {
    "closed": ("撤并", "closed"),
    "reduced": ("减少年级", "gives up grades"),
    "receiving": ("接收学生", "receives"),
    "opened": ("新开办", "opened"),
    "changed": ("其他变化", "changed"),
}
GRADE_ZH = ("一", "二", "三", "四", "五", "六", "七", "八", "九")


def kilometres(metres: float | None) -> str:
    """Return metres as kilometres of one digit, without the unit."""
    return DASH if metres is None else show_number(metres / 1000, digits=1)


def minutes(seconds: float | None) -> str:
    """Return seconds as minutes of one digit, without the unit."""
    return DASH if seconds is None else show_number(seconds / 60, digits=1)


def count(value: float | None) -> str:
    """Return a number of people or things; a digit only where it is not whole."""
    if value is None:
        return DASH
    whole = abs(value - half_up(value)) < 0.05
    return show_number(value) if whole else show_number(value, digits=1)


def heads(value: float, language: Language) -> str:
    """Return a number of people for a sentence: whole, and said to be about where it is not."""
    if abs(value - half_up(value)) < 0.05:
        return f" {show_number(value)} " if language == "zh" else show_number(value)
    return f"约 {half_up(value)} " if language == "zh" else f"about {half_up(value)}"


def change(before: float | None, after: float | None, *, digits: int = 0) -> str:
    """Return a difference with its sign; a dash where it cannot be made."""
    if before is None or after is None:
        return DASH
    text = show_number(after - before, digits=digits)
    return text if text.startswith("-") or float(text.replace(",", "")) == 0 else f"+{text}"


def moved(before: str, after: str) -> str:
    """Return ``620 → 697``, or one of them where they are the same."""
    return after if before == after else f"{before} {ARROW} {after}"


def measured(value: float | None, unit: str, language: Language) -> str:
    """Return a value of a unit without the unit's words; a dash where it is unknown."""
    if value is None:
        return DASH
    text = quantity(value, unit, language)
    return text.split(" ")[0]


def listed(names: Iterable[str], language: Language, *, most: int = 0) -> str:
    """Return names in a row, no more than `most` of them (0: all)."""
    found = list(names)
    shown = found[:most] if most and len(found) > most else found
    text = ("、" if language == "zh" else ", ").join(shown)
    if len(shown) < len(found):
        rest = f"等 {len(found)} 处" if language == "zh" else f" and {len(found) - len(shown)} more"
        return f"{text}{rest}"
    return text


def per_staff(school: SchoolStanding) -> float | None:
    """Return pupils a member of staff; None where nobody knows."""
    return school.roll / school.staff if school.staff and school.roll > 0 else None


def joined_spans(spans: Iterable[str]) -> list[str]:
    """Return spans of grades with neighbours as one: ``1-3`` and ``4`` are ``1-4``."""
    found: list[list[int]] = []
    for first, last in sorted(parse_span(span) for span in spans):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return [str(a) if a == b else f"{a}-{b}" for a, b in found]


def grade_name(grade: int, language: Language) -> str:
    """Return the header of a grade's column."""
    return GRADE_ZH[grade - 1] if language == "zh" else f"G{grade}"


def place_name(admin: str, village: str) -> str:
    """Return a natural village with its administrative one, unless the name says it already."""
    return village if not admin or admin.removesuffix("村") == village else f"{admin}{village}"


def many(number: float, one: str, more: str = "") -> str:
    """Return a number with its English noun: ``1 village``, ``3 villages``."""
    return f"{count(number)} {one if number == 1 else more or one + 's'}"


def begin(text: str) -> str:
    """Return a text with its first letter as a sentence begins."""
    return text[:1].upper() + text[1:]


def sentence(parts: Sequence[str], language: Language) -> str:
    """Return parts joined as one sentence."""
    filled = [part for part in parts if part]
    return "，".join(filled) + "。" if language == "zh" else ", ".join(filled) + "."
