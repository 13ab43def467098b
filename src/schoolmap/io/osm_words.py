"""Attributes of osmnx edges, of which merged ways have lists, judged as ways of OpenStreetMap."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from types import MappingProxyType

from schoolmap.io.osm_rights import RULED_KEYS, Judged, judge

Tags = Mapping[str, object]

AS_THEY_ARE: Mapping[str, str] = MappingProxyType({})
"""No class is read as another."""

# from the widest to the narrowest road; what is not listed comes last
_RANK: tuple[str, ...] = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary",
    "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential", "living_street",
    "road", "service", "track", "cycleway", "bridleway", "pedestrian", "footway", "path", "steps",
)  # fmt: skip
_TRUE, _FALSE = "true", "false"
_TURNED = frozenset({"-1", "reverse", "t"})
"""Ways whose nodes osmnx puts in the order of travel."""
_MOST = 4096
"""Of combinations of the values of merged ways: real ones have a few, a file made to stall more."""
_RIGHTS = ("access", "foot", "motor_vehicle", "vehicle", "bus", "psv", "motorroad", "highway")
"""What says who may use a way, taken together; the other keys speak for themselves."""
OWN_KEYS: tuple[str, ...] = ("walked", "ridden")
"""What `to_osmnx` writes; goes before what the tags say."""
EDGE_KEYS: tuple[str, ...] = (*RULED_KEYS, *OWN_KEYS, "name", "speed_kph")
"""The attributes of an edge that are looked at here."""


@dataclass(frozen=True)
class EdgeFacts:
    """What the attributes of an edge say: as `schoolmap.io.osm_rights.Judged`.

    `oneway` is by the tags alone, in the direction of the edge.
    """

    highway: str
    walked: bool
    ridden: bool
    oneway: int
    speed_kmh: float
    bridge: bool
    name: str


def words(value: object) -> list[str]:
    """Return the values of an attribute, sorted: osmnx writes those of merged ways as a list.

    A list may come as one, or as the text of one (``"['residential', 'service']"``).
    """
    if isinstance(value, str) and value[:1] in {"[", "{", "("} and value[-1:] in {"]", "}", ")"}:
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return [str(value)]
    if isinstance(value, list | tuple | set | frozenset):
        found = {str(item).strip() for item in value if item is not None}
        return sorted(found - {"", "nan"})
    text = "" if value is None else str(value).strip()
    return [] if text in {"", "nan", "None"} else [text]


def edge_facts(tags: Tags, translate: Mapping[str, str] = AS_THEY_ARE) -> EdgeFacts:
    """Return what the attributes of an edge say.

    Of merged ways the lowest class and the lowest speed count, and what bars one of them bars the
    whole, in whatever order they are listed. ``walked`` and ``ridden`` go before the tags, and
    ``speed_kph`` (which osmnx works out) before ``maxspeed``.

    Parameters
    ----------
    tags
        Attributes of the edge.
    translate
        Classes to read as others, lower case.
    """
    lists = {key: found for key in RULED_KEYS if (found := words(tags.get(key)))}
    # osmnx has put True or False here: the graph's own directions tell
    if any(word.lower() in {_TRUE, _FALSE} for word in lists.get("oneway", ())):
        del lists["oneway"]
    whole = judge({key: found[0] for key, found in lists.items()}, translate)
    judged = _by_rights(lists, translate)
    # one key at a time: together, lists of several keys have more combinations than can be tried
    each = [judge({key: word}, {}) for key, found in lists.items() for word in found]
    limits = [one.speed_kmh for one in each if not math.isnan(one.speed_kmh)]
    speeds = [speed for word in words(tags.get("speed_kph")) if (speed := _number(word)) > 0.0]
    turned = any(word.lower() in _TURNED for word in lists.get("oneway", ()))
    return EdgeFacts(
        highway=lowest([one.highway for one in judged]),
        walked=_own(tags, "walked", otherwise=all(one.walked for one in judged)),
        ridden=_own(tags, "ridden", otherwise=all(one.ridden for one in judged)),
        oneway=whole.oneway * (-1 if turned else 1),
        speed_kmh=min(speeds or limits, default=math.nan),
        bridge=any(one.bridge for one in each),
        name=" / ".join(words(tags.get("name"))),
    )


def is_turned(tags: Tags) -> bool:
    """Return whether osmnx has put the nodes of a way in the order opposite to its own."""
    return any(word.lower() in _TURNED for word in words(tags.get("oneway")))


def lowest(classes: Sequence[str]) -> str:
    """Return the lowest of the classes of merged ways; one that is not known is lower still."""
    return max(classes, key=_rank)


def _by_rights(lists: Mapping[str, list[str]], translate: Mapping[str, str]) -> list[Judged]:
    """Return every way that the merged ones may be, by what says who may use it."""
    rights = {key: lists[key] for key in _RIGHTS if key in lists}
    return [
        judge(dict(zip(rights, values, strict=True)), translate)
        for values in islice(product(*rights.values()), _MOST)
    ]


def _rank(highway: str) -> tuple[int, str]:
    return (_RANK.index(highway) if highway in _RANK else len(_RANK), highway)


def _own(tags: Tags, key: str, *, otherwise: bool) -> bool:
    said = {word.lower() for word in words(tags.get(key))}
    return otherwise if not said & {_TRUE, _FALSE} else _FALSE not in said


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan
