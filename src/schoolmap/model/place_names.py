"""Names of Chinese villages and townships: what two spellings have in common.

The office that a name carries (村委会, 村民委员会, 社区居委会 …) is no part of the place's name,
nor is the 村 before it: 苗村委会 and 苗村村委会 are one village, written in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from schoolmap.model.syllables import same_sound

Kind = Literal["village", "community", ""]
Likeness = Literal["same", "sound", "order", "longer", "one_character"]

_OFFICES: tuple[tuple[str, Kind], ...] = (
    ("社区居民委员会", "community"),
    ("社区居委会", "community"),
    ("居民委员会", "community"),
    ("居委会", "community"),
    ("村民委员会", "village"),
    ("村委会", "village"),
    ("社区", "community"),
)
_TOWNSHIP = re.compile(r"(民族乡|街道办事处|街道办|街道|乡|镇|办事处)$")
_OPPOSITES = ("东西南北中", "上中下", "前中后", "大小", "新老旧", "里外", "内外", "高低", "左右")
_COUNTED = "一二三四五六七八九十甲乙丙丁"
_LONGER_MOST = 2
"""Characters that the longer of two like names may have more."""


@dataclass(frozen=True)
class PlaceName:
    """A village's name without its office, and which office it carries."""

    key: str
    kind: Kind

    def agrees(self, other: PlaceName) -> bool:
        """Return whether the offices may be one: a name without any says nothing."""
        return not self.kind or not other.kind or self.kind == other.kind


def place_name(text: str) -> PlaceName:
    """Return what a name says: ``王家坪村委会`` is the village 王家坪."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    kind: Kind = ""
    for office, of_kind in _OFFICES:
        if bare.endswith(office) and len(bare) > len(office):
            bare, kind = bare.removesuffix(office), of_kind
            break
    # 王村社区: the village is still in the name
    if len(bare) > 1 and bare.endswith("村"):
        bare, kind = bare.removesuffix("村"), kind or "village"
    return PlaceName(bare, kind)


def township_key(text: str) -> str:
    """Return a township's name without what it is: 辛村乡 and 辛村镇 are 辛村."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    key = _TOWNSHIP.sub("", bare)
    return key or bare


def likeness(first: str, second: str, *, short: bool = False) -> Likeness | None:
    """Return what two names (keys of `place_name`) have in common, None where they are unlike.

    Parameters
    ----------
    first, second
        The names.
    short
        Whether one character in common is enough for a longer name (张 and 东张): only where
        something else, such as their code, ties them together.

    Returns
    -------
    ``same``; ``sound``: other characters of the same sound; ``order``: the same characters in
    another order; ``longer``: one has a character or two more; ``one_character``: one differs.
    None too where it is just such a character that tells neighbours apart: 东庄 and 西庄.
    """
    if first == second:
        return "same"
    found: Likeness | None = None
    if len(first) == len(second):
        differ = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
        if any(_opposed(a, b) for a, b in differ):
            return None
        if all(same_sound(a, b) for a, b in differ):
            found = "sound"
        elif sorted(first) == sorted(second):
            found = "order"
        elif len(differ) == 1 and len(first) >= 3:
            found = "one_character"
    else:
        less, more = sorted((first, second), key=len)
        enough = len(less) >= (1 if short else 2)
        if enough and len(more) - len(less) <= _LONGER_MOST and _within(less, more):
            found = "longer"
    return found


def _opposed(first: str, second: str) -> bool:
    if first in _COUNTED and second in _COUNTED:
        return True
    return any(first in group and second in group for group in _OPPOSITES)


def _within(less: str, more: str) -> bool:
    """Return whether the characters of one stand in the other, in their order."""
    rest = iter(more)
    return all(character in rest for character in less)
