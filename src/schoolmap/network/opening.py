"""A school opened anywhere on the road: where it stands, and the journeys to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.added import AddedSite
from schoolmap.model.graph import Network, RoadGraph, Snaps
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Place
from schoolmap.network.graph import components
from schoolmap.network.matrix import Journeys, journeys_to
from schoolmap.network.snapping import snap_to, usable_edges
from schoolmap.network.split import split
from schoolmap.network.straight import Estimate, straight_to
from schoolmap.units import MS_PER_S

FloatArray = NDArray[np.float64]


def added_site(
    model: LayoutModel, school: str, name: str, lonlat: tuple[float, float], place: Place
) -> AddedSite:
    """Return a school that is not listed, with the journeys to it.

    It stands on the road itself, without an off-road leg; villages and listed schools keep theirs.
    The page makes the same of the same place, to the last whole number.

    Parameters
    ----------
    model
        The county, without added schools.
    school, name
        Id and name.
    lonlat
        WGS-84 degrees, to draw it.
    place
        Where it stands: on an edge, or on the plane where the county has no roads.

    Raises
    ------
    ValueError
        If the place is not on the road graph.
    """
    if model.graph is None:
        component = 0
        journeys, walks = _straight(model, place)
    else:
        refuse_off_graph(model.graph, place)
        component = _component(model.graph, place)
        journeys, walks = _by_road(model, model.graph, place)
    return AddedSite(
        id=school,
        name=name,
        lonlat=lonlat,
        edge=place.edge,
        offset_mm=place.offset_mm,
        component=component,
        village=journeys.origin,
        length_m=journeys.rounded("length_mm"),
        walk_ref_s=journeys.rounded("walk_ms"),
        ride_s=journeys.rounded("ride_ms"),
        ride_length_m=journeys.rounded("ride_mm"),
        site=walks.origin,
        site_walk_ref_s=walks.rounded("walk_ms"),
    )


def nearest_place(model: LayoutModel, xy_m: FloatArray) -> Place | None:
    """Return the nearest point of the road that children and buses get to.

    Where no such road is within the model's snap limit, the nearest that children get to on foot;
    None where there is none either.

    Parameters
    ----------
    model
        A county with roads.
    xy_m
        Shape (2,), metres in the model's CRS.
    """
    graph = model.graph
    if graph is None:
        return None
    network = network_of_model(model, graph)
    walked, ridden = usable_edges(graph, "walk"), usable_edges(graph, "ride")
    for usable in (walked & ridden, walked):
        found = snap_to(network, np.asarray(xy_m, dtype=np.float64).reshape(1, 2), usable=usable)
        if found.edge.size:
            return Place(edge=int(found.edge[0]), offset_mm=int(found.offset_mm[0]))
    return None


def point_of(graph: RoadGraph, place: Place) -> FloatArray:
    """Return the projected metres of a place on the graph, shape (2,)."""
    line = slice(int(graph.line_indptr[place.edge]), int(graph.line_indptr[place.edge + 1]))
    xy = graph.line_xy[line]
    step = np.hypot(*(xy[1:] - xy[:-1]).T)
    run = np.concatenate(([0.0], np.cumsum(step)))
    length_mm = int(graph.length_mm[place.edge])
    at = run[-1] * (place.offset_mm / length_mm if length_mm else 0.0)
    return np.array([np.interp(at, run, xy[:, 0]), np.interp(at, run, xy[:, 1])])


def is_on_graph(graph: RoadGraph, place: Place) -> bool:
    """Return whether a place is a point of an edge."""
    on_edge = 0 <= place.edge < graph.n_edge
    return on_edge and 0 <= place.offset_mm <= int(graph.length_mm[place.edge])


def refuse_off_graph(graph: RoadGraph, place: Place) -> None:
    """Raise where a place is not a point of an edge.

    Raises
    ------
    ValueError
        Naming the place.
    """
    if not is_on_graph(graph, place):
        msg = f"no point of the road graph: edge {place.edge}, offset {place.offset_mm} mm"
        raise ValueError(msg)


def network_of_model(model: LayoutModel, graph: RoadGraph) -> Network:
    """Return a model's road graph with what journeys off the road need."""
    speed = model.standards["off_road_speed_m_s"].number
    return Network(graph, off_road_speed_m_s=speed, snap_limit_m=model.snap_limit_m)


def estimate_of(model: LayoutModel) -> Estimate:
    """Return how a model without roads turns straight lines into journeys."""
    return Estimate(
        cutoff_m=model.cutoff_s,
        detour_factor=model.standards["detour_factor"].number,
        ride_speed_km_h=model.standards["ride_speed_km_h.default"].number,
    )


def walked_components(graph: RoadGraph) -> NDArray[np.int32]:
    """Return each node's component of the walking network; -1 where no walked road ends."""
    walked = usable_edges(graph, "walk")
    reached = np.zeros(graph.n_node, dtype=bool)
    reached[graph.u[walked]] = reached[graph.v[walked]] = True
    return np.where(reached, components(graph, usable=walked), -1).astype(np.int32)


def _component(graph: RoadGraph, place: Place) -> int:
    edge, inner = place.edge, 0 < place.offset_mm < int(graph.length_mm[place.edge])
    if inner and not usable_edges(graph, "walk")[edge]:
        return -1
    node = graph.u[edge] if inner or place.offset_mm == 0 else graph.v[edge]
    return int(walked_components(graph)[node])


def _by_road(model: LayoutModel, graph: RoadGraph, place: Place) -> tuple[Journeys, Journeys]:
    """Return the journeys of villages, and the walks of listed schools, to a point of the road."""
    if model.walk_snaps is None or model.ride_snaps is None:
        msg = "a model with roads knows how its places stand on them"
        raise ValueError(msg)
    network = network_of_model(model, graph)
    listed = model.walk_snaps.leg_mm.size
    return journeys_to(
        split(network, _with(model.walk_snaps, place), mode="walk", reverse=True),
        split(network, _with(model.ride_snaps, place), mode="ride", reverse=True),
        listed,
        n_origin=len(model.villages),
        n_place=listed,
        limit=model.cutoff_s * MS_PER_S,
    )


def _with(snaps: Snaps, place: Place) -> Snaps:
    """Return the ledger with one more place, on the road itself."""
    return Snaps(
        indptr=np.append(snaps.indptr, snaps.edge.size + 1),
        edge=np.append(snaps.edge, place.edge),
        offset_mm=np.append(snaps.offset_mm, place.offset_mm),
        leg_mm=np.append(snaps.leg_mm, 0),
        component=np.append(snaps.component, np.int32(-1)),
    )


def _straight(model: LayoutModel, place: Place) -> tuple[Journeys, Journeys]:
    at, estimate = np.array([place.x_mm, place.y_mm]), estimate_of(model)
    return (
        straight_to(model.villages.xy_mm, at, estimate),
        straight_to(model.sites.xy_mm, at, estimate),
    )
