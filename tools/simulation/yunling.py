"""The study of Yunling (云岭县（模拟）): an invented county of 120 schools and 1,500 villages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from tools.simulation import landscape, output
from tools.simulation.county_roads import build_roads
from tools.simulation.graph import distances, snap, walking_graph
from tools.simulation.linework import Road
from tools.simulation.places import Places, settle
from tools.simulation.pupils import (
    RURAL,
    SEAT,
    TOWN,
    People,
    draw_people,
    village_weights,
)
from tools.simulation.regions import polygons
from tools.simulation.resources import BUS_SEATS, Row, leave_gaps, resources
from tools.simulation.roster import Villages, build_roster
from tools.simulation.siting import School
from tools.simulation.terrain import Floats, Grid, Ints, Terrain

SEED = 20260901
CRS = "EPSG:32648"
GRID = Grid(565700.0, 3025000.0, 80.0, (700, 826))
TOWN_SHARE = 0.5
TOTAL_PUPILS = 38000
SCATTERED = 0.16
BUS_SHARE = 0.75
SERIAL_FROM = 801001
GRADE_NAMES = (
    "一年级",
    "二年级",
    "三年级",
    "四年级",
    "五年级",
    "六年级",
    "七年级",
    "八年级",
    "九年级",
)
AGE_NAMES = ("0岁", "1岁", "2岁", "3岁", "4岁", "5岁")
SCHOOL_COLUMNS = (
    "学校标识码",
    "学校名称",
    "办学类型",
    "年级范围",
    "状态",
    "经度",
    "纬度",
    "乡镇",
    "城乡类型",
    "举办者",
    "在校生数",
    *GRADE_NAMES,
    "高中生数",
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
    *AGE_NAMES,
    "学区小学",
    "学区初中",
)


@dataclass(frozen=True)
class County:
    """Everything that is simulated, in metres, before it is written."""

    terrain: Terrain
    places: Places
    villages: Villages
    people: People
    roads: list[Road]
    schools: list[School]
    assigned: Ints


def flatten_villages(places: Places) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Give unit, first village of each unit, township, area class and kind, as arrays."""
    unit = np.repeat(np.arange(len(places.units)), [len(u.cells) for u in places.units])
    first = np.cumsum([0] + [len(u.cells) for u in places.units])[:-1]
    township = np.array([u.township for u in places.units])[unit]
    rank = np.arange(len(unit)) - first[unit]
    area = np.full(len(unit), 220, dtype=np.int64)
    kind = np.full(len(unit), RURAL, dtype=np.int64)
    for k, u in enumerate(places.units):
        own = unit == k
        if u.community and u.code[6] == "0":
            inner = int(u.code[-3:]) % 6 in (1, 2, 3)
            area[own], kind[own] = (111 if inner else 112), TOWN
        elif u.seat:
            kind[own & (rank < 6)] = SEAT
            area[own & (rank < 6)] = 121 if u.community else 210
            area[own & (rank >= 4) & (rank < 6)] = 122 if u.community else 210
    return unit, first, township, area, kind


def house_points(
    anchors: Floats, terrain: Terrain, kind: Ints, fixed: Ints, rng: np.random.Generator
) -> Floats:
    """Move villages a little off their road, some of them 60 to 400 m."""
    far = (rng.random(len(anchors)) < SCATTERED) & (kind == RURAL)
    away = np.where(far, rng.uniform(60, 400, len(anchors)), rng.uniform(8, 60, len(anchors)))
    angle = rng.uniform(0, 2 * np.pi, len(anchors))
    moved = anchors + (away[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]))
    wet = terrain.river_distance_m.ravel()[terrain.grid.cell_of(moved[:, 0], moved[:, 1])] < 140
    stay = wet | (fixed == 1)
    kept = np.where(stay[:, None], anchors, moved)
    return np.asarray(np.round(kept, 2), dtype=np.float64)


def simulate(seed: int = SEED) -> County:
    """Simulate the county."""
    rng = np.random.default_rng(seed)
    terrain = landscape.build(GRID, rng, landscape.YUNLING_RELIEF, basins=((TOWN_SHARE, 3200.0),))
    places = settle(terrain, rng, share=TOWN_SHARE)
    unit, first, township, area, kind = flatten_villages(places)
    centre = np.zeros(len(unit), dtype=np.int64)
    centre[first] = 1
    grade = np.array([int(c[0][6]) for c in places.townships])[township]
    weight = village_weights(kind, centre, grade, rng)
    cells = np.array([c for u in places.units for c in u.cells])
    xx, yy = terrain.grid.centres()
    x, y = xx.ravel()[cells], yy.ravel()[cells]
    remote = np.zeros(len(cells), dtype=np.int64)
    for zone in (*places.wild, places.island):
        remote[zone.holds(x, y)] = 1
    weight = np.where(remote == 1, np.minimum(weight, 9.0), weight)
    people = draw_people(weight, kind, TOTAL_PUPILS, rng)
    built = build_roads(terrain, places, rng, people.population.astype(np.float64))
    points = house_points(built.anchors, terrain, kind, remote, rng)
    villages = Villages(unit, first, township, area, points)
    walks = walking_graph(built.roads)
    snapped = snap(walks, points)
    distance = distances(walks, snapped, snapped)
    distance[snapped.distance_m > 2000.0, :] = np.inf
    schools, assigned = build_roster(places, villages, people, distance, rng)
    return County(terrain, places, villages, people, built.roads, schools, assigned)


def school_ids(schools: list[School]) -> list[str]:
    """Give ten digits: 21 or 31 (a junior stage), 52, and a serial number."""
    return [
        f"{31 if s.grades[1] > 6 else 21}52{SERIAL_FROM + 7 * k:06d}" for k, s in enumerate(schools)
    ]


def school_rows(county: County, rng: np.random.Generator) -> list[Row]:
    """Give the rows of the schools' table."""
    at = np.array([s.village for s in county.schools])
    points = county.villages.points[at] + rng.normal(0, 45.0, (len(at), 2))
    lonlat = output.degrees(points, CRS)
    rows: list[Row] = []
    riders = [
        k
        for k, s in enumerate(county.schools)
        if s.kind in ("seat", "village") and s.grades[1] <= 6 and s.roll.sum() > 140
    ]
    bus = set(rng.choice(riders, round(BUS_SHARE * len(riders)), replace=False).tolist())
    for k, (school, code) in enumerate(
        zip(county.schools, school_ids(county.schools), strict=True)
    ):
        row: Row = {
            "学校标识码": code,
            "学校名称": school.name,
            "办学类型": school.type_word,
            "年级范围": f"{school.grades[0]}-{school.grades[1]}",
            "状态": "规划" if school.candidate else "在办",
            "经度": float(lonlat[k, 0]),
            "纬度": float(lonlat[k, 1]),
            "乡镇": county.places.townships[school.township][1],
            "城乡类型": school.area_class,
            "举办者": "民办" if school.private else "公办",
        }
        if school.candidate:
            rows.append(row | _plan(school))
            continue
        span = range(school.grades[0] - 1, school.grades[1])
        row |= {"在校生数": int(school.roll.sum()), "高中生数": school.senior or None}
        row |= {GRADE_NAMES[g]: int(school.roll[g]) for g in span}
        row["校车"] = int(rng.choice(BUS_SEATS)) if k in bus else "否"
        rows.append(row | resources(school, rng))
    leave_gaps(rows, rng)
    return rows


def _plan(school: School) -> Row:
    seats = {"town": 1080, "town_junior": 1200, "seat": 540, "village": 270}[school.kind]
    beds = {"town": 0, "town_junior": 240, "seat": 160, "village": 0}[school.kind]
    return {"学位数": seats, "床位数": beds, "占地面积（平方米）": seats * 20, "校车": "否"}


def village_rows(county: County) -> list[Row]:
    """Give the rows of the villages' table."""
    lonlat = output.degrees(county.villages.points, CRS)
    ids = school_ids(county.schools)
    rows: list[Row] = []
    for k, lon_lat in enumerate(lonlat.tolist()):
        unit = county.places.units[county.villages.unit[k]]
        number = k - int(county.villages.first[county.villages.unit[k]])
        row: Row = {
            "村庄代码": f"{unit.code}{number + 1:02d}",
            "村名": unit.names[number],
            "行政村": unit.name,
            "乡镇": county.places.townships[unit.township][1],
            "城乡类型": int(county.villages.area_class[k]),
            "经度": lon_lat[0],
            "纬度": lon_lat[1],
            "人口": int(county.people.population[k]),
        }
        row |= {n: int(v) for n, v in zip(GRADE_NAMES, county.people.grades[k], strict=True)}
        row |= {n: int(v) for n, v in zip(AGE_NAMES, county.people.ages[k], strict=True)}
        if county.villages.area_class[k] < 120:
            row["学区小学"] = ids[county.assigned[k, 0]]
            row["学区初中"] = ids[county.assigned[k, 6]]
        rows.append(row)
    return rows


def boundary(county: County) -> tuple[list[shapely.Geometry], list[dict[str, str]]]:
    """Give the township polygons in WGS-84 and their properties."""
    places = county.places
    shapes = polygons(GRID, places.label, len(places.townships), step=2, tolerance_m=130.0)
    lonlat: list[shapely.Geometry] = [
        shapely.transform(s, lambda p: output.degrees(p, CRS)) for s in shapes
    ]
    return lonlat, [{"name": name, "code": code} for code, name in places.townships]


def write(root: Path) -> None:
    """Write the study's tables, roads and boundary below the data folder."""
    folder = root / "studies" / "yunling"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "boundaries").mkdir(parents=True, exist_ok=True)
    county = simulate()
    rng = np.random.default_rng(SEED + 1)
    output.write_xlsx(
        folder / "schools.xlsx",
        "学校",
        school_rows(county, rng),
        SCHOOL_COLUMNS,
        note="云岭县（模拟）学校表",
    )
    output.write_csv(folder / "villages.csv", village_rows(county), VILLAGE_COLUMNS)
    output.write_roads_parquet(folder / "roads.parquet", county.roads, CRS)
    output.write_features(root / "boundaries" / "yunling.geojson", *boundary(county))
    river = shapely.simplify(shapely.LineString(county.terrain.river_line), 25.0)
    county_area = shapely.union_all(boundary(county)[0])
    line = shapely.transform(river, lambda p: output.degrees(p, CRS))
    inside = shapely.transform(
        shapely.intersection(line, county_area), lambda p: np.round(p, output.DIGITS)
    )
    output.write_features(
        root / "boundaries" / "yunling_rivers.geojson",
        [inside],
        [{"name": "云水", "waterway": "river"}],
    )
