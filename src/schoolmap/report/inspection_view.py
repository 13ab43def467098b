"""What the self-inspection sheet (自查表) says, in words: the same for Word and Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schoolmap.errors import Language
from schoolmap.kernel.inspection import InspectionRow, SchoolFacts
from schoolmap.model.evaluation import NOT_TESTED
from schoolmap.model.rules import Standard
from schoolmap.model.wording import (
    VERDICT_2017,
    Pair,
    one_language,
    resource_name,
    say,
    school_type_name,
    status_words,
    unit_name,
)
from schoolmap.units import show_number

Verdict = Literal["met", "missed", "no_standard", "no_data", "see_note", "not_tested"]
VERDICT: dict[Verdict, Pair] = {
    "met": ("达标", "met"),
    "missed": ("不达标", "not met"),
    "no_standard": ("无标准", "no standard"),
    "no_data": ("缺数据", "no data"),
    "see_note": ("见说明", "see note"),
    "not_tested": VERDICT_2017[NOT_TESTED],
}
HEADERS: tuple[Pair, ...] = (
    ("指标", "Indicator"),
    ("标准", "Standard"),
    ("实际", "Actual"),
    ("结论", "Finding"),
    ("依据", "Basis"),
)
INK, MUTED, RULE, BAND, HEAD = "1F2933", "5B6773", "B8C1CC", "EEF2F6", "24476B"
TINT: dict[Verdict, tuple[str, str]] = {
    "met": ("E6F3EA", "1E6B3A"),
    "missed": ("FBE5E1", "A3260F"),
    "no_data": ("FFF3D6", "7A5200"),
    "no_standard": ("FFFFFF", MUTED),
    "see_note": ("FFFFFF", MUTED),
    "not_tested": ("FFFFFF", MUTED),
}
"""Fill and ink of a finding; the words say the same without colour."""
FONT: dict[Language, str] = {"zh": "微软雅黑", "en": "Calibri"}
# no clock: two runs on the same school give the same bytes
DATE = datetime(2000, 1, 1)

NOTES_TITLE: Pair = ("说明", "Notes")
SOURCES_TITLE: Pair = ("依据文件", "Documents cited")

_GROUPS: dict[str, Pair] = {
    "school": ("学校与班级", "School and classes"),
    "primary": ("小学资源配置", "Resources, primary"),
    "junior": ("初中资源配置", "Resources, junior"),
    "site": ("用地与校舍", "Land and buildings"),
    "living": ("寄宿与厕所", "Boarding and toilets"),
}
_GROUP_OF = {
    "land_area_m2": "site",
    "building_area_m2": "site",
    "beds": "living",
    "dorm_area_m2": "living",
    "toilet_seats": "living",
}
_UNITS: dict[str, Pair] = {
    "class": ("个班", "classes"),
    "seat": ("个学位", "seats"),
    "of 7": ("项", "indicators"),
}
_WHOLE_UNITS = {"person", "room", "set", "volume", "seat", "class", "bed"}
_SIGNS = {"<=": "≤", ">=": "≥", "=": "=", "<": "<"}


@dataclass(frozen=True)
class Line:
    """One row of the table, in words; `notes` are numbers in the list of notes, from 1."""

    name: str
    standard: str
    actual: str
    verdict: Verdict
    finding: str
    basis: str
    notes: tuple[int, ...]

    @property
    def label(self) -> str:
        """Name with the marks of its notes."""
        marks = "".join(f"[{number}]" for number in self.notes)
        return f"{self.name} {marks}".rstrip()


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole sheet, in one language.

    Attributes
    ----------
    facts
        (label, value) pairs about the school.
    summary
        How many figures are met, missed and not judged.
    sources
        Documents in full, each with where its figures were read.
    """

    language: Language
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def sheet_of(facts: SchoolFacts, rows: Sequence[InspectionRow], *, language: Language) -> Sheet:
    """Return the self-inspection sheet of a school in words.

    Parameters
    ----------
    facts
        What the school reports.
    rows
        What `schoolmap.kernel.inspection.inspect_school` made of it.
    language
        ``zh`` or ``en``.
    """
    zh = language == "zh"
    notes: list[str] = []
    lines: dict[str, list[Line]] = {key: [] for key in _GROUPS}
    for row in rows:
        lines[_GROUP_OF.get(row.item, row.stage or "school")].append(_line(row, notes, language))
    name = facts.name if zh else facts.name_en or facts.name
    heading = [facts.county, facts.year, facts.township]
    return Sheet(
        language=language,
        title=f"{name}办学条件自查表" if zh else f"Self-inspection: {name}",
        subtitle=("　" if zh else " · ").join(text for text in heading if text),
        facts=tuple(_facts(facts, language)),
        summary=_summary([line for group in lines.values() for line in group], language),
        groups=tuple(
            Group(say(_GROUPS[key], language), tuple(group))
            for key, group in lines.items()
            if group
        ),
        notes=tuple(notes),
        sources=tuple(_sources(rows, language)),
    )


def verdict_of(row: InspectionRow) -> Verdict:
    """Return how a row is to be read."""
    if not row.tested:
        return "not_tested"
    if row.met is not None:
        return "met" if row.met else "missed"
    if row.value is None or row.item == "min_indicators_met_2017":
        return "no_data"
    return "no_standard" if row.standard is None else "see_note"


def _line(row: InspectionRow, notes: list[str], language: Language) -> Line:
    own = row.note_zh if language == "zh" else row.note_en
    general = ""
    if row.standard is not None and row.item != "small_school":  # whose own note says it
        general = one_language(row.standard.note, language)
    verdict = verdict_of(row)
    return Line(
        name=_capital(row.name_zh if language == "zh" else row.name_en),
        standard=_limit(row, language),
        actual="—" if row.value is None else _amount(row.value, row.unit, language),
        verdict=verdict,
        finding=_finding(row, verdict, language),
        basis="—" if row.standard is None else _basis(row.standard, language),
        notes=tuple(_number_of(text, notes) for text in (own, general) if text),
    )


def _number_of(text: str, notes: list[str]) -> int:
    """Return the number of a note, adding it where it is new."""
    text = _sentence(text)
    if text not in notes:
        notes.append(text)
    return notes.index(text) + 1


def _sentence(text: str) -> str:
    end = "。" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "."
    return _capital(text) if text.endswith(("。", ".")) else f"{_capital(text)}{end}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _amount(value: float, unit: str, language: Language) -> str:
    words = say(_UNITS[unit], language) if unit in _UNITS else unit_name(unit, language)
    return f"{_number(value)} {words}".rstrip()


def _number(value: float) -> str:
    """Return a number without idle zeros: three digits below 1, else two."""
    text = show_number(value, digits=3 if abs(value) < 1 else 2)
    text = text.rstrip("0").rstrip(".")
    return "< 0.001" if text == "0" and value > 0 else text


def _limit(row: InspectionRow, language: Language) -> str:
    if row.standard is None or isinstance(row.standard.value, str | tuple):
        return "—"
    sign = _SIGNS.get(row.standard.comparison, "")
    text = f"{sign} {_amount(float(row.standard.value), row.standard.unit, language)}"
    if row.item == "toilet_seats":
        return f"{text}{say(('（女生）', ' (girls)'), language)}"
    return text


def _finding(row: InspectionRow, verdict: Verdict, language: Language) -> str:
    """Return the verdict in words, with what is missing in the resource's own unit."""
    text = say(VERDICT[verdict], language)
    if verdict != "missed" or not row.shortfall:
        return text
    short = row.shortfall
    missing = _amount(short, row.shortfall_unit, language)
    if row.item == "school_size":
        return f"{text}：超 {missing}" if language == "zh" else f"{text}: {missing} too many"
    found = f"{text}：差 {missing}" if language == "zh" else f"{text}: short by {missing}"
    if row.shortfall_unit in _WHOLE_UNITS and short != int(short):
        # nobody hires 2.2 teachers
        whole = int(short) + 1
        to_add = _amount(float(whole), row.shortfall_unit, language)
        found += f"（须补 {to_add}）" if language == "zh" else f" ({whole:,} to add)"
    return found


def _short_clause(row: Standard, language: Language) -> str:
    """Return the document's number, or what is assumed; the full citation is listed below."""
    clause = one_language(row.clause, language)
    if row.force == "assumption":
        return clause.split("（")[0].split(" (")[0]
    return clause.split("《")[0].strip() or clause


def _basis(row: Standard, language: Language) -> str:
    status = status_words(row, language)
    clause = _short_clause(row, language)
    return f"{clause}（{status}）" if language == "zh" else f"{clause} ({status})"


def _summary(lines: Sequence[Line], language: Language) -> str:
    counts = dict.fromkeys(VERDICT, 0)
    for line in lines:
        counts[line.verdict] += 1
    parts = [(say(VERDICT[v], language), n) for v, n in counts.items() if n]
    if language == "zh":
        return f"共 {len(lines)} 项：" + "，".join(f"{word} {n} 项" for word, n in parts) + "。"
    return f"{len(lines)} figures: " + ", ".join(f"{n} {word}" for word, n in parts) + "."


def _sources(rows: Iterable[InspectionRow], language: Language) -> list[str]:
    """Return each document once, with where its figures were read."""
    read: dict[str, list[str]] = {}
    for row in rows:
        if row.standard is None:
            continue
        clause = one_language(row.standard.clause, language)
        where = one_language(row.standard.source, language)
        status = status_words(row.standard, language)
        text = f"{where}（{status}）" if language == "zh" else f"{where} ({status})"
        ways = read.setdefault(clause, [])
        if text not in ways:
            ways.append(text)
    if language == "zh":
        return [f"{clause}：{'；'.join(ways)}。" for clause, ways in read.items()]
    return [f"{clause}: {'; '.join(ways)}." for clause, ways in read.items()]


def _facts(facts: SchoolFacts, language: Language) -> list[tuple[str, str]]:
    zh = language == "zh"
    span = facts.grades
    grades = "" if span is None else f"{span[0]}-{span[1]}"
    given: list[tuple[Pair, str]] = [
        (("学校标识码", "School id"), facts.school_id),
        (("办学类型", "Type"), school_type_name(facts.type_code, language)),
        (("年级范围", "Grades"), f"{grades} 年级" if zh and grades else grades),
        (("小学在校生", "Primary pupils"), _count(facts.primary, "pupil", language)),
        (("初中在校生", "Junior pupils"), _count(facts.junior, "pupil", language)),
        (("高中在校生", "Senior pupils"), _count(facts.senior, "pupil", language)),
        (("班级数", "Classes"), _count(facts.classes, "", language)),
        (("学位数", "Seats"), _count(facts.seats, "", language)),
        (("寄宿生", "Boarders"), _count(facts.boarders, "pupil", language)),
        (("床位数", "Beds"), _count(facts.beds, "bed", language)),
    ]
    pairs = [(say(label, language), value) for label, value in given if value]
    if not facts.type_code:
        pairs = [pair for pair in pairs if pair[0] not in {"办学类型", "Type"}]
    units = {"staff": "person", "teachers": "person"}
    for name in ("staff", "teachers", "land_area_m2", "building_area_m2", "sports_area_m2"):
        amount = facts.resources.get(name)
        if amount is not None:
            label = _capital(resource_name(name, language))
            pairs.append((label, _amount(amount, units.get(name, "m2"), language)))
    return pairs


def _count(value: float | None, unit: str, language: Language) -> str:
    """Return a count with its unit; empty where there is nothing to say."""
    return _amount(value, unit, language) if value else ""
