"""Which township became which, between two years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from schoolmap.model.place_names import place_name, township_key
from schoolmap.model.succession import Link, Place, county_of

Names = Mapping[str, set[str]]

_FEW = 2
"""Names that must be shared: one could be chance."""


def township_links(old: Sequence[Place], new: Sequence[Place]) -> tuple[Link, ...]:
    """Return the new townships that each old one became, by code, by name, by its villages.

    Names are looked for in the township's own county, where its code is still in use.

    A code that two townships of different names share, without a single village in common, was
    given to another: it joins nothing.
    """
    before, after = _names(old), _names(new)
    counties = {county_of(township) for township in after}

    def within(township: str) -> dict[str, set[str]]:
        """Return the new townships of its county; all, where there is no such county now."""
        county = county_of(township)
        if county not in counties:
            return after
        return {t: there for t, there in after.items() if county_of(t) == county}

    titles = {place.township: place.township_name for place in old}
    new_titles = {place.township: place.township_name for place in new}
    links: list[Link] = []
    for township, names in before.items():
        link = _by_code(township, names, after, titles, new_titles)
        if link is None:
            fellows = {t: n for t, n in before.items() if county_of(t) == county_of(township)}
            link = _by_name(township, names, fellows, within(township), titles, new_titles)
        if link is not None:
            links.append(link)
    followed = {link.old for link in links}
    for township, names in before.items():
        if township not in followed:
            links += _by_villages(township, names, within(township))
    reached = {link.new for link in links}
    for township in after:
        if township not in reached:
            fellows = {t: n for t, n in before.items() if township in within(t)}
            links += _into(township, fellows, after)
    order = {township: at for at, township in enumerate(before)}
    return tuple(sorted(links, key=lambda link: order[link.old]))


def _names(places: Sequence[Place]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for place in places:
        found[place.township].add(place_name(place.name).key)
    return dict(found)


def _by_code(
    township: str,
    names: set[str],
    after: Names,
    titles: Mapping[str, str],
    new_titles: Mapping[str, str],
) -> Link | None:
    if township not in after:
        return None
    shared = len(names & after[township])
    same = township_key(titles[township]) == township_key(new_titles[township])
    return Link(township, township, "code", shared, len(names)) if same or shared else None


def _by_name(
    township: str,
    names: set[str],
    before: Names,
    after: Names,
    titles: Mapping[str, str],
    new_titles: Mapping[str, str],
) -> Link | None:
    """Return the one new township of this name: 辛村乡 became 辛村镇."""
    key = township_key(titles[township])
    fellows = [t for t in before if township_key(titles[t]) == key]
    found = [t for t in after if key and township_key(new_titles[t]) == key]
    if len(found) != 1 or len(fellows) != 1:
        return None
    return Link(township, found[0], "name", len(names & after[found[0]]), len(names))


def _by_villages(township: str, names: set[str], after: Names) -> list[Link]:
    """Return the new townships where its villages' names are, the most first."""
    shared = {t: len(names & there) for t, there in after.items()}
    most = max(shared.values(), default=0)
    least = min(_FEW, len(names))
    # a name or two in common with a township far away is chance where another has most of them
    found = [t for t, n in shared.items() if n >= least and 2 * n >= most]
    found.sort(key=lambda t: -shared[t])
    return [Link(township, t, "villages", shared[t], len(names)) for t in found]


def _into(township: str, before: Names, after: Names) -> list[Link]:
    """Return the old townships that a new one took villages from, while they went on themselves."""
    there = after[township]
    return [
        Link(old, township, "villages", len(names & there), len(names))
        for old, names in before.items()
        if len(names & there) >= min(_FEW, len(there))
    ]
