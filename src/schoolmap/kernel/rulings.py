"""What the judges of rules share: the case before them, and how a ruling is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from schoolmap.kernel.moves import Moves
from schoolmap.model.evaluation import SubjectType
from schoolmap.model.hearing import Hearing
from schoolmap.model.rules import Standard
from schoolmap.model.ruling import PackRule, RulePack, Ruling, Verdict

Value = float | int | None


@dataclass(frozen=True)
class Case:
    """A plan before the rules.

    Attributes
    ----------
    moves
        Today and the plan side by side.
    pack
        The rules and their figures.
    hearing
        What the bureau brings.
    """

    moves: Moves
    pack: RulePack
    hearing: Hearing

    def figure(self, rule: PackRule, part: str = "") -> Standard:
        """Return the figure that a rule is held against; `part` where it has several."""
        figures = self.pack.figures
        exact = f"{rule.figure}.{part}" if part else rule.figure
        return figures[exact] if exact in figures else figures[rule.figure]

    def number(self, rule: PackRule, part: str = "") -> float:
        """Return the figure as a number."""
        return self.figure(rule, part).number

    def in_bands(self, rule: PackRule) -> NDArray[np.bool_]:
        """Return which entries belong to the bands of a rule."""
        if not rule.bands:
            return np.ones(self.moves.pupils.size, dtype=bool)
        wanted = [b for b, band in enumerate(self.moves.seen.rules.bands) if band.id in rule.bands]
        chosen: NDArray[np.bool_] = np.isin(self.moves.band, wanted)
        return chosen

    def school(self, site: int) -> Subject:
        """Return a school as the subject of a ruling."""
        return ("school", self.moves.seen.sites.ids[site])


NOTHING_TO_JUDGE: tuple[str, ...] = (
    "nobody_moves",
    "no_more_riders",
    "no_more_boarders",
    "nobody_received",
    "nothing_asked",
    "no_closure",
    "no_point_closes",
    "no_junior_closes",
    "no_band_closes",
)
"""Details of a rule that is kept because the plan does nothing that it is about."""


class Facts(TypedDict, total=False):
    """What a ruling says besides: see `Ruling`."""

    value: Value
    limit: Value
    unit: str
    pupils: int
    detail: str


Subject = tuple[SubjectType, str]
COUNTY: Subject = ("county", "")


def ruling(
    rule: PackRule,
    subject: Subject,
    verdict: Verdict,
    *,
    new: bool = True,
    **facts: Unpack[Facts],
) -> Ruling:
    """Return a ruling; a breach that is not the plan's doing weighs as a note."""
    new = new or verdict == "kept"
    severity = rule.severity if new else "note"
    return Ruling(rule.id, *subject, verdict, severity, new=new, **facts)


def untouched(rule: PackRule, detail: str) -> Ruling:
    """Return the ruling on a plan that a rule has nothing to say of."""
    return ruling(rule, COUNTY, "kept", detail=detail)


def whole(value: float) -> float | int:
    """Return a count as a whole number where it is one: rolls after a plan may have fractions."""
    return int(value) if value == int(value) else value
