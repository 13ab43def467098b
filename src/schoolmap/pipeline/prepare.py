"""A study to the model that everything else looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError, Problem
from schoolmap.geography.crs import choose_crs, project
from schoolmap.model.arrays import sites_of, villages_of
from schoolmap.model.graph import Network, Snaps
from schoolmap.model.layout import LayoutModel
from schoolmap.model.od import ODMatrix
from schoolmap.model.rules import Standard, of_layout, rules_of
from schoolmap.model.study import RoadLines, Study, Table
from schoolmap.model.terrain import SlopeUse
from schoolmap.network import build_graph, od_and_between, od_straight, snap
from schoolmap.network.graph import Lines
from schoolmap.pipeline.runlog import RunLog
from schoolmap.pipeline.slope import on_slopes
from schoolmap.pipeline.standing import refuse_unreached
from schoolmap.units import half_up

FloatArray = NDArray[np.float64]

_SPEED = "ride_speed_km_h."


@dataclass(frozen=True)
class _Travel:
    """Journeys and how the places stand on the road; the last three None without roads."""

    od: ODMatrix
    between: ODMatrix
    network: Network | None
    walk: Snaps | None
    ride: Snaps | None
    slope: SlopeUse | None = None


def prepare(study: Study, *, log: RunLog | None = None) -> LayoutModel:
    """Return the model of a study: journeys, demand, sites and the rules in force.

    Parameters
    ----------
    study
        As read by `schoolmap.read_study`.
    log
        Where durations and progress go.

    Returns
    -------
    LayoutModel
        Frozen; its `sha256` fingerprints all that an evaluation depends on.

    Raises
    ------
    InputError
        If the declared CRS cannot be used, the road file holds no usable line, or no village or
        no school stands near any road.
    """
    log = log or RunLog()
    rules = rules_of(study.standards)
    crs = study_crs(study)
    villages_xy = project(_lonlat(study.villages), crs)
    schools_xy = project(_lonlat(study.schools), crs)
    travel = _travel(study, villages_xy, schools_xy, crs, log)
    component, leg_mm = _standing(travel.walk, len(villages_xy) + len(schools_xy))
    n = len(villages_xy)
    model = LayoutModel(
        name=study.settings.study.name,
        year=study.settings.study.year,
        language=study.settings.study.language,
        villages=villages_of(
            study.villages,
            bands=rules.bands,
            school_ids=study.schools.text("school_id"),
            xy_m=villages_xy,
            component=component[:n],
            snap_mm=leg_mm[:n],
        ),
        sites=sites_of(
            study.schools,
            rules=rules,
            xy_m=schools_xy,
            component=component[n:],
            snap_mm=leg_mm[n:],
        ),
        od=travel.od,
        rules=rules,
        standards=of_layout(study.standards),
        graph=None if travel.network is None else travel.network.graph,
        walk_snaps=travel.walk,
        ride_snaps=travel.ride,
        estimated=travel.network is None,
        crs=crs,
        cutoff_s=cutoff_s(study),
        snap_limit_m=study.settings.travel.snap_limit_m,
        between=travel.between,
        slope=travel.slope,
    )
    refuse_unreached(study, model)
    return model


def study_crs(study: Study) -> str:
    """Return the projected CRS of a study: the declared one, else the UTM zone of its villages."""
    return choose_crs(_lonlat(study.villages), study.settings.study.crs)


def cutoff_s(study: Study) -> int:
    """Return the cut-off of a study in whole seconds of the reference walker, at 1 m/s."""
    return half_up(study.settings.travel.cutoff_km * 1000)


def lines_of(roads: RoadLines, crs: str) -> Lines:
    """Return road lines in metres of a projected CRS, as `schoolmap.network.build_graph` takes."""
    return Lines(
        xy=project(roads.lonlat, crs),
        indptr=roads.indptr,
        highway=roads.highway,
        oneway=roads.oneway,
        speed_kmh=roads.speed_kmh,
        length_m=roads.length_m,
        vertex=roads.vertex,
        walked=roads.walked,
        ridden=roads.ridden,
    )


def network_of(study: Study, roads: RoadLines, crs: str) -> Network:
    """Return the road network of a study, in metres of its CRS.

    Raises
    ------
    InputError
        If no line of the road file has a length.
    """
    graph = build_graph(lines_of(roads, crs), speeds_kmh=_speeds(study.standards))
    if graph.n_edge == 0:
        raise InputError([_no_roads(roads)])
    return Network(
        graph=graph,
        off_road_speed_m_s=study.standards["off_road_speed_m_s"].number,
        snap_limit_m=study.settings.travel.snap_limit_m,
    )


def _travel(
    study: Study, villages_xy: FloatArray, schools_xy: FloatArray, crs: str, log: RunLog
) -> _Travel:
    cutoff_m = cutoff_s(study)
    if study.roads is None:
        straight = partial(
            od_straight,
            cutoff_m=cutoff_m,
            detour_factor=study.standards["detour_factor"].number,
            ride_speed_km_h=study.standards[_SPEED + "default"].number,
        )
        estimate, between = (straight(xy, schools_xy) for xy in (villages_xy, schools_xy))
        return _Travel(estimate, between, None, None, None)
    places = np.concatenate((villages_xy, schools_xy))
    with log.step("network"):
        network = network_of(study, study.roads, crs)
    slope = None
    if study.terrain is not None:
        with log.step("terrain"):
            network, slope = on_slopes(study, network, study.terrain, crs)
    with log.step("snap"):
        walk = snap(network, places, mode="walk")
        ride = snap(network, places, mode="ride")
    with log.step("od_matrix") as progress:
        od, between = od_and_between(
            network, walk, ride, n_origin=len(villages_xy), cutoff_m=cutoff_m, progress=progress
        )
    return _Travel(od, between, network, walk, ride, slope)


def _standing(walk: Snaps | None, n_place: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return component and off-road leg of every place; all in one component without roads."""
    if walk is None:
        return np.zeros(n_place, dtype=np.int32), np.zeros(n_place, dtype=np.int64)
    return walk.component, walk.leg_mm


def _lonlat(table: Table) -> FloatArray:
    return np.column_stack((table.numbers("lon"), table.numbers("lat")))


def _speeds(standards: Mapping[str, Standard]) -> dict[str, float]:
    return {
        rule.removeprefix(_SPEED): standard.number
        for rule, standard in standards.items()
        if rule.startswith(_SPEED)
    }


def _no_roads(roads: RoadLines) -> Problem:
    return Problem(
        code="no_roads",
        severity="error",
        file=roads.file,
        zh="道路文件中没有一条有长度的线。",
        en="The road file has no line of any length.",
        repair_zh="请检查图层和坐标系；若全县没有道路数据，请删去 study.toml 的 [roads]。",
        repair_en="Check layer and CRS; where a county has no road data, remove [roads].",
        action="stopped",
    )
