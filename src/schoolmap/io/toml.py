"""TOML as people save it: UTF-8 with or without a byte order mark, or GB18030."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from schoolmap.io.measures import without_unseen
from schoolmap.io.whole import is_file

MOST_MB = 4
"""Settings are a page or two; a file this large is something else, and would take minutes."""
_TOO_LARGE = f"larger than {MOST_MB} MB / 超过 {MOST_MB} MB"


def read_toml(path: Path) -> dict[str, Any]:
    """Return the document of a file.

    Raises
    ------
    OSError
        If there is no such file, or it is none: a folder, a device, a pipe that never ends.
    tomllib.TOMLDecodeError, UnicodeDecodeError
        As `parse_toml` does.
    """
    if not is_file(path):
        raise FileNotFoundError(str(path))
    if path.stat().st_size > MOST_MB * 2**20:
        raise tomllib.TOMLDecodeError(_TOO_LARGE)
    return parse_toml(path.read_bytes())


def parse_toml(raw: bytes) -> dict[str, Any]:
    """Return a parsed document.

    Raises
    ------
    tomllib.TOMLDecodeError
        If it is not TOML, or deeper or of longer numbers than any reader takes.
    UnicodeDecodeError
        If its text is neither UTF-8 nor GB18030.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    try:
        document: dict[str, Any] = _seen(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        msg = "brackets nested too deeply / 括号嵌套太深"
        raise tomllib.TOMLDecodeError(msg) from error
    except ValueError as error:  # a number of thousands of digits, a date such as 2026-13-01
        msg = f"a value that is none / 无效的数值或日期 ({str(error)[:60]})"
        raise tomllib.TOMLDecodeError(msg) from error
    return document


def _seen(value: Any) -> Any:  # noqa: ANN401 (whatever TOML holds)
    """Return a value whose texts are without what nobody sees."""
    if isinstance(value, str):
        return without_unseen(value)
    if isinstance(value, list):
        return [_seen(item) for item in value]
    if isinstance(value, dict):
        return {key: _seen(item) for key, item in value.items()}
    return value
