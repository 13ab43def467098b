"""Files larger than any county, or made to fill the memory: refused before they are read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from schoolmap.io.ledger import Ledger

MOST_TABLE_MB = 200
"""Of a table of text: a thousand times a county's."""
_HEAD_BYTES = 4096


def within_limits(path: Path, file: str, ledger: Ledger) -> bool:
    """Return whether a table may be read; what stands in the way is reported.

    A workbook that is no zip file, or unpacks to too much, is left to its reader, which says so.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        if _is_safe_workbook(path):
            return True
        ledger.add("file_entities", file=file)
        return False
    size = path.stat().st_size
    if size > MOST_TABLE_MB * 2**20:
        ledger.add("file_too_large", file=file, mb=size >> 20, most=MOST_TABLE_MB)
        return False
    return True


def _is_safe_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book:
            parts = [part for part in book.infolist() if part.filename.endswith(".xml")]
            return not _defines_entities(book, parts)
    except Exception:  # a damaged workbook fails in a hundred ways: its reader says how
        return True


def _defines_entities(book: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    for part in parts:
        with book.open(part) as stream:
            if b"<!DOCTYPE" in stream.read(_HEAD_BYTES):
                return True
    return False
