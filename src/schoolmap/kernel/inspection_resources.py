"""Self-inspection: what a school has for each pupil, stage by stage, and what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.facts import InspectionRow, SchoolFacts
from schoolmap.kernel.quality import SEVEN, Verdict, verdict_2017
from schoolmap.kernel.resources import NOISE, missing, stage_amounts, stage_shares
from schoolmap.model.columns import SCHOOLS
from schoolmap.model.evaluation import MET, NOT_MET, UNDEFINED
from schoolmap.model.grades import STAGES, Stage
from schoolmap.model.resources import (
    INDICATOR_INDEX,
    INDICATORS,
    RESOURCE_INDEX,
    RESOURCES,
)
from schoolmap.model.rules import Standard
from schoolmap.units import show_number

_HEADER_ZH = {column.name: column.zh for column in SCHOOLS}
_STAFF = {r.name for r in RESOURCES if r.unit == "person"}
# said in other rows, as pupils per teacher
_SAID_ELSEWHERE = {"teachers"}
_OUT_OF_SCOPE = (
    "不在优质均衡（2017）评估范围，标准仅供参照，不作判断。",
    "Not counted by the 2017 method: the threshold is a reference, not tested.",
)
FloatArray = NDArray[np.float64]


def resource_rows(facts: SchoolFacts, standards: Mapping[str, Standard]) -> list[InspectionRow]:
    """Return the rows on resources: by stage, then land and buildings of the whole school.

    Parameters
    ----------
    facts
        What the school reports.
    standards
        Rows by id.
    """
    rows: list[InspectionRow] = []
    for stage in facts.stages:
        indicators = list(_indicator_rows(facts, standards, stage))
        rows += indicators
        rows += _seven(indicators, standards, stage, in_scope=facts.in_scope_2017)
        rows += [_pupils_per_teacher(facts, standards, stage), _staff(facts, standards, stage)]
    return [*rows, *(_per_pupil(facts, name) for name in ("land_area_m2", "building_area_m2"))]


def round_up(value: float) -> int:
    """Return the least whole number not below `value`, but for the noise of the arithmetic."""
    return math.ceil(value - NOISE * max(1.0, value))


def ratio(amount: float | None, per: float | None) -> float | None:
    """Return amount / per; None where either is unknown or nothing is there to divide by."""
    return None if amount is None or not per else amount / per


def _stage_resource(
    facts: SchoolFacts, name: str, stage: Stage, standards: Mapping[str, Standard]
) -> tuple[float | None, bool]:
    """Return what a stage has of a resource, and whether it is a share split off the whole."""
    own, total = facts.resources.get(f"{name}_{stage}"), facts.resources.get(name)
    given = [facts.resources.get(f"{name}_{s}") for s in STAGES]
    weights = (standards["split_weight.junior"].number, standards["split_weight.senior"].number)
    share = stage_shares(
        np.array([[facts.primary, facts.junior]]), np.array([facts.senior]), weights
    )
    k = STAGES.index(stage)
    amount = float(stage_amounts(_cells([total]), _cells(given)[:, :, None], share)[0, k, 0])
    split = own is None and total is not None and facts.pupils(stage) != facts.everyone
    return (None if amount == UNDEFINED else amount), split


def _cells(values: Sequence[float | None]) -> FloatArray:
    """Return a row of amounts as the kernel keeps them, shape (1, n)."""
    return np.array([[UNDEFINED if value is None else value for value in values]])


def _indicator_rows(
    facts: SchoolFacts, standards: Mapping[str, Standard], stage: Stage
) -> Iterator[InspectionRow]:
    """Yield the indicators in their table's order, then other columns that have a threshold."""
    others = [r.name for r in RESOURCES if r.name not in INDICATOR_INDEX]
    for name in (*(i.name for i in INDICATORS), *others):
        standard = standards.get(f"threshold.{name}.{stage}")
        if standard is not None or (name in INDICATOR_INDEX and name not in _SAID_ELSEWHERE):
            yield _indicator(facts, standards, name, stage)


def _indicator(
    facts: SchoolFacts, standards: Mapping[str, Standard], name: str, stage: Stage
) -> InspectionRow:
    resource = RESOURCES[RESOURCE_INDEX[name]]
    per = INDICATORS[INDICATOR_INDEX[name]].per if name in INDICATOR_INDEX else 1
    standard = standards.get(f"threshold.{name}.{stage}")
    pupils = facts.pupils(stage)
    amount, split = _stage_resource(facts, name, stage, standards)
    tested = standard is None or facts.in_scope_2017
    short = None
    if standard is not None and amount is not None and tested:
        short = missing((standard.number * pupils) / per, amount)
    zh, en = _split_note(name if split else "") if tested else _OUT_OF_SCOPE
    return InspectionRow(
        item=name,
        name_zh=f"{'生均' if per == 1 else '每百名学生'}{_HEADER_ZH[name]}",
        name_en=f"{resource.en} per {'pupil' if per == 1 else '100 pupils'}",
        stage=stage,
        value=None if amount is None else (amount * per) / pupils,
        unit=f"{resource.unit}/{'pupil' if per == 1 else '100 pupils'}",
        standard=standard,
        met=None if short is None else short == 0,
        shortfall=short,
        shortfall_unit=resource.unit,
        note_zh=zh,
        note_en=en,
        tested=tested,
    )


def _split_note(name: str) -> tuple[str, str]:
    """Return the note on a resource that was split over stages; empty for an empty name."""
    if not name:
        return "", ""
    if name in _STAFF:
        return (
            "全校数按学生数加权拆分，对教职工是近似。",
            "Split by weighted pupils; rough for staff.",
        )
    return "全校数按学生数加权拆分。", "The school's amount, split by weighted pupils."


def _seven(
    rows: list[InspectionRow], standards: Mapping[str, Standard], stage: Stage, *, in_scope: bool
) -> list[InspectionRow]:
    """Return the row that counts the indicators met by the 2017 method."""
    least, rest = standards["min_indicators_met_2017"], standards["rest_share_2017"].number
    seven = [(row, row.standard) for row in rows if row.item in SEVEN and row.standard is not None]
    if not seven:
        return []
    found = verdict_2017(
        [UNDEFINED if row.value is None else row.value for row, _ in seven],
        [UNDEFINED if row.shortfall is None else row.shortfall for row, _ in seven],
        [standard.number for _, standard in seven],
        least=least.number,
        rest_share=rest,
    )
    met = {MET: True, NOT_MET: False}.get(found.verdict) if in_scope else None
    failed = [row for row, _ in seven if row.met is False]
    zh, en = _seven_notes(found, failed, rest) if in_scope else _OUT_OF_SCOPE
    return [
        InspectionRow(
            item="min_indicators_met_2017",
            name_zh="优质均衡七项指标达标项数",
            name_en="indicators met (2017 method)",
            stage=stage,
            value=float(found.met) if in_scope else None,
            unit="indicator",
            standard=least,
            met=met,
            shortfall=None if met is None else max(0.0, least.number - found.met),
            shortfall_unit="indicator",
            note_zh=zh,
            note_en=en,
            tested=in_scope,
        )
    ]


def _seven_notes(
    found: Verdict, failed: Sequence[InspectionRow], rest_share: float
) -> tuple[str, str]:
    percent = show_number(rest_share * 100)
    zh = [f"未达标：{'、'.join(r.name_zh for r in failed)}。"] if failed else []
    en = [f"Not met: {', '.join(r.name_en for r in failed)}."] if failed else []
    if found.below_rest:
        zh.append(f"其中低于标准 {percent}% 的 {found.below_rest} 项。")
        en.append(f"{found.below_rest} below {percent} % of the threshold.")
    if found.unknown:
        zh.append(f"缺数据 {found.unknown} 项。")
        en.append(f"No data for {found.unknown}.")
    return "".join(zh), " ".join(en)


def _pupils_per_teacher(
    facts: SchoolFacts, standards: Mapping[str, Standard], stage: Stage
) -> InspectionRow:
    teachers, split = _stage_resource(facts, "teachers", stage, standards)
    zh, en = _split_note("teachers" if split else "")
    return InspectionRow(
        item="pupils_per_teacher",
        name_zh="每名专任教师负担学生数",
        name_en="pupils per teacher",
        stage=stage,
        value=ratio(facts.pupils(stage), teachers),
        unit="pupil/teacher",
        note_zh=zh,
        note_en=en,
    )


def _staff(facts: SchoolFacts, standards: Mapping[str, Standard], stage: Stage) -> InspectionRow:
    staff, split = _stage_resource(facts, "staff", stage, standards)
    limit, pupils = standards[f"staff_ratio.{stage}"], facts.pupils(stage)
    short = None if staff is None else missing(pupils / limit.number, staff)
    zh, en = _split_note("staff" if split else "")
    return InspectionRow(
        item="staff_ratio",
        name_zh="每名教职工负担学生数",
        name_en="pupils per staff",
        stage=stage,
        value=ratio(pupils, staff),
        unit="pupil/staff",
        standard=limit,
        met=None if short is None else short == 0,
        shortfall=short,
        shortfall_unit="person",
        note_zh=zh,
        note_en=en,
    )


def _per_pupil(facts: SchoolFacts, name: str) -> InspectionRow:
    resource = RESOURCES[RESOURCE_INDEX[name]]
    return InspectionRow(
        item=name,
        name_zh=f"生均{_HEADER_ZH[name]}",
        name_en=f"{resource.en} per pupil",
        value=ratio(whole_resource(facts, name), facts.everyone),
        unit=f"{resource.unit}/pupil",
    )


def whole_resource(facts: SchoolFacts, name: str) -> float | None:
    """Return the school's amount; where only the stages gave theirs, both together."""
    total = facts.resources.get(name)
    if total is not None:
        return total
    parts = [facts.resources.get(f"{name}_{stage}") for stage in facts.stages]
    known = [part for part in parts if part is not None]
    if not parts or len(known) < len(parts) or facts.senior > 0:
        return None
    return known[0] if len(known) == 1 else known[0] + known[1]
