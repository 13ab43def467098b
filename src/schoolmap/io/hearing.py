"""hearing.toml: what the bureau brings besides the data, read with every problem at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar, cast

from schoolmap.errors import InputError, Problem
from schoolmap.io.hearing_texts import HEARING_TEXTS
from schoolmap.io.ledger import Ledger
from schoolmap.io.measures import plain, without_unseen
from schoolmap.io.toml import read_toml
from schoolmap.io.toml_mistakes import why
from schoolmap.io.whole import is_file
from schoolmap.model.hearing import (
    BUILT,
    Approval,
    Built,
    Evidence,
    Hearing,
    Paper,
    Publicity,
    Session,
    Vote,
)
from schoolmap.model.ruling import BODIES

_PAPER: Mapping[str, str] = {"file": "text", "reference": "text", "by": "text"}
_ONCE: Mapping[str, Mapping[str, str]] = {
    "hearing": {"plan": "text", "supplied_by": "text"},
    "publicity": {"start": "date*", "end": "date*", "where": "text", **_PAPER},
    "session": {"date": "date*", "announced": "date", "where": "text", **_PAPER},
    "approval": {"submitted": "date", "approved": "date", "authority": "text", **_PAPER},
}
_OFTEN: Mapping[str, Mapping[str, str]] = {
    "vote": {
        "school": "id",
        "body": "body*",
        "date": "date*",
        "for": "count*",
        "against": "count*",
        "abstained": "count",
        "asked": "count",
        **_PAPER,
    },
    "built": {"school": "id*", "what": "what*", "count": "count", "date": "date*", **_PAPER},
    "evidence": {"name": "text*", "date": "date", **_PAPER},
}
"""Keys of each section by what they hold; a star where they must be there."""

_CHOICES: Mapping[str, tuple[str, ...]] = {"body": BODIES, "what": BUILT}
_EXAMPLES: Mapping[str, str] = {
    "text": '"…"',
    "id": '"S012"',
    "date": "2026-03-01",
    "count": "40",
    "body": '"parents"',
    "what": '"beds"',
}


@dataclass(frozen=True)
class _Door:
    """Where the values of one section come in."""

    ledger: Ledger
    folder: Path
    file: str
    at: str

    def add(self, code: str, where: str = "", value: object = "", **words: object) -> None:
        """Report something in this section."""
        column = f"{self.at} {where}".strip()
        self.ledger.add(
            code,
            file=self.file,
            row=None,
            change=None,
            column=column,
            value=value,
            severity=None,
            action=None,
            **words,
        )


def read_hearing(path: str | Path) -> tuple[Hearing, tuple[Problem, ...]]:
    """Return what a hearing.toml holds, and what is doubtful in it.

    Parameters
    ----------
    path
        TOML as docs/hearing.md has it; UTF-8 with or without a byte order mark, or GB18030. Files
        that it names lie beside it.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    file = Path(path)
    ledger = Ledger(HEARING_TEXTS)
    document = _document(file, ledger)
    hearing = _hearing(document, file, ledger)
    if ledger.stops:
        raise InputError(ledger.problems)
    return hearing, ledger.problems


def _document(file: Path, ledger: Ledger) -> Mapping[str, object]:
    try:
        return read_toml(file)
    except OSError:
        ledger.add("hearing_missing", file=file.name, value=file)
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        zh, en = why(error)
        ledger.add("hearing_unreadable", file=file.name, zh=zh, en=en)
        return {}


def _hearing(document: Mapping[str, object], file: Path, ledger: Ledger) -> Hearing:
    head = _Door(ledger, file.parent, file.name, "")
    for key in sorted(set(document) - set(_ONCE) - set(_OFTEN)):
        head.add("hearing_key_unknown", key, key, known=", ".join((*_ONCE, *_OFTEN)))
    once: dict[str, dict[str, object] | None] = {}
    for section, keys in _ONCE.items():
        found = document.get(section)
        door = _Door(ledger, file.parent, file.name, f"[{section}]")
        if found is not None and not isinstance(found, Mapping):
            door.add("hearing_section_shape", wanted=f"[{section}]")
            found = None
        once[section] = None if found is None else _values(found, keys, door)
    often = {section: _several(document, section, file, ledger) for section in _OFTEN}
    about = once["hearing"] or {}
    return Hearing(
        plan=str(about.get("plan", "")),
        supplied_by=str(about.get("supplied_by", "")),
        publicity=_made(once["publicity"], _publicity),
        session=_made(once["session"], _session),
        approval=_made(once["approval"], _approval),
        votes=tuple(_vote(v) for v in often["vote"]),
        built=tuple(_built(v) for v in often["built"]),
        evidence=tuple(_evidence(v) for v in often["evidence"]),
        file=file.name,
    )


def _several(
    document: Mapping[str, object], section: str, file: Path, ledger: Ledger
) -> list[dict[str, object]]:
    found = document.get(section, [])
    items = found if isinstance(found, list) else [None]
    result = []
    for number, item in enumerate(items, start=1):
        door = _Door(ledger, file.parent, file.name, f"[[{section}]] {number}")
        if not isinstance(item, Mapping):
            door.add("hearing_section_shape", wanted=f"[[{section}]]")
            continue
        values = _values(item, _OFTEN[section], door)
        if values is not None:
            if section == "vote":
                _count_votes(values, door)
            result.append(values)
    return result


def _values(
    item: Mapping[str, object], keys: Mapping[str, str], door: _Door
) -> dict[str, object] | None:
    """Return the values of a section, or None where one of them must be repaired first."""
    values: dict[str, object] = {}
    for key in item:
        if key not in keys:
            door.add("hearing_key_unknown", key, key, known=", ".join(keys))
    sound = True
    for key, sort in keys.items():
        kind = sort.rstrip("*")
        if item.get(key) is None or item[key] == "":
            if sort.endswith("*"):
                door.add("hearing_key_missing", key, key=key, example=_EXAMPLES[kind])
                sound = False
            continue
        value = _READ[kind](item[key])
        if value is None or value not in _CHOICES.get(kind, (value,)):
            _unfit(door, key, kind, item[key])
            sound = False
        else:
            values[key] = value
    if not sound:
        return None
    _check_dates(values, door)
    _check_paper(values, keys, door)
    return values


def _unfit(door: _Door, key: str, kind: str, value: object) -> None:
    if kind in _CHOICES:
        door.add("hearing_choice", key, value, known=", ".join(_CHOICES[kind]))
    else:
        code = {"date": "hearing_date", "count": "hearing_count"}.get(kind, "hearing_text")
        words = {"example": _EXAMPLES[kind].strip('"')} if code == "hearing_text" else {}
        door.add(code, key, value, **words)


def _text(value: object) -> str | None:
    return without_unseen(" ".join(value.split())) if isinstance(value, str) else None


def _id(value: object) -> str | None:
    text = _text(value)
    return None if text is None else plain(text)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(plain(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _count(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return int(value) if whole else None  # type: ignore[call-overload]


_READ: Mapping[str, Callable[[object], object]] = {
    "text": _text,
    "id": _id,
    "date": _day,
    "count": _count,
    "body": _text,
    "what": _text,
}


def _check_dates(values: Mapping[str, object], door: _Door) -> None:
    for earlier, later in (("start", "end"), ("announced", "date"), ("submitted", "approved")):
        first, second = values.get(earlier), values.get(later)
        if isinstance(first, date) and isinstance(second, date) and second < first:
            door.add(
                "hearing_ends_first",
                later,
                second,
                earlier=earlier,
                later=later,
                first=first,
                second=second,
            )


def _check_paper(values: Mapping[str, object], keys: Mapping[str, str], door: _Door) -> None:
    """Report a named file that is not there, and a section that names no paper at all."""
    if "file" not in keys:
        return
    name = values.get("file")
    if isinstance(name, str):
        paper = door.folder / name
        if not is_file(paper):
            door.add("hearing_file_missing", "file", name, name=name, toml=door.file)
        elif not paper.stat().st_size:
            door.add("hearing_file_empty", "file", name, name=name)
    if name is None and "reference" not in values:
        door.add("hearing_no_paper")


def _count_votes(values: Mapping[str, object], door: _Door) -> None:
    votes = [values.get(key, 0) for key in ("for", "against", "abstained")]
    counted, asked = sum(n for n in votes if isinstance(n, int)), values.get("asked")
    if counted == 0:
        door.add("hearing_no_votes")
    elif isinstance(asked, int) and counted > asked:
        door.add("hearing_more_votes", "asked", asked, counted=counted, asked=asked)


Values = Mapping[str, object]


_Made = TypeVar("_Made")


def _made(values: Values | None, make: Callable[[Values], _Made]) -> _Made | None:
    return None if values is None else make(values)


def _paper(values: Values) -> Paper:
    return Paper(*(str(values.get(key, "")) for key in ("file", "reference", "by")))


def _date_of(values: Values, key: str) -> date:
    return cast("date", values[key])  # as `_day` read it


def _date_or_none(values: Values, key: str) -> date | None:
    return _date_of(values, key) if key in values else None


def _number_of(values: Values, key: str) -> int:
    value = values.get(key, 0)
    return value if isinstance(value, int) else 0


def _publicity(values: Values) -> Publicity:
    start, end = _date_of(values, "start"), _date_of(values, "end")
    return Publicity(start, end, str(values.get("where", "")), _paper(values))


def _session(values: Values) -> Session:
    announced = _date_or_none(values, "announced")
    where = str(values.get("where", ""))
    return Session(_date_of(values, "date"), announced, where, _paper(values))


def _approval(values: Values) -> Approval:
    submitted, approved = _date_or_none(values, "submitted"), _date_or_none(values, "approved")
    return Approval(submitted, approved, str(values.get("authority", "")), _paper(values))


def _vote(values: Values) -> Vote:
    return Vote(
        school=str(values.get("school", "")),
        body=str(values["body"]),
        day=_date_of(values, "date"),
        in_favour=_number_of(values, "for"),
        against=_number_of(values, "against"),
        abstained=_number_of(values, "abstained"),
        asked=_number_of(values, "asked") if "asked" in values else None,
        paper=_paper(values),
    )


def _built(values: Values) -> Built:
    return Built(
        school=str(values["school"]),
        what=str(values["what"]),
        count=_number_of(values, "count"),
        day=_date_of(values, "date"),
        paper=_paper(values),
    )


def _evidence(values: Values) -> Evidence:
    return Evidence(str(values["name"]), _paper(values), _date_or_none(values, "date"))
