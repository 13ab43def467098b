"""The roads of Zuomu: one main road, roads to the ten villages, tracks to the hamlets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy import ndimage
from tools.simulation.linework import Road, close_gaps, components, drop_empty, node_crossings
from tools.simulation.network import (
    CLASSES,
    PATH,
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
from tools.simulation.paths import spread, trace
from tools.simulation.settlements import Zone
from tools.simulation.streets import village_lanes
from tools.simulation.terrain import Floats, Mask, Terrain

BRIDGES = (0.30, 0.47, 0.66)
LANE_SHARE = 0.45
JITTER = 0.33


def build_roads(
    terrain: Terrain,
    inside: Mask,
    zones: Sequence[Zone],
    placed: Sequence[Sequence[int]],
    rng: np.random.Generator,
) -> tuple[list[Road], Floats]:
    """Build the network; also give the vertex of each natural village."""
    weight = _ground(terrain, inside, zones)
    jitter = np.round(
        rng.uniform(-1, 1, (terrain.height_m.size, 2)) * JITTER * terrain.grid.cell_m, 2
    )
    cells = [c for own in placed for c in own]
    open_ = np.isfinite(weight).ravel()
    centres = [own[0] for own in placed]
    roads = CellRoads(terrain.grid)
    tree, rest = join_places(roads, terrain, weight, centres, grade=0.075)
    for link in tree:
        roads.add(link.cells, TERTIARY)
    for link in short_cuts(roads, rest, detour=1.9, longest_m=6000.0)[:3]:
        roads.add(link.cells, UNCLASSIFIED)
    _through_road(roads, terrain, inside, weight, centres)
    small = [c for c in cells if open_[c]]
    tree, rest = join_places(roads, terrain, weight, small, grade=0.10)
    for link in tree:
        draw = rng.random()
        roads.add(link.cells, UNCLASSIFIED if draw < 0.35 else TRACK if draw < 0.92 else PATH)
    for link in short_cuts(roads, rest, detour=2.3, longest_m=2200.0):
        roads.add(link.cells, TRACK if rng.random() < 0.3 else PATH)
    lines = [
        Road(np.round(p, 2), CLASSES[rank], name)
        for p, rank, name in chains(roads, jitter, keep=cells)
    ]
    xx, yy = terrain.grid.centres()
    anchors = np.column_stack([xx.ravel(), yy.ravel()])[cells] + jitter[cells]
    return _finish(lines + _lanes(terrain, anchors, open_[cells], placed, rng)), anchors


def _ground(terrain: Terrain, inside: Mask, zones: Sequence[Zone]) -> Floats:
    reach = ndimage.binary_dilation(inside, iterations=8)
    bridges = bridge_cells(terrain, BRIDGES, width_m=90.0)
    weight = passable(terrain, inside=reach, bridges=bridges)
    xx, yy = terrain.grid.centres()
    for zone in zones:
        weight[zone.holds(xx, yy)] = np.inf
    return weight


def _through_road(
    roads: CellRoads, terrain: Terrain, inside: Mask, weight: Floats, centres: Sequence[int]
) -> None:
    """Lay the main road from the western to the eastern edge, along roads that are there."""
    xx, _ = terrain.grid.centres()
    edge = inside & ~ndimage.binary_erosion(inside, iterations=2) & np.isfinite(weight)
    ease = terrain.height_above_stream_m + 200.0 * terrain.slope
    third = (xx.max() - xx.min()) / 3
    cheap = weight.copy()
    cheap.ravel()[roads.cells()] *= 0.5
    found = spread(
        terrain.height_m,
        cheap,
        np.array(centres[:1]),
        np.zeros(1, dtype=np.int64),
        cell_m=terrain.grid.cell_m,
        grade=0.075,
    )
    for side in (xx < xx.min() + third, xx > xx.max() - third):
        cell = int(np.argmin(np.where(edge & side, ease, np.inf)))
        roads.add(trace(found.before, cell), SECONDARY, "左木公路")


def _lanes(
    terrain: Terrain,
    anchors: Floats,
    joined: Mask,
    placed: Sequence[Sequence[int]],
    rng: np.random.Generator,
) -> list[Road]:
    """Draw a few lanes in village centres and in some hamlets."""
    river = shapely.LineString(terrain.river_line).buffer(18.0)
    firsts = set(np.cumsum([0] + [len(own) for own in placed])[:-1].tolist())
    result: list[Road] = []
    for k, anchor in enumerate(anchors):
        centre = k in firsts
        if joined[k] and (centre or rng.random() < LANE_SHARE):
            count = 7 if centre else int(rng.integers(2, 4))
            result += village_lanes(
                anchor,
                count,
                60.0 + 22.0 * np.sqrt(count),
                float(rng.uniform(0, np.pi)),
                river,
                rng,
            )
    return result


def _finish(lines: list[Road]) -> list[Road]:
    lines = drop_empty(node_crossings(drop_empty(lines)))
    lines = close_gaps(lines, gap_m=14.0)
    for _ in range(3):
        lines = drop_empty(node_crossings(lines, snap_m=1.0))
    piece = components(lines)
    return [road for road, k in zip(lines, piece, strict=True) if k == 0]
