"""A forecast of pupils: what it is made of, and what it says for villages and schools."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError, Problem
from schoolmap.model.evaluation import Finding
from schoolmap.model.frozen import FrozenArrays
from schoolmap.model.grades import N_GRADE
from schoolmap.model.rules import Standard
from schoolmap.model.scenario import Scenario
from schoolmap.model.study import Table

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

Variant = Literal["low", "middle", "high"]
VARIANTS: tuple[Variant, ...] = ("low", "middle", "high")
N_AGE = 6
"""Single years of age before school that a villages table may give: 0 to 5."""
AREAS: tuple[str, ...] = ("urban", "town", "rural")
"""In the order of `schoolmap.model.codes.AREA_GROUPS`."""


@dataclass(frozen=True)
class Assumptions:
    """How a variant sees the years ahead.

    Attributes
    ----------
    entry_share
        Of the children of entry age, those who enter school in the county.
    births_change_share
        Change of births a year after the last known ones.
    migration_share
        Net arrivals a year by area, as `AREAS`; below zero they leave.
    """

    entry_share: float
    births_change_share: float
    migration_share: tuple[float, float, float]


@dataclass(frozen=True)
class ForecastRules:
    """Parameters of a forecast, made of the standards in force.

    Attributes
    ----------
    years
        How many years ahead.
    entry_age
        Completed years of age at entry.
    promotion_share
        Grade 1 to 2 up to 8 to 9.
    variants
        By name, in the order of `VARIANTS`.
    tiny_pupils
        A roll below it is marked, as a roll below `Rules.small_school_pupils` is.
    """

    years: int
    entry_age: int
    promotion_share: tuple[float, ...]
    variants: Mapping[Variant, Assumptions]
    tiny_pupils: float


@dataclass(frozen=True)
class Children(FrozenArrays):
    """Children below school age, as the villages table gives them.

    Attributes
    ----------
    count
        By village and single year of age, shape (n_village, 6), float64; 0 where not given.
    known
        Which ages the table has a figure for, shape (6,), bool.
    empty
        Cells without a figure in the ages that it has; they count as nobody.
    """

    count: FloatArray
    known: BoolArray
    empty: int

    @property
    def yearly_change(self) -> float | None:
        """Mean change from a single year of age to the next younger one, over all villages.

        What births did lately, as far as those who moved do not hide it; None where fewer than two
        ages are known, or nobody has the oldest or the youngest of them.
        """
        ages = np.flatnonzero(self.known).tolist()
        if len(ages) < 2:
            return None
        young, old = (float(np.cumsum(self.count[:, a])[-1]) for a in (ages[0], ages[-1]))
        if young <= 0 or old <= 0:
            return None
        return float((young / old) ** (1 / (ages[-1] - ages[0])) - 1)


@dataclass(frozen=True)
class CountyYears(FrozenArrays):
    """Pupils of the county and what they are made of; each shape (n_variant, n_year + 1).

    ``before + entered - graduated - left = pupils``, to the last one; year 0 has zeros but for
    `pupils`.

    Attributes
    ----------
    pupils
        All grades.
    before
        In the year before.
    entered
        New in grade 1.
    graduated
        Were in the last grade the year before.
    left
        Left on balance (moved away, died, not promoted); below zero they came.
    """

    pupils: IntArray
    before: IntArray
    entered: IntArray
    graduated: IntArray
    left: IntArray


@dataclass(frozen=True)
class Breach:
    """A violation that a plan brings in a year and today's layout does not have then."""

    variant: int
    year: int
    finding: Finding


@dataclass(frozen=True)
class LayoutYears(FrozenArrays):
    """A layout through the years; site indices as in the evaluation of the same scenario.

    Attributes
    ----------
    name
        ``today``, or the scenario's name.
    scenario
        None for today's layout.
    site_ids, site_names
        In site order, with those that the scenario opens where none is listed.
    is_open
        Shape (n_site,), bool.
    seats
        Shape (n_site,), int64; `UNKNOWN` where not given.
    roll
        By grade, shape (n_variant, n_year + 1, n_site, 9), float64.
    load
        By grade, same shape, int64.
    modes
        Pupils by mode, shape (n_variant, n_year + 1, 4), int64; together all pupils.
    first_small, first_tiny, first_over
        First year in which the roll, as a whole number, is below `Rules.small_school_pupils`, below
        `ForecastRules.tiny_pupils`, above the seats; shape (n_variant, n_site), int64; -1 never.
    breaches
        By variant, then year; empty for today's layout.
    """

    name: str
    scenario: Scenario | None
    site_ids: tuple[str, ...]
    site_names: tuple[str, ...]
    is_open: BoolArray
    seats: IntArray
    roll: FloatArray
    load: IntArray
    modes: IntArray
    first_small: IntArray
    first_tiny: IntArray
    first_over: IntArray
    breaches: tuple[Breach, ...]

    @property
    def totals(self) -> IntArray:
        """Rolls as whole pupils, half up, shape (n_variant, n_year + 1, n_site)."""
        return np.floor(np.cumsum(self.roll, axis=-1)[..., -1] + 0.5).astype(np.int64)

    @property
    def holds(self) -> BoolArray:
        """In which years the layout brings no violation, shape (n_variant, n_year + 1)."""
        result = np.ones(self.modes.shape[:2], dtype=bool)
        for breach in self.breaches:
            result[breach.variant, breach.year] = False
        return result


@dataclass(frozen=True)
class Forecast(FrozenArrays):
    """Pupils of the years ahead, by village and grade, and what they mean for every school.

    Attributes
    ----------
    name
        Of the study.
    years
        School years, the study's own first.
    rules
        Parameters; `standards` has the rows that they come from.
    children
        What was known of those who are not in school yet.
    spread
        First and last grade of runs whose pupils were given together: cohorts start from the mean.
    unclassed
        Villages without an area class: no migration is taken for them.
    pupils
        By variant, year, village and grade, shape (n_variant, n_year + 1, n_village, 9), int64.
    county
        The same, added up and taken apart.
    today, plans
        Layouts through the years.
    model_sha256
        Fingerprint of the model.
    sha256
        Fingerprint of the model, the children and the parameters together.
    """

    name: str
    years: tuple[str, ...]
    rules: ForecastRules
    standards: Mapping[str, Standard]
    children: Children
    spread: tuple[tuple[int, int], ...]
    unclassed: int
    pupils: IntArray
    county: CountyYears
    today: LayoutYears
    plans: tuple[LayoutYears, ...]
    model_sha256: str
    sha256: str

    @property
    def trend_years(self) -> tuple[int, ...]:
        """Years, from 1 on, whose entrants are in no table: their number is the birth trend."""
        ages = set(np.flatnonzero(self.children.known).tolist())
        years = range(1, self.rules.years + 1)
        return tuple(y for y in years if self.rules.entry_age - y not in ages)


def children_of(table: Table) -> Children:
    """Return the children below school age of a villages table."""
    ages = np.column_stack([table.numbers(f"age{age}") for age in range(N_AGE)])
    given: BoolArray = np.isfinite(ages)
    known: BoolArray = np.logical_or.reduce(given, axis=0)
    return Children(
        count=np.where(given, ages, 0.0),
        known=known,
        empty=int((~given[:, known]).sum()),
    )


def forecast_rules(
    standards: Mapping[str, Standard], *, file: str = "study.toml", years: int | None = None
) -> ForecastRules:
    """Return the parameters of a forecast.

    Parameters
    ----------
    standards
        In force.
    file
        File that sets them, for messages.
    years
        In place of the rule ``forecast.years``.

    Raises
    ------
    InputError
        If a list has not the right length, or a low variant lies above a high one.
    """
    problems = [*_promotion_problems(standards, file), *_order_problems(standards, file)]
    if problems:
        raise InputError(problems)

    def number(rule: str) -> float:
        return float(standards[f"forecast.{rule}"].number)

    return ForecastRules(
        years=int(number("years")) if years is None else years,
        entry_age=int(number("entry_age")),
        promotion_share=tuple(float(s) for s in standards["forecast.promotion_share"].numbers),
        variants={
            variant: Assumptions(
                entry_share=number(f"entry_share.{variant}"),
                births_change_share=number(f"births_change_share.{variant}"),
                migration_share=(
                    number(f"migration_share.urban.{variant}"),
                    number(f"migration_share.town.{variant}"),
                    number(f"migration_share.rural.{variant}"),
                ),
            )
            for variant in VARIANTS
        },
        tiny_pupils=standards["forecast_tiny_pupils"].number,
    )


def school_years(first: str, years: int) -> tuple[str, ...]:
    """Return the names of a school year and of those after it.

    ``2026-2027`` is followed by ``2027-2028``; a name without a year by ``+1``, ``+2``.
    """
    match = re.fullmatch(r"\s*([0-9]{4})\s*(?:([-–—/至~])\s*([0-9]{4}))?\s*(学年|年)?\s*", first)
    if match is None:
        return (first or "+0", *(f"+{k}" for k in range(1, years + 1)))
    start, joint, last, word = match.groups()
    end = [f"{joint}{int(last) + k}" if last else "" for k in range(years + 1)]
    return tuple(f"{int(start) + k}{end[k]}{word or ''}" for k in range(years + 1))


def fingerprint(model_sha256: str, children: Children, rules: ForecastRules) -> str:
    """Return the sha256 of all that the pupils of a forecast depend on."""
    digest = hashlib.sha256(model_sha256.encode())
    digest.update(np.ascontiguousarray(children.count, "<f8").tobytes())
    variants = {
        v: [a.entry_share, a.births_change_share, a.migration_share]
        for v, a in rules.variants.items()
    }
    rest = [rules.years, rules.entry_age, rules.promotion_share, variants, rules.tiny_pupils]
    digest.update(json.dumps([children.known.tolist(), rest]).encode())
    return digest.hexdigest()


def _promotion_problems(standards: Mapping[str, Standard], file: str) -> list[Problem]:
    shares = standards["forecast.promotion_share"].numbers
    if len(shares) == N_GRADE - 1:
        return []
    return [
        _problem(
            file,
            ", ".join(f"{s:g}" for s in shares),
            f"[rules] “forecast.promotion_share”应有 {N_GRADE - 1} 个数，现有 {len(shares)} 个。",
            f"[rules] 'forecast.promotion_share' must have {N_GRADE - 1} figures, "
            f"and has {len(shares)}.",
            "依次写一年级升二年级……八年级升九年级的比例。",
            "Write the share promoted from grade 1 to 2, and so on to 8 to 9.",
        )
    ]


def _order_problems(standards: Mapping[str, Standard], file: str) -> list[Problem]:
    """Return a problem for each parameter whose variants are not in order."""
    parts = ("entry_share", "births_change_share", *(f"migration_share.{a}" for a in AREAS))
    problems = []
    for part in parts:
        figures = [standards[f"forecast.{part}.{v}"].number for v in VARIANTS]
        if all(a <= b for a, b in pairwise(figures)):
            continue
        problems.append(
            _problem(
                file,
                ", ".join(f"{f:g}" for f in figures),
                f"[rules] “forecast.{part}”的低、中、高方案须由小到大。",
                f"[rules] 'forecast.{part}': low, middle and high must not fall.",
                "三个方案一起改写。",
                "Set the three variants together.",
            )
        )
    return problems


def _problem(file: str, value: str, zh: str, en: str, repair_zh: str, repair_en: str) -> Problem:
    return Problem(
        code="forecast_rules_unsuitable",
        severity="error",
        file=file,
        value=value,
        zh=zh,
        en=en,
        repair_zh=repair_zh,
        repair_en=repair_en,
        action="stopped",
    )
