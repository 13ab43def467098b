"""Words for people, in Chinese and English: names of figures, units, modes, reasons and rules.

Only text is made here. Map, workbook and tables say the same thing in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping

from schoolmap.errors import Language
from schoolmap.model.codes import AREA_CLASSES, GROUP_EN, SCHOOL_TYPES
from schoolmap.model.evaluation import Finding
from schoolmap.model.layout import LayoutModel
from schoolmap.model.resources import INDICATOR_INDEX, INDICATORS, RESOURCE_INDEX, RESOURCES
from schoolmap.model.rules import Standard
from schoolmap.units import half_up, show_number

Pair = tuple[str, str]

MODE: dict[str, Pair] = {
    "walk": ("步行", "on foot"),
    "ride": ("乘车", "by bus"),
    "board": ("寄宿", "boarding"),
    "unserved": ("未安排", "unserved"),
}
REASON: dict[str, Pair] = {
    "": ("", ""),
    "no_road_within_limit": ("附近没有道路", "no road within the limit"),
    "other_component": ("道路与学校不连通", "roads do not connect to a school"),
    "beyond_cutoff": ("超出搜索距离", "beyond the cut-off"),
    "no_site_for_grade": ("没有招收该年级的学校", "no school for the grade"),
    "band_may_not_board": ("该学段不得寄宿", "the band may not board"),
    "no_beds": ("可达的学校没有床位", "no school with beds in reach"),
}
BAND: dict[str, Pair] = {
    "lower_primary": ("小学低年级", "lower primary"),
    "upper_primary": ("小学高年级", "upper primary"),
    "junior": ("初中", "junior"),
}
STAGE: dict[str, Pair] = {
    "primary": ("小学", "primary"),
    "junior": ("初中", "junior"),
    "through": ("一贯制学校", "through schools"),
}
SEVERITY: dict[str, Pair] = {
    "violation": ("不达标", "not met"),
    "warning": ("预警", "warning"),
    "note": ("提示", "note"),
}
SUBJECT: dict[str, Pair] = {
    "county": ("全县", "county"),
    "school": ("学校", "school"),
    "village": ("村庄", "village"),
    "township": ("乡镇", "township"),
}
STATUS: dict[str, Pair] = {
    "open": ("在办", "open"),
    "candidate": ("规划", "candidate"),
    "closed": ("停办", "closed"),
}
FORCE: dict[str, Pair] = {
    "binding": ("强制", "binding"),
    "guideline": ("指导", "guideline"),
    "assumption": ("假设", "assumption"),
}
VERIFIED: dict[str, Pair] = {
    "quoted": ("已核对原文", "quoted"),
    "secondary": ("转引", "secondary"),
    "memory": ("未核实（凭记忆）", "from memory, unverified"),
}
UNIT: dict[str, Pair] = {
    "": ("", ""),
    "pupil": ("人", "pupils"),
    "pupils": ("人", "pupils"),
    "person": ("人", "persons"),
    "school": ("所", "schools"),
    "village": ("个", "villages"),
    "class": ("班", "classes"),
    "seat": ("个", "seats"),
    "bed": ("张", "beds"),
    "room": ("间", "rooms"),
    "set": ("台", "sets"),
    "volume": ("册", "volumes"),
    "m": ("米", "m"),
    "m2": ("平方米", "m²"),
    "yuan": ("元", "yuan"),
    "s": ("秒", "s"),
    "min": ("分钟", "min"),
    "km": ("公里", "km"),
    "share": ("", ""),
    "ratio": ("", ""),
    "grade": ("级", "grade"),
    "indicator": ("项", "indicators"),
    "100 pupils": ("百人", "100 pupils"),
    "boarder": ("寄宿生", "boarder"),
    "staff": ("教职工", "staff"),
    "of 7": ("项（共7项）", "of 7"),
    "yes/no": ("", ""),
}
FIGURE: dict[str, Pair] = {
    "pupils": ("学生数", "pupils"),
    "schools_open": ("在办学校数", "schools open"),
    "mean_length_m": ("平均上学路程", "mean distance to school"),
    "median_length_m": ("上学路程中位数", "median distance to school"),
    "p90_length_m": ("上学路程第90百分位", "90th percentile of distance"),
    "max_length_m": ("最远上学路程", "longest distance to school"),
    "mean_walk_s": ("平均步行时间", "mean walking time"),
    "share_walk_limit": ("步行时限内学生比例", "pupils within the walking limit"),
    "pupils_walk": ("步行学生", "pupils on foot"),
    "pupils_ride": ("乘车学生", "pupils by bus"),
    "pupils_board": ("寄宿学生", "boarding pupils"),
    "pupils_unserved": ("未安排学生", "unserved pupils"),
    "board_need": ("需寄宿学生", "pupils who need to board"),
    "beds": ("床位", "beds"),
    "bed_gap": ("床位缺口", "beds missing"),
    "schools_over_seats": ("超学位学校数", "schools over their seats"),
    "schools_under_100": ("不足100人学校数", "schools under 100 pupils"),
    "gini_length": ("上学路程基尼系数", "Gini of distance"),
    "schutz_length": ("上学路程舒茨系数", "Schutz index of distance"),
    "e2sfca_mean": ("学位可达性均值（E2SFCA）", "mean accessibility of seats (E2SFCA)"),
}
INDICATOR_ZH: dict[str, str] = {
    "teachers_above_degree": "每百名学生高于规定学历教师数",
    "backbone_teachers": "每百名学生县级以上骨干教师数",
    "pe_arts_teachers": "每百名学生体育、艺术专任教师数",
    "teaching_area_m2": "生均教学及辅助用房面积",
    "sports_area_m2": "生均体育运动场馆面积",
    "equipment_yuan": "生均教学仪器设备值",
    "multimedia_rooms": "每百名学生网络多媒体教室数",
    "computers": "生均计算机台数",
    "books": "生均图书册数",
    "teachers": "师生比",
    "senior_teachers": "生均中级及以上职称教师数",
}


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


AREA_WORDS: dict[str, Pair] = {zh: (zh, en) for zh, en in GROUP_EN.items()}
MESSAGE: dict[str, Pair] = {
    "walk_limit_s": (
        "{detail}，{pupils} 名学生既不能步行、乘车也不能寄宿；步行单程 {found}，上限 {limit}",
        (
            "{detail}; {pupils} pupils can neither walk, ride nor board; one way on foot {found}, "
            "limit {limit}"
        ),
    ),
    "seats_full": ("在校生 {found}，学位 {limit}", "roll {found}, seats for {limit}"),
    "small_school_pupils": (
        "在校生 {found}，不足 {limit}，属小规模学校",
        "roll {found}, below {limit}: a small school",
    ),
    "beds_per_boarder": (
        "每名需寄宿学生有床位 {found}，应有 {limit}",
        "{found} a pupil who needs to board, {limit} asked",
    ),
    "calibration_share": (
        "模型分配 {found}，上报在校生 {limit}，相差较大，请核对学区或数据",
        "modelled load {found}, reported roll {limit}: far apart; check catchments or data",
    ),
    "cv_limit_2017": ("{detail}为 {found}，上限 {limit}", "{detail} is {found}, ceiling {limit}"),
    "cv_limit_2012": ("{detail}为 {found}，上限 {limit}", "{detail} is {found}, ceiling {limit}"),
}
"""By the first part of a rule's id; every other rule is said in the general form."""


def detail_words(detail: str, language: Language) -> str:
    """Return a finding's detail (figure id, or band and reason joined by a colon) for people."""
    words = {**BAND, **STAGE, **REASON, **MODE, **AREA_WORDS}
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
    if head in MESSAGE:
        return say(MESSAGE[head], language).format(
            detail=detail_words(finding.detail, language),
            found=quantity(finding.value, finding.unit, language),
            limit=quantity(finding.limit, finding.unit, language),
            pupils=show_number(finding.pupils),
        )
    parts = [detail_words(finding.detail, language)]
    found = quantity(finding.value, finding.unit, language)
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
