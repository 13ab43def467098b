"""What the tags of an OpenStreetMap way say: who may use it, which way and how fast.

Riders are school buses. China's rules let a school bus with pupils use bus lanes and streets that
only public transport may enter, so ``bus`` and ``psv`` go before ``motor_vehicle``.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Aside = Literal["", "ferry", "not_travelled", "area", "closed"]

RULED_KEYS = (
    "highway", "oneway", "maxspeed", "access", "bridge", "junction", "foot", "motor_vehicle",
    "vehicle", "bus", "psv", "motorroad", "area", "oneway:bus", "oneway:psv", "route", "tunnel",
)  # fmt: skip
"""Keys that `judge` looks at."""

_NOT = ("no", "false", "0", "")

NOT_ROADS = frozenset(
    {
        "bus_guideway", "bus_stop", "crossing", "emergency_access_point", "emergency_bay",
        "escape", "none", "rest_area", "services", "traffic_island", "via_ferrata",
    }
)  # fmt: skip
"""Values of ``highway`` that are places, rails or climbs, beside the roads not there yet."""

_NOT_WALKED = frozenset({"busway"})
_NOT_RIDDEN = frozenset({"track", "platform", "corridor", "elevator", "ladder"})
"""Beside the classes that walkers and vehicles never use (`schoolmap.network.graph`)."""

_OPENED = frozenset({"track", "pedestrian"})
"""Classes that a vehicle's tag can open; a path stays a path."""

_CLOSED = frozenset(
    {
        "no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath",
        "restricted", "employees", "staff", "unsuitable",
    }
)  # fmt: skip
_EXPLICIT = frozenset({"yes", "designated", "permissive", "official", "public"})
_LIMITED = frozenset({"destination", "customers", "delivery", "permit", "residents", "discouraged"})
"""May be used, to get there: that is what a way to school is. They open no track."""

_UNSAID = frozenset({"", "unknown", "unspecified"})

_FORWARD = frozenset({"yes", "true", "1"})
_BACKWARD = frozenset({"-1", "reverse"})
_BOTH = frozenset({"no", "false", "0"})
_IN_TURNS = frozenset({"reversible", "alternating"})

_RING = frozenset({"roundabout", "circular"})

_WALK_KM_H = 6.0
"""What ``maxspeed=walk`` is taken as: a brisk walk."""
_KM_H = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}
_FASTEST_KM_H = 200.0
_SPEED = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z/]*)")
_ZONE = re.compile(r"[a-z]{2}(-[a-z0-9]+)?:.+|zone:?\d*")
_NO_LIMIT = frozenset({"none", "no", "signals", "variable", "default", "implicit", "national"})


@dataclass(frozen=True)
class Judged:
    """A way as its tags have it.

    Attributes
    ----------
    highway
        Its class, lower case.
    aside
        Why it is not a road to travel; empty where it is one.
    walked, ridden
        Whether walkers and school buses may use it.
    oneway
        1 along, -1 against, 0 both, for vehicles.
    speed_kmh
        Its limit, NaN where it has none.
    bridge
        Whether it is on a bridge or in a tunnel: off the ground, whose slope is not its own.
    in_turns
        Whether its one direction changes; it is taken as open in both.
    zone
        Whether its limit is only named, such as ``CN:urban``.
    unread
        Keys and values that could not be read.
    """

    highway: str
    aside: Aside
    walked: bool
    ridden: bool
    oneway: int
    speed_kmh: float
    bridge: bool
    in_turns: bool = False
    zone: bool = False
    unread: tuple[tuple[str, str], ...] = ()


def judge(tags: Mapping[str, str], translate: Mapping[str, str]) -> Judged:
    """Return what the tags of a way say.

    Parameters
    ----------
    tags
        Those of `RULED_KEYS` that the way has.
    translate
        Classes to read as others, lower case: ``values.highway`` of study.toml.
    """
    said = {key: _plain(value) for key, value in tags.items()}
    highway = said.get("highway", "")
    highway = translate.get(highway, highway)
    unread: list[tuple[str, str]] = []
    walked, ridden = _walked(said, highway, unread), _ridden(said, highway, unread)
    oneway, in_turns = _oneway(said, highway, unread)
    speed, zone = _speed(said.get("maxspeed", ""), unread)
    return Judged(
        highway=highway,
        aside=_aside(said, highway, usable=walked or ridden),
        walked=walked,
        ridden=ridden,
        oneway=oneway,
        speed_kmh=speed,
        bridge=any(said.get(key, "no") not in _NOT for key in ("bridge", "tunnel")),
        in_turns=in_turns,
        zone=zone,
        unread=tuple(unread),
    )


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip().lower()


def _aside(said: Mapping[str, str], highway: str, *, usable: bool) -> Aside:
    from schoolmap.network.graph import NOT_TRAVELLED

    if not highway:
        return "ferry" if said.get("route") == "ferry" else "not_travelled"
    if highway in NOT_TRAVELLED or highway in NOT_ROADS:
        return "not_travelled"
    if said.get("area") in ("yes", "true", "1"):
        return "area"
    return "" if usable else "closed"


def _right(
    said: Mapping[str, str], keys: Iterable[str], unread: list[tuple[str, str]]
) -> Literal["closed", "explicit", "limited", "unsaid"]:
    """Return the right of the first key that says one; of several values the most open counts."""
    for key in keys:
        values = {value.strip() for value in said.get(key, "").split(";")} - _UNSAID
        if not values:
            continue
        if values & _EXPLICIT:
            return "explicit"
        if values & _LIMITED:
            return "limited"
        if values & _CLOSED:
            return "closed"
        if (key, said[key]) not in unread:
            unread.append((key, said[key]))
    return "unsaid"


def _walked(said: Mapping[str, str], highway: str, unread: list[tuple[str, str]]) -> bool:
    from schoolmap.network.graph import NOT_WALKED

    own = _right(said, ["foot"], unread)
    if own != "unsaid":
        return own != "closed"
    barred = highway in NOT_WALKED or highway in _NOT_WALKED or said.get("motorroad") == "yes"
    return not barred and _right(said, ["access"], unread) != "closed"


def _ridden(said: Mapping[str, str], highway: str, unread: list[tuple[str, str]]) -> bool:
    from schoolmap.network.graph import NOT_RIDDEN

    own = _right(said, ["bus", "psv", "motor_vehicle", "vehicle"], unread)
    if own == "closed":
        return False
    if highway in NOT_RIDDEN or highway in _NOT_RIDDEN:
        return own == "explicit" and highway in _OPENED
    return own != "unsaid" or _right(said, ["access"], unread) != "closed"


def _oneway(
    said: Mapping[str, str], highway: str, unread: list[tuple[str, str]]
) -> tuple[int, bool]:
    """Return the direction of school buses, and whether it changes."""
    for key in ("oneway:bus", "oneway:psv", "oneway"):
        value = said.get(key, "")
        if value in _FORWARD:
            return 1, False
        if value in _BACKWARD:
            return -1, False
        if value in _BOTH:
            return 0, False
        if value in _IN_TURNS:
            return 0, True
        if value:
            unread.append((key, value))
    implied = highway == "motorway" or said.get("junction") in _RING
    return int(implied), False


def _speed(value: str, unread: list[tuple[str, str]]) -> tuple[float, bool]:
    """Return a limit in km/h, the lowest of several, NaN for none; and whether it is a zone."""
    limits = []
    for part in re.split(r"[;|,]", value):
        text = part.strip()
        match = _SPEED.fullmatch(text)
        if text == "walk":
            limits.append(_WALK_KM_H)
        elif match is not None and match[2] in _KM_H:
            limits.append(float(match[1]) * _KM_H[match[2]])
        elif _ZONE.fullmatch(text):
            return math.nan, True
        elif text and text not in _NO_LIMIT:
            unread.append(("maxspeed", value))
            return math.nan, False
    if not limits:
        return math.nan, False
    if not 0.0 < min(limits) <= _FASTEST_KM_H:
        unread.append(("maxspeed", value))
        return math.nan, False
    return min(limits), False
