"""What the tags of OpenStreetMap say about a road: its class, direction, speed, who may use it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from schoolmap.network.graph import NOT_RIDDEN, NOT_WALKED

Tags = Mapping[str, object]

# from the widest to the narrowest road; what is not listed comes last
_RANK: tuple[str, ...] = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary",
    "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential", "living_street",
    "road", "service", "track", "cycleway", "bridleway", "pedestrian", "footway", "path", "steps",
)  # fmt: skip
_FORWARD = frozenset({"yes", "true", "1", "f"})
_BACKWARD = frozenset({"-1", "reverse", "t"})
_RINGS = frozenset({"roundabout", "circular"})
_BARRED = frozenset({"no", "private", "emergency", "military"})
_FARMED = frozenset({"agricultural", "forestry", "agricultural;forestry"})
"""Open to tractors, which is to say to no school bus."""
_OPEN = frozenset({"yes", "designated", "permissive", "official", "destination", "customers"})
_WALK_KEYS = ("foot", "access")
_RIDE_KEYS = ("motor_vehicle", "vehicle", "access")
"""From the key that says it of this traveller alone to the one that says it of all."""
WAY_KEYS: tuple[str, ...] = (
    "access", "bridge", "foot", "highway", "junction", "maxspeed", "motor_vehicle", "name",
    "oneway", "vehicle",
)  # fmt: skip
"""The tags of a way that are looked at here."""

_KMH_PER_MPH = 1.609344
_SPEED = re.compile(r"(\d+(?:\.\d+)?)\s*(km/?h|kmh|kph|mph)?", re.IGNORECASE)


def words(value: object) -> list[str]:
    """Return the values of a tag, stripped: osmnx writes those of merged ways as a list.

    A list may come as one, or as the text of one (``"['residential', 'service']"``).
    """
    if value is None or value == "":
        return []
    if isinstance(value, str) and value[:1] in "[{(" and value[-1:] in "]})":
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return [str(value)]
    if isinstance(value, list | tuple | set | frozenset):
        found = {str(item).strip() for item in value if item is not None}
        return sorted(found - {"", "nan"})
    text = str(value).strip()
    return [] if text in {"", "nan", "None"} else [text]


def road_class(tags: Tags) -> str:
    """Return the class of a road, lower case; of merged ways the lowest, whatever their order."""
    classes = [word.lower() for word in words(tags.get("highway"))]
    rank = {word: at for at, word in enumerate(_RANK)}
    return max(classes, key=lambda word: (rank.get(word, len(rank)), word), default="")


def rights(tags: Tags) -> tuple[bool, bool]:
    """Return whether walkers and vehicles may use a road; of merged ways, all of it.

    The tag of the traveller goes before the one for everybody (``foot`` before ``access``), and
    either before what the class says.
    """
    classes = [word.lower() for word in words(tags.get("highway"))]
    walked = not any(word in NOT_WALKED for word in classes)
    ridden = not any(word in NOT_RIDDEN for word in classes)
    return (
        _allowed(tags, _WALK_KEYS, _BARRED, by_class=walked),
        _allowed(tags, _RIDE_KEYS, _BARRED | _FARMED, by_class=ridden),
    )


def _allowed(tags: Tags, keys: tuple[str, ...], barred: frozenset[str], *, by_class: bool) -> bool:
    for key in keys:
        said = {word.lower() for word in words(tags.get(key))}
        if said & barred:
            return False
        # "access = yes" opens no footpath to vehicles; a tag of their own does
        if said & _OPEN and key != "access":
            return True
    return by_class


def direction(tags: Tags) -> int:
    """Return 1 where vehicles may only follow a way, -1 only against it, else 0.

    A roundabout and a motorway are one-way unless they say otherwise.
    """
    said = {word.lower() for word in words(tags.get("oneway"))}
    if said & _FORWARD:
        return 1
    if said & _BACKWARD:
        return -1
    ring = any(word.lower() in _RINGS for word in words(tags.get("junction")))
    return 1 if not said and (ring or road_class(tags) == "motorway") else 0


def speed_kmh(tags: Tags) -> float:
    """Return the declared speed, NaN where none can be read; of merged ways the lowest.

    ``speed_kph`` (which osmnx works out) goes before ``maxspeed``; ``30 mph`` is understood.
    """
    for key in ("speed_kph", "maxspeed"):
        found = [speed for word in words(tags.get(key)) if (speed := _speed(word)) > 0.0]
        if found:
            return min(found)
    return float("nan")


def _speed(word: str) -> float:
    match = _SPEED.fullmatch(word.strip())
    if match is None:
        return float("nan")
    number = float(match[1])
    return number * _KMH_PER_MPH if (match[2] or "").lower() == "mph" else number


def is_bridge(tags: Tags) -> bool:
    """Return whether a road, or a part of it, is a bridge."""
    return any(word.lower() not in {"no", "false", "0"} for word in words(tags.get("bridge")))


def road_name(tags: Tags) -> str:
    """Return the name of a road; of merged ways all of them."""
    return " / ".join(words(tags.get("name")))
