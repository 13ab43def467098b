"""A small invented county, whole: study, model and evaluation, made without reading a file.

Villages stand on a square grid of 1 km, schools at some of its crossings; a way is the Manhattan
distance, walked at 1 m/s and ridden at 10 m/s. Every fifth school is junior. Names are invented.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from schoolmap.errors import Problem
from schoolmap.kernel import TODAY
from schoolmap.kernel.movables import stock_today
from schoolmap.kernel.quality import quality_2017
from schoolmap.kernel.state import today
from schoolmap.model.evaluation import (
    BOARD,
    RIDE,
    UNDEFINED,
    UNSERVED,
    WALK,
    Assignment,
    Evaluation,
    Figure,
    Finding,
    LengthBand,
    SchoolFigures,
)
from schoolmap.model.layout import LayoutModel, Sites, Villages
from schoolmap.model.od import ODMatrix
from schoolmap.model.resources import INDICATORS, RESOURCE_INDEX, RESOURCES, indicators_of
from schoolmap.model.rules import Standard, rules_of
from schoolmap.model.study import BoundaryPart, RoadLines, Study, StudyFile, Table

TABLES = Path(__file__).parents[2] / "src" / "schoolmap" / "standards" / "tables"
CRS = "EPSG:32649"
LON0, LAT0 = 111.0, 36.0
TOWNSHIPS = ("城关镇", "云岭镇", "双桥乡", "石门乡")
AREAS = (111, 121, 210, 220)


@dataclass(frozen=True)
class World:
    study: Study
    model: LayoutModel
    evaluation: Evaluation


def standards() -> dict[str, Standard]:
    rows: dict[str, Standard] = {}
    for name in ("cn-layout", "cn-basic-2012", "cn-quality-2017"):
        table = tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))
        for row in table["row"]:
            value = tuple(row["value"]) if isinstance(row["value"], list) else row["value"]
            known = {"year": None, "note": "", "source": "", **row, "value": value, "table": name}
            rows[row["id"]] = Standard(**known)
    return rows


def lonlat(xy_km: np.ndarray) -> np.ndarray:
    """Degrees of kilometres east and north of the corner; a plain grid, no projection."""
    east, north = xy_km[:, 0], xy_km[:, 1]
    return np.stack([LON0 + east / 90.0, LAT0 + north / 111.0], axis=1)


def world(n_village: int = 12, n_school: int = 4, *, language: str = "zh") -> World:
    side = int(np.ceil(np.sqrt(n_village)))
    at = np.arange(n_village)
    village_km = np.stack([at % side, at // side], axis=1).astype(float)
    chosen = np.linspace(0, n_village - 1, n_school).astype(int)
    school_km = village_km[chosen] + 0.1
    pupils = np.stack([(at * (g + 2) + g) % 5 for g in range(9)], axis=1).astype(np.int64)
    villages = _villages(village_km, pupils, side)
    sites = _sites(school_km, side)
    od = _od(village_km, school_km)
    rows = standards()
    model = LayoutModel(
        name="云岭县（模拟）" if language == "zh" else "Yunling (simulated)",
        year="2026-2027",
        language=language,
        villages=villages,
        sites=sites,
        od=od,
        rules=rules_of(rows),
        standards=rows,
        graph=None,
        walk_snaps=None,
        ride_snaps=None,
        estimated=False,
    )
    study = _study(model, side, language)
    return World(study, model, _evaluation(model))


def _townships(km: np.ndarray, side: int) -> tuple[list[str], np.ndarray]:
    half = max(side / 2, 1)
    quarter = ((km[:, 0] >= half).astype(int) + 2 * (km[:, 1] >= half).astype(int)).tolist()
    areas = np.array([AREAS[q] for q in quarter], dtype=np.int16)
    return [TOWNSHIPS[q] for q in quarter], areas


def _villages(km: np.ndarray, pupils: np.ndarray, side: int) -> Villages:
    n = len(km)
    townships, areas = _townships(km, side)
    return Villages(
        ids=tuple(f"V{i:04d}" for i in range(n)),
        names=tuple(f"第{i}村" for i in range(n)),
        admin_villages=tuple(f"第{i // 3}行政村" for i in range(n)),
        townships=tuple(townships),
        area_class=areas,
        population=np.full(n, 200, dtype=np.int64),
        pupils=pupils,
        designated=np.full((n, 3), -1, dtype=np.int32),
        component=np.zeros(n, dtype=np.int32),
        snap_mm=np.arange(n, dtype=np.int64) * 100,
        lonlat=lonlat(km),
        xy_mm=(km * 1_000_000).astype(np.int64),
    )


def _sites(km: np.ndarray, side: int) -> Sites:
    n = len(km)
    at = np.arange(n)
    junior = at % 5 == 1
    townships, areas = _townships(km, side)
    last = np.where(junior, 9, np.where(at % 5 == 2, 3, 6)).astype(np.int8)
    types = np.where(junior, 311, np.where(at % 5 == 2, 218, 211)).astype(np.int16)
    words = {311: "初级中学", 218: "教学点", 211: "小学"}
    english = {311: "Junior School", 218: "Teaching Point", 211: "Primary School"}
    resources = np.stack(
        [(40 + 7 * at + 11 * k) * r.scale for k, r in enumerate(RESOURCES)], axis=1
    ).astype(np.int64)
    resources[-1, RESOURCE_INDEX["books"]] = -1
    unknown = np.full(n, -1, dtype=np.int64)
    none = np.full((n, len(RESOURCES)), -1, dtype=np.int64)
    status = np.zeros(n, dtype=np.int8)
    if n > 3:
        status[-1] = 2
    return Sites(
        ids=tuple(f"S{i:03d}" for i in range(n)),
        names=tuple(f"{townships[i]}第{i + 1}{words[int(types[i])]}" for i in range(n)),
        names_en=tuple(f"{english[int(types[i])]} No. {i + 1}" for i in range(n)),
        townships=tuple(townships),
        type_code=types,
        area_class=areas,
        status=status,
        private=np.zeros(n, dtype=np.bool_),
        first_grade=np.where(junior, 7, 1).astype(np.int8),
        last_grade=last,
        classes=np.full(n, 6, dtype=np.int64),
        seats=np.full(n, 30, dtype=np.int64) + 20 * at,
        boarders=np.where(junior, 10, 0).astype(np.int64),
        boarders_girls=unknown,
        beds=np.where(junior, 8, 0).astype(np.int64),
        bus=(at % 2 == 0),
        bus_seats=np.where(at % 2 == 0, 19, -1).astype(np.int64),
        roll=np.full(n, -1.0),
        roll_by_grade=np.full((n, 9), -1.0),
        senior_pupils=np.zeros(n),
        resources=resources,
        resources_primary=none,
        resources_junior=none,
        component=np.zeros(n, dtype=np.int32),
        snap_mm=at.astype(np.int64) * 1000,
        lonlat=lonlat(km),
        xy_mm=(km * 1_000_000).astype(np.int64),
    )


def _od(village_km: np.ndarray, school_km: np.ndarray) -> ODMatrix:
    n, m = len(village_km), len(school_km)
    way = np.abs(village_km[:, None, :] - school_km[None, :, :])
    metres = np.round((way[:, :, 0] + way[:, :, 1]) * 1000).astype(np.int32).ravel()
    return ODMatrix(
        indptr=np.arange(n + 1, dtype=np.int64) * m,
        destination=np.tile(np.arange(m, dtype=np.int32), n),
        length_m=metres,
        walk_ref_s=metres.copy(),
        ride_s=(metres // 10).astype(np.int32),
        ride_length_m=metres.copy(),
        n_destination=m,
    )


def _study(model: LayoutModel, side: int, language: str) -> Study:
    box = shapely.box(*lonlat(np.array([[-1.0, -1.0]]))[0], *lonlat(np.array([[side, side]]))[0])
    lines = [[[x, -0.5], [x, side - 0.5]] for x in range(side)]
    vertices = lonlat(np.array(lines, dtype=float).reshape(-1, 2))
    settings = StudyFile.model_validate(
        {
            "study": {"name": model.name, "language": language, "year": model.year, "crs": CRS},
            "schools": {"file": "schools.xlsx", "coordinates": "wgs84"},
            "villages": {"file": "villages.csv", "coordinates": "wgs84"},
        }
    )
    classes = ["primary", "tertiary", "unclassified"]
    return Study(
        folder=Path("study"),
        settings=settings,
        standards=model.standards,
        schools=_school_table(model.sites),
        villages=_village_table(model.villages),
        roads=RoadLines(
            lonlat=vertices,
            indptr=np.arange(side + 1, dtype=np.int64) * 2,
            highway=tuple(classes[i % 3] for i in range(side)),
            oneway=np.zeros(side, dtype=np.int8),
            speed_kmh=np.full(side, np.nan),
            length_m=np.full(side, np.nan),
            name=tuple(f"{i}号路" for i in range(side)),
            rows=np.arange(1, side + 1, dtype=np.int64),
            file="roads.gpkg",
        ),
        boundary=(BoundaryPart("云岭县", "140000", shapely.to_wkb(box)),),
        problems=(
            Problem(
                "pupils_rounded",
                "warning",
                "villages.csv",
                "学生数有小数，已取整",
                "pupils had fractions, rounded",
                "请核对原表",
                "check the table",
                row=5,
                column="g1",
                value="2.5",
                action="value_changed",
            ),
        ),
    )


def _village_table(villages: Villages) -> Table:
    def text(values: tuple[str, ...]) -> np.ndarray:
        return np.array(values, dtype=object)

    columns: dict[str, np.ndarray] = {
        "village_id": text(villages.ids),
        "name": text(villages.names),
        "admin_village": text(villages.admin_villages),
        "township": text(villages.townships),
        "area_class": villages.area_class,
        "lon": villages.lonlat[:, 0],
        "lat": villages.lonlat[:, 1],
        "population": villages.population.astype(float),
        **{f"g{g + 1}": villages.pupils[:, g].astype(float) for g in range(9)},
    }
    return Table("villages", "villages.csv", columns, np.arange(2, len(villages) + 2))


def _school_table(sites: Sites) -> Table:
    def number(values: np.ndarray, scale: int = 1) -> np.ndarray:
        return np.where(values < 0, np.nan, values / scale)

    columns: dict[str, np.ndarray] = {
        "school_id": np.array(sites.ids, dtype=object),
        "name": np.array(sites.names, dtype=object),
        "type": sites.type_code,
        "status": sites.status,
        "lon": sites.lonlat[:, 0],
        "lat": sites.lonlat[:, 1],
        "township": np.array(sites.townships, dtype=object),
        "area_class": sites.area_class,
        "private": sites.private,
        "first_grade": sites.first_grade,
        "last_grade": sites.last_grade,
        "classes": number(sites.classes),
        "seats": number(sites.seats),
        "beds": number(sites.beds),
        "bus": sites.bus,
        "bus_seats": number(sites.bus_seats),
        **{
            r.name: number(sites.resources[:, k], r.scale)
            for k, r in enumerate(RESOURCES)
            if r.name in {"teachers", "teaching_area_m2", "equipment_yuan", "books"}
        },
    }
    return Table("schools", "schools.xlsx", columns, np.arange(2, len(sites) + 2))


def _evaluation(model: LayoutModel) -> Evaluation:
    """Send everyone to the nearest open school of the grade; a stand-in for the kernel."""
    n, m = len(model.villages), len(model.sites)
    metres = model.od.length_m.reshape(n, m).astype(np.int64)
    site = np.full((n, 9), -1, dtype=np.int32)
    mode = np.full((n, 9), UNSERVED, dtype=np.int8)
    reason = np.full((n, 9), 4, dtype=np.int8)
    row = np.full((n, 9), -1, dtype=np.int64)
    is_open = model.sites.status == 0
    for g in range(9):
        serves = is_open & (model.sites.first_grade <= g + 1) & (model.sites.last_grade > g)
        if not serves.any():
            continue
        nearest = np.where(serves, metres, 10**9).argmin(axis=1)
        way = metres[np.arange(n), nearest]
        site[:, g] = nearest
        row[:, g] = np.arange(n) * m + nearest
        far = BOARD if g >= 3 else UNSERVED
        mode[:, g] = np.where(way <= 1800, WALK, np.where(way <= 18000, RIDE, far))
        reason[:, g] = np.where(mode[:, g] == UNSERVED, 5, 0)
    assignment = Assignment(site=site, mode=mode, reason=reason, row=row)
    return Evaluation(
        name="today",
        model_sha256=model.sha256,
        kernel_version="1",
        scenario=TODAY,
        added=(),
        state=today(model),
        assignment=assignment,
        schools=_school_figures(model, assignment),
        stock=stock_today(model.sites),
        e2sfca=np.where(np.arange(n) % 7 == 6, UNDEFINED, 0.9),
        indicators=_indicators(model, assignment, np.ones((n, 9), dtype=bool)),
        by_band={
            b.id: _indicators(model, assignment, _grades_mask(n, b.first, b.last))
            for b in model.rules.bands
        },
        by_township={
            t: _indicators(model, assignment, _row_mask(model.villages.townships, t))
            for t in sorted(set(model.villages.townships))
        },
        by_area_class={
            group: _indicators(
                model, assignment, np.isin(model.villages.area_class, codes)[:, None]
            )
            for group, codes in {"城区": [111], "镇区": [121], "乡村": [210, 220]}.items()
        },
        length_bands=(LengthBand(None, int(model.villages.pupils.sum())),),
        findings=_findings(model),
    )


def _grades_mask(n: int, first: int, last: int) -> np.ndarray:
    grades = np.arange(1, 10)
    return np.broadcast_to((grades >= first) & (grades <= last), (n, 9))


def _row_mask(townships: tuple[str, ...], name: str) -> np.ndarray:
    return np.array([t == name for t in townships])[:, None]


def _school_figures(model: LayoutModel, assignment: Assignment) -> SchoolFigures:
    m = len(model.sites)
    pupils = model.villages.pupils
    load = np.zeros((m, 9), dtype=np.int64)
    riders, boarders = np.zeros(m, dtype=np.int64), np.zeros(m, dtype=np.int64)
    total, longest = np.zeros(m), np.full(m, -1, dtype=np.int64)
    for v, g in zip(*np.nonzero((assignment.mode != UNSERVED) & (pupils > 0)), strict=True):
        s, p = int(assignment.site[v, g]), int(pupils[v, g])
        length = int(model.od.length_m[assignment.row[v, g]])
        load[s, g] += p
        riders[s] += p * int(assignment.mode[v, g] == RIDE)
        boarders[s] += p * int(assignment.mode[v, g] == BOARD)
        total[s] += p * length
        longest[s] = max(longest[s], length)
    heads = load.sum(axis=1)
    stage = np.stack([load[:, :6].sum(axis=1), load[:, 6:].sum(axis=1)], axis=1).astype(float)
    value = np.full((m, len(INDICATORS), 2), UNDEFINED)
    shortfall = np.full_like(value, UNDEFINED)
    for i, indicator in enumerate(INDICATORS):
        have = model.sites.resources[:, RESOURCE_INDEX[indicator.name]] / indicator.resource.scale
        for k, name in enumerate(("primary", "junior")):
            known = (have >= 0) & (stage[:, k] > 0)
            value[known, i, k] = indicator.per * have[known] / stage[known, k]
            asked = model.rules.thresholds.get((indicator.name, name))
            if asked is not None:
                missing = asked * stage[known, k] / indicator.per - have[known]
                shortfall[known, i, k] = np.maximum(missing, 0.0)
    return SchoolFigures(
        load=load,
        roll=load.astype(float),
        over_seats=np.maximum(heads - model.sites.seats, 0).astype(float),
        riders=riders,
        boarders_needed=boarders,
        bed_gap=np.maximum(boarders - model.sites.beds, 0),
        mean_length_m=np.where(heads > 0, total / np.maximum(heads, 1), UNDEFINED),
        max_length_m=longest,
        stage_roll=stage,
        value=value,
        shortfall=shortfall,
        **_standing(model, stage, value, shortfall),
    )


def _standing(
    model: LayoutModel, stage: np.ndarray, value: np.ndarray, shortfall: np.ndarray
) -> dict[str, np.ndarray]:
    sites, heads = model.sites, stage.sum(axis=1)
    is_open = sites.status == 0
    in_scope = is_open & (sites.type_code != 218)
    met, unknown, verdict = quality_2017(value, shortfall, stage, in_scope, model.rules)
    known = (heads > 0) & (sites.classes > 0)
    return {
        "is_through": is_open & (sites.first_grade <= 6) & (sites.last_grade >= 7),
        "is_small": is_open & (heads > 0) & (heads < model.rules.small_school_pupils),
        "class_size": np.where(known, heads / np.maximum(sites.classes, 1), UNDEFINED),
        "class_limit": np.where(heads > 0, np.where(stage[:, 1] > 0, 50.0, 45.0), UNDEFINED),
        "in_scope_2017": in_scope,
        "met_2017": met,
        "unknown_2017": unknown,
        "verdict_2017": verdict,
    }


def _indicators(model: LayoutModel, assignment: Assignment, mask: np.ndarray) -> dict[str, Figure]:
    pupils = model.villages.pupils * mask
    modes = [int(pupils[assignment.mode == k].sum()) for k in range(4)]
    served = assignment.row >= 0
    length = np.where(served, model.od.length_m[np.maximum(assignment.row, 0)], 0)
    heads = int(pupils[served].sum())
    mean = float((pupils * length)[served].sum() / heads) if heads else None
    figures = {
        "pupils": Figure(int(pupils.sum()), "pupil"),
        "schools_open": Figure(int((model.sites.status == 0).sum()), "school"),
        "mean_length_m": Figure(mean, "m"),
        "median_length_m": Figure(900, "m"),
        "p90_length_m": Figure(4200, "m"),
        "max_length_m": Figure(int(length.max()), "m"),
        "mean_walk_s": Figure(1234.5, "s"),
        "share_walk_limit": Figure(0.625, "share"),
        "pupils_walk": Figure(modes[0], "pupil"),
        "pupils_ride": Figure(modes[1], "pupil"),
        "pupils_board": Figure(modes[2], "pupil"),
        "pupils_unserved": Figure(modes[3], "pupil"),
        "board_need": Figure(modes[2], "pupil"),
        "beds": Figure(int(model.sites.beds.sum()), "bed"),
        "bed_gap": Figure(3, "bed"),
        "schools_over_seats": Figure(1, "school"),
        "schools_under_100": Figure(2, "school"),
        "gini_length": Figure(0.31, "ratio"),
        "schutz_length": Figure(0.22, "ratio"),
        "e2sfca_mean": Figure(0.9, "seat/pupil"),
    }
    for edition in ("2012", "2017"):
        for k, indicator in enumerate(indicators_of(edition)):
            for stage in ("primary", "junior"):
                value = None if indicator.name == "books" else 0.25 + 0.05 * k
                figures[f"cv_{edition}.{indicator.name}.{stage}"] = Figure(value, "ratio")
    for stage in ("primary", "junior"):
        figures[f"cv_2012.mean.{stage}"] = Figure(0.61, "ratio")
    for indicator in INDICATORS:
        figures[f"gap_urban_rural.{indicator.name}.primary"] = Figure(1.2, "ratio")
        figures[f"theil.{indicator.name}.primary"] = Figure(0.04, "ratio")
    return figures


def _findings(model: LayoutModel) -> tuple[Finding, ...]:
    first, second = model.sites.ids[0], model.sites.ids[1 % len(model.sites)]
    village = model.villages.ids[-1]
    return (
        Finding("unserved", "violation", "county", "", 3, 0, "pupil", "lower_primary", 3),
        Finding(
            "walk_limit_s.lower_primary", "violation", "village", village, 3661, 1800, "s", "", 4
        ),
        Finding("seats_full", "warning", "school", first, 1.25, 1.0, "ratio"),
        Finding("small_school_pupils", "note", "school", second, 42.5, 100, "pupil"),
        Finding(
            "threshold.books.primary",
            "warning",
            "school",
            second,
            None,
            15,
            "volume/pupil",
            "books",
        ),
        Finding("cv_limit_2012.junior", "violation", "county", "", 0.61, 0.55, "ratio", "mean"),
        Finding(
            "threshold.equipment_yuan.primary",
            "violation",
            "school",
            first,
            1234.5,
            2000,
            "yuan/pupil",
        ),
    )


def with_name(world: World, name: str) -> World:
    """The same county with another name of its first village, in study and model."""
    names = (name, *world.model.villages.names[1:])
    columns = {**world.study.villages.columns, "name": np.array(names, dtype=object)}
    table = replace(world.study.villages, columns=columns)
    villages = replace(world.model.villages, names=names)
    return World(
        replace(world.study, villages=table),
        replace(world.model, villages=villages),
        world.evaluation,
    )
