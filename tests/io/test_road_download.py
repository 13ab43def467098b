"""Downloading from a server on loopback: nothing lost, nothing asked twice."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import osmnx as ox
import pytest
import shapely
from tests.overpass import COUNTY, NODES, WAYS, World, osm_xml, overpass_server
from tests.routes import routable, same_routes

import schoolmap as sm
from schoolmap.errors import InputError, MachineError
from schoolmap.io.ledger import Ledger
from schoolmap.io.osmnx_session import PUBLIC_OVERPASS, Servers, answers_in, choose_servers
from schoolmap.io.road_area import (
    area_of_bbox,
    area_of_boundary,
    area_of_shape,
    quarters,
    tiles_of,
)
from schoolmap.io.road_download import (
    WAY_FILTER,
    Download,
    chained,
    download_roads,
    find_place,
)
from schoolmap.io.road_files import read_road_file
from schoolmap.io.road_patience import Progress
from schoolmap.model.study import RoadLines

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

WHOLE = "110.85,35.85,111.35,36.15"


@pytest.fixture
def world() -> Iterator[World]:
    with overpass_server() as served:
        yield served


class Told(list[str]):
    """What the user is told, and how long is waited; nobody waits."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.moves: list[tuple[int, int]] = []

    def progress(self) -> Progress:
        return Progress(
            moved=lambda done, total: self.moves.append((done, total)),
            notice=lambda zh, en: self.append(f"{zh} | {en}"),
            wait=self.waits.append,
        )


def servers(world: World) -> Servers:
    return choose_servers(world.url, environment={})


def fetch(world: World, cache: Path, bbox: str = WHOLE, told: Told | None = None) -> Download:
    return download_roads(
        area_of_bbox(bbox), servers(world), cache, (Told() if told is None else told).progress()
    )


def ways(roads: RoadLines) -> list[tuple[tuple[int, ...], str]]:
    assert roads.vertex is not None
    bounds = roads.indptr.tolist()
    nodes = [tuple(roads.vertex[a:b].tolist()) for a, b in pairwise(bounds)]
    return list(zip(nodes, roads.highway, strict=True))


def test_all_that_is_walked_or_ridden_comes_once_with_its_nodes(
    world: World, tmp_path: Path
) -> None:
    found = fetch(world, tmp_path)
    assert ways(found.roads) == [
        ((10, 11, 12, 13, 20, 21), "trunk"),
        ((14, 12, 15), "tertiary"),
        ((11, 16, 17, 18, 16), "residential"),
        ((15, 19), "footway"),
        ((13, 19), "service"),
        ((13, 14), "motorway"),
        ((30, 31), "track"),
        ((19, 31, 13), "unclassified"),
    ]
    roads = found.roads
    # tagged -1; a motorway and a roundabout, which need not be tagged
    assert roads.oneway.tolist() == [0, -1, 0, 0, 0, 1, 0, 1]
    assert roads.rows.tolist() == [100, 101, 102, 103, 104, 105, 108, 110]
    assert roads.speed_kmh[0] == 60.0
    assert np.isnan(roads.speed_kmh[1:]).all()
    assert roads.name[0] == "国道"
    assert roads.walked is not None
    assert roads.ridden is not None
    assert roads.bridge is not None
    assert roads.walked.tolist() == [True, True, True, True, True, False, True, True]
    assert roads.ridden.tolist() == [True, True, True, False, False, True, False, True]
    assert roads.bridge.tolist() == [False] * 6 + [True, False]
    assert roads.lonlat[0].tolist() == list(NODES[10])
    assert (found.tiles, found.kept, found.as_of) == (6, 0, "2026-11-20")
    assert len(world.queries) == 6
    assert {problem.code for problem in found.problems} >= {"osm_kept", "osm_tracks"}


def test_a_download_and_an_extract_give_one_network(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.osm"
    path.write_text(osm_xml(), encoding="utf-8")
    extract = read_road_file(path, Ledger())
    found = fetch(world, tmp_path / "c").roads
    np.testing.assert_allclose(found.lonlat, extract.lonlat, rtol=0, atol=1e-9)
    for name in ("indptr", "oneway", "vertex", "walked", "ridden", "bridge", "rows"):
        assert np.array_equal(getattr(found, name), getattr(extract, name)), name
    assert (found.highway, found.name) == (extract.highway, extract.name)
    np.testing.assert_array_equal(found.speed_kmh, extract.speed_kmh)


def test_tracks_are_ridden_where_a_county_says_so(world: World, tmp_path: Path) -> None:
    found = download_roads(
        area_of_bbox(WHOLE), servers(world), tmp_path, Told().progress(), tracks=True
    ).roads
    assert found.ridden is not None
    assert found.ridden[6]


def test_the_same_routes_as_osmnx_makes_of_the_whole_file(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.osm"
    path.write_text(osm_xml(), encoding="utf-8")
    before = list(ox.settings.useful_tags_way)
    try:
        ox.settings.useful_tags_way = [*before, "foot", "motor_vehicle"]
        graph = ox.graph_from_xml(path, simplify=False, retain_all=True)
    finally:
        ox.settings.useful_tags_way = before
    # osmnx takes every way of a file; a motorway is two-way to it unless it says otherwise
    left_out = [
        (u, v, k)
        for u, v, k, data in graph.edges(keys=True, data=True)
        if data.get("highway") in (None, "proposed")
        or data.get("area") == "yes"
        or (data["highway"] == "motorway" and u == 14)
    ]
    graph.remove_edges_from(left_out)
    for *_, data in graph.edges(data=True):
        del data["length"]  # on a sphere; here they are measured in the study's CRS
    expected = routable(sm.from_osmnx(graph))
    # osmnx has an edge for each segment, and each is rounded to a millimetre: 1 ms on foot
    found = routable(fetch(world, tmp_path / "c").roads)
    assert same_routes(found, expected, within_ms=5) > 100


def test_an_area_cuts_ways_where_both_ends_of_a_segment_are_outside(
    world: World, tmp_path: Path
) -> None:
    # east of 111.05: node 13 alone of the trunk, so its two segments and no more
    found = fetch(world, tmp_path, "111.05,35.99,111.15,36.02")
    assert ((12, 13, 20), "trunk") in ways(found.roads)
    assert (found.tiles, len(world.queries)) == (1, 1)
    with pytest.raises(InputError) as caught:
        fetch(world, tmp_path, "100,20,100.1,20.1")
    assert caught.value.problems[0].code == "area_without_roads"


def test_a_second_download_asks_nothing(world: World, tmp_path: Path) -> None:
    first = fetch(world, tmp_path)
    again = fetch(world, tmp_path)
    assert len(world.queries) == 6
    assert ways(first.roads) == ways(again.roads)
    assert (again.tiles, again.kept, again.as_of) == (6, 6, "2026-11-20")
    # another county beside it shares the tiles of the grid
    fetch(world, tmp_path, "110.9,35.9,111.45,36.2")
    assert len(world.queries) == 6


def test_a_busy_server_is_waited_for(world: World, tmp_path: Path) -> None:
    world.faults[:] = ["", "busy", "gateway", "gateway", "busy"]
    told = Told()
    found = fetch(world, tmp_path, told=told)
    assert len(found.roads) == 8
    assert len(world.queries) == 10
    # as long as the server says (7 s), else ever longer
    assert told.waits == [7.0, 30.0, 60.0, 7.0]
    assert "正忙（429），7 秒后再试" in told[0]
    assert "is busy (504); trying again in 30 s" in told[1]
    assert told.moves[0] == (0, 6)
    assert told.moves[-1] == (6, 6)


@pytest.mark.parametrize("fault", ["truncated", "cut", "html", "list", "object"])
def test_half_an_answer_is_never_taken_for_the_whole(
    world: World, tmp_path: Path, fault: str
) -> None:
    world.faults[:] = ["", fault]
    told = Told()
    assert len(fetch(world, tmp_path, told=told).roads) == 8
    assert len(world.queries) == 7
    assert told.waits == [15.0]
    assert len(answers_in(tmp_path)) == 6


def test_a_server_that_stays_bad_is_given_up_with_what_it_said(
    world: World, tmp_path: Path
) -> None:
    world.faults[:] = ["", *["html"] * 9]
    with pytest.raises(MachineError) as caught:
        fetch(world, tmp_path)
    assert "请先登录 校园网" in caught.value.zh
    assert len(world.queries) == 7
    world.faults[:] = ["gateway"] * 9
    with pytest.raises(MachineError, match=r"is busy \(504\), 6 times"):
        fetch(world, tmp_path)
    world.faults[:] = ["refused"]
    with pytest.raises(MachineError, match="403: Forbidden for you"):
        fetch(world, tmp_path)
    # the first tile was kept all along
    world.faults[:] = []
    assert fetch(world, tmp_path).kept == 1


def test_a_query_that_is_too_much_is_quartered(world: World, tmp_path: Path) -> None:
    world.faults[:] = ["remark"]
    found = fetch(world, tmp_path)
    assert len(found.roads) == 8
    assert found.tiles == 9
    assert len(world.queries) == 1 + 4 + 5
    world.faults[:] = ["remark"] * 20
    with pytest.raises(MachineError, match="Query timed out"):
        fetch(world, tmp_path / "other")


def test_an_answer_that_was_half_written_is_asked_for_again(world: World, tmp_path: Path) -> None:
    fetch(world, tmp_path)
    mine = tmp_path / "plan.json"
    mine.write_text("not an answer {", encoding="utf-8")
    for path in answers_in(tmp_path)[:2]:
        path.write_text(path.read_text(encoding="utf-8")[:-7], encoding="utf-8")
    assert len(fetch(world, tmp_path).roads) == 8
    assert len(world.queries) == 8
    assert mine.read_text(encoding="utf-8") == "not an answer {"


def test_nothing_is_left_changed(world: World, tmp_path: Path) -> None:
    names = [name for name in dir(ox.settings) if not name.startswith("_")]
    before = {name: getattr(ox.settings, name) for name in names}
    resolver = socket.getaddrinfo
    fetch(world, tmp_path / "a")
    world.faults[:] = ["refused"]
    with pytest.raises(MachineError):
        fetch(world, tmp_path / "b")
    assert {name: getattr(ox.settings, name) for name in names} == before
    assert socket.getaddrinfo is resolver
    assert not (Path.cwd() / "cache").exists()
    assert all(agent.startswith("schoolmap/") for agent in world.agents)


def test_no_server_is_said_soon(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = Told()
    with pytest.raises(MachineError) as caught:
        download_roads(
            area_of_bbox(WHOLE),
            choose_servers(f"http://127.0.0.1:{port}", environment={}),
            tmp_path,
            told.progress(),
        )
    assert "可能没有连接互联网" in caught.value.zh
    assert sum(told.waits) < 10


def test_places(world: World, tmp_path: Path) -> None:
    progress = Told().progress()
    found = find_place("画县", servers(world), tmp_path, progress)
    assert found.name == COUNTY["display_name"]
    assert shapely.bounds(found.shape).tolist() == [110.88, 35.9, 111.15, 36.12]
    by_id = find_place("R7", servers(world), tmp_path, progress)
    assert shapely.equals(by_id.shape, found.shape)
    assert [path.partition("?")[0] for path in world.searches] == ["/search", "/lookup"]
    for place, code in (("没有这里", "place_not_found"), ("山头", "place_without_area")):
        with pytest.raises(InputError) as caught:
            find_place(place, servers(world), tmp_path, progress)
        assert caught.value.problems[0].code == code
        assert caught.value.problems[0].value == place
    world.faults[:] = ["object"] * 9
    with pytest.raises(MachineError):
        find_place("别处", servers(world), tmp_path, progress)


def test_areas_by_pencil(tmp_path: Path) -> None:
    # at the equator a degree is 111.32 km east and 110.57 km north
    area = area_of_bbox("2.5, -0.5，3.5 0.5")
    assert area.km2 == pytest.approx(111.32 * 110.57, rel=2e-3)
    box = shapely.box(111.0, 36.0, 111.1, 36.1)
    path = tmp_path / "county.geojson"
    path.write_text(
        json.dumps(
            {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(box)}
        ),
        encoding="utf-8",
    )
    wide = area_of_boundary(path, buffer_km=5.0)
    west, south, east, north = shapely.bounds(wide.shape).tolist()
    # 5 km are 0.0555 degrees of longitude at 36 N and 0.0451 of latitude
    assert (111.0 - west, east - 111.1) == pytest.approx((0.0555, 0.0555), abs=2e-4)
    assert (36.0 - south, north - 36.1) == pytest.approx((0.0451, 0.0451), abs=2e-4)


def test_tiles_stand_on_one_grid() -> None:
    # an L: the tile in its corner is not asked for
    shape = shapely.union(shapely.box(0.1, 0.1, 0.9, 0.2), shapely.box(0.1, 0.1, 0.2, 0.9))
    tiles = tiles_of(area_of_shape(shape, "L"))
    assert len(tiles) == 7
    assert tiles[0] == (0.0, 0.0, 0.25, 0.25)
    assert all(w % 0.25 == s % 0.25 == 0 for w, s, _, _ in tiles)
    assert shapely.union_all([shapely.box(*t) for t in quarters(tiles[0])]).equals(
        shapely.box(*tiles[0])
    )
    small = tiles_of(area_of_bbox("111.05,35.99,111.15,36.02"))
    assert len(small) == 1
    assert shapely.box(*small[0]).contains(shapely.box(111.05, 35.99, 111.15, 36.02))


@pytest.mark.parametrize(
    ("endpoint", "geocoder", "environment", "expected"),
    [
        (None, None, {}, (PUBLIC_OVERPASS, "https://nominatim.openstreetmap.org")),
        ("http://a", None, {}, ("http://a/api", "http://a")),
        ("http://a/osm/api/interpreter", None, {}, ("http://a/osm/api", "http://a/osm")),
        (None, None, {"SCHOOLMAP_OVERPASS": "https://b/api/"}, ("https://b/api", "https://b")),
        ("http://a", "http://c/search", {"SCHOOLMAP_OVERPASS": "x"}, ("http://a/api", "http://c")),
        ("http://a", None, {"SCHOOLMAP_NOMINATIM": "http://d"}, ("http://a/api", "http://d")),
    ],
)
def test_which_servers(
    endpoint: Any, geocoder: Any, environment: dict[str, str], expected: tuple[str, str]
) -> None:
    found = choose_servers(endpoint, geocoder, environment=environment)
    assert (found.overpass, found.nominatim) == expected


def test_chains_hold_each_segment_once() -> None:
    assert chained([(3, 4), (1, 2), (2, 3)]) == [[1, 2, 3, 4]]
    assert chained([(1, 2), (2, 1)]) == [[1, 2, 1]]
    assert chained([]) == []
    rng = np.random.default_rng(1)
    for _ in range(50):
        segments = {(int(a), int(b)) for a, b in rng.integers(0, 8, (12, 2)) if a != b}
        pieces = [pair for chain in chained(segments) for pair in pairwise(chain)]
        assert sorted(pieces) == sorted(segments)


def test_the_filter_leaves_out_what_nobody_travels() -> None:
    assert '"highway"!~"^(' in WAY_FILTER
    assert "proposed" in WAY_FILTER
    assert all(tags.get("highway") != "residential" or "residential" not in WAY_FILTER
               for _, tags in WAYS.values())  # fmt: skip
