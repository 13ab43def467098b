"""OpenStreetMap files drawn by hand, and what each kind of damage to them is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

LON, LAT = 111.60, 36.20
STEP = 0.001
"""Degrees to a unit of the drawings."""

Nodes = Mapping[int, tuple[float, float]]


@dataclass(frozen=True)
class Way:
    """One way: its number, its nodes, its tags."""

    id: int
    nodes: Sequence[int]
    tags: Mapping[str, str] = field(default_factory=lambda: {"highway": "residential"})


def way(number: int, *nodes: int, highway: str = "residential", **tags: str) -> Way:
    """A way of the drawing; ``oneway_bus`` stands for ``oneway:bus``."""
    pairs = {key.replace("_", ":") if key[:7] in _COLON else key: v for key, v in tags.items()}
    return Way(number, nodes, {"highway": highway, **pairs} if highway else pairs)


_COLON = {"oneway_", "name_zh", "name_en"}


def place(x: float, y: float) -> tuple[float, float]:
    """Degrees of a point of a drawing."""
    return round(LON + STEP * x, 7), round(LAT + STEP * y, 7)


def xml(nodes: Nodes, ways: Sequence[Way], *, prolog: str = "", ways_first: bool = False) -> str:
    """The drawing as OpenStreetMap XML."""
    points = [
        f'<node id="{i}" version="1" lon="{place(*p)[0]}" lat="{place(*p)[1]}"/>'
        for i, p in nodes.items()
    ]
    lines = []
    for w in ways:
        refs = "".join(f'<nd ref="{n}"/>' for n in w.nodes)
        tags = "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in w.tags.items())
        lines.append(f'<way id="{w.id}" version="1">{refs}{tags}</way>')
    body = [*lines, *points] if ways_first else [*points, *lines]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{prolog}<osm version="0.6">\n'
    return head + "\n".join(body) + "\n</osm>\n"


def pbf(path: Path, nodes: Nodes, ways: Sequence[Way]) -> None:
    """The drawing as PBF, written by pyosmium."""
    import osmium
    from osmium.osm import mutable

    with osmium.SimpleWriter(str(path)) as writer:
        for i, (x, y) in nodes.items():
            writer.add_node(mutable.Node(id=i, version=1, location=place(x, y)))
        for w in ways:
            writer.add_way(mutable.Way(id=w.id, version=1, nodes=list(w.nodes), tags=dict(w.tags)))


# a road of three nodes, and what goes wrong with it

LINE = {1: (0.0, 0.0), 2: (10.0, 10.0), 3: (20.0, 20.0)}

Damage = Callable[[Any], None]


def roads(county: Any, nodes: Nodes, *ways: Way, body: str = "", **options: Any) -> None:
    """Give a county the drawing as its roads."""
    county.text("roads.osm", xml(nodes, ways, **options))
    county.section("roads", f'file = "roads.osm"\n{body}')


def _roads(*ways: Way, nodes: Nodes = LINE, **options: Any) -> Damage:
    good = way(1, 1, 2, 3)
    return lambda county: roads(county, nodes, good, *ways, **options)


def _file(name: str, content: bytes) -> Damage:
    def damage(county: Any) -> None:
        (county.folder / name).write_bytes(content)
        county.section("roads", f'file = "{name}"')

    return damage


CASES: dict[str, Damage] = {
    "osm_not_osm": _file("roads.osm.pbf", b"SQLite format 3\0" + bytes(100)),
    "osm_entities": _roads(prolog='<!DOCTYPE osm [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
    "osm_coordinates": _roads(body='coordinates = "gcj02"'),
    "osm_settings_unused": _roads(body='layer = "lines"'),
    "osm_no_roads": lambda county: roads(county, LINE, Way(1, (1, 2), {"building": "yes"})),
    "osm_kept": _roads(),
    "osm_not_travelled": _roads(way(2, 1, 3, highway="construction")),
    "osm_area": _roads(way(2, 1, 2, 3, 1, highway="pedestrian", area="yes")),
    "osm_ferry": _roads(way(2, 1, 3, highway="", route="ferry")),
    "osm_closed": _roads(way(2, 1, 3, access="private")),
    "osm_short": _roads(way(2, 1)),
    "osm_twice": _roads(way(1, 1, 2, 3)),
    "osm_cut": _roads(way(2, 1, 2, 99)),
    "osm_tracks": _roads(way(2, 1, 3, highway="track")),
    "osm_no_walkers": _roads(way(2, 1, 3, foot="no")),
    "osm_in_turns": _roads(way(2, 1, 3, oneway="reversible")),
    "osm_speed_zone": _roads(way(2, 1, 3, maxspeed="CN:urban")),
    "osm_value_unread": _roads(way(2, 1, 3, maxspeed="fast")),
    "osm_nodes_apart": _roads(way(2, 4, 5), nodes={**LINE, 4: (10.0, 10.0), 5: (10.0, 20.0)}),
}
