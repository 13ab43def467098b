"""Reading xlsx: the filled cells of one sheet, whatever the program that wrote it.

Sheets are streamed and only filled cells are kept, so that a sheet of a million formatted but
empty rows costs no more than a pass over its bytes. Merged and hidden cells, which readers that
stream leave out, are told as well.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from schoolmap.io.sheets import (
    MOST_CELLS,
    UNCOMPUTED,
    Merge,
    Row,
    Sheet,
    SheetName,
    TooLargeError,
)

_MOST_BYTES = 3_000_000_000
"""Of one part, unpacked: a full sheet of formatted empty rows stays below it."""
_MOST_STRING_BYTES = 500_000_000
_CHUNK = 1 << 22
# an empty cell carries a style only; taken out before parsing because there may be millions
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?/>")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True)
class _Book:
    sheets: tuple[SheetName, ...]
    paths: tuple[str, ...]
    strings: str
    styles: str
    from_1904: bool


class Workbook:
    """An xlsx file, open for reading.

    Raises
    ------
    zipfile.BadZipFile, KeyError, ValueError, xml.parsers.expat.ExpatError
        If the file is damaged.
    TooLargeError
        If a part would not fit into memory.
    """

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        self._book = _read_book(self._archive)
        self._shared: list[str] | None = None
        self._dates: frozenset[int] | None = None

    def __enter__(self) -> Workbook:
        """Return the workbook itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._archive.close()

    @property
    def sheets(self) -> tuple[SheetName, ...]:
        """Names of the sheets that hold cells, in order; chart sheets are left out."""
        return self._book.sheets

    def sheet(self, name: str, *, most_rows: int | None = None) -> Sheet:
        """Return the filled rows of a sheet, at most the first `most_rows` of them."""
        at = [sheet.name for sheet in self._book.sheets].index(name)
        if self._shared is None:
            self._shared = _strings(self._archive, self._book.strings)
        if self._dates is None:
            self._dates = _date_styles(self._archive, self._book.styles)
        reader = _SheetReader(self._shared, self._dates, from_1904=self._book.from_1904)
        return reader.read(self._archive, self._book.paths[at], most_rows)


class _EnoughError(Exception):
    pass


class _SheetReader:
    """Takes the parser's calls for one sheet."""

    def __init__(self, shared: list[str], dates: frozenset[int], *, from_1904: bool) -> None:
        self._shared = shared
        self._dates = dates
        self._from_1904 = from_1904
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
        self._most_rows = most_rows
        parser = _parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            with _part(archive, path, most=_MOST_BYTES) as stream:
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
            self._rows.append((self._row, [self._cells.get(i) for i in range(width)]))
            if self._most_rows is not None and len(self._rows) >= self._most_rows:
                raise _EnoughError

    def _end_cell(self) -> None:
        # a text that came out empty is a result; a number without digits is none
        if self._value is None or (self._kind == "n" and not self._value.strip()):
            cell: object = UNCOMPUTED if self._formula else None
        else:
            cell = self._meaning(self._value)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return
        self._count += 1
        if self._count > MOST_CELLS:
            raise TooLargeError.of_cells(self._count)
        self._cells[self._column] = cell

    def _meaning(self, value: str) -> object:
        kind = self._kind
        if kind == "s":
            return self._shared[int(value)]
        if kind in ("str", "inlineStr", "e"):
            return _unescaped(value)
        if kind == "b":
            return value.strip() == "1"
        if kind == "d":
            return dt.datetime.fromisoformat(value.strip().removesuffix("Z"))
        return self._number(value)

    def _number(self, value: str) -> object:
        number = float(value)
        if self._style in self._dates:
            return _date(number, from_1904=self._from_1904)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _read_book(archive: zipfile.ZipFile) -> _Book:
    root = _targets(archive, "")
    main = next((p for kind, p in root.values() if kind == "officeDocument"), "xl/workbook.xml")
    targets = _targets(archive, main)
    sheets: list[SheetName] = []
    paths: list[str] = []
    epoch = False
    for name, given in _elements(archive, main):
        if name == "workbookPr":
            epoch = given.get("date1904") in ("1", "true")
        if name == "sheet":
            key = next((v for k, v in given.items() if k.rpartition(":")[2] == "id"), "")
            kind, path = targets.get(key, ("", ""))
            if kind == "worksheet":
                sheets.append(SheetName(given["name"], given.get("state", "visible") != "visible"))
                paths.append(path)
    by_kind = dict(targets.values())
    strings, styles = by_kind.get("sharedStrings", ""), by_kind.get("styles", "")
    return _Book(tuple(sheets), tuple(paths), strings, styles, epoch)


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and path of what a part points to, by id."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for tag, given in _elements(archive, path):
        if tag == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/")
            found[given["Id"]] = (given["Type"].rpartition("/")[2], target)
    return found


def _elements(archive: zipfile.ZipFile, path: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()

    def start(tag: str, given: dict[str, str]) -> None:
        found.append((tag.rpartition(":")[2], given))

    parser.StartElementHandler = start
    with _part(archive, path, most=_MOST_STRING_BYTES // 10) as stream:
        parser.ParseFile(stream)
    return found


def _strings(archive: zipfile.ZipFile, path: str) -> list[str]:
    """Return the shared strings; readings beside them (phonetic runs) are left out."""
    if not path:
        return []
    strings: list[str] = []
    parts: list[str] = []
    depth = {"t": 0, "rPh": 0}

    def start(tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in depth:
            depth[name] += 1

    def end(tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in depth:
            depth[name] -= 1
        elif name == "si":
            strings.append(_unescaped("".join(parts)))
            parts.clear()

    def characters(text: str) -> None:
        if depth["t"] and not depth["rPh"]:
            parts.append(text)

    parser = _parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    with _part(archive, path, most=_MOST_STRING_BYTES) as stream:
        parser.ParseFile(stream)
    return strings


def _date_styles(archive: zipfile.ZipFile, path: str) -> frozenset[int]:
    """Return the cell styles whose numbers are dates."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    if not path:
        return frozenset()
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    # dates of the Chinese and Japanese editions, which the built-in list leaves out
    formats.update(dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-m-d"))
    dates: set[int] = set()
    style, inside = 0, False
    for name, given in _elements(archive, path):
        if name == "numFmt" and "numFmtId" in given:
            formats[int(given["numFmtId"])] = given.get("formatCode", "")
        elif name in ("cellXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            if is_date_format(formats.get(int(given.get("numFmtId", "0")), "General")):
                dates.add(style)
            style += 1
    return frozenset(dates)


def _date(number: float, *, from_1904: bool) -> object:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    try:
        return from_excel(number, epoch=epoch)
    except (ValueError, OverflowError):
        return number  # beyond the calendar: a number that was formatted by mistake


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        # no office program writes one; it could unfold into gigabytes
        msg = "document type declaration"
        raise ValueError(msg)

    parser.StartDoctypeDeclHandler = refuse
    return parser


@contextmanager
def _part(archive: zipfile.ZipFile, path: str, *, most: int) -> Iterator[IO[bytes]]:
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
        yield _EMPTY_CELL.sub(b"", piece[:end]) if end else b""
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


def _unescaped(text: str) -> str:
    """Return a text with its escapes (``_x000D_``) as characters."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
