"""A small Overpass and Nominatim on loopback: a hand-drawn world, and servers' bad days."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import shapely

Node = tuple[float, float]

# around 111.00 E, 36.00 N: the corner of four tiles of a quarter of a degree
NODES: dict[int, Node] = {
    10: (110.900, 36.000), 11: (110.950, 36.010), 12: (111.010, 36.010), 13: (111.100, 36.000),
    14: (111.010, 36.100), 15: (111.010, 35.920), 16: (110.950, 36.080), 17: (110.960, 36.090),
    18: (110.940, 36.090), 19: (111.100, 35.920), 20: (111.300, 36.000), 21: (111.320, 36.000),
    30: (111.010, 36.010), 31: (111.060, 36.060), 40: (111.1, 36.1), 41: (111.2, 36.1),
}  # fmt: skip
WAYS: dict[int, tuple[Sequence[int], Mapping[str, str]]] = {
    # the trunk road crosses all borders of tiles between west and east
    100: ((10, 11, 12, 13, 20, 21), {"highway": "trunk", "name": "国道", "maxspeed": "60"}),
    101: ((14, 12, 15), {"highway": "tertiary", "oneway": "-1"}),
    102: ((11, 16, 17, 18, 16), {"highway": "residential"}),  # a street that ends in a ring
    103: ((15, 19), {"highway": "footway"}),
    104: ((13, 19), {"highway": "service", "access": "private", "foot": "yes"}),
    105: ((13, 14), {"highway": "motorway"}),
    106: ((10, 16), {"highway": "proposed"}),
    107: ((10, 18, 16), {"highway": "pedestrian", "area": "yes"}),
    # a bridge whose vertex lies on that of the crossing, and joins nothing there
    108: ((30, 31), {"highway": "track", "bridge": "yes"}),
    109: ((40, 41), {"waterway": "river"}),
    110: ((19, 31, 13), {"highway": "unclassified", "junction": "roundabout"}),
}
COUNTY = {
    "osm_type": "relation", "osm_id": 7, "importance": 0.5, "lat": "36.0", "lon": "111.0",
    "display_name": "画县, 某市, 中国", "boundingbox": ["35.9", "36.12", "110.88", "111.15"],
    "geojson": {
        "type": "Polygon",
        "coordinates": [
            [[110.88, 35.9], [111.15, 35.9], [111.15, 36.12], [110.88, 36.12], [110.88, 35.9]]
        ],
    },
}  # fmt: skip
POINT = {**COUNTY, "display_name": "山头", "geojson": {"type": "Point", "coordinates": [111, 36]}}


@dataclass
class World:
    """A server and what has been asked of it.

    Attributes
    ----------
    faults
        What the next requests meet, in order: ``busy``, ``gateway``, ``refused``, ``truncated``,
        ``cut`` (fewer bytes than announced), ``html``, ``remark``, ``list``, ``object``,
        ``interrupt`` (`on_interrupt` is called first); "" and all later ones are answered.
    queries, searches, agents
        What was asked so far, and by whom.
    """

    faults: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    url: str = ""
    on_interrupt: Callable[[], None] = lambda: None


REMARK = 'runtime error: Query timed out in "query" at line 1 after 180 seconds.'


@contextmanager
def overpass_server(world: World | None = None) -> Iterator[World]:
    """Serve a world on a free port of loopback; gives what is asked of it."""
    served = world or World()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"world": served}))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    world: World

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        assert urlsplit(self.path).path == "/api/interpreter"
        size = int(self.headers["Content-Length"])
        query = parse_qs(self.rfile.read(size).decode())["data"][0]
        self.world.queries.append(query)
        self.world.agents.add(self.headers["User-Agent"])
        self._answer(answer(query))

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/api/status":
            self._send(200, b"Connected as: 1\n\n\nRate limit: 0\n2 slots available now.\n")
            return
        asked = parse_qs(parts.query)
        self.world.searches.append(self.path)
        word = asked.get("q", asked.get("osm_ids", [""]))[0]
        self._answer({"画县": [COUNTY], "R7": [COUNTY], "山头": [POINT]}.get(word, []))

    def _answer(self, document: object) -> None:
        fault = self.world.faults.pop(0) if self.world.faults else ""
        body = json.dumps(document).encode()
        half = body[: len(body) // 2]
        if fault == "interrupt":
            self.world.on_interrupt()
        answers: dict[str, tuple[int, bytes]] = {
            "busy": (429, b"rate_limited"),
            "gateway": (504, b"<html>timeout</html>"),
            "html": (200, "<html><body>请先登录 <b>校园网</b></body></html>".encode()),
            "refused": (403, b"<html><p>Forbidden for <b>you</b></p></html>"),
            "truncated": (200, half),
            "cut": (200, half),
            "remark": (200, json.dumps({"elements": [], "remark": REMARK}).encode()),
            "list": (200, b"[]"),
            "object": (200, b"{}"),
        }
        status, body = answers.get(fault, (200, body))
        announced = 2 * len(body) if fault == "cut" else len(body)
        self._send(status, body, announced=announced)

    def _send(self, status: int, body: bytes, *, announced: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(announced or len(body)))
        if status == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(body)


def answer(query: str) -> dict[str, Any]:
    """Answer ``(way[filters](poly:'lat lon …');>;);out;`` as Overpass does."""
    way_part = re.search(r"\(way(.*)\(poly:'([^']*)'\);>;\);out;", query)
    assert way_part is not None, query
    numbers = [float(number) for number in way_part[2].split()]
    area = shapely.Polygon(list(zip(numbers[1::2], numbers[0::2], strict=True)))
    found = [
        way
        for way, (nodes, tags) in WAYS.items()
        if _passes(tags, way_part[1]) and _touches(nodes, area)
    ]
    nodes = sorted({node for way in found for node in WAYS[way][0]})
    elements: list[dict[str, Any]] = [
        {"type": "node", "id": n, "lon": NODES[n][0], "lat": NODES[n][1]} for n in nodes
    ]
    elements += [
        {"type": "way", "id": w, "nodes": list(WAYS[w][0]), "tags": dict(WAYS[w][1])} for w in found
    ]
    dated = {"timestamp_osm_base": "2026-11-20T06:07:08Z"}
    return {"version": 0.6, "osm3s": dated, "elements": elements}


def _touches(nodes: Sequence[int], area: shapely.Polygon) -> bool:
    return bool(shapely.LineString([NODES[n] for n in nodes]).intersects(area))


def _passes(tags: Mapping[str, str], filters: str) -> bool:
    """Return whether tags pass ``["key"]``, ``["key"~"re"]`` and ``["key"!~"re"]``."""
    for key, test, pattern in re.findall(r'\["([^"]+)"(?:(!?~)"([^"]*)")?\]', filters):
        value = tags.get(key)
        matches = value is not None and (not test or re.search(pattern, value) is not None)
        if matches == (test == "!~"):
            return False
    return True


def osm_xml() -> str:
    """Return the world as an OSM file."""
    nodes = "".join(
        f'<node id="{n}" version="1" lon="{x}" lat="{y}"/>' for n, (x, y) in NODES.items()
    )
    ways = "".join(
        f'<way id="{w}" version="1">'
        + "".join(f'<nd ref="{n}"/>' for n in refs)
        + "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
        + "</way>"
        for w, (refs, tags) in WAYS.items()
    )
    return f'<?xml version="1.0"?><osm version="0.6">{nodes}{ways}</osm>'
