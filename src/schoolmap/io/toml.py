"""TOML as people save it: UTF-8 with or without a byte order mark, or GB18030."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from schoolmap.io.measures import without_unseen
from schoolmap.io.toml_mistakes import TomlMistake, mistake
from schoolmap.io.whole import is_file

MOST_MB = 4
"""Settings are a page or two; a file this large is something else, and would take minutes."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return the document of a file.

    Raises
    ------
    OSError
        If there is no such file, or it is none: a folder, a device, a pipe that never ends.
    TomlMistake, UnicodeDecodeError
        As `parse_toml` does.
    """
    if not is_file(path):
        raise FileNotFoundError(str(path))
    if path.stat().st_size > MOST_MB * 2**20:
        zh, en = f"超过 {MOST_MB} MB，不是设置文件", f"it is larger than {MOST_MB} MB"
        raise TomlMistake(zh, en)
    return parse_toml(path.read_bytes())


def parse_toml(raw: bytes) -> dict[str, Any]:
    """Return a parsed document.

    Raises
    ------
    TomlMistake
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
    except tomllib.TOMLDecodeError as error:
        raise mistake(text, error) from error
    except RecursionError as error:
        zh, en = "括号嵌套太深", "brackets are nested too deeply"
        raise TomlMistake(zh, en) from error
    except ValueError as error:  # a number of thousands of digits, a date such as 2026-13-01
        why = str(error)[:60]
        zh, en = f"无效的数值或日期（{why}）", f"a number or date that is none ({why})"
        raise TomlMistake(zh, en) from error
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
