"""Whole numbers and text as short base64 text, for a page to unpack.

Arrays are written one after the other as zigzag varints (little-endian base 128), those whose
neighbours are alike as differences; the whole is deflated by gzip without a time stamp.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

LIMIT = 2**31
"""The page holds every number in an Int32Array."""


@dataclass(frozen=True)
class Packed:
    """Named arrays of whole numbers.

    Attributes
    ----------
    index
        Name, number of values, and whether differences were written, in order.
    base64
        Gzipped varints of all arrays, one after the other.
    """

    index: tuple[tuple[str, int, bool], ...]
    base64: str


def pack(plain: Mapping[str, ArrayLike], alike: Mapping[str, ArrayLike]) -> Packed:
    """Return arrays as one packed text.

    Parameters
    ----------
    plain
        Arrays written value by value.
    alike
        Arrays written as differences from the value before.

    Raises
    ------
    OverflowError
        If a value does not fit in 32 bits.
    """
    index: list[tuple[str, int, bool]] = []
    chunks: list[bytes] = []
    for arrays, differences in ((plain, False), (alike, True)):
        for name, values in arrays.items():
            flat = np.asarray(values).astype(np.int64).ravel()
            if flat.size and int(np.abs(flat).max()) >= LIMIT:
                msg = f"{name} holds a value beyond 32 bits"
                raise OverflowError(msg)
            index.append((name, int(flat.size), differences))
            chunks.append(varint(np.diff(flat, prepend=0) if differences else flat))
    return Packed(tuple(index), squeeze(b"".join(chunks)))


def varint(values: NDArray[np.int64]) -> bytes:
    """Return whole numbers as zigzag varints."""
    folded = ((values << 1) ^ (values >> 63)).astype(np.uint64)
    size = np.ones(folded.size, dtype=np.int64)
    for step in range(1, 6):
        size += folded >= np.uint64(1) << np.uint64(7 * step)
    start = np.cumsum(size) - size
    out = np.zeros(int(size.sum()), dtype=np.uint8)
    for step in range(int(size.max(initial=0))):
        holds = size > step
        low = (folded[holds] >> np.uint64(7 * step)) & np.uint64(127)
        more = np.where(size[holds] > step + 1, 128, 0).astype(np.uint64)
        out[start[holds] + step] = (low | more).astype(np.uint8)
    return out.tobytes()


def squeeze(data: bytes) -> str:
    """Return bytes gzipped, as base64 text; the same bytes give the same text."""
    return base64.b64encode(gzip.compress(data, compresslevel=9, mtime=0)).decode("ascii")


def squeeze_json(value: object) -> str:
    """Return plain data as gzipped JSON in base64; not-a-number is refused."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return squeeze(text.encode("utf-8"))
