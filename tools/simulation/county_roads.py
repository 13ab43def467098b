"""The roads of Yunling, from the motorway to the field path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy import ndimage
from tools.simulation import names
from tools.simulation.linework import (
    Road,
    close_gaps,
    components,
    drop_empty,
    node_crossings,
    select,
)
from tools.simulation.motorway import motorway
from tools.simulation.network import (
    CLASSES,
    PATH,
    PRIMARY,
    SECONDARY,
    TERTIARY,
    TRACK,
    UNCLASSIFIED,
    CellRoads,
    bridge_cells,
    chains,
    join_places,
    passable,
    short_cuts,
)
from tools.simulation.paths import Link, spread, trace
from tools.simulation.places import Places
from tools.simulation.streets import (
    Grid2,
    field_tracks,
    town_grid,
    trim_to_clear,
    village_lanes,
)
from tools.simulation.terrain import Floats, Mask, Terrain

ROAD_BRIDGES = (0.215, 0.4935, 0.5085, 0.735)
FOOT_BRIDGES = (0.34, 0.63)
BRIDGE_WIDTH_M = 170.0
LEAST_COMPONENT = 8
TOWN = Grid2(150.0, 115.0, 1800.0, 0.10, 4, 0.22)
SEAT = Grid2(105.0, 85.0, 480.0, 0.16, 3, 0.30)
COUNTRY_SEAT = Grid2(100.0, 80.0, 300.0, 0.18, 3, 0.30)
FIELD_TRACKS = 1900
JITTER = 0.33


@dataclass(frozen=True)
class Built:
    """The finished road layer and where the villages' own vertices are."""

    roads: list[Road]
    anchors: Floats


def build_roads(
    terrain: Terrain, places: Places, rng: np.random.Generator, population: Floats
) -> Built:
    """Build the whole network; population is that of each natural village, in unit order."""
    jitter = rng.uniform(-1, 1, (terrain.height_m.size, 2)) * JITTER * terrain.grid.cell_m
    jitter = np.round(jitter, 2)
    cells = [c for u in places.units for c in u.cells]
    xx, yy = terrain.grid.centres()
    anchors = np.column_stack([xx.ravel(), yy.ravel()])[cells] + jitter[cells]
    weight = _ground(terrain, places)
    roads = CellRoads(terrain.grid)
    _main_roads(roads, terrain, places, weight)
    _village_roads(roads, terrain, places, weight, rng, population)
    _island_roads(roads, terrain, places)
    lines = [
        Road(np.round(p, 2), CLASSES[rank], name)
        for p, rank, name in chains(roads, jitter, keep=cells)
    ]
    river = shapely.LineString(terrain.river_line).buffer(35.0)
    streets = _streets(terrain, places, rng, population, anchors, lines, river)
    lines = finish(lines + streets)
    piece = components(lines)
    keep = (piece == 0) | _is_island(lines, places)
    lines = select(lines, keep) + motorway(terrain, places, lines, rng)
    return Built(node_ends(lines), anchors)


def node_ends(lines: list[Road]) -> list[Road]:
    """Join ends that lie on another line (a last pass, for links added late)."""
    return drop_empty(close_gaps(lines, gap_m=0.5))


def finish(lines: list[Road]) -> list[Road]:
    """Node crossings and close near misses until nothing is left to do."""
    lines = drop_empty(node_crossings(drop_empty(lines)))
    lines = close_gaps(lines, gap_m=14.0)
    for _ in range(3):
        lines = drop_empty(node_crossings(lines, snap_m=1.0))
    return lines


def _is_island(lines: Sequence[Road], places: Places) -> Mask:
    start = np.array([r.points[0] for r in lines])
    return places.island.holds(start[:, 0], start[:, 1], margin_m=-600.0)


def _ground(terrain: Terrain, places: Places) -> Floats:
    """Where roads may be built, and how willingly."""
    reach = ndimage.binary_dilation(places.inside, iterations=4)
    bridges = bridge_cells(terrain, ROAD_BRIDGES, width_m=BRIDGE_WIDTH_M)
    weight = passable(terrain, inside=reach, bridges=bridges)
    xx, yy = terrain.grid.centres()
    for zone in places.wild:
        weight[zone.holds(xx, yy)] = np.inf
    weight[places.island.holds(xx, yy, margin_m=-900.0)] = np.inf
    return weight


def exits(terrain: Terrain, places: Places, weight: Floats) -> list[int]:
    """Cells at the county's edge where main roads leave it."""
    xx, yy = terrain.grid.centres()
    edge = places.inside & ~ndimage.binary_erosion(places.inside, iterations=2)
    edge &= np.isfinite(weight) & (terrain.slope < 0.3)
    rank = terrain.height_above_stream_m + terrain.height_m * 0.3
    middle_x, middle_y = xx[places.inside].mean(), yy[places.inside].mean()
    angle = np.arctan2(yy - middle_y, xx - middle_x)
    result = []
    for aim in np.deg2rad([8.0, 62.0, 118.0, 187.0, 255.0, 305.0]):
        turn = np.abs(np.angle(np.exp(1j * (angle - aim))))
        score = np.where(edge & (turn < 0.22), rank, np.inf)
        result.append(int(np.argmin(score)))
    return result


def _main_roads(roads: CellRoads, terrain: Terrain, places: Places, weight: Floats) -> None:
    """Lay the trunk road through the county town and secondary roads to every seat."""
    out = exits(terrain, places, weight)
    stops = list(places.seats) + out
    tree, rest = join_places(roads, terrain, weight, stops, grade=0.07)
    count = len(places.seats)
    for link in tree:
        roads.add(link.cells, SECONDARY, _road_name(link, places, count))
    far = [link for link in rest if link.a <= count and link.b <= count]
    for link in short_cuts(roads, far, detour=1.7, longest_m=30000.0):
        roads.add(link.cells, SECONDARY, _road_name(link, places, count))
    trunk = weight.copy()
    flat = trunk.ravel()
    flat[roads.cells()] *= 0.45
    found = spread(
        terrain.height_m,
        trunk,
        np.array(places.seats[:1]),
        np.zeros(1, np.int64),
        cell_m=terrain.grid.cell_m,
        grade=0.07,
    )
    for cell in (out[0], out[3]):
        roads.add(trace(found.before, cell), PRIMARY, "国道云岭段")
    roads.add(trace(found.before, places.seats[1]), PRIMARY, "国道云岭段")


def _road_name(link: Link, places: Places, seats: int) -> str:
    ends = [places.townships[k - 1][1][0] if k <= seats else "界" for k in (link.a, link.b)]
    ends = ["云" if k in (1, 2) else e for e, k in zip(ends, (link.a, link.b), strict=True)]
    return f"{ends[0]}{ends[1]}线" if ends[0] != ends[1] else "城区连接线"


def _village_roads(
    roads: CellRoads,
    terrain: Terrain,
    places: Places,
    weight: Floats,
    rng: np.random.Generator,
    population: Floats,
) -> None:
    """Reach administrative villages by tertiary roads, natural ones by lesser roads."""
    open_ = np.isfinite(weight).ravel()
    outer = [u for u in places.units if u.seat or not u.community]
    centres = [u.cells[0] for u in outer if open_[u.cells[0]]]
    tree, rest = join_places(roads, terrain, weight, centres, grade=0.075)
    for link in tree:
        roads.add(link.cells, TERTIARY, "")
    for link in short_cuts(roads, rest, detour=2.3, longest_m=6000.0):
        roads.add(link.cells, UNCLASSIFIED if rng.random() < 0.5 else TERTIARY, "")
    cells = [c for u in places.units for c in u.cells]
    size = dict(zip(cells, population.tolist(), strict=True))
    small = [c for u in outer for c in u.cells if open_[c]]
    strips = bridge_cells(terrain, FOOT_BRIDGES, width_m=BRIDGE_WIDTH_M) & terrain.river
    over = set(np.nonzero(strips.ravel())[0].tolist())
    weight = np.where(strips, 1.0, weight)
    tree, rest = join_places(roads, terrain, weight, small, grade=0.10)
    for link in tree:
        people = max((size[small[k - 1]] for k in (link.a, link.b) if k > 0), default=0.0)
        draw = rng.random()
        rank = UNCLASSIFIED if people > 130 or draw < 0.45 else TRACK if draw < 0.93 else PATH
        roads.add(link.cells, PATH if over.intersection(link.cells) else rank, "")
    for link in short_cuts(roads, rest, detour=2.0, longest_m=2600.0):
        track = rng.random() < 0.42 and not over.intersection(link.cells)
        roads.add(link.cells, TRACK if track else PATH, "")


def _island_roads(roads: CellRoads, terrain: Terrain, places: Places) -> None:
    """Join the villages of the cut-off plateau to each other, and to nothing else."""
    xx, yy = terrain.grid.centres()
    zone = places.island
    inside = zone.holds(xx, yy, margin_m=-1000.0)
    cells = [c for u in places.units for c in u.cells if inside.ravel()[c]]
    own = CellRoads(terrain.grid)
    weight = np.where(inside, 1.0, np.inf)
    tree, rest = join_places(own, terrain, weight, cells, grade=0.10)
    for link in tree + rest[:1]:
        roads.add(link.cells, TRACK, "")


def _streets(
    terrain: Terrain,
    places: Places,
    rng: np.random.Generator,
    population: Floats,
    anchors: Floats,
    lines: list[Road],
    river: shapely.Polygon,
) -> list[Road]:
    """Town grids, village lanes and field tracks, clear of the roads that are there."""
    line = terrain.river_line
    result: list[Road] = []
    at = 0
    wild = [*places.wild]
    for unit in places.units:
        own = anchors[at : at + len(unit.cells)]
        people = population[at : at + len(unit.cells)]
        at += len(unit.cells)
        if unit.seat and not (unit.community and unit.code[6] == "0"):
            plan = SEAT if unit.community else COUNTRY_SEAT
            result += town_grid(
                (own[0, 0], own[0, 1]),
                _slope_angle(terrain, unit.cells[0]),
                plan,
                terrain,
                river,
                rng,
            )
        if unit.community and not unit.seat:
            continue
        for k, cell in enumerate(unit.cells):
            if any(z.holds(*own[k : k + 1].T).any() for z in wild):
                continue
            if rng.random() < 0.05:
                continue
            count = int(np.clip(3.2 + people[k] / 26.0 + rng.normal(0, 1.4), 2, 22))
            radius = 50.0 + 31.0 * np.sqrt(count)
            result += village_lanes(own[k], count, radius, _slope_angle(terrain, cell), river, rng)
    x, y = line[len(line) // 2]
    ahead = line[len(line) // 2 + 25] - line[len(line) // 2 - 25]
    town = town_grid(
        (float(x), float(y)),
        float(np.arctan2(ahead[1], ahead[0])),
        TOWN,
        terrain,
        river.buffer(45.0),
        rng,
        names=names.STREETS,
        oneway_share=0.16,
    )
    starts = np.vstack([r.points[-1] for r in result])
    keep = np.hypot(starts[:, 0] - x, starts[:, 1] - y) > 2300
    keep &= ~places.island.holds(starts[:, 0], starts[:, 1])
    for zone in wild:
        keep &= ~zone.holds(starts[:, 0], starts[:, 1], margin_m=800.0)
    fields = field_tracks(starts[keep], terrain, river, rng, count=FIELD_TRACKS)
    return trim_to_clear(result + town, lines, gap_m=14.0) + fields


def _slope_angle(terrain: Terrain, cell: int) -> float:
    """Give the direction along the slope at a cell."""
    rows, columns = divmod(cell, terrain.grid.shape[1])
    block = terrain.height_m[max(rows - 2, 0) : rows + 3, max(columns - 2, 0) : columns + 3]
    dy, dx = np.gradient(block)
    return float(np.arctan2(dx.mean(), -dy.mean()))
