"""Pupils of the years ahead, by the cohort method.

Who is in a grade this year is in the next grade next year, but for those who move, die or are not
promoted. Children of the single years of age enter grade 1 when they reach the age at entry. A
cohort that no table gives follows the trend of births from the nearest older cohort that is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.forecast import (
    N_AGE,
    VARIANTS,
    Assumptions,
    Children,
    CountyYears,
    ForecastRules,
)
from schoolmap.model.grades import N_GRADE

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

_MICRO, _NANO = 10**6, 10**9
_STEP = 618_033_989
"""Nano parts of the golden section: its multiples fill the stretch from 0 to 1 evenly."""


@dataclass(frozen=True)
class Demand:
    """What a forecast starts from.

    Attributes
    ----------
    pupils
        Of year 0, shape (n_village, 9), int64.
    children
        Below school age.
    area
        Index into `AREAS` by village, -1 unknown, shape (n_village,), int64.
    spread
        First and last grade of runs whose pupils were given together and spread evenly.
    """

    pupils: IntArray
    children: Children
    area: IntArray
    spread: tuple[tuple[int, int], ...] = ()

    @property
    def last_grade(self) -> int:
        """The last grade that anybody is in: a study of primary schools alone ends with grade 6."""
        taken = np.flatnonzero(self.pupils.any(axis=0))
        return int(taken[-1]) + 1 if taken.size else N_GRADE

    @property
    def start(self) -> FloatArray:
        """What cohorts start from, shape (n_village, 9): the pupils, in a spread run their mean.

        Whole pupils that are spread leave more in the lower grades: in a county of small villages
        a wave of children that nobody counted.
        """
        start = self.pupils.astype(np.float64)
        for first, last in self.spread:
            run = slice(first - 1, last)
            start[:, run] = start[:, run].sum(axis=1, keepdims=True) / (last - first + 1)
        return start


def expected_pupils(demand: Demand, rules: ForecastRules, assumed: Assumptions) -> FloatArray:
    """Return the pupils to be expected by year, village and grade.

    Parameters
    ----------
    demand
        Year 0.
    rules, assumed
        Parameters, and those of the variant.

    Returns
    -------
    NDArray[np.float64]
        Shape (n_year + 1, n_village, 9); year 0 as given. Nobody is promoted beyond
        `Demand.last_grade`.
    """
    stay = _stay(demand.area, assumed)
    result = np.zeros((rules.years + 1, *demand.pupils.shape))
    result[0] = demand.start
    for year in range(1, rules.years + 1):
        result[year, :, 0] = _entrants(demand, rules, assumed, stay, year)
        for grade in range(1, demand.last_grade):
            promoted = result[year - 1, :, grade - 1] * rules.promotion_share[grade - 1]
            result[year, :, grade] = promoted * stay
    result[0] = demand.pupils
    return result


def rounding_points(demand: Demand) -> IntArray:
    """Return what is added to a village's expected pupils before they are cut to a whole number.

    Nano pupils, shape (n_village,). The points lie evenly between 0 and 1 over villages of about
    one size: of a hundred that each expect 8.9 pupils about ninety have 9. Rounded half up, all
    would have 9, and the county more than is expected of it.
    """
    size = demand.pupils.sum(axis=1) + np.cumsum(demand.children.count, axis=1)[:, -1]
    rank = np.argsort(np.argsort(size, kind="stable"), kind="stable").astype(np.int64)
    points: IntArray = rank * _STEP % _NANO
    return points


def whole_pupils(expected: FloatArray, points: IntArray) -> IntArray:
    """Return whole pupils of expected ones, by village and grade.

    A village has the whole number below what is expected of all its grades plus its rounding
    point; so a variant or year that expects more of a village never has fewer pupils in it. The
    grades share that number by largest remainder, a remainder counting for more where the villages
    before have had too few of the grade, and for less where too many; of equals the lower grade
    comes first. Whole numbers stay as they are.

    Parameters
    ----------
    expected
        Shape (n_village, 9).
    points
        As `rounding_points` gives them.
    """
    nano = np.floor(expected * _MICRO + 0.5).astype(np.int64) * (_NANO // _MICRO)
    whole, rest = np.divmod(nano, _NANO)
    more = (nano.sum(axis=1) + points) // _NANO - whole.sum(axis=1)
    for village, grade in _rounded_up(rest, more):
        whole[village, grade] += 1
    return whole


def _rounded_up(rest: IntArray, more: IntArray) -> Iterator[tuple[int, int]]:
    """Yield villages and grades whose remainders are rounded up, `more` of them in each village."""
    owed = [0] * rest.shape[1]
    rows = np.flatnonzero(rest.any(axis=1))
    for village, need, left in zip(
        rows.tolist(), more[rows].tolist(), rest[rows].tolist(), strict=True
    ):
        owed = [a + b for a, b in zip(owed, left, strict=True)]
        if need:
            fractions = sorted((-owed[g], g) for g, r in enumerate(left) if r)
            for _, grade in fractions[:need]:
                owed[grade] -= _NANO
                yield village, grade


def even_runs(pupils: IntArray, *, primary_last: int) -> tuple[tuple[int, int], ...]:
    """Return the runs of grades that look as if their pupils had been spread evenly.

    In every village the grades of a run differ by one at most, the lower ones having more.

    Parameters
    ----------
    pupils
        Shape (n_village, 9).
    primary_last
        Last grade of primary school.
    """

    def even(first: int, last: int) -> bool:
        steps = -np.diff(pupils[:, first - 1 : last], axis=1)
        within = (steps >= 0).all() and (steps.sum(axis=1) <= 1).all()
        return bool(within and pupils[:, first - 1 : last].any())

    if even(1, N_GRADE):
        return ((1, N_GRADE),)
    runs = ((1, primary_last), (primary_last + 1, N_GRADE))
    return tuple(run for run in runs if even(*run))


def county_years(pupils: IntArray, *, last_grade: int) -> CountyYears:
    """Return the pupils of the county and what they are made of.

    Parameters
    ----------
    pupils
        Shape (n_variant, n_year + 1, n_village, 9).
    last_grade
        That those leave who have finished school.
    """
    total = pupils.sum(axis=(2, 3))
    before, entered, graduated, left = (np.zeros_like(total) for _ in range(4))
    before[:, 1:] = total[:, :-1]
    entered[:, 1:] = pupils[:, 1:, :, 0].sum(axis=2)
    graduated[:, 1:] = pupils[:, :-1, :, last_grade - 1].sum(axis=2)
    gone = pupils[:, :-1, :, : last_grade - 1] - pupils[:, 1:, :, 1:last_grade]
    left[:, 1:] = gone.sum(axis=(2, 3))
    return CountyYears(total, before, entered, graduated, left)


def forecast_pupils(demand: Demand, rules: ForecastRules) -> tuple[FloatArray, IntArray]:
    """Return expected and whole pupils of every variant.

    Returns
    -------
    expected, pupils
        Shape (n_variant, n_year + 1, n_village, 9).
    """
    expected = np.stack([expected_pupils(demand, rules, rules.variants[v]) for v in VARIANTS])
    points = rounding_points(demand)
    whole = np.stack([[whole_pupils(year, points) for year in years] for years in expected])
    return expected, whole


def _stay(area: IntArray, assumed: Assumptions) -> FloatArray:
    """Return the share who live there a year later, shape (n_village,); 1 where area is unknown."""
    share = np.array([*assumed.migration_share, 0.0])  # index -1 is the last: unknown
    stay: FloatArray = 1.0 + share[area]
    return stay


def _entrants(
    demand: Demand, rules: ForecastRules, assumed: Assumptions, stay: FloatArray, year: int
) -> FloatArray:
    """Return who enters grade 1 in a year, shape (n_village,)."""
    children = demand.children
    age = rules.entry_age - year
    if 0 <= age < N_AGE and children.known[age]:
        known = _times(children.count[:, age], stay, year)
        return known * assumed.entry_share
    source = next(
        (a for a in range(max(age, 0), min(N_AGE, rules.entry_age)) if children.known[a]),
        rules.entry_age,
    )
    in_school = source == rules.entry_age  # no younger cohort is known: from grade 1 of this year
    cohort = demand.start[:, 0] if in_school else children.count[:, source]
    trend = np.array(1.0 + assumed.births_change_share)
    total = _times(_added(cohort), trend, source - age)
    spread = _shares(demand) * total
    entered = _times(spread, stay, rules.entry_age - source)
    return entered if in_school else entered * assumed.entry_share


def _shares(demand: Demand) -> FloatArray:
    """Return how villages share a cohort that no table gives, shape (n_village,).

    As they share the children below school age that are known; where none are, as they share
    grades 1 to 3. One year's births are too few in a village to go on with.
    """
    weight = np.cumsum(demand.children.count, axis=1)[:, -1]
    if not (weight > 0).any():
        weight = demand.pupils[:, :3].sum(axis=1).astype(np.float64)
    total = float(_added(weight))
    return weight / total if total > 0 else weight


def _added(values: FloatArray) -> FloatArray:
    """Return the sum in index order, shape ()."""
    return np.cumsum(values)[-1] if values.size else np.array(0.0)


def _times(values: FloatArray, factor: FloatArray, times: int) -> FloatArray:
    """Return values multiplied by a factor again and again."""
    for _ in range(times):
        values = values * factor
    return values
