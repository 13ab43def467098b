"""How the villages of one year's table become those of another's: by code, then by name.

Codes change when townships are merged, split or renamed, and when a village becomes a community;
names change too. What code or name prove is joined; what they only suggest is listed for a person
to decide; what nothing speaks for stays alone. Nothing is merged without evidence.

Every old place stands in exactly one pair, or after a decision that splits it in one for each part;
every new place in exactly one, besides the pairs that merge another into it or guess so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

How = Literal[
    "code",
    "code_renamed",
    "name_in_township",
    "name_in_successor",
    "doubtful",
    "merged_guess",
    "decided",
    "merged",
    "split",
    "gone",
    "new",
]
HOWS: tuple[How, ...] = (
    "code", "code_renamed", "name_in_township", "name_in_successor", "decided", "merged", "split",
    "doubtful", "merged_guess", "gone", "new",
)  # fmt: skip
CERTAIN: frozenset[How] = frozenset(
    {"code", "code_renamed", "name_in_township", "name_in_successor", "decided", "merged"}
)
"""Pairs whose figures may be carried over."""

LinkHow = Literal["code", "name", "villages"]


@dataclass(frozen=True)
class Place:
    """A village or community in a table.

    Attributes
    ----------
    code, name
        As in the table.
    township
        Code of its township; its name where there are no codes.
    township_name
        Its name; empty where the table has none.
    row
        Row in the file, as a spreadsheet counts.
    lon, lat
        WGS-84 degrees; None where not given.
    """

    code: str
    name: str
    township: str
    township_name: str
    row: int
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class Evidence:
    """Something that speaks for a pair or against it: a code and what fills its words."""

    code: str
    words: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Link:
    """A new township that an old one became, wholly or in part.

    Attributes
    ----------
    old, new
        `Place.township` of either year.
    how
        ``code``: same code; ``name``: same name; ``villages``: many of its villages' names are
        there.
    shared, total
        How many names of the old township's villages are found in the new one, of how many.
    """

    old: str
    new: str
    how: LinkHow
    shared: int
    total: int


@dataclass(frozen=True)
class Pair:
    """An old place and the new one that it is, or may be.

    Attributes
    ----------
    old, new
        Indices of the tables; None where there is no counterpart.
    how
        What joins them.
    evidence
        In the order in which it was found.
    others
        New places that come into question besides.
    to_decide
        Whether a person has to say.
    """

    old: int | None
    new: int | None
    how: How
    evidence: tuple[Evidence, ...] = ()
    others: tuple[int, ...] = ()
    to_decide: bool = False


@dataclass(frozen=True)
class Decision:
    """What a person decided about an old place.

    Attributes
    ----------
    verdict
        ``yes``: it is the place suggested; ``no``: it is not, nor another; ``codes``: it became
        the places named.
    codes
        Of the new places, for ``codes``.
    """

    verdict: Literal["yes", "no", "codes"]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Succession:
    """Two tables joined.

    Attributes
    ----------
    old, new
        The places of either year.
    links
        Which township became which.
    pairs
        By old place in the order of its table, then new places that nothing became.
    """

    old: tuple[Place, ...]
    new: tuple[Place, ...]
    links: tuple[Link, ...]
    pairs: tuple[Pair, ...]

    def counts(self) -> dict[How, int]:
        """Return how many pairs there are of each kind, in the order of `HOWS`."""
        return {how: sum(pair.how == how for pair in self.pairs) for how in HOWS}

    @property
    def to_decide(self) -> tuple[Pair, ...]:
        """The pairs that a person has to decide."""
        return tuple(pair for pair in self.pairs if pair.to_decide)


def county_of(township: str) -> str:
    """Return the code of a township's county; empty where the township is told by its name."""
    return township[:6] if township.isdigit() and len(township) == 9 else ""


def township_of(code: str, given: str, name: str) -> str:
    """Return what a place's township is told by: its code (given or the place's), else its name.

    A township's code has 9 digits, also where it is written with 000 after it; a village's code
    begins with it.
    """
    if given.isdigit() and len(given) == 12 and given.endswith("000"):
        return given[:9]
    if given:
        return given
    if code.isdigit() and len(code) >= 12:
        return code[:9]
    return name
