"""What a ruling found, said to people."""

from __future__ import annotations

from collections.abc import Mapping

from schoolmap.errors import Language
from schoolmap.model.ruling import Ruling
from schoolmap.model.wording import (
    BAND,
    MODE,
    REASON,
    Pair,
    against,
    look_up,
    quantity,
    say,
)

CHAPTER: dict[str, Pair] = {
    "travel": ("上下学", "The way to school"),
    "receiver": ("接收学校", "Receiving schools"),
    "keep": ("应当保留的学校", "Schools to keep"),
    "build_first": ("先建后撤", "Built first"),
    "consent": ("群众意见", "Consent"),
    "procedure": ("程序", "Procedure"),
}
STAGE_NAME: dict[str, Pair] = {
    "drafting": ("制定", "drafting"),
    "appraisal": ("论证", "appraisal"),
    "publicity": ("公示", "publicity"),
    "hearing": ("听证", "hearing"),
    "approval": ("报批", "approval"),
    "carrying_out": ("实施", "carrying out"),
}
_STEP: dict[str, Pair] = {
    "publicity": ("公示", "publicity"),
    "hearing": ("听证", "the hearing"),
    "submission": ("上报", "submission"),
    "approval": ("批准", "approval"),
}
DETAIL: dict[str, Pair] = {
    "nobody_moves": ("没有学生改变上学路程", "nobody's way changes"),
    "no_more_riders": ("没有学校的乘车学生增加", "no school has more riders"),
    "bus_seats_unknown": ("校车座位数没有填报", "the seats of its bus are not reported"),
    "no_closure": ("方案不撤并学校", "the plan closes no school"),
    "no_point_closes": ("没有撤并教学点", "no teaching point closes"),
    "no_road": ("没有道路通往其他学校", "no road leads to another school"),
    "ways_unknown": ("到其他学校的路程未知", "the ways to other schools are not known"),
    "township_unknown": ("新办学校未填所属乡镇", "the township of an opened school is not given"),
    "nobody_received": ("没有学校接收学生", "no school takes more pupils"),
    "nothing_asked": ("没有需要核对的项目", "nothing is asked of the schools that receive"),
    "seats_unknown": ("学位数没有填报", "seats are not reported"),
    "classes_unknown": ("班级数没有填报", "classes are not reported"),
    "beds_unknown": ("床位数没有填报", "beds are not reported"),
    "dorm_area_unknown": ("宿舍面积没有填报", "the dormitory's area is not reported"),
    "canteen_unknown": ("食堂座位没有填报", "canteen seats are not reported"),
    "no_more_boarders": ("没有学校的寄宿学生增加", "no school has more boarders"),
    "school_opens": ("新办学校须验收", "an opened school must be accepted"),
    "bus": ("校车须到位", "a bus must be there"),
    "seats": ("学位", "seats"),
    "beds": ("床位", "beds"),
    "no_publicity": ("尚未提供公示日期", "no days of publicity are given"),
    "no_hearing": ("尚未提供听证会日期", "no day of a hearing is given"),
    "no_paper": ("尚未提供材料", "no paper has been brought"),
    "no_minutes": ("尚未提供记录", "no minutes have been brought"),
    "no_announcement": ("尚未提供预告日期", "no day of announcement is given"),
    "announced_late": ("预告日期过晚", "it was announced too late"),
    "not_submitted": ("尚未上报", "not yet submitted"),
    "only_submitted": ("已上报，尚未批准", "submitted, not yet approved"),
    "dates_missing": ("各环节日期尚不齐全", "not all days are known"),
    "supplied": ("已提供材料", "a paper has been brought"),
    "primary": ("", ""),
    "junior": ("", ""),
    "through": ("", ""),
}
_BODY: dict[str, Pair] = {"parents": ("家长", "parents"), "delegates": ("代表", "delegates")}


def ruling_words(ruling: Ruling, names: Mapping[str, str], language: Language) -> str:
    """Return who a ruling is about, what was found and what is asked.

    Parameters
    ----------
    ruling
        On a plan.
    names
        Names of villages and schools by id.
    language
        ``zh`` or ``en``.
    """
    parts = [names.get(ruling.subject_id, ruling.subject_id), *_detail(ruling, language)]
    if ruling.value is not None:
        found = against(ruling.value, ruling.limit, ruling.unit, language)
        parts.append(found)
    if ruling.limit is not None and not (ruling.value is not None and ruling.limit == 0):
        limit = quantity(ruling.limit, ruling.unit, language)
        parts.append(say((f"要求 {limit}", f"asked {limit}"), language))
    if ruling.pupils and ruling.unit != "pupil" and ruling.verdict != "kept":
        parts.append(say((f"{ruling.pupils} 人", f"{ruling.pupils} pupils"), language))
    return ("，" if language == "zh" else ", ").join(p for p in parts if p)


def _detail(ruling: Ruling, language: Language) -> list[str]:
    head, *rest = ruling.detail.split(":")
    counted = _counted(head, rest)
    if counted is not None:
        return [say(counted, language)]
    if "_before_" in head:
        later, earlier = head.split("_before_")
        a, b = look_up(_STEP, later, language), look_up(_STEP, earlier, language)
        return [say((f"{a}早于{b}", f"{a} came before {b}"), language)]
    words = {**DETAIL, **BAND, **MODE, **REASON}
    return [look_up(words, part, language) for part in (head, *rest) if part]


def _counted(head: str, rest: list[str]) -> Pair | None:
    """Return the words of a detail that carries numbers or a day."""
    match head, rest:
        case "villages", [villages, *more]:
            people = more[1] if len(more) == 2 else ""
            zh = f"涉及 {villages} 个村" + (f"、人口 {people} 人" if people else "")
            en = f"{villages} villages" + (f" of {people} people" if people else "")
            return zh, en
        case "more_classes", [classes]:
            return f"须增 {classes} 个班", f"{classes} more classes are needed"
        case "votes", [yes, no, neither]:
            return (
                f"赞成 {yes}、反对 {no}、弃权 {neither}",
                f"{yes} in favour, {no} against, {neither} abstained",
            )
        case "few_voted", [counted, asked]:
            return f"{asked} 人中仅 {counted} 人表决", f"only {counted} of {asked} have voted"
        case "no_votes", [body]:
            zh, en = _BODY.get(body, (body, body))
            return f"尚未提供{zh}表决结果", f"no votes of {en} are given"
        case "day", [day]:
            return day, day
        case _:
            return None


def evidence_words(evidence: str, names: Mapping[str, str], language: Language) -> str:
    """Return what shows how a step stands, in words; empty where it adds nothing."""
    head, *rest = evidence.split(":")
    match head, rest:
        case "changes", [number]:
            return say((f"调整事项 {number} 项", f"{number} changes"), language)
        case "kept", [kept, of]:
            return say((f"{of} 条规定中 {kept} 条符合", f"{kept} of {of} rules kept"), language)
        case (("file" | "reference" | "day"), _):
            return ":".join(rest)
        case "days", [start, end]:
            return say((f"{start} 至 {end}", f"{start} to {end}"), language)
        case "vote", [school, yes, no, neither]:
            who = names.get(school, school)
            zh = f"{who} 赞成 {yes}、反对 {no}、弃权 {neither}"
            return say((zh, f"{who}: {yes} for, {no} against, {neither} abstained"), language)
        case (("submitted" | "approved"), [day]):
            word = {"submitted": ("上报", "submitted"), "approved": ("批准", "approved")}[head]
            return f"{say(word, language)} {day}"
        case _:
            return ""
