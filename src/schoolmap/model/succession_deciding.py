"""What people decided about doubtful pairs, and what may then be carried over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from schoolmap.model.succession import CERTAIN, Decision, Evidence, How, Pair, Succession


def with_decisions(found: Succession, decisions: Mapping[str, Decision]) -> Succession:
    """Return the join with what people decided; what they left open stays to be decided.

    Parameters
    ----------
    found
        As joined.
    decisions
        By code of the old place.

    Raises
    ------
    KeyError
        If a decision names a code that the new table does not have.
    ValueError
        If a decision accepts a suggestion where there is none.
    """
    places = {place.code: j for j, place in enumerate(found.new)}
    pairs: list[Pair] = []
    for pair in found.pairs:
        if pair.old is None:
            continue
        decision = decisions.get(found.old[pair.old].code) if pair.to_decide else None
        pairs += [pair] if decision is None else _decided(pair, decision, places)
    heirs: Counter[int | None] = Counter(p.new for p in pairs if p.how in CERTAIN)
    pairs = [_merging(pair, heirs) for pair in pairs]
    used = {pair.new for pair in pairs}
    lone = [
        Pair(None, j, "new", (Evidence("no_old"),)) for j in range(len(found.new)) if j not in used
    ]
    return replace(found, pairs=(*pairs, *lone))


def _decided(pair: Pair, decision: Decision, places: Mapping[str, int]) -> list[Pair]:
    told = Evidence("decided")
    if decision.verdict == "no":
        return [Pair(pair.old, None, "gone", (Evidence("refused"),))]
    if decision.verdict == "yes":
        if pair.new is None:
            message = "there is no suggestion to accept"
            raise ValueError(message)
        return [Pair(pair.old, pair.new, "decided", (*pair.evidence, told))]
    targets = dict.fromkeys(places[code] for code in decision.codes)
    how: How = "decided" if len(targets) == 1 else "split"
    return [Pair(pair.old, j, how, (told,)) for j in targets]


def _merging(pair: Pair, heirs: Mapping[int | None, int]) -> Pair:
    """Call a decided pair a merger where another place became the same one."""
    merged = pair.how == "decided" and heirs[pair.new] > 1
    return replace(pair, how="merged") if merged else pair


@dataclass(frozen=True)
class Carried:
    """A column of the old table, carried to the new places.

    Attributes
    ----------
    values
        One for each new place; None where nothing certain leads to it, or a part is not known.
    moved, left
        Totals of a number column: what was carried, and what stays behind because its pair is
        not certain, its place is gone, or another part of the same new place is not known.
    """

    values: tuple[float | str | None, ...]
    moved: float = 0.0
    left: float = 0.0


def sources(found: Succession) -> list[list[int]]:
    """Return, for each new place, the old places that became it for certain, in table order."""
    lists: list[list[int]] = [[] for _ in found.new]
    for pair in found.pairs:
        if pair.old is not None and pair.new is not None and pair.how in CERTAIN:
            lists[pair.new].append(pair.old)
    return lists


def carry_numbers(found: Succession, values: Sequence[float | None]) -> Carried:
    """Carry a column of numbers; of places that were merged the sum, where all are known.

    Parameters
    ----------
    found
        The join.
    values
        One for each old place, None where unknown.
    """
    carried: list[float | str | None] = []
    moved = 0.0
    for heirs in sources(found):
        total = 0.0
        known = bool(heirs)
        for i in heirs:
            value = values[i]
            known = known and value is not None
            total += value or 0.0
        carried.append(total if known else None)
        moved += total if known else 0.0
    whole = 0.0
    for value in values:
        whole += value or 0.0
    return Carried(tuple(carried), moved, whole - moved)


def carry_texts(found: Succession, values: Sequence[str]) -> Carried:
    """Carry a column of texts, where exactly one old place became the new one."""
    return Carried(
        tuple((values[heirs[0]] or None) if len(heirs) == 1 else None for heirs in sources(found))
    )
