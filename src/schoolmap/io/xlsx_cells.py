"""The cells of one sheet of an xlsx, streamed; merged and hidden cells are told as well."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from schoolmap.io.sheets import MOST_CELLS, UNCOMPUTED, Merge, Row, Sheet, TooLargeError

_MOST_BYTES = 1_000_000_000
"""Of one part, unpacked: a full sheet of formatted empty rows stays below it."""
_CHUNK = 1 << 22
# an empty cell carries a style only; taken out before parsing because there may be millions,
# unless its place is told by those before it alone
_EMPTY_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*\s)?r="[A-Z]+\d+"[^<>]*/>')
# and so is a row of which nothing is left, if it tells its number
_EMPTY_ROW = re.compile(rb'<((?:\w+:)?row)\s(?:[^<>]*\s)?r="\d+"[^<>]*(?:/>|>\s*</\1>)')
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True)
class Styles:
    """Cell styles whose numbers are dates, and those whose numbers are percentages."""

    dates: frozenset[int]
    percents: frozenset[int]


class _EnoughError(Exception):
    pass


class SheetReader:
    """Takes the parser's calls for one sheet.

    Parameters
    ----------
    shared, styles, from_1904
        Of the workbook.
    to_compute
        Whether its formulas still wait for a spreadsheet: a zero is no result then.
    """

    def __init__(
        self, shared: list[str], styles: Styles, *, from_1904: bool, to_compute: bool
    ) -> None:
        self._shared = shared
        self._styles = styles
        self._from_1904 = from_1904
        self._to_compute = to_compute
        self._rows: list[Row] = []
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._cells: dict[int, object] = {}
        self._row = 0
        self._column = -1
        self._kind = "n"
        self._style = 0
        self._formula = False
        self._text: list[str] | None = None
        self._value: str | None = None
        self._phonetic = 0
        self._count = 0
        self._most_rows: int | None = None

    def read(self, archive: zipfile.ZipFile, path: str, most_rows: int | None) -> Sheet:
        """Return the filled rows of the part at `path`, at most the first `most_rows`."""
        self._most_rows = most_rows
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            with open_part(archive, path, most=_MOST_BYTES) as stream:
                for piece in _without_empty_cells(stream):
                    parser.Parse(piece, False)  # noqa: FBT003
                parser.Parse(b"", True)  # noqa: FBT003
        except _EnoughError:
            pass
        return Sheet(
            self._rows,
            tuple(self._merges),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
        )

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._start_cell(given)
        elif name == "row":
            self._row = int(given["r"]) if "r" in given else self._row + 1
            self._column = -1
            self._cells = {}
            if given.get("hidden") in ("1", "true"):
                self._hidden_rows.add(self._row)
        elif name in ("v", "t") and not self._phonetic:
            self._text = []
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic += 1
        elif name == "mergeCell":
            self._merges.append(_merge(given["ref"]))
        elif name == "col" and given.get("hidden") in ("1", "true"):
            first, last = int(given["min"]) - 1, min(int(given["max"]), 16_384)
            self._hidden_columns.update(range(first, last))

    def _start_cell(self, given: dict[str, str]) -> None:
        self._column = _place(given["r"])[1] if "r" in given else self._column + 1
        self._kind = given.get("t", "n")
        self._style = int(given.get("s", "0"))
        self._value = None
        self._formula = False

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "t") and self._text is not None:
            self._value = (self._value or "") + "".join(self._text)
            self._text = None
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            width = max(self._cells) + 1
            self._count += width  # one cell far to the right makes a row long
            if self._count > MOST_CELLS:
                raise TooLargeError.of_cells(self._count)
            self._rows.append((self._row, [self._cells.get(i) for i in range(width)]))
            if self._most_rows is not None and len(self._rows) >= self._most_rows:
                raise _EnoughError

    def _end_cell(self) -> None:
        # a text that came out empty is a result; a number without digits is none
        if self._value is None or (self._kind == "n" and not self._value.strip()):
            cell: object = UNCOMPUTED if self._formula else None
        else:
            cell = self._meaning(self._value)
            if self._formula and self._to_compute and self._kind == "n" and cell in (0, "0%"):
                cell = UNCOMPUTED
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return
        self._cells[self._column] = cell

    def _meaning(self, value: str) -> object:
        kind = self._kind
        if kind == "s":
            at = int(value)
            if at < 0:  # counted from the end, it would be another cell's text
                msg = f"shared string {at}"
                raise ValueError(msg)
            return self._shared[at]
        if kind in ("str", "inlineStr", "e"):
            return unescaped(value)
        if kind == "b":
            return value.strip() == "1"
        if kind == "d":
            return dt.datetime.fromisoformat(value.strip().removesuffix("Z"))
        return self._number(value)

    def _number(self, value: str) -> object:
        number = float(value)
        if self._style in self._styles.dates:
            return _date(number, from_1904=self._from_1904)
        if self._style in self._styles.percents:
            return f"{number * 100:.10g}%"
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _date(number: float, *, from_1904: bool) -> object:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    try:
        return from_excel(number, epoch=epoch)
    except (ValueError, OverflowError):
        return number  # beyond the calendar: a number that was formatted by mistake


def new_parser() -> expat.XMLParserType:
    """Return a parser that refuses document type declarations."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        # no office program writes one; it could unfold into gigabytes
        msg = "document type declaration"
        raise ValueError(msg)

    parser.StartDoctypeDeclHandler = refuse
    return parser


@contextmanager
def open_part(archive: zipfile.ZipFile, path: str, *, most: int) -> Iterator[IO[bytes]]:
    """Open a part of the archive, unless it would unpack to more than `most` bytes."""
    try:
        info = archive.getinfo(path)
    except KeyError:
        info = next(i for i in archive.infolist() if i.filename.lower() == path.lower())
    if info.file_size > most:
        raise TooLargeError.of_bytes(path, info.file_size)
    with archive.open(info) as stream:
        yield stream


def _without_empty_cells(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while piece := stream.read(_CHUNK):
        piece = rest + piece
        # never cut inside a tag
        end = piece.rfind(b">") + 1
        rest = piece[end:]
        yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece[:end])) if end else b""
        if len(rest) > _CHUNK:
            msg = "a tag without end"
            raise ValueError(msg)
    yield rest


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    (r1, c1), (r2, c2) = _place(first), _place(last or first)
    return Merge(r1, r2, c1, c2)


def _place(reference: str) -> tuple[int, int]:
    """Return row from 1 and column from 0 of a reference such as AB12."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        msg = f"cell reference {reference!r}"
        raise ValueError(msg)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    if column > 16_384:
        msg = f"cell reference {reference!r}"
        raise ValueError(msg)
    return int(match[2]), column - 1


def unescaped(text: str) -> str:
    """Return a text with its escapes (``_x000D_``) as characters."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
