"""Joining the places of two years: the steps, from what proves to what only suggests."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from schoolmap.model.place_names import Likeness, PlaceName, likeness, place_name
from schoolmap.model.succession import Evidence, How, Link, Pair, Place, Succession, county_of
from schoolmap.model.succession_townships import township_links

FAR_KM = 10.0
"""Two places of one name farther apart than this may be two places: a person looks."""
NEAR_KM = 3.0
"""A village that is gone may have joined one of its township this near; it is only suggested."""
_KM_PER_DEGREE = 111.2
_MOST_OTHERS = 5

_RANK: dict[str, int] = {
    "same_name_other_kind": 0, "same_name_twice": 1, "far_apart": 2, "same_code": 3, "sound": 4,
    "order": 5, "longer": 6, "one_character": 7, "name_elsewhere": 8, "near": 9,
}  # fmt: skip
"""Suggestions, the stronger first."""


@dataclass(frozen=True)
class _Hint:
    """Why an old and a new place may be one."""

    old: int
    new: int
    rank: int
    evidence: tuple[Evidence, ...]


@dataclass
class _Work:
    """The join under way: what is paired, and what is left of either side."""

    old: Sequence[Place]
    new: Sequence[Place]
    links: tuple[Link, ...]
    old_names: list[PlaceName]
    new_names: list[PlaceName]
    links_from: dict[str, list[Link]]
    link_of: dict[tuple[str, str], Link]
    new_by_township: dict[str, list[int]]
    old_titles: dict[str, str]
    new_titles: dict[str, str]
    pairs: dict[int, Pair] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    hints: list[_Hint] = field(default_factory=list)

    def left_old(self) -> list[int]:
        return [i for i in range(len(self.old)) if i not in self.pairs]

    def left_new(self) -> list[int]:
        return [j for j in range(len(self.new)) if j not in self.taken]

    def link(self, i: int, j: int) -> Link | None:
        """Return the link that leads from an old place's township to a new one's."""
        return self.link_of.get((self.old[i].township, self.new[j].township))

    def links_of(self, i: int) -> list[Link]:
        """Return the links that lead from an old place's township."""
        return self.links_from.get(self.old[i].township, [])

    def heirs(self, i: int) -> Iterator[int]:
        """Yield the new places of the townships that an old place's own became."""
        for link in self.links_of(i):
            yield from self.new_by_township[link.new]

    def join(self, i: int, j: int, how: How, *evidence: Evidence) -> None:
        self.pairs[i] = Pair(i, j, how, evidence)
        self.taken.add(j)

    def hint(self, i: int, j: int, reason: str, *evidence: Evidence) -> None:
        self.hints.append(_Hint(i, j, _RANK[reason], evidence or (Evidence(reason),)))


def join_places(old: Sequence[Place], new: Sequence[Place]) -> Succession:
    """Join two tables of places, whose codes are their own within each table.

    The steps, each with what the ones before left over: one code and one name; one name in the
    township or in what it became; one code and names alike; then, for a person to decide, what only
    suggests: names alike, a name elsewhere in the county, one code with unlike names, a neighbour
    that may have taken it in.

    Parameters
    ----------
    old, new
        The places of either year.
    """
    work = _begin(tuple(old), tuple(new))
    _join_by_code(work)
    _join_by_name(work)
    _join_renamed(work)
    _hint_alike(work)
    _hint_elsewhere(work)
    _settle_hints(work)
    _guess_merges(work)
    free = work.left_new()
    for i in work.left_old():
        # what no old place became may be what it was merged into
        others = tuple(j for j in work.heirs(i) if j not in work.taken)[:_MOST_OTHERS]
        evidence = tuple(_gone_evidence(work, i))
        work.pairs[i] = Pair(i, None, "gone", evidence, others, to_decide=True)
    lone = [Pair(None, j, "new", (Evidence("no_old"),)) for j in free]
    pairs = [work.pairs[i] for i in range(len(old))]
    return Succession(tuple(old), tuple(new), work.links, (*pairs, *lone))


def _begin(old: tuple[Place, ...], new: tuple[Place, ...]) -> _Work:
    links = township_links(old, new)
    links_from: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        links_from[link.old].append(link)
    by_township: dict[str, list[int]] = defaultdict(list)
    for j, place in enumerate(new):
        by_township[place.township].append(j)
    return _Work(
        old,
        new,
        links,
        [place_name(place.name) for place in old],
        [place_name(place.name) for place in new],
        links_from=links_from,
        link_of={(link.old, link.new): link for link in links},
        new_by_township=by_township,
        old_titles={place.township: _title(place) for place in old},
        new_titles={place.township: _title(place) for place in new},
    )


def distance_km(first: Place, second: Place) -> float | None:
    """Return the distance of two places, None where one has no coordinates."""
    if first.lon is None or first.lat is None or second.lon is None or second.lat is None:
        return None
    east = (first.lon - second.lon) * math.cos(math.radians((first.lat + second.lat) / 2))
    return math.hypot(east, first.lat - second.lat) * _KM_PER_DEGREE


def _join_by_code(work: _Work) -> None:
    """Join where code and name are the same."""
    by_code = {place.code: j for j, place in enumerate(work.new)}
    for i, place in enumerate(work.old):
        j = by_code.get(place.code)
        if j is None or work.old_names[i].key != work.new_names[j].key:
            continue
        told = [] if place.name == work.new[j].name else [Evidence("written_differently")]
        work.join(i, j, "code", Evidence("same_code_and_name"), *told)


def _join_by_name(work: _Work) -> None:
    """Join one name, once in either year, in the township or in what it became."""
    where = _by_key(work.new_names, work.left_new())
    old_keys = _by_key(work.old_names, work.left_old())
    for i in work.left_old():
        name = work.old_names[i]
        within = [(j, link) for j in where[name.key] if (link := work.link(i, j))]
        if not within:
            continue
        rivals = [h for h in old_keys[name.key] if any(work.link(h, j) for j, _ in within)]
        alike = [(j, link) for j, link in within if name.agrees(work.new_names[j])]
        kin = [h for h in rivals if name.agrees(work.old_names[h])]
        if len(alike) == 1 and len(kin) == 1:
            _join_or_doubt(work, i, *alike[0])
        elif alike:
            for j, _ in alike:
                count = Evidence("same_name_twice", {"old": len(kin), "new": len(alike)})
                work.hint(i, j, "same_name_twice", count)
        else:
            for j, _ in within:
                work.hint(i, j, "same_name_other_kind")


def _join_or_doubt(work: _Work, i: int, j: int, link: Link) -> None:
    how: How = "name_in_township" if link.how == "code" else "name_in_successor"
    evidence = [Evidence("same_name"), *_link_evidence(work, link)]
    km = distance_km(work.old[i], work.new[j])
    if km is not None:
        evidence.append(Evidence("apart", {"km": _shown(km)}))
    if km is not None and km > FAR_KM:
        work.hint(i, j, "far_apart", *evidence)
    else:
        work.join(i, j, how, *evidence)


def _join_renamed(work: _Work) -> None:
    """Join one code where the names are alike; one code with unlike names is only suggested."""
    hinted = {(hint.old, hint.new) for hint in work.hints}
    by_code = {work.new[j].code: j for j in work.left_new()}
    for i in work.left_old():
        j = by_code.get(work.old[i].code)
        if j is None or j in work.taken or (i, j) in hinted:
            continue
        like = likeness(work.old_names[i].key, work.new_names[j].key, short=True)
        if like is None:
            work.hint(i, j, "same_code", Evidence("same_code"), Evidence("names_unlike"))
        else:
            work.join(i, j, "code_renamed", Evidence("same_code"), *_like(like))


def _hint_alike(work: _Work) -> None:
    """Suggest what is left in the township, or in what it became, under a name alike."""
    hinted = {(hint.old, hint.new) for hint in work.hints}
    for i in work.left_old():
        for j in work.heirs(i):
            if j in work.taken or (i, j) in hinted:
                continue
            like = likeness(work.old_names[i].key, work.new_names[j].key)
            link = work.link(i, j)
            if like is None or like == "same" or link is None:
                continue
            told = [*_like(like), *_link_evidence(work, link)]
            km = distance_km(work.old[i], work.new[j])
            if km is not None:
                told.append(Evidence("apart", {"km": _shown(km)}))
            work.hint(i, j, like, *told)


def _hint_elsewhere(work: _Work) -> None:
    """Suggest the one place of the county that bears the name, in a township that is no heir."""
    where = _by_key(work.new_names, work.left_new())
    from_ = _by_key(work.old_names, work.left_old())
    counties = {county_of(place.township) for place in work.new}
    for i in work.left_old():
        key, county = work.old_names[i].key, county_of(work.old[i].township)
        kin = [h for h in from_[key] if county_of(work.old[h].township) == county]
        there = [
            j
            for j in where[key]
            if county not in counties or county_of(work.new[j].township) == county
        ]
        if len(there) == 1 and len(kin) == 1 and not work.link(i, there[0]):
            j = there[0]
            town = Evidence("name_elsewhere", {"township": _title(work.new[j])})
            work.hint(i, j, "name_elsewhere", town)


def _settle_hints(work: _Work) -> None:
    """Make of the suggestions one for each old place and each new, the strongest first."""
    hints = [h for h in work.hints if h.old not in work.pairs and h.new not in work.taken]
    by_old: dict[int, list[_Hint]] = defaultdict(list)
    for hint in hints:
        by_old[hint.old].append(hint)
    chosen: dict[int, _Hint] = {}
    for hint in sorted(hints, key=lambda h: (h.rank, h.old, h.new)):
        if hint.old not in chosen and hint.new not in work.taken:
            chosen[hint.old] = hint
            work.taken.add(hint.new)
    for i, hint in chosen.items():
        others = tuple(dict.fromkeys(h.new for h in by_old[i] if h.new != hint.new))
        work.pairs[i] = Pair(
            i, hint.new, "doubtful", _with_split(work, hint, others), others, to_decide=True
        )


def _with_split(work: _Work, hint: _Hint, others: Sequence[int]) -> tuple[Evidence, ...]:
    """Return a suggestion's evidence, and that the old place may be several now.

    So it may be where others of its township that nothing else became are alike too.
    """
    free = [j for j in others if j not in work.taken and work.link(hint.old, j)]
    if not free:
        return hint.evidence
    codes = ", ".join(work.new[j].code for j in free)
    return (*hint.evidence, Evidence("perhaps_split", {"codes": codes}))


def _guess_merges(work: _Work) -> None:
    """Suggest for what is left a place that another became already: it may have been merged."""
    hinted: dict[int, list[_Hint]] = defaultdict(list)
    for hint in work.hints:
        hinted[hint.old].append(hint)
    for i in work.left_old():
        found = [*hinted[i], *_alike_taken(work, i), *_near(work, i)]
        if not found:
            continue
        best = min(found, key=lambda h: (h.rank, h.new))
        told = [e for h in found if h.new == best.new for e in h.evidence]
        others = tuple(dict.fromkeys(h.new for h in found if h.new != best.new))[:_MOST_OTHERS]
        evidence = (*dict.fromkeys(told), Evidence("taken"))
        work.pairs[i] = Pair(i, best.new, "merged_guess", evidence, others, to_decide=True)


def _alike_taken(work: _Work, i: int) -> list[_Hint]:
    """Return the places of its township whose name holds its own, or sounds alike."""
    found = []
    for j in work.heirs(i):
        if j not in work.taken:
            continue
        like = likeness(work.old_names[i].key, work.new_names[j].key)
        if like in ("sound", "longer"):
            found.append(_Hint(i, j, _RANK[like], tuple(_like(like))))
    return found


def _near(work: _Work, i: int) -> list[_Hint]:
    return [
        _Hint(i, j, _RANK["near"], (Evidence("near", {"km": _shown(km)}),))
        for j, km in _neighbours(work, i)
    ]


def _neighbours(work: _Work, i: int) -> list[tuple[int, float]]:
    """Return the new places near one that is gone, of the townships that its own became."""
    found = []
    for j in work.heirs(i):
        km = distance_km(work.old[i], work.new[j])
        if km is not None and km <= NEAR_KM:
            found.append((j, km))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))[:_MOST_OTHERS]


def _gone_evidence(work: _Work, i: int) -> list[Evidence]:
    links = work.links_of(i)
    if not links:
        return [Evidence("township_gone", {"township": _title(work.old[i])})]
    return [Evidence("no_name"), *(e for k in links for e in _link_evidence(work, k))]


def _link_evidence(work: _Work, link: Link) -> list[Evidence]:
    """Return what is said of a township that became another; nothing where it is the same."""
    if link.how == "code":
        return []
    words = {
        "old": work.old_titles[link.old],
        "new": work.new_titles[link.new],
        "shared": link.shared,
        "total": link.total,
    }
    return [Evidence(f"township_by_{link.how}", words)]


def _like(like: Likeness | None) -> list[Evidence]:
    return [] if like in (None, "same") else [Evidence(f"like_{like}")]


def _title(place: Place) -> str:
    return place.township_name or place.township


def _by_key(names: Sequence[PlaceName], of: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at in of:
        found[names[at].key].append(at)
    return found


def _shown(km: float) -> str:
    return f"{km:.1f}"
