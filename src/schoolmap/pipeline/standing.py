"""How places stand on the road, said to people: the snap ledger's part of problems.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError, Problem
from schoolmap.model.codes import STATUS_OPEN
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import Study, Table
from schoolmap.pipeline.slope import slope_problems
from schoolmap.units import MM_PER_M, show_number


def with_standing(study: Study, model: LayoutModel) -> Study:
    """Return the study with what only the network shows added to its problems.

    Every village and school that no road reaches, every one on a road that does not join the main
    network, estimated distances, and a county without an open school.

    Parameters
    ----------
    study, model
        A study and the model made of it.
    """
    return replace(study, problems=(*study.problems, *_problems(study, model)))


def refuse_unreached(study: Study, model: LayoutModel) -> None:
    """Raise where no village, or no school, stands near any road.

    Raises
    ------
    InputError
        Roads and places that are all apart are in different coordinate systems, as a rule.
    """
    if model.estimated or study.roads is None:
        return
    sides = (
        (model.villages.component, "村庄", "village"),
        (model.sites.component, "学校", "school"),
    )
    unreached = [(zh, en) for component, zh, en in sides if not (component >= 0).any()]
    if unreached:
        raise InputError([_all_apart(study, study.roads.file, zh, en) for zh, en in unreached])


def _problems(study: Study, model: LayoutModel) -> Iterator[Problem]:
    if model.estimated:
        yield Problem(
            code="distances_estimated",
            severity="warning",
            file="study.toml",
            zh="没有道路数据：所有距离都是直线距离乘以绕行系数的估计值。",
            en="There are no roads: all distances are straight lines times the detour factor.",
            repair_zh="用 schoolmap roads 下载道路，再在 study.toml 中加入 [roads]。",
            repair_en="Get roads (schoolmap roads downloads them) and add [roads] to study.toml.",
        )
    else:
        yield from _unconnected(
            study, study.villages, model.villages.component, model.villages.snap_mm
        )
        yield from _unconnected(study, study.schools, model.sites.component, model.sites.snap_mm)
    if model.slope is not None:
        yield from slope_problems(model.slope)
    if not (model.sites.status == STATUS_OPEN).any():
        yield Problem(
            code="no_open_school",
            severity="warning",
            file=study.schools.file,
            sheet=study.schools.sheet,
            column="status",
            zh="没有一所在办学校：所有学生都无处就学。",
            en="No school is open: every pupil is unserved.",
            repair_zh="请检查“状态”列。",
            repair_en="Check the column status.",
        )


def _unconnected(
    study: Study, table: Table, component: NDArray[np.int32], snap_mm: NDArray[np.int64]
) -> Iterator[Problem]:
    """List the places off the road, then those on a road that joins nothing."""
    names = table.text("name")
    limit_m = study.settings.travel.snap_limit_m
    what = ("村庄", "village") if table.name == "villages" else ("学校", "school")
    for i in np.flatnonzero(component != 0).tolist():
        off = int(component[i]) < 0
        known = int(snap_mm[i]) >= 0
        away = show_number(int(snap_mm[i]) / MM_PER_M) if known else "?"
        limit = show_number(limit_m)
        yield Problem(
            code="not_connected" if off else "other_component",
            severity="warning",
            file=table.file,
            sheet=table.sheet,
            row=int(table.rows[i]),
            value=names[i],
            zh=f"{what[0]}离最近的道路 {away} 米，超过 {limit} 米，视为未接入道路。"
            if off
            else f"{what[0]}所在的道路与全县主路网不连通。",
            en=f"The {what[1]} is {away} m from the nearest road, more than {limit} m: "
            "not connected."
            if off
            else f"The {what[1]} stands on a road that does not join the main network.",
            repair_zh="请检查坐标，或补上缺少的道路。",
            repair_en="Check the coordinates, or add the road that is missing.",
        )


def _all_apart(study: Study, roads: str, zh: str, en: str) -> Problem:
    limit = show_number(study.settings.travel.snap_limit_m)
    return Problem(
        code="roads_apart",
        severity="error",
        file=roads,
        zh=f"没有一个{zh}在道路 {limit} 米之内：道路与{zh}不在同一处。",
        en=f"No {en} is within {limit} m of a road: roads and {en}s lie apart.",
        repair_zh="请检查道路、村庄和学校各自声明的坐标系 (coordinates)。",
        repair_en="Check the coordinates declared for roads, villages and schools.",
        action="stopped",
    )
