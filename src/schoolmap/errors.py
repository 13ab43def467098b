"""What can go wrong, said in the reader's words.

    SchoolmapError
    ├── InputError (ValueError)     the study is at fault: every problem at once
    ├── UsageError (ValueError)     the call is at fault: an unknown id, a wrong option
    └── MachineError (RuntimeError) the machine is at fault: no permission, no space

A `Problem` is one line of a report: where it stands, what was found, what was done about it and
how to repair it, in Chinese and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
Action = Literal["stopped", "row_set_aside", "value_changed", "kept"]
Language = Literal["zh", "en"]

ACTION_TEXT: dict[Action, tuple[str, str]] = {
    "stopped": ("不能运行", "cannot run"),
    "row_set_aside": ("该行未使用", "row set aside"),
    "value_changed": ("已按说明处理", "value changed"),
    "kept": ("保留原样", "kept as it is"),
}


_KEYED = (".toml", ".json")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_MOST = 1500
"""Characters of a message: what a file made longer than this, nobody would read."""


def legible(text: str) -> str:
    """Return a text that any terminal and any file takes.

    Control characters (a terminal would obey them), marks that turn the direction of writing, and
    halves of surrogate pairs (which no encoding has) are shown by their code: ``⟨1B⟩``.
    """
    return _UNFIT.sub(lambda match: f"⟨{ord(match[0]):02X}⟩", text)


@dataclass(frozen=True)
class Problem:
    """One thing found in the input, where it stands, and its repair.

    Attributes
    ----------
    code
        Stable name of the check, for example ``missing_column``.
    severity
        ``error`` stops a run; ``warning`` and ``note`` do not.
    file, row, column, value
        Where it stands. `row` counts as a spreadsheet does (the header is row 1); None where the
        whole file is meant.
    change
        In a scenario: the change that is meant, counted from 1; `column` is then its field.
    sheet
        Of a workbook with several; empty elsewhere.
    action
        What was done with the row or value.
    zh, en
        The message; `repair_zh`, `repair_en` say what to do about it.
    """

    code: str
    severity: Severity
    file: str
    zh: str
    en: str
    repair_zh: str
    repair_en: str
    row: int | None = None
    column: str = ""
    value: str = ""
    action: Action = "kept"
    change: int | None = None
    sheet: str = ""

    def __post_init__(self) -> None:
        """Make what files put into it fit to be shown."""
        for name in ("file", "column", "value", "zh", "en", "repair_zh", "repair_en"):
            given = getattr(self, name)
            fit = legible(given)
            if len(fit) > _MOST:
                fit = f"{fit[: _MOST - 1]}…"
            if fit != given:
                object.__setattr__(self, name, fit)

    def message(self, language: Language) -> str:
        """Return the message in the language asked for."""
        return self.zh if language == "zh" else self.en

    def repair(self, language: Language) -> str:
        """Return the repair in the language asked for."""
        return self.repair_zh if language == "zh" else self.repair_en

    def place(self, language: Language) -> str:
        """Return ``file, row, column`` (or ``file, change, field``) as a person would say it."""
        zh = language == "zh"
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(f"工作表“{self.sheet}”" if zh else f"sheet {self.sheet!r}")
        if self.row is not None:
            parts.append(f"第 {self.row} 行" if zh else f"row {self.row}")
        if self.change is not None:
            parts.append(f"第 {self.change} 项" if zh else f"change {self.change}")
        if self.column:
            # settings and scenarios have keys, not columns
            keyed = self.change is not None or self.file.endswith(_KEYED)
            kind_zh, kind_en = ("", "") if keyed else ("列", "column ")
            parts.append(f"“{self.column}”{kind_zh}" if zh else f"{kind_en}{self.column!r}")
        return ("，" if zh else ", ").join(parts)


class SchoolmapError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(SchoolmapError, ValueError):
    """The study cannot be used as it is; `problems` holds everything that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(describe(self.problems, language="en"))


class UsageError(SchoolmapError, ValueError):
    """The call is at fault; says in both languages what would have been right."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


class MachineError(SchoolmapError, RuntimeError):
    """The machine is at fault: no permission, no space, a missing program."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


def by_severity(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems with errors first, then warnings, then notes; else in the order given."""
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(problems, key=lambda p: order[p.severity])


def describe(problems: Sequence[Problem], *, language: Language) -> str:
    """Return problems as a bulleted text, errors first.

    Parameters
    ----------
    problems
        What was found.
    language
        ``zh`` or ``en``.
    """
    lines = []
    for problem in by_severity(problems):
        value = f" [{problem.value}]" if problem.value else ""
        place = problem.place(language)
        lead = f"{place}{value}：" if language == "zh" else f"{place}{value}: "
        lines.append(f"- {lead}{problem.message(language)} {problem.repair(language)}".rstrip())
    return "\n".join(lines)
