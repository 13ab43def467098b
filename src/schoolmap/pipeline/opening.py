"""The schools that a scenario opens where none is listed: put on the road, with their journeys."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError
from schoolmap.geography.crs import project
from schoolmap.io.ledger import Ledger
from schoolmap.io.wording import Text, stop
from schoolmap.model.added import AddedSite
from schoolmap.model.layout import LayoutModel
from schoolmap.model.scenario import Open, Place, Scenario
from schoolmap.network.opening import added_site, is_on_graph, nearest_place, point_of
from schoolmap.units import MM_PER_M, show_number

FloatArray = NDArray[np.float64]
LonLat = tuple[float, float]

OPENING_TEXTS: dict[str, Text] = {
    "opening_outside": stop(
        "新学校的位置远在本县之外。",
        "The new school stands far outside the county.",
        "请检查 lon 和 lat（WGS-84，度），是否写反。",
        "Check lon and lat (WGS-84 degrees), and that they are not exchanged.",
    ),
    "opening_no_road": stop(
        "新学校周围 {metres} 米之内没有可以步行的道路，无法计算路程。",
        "No road that can be walked is within {metres} m of the new school: it has no journeys.",
        "请把位置移到道路附近，或在道路图层中补上缺少的道路。",
        "Move it to a road, or add the road that is missing from the road layer.",
    ),
    "at_off_road": stop(
        "at 所指的位置不在本县的道路上：没有这条边，或超出了它的长度。",
        "The place in at is not on the county's roads: no such edge, or it is shorter than that.",
        "请删去 at，由 lon 和 lat 重新定位；或在本县的地图中重新导出方案。",
        "Leave at out, so that lon and lat count; or export the scenario again from its map.",
    ),
    "at_needs_edge": stop(
        "本县有道路：at 应写 edge 和 offset_mm。",
        "The county has roads: at must hold edge and offset_mm.",
        "请删去 at，由 lon 和 lat 重新定位。",
        "Leave at out, so that lon and lat count.",
    ),
    "at_needs_plane": stop(
        "本县没有道路：at 应写 x_mm 和 y_mm。",
        "The county has no roads: at must hold x_mm and y_mm.",
        "请删去 at，由 lon 和 lat 重新定位。",
        "Leave at out, so that lon and lat count.",
    ),
    "at_elsewhere": stop(
        "at 所指的位置离 lon、lat 有 {metres} 米，不是同一处。",
        "The place in at is {metres} m from lon and lat: these are two places.",
        "改过经纬度就请删去 at，由 lon 和 lat 重新定位。",
        "Where lon and lat were changed, leave at out, so that they count.",
    ),
}


def added_sites(model: LayoutModel, scenario: Scenario, *, file: str = "") -> tuple[AddedSite, ...]:
    """Return the schools that a scenario opens and the county does not list, with their journeys.

    They come in the order in which they are first opened. A place that the scenario names exactly
    (``at``) is used as it is; else the school is put on the nearest road. A model that knows
    neither of roads nor that there are none, or not where it lies, takes no school.

    Parameters
    ----------
    model
        The county.
    scenario
        Its changes; those that say no longitude or latitude are passed over.
    file
        File of the scenario, for messages; its name unless given.

    Raises
    ------
    InputError
        Naming every new school that cannot be put on the road.
    """
    if not model.crs or (model.graph is None and not model.estimated):
        return ()
    ledger, sites = Ledger(OPENING_TEXTS), []
    for number, change, lonlat in _openings(model, scenario):
        try:
            place = _place(model, lonlat, change.at)
        except _UnfitError as unfit:
            ledger.add(
                unfit.code,
                file=file or scenario.name,
                change=number,
                column=unfit.field,
                value=unfit.value,
                metres=show_number(unfit.metres),
            )
            continue
        sites.append(added_site(model, change.school, change.name, lonlat, place))
    if ledger.stops:
        raise InputError(ledger.problems)
    return tuple(sites)


def _openings(model: LayoutModel, scenario: Scenario) -> Iterator[tuple[int, Open, LonLat]]:
    """Yield the first opening of every school that is not listed, numbered from 1."""
    known = set(model.sites.ids)
    for number, change in enumerate(scenario.changes, start=1):
        if not isinstance(change, Open) or change.school in known:
            continue
        if change.lon is not None and change.lat is not None:
            known.add(change.school)
            yield number, change, (change.lon, change.lat)


class _UnfitError(ValueError):
    """A place that a school cannot take; `code` and `metres` say why in `OPENING_TEXTS`."""

    def __init__(self, *value: float, code: str, field: str = "at", metres: float = 0.0) -> None:
        self.code = code
        self.field = field
        self.value = ", ".join(str(v) for v in value)
        self.metres = metres
        super().__init__(code)


def _place(model: LayoutModel, lonlat: LonLat, at: Place | None) -> Place:
    try:
        xy = project(lonlat, model.crs)[0]
    except InputError:
        raise _UnfitError(*lonlat, code="opening_outside", field="lon") from None
    if at is not None:
        away = float(np.hypot(*(_point(model, at) - xy)))
        if away > model.snap_limit_m:
            raise _UnfitError(code="at_elsewhere", metres=away)
        return at
    if model.graph is None:
        x_mm, y_mm = np.floor(xy * MM_PER_M + 0.5).astype(np.int64).tolist()
        return Place(x_mm=x_mm, y_mm=y_mm)
    found = nearest_place(model, xy)
    if found is None:
        limit = model.snap_limit_m
        raise _UnfitError(*lonlat, code="opening_no_road", field="lon", metres=limit)
    return found


def _point(model: LayoutModel, at: Place) -> FloatArray:
    """Return where an exact place is, in projected metres."""
    on_plane = at.edge < 0
    if model.graph is None:
        if not on_plane:
            raise _UnfitError(at.edge, at.offset_mm, code="at_needs_plane")
        return np.array([at.x_mm, at.y_mm]) / MM_PER_M
    if on_plane:
        raise _UnfitError(at.x_mm, at.y_mm, code="at_needs_edge")
    if not is_on_graph(model.graph, at):
        raise _UnfitError(at.edge, at.offset_mm, code="at_off_road")
    return point_of(model.graph, at)
