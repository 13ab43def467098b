"""Writers that give the same bytes for the same content."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
import xlsxwriter
from pyproj import Transformer
from tools.simulation.linework import Road
from tools.simulation.terrain import Floats

Cell = int | float | str | None
STAMP = dt.datetime(2026, 9, 1, 8, 0, 0)
DIGITS = 6

RESOURCE_COLUMNS = (
    "班级数",
    "学位数",
    "寄宿生数",
    "女寄宿生数",
    "床位数",
    "食堂座位数",
    "校车",
    "教职工数",
    "专任教师数",
    "高于规定学历教师数",
    "县级以上骨干教师数",
    "体育艺术专任教师数",
    "中级及以上职称教师数",
    "占地面积（平方米）",
    "校舍建筑面积（平方米）",
    "教学及辅助用房面积（平方米）",
    "体育运动场馆面积（平方米）",
    "学生宿舍面积（平方米）",
    "教学仪器设备值（万元）",
    "网络多媒体教室数",
    "计算机台数",
    "图书册数",
    "厕所蹲位数",
)
"""Headers of what a school has, as both studies' schools tables end."""


def degrees(points: Floats, crs: str) -> Floats:
    """Turn projected points into WGS-84 longitude and latitude, rounded to 1e-6 degrees."""
    to = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    lon, lat = to.transform(points[:, 0], points[:, 1])
    return np.round(np.column_stack([lon, lat]), DIGITS)


def write_xlsx(
    path: Path, sheet: str, rows: Sequence[dict[str, Any]], columns: Sequence[str], *, note: str
) -> None:
    """Write one sheet with a header row; document dates are fixed."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": note, "author": "schoolmap", "created": STAMP})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    page.set_row(0, 48)
    page.freeze_panes(1, 2)
    for j, column in enumerate(columns):
        page.write_string(0, j, column, bold)
        page.set_column(j, j, 26 if column == "学校名称" else 12)
        for i, row in enumerate(rows, start=1):
            value: Cell = row.get(column)
            if isinstance(value, str):
                page.write_string(i, j, value)
            elif value is not None:
                page.write_number(i, j, value)
    book.close()
    _steady_zip(path)


def _steady_zip(path: Path) -> None:
    """Pack an archive again with fixed times and order."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name, content in parts:
            new.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 9
            )


def write_csv(path: Path, rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """Write UTF-8 with a byte order mark, as Excel expects it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({c: "" if row.get(c) is None else row[c] for c in columns})
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))


def write_features(
    path: Path, shapes: Sequence[shapely.Geometry], properties: Sequence[dict[str, Any]]
) -> None:
    """Write GeoJSON in longitude and latitude, one feature a line."""
    lines = []
    for shape, row in zip(shapes, properties, strict=True):
        geometry = json.loads(shapely.to_geojson(shape))
        feature = {"type": "Feature", "properties": row, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    body = ",\n".join(lines)
    path.write_text(
        f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8", newline="\n"
    )


def road_table(roads: Sequence[Road], crs: str) -> geopandas.GeoDataFrame:
    """Give roads in WGS-84; a vertex shared by two lines is the same number in both."""
    flat = degrees(np.vstack([r.points for r in roads]), crs)
    parts = np.split(flat, np.cumsum([len(r.points) for r in roads])[:-1])
    kept, shapes = [], []
    for road, part in zip(roads, parts, strict=True):
        fresh = np.ones(len(part), dtype=bool)
        fresh[1:] = (np.diff(part, axis=0) != 0).any(axis=1)
        if int(fresh.sum()) >= 2:
            kept.append(road)
            shapes.append(shapely.LineString(part[fresh]))
    return geopandas.GeoDataFrame(
        {
            "highway": [r.highway for r in kept],
            "oneway": [r.oneway or None for r in kept],
            "name": [r.name or None for r in kept],
            "speed_kmh": np.array([r.speed_kmh or np.nan for r in kept], dtype=np.float32),
        },
        geometry=shapes,
        crs="EPSG:4326",
    )


def write_roads_parquet(path: Path, roads: Sequence[Road], crs: str) -> None:
    """Write GeoParquet (zstd)."""
    road_table(roads, crs).to_parquet(path, compression="zstd", compression_level=19, index=False)


def _text(cell: object) -> str | None:
    """Return a text, None where pandas has put a NaN in its place: JSON knows no NaN."""
    return cell if isinstance(cell, str) else None


def write_roads_geojson(path: Path, roads: Sequence[Road], crs: str) -> None:
    """Write the same as GeoJSON, for small networks."""
    table = road_table(roads, crs)
    rows = [
        {"highway": h, "oneway": _text(o), "name": _text(n)}
        for h, o, n in zip(table["highway"], table["oneway"], table["name"], strict=True)
    ]
    write_features(path, list(table.geometry), rows)
