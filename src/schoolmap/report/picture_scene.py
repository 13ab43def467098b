"""What the maps of a dossier show: the area of a change, before and after, as plain geometry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import Language
from schoolmap.geography.cells import Shapes
from schoolmap.model.comparison import Plan
from schoolmap.model.graph import RoadGraph
from schoolmap.model.journeys import band_sites
from schoolmap.model.layout import LayoutModel
from schoolmap.report.dossier_content import Dossier, Kind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FloatArray = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Least x and y, most x and y, metres."""

MOST_AREAS = 3
"""More groups of schools than this are shown in one frame."""
_NAMED = 3
_AIR = 0.10
_LEAST_M = 2500.0
_FLAT, _TALL = 0.55, 0.9
"""Least and most height of a frame over its width."""
_MAIN = ("motorway", "trunk", "primary", "secondary")
_LOCAL = ("tertiary", "unclassified")
_SMALL = ("residential", "living_street", "service", "track", "path", "footway", "steps")
_SPEEDS_KM_H = (60.0, 80.0)


@dataclass(frozen=True)
class Link:
    """From a village to its school, as the crow flies; it says where, not which way."""

    start: tuple[float, float]
    end: tuple[float, float]
    mode: str
    pupils: int


@dataclass(frozen=True)
class Mark:
    """A school on the map; `hue` is the place among receiving schools, -1 none."""

    school_id: str
    name: str
    kind: Kind | None
    x: float
    y: float
    open_before: bool
    open_after: bool
    hue: int


@dataclass(frozen=True)
class Cell:
    """A village's land: rings, and the hue of its school on each side (-1 none of them)."""

    rings: tuple[FloatArray, ...]
    before: int
    after: int
    moves: bool


@dataclass(frozen=True)
class Area:
    """A frame of the map.

    Attributes
    ----------
    name
        Township, or townships, of the schools in it.
    roads
        Rank (0 main, 1 local, 2 small) and vertices.
    villages
        Shape (n, 3): x, y, pupils; of villages that do not move.
    moving
        The same of those that do.
    """

    name: str
    box: Box
    roads: tuple[tuple[int, FloatArray], ...]
    outlines: tuple[FloatArray, ...]
    cells: tuple[Cell, ...]
    villages: FloatArray
    moving: FloatArray
    schools: tuple[Mark, ...]
    before: tuple[Link, ...]
    after: tuple[Link, ...]


@dataclass(frozen=True)
class _Group:
    """Schools between which pupils move, and the villages that move."""

    schools: frozenset[str]
    villages: frozenset[str]

    def with_other(self, other: _Group) -> _Group:
        """Return both groups as one."""
        return _Group(self.schools | other.schools, self.villages | other.villages)


def areas_of(model: LayoutModel, plan: Plan, dossier: Dossier, shapes: Shapes) -> tuple[Area, ...]:
    """Return the frames that show a plan; none where nobody moves.

    Parameters
    ----------
    model
        The county, without added schools.
    plan, dossier
        The plan, and what its dossier says.
    shapes
        Village cells and outlines, in the model's CRS.
    """
    groups = _joined(model, plan, _groups(dossier))
    hues = {s.school_id: k for k, s in enumerate(dossier.of_kind("receiving", "opened"))}
    return tuple(_area(model, plan, dossier, shapes, group, hues) for group in groups)


def _groups(dossier: Dossier) -> list[_Group]:
    """Return schools and villages that hang together by pupils who move, most villages first."""
    found: list[_Group] = []
    links = [
        _Group(frozenset({m.before.school_id, m.after.school_id} - {""}), frozenset({m.village_id}))
        for m in dossier.movements
    ]
    links += [
        _Group(frozenset({s.school_id}), frozenset()) for s in dossier.of_kind("closed", "opened")
    ]
    for link in links:
        whole, apart = link, []
        for other in found:
            if other.schools & whole.schools or other.villages & whole.villages:
                whole = whole.with_other(other)
            else:
                apart.append(other)
        found = [*apart, whole]
    return _largest_first(found)


def _largest_first(groups: Iterable[_Group]) -> list[_Group]:
    return sorted(groups, key=lambda g: (-len(g.villages), sorted(g.schools)))


def _joined(model: LayoutModel, plan: Plan, groups: Sequence[_Group]) -> list[_Group]:
    """Return groups whose frames overlap as one; all as one where there are too many."""
    kept: list[_Group] = []
    for group in groups:
        whole, apart = group, []
        for other in kept:
            if _overlap(*(_box(_points(model, plan, g)) for g in (whole, other))):
                whole = whole.with_other(other)
            else:
                apart.append(other)
        kept = [*apart, whole]
    if len(kept) > MOST_AREAS:
        whole = kept[0]
        for other in kept[1:]:
            whole = whole.with_other(other)
        kept = [whole]
    return _largest_first(kept)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _points(model: LayoutModel, plan: Plan, group: _Group) -> FloatArray:
    villages = [k for k, v in enumerate(model.villages.ids) if v in group.villages]
    schools = [k for k, s in enumerate(plan.seen.sites.ids) if s in group.schools]
    return np.concatenate((model.villages.xy_mm[villages] / 1000.0, _site_xy(model, plan)[schools]))


def _site_xy(model: LayoutModel, plan: Plan) -> FloatArray:
    """Return where the schools stand, metres; of added ones by their longitude and latitude."""
    from schoolmap.geography.crs import project

    listed = model.sites.xy_mm / 1000.0
    added = plan.seen.sites.lonlat[len(model.sites) :]
    if not len(added) or not model.crs:
        return listed
    return np.concatenate((listed, np.asarray(project(added, model.crs), dtype=np.float64)))


def _box(points: FloatArray) -> Box:
    """Return a frame with air around the points, neither too flat nor too tall."""
    low, high = points.min(axis=0), points.max(axis=0)
    centre, size = (low + high) / 2, np.maximum(high - low, _LEAST_M) * (1 + 2 * _AIR)
    width = max(float(size[0]), float(size[1]) / _TALL)
    height = max(float(size[1]), width * _FLAT)
    x, y = float(centre[0]), float(centre[1])
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _area(
    model: LayoutModel,
    plan: Plan,
    dossier: Dossier,
    shapes: Shapes,
    group: _Group,
    hues: dict[str, int],
) -> Area:
    box = _box(_points(model, plan, group))
    xy = model.villages.xy_mm / 1000.0
    inside = _inside(xy, box)
    moves = np.array([v in group.villages for v in model.villages.ids])
    pupils = model.villages.pupils.sum(axis=1)
    dots = np.column_stack((xy, pupils)).astype(np.float64)
    marks = _marks(model, plan, dossier, box, hues)
    mine = [s.township for s in dossier.schools if s.school_id in group.schools and s.township]
    mine = mine or [m.township for m in dossier.movements if m.village_id in group.villages]
    return Area(
        name=_named(dict.fromkeys(t for t in mine if t), dossier.head.language),
        box=box,
        roads=_roads(model, box),
        outlines=_borders(shapes),
        cells=_cells(model, plan, dossier, shapes, inside, hues),
        villages=dots[inside & ~moves & (pupils > 0)],
        moving=dots[inside & moves],
        schools=marks,
        before=_links(model, plan, dossier, group, after=False),
        after=_links(model, plan, dossier, group, after=True),
    )


def _named(townships: Iterable[str], language: Language) -> str:
    """Return a name for a frame: its townships, as far as there is room for them."""
    found = list(townships)
    shown = ("、" if language == "zh" else ", ").join(found[:_NAMED])
    if len(found) <= _NAMED:
        return shown
    return f"{shown}等" if language == "zh" else f"{shown} and others"


def _inside(xy: FloatArray, box: Box) -> NDArray[np.bool_]:
    x, y = xy[:, 0], xy[:, 1]
    within: NDArray[np.bool_] = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    return within


def _marks(
    model: LayoutModel, plan: Plan, dossier: Dossier, box: Box, hues: dict[str, int]
) -> tuple[Mark, ...]:
    """Return the schools in a frame: those that change, and others that serve the same grades."""
    xy, sites = _site_xy(model, plan), plan.seen.sites
    kinds: dict[str, Kind] = {s.school_id: s.kind for s in dossier.schools}
    names = {s.school_id: s.name for s in dossier.schools}
    townships = dict(zip(sites.ids, sites.townships, strict=True))
    n_listed = len(model.sites)
    grades = [g for m in dossier.movements for g, n in enumerate(m.by_grade, 1) if n]
    found: list[Mark] = []
    for j in _inside(xy, box).nonzero()[0].tolist():
        school = sites.ids[j]
        was = j < n_listed and bool(plan.before.is_open[j])
        now = bool(plan.after.is_open[j])
        first, last = int(plan.after.state.first_grade[j]), int(plan.after.state.last_grade[j])
        serves = any(first <= g <= last for g in grades)
        if school not in kinds and not (serves and (was or now)):
            continue
        name = names.get(school, sites.names[j])
        found.append(
            Mark(
                school_id=school,
                name=_short(name, townships[school]),
                kind=kinds.get(school),
                x=float(xy[j, 0]),
                y=float(xy[j, 1]),
                open_before=was,
                open_after=now,
                hue=hues.get(school, -1),
            )
        )
    return tuple(found)


def _short(name: str, township: str) -> str:
    """Return a Chinese name without its township, which the frame names already."""
    return name if name.isascii() else name.removeprefix(township) or name


def _links(
    model: LayoutModel, plan: Plan, dossier: Dossier, group: _Group, *, after: bool
) -> tuple[Link, ...]:
    xy, ids = _site_xy(model, plan), {s: k for k, s in enumerate(plan.seen.sites.ids)}
    villages = {v: k for k, v in enumerate(model.villages.ids)}
    found: list[Link] = []
    for m in dossier.movements:
        way = m.after if after else m.before
        if m.village_id not in group.villages or way.school_id not in ids:
            continue
        start = model.villages.xy_mm[villages[m.village_id]] / 1000.0
        end = xy[ids[way.school_id]]
        points = (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))
        found.append(Link(*points, mode=way.mode, pupils=m.pupils))
    return tuple(found)


def _roads(model: LayoutModel, box: Box) -> tuple[tuple[int, FloatArray], ...]:
    graph = model.graph
    if graph is None:
        return ()
    found: list[tuple[int, FloatArray]] = []
    ends = graph.line_indptr.tolist()
    ranks = _ranks(graph)
    for edge, (first, last) in enumerate(pairwise(ends)):
        line = graph.line_xy[first:last]
        low, high = line.min(axis=0), line.max(axis=0)
        if low[0] < box[2] and high[0] > box[0] and low[1] < box[3] and high[1] > box[1]:
            found.append((int(ranks[edge]), line))
    return tuple(found)


def _ranks(graph: RoadGraph) -> NDArray[np.int64]:
    """Return 0 for main, 1 for local, 2 for small roads, by edge.

    Classes of OpenStreetMap say so; others are ranked by the speed that they are ridden at.
    """
    ride_ms = np.maximum(graph.ride_uv_ms, graph.ride_vu_ms)
    km_h = np.where(ride_ms > 0, graph.length_mm * 3.6 / np.maximum(ride_ms, 1), 0.0)
    by_speed = 2 - np.searchsorted(np.array(_SPEEDS_KM_H), km_h + 0.5, side="right")
    known = {**dict.fromkeys(_MAIN, 0), **dict.fromkeys(_LOCAL, 1), **dict.fromkeys(_SMALL, 2)}
    by_class = np.array([known.get(c, -1) for c in graph.classes], dtype=np.int64)
    ranks = by_class[graph.road_class.astype(np.int64)]
    return np.where(ranks < 0, by_speed, ranks)


def _cells(
    model: LayoutModel,
    plan: Plan,
    dossier: Dossier,
    shapes: Shapes,
    inside: NDArray[np.bool_],
    hues: dict[str, int],
) -> tuple[Cell, ...]:
    """Return the land of villages, with the school of the band that most pupils who move are in."""
    bands = [b.id for b in plan.seen.rules.bands]
    counts = [sum(m.pupils for m in dossier.movements if m.band == b) for b in bands]
    band = counts.index(max(counts)) if counts else 0
    before = band_sites(model, plan.before)[:, band]
    after = band_sites(plan.seen, plan.after)[:, band]
    ids = plan.seen.sites.ids
    moving = {m.village_id for m in dossier.movements}
    found: list[Cell] = []
    for i in range(len(model.villages)):
        was = hues.get(ids[before[i]], -1) if before[i] >= 0 else -1
        now = hues.get(ids[after[i]], -1) if after[i] >= 0 else -1
        moves = model.villages.ids[i] in moving
        if (was < 0 and now < 0 and not moves) or shapes.cells[i].is_empty:
            continue
        rings = tuple(_rings([shapes.cells[i]]))
        if inside[i] or moves:
            found.append(Cell(rings, was, now, moves=moves))
    return tuple(found)


def _borders(shapes: Shapes) -> tuple[FloatArray, ...]:
    """Return the borders of townships and county, each once though two share it."""
    import shapely

    edges = [shape.boundary for _, shape in shapes.townships if not shape.is_empty]
    if shapes.county is not None:
        edges.append(shapes.county.boundary)
    lines = shapely.line_merge(shapely.union_all(edges))
    return tuple(np.asarray(line.coords) for line in shapely.get_parts(lines))


def _rings(shapes: Iterable[BaseGeometry]) -> list[FloatArray]:
    import shapely

    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
    return [np.asarray(ring.coords) for part in parts for ring in (part.exterior, *part.interiors)]
