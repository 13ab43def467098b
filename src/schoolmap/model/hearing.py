"""What the bureau brings besides the data: votes, publicity, hearing, approval, papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Paper:
    """What proves something: a file beside hearing.toml, or the number of a document.

    Attributes
    ----------
    file
        Path as written; empty where none is given.
    reference
        Number or title of a document that is kept elsewhere.
    by
        Who supplied it.
    """

    file: str = ""
    reference: str = ""
    by: str = ""

    def __bool__(self) -> bool:
        """Whether anything is named."""
        return bool(self.file or self.reference)

    @property
    def name(self) -> str:
        """File and document number, as they are shown."""
        return "；".join(part for part in (self.file, self.reference) if part)


@dataclass(frozen=True)
class Vote:
    """Votes on closing one school.

    Attributes
    ----------
    school
        School id; empty for a vote on the whole plan.
    body
        ``parents`` or ``delegates``.
    in_favour, against, abstained
        Counted.
    asked
        Who could vote; None where not given.
    """

    school: str
    body: str
    day: date
    in_favour: int
    against: int
    abstained: int = 0
    asked: int | None = None
    paper: Paper = Paper()

    @property
    def counted(self) -> int:
        """Votes that were cast, abstentions included."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True)
class Publicity:
    """公示: from the first day to the last, both included."""

    start: date
    end: date
    where: str = ""
    paper: Paper = Paper()

    @property
    def days(self) -> int:
        """Days of publicity, first and last included."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Session:
    """听证会: the day, the day on which it was announced, the minutes."""

    day: date
    announced: date | None = None
    where: str = ""
    paper: Paper = Paper()

    @property
    def notice_days(self) -> int | None:
        """Days from the announcement to the session."""
        return None if self.announced is None else (self.day - self.announced).days


@dataclass(frozen=True)
class Approval:
    """报批: when it was submitted, when and by whom it was approved."""

    submitted: date | None = None
    approved: date | None = None
    authority: str = ""
    paper: Paper = Paper()


@dataclass(frozen=True)
class Built:
    """Something that stands: accepted on `day`, so many of it.

    Attributes
    ----------
    what
        ``seats``, ``beds``, ``bus_seats``, ``canteen_seats`` or ``school``.
    count
        How many there are now in all; 0 for a school.
    """

    school: str
    what: str
    count: int
    day: date
    paper: Paper = Paper()


BUILT: tuple[str, ...] = ("seats", "beds", "bus_seats", "canteen_seats", "school")


@dataclass(frozen=True)
class Evidence:
    """A paper that a rule of kind ``evidence`` asks for."""

    name: str
    paper: Paper
    day: date | None = None


@dataclass(frozen=True)
class Hearing:
    """What hearing.toml holds, for one plan.

    Attributes
    ----------
    plan
        File name (without ending) or name of the scenario; empty where there is only one.
    supplied_by
        Who filled it in.
    file
        Name of the file that it was read from, for messages.
    """

    plan: str = ""
    supplied_by: str = ""
    publicity: Publicity | None = None
    session: Session | None = None
    approval: Approval | None = None
    votes: tuple[Vote, ...] = ()
    built: tuple[Built, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    file: str = field(default="", compare=False)

    def paper(self, name: str) -> Evidence | None:
        """Return the evidence of a name; None where there is none, or no paper is named."""
        return next((e for e in self.evidence if e.name == name and e.paper), None)

    def has_built(self, school: str, what: str) -> Built | None:
        """Return the latest acceptance of something at a school that a paper proves."""
        found = [b for b in self.built if (b.school, b.what) == (school, what) and b.paper]
        return max(found, key=lambda b: b.day, default=None)
