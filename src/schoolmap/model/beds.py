"""What the missing beds of a county are made of, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass

from schoolmap.errors import Language
from schoolmap.model.evaluation import Evaluation
from schoolmap.units import show_number


@dataclass(frozen=True)
class BedGap:
    """The beds that are missing.

    Attributes
    ----------
    at_schools
        Of pupils who board at a school that has no bed for them: the sum over the schools.
    nowhere
        Of pupils who need to board and have no school in reach that boards.
    """

    at_schools: int
    nowhere: int

    @property
    def total(self) -> int:
        """Every bed that is missing."""
        return self.at_schools + self.nowhere


def bed_gap_of(evaluation: Evaluation) -> BedGap:
    """Return the two parts of a county's `bed_gap`."""
    at_schools = int(evaluation.schools.bed_gap.sum())
    total = int(evaluation.indicators["bed_gap"].value or 0)
    return BedGap(at_schools, total - at_schools)


def bed_gap_text(gap: BedGap, language: Language) -> str:
    """Return the sum that the missing beds are; empty where none is missing."""
    if not gap.total:
        return ""
    total, at, nowhere = (show_number(n) for n in (gap.total, gap.at_schools, gap.nowhere))
    if language == "zh":
        return f"床位缺口 {total} = 各校缺 {at} + 没有学校可去的 {nowhere}"
    return f"Bed gap {total} = {at} at schools + {nowhere} with no school to board at"


def bedless_text(gap: BedGap, language: Language) -> str:
    """Return how many of those who board have no bed; empty where all have one."""
    if not gap.at_schools:
        return ""
    n = show_number(gap.at_schools)
    return f"其中 {n} 人没有床位" if language == "zh" else f"{n} without a bed"
