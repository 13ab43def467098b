"""Changes that cannot be applied: to a school that is not there, or against an earlier change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schoolmap.errors import UsageError
from schoolmap.model.added import AddedSite
from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.grades import N_GRADE, parse_span
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import (
    Change,
    Close,
    Designate,
    Merge,
    Open,
    Scenario,
    SetBeds,
    SetBus,
    SetGrades,
    SetSeats,
    may_be_tried,
)

CODES: tuple[str, ...] = (
    "unknown_school",
    "unknown_village",
    "unknown_band",
    "already_closed",
    "already_open",
    "into_itself",
    "into_closed",
    "not_open",
    "listed_has_place",
    "new_needs_place",
    "new_needs_grades",
    "no_journeys",
    "bad_grades",
    "negative",
)
"""What a conflict may be, told to people by the rooms that talk to them."""


@dataclass(frozen=True)
class Conflict:
    """A change that cannot be applied.

    Attributes
    ----------
    index
        Number of the change, from 0.
    code
        One of `CODES`.
    subject
        Id (or text) that the conflict is about.
    earlier
        Number of the change that is in the way, -1 where it is the county itself.
    """

    index: int
    code: str
    subject: str
    earlier: int = -1


@dataclass
class _Count:
    """What is open while the changes are gone through, and which change made it so."""

    is_open: dict[str, bool]
    villages: frozenset[str]
    bands: frozenset[str]
    listed: frozenset[str]
    added: frozenset[str] | None
    since: dict[str, int] = field(default_factory=dict)

    def set_open(self, school: str, *, is_open: bool, index: int) -> None:
        self.is_open[school] = is_open
        self.since[school] = index


Found = Iterator[tuple[str, str, int]]
"""Code, subject, earlier change."""


def conflicts(
    model: LayoutModel, scenario: Scenario, added: Sequence[AddedSite] | None = None
) -> tuple[Conflict, ...]:
    """Return every change that cannot be applied, in order; a change in conflict is passed over.

    Parameters
    ----------
    model
        The county, without added schools.
    scenario
        Its changes.
    added
        The schools for which journeys are known; None: not looked at.
    """
    sites = model.sites
    count = _Count(
        is_open=dict(zip(sites.ids, (sites.status == STATUS_OPEN).tolist(), strict=True)),
        villages=frozenset(model.villages.ids),
        bands=frozenset(b.id for b in model.rules.bands),
        listed=frozenset(sites.ids),
        added=None if added is None else frozenset(a.id for a in added),
    )
    found: list[Conflict] = []
    for index, change in enumerate(scenario.changes):
        mine = [Conflict(index, *what) for what in _check(count, change)]
        found += mine
        if not mine:
            _note(count, change, index)
    return tuple(found)


def refuse_conflicts(
    model: LayoutModel, scenario: Scenario, added: Sequence[AddedSite] = ()
) -> None:
    """Raise where a change cannot be applied.

    Raises
    ------
    UsageError
        Naming every conflict by number, code and subject; `schoolmap.pipeline.assess` says them in
        words.
    """
    found = conflicts(model, scenario, added)
    if found:
        told = "; ".join(f"{c.index + 1}: {c.code} {c.subject}" for c in found)
        zh = f"方案“{scenario.name}”中有不能执行的变动：{told}。"
        en = f"Changes of {scenario.name!r} cannot be applied: {told}."
        raise UsageError(zh, en)


def refuse_rules(scenario: Scenario) -> None:
    """Raise where a scenario tries a rule that is built into the model.

    Raises
    ------
    UsageError
        Naming the rules.
    """
    built_in = [rule for rule in scenario.rules if not may_be_tried(rule)]
    if built_in:
        names = ", ".join(built_in)
        zh = f"方案不能试改这些标准：{names}。它们已进入模型，请在 study.toml 的 [rules] 中修改。"
        en = f"A scenario cannot try {names}: they are part of the model. Set them in study.toml."
        raise UsageError(zh, en)


def _note(count: _Count, change: Change, index: int) -> None:
    if isinstance(change, Close | Merge):
        count.set_open(change.school, is_open=False, index=index)
    elif isinstance(change, Open):
        count.set_open(change.school, is_open=True, index=index)


def _check(count: _Count, change: Change) -> Found:
    match change:
        case Close():
            return _close(count, change)
        case Merge():
            return _merge(count, change)
        case Open():
            return _open(count, change)
        case Designate():
            return _designate(count, change)
        case _:
            return _set(count, change)


def _closed(count: _Count, school: str, code: str) -> Found:
    if not count.is_open[school]:
        yield code, school, count.since.get(school, -1)


def _close(count: _Count, change: Close) -> Found:
    if change.school not in count.is_open:
        yield "unknown_school", change.school, -1
        return
    yield from _closed(count, change.school, "already_closed")


def _merge(count: _Count, change: Merge) -> Found:
    known = [school in count.is_open for school in (change.school, change.into)]
    for school, there in zip((change.school, change.into), known, strict=True):
        if not there:
            yield "unknown_school", school, -1
    if change.school == change.into:
        yield "into_itself", change.school, -1
        return
    if known[0]:
        yield from _closed(count, change.school, "already_closed")
    if known[1]:
        yield from _closed(count, change.into, "into_closed")


def _open(count: _Count, change: Open) -> Found:
    there = count.is_open.get(change.school)
    if there:
        yield "already_open", change.school, count.since.get(change.school, -1)
    placed = change.lon is not None or change.lat is not None or change.at is not None
    if there is None:
        if change.lon is None or change.lat is None:
            yield "new_needs_place", change.school, -1
        elif count.added is not None and change.school not in count.added:
            yield "no_journeys", change.school, -1
        if not change.grades:
            yield "new_needs_grades", change.school, -1
    elif placed:
        yield "listed_has_place", change.school, -1
    if change.grades:
        yield from _grades(change.grades)
    for amount in (change.seats, change.beds):
        yield from _amount(amount)


def _set(count: _Count, change: SetGrades | SetSeats | SetBeds | SetBus) -> Found:
    # a school that is closed may be set up before it opens
    if change.school not in count.is_open:
        yield "unknown_school", change.school, -1
    if isinstance(change, SetGrades):
        yield from _grades(change.grades)
    elif isinstance(change, SetSeats):
        yield from _amount(change.seats)
    elif isinstance(change, SetBeds):
        yield from _amount(change.beds)


def _designate(count: _Count, change: Designate) -> Found:
    if change.village not in count.villages:
        yield "unknown_village", change.village, -1
    if change.band not in count.bands:
        yield "unknown_band", change.band, -1
    if change.school not in count.is_open:
        yield "unknown_school", change.school, -1
    else:
        yield from _closed(count, change.school, "not_open")


def _grades(grades: str) -> Found:
    try:
        last = parse_span(grades)[1]
    except ValueError:
        last = N_GRADE + 1
    if last > N_GRADE:
        yield "bad_grades", grades, -1


def _amount(amount: int | None) -> Found:
    if amount is not None and amount < 0:
        yield "negative", str(amount), -1
