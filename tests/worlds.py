"""Small worlds that a pencil can follow: counties as arrays, roads as lines.

A county is made of `Village` and `Site` rows and a dictionary of journeys; nothing is read, walked
or rounded on the way, so what a test expects does not depend on the code that it tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from schoolmap.model.graph import Network
from schoolmap.model.layout import UNKNOWN, LayoutModel, Sites, Villages
from schoolmap.model.od import NO_RIDE, ODMatrix
from schoolmap.model.resources import RESOURCE_INDEX, RESOURCES
from schoolmap.model.rules import rules_of
from schoolmap.network import build_graph
from schoolmap.network.graph import Lines
from schoolmap.standards import load, override

STANDARDS = load([])
NAN = float("nan")
OPEN, CANDIDATE, CLOSED = 0, 1, 2

# --- counties


@dataclass(frozen=True)
class Village:
    """One row of demand; `pupils` is a number for every grade, or nine numbers."""

    pupils: int | tuple[int, ...] = 1
    township: str = "T"
    area: int = 220
    component: int = 0
    designated: tuple[int, int, int] = (-1, -1, -1)


@dataclass(frozen=True)
class Site:
    """One school; resources by name in their own unit."""

    span: tuple[int, int] = (1, 6)
    type_code: int = 211
    status: int = OPEN
    private: bool = False
    area: int = 220
    seats: int = UNKNOWN
    beds: int = 0
    bus: bool = False
    classes: int = UNKNOWN
    roll: float = UNKNOWN
    grades: tuple[float, ...] | None = None
    senior: float = 0.0
    component: int = 0
    has: Mapping[str, float] = field(default_factory=dict)
    has_primary: Mapping[str, float] = field(default_factory=dict)
    has_junior: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """One journey: metres, seconds of the reference walker (default: the metres), the ride."""

    length_m: int
    walk_s: int | None = None
    ride_s: int = NO_RIDE
    ride_m: int | None = None


def by_road(metres: int) -> Way:
    """A road of 30 km/h without legs: 120 ms a metre."""
    return Way(metres, ride_s=metres * 12 // 100, ride_m=metres)


def make_od(ways: Mapping[tuple[int, int], Way], n_village: int, n_site: int) -> ODMatrix:
    """Rows sorted by village, then site."""
    keys = sorted(ways)
    rows = [ways[k] for k in keys]

    def column(values: Sequence[int]) -> np.ndarray:
        return np.array(values, dtype=np.int32)

    counts = np.bincount(np.array([k[0] for k in keys], dtype=np.int64), minlength=n_village)
    return ODMatrix(
        indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        destination=column([k[1] for k in keys]),
        length_m=column([w.length_m for w in rows]),
        walk_ref_s=column([w.length_m if w.walk_s is None else w.walk_s for w in rows]),
        ride_s=column([w.ride_s for w in rows]),
        ride_length_m=column(
            [
                NO_RIDE if w.ride_s == NO_RIDE else w.length_m if w.ride_m is None else w.ride_m
                for w in rows
            ]
        ),
        n_destination=n_site,
    )


def _nine(pupils: int | tuple[int, ...]) -> tuple[int, ...]:
    return (pupils,) * 9 if isinstance(pupils, int) else pupils


def _villages(rows: Sequence[Village]) -> Villages:
    n = len(rows)
    return Villages(
        ids=tuple(f"V{i}" for i in range(n)),
        names=tuple(f"village {i}" for i in range(n)),
        admin_villages=("",) * n,
        townships=tuple(r.township for r in rows),
        area_class=np.array([r.area for r in rows], dtype=np.int16),
        population=np.full(n, UNKNOWN, dtype=np.int64),
        pupils=np.array([_nine(r.pupils) for r in rows], dtype=np.int64).reshape(n, 9),
        designated=np.array([r.designated for r in rows], dtype=np.int32).reshape(n, 3),
        component=np.array([r.component for r in rows], dtype=np.int32),
        snap_mm=np.zeros(n, dtype=np.int64),
        lonlat=np.zeros((n, 2)),
        xy_mm=np.zeros((n, 2), dtype=np.int64),
    )


def _resources(rows: Sequence[Mapping[str, float]]) -> np.ndarray:
    table = np.full((len(rows), len(RESOURCES)), UNKNOWN, dtype=np.int64)
    for j, row in enumerate(rows):
        for name, value in row.items():
            k = RESOURCE_INDEX[name]
            table[j, k] = round(value * RESOURCES[k].scale)
    return table


def _sites(rows: Sequence[Site]) -> Sites:
    n = len(rows)
    none = (float(UNKNOWN),) * 9

    def column(name: str, dtype: type) -> np.ndarray:
        return np.array([getattr(r, name) for r in rows], dtype=dtype)

    unknown = np.full(n, UNKNOWN, dtype=np.int64)
    return Sites(
        ids=tuple(f"S{j}" for j in range(n)),
        names=tuple(f"school {j}" for j in range(n)),
        names_en=("",) * n,
        townships=("T",) * n,
        type_code=column("type_code", np.int16),
        area_class=column("area", np.int16),
        status=column("status", np.int8),
        private=column("private", bool),
        first_grade=np.array([r.span[0] for r in rows], dtype=np.int8),
        last_grade=np.array([r.span[1] for r in rows], dtype=np.int8),
        classes=column("classes", np.int64),
        seats=column("seats", np.int64),
        boarders=unknown,
        boarders_girls=unknown,
        beds=column("beds", np.int64),
        bus=column("bus", bool),
        bus_seats=unknown,
        roll=column("roll", np.float64),
        roll_by_grade=np.array([r.grades or none for r in rows], dtype=np.float64).reshape(n, 9),
        senior_pupils=column("senior", np.float64),
        resources=_resources([r.has for r in rows]),
        resources_primary=_resources([r.has_primary for r in rows]),
        resources_junior=_resources([r.has_junior for r in rows]),
        component=column("component", np.int32),
        snap_mm=np.zeros(n, dtype=np.int64),
        lonlat=np.zeros((n, 2)),
        xy_mm=np.zeros((n, 2), dtype=np.int64),
    )


def make_model(
    villages: Sequence[Village],
    sites: Sequence[Site],
    od: Mapping[tuple[int, int], Way],
    **rules: object,
) -> LayoutModel:
    """A county straight from rows; `rules` override standards rows by id."""
    standards = override(STANDARDS, rules)
    return LayoutModel(
        name="drawn",
        year="2026-2027",
        language="en",
        villages=_villages(villages),
        sites=_sites(sites),
        od=make_od(od, len(villages), len(sites)),
        rules=rules_of(standards),
        standards=standards,
        graph=None,
        walk_snaps=None,
        ride_snaps=None,
        estimated=False,
    )


def with_status(model: LayoutModel, site: int, status: int) -> LayoutModel:
    """The same county with one site opened or closed."""
    changed = model.sites.status.copy()
    changed[site] = status
    return replace(model, sites=replace(model.sites, status=changed))


# The drawn county. One road of 30 km/h (120 ms a metre), no legs, cut-off 15 km:
#
#   km  0      1      2      3             8                          20          (no road)
#       V0-----S0-----V1-----S1------------V2-------------------------S2 V3          V4
#              1-6           1-3                                      7-9
#              bus           point                                    10 beds
#
#   V0 and S2 are 20 km apart, V1 and S2 18, V3 and S1 17: no row. V1 is as near to S0 as to S1.
#   Pupils in every grade: V0 2, V1 3, V2 4, V3 5, V4 1; 15 a grade, 135 in all.
DRAWN_VILLAGES = (
    Village(2, township="East", area=121),
    Village(3, township="East"),
    Village(4, township="West"),
    Village(5, township="West", area=0),
    Village(1, township="", component=-1),
)
DRAWN_SITES = (
    Site((1, 6), bus=True, seats=100, area=121),
    Site((1, 3), type_code=218, seats=30),
    Site((7, 9), type_code=311, beds=10, seats=12, area=121),
)
DRAWN_WAYS = {
    (0, 0): by_road(1000),
    (0, 1): by_road(3000),
    (1, 0): by_road(1000),
    (1, 1): by_road(1000),
    (2, 0): by_road(7000),
    (2, 1): by_road(5000),
    (2, 2): by_road(12000),
    (3, 2): by_road(0),
}


def drawn(**rules: object) -> LayoutModel:
    """The drawn county."""
    return make_model(DRAWN_VILLAGES, DRAWN_SITES, DRAWN_WAYS, **rules)


# --- roads


@dataclass(frozen=True)
class Road:
    """One line, vertices in metres. `tertiary` goes 36 km/h in `SPEEDS`: 100 ms a metre."""

    points: tuple[tuple[float, float], ...]
    highway: str = "tertiary"
    oneway: int = 0
    speed_kmh: float = NAN
    length_m: float = NAN


SPEEDS = {"default": 18.0, "tertiary": 36.0, "trunk": 72.0}
"""Milliseconds a metre: 200, 100, 50."""


def road(*points: tuple[float, float], **kind: object) -> Road:
    """A line through points."""
    return Road(points, **kind)  # type: ignore[arg-type]


def lines_of(roads: Sequence[Road]) -> Lines:
    """Lines as `build_graph` takes them."""
    xy = [p for r in roads for p in r.points]
    return Lines(
        xy=np.array(xy, dtype=np.float64).reshape(-1, 2),
        indptr=np.concatenate(([0], np.cumsum([len(r.points) for r in roads]))).astype(np.int64),
        highway=[r.highway for r in roads],
        oneway=np.array([r.oneway for r in roads], dtype=np.int8),
        speed_kmh=np.array([r.speed_kmh for r in roads], dtype=np.float64),
        length_m=np.array([r.length_m for r in roads], dtype=np.float64),
    )


def network_of(
    roads: Sequence[Road], *, off_road_speed_m_s: float = 0.8, snap_limit_m: float = 2000.0
) -> Network:
    """A network of lines."""
    graph = build_graph(lines_of(roads), speeds_kmh=SPEEDS)
    return Network(graph, off_road_speed_m_s=off_road_speed_m_s, snap_limit_m=snap_limit_m)


def journeys_of(od: ODMatrix) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Rows as a dictionary: (origin, destination) to length, walk, ride, length of the ride."""
    columns = (od.length_m, od.walk_ref_s, od.ride_s, od.ride_length_m)
    return {
        (int(o), int(d)): tuple(int(c[k]) for c in columns)  # type: ignore[misc]
        for k, (o, d) in enumerate(zip(od.origin(), od.destination, strict=True))
    }
