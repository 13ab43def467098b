"""Doubts about the numbers of villages, and about villages against schools."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from schoolmap.io.doctoring import (
    Chart,
    column_total,
    grades_of,
    number,
    row_total,
    rows_of,
)
from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.grades import N_GRADE

_STAGES = (("小学", "primary"), ("初中", "junior"))


def doubt_pupils(chart: Chart) -> None:
    """Doubt villages without pupils, with more than a village has, or more than their people."""
    villages = chart.study.villages
    pupils, people = row_total(grades_of(villages)), villages.numbers("population")
    _doubt_empty(chart)
    limit = chart.limit("village_pupils")
    names = villages.text("name")
    for at in np.flatnonzero(pupils > limit):
        chart.add(
            "village_number_implausible",
            villages,
            at,
            value=names[at],
            pupils=number(pupils[at]),
            limit=number(limit),
        )
    for at in np.flatnonzero((people == 0) & (pupils > 0)):
        chart.add(
            "pupils_without_population",
            villages,
            at,
            column="population",
            value=names[at],
            pupils=number(pupils[at]),
        )
    share = chart.limit("pupils_of_population")
    # a hamlet of three families may well have many children
    settled = (people >= chart.limit("min_population")) | (pupils > people)
    for at in np.flatnonzero((people > 0) & settled & (pupils > share * people)):
        chart.add(
            "pupils_beyond_population",
            villages,
            at,
            column="population",
            value=names[at],
            pupils=number(pupils[at]),
            population=number(people[at]),
            share=number(100 * pupils[at] / people[at]),
            limit=f"{100 * share:g}",
        )


def _doubt_empty(chart: Chart) -> None:
    villages = chart.study.villages
    empty = row_total(grades_of(villages)) == 0
    count, total = int(empty.sum()), len(villages)
    if count:
        mostly = 2 * count > total
        chart.add(
            "villages_mostly_without_pupils" if mostly else "villages_without_pupils",
            villages,
            count=count,
            total=total,
            rows=rows_of(villages, empty),
        )


def doubt_cohorts(chart: Chart) -> None:
    """Doubt neighbouring years of children whose numbers are far apart, over the whole county."""
    villages = chart.study.villages
    years = [*(f"age{age}" for age in range(6)), "g1"]
    if "pupils_spread" in {p.code for p in chart.study.problems}:
        years.pop()  # a first grade that was spread evenly says nothing of its year
    low, high = chart.limits("cohort_ratio")
    labels = {f"age{age}": (f"{age} 岁", f"age {age}") for age in range(6)}
    labels["g1"] = ("一年级", "grade 1")
    for younger, older in pairwise(years):
        if younger not in villages.columns or older not in villages.columns:
            continue
        few, many = (column_total(villages.numbers(name)) for name in (younger, older))
        if max(few, many) < chart.limit("min_cohort") or low * many <= few <= high * many:
            continue
        less, more = min(few, many), max(few, many)
        chart.add(
            "cohort_jump",
            villages,
            column=younger,
            younger=number(few),
            older=number(many),
            younger_zh=labels[younger][0],
            younger_en=labels[younger][1],
            older_zh=labels[older][0],
            older_en=labels[older][1],
            ratio=number(more / less) if less else "∞",
        )


def doubt_totals(chart: Chart) -> None:
    """Doubt a stage whose rolls are far from the pupils of the villages."""
    study = chart.study
    schools, villages = study.schools, study.villages
    if not np.isfinite(schools.numbers("pupils")).any():
        return
    primary_last = int(str(study.standards["grades.upper_primary"].value).split("-")[1])
    rolls, pupils = _rolls(chart), grades_of(villages)
    low, high = chart.limits("roll_over_village_pupils")
    ends = (0, primary_last, N_GRADE)
    for (zh, en), first, last in zip(_STAGES, ends, ends[1:], strict=False):
        reported = column_total(row_total(rolls[:, first:last]))
        living = column_total(row_total(pupils[:, first:last]))
        # a stage that one table leaves out altogether is said elsewhere
        if reported == 0 or living == 0 or low * living <= reported <= high * living:
            continue
        chart.add(
            "rolls_against_villages",
            schools,
            column="pupils",
            stage_zh=zh,
            stage_en=en,
            rolls=number(reported),
            pupils=number(living),
            ratio=number(reported / living),
            low=f"{low:g}",
            high=f"{high:g}",
        )


def _rolls(chart: Chart) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the open schools' pupils by grade; a roll without grades is spread over its span."""
    schools = chart.study.schools
    grades = grades_of(schools)
    first, last = schools.numbers("first_grade"), schools.numbers("last_grade")
    grade = np.arange(1, N_GRADE + 1)
    within = (grade >= first[:, None]) & (grade <= last[:, None])
    even = schools.numbers("pupils")[:, None] * within / (last - first + 1)[:, None]
    known = np.logical_or.reduce(np.isfinite(grades), axis=1)[:, None]
    rolls = np.where(known, np.nan_to_num(grades), np.nan_to_num(even))
    is_open = schools.numbers("status") == STATUS_OPEN
    return np.where(np.asarray(is_open)[:, None], rolls, 0.0)
