"""study.gpkg: schools, villages, catchments, roads and boundary as QGIS layers with styles.

Every layer is in WGS-84 (EPSG:4326), as the tables are. The same study gives the same bytes: the
time of writing is left out of the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from schoolmap.errors import Language
from schoolmap.geography.catchments import catchments
from schoolmap.geography.cells import Shapes
from schoolmap.geography.crs import unproject
from schoolmap.io.layer_styles import TINTS, field_names, layer_style
from schoolmap.io.writing import Cell, Rows, school_rows, village_rows
from schoolmap.model.codes import STATUS_CANDIDATE, STATUS_CLOSED
from schoolmap.model.columns import ROADS, SCHOOLS, VILLAGES
from schoolmap.model.evaluation import MODES, UNSERVED, Evaluation
from schoolmap.model.journeys import band_sites
from schoolmap.model.layout import LayoutModel
from schoolmap.model.study import BoundaryPart, RoadLines, Study

CRS = "EPSG:4326"
WRITTEN_AT = "2000-01-01T00:00:00.000Z"
"""Stands for every time of writing in the file."""
LAYERS = ("boundary", "catchments", "roads", "villages", "schools")
"""In drawing order, the lowest first."""
_STYLES_TABLE = """
CREATE TABLE layer_styles (
 id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
 f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
 styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
 owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""


@dataclass(frozen=True)
class Layer:
    """A layer to be written: its features' shapes in WGS-84 (None = no shape) and their fields."""

    name: str
    geometry_type: str
    shapes: Sequence[BaseGeometry | None]
    fields: Mapping[str, Sequence[Cell]]


def write_geopackage(
    path: Path, study: Study, model: LayoutModel, evaluation: Evaluation, shapes: Shapes
) -> Path:
    """Write study.gpkg; an existing file is replaced.

    Parameters
    ----------
    path
        File to write.
    study, model, evaluation
        A study, its model, and the model evaluated as it stands today.
    shapes
        Cells of the model's villages (`schoolmap.geography.cells.build_shapes`).

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    language = study.settings.study.language
    layers = study_layers(study, model, evaluation, shapes)
    path.unlink(missing_ok=True)
    for layer in layers:
        write_layer(path, layer)
    _finish(path, layers, language)
    return path


def study_layers(
    study: Study, model: LayoutModel, evaluation: Evaluation, shapes: Shapes
) -> tuple[Layer, ...]:
    """Return the layers of a study in the order of `LAYERS`, in WGS-84."""
    return (
        _boundary(study.boundary),
        catchment_layer(model, evaluation, shapes),
        _roads(study.roads),
        _villages(village_rows(study, model, evaluation), model, evaluation),
        _schools(school_rows(study, model, evaluation), model),
    )


def catchment_layer(model: LayoutModel, evaluation: Evaluation, shapes: Shapes) -> Layer:
    """Return the catchments: a feature per open school and band that somebody goes to.

    ``villages`` counts the villages whose band's journey goes there, ``pupils`` the school's load
    of the band, so that pupils add up to those served; a school that only takes a minority of the
    grades of its villages has no polygon. ``tint`` keeps neighbours apart on the map.
    """
    sites = band_sites(model, evaluation)
    found: list[BaseGeometry | None] = []
    fields: dict[str, list[Cell]] = {
        name: [] for name in ("school_id", "name", "band", "villages", "pupils", "tint")
    }
    for k, band in enumerate(model.rules.bands):
        areas = catchments(shapes, sites[:, k])
        tints = dict(zip(areas, _tints(list(areas.values())), strict=True))
        load = evaluation.schools.load[:, band.first - 1 : band.last].sum(axis=1)
        counts = np.bincount(sites[sites[:, k] >= 0, k], minlength=len(model.sites))
        for site in np.flatnonzero((counts > 0) | (load > 0)).tolist():
            area = areas.get(site)
            found.append(None if area is None else _degrees(area, shapes.crs))
            fields["school_id"].append(model.sites.ids[site])
            fields["name"].append(model.sites.names[site])
            fields["band"].append(band.id)
            fields["villages"].append(int(counts[site]))
            fields["pupils"].append(int(load[site]))
            fields["tint"].append(tints.get(site, 0))
    return Layer("catchments", "MultiPolygon", found, fields)


def _tints(areas: Sequence[BaseGeometry]) -> list[int]:
    """Return a tint per polygon, 0 upwards: neighbours differ where the tints suffice."""
    shapes = np.array(areas, dtype=object)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    beside: dict[int, set[int]] = {}
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        beside.setdefault(a, set()).add(b)
    chosen: list[int] = []
    for k in range(len(areas)):
        taken = {chosen[j] for j in beside.get(k, set()) if j < k}
        free = [tint for tint in range(len(TINTS)) if tint not in taken]
        chosen.append(free[0] if free else k % len(TINTS))
    return chosen


def _degrees(shape: BaseGeometry, crs: str) -> BaseGeometry | None:
    """Return a polygon in WGS-84 as a valid multipolygon; None where it is empty."""
    if shape.is_empty:
        return None
    moved = shapely.transform(shape, lambda xy: unproject(xy, crs))
    # a ring that touches itself may cross itself by a rounding once it is in degrees
    return _multi(moved if moved.is_valid else shapely.make_valid(moved))


def _multi(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape as a multipolygon: a layer has one type."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([p for p in parts.tolist() if isinstance(p, shapely.Polygon)])


def _boundary(parts: Sequence[BoundaryPart]) -> Layer:
    whole = [_multi(shapely.force_2d(shapely.from_wkb(part.wkb))) for part in parts]
    fields = {"name": [part.name for part in parts], "code": [part.code for part in parts]}
    return Layer("boundary", "MultiPolygon", whole, fields)


def _roads(roads: RoadLines | None) -> Layer:
    if roads is None:
        names = ("highway", "name", "oneway", "speed_kmh", "length_m")
        return Layer("roads", "LineString", [], {name: [] for name in names})
    at = np.repeat(np.arange(len(roads)), np.diff(roads.indptr))
    lines = np.asarray(shapely.linestrings(roads.lonlat, indices=at)).tolist()
    fields: dict[str, Sequence[Cell]] = {
        "highway": list(roads.highway),
        "name": list(roads.name),
        "oneway": roads.oneway.tolist(),
        "speed_kmh": _known(roads.speed_kmh),
        "length_m": _known(roads.length_m),
    }
    return Layer("roads", "LineString", lines, fields)


def _known(values: NDArray[np.float64]) -> list[Cell]:
    return [None if np.isnan(v) else v for v in values.tolist()]


def _points(lonlat: NDArray[np.float64]) -> list[BaseGeometry | None]:
    return [shapely.Point(x, y) for x, y in lonlat.tolist()]


def _villages(rows: Rows, model: LayoutModel, evaluation: Evaluation) -> Layer:
    """Return the villages; ``mode`` is how the worst served pupils of the village travel."""
    present = model.villages.pupils > 0
    mode = np.where(present, evaluation.assignment.mode, -1).max(axis=1, initial=-1)
    fields = _fields(rows)
    fields["pupils"] = model.villages.pupils.sum(axis=1).tolist()
    unserved = present & (evaluation.assignment.mode == UNSERVED)
    fields["unserved"] = (model.villages.pupils * unserved).sum(axis=1).tolist()
    fields["mode"] = [MODES[m] if m >= 0 else "none" for m in mode.tolist()]
    return Layer("villages", "Point", _points(model.villages.lonlat), fields)


def _schools(rows: Rows, model: LayoutModel) -> Layer:
    """Return the schools; ``kind`` is the type of an open one, else its status."""
    words = {STATUS_CANDIDATE: "candidate", STATUS_CLOSED: "closed"}
    pairs = zip(model.sites.status.tolist(), model.sites.type_code.tolist(), strict=True)
    fields = _fields(rows)
    fields["kind"] = [words.get(status, str(code)) for status, code in pairs]
    return Layer("schools", "Point", _points(model.sites.lonlat), fields)


def _fields(rows: Rows) -> dict[str, Sequence[Cell]]:
    columns = zip(*rows.cells, strict=True) if rows.cells else ((),) * len(rows.headers)
    return dict(zip(rows.headers, columns, strict=True))


def write_layer(path: Path, layer: Layer) -> None:
    """Add a layer to a GeoPackage, which is made where it does not exist."""
    import pyogrio.raw

    data, masks = [], []
    for name, cells in layer.fields.items():
        values, mask = _column(name, cells)
        data.append(values)
        masks.append(mask)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(layer.shapes, dtype=object), include_srid=False),
        data,
        np.array(list(layer.fields), dtype=object),
        field_mask=masks,
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.geometry_type,
        crs=CRS,
    )


def _column(name: str, cells: Sequence[Cell]) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
    """Return cells as one typed array and the mask of the missing ones."""
    missing = np.array([cell is None for cell in cells], dtype=np.bool_)
    known = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, str) for cell in known) or (not known and _is_text(name)):
        return np.array(["" if c is None else str(c) for c in cells], dtype=object), missing
    if known and all(isinstance(cell, int) for cell in known):
        return np.array([c or 0 for c in cells], dtype=np.int64), missing
    return np.array([0.0 if c is None else c for c in cells], dtype=np.float64), missing


def _is_text(name: str) -> bool:
    """Return whether a column holds text; asked where it has no value to tell by."""
    contract = {c.name: c.kind for c in (*ROADS, *VILLAGES, *SCHOOLS)}
    words = {"id", "text", "grades", "status", "owner"}
    computed = ("school_", "mode", "band", "kind", "code")
    return contract[name] in words if name in contract else name.startswith(computed)


def _finish(path: Path, layers: Sequence[Layer], language: Language) -> None:
    """Add the styles and take the time of writing out."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(_STYLES_TABLE)
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, ?, ?)",
            ("layer_styles", "attributes", "layer_styles"),
        )
        for layer in layers:
            style = layer_style(layer.name, field_names(layer.fields, language), language)
            base.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
                " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description,"
                " owner, ui, update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', '', ?)",
                (layer.name, layer.name, style, WRITTEN_AT),
            )
        base.execute("UPDATE gpkg_contents SET last_change = ?", (WRITTEN_AT,))
