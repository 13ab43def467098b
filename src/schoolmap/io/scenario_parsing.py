"""A scenario made of a parsed JSON document: every problem at once, each with its change."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schoolmap.errors import InputError
from schoolmap.io.ledger import Ledger
from schoolmap.io.scenario_fields import (
    FIELDS,
    OPERATIONS,
    UnfitError,
    field_names,
    read_number,
    read_text,
    unfit_type,
)
from schoolmap.io.scenario_texts import SCENARIO_TEXTS
from schoolmap.model.rules import Value
from schoolmap.model.scenario import (
    FORMAT,
    TRIED_RULES,
    VERSION,
    Change,
    Scenario,
    may_be_tried,
)
from schoolmap.standards import load, override, table_names

KEYS: tuple[str, ...] = (
    "format",
    "version",
    "name",
    "model_sha256",
    "kernel_version",
    "rules",
    "changes",
)
"""Keys of a scenario, in the order in which they are written."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Keyed(dict[str, object]):
    """An object of a JSON file that remembers which of its keys were written twice."""

    def __init__(self, pairs: Sequence[tuple[str, object]]) -> None:
        super().__init__(pairs)
        count = Counter(key for key, _ in pairs)
        self.twice = tuple(key for key, times in count.items() if times > 1)


@dataclass(frozen=True)
class _Spot:
    """Where in a file something is found: in its head, or in one of its changes."""

    ledger: Ledger
    file: str
    change: int | None = None

    def add(self, code: str, *, column: str = "", value: object = "", **words: str) -> None:
        """Report something here."""
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.ledger.add(
            code,
            file=self.file,
            row=None,
            change=self.change,
            column=column,
            value=shown,
            severity=None,
            action=None,
            **words,
        )

    def unfit(self, column: str, value: object, error: UnfitError) -> None:
        """Report a value that its field cannot take."""
        self.add(error.code, column=column, value=value, **error.words)


def parse_scenario(document: object, *, file: str = "", name: str = "") -> Scenario:
    """Return the scenario of a parsed JSON document.

    Parameters
    ----------
    document
        What `json.loads` gives.
    file
        Where it comes from, for messages.
    name
        The scenario's name where the document gives none.

    Raises
    ------
    InputError
        With every problem of the document.
    """
    spot = _Spot(Ledger(SCENARIO_TEXTS), file)
    scenario = _scenario(document, name, spot)
    if spot.ledger.stops or scenario is None:
        raise InputError(spot.ledger.problems)
    return scenario


def _scenario(document: object, name: str, spot: _Spot) -> Scenario | None:
    if not isinstance(document, Mapping):
        spot.add("scenario_not_object")
        return None
    given = {str(key): value for key, value in document.items() if value is not None}
    if given.get("format") != FORMAT:
        spot.add("format_wrong", column="format", value=given.get("format", ""), wanted=FORMAT)
        return None  # not a scenario at all: its other keys would all be strange
    version = given.get("version")
    if version != VERSION or isinstance(version, bool):
        spot.add(
            "version_wrong", column="version", value=given.get("version", ""), wanted=str(VERSION)
        )
    _twice(document, spot)
    _unknown(given, (*KEYS, "$schema"), spot)
    return Scenario(
        name=_head_text(given, "name", spot) or name,
        changes=_changes(given, spot),
        rules=_rules(given, spot),
        model_sha256=_sha256(given, spot),
        kernel_version=_head_text(given, "kernel_version", spot),
    )


def _head_text(given: Mapping[str, object], key: str, spot: _Spot) -> str:
    try:
        return read_text(given.get(key, ""))
    except UnfitError as error:
        spot.unfit(key, given[key], error)
        return ""


def _sha256(given: Mapping[str, object], spot: _Spot) -> str:
    text = _head_text(given, "model_sha256", spot).lower()
    if text and not _SHA256.fullmatch(text):
        spot.add("sha256_bad", column="model_sha256", value=text)
    return text


def _rules(given: Mapping[str, object], spot: _Spot) -> dict[str, Value]:
    """Return the rules that are tried; each must be known, may be tried, and plausible."""
    written = given.get("rules", {})
    if not isinstance(written, Mapping):
        spot.unfit("rules", written, unfit_type(kind="rules"))
        return {}
    _twice(written, spot)
    if not written:
        return {}
    rows = {**load(table_names()), **load(())}
    kinds = {rule.partition(".")[0] for rule in rows}
    tried: dict[str, Value] = {}
    for rule, value in written.items():
        if rule.partition(".")[0] in kinds and not may_be_tried(rule):
            known = ", ".join(TRIED_RULES)
            spot.add("rule_not_tried", column="rules", value=value, rule=rule, known=known)
            continue
        try:
            tried[rule] = value if isinstance(value, bool) else _amount(value)
        except UnfitError as error:
            spot.unfit(rule, value, error)
    try:
        override(rows, tried, file=spot.file)
    except InputError as error:
        spot.ledger.extend(error.problems)
    return tried


def _amount(value: object) -> int | float:
    """Return a number, a whole one as such: 1500.0 is 1500."""
    number = read_number(value)
    return int(number) if number.is_integer() else number


def _changes(given: Mapping[str, object], spot: _Spot) -> tuple[Change, ...]:
    if "changes" not in given:
        words = {"key": "changes", "what_zh": "变动", "what_en": "the changes", "example": "[]"}
        spot.add("field_missing", column="changes", **words)
        return ()
    written = given["changes"]
    if not isinstance(written, list | tuple):
        spot.unfit("changes", written, unfit_type(kind="changes"))
        return ()
    read = (
        _change(item, _Spot(spot.ledger, spot.file, number))
        for number, item in enumerate(written, start=1)
    )
    return tuple(change for change in read if change is not None)


def _change(written: object, spot: _Spot) -> Change | None:
    """Return a change; None where something is wrong with it, which is reported."""
    if not isinstance(written, Mapping):
        spot.unfit("", written, unfit_type(kind="change"))
        return None
    _twice(written, spot)
    given = {str(key): value for key, value in written.items() if value is not None}
    op = given.pop("op", None)
    if op is None:
        words = {"key": "op", "what_zh": "变动的种类", "what_en": "the operation"}
        spot.add("field_missing", column="op", example='"close"', **words)
        return None
    if not isinstance(op, str) or op not in OPERATIONS:
        known = tuple(OPERATIONS)
        spot.add("op_unknown", column="op", value=op, known=", ".join(known), **_near(op, known))
        return None
    return _fields(OPERATIONS[op], given, spot)


def _fields(operation: type[Change], given: dict[str, object], spot: _Spot) -> Change | None:
    names = field_names(operation)
    _unknown(given, tuple(names), spot)
    needed = {name for name, required in names.items() if required}
    # the page writes "" where nothing was given
    given = {key: value for key, value in given.items() if value != "" or key in needed}
    if given.keys() & names.keys() & {"lon", "lat", "at"}:
        needed |= {"lon", "lat"}
    swapped = {"lon", "lat"} if _swapped(given, spot) else set()
    values: dict[str, object] = {}
    for name in names:
        if name in given and name not in swapped:
            try:
                values[name] = FIELDS[name].read(given[name])
            except UnfitError as error:
                spot.unfit(name, given[name], error)
        elif name in needed and name not in given:
            field = FIELDS[name]
            words = {"what_zh": field.zh, "what_en": field.en, "example": field.example}
            spot.add("field_missing", column=name, key=name, **words)
    if not needed <= values.keys():
        return None
    return operation(**values)  # type: ignore[arg-type]  # each was read as its field says


def _swapped(given: Mapping[str, object], spot: _Spot) -> bool:
    """Report degrees that could only be right the other way round."""
    lon, lat = given.get("lon"), given.get("lat")
    if not (isinstance(lon, int | float) and isinstance(lat, int | float)):
        return False
    swapped = 90 < abs(lat) <= 180 and abs(lon) <= 90
    if swapped:
        spot.add("lonlat_swapped", column="lon, lat", value=f"{lon}, {lat}")
    return swapped


def _twice(written: object, spot: _Spot) -> None:
    for key in getattr(written, "twice", ()):
        spot.add("key_twice", column=key, key=key)


def _unknown(given: Iterable[str], known: Sequence[str], spot: _Spot) -> None:
    for key in given:
        if key not in known:
            shown = ", ".join(k for k in known if not k.startswith("$"))
            spot.add("field_unknown", column=key, known=shown, **_near(key, known))


def _near(written: object, known: Sequence[str]) -> dict[str, str]:
    """Return what was most likely meant, as a repair."""
    near = difflib.get_close_matches(str(written), known, n=1, cutoff=0.6)
    if not near:
        return {"near_zh": "请改正拼写或删去。", "near_en": "Correct its spelling or remove it."}
    return {"near_zh": f"是否应为 {near[0]}？", "near_en": f"Is {near[0]} meant?"}
