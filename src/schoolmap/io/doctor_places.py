"""Doubts about places and names: the same school twice, villages at one point, townships."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from itertools import combinations

import numpy as np

from schoolmap.io.doctoring import Chart, FloatArray, Mask, names_of
from schoolmap.io.place_checks import off_words
from schoolmap.model.codes import STATUS_CLOSED

_EARTH_M = 6_371_008.8
_LIKE = 0.75
"""Share of equal letters from which two names of schools at one place are alike."""

_SAME_POINT_DEGREES = 1e-6
"""A tenth of a metre: coordinates are written with six decimals as a rule."""

_FEW = 0.1
"""A spelling is rare where it stands on at most this share of the rows of the usual one."""

_KIND = re.compile(
    r"(?:教学点|完全小学|中心小学|中心校|小学校?|初级中学|中学校?|初中|学校|完小"
    r"|primary school|public school|high school|school)$",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?:民族乡|街道办事处|街道|乡|镇| town(?:ship)?)$", re.IGNORECASE)


def doubt_twins(chart: Chart) -> None:
    """Doubt one school that stands in the table twice: at one place, or under one name."""
    schools = chart.study.schools
    names = schools.text("name")
    living = np.flatnonzero(schools.numbers("status") != STATUS_CLOSED)
    reported: set[int] = set()
    for a, b, metres in _pairs_within(_lonlat(chart), living, chart.limit("same_place_m")):
        if _overlap(chart, a, b) and _alike(names[a], names[b]):
            reported.add(b)
            chart.add(
                "same_school_twice",
                schools,
                b,
                column="name",
                value=schools.text("school_id")[b],
                name=names[b],
                other=names[a],
                other_row=int(schools.rows[a]),
                metres=f"{metres:.0f}",
            )
    if chart.said("names_twice", schools):
        return
    townships, ids = schools.text("township"), schools.text("school_id")
    first: dict[tuple[str, str], int] = {}
    for at in living.tolist():
        key = (_plain(names[at]), townships[at])
        other = first.setdefault(key, at)
        if other != at and at not in reported and _overlap(chart, other, at):
            chart.add(
                "school_name_twice",
                schools,
                at,
                column="name",
                value=ids[at],
                name=names[at],
                other=ids[other],
                other_row=int(schools.rows[other]),
            )


def doubt_one_point(chart: Chart) -> None:
    """Doubt villages that have the very same coordinates."""
    villages = chart.study.villages
    lonlat = np.column_stack([villages.numbers("lon"), villages.numbers("lat")])
    key = np.rint(lonlat / _SAME_POINT_DEGREES).astype(np.int64)
    _, group = np.unique(key, axis=0, return_inverse=True)
    group = group.ravel()
    names = villages.text("name")
    for which in np.flatnonzero(np.bincount(group) > 1):
        rows = np.flatnonzero(group == which)
        chart.add(
            "villages_at_one_point",
            villages,
            int(rows[0]),
            count=int(rows.size),
            names=names_of([names[at] for at in rows]),
            places=f"{lonlat[rows[0], 0]:.6f}, {lonlat[rows[0], 1]:.6f}",
        )


def doubt_outside(chart: Chart) -> None:
    """Doubt schools beyond the boundary, if most are within."""
    if not chart.study.boundary:
        return
    import shapely

    schools = chart.study.schools
    county = shapely.union_all(shapely.from_wkb([part.wkb for part in chart.study.boundary]))
    lonlat = _lonlat(chart)
    outside: Mask = ~shapely.intersects_xy(county, lonlat)
    living = schools.numbers("status") != STATUS_CLOSED
    if 2 * int(outside.sum()) > len(schools):
        return  # a wrong boundary or datum, which reading has said
    named = chart.said("place_outside", schools)
    for at in np.flatnonzero(outside & living & ~np.isin(schools.rows, named)):
        near = shapely.get_coordinates(shapely.shortest_line(shapely.Point(lonlat[at]), county))
        off_zh, off_en = off_words(float(_metres(near[:1], near[1:])[0]) / 1000.0)
        chart.add(
            "school_outside_boundary",
            schools,
            at,
            value=schools.text("name")[at],
            off_zh=off_zh,
            off_en=off_en,
        )


def doubt_townships(chart: Chart) -> None:
    """Doubt townships that are written in two ways."""
    study = chart.study
    both = Counter(study.schools.text("township")) + Counter(study.villages.text("township"))
    both.pop("", None)
    like: dict[str, list[str]] = defaultdict(list)
    for name in sorted(both):
        like[_TOWN.sub("", _plain(name)) or _plain(name)].append(name)
    for base, group in like.items():
        usual = max(group, key=lambda name: (both[name], name))
        for rare in group:
            # one is written without its kind, or with a blank or in capitals
            same = _plain(rare) in {_plain(usual), base} or _plain(usual) == base
            # 城关镇 and 城关乡 may both be there; a rare one is a slip of the pen
            if rare != usual and (same or both[rare] <= _FEW * both[usual]):
                table = study.villages if rare in study.villages.text("township") else study.schools
                chart.add(
                    "township_spelled_twice",
                    table,
                    table.text("township").index(rare),
                    column="township",
                    value=rare,
                    rare=rare,
                    usual=usual,
                    rare_count=both[rare],
                    usual_count=both[usual],
                )


def _alike(a: str, b: str) -> bool:
    first, second = (_KIND.sub("", _plain(name)) for name in (a, b))
    if not first or not second:
        return first == second
    if first in second or second in first:
        return True
    return difflib.SequenceMatcher(None, first, second).ratio() >= _LIKE


def _overlap(chart: Chart, a: int, b: int) -> bool:
    schools = chart.study.schools
    first, last = schools.numbers("first_grade"), schools.numbers("last_grade")
    return bool(max(first[a], first[b]) <= min(last[a], last[b]))


def _plain(name: str) -> str:
    return re.sub(r"[\s·()（）_-]+", "", name).lower()


def _lonlat(chart: Chart) -> FloatArray:
    schools = chart.study.schools
    return np.column_stack([schools.numbers("lon"), schools.numbers("lat")])


def _pairs_within(
    lonlat: FloatArray, rows: np.ndarray[tuple[int], np.dtype[np.int64]], reach_m: float
) -> list[tuple[int, int, float]]:
    """Return pairs of rows no farther apart than `reach_m`, with their distance in metres."""
    pairs: list[tuple[int, int, float]] = []
    # near ones share a cell of the reach, or stand in neighbouring ones
    cell = max(reach_m, 1.0) / 111_000 * 2
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at in rows.tolist():
        column, line = np.floor(lonlat[at] / (cell * 2, cell)).astype(int).tolist()
        cells[column, line].append(at)
    for column, line in sorted(cells):
        block = [
            at
            for step in (-1, 0, 1)
            for rise in (-1, 0, 1)
            for at in cells.get((column + step, line + rise), ())
        ]
        for a, b in combinations(sorted(block), 2):
            if a in cells[column, line]:
                metres = float(_metres(lonlat[a][None], lonlat[b][None])[0])
                if metres <= reach_m:
                    pairs.append((a, b, metres))
    return sorted(set(pairs))


def _metres(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return distances of near points, metres on a sphere."""
    step = np.radians(b - a)
    middle = np.radians((a[:, 1] + b[:, 1]) / 2.0)
    distance: FloatArray = _EARTH_M * np.hypot(step[:, 0] * np.cos(middle), step[:, 1])
    return distance
