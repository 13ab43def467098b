"""GraphML of a small world, as text."""

from __future__ import annotations

HEAD = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="k0" for="graph" attr.name="crs" attr.type="string"/>
<key id="k1" for="node" attr.name="x" attr.type="string"/>
<key id="k2" for="node" attr.name="y" attr.type="string"/>
"""
NODES = """<node id="1"><data key="k1">111.60</data><data key="k2">36.20</data></node>
<node id="2"><data key="k1">111.61</data><data key="k2">36.20</data></node>
<node id="3"><data key="k1">111.62</data><data key="k2">36.21</data></node>
"""
NAMES = (
    "highway", "oneway", "reversed", "length", "geometry", "name", "maxspeed", "speed_kph",
    "access", "bridge", "foot", "motor_vehicle", "junction", "from", "to", "walked", "ridden",
)  # fmt: skip


def graphml(
    *edges: dict[str, str],
    nodes: str = NODES,
    crs: str = '<data key="k0">epsg:4326</data>',
    default: str = "directed",
) -> str:
    keys = "".join(f'<key id="e{k}" for="edge" attr.name="{n}"/>' for k, n in enumerate(NAMES))
    text = ""
    for edge in edges:
        data = "".join(
            f'<data key="e{NAMES.index(name)}">{value}</data>'
            for name, value in edge.items()
            if name not in {"u", "v"}
        )
        text += f'<edge source="{edge["u"]}" target="{edge["v"]}">{data}</edge>\n'
    return f'{HEAD}{keys}<graph edgedefault="{default}">{nodes}{text}{crs}</graph></graphml>'


CURVE = "LINESTRING (111.6 36.2, 111.605 36.201, 111.61 36.2)"
CURVE_BACK = "LINESTRING (111.61 36.2, 111.605 36.201, 111.6 36.2)"
THERE = {"u": "1", "v": "2", "oneway": "False", "highway": "residential"}
BACK = {"u": "2", "v": "1", "oneway": "False", "highway": "residential", "reversed": "True"}

BOMB = """<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"> <!ENTITY c SYSTEM "file:///etc/passwd">]>
<graphml><graph>&b;&c;</graph></graphml>"""
