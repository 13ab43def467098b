"""Headers of several rows: a group above its columns, put together into one name each.

A county's statistical tables write 在校生数 once, merged over 一年级 to 六年级. Each column's
labels, from top to bottom, become one header that `schoolmap.io.headers` understands: the last
label where it says enough, the group where the last label is only 小计 or 人数, both together
elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schoolmap.io.sheets import Merge, Row, is_filled

_LOOK_FOR_HEADER = 20
"""Filled rows above which a header must begin (title, date, unit, notes)."""
_DEEPEST = 4
"""Rows that a header may have."""

_WHOLE = re.compile(r"(?:合计|小计|总计|共计|计|总数|人数|数量|数|total)", re.IGNORECASE)
_OTHER_TIME = re.compile(r"上年|上学年|去年|往年|预计|计划|预测")
"""Groups under which nothing is as it is today."""
_OTHER_PUPILS = re.compile(
    r"毕业|招生|入学|其中|女|男|留守|随迁|退学|辍学|残疾|转入|转出|增减|变化|班|复读|超"
)
"""Groups under which 一年级 or 人数 is not the number of pupils."""
_PUPILS = re.compile(r"[一二三四五六七八九\d]年级|小学|初中|小[一二三四五六]|初[一二三四]")
_OF_PUPILS = re.compile(r"在校|学生|年级|人数|小学|初中")
"""Groups under which a bare 一, 二, … is a grade."""
_STAGES = ("小学", "初中")
_GRADE = re.compile(r"年级$|^小[一二三四五六]$|^初[一二三四]$")
"""Under it stand 班数 and 人数 of that grade: not the school's."""
_JUNIOR = re.compile(r"(?:初中|初级中学)(?:阶段|部|学段)?")
_ORDINAL = ("一年级", "二年级", "三年级", "四年级")
_SEVENTH_ON = ("七年级", "八年级", "九年级")
_SIXTH_ON = ("六年级", *_SEVENTH_ON)
_UNIT = re.compile(r"[(（]([^()（）]{1,8})[)）]$")

Score = Callable[[Sequence[object]], int]


@dataclass(frozen=True)
class Heading:
    """A header that was found.

    Attributes
    ----------
    first, last
        Where its first and last row stand among the filled rows.
    names
        One for each column.
    composed
        Labels and the name made of them, for columns where that is more than one label.
    """

    first: int
    last: int
    names: tuple[str, ...]
    composed: tuple[tuple[str, str], ...]


def find_heading(rows: Sequence[Row], merges: Sequence[Merge], score: Score) -> Heading:
    """Return the header: the rows that make most names that the table knows.

    Upper rows go before lower ones; where nothing is known, the first row.
    """
    best, found = 1, _heading(rows, 0, 1, merges, score)
    for depth in range(1, _DEEPEST + 1):
        for first in range(min(len(rows), _LOOK_FOR_HEADER)):
            if not _may_be_header(rows, first, depth):
                continue
            heading = _heading(rows, first, depth, merges, score)
            known = score(heading.names)
            # a row of words below that takes nothing away belongs to the header: 班数, 人数
            deeper = known == best and first == found.first and depth > 1
            if known > best or deeper:
                best, found = known, heading
    return found


def label(cell: object) -> str:
    """Return a header cell as one line."""
    return "" if cell is None else "".join(str(cell).split("\n")).strip()


def _may_be_header(rows: Sequence[Row], first: int, depth: int) -> bool:
    """Return whether the rows are there, next to each other, and hold words, not numbers."""
    if first + depth > len(rows):
        return False
    if depth == 1:
        return True
    numbers = [number for number, _ in rows[first : first + depth]]
    if numbers != list(range(numbers[0], numbers[0] + depth)):
        return False
    words = [
        isinstance(cell, str) and not _is_number(cell)
        for _, cells in rows[first : first + depth]
        for cell in cells
        if is_filled(cell)
    ]
    return all(words)


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdigit()


def _heading(
    rows: Sequence[Row], first: int, depth: int, merges: Sequence[Merge], score: Score
) -> Heading:
    taken = rows[first : first + depth]
    width = max(len(cells) for _, cells in taken)
    grid = [_spread(number, cells, width, merges) for number, cells in taken]
    if not merges:
        _carry(grid)
    if depth == 1:
        names = [label(cell) for cell in taken[0][1]]
        return Heading(first, first, tuple(names), ())
    columns = [_labels(grid, column) for column in range(width)]
    names, composed = [], []
    for at, labels in enumerate(columns):
        name = _compose(labels, columns, at, score)
        names.append(name)
        if len(labels) > 1 and name:
            composed.append((" / ".join(labels), name))
    return Heading(first, first + depth - 1, tuple(names), tuple(composed))


def _spread(number: int, cells: Sequence[object], width: int, merges: Sequence[Merge]) -> list[str]:
    """Return a header row's labels with merged ones repeated over their columns."""
    texts = [label(cell) for cell in cells] + [""] * (width - len(cells))
    for merge in merges:
        if merge.first_row == number and merge.first_column < width:
            last = min(merge.last_column, width - 1)
            for column in range(merge.first_column, last + 1):
                texts[column] = texts[merge.first_column]
    return texts


def _carry(grid: list[list[str]]) -> None:
    """Repeat groups to the right where merged cells are not known, as in a text file.

    A column with a label below and none above belongs to the group on its left, if that has a
    label below as well: a label above alone is a column of its own (merged downwards once).
    """
    for upper, lower in pairwise(grid):
        for at in range(1, len(upper)):
            if not upper[at] and lower[at] and upper[at - 1] and lower[at - 1]:
                upper[at] = upper[at - 1]


def _labels(grid: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    labels: list[str] = []
    for row in grid:
        if row[column] and (not labels or labels[-1] != row[column]):
            labels.append(row[column])
    return tuple(labels)


def _compose(
    labels: Sequence[str], columns: Sequence[tuple[str, ...]], at: int, score: Score
) -> str:
    if len(labels) < 2:
        return labels[0] if labels else ""
    groups, last = labels[:-1], _as_grade(labels[:-1], labels[-1])
    if _is_other(groups, last):
        return "_".join(labels)
    stage = _as_junior_grade(groups, last, columns, at)
    if stage:
        return stage
    for name in _readings(groups, last):
        if score([name]):
            return name
    return "_".join(labels)


def _as_grade(groups: Sequence[str], last: str) -> str:
    """Return 一年级 for a bare 一 under a group of pupils, else the label as it is."""
    bare = _squeezed(last)
    is_grade = len(bare) == 1 and bare in "一二三四五六七八九"
    if not is_grade or not any(_OF_PUPILS.search(group) for group in groups):
        return last
    return f"{bare}年级"


def _is_other(groups: Sequence[str], last: str) -> bool:
    """Return whether a group says that the label below is not what it says alone."""
    counts = _PUPILS.match(last) or _WHOLE.fullmatch(_squeezed(last))
    patterns = (_OTHER_TIME, _OTHER_PUPILS) if counts else (_OTHER_TIME,)
    return any(pattern.search(group) for pattern in patterns for group in groups)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _readings(groups: Sequence[str], last: str) -> list[str]:
    """Return what a group and a label may mean together, the surest first."""
    group = groups[-1]
    bare, unit = _UNIT.sub("", group), _UNIT.search(group)
    squeezed = _squeezed(last)
    readings = []
    if _WHOLE.fullmatch(squeezed):
        readings += [group, bare, *(f"{bare}{word}" for word in ("生数", "数"))]
        if len(groups) > 1:
            readings.append(f"{groups[-2]}_{bare}")
        return [*readings, "_".join((*groups, last))]
    if _GRADE.search(group):
        return ["_".join((*groups, last))]
    if last.startswith(_STAGES):
        # a unit in the group's brackets stays at the end, where units are looked for
        readings.append(f"{bare}_{last}" + (unit[0] if unit else ""))
    if group.startswith(_STAGES):
        readings.append(f"{last}({group[:2]})")
    readings += [f"{group}_{last}", f"{bare}{last}", last]
    return readings


def _as_junior_grade(
    groups: Sequence[str], last: str, columns: Sequence[tuple[str, ...]], at: int
) -> str:
    """Return 七年级 for 一年级 under 初中, counted by how many grades stand there; else ""."""
    if last not in _ORDINAL or not any(_JUNIOR.fullmatch(group) for group in groups):
        return ""
    beside = [labels[-1] for labels in columns if labels[:-1] == columns[at][:-1]]
    present = [name for name in _ORDINAL if name in beside]
    names = {3: _SEVENTH_ON, 4: _SIXTH_ON}.get(len(present), ())
    if tuple(present) != _ORDINAL[: len(names)] or not names:
        return ""
    return names[_ORDINAL.index(last)]
