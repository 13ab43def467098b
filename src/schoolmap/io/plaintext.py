"""Text tables: csv and tsv in whatever encoding and with whatever delimiter they were saved."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schoolmap.io.files import Source
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.sheets import Row, Sheet, is_filled

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", "\t", ";", "，", "|", "；")
_USUAL = (",", "\t", ";")
_HINT = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
_TRY_LINES = 25
"""Lines that tell the delimiter: more than a title, its notes and a header have."""

# what is left of Chinese text that was read in a wrong encoding once and saved like that
_GARBLED = ("�", "锟斤拷", "烫烫烫")

_HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True)
class Decoded:
    """Text of bytes, and the lines (from 1) that were not in the encoding of the others."""

    text: str
    odd_lines: tuple[int, ...] = ()
    odd_encoding: str = ""


def decode(raw: bytes, declared: str | None = None) -> str:
    """Return text of bytes: the declared encoding, else by byte order mark, UTF-8, GB18030.

    Raises
    ------
    LookupError
        If the declared encoding is not known.
    UnicodeDecodeError
        If the bytes are not text in any encoding tried.
    """
    return decode_lines(raw, declared).text


def decode_lines(raw: bytes, declared: str | None = None) -> Decoded:
    """Return text of bytes as `decode` does; lines in another encoding are read in their own.

    A file that was pasted together from others may have lines of UTF-8 among lines of GB18030.
    Read as GB18030 alone, it would give wrong characters without an error.
    """
    if declared is not None:
        return Decoded(raw.decode(declared).removeprefix("\ufeff"))
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return Decoded(raw.decode(encoding))
            except UnicodeDecodeError:
                if encoding != "utf-8-sig":
                    raise
                return _by_lines(raw.removeprefix(mark))
    if raw[:200].count(0) * 4 > len(raw[:200]):
        # every second byte of ASCII in UTF-16 is zero; which one tells the byte order
        little = raw[1:200:2].count(0) >= raw[:200:2].count(0)
        return Decoded(raw.decode("utf-16-le" if little else "utf-16-be"))
    try:
        return Decoded(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _by_lines(raw)


def _by_lines(raw: bytes) -> Decoded:
    lines = raw.splitlines(keepends=True)
    is_utf8 = [_is_utf8(line) for line in lines]
    if not any(is_utf8):
        return Decoded(raw.decode("gb18030"))
    texts = [
        line.decode("utf-8" if flag else "gb18030")
        for line, flag in zip(lines, is_utf8, strict=True)
    ]
    other = [not flag and not line.isascii() for line, flag in zip(lines, is_utf8, strict=True)]
    utf8_is_rare = sum(is_utf8) < sum(other)
    odd = is_utf8 if utf8_is_rare else other
    return Decoded(
        "".join(texts),
        tuple(at for at, flag in enumerate(odd, start=1) if flag),
        "UTF-8" if utf8_is_rare else "GB18030",
    )


def _is_utf8(line: bytes) -> bool:
    """Return whether a line is Chinese in UTF-8: GB18030 makes that by chance hardly ever."""
    if line.isascii():
        return False
    try:
        return _HAN.search(line.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def read_text(
    source: Source, ledger: Ledger, score: Callable[[Sequence[object]], int]
) -> Sheet | None:
    """Return the filled rows of a text file, None where a problem was found instead."""
    declared = source.settings.encoding
    try:
        decoded = decode_lines(source.path.read_bytes(), declared)
    except LookupError:
        ledger.add("encoding_unknown", file=source.file, value=declared)
        return None
    except UnicodeDecodeError:
        tried = declared or "UTF-8, GB18030"
        ledger.add("encoding_undecodable", file=source.file, tried=tried)
        return None
    text = decoded.text
    if decoded.odd_lines:
        ledger.add(
            "encoding_mixed",
            file=source.file,
            count=len(decoded.odd_lines),
            encoding=decoded.odd_encoding,
            rows=some(decoded.odd_lines, most=20),
        )
    hint = _HINT.match(text)
    skipped = 0
    if hint is not None:
        text, skipped = text[hint.end() :], 1
    delimiter = hint[1] if hint is not None else _delimiter(text, score)
    if delimiter not in _USUAL:
        ledger.add("delimiter_odd", file=source.file, delimiter=delimiter)
    try:
        rows = _rows(text, delimiter, first=1 + skipped)
    except csv.Error as error:
        ledger.add("file_unreadable", file=source.file, detail=error)
        return None
    if not _quotes_fine(rows, text, delimiter, source, ledger):
        return None
    _doubt_garbled(rows, source, ledger)
    return Sheet([row for row in rows if any(is_filled(cell) for cell in row[1])])


def _delimiter(text: str, score: Callable[[Sequence[object]], int]) -> str:
    """Return what parts the cells: what makes most known headers, else what is seen most."""
    lines = text.lstrip().split("\n", _TRY_LINES)[:_TRY_LINES]
    sample = "\n".join(lines)

    def known(delimiter: str) -> tuple[int, int]:
        best = max(score([cell.strip(' "\r') for cell in line.split(delimiter)]) for line in lines)
        usual = delimiter in _USUAL
        return (best if best > 1 else 0, sample.count(delimiter) if usual else 0)

    return max(DELIMITERS, key=known)


def _rows(text: str, delimiter: str, *, first: int) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return list(enumerate(reader, start=first))


def _quotes_fine(
    rows: Sequence[Row], text: str, delimiter: str, source: Source, ledger: Ledger
) -> bool:
    """Report a quotation mark without its partner: it swallows the lines that follow."""
    width = max((len(cells) for _, cells in rows), default=0)
    least = max(1, width // 2)
    for number, cells in rows:
        for cell in cells:
            inside = str(cell).splitlines()[1:]
            if any(line.count(delimiter) >= least for line in inside):
                ledger.add("quotes_unbalanced", file=source.file, row=number, lost=len(inside))
                return False
    if text.count('"') % 2:
        # a mark inside a cell (5" pipe) is read as it stands; nothing was swallowed
        marked = [number for number, cells in rows if any('"' in str(cell) for cell in cells)]
        if marked:
            ledger.add("quote_single", file=source.file, row=marked[0], rows=some(marked))
    return True


def _doubt_garbled(rows: Sequence[Row], source: Source, ledger: Ledger) -> None:
    garbled = [
        number
        for number, cells in rows
        if any(mark in str(cell) for cell in cells for mark in _GARBLED)
    ]
    if garbled:
        ledger.add(
            "text_garbled",
            file=source.file,
            row=garbled[0],
            count=len(garbled),
            rows=some(garbled, most=20),
        )
