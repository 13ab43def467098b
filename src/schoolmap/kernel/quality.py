"""教督〔2017〕6号 on one school: of seven indicators six are met, and the other is not far off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.resources import missing
from schoolmap.model.evaluation import MET, NOT_MET, NOT_TESTED, UNDEFINED, UNJUDGED
from schoolmap.model.grades import STAGES
from schoolmap.model.resources import INDICATOR_INDEX, indicators_of
from schoolmap.model.rules import Rules

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

SEVEN = tuple(indicator.name for indicator in indicators_of("2017"))
"""The indicators that count, in table order; a further ``threshold.<column>`` never does."""


@dataclass(frozen=True)
class Verdict:
    """How a school stands in one stage.

    Attributes
    ----------
    met, failed, unknown
        Indicators that reach their threshold, do not, and that nobody can tell.
    below_rest
        How many of the failed ones lie below the share that the rest must reach.
    verdict
        `MET`, `NOT_MET`, `UNJUDGED` or `NOT_TESTED`.
    """

    met: int
    failed: int
    unknown: int
    below_rest: int
    verdict: int


def verdict_2017(
    value: Sequence[float],
    shortfall: Sequence[float],
    thresholds: Sequence[float],
    *,
    least: float,
    rest_share: float,
) -> Verdict:
    """Return whether a school passes: at least `least` met, every other not below `rest_share`.

    Parameters
    ----------
    value, shortfall
        Per pupil, and what is missing, of each of the indicators that count; `UNDEFINED` where it
        is not known.
    thresholds
        Their thresholds, in the same order.
    least
        How many must be met.
    rest_share
        Share of its threshold that an indicator which is not met must reach.
    """
    pairs = list(zip(value, shortfall, thresholds, strict=True))
    if not pairs:
        return Verdict(0, 0, 0, 0, NOT_TESTED)
    unknown = sum(short == UNDEFINED for _, short, _ in pairs)
    short_of = [(have, asked) for have, short, asked in pairs if short > 0]
    below = sum(missing(rest_share * asked, have) > 0 for have, asked in short_of)
    met = len(pairs) - unknown - len(short_of)
    verdict = UNJUDGED
    if below or met + unknown < least:
        verdict = NOT_MET
    elif met >= least and (unknown == 0 or rest_share <= 0):
        verdict = MET
    return Verdict(met, len(short_of), unknown, below, verdict)


def quality_2017(
    value: FloatArray,
    shortfall: FloatArray,
    stage_roll: FloatArray,
    in_scope: BoolArray,
    rules: Rules,
) -> tuple[IntArray, IntArray, NDArray[np.int8]]:
    """Return the verdict on every school and stage.

    Parameters
    ----------
    value, shortfall
        Shape (n_site, n_indicator, 2).
    stage_roll
        Shape (n_site, 2).
    in_scope
        Schools that the method counts, shape (n_site,).
    rules
        Thresholds, and how many must be met.

    Returns
    -------
    met, unknown, verdict
        Shape (n_site, 2); counts are 0 where the verdict is `NOT_TESTED`.
    """
    met = np.zeros(stage_roll.shape, dtype=np.int64)
    unknown = met.copy()
    verdict = np.full(stage_roll.shape, NOT_TESTED, dtype=np.int8)
    for k, stage in enumerate(STAGES):
        asked = {name: rules.thresholds.get((name, stage)) for name in SEVEN}
        limits = {name: limit for name, limit in asked.items() if limit is not None}
        at = [INDICATOR_INDEX[name] for name in limits]
        for j in np.flatnonzero(in_scope & (stage_roll[:, k] > 0)):
            found = verdict_2017(
                value[j, at, k].tolist(),
                shortfall[j, at, k].tolist(),
                list(limits.values()),
                least=rules.min_indicators_met,
                rest_share=rules.rest_share,
            )
            met[j, k], unknown[j, k] = found.met, found.unknown
            verdict[j, k] = found.verdict
    return met, unknown, verdict
