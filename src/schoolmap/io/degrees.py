"""Degrees as people write them: decimal, or degrees, minutes and seconds.

Marked or spaced minutes and seconds (``111°40′30″``, ``东经111度40分30秒``, ``111 40 30``) can mean
one thing only and are converted. ``111.4030`` is read as a decimal number, as it stands: whether it
means 40 minutes and 30 seconds cannot be told from one cell (see `coordinate_checks`).
"""

from __future__ import annotations

import re
from typing import Literal

from schoolmap.io.measures import UnreadableCellError, is_marked, parse_number, plain

Axis = Literal["lon", "lat"]

_SIDES = r"东经|西经|北纬|南纬|[NSEW]"
_NUMBER = r"\d+(?:\.\d+)?"
# º becomes an o by NFKC, and people type an o
_MARKED = re.compile(
    rf"({_SIDES})?[:\s]*(\d{{1,3}}(?:\.\d+)?)\s*[°o度](?:\s*({_NUMBER})\s*[′'‘’分])?"
    rf"(?:\s*({_NUMBER})\s*(?:[″\"“”秒]|''|′′|’’))?\s*({_SIDES})?",
    re.IGNORECASE,
)
_SPACED = re.compile(
    rf"({_SIDES})?\s*(\d{{1,3}})(?:\s+|[:\-])(\d{{1,2}})(?:\s+|[:\-])({_NUMBER})\s*({_SIDES})?",
    re.IGNORECASE,
)
_SIDED = re.compile(rf"({_SIDES})?[:\s]*({_NUMBER})[°度]?\s*({_SIDES})?", re.IGNORECASE)
_MINUS = "-"
_BACKWARD = ("S", "W", "西经", "南纬", _MINUS)
_AXES: dict[str, Axis] = {
    **dict.fromkeys(("E", "W", "东经", "西经"), "lon"),
    **dict.fromkeys(("N", "S", "北纬", "南纬"), "lat"),
}


def parse_degrees(value: object) -> float:
    """Return degrees: decimal, or degrees, minutes and seconds such as ``111°40′12″``.

    Raises
    ------
    UnreadableCellError
        ``coordinates_unreadable``, also for 60 minutes or seconds and more.
    """
    text = plain(value)
    if is_marked(str(value)):  # a footnote's number would be one more digit
        raise UnreadableCellError(code="coordinates_unreadable")
    if not _is_spaced(text):
        try:
            return parse_number(value)
        except UnreadableCellError:
            pass
    found = _parts(text)
    if found is None or found[1] >= 60.0 or found[2] >= 60.0:
        raise UnreadableCellError(code="coordinates_unreadable")
    degrees = found[0] + found[1] / 60.0 + found[2] / 3600.0
    return -degrees if found[3].upper() in _BACKWARD else degrees


def is_sexagesimal(value: object) -> bool:
    """Return whether a cell has minutes or seconds."""
    found = None if isinstance(value, int | float) else _parts(plain(value))
    return found is not None and found[4]


def axis_of(value: object) -> Axis | None:
    """Return which axis a cell says that it is (``N36.2``), None where it does not."""
    found = None if isinstance(value, int | float) else _parts(plain(value))
    return None if found is None else _AXES.get(found[3].upper())


def _is_spaced(text: str) -> bool:
    return _SPACED.fullmatch(text) is not None


def _parts(text: str) -> tuple[float, float, float, str, bool] | None:
    """Return degrees, minutes, seconds, side, and whether there are minutes; None if unreadable."""
    if text[:1] in ("-", "−"):
        found = _parts(text[1:])
        # a minus says the side by itself; with a letter as well, one of them is wrong
        return None if found is None or found[3] else (*found[:3], _MINUS, found[4])
    match = _MARKED.fullmatch(text) or _SPACED.fullmatch(text)
    if match is None:
        match = _SIDED.fullmatch(text)
        side = "" if match is None else match[1] or match[3] or ""
        return None if match is None or not side else (float(match[2]), 0.0, 0.0, side, False)
    broken = "." in match[2] and (match[3] or match[4])
    if broken or (match[3] is not None and "." in match[3] and match[4]):
        return None
    side = match[1] or match[5] or ""
    parts = (float(match[2]), float(match[3] or 0), float(match[4] or 0))
    return *parts, side, match[3] is not None or match[4] is not None
