"""What a merger dossier says: plain figures and names, no layout.

Every part is optional where the data may be missing; a part that is None is said to be missing in
one line of the document, with what must be supplied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schoolmap.errors import Language
from schoolmap.model.affected import SchoolStanding
from schoolmap.model.evaluation import FindingSeverity
from schoolmap.model.rules import Standard
from schoolmap.model.ruling import Bar, PlanStanding, StepState, Verdict

Kind = Literal["closed", "reduced", "receiving", "opened", "changed"]


@dataclass(frozen=True)
class Head:
    """What the dossier is about.

    Attributes
    ----------
    county, plan, year
        Names; the year may be empty.
    sha256, kernel_version
        Of the model and the kernel that made every figure.
    simulated, estimated
        The data are invented; the journeys are straight lines times a detour factor.
    slope
        Whether and how walking times count slope, a paragraph; empty where journeys are estimated.
    changes, other_changes
        Each change of the plan as a phrase, and those that close no school.
    tried
        Rules that the plan tries, as a phrase each.
    """

    county: str
    plan: str
    year: str
    language: Language
    sha256: str
    kernel_version: str
    simulated: bool = False
    estimated: bool = False
    slope: str = ""
    changes: tuple[str, ...] = ()
    other_changes: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """How pupils reach their school, as they travel: on foot, or along the ride.

    Attributes
    ----------
    school_id, school
        Empty where no school can be named.
    mode, reason
        Words of `MODES` and `REASONS`.
    length_m, seconds
        One way; None where there is no journey.
    """

    school_id: str
    school: str
    mode: str
    reason: str = ""
    length_m: int | None = None
    seconds: int | None = None


@dataclass(frozen=True)
class Movement:
    """Pupils of a village and run of grades whose school, way of travel or reason changes.

    Attributes
    ----------
    by_grade
        Pupils of grades 1 to 9; those outside the run are 0.
    """

    village_id: str
    village: str
    admin_village: str
    township: str
    band: str
    grades: str
    by_grade: tuple[int, ...]
    before: Way
    after: Way

    @property
    def pupils(self) -> int:
        """All pupils of the row."""
        return sum(self.by_grade)

    @property
    def added_m(self) -> int | None:
        """Metres that the journey gets longer; below zero, shorter."""
        return _less(self.after.length_m, self.before.length_m)

    @property
    def added_s(self) -> int | None:
        """Seconds that the journey takes longer; below zero, less."""
        return _less(self.after.seconds, self.before.seconds)


def _less(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a - b


@dataclass(frozen=True)
class SchoolChange:
    """A school that changes in any figure.

    Attributes
    ----------
    before, after
        `before` None for a school that the plan adds.
    arriving, leaving
        Pupils of the villages who come from elsewhere, or go elsewhere, by the journeys.
    class_limit
        Pupils a class that it is held to; None where it has no pupils.
    into
        Names of the schools that its pupils go to, most pupils first; for a closed one.
    """

    school_id: str
    name: str
    township: str
    kind: Kind
    before: SchoolStanding | None
    after: SchoolStanding
    arriving: int = 0
    leaving: int = 0
    class_limit: float | None = None
    into: tuple[str, ...] = ()

    @property
    def roll_before(self) -> float:
        """Pupils today; 0 where it is not open."""
        return self.before.roll if self.before is not None and self.before.open else 0.0

    @property
    def over_seats(self) -> float:
        """Pupils beyond the seats under the plan; 0 where seats are unknown."""
        return self.after.over_seats or 0.0

    @property
    def is_crowded(self) -> bool:
        """Whether classes, as they are today, would be larger than they may."""
        size, limit = self.after.class_size, self.class_limit
        return size is not None and limit is not None and size > limit


@dataclass(frozen=True)
class Note:
    """A finding as it reads; `standing` says whether the plan brings it or does away with it."""

    rule: str
    name: str
    subject: str
    severity: FindingSeverity
    standing: Literal["new", "solved", "closed"]
    text: str
    clause: str
    status: str


@dataclass(frozen=True)
class Held:
    """A figure of the county before and after, with its ceiling where there is one."""

    figure: str
    unit: str
    before: float | None
    after: float | None
    limit: float | None = None


@dataclass(frozen=True)
class Ruling:
    """A rule held against the plan.

    Attributes
    ----------
    bar
        What it is about, as `schoolmap.model.ruling.BARS`; rules of one bar follow each other.
    name
        What it demands, as a sentence.
    verdict
        The worst of what it says of any village or school.
    found
        Who it is about, and what was found against what is asked.
    """

    bar: Bar
    name: str
    verdict: Verdict
    severity: FindingSeverity
    found: str
    clause: str
    status: str


@dataclass(frozen=True)
class Step:
    """A step of the procedure: what it asks, how it stands, what shows it.

    Attributes
    ----------
    phase
        制定, 论证, 公示 and so on, as people call it.
    """

    phase: str
    words: str
    standing: StepState
    evidence: str = ""


@dataclass(frozen=True)
class SchoolYears:
    """Rolls of a school through the years, by variant (low, middle, high).

    Attributes
    ----------
    today, plan
        Shape (n_variant, n_year + 1) as nested tuples; `today` None for a school that the plan
        opens, `plan` None for one that it closes.
    small, tiny, over
        First year, as a word of `Years.years`, in the middle variant under the plan (for a closed
        school: under today's layout); empty where never.
    """

    school_id: str
    name: str
    kind: Kind
    seats: int | None
    today: tuple[tuple[int, ...], ...] | None
    plan: tuple[tuple[int, ...], ...] | None
    small: str = ""
    tiny: str = ""
    over: str = ""


@dataclass(frozen=True)
class Years:
    """The years ahead.

    Attributes
    ----------
    years
        School years, the study's own first.
    county
        Pupils of the county, shape (n_variant, n_year + 1).
    holds
        Whether the plan brings no violation that today's layout has not in the same year, same
        shape.
    breaches
        Year and what breaks, as a sentence, in the middle variant.
    assumed
        What the forecast takes for granted, a sentence each.
    """

    years: tuple[str, ...]
    county: tuple[tuple[int, ...], ...]
    holds: tuple[tuple[bool, ...], ...]
    schools: tuple[SchoolYears, ...]
    breaches: tuple[tuple[str, str], ...] = ()
    assumed: tuple[str, ...] = ()
    small_limit: float | None = None
    tiny_limit: float | None = None


@dataclass(frozen=True)
class CostLine:
    """One line of the cost: the plan less today, in whole yuan, as a range."""

    name: str
    quantity: float | None
    unit: str
    low: float | None
    middle: float | None
    high: float | None
    once: bool
    formula: str
    status: str


@dataclass(frozen=True)
class Costs:
    """What the plan costs more or less than today.

    Attributes
    ----------
    left_rolls
        Pupils who are on no roll any more: what is not spent on them is no saving.
    """

    lines: tuple[CostLine, ...]
    assumed: tuple[str, ...] = ()
    left_rolls: float = 0.0


@dataclass(frozen=True)
class Occasions:
    """When and where people can read the plan and speak on it; empty where nobody has said it."""

    publicity: str = ""
    hearing: str = ""


@dataclass(frozen=True)
class Ways:
    """Ways that a pupil makes in a week: who goes home every day, and who boards."""

    daily: int
    weekly: int


@dataclass(frozen=True)
class Dossier:
    """Everything that the dossier of one plan says.

    Attributes
    ----------
    movements
        Of pupils who have a school on one side at least; by the school that they leave, closed ones
        first, then village and grade.
    left_out
        Of pupils who have none on either side.
    schools
        Closed ones first, then receiving, opened and otherwise changed ones.
    notes
        Findings that the plan brings, then those that it does away with.
    figures
        The county's figures that changed.
    standards
        Rows in force, by id.
    standing
        How the plan stands to the rules as a whole; None where nobody has held it against them.
    ways, rulings, steps, years, costs, occasions
        None where nothing has been supplied.
    unknown
        What the data cannot tell, a sentence each.
    """

    head: Head
    movements: tuple[Movement, ...]
    left_out: tuple[Movement, ...]
    schools: tuple[SchoolChange, ...]
    notes: tuple[Note, ...]
    figures: tuple[Held, ...]
    standards: Mapping[str, Standard]
    ways: Ways | None = None
    standing: PlanStanding | None = None
    rulings: tuple[Ruling, ...] | None = None
    steps: tuple[Step, ...] | None = None
    years: Years | None = None
    costs: Costs | None = None
    occasions: Occasions | None = None
    unknown: tuple[str, ...] = ()

    def of_kind(self, *kinds: Kind) -> tuple[SchoolChange, ...]:
        """Return the schools of these kinds, in order."""
        return tuple(s for s in self.schools if s.kind in kinds)
