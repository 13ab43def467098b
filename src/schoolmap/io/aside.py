"""Which rows of the villages are not used, and how many pupils stand in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import Problem
from schoolmap.io.cells import clean, numbers
from schoolmap.io.files import locate, read_frame
from schoolmap.io.headers import Headers, match_headers
from schoolmap.io.ledger import Ledger
from schoolmap.io.villages import pupil_columns
from schoolmap.model.aside import SetAside
from schoolmap.model.columns import VILLAGES
from schoolmap.model.study import Study, Table


def rows_aside(problems: Iterable[Problem], table: Table) -> set[int]:
    """Return the rows of a table that were set aside.

    Totals, notes and repeated headers are set aside too, but they are no records.
    """
    return {
        p.row
        for p in problems
        if (p.file, p.sheet) == (table.file, table.sheet)
        and p.action == "row_set_aside"
        and p.severity != "note"
        and p.row is not None
    }


def villages_aside(study: Study) -> SetAside:
    """Return what of the villages is not counted; the file is read again only where rows are left.

    Parameters
    ----------
    study
        As read.
    """
    rows = rows_aside(study.problems, study.villages)
    if not rows:
        return SetAside()
    pupils, unread = _pupils_in(study, rows)
    return SetAside(len(rows), pupils, unread)


def _pupils_in(study: Study, rows: Collection[int]) -> tuple[int, bool]:
    """Return the pupils that stand in rows of the villages' file, and whether some are unread.

    What cannot be read as a number counts as none: it is the least that was lost.
    """
    unheard = Ledger()
    source = locate(study.folder, "villages", study.settings.villages)
    known = Headers(VILLAGES)
    frame = read_frame(source, unheard, score=known.score, fit=known.fit)
    if frame is None:
        return 0, True
    heads = match_headers(
        frame.headers,
        known,
        source.settings.columns,
        unheard,
        file=source.file,
        section=source.section,
    )
    left: NDArray[np.bool_] = np.isin(frame.rows, list(rows))
    read = np.zeros((int(left.sum()), 0))
    unread = int(left.sum()) < len(rows)
    for name in pupil_columns(heads):
        head = heads[name]
        cleaned = clean(head, frame.cells[head.index], source.settings.values.get(name, {}))
        unread |= any(left[at] for at in cleaned.bad)
        read = np.column_stack([read, numbers(cleaned.values)[left]])
    # a grade left empty is a grade without pupils, but a row without any figure says nothing
    unread |= bool(np.isnan(read).all(axis=1).any())
    return int(np.nan_to_num(read).cumsum()[-1:].max(initial=0.0) + 0.5), unread
