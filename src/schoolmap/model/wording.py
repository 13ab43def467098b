"""Words for people, in Chinese and English: names of figures, units, modes, reasons and rules.

Only text is made here. Map, workbook and tables say the same thing in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from schoolmap.errors import Language
from schoolmap.model.codes import AREA_CLASSES, GROUP_EN, SCHOOL_TYPES
from schoolmap.model.evaluation import Finding
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATOR_INDEX, INDICATORS, RESOURCE_INDEX, RESOURCES
from schoolmap.model.rules import Standard
from schoolmap.model.words import (
    AREA_WORDS,
    BAND,
    DETAIL,
    FIGURE,
    FORCE,
    INDICATOR_ZH,
    MESSAGE,
    MODE,
    REASON,
    SEVERITY,
    STAGE,
    STATUS,
    SUBJECT,
    UNIT,
    VERDICT_2017,
    VERIFIED,
    Pair,
)
from schoolmap.units import half_up, show_number

__all__ = [
    "AREA_WORDS",
    "BAND",
    "DETAIL",
    "FIGURE",
    "FORCE",
    "INDICATOR_ZH",
    "MESSAGE",
    "MODE",
    "REASON",
    "SEVERITY",
    "STAGE",
    "STATUS",
    "SUBJECT",
    "UNIT",
    "VERDICT_2017",
    "VERIFIED",
    "Pair",
    "against",
    "area_class_name",
    "detail_words",
    "duration",
    "figure_name",
    "finding_message",
    "finding_text",
    "indicator_name",
    "look_up",
    "one_language",
    "quantity",
    "resource_name",
    "rule_name",
    "say",
    "school_type_name",
    "status_mark",
    "status_words",
    "subject_name",
    "unit_name",
    "verified_words",
]


def say(pair: Pair, language: Language) -> str:
    """Return the text of a (Chinese, English) pair in the language asked for."""
    return pair[0] if language == "zh" else pair[1]


def look_up(words: Mapping[str, Pair], key: str, language: Language) -> str:
    """Return the words for a key; the key itself where it has none."""
    return say(words[key], language) if key in words else key


def unit_name(unit: str, language: Language) -> str:
    """Return a unit for people: ``m2/pupil`` is 平方米/人 or m²/pupil."""
    if unit in UNIT:
        return look_up(UNIT, unit, language)
    over, *under = unit.split("/")
    if not under:
        return unit
    # below the line English takes the singular, which the ids are in
    below = [look_up(UNIT, u, language) if language == "zh" else u for u in under]
    return "/".join([look_up(UNIT, over, language), *below])


def school_type_name(code: int, language: Language) -> str:
    """Return the words of a 办学类型 code; the code where it is unknown."""
    known = SCHOOL_TYPES.get(code)
    return str(code) if known is None else say((known.zh, known.en), language)


def area_class_name(code: int, language: Language) -> str:
    """Return the words of a 城乡类型 code: the class in Chinese, its group in English."""
    known = AREA_CLASSES.get(code)
    if known is None:
        return ""
    return known.zh if language == "zh" else GROUP_EN[known.group]


def resource_name(name: str, language: Language) -> str:
    """Return the words of a resource column, ``staff`` for example."""
    if name not in RESOURCE_INDEX:
        return name
    resource = RESOURCES[RESOURCE_INDEX[name]]
    return say((resource.zh, resource.en), language)


def indicator_name(name: str, language: Language) -> str:
    """Return the words of a per-pupil indicator, ``books`` for example."""
    if name not in INDICATOR_INDEX:
        return resource_name(name, language)
    if language == "zh":
        return INDICATOR_ZH[name]
    per = INDICATORS[INDICATOR_INDEX[name]].per
    return f"{resource_name(name, language)} per {'pupil' if per == 1 else f'{per} pupils'}"


def figure_name(figure: str, language: Language) -> str:
    """Return the words of an id of indicators.json, ``cv_2017.books.primary`` for example."""
    if figure in FIGURE:
        return say(FIGURE[figure], language)
    head, *rest = figure.split(".")
    if not rest:
        return figure
    if head.startswith("cv_"):
        return _cv_name(head.removeprefix("cv_"), rest, language)
    words: dict[str, Pair] = {
        "theil": ("泰尔指数", "Theil"),
        "gap_urban_rural": ("城乡比", "town/village ratio"),
    }
    return f"{look_up(words, head, language)} {_subject(rest, language)}"


def _cv_name(edition: str, parts: list[str], language: Language) -> str:
    stage = look_up(STAGE, parts[-1], language)
    if parts[0] == "mean":
        return say(
            (f"综合差异系数（{edition}）{stage}", f"composite CV ({edition}) {stage}"), language
        )
    subject = _subject(parts, language)
    return say((f"差异系数（{edition}）{subject}", f"CV ({edition}) {subject}"), language)


def _subject(parts: list[str], language: Language) -> str:
    """Return ``<indicator>.<stage>[.between|within]`` for people."""
    ends: dict[str, Pair] = {"between": ("组间", "between"), "within": ("组内", "within")}
    words = [indicator_name(parts[0], language)]
    words += [look_up({**STAGE, **ends}, part, language) for part in parts[1:]]
    return ("·" if language == "zh" else ", ").join(words)


def rule_name(rule: str, standards: Mapping[str, Standard], language: Language) -> str:
    """Return the name of a standards row; the id where there is no such row."""
    row = standards.get(rule)
    return rule if row is None else say((row.name_zh, row.name_en), language) or rule


def one_language(text: str, language: Language) -> str:
    """Return the half of a standards text that is written ``Chinese / English``."""
    chinese, split, english = text.partition(" / ")
    return english if split and language == "en" else chinese


def status_words(row: Standard | None, language: Language) -> str:
    """Return how binding and how well verified a figure is: ``强制；已核对原文``."""
    if row is None:
        return ""
    parts = (look_up(FORCE, row.force, language), verified_words(row, language))
    return ("；" if language == "zh" else "; ").join(parts)


def verified_words(row: Standard, language: Language) -> str:
    """Return how well a figure is verified; an assumption has no text to hold it against."""
    if row.table == "study":
        return say(("县里自定", "set by the study"), language)
    if row.force == "assumption" and row.verified == "memory":
        return say(("本工具自定", "this tool's own choice"), language)
    return look_up(VERIFIED, row.verified, language)


def status_mark(row: Standard | None) -> str:
    """Return the same for machines, in any language: ``binding; quoted``."""
    return "" if row is None else f"{row.force}; {row.verified}"


def quantity(value: float | None, unit: str, language: Language) -> str:
    """Return a value with its unit as a person would say it; a dash where it is undefined.

    Seconds become minutes and seconds, shares per cent, metres from a kilometre on kilometres.
    """
    if value is None:
        return "—"
    if isinstance(value, bool):
        return say(("是", "yes") if value else ("否", "no"), language)
    if unit == "s":
        return duration(value, language)
    if unit == "m" and value >= 1000:
        value, unit = value / 1000, "km"
    elif unit == "share":
        return f"{show_number(value * 100, digits=1)}%"
    words = unit_name(unit, language)
    text = show_number(value, digits=_digits(value, unit))
    return f"{text} {words}".rstrip()


def against(value: float | None, limit: float | None, unit: str, language: Language) -> str:
    """Return a value that is held against a limit: fine enough that they differ where they do."""
    text = quantity(value, unit, language)
    if value is None or limit is None or value == limit:
        return text
    if _trimmed(text) != _trimmed(quantity(limit, unit, language)):
        return text
    scale, words = (100, "%") if unit == "share" else (1, f" {unit_name(unit, language)}")
    first = {"ratio": 4, "share": 2, "m": 0}.get(unit, 3)
    for digits in range(first, first + 10):
        text, other = (show_number(v * scale, digits=digits) for v in (value, limit))
        if text != other:
            break
    return f"{text}{words}".rstrip()


def _trimmed(text: str) -> str:
    """Return a quantity without idle zeros: 45.00 reads like 45."""
    return re.sub(r"\.(\d*?)0+(?!\d)", lambda m: f".{m[1]}" if m[1] else "", text)


def duration(seconds: float, language: Language) -> str:
    """Return a time as minutes and seconds: a second over a limit must show."""
    minutes, rest = divmod(half_up(seconds), 60)
    texts = [f"{show_number(minutes)} {say(UNIT['min'], language)}"] if minutes else []
    if rest or not minutes:
        texts.append(f"{rest} {say(UNIT['s'], language)}")
    return " ".join(texts)


def _digits(value: float, unit: str) -> int:
    if unit == "ratio":
        return 3
    if value == int(value):
        return 0
    return 1 if unit == "km" else 2


def subject_name(finding: Finding, model: LayoutModel, language: Language) -> str:
    """Return who a finding is about: the county, or the name of the school or village."""
    if finding.subject_type == "county":
        return model.name
    ids, names = {
        "school": (model.sites.ids, model.sites.names),
        "village": (model.villages.ids, model.villages.names),
    }.get(finding.subject_type, ((), ()))
    if finding.subject_id not in ids:
        return finding.subject_id
    at = ids.index(finding.subject_id)
    if language == "en" and finding.subject_type == "school" and model.sites.names_en[at]:
        return model.sites.names_en[at]
    return names[at]


def detail_words(detail: str, language: Language) -> str:
    """Return a finding's detail (figure id, or band and reason joined by a colon) for people."""
    words = {**BAND, **STAGE, **REASON, **MODE, **AREA_WORDS, **DETAIL}
    parts = []
    for part in detail.split(":"):
        known = look_up(words, part, language)
        parts.append(
            known if part in words else figure_name(indicator_name(part, language), language)
        )
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


def finding_message(finding: Finding, model: LayoutModel, language: Language) -> str:
    """Return a finding as one sentence: who, which rule, what was found, what is asked.

    Parameters
    ----------
    finding
        A finding of an evaluation of `model`.
    model
        Gives the names and the standards in force.
    language
        ``zh`` or ``en``.
    """
    who = subject_name(finding, model, language)
    text = finding_text(finding, model.standards, language)
    if finding.rule.split(".")[0] not in MESSAGE:
        rule = rule_name(finding.rule, model.standards, language)
        text = f"{rule}{'，' if language == 'zh' else ', '}{text}" if text else rule
    return f"{who}{'：' if language == 'zh' else ': '}{text}"


def finding_text(finding: Finding, standards: Mapping[str, Standard], language: Language) -> str:
    """Return what was found and what is asked, without the subject; the rule where it must be."""
    head = finding.rule.split(".")[0]
    found = against(finding.value, finding.limit, finding.unit, language)
    if head in MESSAGE:
        undefined = head.startswith("cv_limit") and finding.value is None
        return say(MESSAGE["cv_undefined" if undefined else head], language).format(
            detail=detail_words(finding.detail, language),
            found=found,
            limit=quantity(finding.limit, finding.unit, language),
            pupils=show_number(finding.pupils),
        )
    parts = [detail_words(finding.detail, language)]
    if finding.value is not None:
        parts.append(say((f"实际 {found}", f"found {found}"), language))
    elif finding.limit is not None:
        parts.append(say(("没有数据", "no figure"), language))
    if finding.limit is not None:
        limit = quantity(finding.limit, finding.unit, language)
        limit = _sign(standards.get(finding.rule)) + limit
        parts.append(say((f"要求 {limit}", f"asked {limit}"), language))
    if finding.pupils:
        count = show_number(finding.pupils)
        parts.append(say((f"涉及学生 {count} 人", f"{count} pupils concerned"), language))
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


def _sign(row: Standard | None) -> str:
    signs = {"<=": "≤ ", ">=": "≥ ", "=": "= ", "<": "< ", ">": "> "}
    return "" if row is None else signs.get(row.comparison, "")
