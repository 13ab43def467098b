"""The places of Yunling: townships, administrative villages and natural villages on the terrain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from tools.simulation import names
from tools.simulation.regions import clean_labels, largest_piece
from tools.simulation.settlements import (
    Zone,
    allocate,
    natural_villages,
    scatter,
    split_count,
    suitability,
)
from tools.simulation.terrain import Floats, Ints, Mask, Terrain

COUNTY_CODE = "520998"
STREETS = ("云台街道", "清溪街道")
TOWNS = ("青石镇", "龙塘镇", "白岩镇", "高桥镇", "马鞍镇", "双河镇", "大坝镇")
COUNTRY = ("石门乡", "茶园乡", "木瓜乡", "长岭乡", "羊角乡", "枫香乡", "箐口乡")
ADMIN_VILLAGES = 250
NATURAL_VILLAGES = 1500
TOWN_COMMUNITIES = 6
SEAT_SPACING_M = 8800.0
ADMIN_SPACING_M = 1500.0
NATURAL_SPACING_M = 340.0
WILD_RADIUS_M = 2500.0
WILD_ZONES = 4
ISLAND_VILLAGES = 4
ISLAND_SPREAD_M = 620.0


@dataclass(frozen=True)
class AdminUnit:
    """A village committee (村委会) or a residents' committee (居委会)."""

    code: str
    name: str
    township: int
    community: bool
    seat: bool
    cells: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """Everything that is settled."""

    townships: tuple[tuple[str, str], ...]
    seats: tuple[int, ...]
    label: Ints
    inside: Mask
    units: tuple[AdminUnit, ...]
    wild: tuple[Zone, ...]
    island: Zone


def township_codes() -> tuple[tuple[str, str], ...]:
    """Give (code, name) of the townships: 001- for streets, 100- for towns, 200- for townships."""
    rows = [(f"{COUNTY_CODE}{1 + k:03d}", n) for k, n in enumerate(STREETS)]
    rows += [(f"{COUNTY_CODE}{100 + k:03d}", n) for k, n in enumerate(TOWNS)]
    rows += [(f"{COUNTY_CODE}{200 + k:03d}", n) for k, n in enumerate(COUNTRY)]
    return tuple(rows)


def _core(terrain: Terrain, rng: np.random.Generator, *, scale: float) -> Mask:
    """Mark a blob in the middle of the raster, lobed, in which seats may lie."""
    xx, yy = terrain.grid.centres()
    rows, columns = terrain.grid.shape
    half_x, half_y = columns * terrain.grid.cell_m / 2, rows * terrain.grid.cell_m / 2
    u = (xx - terrain.grid.x0 - half_x) / half_x
    v = (yy - terrain.grid.y0 - half_y) / half_y
    angle = np.arctan2(v, u)
    lobes = (
        1.0
        + 0.07 * np.sin(3 * angle + rng.uniform(0, 6))
        + 0.05 * np.sin(5 * angle + rng.uniform(0, 6))
    )
    return np.asarray((np.abs(u) ** 2.6 + np.abs(v) ** 2.6) ** (1 / 2.6) < scale * lobes)


def town_seats(terrain: Terrain, share: float) -> tuple[int, int]:
    """Find the two halves of the county town: the flattest places north and south of the river."""
    xx, yy = terrain.grid.centres()
    x, y = terrain.river_line[int(share * (len(terrain.river_line) - 1))]
    away = np.hypot(xx - x, yy - y)
    score = np.where(
        (away < 1500) & (terrain.river_distance_m > 450),
        1.0 - terrain.slope - 0.2 * np.abs(away - 900) / 900,
        -9.0,
    )
    north = int(np.argmax(np.where(yy > y, score, -9.0)))
    south = int(np.argmax(np.where(yy <= y, score, -9.0)))
    return north, south


def townships(
    terrain: Terrain, rng: np.random.Generator, *, share: float
) -> tuple[list[int], Ints]:
    """Place the seats and share the land among them and the neighbouring counties (-1)."""
    town = town_seats(terrain, share)
    score = suitability(terrain) * _core(terrain, rng, scale=0.77)
    score = ndimage.gaussian_filter(score, 4)
    score = np.where(terrain.river_distance_m < 400, 0.0, score**3)
    seats = list(town) + scatter(
        terrain, score, rng, count=14, spacing_m=SEAT_SPACING_M, taken=town[:1]
    )
    outer = np.where(_core(terrain, rng, scale=0.93), 0.0, 1.0)
    outside = scatter(terrain, outer, rng, count=46, spacing_m=4800.0)
    label = allocate(terrain, seats + outside).label.reshape(terrain.grid.shape)
    label = np.where(label >= len(seats), -1, label)
    whole = largest_piece(ndimage.median_filter(label, 7) >= 0)
    filled = clean_labels(np.where(whole, label, -2), np.asarray(seats))
    return seats, np.where(whole, filled, -1)


def wild_zones(terrain: Terrain, inside: Mask, seats: list[int]) -> tuple[Zone, ...]:
    """Choose remote high ground, far from every seat and from each other, within the county."""
    xx, yy = terrain.grid.centres()
    room = ndimage.distance_transform_edt(inside) * terrain.grid.cell_m
    x, y = xx.ravel(), yy.ravel()
    score = terrain.height_above_stream_m + 0.25 * terrain.height_m
    score = ndimage.gaussian_filter(score, 10)
    score = np.where((room > 1700) & (terrain.river_distance_m > 4000), score, -np.inf).ravel()
    for seat in seats:
        score[np.hypot(x - x[seat], y - y[seat]) < 5200] = -np.inf
    zones = []
    for _ in range(WILD_ZONES + 1):
        cell = int(np.argmax(score))
        zones.append(Zone(float(x[cell]), float(y[cell]), WILD_RADIUS_M))
        score[np.hypot(x - x[cell], y - y[cell]) < 9000] = -np.inf
    return tuple(zones)


def remote_cells(terrain: Terrain, zones: tuple[Zone, ...]) -> list[int]:
    """One village in the middle of each wild zone, a few around the middle of the last."""
    x = [z.x for z in zones[:-1]]
    y = [z.y for z in zones[:-1]]
    angle = 2 * np.pi * np.arange(ISLAND_VILLAGES) / ISLAND_VILLAGES + 0.4
    x += list(zones[-1].x + ISLAND_SPREAD_M * np.cos(angle))
    y += list(zones[-1].y + ISLAND_SPREAD_M * np.sin(angle))
    return [int(c) for c in terrain.grid.cell_of(np.array(x), np.array(y))]


def settle(terrain: Terrain, rng: np.random.Generator, *, share: float) -> Places:
    """Place everything: townships, wild ground, administrative and natural villages."""
    seats, label = townships(terrain, rng, share=share)
    inside = label >= 0
    zones = wild_zones(terrain, inside, seats)
    xx, yy = terrain.grid.centres()
    score = np.where(inside, suitability(terrain), 0.0)
    room = ndimage.distance_transform_edt(inside) * terrain.grid.cell_m
    score = np.where(room > 350, score, 0.0)
    for zone in zones:
        score = np.where(zone.holds(xx, yy, margin_m=200.0), 0.0, score)
    score = score.astype(np.float64)
    town_x, town_y = xx.ravel()[seats[0]], yy.ravel()[seats[0]]
    rural = np.where(np.hypot(xx - town_x, yy - town_y) < 2600, 0.0, score)
    extra = ADMIN_VILLAGES - len(seats) - 2 * (TOWN_COMMUNITIES - 1)
    admin = scatter(terrain, rural, rng, count=extra, spacing_m=ADMIN_SPACING_M, taken=seats)
    units = _units(terrain, rng, seats, label, admin, score, rural, remote_cells(terrain, zones))
    return Places(township_codes(), tuple(seats), label, inside, units, zones[:-1], zones[-1])


def _units(
    terrain: Terrain,
    rng: np.random.Generator,
    seats: list[int],
    label: Ints,
    admin: list[int],
    score: Floats,
    rural: Floats,
    remote: list[int],
) -> tuple[AdminUnit, ...]:
    town = [c for k in (0, 1) for c in _quarters(terrain, rng, seats[k], score, seats[1 - k])]
    centres = town + seats[2:] + admin
    where = label.ravel()
    home = np.array(
        [k // TOWN_COMMUNITIES for k in range(len(town))]
        + [int(where[c]) for c in centres[len(town) :]]
    )
    owner = allocate(terrain, centres, only=label >= 0).label
    owner = np.where(home[owner] == where, owner, -1)
    wanted = _wanted(rng, len(town), len(seats) - 2, len(admin))
    kinds = [0] * len(town) + [1] * (len(seats) - 2) + [2] * len(admin)
    placed = natural_villages(
        terrain,
        np.where(rural > 0, rural, _built_up(terrain, score, town)),
        owner,
        centres,
        wanted,
        rng,
        spacing_m=[(150.0, 105.0, NATURAL_SPACING_M)[k] for k in kinds],
        reach_m=[(900.0, 300.0, 2600.0)[k] for k in kinds],
    )
    for cell in remote:
        placed[_nearest_centre(terrain, centres, home == where[cell], cell)].append(cell)
    codes = township_codes()
    pool = [n for n in names.distinct_names(rng, 600) if not n.startswith("云")]
    serial = {(t, c): 0 for t in range(len(codes)) for c in (True, False)}
    quarter = names.quarter_names(
        rng, names.QUARTERS, sum(len(placed[k]) for k in range(len(town)))
    )
    units, ward = [], 0
    for k, cells in enumerate(placed):
        in_town = k < len(town)
        seat = len(town) <= k < len(town) + len(seats) - 2
        township = int(home[k])
        community = in_town or (seat and codes[township][0][6] == "1")
        number = serial[township, community]
        serial[township, community] = number + 1
        code = f"{codes[township][0]}{(1 if community else 200) + number:03d}"
        if in_town:
            own = quarter[ward : ward + len(cells)]
            ward += len(cells)
            name = f"{own[0].removesuffix('小区')}社区"
        elif seat:
            own = names.quarter_names(rng, names.SEAT_QUARTERS, len(cells))
            name = codes[township][1][:-1] + ("社区" if community else "村")
        else:
            name = pool.pop(0) + "村"
            own = [name[:-1], *names.distinct_names(rng, len(cells) - 1, taken=(name[:-1],))]
        units.append(AdminUnit(code, name, township, community, seat, tuple(cells), tuple(own)))
    return tuple(units)


def _nearest_centre(terrain: Terrain, centres: list[int], among: Mask, cell: int) -> int:
    """Find the nearest centre of those marked."""
    xx, yy = terrain.grid.centres()
    x, y = xx.ravel(), yy.ravel()
    away = np.hypot(x[centres] - x[cell], y[centres] - y[cell])
    return int(np.argmin(np.where(among, away, np.inf)))


def _built_up(terrain: Terrain, score: Floats, town: list[int]) -> Floats:
    """Ground of the county town: dry, gentle, within its streets."""
    xx, yy = terrain.grid.centres()
    x, y = terrain.river_line[len(terrain.river_line) // 2]
    good = (np.hypot(xx - x, yy - y) < 1550) & (terrain.river_distance_m > 170)
    result = np.where(good & (terrain.slope < 0.18), score + 0.02, 0.0)
    result.ravel()[town] = 1.0
    return np.asarray(result)


def _quarters(
    terrain: Terrain, rng: np.random.Generator, seat: int, score: Floats, other: int
) -> list[int]:
    """Place the communities of one half of the county town, its seat first."""
    xx, yy = terrain.grid.centres()
    away = np.hypot(xx - xx.ravel()[seat], yy - yy.ravel()[seat])
    apart = np.hypot(xx - xx.ravel()[other], yy - yy.ravel()[other])
    side = away < apart
    x, y = terrain.river_line[len(terrain.river_line) // 2]
    inner = np.hypot(xx - x, yy - y) < 1450
    near = np.where(inner & side & (terrain.slope < 0.16), score + 0.02, 0.0)
    near = np.where(terrain.river_distance_m < 200, 0.0, near)
    return [
        seat,
        *scatter(terrain, near, rng, count=TOWN_COMMUNITIES - 1, spacing_m=600.0, taken=(seat,)),
    ]


def _wanted(rng: np.random.Generator, town: int, seats: int, rural: int) -> list[int]:
    """How many natural villages each unit has: five quarters in town, five or six in a seat."""
    fixed = [5] * town + [6] * seats
    left = NATURAL_VILLAGES - sum(fixed) - WILD_ZONES - ISLAND_VILLAGES
    return fixed + split_count(left, rng.gamma(5.0, 1.0, rural), least=2)
