"""Reading study.toml: its place, its syntax and its keys."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schoolmap.errors import InputError
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.toml import read_toml
from schoolmap.io.toml_mistakes import why
from schoolmap.io.whole import is_file
from schoolmap.model.study import (
    PackSection,
    SourceSection,
    StudyFile,
    StudySection,
    TravelSection,
)

SETTINGS_FILE = "study.toml"
_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
_KEY_DEPTH = 4
"""The deepest key is ``schools.values.type.<cell>``; what pydantic adds names a type it tried."""
_MOST_KEYS = 50
"""Of one kind of fault that are listed: a file that has more is not a study's."""

_SECTIONS: dict[str, type[BaseModel]] = {
    "study": StudySection,
    "travel": TravelSection,
    "pack": PackSection,
    **dict.fromkeys(("schools", "villages", "roads", "boundary", "terrain"), SourceSection),
}

# what pydantic found, in words; the gaps are filled from its context
_DETAILS: dict[str, tuple[str, str]] = {
    "literal_error": ("只能是 {expected}", "must be {expected}"),
    "string_type": ("应为文字，要加引号", "must be a text in quotes"),
    "float_type": ("应为数字", "must be a number"),
    "float_parsing": ("应为数字", "must be a number"),
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "bool_parsing": ("应为 true 或 false", "must be true or false"),
    "int_type": ("应为整数", "must be a whole number"),
    "greater_than": ("须大于 {gt}", "must be greater than {gt}"),
    "less_than_equal": ("须不大于 {le}", "must be at most {le}"),
    "dict_type": ("应为 {{ 名 = 值 }} 的形式", "must be a table like {{ name = value }}"),
    "tuple_type": ('应为列表，例如 ["cn-layout"]', 'must be a list such as ["cn-layout"]'),
    "model_type": ("应为一节，例如 [schools]", "must be a section such as [schools]"),
}


def find_settings(path: str | Path) -> Path:
    """Return the study.toml that a path means: the file itself, or the one in the folder.

    Raises
    ------
    InputError
        If there is none, or a table was named instead.
    """
    given = Path(path)
    file = given if is_file(given) else given / SETTINGS_FILE
    if is_file(file) and file.suffix.lower() in _TABLES:
        ledger = Ledger()
        ledger.add("study_is_table", file=file.name)
        raise InputError(ledger.problems)
    if not is_file(file):
        ledger = Ledger()
        ledger.add("study_missing", file=SETTINGS_FILE, value=given)
        raise InputError(ledger.problems)
    return file


def read_settings(file: Path) -> StudyFile:
    """Return study.toml, checked.

    Parameters
    ----------
    file
        The file; UTF-8 with or without a byte order mark, or GB18030 as some editors save it.

    Raises
    ------
    InputError
        With every key that is missing, unknown or wrong; or if it is not TOML.
    """
    ledger = Ledger()
    try:
        return StudyFile.model_validate(_parse(file))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        zh, en = why(error)
        ledger.add("study_unreadable", file=file.name, zh=zh, en=en)
        raise InputError(ledger.problems) from error
    except ValidationError as error:
        _add_details(ledger, file.name, _distinct(error.errors(include_url=False)))
        raise InputError(ledger.problems) from error


def _parse(file: Path) -> dict[str, Any]:
    settings = read_toml(file)
    if isinstance(settings.get("rules"), dict):
        settings["rules"] = _flat(settings["rules"])
    return settings


def _flat(rules: dict[str, Any], lead: str = "") -> dict[str, Any]:
    """Return rules by their full id: without quotes TOML makes tables of the dots in a key."""
    flat: dict[str, Any] = {}
    for key, value in rules.items():
        name = f"{lead}{key}"
        flat.update(
            _flat(value, f"{name}.") if isinstance(value, dict) and value else {name: value}
        )
    return flat


def _distinct(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return one detail for each key: a union fails once for each of its types."""
    first: dict[tuple[object, ...], ErrorDetails] = {}
    for detail in details:
        first.setdefault(detail["loc"][:_KEY_DEPTH], detail)
    return list(first.values())


def _add_details(ledger: Ledger, file: str, details: list[ErrorDetails]) -> None:
    """Report keys, of each kind of fault as many as anybody reads."""
    seen: Counter[str] = Counter()
    for detail in details:
        kind = detail["type"]
        seen[kind] += 1
        if seen[kind] <= _MOST_KEYS:
            _add_detail(ledger, file, detail)
    more = sum(max(0, count - _MOST_KEYS) for count in seen.values())
    if more:
        ledger.add("keys_more", file=file, count=more)


def _add_detail(ledger: Ledger, file: str, detail: ErrorDetails) -> None:
    kind, place = detail["type"], detail["loc"]
    key = ".".join(str(part) for part in place[:_KEY_DEPTH])
    if kind == "missing":
        ledger.add("key_missing", file=file, column=key, key=key)
    elif kind == "extra_forbidden":
        section = StudyFile if len(place) == 1 else _SECTIONS[str(place[0])]
        known = some(list(section.model_fields), most=20)
        ledger.add("key_unknown", file=file, column=key, known=known)
    else:
        context = detail.get("ctx", {})
        zh, en = _DETAILS.get(kind, (detail["msg"], detail["msg"]))
        if kind in _DETAILS:
            zh, en = zh.format(**context), en.format(**context)
        value = detail["input"]
        ledger.add("key_bad", file=file, column=key, value=value, detail_zh=zh, detail_en=en)
