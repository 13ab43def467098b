"""Columns of a road layer beyond its class: rights, bridges and tunnels, node identity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.cells import clean, numbers
from schoolmap.io.frame import Frame
from schoolmap.io.headers import Head
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.measures import plain
from schoolmap.network.graph import NOT_RIDDEN, NOT_WALKED

IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]

_MOST_ID = 2**63
_NO_BRIDGE = frozenset({"", "no", "n", "false", "f", "0", "0.0", "否", "无"})


def read_rights(
    frame: Frame,
    heads: Mapping[str, Head],
    classes: Sequence[tuple[str, ...]],
    ledger: Ledger,
    *,
    feature: IntArray,
) -> tuple[Mask | None, Mask | None]:
    """Return whether each line is walked and ridden; None where its class alone says so.

    An empty cell, and one that cannot be read (which is said), leaves it to the class; of several
    classes of one line, what is barred on any is barred on the whole.
    """
    merged = any(len(of_line) > 1 for of_line in classes)
    found: list[Mask | None] = []
    for name, barred in (("walked", NOT_WALKED), ("ridden", NOT_RIDDEN)):
        by_class = np.array([barred.isdisjoint(of_line) for of_line in classes], dtype=np.bool_)
        head = heads.get(name)
        if head is None:
            found.append(by_class if merged else None)
            continue
        cells = frame.cells[head.index]
        cleaned = clean(head, cells, {})
        if cleaned.bad:
            unread = Counter(plain(cells[row]) for row in cleaned.bad)
            for value, count in unread.items():
                ledger.add(
                    "road_value_unreadable",
                    file=frame.file,
                    column=head.header,
                    value=value,
                    count=count,
                    default_zh="按道路等级",
                    default_en="as its class says",
                )
        said = numbers(cleaned.values)[feature]
        found.append(np.where(np.isnan(said), by_class, said > 0.0))
    return found[0], found[1]


def read_bridges(frame: Frame, heads: Mapping[str, Head], *, feature: IntArray) -> Mask | None:
    """Return whether each line is a bridge or a tunnel, whose slope is not that of the ground.

    Any word but no is one (``viaduct``). None where the file has neither column.
    """
    columns = [heads[name].index for name in ("bridge", "tunnel") if name in heads]
    if not columns:
        return None
    off_ground = np.zeros(feature.size, dtype=np.bool_)
    for column in columns:
        cells = frame.cells[column].tolist()
        off_ground |= [plain(cells[at]).lower() not in _NO_BRIDGE for at in feature.tolist()]
    return off_ground


def read_node_ids(
    frame: Frame, heads: Mapping[str, Head], ledger: Ledger, *, indptr: IntArray, feature: IntArray
) -> IntArray | None:
    """Return the identity of each vertex, as ``node_ids`` lists them along each line.

    All lines or none: were some joined by identity and others by place, a line that was drawn in
    later would join nothing. None where the file has no such column, or where it does not fit.
    """
    head = heads.get("node_ids")
    if head is None:
        return None
    cells = frame.cells[head.index].tolist()
    sizes = np.diff(indptr).tolist()
    lists = [_ids(plain(cells[at])) for at in feature.tolist()]
    bad = [
        at + 1
        for at, ids, size in zip(feature.tolist(), lists, sizes, strict=True)
        if ids is None or len(ids) != size
    ]
    if bad:
        ledger.add(
            "road_nodes_unused",
            file=frame.file,
            column=head.header,
            count=len(bad),
            rows=some(bad),
            header=head.header,
        )
        return None
    whole = [number for ids in lists if ids is not None for number in ids]
    return np.array(whole, dtype=np.int64)


def _ids(text: str) -> list[int] | None:
    """Return the ids of a cell, None where they are not whole numbers of 64 bits."""
    try:
        ids = [int(part) for part in text.split()]
    except ValueError:
        return None
    return ids if all(abs(number) < _MOST_ID for number in ids) else None


def write_node_ids(vertex: IntArray, indptr: IntArray) -> list[str]:
    """Return the cells of ``node_ids``: the ids along each line, apart by blanks."""
    ids = [str(number) for number in vertex.tolist()]
    bounds = indptr.tolist()
    return [" ".join(ids[a:b]) for a, b in pairwise(bounds)]
