"""A study without files: metres in the study's CRS, turned into degrees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tests.worlds import STANDARDS, Road, lines_of, road

from schoolmap.geography.crs import unproject
from schoolmap.model.study import RoadLines, Study, StudyFile, Table
from schoolmap.standards import override

CRS = "EPSG:32649"
CORNER = np.array([500_000.0, 4_000_000.0])
"""On the central meridian: metres of the CRS are 0.9996 of those on the ground."""

#   V0 at 0, S0 at 1000 m, V1 at 2000 m, S1 at 5000 m; a road of class tertiary, 30 km/h
VILLAGES = ((0.0, 0.0), (2000.0, 0.0))
SCHOOLS = ((1000.0, 0.0), (5000.0, 0.0))
ROADS = (road((0, 0), (5000, 0)),)


def lonlat(xy: Sequence[tuple[float, float]]) -> np.ndarray:
    points = np.array(xy, dtype=float).reshape(-1, 2) + CORNER
    return np.asarray(unproject(points, CRS)).reshape(-1, 2)


def _texts(values: Sequence[str]) -> np.ndarray:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _villages(xy: Sequence[tuple[float, float]], **columns: np.ndarray) -> Table:
    n, at = len(xy), lonlat(xy)
    base: dict[str, np.ndarray] = {
        "village_id": _texts([f"V{i}" for i in range(n)]),
        "name": _texts([f"village {i}" for i in range(n)]),
        "township": _texts(["T"] * n),
        "area_class": np.full(n, 220, dtype=np.int16),
        "lon": at[:, 0],
        "lat": at[:, 1],
        **{f"g{g}": np.full(n, float(g)) for g in range(1, 10)},
    }
    return Table("villages", "villages.csv", {**base, **columns}, np.arange(2, n + 2))


def _schools(xy: Sequence[tuple[float, float]], **columns: np.ndarray) -> Table:
    n, at = len(xy), lonlat(xy)
    base: dict[str, np.ndarray] = {
        "school_id": _texts([f"S{j}" for j in range(n)]),
        "name": _texts([f"school {j}" for j in range(n)]),
        "type": np.full(n, 312, dtype=np.int16),
        "first_grade": np.full(n, 1, dtype=np.int8),
        "last_grade": np.full(n, 9, dtype=np.int8),
        "status": np.zeros(n, dtype=np.int8),
        "private": np.zeros(n, dtype=bool),
        "bus": np.zeros(n, dtype=bool),
        "bus_seats": np.full(n, np.nan),
        "area_class": np.full(n, 220, dtype=np.int16),
        "lon": at[:, 0],
        "lat": at[:, 1],
    }
    return Table("schools", "schools.csv", {**base, **columns}, np.arange(2, n + 2))


def road_lines(roads: Sequence[Road]) -> RoadLines:
    lines = lines_of(roads)
    return RoadLines(
        lonlat=np.asarray(unproject(lines.xy + CORNER, CRS)).reshape(-1, 2),
        indptr=lines.indptr,
        highway=tuple(lines.highway),
        oneway=lines.oneway,
        speed_kmh=lines.speed_kmh,
        length_m=lines.length_m,
        name=("",) * len(roads),
        rows=np.arange(1, len(roads) + 1),
        file="roads.gpkg",
    )


def small_study(
    *,
    villages: Sequence[tuple[float, float]] = VILLAGES,
    schools: Sequence[tuple[float, float]] = SCHOOLS,
    roads: Sequence[Road] | None = ROADS,
    travel: dict[str, float] | None = None,
    rules: dict[str, object] | None = None,
    village_columns: dict[str, np.ndarray] | None = None,
    school_columns: dict[str, np.ndarray] | None = None,
) -> Study:
    settings = StudyFile.model_validate(
        {
            "study": {"name": "small", "language": "en", "year": "2026-2027", "crs": CRS},
            "schools": {"file": "schools.csv", "coordinates": "wgs84"},
            "villages": {"file": "villages.csv", "coordinates": "wgs84"},
            **({} if roads is None else {"roads": {"file": "roads.gpkg"}}),
            "travel": travel or {},
            "rules": rules or {},
        }
    )
    return Study(
        folder=Path(),
        settings=settings,
        standards=override(STANDARDS, rules or {}),
        schools=_schools(schools, **(school_columns or {})),
        villages=_villages(villages, **(village_columns or {})),
        roads=None if roads is None else road_lines(roads),
        boundary=(),
    )
