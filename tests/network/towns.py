"""Roads and places drawn at random, and the counties made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from tests.worlds import Road, Site, Village, make_model, network_of

from schoolmap.model.graph import RoadGraph
from schoolmap.model.layout import LayoutModel
from schoolmap.network import od_and_between, snap

Point = tuple[float, float]


@st.composite
def towns(draw: st.DrawFn) -> tuple[list[Road], list[Point]]:
    """Roads along a lattice of 100 m, places off it by multiples of 4 m (0.8 m/s: whole ms)."""
    roads = []
    for _ in range(draw(st.integers(1, 12))):
        x, y = draw(st.integers(0, 5)), draw(st.integers(0, 5))
        points = [(100 * x, 100 * y)]
        for _ in range(draw(st.integers(1, 5))):
            dx, dy = draw(st.sampled_from([(1, 0), (0, 1), (-1, 0), (0, -1), (2, 0), (0, 2)]))
            x, y = x + dx, y + dy
            points.append((100 * x, 100 * y))
        roads.append(
            Road(
                tuple(points),
                highway=draw(
                    st.sampled_from(["tertiary", "tertiary", "trunk", "footway", "motorway"])
                ),
                oneway=draw(st.sampled_from([0, 0, 1, -1])),
                speed_kmh=draw(st.sampled_from([float("nan"), float("nan"), 9.0])),
            )
        )
    coordinate = st.integers(-10, 160).map(lambda k: 4.0 * k)
    places = draw(st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=7))
    return roads, places


def random_roads(seed: int, n: int = 260) -> list[Road]:
    """Winding roads between near neighbours of a random cloud, 20 km square."""
    rng = np.random.default_rng(seed)
    node = rng.integers(0, 20_000, (n, 2))
    roads = []
    for i in range(n):
        far = np.hypot(*(node - node[i]).T)
        for j in np.argsort(far)[1 : 1 + rng.integers(1, 4)]:
            bend = (node[i] + node[j]) / 2 + rng.integers(-200, 200, 2)
            roads.append(
                Road(
                    tuple(tuple(float(c) for c in p) for p in (node[i], bend, node[j])),
                    highway=str(rng.choice(["tertiary", "trunk", "track", "footway"])),
                    oneway=int(rng.choice([0, 0, 0, 1, -1])),
                    speed_kmh=float(rng.choice([np.nan, 33.0])),
                )
            )
    return roads


def county(
    roads: Sequence[Road],
    villages: Sequence[Point],
    schools: Sequence[Point],
    *,
    cutoff_s: int = 50_000,
    snap_limit_m: float = 2000.0,
    shape: Callable[[RoadGraph], RoadGraph] | None = None,
    **rules: object,
) -> LayoutModel:
    """A county on roads, in plain metres; `shape` may change the graph before places join it."""
    model = make_model([Village()] * len(villages), [Site()] * len(schools), {}, **rules)
    speed = model.standards["off_road_speed_m_s"].number
    network = network_of(roads, off_road_speed_m_s=speed, snap_limit_m=snap_limit_m)
    if shape is not None:
        network = replace(network, graph=shape(network.graph))
    places = np.array([*villages, *schools], dtype=np.float64).reshape(-1, 2)
    walk, ride = (snap(network, places, mode=mode) for mode in ("walk", "ride"))
    od, between = od_and_between(
        network, walk, ride, n_origin=len(villages), cutoff_m=float(cutoff_s)
    )
    return replace(
        model,
        od=od,
        between=between,
        graph=network.graph,
        walk_snaps=walk,
        ride_snaps=ride,
        cutoff_s=cutoff_s,
        snap_limit_m=snap_limit_m,
    )


def resolved(graph: RoadGraph, edge: int, offset_mm: int) -> tuple[int, ...]:
    """The node that a point of an edge is, else the point itself."""
    if offset_mm == 0:
        return (int(graph.u[edge]),)
    if offset_mm == graph.length_mm[edge]:
        return (int(graph.v[edge]),)
    return int(edge), int(offset_mm)
