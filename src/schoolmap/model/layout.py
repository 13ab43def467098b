"""LayoutModel: all that an evaluation sees. Whole numbers and rules, no files, no shapes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from schoolmap.model.frozen import FrozenArrays
from schoolmap.model.graph import RoadGraph, Snaps
from schoolmap.model.od import ODMatrix
from schoolmap.model.rules import Rules, Standard
from schoolmap.model.terrain import SlopeUse

IntArray = NDArray[np.int64]

UNKNOWN = -1
"""Stands for a value that was not reported; never the same as zero."""


@dataclass(frozen=True)
class Villages(FrozenArrays):
    """Demand: where pupils live.

    Attributes
    ----------
    ids, names, admin_villages, townships
        Text, in row order; empty where not given.
    area_class
        城乡类型 code, int16, 0 unknown.
    population
        int64, `UNKNOWN` where not given.
    pupils
        Shape (n_village, 9), int64.
    designated
        Site index by village and band, shape (n_village, n_band), int32; -1 none.
    component
        Component of the walking network, int32; -1 no road within the limit.
    snap_mm
        Straight leg to the nearest walkable road, int64; -1 where there is none at all.
    lonlat
        WGS-84 degrees, shape (n_village, 2), float64.
    xy_mm
        Projected coordinates, shape (n_village, 2), int64.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    admin_villages: tuple[str, ...]
    townships: tuple[str, ...]
    area_class: NDArray[np.int16]
    population: IntArray
    pupils: IntArray
    designated: NDArray[np.int32]
    component: NDArray[np.int32]
    snap_mm: IntArray
    lonlat: NDArray[np.float64]
    xy_mm: IntArray

    def __len__(self) -> int:
        """Return the number of villages."""
        return len(self.ids)


@dataclass(frozen=True)
class Sites(FrozenArrays):
    """Schools that are open, planned or closed.

    Attributes
    ----------
    type_code, area_class
        办学类型 and 城乡类型 codes, int16; area_class 0 unknown.
    status
        0 open, 1 candidate, 2 closed, int8.
    private
        bool.
    first_grade, last_grade
        Span of grades served, int8.
    classes, seats, boarders, boarders_girls, beds
        int64, `UNKNOWN` where not given.
    bus
        Whether it runs a school bus, bool; `bus_seats` int64, `UNKNOWN` where not given.
    roll
        Reported pupils, float64, shape (n_site,); `UNKNOWN` where nothing was reported.
    roll_by_grade
        Reported pupils by grade, float64, shape (n_site, 9); a row of `UNKNOWN` where the school
        reported no grades.
    senior_pupils
        float64; 0 where not given.
    resources, resources_primary, resources_junior
        Shape (n_site, n_resource), int64, in `Resource.scale` ths of the unit; `UNKNOWN` where
        not given.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    names_en: tuple[str, ...]
    townships: tuple[str, ...]
    type_code: NDArray[np.int16]
    area_class: NDArray[np.int16]
    status: NDArray[np.int8]
    private: NDArray[np.bool_]
    first_grade: NDArray[np.int8]
    last_grade: NDArray[np.int8]
    classes: IntArray
    seats: IntArray
    boarders: IntArray
    boarders_girls: IntArray
    beds: IntArray
    bus: NDArray[np.bool_]
    bus_seats: IntArray
    roll: NDArray[np.float64]
    roll_by_grade: NDArray[np.float64]
    senior_pupils: NDArray[np.float64]
    resources: IntArray
    resources_primary: IntArray
    resources_junior: IntArray
    component: NDArray[np.int32]
    snap_mm: IntArray
    lonlat: NDArray[np.float64]
    xy_mm: IntArray

    def __len__(self) -> int:
        """Return the number of sites."""
        return len(self.ids)


@dataclass(frozen=True)
class LayoutModel:
    """A county as the kernel sees it.

    Attributes
    ----------
    name, year, language
        Of the study.
    villages, sites, od
        Demand, schools and the journeys between them.
    rules
        Figures in force, typed; `standards` has the same with clause and source, by id.
    graph, walk_snaps, ride_snaps
        The contracted road graph and how villages (first) and sites (after them) stand on it;
        None where the county has no roads.
    estimated
        True where journeys are straight lines times the detour factor, because the county has no
        road data.
    crs
        Projected CRS of coordinates and graph; empty where nothing is known of it.
    cutoff_s
        Pairs farther apart on foot than this, in seconds of the reference walker, have no row.
    snap_limit_m
        A place farther than this from every road is not connected.
    between
        Rows from every site to every site, of which the walking times count: where a closed
        school's roll goes that no journey follows. None where nothing is known of them.
    slope
        What the heights did to walking times; None where every road is taken as level.
    """

    name: str
    year: str
    language: str
    villages: Villages
    sites: Sites
    od: ODMatrix
    rules: Rules
    standards: Mapping[str, Standard]
    graph: RoadGraph | None
    walk_snaps: Snaps | None
    ride_snaps: Snaps | None
    estimated: bool
    crs: str = ""
    cutoff_s: int = 50_000
    snap_limit_m: float = 2000.0
    between: ODMatrix | None = None
    slope: SlopeUse | None = None

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of all that an evaluation depends on: tables, journeys, figures, graph."""
        digest = hashlib.sha256()
        for part in (self.villages, self.sites, self.od, self.graph, self.walk_snaps):
            _update(digest, part)
        _update(digest, self.ride_snaps)
        _update(digest, self.between)
        figures = {k: s.value for k, s in sorted(self.standards.items())}
        rest = [figures, self.estimated, self.crs, self.cutoff_s, self.snap_limit_m]
        if self.slope is not None:
            # the walking times are in the graph; the rest is said to people
            rest.append("slope")
        digest.update(json.dumps(rest, ensure_ascii=False).encode())
        return digest.hexdigest()


def _update(digest: hashlib._Hash, part: object) -> None:
    """Add a frozen dataclass of arrays, texts and numbers, little-endian, field by field."""
    if part is None:
        digest.update(b"none")
        return
    for item in fields(part):  # type: ignore[arg-type]
        value = getattr(part, item.name)
        digest.update(item.name.encode())
        if isinstance(value, np.ndarray):
            digest.update(str(value.shape).encode())
            digest.update(np.ascontiguousarray(value, value.dtype.newbyteorder("<")).tobytes())
        else:
            digest.update(json.dumps(value, ensure_ascii=False).encode())
