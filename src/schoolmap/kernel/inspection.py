"""Self-inspection (自查) of one school: every figure held against its standard.

Works on plain facts, so that a school without a county model can be inspected too. Rows carry the
standards row that they were judged by; nothing here is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from schoolmap.kernel.facts import InspectionRow, SchoolFacts, facts_of
from schoolmap.kernel.inspection_resources import (
    ratio,
    resource_rows,
    round_up,
    whole_resource,
)
from schoolmap.kernel.resources import missing
from schoolmap.kernel.sizes import held_to, is_small
from schoolmap.model.rules import Standard
from schoolmap.units import show_number

__all__ = ["InspectionRow", "SchoolFacts", "facts_of", "inspect_school"]


def inspect_school(
    facts: SchoolFacts, standards: Mapping[str, Standard]
) -> tuple[InspectionRow, ...]:
    """Hold a school's facts against the standards in force.

    The shortfall of a resource is ``max(0, threshold * pupils / per - resource)``. A through
    school is inspected stage by stage: its stage columns where given, else the whole split by
    pupils weighted 1 : ``split_weight.junior`` (and senior pupils by ``split_weight.senior`` more).

    Parameters
    ----------
    facts
        What the school reports.
    standards
        Rows by id, as `schoolmap.standards.load` returns them.

    Returns
    -------
    tuple of InspectionRow
        School and classes first, then resources by stage, then boarding and toilets.

    Raises
    ------
    KeyError
        If a row that is always in the base tables is missing.
    """
    rows: list[InspectionRow] = [_class_size(facts, standards), _school_size(facts, standards)]
    rows += [_small_school(facts, standards), _seats(facts, standards)]
    rows += resource_rows(facts, standards)
    if facts.boarders != 0 and (facts.boarders is not None or facts.beds):
        rows += [_beds(facts, standards), _dormitory(facts, standards)]
    return (*rows, _toilets(facts, standards))


def _main_limit(
    facts: SchoolFacts, standards: Mapping[str, Standard], kind: str
) -> Standard | None:
    """Return the limit by stage; of several stages the larger one, as for a school's seats."""
    roll = np.array([facts.primary, facts.junior])
    stages = held_to(roll, is_through=facts.is_through)
    limits = [standards[f"{kind}.{stage}"] for stage in stages]
    return max(limits, key=lambda row: row.number) if limits else None


def _class_size(facts: SchoolFacts, standards: Mapping[str, Standard]) -> InspectionRow:
    limit = _main_limit(facts, standards, "class_limit")
    pupils, classes = facts.everyone, facts.classes
    met, shortfall, zh, en = None, None, "", ""
    if facts.senior > 0:
        zh, en = "班级数含高中班，不作判断。", "Classes include senior ones: not judged."
    elif limit is not None and classes:
        room = limit.number * classes
        over = missing(pupils, room)
        met = over == 0
        shortfall = 0.0 if met else float(round_up(pupils / limit.number) - classes)
        if not met:
            size = show_number(limit.number)
            zh = f"{classes:g} 个班按每班 {size} 人可容 {room:g} 人，多 {over:g} 人。"
            en = f"{classes:g} classes of {size} hold {room:g} pupils, {over:g} too few."
    if facts.is_through:
        zh = f"{zh}班级数未分学段，按较大的班额上限。"
        en = f"{en} Classes are not known by stage: the larger limit holds.".lstrip()
    return InspectionRow(
        item="class_size",
        name_zh="平均班额",
        name_en="pupils a class",
        value=ratio(pupils, classes),
        unit="pupil/class",
        standard=limit,
        met=met,
        shortfall=shortfall,
        shortfall_unit="class",
        note_zh=zh,
        note_en=en,
    )


def _school_size(facts: SchoolFacts, standards: Mapping[str, Standard]) -> InspectionRow:
    pupils = facts.compulsory
    through = standards["school_limit.through"]
    limit = through if facts.is_through else _main_limit(facts, standards, "school_limit")
    over = None if limit is None else missing(pupils, limit.number)
    reported = facts.roll_reported
    return InspectionRow(
        item="school_size",
        name_zh="学校规模（一至九年级在校生）",
        name_en="school size (pupils of grades 1 to 9)",
        value=pupils,
        unit="pupil",
        standard=limit,
        met=None if over is None else over == 0,
        shortfall=over,
        shortfall_unit="pupil",
        note_zh="" if reported else "学校未上报在校生数，按模型分配的人数。",
        note_en="" if reported else "No roll was reported: pupils as the model assigns them.",
    )


def _small_school(facts: SchoolFacts, standards: Mapping[str, Standard]) -> InspectionRow:
    limit = standards["small_school_pupils"]
    pupils, size = facts.compulsory, show_number(limit.number)
    small = is_small(pupils, limit.number)
    zh, en = (
        f"不少于 {size} 人，不属于小规模学校。",
        f"Not fewer than {size} pupils: not a small school.",
    )
    if small:
        zh, en = f"不足 {size} 人，属于小规模学校。", f"Fewer than {size} pupils: a small school."
    elif pupils <= 0:
        zh, en = "没有学生，不属于小规模学校。", "No pupils: not a small school."
    return InspectionRow(
        item="small_school",
        name_zh="是否小规模学校",
        name_en="small school",
        value=pupils,
        unit="pupil",
        standard=limit,
        note_zh=zh,
        note_en=en,
    )


def _seats(facts: SchoolFacts, standards: Mapping[str, Standard]) -> InspectionRow:
    limit, pupils = standards["seats_full"], facts.compulsory
    over = None if facts.seats is None else missing(pupils, limit.number * facts.seats)
    return InspectionRow(
        item="seats",
        name_zh="在校生与学位数之比",
        name_en="roll over seats",
        value=ratio(pupils, facts.seats),
        unit="ratio",
        standard=limit,
        met=None if over is None else over == 0,
        shortfall=over,
        shortfall_unit="seat",
        note_zh="" if facts.seats is None else f"学位数 {facts.seats:g}。",
        note_en="" if facts.seats is None else f"{facts.seats:g} seats.",
    )


def _boarding(
    facts: SchoolFacts, standard: Standard, amount: float | None, **words: str
) -> InspectionRow:
    """Return a row on something that every boarder must have."""
    short = None
    if amount is not None and facts.boarders is not None:
        short = missing(standard.number * facts.boarders, amount)
    unknown = facts.boarders is None
    return InspectionRow(
        item=words["item"],
        name_zh=words["name_zh"],
        name_en=words["name_en"],
        value=ratio(amount, facts.boarders),
        unit=standard.unit,
        standard=standard,
        met=None if short is None else short == 0,
        shortfall=short,
        shortfall_unit=words["unit"],
        note_zh="未填寄宿生数。" if unknown else words["note_zh"],
        note_en="The number of boarders is not reported." if unknown else words["note_en"],
    )


def _beds(facts: SchoolFacts, standards: Mapping[str, Standard]) -> InspectionRow:
    beds = facts.beds or 0.0  # an empty cell means no beds, as everywhere
    return _boarding(
        facts,
        standards["beds_per_boarder"],
        beds,
        item="beds",
        name_zh="每名寄宿生床位数",
        name_en="beds per boarder",
        unit="bed",
        note_zh=f"上报寄宿生 {facts.boarders or 0:g} 人，床位 {beds:g} 张。",
        note_en=f"{facts.boarders or 0:g} boarders reported, {beds:g} beds.",
    )


def _dormitory(facts: SchoolFacts, standards: Mapping[str, Standard]) -> InspectionRow:
    return _boarding(
        facts,
        standards["dorm_area_m2"],
        whole_resource(facts, "dorm_area_m2"),
        item="dorm_area_m2",
        name_zh="寄宿生人均宿舍面积",
        name_en="dormitory area per boarder",
        unit="m2",
        note_zh="按上报寄宿生数计算；填报建筑面积的，使用面积更小。",
        note_en="By the boarders reported; where floor area was given, the usable area is smaller.",
    )


def _toilets(facts: SchoolFacts, standards: Mapping[str, Standard]) -> InspectionRow:
    """Return pupils per toilet seat: never judged, because pupils by sex are not in the tables."""
    boys, girls = standards["boys_per_toilet"], standards["girls_per_toilet"]
    if_boys, if_girls = (round_up(facts.everyone / row.number) for row in (boys, girls))
    return InspectionRow(
        item="toilet_seats",
        name_zh="每个厕所蹲位的学生数",
        name_en="pupils per toilet seat",
        value=ratio(facts.everyone, whole_resource(facts, "toilet_seats")),
        unit="pupil/seat",
        standard=girls,
        note_zh=f"标准分男女（男生 {boys.number:g} 人、女生 {girls.number:g} 人一个），"
        f"表中无分性别人数，不作判断：需 {if_boys}（全为男生）至 {if_girls}（全为女生）个。",
        note_en=f"The standard goes by sex ({boys.number:g} boys, {girls.number:g} girls a "
        f"seat), which the tables do not have: not judged. Needed are {if_boys} (boys only) to "
        f"{if_girls} (girls only).",
    )
