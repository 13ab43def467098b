"""Changing single values of study.toml without touching anything else in it."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

_SECTION = re.compile(r"^\s*\[([^\[\]]+)\]\s*(?:#.*)?$")


def settings_text(raw: bytes) -> str:
    """Return the text of a study.toml, as `schoolmap.io.settings.read_settings` reads it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def with_value(text: str, section: str, key: str, value: str) -> str | None:
    """Return the text of a study.toml with another text for a key that it has.

    Comments, order and blanks stay. None where the key is not written on a line of its own in its
    section, so that the change would not be certain.
    """
    wanted: dict[str, Any] = tomllib.loads(text)
    if section not in wanted or key not in wanted[section]:
        return None
    wanted[section][key] = value
    assign = re.compile(rf"^(\s*{re.escape(key)}\s*=\s*)(\"[^\"]*\"|'[^']*')(\s*(?:#.*)?)$")
    lines, here = text.split("\n"), ""
    for at, line in enumerate(lines):
        bare = line.rstrip("\r")
        heading = _SECTION.match(bare)
        if heading is not None:
            here = heading[1].strip()
            continue
        match = assign.match(bare) if here == section else None
        if match is None:
            continue
        end = line[len(bare) :]
        lines[at] = f"{match[1]}{json.dumps(value, ensure_ascii=False)}{match[3]}{end}"
        changed = "\n".join(lines)
        return changed if tomllib.loads(changed) == wanted else None
    return None
