"""Where rows lie: WGS-84 degrees of what a table or a layer gives, and what looks wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from schoolmap.errors import InputError
from schoolmap.geography.datum import DATUMS, in_gcj_box, normal_name, to_wgs84
from schoolmap.geography.systems import is_old_datum, refusal
from schoolmap.io.cells import clean, numbers
from schoolmap.io.coordinate_checks import Found, doubt_digits, stops_table
from schoolmap.io.degrees import axis_of, is_sexagesimal
from schoolmap.io.doubts import say_gathered
from schoolmap.io.files import Source
from schoolmap.io.frame import Cells, Frame, Geometries
from schoolmap.io.headers import Head
from schoolmap.io.ledger import Ledger

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

_KM_PER_DEGREE = 111.2
_FAR_KM = 300.0
"""Farther from the other places than any county is wide."""
_LEAST_FAR_KM = 50.0
_TIMES_USUAL = 5.0
"""Farther off than five times what three quarters of the places are: a slip in a digit."""
_NEAR_KM = 100.0


def coordinate_system(frame: Frame, source: Source, ledger: Ledger) -> str | None:
    """Return the system that a file's coordinates are in: declared, else the file's own CRS.

    What study.toml declares goes first: files of GCJ-02 numbers are labelled EPSG:4326 as a rule.
    None where it is not declared or not known; that is reported, never guessed.
    """
    declared = source.settings.coordinates
    if declared is None:
        declared = frame.crs if frame.geometry is not None else None
    if declared is None:
        ledger.add(
            "coordinates_undeclared",
            file=frame.file,
            column="coordinates",
            section=source.section,
        )
        return None
    return declared if is_understood(declared, source.section, ledger) else None


def is_understood(declared: str, section: str, ledger: Ledger) -> bool:
    """Return whether a system's name can be read as it is; why it cannot is reported.

    Parameters
    ----------
    declared
        As in study.toml, or as a file has it.
    section
        Of study.toml, whose ``coordinates`` are meant.
    ledger
        Takes what is found.
    """
    column = f"{section}.coordinates"
    refused = refusal(declared)
    if refused is not None:
        ledger.add(f"coordinates_{refused}", file="study.toml", column=column, value=declared)
        return False
    try:
        to_wgs84([], [], declared)
    except InputError:
        ledger.add("coordinates_unknown", file="study.toml", column=column, value=declared)
        return False
    if normal_name(declared) not in DATUMS and is_old_datum(normal_name(declared)):
        ledger.add("coordinates_old_code", file="study.toml", column=column, value=declared)
    return True


def convert_vertices(xy: FloatArray, *, system: str) -> FloatArray:
    """Return WGS-84 degrees of the vertices of lines, shape (n, 2).

    Each distinct vertex is converted once, so that equal ones stay equal and lines join as before.

    Parameters
    ----------
    xy
        Coordinates in `system`, shape (n, 2).
    system
        As `coordinate_system` returns it.
    """
    pairs = np.ascontiguousarray(xy, dtype=np.float64).view(np.complex128).ravel()
    distinct, inverse = np.unique(pairs, return_inverse=True)
    converted: FloatArray = to_wgs84(distinct.real, distinct.imag, system)[inverse.ravel()]
    return np.ascontiguousarray(converted)


def locate_rows(
    frame: Frame, heads: Mapping[str, Head], source: Source, ledger: Ledger
) -> tuple[FloatArray, Mask] | None:
    """Return WGS-84 degrees of each row, shape (n, 2), and which rows have usable ones.

    None where the coordinate system is not known. Each row that has none is reported.
    """
    system = coordinate_system(frame, source, ledger)
    if system is None:
        return None
    if frame.geometry is not None:
        xy, header = _points(frame, frame.geometry, ledger), ""
        read = np.ones(len(frame), dtype=bool)
    else:
        xy, read = _cells(frame, heads, ledger)
        header = f"{heads['lon'].header}, {heads['lat'].header}"
    # spreadsheets write 0, 0 where a place was never surveyed
    zero = (xy[:, 0] == 0) & (xy[:, 1] == 0)
    given = np.isfinite(xy[:, 0]) & np.isfinite(xy[:, 1]) & ~zero
    columns = () if frame.geometry is not None else (heads["lon"].header, heads["lat"].header)
    found = Found(xy, read & given, frame.rows, frame.file, header, columns)
    if stops_table(found, system, ledger):
        return None
    doubt_digits(found, system, ledger)
    lonlat = to_wgs84(xy[:, 0], xy[:, 1], system)
    _doubt_elsewhere(lonlat[read & given], source, ledger)
    on_globe = (np.abs(lonlat[:, 0]) <= 180.0) & (np.abs(lonlat[:, 1]) <= 90.0)
    swapped = (np.abs(xy[:, 0]) <= 90.0) & (np.abs(xy[:, 1]) <= 180.0)
    swapped &= normal_name(system) in DATUMS
    off = read & given & ~on_globe
    for code, rows in (
        ("coordinates_missing", read & ~given & ~zero),
        ("coordinates_zero", read & zero),
        ("coordinates_swapped", off & swapped),
        ("coordinates_out_of_range", off & ~swapped),
    ):
        for at in np.flatnonzero(rows):
            value = f"{xy[at, 0]:.10g}, {xy[at, 1]:.10g}" if given[at] or zero[at] else ""
            row = int(frame.rows[at])
            ledger.add(code, file=frame.file, row=row, column=header, value=value)
    return lonlat, read & given & on_globe


def _doubt_elsewhere(lonlat: FloatArray, source: Source, ledger: Ledger) -> None:
    """Report GCJ-02 and BD-09 where nobody shifts coordinates."""
    declared = source.settings.coordinates or ""
    lonlat = lonlat[(np.abs(lonlat) <= (180.0, 90.0)).all(axis=1)]
    if normal_name(declared) not in ("gcj02", "bd09") or not len(lonlat):
        return
    if not in_gcj_box(np.median(lonlat, axis=0)[None, :])[0]:
        column = f"{source.section}.coordinates"
        ledger.add(
            "datum_elsewhere",
            file="study.toml",
            column=column,
            value=declared,
            declared=declared,
        )


def _cells(frame: Frame, heads: Mapping[str, Head], ledger: Ledger) -> tuple[FloatArray, Mask]:
    """Return longitude and latitude as written, and which rows could be read."""
    fine = np.ones(len(frame), dtype=bool)
    columns = []
    for name in ("lon", "lat"):
        head = heads[name]
        cleaned = clean(head, frame.cells[head.index], {})
        columns.append(numbers(cleaned.values))
        cells = frame.cells[head.index]
        other = _other_axis(cells, name)
        gathered = say_gathered(frame, head, cleaned, ledger, fatal=True)
        for at in sorted({*cleaned.bad, *other}):
            fine[at] = False
            if cleaned.bad.get(at) in gathered:
                continue
            ledger.add(
                "coordinates_wrong_column" if at in other else "coordinates_unreadable",
                file=frame.file,
                row=int(frame.rows[at]),
                column=head.header,
                value=cells[at],
            )
        _note_minutes(cells, frame.file, head, cleaned.values, ledger)
    return np.column_stack(columns), fine


def _other_axis(cells: Cells, name: str) -> set[int]:
    """Return cells that say that they are the other axis: ``N36.2`` under longitude."""
    if cells.dtype.kind in "fiu":
        return set()
    return {at for at, cell in enumerate(cells) if axis_of(cell) not in (None, name)}


def _note_minutes(
    cells: Cells, file: str, head: Head, values: Sequence[object], ledger: Ledger
) -> None:
    if cells.dtype.kind in "fiu":
        return
    pairs = zip(cells, values, strict=True)
    read = [(c, v) for c, v in pairs if isinstance(v, float) and is_sexagesimal(c)]
    if read:
        cell, value = read[0]
        ledger.add(
            "coordinates_minutes",
            file=file,
            column=head.header,
            count=len(read),
            before=str(cell).strip(),
            after=f"{value:.6f}",
        )


def _points(frame: Frame, geometry: Geometries, ledger: Ledger) -> FloatArray:
    """Return a point of each feature, NaN where it has no geometry."""
    import shapely

    is_point = shapely.get_type_id(geometry) == 0
    is_shape = ~shapely.is_missing(geometry) & ~shapely.is_empty(geometry)
    other = is_shape & ~is_point
    if other.any():
        ledger.add("geometry_not_point", file=frame.file, count=int(other.sum()))
    points = geometry.copy()
    points[~is_shape] = None  # an empty point has no x to ask for
    points[other] = shapely.point_on_surface(geometry[other])
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def doubt_places(lonlat: FloatArray, rows: NDArray[np.int64], ledger: Ledger, *, file: str) -> None:
    """Report places that lie far from the others, or that would not if they were exchanged."""
    if len(lonlat) < 3:
        return
    middle = np.median(lonlat, axis=0)
    far = _km(lonlat, middle)
    near_if_swapped = _km(lonlat[:, ::-1], middle) < _NEAR_KM
    usual = float(np.percentile(far, 75, method="lower"))
    limit = min(_FAR_KM, max(_LEAST_FAR_KM, _TIMES_USUAL * usual))
    for at in np.flatnonzero(far > limit):
        code = "coordinates_swap_suspected" if near_if_swapped[at] else "place_far"
        value = f"{lonlat[at, 0]:.6f}, {lonlat[at, 1]:.6f}"
        row = int(rows[at])
        ledger.add(code, file=file, row=row, value=value, km=round(float(far[at])))


def doubt_tables(schools: FloatArray, villages: FloatArray, ledger: Ledger, *, file: str) -> None:
    """Report villages that as a whole lie far from the schools as a whole."""
    middle = np.median(schools, axis=0)
    apart = float(_km(np.median(villages, axis=0)[None, :], middle)[0])
    if apart > _FAR_KM:
        ledger.add("tables_apart", file=file, km=round(apart))


def _km(lonlat: FloatArray, middle: FloatArray) -> FloatArray:
    """Return rough distances from a point, kilometres: enough to tell a county from another."""
    east = (lonlat[:, 0] - middle[0]) * np.cos(np.radians(middle[1]))
    north = lonlat[:, 1] - middle[1]
    distance: FloatArray = np.sqrt(east * east + north * north) * _KM_PER_DEGREE
    return distance
