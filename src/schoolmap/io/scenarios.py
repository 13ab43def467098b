"""Scenario files: read with every problem at once, written so that they read back the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from schoolmap.errors import InputError, MachineError
from schoolmap.io.ledger import Ledger
from schoolmap.io.scenario_parsing import Keyed, parse_scenario
from schoolmap.io.scenario_texts import SCENARIO_TEXTS
from schoolmap.io.whole import cannot_write, is_file, write_whole
from schoolmap.kernel.document import scenario_document
from schoolmap.model.scenario import Scenario

MOST_MB = 10
"""A scenario of every school and village of a county is far smaller."""


def read_scenario(path: str | Path) -> Scenario:
    """Return the scenario of a file, checked but for what only a model can tell.

    Parameters
    ----------
    path
        JSON as docs/scenarios.md has it; UTF-8 with or without a byte order mark, or GB18030 as
        some editors save it.

    Raises
    ------
    InputError
        With every problem of the file, each with the number of its change.
    MachineError
        If the file may not be read.
    """
    file = Path(path)
    ledger = Ledger(SCENARIO_TEXTS)
    document = _load(file, ledger)
    if ledger.stops:
        raise InputError(ledger.problems)
    return parse_scenario(document, file=file.name, name=file.stem)


def write_scenario(scenario: Scenario, path: str | Path) -> Path:
    """Write a scenario as a file that `read_scenario` reads back the same.

    Parameters
    ----------
    scenario
        Changes in order.
    path
        File to write; its folder must be there.

    Raises
    ------
    InputError
        If the scenario could not be read back: negative seats, an unknown rule.
    MachineError
        If the file cannot be written.
    """
    file = Path(path)
    parse_scenario(scenario_document(scenario), file=file.name, name=file.stem)
    try:
        write_whole(file, scenario_text(scenario))
    except OSError as error:
        raise cannot_write(file, error) from error
    return file


def scenario_text(scenario: Scenario) -> str:
    """Return a scenario as the text of its file.

    Keys are in a fixed order and each change has a line of its own, so that two files compare.
    """
    lines = []
    for key, value in scenario_document(scenario).items():
        if isinstance(value, list) and value:
            items = ",\n".join(f"    {_json(item)}" for item in value)
            lines.append(f'  "{key}": [\n{items}\n  ]')
        else:
            ordered = dict(sorted(value.items())) if isinstance(value, Mapping) else value
            lines.append(f'  "{key}": {_json(ordered)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _load(file: Path, ledger: Ledger) -> object:
    """Return the parsed content of a file; what stands in the way is reported."""
    try:
        if not is_file(file):
            raise FileNotFoundError  # noqa: TRY301 (a device or a pipe might never end)
        size = file.stat().st_size
        if size > MOST_MB * 2**20:
            megabytes = f"{size / 2**20:.1f}"
            ledger.add("scenario_too_large", file=file.name, mb=megabytes, most=MOST_MB)
            return None
        raw = file.read_bytes()
    except FileNotFoundError:
        ledger.add("scenario_missing", file=file.name, value=file)
        return None
    except OSError as error:
        reason = error.strerror or str(error)
        zh, en = f"无法读取 {file}：{reason}。", f"Cannot read {file}: {reason}."
        raise MachineError(zh, en) from error
    try:
        return _parse(raw)
    except (ValueError, RecursionError) as error:
        zh, en = _flaw(error)
        ledger.add("scenario_not_json", file=file.name, detail_zh=zh, detail_en=en)
        return None


def _parse(raw: bytes) -> object:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return json.loads(text, object_pairs_hook=Keyed, parse_constant=_refuse)


def _refuse(constant: str) -> object:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(constant)


def _flaw(error: ValueError | RecursionError) -> tuple[str, str]:
    """Return where and how a text stops being JSON, in Chinese and in English."""
    if isinstance(error, json.JSONDecodeError):
        zh = f"第 {error.lineno} 行第 {error.colno} 个字符处（{error.msg}）"
        return zh, f"line {error.lineno}, character {error.colno}: {error.msg}"
    if isinstance(error, UnicodeDecodeError):
        return "文字编码既不是 UTF-8 也不是 GB18030", "its text is neither UTF-8 nor GB18030"
    if isinstance(error, RecursionError):
        return "括号嵌套太深", "its brackets are nested too deeply"
    return f"{error} 不是 JSON 的数", f"{error} is no number of JSON"
