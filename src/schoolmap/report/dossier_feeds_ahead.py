"""Years and costs, turned into what a dossier says of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import Language
from schoolmap.model.cost_words import FORMULA, LINE, NOTES
from schoolmap.model.costs import CostLine as CostLineOf
from schoolmap.model.costs import Costs as CostsOf
from schoolmap.model.forecast import VARIANTS, Forecast, LayoutYears
from schoolmap.model.layout import UNKNOWN
from schoolmap.model.rules import Standard
from schoolmap.model.wording import FORCE, Pair, look_up, quantity, rule_name, say, unit_name
from schoolmap.report.dossier_content import CostLine, Costs, Dossier, SchoolYears, Years

MIDDLE = VARIANTS.index("middle")
COST_UNIT: Mapping[str, Pair] = {
    "post": ("岗", "posts"),
    "pupil-km": ("人公里", "pupil-km"),
}


def years_of(
    forecast: Forecast,
    plan: LayoutYears,
    dossier: Dossier,
    names: Mapping[str, str],
    language: Language,
) -> Years:
    """Return the years ahead of a plan and of the schools that it concerns.

    Parameters
    ----------
    forecast
        Of the study; `plan` is one of its plans.
    dossier
        Says which schools are concerned.
    names
        Names of villages and schools by id.
    language
        Of the document.
    """
    small = forecast.standards.get("small_school_pupils")
    return Years(
        years=forecast.years,
        county=_nested(forecast.county.pupils),
        holds=tuple(tuple(bool(ok) for ok in row) for row in plan.holds.tolist()),
        schools=tuple(_school_years(forecast, plan, dossier)),
        breaches=_breaches(forecast, plan, names, language),
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
    forecast: Forecast, plan: LayoutYears, names: Mapping[str, str], language: Language
) -> tuple[tuple[str, str], ...]:
    """Return what breaks first in which year, in the middle variant, each thing once."""
    seen: dict[tuple[str, str, str], tuple[str, str]] = {}
    for breach in plan.breaches:
        f = breach.finding
        key = (f.rule, f.subject_id, f.detail)
        if breach.variant != MIDDLE or key in seen:
            continue
        who = names.get(f.subject_id, f.subject_id)
        what = rule_name(f.rule, forecast.standards, language)
        found = quantity(f.value, f.unit, language)
        limit = quantity(f.limit, f.unit, language)
        text = say(
            (f"{who}{what} {found}（要求 {limit}）", f"{who}, {what}: {found} (asked {limit})"),
            language,
        )
        seen[key] = forecast.years[breach.year], text
    return tuple(seen.values())


def _assumed(forecast: Forecast, language: Language) -> tuple[str, ...]:
    middle = forecast.rules.variants["middle"]
    births = middle.births_change_share
    urban, town, rural = (f"{share:+.1%}" for share in middle.migration_share)
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
            f"净迁移每年城区 {urban}、镇区 {town}、乡村 {rural}",
            f"net arrivals a year: urban {urban}, town {town}, rural {rural}",
        ),
        language,
    )
    how = say(
        (
            "各校在校生自现有在校生起随年级逐年升级，新生按该校现有在校生与分配学生之比进入",
            "rolls move up with their cohorts; entrants come as roll is to pupils sent today",
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
    return Costs(lines=lines, assumed=tuple(notes), left_rolls=costs.left_rolls)


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
