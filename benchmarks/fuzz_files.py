"""The study that the fuzzer damages: as plain rows and shapes, written in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
STUDY = ROOT / "data" / "studies" / "zuomu"
BOUNDARY = ROOT / "data" / "boundaries" / "zuomu.geojson"

TABLE_KINDS = ("csv", "tsv", "xlsx", "gpkg", "parquet")
SHAPE_KINDS = ("geojson", "gpkg", "parquet", "shp")
_VILLAGES, _ROADS = 24, 60
"""Rows of the small study: enough to walk on, few enough to read in milliseconds."""

HEARING = """[hearing]
plan = "plan"
supplied_by = "县教育局基教股 王某"

[publicity]
start = 2026-03-01
end = 2026-03-31
where = "各村公告栏"
reference = "县教公〔2026〕3号"

[session]
date = 2026-04-10
announced = 2026-03-25
where = "镇政府会议室"
reference = "听证笔录2026-1"

[[vote]]
school = "2114900102"
body = "parents"
date = 2026-04-02
for = 40
against = 12
abstained = 3
asked = 60
reference = "家长会记录"

[[built]]
school = "2114900101"
what = "beds"
count = 160
date = 2026-06-30
reference = "竣工验收单"

[[evidence]]
name = "traffic_safety"
date = 2026-02-01
reference = "县交警大队查验报告"
"""

Grid = list[list[object]]


@dataclass(frozen=True)
class Shapes:
    """Features of a layer: properties by name, GeoJSON geometries (numbers may be absurd)."""

    names: tuple[str, ...]
    properties: list[list[object]]
    geometries: list[dict[str, Any] | None]


@dataclass(frozen=True)
class Base:
    """The study before it is damaged."""

    tables: dict[str, Grid]
    shapes: dict[str, Shapes]
    settings: str
    scenario: dict[str, Any]
    hearing: str = HEARING


def base() -> Base:
    """Return the small study: header rows first."""
    import openpyxl

    book = openpyxl.load_workbook(STUDY / "schools.xlsx", data_only=True)
    schools = [list(row) for row in book["学校"].iter_rows(values_only=True)]
    with (STUDY / "villages.csv").open(encoding="utf-8-sig", newline="") as stream:
        villages: Grid = [list(row) for row in csv.reader(stream)]
    (plan,) = (STUDY / "scenarios").glob("*.json")
    return Base(
        tables={"schools": schools, "villages": villages[: _VILLAGES + 1]},
        shapes={
            "roads": _features(STUDY / "roads.geojson", _ROADS),
            "boundary": _features(BOUNDARY, 1),
        },
        settings=(STUDY / "study.toml").read_text(encoding="utf-8"),
        scenario=json.loads(plan.read_text(encoding="utf-8")),
    )


def _features(path: Path, most: int) -> Shapes:
    features = json.loads(path.read_text(encoding="utf-8"))["features"][:most]
    names = tuple(features[0]["properties"])
    rows = [[feature["properties"].get(name) for name in names] for feature in features]
    return Shapes(names, rows, [feature["geometry"] for feature in features])


# --- tables


def table_bytes(grid: Grid, kind: str, sheet: str) -> bytes:
    """Return a table as a file of a kind.

    Parameters
    ----------
    grid
        Header row first; rows may differ in length.
    kind
        One of `TABLE_KINDS`.
    sheet
        Name of the sheet or layer.
    """
    if kind in ("csv", "tsv"):
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter="," if kind == "csv" else "\t")
        writer.writerows(["" if cell is None else cell for cell in row] for row in grid)
        return ("\ufeff" + text.getvalue()).encode("utf-8", errors="replace")
    if kind == "xlsx":
        return _book(grid, sheet)
    names, columns = _columns(grid)
    if kind == "parquet":
        return _parquet(names, columns)
    return _ogr("GPKG", names, columns, None, layer=sheet)


def _book(grid: Grid, sheet: str) -> bytes:
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for row in grid:
        page.append([_excel(cell, ILLEGAL_CHARACTERS_RE) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _excel(cell: object, illegal: re.Pattern[str]) -> object:
    if isinstance(cell, str):
        text = illegal.sub("", cell).replace("\ufffe", "").replace("\uffff", "")
        return text.encode("utf-8", "replace").decode("utf-8")[:32767]
    if isinstance(cell, float) and not np.isfinite(cell):
        return repr(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) > 10**300:
        return str(cell)
    return cell


def _columns(grid: Grid) -> tuple[list[str], list[list[object]]]:
    """Return a table by column, all of one length, under names that a layer can have."""
    width = max((len(row) for row in grid), default=0)
    padded = [[*row, *[None] * (width - len(row))] for row in grid]
    names: list[str] = []
    for at in range(width):
        name = str(padded[0][at] if padded and padded[0][at] is not None else "").strip()
        name = name.replace("\0", "")[:60].encode("utf-8", "replace").decode() or f"column {at}"
        while name.lower() in (known.lower() for known in names):
            name += "_"
        names.append(name)
    columns = [[row[at] for row in padded[1:]] for at in range(width)]
    return names or ["nothing"], columns or [[]]


def _strings(cells: list[object]) -> list[str | None]:
    return [
        None if cell is None else str(cell).replace("\0", "").encode("utf-8", "replace").decode()
        for cell in cells
    ]


def _typed(cells: list[object]) -> np.ndarray[Any, Any]:
    """Return a column as floats where it holds nothing but small numbers, else as text."""
    numbers = [np.nan if cell is None else cell for cell in cells]
    if all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        small = [
            float(str(n)) for n in numbers if abs(float(str(n))) < 10**15 or np.isnan(float(str(n)))
        ]
        if len(small) == len(cells):
            return np.array(small)
    array = np.empty(len(cells), dtype=object)
    array[:] = _strings(cells)
    return array


def _parquet(names: list[str], columns: list[list[object]], geo: bytes | None = None) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    arrays = [
        pa.array(cells, type=pa.binary())
        if any(isinstance(cell, bytes) for cell in cells)
        else pa.array(_typed(cells).tolist(), from_pandas=True)
        for cells in columns
    ]
    table = pa.table(arrays, names=names)
    if geo is not None:
        table = table.replace_schema_metadata({b"geo": geo})
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    return stream.getvalue()


# --- layers


def layer_bytes(shapes: Shapes, kind: str, layer: str) -> dict[str, bytes]:
    """Return a layer as the files of a kind, by ending (a shapefile has several)."""
    if kind == "geojson":
        return {"geojson": _geojson(shapes)}
    names = [*shapes.names]
    columns = [list(column) for column in zip(*shapes.properties, strict=True)]
    columns = columns or [[] for _ in names]
    wkb = [_wkb(geometry) for geometry in shapes.geometries]
    if kind == "parquet":
        column = {"encoding": "WKB", "geometry_types": []}
        geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
        return {
            "parquet": _parquet([*names, "geometry"], [*columns, [*wkb]], json.dumps(geo).encode())
        }
    if kind == "gpkg":
        return {"gpkg": _ogr("GPKG", names, columns, wkb, layer=layer)}
    return _shapefile(names, columns, [g if _is_line(g) else None for g in wkb])


def _geojson(shapes: Shapes) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(shapes.names, row, strict=False)),
            "geometry": geometry,
        }
        for row, geometry in zip(shapes.properties, shapes.geometries, strict=True)
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False).encode("utf-8", errors="replace")


def _is_line(wkb: bytes | None) -> bool:
    """Return whether a shapefile takes a geometry: a line of finite numbers."""
    import shapely

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shape = shapely.from_wkb(wkb)
    line = shape is not None and shape.geom_type.endswith("LineString")
    return bool(line and np.isfinite(shapely.get_coordinates(shape)).all())


def _wkb(geometry: dict[str, Any] | None) -> bytes | None:
    """Return a geometry as WKB; one that cannot be made of its numbers is None."""
    import shapely
    from shapely.geometry import shape

    if geometry is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bytes(shapely.to_wkb(shape(geometry)))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        return None
    except shapely.errors.ShapelyError:
        return None


def _ogr(
    driver: str,
    names: list[str],
    columns: list[list[object]],
    wkb: list[bytes | None] | None,
    *,
    layer: str,
) -> bytes:
    ending = {"GPKG": "gpkg", "ESRI Shapefile": "shp"}[driver]
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as folder:
        path = Path(folder) / f"{layer}.{ending}"
        _write(path, driver, names, columns, wkb, layer)
        return path.read_bytes()


def _shapefile(
    names: list[str], columns: list[list[object]], wkb: list[bytes | None]
) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as folder:
        path = Path(folder) / "layer.shp"
        _write(path, "ESRI Shapefile", names, columns, wkb, "layer")
        return {part.suffix[1:]: part.read_bytes() for part in Path(folder).iterdir()}


def _write(
    path: Path,
    driver: str,
    names: list[str],
    columns: list[list[object]],
    wkb: list[bytes | None] | None,
    layer: str,
) -> None:
    from pyogrio import raw

    geometry = None if wkb is None else np.array([*wkb, None], dtype=object)[:-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw.write(
            path,
            geometry,
            [_typed(column) for column in columns],
            np.array(names, dtype=object),
            layer=layer,
            driver=driver,
            geometry_type=None if wkb is None else "Unknown" if driver == "GPKG" else "LineString",
            crs=None if wkb is None else "EPSG:4326",
            encoding="UTF-8",
        )


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (in memory: no wear)
