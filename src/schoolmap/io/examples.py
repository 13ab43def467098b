"""Example rows of a form: there to be looked at, never counted."""

from __future__ import annotations

import numpy as np

from schoolmap.io.files import Source
from schoolmap.io.frame import Frame
from schoolmap.io.headers import Head
from schoolmap.io.ledger import Ledger
from schoolmap.io.measures import plain

_MARKS = ("示例", "example")


def is_example(cell: object) -> bool:
    """Return whether an id marks an example row: it begins with 示例 or EXAMPLE."""
    return plain(cell).lower().startswith(_MARKS)


def without_examples(frame: Frame, head: Head, name: Head, source: Source, ledger: Ledger) -> Frame:
    """Return a table without the example rows; each is reported.

    A table that has nothing else is reported as not filled in yet. Where the name is no longer that
    of an example, somebody may have written over the row and left its id: that is a warning.

    Parameters
    ----------
    frame
        The file's cells.
    head, name
        Columns of the ids and of the names.
    source
        Names the sheet.
    ledger
        Takes what is found.
    """
    shown = np.array([is_example(cell) for cell in frame.cells[head.index]], dtype=bool)
    if not shown.any():
        return frame
    for at in np.flatnonzero(shown):
        cell, row = frame.cells[head.index][at], int(frame.rows[at])
        called = plain(frame.cells[name.index][at]).lower()
        over = bool(called) and not any(mark in called for mark in _MARKS)
        ledger.add(
            "example_row",
            file=frame.file,
            row=row,
            column=head.header,
            value=cell,
            severity="warning" if over else None,
        )
    if shown.all():
        sheet = source.settings.sheet or source.settings.file
        ledger.add("table_unfilled", file=frame.file, sheet=sheet)
    return frame.take(~shown)
