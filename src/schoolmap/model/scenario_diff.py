"""How two scenarios differ: changes added, removed, moved, of other values; other rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from schoolmap.model.rules import Value
from schoolmap.model.scenario import Change, Close, Designate, Merge, Scenario


@dataclass(frozen=True)
class Placed:
    """A change and its number in its scenario, counted from 1."""

    number: int
    change: Change


@dataclass(frozen=True)
class Altered:
    """A change that is in both scenarios, with other values.

    Attributes
    ----------
    before, after
        The change in each.
    fields
        Names of what differs; ``op`` where one closes the school and the other merges it.
    """

    before: Placed
    after: Placed
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """A change that is in both scenarios, but at another place among those that they share."""

    before: Placed
    after: Placed


@dataclass(frozen=True)
class RuleChange:
    """A rule that the scenarios try with other figures; None where one does not try it."""

    rule: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True)
class ScenarioDiff:
    """How a second scenario differs from a first.

    Attributes
    ----------
    removed, added
        Only in the first; only in the second.
    altered
        In both, with other values.
    moved
        In both, in another order; one that is altered too is among the altered as well.
    rules
        In the order of their ids.
    names
        Both names, where they differ.
    models
        Fingerprints of the models that they were made on, where both are given and differ.
    shared
        How many changes are the same in both, whatever their place.
    """

    removed: tuple[Placed, ...]
    added: tuple[Placed, ...]
    altered: tuple[Altered, ...]
    moved: tuple[Moved, ...]
    rules: tuple[RuleChange, ...]
    names: tuple[str, str] | None
    models: tuple[str, str] | None
    shared: int

    @property
    def same(self) -> bool:
        """Whether both do the same to the same county: names aside."""
        parts = (self.removed, self.added, self.altered, self.moved, self.rules)
        return not any(parts) and self.models is None


def scenario_diff(first: Scenario, second: Scenario) -> ScenarioDiff:
    """Return how a scenario differs from another one.

    Changes are paired where they are equal, else where they set the same thing of the same school
    or village; each is paired once, in order. What is left over was removed or added. Of the pairs
    as few as possible are called moved.

    Parameters
    ----------
    first, second
        Two scenarios.
    """
    a = [Placed(i, c) for i, c in enumerate(first.changes, start=1)]
    b = [Placed(i, c) for i, c in enumerate(second.changes, start=1)]
    equal, rest_a, rest_b = _paired(a, b, lambda placed: placed.change)
    alike, removed, added = _paired(rest_a, rest_b, lambda placed: _key(placed.change))
    pairs = sorted((*equal, *alike), key=lambda pair: pair[0].number)
    both = first.model_sha256 and second.model_sha256
    models = (first.model_sha256, second.model_sha256)
    names = (first.name, second.name)
    return ScenarioDiff(
        removed=tuple(removed),
        added=tuple(added),
        altered=tuple(Altered(x, y, _fields(x.change, y.change)) for x, y in alike),
        moved=tuple(Moved(x, y) for x, y in _out_of_order(pairs)),
        rules=tuple(_rules(first.rules, second.rules)),
        names=names if names[0] != names[1] else None,
        models=models if both and models[0] != models[1] else None,
        shared=len(equal),
    )


Pairs = list[tuple[Placed, Placed]]


def _paired(
    a: Sequence[Placed], b: Sequence[Placed], key: Callable[[Placed], object]
) -> tuple[Pairs, list[Placed], list[Placed]]:
    """Return pairs of the same key, each used once in order, and what is left of both."""
    waiting: dict[object, list[Placed]] = {}
    for placed in b:
        waiting.setdefault(key(placed), []).append(placed)
    pairs: Pairs = []
    left: list[Placed] = []
    for placed in a:
        partners = waiting.get(key(placed))
        if partners:
            pairs.append((placed, partners.pop(0)))
        else:
            left.append(placed)
    used = {partner.number for _, partner in pairs}
    return pairs, left, [placed for placed in b if placed.number not in used]


def _key(change: Change) -> tuple[str, ...]:
    """Return what a change is about: two of the same key cannot both stand."""
    if isinstance(change, Close | Merge):
        return ("end", change.school)
    if isinstance(change, Designate):
        return (change.op, change.village, change.band)
    return (change.op, change.school)


def _fields(a: Change, b: Change) -> tuple[str, ...]:
    if type(a) is not type(b):
        return ("op",)
    return tuple(name for name, value in vars(a).items() if vars(b)[name] != value)


def _out_of_order(pairs: Pairs) -> Pairs:
    """Return the pairs outside the longest run that keeps its order in both."""
    tails: list[int] = []
    at: list[int] = []
    back = [-1] * len(pairs)
    for i, (_, partner) in enumerate(pairs):
        place = bisect_left(tails, partner.number)
        back[i] = at[place - 1] if place else -1
        if place == len(tails):
            tails.append(partner.number)
            at.append(i)
        else:
            tails[place], at[place] = partner.number, i
    kept = set()
    i = at[-1] if at else -1
    while i >= 0:
        kept.add(i)
        i = back[i]
    return [pair for i, pair in enumerate(pairs) if i not in kept]


def _rules(a: Mapping[str, Value], b: Mapping[str, Value]) -> list[RuleChange]:
    return [
        RuleChange(rule, a.get(rule), b.get(rule))
        for rule in sorted({*a, *b})
        if a.get(rule) != b.get(rule)
    ]
