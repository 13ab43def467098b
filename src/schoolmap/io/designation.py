"""Checking the schools that villages are assigned to (学区)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.ledger import Ledger
from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.grades import N_GRADE
from schoolmap.model.study import Table

_STAGE_COLUMNS = (("school_primary", "primary", "小学"), ("school_junior", "junior", "初中"))


@dataclass(frozen=True)
class _Stage:
    column: str
    name: str
    zh: str
    first: int
    last: int


def check_designations(
    villages: Table,
    schools: Table,
    ledger: Ledger,
    *,
    primary_last: int,
    assign_private: bool = False,
) -> Table:
    """Return the villages with designations that name a school; the others are dropped.

    A school may be named by its id, or by its name where only one school has it. One problem is
    reported for each school that is named wrongly, not for each village.

    Parameters
    ----------
    villages, schools
        Tables as read.
    ledger
        Takes what is found.
    primary_last
        Last grade of primary school.
    assign_private
        Whether private schools take part in the assignment.
    """
    if not assign_private:
        _report_private(villages, schools, ledger, primary_last)
    columns = dict(villages.columns)
    spans = ((1, primary_last), (primary_last + 1, N_GRADE))
    for (column, name, zh), (first, last) in zip(_STAGE_COLUMNS, spans, strict=True):
        if column in columns:
            stage = _Stage(column, name, zh, first, last)
            columns[column] = _checked(villages, schools, stage, ledger)
    return Table(villages.name, villages.file, columns, villages.rows, villages.sheet)


def _checked(villages: Table, schools: Table, stage: _Stage, ledger: Ledger) -> NDArray[np.object_]:
    ids = schools.text("school_id")
    site = {school: at for at, school in enumerate(ids)}
    once = Counter(schools.text("name"))
    by_name = {n: ids[at] for at, n in enumerate(schools.text("name")) if once[n] == 1}
    given = villages.text(stage.column)
    known = [value if value in site else by_name.get(value, "") for value in given]
    renamed = [at for at, value in enumerate(given) if known[at] not in ("", value)]
    if renamed:
        first = renamed[0]
        ledger.add(
            "designated_by_name",
            file=villages.file,
            column=stage.column,
            count=len(renamed),
            name=given[first],
            id=known[first],
        )
    _report(
        "designated_unknown",
        [g if not k else "" for g, k in zip(given, known, strict=True)],
        villages,
        stage,
        ledger,
    )
    _report_sites(known, site, villages, schools, stage, ledger)
    column = np.empty(len(known), dtype=object)
    column[:] = known
    return column


def _report_sites(
    known: list[str],
    site: dict[str, int],
    villages: Table,
    schools: Table,
    stage: _Stage,
    ledger: Ledger,
) -> None:
    first, last = schools.columns["first_grade"], schools.columns["last_grade"]
    serves = (np.asarray(first) <= stage.last) & (np.asarray(last) >= stage.first)
    is_open = np.asarray(schools.columns["status"]) == STATUS_OPEN
    idle = [value if value and not serves[site[value]] else "" for value in known]
    shut = [value if value and not is_open[site[value]] else "" for value in known]
    _report("designated_serves_none", idle, villages, stage, ledger)
    _report("designated_not_open", shut, villages, stage, ledger)


def _report_private(villages: Table, schools: Table, ledger: Ledger, primary_last: int) -> None:
    """Report designations to private schools, which take no part in the assignment."""
    private = np.asarray(schools.columns["private"], dtype=bool)
    names = zip(schools.text("school_id"), schools.text("name"), private.tolist(), strict=True)
    apart = {text for school, name, is_private in names if is_private for text in (school, name)}
    spans = ((1, primary_last), (primary_last + 1, N_GRADE))
    for (column, name, zh), (first, last) in zip(_STAGE_COLUMNS, spans, strict=True):
        if column in villages.columns:
            values = [v if v in apart else "" for v in villages.text(column)]
            stage = _Stage(column, name, zh, first, last)
            _report("designated_private", values, villages, stage, ledger)


def _report(code: str, values: list[str], villages: Table, stage: _Stage, ledger: Ledger) -> None:
    """Report each distinct value once, with the villages that have it; "" is nothing."""
    counts = Counter(value for value in values if value)
    for value, count in counts.items():
        row = int(villages.rows[values.index(value)])
        ledger.add(
            code,
            file=villages.file,
            column=stage.column,
            value=value,
            count=count,
            row_first=row,
            stage=stage.name,
            stage_zh=stage.zh,
        )
