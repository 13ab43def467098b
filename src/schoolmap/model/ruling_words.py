"""Rulings and the checklist, said to people, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from schoolmap.errors import Language
from schoolmap.model.layout import LayoutModel
from schoolmap.model.ruling import (
    PackRule,
    PlanStanding,
    RulePack,
    Ruling,
    Step,
    StepState,
    Verdict,
)
from schoolmap.model.wording import against, look_up, quantity, say
from schoolmap.model.words import BAND, MODE, REASON, STAGE, Pair
from schoolmap.units import show_number

VERDICT: Mapping[Verdict, Pair] = {
    "kept": ("符合", "kept"),
    "to_supply": ("待提供材料", "to be supplied"),
    "not_shown": ("资料不足，不能判断", "cannot be told from the data"),
    "broken": ("不符合", "not kept"),
}
STATE: Mapping[StepState, Pair] = {
    "shown_by_data": ("数据已证明", "shown by the data"),
    "supplied": ("已提供材料", "supplied"),
    "to_supply": ("待提供", "to be supplied"),
    "open": ("未通过", "not passed"),
}
PLAN: Mapping[PlanStanding, Pair] = {
    "barred": ("有规定不允许之处", "barred by a rule"),
    "not_yet": ("尚不能报批，材料或数据未齐", "not ready: papers or data are lacking"),
    "doubtful": ("材料齐全，有须说明之处", "complete, with points to explain"),
    "clear": ("符合各项规定", "keeps every rule"),
}
"""How a plan stands as a whole."""
BAR: Mapping[str, Pair] = {
    "travel": ("上下学路程与安全", "the way to school"),
    "receiver": ("并入学校的条件", "receiving schools"),
    "keep": ("应当保留的学校", "schools to keep"),
    "build_first": ("先建后撤", "built before anything is closed"),
    "consent": ("家长和代表的意见", "consent"),
    "procedure": ("程序", "procedure"),
}
STAGE_OF_PROCEDURE: Mapping[str, Pair] = {
    "drafting": ("制定", "drafting"),
    "appraisal": ("论证", "appraisal"),
    "publicity": ("公示", "publicity"),
    "hearing": ("听证", "hearing"),
    "approval": ("报批", "approval"),
    "carrying_out": ("实施", "carrying out"),
}
BODY: Mapping[str, Pair] = {
    "parents": ("学生家长", "parents"),
    "delegates": ("听证会代表", "delegates"),
}
_WORDS: Mapping[str, Pair] = {
    "nobody_moves": ("没有学生就学变动", "no pupil's journey changes"),
    "no_more_riders": ("没有学校的乘车学生增加", "no school gets more riders"),
    "no_more_boarders": ("没有学校的寄宿生增加", "no school gets more boarders"),
    "nobody_received": ("没有学校接收学生", "no school receives pupils"),
    "nothing_asked": ("接收的学校没有这方面的需要", "the receiving schools do not need any"),
    "no_closure": ("方案不撤并学校", "the plan closes no school"),
    "no_point_closes": ("方案不撤教学点", "the plan closes no teaching point"),
    "no_junior_closes": ("方案不撤并初中", "the plan closes no junior school"),
    "no_band_closes": ("方案不撤并有这些学段的学校", "the plan closes no school of these bands"),
    "bus_seats_unknown": ("校车座位数未填", "seats of the bus are not given"),
    "seats_unknown": ("学位数未填", "seats are not given"),
    "classes_unknown": ("班级数未填，或含高中班", "classes are not given, or count senior ones"),
    "beds_unknown": ("床位数未填", "beds are not given"),
    "dorm_area_unknown": ("宿舍面积未填", "the dormitory area is not given"),
    "canteen_unknown": ("食堂座位数未填", "canteen seats are not given"),
    "ways_unknown": ("到其他学校的路程不明", "the way to other schools is not known"),
    "no_road": ("没有道路通往其他学校", "no road leads to another school"),
    "township_unknown": (
        "新开办学校所在乡镇不明",
        "the township of a school that opens is not known",
    ),
    "school_opens": ("新开办的学校须先验收", "a school that opens must be accepted first"),
    "seats": ("学位", "seats"),
    "beds": ("床位", "beds"),
    "bus": ("校车", "bus"),
    "no_paper": ("缺少证明材料", "no paper proves it"),
    "no_minutes": ("缺少记录", "there are no minutes"),
    "supplied": ("已提供材料", "supplied"),
    "no_publicity": ("尚未公示", "not yet made public"),
    "no_hearing": ("尚未听证", "no hearing yet"),
    "no_announcement": ("未写明何时公布听证会", "when the hearing was announced is not said"),
    "announced_late": ("听证会公布过晚", "the hearing was announced late"),
    "not_submitted": ("尚未报批", "not yet submitted"),
    "only_submitted": ("已报批，尚未批复", "submitted, not yet approved"),
    "dates_missing": ("各步日期未齐", "not all dates are known"),
}
_STEP_NAME: Mapping[str, Pair] = {
    "publicity": ("公示", "publicity"),
    "hearing": ("听证会", "hearing"),
    "submission": ("上报", "submission"),
    "approval": ("批复", "approval"),
}


def verdict_words(verdict: Verdict, language: Language) -> str:
    """Return a verdict for people."""
    return say(VERDICT[verdict], language)


def rule_words(rule: PackRule, language: Language) -> str:
    """Return what a rule demands."""
    return say((rule.zh, rule.en), language)


def ruling_subject(ruling: Ruling, model: LayoutModel, language: Language) -> str:
    """Return who a ruling is about: the name of the school, village or township, or the plan."""
    if ruling.subject_type == "county":
        return say(("全方案", "the plan"), language)
    ids, names, english = {
        "school": (model.sites.ids, model.sites.names, model.sites.names_en),
        "village": (model.villages.ids, model.villages.names, model.villages.names),
    }.get(ruling.subject_type, ((), (), ()))
    if ruling.subject_id not in ids:
        return ruling.subject_id
    at = ids.index(ruling.subject_id)
    return (english[at] or names[at]) if language == "en" else names[at]


def ruling_text(ruling: Ruling, pack: RulePack, language: Language) -> str:
    """Return what was found, without the subject: figures, pupils, what is lacking.

    Parameters
    ----------
    ruling
        One ruling.
    pack
        The rules that it was made by.
    language
        ``zh`` or ``en``.
    """
    rule = pack.rule(ruling.rule)
    parts = [detail_words(ruling.detail, language)]
    parts += _figures(ruling, rule, language)
    if ruling.pupils and ruling.unit != "pupil":
        count = show_number(ruling.pupils)
        parts.append(say((f"涉及学生 {count} 人", f"{count} pupils concerned"), language))
    if ruling.verdict == "broken" and not ruling.new:
        stuck = ruling.detail.endswith(":unserved")
        parts.append(say(_UNSERVED_TODAY if stuck else _SO_TODAY, language))
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


_SO_TODAY: Pair = ("现状即如此，方案没有加重", "so today; the plan makes it no worse")
_UNSERVED_TODAY: Pair = (
    "现状即如此，方案前后都没有就学安排",
    "so today: without a school before the plan and after it",
)


def ruling_message(ruling: Ruling, pack: RulePack, model: LayoutModel, language: Language) -> str:
    """Return a ruling as one sentence: who, what is asked, the verdict, what was found."""
    rule = pack.rule(ruling.rule)
    who = ruling_subject(ruling, model, language)
    found = ruling_text(ruling, pack, language)
    verdict = verdict_words(ruling.verdict, language)
    if language == "zh":
        return f"{who}：{rule.zh}——{verdict}{f'（{found}）' if found else ''}"
    return f"{who}: {rule.en}: {verdict}{f' ({found})' if found else ''}"


def _figures(ruling: Ruling, rule: PackRule, language: Language) -> list[str]:
    """Return value and limit, in the order in which the kind of rule compares them."""
    if ruling.value is None and ruling.limit is None:
        return []
    found = against(ruling.value, ruling.limit, ruling.unit, language)
    limit = quantity(ruling.limit, ruling.unit, language)
    at_least = rule.kind in _AT_LEAST
    parts = []
    if ruling.value is not None:
        parts.append(say(_HAVE.get(rule.kind, ("实际 {}", "found {}")), language).format(found))
    if ruling.limit is not None and rule.kind not in _NO_LIMIT:
        sign = ("至少 {}", "at least {}") if at_least else ("不超过 {}", "at most {}")
        parts.append(say(sign, language).format(limit))
    return parts


_AT_LEAST = {
    "receiver_beds",
    "receiver_dorm_area",
    "built_first",
    "publicity_days",
    "hearing_held",
    "township_school",
}
_NO_LIMIT = {"must_not_board", "way_lost", "only_in_reach", "no_alternative"}
_HAVE: Mapping[str, Pair] = {
    "journey_time": ("最长 {}", "up to {}"),
    "journey_length": ("最远 {}", "up to {}"),
    "must_not_board": ("寄宿 {}", "{} board"),
    "way_lost": ("失去就学安排 {}", "{} lose their way to school"),
    "only_in_reach": ("步行无其他学校可到 {}", "{} have no other school within a walk"),
    "no_alternative": ("无其他学校可走读 {}", "{} have no other school to go to daily"),
    "bus_seats": ("乘车 {}", "{} ride"),
    "receiver_seats": ("在校生 {}", "roll {}"),
    "receiver_school_size": ("在校生 {}", "roll {}"),
    "only_small": ("在校生 {}", "roll {}"),
    "receiver_class_size": ("平均班额 {}", "{} on average"),
    "receiver_beds": ("床位 {}", "{}"),
    "receiver_dorm_area": ("宿舍 {}", "dormitories {}"),
    "receiver_canteen": ("就餐 {}", "{} eat"),
    "built_first": ("现有 {}", "today {}"),
    "remote_point": ("步行到最近的其他学校 {}", "{} on foot to the next school"),
    "township_school": ("保有 {}", "{} left"),
    "votes_against": ("反对 {}", "against {}"),
    "publicity_days": ("公示 {}", "public for {}"),
}


def detail_words(detail: str, language: Language) -> str:
    """Return a ruling's detail for people."""
    head, *rest = detail.split(":")
    special = _special(head, rest)
    if special is not None:
        return say(special, language)
    words = {**BAND, **STAGE, **REASON, **MODE, **_WORDS}
    parts = (look_up(words, part, language) for part in (head, *rest))
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


_COUNTED: Mapping[tuple[str, int], Pair] = {
    ("more_classes", 1): ("按上限还需增加 {0} 个班", "{0} more classes needed"),
    ("trips", 1): ("须开 {0} 趟才能坐下", "{0} trips are needed"),
    ("villages", 1): ("{0} 个村", "villages: {0}"),
    ("villages", 3): ("{0} 个村，{2} 人居住", "villages: {0}, people: {2}"),
    ("votes", 3): (
        "赞成 {0} 票、反对 {1} 票、弃权 {2} 票",
        "{0} for, {1} against, {2} abstained",
    ),
    ("few_voted", 2): ("应参加 {1} 人，只有 {0} 人表决", "only {0} of {1} voted"),
    ("day", 1): ("{0}", "{0}"),
}
"""Details that carry numbers or days, by their head and how many there are."""


def _special(head: str, rest: list[str]) -> Pair | None:
    """Return the words of details that carry numbers, days or other names."""
    if "_before_" in head:
        later, _, earlier = head.partition("_before_")
        a, b = _STEP_NAME[later], _STEP_NAME[earlier]
        return f"{a[0]}早于{b[0]}", f"{a[1]} before {b[1]}"
    if head == "no_votes":
        zh, en = BODY[rest[0]]
        return f"{zh}尚未表决", f"{en} have not voted"
    template = _COUNTED.get((head, len(rest)))
    return None if template is None else (template[0].format(*rest), template[1].format(*rest))


def evidence_words(
    evidence: str, pack: RulePack, names: Mapping[str, str], language: Language
) -> str:
    """Return what shows a step of the checklist, for people.

    Parameters
    ----------
    evidence
        An entry of `Step.evidence`.
    pack
        Gives the words of rules.
    names
        Names of schools by id.
    language
        ``zh`` or ``en``.
    """
    head, _, rest = evidence.partition(":")
    return say(_evidence(head, rest, pack, names), language)


WANTING: Pair = ("尚缺：{school}", "still wanting: {school}")
_SHOWN: Mapping[str, Pair] = {
    "changes": ("方案 {0} 项变动", "{0} changes"),
    "ending": ("撤并：{school}", "closes: {school}"),
    "receiving": ("接收：{school}", "receives: {school}"),
    "wanting": WANTING,
    "kept": ("{1} 条规则中符合 {0} 条", "{0} of {1} rules kept"),
    "days": ("{0} 至 {1}", "{0} to {1}"),
    "by": ("由{whole}提供", "supplied by {whole}"),
    "submitted": ("{0} 上报", "submitted {0}"),
    "approved": ("{0} 批复", "approved {0}"),
    "vote": (
        "{school}：赞成 {1}、反对 {2}、弃权 {3}",
        "{school}: {1} for, {2} against, {3} abstained",
    ),
    "reference": ("《{whole}》", "{whole}"),
}
"""What shows a step, by its head; anything else stands for itself."""


def _evidence(head: str, rest: str, pack: RulePack, names: Mapping[str, str]) -> Pair:
    verdict = {str(verdict): words for verdict, words in VERDICT.items()}
    if head in verdict and head not in _SHOWN:
        rule = pack.rule(rest)
        return f"{rule.zh}：{verdict[head][0]}", f"{rule.en}: {verdict[head][1]}"
    if head == "detail":
        return detail_words(rest, "zh"), detail_words(rest, "en")
    parts = rest.split(":")
    school = (names.get(parts[0], parts[0]) or "全方案", names.get(parts[0], parts[0]) or "all")
    zh, en = _SHOWN.get(head, ("{whole}", "{whole}"))
    return (
        zh.format(*parts, school=school[0], whole=rest),
        en.format(*parts, school=school[1], whole=rest),
    )


def step_words(step: Step, language: Language) -> str:
    """Return what a step asks for."""
    return say((step.zh, step.en), language)
