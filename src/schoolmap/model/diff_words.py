"""How two scenarios differ, said to people, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schoolmap.errors import Language
from schoolmap.model.rules import Standard, Value
from schoolmap.model.scenario import Change, Open, Place
from schoolmap.model.scenario_diff import Altered, Moved, RuleChange, ScenarioDiff
from schoolmap.model.scenario_words import called, change_words
from schoolmap.model.wording import quantity, rule_name, say
from schoolmap.model.words import Pair

_FIELD: Mapping[str, Pair] = {
    "into": ("并入", "into"),
    "name": ("名称", "name"),
    "lon": ("经度", "longitude"),
    "lat": ("纬度", "latitude"),
    "grades": ("年级", "grades"),
    "seats": ("学位", "seats"),
    "beds": ("床位", "beds"),
    "bus": ("校车", "bus"),
    "at": ("准确位置", "exact place"),
    "school": ("学校", "school"),
}
_DIGITS = 12


def diff_lines(
    diff: ScenarioDiff,
    names: Mapping[str, str],
    language: Language,
    *,
    standards: Mapping[str, Standard] | None = None,
) -> list[tuple[str, str]]:
    """Return how a scenario differs from another one, a line for each difference.

    Parameters
    ----------
    diff
        As `schoolmap.model.scenario_diff.scenario_diff` finds it.
    names
        Names of schools and villages by id; an id without a name stands for itself.
    language
        ``zh`` or ``en``.
    standards
        Give the names and units of rules.

    Returns
    -------
    list of (mark, text)
        The mark is ``-`` removed, ``+`` added, ``~`` other values, ``>`` moved, ``=`` about the
        files as a whole.
    """
    pairs = _lines(diff, names, language, standards or {})
    return [(mark, say(pair, language)) for mark, pair in pairs]


def _lines(
    diff: ScenarioDiff,
    names: Mapping[str, str],
    language: Language,
    standards: Mapping[str, Standard],
) -> Iterator[tuple[str, Pair]]:
    def words(change: Change) -> Pair:
        return change_words(change, names, "zh"), change_words(change, names, "en")

    if diff.models is not None:
        a, b = (sha[:_DIGITS] for sha in diff.models)
        yield "=", (f"两个方案所依据的模型不同：{a}、{b}", f"made on different models: {a}, {b}")
    if diff.names is not None:
        a, b = diff.names
        yield "=", (f"名称不同：“{a}”、“{b}”", f"names differ: {a!r}, {b!r}")
    for placed in diff.removed:
        zh, en = words(placed.change)
        yield "-", (f"少了第 {placed.number} 项：{zh}", f"without change {placed.number}: {en}")
    for placed in diff.added:
        zh, en = words(placed.change)
        yield "+", (f"多了第 {placed.number} 项：{zh}", f"with change {placed.number}: {en}")
    for altered in diff.altered:
        yield "~", _altered(altered, names)
    for moved in diff.moved:
        yield ">", _moved(moved, names)
    for rule in diff.rules:
        yield _rule(rule, standards, language)


def _altered(altered: Altered, names: Mapping[str, str]) -> Pair:
    a, b = altered.before, altered.after
    if altered.fields == ("op",):
        zh = f"{change_words(a.change, names, 'zh')} → {change_words(b.change, names, 'zh')}"
        en = f"{change_words(a.change, names, 'en')} → {change_words(b.change, names, 'en')}"
        return zh, en
    zh = "、".join(_field(name, a.change, b.change, names, "zh") for name in altered.fields)
    en = ", ".join(_field(name, a.change, b.change, names, "en") for name in altered.fields)
    about_zh, about_en = _about(b.change, names)
    return f"{about_zh}：{zh}", f"{about_en}: {en}"


def _about(change: Change, names: Mapping[str, str]) -> Pair:
    """Return what a change is about, without the values that may differ."""
    if isinstance(change, Open):
        school = called(change.school, names)
        return f"开办 {school}", f"open {school}"
    return change_words(change, names, "zh"), change_words(change, names, "en")


def _field(name: str, a: Change, b: Change, names: Mapping[str, str], language: Language) -> str:
    was, now = (_value(getattr(c, name), names, language) for c in (a, b))
    return f"{say(_FIELD[name], language)} {was} → {now}"


def _value(value: object, names: Mapping[str, str], language: Language) -> str:
    if value is None or value == "":
        return say(("未写", "not given"), language)
    if isinstance(value, bool):
        return say(("有", "yes") if value else ("无", "no"), language)
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Place):
        if value.edge >= 0:
            return f"{value.edge}@{value.offset_mm}"
        return f"({value.x_mm}, {value.y_mm})"
    return called(str(value), names)


def _moved(moved: Moved, names: Mapping[str, str]) -> Pair:
    a, b = moved.before.number, moved.after.number
    zh = change_words(moved.after.change, names, "zh")
    en = change_words(moved.after.change, names, "en")
    return f"次序改变：{zh}（第 {a} 项 → 第 {b} 项）", f"moved: {en} (change {a} → change {b})"


def _rule(
    rule: RuleChange, standards: Mapping[str, Standard], language: Language
) -> tuple[str, Pair]:
    name = rule_name(rule.rule, standards, language)
    row = standards.get(rule.rule)
    was, now = (_figure(value, row, language) for value in (rule.before, rule.after))
    if rule.before is None:
        return "+", (f"多试用标准：{name} {now}", f"tries {name} {now}")
    if rule.after is None:
        return "-", (f"少试用标准：{name} {was}", f"does not try {name} {was}")
    return "~", (f"试用标准不同：{name} {was} → {now}", f"tries {name} {was} → {now}")


def _figure(value: Value | None, row: Standard | None, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return quantity(value, "yes/no", language)
    if isinstance(value, int | float) and row is not None:
        return quantity(value, row.unit, language)
    return str(value)
