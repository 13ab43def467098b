"""The study of Zuomu (左木乡（模拟）): recorded figures of three schools, invented places."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import shapely
from scipy import ndimage
from tools.simulation import landscape, names, output
from tools.simulation.gcj02 import to_gcj02
from tools.simulation.graph import distances, snap, walking_graph
from tools.simulation.linework import Road
from tools.simulation.pupils import GRADES
from tools.simulation.regions import largest_piece, polygons
from tools.simulation.resources import Row
from tools.simulation.settlements import (
    Zone,
    allocate,
    natural_villages,
    scatter,
    split_count,
    suitability,
)
from tools.simulation.terrain import Floats, Grid, Ints, Mask, Terrain
from tools.simulation.township_roads import build_roads
from tools.simulation.zuomu_schools import SCHOOLS

SEED = 141024206
CRS = "EPSG:32649"
GRID = Grid(537000.0, 4009000.0, 40.0, (450, 400))
TOWNSHIP_CODE = "141024206"
ADMIN_NAMES = (
    "李家坪",
    "三交河",
    "中社",
    "金山沟",
    "霍家庄",
    "左木",
    "王家坪",
    "翟庄",
    "红光",
    "段家山",
)
NATURAL_VILLAGES = 99
WILD_RADIUS_M = 1350.0
WILD_ZONES = 2
GRADE_NAMES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
AGE_NAMES = ("0岁", "1岁", "2岁", "3岁", "4岁", "5岁")
FIRST_TO_SIXTH = 0.78
STRAY = 0.06


SCHOOL_COLUMNS = (
    "学校标识码",
    "学校名称",
    "办学类型",
    "年级范围",
    "经度",
    "纬度",
    "乡镇",
    "城乡类型",
    "举办者",
    "在校生数",
    *GRADE_NAMES,
    *output.RESOURCE_COLUMNS,
)
VILLAGE_COLUMNS = (
    "村庄代码",
    "村名",
    "行政村",
    "乡镇",
    "城乡类型",
    "经度",
    "纬度",
    "人口",
    *GRADE_NAMES,
    "七年级",
    "八年级",
    "九年级",
    *AGE_NAMES,
)


@dataclass(frozen=True)
class Township:
    """Everything that is simulated, in metres, before it is written."""

    terrain: Terrain
    inside: Mask
    units: tuple[tuple[str, tuple[int, ...], tuple[str, ...]], ...]
    points: Floats
    roads: list[Road]
    grades: Ints
    rolls: Ints
    school_points: Floats


def _territory(terrain: Terrain, rng: np.random.Generator) -> tuple[list[int], Mask]:
    """Ten village centres and the land that is theirs."""
    xx, yy = terrain.grid.centres()
    u = (xx - xx.mean()) / (xx.max() - xx.min()) * 2
    v = (yy - yy.mean()) / (yy.max() - yy.min()) * 2
    away = (np.abs(u) ** 2.4 + np.abs(v) ** 2.4) ** (1 / 2.4)
    score = suitability(terrain) * (away < 0.60)
    centres = scatter(terrain, score, rng, count=10, spacing_m=2700.0)
    outside = scatter(terrain, np.where(away > 0.93, 1.0, 0.0), rng, count=26, spacing_m=1700.0)
    label = allocate(terrain, centres + outside).label.reshape(terrain.grid.shape)
    inside = largest_piece(ndimage.median_filter(label, 7) < len(centres))
    return centres, inside


def _wild(terrain: Terrain, inside: Mask, centres: list[int]) -> list[Zone]:
    """Two remote heights where a hamlet stands without a road."""
    xx, yy = terrain.grid.centres()
    room = ndimage.distance_transform_edt(inside) * terrain.grid.cell_m
    x, y = xx.ravel(), yy.ravel()
    score = np.where((room > 500) & (terrain.river_distance_m > 900), terrain.height_m, -np.inf)
    score = score.ravel().copy()
    for cell in centres:
        score[np.hypot(x - x[cell], y - y[cell]) < WILD_RADIUS_M + 350] = -np.inf
    zones = []
    for _ in range(WILD_ZONES):
        cell = int(np.argmax(score))
        zones.append(Zone(float(x[cell]), float(y[cell]), WILD_RADIUS_M))
        score[np.hypot(x - x[cell], y - y[cell]) < 2.4 * WILD_RADIUS_M] = -np.inf
    return zones


def _choose_schools(distance: Floats, first: Ints, weight: Floats) -> tuple[int, int, int]:
    """Pick the three centres whose catchments come nearest to the recorded rolls."""
    rolls = np.array([s.roll for s in SCHOOLS], dtype=np.float64)
    best, choice = np.inf, (0, 1, 2)
    for trio in combinations(range(len(first)), 3):
        cost = distance[:, first[list(trio)]]
        near = np.argmin(cost, axis=1)
        share = np.bincount(near, weights=weight, minlength=3) / weight.sum()
        order = np.argsort(share, kind="stable")
        miss = np.abs(np.sort(share) - np.sort(rolls) / rolls.sum()).sum()
        reach = np.minimum(cost.min(axis=1), 20000.0)
        value = (reach * weight).sum() / weight.sum() / 3000.0 + 4.0 * miss
        if value < best:
            ranked = [0, 0, 0]
            for school, place in zip(np.argsort(rolls, kind="stable"), order, strict=True):
                ranked[school] = trio[place]
            best, choice = value, (ranked[0], ranked[1], ranked[2])
    return choice


def _pupils(near: Ints, weight: Floats, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Share each roll among its villages; a few pupils come from another school's villages."""
    slope = np.linspace(FIRST_TO_SIXTH, 1.0, 6)
    rolls = np.array([rng.multinomial(s.roll, slope / slope.sum()) for s in SCHOOLS])
    grades = np.zeros((len(weight), GRADES), dtype=np.int64)
    for k in range(len(SCHOOLS)):
        chance = weight * np.where(near == k, 1.0, 0.0)
        other = weight * np.where(near == k, 0.0, 1.0)
        chance = (1 - STRAY) * chance / chance.sum() + STRAY * other / other.sum()
        for grade in range(6):
            grades[:, grade] += rng.multinomial(int(rolls[k, grade]), chance)
    return grades, rolls


def simulate(seed: int = SEED) -> Township:
    """Simulate the township."""
    rng = np.random.default_rng(seed)
    terrain = landscape.build(GRID, rng, landscape.ZUOMU_RELIEF, middle=0.42)
    centres, inside = _territory(terrain, rng)
    zones = _wild(terrain, inside, centres)
    xx, yy = terrain.grid.centres()
    score = np.where(ndimage.binary_erosion(inside, iterations=6), suitability(terrain), 0.0)
    for zone in zones:
        score = np.where(zone.holds(xx, yy, margin_m=120.0), 0.0, score)
    owner = allocate(terrain, centres, only=inside).label
    wanted = split_count(NATURAL_VILLAGES - WILD_ZONES, rng.gamma(6.0, 1.0, 10), least=5)
    placed = natural_villages(
        terrain, score, owner, centres, wanted, rng, spacing_m=[330.0] * 10, reach_m=[1500.0] * 10
    )
    remote = terrain.grid.cell_of(np.array([z.x for z in zones]), np.array([z.y for z in zones]))
    for cell in remote.tolist():
        placed[int(owner[cell])].append(cell)
    roads, anchors = build_roads(terrain, inside, zones, placed, rng)
    away = rng.uniform(5, 55, len(anchors))[:, None]
    angle = rng.uniform(0, 2 * np.pi, len(anchors))
    points = np.round(anchors + away * np.column_stack([np.cos(angle), np.sin(angle)]), 2)
    return _people(terrain, inside, placed, points, roads, rng)


def _people(
    terrain: Terrain,
    inside: Mask,
    placed: list[list[int]],
    points: Floats,
    roads: list[Road],
    rng: np.random.Generator,
) -> Township:
    """Name the villages, choose where the schools stand, and share out the pupils."""
    first = np.cumsum([0] + [len(cells) for cells in placed])[:-1]
    weight = np.exp(0.6 * rng.standard_normal(len(points)))
    weight[first] *= 2.2
    walks = walking_graph(roads)
    place = snap(walks, points)
    weight[place.distance_m > 1000.0] = 0.25
    distance = distances(walks, place, place)
    trio = _choose_schools(distance, first, weight)
    near = np.argmin(distance[:, first[list(trio)]], axis=1)
    grades, rolls = _pupils(near, weight, rng)
    free = [n for n in ADMIN_NAMES if n not in [s.village for s in SCHOOLS]]
    label = {k: s.village for k, s in zip(trio, SCHOOLS, strict=True)}
    units = []
    for k, cells in enumerate(placed):
        name = label[k] if k in label else free.pop(0)
        own = names.distinct_names(rng, len(cells) - 1, taken=ADMIN_NAMES, loess=True)
        units.append((name, tuple(cells), (name, *own)))
    school_points = points[first[list(trio)]] + rng.normal(0, 30.0, (3, 2))
    return Township(
        terrain, inside, tuple(units), points, roads, grades, rolls, np.round(school_points, 2)
    )


def school_rows(town: Township) -> list[Row]:
    """Give the rows of the schools' table (WGS-84)."""
    lonlat = output.degrees(town.school_points, CRS)
    rows: list[Row] = []
    for k, school in enumerate(SCHOOLS):
        row: Row = {
            "学校标识码": f"2114{900101 + k:06d}",
            "学校名称": f"{school.village}小学",
            "办学类型": 211,
            "年级范围": "1-6",
            "经度": float(lonlat[k, 0]),
            "纬度": float(lonlat[k, 1]),
            "乡镇": "左木乡",
            "城乡类型": 220,
            "举办者": "公办",
            "在校生数": school.roll,
            "校车": "否",
            "专任教师数": school.teachers,
            "占地面积（平方米）": round(school.roll * school.land_per_pupil, 2),
            "校舍建筑面积（平方米）": round(school.roll * school.building_per_pupil, 2),
            "图书册数": school.roll * school.books_per_pupil,
        }
        row |= {n: int(v) for n, v in zip(GRADE_NAMES, town.rolls[k], strict=True)}
        rows.append(row | dict(school.invented))
    return rows


def village_rows(town: Township, rng: np.random.Generator) -> list[Row]:
    """Give the rows of the villages' table (GCJ-02), ordered by code."""
    gcj = to_gcj02(output.degrees(town.points, CRS))
    rows: list[Row] = []
    at = 0
    for name, cells, own in town.units:
        code = f"{TOWNSHIP_CODE}{200 + ADMIN_NAMES.index(name):03d}"
        for number in range(len(cells)):
            pupils = town.grades[at]
            mean = max(float(pupils[:6].mean()), 0.1)
            ages = [int(rng.poisson(mean * 0.93 ** (6 - age) * 0.8)) for age in range(6)]
            people = int(pupils.sum() * 11 + sum(ages) * 3 + rng.integers(14, 60))
            row: Row = {
                "村庄代码": f"{code}{number + 1:02d}",
                "村名": own[number],
                "行政村": f"{name}村",
                "乡镇": "左木乡",
                "城乡类型": 210 if (name, number) == ("左木", 0) else 220,
                "经度": float(gcj[at, 0]),
                "纬度": float(gcj[at, 1]),
                "人口": people,
            }
            row |= {n: int(v) for n, v in zip(GRADE_NAMES, pupils, strict=False)}
            row |= dict.fromkeys(("七年级", "八年级", "九年级"), 0)
            rows.append(row | dict(zip(AGE_NAMES, ages, strict=True)))
            at += 1
    return sorted(rows, key=lambda row: str(row["村庄代码"]))


def write(root: Path) -> None:
    """Write the study's tables, roads and boundary below the data folder."""
    folder = root / "studies" / "zuomu"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "boundaries").mkdir(parents=True, exist_ok=True)
    town = simulate()
    output.write_xlsx(
        folder / "schools.xlsx",
        "学校",
        school_rows(town),
        SCHOOL_COLUMNS,
        note="左木乡（模拟）学校表",
    )
    output.write_csv(
        folder / "villages.csv",
        village_rows(town, np.random.default_rng(SEED + 1)),
        VILLAGE_COLUMNS,
    )
    output.write_roads_geojson(folder / "roads.geojson", town.roads, CRS)
    shape = polygons(GRID, np.where(town.inside, 0, -1), 1, step=2, tolerance_m=60.0)[0]
    edge = shapely.transform(shape, lambda p: output.degrees(p, CRS))
    output.write_features(
        root / "boundaries" / "zuomu.geojson",
        [edge],
        [{"name": "左木乡（模拟）", "code": TOWNSHIP_CODE}],
    )
