"""Rule packs: the national one, and those that a province lays over it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from importlib import resources

from schoolmap.errors import Problem
from schoolmap.model.grades import BAND_IDS
from schoolmap.model.rules import Standard
from schoolmap.model.ruling import (
    BARS,
    BODIES,
    KINDS,
    STAGES_OF_PROCEDURE,
    PackRule,
    RulePack,
    SetAside,
)
from schoolmap.standards.pack_problems import PackFlaws

NATIONAL = "cn-merger"
"""The pack that every plan is held to, a standards table with rules in it."""

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "severity": ("violation", "warning", "note"),
    "force": ("binding", "guideline", "assumption"),
    "verified": ("quoted", "secondary", "memory"),
    "comparison": ("<=", ">=", "=", "<"),
    "bar": BARS,
    "kind": tuple(KINDS),
    "body": BODIES,
    "stage": STAGES_OF_PROCEDURE,
    "bands": BAND_IDS,
}
_RULE_TEXTS = ("id", "kind", "severity", "zh", "en", "clause", "source", "force", "verified")
_ROW_TEXTS = (
    "id",
    "unit",
    "comparison",
    "name_zh",
    "name_en",
    "clause",
    "source",
    "force",
    "verified",
)
_OPTIONS = ("bands", "body", "evidence", "stage")
_SECTIONS = ("row", "rule", "set_aside")


@dataclass(frozen=True)
class PackFile:
    """A pack as it stands in a file.

    Attributes
    ----------
    name
        Of the file, or of the national table.
    rows
        Figures by id.
    rules
        In order.
    set_aside
        Ids of rules of earlier packs, with the reason.
    """

    name: str
    rows: Mapping[str, Standard]
    rules: tuple[PackRule, ...]
    set_aside: Mapping[str, str]


def national_pack() -> PackFile:
    """Return the national pack.

    Raises
    ------
    ValueError
        If the table is not as a pack must be, which the tests rule out.
    """
    path = resources.files("schoolmap.standards") / "tables" / f"{NATIONAL}.toml"
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    pack, problems = parse_pack(document, name=NATIONAL)
    if problems:
        raise ValueError(problems[0].en)
    return pack


def parse_pack(
    document: Mapping[str, object], *, name: str
) -> tuple[PackFile, tuple[Problem, ...]]:
    """Return a pack of a parsed TOML document, and everything that is wrong with it.

    Parameters
    ----------
    document
        ``[[row]]``, ``[[rule]]`` and ``[[set_aside]]``.
    name
        Of the file, for messages and for where a rule comes from.
    """
    flaws = PackFlaws(name)
    for section in sorted(set(document) - set(_SECTIONS)):
        flaws.unknown_key(section, _SECTIONS)
    rows: dict[str, Standard] = {}
    for at, item in _items(document, "row", flaws):
        row = _row(item, flaws, at, name)
        if row is not None:
            flaws.twice(row.id, row.id in rows, at)
            rows[row.id] = row
    rules: dict[str, PackRule] = {}
    for at, item in _items(document, "rule", flaws):
        rule = _rule(item, flaws, at, name)
        if rule is not None:
            flaws.twice(rule.id, rule.id in rules, at)
            rules[rule.id] = rule
    aside: dict[str, str] = {}
    for at, item in _items(document, "set_aside", flaws):
        flaws.foreign(item, ("rule", "reason"), at)
        words = _texts(item, ("rule", "reason"), flaws, at)
        if words is not None:
            aside[words["rule"]] = words["reason"]
    return PackFile(name, rows, tuple(rules.values()), aside), flaws.problems


def rule_pack(
    standards: Mapping[str, Standard], files: Sequence[PackFile] = ()
) -> tuple[RulePack, tuple[Problem, ...]]:
    """Return the national pack with others laid over it, and what does not fit together.

    A rule takes the place of an earlier one of its id, a figure that of an earlier figure; what a
    study sets in ``[rules]`` beats all of them.

    Parameters
    ----------
    standards
        The study's figures.
    files
        Packs of the province and the county, in their order.
    """
    rules: dict[str, PackRule] = {}
    figures: dict[str, Standard] = {}
    aside: list[SetAside] = []
    problems: list[Problem] = []
    for file in (national_pack(), *files):
        flaws = PackFlaws(file.name)
        for name, reason in file.set_aside.items():
            if name in rules:
                aside.append(SetAside(rules.pop(name), file.name, reason))
            else:
                flaws.nothing_to_set_aside(name, _near(name, rules))
        aside = [a for a in aside if a.rule.id not in {r.id for r in file.rules}]
        rules.update({rule.id: rule for rule in file.rules})
        figures.update(file.rows)
        problems += flaws.problems
    own = {k: row for k, row in standards.items() if k not in figures or row.table == "study"}
    pack = RulePack(
        tuple(rules.values()),
        {**figures, **own},
        tuple(aside),
        (NATIONAL, *(file.name for file in files)),
    )
    return pack, (*problems, *_missing_figures(pack))


def _missing_figures(pack: RulePack) -> Iterator[Problem]:
    for rule in pack.rules:
        known = rule.figure in pack.figures or any(
            row.startswith(f"{rule.figure}.") for row in pack.figures
        )
        if rule.figure and not known:
            flaws = PackFlaws(rule.pack)
            flaws.no_figure(rule.id, rule.figure, _near(rule.figure, pack.figures))
            yield from flaws.problems


def _near(name: str, known: Mapping[str, object]) -> list[str]:
    return difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)


def _items(
    document: Mapping[str, object], section: str, flaws: PackFlaws
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Give the tables of a section, with the place of each for messages."""
    found = document.get(section, [])
    if not isinstance(found, list) or not all(isinstance(item, Mapping) for item in found):
        flaws.not_tables(section)
        return
    for number, item in enumerate(found, start=1):
        yield f"[[{section}]] {number}", item


def _texts(
    item: Mapping[str, object], keys: Sequence[str], flaws: PackFlaws, at: str
) -> dict[str, str] | None:
    """Return the texts that must be there, or None where one is not as it must be."""
    found: dict[str, str] = {}
    for key in keys:
        value = item.get(key)
        if not isinstance(value, str) or not value.strip():
            flaws.needs_text(key, at, value)
        elif key in _CHOICES and value not in _CHOICES[key]:
            flaws.not_a_choice(key, value, _CHOICES[key], at)
        else:
            found[key] = value.strip()
    return found if len(found) == len(keys) else None


def _row(item: Mapping[str, object], flaws: PackFlaws, at: str, name: str) -> Standard | None:
    known = {f.name for f in fields(Standard)} - {"table"}
    flaws.foreign(item, tuple(sorted(known)), at)
    words = _texts(item, _ROW_TEXTS, flaws, at)
    value, year, note = item.get("value"), _year(item, flaws, at), item.get("note", "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        flaws.needs_number("value", at, value)
        return None
    if words is None:
        return None
    return Standard(**words, value=value, year=year, note=str(note), table=name)  # type: ignore[arg-type]


def _year(item: Mapping[str, object], flaws: PackFlaws, at: str) -> int | None:
    year = item.get("year")
    if year is None or (isinstance(year, int) and not isinstance(year, bool)):
        return year
    flaws.needs_number("year", at, year)
    return None


def _rule(item: Mapping[str, object], flaws: PackFlaws, at: str, name: str) -> PackRule | None:
    known = {f.name for f in fields(PackRule)} - {"pack"}
    flaws.foreign(item, tuple(sorted(known)), at)
    words = _texts(item, _RULE_TEXTS, flaws, at)
    if words is None:
        return None
    kind = KINDS[words["kind"]]
    options = _options(item, words["kind"], flaws, at)
    bar = item.get("bar", kind.bar)
    if bar not in BARS:
        flaws.not_a_choice("bar", bar, BARS, at)
        return None
    figure = str(item.get("figure", "")).strip()
    if kind.figure == "must" and not figure:
        flaws.needs_text("figure", at, item.get("figure"))
        return None
    if kind.figure == "none" and figure:
        flaws.takes_no("figure", words["kind"], at)
    if options is None:
        return None
    year, note = _year(item, flaws, at), str(item.get("note", ""))
    rule = PackRule(**words, bar=bar, year=year, note=note, figure=figure, pack=name)  # type: ignore[arg-type]
    return replace(rule, **options)  # type: ignore[arg-type]


def _options(
    item: Mapping[str, object], kind: str, flaws: PackFlaws, at: str
) -> dict[str, object] | None:
    """Return what a rule says besides, checked against its kind; None where something is wrong."""
    wanted = {option.rstrip("*"): option.endswith("*") for option in KINDS[kind].options}
    found: dict[str, object] = {}
    sound = True
    for key in _OPTIONS:
        if key not in item:
            if wanted.get(key):
                flaws.needs_text(key, at, None)
                sound = False
            continue
        if key not in wanted:
            flaws.takes_no(key, kind, at)
            sound = False
            continue
        value = item[key]
        several = value if key == "bands" and isinstance(value, list) else [value]
        for one in several:
            if not isinstance(one, str) or (key in _CHOICES and one not in _CHOICES[key]):
                flaws.not_a_choice(key, one, _CHOICES.get(key, ("…",)), at)
                sound = False
        found[key] = tuple(several) if key == "bands" else value
    return found if sound else None
