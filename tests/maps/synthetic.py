"""Made-up counties for the map's tests: seeded, of any size, with hostile names among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from schoolmap.geography.cells import Shapes
from schoolmap.kernel import evaluate
from schoolmap.model.evaluation import Evaluation
from schoolmap.model.graph import RoadGraph
from schoolmap.model.layout import LayoutModel, Sites, Villages
from schoolmap.model.od import ODMatrix
from schoolmap.model.resources import RESOURCES
from schoolmap.model.rules import Standard, rules_of

CRS = "EPSG:32649"
ORIGIN = np.array([480_000.0, 4_010_000.0])
HOSTILE = (
    "<img src=x onerror=\"window.hacked='img'\">",
    "</script><script>window.hacked='script'</script>",
    "`${window.hacked='tick'}`",
    "云岭县" + "很长很长的学校名称" * 22,
    "云岭县石桥镇第一中心小学附属寄宿制九年一贯制实验学校",
)
CLASSES = ("path", "primary", "residential", "secondary", "tertiary", "track", "trunk")

_FIGURES: tuple[tuple[str, object, str, str, str], ...] = (
    ("grades.lower_primary", "1-3", "", "国办发〔2018〕27号", "quoted"),
    ("grades.upper_primary", "4-6", "", "国办发〔2018〕27号", "memory"),
    ("grades.junior", "7-9", "", "", "memory"),
    ("walk_speed_m_s.lower_primary", 1.0, "m/s", "", "memory"),
    ("walk_speed_m_s.upper_primary", 1.1, "m/s", "", "memory"),
    ("walk_speed_m_s.junior", 1.25, "m/s", "", "memory"),
    ("walk_limit_s.lower_primary", 1800, "s", "国办发〔2018〕27号 二（三）", "quoted"),
    ("walk_limit_s.upper_primary", 2400, "s", "", "memory"),
    ("walk_limit_s.junior", 2400, "s", "晋教基〔2013〕33号", "secondary"),
    ("ride_limit_s.lower_primary", 1800, "s", "国办发〔2018〕27号", "quoted"),
    ("ride_limit_s.upper_primary", 2400, "s", "", "memory"),
    ("ride_limit_s.junior", 2400, "s", "", "memory"),
    ("may_board.lower_primary", False, "", "国办发〔2018〕27号", "quoted"),
    ("may_board.upper_primary", True, "", "国办发〔2018〕27号", "quoted"),
    ("may_board.junior", True, "", "国办发〔2018〕27号", "quoted"),
    ("class_limit.primary", 45, "pupil", "教督〔2017〕6号 第七条", "quoted"),
    ("class_limit.junior", 50, "pupil", "教督〔2017〕6号 第七条", "quoted"),
    ("school_limit.primary", 2000, "pupil", "教督〔2017〕6号 第七条", "quoted"),
    ("school_limit.junior", 2000, "pupil", "教督〔2017〕6号 第七条", "quoted"),
    ("school_limit.through", 2500, "pupil", "教督〔2017〕6号 第七条", "quoted"),
    ("small_school_pupils", 100, "pupil", "国办发〔2018〕27号", "secondary"),
    ("dorm_area_m2", 3.0, "m2", "教体艺〔2008〕5号", "quoted"),
    ("seats_full", 1.0, "ratio", "", "memory"),
    ("beds_per_boarder", 1, "bed", "教体艺〔2008〕5号", "quoted"),
    ("assign_private", False, "", "", "memory"),
    ("min_indicators_met_2017", 6, "", "教督〔2017〕6号", "quoted"),
    ("rest_share_2017", 0.85, "", "教督〔2017〕6号", "memory"),
    ("bus_seats", 1.0, "ratio", "", "memory"),
    ("length_classes_m", (1000.0, 2000.0, 3000.0, 5000.0, 10000.0), "m", "", "memory"),
    ("split_weight.junior", 1.1, "", "教督〔2012〕3号", "memory"),
    ("split_weight.senior", 1.2, "", "教督〔2012〕3号", "memory"),
    ("access_step_s", (600.0, 1200.0, 1800.0), "s", "", "memory"),
    ("access_weight", (1.0, 0.6, 0.2), "", "", "memory"),
    ("calibration_share", 0.2, "share", "", "memory"),
    ("calibration_pupils", 20, "pupil", "", "memory"),
    ("detour_factor", 1.35, "", "", "memory"),
    ("off_road_speed_m_s", 0.8, "m/s", "", "memory"),
    ("public_min_pupils", 10, "pupil", "", "memory"),
    ("ride_speed_km_h.default", 20.0, "km/h", "", "memory"),
)
_THRESHOLDS = {
    "teachers_above_degree": (4.2, 5.3),
    "backbone_teachers": (1.0, 1.0),
    "pe_arts_teachers": (0.9, 0.9),
    "teaching_area_m2": (4.5, 5.8),
    "sports_area_m2": (7.5, 10.2),
    "equipment_yuan": (2000, 2500),
    "multimedia_rooms": (2.3, 2.4),
}


@dataclass(frozen=True)
class County:
    """A made-up county, evaluated."""

    model: LayoutModel
    evaluation: Evaluation
    shapes: Shapes


def standards() -> dict[str, Standard]:
    """Return a small set of figures, some quoted, some from memory."""
    rows = [*_FIGURES]
    for name, (primary, junior) in _THRESHOLDS.items():
        rows.append((f"threshold.{name}.primary", primary, "", "教督〔2017〕6号 第六条", "quoted"))
        rows.append((f"threshold.{name}.junior", junior, "", "教督〔2017〕6号 第六条", "quoted"))
    for edition, limits in (("2012", (0.65, 0.55)), ("2017", (0.50, 0.45))):
        for stage, limit in zip(("primary", "junior"), limits, strict=True):
            rows.append((f"cv_limit_{edition}.{stage}", limit, "", f"教督〔{edition}〕", "memory"))
        rows.append((f"scope_private.{edition}", True, "", "", "memory"))
        rows.append((f"scope_teaching_points.{edition}", True, "", "", "memory"))
        rows.append((f"scope_teaching_point_min.{edition}", 50, "", "", "memory"))
    return {
        key: Standard(
            id=key,
            value=value,  # type: ignore[arg-type]
            unit=unit,
            comparison="<=",
            name_zh=f"标准：{key}",
            name_en=f"standard: {key}",
            clause=clause,
            source="https://example.org/source" if clause else "",
            year=2017 if clause else None,
            force="binding" if clause else "assumption",
            verified=verified,  # type: ignore[arg-type]
            note="",
            table="cn-layout",
        )
        for key, value, unit, clause, verified in rows
    }


def county(n_school: int, n_village: int, *, seed: int = 7, estimated: bool = False) -> County:
    """Return a county of the size asked for."""
    rng = np.random.default_rng(seed)
    size = 4000.0 + 1100.0 * np.sqrt(n_village)
    outline = _outline(size, rng)
    village_xy = _scatter(outline, n_village, rng)
    site_xy = village_xy[rng.choice(n_village, n_school, replace=n_school > n_village)] + 150.0
    rules = standards()
    town_xy = village_xy[: max(2, n_village // 120)]
    towns = [
        f"{'青白石龙马关落永双红木长清新'[i % 14]}{'溪水桥潭鞍口'[i % 6]}镇"
        for i in range(len(town_xy))
    ]
    towns = [f"{name}{i // 14 or ''}" for i, name in enumerate(towns)]
    villages = _villages(village_xy, towns, town_xy, rng)
    sites = _sites(site_xy, towns, town_xy, rng)
    model = LayoutModel(
        name="云岭县（模拟）" if n_village > 20 else f"小县 simulated {HOSTILE[0]}",
        year="2026-2027",
        language="zh",
        villages=villages,
        sites=sites,
        od=_journeys(village_xy, site_xy),
        rules=rules_of(rules),
        standards=rules,
        graph=None if estimated else _roads(village_xy, rng),
        walk_snaps=None,
        ride_snaps=None,
        estimated=estimated,
        crs=CRS,
    )
    cells = _cells(village_xy, outline)
    groups = _nearest(village_xy, town_xy)
    townships = tuple(
        (name, shapely.union_all([c for c, g in zip(cells, groups, strict=True) if g == i]))
        for i, name in enumerate(towns)
    )
    shapes = Shapes(CRS, outline, townships, cells)
    return County(model, evaluate(model), shapes)


def _outline(size: float, rng: np.random.Generator) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    wave = 1 + 0.13 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.07 * np.sin(7 * angle)
    radius = wave * size / 2
    ring = ORIGIN + np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return shapely.Polygon(ring)


def _scatter(outline: shapely.Polygon, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    west, south, east, north = outline.bounds
    points = rng.uniform((west, south), (east, north), (n * 4 + 40, 2))
    inside = points[shapely.contains_xy(outline.buffer(-300), points[:, 0], points[:, 1])]
    return inside[:n]


def _nearest(xy: NDArray[np.float64], to: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.argmin(np.hypot(*(xy[:, None] - to[None]).transpose(2, 0, 1)), axis=1)


def _lonlat(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    from schoolmap.geography.crs import unproject

    return unproject(xy, CRS)


def _villages(
    xy: NDArray[np.float64],
    towns: list[str],
    town_xy: NDArray[np.float64],
    rng: np.random.Generator,
) -> Villages:
    n = len(xy)
    names = [f"{'王李张刘陈杨赵黄周吴'[i % 10]}家{'湾沟坪坝寨庄'[i % 6]}村" for i in range(n)]
    for i, name in enumerate(HOSTILE):
        names[(i * 3 + 1) % n] = name
    groups = _nearest(xy, town_xy)
    pupils = rng.poisson(rng.gamma(1.2, 2.2, n)[:, None], (n, 9))
    pupils[rng.random(n) < 0.03] = 0
    component = np.zeros(n, dtype=np.int32)
    component[rng.random(n) < 0.01] = -1
    return Villages(
        ids=tuple(f"V{i:04d}" for i in range(n)),
        names=tuple(names),
        admin_villages=tuple(f"行政村{i // 4}" for i in range(n)),
        townships=tuple(towns[g] for g in groups),
        area_class=np.where(rng.random(n) < 0.2, 121, 220).astype(np.int16),
        population=rng.integers(40, 900, n),
        pupils=pupils.astype(np.int64),
        designated=np.full((n, 3), -1, dtype=np.int32),
        component=component,
        snap_mm=rng.integers(0, 400_000, n),
        lonlat=_lonlat(xy),
        xy_mm=np.round(xy * 1000).astype(np.int64),
    )


def _sites(
    xy: NDArray[np.float64],
    towns: list[str],
    town_xy: NDArray[np.float64],
    rng: np.random.Generator,
) -> Sites:
    n = len(xy)
    kinds = np.array([211, 218, 311, 312])[rng.choice(4, n, p=[0.5, 0.25, 0.17, 0.08])]
    kinds[: min(n, 2)] = (312, 211)[: min(n, 2)]
    first = np.where(kinds == 311, 7, 1)
    last = np.select([kinds == 211, kinds == 218], [6, 3], 9)
    groups = _nearest(xy, town_xy)
    words = {211: "小学", 218: "教学点", 311: "初级中学", 312: "九年一贯制学校"}
    names = [
        f"{towns[g]}{'东西南北中'[i % 5]}{i}{words[k]}"
        for i, (g, k) in enumerate(zip(groups, kinds, strict=True))
    ]
    for i, name in enumerate(HOSTILE):
        names[(i * 2 + 1) % n] = name
    status = np.zeros(n, dtype=np.int8)
    if n > 20:
        status[-4:-2], status[-2:] = 1, 2
    roll = rng.integers(12, 700, n).astype(np.float64)
    roll[rng.random(n) < 0.05] = -1
    amounts = rng.integers(0, 60, (n, len(RESOURCES))) * np.array([r.scale for r in RESOURCES])
    amounts[rng.random(amounts.shape) < 0.05] = -1
    unknown = np.full_like(amounts, -1)
    boards = rng.random(n) < 0.3
    return Sites(
        ids=tuple(f"S{i:03d}" for i in range(n)),
        names=tuple(names),
        names_en=tuple(f"School No. {i}" if i % 2 else "" for i in range(n)),
        townships=tuple(towns[g] for g in groups),
        type_code=kinds.astype(np.int16),
        area_class=np.where(rng.random(n) < 0.3, 121, 220).astype(np.int16),
        status=status,
        private=rng.random(n) < 0.04,
        first_grade=first.astype(np.int8),
        last_grade=last.astype(np.int8),
        classes=rng.integers(1, 18, n),
        seats=np.where(rng.random(n) < 0.05, -1, rng.integers(40, 900, n)),
        boarders=np.where(boards, rng.integers(0, 200, n), 0),
        boarders_girls=np.full(n, -1),
        beds=np.where(boards, rng.integers(40, 260, n), 0),
        bus=rng.random(n) < 0.4,
        bus_seats=np.full(n, -1),
        roll=roll,
        roll_by_grade=np.full((n, 9), -1.0),
        senior_pupils=np.zeros(n),
        resources=amounts,
        resources_primary=unknown,
        resources_junior=unknown,
        component=np.zeros(n, dtype=np.int32),
        snap_mm=rng.integers(0, 90_000, n),
        lonlat=_lonlat(xy),
        xy_mm=np.round(xy * 1000).astype(np.int64),
    )


def _journeys(village_xy: NDArray[np.float64], site_xy: NDArray[np.float64]) -> ODMatrix:
    gap = np.hypot(*(village_xy[:, None] - site_xy[None]).transpose(2, 0, 1))
    length = np.round(gap * 1.32 + 80).astype(np.int32)
    near = length < 26_000
    origin, destination = np.nonzero(near)
    kept = length[near]
    return ODMatrix(
        indptr=np.concatenate([[0], np.cumsum(near.sum(axis=1))]).astype(np.int64),
        destination=destination.astype(np.int32),
        length_m=kept,
        walk_ref_s=(kept + origin % 7).astype(np.int32),
        ride_s=np.where(kept % 11 == 0, -1, kept // 8).astype(np.int32),
        ride_length_m=np.where(kept % 11 == 0, -1, kept + 40).astype(np.int32),
        n_destination=len(site_xy),
    )


def _roads(xy: NDArray[np.float64], rng: np.random.Generator) -> RoadGraph:
    edges = _delaunay(xy)
    u, v = edges[:, 0], edges[:, 1]
    steps = np.linspace(0, 1, 7)[None, :, None]
    lines = xy[u][:, None] * (1 - steps) + xy[v][:, None] * steps
    lines[:, 1:-1] += rng.normal(0, 45, (len(edges), 5, 2))
    length = np.hypot(*np.diff(lines, axis=1).transpose(2, 0, 1)).cumsum(axis=1)[:, -1]
    weights = [0.12, 0.04, 0.38, 0.05, 0.12, 0.27, 0.02]
    seconds = np.round(length * 1000).astype(np.int64)
    return RoadGraph(
        node_xy=xy,
        u=u.astype(np.int64),
        v=v.astype(np.int64),
        length_mm=seconds,
        walk_uv_ms=seconds,
        walk_vu_ms=seconds,
        ride_uv_ms=seconds // 8,
        ride_vu_ms=seconds // 8,
        road_class=rng.choice(len(CLASSES), len(edges), p=weights).astype(np.int16),
        classes=CLASSES,
        line_xy=lines.reshape(-1, 2),
        line_indptr=np.arange(len(edges) + 1, dtype=np.int64) * 7,
    )


def _delaunay(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    corners = Delaunay(xy).simplices
    pairs = np.sort(np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]), axis=1)
    edges = np.unique(pairs, axis=0)
    gap = np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T)
    return edges[gap < 4 * np.median(gap)]


def _cells(xy: NDArray[np.float64], outline: shapely.Polygon) -> tuple[shapely.Geometry, ...]:
    diagram = shapely.voronoi_polygons(
        shapely.multipoints(xy), extend_to=outline.envelope, ordered=True
    )
    return tuple(shapely.intersection(cell, outline) for cell in shapely.get_parts(diagram))
