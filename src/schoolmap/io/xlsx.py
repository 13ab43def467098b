"""Reading xlsx: the filled cells of one sheet, whatever the program that wrote it.

Sheets are streamed and only filled cells are kept, so that a sheet of a million formatted but
empty rows costs no more than a pass over its bytes. Merged and hidden cells, which readers that
stream leave out, are told as well.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path

from schoolmap.io.sheets import Sheet, SheetName
from schoolmap.io.xlsx_cells import SheetReader, Styles, new_parser, open_part, unescaped

_MOST_STRING_BYTES = 500_000_000


@dataclass(frozen=True)
class _Book:
    sheets: tuple[SheetName, ...]
    paths: tuple[str, ...]
    strings: str
    styles: str
    from_1904: bool
    to_compute: bool
    """A program asks spreadsheets to work the formulas out: what it wrote for them is a zero."""


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
        self._styles: Styles | None = None

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
        if self._styles is None:
            self._styles = _read_styles(self._archive, self._book.styles)
        reader = SheetReader(
            self._shared,
            self._styles,
            from_1904=self._book.from_1904,
            to_compute=self._book.to_compute,
        )
        return reader.read(self._archive, self._book.paths[at], most_rows)


def _read_book(archive: zipfile.ZipFile) -> _Book:
    root = _targets(archive, "")
    main = next((p for kind, p in root.values() if kind == "officeDocument"), "xl/workbook.xml")
    targets = _targets(archive, main)
    sheets: list[SheetName] = []
    paths: list[str] = []
    epoch = to_compute = False
    for name, given in _elements(archive, main):
        if name == "workbookPr":
            epoch = given.get("date1904") in ("1", "true")
        if name == "calcPr":
            to_compute = given.get("fullCalcOnLoad") in ("1", "true")
        if name == "sheet":
            key = next((v for k, v in given.items() if k.rpartition(":")[2] == "id"), "")
            kind, path = targets.get(key, ("", ""))
            if kind == "worksheet":
                sheets.append(SheetName(given["name"], given.get("state", "visible") != "visible"))
                paths.append(path)
    by_kind = dict(targets.values())
    strings, styles = by_kind.get("sharedStrings", ""), by_kind.get("styles", "")
    return _Book(tuple(sheets), tuple(paths), strings, styles, epoch, to_compute)


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
    parser = new_parser()

    def start(tag: str, given: dict[str, str]) -> None:
        found.append((tag.rpartition(":")[2], given))

    parser.StartElementHandler = start
    with open_part(archive, path, most=_MOST_STRING_BYTES // 10) as stream:
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
            strings.append(unescaped("".join(parts)))
            parts.clear()

    def characters(text: str) -> None:
        if depth["t"] and not depth["rPh"]:
            parts.append(text)

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    with open_part(archive, path, most=_MOST_STRING_BYTES) as stream:
        parser.ParseFile(stream)
    return strings


def _read_styles(archive: zipfile.ZipFile, path: str) -> Styles:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    if not path:
        return Styles(frozenset(), frozenset())
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    # dates of the Chinese and Japanese editions, which the built-in list leaves out
    formats.update(dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-m-d"))
    dates: set[int] = set()
    percents: set[int] = set()
    style, inside = 0, False
    for name, given in _elements(archive, path):
        if name == "numFmt" and "numFmtId" in given:
            formats[int(given["numFmtId"])] = given.get("formatCode", "")
        elif name in ("cellXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            code = formats.get(int(given.get("numFmtId", "0")), "General")
            if is_date_format(code):
                dates.add(style)
            elif "%" in code:
                percents.add(style)
            style += 1
    return Styles(frozenset(dates), frozenset(percents))
