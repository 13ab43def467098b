"""A study's own figures: checked against the row that they replace, and marked as assumptions."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from schoolmap.errors import Language, Problem
from schoolmap.model.grades import BAND_IDS, GRADES, STAGES, parse_span
from schoolmap.model.resources import INDICATOR_INDEX, INDICATORS, RESOURCE_INDEX, RESOURCES
from schoolmap.model.rules import Standard, Value
from schoolmap.model.wording import one_language, unit_name

_RIDE_SPEED = "ride_speed_km_h"
_ROAD_CLASS = re.compile(r"\w([\w ()/;:,+&-]*[\w)])?")
"""A class as it may stand in a road file, lower case: ``track``, ``三级公路(硬化)``."""

_STAGE_ZH = {"primary": "小学", "junior": "初中"}
_SECONDS_ZH = "单位是秒，30 分钟写作 1800。"
_SECONDS_EN = "The unit is seconds: write 1800 for 30 minutes."


@dataclass(frozen=True)
class _Plausible:
    """Range of a figure, ends included; outside it the unit was most likely mistaken."""

    low: float
    high: float
    whole: bool = False
    hint_zh: str = ""
    hint_en: str = ""


_ANY_AMOUNT = _Plausible(0, 1e9)
_LIMIT_S = _Plausible(60, 86_400, whole=True, hint_zh=_SECONDS_ZH, hint_en=_SECONDS_EN)
_YEARLY_CHANGE = _Plausible(
    -0.5, 0.5, hint_zh="每年减少 4% 写作 -0.04。", hint_en="Write -0.04 for 4% less a year."
)
_PLAUSIBLE: dict[str, _Plausible] = {
    "walk_limit_s": _LIMIT_S,
    "ride_limit_s": _LIMIT_S,
    "walk_speed_m_s": _Plausible(0.2, 4),
    "off_road_speed_m_s": _Plausible(0.1, 4),
    "ride_speed_km_h": _Plausible(1, 130),
    "class_limit": _Plausible(1, 500),
    "school_limit": _Plausible(1, 100_000),
    "dorm_area_m2": _Plausible(0.1, 100),
    "beds_per_boarder": _Plausible(0.1, 10),
    "staff_ratio": _Plausible(0.1, 1000),
    "boys_per_toilet": _Plausible(1, 1000),
    "girls_per_toilet": _Plausible(1, 1000),
    "cv_limit_2012": _Plausible(0.001, 10),
    "cv_limit_2017": _Plausible(0.001, 10),
    "min_indicators_met_2017": _Plausible(0, 7, whole=True),
    "rest_share_2017": _Plausible(0, 1),
    "seats_full": _Plausible(0.01, 10),
    "detour_factor": _Plausible(1, 5),
    "split_weight": _Plausible(0.1, 10),
    "access_step_s": _Plausible(1, 86_400, whole=True, hint_zh=_SECONDS_ZH, hint_en=_SECONDS_EN),
    "access_weight": _Plausible(0, 1),
    "burden.days_a_week": _Plausible(1, 7, whole=True),
    "burden.ways_a_day": _Plausible(1, 8, whole=True),
    "burden.ways_a_week": _Plausible(1, 14, whole=True),
    "cost.weeks_a_year": _Plausible(1, 53, whole=True),
    "cost.boarders_per_carer": _Plausible(1, 1000),
    "cost.boarder_support_share": _Plausible(0, 1),
    "slope.smoothing_m": _Plausible(0, 2000),
    "slope.cap": _Plausible(
        0.01, 1, hint_zh="坡度 15% 写作 0.15。", hint_en="Write 0.15 for a slope of 15%."
    ),
    "forecast.years": _Plausible(1, 20, whole=True),
    "forecast.entry_age": _Plausible(5, 7, whole=True),
    "forecast.promotion_share": _Plausible(0, 1.2),
    "forecast.entry_share": _Plausible(0, 1.5),
    "forecast.births_change_share": _YEARLY_CHANGE,
    "forecast.migration_share": _YEARLY_CHANGE,
}
"""By the first part of an id, or by its first two."""


def plausible_ranges() -> dict[str, tuple[float, float, bool]]:
    """Return lowest and highest figure that is believed, and whether it must be whole.

    By the rule's first part; ``""`` for all others. The page refuses what a file could not hold.
    Slopes are not among them: they are in the walking times already, which the page cannot redo.
    """
    ranges = {"": _ANY_AMOUNT, **_PLAUSIBLE}
    return {
        kind: (p.low, p.high, p.whole)
        for kind, p in ranges.items()
        if kind.partition(".")[0] != "slope"
    }


@dataclass(frozen=True)
class _Unsuitable:
    """Why a figure cannot replace a row's, and how it would be written."""

    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""


def lay_over(
    standards: Mapping[str, Standard],
    overrides: Mapping[str, object],
    *,
    file: str,
    elsewhere: Callable[[], Mapping[str, str]],
) -> tuple[dict[str, Standard], list[Problem]]:
    """Return the standards with the overrides laid over them, and every problem found.

    Parameters
    ----------
    standards
        Rows in force, by id.
    overrides
        Figures by id.
    file
        File that the figures come from.
    elsewhere
        Says the table of each known id that is not among `standards`; asked for only where an id
        is unknown.
    """
    result = dict(standards)
    problems: list[Problem] = []
    failed: set[str] = set()
    for written, value in _flat(overrides):
        rule = _folded(written)
        old = standards.get(rule)
        base = old if old is not None else _new_row(rule, standards)
        if base is None:
            problems.append(_unknown(rule, value, standards, elsewhere(), file))
            continue
        checked = _check(rule, value, base)
        if isinstance(checked, _Unsuitable):
            problems.append(_misfit(rule, value, base, checked, file))
            failed.add(rule.partition(".")[0])
        elif old is None or checked != old.value:
            result[rule] = _of_study(base, checked, old, file)
    # figures that hang together are only compared where each of them could be read
    if "grades" not in failed:
        problems += _band_problems(result, file)
    if not failed & {"access_step_s", "access_weight"}:
        problems += _step_problems(result, file)
    return result, problems


def _flat(overrides: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in overrides.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _folded(rule: str) -> str:
    """Return the id with a road class in lower case and trimmed, as road classes are read."""
    kind, dot, road_class = rule.partition(".")
    return f"{kind}{dot}{road_class.strip().lower()}" if kind == _RIDE_SPEED else rule


def _new_row(rule: str, standards: Mapping[str, Standard]) -> Standard | None:
    """Return the pattern of a row that no table has but a study may set; None for any other id."""
    kind, _, rest = rule.partition(".")
    default = standards.get(f"{_RIDE_SPEED}.default")
    if kind == _RIDE_SPEED and default is not None and _ROAD_CLASS.fullmatch(rest):
        return replace(
            default, id=rule, name_zh=f"校车车速：{rest}", name_en=f"school bus speed, {rest}"
        )
    column, _, stage = rest.partition(".")
    if kind != "threshold" or column not in RESOURCE_INDEX or stage not in STAGES:
        return None
    resource = RESOURCES[RESOURCE_INDEX[column]]
    per = INDICATORS[INDICATOR_INDEX[column]].per if column in INDICATOR_INDEX else 1
    ratio_zh, ratio_en = ("生均", "pupil") if per == 1 else ("每百名学生", f"{per} pupils")
    return Standard(
        id=rule,
        value=0.0,
        unit=f"{resource.unit}/{ratio_en}",
        comparison=">=",
        name_zh=f"{_STAGE_ZH[stage]}{ratio_zh}{resource.zh}",
        name_en=f"{resource.en} per {ratio_en}, {stage}",
        clause="",
        source="",
        year=None,
        force="assumption",
        verified="memory",
        note="",
        table="study",
    )


def _of_study(base: Standard, value: Value, old: Standard | None, file: str) -> Standard:
    """Return the row as the study sets it, with the original figure kept in clause and note."""
    was_zh, was_en = "各标准表没有此项数字", "no standards table has this figure"
    if old is not None:
        zh, en = one_language(old.clause, "zh"), one_language(old.clause, "en")
        was_zh = f"原值 {_figure(old, 'zh')}，{zh}"
        was_en = f"originally {_figure(old, 'en')}, {en}"
    elif base.value:
        was_zh = f"原按其他等级道路取 {_figure(base, 'zh')}"
        was_en = f"before, as any other class, {_figure(base, 'en')}"
    return replace(
        base,
        value=value,
        clause=f"假定：由 {file} 设定（{was_zh}） / Assumption: set in {file} ({was_en})",
        source=file,
        year=None,
        force="assumption",
        verified="memory",
        note=f"由 {file} 设定；{was_zh} / set in {file}; {was_en}",
        table="study",
    )


def _check(rule: str, value: object, base: Standard) -> Value | _Unsuitable:
    """Return `value` in the row's own type, or why it is of another kind or implausible."""
    if isinstance(base.value, bool):
        wanted = _Unsuitable(
            "应为是或否", "must be yes or no", "写 true 或 false。", "Write true or false."
        )
        return value if isinstance(value, bool) else wanted
    if rule.startswith("grades."):
        return _span(value)
    if isinstance(base.value, str):
        named = isinstance(value, str) and value.strip() != ""
        return str(value) if named else _Unsuitable("应为文字", "must be a text")
    numbers = _numbers if isinstance(base.value, tuple) else _number
    return numbers(value, _plausible(rule))


def _plausible(rule: str) -> _Plausible:
    """Return the range that holds for an id: of its first two parts, else of its first."""
    kind, _, rest = rule.partition(".")
    part = f"{kind}.{rest.partition('.')[0]}"
    return _PLAUSIBLE.get(part) or _PLAUSIBLE.get(kind, _ANY_AMOUNT)


def _numbers(value: object, plausible: _Plausible) -> Value | _Unsuitable:
    if not isinstance(value, list | tuple) or not value:
        return _Unsuitable(
            "应为数列", "must be a list of numbers", "写作 [1200, 2400]。", "Write [1200, 2400]."
        )
    numbers: list[float] = []
    for item in value:
        number = _number(item, plausible)
        if isinstance(number, _Unsuitable):
            return number
        numbers.append(number)
    return tuple(numbers)


def _number(value: object, plausible: _Plausible) -> int | float | _Unsuitable:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return _Unsuitable(
            "应为数字",
            "must be a number",
            "不加引号和单位。",
            "Without quotes and unit.",
        )
    low, high = _show(plausible.low), _show(plausible.high)
    if not plausible.low <= value <= plausible.high:
        return _Unsuitable(
            f"应在 {low} 到 {high} 之间",
            f"must lie between {low} and {high}",
            plausible.hint_zh,
            plausible.hint_en,
        )
    if plausible.whole and value != int(value):
        return _Unsuitable("应为整数", "must be a whole number")
    return int(value) if plausible.whole else value


def _span(value: object) -> str | _Unsuitable:
    unsuitable = _Unsuitable(
        "应为年级范围", "must be a span of grades", '写作 "1-3"。', 'Write "1-3".'
    )
    if not isinstance(value, str):
        return unsuitable
    try:
        first, last = parse_span(value)
    except ValueError:
        return unsuitable
    return f"{first}-{last}"


def _band_problems(rows: Mapping[str, Standard], file: str) -> list[Problem]:
    """Return a problem if the bands leave out a grade or share one."""
    ids = [f"grades.{band}" for band in BAND_IDS]
    if not all(rule in rows for rule in ids):
        return []
    spans = [parse_span(str(rows[rule].value)) for rule in ids]
    covered = [grade for first, last in spans for grade in range(first, last + 1)]
    if covered == list(GRADES):
        return []
    shown = "、".join(f"{first}-{last}" for first, last in spans)
    return [
        Problem(
            code="bands_do_not_cover_grades",
            severity="error",
            file=file,
            value=shown,
            zh="三个学段（grades.*）须依次覆盖 1 至 9 年级，不重不漏。",
            en="the three bands (grades.*) must cover grades 1 to 9 in order, each once.",
            repair_zh="六三学制为 1-3、4-6、7-9；五四学制为 1-3、4-5、6-9。",
            repair_en="six-three systems: 1-3, 4-6, 7-9; five-four systems: 1-3, 4-5, 6-9.",
            action="stopped",
        )
    ]


def _step_problems(rows: Mapping[str, Standard], file: str) -> list[Problem]:
    """Return a problem if the accessibility steps do not grow or have no weight each."""
    if not {"access_step_s", "access_weight"} <= rows.keys():
        return []
    steps, weights = rows["access_step_s"].value, rows["access_weight"].value
    if not isinstance(steps, tuple) or not isinstance(weights, tuple):
        return []
    rising = all(a < b for a, b in pairwise(steps))
    falling = all(a >= b for a, b in pairwise(weights))
    if len(steps) == len(weights) and rising and falling:
        return []
    return [
        Problem(
            code="access_steps_unsuitable",
            severity="error",
            file=file,
            value=f"{_show(steps)}; {_show(weights)}",
            zh="access_step_s 须递增，access_weight 须不增，且两者个数相同。",
            en="access_step_s must rise, access_weight must not rise, and both have as many items.",
            repair_zh="一起改，例如 [1200, 2400, 3600] 与 [1.0, 0.68, 0.22]。",
            repair_en="set both, for example [1200, 2400, 3600] and [1.0, 0.68, 0.22].",
            action="stopped",
        )
    ]


def _misfit(
    rule: str, value: object, base: Standard, unsuitable: _Unsuitable, file: str
) -> Problem:
    return Problem(
        code="unsuitable_rule_value",
        severity="error",
        file=file,
        value=_show(value),
        zh=f"[rules] “{rule}”（{base.name_zh}）{unsuitable.zh}。",
        en=f"[rules] {rule!r} ({base.name_en}) {unsuitable.en}.",
        repair_zh=f"{unsuitable.hint_zh}标准表中为 {_figure(base, 'zh')}。",
        repair_en=f"{unsuitable.hint_en} The standards table has {_figure(base, 'en')}.".lstrip(),
        action="stopped",
    )


_MOST_LETTERS = 120
"""No id is nearly as long; what is, was never meant for one."""


def _unknown(
    rule: str,
    value: object,
    standards: Mapping[str, Standard],
    elsewhere: Mapping[str, str],
    file: str,
) -> Problem:
    if rule in elsewhere:
        repair_zh = f"此项在标准表 {elsewhere[rule]} 中，请把它加入 [study] standards。"
        repair_en = f"table {elsewhere[rule]} has it: add that to [study] standards."
    else:
        near = _nearest(rule, tuple(standards)) if len(rule) <= _MOST_LETTERS else []
        repair_zh = (
            f"相近的规则：{'、'.join(near)}。" if near else "可用 schoolmap standards 查看。"
        )
        repair_en = f"nearest ids: {', '.join(near)}." if near else "see `schoolmap standards`."
    return Problem(
        code="unknown_rule",
        severity="error",
        file=file,
        value=_show(value),
        zh=f"[rules] 中的“{rule[:_MOST_LETTERS]}”不是已知规则。",
        en=f"[rules] {rule[:_MOST_LETTERS]!r} is not a known rule.",
        repair_zh=repair_zh,
        repair_en=repair_en,
        action="stopped",
    )


def _nearest(rule: str, known: Sequence[str]) -> list[str]:
    """Return up to three known ids: those that `rule` begins, else those that look like it."""
    begun = [other for other in known if other.startswith(f"{rule}.")]
    return begun[:3] or difflib.get_close_matches(rule, known, n=3, cutoff=0.5)


def _show(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_show(item) for item in value)}]"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _figure(row: Standard, language: Language) -> str:
    """Return the row's figure with its unit, where that says anything to a reader."""
    unit = "" if row.unit in {"yes/no", "ratio", "grade"} else unit_name(row.unit, language)
    return f"{_show(row.value)} {unit}".rstrip()
