"""Changes of a scenario that cannot be applied, said in Chinese and in English with a repair."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from schoolmap.errors import Language, Problem
from schoolmap.kernel.conflicts import Conflict
from schoolmap.model.codes import STATUS_CANDIDATE
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Open, Scenario
from schoolmap.model.scenario_words import called, change_words, scenario_names
from schoolmap.model.words import Pair

_REMOVE: Pair = ("请删去这一项，或改正学校代码。", "Remove this change, or correct the id.")
_ID: Pair = ("请改正代码{near}", "Correct the id{near}")

# reason and repair; {subject} is an id with its name, {why} what is in the way
_TEXTS: dict[str, tuple[Pair, Pair]] = {
    "unknown_school": (
        ("没有代码为 {subject} 的学校{later}", "no school has the id {subject}{later}"),
        _ID,
    ),
    "unknown_village": (("没有代码为 {subject} 的村庄", "no village has the id {subject}"), _ID),
    "unknown_band": (("没有学段 {subject}", "there is no band {subject}"), _ID),
    "already_closed": (("{why}", "{why}"), _REMOVE),
    "already_open": (("{why}", "{why}"), _REMOVE),
    "into_itself": (
        ("学校不能并入自己", "a school cannot be merged into itself"),
        ("请改正并入的学校；只是撤销就写 close。", "Correct the target, or write close."),
    ),
    "into_closed": (
        ("{why}", "{why}"),
        ("请并入一所在办的学校，或先开办它。", "Merge into an open school, or open it first."),
    ),
    "not_open": (
        ("{why}", "{why}"),
        ("请划归一所在办的学校，或先开办它。", "Designate an open school, or open it first."),
    ),
    "listed_has_place": (
        ("{subject} 已在学校表中，位置以表为准", "{subject} is listed; the table says where it is"),
        (
            "请删去 lon、lat 和 at；要在别处新建，请换一个新代码。",
            "Remove lon, lat and at; for a school elsewhere use a new id.",
        ),
    ),
    "new_needs_place": (
        (
            "学校表中没有 {subject}，新建学校须给出位置",
            "{subject} is not listed, and a new school needs a place",
        ),
        ("请补上 lon 和 lat（WGS-84）{near}", "Add lon and lat (WGS-84){near}"),
    ),
    "new_needs_grades": (
        (
            "学校表中没有 {subject}，新建学校须给出年级范围",
            "{subject} is not listed, and a new school needs its grades",
        ),
        ('请补上 grades，例如 "1-6"。', 'Add grades, for example "1-6".'),
    ),
    "no_journeys": (
        (
            "没有道路数据，无法计算到 {subject} 的路程",
            "nothing is known of the roads, so there are no journeys to {subject}",
        ),
        (
            "请在 study.toml 中写上 [roads]，重新建立模型。",
            "Name the roads in study.toml, and prepare the model again.",
        ),
    ),
    "bad_grades": (
        ("年级范围 {subject} 不在 1 至 9 年级之内", "the grades {subject} are not within 1 to 9"),
        ('请写作 "1-6" 这样的形式。', 'Write them as "1-6".'),
    ),
    "negative": (
        ("{subject} 是负数", "{subject} is negative"),
        ("没有就写 0。", "Write 0 for none."),
    ),
}


@dataclass(frozen=True)
class _Told:
    """What messages are made of, in one language."""

    model: LayoutModel
    scenario: Scenario
    names: dict[str, str]
    language: Language

    def pick(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en


def conflict_problems(
    model: LayoutModel, scenario: Scenario, conflicts: Sequence[Conflict], *, file: str
) -> tuple[Problem, ...]:
    """Return each conflict as a problem: which change, what is in the way, what to do.

    Parameters
    ----------
    model
        The county, without added schools.
    scenario
        Its changes.
    conflicts
        As `schoolmap.kernel.conflicts.conflicts` finds them.
    file
        Where the scenario comes from.
    """
    zh = _Told(model, scenario, scenario_names(model, scenario, "zh"), "zh")
    en = _Told(model, scenario, scenario_names(model, scenario, "en"), "en")
    return tuple(_problem(zh, en, conflict, file) for conflict in conflicts)


def _problem(zh: _Told, en: _Told, conflict: Conflict, file: str) -> Problem:
    message_zh, repair_zh = _say(zh, conflict)
    message_en, repair_en = _say(en, conflict)
    return Problem(
        code=conflict.code,
        severity="error",
        file=file,
        change=conflict.index + 1,
        zh=message_zh,
        en=message_en,
        repair_zh=repair_zh,
        repair_en=repair_en,
        action="stopped",
    )


def _say(told: _Told, conflict: Conflict) -> tuple[str, str]:
    """Return message and repair: what the change wants, and what is in the way."""
    reason, repair = (told.pick(*pair) for pair in _TEXTS[conflict.code])
    words = {
        "subject": called(conflict.subject, told.names),
        "why": _in_the_way(told, conflict),
        "later": _opened_later(told, conflict),
        "near": _near(told, conflict),
    }
    wanted = change_words(told.scenario.changes[conflict.index], told.names, told.language)
    reason = reason.format(**words)
    message = told.pick(f"要{wanted}，但{reason}。", f"Cannot {wanted}: {reason}.")
    return message, repair.format(**words)


def _in_the_way(told: _Told, conflict: Conflict) -> str:
    """Return the earlier change that is in the way, or how the school stands in the county."""
    if conflict.earlier >= 0:
        earlier = told.scenario.changes[conflict.earlier]
        wanted = change_words(earlier, told.names, told.language)
        number = conflict.earlier + 1
        return told.pick(f"第 {number} 项已{wanted}", f"change {number} says to {wanted}")
    who = called(conflict.subject, told.names)
    if conflict.code == "already_open":
        return told.pick(f"{who} 本来就在办", f"{who} is open already")
    if conflict.subject not in told.model.sites.ids:
        return ""  # a conflict of another kind, about an id that is not there
    at = told.model.sites.ids.index(conflict.subject)
    if told.model.sites.status[at] == STATUS_CANDIDATE:
        return told.pick(f"{who} 是规划学校，还没有开办", f"{who} is a candidate and not open yet")
    return told.pick(f"{who} 已经停办", f"{who} is closed already")


def _opened_later(told: _Told, conflict: Conflict) -> str:
    """Return which later change opens the school, if one does."""
    for index, change in enumerate(told.scenario.changes):
        if (
            isinstance(change, Open)
            and change.school == conflict.subject
            and index > conflict.index
        ):
            number = index + 1
            return told.pick(f"（第 {number} 项才开办它）", f" (change {number} opens it)")
    return ""


def _near(told: _Told, conflict: Conflict) -> str:
    """Return the end of a repair: the id of that name, else the most like it, if there is any."""
    places = told.model.villages if conflict.code == "unknown_village" else told.model.sites
    named = [
        i for i, name in zip(places.ids, places.names, strict=True) if name == conflict.subject
    ]
    near = named[:1] or difflib.get_close_matches(conflict.subject, places.ids, n=1, cutoff=0.75)
    if not near:
        return told.pick("。", ".")
    meant = called(near[0], told.names)
    return told.pick(f"；是否应为 {meant}？", f"; is {meant} meant?")
