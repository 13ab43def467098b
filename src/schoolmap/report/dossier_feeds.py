"""Rulings, procedure, years and costs, turned into what a dossier says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import Language
from schoolmap.model.cost_words import FORMULA, LINE, NOTES
from schoolmap.model.costs import CostLine as CostLineOf
from schoolmap.model.costs import Costs as CostsOf
from schoolmap.model.forecast import Forecast, LayoutYears
from schoolmap.model.hearing import Hearing
from schoolmap.model.layout import UNKNOWN
from schoolmap.model.rules import Standard
from schoolmap.model.ruling import Judgement, Ruling
from schoolmap.model.ruling import Step as StepOf
from schoolmap.model.wording import (
    FORCE,
    VERIFIED,
    Pair,
    look_up,
    one_language,
    quantity,
    rule_name,
    say,
    unit_name,
)
from schoolmap.report.dossier_content import (
    CostLine,
    Costs,
    Dossier,
    Occasions,
    SchoolYears,
    Standing,
    Step,
    Years,
)
from schoolmap.report.dossier_content import Ruling as RulingRow
from schoolmap.report.dossier_ruling_words import (
    STAGE_NAME,
    evidence_words,
    ruling_words,
)

MIDDLE = 1
"""Index of the middle variant."""
_SHOWN = 2
"""Villages or schools that a rule names."""
COST_UNIT: Mapping[str, Pair] = {
    "post": ("岗", "posts"),
    "pupil-km": ("人公里", "pupil-km"),
}
_STANDING: Mapping[str, Standing] = {
    "shown_by_data": "shown",
    "supplied": "supplied",
    "to_supply": "to_supply",
    "open": "open",
}


def rulings_of(
    judgement: Judgement, names: Mapping[str, str], language: Language
) -> tuple[RulingRow, ...]:
    """Return each rule that the data or papers decide, with the worst that it says.

    Papers of the procedure are left to the checklist.
    """
    found: list[RulingRow] = []
    for rule in judgement.pack.rules:
        if rule.bar == "procedure" or rule.kind == "evidence":
            continue
        every = judgement.by_rule[rule.id]
        verdict = judgement.verdict(rule.id)
        status = (look_up(FORCE, rule.force, language), look_up(VERIFIED, rule.verified, language))
        found.append(
            RulingRow(
                bar=rule.bar,
                name=say((rule.zh, rule.en), language),
                verdict=verdict,
                severity=rule.severity,
                found=_found(every, names, language),
                clause=one_language(rule.clause, language),
                status=say(("；", "; "), language).join(status),
            )
        )
    return tuple(found)


def _found(rulings: Sequence[Ruling], names: Mapping[str, str], language: Language) -> str:
    """Return what the worst of a rule's rulings say, those with the most pupils first."""
    order = {"broken": 0, "not_shown": 1, "to_supply": 2, "kept": 3}
    mine = [r for r in rulings if r.new] or list(rulings)
    worst = min(order[r.verdict] for r in mine)
    some = [r for r in mine if order[r.verdict] == worst]
    some.sort(key=lambda r: -r.pupils)
    same = {ruling_words(r, {}, language).partition(_comma(language))[2] for r in some}
    if len(some) > 1 and len(same) == 1:
        # what is said of each is the same: once is enough
        return say((f"{len(some)} 处，", f"{len(some)} of them, "), language) + same.pop()
    texts = [ruling_words(r, names, language) for r in some[:_SHOWN]]
    joined = say(("；", "; "), language).join(texts)
    left = len(some) - len(texts)
    return joined + say((f"等 {len(some)} 处", f"; {left} more"), language) if left else joined


def _comma(language: Language) -> str:
    return "，" if language == "zh" else ", "


def steps_of(
    steps: Sequence[StepOf], names: Mapping[str, str], language: Language
) -> tuple[Step, ...]:
    """Return the checklist in words."""
    found: list[Step] = []
    for step in steps:
        shown = [evidence_words(e, names, language) for e in step.evidence]
        found.append(
            Step(
                phase=look_up(STAGE_NAME, step.stage, language),
                words=say((step.zh, step.en), language),
                standing=_STANDING[step.state],
                evidence=say(("；", "; "), language).join(s for s in shown if s),
            )
        )
    return tuple(found)


def occasions_of(hearing: Hearing, language: Language) -> Occasions | None:
    """Return when people can read the plan and speak on it; None where nothing is given."""
    public, session = hearing.publicity, hearing.session
    if public is None and session is None and not hearing.votes:
        return None
    where_public = f"（{public.where}）" if public and public.where else ""
    where = f"（{session.where}）" if session and session.where else ""
    return Occasions(
        publicity=""
        if public is None
        else say(
            (f"{public.start} 至 {public.end}{where_public}", f"{public.start} to {public.end}"),
            language,
        ),
        publicity_days="" if public is None else str(public.days),
        hearing="" if session is None else f"{session.day}{where if language == 'zh' else ''}",
        votes={
            v.school: say(
                (
                    f"赞成 {v.in_favour}、反对 {v.against}、弃权 {v.abstained}",
                    f"{v.in_favour} in favour, {v.against} against, {v.abstained} abstained",
                ),
                language,
            )
            for v in hearing.votes
        },
    )


def years_of(forecast: Forecast, plan: LayoutYears, dossier: Dossier, language: Language) -> Years:
    """Return the years ahead of a plan and of the schools that it concerns.

    Parameters
    ----------
    forecast
        Of the study; `plan` is one of its plans.
    dossier
        Says which schools are concerned, and how its findings read.
    language
        Of the document.
    """
    small = forecast.standards.get("small_school_pupils")
    return Years(
        years=forecast.years,
        county=_nested(forecast.county.pupils),
        holds=tuple(tuple(bool(ok) for ok in row) for row in plan.holds.tolist()),
        schools=tuple(_school_years(forecast, plan, dossier)),
        breaches=_breaches(forecast, plan, dossier, language),
        assumed=_assumed(forecast, language),
        small_limit=None if small is None else small.number,
        tiny_limit=forecast.rules.tiny_pupils,
    )


def _nested(values: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(n) for n in row) for row in values.tolist())


def _school_years(forecast: Forecast, plan: LayoutYears, dossier: Dossier) -> list[SchoolYears]:
    today = forecast.today
    at = {school: j for j, school in enumerate(plan.site_ids)}
    found: list[SchoolYears] = []
    for school in dossier.of_kind("receiving", "opened", "closed", "reduced"):
        j = at[school.school_id]
        listed = j < len(today.site_ids)
        closed = school.kind == "closed"
        side = today if closed else plan
        seats = int(side.seats[j])
        marks = (side.first_small, side.first_tiny, side.first_over)
        small, tiny, over = (_year(forecast, int(m[MIDDLE, j])) for m in marks)
        found.append(
            SchoolYears(
                school_id=school.school_id,
                name=school.name,
                kind=school.kind,
                seats=None if seats == UNKNOWN else seats,
                today=_nested(today.totals[:, :, j]) if listed and today.is_open[j] else None,
                plan=None if closed else _nested(plan.totals[:, :, j]),
                small=small,
                tiny=tiny,
                over=over,
            )
        )
    return found


def _year(forecast: Forecast, year: int) -> str:
    return "" if year < 0 else forecast.years[year]


def _breaches(
    forecast: Forecast, plan: LayoutYears, dossier: Dossier, language: Language
) -> tuple[tuple[str, str], ...]:
    """Return what breaks first in which year, in the middle variant, each thing once."""
    names = {s.school_id: s.name for s in dossier.schools}
    seen: dict[tuple[str, str, str], tuple[str, str]] = {}
    for breach in plan.breaches:
        f = breach.finding
        key = (f.rule, f.subject_id, f.detail)
        if breach.variant != MIDDLE or key in seen:
            continue
        who = names.get(f.subject_id, "")
        what = rule_name(f.rule, forecast.standards, language)
        found = quantity(f.value, f.unit, language)
        limit = quantity(f.limit, f.unit, language)
        text = say(
            (f"{who}{what} {found}（要求 {limit}）", f"{who}: {what} {found} (asked {limit})"),
            language,
        )
        seen[key] = forecast.years[breach.year], text
    return tuple(seen.values())


def _assumed(forecast: Forecast, language: Language) -> tuple[str, ...]:
    middle = forecast.rules.variants["middle"]
    births, moves = middle.births_change_share, middle.migration_share
    ages = int(forecast.children.known.sum())
    known = say(
        (
            f"村庄表有 {ages} 个单岁年龄组"
            if ages
            else "村庄表没有分年龄人口，按现有一年级人数外推",
            f"{ages} single years of age are known"
            if ages
            else "no ages are known: grade 1 is taken on",
        ),
        language,
    )
    trend = say(
        (
            f"已知年龄组以后的出生人数每年变化 {births:+.1%}",
            f"births after the known ages change by {births:+.1%} a year",
        ),
        language,
    )
    away = say(
        (
            f"净迁移每年城区 {moves[0]:+.1%}、镇区 {moves[1]:+.1%}、乡村 {moves[2]:+.1%}",
            f"net arrivals a year: urban {moves[0]:+.1%}, town {moves[1]:+.1%}, rural {moves[2]:+.1%}",
        ),
        language,
    )
    how = say(
        (
            "各校在校生按当年分配学生与现状分配学生之比推算",
            "a roll follows the pupils whom the journeys send to the school in that year",
        ),
        language,
    )
    return known, trend, away, how


def costs_of(costs: CostsOf, standards: Mapping[str, Standard], language: Language) -> Costs:
    """Return what a plan costs, line by line, in words."""
    lines = tuple(_cost_line(line, standards, language) for line in costs.lines)
    notes = [say(note, language) for note in NOTES]
    released = costs.released
    if released.building_area_m2 is not None:
        area = quantity(released.building_area_m2, "m2", language)
        notes.append(
            say(
                (f"撤并学校腾出校舍 {area}。", f"Closed schools leave {area} of buildings."),
                language,
            )
        )
    return Costs(lines=lines, assumed=tuple(notes))


def _cost_line(line: CostLineOf, standards: Mapping[str, Standard], language: Language) -> CostLine:
    low, middle, high = line.bounds
    quantity_change = line.plan.quantity[MIDDLE] - line.today.quantity[MIDDLE]
    forces = [standards[r].force for r in line.rules if r in standards]
    force = "assumption" if "assumption" in forces else forces[0] if forces else ""
    return CostLine(
        name=look_up(LINE, line.id, language),
        quantity=quantity_change,
        unit=say(COST_UNIT[line.unit], language)
        if line.unit in COST_UNIT
        else unit_name(line.unit, language),
        low=float(low),
        middle=float(middle),
        high=float(high),
        once=line.period == "once",
        formula=look_up(FORMULA, line.id, language),
        status=look_up(FORCE, force, language) if force else "",
    )
