"""Townships written once for a block of rows: filled down where the block's bounds are certain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.frame import Frame
from schoolmap.io.headers import Head
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.sheets import is_filled

_CODE = re.compile(r"\d{12}(?:\d\d)?(?:\.0+)?")
"""统计用区划代码 of a village, or of a place below it."""
_TOWNSHIP_DIGITS = 9
"""County six, township three."""
_FEWEST_ROWS = 4
_FEWEST_BLOCKS = 2
_BY_CODES = ("村代码前 9 位（乡镇码）", "the first nine digits of the ids (the township's code)")
_BY_TOTALS = ("每组末尾的小计行", "the subtotal that closes each group")


def given_once(frame: Frame, index: int, records: NDArray[np.bool_]) -> bool:
    """Return whether a column is filled in the first row of each group and empty below.

    Parameters
    ----------
    frame
        As read.
    index
        Of the column.
    records
        Rows that are records, shape (n,).
    """
    given = np.array([is_filled(cell) for cell in frame.cells[index][records]], dtype=bool)
    return len(given) >= _FEWEST_ROWS and bool(given[0]) and 2 * int(given.sum()) <= len(given)


def fill_townships(
    frame: Frame, heads: Mapping[str, Head], kinds: NDArray[np.object_], ledger: Ledger, *, ids: int
) -> Frame:
    """Return the frame with townships filled down to the end of their blocks, where that is sure.

    Sure are blocks whose villages have one township's code each and another than the other blocks,
    or that a subtotal closes right before the next township.

    Parameters
    ----------
    frame
        As read.
    heads
        Columns found.
    kinds
        What each row is, "" for a record.
    ledger
        Takes ``blocks_filled``.
    ids
        Index of the column of ids.
    """
    records = np.flatnonzero(kinds == "")
    if "township" not in heads or not given_once(frame, heads["township"].index, kinds == ""):
        return frame
    head = heads["township"]
    cells = frame.cells[head.index].copy()
    starts = [at for at in records.tolist() if is_filled(cells[at])]
    blocks = [
        [at for at in records.tolist() if start <= at < end]
        for start, end in zip(starts, [*starts[1:], len(frame)], strict=True)
    ]
    names = ["".join(str(cells[start]).split()) for start in starts]
    if len(blocks) < _FEWEST_BLOCKS:
        return frame
    if _codes_tell(frame.cells[ids], names, blocks):
        why = _BY_CODES
    elif _totals_tell(kinds, starts, blocks):
        why = _BY_TOTALS
    else:
        return frame
    for start, block in zip(starts, blocks, strict=True):
        cells[block] = cells[start]
    count = len(records) - len(starts)
    sizes = [(name, len(block)) for name, block in zip(names, blocks, strict=True)]
    ledger.add(
        "blocks_filled",
        file=frame.file,
        row=int(frame.rows[starts[0]]),
        column=head.header,
        count=count,
        why_zh=why[0],
        why_en=why[1],
        sizes_zh=some([f"{name} {size} 行" for name, size in sizes], most=40),
        sizes_en=some([f"{name} {size} rows" for name, size in sizes], most=40),
    )
    columns = list(frame.cells)
    columns[head.index] = cells
    return replace(frame, cells=tuple(columns))


def _codes_tell(
    ids: NDArray[np.object_], names: Sequence[str], blocks: Sequence[Sequence[int]]
) -> bool:
    """Return whether each township has one code, and each code one township.

    A row without any id is not looked at: it is set aside for that.
    """
    of_name: dict[str, str] = {}
    of_code: dict[str, str] = {}
    for name, block in zip(names, blocks, strict=True):
        texts = [_digits(ids[at]) for at in block if is_filled(ids[at])]
        if not texts or not all(_CODE.fullmatch(text) for text in texts):
            return False
        codes = {text[:_TOWNSHIP_DIGITS] for text in texts}
        if len(codes) > 1:
            return False
        code = codes.pop()
        if of_name.setdefault(name, code) != code or of_code.setdefault(code, name) != name:
            return False
    return True


def _totals_tell(
    kinds: NDArray[np.object_], starts: Sequence[int], blocks: Sequence[Sequence[int]]
) -> bool:
    """Return whether a total stands right before each new township and nowhere within a block."""
    closed = all(kinds[start - 1] == "total" for start in starts[1:])
    within = any("total" in kinds[block[0] : block[-1]] for block in blocks)
    return closed and not within and "total" in kinds[blocks[-1][-1] :]


def _digits(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "".join(str(cell).split())
