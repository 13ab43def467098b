"""Recognising headers: Chinese, English, aliases, units and stages in brackets, study.toml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schoolmap.io.everyday import grade_before_junior, junior_year, total_beside
from schoolmap.io.ledger import Ledger, some
from schoolmap.io.measures import UNIT_ZH, Unit, is_unit, unit_of
from schoolmap.model.columns import Column

_NOISE = re.compile(r"[\s_\-*:]+")
_BRACKETS = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$", re.DOTALL)
_SLASH_UNIT = re.compile(r"^(.*?)[/,，]([^/,，]+)$", re.DOTALL)
_STAGES = {"小学": "primary", "初中": "junior", "primary": "primary", "junior": "junior"}
_UNIT_ENDINGS = ("_m2", "_yuan", "_kmh", "_m")
_MEASURED = ("count", "amount")
_CANONICAL, _ALIAS, _EVERYDAY = 1, 2, 3
_GRADE = re.compile(r"g(\d)")
_PRIMARY_LAST = 6


@dataclass(frozen=True)
class Head:
    """A column of the contract, found in a file.

    Attributes
    ----------
    column
        What it means.
    index
        Where it stands among the file's headers.
    header
        As written there.
    unit
        Unit that its numbers are in, where the header names another than the table's.
    """

    column: Column
    index: int
    header: str
    unit: Unit | None = None


@dataclass(frozen=True)
class _Candidate:
    name: str
    rank: int
    brackets: tuple[str, ...] = ()


def header_key(text: str) -> str:
    """Return a header as it is compared: NFKC, lower case, no blanks, underscores or marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


class Headers:
    """The headers that a table knows, by key.

    Parameters
    ----------
    columns
        Of the table.
    primary_last
        Last grade of primary school: 初一 is the next.
    """

    def __init__(self, columns: Sequence[Column], *, primary_last: int = _PRIMARY_LAST) -> None:
        self.by_name: dict[str, Column] = {column.name: column for column in columns}
        self.primary_last = primary_last
        self._known: dict[str, _Candidate] = {}
        for column in columns:
            for word in column.also:
                self._known[header_key(word)] = _Candidate(column.name, _EVERYDAY)
        for column in columns:
            for alias in _aliases(column):
                self._known[header_key(alias)] = _Candidate(column.name, _ALIAS)
        # a column's own names go before another column's alias
        for column in columns:
            for name in (column.name, column.zh):
                self._known[header_key(name)] = _Candidate(column.name, _CANONICAL)

    def name_of(self, key: str) -> str | None:
        """Return the column that a key of ``columns`` means: its name, or a header of it."""
        if key in self.by_name:
            return key
        found = self.recognise(key)
        return None if found is None else found.name

    def score(self, cells: Sequence[object]) -> int:
        """Return how many columns of this table a row of cells names."""
        return len(self._named(cells))

    def fit(self, cells: Sequence[object]) -> int:
        """Return how many required columns of this table a row of cells names."""
        return sum(self.by_name[name].required for name in self._named(cells))

    def _named(self, cells: Sequence[object]) -> set[str]:
        found = (self.recognise(cell) for cell in cells if isinstance(cell, str))
        return {candidate.name for candidate in found if candidate is not None}

    def recognise(self, header: str, *, before_junior: int | None = None) -> _Candidate | None:
        """Return what a header means, None where it is not known.

        `before_junior` is the grade before 初一, where the other headers say another than usual.
        """
        text = unicodedata.normalize("NFKC", header).strip().rstrip("*").strip()
        text = text.removeprefix("其中:").strip()
        brackets: list[str] = []
        while text:
            found = self._lookup(header_key(text), brackets)
            if found is None:
                found = self._junior(header_key(text), brackets, before_junior)
            if found is not None:
                return found
            match = _BRACKETS.match(text) or _unit_after_slash(text)
            if match is None:
                return None
            text = match[1].strip().rstrip("*").strip()
            brackets.insert(0, match[2].strip())
        return None

    def _junior(self, key: str, brackets: Sequence[str], before: int | None) -> _Candidate | None:
        year = junior_year(key)
        name = f"g{(self.primary_last if before is None else before) + year}"
        known = year > 0 and name in self.by_name
        return _Candidate(name, _ALIAS, tuple(brackets)) if known else None

    def _lookup(self, key: str, brackets: Sequence[str]) -> _Candidate | None:
        stages = [_STAGES[b.lower()] for b in brackets if b.lower() in _STAGES]
        rest = tuple(b for b in brackets if b.lower() not in _STAGES)
        found = self._known.get(key)
        if found is None:
            for word, stage in _STAGES.items():
                base = self._known.get(key.removesuffix(word)) if key.endswith(word) else None
                if base is not None and f"{base.name}_{stage}" in self.by_name:
                    return _Candidate(f"{base.name}_{stage}", _ALIAS, rest)
            return None
        if stages:
            name = f"{found.name}_{stages[0]}"
            return _Candidate(name, _CANONICAL, rest) if name in self.by_name else None
        return _Candidate(found.name, found.rank, rest)


def match_headers(
    headers: Sequence[str],
    known: Headers,
    mapping: Mapping[str, str],
    ledger: Ledger,
    *,
    file: str,
    section: str,
) -> dict[str, Head]:
    """Return the columns found in a file by name, and report what was not understood.

    Parameters
    ----------
    headers
        As written in the file.
    known
        Headers of the table.
    mapping
        ``columns`` of study.toml: column name to header; goes before everything else.
    ledger
        Takes two headers for one column, unknown units, headers that were not used.
    file, section
        For the report.
    """
    mapped = _mapped(headers, known, mapping, ledger, file=file, section=section)
    found: dict[str, list[tuple[int, _Candidate]]] = {
        name: [(at, _Candidate(name, 0, _brackets_of(headers[at])))] for name, at in mapped.items()
    }
    keys = [header_key(header) for header in headers]
    before = grade_before_junior(keys, primary_last=known.primary_last)
    unused: set[int] = set()
    for at, header in enumerate(headers):
        if at in mapped.values() or not header:
            continue
        candidate = known.recognise(header, before_junior=before)
        if candidate is None or candidate.name in mapped:
            unused.add(at)
        else:
            found.setdefault(candidate.name, []).append((at, candidate))
    unused |= _leave_everyday(found)
    unused -= _take_total(keys, unused, found, known)
    if unused:
        left = [headers[at] for at in sorted(unused)]
        ledger.add("headers_unused", file=file, headers=some(left, most=30))
    heads = {}
    for name, candidates in found.items():
        at, best = _choose(candidates, headers, known.by_name[name], ledger, file=file)
        column, header = known.by_name[name], headers[at]
        unit = _unit(best.brackets, column, header, ledger, file=file)
        heads[name] = Head(column, at, header, unit)
    return heads


def _leave_everyday(found: dict[str, list[tuple[int, _Candidate]]]) -> set[int]:
    """Take everyday words out where another header names the column; return where they stand."""
    left: set[int] = set()
    for name, candidates in found.items():
        surest = min(candidate.rank for _, candidate in candidates)
        if surest < _EVERYDAY:
            left |= {at for at, candidate in candidates if candidate.rank == _EVERYDAY}
            found[name] = [pair for pair in candidates if pair[1].rank < _EVERYDAY]
    return left


def _take_total(
    keys: Sequence[str],
    unused: set[int],
    found: dict[str, list[tuple[int, _Candidate]]],
    known: Headers,
) -> set[int]:
    """Take a bare 合计 beside the grades for the pupils where no header names them."""
    if "pupils" not in known.by_name or "pupils" in found:
        return set()
    grades = {at for name, of in found.items() if _GRADE.fullmatch(name) for at, _ in of}
    total = total_beside(keys, grades)
    if total is None or total not in unused:
        return set()
    found["pupils"] = [(total, _Candidate("pupils", _EVERYDAY))]
    return {total}


def check_values(values: Iterable[str], known: Headers, ledger: Ledger, *, section: str) -> None:
    """Report columns that ``values`` of study.toml names and the table does not have."""
    for name in values:
        if name not in known.by_name:
            _unknown_column(name, known, ledger, key=f"{section}.values")


def require(
    names: Sequence[str],
    heads: Mapping[str, Head],
    known: Headers,
    ledger: Ledger,
    *,
    file: str,
    headers: Sequence[str] = (),
) -> bool:
    """Return whether all the columns are there; each that is missing is reported.

    `headers` are all of the file's: those that mean nothing yet may be the missing one.
    """
    missing = [known.by_name[name] for name in names if name not in heads]
    taken = {head.index for head in heads.values()}
    left = [header for at, header in enumerate(headers) if header and at not in taken]
    for column in missing:
        ledger.add(
            "column_missing",
            file=file,
            column=column.name,
            name=column.name,
            zh=column.zh,
            left_zh=f"文件中没有用到的列有：{some(left, most=20)}。" if left else "",
            left_en=f" Columns of the file not used so far: {some(left, most=20)}." if left else "",
        )
    return not missing


def _aliases(column: Column) -> list[str]:
    endings = [e for e in _UNIT_ENDINGS if column.name.endswith(e)]
    return [*column.aliases, *(column.name.removesuffix(e) for e in endings[:1])]


def _unit_after_slash(text: str) -> re.Match[str] | None:
    match = _SLASH_UNIT.match(text)
    return match if match is not None and is_unit(match[2]) else None


def _brackets_of(header: str) -> tuple[str, ...]:
    match = _BRACKETS.match(unicodedata.normalize("NFKC", header).strip())
    return () if match is None else (match[2].strip(),)


def _mapped(
    headers: Sequence[str],
    known: Headers,
    mapping: Mapping[str, str],
    ledger: Ledger,
    *,
    file: str,
    section: str,
) -> dict[str, int]:
    keys = [header_key(header) for header in headers]
    places: dict[str, int] = {}
    for given, wanted in mapping.items():
        name, key = known.name_of(given), f"{section}.columns"
        if name is None:
            _unknown_column(given, known, ledger, key=key)
        elif name in places:
            ledger.add("mapped_column_twice", file="study.toml", column=key, name=given, key=name)
        elif wanted in headers:
            places[name] = list(headers).index(wanted)
        elif header_key(wanted) in keys:
            places[name] = keys.index(header_key(wanted))
        else:
            has = some([h for h in headers if h], most=40)
            ledger.add("mapped_header_missing", file=file, column=name, header=wanted, known=has)
    return places


def _unknown_column(name: str, known: Headers, ledger: Ledger, *, key: str) -> None:
    names = some(list(known.by_name), most=100)
    ledger.add(
        "mapped_column_unknown", file="study.toml", column=key, name=name, key=key, known=names
    )


def _choose(
    candidates: Sequence[tuple[int, _Candidate]],
    headers: Sequence[str],
    column: Column,
    ledger: Ledger,
    *,
    file: str,
) -> tuple[int, _Candidate]:
    ordered = sorted(candidates, key=lambda pair: pair[1].rank)
    first = ordered[0]
    for other in ordered[1:]:
        code = "header_twice" if other[1].rank == first[1].rank else "header_shadowed"
        ledger.add(
            code,
            file=file,
            column=headers[other[0]],
            first=headers[first[0]],
            second=headers[other[0]],
            name=column.name,
            zh=column.zh,
        )
    return first


def _unit(
    brackets: Sequence[str], column: Column, header: str, ledger: Ledger, *, file: str
) -> Unit | None:
    """Return the unit in a header's brackets where it differs from the column's."""
    if column.kind not in _MEASURED:
        return None
    into, into_zh = column.unit, UNIT_ZH.get(column.unit, column.unit)
    for label in brackets:
        unit = unit_of(label, column.unit)
        if unit is not None:
            if unit.factor == 1:
                return None
            ledger.add(
                "unit_converted",
                file=file,
                column=header,
                unit=label,
                into=into,
                into_zh=into_zh,
            )
            return unit
        code = "unit_mismatch" if is_unit(label) else "unit_unknown"
        ledger.add(code, file=file, column=header, unit=label, into=into, into_zh=into_zh)
    return None
