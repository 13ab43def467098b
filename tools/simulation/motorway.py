"""A motorway that crosses the county on bridges, with one interchange."""

from __future__ import annotations

import numpy as np
import shapely
from tools.simulation.linework import Road
from tools.simulation.places import Places
from tools.simulation.terrain import Floats, Terrain

NAME = "云岭高速"
HALF_WIDTH_M = 14.0


def course(terrain: Terrain, places: Places) -> Floats:
    """Draw a wide curve from edge to edge, passing the county town on its northern side."""
    xx, yy = terrain.grid.centres()
    seat = places.seats[0]
    x0, y0 = xx.ravel()[seat], yy.ravel()[seat] + 2600.0
    x = np.arange(xx.min(), xx.max(), 180.0)
    y = y0 + 2600.0 * np.sin((x - x0) / 9500.0) + 900.0 * np.sin((x - x0) / 4100.0)
    y += 0.10 * (x - x0)
    cell = terrain.grid.cell_of(x, y)
    inside = places.inside.ravel()[cell]
    here = int(np.argmin(np.abs(x - x0)))
    first = here - int(np.argmin(inside[here::-1])) + 1
    last = here + int(np.argmin(inside[here:]))
    return np.round(np.column_stack([x, y])[first:last], 2)


def motorway(
    terrain: Terrain, places: Places, lines: list[Road], rng: np.random.Generator
) -> list[Road]:
    """Two carriageways and the ramps of one interchange, joined to the nearest main road."""
    del rng
    middle = course(terrain, places)
    axis = shapely.LineString(middle)
    east = shapely.get_coordinates(axis.parallel_offset(HALF_WIDTH_M, "right"))
    west = shapely.get_coordinates(axis.parallel_offset(HALF_WIDTH_M, "left"))
    if east[0, 0] > east[-1, 0]:
        east = east[::-1]
    if west[0, 0] < west[-1, 0]:
        west = west[::-1]
    east, west = np.round(east, 2), np.round(west, 2)
    main = [r for r in lines if r.highway in ("primary", "secondary")]
    xx, _ = terrain.grid.centres()
    x0 = float(xx.ravel()[places.seats[0]])
    spots = np.vstack([r.points for r in main])
    near = shapely.distance(shapely.points(spots), axis)
    gap = np.abs(near - 420.0) + 0.25 * np.abs(spots[:, 0] - x0)
    join = spots[int(np.argmin(np.where(near > 200.0, gap, np.inf)))]
    toll = np.round(join + 0.55 * (_closest(axis, join) - join), 2)
    roads = [Road(c, "motorway", NAME, "yes", 100, bridge=True) for c in (east, west)]
    roads += [_ramp(toll, c, leave=leave) for c in (east, west) for leave in (True, False)]
    link = np.vstack([toll, join])
    return [*roads, Road(link, "motorway_link", "云岭互通", "", 40, bridge=True)]


def _closest(axis: shapely.LineString, point: Floats) -> Floats:
    at = axis.interpolate(axis.project(shapely.Point(point)))
    return np.array([at.x, at.y])


def _ramp(toll: Floats, carriageway: Floats, *, leave: bool) -> Road:
    """Draw a one-way ramp between a carriageway's vertex before or after the toll and the toll."""
    here = int(np.argmin(np.hypot(*(carriageway - toll).T)))
    at = carriageway[here - 2 if leave else here + 2]
    bow = 0.5 * (at + toll) + 0.22 * (carriageway[here] - 0.5 * (at + toll))
    points = np.round(np.vstack([at, bow, toll]), 2)
    return Road(
        points if leave else points[::-1], "motorway_link", "云岭互通", "yes", 40, bridge=True
    )
