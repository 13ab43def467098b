"""Layers with geometry: gpkg, geojson, shp and (geo)parquet, as plain arrays."""

from __future__ import annotations

import json
import warnings
from typing import Any

import numpy as np

from schoolmap.io.files import Source
from schoolmap.io.frame import Cells, Frame, Geometries
from schoolmap.io.grids import choose_name
from schoolmap.io.ledger import Ledger, some

_GEOPARQUET_CRS = "OGC:CRS84"
"""What a GeoParquet file means that names no CRS (specification 1.1, "crs")."""


def read_layer(source: Source, ledger: Ledger) -> Frame | None:
    """Return a layer as a frame; None where a problem was found instead.

    Heights are dropped: nothing here uses them.
    """
    parquet = source.path.suffix.lower() in (".parquet", ".geoparquet")
    try:
        frame = _read_parquet(source, ledger) if parquet else _read_ogr(source, ledger)
    except (PermissionError, MemoryError):
        raise
    except Exception as error:  # a damaged layer fails in a hundred ways
        detail = str(error).replace(str(source.path), source.file)
        ledger.add("file_unreadable", file=source.file, detail=detail)
        return None
    if frame is not None and not len(frame):
        ledger.add("file_empty", file=source.file)
        return None
    return frame


def _read_ogr(source: Source, ledger: Ledger) -> Frame | None:
    import pyogrio

    with warnings.catch_warnings():
        # GDAL warns of ring directions, versions and the like, which it has put right
        warnings.simplefilter("ignore")
        names = [str(row[0]) for row in pyogrio.list_layers(source.path)]
        layer = _layer_name(names, source, ledger)
        if layer is None:
            return None
        meta, _, wkb, fields = pyogrio.raw.read(
            source.path, layer=layer, force_2d=True, encoding=_dbf_encoding(source)
        )
    count = len(wkb) if wkb is not None else len(fields[0]) if fields else 0
    return Frame(
        file=source.file,
        headers=tuple(str(name) for name in meta["fields"]),
        cells=tuple(_flat(cells) for cells in fields),
        rows=np.arange(2, count + 2, dtype=np.int64),
        geometry=None if wkb is None else _shapes(wkb),
        crs=meta["crs"],
    )


def _layer_name(names: list[str], source: Source, ledger: Ledger) -> str | None:
    wanted = source.settings.layer
    if wanted is not None and wanted not in names:
        ledger.add("layer_missing", file=source.file, value=wanted, known=some(names))
        return None
    return wanted or choose_name(names, source, ledger, code="layer_chosen")


def _dbf_encoding(source: Source) -> str | None:
    """Return the encoding of a shapefile's table where the file itself does not say it.

    Without a .cpg GDAL takes Latin-1, which garbles Chinese: UTF-8 is tried, else GB18030.
    """
    path = source.path
    if source.settings.encoding is not None or path.suffix.lower() != ".shp":
        return source.settings.encoding
    if any(path.with_suffix(ending).is_file() for ending in (".cpg", ".CPG")):
        return None
    table = path.with_suffix(".dbf")
    if not table.is_file():
        return None
    raw = table.read_bytes()
    records = raw[int.from_bytes(raw[8:10], "little") :]
    try:
        records.decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _read_parquet(source: Source, ledger: Ledger) -> Frame | None:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        # read_table would import pandas, which takes longer than the reading
        with parquet.ParquetFile(source.path) as file:
            table = file.read()
    except pa.ArrowException as error:
        ledger.add("file_unreadable", file=source.file, detail=error)
        return None
    columns, primary = _geo_columns((table.schema.metadata or {}).get(b"geo"))
    if primary not in table.column_names:
        # what the metadata promise is not there: the table is read without it
        columns, primary = {}, ""
    column = columns.get(primary, {})
    if column and column.get("encoding") != "WKB":
        ledger.add("geometry_missing", file=source.file, what_zh=" WKB ", what_en="WKB geometry")
        return None
    skipped = {*columns, "__index_level_0__"}
    names = [name for name in table.column_names if name not in skipped]
    return Frame(
        file=source.file,
        headers=tuple(names),
        cells=tuple(_plain(table.column(name)) for name in names),
        rows=np.arange(2, table.num_rows + 2, dtype=np.int64),
        geometry=_shapes(_plain(table.column(primary))) if column else None,
        crs=_parquet_crs(column) if column else None,
    )


def _geo_columns(raw: bytes | None) -> tuple[dict[str, dict[str, Any]], str]:
    """Return the geometry columns of a file's metadata and which is meant; none where they lie.

    Raises
    ------
    ValueError
        If the metadata are no JSON.
    """
    geo: object = json.loads(raw) if raw else {}
    if not isinstance(geo, dict):
        return {}, ""
    columns, primary = geo.get("columns", {}), geo.get("primary_column", "")
    if not (isinstance(columns, dict) and isinstance(primary, str)):
        return {}, ""
    return {name: c for name, c in columns.items() if isinstance(c, dict)}, primary


def _plain(column: Any) -> Cells:  # noqa: ANN401 - pyarrow has no types
    """Return a column as an array; by way of a list, for pyarrow's own way imports pandas."""
    from pyarrow import types

    cells = column.to_pylist()
    if types.is_floating(column.type) or (types.is_integer(column.type) and column.null_count):
        return np.array(cells, dtype=np.float64)
    if types.is_integer(column.type):
        return np.array(cells)
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return _flat(array)


def _flat(cells: Cells) -> Cells:
    """Return cells with lists written as text, as a spreadsheet would hold them."""
    if cells.dtype.kind != "O" or not any(isinstance(cell, list | np.ndarray) for cell in cells):
        return cells
    flat = cells.copy()
    for at, cell in enumerate(cells):
        if isinstance(cell, list | np.ndarray):
            flat[at] = str([str(item) for item in cell])
    return flat


def _parquet_crs(column: dict[str, Any]) -> str | None:
    if "crs" not in column:
        return _GEOPARQUET_CRS
    crs = column["crs"]
    if crs is None:
        return None
    if isinstance(crs, str):
        return crs  # as earlier versions of the format had it
    name = crs.get("id") if isinstance(crs, dict) else None
    if isinstance(name, dict) and {"authority", "code"} <= name.keys():
        return f"{name['authority']}:{name['code']}"
    return json.dumps(crs)


def _shapes(wkb: Cells) -> Geometries:
    import shapely

    with warnings.catch_warnings():
        # numbers that are none are found and reported by whoever takes the coordinates
        warnings.simplefilter("ignore")
        shapes: Geometries = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore"))
    return shapes
