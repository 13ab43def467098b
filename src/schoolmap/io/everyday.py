"""Headers whose meaning hangs on the others of the same table: 初一, and a bare 合计."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from schoolmap.model.grades import N_GRADE

_JUNIOR = re.compile(r"(?:初(?:中)?([一二三四])年级|初([一二三四]))(?:\((?:人|名|人数)\))?")
_ORDINALS = "一二三四"
_LONGEST_JUNIOR = 4
"""Years of junior school in a 5+4 system."""
_TOTAL = re.compile(r"(?:合计|总计|共计|小计)(?:\((?:人|名|人数)\))?")
_FEWEST_GRADES = 2


def junior_year(key: str) -> int:
    """Return which year of junior school a header's key names, 0 where none: 初一 is 1."""
    match = _JUNIOR.fullmatch(key)
    return 0 if match is None else _ORDINALS.index(match[1] or match[2]) + 1


def grade_before_junior(keys: Collection[str], *, primary_last: int) -> int:
    """Return the grade before 初一: that of the study, but 5 where the table has a 初四.

    Parameters
    ----------
    keys
        Of all headers of the table.
    primary_last
        Last grade of primary school.
    """
    if any(junior_year(key) == _LONGEST_JUNIOR for key in keys):
        return N_GRADE - _LONGEST_JUNIOR
    return primary_last


def total_beside(keys: Sequence[str], grades: Collection[int]) -> int | None:
    """Return where the one bare 合计 stands right before or after all the grades, else None.

    Anywhere else it may be the total of something else.

    Parameters
    ----------
    keys
        Of all headers of the table.
    grades
        Where the columns of grades stand.
    """
    totals = [at for at, key in enumerate(keys) if _TOTAL.fullmatch(key)]
    first, last = min(grades, default=0), max(grades, default=0)
    in_one_run = len(grades) == last - first + 1 and len(grades) >= _FEWEST_GRADES
    if len(totals) != 1 or not in_one_run or totals[0] not in (first - 1, last + 1):
        return None
    return totals[0]
