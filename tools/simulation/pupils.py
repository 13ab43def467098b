"""Pupils and children of every natural village: fewer each year, faster in the country."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tools.simulation.terrain import Floats, Ints

GRADES = 9
AGES = 6
TOWN, SEAT, RURAL = 0, 1, 2
FIRST_TO_NINTH = (1.02, 0.86, 0.58)
AGE_DECLINE = (0.965, 0.945, 0.915)
PUPILS_PER_PERSON = (0.128, 0.122, 0.108)


@dataclass(frozen=True)
class People:
    """Counts per natural village: pupils by grade, children by age, population."""

    grades: Ints
    ages: Ints
    population: Ints


def village_weights(
    kind: Ints, centre: Ints, township_grade: Ints, rng: np.random.Generator
) -> Floats:
    """Draw the relative size of each village.

    Parameters
    ----------
    kind
        TOWN, SEAT or RURAL of each village.
    centre
        1 where the village is the centre of its administrative village.
    township_grade
        0 for streets, 1 for towns (镇), 2 for country townships (乡).
    """
    base = np.select(
        [kind == TOWN, (kind == SEAT) & (township_grade == 1), kind == SEAT],
        [205.0, 112.0, 66.0],
        13.2,
    )
    spread = np.where(kind == RURAL, 0.62, 0.32)
    size = base * np.exp(spread * rng.standard_normal(len(kind)) - 0.5 * spread * spread)
    return np.asarray(size * np.where((kind == RURAL) & (centre == 1), 1.9, 1.0))


def draw_people(weight: Floats, kind: Ints, total: int, rng: np.random.Generator) -> People:
    """Draw pupils by grade (their total is exact), children aged 0 to 5 and the population."""
    pupils = rng.multinomial(total, weight / weight.sum())
    grades = np.zeros((len(weight), GRADES), dtype=np.int64)
    ages = np.zeros((len(weight), AGES), dtype=np.int64)
    for k in range(3):
        rows = np.nonzero(kind == k)[0]
        slope = np.linspace(FIRST_TO_NINTH[k], 1.0, GRADES)
        for row in rows.tolist():
            grades[row] = rng.multinomial(pupils[row], slope / slope.sum())
        first = pupils[rows] * slope[0] / slope.sum()
        for age in range(AGES):
            ages[rows, age] = rng.poisson(first * AGE_DECLINE[k] ** (AGES - age))
    share = np.array(PUPILS_PER_PERSON)[kind]
    heads = (
        (pupils + ages.sum(axis=1)) * 0.62 / share * np.exp(0.12 * rng.standard_normal(len(kind)))
    )
    population = np.maximum(np.round(heads), pupils + ages.sum(axis=1) + 6).astype(np.int64)
    return People(grades, ages, population + rng.integers(0, 9, len(kind)))
