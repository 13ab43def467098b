"""Villages that are not counted, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass

from schoolmap.errors import Language
from schoolmap.units import show_number


@dataclass(frozen=True)
class SetAside:
    """Villages whose rows could not be used.

    Attributes
    ----------
    villages
        Rows of the table of villages that were set aside; totals and notes are none.
    pupils
        Pupils that stand in these rows, as far as their cells can be read.
    unread
        Whether cells of pupils could not be read, so that `pupils` is the least.
    """

    villages: int = 0
    pupils: int = 0
    unread: bool = False


def aside_words(aside: SetAside, pupils: int) -> tuple[str, str] | None:
    """Return what is not counted beside `pupils` that are, in both languages; None for nothing."""
    if not aside.villages:
        return None
    n, left = show_number(aside.villages), show_number(aside.pupils)
    one = aside.villages == 1
    noun, verb = ("village", "is") if one else ("villages", "are")
    if not aside.unread:
        whole = show_number(pupils + aside.pupils)
        return (
            f"另有 {n} 个村 {left} 人因资料问题未计入，原表共 {whole} 人",
            f"{n} {noun} with {left} pupils {verb} not counted (the table has {whole})",
        )
    if not aside.pupils:
        return (
            f"另有 {n} 个村因资料问题未计入，人数不明",
            f"{n} {noun} {verb} not counted, nobody can tell with how many pupils",
        )
    return (
        f"另有 {n} 个村至少 {left} 人因资料问题未计入，其余人数不明",
        f"{n} {noun} with at least {left} pupils {verb} not counted; more cannot be read",
    )


def counted_text(aside: SetAside, pupils: int, language: Language) -> str:
    """Return how many pupils are counted and how many are not; empty where all are."""
    words = aside_words(aside, pupils)
    if words is None:
        return ""
    n = show_number(pupils)
    return f"学生 {n} 人（{words[0]}）" if language == "zh" else f"{n} pupils; {words[1]}"
