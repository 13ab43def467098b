"""Code lists of the Chinese school census: school types and urban-rural classes.

Sources: GB/T 33782-2017 tables 4 and 5; 国函〔2008〕60号 for the urban-rural classes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SchoolType:
    """A 办学类型 code with its words and its usual span of grades (up to 9 of 12)."""

    code: int
    zh: str
    en: str
    first: int
    last: int
    aliases: tuple[str, ...] = ()


SCHOOL_TYPES: dict[int, SchoolType] = {
    t.code: t
    for t in (
        SchoolType(211, "小学", "primary school", 1, 6, ("完全小学", "完小", "primary")),
        SchoolType(218, "教学点", "teaching point", 1, 3, ("小学教学点",)),
        SchoolType(219, "附设小学班", "attached primary classes", 1, 6),
        SchoolType(
            311, "初级中学", "junior school", 7, 9, ("初中", "junior", "junior high school")
        ),
        SchoolType(312, "九年一贯制", "nine-year school", 1, 9, ("九年一贯制学校", "nine-year")),
        SchoolType(319, "附设普通初中班", "attached junior classes", 7, 9, ("附设初中班",)),
        SchoolType(341, "完全中学", "full secondary school", 7, 9, ("secondary school",)),
        SchoolType(345, "十二年一贯制", "twelve-year school", 1, 9, ("十二年一贯制学校",)),
    )
}
TEACHING_POINT = 218


@dataclass(frozen=True)
class AreaClass:
    """An urban-rural class (城乡类型): its code, words, and group."""

    code: int
    zh: str
    group: str


URBAN, TOWN, RURAL = "城区", "镇区", "乡村"
AREA_GROUPS: tuple[str, ...] = (URBAN, TOWN, RURAL)
AREA_CLASSES: dict[int, AreaClass] = {
    a.code: a
    for a in (
        AreaClass(111, "主城区", URBAN),
        AreaClass(112, "城乡结合区", URBAN),
        AreaClass(121, "镇中心区", TOWN),
        AreaClass(122, "镇乡结合区", TOWN),
        AreaClass(123, "特殊区域", TOWN),
        AreaClass(210, "乡中心区", RURAL),
        AreaClass(220, "村庄", RURAL),
        # a file may know the group only; 100, 120, 200 say so
        AreaClass(100, "城区", URBAN),
        AreaClass(120, "镇区", TOWN),
        AreaClass(200, "乡村", RURAL),
    )
}
GROUP_EN = {URBAN: "urban", TOWN: "town", RURAL: "rural"}

STATUS_OPEN, STATUS_CANDIDATE, STATUS_CLOSED = 0, 1, 2
STATUS_WORDS: tuple[str, ...] = ("open", "candidate", "closed")


def area_group(code: int) -> int:
    """Return 0 城区, 1 镇区, 2 乡村, or -1 where the class is unknown."""
    known = AREA_CLASSES.get(code)
    return -1 if known is None else AREA_GROUPS.index(known.group)
