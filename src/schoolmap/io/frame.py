"""A file as it was found: cells in columns, their rows, geometry if there is any."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schoolmap.io.sheets import Merge

Cells = NDArray[Any]
Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Stated:
    """A total that a table states for a column.

    Attributes
    ----------
    column
        Header of the column.
    rows
        Numbers of the rows that it stands for.
    more
        By how much they make more, in the column's standard unit; 0 where they agree.
    """

    column: str
    rows: frozenset[int]
    more: float


@dataclass(frozen=True)
class Frame:
    """A raw table: nothing is understood yet.

    Attributes
    ----------
    file
        As named in study.toml.
    headers
        As written in the file; "" for a column without one.
    cells
        One array of cells for each header; None or NaN where a cell is empty.
    rows
        Row of each record, counted as a spreadsheet does (the header is row 1), int64. The
        features of a layer are counted as if their attribute table were a sheet: the first is 2.
    geometry
        Shapely geometries (None where a feature has none); None where the file has no geometry.
    crs
        CRS that the file names, as pyproj understands it; None where it names none.
    merges
        Merged cells below the header.
    above
        Texts above the header: title, date, unit.
    beside, dropped
        Rows below the header that are no records (totals, notes), and that could not be read.
    stated
        Totals that the table states for its rows.
    """

    file: str
    headers: tuple[str, ...]
    cells: tuple[Cells, ...]
    rows: NDArray[np.int64]
    geometry: Geometries | None = None
    crs: str | None = None
    merges: tuple[Merge, ...] = ()
    above: tuple[str, ...] = ()
    beside: int = 0
    dropped: int = 0
    stated: tuple[Stated, ...] = ()

    def __len__(self) -> int:
        """Return the number of records."""
        return int(self.rows.size)

    def take(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Frame:
        """Return the frame with the records in `keep` only (a mask or indices)."""
        return replace(
            self,
            cells=tuple(column[keep] for column in self.cells),
            rows=self.rows[keep],
            geometry=None if self.geometry is None else self.geometry[keep],
        )
