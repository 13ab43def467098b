"""Doubts that only the road network shows: schools that nobody goes to, islands, the border."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from schoolmap.geography.crs import project, unproject
from schoolmap.io.doctoring import Chart, FloatArray, Mask, names_of, number, rows_of
from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.evaluation import WALK, Evaluation
from schoolmap.model.graph import RoadGraph
from schoolmap.model.layout import LayoutModel
from schoolmap.model.od import NO_RIDE
from schoolmap.network.opening import walked_components
from schoolmap.network.snapping import usable_edges
from schoolmap.units import MM_PER_M

IntArray = NDArray[np.int64]
_M_PER_KM = 1000.0


def doubt_idle(chart: Chart, model: LayoutModel, evaluation: Evaluation) -> None:
    """Doubt open schools with pupils to which no village is sent."""
    schools = chart.study.schools
    pupils = schools.numbers("pupils")
    load = evaluation.schools.load.sum(axis=1)
    private = model.sites.private & (not model.rules.assign_private)
    # a stage without pupils in the villages' table sends nobody anywhere
    demand = model.villages.pupils.sum(axis=0) > 0
    grade = np.arange(1, demand.size + 1)
    spans = (grade >= model.sites.first_grade[:, None]) & (grade <= model.sites.last_grade[:, None])
    wanted: Mask = (spans & demand).any(axis=1)
    is_open = schools.numbers("status") == STATUS_OPEN
    # one that no road reaches is said to be so already
    joined = model.sites.component >= 0
    for at in np.flatnonzero(is_open & joined & (pupils > 0) & (load == 0) & ~private & wanted):
        chart.add(
            "school_nobody_assigned",
            schools,
            at,
            value=schools.text("name")[at],
            pupils=number(pupils[at]),
        )


def doubt_off_road(chart: Chart, model: LayoutModel, _: Evaluation) -> None:
    """Doubt schools that stand far from any road, though within the snapping limit."""
    if model.estimated:
        return
    schools, limit = chart.study.schools, chart.limit("school_road_m")
    leg_m = model.sites.snap_mm / MM_PER_M
    for at in np.flatnonzero((model.sites.component >= 0) & (leg_m > limit)):
        chart.add(
            "school_far_from_road",
            schools,
            at,
            value=schools.text("name")[at],
            metres=number(float(leg_m[at])),
            limit=number(limit),
        )


def doubt_islands(chart: Chart, model: LayoutModel, _: Evaluation) -> None:
    """Doubt parts of the network that carry places and do not join the main part.

    Each comes with the nearest gap: how wide it is, and where its two ends are.
    """
    if model.graph is None:
        return
    on = np.concatenate([model.villages.component, model.sites.component])
    islands = np.unique(on[on > 0])
    if not islands.size:
        return
    edges = _components_of_edges(model.graph)
    for island in islands.tolist():
        gap = _gap(model.graph, edges, island)
        if gap is not None:
            _say_island(chart, model, island, gap)


def _say_island(chart: Chart, model: LayoutModel, island: int, gap: FloatArray) -> None:
    villages, schools = model.villages, model.sites
    here, taught = villages.component == island, schools.component == island
    table = chart.study.villages if here.any() else chart.study.schools
    names = [*np.array(villages.names)[here], *np.array(schools.names)[taught]]
    places = unproject(gap, model.crs)
    first = int(np.flatnonzero(here if here.any() else taught)[0])
    chart.add(
        "road_island",
        table,
        first,
        value=names[0],
        villages=int(here.sum()),
        pupils=number(int(villages.pupils[here].sum())),
        schools=int(taught.sum()),
        names=names_of(names),
        metres=number(float(np.hypot(*(gap[1] - gap[0])))),
        end=f"({places[0][0]:.6f}, {places[0][1]:.6f})",
        to=f"({places[1][0]:.6f}, {places[1][1]:.6f})",
    )


def doubt_rides(chart: Chart, model: LayoutModel, evaluation: Evaluation) -> None:
    """Doubt villages that walk a short way to their school and ride a long way round to it.

    Who walks there is not concerned; who lives too far to walk may be without a ride for it.
    """
    od, assigned = model.od, evaluation.assignment
    if model.estimated or not od.n_row:
        return
    ratio, longer = chart.limit("ride_over_walk"), chart.limit("ride_longer_m")
    walk_m, ride_m = (m.astype(np.float64) for m in (od.length_m, od.ride_length_m))
    round_about = (od.ride_s != NO_RIDE) & (ride_m > ratio * walk_m) & (ride_m - walk_m > longer)
    there = (assigned.row >= 0) & round_about[assigned.row] & (assigned.mode != WALK)
    concerned: Mask = there & (model.villages.pupils > 0)
    rows: Mask = np.asarray(concerned.any(axis=1))
    if not rows.any():
        return
    first = int(np.flatnonzero(rows)[0])
    grade = int(np.flatnonzero(concerned[first])[0])
    pair = int(assigned.row[first, grade])
    chart.add(
        "ride_far_round",
        chart.study.villages,
        count=int(rows.sum()),
        pupils=number(int(model.villages.pupils[concerned].sum())),
        ratio=number(ratio),
        longer=number(longer / _M_PER_KM),
        rows=rows_of(chart.study.villages, rows),
        village=model.villages.names[first],
        school=model.sites.names[int(od.destination[pair])],
        walk=f"{walk_m[pair] / _M_PER_KM:.1f}",
        ride=f"{ride_m[pair] / _M_PER_KM:.1f}",
    )


def doubt_border(chart: Chart, model: LayoutModel, evaluation: Evaluation) -> None:
    """Note villages that are far from their school and near the border, where one is known.

    Whether a neighbour's school is nearer can only be known where the table has it: then it takes
    part as any other. Where none lies beyond the border, this says how many villages it concerns.
    """
    if not chart.study.boundary:
        return
    import shapely

    villages = chart.study.villages
    shape = shapely.union_all(shapely.from_wkb([part.wkb for part in chart.study.boundary]))
    county = shapely.transform(shape, lambda xy: project(xy, model.crs))
    xy = model.villages.xy_mm / MM_PER_M
    sites = model.sites.xy_mm / MM_PER_M
    open_primary = (model.sites.status == STATUS_OPEN) & (model.sites.first_grade == 1)
    outside = ~shapely.intersects_xy(county, sites)
    if not open_primary.any() or (outside & open_primary).any():
        return
    shapely.prepare(county)
    within: Mask = shapely.intersects_xy(county, xy)
    border = shapely.distance(shapely.points(xy), shapely.boundary(county))
    away = np.min(np.hypot(*(xy[:, None] - sites[open_primary][None]).transpose(2, 0, 1)), axis=1)
    pupils = model.villages.pupils[:, :3].sum(axis=1)
    rows = within & (pupils > 0) & (2 * border < away) & _beyond_walk(evaluation)
    if rows.any():
        chart.add(
            "border_nearer_than_school",
            villages,
            count=int(rows.sum()),
            pupils=number(int(model.villages.pupils[rows][:, :6].sum())),
            rows=rows_of(villages, rows),
        )


def _beyond_walk(evaluation: Evaluation) -> Mask:
    """Return the villages whose youngest pupils do not walk to school."""
    mode = np.asarray(evaluation.assignment.mode)[:, 0]
    rows: Mask = mode != 0
    return rows


def _components_of_edges(graph: RoadGraph) -> IntArray:
    """Return the component of each walked edge, -1 for the others, shape (n_edge,)."""
    node = walked_components(graph).astype(np.int64)
    return np.where(usable_edges(graph, "walk"), node[graph.u], -1)


def _gap(graph: RoadGraph, of_edge: IntArray, island: int) -> FloatArray | None:
    """Return the two ends of the shortest gap to the main network, shape (2, 2), metres."""
    import shapely

    here, main = (_lines(graph, np.flatnonzero(of_edge == which)) for which in (island, 0))
    if not here.size or not main.size:
        return None
    pair, distance = shapely.STRtree(main).query_nearest(
        here, return_distance=True, all_matches=False
    )
    best = int(np.argmin(distance))
    line = shapely.shortest_line(here[pair[0][best]], main[pair[1][best]])
    return np.asarray(shapely.get_coordinates(line))


def _lines(graph: RoadGraph, edges: IntArray) -> NDArray[np.object_]:
    import shapely

    spans = [
        slice(int(graph.line_indptr[e]), int(graph.line_indptr[e + 1])) for e in edges.tolist()
    ]
    return np.array([shapely.LineString(graph.line_xy[span]) for span in spans], dtype=object)
