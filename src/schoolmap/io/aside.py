"""How many pupils stand in rows that are not used."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.cells import clean, numbers
from schoolmap.io.files import locate, read_frame
from schoolmap.io.headers import Headers, match_headers
from schoolmap.io.ledger import Ledger
from schoolmap.io.villages import pupil_columns
from schoolmap.model.columns import VILLAGES
from schoolmap.model.study import Study


def pupils_aside(study: Study, rows: Collection[int]) -> int:
    """Return the pupils that stand in rows of the villages' file.

    What cannot be read as a number counts as none: it is the least that was lost.

    Parameters
    ----------
    study
        As read; its file is read once more.
    rows
        Rows that were set aside.
    """
    unheard = Ledger()
    source = locate(study.folder, "villages", study.settings.villages)
    known = Headers(VILLAGES)
    frame = read_frame(source, unheard, score=known.score, fit=known.fit)
    if frame is None:
        return 0
    heads = match_headers(
        frame.headers,
        known,
        source.settings.columns,
        unheard,
        file=source.file,
        section=source.section,
    )
    left: NDArray[np.bool_] = np.isin(frame.rows, list(rows))
    total = 0.0
    for name in pupil_columns(heads):
        head = heads[name]
        cleaned = clean(head, frame.cells[head.index], source.settings.values.get(name, {}))
        total += float(np.nan_to_num(numbers(cleaned.values)[left]).cumsum()[-1:].max(initial=0.0))
    return int(total + 0.5)
