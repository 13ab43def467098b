"""Breaking Chinese and English text into lines of a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

_PIECE = re.compile(r"\s+|[\x21-\x7e\u00a0-\u02ff]+|.", re.DOTALL)
_NOT_FIRST = "，。；：、！？）》」』”’…%）"
_NOT_LAST = "（《「『“‘"


def wrap(text: Text, width: int | None, *, lead: int = 0) -> Text:
    """Return a text broken into lines, those after the first led by blanks.

    A line may end after any Chinese character, but none begins with a closing mark or ends with an
    opening one; words and numbers stay whole unless they are longer than a line.

    Parameters
    ----------
    text
        One paragraph; its styles are kept.
    width
        Columns of the terminal; None where lines are not to be broken.
    lead
        Blanks before each further line.
    """
    if width is None or cell_len(text.plain) <= width:
        return text
    breaks = list(_breaks(text.plain, max(width, lead + 8), lead))
    lines = text.divide(breaks)
    result = Text()
    for number, line in enumerate(lines):
        line.rstrip()
        if number:
            result.append("\n" + " " * lead)
        result.append_text(line)
    return result


def _breaks(plain: str, width: int, lead: int) -> Iterator[int]:
    """Yield where lines end."""
    used = 0
    for start, piece in _units(plain, width - lead):
        size = cell_len(piece)
        if used + size > width and used > lead and piece.strip():
            yield start
            used = lead
        used += size


def _units(plain: str, most: int) -> Iterator[tuple[int, str]]:
    """Yield what must stay on one line, with where it starts."""
    start, unit = 0, ""
    for match in _PIECE.finditer(plain):
        piece = match[0]
        joined = bool(unit) and (piece[0] in _NOT_FIRST or unit[-1] in _NOT_LAST)
        if joined and cell_len(unit + piece) <= most:
            unit += piece
            continue
        if unit:
            yield start, unit
        start, unit = match.start(), piece
        while cell_len(unit) > most:  # a path, say
            yield start, unit[:most]
            start, unit = start + most, unit[most:]
    if unit:
        yield start, unit
