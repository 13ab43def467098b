"""What a file is by its first bytes: names lie, contents do not."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

Content = Literal[
    "text", "xlsx", "xls", "xls_old", "locked", "ods", "document", "html", "pdf", "picture",
    "archive", "empty", "unknown",
]  # fmt: skip
"""``locked`` is a workbook that a password encrypts; ``document`` is one of words or slides."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
"""Beginning of a workbook that is not in a container, as of Excel 2 to 4 (and some exports)."""
_BIFF_8 = 0x08
_SIGNS: tuple[tuple[bytes, Content], ...] = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
_HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<div")
_XML_HTML = (b"<?xml",)
_LOOK = 4096


def content_of(path: Path) -> Content:
    """Return what a file is, judged by its bytes alone.

    Parameters
    ----------
    path
        A file that exists.
    """
    with path.open("rb") as stream:
        start = stream.read(_LOOK)
    if not start.strip(b"\x00 \r\n\t"):
        return "empty"
    if start.startswith(_ZIP):
        return _in_zip(path)
    if start.startswith(_OLE):
        return _in_container(path.read_bytes())
    if start.startswith(_BIFF) and b"\x00" in start[:16]:
        return "xls" if start[1] == _BIFF_8 else "xls_old"
    for sign, content in _SIGNS:
        if start.startswith(sign):
            return content
    return _text_or_not(start)


def _in_zip(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if any(name.startswith("xl/") for name in names):
                return "xlsx"
            if any(name.startswith(("word/", "ppt/")) for name in names):
                return "document"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                return "ods" if b"spreadsheet" in kind else "document"
            return "archive"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        # cut short on its way: the workbook reader says so in its own words
        return "xlsx"


def _in_container(raw: bytes) -> Content:
    """Return what an OLE container holds, by the names of its streams."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in raw

    if holds("EncryptedPackage"):
        return "locked"
    if holds("Workbook") or holds("Book"):
        return "xls"
    return "document" if holds("WordDocument") or holds("PowerPoint") else "unknown"


def _text_or_not(start: bytes) -> Content:
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if plain.startswith(_HTML):
        return "html"
    if plain.startswith(_XML_HTML):
        return "html" if b"<html" in plain or b"urn:schemas-microsoft-com" in plain else "unknown"
    return "text"
