"""A study: its settings as written in study.toml, and its tables as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import compress
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from schoolmap.errors import Problem
from schoolmap.model.aside import SetAside
from schoolmap.model.rules import Standard
from schoolmap.model.terrain import Terrain

_SIMULATED_MARKS = ("模拟", "simulated")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StudySection(_Section):
    """``[study]``: name, language, year, standards, projected CRS, simulated or not."""

    name: str
    language: Literal["zh", "en"] = "zh"
    year: str = ""
    standards: tuple[str, ...] = ("cn-layout", "cn-basic-2012", "cn-quality-2017")
    crs: str | None = None
    simulated: bool | None = None

    @property
    def is_simulated(self) -> bool:
        """Whether the data are invented: as the file says, else by a mark in the name."""
        if self.simulated is not None:
            return self.simulated
        return any(mark in self.name.lower() for mark in _SIMULATED_MARKS)


class SourceSection(_Section):
    """A table's file and how to read it."""

    file: str
    sheet: str | None = None
    layer: str | None = None
    table: str | None = None
    encoding: str | None = None
    coordinates: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str | int | float | bool]] = Field(default_factory=dict)


class TravelSection(_Section):
    """``[travel]``: how far to look."""

    cutoff_km: float = Field(default=50.0, gt=0, le=500)
    snap_limit_m: float = Field(default=2000.0, gt=0, le=50_000)


class PackSection(_Section):
    """``[pack]``: rule packs of the province and the county, laid over the national one."""

    files: tuple[str, ...] = ()


class StudyFile(_Section):
    """study.toml, whole."""

    study: StudySection
    schools: SourceSection
    villages: SourceSection
    roads: SourceSection | None = None
    boundary: SourceSection | None = None
    terrain: SourceSection | None = None
    travel: TravelSection = Field(default_factory=TravelSection)
    rules: dict[str, object] = Field(default_factory=dict)
    pack: PackSection = Field(default_factory=PackSection)


@dataclass(frozen=True)
class Table:
    """A table as understood: contract columns, cleaned cells.

    Attributes
    ----------
    name
        ``schools`` or ``villages``.
    file
        File that it was read from, as named in study.toml.
    columns
        Contract column name to values of one length: object arrays of str for text kinds (empty
        string = missing), float64 for numbers (NaN = missing). ``lon`` and ``lat`` are always
        there, in WGS-84 degrees. ``type`` and ``area_class`` are int16 codes (area_class 0 =
        unknown), ``status`` is int8 (0 open, 1 candidate, 2 closed), ``private`` is bool (from
        owner), ``first_grade`` and ``last_grade`` int8 (from grades or type), ``bus`` bool and
        ``bus_seats`` float64. Villages always have ``g1`` to ``g9`` (whole numbers).
    rows
        Row of each record in its file, counted as a spreadsheet does, shape (n,), int64.
    sheet
        Sheet that it was read from, of a workbook with several; empty elsewhere.
    """

    name: str
    file: str
    columns: Mapping[str, NDArray[np.generic]]
    rows: NDArray[np.int64]
    sheet: str = ""

    @property
    def label(self) -> str:
        """File and sheet, as a sentence names the table."""
        return f"{self.file} / {self.sheet}" if self.sheet else self.file

    def __len__(self) -> int:
        """Return the number of records."""
        return int(self.rows.size)

    def text(self, column: str) -> list[str]:
        """Return a text column as a list; empty strings where the table has no such column."""
        values = self.columns.get(column)
        return [""] * len(self) if values is None else [str(v) for v in values]

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Return a number column; NaN throughout where the table has no such column."""
        values = self.columns.get(column)
        if values is None:
            return np.full(len(self), np.nan)
        return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True)
class RoadLines:
    """Road lines as read, in WGS-84.

    Attributes
    ----------
    lonlat
        Vertices, shape (n_vertex, 2), float64 degrees.
    indptr
        First vertex of each line, shape (n_line + 1,), int64.
    highway
        Class of each line; empty where the file has none.
    oneway
        1 forward only, -1 backward only, 0 both, int8.
    speed_kmh, length_m
        float64, NaN where not given.
    name
        Name of each line.
    rows
        Feature number of each line in its file, from 1.
    vertex
        Identity of each vertex, shape (n_vertex,), int64, where the file has one (node ids of
        OpenStreetMap): lines then join where they share it. None: they join where they touch.
    walked, ridden
        Whether walkers and vehicles may use each line, bool; None: as its class says.
    bridge
        Whether each line is on a bridge or in a tunnel, bool; None where the file does not say.
    """

    lonlat: NDArray[np.float64]
    indptr: NDArray[np.int64]
    highway: tuple[str, ...]
    oneway: NDArray[np.int8]
    speed_kmh: NDArray[np.float64]
    length_m: NDArray[np.float64]
    name: tuple[str, ...]
    rows: NDArray[np.int64]
    file: str
    vertex: NDArray[np.int64] | None = None
    walked: NDArray[np.bool_] | None = None
    ridden: NDArray[np.bool_] | None = None
    bridge: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        """Return the number of lines."""
        return int(self.indptr.size - 1)

    def take(self, keep: NDArray[np.bool_]) -> RoadLines:
        """Return the lines that `keep`, shape (n_line,), marks."""
        sizes = np.diff(self.indptr)
        vertices = np.repeat(keep, sizes)

        def of_line(values: NDArray[Any] | None) -> NDArray[Any] | None:
            return None if values is None else values[keep]

        return replace(
            self,
            lonlat=np.ascontiguousarray(self.lonlat[vertices]),
            indptr=np.concatenate([[0], np.cumsum(sizes[keep])]).astype(np.int64),
            highway=tuple(compress(self.highway, keep.tolist())),
            oneway=self.oneway[keep],
            speed_kmh=self.speed_kmh[keep],
            length_m=self.length_m[keep],
            name=tuple(compress(self.name, keep.tolist())),
            rows=self.rows[keep],
            vertex=None if self.vertex is None else self.vertex[vertices],
            walked=of_line(self.walked),
            ridden=of_line(self.ridden),
            bridge=of_line(self.bridge),
        )


@dataclass(frozen=True)
class BoundaryPart:
    """A polygon of the boundary file: the county, or a township of it. WKB in WGS-84.

    `credit` names who drew it, where a map must say so.
    """

    name: str
    code: str
    wkb: bytes
    credit: str = ""


@dataclass(frozen=True)
class InputFile:
    """A file that was read, as named in study.toml, and its sha256."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Study:
    """Everything that was read, checked once at the door.

    `problems` holds what was found that did not stop the reading: rows set aside, values changed,
    warnings and notes. `aside` counts the villages that are not used, with their pupils.
    """

    folder: Path
    settings: StudyFile
    standards: Mapping[str, Standard]
    schools: Table
    villages: Table
    roads: RoadLines | None
    boundary: tuple[BoundaryPart, ...]
    problems: tuple[Problem, ...] = ()
    inputs: tuple[InputFile, ...] = field(default=())
    terrain: Terrain | None = None
    aside: SetAside = field(default_factory=SetAside)
