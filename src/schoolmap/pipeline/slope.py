"""The heights of a study to the walking times of its roads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import Problem
from schoolmap.geography.crs import project
from schoolmap.geography.relief import finder
from schoolmap.model.graph import Network
from schoolmap.model.rules import Standard
from schoolmap.model.study import RoadLines, Study
from schoolmap.model.terrain import SlopeUse, Terrain
from schoolmap.network.graph import NOT_RIDDEN
from schoolmap.network.slope import SlopeRules, sloped
from schoolmap.units import show_number

_MUCH = 0.2
"""Roads are not steeper than believed over a fifth of their length: then the heights are wrong."""


def on_slopes(
    study: Study, network: Network, terrain: Terrain, crs: str
) -> tuple[Network, SlopeUse]:
    """Return the network with walking times by slope, and what the heights did to it.

    Parameters
    ----------
    study
        For its roads and the figures in force.
    network
        Level.
    terrain
        Heights about the roads.
    crs
        Projected CRS of the network.
    """
    graph, tally = sloped(
        network.graph,
        terrain,
        finder(terrain.transform, terrain.crs, crs),
        rules=_rules(study.standards),
        decks=None if study.roads is None else _decks(study.roads, crs),
    )
    use = SlopeUse(
        file=terrain.file,
        void_cells=terrain.void_cells,
        filled_cells=terrain.filled_cells,
        filled_under_roads=tally.filled_under_roads,
        road_m=tally.road_m,
        filled_m=tally.filled_m,
        level_m=tally.level_m,
        capped_m=tally.capped_m,
        cell_m=tally.cell_m,
    )
    return replace(network, graph=graph), use


def _rules(standards: Mapping[str, Standard]) -> SlopeRules:
    cap = dict.fromkeys(sorted(NOT_RIDDEN), standards["slope.cap.path"].number)
    cap["track"] = standards["slope.cap.track"].number
    cap["default"] = standards["slope.cap.road"].number
    return SlopeRules(smoothing_m=standards["slope.smoothing_m"].number, cap=cap)


def _decks(roads: RoadLines, crs: str) -> NDArray[np.complex128] | None:
    """Return the middles of the pieces of line that are bridges."""
    if roads.bridge is None or not roads.bridge.any():
        return None
    xy = project(roads.lonlat, crs)
    line = np.repeat(np.arange(len(roads)), np.diff(roads.indptr))
    over = (line[1:] == line[:-1]) & roads.bridge[line[:-1]]
    points = xy[:, 0] + 1j * xy[:, 1]
    middles: NDArray[np.complex128] = ((points[:-1] + points[1:]) / 2)[over]
    return middles


def slope_problems(use: SlopeUse) -> Iterator[Problem]:
    """Say what the heights could not do: roads without any, made-up ones, slopes beyond belief."""
    if use.level_m:
        share = _per_cent(use.level_m, use)
        yield Problem(
            code="terrain_partial",
            severity="warning",
            file=use.file,
            zh=f"有 {_km(use.level_m)} 公里道路（{share}）没有高程，按平路计算。",
            en=f"{_km(use.level_m)} km of road ({share}) have no height and count as level.",
            repair_zh="请补上缺少的高程图幅，或换用无空洞的数据。",
            repair_en="Add the tiles that are missing, or use heights without voids.",
        )
    if use.filled_m:
        share = _per_cent(use.filled_m, use)
        cells = show_number(use.filled_under_roads)
        yield Problem(
            code="terrain_filled_roads",
            severity="warning",
            file=use.file,
            zh=f"有 {_km(use.filled_m)} 公里道路（{share}）在填补的高程上（{cells} 格），"
            "坡度不可靠。",
            en=f"{_km(use.filled_m)} km of road ({share}) lie on heights that were filled in "
            f"({cells} cells): their slope is uncertain.",
            repair_zh="可换用无空洞的高程数据。",
            repair_en="Heights without voids would do better.",
        )
    if use.capped_m:
        yield _capped(use)


def _capped(use: SlopeUse) -> Problem:
    much = use.capped_m > _MUCH * use.road_m
    share = _per_cent(use.capped_m, use)
    return Problem(
        code="terrain_capped_much" if much else "terrain_capped",
        severity="warning" if much else "note",
        action="value_changed",
        file=use.file,
        zh=f"有 {_km(use.capped_m)} 公里道路（{share}）算出的坡度超过可信上限，按上限计算"
        + ("：高程单位可能不是米，或高程与道路不在同一处。" if much else "。"),
        en=f"{_km(use.capped_m)} km of road ({share}) come out steeper than is believed and were "
        "cut to the limit"
        + (": the heights may not be in metres, or not lie where the roads do." if much else "."),
        repair_zh="请检查高程的单位和坐标系。"
        if much
        else "上限见 slope.cap.road、slope.cap.track、slope.cap.path，可在 [rules] 改写。",
        repair_en="Check unit and coordinate system of the heights."
        if much
        else "[rules] may set slope.cap.road, slope.cap.track and slope.cap.path.",
    )


def _km(metres: int) -> str:
    return show_number(metres / 1000, digits=0 if metres >= 10_000 else 1)


def _per_cent(metres: int, use: SlopeUse) -> str:
    share = 100 * metres / max(use.road_m, 1)
    return f"{share:.0f}%" if share >= 1 else "<1%"
