"""The page's router against Python's, live: Node and Python answer now, to the last integer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.towns import Point, county, random_roads, resolved, towns
from tests.network.twin_node import LONLAT, Twin, school_data, twin
from tests.twin import added_data
from tests.worlds import Road

import schoolmap as sm
from schoolmap.geography.crs import project, unproject
from schoolmap.model.graph import NO_WAY, RoadGraph, Snaps
from schoolmap.model.layout import LayoutModel
from schoolmap.model.od import NO_RIDE
from schoolmap.model.scenario import Place
from schoolmap.network import added_site
from schoolmap.network.opening import _by_road, network_of_model, walked_components
from schoolmap.network.split import part_ms

YUNLING = Path(__file__).parents[2] / "data" / "studies" / "yunling"
MODES = ("walk", "ride")


@pytest.fixture(scope="module")
def node() -> Iterator[Twin]:
    with twin() as running:
        yield running


@pytest.fixture(scope="module")
def yunling() -> LayoutModel:
    return sm.prepare(sm.read_study(YUNLING))


def some_places(graph: RoadGraph, count: int, rng: np.random.Generator) -> list[Place]:
    """Ends, their neighbours, and the inside of edges of every sort.

    Two-way roads, one-way streets, footpaths, motorways, and roads apart from the main network.
    """
    ridden = (graph.ride_uv_ms != NO_WAY).astype(int) + (graph.ride_vu_ms != NO_WAY)
    walked = graph.walk_uv_ms != NO_WAY
    apart = walked_components(graph)[graph.u] > 0
    marks = [ridden == 2, ridden == 1, walked & (ridden == 0), ~walked, apart]
    sorts = [np.flatnonzero(mark) for mark in marks if mark.any()]
    places = []
    for k in range(count):
        edge = int(rng.choice(sorts[k % len(sorts)]))
        length = int(graph.length_mm[edge])
        offsets = [0, length, min(1, length), max(length - 1, 0), int(rng.integers(length + 1))]
        places.append(Place(edge, offsets[int(rng.integers(5))]))
    return places


def expected(model: LayoutModel, places: Sequence[Place]) -> list[dict[str, Any]]:
    return [
        added_data(added_site(model, f"N{k}", f"school N{k}", LONLAT, place))
        for k, place in enumerate(places)
    ]


# --- what the page reads


def check_read(node: Twin, model: LayoutModel) -> None:
    """The page's graph is Python's."""
    graph, walk, ride = model.graph, model.walk_snaps, model.ride_snaps
    assert graph is not None
    assert walk is not None
    assert ride is not None
    u, v, length, *ways = node.ask(model, ways=True)["graph"]
    assert (u, v, length) == (graph.u.tolist(), graph.v.tolist(), graph.length_mm.tolist())
    times = (
        (graph.walk_uv_ms, graph.walk_vu_ms, walk),
        (graph.ride_uv_ms, graph.ride_vu_ms, ride),
    )
    speed = network_of_model(model, graph).off_road_speed_m_s
    for k, (uv, vu, snaps) in enumerate(times):
        columns = (uv, vu, snaps.indptr, snaps.edge, snaps.offset_mm, snaps.leg_mm)
        assert ways[7 * k : 7 * k + 6] == [c.tolist() for c in columns]
        legs = np.floor(snaps.leg_mm / speed + 0.5)
        assert ways[7 * k + 6] == legs.tolist()


def test_the_page_reads_the_graph_as_it_is(node: Twin, yunling: LayoutModel) -> None:
    check_read(node, yunling)


def test_times_that_fit_no_pace_are_read_too(node: Twin) -> None:
    # more speeds than there are paces, slopes that make walks unlike there and back, barred ways
    rng = np.random.default_rng(11)
    model = county(random_roads(11), [(0, 0), (9000, 9000)], [(5000, 5000)])
    assert model.graph is not None
    n = model.graph.n_edge

    def odd() -> np.ndarray:
        return np.where(rng.random(n) < 0.1, NO_WAY, rng.integers(0, 10**7, n))

    graph = replace(
        model.graph, walk_uv_ms=odd(), walk_vu_ms=odd(), ride_uv_ms=odd(), ride_vu_ms=odd()
    )
    check_read(node, replace(model, graph=graph))


# --- new schools


@given(towns(), st.integers(0, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_new_schools_in_small_towns(
    node: Twin, town: tuple[list[Road], list[Point]], cutoff: int, seed: int
) -> None:
    roads, places = town
    half = len(places) // 2
    model = county(roads, places[:half], places[half:], cutoff_s=cutoff * 50, snap_limit_m=300)
    assert model.graph is not None
    stand = some_places(model.graph, 6, np.random.default_rng(seed))
    assert node.added(model, stand) == expected(model, stand)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_new_schools_on_winding_roads(node: Twin, seed: int) -> None:
    rng = np.random.default_rng(200 + seed)
    points = [tuple(p) for p in (rng.random((90, 2)) * 20_000).tolist()]
    model = county(random_roads(seed), points[:60], points[60:], cutoff_s=9000)
    assert model.graph is not None
    places = some_places(model.graph, 60, rng)
    want = expected(model, places)
    assert node.added(model, places) == want
    rides = [s for site in want for s in site["rideS"]]
    assert NO_RIDE in rides
    assert max(rides) > 0
    assert len({site["component"] for site in want}) > 1


def check_exact(node: Twin, model: LayoutModel, places: Sequence[Place]) -> None:
    """Times and lengths are the same before they are rounded."""
    asked = [{"edge": p.edge, "offsetMm": p.offset_mm} for p in places]
    found = node.ask(model, exact=asked)["exact"]
    n_village = len(model.villages)
    assert model.graph is not None
    for place, rows in zip(places, found, strict=True):
        journeys, walks = _by_road(model, model.graph, place)
        columns = ("origin", "walk_ms", "length_mm", "ride_ms", "ride_mm")
        want = list(zip(*(getattr(journeys, c).tolist() for c in columns), strict=True))
        ways = ((walks.origin + n_village).tolist(), walks.walk_ms, walks.length_mm)
        want += [(*way, NO_RIDE, NO_RIDE) for way in zip(*ways, strict=True)]
        names = ("origin", "walkMs", "lengthMm", "rideMs", "rideMm")
        assert [tuple(row[k] for k in names) for row in rows] == want


def scattered(seed: int) -> LayoutModel:
    rng = np.random.default_rng(300 + seed)
    points = [tuple(p) for p in (rng.random((90, 2)) * 20_000).tolist()]
    return county(random_roads(seed), points[:60], points[60:], cutoff_s=20_000)


def test_fractions_of_milliseconds_are_lost_alike(node: Twin) -> None:
    model = scattered(5)
    assert model.graph is not None
    check_exact(node, model, some_places(model.graph, 40, np.random.default_rng(5)))


def test_halves_of_milliseconds_are_lost_alike(node: Twin) -> None:
    # all stand at the very middle of an edge, or at a quarter of it, which take 1, 3, 5 ... ms
    rng = np.random.default_rng(6)
    model = scattered(6)
    graph, walk, ride = model.graph, model.walk_snaps, model.ride_snaps
    assert graph is not None
    assert walk is not None
    assert ride is not None
    quarter = rng.integers(1, 10**6, graph.n_edge)
    barred = graph.ride_uv_ms == NO_WAY
    odd = 2 * rng.integers(0, 10**5, (4, graph.n_edge)) + 1
    graph = replace(
        graph,
        length_mm=4 * quarter,
        walk_uv_ms=odd[0],
        walk_vu_ms=odd[1],
        ride_uv_ms=np.where(barred, NO_WAY, odd[2]),
        ride_vu_ms=np.where(graph.ride_vu_ms == NO_WAY, NO_WAY, odd[3]),
    )
    walk, ride = (
        replace(s, offset_mm=quarter[s.edge] * rng.integers(1, 4, s.edge.size))
        for s in (walk, ride)
    )
    model = replace(model, graph=graph, walk_snaps=walk, ride_snaps=ride)
    taken = walk.edge[rng.integers(0, walk.edge.size, 30)].tolist()  # with villages on them
    edges = taken + rng.integers(0, graph.n_edge, 30).tolist()
    places = [Place(e, int(quarter[e] * rng.integers(1, 4))) for e in edges]
    check_exact(node, model, places)


def test_new_schools_where_slopes_make_times_unlike_lengths(node: Twin) -> None:
    # walks unlike there and back, and many ways of equal time and other length
    rng = np.random.default_rng(12)
    points = [tuple(p) for p in (rng.random((60, 2)) * 20_000).tolist()]
    model = county(random_roads(12), points[:50], points[50:], cutoff_s=50_000)
    assert model.graph is not None
    n = model.graph.n_edge
    times = {
        name: np.where(getattr(model.graph, name) == NO_WAY, NO_WAY, rng.integers(0, 4, n) * 10**6)
        for name in ("walk_uv_ms", "walk_vu_ms", "ride_uv_ms", "ride_vu_ms")
    }
    model = replace(model, graph=replace(model.graph, **times))
    assert model.graph is not None
    places = some_places(model.graph, 60, rng)
    assert node.added(model, places) == expected(model, places)


def test_new_schools_in_the_simulated_county(node: Twin, yunling: LayoutModel) -> None:
    assert yunling.graph is not None
    places = some_places(yunling.graph, 120, np.random.default_rng(5))
    want = expected(yunling, places)
    assert node.added(yunling, places) == want
    assert {site["component"] for site in want} > {-1, 0}
    assert sum(len(site["village"]) for site in want) > 50_000


def test_new_schools_without_roads(node: Twin, yunling: LayoutModel) -> None:
    model = replace(yunling, graph=None, walk_snaps=None, ride_snaps=None, estimated=True)
    rng = np.random.default_rng(6)
    low, high = model.villages.xy_mm.min(axis=0), model.villages.xy_mm.max(axis=0)
    places = [Place(x_mm=int(x), y_mm=int(y)) for x, y in rng.integers(low, high, (100, 2))]
    want = expected(model, places)
    assert node.added(model, places) == want
    assert sum(len(site["village"]) for site in want) > 50_000


def test_the_page_finds_the_plane_of_a_county_without_roads(
    node: Twin, yunling: LayoutModel
) -> None:
    model = replace(yunling, graph=None, walk_snaps=None, ride_snaps=None, estimated=True)
    low, high = model.villages.xy_mm.min(axis=0) / 1000, model.villages.xy_mm.max(axis=0) / 1000
    lonlat = unproject(np.random.default_rng(8).uniform(low, high, (200, 2)), model.crs)
    places = [{"edge": -1, "offsetMm": -1, "lonlat": p} for p in lonlat.tolist()]
    found = node.ask(model, places=places)["at"]
    xy = np.array([[p["x_mm"], p["y_mm"]] for p in found]) / 1000
    assert np.abs(xy - project(lonlat, model.crs)).max() < 0.1


# --- routes


def legs(model: LayoutModel, mode: str, place: int) -> tuple[int, int]:
    """Milliseconds and millimetres off the road."""
    graph, snaps = model.graph, snaps_of(model, mode)
    assert graph is not None
    mm = int(snaps.leg_mm[place])
    return math.floor(mm / network_of_model(model, graph).off_road_speed_m_s + 0.5), mm


def snaps_of(model: LayoutModel, mode: str) -> Snaps:
    snaps = model.walk_snaps if mode == "walk" else model.ride_snaps
    assert snaps is not None
    return snaps


def ends(model: LayoutModel, mode: str, place: int) -> set[tuple[int, ...]]:
    """Points of the graph where a place joins it."""
    graph, snaps = model.graph, snaps_of(model, mode)
    assert graph is not None
    rows = range(snaps.indptr[place], snaps.indptr[place + 1])
    return {resolved(graph, int(snaps.edge[j]), int(snaps.offset_mm[j])) for j in rows}


def part(graph: RoadGraph, mode: str, edge: int, start: int, stop: int) -> tuple[int, int]:
    """Milliseconds and millimetres of a part of an edge, which must be open that way."""
    way = "uv" if start < stop else "vu"
    length, whole = int(graph.length_mm[edge]), int(getattr(graph, f"ride_{way}_ms")[edge])
    if mode == "walk":
        whole = int(getattr(graph, f"walk_{way}_ms")[edge])
    assert whole != NO_WAY
    turned = [start, stop] if start < stop else [length - start, length - stop]
    assert 0 <= turned[0] < turned[1] <= length
    so_far = part_ms(np.array([whole] * 2), np.array(turned), np.array([length] * 2))
    return int(so_far[1] - so_far[0]), turned[1] - turned[0]


def check_way(
    model: LayoutModel,
    asked: tuple[int, Any, str],
    journey: dict[str, Any],
) -> None:
    """The parts of a journey are one way through the graph, and take as long as it says."""
    village, school, mode = asked
    graph = model.graph
    assert graph is not None
    origin = ends(model, mode, village)
    spent = [legs(model, mode, village)]
    if isinstance(school, int):
        goal = ends(model, mode, len(model.villages) + school)
        spent.append(legs(model, mode, len(model.villages) + school))
    else:
        goal = {resolved(graph, school["edge"], school["offsetMm"])}
    reached = origin
    for edge, start, stop in journey["parts"]:
        spent.append(part(graph, mode, edge, start, stop))
        assert resolved(graph, edge, start) in reached
        reached = {resolved(graph, edge, stop)}
    assert reached & goal
    ms, mm = (sum(column) for column in zip(*spent, strict=True))
    assert (journey["timeS"], journey["lengthM"]) == ((ms + 500) // 1000, (mm + 500) // 1000)


def check_listed(node: Twin, model: LayoutModel, pairs: Sequence[tuple[int, int]]) -> int:
    """Routes to listed schools have the figures of the matrix; return how many there are."""
    asked = [(village, site, mode) for village, site in pairs for mode in MODES]
    found = node.ask(model, routes=asked)["journeys"]
    for which, journey in zip(asked, found, strict=True):
        if journey is not None:
            check_way(model, which, journey)
    od = model.od
    for k, pair in enumerate(pairs):
        row = od.row(*pair)
        walk, ride = found[2 * k : 2 * k + 2]
        assert (walk is None) == (row < 0)
        if walk is not None:
            assert (walk["lengthM"], walk["timeS"]) == (od.length_m[row], od.walk_ref_s[row])
            figures = (NO_RIDE, NO_RIDE) if ride is None else (ride["timeS"], ride["lengthM"])
            assert figures == (od.ride_s[row], od.ride_length_m[row])
    return sum(journey is not None for journey in found)


def check_added(node: Twin, model: LayoutModel, places: Sequence[Place]) -> None:
    """Routes to new schools have the figures of their rows."""
    for k, place in enumerate(places):
        site = added_site(model, "N", "", LONLAT, place)
        school = school_data(f"N{k}", place)
        asked = [(v, school, mode) for v in site.village.tolist()[:20] for mode in MODES]
        found = node.ask(model, routes=asked)["journeys"]
        for which, journey in zip(asked, found, strict=True):
            if journey is not None:
                check_way(model, which, journey)
        walked = [(j["timeS"], j["lengthM"]) for j in found[0::2]]
        ridden = [
            (NO_RIDE, NO_RIDE) if j is None else (j["timeS"], j["lengthM"]) for j in found[1::2]
        ]
        n = len(walked)
        assert walked == list(zip(site.walk_ref_s[:n], site.length_m[:n], strict=True))
        assert ridden == list(zip(site.ride_s[:n], site.ride_length_m[:n], strict=True))


@given(towns(), st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_routes_in_small_towns(
    node: Twin, town: tuple[list[Road], list[Point]], cutoff: int, seed: int
) -> None:
    roads, places = town
    half = len(places) // 2
    model = county(roads, places[:half], places[half:], cutoff_s=cutoff * 50, snap_limit_m=300)
    pairs = [(v, s) for v in range(half) for s in range(len(places) - half)]
    check_listed(node, model, pairs)
    assert model.graph is not None
    check_added(node, model, some_places(model.graph, 2, np.random.default_rng(seed)))


def test_routes_in_the_simulated_county(node: Twin, yunling: LayoutModel) -> None:
    assert yunling.graph is not None
    rng = np.random.default_rng(9)
    sites = rng.integers(0, len(yunling.sites), 12).repeat(15).tolist()
    villages = rng.integers(0, len(yunling.villages), len(sites)).tolist()
    pairs = list(zip(villages, sites, strict=True))
    assert 100 < check_listed(node, yunling, pairs) < 2 * len(pairs)
    check_added(node, yunling, some_places(yunling.graph, 4, rng))
